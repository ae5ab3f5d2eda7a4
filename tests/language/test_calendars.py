"""Calendars where they are declared, used and adjusted: what a policy makes of them."""

from datetime import date

import pytest

import linkage_rules as lr
from linkage_rules.analysis.difference import difference
from linkage_rules.language.writing.unparse import describe
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.plain_words import in_plain_words

CITY = """
policy city "市"
  in force 2024-01-01 to 2024-12-31

calendar days "市历"
  covers 2024-01-01 to 2024-12-31
  holiday 2024-10-01 to 2024-10-07 "国庆节"
  workday 2024-09-29

record Case "事项"
  accepted_on "受理日期": date
  paid_on "支付日期": date

bearer county "县"

action pay "支付" of Case
  done on paid_on

fact last "届满日" of Case: date
  means 3 working days after accepted_on

norm in_time "按期支付" for Case
  within 3 working days after accepted_on
  county must pay
"""
COUNTY = """
policy county_2024 "县"
  in force 2024-06-01 to 2024-12-31

amend city

adjust calendar days because "县庆"
  covers 2025-01-01 to 2025-01-31
  holiday 2024-09-20 "县庆"
  workday 2024-10-07

fact begins "起始日" of Case: date
  means working day on or after accepted_on
"""
UPPER = """
policy town "镇"
  in force 2024-06-01 to 2024-12-31

amend county_2024

adjust calendar days because "镇上有集"
  holiday 2024-09-23 "集"
"""
BEFORE = date(2024, 9, 19)


@pytest.fixture(scope="module")
def city() -> Policy:
    return lr.loads({"city.pol": CITY})


@pytest.fixture(scope="module")
def county() -> Policy:
    return lr.loads({"a.pol": COUNTY, "city/a.pol": CITY})


@pytest.fixture(scope="module")
def town() -> Policy:
    texts = {"a.pol": UPPER, "county_2024/a.pol": COUNTY, "city/a.pol": CITY}
    return lr.loads(texts)


def last(policy: Policy, accepted: date, as_of: date, engine: str = "compiled") -> object:
    record = {"accepted_on": accepted, "paid_on": None}
    return policy.evaluate(record, as_of=as_of, engine=engine).facts["last"]


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_what_counts_below_counts_by_the_adjusted_days(
    city: Policy, county: Policy, town: Policy, engine: str
):
    as_of = date(2024, 9, 20)
    assert last(city, BEFORE, as_of, engine) == date(2024, 9, 24)
    assert last(county, BEFORE, as_of, engine) == date(2024, 9, 25)
    assert last(town, BEFORE, as_of, engine) == date(2024, 9, 26)


def test_on_days_on_which_the_overlay_is_not_in_force_it_is_as_below(county: Policy):
    assert last(county, BEFORE, date(2024, 5, 31)) == date(2024, 9, 24)


def test_a_deadline_below_is_due_by_the_adjusted_days(county: Policy):
    decision = county.evaluate({"accepted_on": BEFORE}, as_of=date(2024, 9, 20))
    assert decision.norms["in_time"].due == date(2024, 9, 25)


def test_an_overlay_covers_more_days(city: Policy, county: Policy):
    as_of, late = date(2024, 12, 31), date(2024, 12, 30)
    assert last(city, late, as_of) is None
    assert last(county, late, as_of) == date(2025, 1, 2)


def test_a_year_that_is_wanted_is_told_and_no_field_is(city: Policy):
    decision = city.evaluate({"accepted_on": date(2024, 12, 30), "paid_on": None}, as_of=BEFORE)
    assert [(one.calendar, one.year) for one in decision.lacking] == [("days", 2025)]
    assert decision.to_dict(include=["lacking"])["lacking"] == [{"calendar": "days", "year": 2025}]
    assert "工作日历“市历”缺少2025年的安排" in str(decision.explain("last"))
    assert "accepted_on" not in decision.missing
    known = city.evaluate({"accepted_on": BEFORE}, as_of=BEFORE)
    assert known.lacking == ()


def test_a_difference_names_the_days_and_their_effect(city: Policy, county: Policy):
    found = difference(city.package, county.package)
    (change,) = found.calendars
    assert change.days == (
        (date(2024, 9, 20), date(2024, 9, 20), False),
        (date(2024, 10, 7), date(2024, 10, 7), True),
    )
    assert change.covered == ((date(2025, 1, 1), date(2025, 1, 31)),)
    text = found.to_text("zh")
    assert "2024年9月20日：改为休息" in text
    assert "2024年10月7日：改为上班" in text
    assert [one.relation.value for one in found.norms] == ["both"]


def test_a_policy_tells_its_days_and_why_an_overlay_changes_them(city: Policy, county: Policy):
    said = in_plain_words(city.package.calendars["days"], city.package, "zh")
    assert said == (
        "工作日历“市历”涵盖2024年1月1日至2024年12月31日：星期六、星期日休息；"
        "放假：2024年10月1日至2024年10月7日（国庆节）；上班：2024年9月29日。"
    )
    (amendment,) = county.package.amendments
    assert in_plain_words(amendment, county.package, "zh") == (
        "调整工作日历“市历”：放假：2024年9月20日（县庆）；上班：2024年10月7日；涵盖至2025年1月31日；"
        "理由是“县庆”。"
    )
    assert "adjusts the calendar" in in_plain_words(amendment, county.package, "en")


def test_of_several_calendars_each_is_named_and_one_alone_is_not(city: Policy):
    two = CITY.replace(
        "means 3 working days after accepted_on",
        "means 3 working days after accepted_on by calendar works",
    ).replace("within 3 working days after accepted_on", "within 3 days after accepted_on")
    works = '\ncalendar works "厂历"\n  covers 2024-01-01 to 2024-12-31\n  weekend 星期日\n'
    both = lr.loads({"a.pol": two + works}).package
    assert describe(both.facts["last"].means, both, "zh") == "受理日期 之后 3个工作日 按日历 厂历"
    alone = city.package
    assert describe(alone.facts["last"].means, alone, "zh") == "受理日期 之后 3个工作日"


def test_other_days_of_a_calendar_are_another_fact(city: Policy):
    other = lr.loads({"city.pol": CITY.replace("2024-09-29", "2024-09-28")})
    record = {"accepted_on": BEFORE, "paid_on": None}
    one, two = (
        policy.evaluate(record, as_of=BEFORE).to_dict(include=["facts"])["facts"]["last"]
        for policy in (city, other)
    )
    assert one["digest"] != two["digest"]
    assert one["value"] == two["value"]
