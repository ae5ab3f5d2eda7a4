"""A policy that works out facts and has no rule is reviewed too: it shows their values, and draws
no conclusion that could be signed."""

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

POLICY = """\
policy facts "口径"
record Village "村"
  name "村名": text required
  people "人口": whole number at least 0
  poor "脱贫人口": whole number at least 0
  income "收入": money
fact share "占比" of Village: number
  means poor / people
fact large "大村" of Village
  means people >= 1000
fact each "人均" of Village: money
  means income / people
"""
RECORDS = [
    {"name": "甲村", "people": 1200, "poor": 30, "income": "12万元"},
    {"name": "乙村", "people": 0, "poor": 3},
    {"name": 3},
]
DAY = ("--as-of", "2023-05-01")
VALUES = [("0.025", "是", "100元"), ("未知", "否", "未知")]


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.pol").write_text(POLICY, "utf-8")
    (tmp_path / "villages.json").write_text(json.dumps(RECORDS), "utf-8")
    return tmp_path


def review(run, *options, **settings):
    return run("review", "facts.pol", "villages.json", *DAY, *options, **settings)


def test_the_record_type_need_not_be_named_and_each_record_has_its_values_in_a_line(run, office):
    found = review(run)
    assert found.exit_code == 2, "one record cannot be read"
    assert "甲村  占比：0.025；大村：是；人均：100元" in found.stdout
    assert "乙村  占比：未知；大村：否；人均：未知" in found.stdout
    assert "符合要求" not in found.stdout
    assert "large: yes; each: 100 yuan" in review(run, language="en").stdout


def test_the_table_has_a_row_for_each_fact(run, office):
    told = review(run, "--details").stdout
    rows = [line.split() for line in told.splitlines()]
    assert ["甲村", "0.025", "占比"] in rows
    assert ["是", "大村"] in rows
    assert "已履行的责任" not in told


def test_a_spreadsheet_has_a_column_for_each_fact(run, office):
    rows = list(csv.DictReader(io.StringIO(review(run, "--format", "csv").stdout)))
    shown = [(row["占比"], row["大村"], row["人均"]) for row in rows]
    assert shown == [*VALUES, ("", "", "")]
    assert "村名" in rows[2]["禁止或冲突的理由和依据"]
    assert review(run, "--out", "out.xlsx").exit_code == 2
    book = load_workbook("out.xlsx")
    head, *below = book["逐条结论"].iter_rows(values_only=True)
    at = [head.index(name) for name in ("占比", "大村", "人均")]
    assert [tuple(row[i] for i in at) for row in below[:2]] == VALUES
    printed = [str(cell) for row in book["审核情况表"].iter_rows(values_only=True) for cell in row]
    assert any("占比：0.025" in cell for cell in printed)


def test_programs_get_the_values_exactly(run, office):
    document = json.loads(review(run, "--format", "json").stdout)
    facts = document["decisions"][0]["decision"]["facts"]
    assert {name: fact["value"] for name, fact in facts.items()} == {
        "share": "1/40",
        "large": True,
        "each": 10000,
    }


def test_a_table_for_programs_has_a_column_for_each_fact(run, office):
    exactly = [("1/40", True, "10000"), (None, False, None), (None, None, None)]
    assert review(run, "--out", "out.parquet").exit_code == 2
    rows = pq.read_table("out.parquet").to_pylist()
    assert [(r["fact_share"], r["fact_large"], r["fact_each"]) for r in rows] == exactly
    pq.write_table(pa.table({"name": ["甲村"], "people": [1200], "poor": [30]}), "in.parquet")
    assert run("review", "facts.pol", "in.parquet", *DAY, "--out", "out.parquet").exit_code == 0
    assert pq.read_table("out.parquet").to_pylist()[0]["fact_share"] == "1/40"


def test_a_page_shows_the_values_and_leaves_no_place_to_sign(run, office):
    page = review(run, "--format", "html").stdout
    assert '占比：0.025；大村：是；人均：<span class="kept">100元</span>' in page
    assert "认定事项" in page
    assert 'class="signature"' not in page
    assert "尚有事项待办" not in page, "no conclusion is explained that there cannot be"


def test_every_fact_is_explained_where_nothing_is_asked_for(run, office):
    told = run("explain", "facts.pol", "villages.json", "--at", "1", *DAY).stdout
    assert "占比 = 0.025" in told
    assert "大村：是" in told


def test_a_rule_on_other_records_leaves_the_facts_alone(run, office):
    more = 'record Project "项目"\n  id "编号": text required\nbearer county\n'
    more += "action enter of Project\nnorm no_entry for Project\n  county must not enter\n"
    (office / "facts.pol").write_text(POLICY + more, "utf-8")
    asked = review(run, "--record-type", "村")
    assert "大村：是" in asked.stdout
