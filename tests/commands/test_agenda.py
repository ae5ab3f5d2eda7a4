"""The command ``agenda``: who owes what to whom by when, in every form."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from linkage_rules.commands.cli import main
from linkage_rules.words.wrapping import display_width

POLICY = """
policy p "示例办法"
  in force 2023-01-01 to 2024-12-31
record Project "项目"
  id "编号": text required
  name "名称": text
  unit "单位": text
  asked_on "受理日期": date
  due_on "约定日": date
  paid_on "支付日期": date
bearer operator "经营主体" is unit of Project
bearer owner "资产所有者"
bearer county "县级主管部门"
bearer household "农户"
action pay "兑付" of Project
  done on paid_on
action visit "回访" of Project
norm paid "按约兑付" for Project
  no later than due_on
  operator or owner must pay to household
norm answered "按期答复" for Project
  within 30 days after asked_on
  county must pay
norm visited "回访到户" for Project
  county must in principle visit
"""
ROWS = """编号,名称,单位,受理日期,约定日,支付日期
A-1,油茶基地,甲社,2023-08-01,2023-06-30,从未
A-2,"=cmd|' /C calc'!A0",<b>乙社</b>,2023-06-20,2023-09-01,从未
A-3,稻田,,从未,,从未
,无编号,丁社,从未,2023-06-30,从未
"""
RECORDS = len(ROWS.splitlines()) - 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("agenda")
    (place / "p.pol").write_text(POLICY, "utf-8")
    (place / "r.csv").write_text(ROWS, "utf-8")
    (place / "good.csv").write_text("".join(ROWS.splitlines(keepends=True)[:4]), "utf-8")
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")

    def asked(*words: str, records: str = "r.csv", language: str = "zh") -> Result:
        day = () if "--as-of" in words else ("--as-of", "2023-07-01")
        args = ["agenda", "p.pol", records, *day, *words, "--language", language]
        return CliRunner().invoke(main, args)

    return asked


def test_what_is_overdue_comes_first_and_what_has_no_day_last(run):
    found = run("--format", "json", records="good.csv")
    told = json.loads(found.stdout)
    assert found.exit_code == 0
    stands = [(d["norm"]["name"], d["id"], d["status"], d["due"]) for d in told["duties"]]
    assert stands == [
        ("paid", "A-1", "overdue", "2023-06-30"),
        ("answered", "A-2", "due", "2023-07-20"),
        ("visited", "A-1", "due", None),
        ("visited", "A-2", "due", None),
        ("visited", "A-3", "due", None),
        ("paid", "A-2", "due", "2023-09-01"),
        ("paid", "A-3", "undetermined", None),
    ]
    # Two are not yet due: one begins in August, one never will.
    assert told["later"] == 2
    assert told["counts"] == {"due": 5, "overdue": 1, "undetermined": 1}


@pytest.mark.parametrize(
    ("until", "listed"), [("2023-07-31", False), ("2023-08-01", True), ("2023-12-31", True)]
)
def test_what_is_not_yet_due_is_listed_where_it_begins_or_ends_in_the_days_asked(
    run, until, listed
):
    told = json.loads(run("--format", "json", "--until", until, records="good.csv").stdout)
    coming = [d for d in told["duties"] if d["status"] == "not_yet_due"]
    assert [(d["id"], d["begins"], d["due"]) for d in coming] == (
        [("A-1", "2023-08-01", "2023-08-31")] if listed else []
    )
    assert told["later"] == (1 if listed else 2)
    assert told["until"] == until


def test_a_duty_says_who_owes_what_to_whom(run):
    first = json.loads(run("--format", "json").stdout)["duties"][0]
    assert first["bearers"][0] == {"name": "operator", "label": "经营主体", "who": "甲社"}
    assert (first["bearing"], first["counterparty"]["label"]) == ("any", "农户")
    assert first["words"]["zh"] == "应当向农户兑付"
    assert first["in_principle"] is False


def test_a_record_that_cannot_be_read_is_listed_as_refused(run):
    found = run("--format", "json")
    assert found.exit_code == 2
    (refused,) = json.loads(found.stdout)["refused"]
    assert refused["place"]["zh"] == "第5行"
    assert refused["problems"][0]["code"] == "CEL-102"
    for form in ("text", "html"):
        assert "第5行" in run("--format", form).stdout
    assert [row["情形"] for row in rows(run)].count("无法读取") == 1


def rows(run) -> list[dict[str, str]]:
    return [*csv.DictReader(StringIO(run("--format", "csv").stdout))]


def test_csv_holds_a_row_for_each_duty_and_each_refused_record(run):
    found = rows(run)
    assert len(found) == 8
    assert found[0]["责任主体"] == "经营主体（甲社）或者资产所有者"
    assert (found[0]["最迟日期"], found[0]["对方"]) == ("2023-06-30", "农户")
    # No text of a record can run as a formula.
    names = {row["名称"] for row in found}
    assert "'=cmd|' /C calc'!A0" in names
    assert not any(cell.startswith("=cmd") for row in found for cell in row.values())


def test_text_stands_in_columns_whatever_their_letters(run):
    found = run(records="good.csv")
    assert found.exit_code == 0
    lines = [line for line in found.stdout.splitlines() if "A-" in line]
    assert len(lines) == 7
    assert {display_width(line[: line.index("A-")]) for line in lines} == {34}
    assert all(display_width(line) <= 100 for line in found.stdout.splitlines())
    assert "经营主体（甲社）或者资产所有者：共1项，其中逾期或已违反1项" in found.stdout
    assert "另有2项尚未到履行时间" in found.stdout


def test_in_principle_is_told(run):
    assert "属“原则上”要求" in run(records="good.csv").stdout
    assert "must in principle visit" in run(records="good.csv", language="en").stdout


def test_a_page_shows_no_text_of_a_record_as_markup(run):
    found = run("--format", "html")
    assert "经营主体（&lt;b&gt;乙社&lt;/b&gt;）或者资产所有者" in found.stdout
    assert "<b>乙社" not in found.stdout


def test_a_workbook_holds_the_same_rows(run, folder):
    assert run("--out", "a.xlsx").exit_code == 2
    sheet = load_workbook(folder / "a.xlsx")["待办台账"]
    values = list(sheet.iter_rows(values_only=True))
    assert values[0][0] == "待办台账"
    heading = next(n for n, row in enumerate(values) if row[0] == "责任主体")
    assert len(values) - heading - 1 == 8
    assert values[heading + 1][:3] == (
        "经营主体（甲社）或者资产所有者", "逾期未履行", "2023-06-30",
    )  # fmt: skip


def test_the_workbook_of_a_review_has_a_sheet_of_what_is_owed(folder, monkeypatch):
    monkeypatch.chdir(folder)
    words = ["review", "p.pol", "good.csv", "--as-of", "2023-07-01", "--out", "review.xlsx"]
    assert CliRunner().invoke(main, [*words, "--language", "zh"]).exit_code == 0
    sheet = load_workbook(folder / "review.xlsx")["待办台账"]
    assert sheet.max_row == 1 + 7


def test_an_opinion_names_the_unit_itself(folder, monkeypatch):
    monkeypatch.chdir(folder)
    words = ["review", "p.pol", "good.csv", "--as-of", "2023-07-01", "--format", "html"]
    told = CliRunner().invoke(main, [*words, "--language", "zh"]).stdout
    assert "经营主体（甲社）或者资产所有者应当向农户兑付" in told
    assert "经营主体（&lt;b&gt;乙社&lt;/b&gt;）" in told


# Calendars


def events(text: bytes | str):
    library = pytest.importorskip("icalendar")
    return library.Calendar.from_ical(text).walk("VEVENT")


def test_a_calendar_has_a_whole_day_for_each_last_day(run):
    found = run("--format", "ics", "--until", "2023-12-31", records="good.csv")
    read = events(found.stdout_bytes)
    days = sorted((event.decoded("dtstart"), event.decoded("dtend")) for event in read)
    assert days == [
        (date(2023, 6, 30), date(2023, 7, 1)),
        (date(2023, 7, 20), date(2023, 7, 21)),
        (date(2023, 8, 31), date(2023, 9, 1)),
        (date(2023, 9, 1), date(2023, 9, 2)),
    ]
    assert "4项没有期限，不写入日历" in found.stderr


def test_texts_of_records_come_back_from_a_calendar_as_they_were(run):
    read = events(run("--format", "ics").stdout_bytes)
    said = [str(event["summary"]) for event in read]
    told = "待办：经营主体（<b>乙社</b>）或者资产所有者应当向农户兑付"
    assert f"{told}（A-2 =cmd|' /C calc'!A0）" in said


def test_a_duty_has_the_same_uid_on_another_day(run):
    def uids(day: str) -> dict[str, str]:
        read = events(run("--format", "ics", "--as-of", day, records="good.csv").stdout_bytes)
        return {str(event["summary"]).partition("：")[2]: str(event["uid"]) for event in read}

    one, other = uids("2023-07-01"), uids("2023-07-02")
    assert one == other
    assert len(set(one.values())) == len(one) == 3


def test_records_that_are_named_alike_have_uids_of_their_own(run, folder):
    head, row, *_ = ROWS.splitlines(keepends=True)
    (folder / "twice.csv").write_text(head + row + row, "utf-8")
    read = events(run("--format", "ics", records="twice.csv").stdout_bytes)
    assert len({str(event["uid"]) for event in read}) == len(read) == 2


def test_a_calendar_is_the_same_whenever_it_is_written(run):
    once, again = (run("--format", "ics").stdout_bytes for _ in range(2))
    assert once == again


# What does not fit together


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "2023-06-30"), "--until 2023-06-30 早于审核基准日 2023-07-01"),
        (("--format", "xlsx"), "工作簿须写入文件"),
        (("--format", "csv", "--out", "a.html"), "--format csv 与 a.html 不一致"),
        (("--out", "a.pdf"), "a.pdf：请以扩展名写明文件类型"),
        (("--out", "r.csv"), "r.csv 就是记录文件"),
    ],
)
def test_what_does_not_fit_together_is_refused(run, folder, words, said):
    found = run(*words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert (folder / "r.csv").read_text("utf-8") == ROWS


def test_on_a_day_out_of_force_nothing_is_owed_and_that_is_said(run):
    found = run("--as-of", "2022-07-01", records="good.csv")
    assert found.exit_code == 1
    assert "没有待办事项" in found.stdout
    assert "不在施行期" in found.stdout
