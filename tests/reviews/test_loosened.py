"""Every form in which a decision is handed out mentions what its policy loosens, and why."""

import csv
import json
import re
from pathlib import Path

import pytest

CITY = """\
policy city "市政策"
  in force 2022-12-07 to 2025-12-31
record Project "项目"
  id "编号": text required
  mechanism "机制": yes/no
bearer county "县"
action enter "入库" of Project
  permitted by default
action approve "审批" of Project
  permitted by default
norm no_entry "无机制不得入库" for Project
  when not mechanism
  county must not enter
norm no_approval "无机制不得审批" for Project
  when not mechanism
  county must not approve
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2023-06-01 to 2025-12-31
amend city
loosens no_entry because "先行试点"
repeal no_entry because "先行试点"
"""
SAID = "《县细则》放宽《市政策》的“无机制不得入库”，理由：先行试点"
IN_ENGLISH = "county_rules loosens no_entry of city, because: 先行试点"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("city.pol").write_text(CITY, "utf-8")
    Path("county_rules.pol").write_text(COUNTY, "utf-8")
    Path("one.json").write_text('{"id": "P-1", "mechanism": false}', "utf-8")
    records = [{"id": f"P-{n}", "mechanism": n % 2 == 0} for n in range(3)]
    Path("some.json").write_text(json.dumps([*records, {"id": 5}]), "utf-8")
    return tmp_path


DAY = ("--as-of", "2024-05-01")


def _flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("action", ["enter", "approve"])
def test_an_explanation_of_any_action_mentions_it(files, run, action):
    said = run("explain", "county_rules.pol", "one.json", "--action", action, *DAY)
    assert said.exit_code == 0
    assert SAID in said.stdout.splitlines()
    said = run("explain", "county_rules.pol", "one.json", "--action", action, *DAY, language="en")
    assert IN_ENGLISH in said.stdout.splitlines()


def test_a_review_on_the_terminal_mentions_it(files, run):
    assert _flat(SAID) in _flat(run("review", "county_rules.pol", "some.json", *DAY).stdout)


def test_a_printed_opinion_mentions_it_on_each_sheet(files, run):
    page = run("review", "county_rules.pol", "some.json", *DAY, "--format", "html").stdout
    page = re.sub(r'<span class="(?:kept|clause)">(.*?)</span>', r"\1", page)
    assert page.count(f'<p class="warning">{SAID}</p>') == 1 + 3


def test_every_row_of_a_table_mentions_it(files, run):
    run("review", "county_rules.pol", "some.json", *DAY, "--out", "out.csv")
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [row["放宽"] for row in rows] == [SAID, SAID, SAID, ""]


def test_a_workbook_mentions_it_in_front_and_in_every_row(files, run):
    openpyxl = pytest.importorskip("openpyxl")
    run("review", "county_rules.pol", "some.json", *DAY, "--out", "out.xlsx")
    book = openpyxl.load_workbook("out.xlsx")
    summary, overview, records, *_ = book.worksheets
    assert SAID in [row[0].value for row in overview.iter_rows()]
    assert SAID in [row[0].value for row in summary.iter_rows()]
    heading, *rows = records.iter_rows(values_only=True)
    column = heading.index("放宽")
    assert [row[column] for row in rows] == [SAID, SAID, SAID, None]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_forms_without_a_head_are_accompanied_by_it(files, run, form):
    assert SAID in run("review", "county_rules.pol", "some.json", *DAY, "--format", form).stderr


def test_a_policy_that_loosens_nothing_has_nothing_to_mention(files, run):
    printed = run("review", "city.pol", "some.json", *DAY, "--format", "csv")
    assert "放宽" not in printed.output
