"""Lists from tables of their own stand in the order of their keys: equal remainders fall alike."""

import json
from datetime import date

import ibis
import pyarrow
import pytest

import linkage_rules as lr
from linkage_rules.records import LinkedFile, link_records, linked_type, read_records

TEXT = """
policy dividends "分红"

record Household "农户"
  name "户主": text required
  number "号": whole number required
  project "项目": text required
  shares "股数": whole number at least 0 at most 1000

record Project "项目"
  id "编号": text required
  households "农户们": has many Household by project = id
  net_income "净收益": money at least 0元 at most 1万元

bearer county "县"

distribution dividends "收益分配" of Project
  among h in households
  total net_income
  by h.shares
  to 1分

action pay "分红" of Project

norm first_has_more "甲多得" for Project
  when some h in households has h.name = "甲" and dividends of h = 0.02元
  county must pay
"""
DAY = date(2023, 5, 1)
# 乙 and 甲 have the same; in the order of their names 乙 (U+4E59) stands before 甲 (U+7532).
ROWS = [("甲", 2, "P-1", 1), ("乙", 10, "P-1", 1), ("乙", 9, "P-1", 1)]
FIELDS = ("name", "number", "project", "shares")


@pytest.fixture(scope="module")
def policy():
    return lr.loads({"dividends.pol": TEXT})


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_rows_of_a_table_changes_no_share(policy, turned):
    rows = [dict(zip(FIELDS, row, strict=True)) for row in (ROWS[::-1] if turned else ROWS)]
    projects = ibis.memtable(pyarrow.table({"id": ["P-1"], "net_income": [4]}))
    answers = policy.evaluate_table(
        projects,
        as_of=DAY,
        record_type="Project",
        linked={"households": ibis.memtable(pyarrow.Table.from_pylist(rows))},
    ).to_pyarrow()
    assert answers["status_first_has_more"].to_pylist() == ["not_applicable"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_rows_of_a_file_changes_no_share(policy, turned, tmp_path):
    rows = [dict(zip(FIELDS, row, strict=True)) for row in (ROWS[::-1] if turned else ROWS)]
    (tmp_path / "projects.json").write_text('[{"id": "P-1", "net_income": "0.04元"}]', "utf-8")
    (tmp_path / "households.json").write_text(json.dumps(rows), "utf-8")
    shape = policy.package.record_types["Project"]
    path, element = linked_type(shape, "households")
    linked = LinkedFile("households", read_records(tmp_path / "households.json", element))
    (entry,) = link_records(read_records(tmp_path / "projects.json", shape), shape, {path: linked})
    decision = policy.evaluate(entry.data, as_of=DAY, record_type="Project")
    told = decision.shares["dividends"].entries
    assert [(one.name.zh, one.share) for one in told] == [
        ("乙，P-1", 2),
        ("乙，P-1", 1),
        ("甲，P-1", 1),
    ]
    numbers = [household["number"] for household in decision.record["households"]]
    assert numbers == [9, 10, 2]
