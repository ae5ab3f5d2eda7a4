"""What an officer is told of results: in opinions, sheets, files for programs, and their sums."""

import csv
import json
import sqlite3
from datetime import date
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

import linkage_rules as lr
from linkage_rules.commands.cli import main
from linkage_rules.model.types import Scalar
from linkage_rules.records import Entry, read_records, validate
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.conclusions import Conclusion
from linkage_rules.reviews.outputs.record_rows import value_cell
from linkage_rules.reviews.reviews import Tally, review
from linkage_rules.testing.engines import differences, engines
from linkage_rules.words.messages import Phrase

DAY = date(2023, 5, 1)
TEXT = """
policy subsidies "补助办法"

bearer county "县级部门"
bearer family "农户"

record Household "农户情况"
  name "户主": text
  income "收入": money at least 0元
  poor "脱贫户": yes/no

record Project "项目"
  id "编号": text required
  township "乡镇": text
  households "农户们": list of Household
  cost "造价": money

enum grade "等级"
  high "高"
  low "低"

fact subsidy "补助金额" of Household: money
  result for county to family
  means if poor then round down (income / 3) to 1元 else 0元

fact total "补助总额" of Project: money
  result for county
  means sum(h.subsidy over h in households)

fact share "占比" of Project: number
  result
  means total / cost

fact term "期限" of Project: period
  result
  means if total > 1000元 then 1年6个月 else 15天

fact class "类别" of Project: grade
  result
  means if total > 1000元 then high else low
"""
RECORDS = [
    {
        "id": "P-1",
        "township": "甲",
        "cost": "7元",
        "households": [{"income": "900.5元", "poor": True}, {"poor": False}],
    },
    {
        "id": "P-2",
        "township": "甲",
        "cost": "700元",
        "households": [{"income": "9000.05元", "poor": True}],
    },
    {"id": "P-3", "township": "乙", "cost": "7元", "households": [{"poor": True}]},
]
UNREADABLE = {"id": "P-4", "households": 3}


@pytest.fixture(scope="module")
def policy():
    return lr.loads({"subsidies.pol": TEXT})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("results")
    (place / "subsidies.pol").write_text(TEXT, "utf-8")
    (place / "all.json").write_text(json.dumps([*RECORDS, UNREADABLE]), "utf-8")
    (place / "known.json").write_text(json.dumps(RECORDS[:2]), "utf-8")
    return place


@pytest.fixture(scope="module")
def judged(policy, folder):
    shape = policy.record_type("Project")
    tally = Tally()
    entries = read_records(folder / "all.json", shape)
    found = [*tally.counted(review(policy, shape, entries, DAY))]
    return found, tally


def reviewed(folder, name, records="all.json", *options):
    """What a review writes or prints."""
    out = ("--out", str(folder / name)) if name else ()
    asked = ["review", str(folder / "subsidies.pol"), str(folder / records)]
    asked += [
        "--as-of",
        "2023-05-01",
        "--record-type",
        "Project",
        "--language",
        "zh",
        *out,
        *options,
    ]
    ran = CliRunner().invoke(main, asked)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
    return folder / name if name else ran.output


# Opinions


def test_an_opinion_has_the_results_with_who_owes_them_and_what_they_need(judged):
    found, _ = judged
    told = opinion(found[2])
    by_title = {one.title.zh: one for one in told.results}
    subsidy = by_title["农户们第1项：补助金额"]
    assert (subsidy.words.zh, subsidy.owed.zh) == ("未知", "由县级部门给付农户")
    assert subsidy.wanted.zh == "须补报农户们第1项：收入"
    assert [demand.wanted[0].zh for demand in told.demands] == ["农户们第1项：收入"]
    assert {phrase.zh for phrase in told.demands[0].concerns} == {
        *("补助金额", "补助总额", "占比", "期限", "类别"),
    }


def test_a_policy_of_results_alone_draws_no_conclusion_and_tells_them(judged):
    found, _ = judged
    told = opinion(found[0])
    assert told.conclusion is Conclusion.FACTS_ALONE
    assert "补助总额：300元" in told.sentence.zh


def test_a_result_that_waits_for_something_leaves_a_record_unfinished():
    duty = TEXT + (
        'action pay "发放" of Project\n  done when true_\n'.replace("true_", "cost > 0元")
        + 'norm pays "应当发放" for Project\n  county must pay\n'
    )
    policy = lr.loads({"subsidies.pol": duty})
    shape = policy.record_type("Project")

    def concluded(record):
        entry = Entry(Phrase("1", "1"), "1", record)
        return opinion(next(iter(review(policy, shape, [entry], DAY)))).conclusion

    assert concluded(RECORDS[0]) is Conclusion.CLEAR
    assert concluded(RECORDS[2]) is Conclusion.UNFINISHED


def test_the_page_has_a_part_for_results_with_their_sum(folder):
    page = reviewed(folder, "page.html").read_text("utf-8").replace('<span class="kept">', "")
    page = page.replace("</span>", "")
    for part in ("二、核定结果", "农户们第1项：补助金额", "补助金额合计", "结果汇总"):
        assert part in page
    assert "已知2项计3300元，另有1项待定；无法读取的1条未计入" in page


# Sums


def test_a_sum_says_of_how_many_records_it_is_unknown(judged):
    _, tally = judged
    total = tally.totals()["total"]
    assert (total.amount, total.known, total.unknown, total.unread) == (330_000, 2, 1, 1)
    assert total.words.zh == "已知2项计3300元，另有1项待定；无法读取的1条未计入"
    assert not total.is_whole


def test_the_terminal_ends_with_the_sums(folder):
    shown = reviewed(folder, "", "known.json")
    assert "补助总额：共3300元" in shown
    assert "补助总额：300元" in shown
    detailed = reviewed(folder, "", "all.json", "--details")
    assert "补助总额：已知2项计3300元，另有1项待定；无法读取的1条未计入" in detailed


# Sheets


def rows(place, sheet):
    book = openpyxl.load_workbook(place)
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def test_amounts_are_numbers_of_yuan_in_a_workbook_and_are_summed(folder):
    heading, *found, total = rows(reviewed(folder, "known.xlsx", "known.json"), "逐条结论")
    at = heading.index("补助总额（元）")
    assert [row[at] for row in found] == [300, 3000]
    assert (total[0], total[at]) == ("合计", 3300)
    book = openpyxl.load_workbook(folder / "known.xlsx")
    cell = book["逐条结论"].cell(2, at + 1)
    assert cell.number_format == "#,##0.00"
    assert book["逐条结论"].auto_filter.ref.endswith("3")


def test_a_sum_with_unknowns_is_told_in_words_in_a_workbook(folder):
    heading, *_, total = rows(reviewed(folder, "all.xlsx"), "逐条结论")
    told = total[heading.index("补助总额（元）")]
    assert told == "已知2项计3300元，另有1项待定；无法读取的1条未计入"


def test_a_sheet_has_every_result_of_every_element(folder):
    heading, *found = rows(reviewed(folder, "all.xlsx"), "结果明细")
    result, value, needs = (heading.index(name) for name in ("结果", "数额或内容", "须补充的信息"))
    listed = {(row[1], row[result]): row for row in found}
    assert listed["P-1", "农户们第1项：补助金额"][value] == 300
    assert listed["P-3", "农户们第1项：补助金额"][value] == "未知"
    assert listed["P-3", "农户们第1项：补助金额"][needs] == "须补报农户们第1项：收入"


def test_a_csv_file_has_plain_numbers(folder):
    text = reviewed(folder, "all.csv").read_text("utf-8-sig")
    found = {row["编号"]: row for row in csv.DictReader(text.splitlines())}
    assert found["P-1"]["补助总额（元）"] == "300"
    assert float(found["P-1"]["占比"]) == pytest.approx(300 / 7)
    assert found["P-3"]["补助总额（元）"] == "未知"
    assert found["P-1"]["类别"] == "低"


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (33_350, Scalar.MONEY, "333.5"),
        (-5, Scalar.MONEY, "-0.05"),
        (Fraction(1, 3), Scalar.NUMBER, "0.333333333333"),
        (None, Scalar.MONEY, "未知"),
        (True, Scalar.YES_NO, "是"),
        (10**18, Scalar.MONEY, "10000000000000000"),
    ],
)
def test_a_value_in_a_cell(value, type_, text):
    assert value_cell(value, type_, "zh").text == text


# For programs


def test_a_parquet_file_has_the_columns_of_a_table(folder, policy):
    written = parquet.read_table(reviewed(folder, "all.parquet"))
    table = policy.evaluate_table(
        pa.table({"id": ["P-1"]}), as_of=DAY, record_type="Project"
    ).to_pyarrow()
    names = [name for name in table.schema.names if name.startswith("result_")]
    assert names == [f"result_{n}" for n in ("total", "share", "term", "class")]
    for name in names:
        assert written.schema.field(name).type == table.schema.field(name).type
    found = {row["id"]: row for row in written.to_pylist()}
    assert found["P-1"]["result_total"] == Decimal(30_000)
    assert found["P-2"]["result_term"] == "P18M0D"
    assert (found["P-3"]["result_total"], found["P-4"]["result_total"]) == (None, None)


def test_a_database_has_whole_fen(folder):
    name = f"sqlite:///{folder / 'all.db'}?table=reviews"
    asked = ["review", str(folder / "subsidies.pol"), str(folder / "all.json")]
    CliRunner().invoke(
        main, [*asked, "--as-of", "2023-05-01", "--record-type", "Project", "--out", name]
    )
    with sqlite3.connect(folder / "all.db") as connection:
        found = connection.execute("select id, result_total from reviews").fetchall()
    assert dict(found) == {"P-1": 30_000, "P-2": 300_000, "P-3": None, "P-4": None}


def test_the_json_document_sums_results_up(folder):
    document = json.loads(reviewed(folder, "all.json.out.json").read_text("utf-8"))
    assert document["summary"]["results"]["total"] == {
        "label": "补助总额",
        "known": 2,
        "unknown": 1,
        "sum": {"type": "money", "value": 330_000},
    }
    assert "households[0].subsidy" in document["decisions"][0]["decision"]["results"]


# Whole tables


def records_of(policy):
    shape = policy.record_type("Project")
    return shape, [validate(record, shape) for record in RECORDS]


@pytest.mark.parametrize("engine", sorted(engines()))
def test_every_engine_says_what_the_reference_says_of_results(policy, engine):
    shape, records = records_of(policy)
    expected = engines()["reference"](policy.package, shape, records, DAY)
    found = engines()[engine](policy.package, shape, records, DAY)
    assert [[*differences(a, b)] for a, b in zip(expected, found, strict=True)] == [[]] * 3


def test_a_table_names_what_the_results_of_elements_need(policy):
    shape, records = records_of(policy)
    said = engines()["tabular"](policy.package, shape, records, DAY)
    assert said[2].missing >= {"households.income"}


def test_summaries_of_tables_sum_up_by_group_and_count_what_is_unknown(policy):
    rows = pa.table(
        {
            "id": ["P-1", "P-2", "P-3"],
            "township": ["甲", "甲", "乙"],
            "households": pa.array(
                [
                    [{"income": 90_050, "poor": True}],
                    [{"income": None, "poor": True}],
                    [{"income": 900_005, "poor": True}],
                ],
                pa.list_(pa.struct([("income", pa.int64()), ("poor", pa.bool_())])),
            ),
        }
    )
    counted = policy.summarise(rows, as_of=DAY, by=["township"], record_type="Project")
    found = counted.to_pyarrow().to_pylist()
    total = {
        (r["township"], r["answer"]): (r["rows"], r["sum"]) for r in found if r["name"] == "total"
    }
    assert total == {
        ("甲", "known"): (1, Decimal(30_000)),
        ("甲", "unknown"): (1, None),
        ("乙", "known"): (1, Decimal(300_000)),
    }
    classes = {(r["township"], r["answer"]) for r in found if r["name"] == "class"}
    assert classes == {("甲", "low"), ("甲", "unknown"), ("乙", "high")}
