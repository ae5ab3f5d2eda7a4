"""What commands say of deadlines: how duties stand, when that changes, what examples show of it."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

import linkage_rules as lr
from linkage_rules.analysis.coverage import coverage
from linkage_rules.model.statuses import Status
from linkage_rules.policy.policy import Policy

POLICY = """\
policy fees "收费办法"
  in force 2023-01-01 to 2025-12-31
record Claim "申请"
  id "编号": text required
  accepted_on "受理日期": date
  paid_on "支付日期": date blank means never
  reported_on "报送日期": date blank means never
bearer county "县"
parameter last "报送截止日": date
  = 2023-11-30 to 2023-12-31
  = 2024-11-30 from 2024-01-01
action pay "支付" of Claim
  done on paid_on
action report "报送" of Claim
  done on reported_on
norm paying "应支付" for Claim
  within 15 days after accepted_on
  county must pay
norm reporting "应报送" for Claim
  before last
  county must report
example "逾期未付" of Claim
  given id: "1", accepted_on: 2024-03-01
  as of 2024-05-01
  expect paying is overdue
example "按期支付" of Claim
  given id: "1", accepted_on: 2024-03-01, paid_on: 2024-03-05
  as of 2024-05-01
  expect paying is fulfilled
"""
RECORDS = """[
  {"id": "A", "accepted_on": "2024-03-01", "reported_on": "2024-01-05"},
  {"id": "B", "accepted_on": "2024-03-01", "paid_on": "2024-03-05"},
  {"id": "C", "accepted_on": "2024-03-01", "paid_on": "2024-03-05", "reported_on": "2024-01-05"},
  {"id": 5}
]"""


@pytest.fixture
def fees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Policy:
    monkeypatch.chdir(tmp_path)
    Path("fees.pol").write_text(POLICY, "utf-8")
    Path("records.json").write_text(RECORDS, "utf-8")
    return lr.load("fees.pol")


def test_an_explanation_of_an_action_says_how_its_duty_stands(fees: Policy, run) -> None:
    options = ("--id", "A", "--action", "pay", "--as-of", "2024-05-01")
    said = run("explain", "fees.pol", "records.json", *options).stdout
    assert "履行情况：逾期未履行（最迟2024年3月16日）" in said
    assert "受理日期 之后 15天" in said
    decision = fees.evaluate({"id": "1"}, as_of=date(2022, 1, 1), outside="allow")
    assert "How it stands" not in decision.explain("pay", "en")


def test_a_timeline_has_the_days_on_which_a_fixed_deadline_turns(fees: Policy, run) -> None:
    events = json.loads(run("timeline", "fees.pol", "--format", "json").stdout)["events"]
    turning = [e for e in events if e["kind"] in ("due", "overdue")]
    told = [(e["day"], e["kind"]) for e in turning if e["name"] == "reporting"]
    assert told == [
        ("2023-11-29", "due"),
        ("2023-11-30", "overdue"),
        ("2024-11-29", "due"),
        ("2024-11-30", "overdue"),
    ]
    # What is due some days after something in the record turns on no day of the policy.
    assert not [e for e in turning if e["name"] == "paying"]
    assert "“应报送”最迟至此日履行" in run("timeline", "fees.pol", language="zh").stdout


def test_a_table_has_the_first_day_by_which_something_is_due(fees: Policy, run) -> None:
    options = ("--as-of", "2024-05-01", "--out", "out.csv", "--out", "out.xlsx")
    # One of the records cannot be read.
    assert run("review", "fees.pol", "records.json", *options).exit_code == 2
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    # As texts, which no program that opens the file takes for anything else.
    assert [row["最早期限"] for row in rows] == ['="2024-03-16"', '="2024-11-29"', "", ""]
    openpyxl = pytest.importorskip("openpyxl")
    cells = [c.value for s in openpyxl.load_workbook("out.xlsx") for row in s for c in row]
    assert {"最早期限", "2024-03-16", "2024-11-29"} <= set(cells)


def test_coverage_tells_the_standings_that_no_example_shows(fees: Policy, run) -> None:
    found = coverage(fees.package)
    open_ = {(one.norm.name, one.status) for one in found.open_standings}
    assert open_ == {
        ("paying", Status.NOT_YET_DUE),
        ("paying", Status.DUE),
        ("paying", Status.LATE),
        ("reporting", Status.FULFILLED),
        ("reporting", Status.LATE),
        ("reporting", Status.OVERDUE),
    }
    said = run("coverage", "fees.pol", language="en").stdout
    assert "standings of deadlines (not counted)  3/9  33%" in said
    assert "norm paying  not yet due, " in said
    assert "not yet due" in run("coverage", "fees.pol", "--format", "html", language="en").stdout
