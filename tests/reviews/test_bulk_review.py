"""``review`` from Parquet to Parquet: one query, the same answers, nothing half-written."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from linkage_rules.commands.cli import main
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.policy.loading import load
from linkage_rules.reviews import bulk_review

DAY = ("--as-of", "2023-05-01", "--language", "en")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The shipped examples, the first without the number it must have."""
    policy = load("xiangtan_2022")
    shape = policy.record_type("Project")
    some = [e.given for e in policy.package.examples if e.record_type == "Project"]
    table = table_of(shape, some)
    ids = pa.array([f"P-{number}" if number else None for number in range(len(some))])
    path = tmp_path / "records.parquet"
    pq.write_table(table.set_column(table.schema.get_field_index("id"), "id", ids), path)
    return path


def run(*arguments: Any) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def rows(path: Path) -> list[dict[str, Any]]:
    return sorted(pq.read_table(path).to_pylist(), key=lambda row: row["id"] or "")


def test_bulk_and_row_by_row_give_the_same(records: Path, tmp_path: Path) -> None:
    good, bulk = tmp_path / "good.parquet", tmp_path / "bulk.parquet"
    single, page = tmp_path / "single.parquet", tmp_path / "with_another.csv"
    table = pq.read_table(records).slice(1)
    # Cell by cell an amount without a unit is doubted; in bulk it is fen.
    pq.write_table(table.filter(pc.is_null(table["works_amount"])), good)
    assert run("review", "xiangtan_2022", good, *DAY, "--out", bulk) == 0
    # With a second output each record is read and judged on its own.
    assert run("review", "xiangtan_2022", good, *DAY, "--out", single, "--out", page) == 0
    for one, other in zip(rows(bulk), rows(single), strict=True):
        del one["missing"], other["missing"]
        assert one == other


def test_every_row_comes_out_with_its_problems(records: Path, tmp_path: Path, capfd: Any) -> None:
    out = tmp_path / "out.parquet"
    run("review", "xiangtan_2022", records, *DAY, "--out", out)
    assert "1 that could not be read" in capfd.readouterr().err
    assert pq.read_metadata(out).num_rows == pq.read_metadata(records).num_rows
    assert rows(out)[0]["problems"] == ["id: required, but missing"]


def test_fail_on_looks_at_the_whole_table(records: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.parquet"
    pq.write_table(pq.read_table(records).slice(1), good)
    out = ("--out", tmp_path / "out.parquet")
    assert run("review", "xiangtan_2022", good, *DAY, *out) == 0
    assert run("review", "xiangtan_2022", good, *DAY, *out, "--fail-on", "violated") == 1


def test_an_interruption_leaves_what_was_there(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("older")
    before = set(tmp_path.iterdir())

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk_review, "while_running", interrupted)
    assert run("review", "xiangtan_2022", records, *DAY, "--out", out) == 130
    assert out.read_text() == "older"
    assert set(tmp_path.iterdir()) == before


def test_columns_of_text_are_read_cell_by_cell(tmp_path: Path) -> None:
    path, out = tmp_path / "text.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"项目编号": ["P-1"], "工程金额": ["120万元"], "经营性": ["是"]}), path)
    assert run("review", "xiangtan_2022", path, *DAY, "--out", out) == 0
    assert rows(out)[0]["id"] == "P-1"


CELLS = """项目编号,项目名称,经营性,已建立机制,审批日期,项目预算总投资（万元）
A-1,甲,是,否,2023年5月,120.5
A-2,乙,√,,2023-04-01,
,丙,否,是,2023-04-01,10
A-4,丁,也许,是,2023-04-01,约12
合计,,,,,130.5
"""


def test_a_large_csv_file_is_read_with_the_same_care_and_judged_in_one_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    cells = tmp_path / "cells.csv"
    cells.write_text(CELLS, "utf-8")
    single, bulk = tmp_path / "single.parquet", tmp_path / "bulk.parquet"
    ended = run("review", "xiangtan_2022", cells, *DAY, "--out", single)
    told = capfd.readouterr().err
    monkeypatch.setattr("linkage_rules.commands.review.LARGE", 1)
    assert run("review", "xiangtan_2022", cells, *DAY, "--out", bulk) == ended
    counts = [line for line in told.splitlines() if "rows" in line]
    assert counts
    assert set(counts) <= set(capfd.readouterr().err.splitlines())
    assert len(rows(bulk)) == 4
    for one, other in zip(rows(bulk), rows(single), strict=True):
        assert set(one.pop("missing") or ()) >= set(other.pop("missing") or ())
        assert one == other


def test_a_large_csv_file_that_ends_badly_is_judged_as_far_as_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    cells, out = tmp_path / "cells.csv", tmp_path / "out.parquet"
    more = "".join(f"B-{number},戊,是,否,2023-04-01,1\n" for number in range(40))
    cells.write_text(f'{CELLS}{more}C-1,"己"庚,,,,\n', "utf-8")
    monkeypatch.setattr("linkage_rules.commands.review.LARGE", 1)
    assert run("review", "xiangtan_2022", cells, *DAY, "--out", out) == 2
    assert f"{cells}:47:" in capfd.readouterr().err
    assert len(rows(out)) == 44
