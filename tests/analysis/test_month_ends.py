"""Days that a month lacks: what is found, how it is told, and how a policy answers."""

from datetime import date

import pytest

from linkage_rules.analysis.consistency import analyse
from linkage_rules.analysis.consistency.month_ends import _BothWays
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.model.expressions import FactValue
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.types import Scalar
from linkage_rules.words.messages import say
from tests.policies import package_of

POLICY = """
policy p "试"
  in force 2023-01-01 to 2024-12-31
record Claim "申请"
  d "受理日期": date at least 2024-01-31 at most 2024-01-31
  wait "期限": period
bearer county "县"
parameter short: period
  = 15 days
parameter long: period
  = 1 month from 2023-01-01 to 2024-03-31
  = 15 days from 2024-04-01
action pay "支付" of Claim
fact free "可以支付之日" of Claim: date
  means {moved}
norm early "过早支付" for Claim
  when as_of < free
  county must not pay
"""
ANSWER = """property "受理一个月以月末日为限" for Claim
  always d = 2024-01-31 implies free = 2024-02-29
  answers ambiguous_month_end of early
"""


def found(moved, more=""):
    analysis = analyse(package_of(POLICY.format(moved=moved) + more))
    assert not analysis.undecided
    return [one for one in analysis.findings if one.kind is FindingKind.AMBIGUOUS_MONTH_END]


def test_the_day_and_both_readings_are_told_in_both_languages():
    (one,) = found("d + 1 month")
    assert one.shown is not None
    assert one.shown.witness.as_of == date(2024, 2, 29)
    assert say(one.words, "en") == (
        "early rests on a day that there is not (2024-01-31 + 1 month is 2024-02-29 or "
        "2024-03-01): not applicable by the first reading, in effect by the second"
    )
    assert say(one.words, "zh") == (
        "“过早支付”遇到月中没有的日子（2024年1月31日之后1个月，是2024年2月29日还是2024年3月1日）："
        "按前一种算法为“不适用”，按后一种为“生效”"
    )


@pytest.mark.parametrize(
    ("moved", "is_found"),
    [
        ("d + 1 month 10 days", True),
        ("d - 2 months", True),
        ("1 month after d", True),
        ("d + long", True),
        ("d + short", False),
        ("d + 30 days", False),
        ("d + 2 months", False),
        ("d + wait", True),
    ],
)
def test_it_is_found_where_a_month_lacks_the_day(moved, is_found):
    assert bool(found(moved)) is is_found


@pytest.mark.parametrize(
    ("clause", "is_found"),
    [
        ("within 1 month after d", False),
        ("every month from d\n  within 1 month", False),
        ("holds for 1 month after d", False),
        ("no later than d + 1 month", True),
        ("before d + 1 month", True),
        ("within 10 days after (d + 1 month)", True),
        ("holds for 10 days after (d + 1 month)", True),
        ("when as_of > d + 1 month", True),
    ],
)
def test_a_period_that_is_counted_ends_as_the_law_says(clause, is_found):
    policy = f"""
policy p "试"
  in force 2023-01-01 to 2024-12-31
record Part "一笔"
  on "支付日期": date
record Claim "申请"
  d "受理日期": date at least 2024-01-31 at most 2024-01-31
  paid "支付日期": date
  parts "各笔": list of Part
bearer county "县"
action pay "支付" of Claim
  done {"at part.on over part in parts" if "every" in clause else "on paid"}
norm n "按期支付" for Claim
  {clause}
  county must pay
"""
    kinds = {one.kind for one in analyse(package_of(policy)).findings}
    assert (FindingKind.AMBIGUOUS_MONTH_END in kinds) is is_found


def test_a_property_that_says_what_is_meant_answers():
    (one,) = found("d + 1 month", ANSWER)
    assert one.answered_by is not None


@pytest.mark.parametrize(
    ("moved", "day"),
    [
        ("d + 1 month", date(2024, 3, 1)),
        ("d + 1 month + 1 month", date(2024, 4, 1)),
        ("d + 1 month 10 days", date(2024, 3, 11)),
        ("d - 2 months 1 day", date(2023, 11, 30)),
        ("d + 2 months", date(2024, 3, 31)),
        ("d - 2 months", date(2023, 12, 1)),
    ],
)
def test_counted_up_it_is_the_first_of_the_next_month(moved, day):
    package = package_of(POLICY.format(moved=moved))
    claim = package.record_types["Claim"]
    record = {"d": date(2024, 1, 31), "wait": None}
    upwards = _BothWays(package, claim).evaluation(
        Evaluation(package, claim, record, date(2024, 1, 1)), (FactValue("free", Scalar.DATE),)
    )
    assert value_of(upwards.facts["free"]) == day
