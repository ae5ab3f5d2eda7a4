"""Several records of one id are told in every form of a review, and none is taken for the other."""

import csv
import json
import re
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from linkage_rules.commands.cli import main
from linkage_rules.records.databases import Kind, read_url, table_writer
from linkage_rules.reviews import repeated
from linkage_rules.reviews.repeated import RepeatedIds, SeenIds, in_one
from linkage_rules.words.messages import Phrase

POLICY = """policy small "小办法"
record R "事项"
  id "编号": text
  name "名称": text
  done "已办": yes/no changeable
bearer office "经办机构"
action finish "办结" of R
  done when done
norm to_finish "应当办结" for R
  office must finish
"""
TABLE = "编号,名称,已办\nP-1,甲,否\nP-2,乙,否\nP-1,丙,是\nP-1,丁,也许\nP-3,戊,否\n"
DAY = ("--as-of", "2023-05-01")
TOLD = "编号 P-1 有3条（第2、4、5行）"
TOLD_EN = "3 records have the id P-1 (rows 2, 4, 5)"


@pytest.fixture(scope="module")
def policy(tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("policy") / "small.pol"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "事项.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def run(*arguments: Any) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def review(policy: Path, records: object, *further: Any) -> int:
    return run("review", policy, records, *DAY, *further)


@pytest.mark.parametrize(("language", "told"), [("zh", TOLD), ("en", TOLD_EN)])
def test_the_terminal_tells_it(
    policy: Path, records: Path, capfd: Any, language: str, told: str
) -> None:
    for form in ("overview", "table"):
        review(policy, records, "--language", language, "--format", form)
        assert told in capfd.readouterr().out
    review(policy, records, "--language", language, "--format", "csv")
    assert told in capfd.readouterr().err


def test_every_file_tells_it(policy: Path, records: Path, tmp_path: Path, capfd: Any) -> None:
    out = [tmp_path / f"o.{ending}" for ending in ("json", "html", "csv", "xlsx", "parquet")]
    review(policy, records, *(word for path in out for word in ("--out", path)))
    assert TOLD in capfd.readouterr().err
    document, page, table, book, _ = out
    (one,) = json.loads(document.read_text("utf-8"))["repeated"]["ids"]
    assert (one["id"], one["count"], one["positions"]) == ("P-1", 3, [2, 4, 5])
    assert TOLD in re.sub("<[^>]+>", "", page.read_text("utf-8"))
    with table.open(encoding="utf-8-sig") as file:
        doubts = [row["存疑的单元格"] for row in csv.DictReader(file)]
    assert ["与第2行编号相同" in doubt for doubt in doubts] == [False, False, True, True, False]
    sheets = load_workbook(book)
    summary = [cell.value for row in sheets.worksheets[0] for cell in row]
    assert TOLD in summary
    remarks = [cell.value for row in sheets["读取说明"] for cell in row]
    assert remarks.count("与第2行编号相同") == 2


def test_an_agenda_tells_it(policy: Path, records: Path, capfd: Any) -> None:
    run("agenda", policy, records, *DAY)
    said = "".join(capfd.readouterr())
    assert TOLD in said.replace("\n", "")


def test_records_of_a_database_and_of_an_array_too(
    policy: Path, tmp_path: Path, capfd: Any
) -> None:
    url = f"sqlite:///{tmp_path / 'db.sqlite'}?table=projects"
    kinds = {"id": Kind.TEXT, "name": Kind.TEXT}
    with table_writer(read_url(url), kinds) as table:
        for id_ in ("P-1", "P-1"):
            table.take({"id": id_, "name": None})
        table.finish()
    run("review", policy, url, *DAY, "--language", "en")
    assert "2 records have the id P-1 (rows" in capfd.readouterr().out
    path = tmp_path / "some.json"
    path.write_text(json.dumps([{"id": "P-1"}, {"id": "P-2"}, {"id": "P-1"}]), "utf-8")
    run("review", policy, path, *DAY)
    assert "编号 P-1 有2条（第1、3条记录）" in capfd.readouterr().out


def test_one_query_tells_it_of_a_parquet_file(policy: Path, tmp_path: Path, capfd: Any) -> None:
    path = tmp_path / "records.parquet"
    ids = ["P-1", "P-2", None, " ", "P-1", None, "P-2", "P-1"]
    pq.write_table(pa.table({"id": pa.array(ids, pa.string())}), path)
    run("review", policy, path, *DAY, "--out", tmp_path / "o.parquet")
    err = capfd.readouterr().err
    assert "编号 P-1 有3条（第2、6、9行）" in err
    assert "编号 P-2 有2条（第3、8行）" in err
    # Row by row the same rows are told.
    run("review", policy, path, *DAY, "--out", tmp_path / "o.csv")
    assert "编号 P-1 有3条（第2、6、9行）" in capfd.readouterr().err


def test_a_large_table_that_is_judged_in_one_query_tells_it(
    policy: Path, records: Path, tmp_path: Path, capfd: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("linkage_rules.commands.review.LARGE", 1)
    review(policy, records, "--out", tmp_path / "o.parquet")
    assert TOLD in capfd.readouterr().err


@pytest.mark.parametrize("command", ["explain", "advise"])
def test_an_id_of_several_records_chooses_none(
    policy: Path, records: Path, capfd: Any, command: str
) -> None:
    goal = ("--goal", "应当办结 已履行") if command == "advise" else ()
    asked = (command, policy, records, *DAY, *goal)
    assert run(*asked, "--id", "P-1") == 2
    err = capfd.readouterr().err
    assert f"{TOLD}；请按位置指明一条：--at 2 或 --at 4 或 --at 5" in err
    run(*asked, "--at", "4")
    assert "编号 P-1 有" not in "".join(capfd.readouterr())
    run(*asked, "--id", "P-2")
    assert "编号" not in capfd.readouterr().err


def places(*numbers: int) -> list[Phrase]:
    return [Phrase(f"row {n}", f"第{n}行") for n in numbers]


def test_places_of_several_kinds_stand_in_a_row() -> None:
    assert in_one(places(4, 5)).zh == "第4、5行"
    mixed = [*places(4), Phrase("record 5", "第5条记录")]
    assert in_one(mixed).en == "row 4, record 5"
    assert in_one([Phrase("a.csv, row 1", "a.csv 第1行"), *places(3)]).zh == "a.csv 第1行、第3行"


def listing(make: Callable[[int], str], count: int) -> RepeatedIds:
    found = RepeatedIds()
    with closing(SeenIds()) as seen:
        for number in range(count):
            found.compare(make(number), number + 1, places(number + 1)[0], seen)
    return found


def test_what_is_listed_is_bounded_and_what_is_not_is_counted(monkeypatch: Any) -> None:
    monkeypatch.setattr(repeated, "MOST_IDS", 3)
    found = listing(lambda number: str(number // 2), 10)
    assert [*found.listed] == ["0", "1", "2"]
    assert found.words(2)[-1].en == "4 further records have an id that another one has"
    many = listing(lambda _: "甲", 12)
    assert "and 2 more" in many.words()[0].en


def test_an_id_may_be_any_text() -> None:
    assert [*listing(lambda _: "\ud800'; drop table seen", 2).listed] == [
        "\ud800'; drop table seen"
    ]


def test_ids_that_have_passed_are_not_kept_in_memory() -> None:
    tracemalloc.start()
    try:
        listing(lambda number: f"P-{number:06}", 5_000)
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()
