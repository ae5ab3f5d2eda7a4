"""What the page asks of reviews: files as offices keep them, understood, corrected and judged."""

import base64
import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import xlsxwriter

from linkage_rules.desk.connection import METHODS
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Job, StoppedError, Task
from linkage_rules.desk.shelf import MOST_KEPT
from linkage_rules.desk.standing import standing
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import InputError, MappingError
from tests.places import ROOT

POLICY = "bundled:xiangtan_2022"
OWN = "xiangtan_2022"
"""The same policy in the folder of the desk."""
LIBRARY = ROOT / "samples" / "project_library.xlsx"
AS_OF = "2023-06-01"

Ask = Callable[..., Any]


@pytest.fixture
def ask(desk: Desk, task: Task) -> Iterator[Ask]:
    """Asks as the page does, by the last part of a method."""

    def asked(method: str, **given: Any) -> Any:
        how = METHODS[f"desk/review/{method}"]
        found = how.make(desk, given, task) if isinstance(how, Job) else how.make(desk, given)
        # Whatever is answered travels as JSON.
        return json.loads(json.dumps(found))

    yield asked
    desk.shelf.close()


def sent(path: Path, name: str | None = None) -> dict[str, str]:
    content = base64.b64encode(path.read_bytes()).decode()
    return {"name": name or path.name, "content": content}


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """A workbook with these rows on its first sheet, as the page sends it."""

    def made(rows: Sequence[Sequence[object]], name: str = "库.xlsx") -> dict[str, str]:
        path = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("项目库")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return sent(path, name)

    return made


def column(told: Any, letter: str) -> Any:
    return next(one for one in told["columns"] if one["letter"] == letter)


def received(ask: Ask, run: str, form: str, **more: Any) -> tuple[str, bytes]:
    """A form of a review as the page puts it together from pieces."""
    written = ask("write", run=run, form=form, **more)
    content = b""
    while piece := base64.b64decode(ask("piece", run=run, form=form, at=len(content))["content"]):
        content += piece
    assert len(content) == written["size"]
    return written["name"], content


# How a file is understood


def test_a_sheet_of_an_office_is_told_with_its_headings_units_and_doubtful_cells(ask):
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    assert told["fits"]
    assert told["header"] == [3, 4]
    assert [(one["name"], one["chosen"]) for one in told["sheets"]] == [
        ("项目库", True),
        ("填表说明", False),
    ]
    assert (told["records"], told["refused"], told["doubtful"], told["passed"]) == (9, 1, 4, 14)
    amount = column(told, "N")
    assert (amount["field"], amount["unit"], amount["state"]) == (
        "total_investment",
        "万元",
        "known",
    )
    assert amount["doubts"] == 1
    assert column(told, "AE")["state"] == "unknown"
    assert "未读取的列：AE 备注" in told["report"]


def test_doubts_stand_at_their_cells_and_rows_say_what_they_are(ask):
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    rows = ask("rows", read=told["read"], first=0, count=500)["rows"]
    assert [row["number"] for row in rows] == list(range(1, 24))
    kinds = {row["number"]: row["kind"] for row in rows}
    assert [kinds[number] for number in (1, 3, 7, 10, 17)] == [
        "above", "heading", "record", "passed", "record",
    ]  # fmt: skip
    assert rows[9]["why"] == "合计行"
    doubtful = {one["column"]: one["words"] for one in rows[10]["doubts"]}
    assert set(doubtful) == {9, 10, 13, 15}
    assert rows[10]["cells"][13] == "约95"
    assert "不是金额" in doubtful[13]
    assert rows[10]["cells"][15] == "#REF!"
    (refused,) = (row for row in rows if row["kind"] == "refused")
    assert refused["problems"]
    flagged = ask("rows", read=told["read"], first=0, count=500, flagged=True)["rows"]
    assert flagged == [row for row in rows if row["doubts"] or row["problems"]]
    assert len(flagged) == told["flagged"]


def test_rows_are_given_as_they_are_asked_for_and_never_all_of_them(ask, table):
    rows = [["项目名称", "乡镇"], *([f"项目{n}", "甲镇"] for n in range(1, 1_301))]
    told = ask("read", policy=POLICY, **table(rows))
    assert (told["rows"], told["records"]) == (1_301, 1_300)
    given = ask("rows", read=told["read"], first=1_290, count=100_000)["rows"]
    assert [row["cells"][0] for row in given] == [f"项目{n}" for n in range(1_290, 1_301)]
    assert len(ask("rows", read=told["read"], first=0, count=100_000)["rows"]) == 500


def test_another_sheet_is_read_when_it_is_chosen(ask, tmp_path):
    path = tmp_path / "两表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, project in (("一月", "甲"), ("二月", "乙")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["项目名称", "乡镇"])
            sheet.write_row(1, 0, [project, "某镇"])
        book.add_worksheet("旧表").hide()
    told = ask("read", policy=POLICY, **sent(path))
    assert [(one["name"], one["hidden"]) for one in told["sheets"]] == [
        ("一月", False), ("二月", False), ("旧表", True),
    ]  # fmt: skip
    other = ask("read", policy=POLICY, read=told["read"], sheet="二月")
    rows = ask("rows", read=other["read"], first=1, count=1)["rows"]
    assert rows[0]["cells"][0] == "乙"


def test_a_file_of_whole_records_is_shown_by_its_fields(ask):
    told = ask("read", policy=POLICY, **sent(ROOT / "samples" / "projects.json"))
    assert told["header"] is None
    assert told["records"] == 36
    assert {"项目编号", "项目名称"} <= {one["heading"] for one in told["columns"]}
    rows = ask("rows", read=told["read"], first=0, count=2)["rows"]
    assert rows[0]["cells"][0] == "XT2023-001"


SPELT_BOTH_WAYS = [
    {"项目编号": "P1", "经营性": True, "项目预算总投资": 12.50},
    {"id": "P2", "operating": False, "资金": [{"金额": 0.5, "type": None}]},
    {"项目编号": "P3", "id": "P4", "备注{n}": "新", "监测户数": {"原件": "第3页\n表2"}},
    {"项目编号": "P5", "经营性": None},
]
AS_READ = {
    "项目编号": ["P1", "P2", "P3 / P4", "P5"],
    "经营性": ["true", "false", "", ""],
    "项目预算总投资": ["12.5", "", "", ""],
    "资金": ["", '[{"金额": 0.5, "type": null}]', "", ""],
    "备注{n}": ["", "", "新", ""],
    "监测户数": ["", "", '{"原件": "第3页\\n表2"}', ""],
}


@pytest.mark.parametrize("kind", ["json", "jsonl", "ndjson"])
def test_what_stands_in_records_is_shown_however_their_keys_are_spelt(ask, tmp_path, kind):
    path = tmp_path / f"项目.{kind}"
    lines = [json.dumps(one, ensure_ascii=False) for one in SPELT_BOTH_WAYS]
    path.write_text(f"[{','.join(lines)}]" if kind == "json" else "\n".join(lines), "utf-8")
    told = ask("read", policy=POLICY, **sent(path))
    rows = ask("rows", read=told["read"], first=0, count=9)["rows"]
    cells = zip(*(row["cells"] for row in rows), strict=True)
    headings = [one["heading"] for one in told["columns"]]
    assert dict(zip(headings, map(list, cells), strict=True)) == AS_READ
    assert told["report"] == ["不是“项目”的字段：备注{n}、监测户数"]


def test_a_parquet_file_is_shown_by_its_headings_whichever_way_they_are_spelt(ask, tmp_path):
    path = tmp_path / "项目.parquet"
    parquet.write_table(pa.table({"项目编号": ["P1"], "operating": [True], "备注": ["新"]}), path)
    told = ask("read", policy=POLICY, **sent(path))
    assert [one["field"] for one in told["columns"]] == ["id", "operating", None]
    rows = ask("rows", read=told["read"], first=0, count=9)["rows"]
    assert rows[-1]["cells"] == ["P1", "TRUE", "新"]


def test_a_field_that_only_a_late_record_has_is_shown(ask, tmp_path):
    path = tmp_path / "项目.json"
    early = [{"id": f"P{number}"} for number in range(600)]
    path.write_text(json.dumps([*early, {"id": "P600", "经营性": True}]), "utf-8")
    told = ask("read", policy=POLICY, **sent(path))
    rows = ask("rows", read=told["read"], first=600, count=1)["rows"]
    assert rows[0]["cells"] == ["P600", "true"]


def test_of_very_many_keys_that_are_no_fields_the_first_are_shown_and_the_rest_counted(
    ask, tmp_path
):
    path = tmp_path / "项目.json"
    path.write_text(json.dumps([{"id": "P", **{f"k{at}": at for at in range(130)}}]), "utf-8")
    told = ask("read", policy=POLICY, **sent(path))
    assert told["width"] == len(told["columns"]) == 101
    assert told["report"][0].endswith("、k99，另有30个")


WITHOUT_HEADINGS = [["甲", "乙", "丙"], ["1", "2", "3"]]

REFUSED = {
    "another kind of file": ("项目.docx", b"", "可以审核的文件"),
    "a web page named as a workbook": ("库.xlsx", b"<html><table></table></html>", "网页"),
    "a workbook with a password": (
        "库.xlsx",
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "an empty file": ("库.xlsx", b"", "文件是空的"),
    "a table with nothing in it": ("库.csv", b"\n\n", "空的"),
    "a workbook that is cut off": ("库.xlsx", LIBRARY.read_bytes()[:9_000], "库.xlsx"),
    "text that is no JSON": ("库.json", b"{", "JSON"),
}


@pytest.mark.parametrize(("name", "content", "says"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_plain_words(ask, name, content, says):
    given = {"name": name, "content": base64.b64encode(content).decode()}
    with pytest.raises((RefusedError, InputError)) as refused:
        ask("read", policy=POLICY, **given)
    words = refused.value.render("zh")
    assert says in words
    assert "/" not in words.replace("/表", ""), "the place of the file on the machine is told"


def test_a_file_that_did_not_arrive_whole_is_refused(ask):
    with pytest.raises(RefusedError) as refused:
        ask("read", policy=POLICY, name="库.xlsx", content="not base 64")
    assert "没有完整传到" in refused.value.render("zh")


def test_what_is_not_kept_any_more_is_said_so(ask):
    first = ask("read", policy=POLICY, **sent(LIBRARY))["read"]
    for _ in range(MOST_KEPT):
        last = ask("read", policy=POLICY, **sent(LIBRARY))["read"]
    assert ask("rows", read=last, first=0, count=1)["rows"]
    with pytest.raises(RefusedError) as refused:
        ask("rows", read=first, first=0, count=1)
    assert "请重新拖入" in refused.value.render("zh")


# Corrections


ODD = [
    ["名目", "所在镇", "投多少", "经营否"],
    ["塘坝", "甲镇", 12.5, "属于"],
    ["路", "乙镇", 3, "否"],
]


def test_headings_that_fit_nothing_are_told_with_what_they_are_like(ask, table):
    told = ask("read", policy=POLICY, **table(ODD))
    assert not told["fits"]
    assert "表头" in told["unfitting"]
    assert [one["heading"] for one in told["columns"]] == ODD[0]
    assert "name" in {one["path"] for one in told["fields"]}
    with pytest.raises(RefusedError) as refused:
        ask("run", policy=POLICY, read=told["read"], as_of=AS_OF)
    assert "表头尚未全部识别" in refused.value.render("zh")


CHOSEN = [
    {"column": 0, "field": "name"},
    {"column": 1, "field": "township"},
    {"column": 2, "field": "total_investment", "unit": "万元"},
    {"column": 3, "field": "operating"},
]


def test_what_is_chosen_by_clicking_is_a_mapping_by_which_the_table_is_read(ask, table):
    told = ask("read", policy=POLICY, **table(ODD))
    told = ask("correct", read=told["read"], columns=CHOSEN, numbered=True)
    assert told["fits"]
    assert [one["field"] for one in told["columns"]] == [one["field"] for one in CHOSEN]
    assert column(told, "C")["unit"] == "万元"
    assert told["records"] == 2
    assert column(told, "D")["words"] == [{"text": "属于", "count": 1}]
    spelled = [{"column": 3, "field": "operating", "spellings": {"属于": True}}]
    told = ask("correct", read=told["read"], columns=spelled)
    assert told["doubtful"] == 0
    assert '"属于" = true' in ask("mapping", read=told["read"])["text"]


def test_a_column_that_was_taken_for_a_field_can_be_left_out(ask):
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    told = ask("correct", read=told["read"], columns=[{"column": 13, "field": ""}])
    assert column(told, "N")["state"] == "unknown"
    assert told["doubtful"] == 3


def test_a_mapping_is_saved_beside_the_policy_and_used_for_the_same_headings(ask, table, folder):
    told = ask("read", policy=OWN, **table(ODD))
    told = ask("correct", read=told["read"], columns=CHOSEN, numbered=True)
    kept = ask("keep", policy=OWN, read=told["read"])
    assert (folder / kept["path"]).is_file()
    again = ask("read", policy=OWN, **table(ODD, "明年.xlsx"))
    assert again["saved"]
    assert again["fits"]
    # Other headings are read as ever.
    assert not ask("read", policy=OWN, **sent(LIBRARY))["saved"]


def test_a_saved_mapping_with_a_mistake_is_told_and_does_no_harm(ask, folder):
    (folder / OWN / "坏的.mapping.toml").write_text("[[column]]\nheading = 3\n", "utf-8")
    told = ask("read", policy=OWN, **sent(LIBRARY))
    assert told["fits"]
    assert "坏的.mapping.toml 有误" in told["remarks"][0]


def test_a_mapping_is_the_one_of_the_command(ask, table, run, tmp_path):
    rows = table(ODD)
    told = ask("read", policy=POLICY, **rows)
    told = ask("correct", read=told["read"], columns=CHOSEN, numbered=True)
    (tmp_path / "库.toml").write_text(ask("mapping", read=told["read"])["text"], "utf-8")
    (tmp_path / "库.xlsx").write_bytes(base64.b64decode(rows["content"]))
    words = ("--as-of", AS_OF, "--mapping", tmp_path / "库.toml", "--format", "json")
    printed = json.loads(run("review", OWN, tmp_path / "库.xlsx", *words).stdout)
    made = ask("run", policy=POLICY, read=told["read"], as_of=AS_OF)
    _, ours = received(ask, made["run"], "json")
    assert json.loads(ours)["decisions"] == printed["decisions"]


WRONG_CHOICES = {
    "no such column": ([{"column": 77, "field": "name"}], "没有第77列"),
    "no such field": ([{"column": 0, "field": "naem"}], "没有字段"),
    "one field twice": (
        [{"column": 0, "field": "name"}, {"column": 1, "field": "name"}],
        "由两列同时填写",
    ),
    "a unit that is none": ([{"column": 2, "field": "total_investment", "unit": "斤"}], "单位"),
    "no column for the id": ([{"column": 0, "field": "name"}], "项目编号"),
}


@pytest.mark.parametrize(("columns", "says"), WRONG_CHOICES.values(), ids=WRONG_CHOICES)
def test_a_choice_that_fits_nothing_is_told(ask, table, columns, says):
    told = ask("read", policy=POLICY, **table(ODD))
    with pytest.raises((RefusedError, MappingError)) as refused:
        ask("correct", read=told["read"], columns=columns)
    assert says in "\n".join(one.render("zh") for one in refused.value.problems)


# Reviews


@pytest.fixture
def reviewed(ask: Ask) -> Any:
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    return ask("run", policy=POLICY, read=told["read"], as_of=AS_OF)


def test_a_review_is_counted_by_conclusion_and_by_norm(reviewed):
    counts = {one["conclusion"]: one["count"] for one in reviewed["conclusions"]}
    assert sum(counts.values()) + reviewed["unreadable"] == reviewed["read"] == 9
    assert counts["forbidden"] == 1
    first = reviewed["norms"][0]
    assert (first["norm"], first["counts"]["violated"]) == ("linkage_duty", 2)


def test_records_are_looked_for_by_what_was_found_in_them(ask, reviewed):
    def found(**wanted: Any) -> int:
        return ask("list", run=reviewed["run"], first=0, count=50, **wanted)["total"]

    assert found() == 9
    assert found(conclusion="forbidden") == 1
    assert found(unreadable=True) == 1
    assert found(norm="linkage_duty", status="violated") == 2
    assert found(doubtful=True) == 1
    assert found(words="大棚") == 1
    assert found(words="大棚", conclusion="forbidden") == 0


def test_the_list_is_given_in_parts(ask, reviewed):
    parts = [ask("list", run=reviewed["run"], first=n, count=4)["rows"] for n in (0, 4, 8)]
    assert [len(part) for part in parts] == [4, 4, 1]
    positions = [row["position"] for part in parts for row in part]
    assert positions == sorted(set(positions))


def test_the_opinion_on_a_record_is_a_page_of_its_own(ask, reviewed):
    told = ask("opinion", run=reviewed["run"], position=8)
    assert told["title"] == "2 甲鱼养殖场扩建"
    assert told["findings"][0]["verdict"].startswith("不得")
    assert "甲鱼养殖场扩建" in told["html"]
    assert "<script" not in told["html"]


def test_a_record_that_could_not_be_read_says_why_and_has_no_opinion(ask, reviewed):
    (row,) = ask("list", run=reviewed["run"], first=0, count=9, unreadable=True)["rows"]
    told = ask("opinion", run=reviewed["run"], position=row["position"])
    assert told["html"] is None
    assert told["problems"]


def test_the_agenda_names_who_owes_what(ask, reviewed):
    told = ask("agenda", run=reviewed["run"])
    assert told["groups"][0]["bearer"] == "项目经营主体"
    assert told["groups"][0]["duties"][0]["status"] == "已违反"
    with pytest.raises(RefusedError):
        ask("agenda", run=reviewed["run"], until="2020-01-01")


SAME = ("xlsx", "html", "csv", "json", "txt", "parquet")


@pytest.mark.parametrize("form", SAME)
def test_a_file_that_is_written_is_the_one_of_the_command(ask, reviewed, run, tmp_path, form):
    name, ours = received(ask, reviewed["run"], form)
    assert name == f"project_library_审核结果.{form}"
    source, theirs = tmp_path / LIBRARY.name, tmp_path / f"by_command.{form}"
    source.write_bytes(LIBRARY.read_bytes())
    run("review", OWN, source, "--as-of", AS_OF, "--out", theirs)
    assert comparable(form, ours) == comparable(form, theirs.read_bytes())


def comparable(form: str, content: bytes) -> object:
    """What is in a file; a workbook also says when it was written."""
    if form != "xlsx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name != "docProps/core.xml"]
        return {name: parts.read(name) for name in names}


@pytest.mark.parametrize("ending", ["csv", "html", "ics", "json", "txt"])
def test_an_agenda_that_is_written_is_the_one_of_the_command(ask, reviewed, run, tmp_path, ending):
    _, ours = received(ask, reviewed["run"], f"agenda.{ending}")
    source, theirs = tmp_path / LIBRARY.name, tmp_path / f"by_command.{ending}"
    source.write_bytes(LIBRARY.read_bytes())
    run("agenda", OWN, source, "--as-of", AS_OF, "--out", theirs)
    assert ours == theirs.read_bytes()


@pytest.mark.parametrize(("form", "ending"), [("pages", ".html"), ("word", ".docx")])
def test_opinions_are_packed_one_file_each(ask, reviewed, form, ending):
    name, content = received(ask, reviewed["run"], form)
    assert name == "project_library_审核意见书.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        opinions = [one for one in packed.namelist() if one.endswith(ending)]
    summary = 1 if ending == ".html" else 0
    assert len(opinions) == 8 + summary


def test_the_opinion_on_one_record_is_saved_by_itself(ask, reviewed):
    name, content = received(ask, reviewed["run"], "opinion.html", position=8)
    assert name == "0008_2_甲鱼养殖场扩建.html"
    assert content.decode() == ask("opinion", run=reviewed["run"], position=8)["html"]
    _, content = received(ask, reviewed["run"], "opinion.docx", position=8)
    assert zipfile.is_zipfile(io.BytesIO(content))


def test_what_is_not_written_is_refused(ask, reviewed):
    for method in ("write", "piece"):
        with pytest.raises(RefusedError):
            ask(method, run=reviewed["run"], form="../../etc/passwd", at=0)
    with pytest.raises(RefusedError) as refused:
        ask("write", run=reviewed["run"], form="html", number="2023-15")
    assert "不是文号" in refused.value.render("zh")


def test_a_csv_file_that_is_written_lists_every_record(ask, reviewed):
    _, content = received(ask, reviewed["run"], "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) >= 1 + 9


def test_a_mapping_takes_the_place_of_none_for_other_headings(ask, folder):
    told = ask("read", policy=OWN, **sent(LIBRARY))
    first = ask("keep", policy=OWN, read=told["read"])
    # Somebody else saves what is for another table of the same name.
    name = first["path"].rpartition("/")[2]
    other = '[[column]]\nheading = "别的编号"\nfield = "id"\n'
    (folder / OWN / name).write_text(other, "utf-8")
    second = ask("keep", policy=OWN, read=told["read"])
    assert second["path"] != first["path"]
    assert (folder / OWN / name).read_text("utf-8") == other
    # One for the same headings is put right.
    written = (folder / second["path"]).read_text("utf-8")
    (folder / second["path"]).write_text(f"# of somebody else\n{written}", "utf-8")
    assert ask("keep", policy=OWN, read=told["read"]) == {"path": second["path"], "replaced": True}


def test_the_policy_may_be_another_one_by_now(ask, desk, task, folder):
    told = ask("read", policy=OWN, **sent(LIBRARY))
    reviewed = ask("run", policy=OWN, read=told["read"], as_of=AS_OF)
    assert standing(desk, {"policy": OWN}, task) == {"now": reviewed["digest"], "why": None}
    shutil.rmtree(folder / OWN)
    # There is no such policy any more, or one that nobody can read, or another one.
    assert "已没有政策" in standing(desk, {"policy": OWN}, task)["why"]
    (folder / OWN).mkdir()
    (folder / OWN / "00.pol").write_bytes(b"\xff\xfe\x00 no text")
    assert "处错误" in standing(desk, {"policy": OWN}, task)["why"]
    shutil.rmtree(folder / OWN)
    shutil.copytree(ROOT / "policies" / OWN, folder / OWN)
    probes = folder / OWN / "90_probes.pol"
    probes.write_text(probes.read_text("utf-8").partition("\n示例")[0] + "\n", "utf-8")
    now = standing(desk, {"policy": OWN}, task)
    assert now["why"] is None
    assert now["now"] != reviewed["digest"]
    # What was reviewed stays what it was.
    assert "甲鱼" in ask("opinion", run=reviewed["run"], position=8)["html"]


def test_a_day_outside_the_policy_is_said(ask):
    told = ask("about", policy=POLICY, as_of="2040-01-01")
    assert "不在施行期" in told["outside"][0]
    assert "--as-of" not in told["outside"][0]
    assert ask("about", policy=POLICY, as_of=AS_OF)["outside"] == []
    with pytest.raises(RefusedError):
        ask("about", policy=POLICY, as_of="2023-02-30")


def test_a_shipped_policy_judges_and_is_not_written_to(ask):
    assert ask("about", policy=POLICY)["read_only"]
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    with pytest.raises(RefusedError) as refused:
        ask("keep", policy=POLICY, read=told["read"])
    assert "随附的政策不能写入" in refused.value.render("zh")


# Jobs that are stopped, and what is left behind


@pytest.mark.parametrize("method", ["read", "run", "write"])
def test_a_job_that_is_stopped_ends_and_leaves_nothing(desk, ask, method):
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    made = ask("run", policy=POLICY, read=told["read"], as_of=AS_OF)
    given = {
        "read": {"policy": POLICY, **sent(LIBRARY)},
        "run": {"policy": POLICY, "read": told["read"], "as_of": AS_OF},
        "write": {"run": made["run"], "form": "html"},
    }[method]
    before = kept_files(desk)
    stopped = Task(lambda done, total, words: None)
    stopped.stop()
    how = METHODS[f"desk/review/{method}"]
    assert isinstance(how, Job)
    with pytest.raises(StoppedError):
        how.make(desk, given, stopped)
    # The file itself was received, and stays for the next question.
    left = {path.name for path in kept_files(desk) - before}
    assert left <= {LIBRARY.name, "sheet-0"}


def test_what_a_job_says_of_its_progress_grows_to_the_end(desk, ask):
    told = ask("read", policy=POLICY, **sent(LIBRARY))
    seen: list[tuple[int, int]] = []
    task = Task(lambda done, total, words: seen.append((done, total)))
    how = METHODS["desk/review/run"]
    assert isinstance(how, Job)
    how.make(desk, {"policy": POLICY, "read": told["read"], "as_of": AS_OF}, task)
    assert seen == [(1, 9), (9, 9)]


def test_everything_goes_with_the_page(desk, ask):
    ask("read", policy=POLICY, **sent(LIBRARY))
    files = kept_files(desk)
    assert files
    desk.shelf.close()
    assert not any(path.exists() for path in files)


def kept_files(desk: Desk) -> set[Path]:
    root = desk.shelf.root
    return set() if root is None else {path for path in root.rglob("*") if path.is_file()}


def large_table(path: Path, rows: int) -> dict[str, str]:
    """A table in which every fiftieth amount is doubtful."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["项目编号", "项目名称", "乡镇", "项目预算总投资（万元）"])
        for number in range(rows):
            amount = "约95" if number % 50 == 0 else number % 90 + 1
            writer.writerow([f"P{number:05d}", f"项目{number}", f"镇{number % 20}", amount])
    return sent(path)


@pytest.mark.slow
def test_fifty_thousand_rows_are_read_and_listed_in_parts(ask, tmp_path):
    told = ask("read", policy=POLICY, **large_table(tmp_path / "大表.csv", 50_000))
    assert (told["rows"], told["records"], told["doubtful"]) == (50_001, 50_000, 1_000)
    (row,) = ask("rows", read=told["read"], first=49_001, count=1)["rows"]
    assert row["doubts"][0]["column"] == 3


def test_rows_that_are_judged_are_listed_in_parts(ask, tmp_path):
    told = ask("read", policy=POLICY, **large_table(tmp_path / "表.csv", 1_000))
    made = ask("run", policy=POLICY, read=told["read"], as_of=AS_OF)
    assert made["read"] == 1_000
    found = ask("list", run=made["run"], first=10, count=100, doubtful=True)
    assert (found["total"], len(found["rows"])) == (20, 10)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        pytest.param('people "人数"：金额', False, id="as it was read"),
        pytest.param('people "人数"：金额  # 元', False, id="a comment"),
        pytest.param('people "人数"：整数', True, id="another type"),
        pytest.param('people "人口"：金额', True, id="another label"),
        pytest.param('people "人数"：金额 不小于 1元', True, id="another bound"),
        pytest.param('people "人数"：金额\n  more "备注"：文本', True, id="one more field"),
    ],
)
def test_records_are_judged_by_the_type_alone_by_which_they_were_read(ask, folder, field, changed):
    place = folder / "counted"
    place.mkdir()
    head = '政策 counted "清点"\n\n记录 Village "村"\n  id "编号"：文本\n  '
    rules = place / "10.pol"
    rules.write_text(head + 'people "人数"：金额\n', "utf-8")
    content = base64.b64encode("编号,人数\nA1,0.5\n".encode()).decode()
    read = ask("read", policy="counted", record_type="", name="村.csv", content=content)["read"]
    rules.write_text(head + field + "\n", "utf-8")
    told = ask("run", policy="counted", read=read, as_of=AS_OF)
    assert ("changed" in told) is changed
    if changed:
        assert "“村”有改动" in told["changed"]
