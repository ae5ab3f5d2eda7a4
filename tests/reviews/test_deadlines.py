"""What an officer is told of a duty with a deadline: how it stands, and by when it is due."""

import json
from datetime import date
from pathlib import Path

import ibis
import jsonschema
import pyarrow
import pytest

import linkage_rules as lr
from linkage_rules.commands.review import bulk_ending
from linkage_rules.decisions.serialising import schema
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.records import Entry
from linkage_rules.records.databases import Kind
from linkage_rules.reviews.bulk_review import BulkTally
from linkage_rules.reviews.lines import lines
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.conclusions import Conclusion
from linkage_rules.reviews.outputs.parquet_file import columns_of, row_of
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Tally, review
from linkage_rules.words.messages import Phrase

TEXT = """
政策 payment "支付办法"
  施行 2023-01-01

记录 Claim "申请"
  id "编号": 文本 必填
  accepted_on "受理日期": 日期
  paid_on "支付日期": 日期

主体 county "县财政局"

行为 pay "支付补助" 关于 Claim
  完成之日 paid_on

规范 in_time "按期支付" 对于 Claim
  限期 accepted_on 之后 14天
  县财政局 应当 支付补助

事实 paid_late "曾逾期" 关于 Claim
  指 in_time 被违反
"""
TODAY = date(2023, 6, 1)
CASES = {
    "not_yet_due": ("2023-06-02", "never"),
    "due": ("2023-05-20", "never"),
    "fulfilled": ("2023-05-01", "2023-05-15"),
    "late": ("2023-05-01", "2023-05-16"),
    "overdue": ("2023-05-01", "never"),
}


@pytest.fixture(scope="module")
def policy():
    return lr.loads({"payment.pol": TEXT})


def record(status):
    accepted, paid = CASES[status]
    return {"id": status, "accepted_on": accepted, "paid_on": paid}


@pytest.fixture(scope="module")
def judged(policy):
    shape = policy.package.record_types["Claim"]
    entries = [
        Entry(number, Phrase(f"record {number}", f"第{number}条记录"), record(name))
        for number, name in enumerate(CASES, 1)
    ]
    tally = Tally()
    found = list(tally.counted(review(policy, shape, entries, TODAY)))
    return dict(zip(CASES, found, strict=True)), tally


@pytest.mark.parametrize(
    ("status", "conclusion", "standing"),
    [
        ("not_yet_due", Conclusion.CLEAR, None),
        ("due", Conclusion.UNFINISHED, "县财政局应当支付补助，待办，最迟2023年6月3日"),
        ("fulfilled", Conclusion.CLEAR, None),
        (
            "late",
            Conclusion.VIOLATED,
            "县财政局应当支付补助，应于2023年5月15日以前履行，逾期后才履行",
        ),
        (
            "overdue",
            Conclusion.VIOLATED,
            "县财政局应当支付补助，应于2023年5月15日以前履行，逾期未履行",
        ),
    ],
)
def test_the_opinion_says_by_when(judged, status, conclusion, standing):
    told = opinion(judged[0][status])
    assert told.conclusion is conclusion
    said = [ground.standing.zh for ground in (*told.failings, *told.due)]
    assert said == ([] if standing is None else [standing])
    observed = {one.zh for ground in (*told.failings, *told.due) for one in ground.observed}
    assert not standing or {"受理日期", "支付日期"} == {one.partition("：")[0] for one in observed}
    assert bool(told.met) is (status == "fulfilled")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("due", "待办（最迟2023年6月3日）：按期支付"),
        ("late", "逾期履行（最迟2023年5月15日）：按期支付"),
        ("overdue", "逾期未履行（最迟2023年5月15日）：按期支付"),
        ("not_yet_due", None),
        ("fulfilled", None),
    ],
)
def test_the_overview_says_by_when(judged, status, reason):
    told = [line.reason.zh for line in lines(judged[0][status], everything=False)]
    assert told == ([] if reason is None else [reason])


def test_late_and_overdue_are_counted_as_violated(judged):
    assert judged[1].violated == 2


@pytest.mark.parametrize("status", CASES)
def test_a_decision_tells_the_day(judged, status):
    decision = judged[0][status].decision
    document = json.loads(decision.to_json())
    jsonschema.validate(document, schema())
    norm = document["norms"]["in_time"]
    assert norm["status"] == status
    due = {"not_yet_due": "2023-06-16", "due": "2023-06-03"}.get(status, "2023-05-15")
    assert norm["due"] == due
    assert set(decision.facts) == set(document["facts"]) == {"paid_late"}
    assert set(document["derivations"]["facts"]) == {"paid_late"}
    for language in ("zh", "en"):
        for shown in (decision.to_text(language), decision.to_html(language)):
            assert "__" not in shown


def test_a_summary_says_who_owes_what_by_when(judged):
    found = judged[0]["overdue"].decision.summary()
    assert found["duties"]["county"] == {
        "label": "县财政局",
        "overdue": ["in_time"],
        "due_by": {"in_time": "2023-05-15"},
    }
    assert [one["name"] for one in found["violated"]] == ["in_time"]
    assert "逾期未履行：按期支付" in found["words"]["zh"]
    due = judged[0]["due"].decision.summary()
    assert "待履行（最迟2023年6月3日）：按期支付" in due["words"]["zh"]


def test_the_rows_of_answers_are_those_of_a_table(policy, judged):
    question = Question(policy, policy.package.record_types["Claim"], TODAY, False)
    columns = columns_of(Review(question, Path("claims.csv"), (), Tally(), None))
    assert columns["due_in_time"] is Kind.DAY
    days = {"never": date.max}
    given = [
        {k: v if k == "id" else days.get(v) or date.fromisoformat(v) for k, v in record(n).items()}
        for n in CASES
    ]
    table = ibis.memtable(pyarrow.Table.from_pylist(given))
    told = policy.evaluate_table(table, as_of=TODAY).to_pyarrow().to_pylist()
    by_id = {one["id"]: (one["status_in_time"], one["due_in_time"]) for one in told}
    rows = (row_of(one) for one in judged[0].values())
    assert {r["id"]: (r["status_in_time"], r["due_in_time"]) for r in rows} == by_id


def test_late_and_overdue_fail_a_review_in_bulk():
    for status, ending in (("late", ExitStatus.FINDINGS), ("due", ExitStatus.WELL)):
        tally = BulkTally(1, 0, {status: 1})
        assert bulk_ending(tally, frozenset({"violated"})) is ending


def test_facts_that_nobody_declared_are_not_counted(policy):
    assert set(policy.package.stated_facts) == {"paid_late"}


def test_a_deadline_in_plain_words(policy):
    package = policy.package
    norm, action = package.norms["in_time"], package.actions["pay"]
    assert in_plain_words(norm, package, "zh") == (
        "任何申请，县财政局应当支付补助；期限：“受理日期 之后 14天”。"
    )
    assert in_plain_words(norm, package, "en") == (
        "For every claim, the county must pay; deadline: within “14 days after accepted_on”."
    )
    assert in_plain_words(action, package, "zh") == ("申请的“支付补助”，以“支付日期”为完成之日。")
