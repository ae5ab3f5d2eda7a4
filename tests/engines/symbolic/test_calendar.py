"""What is proved of days, and shown of them, for all days there are."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import Candidate, Impossible, Rules, Scene, Search, calendar
from linkage_rules.model.values import Period, shift
from tests.policies import package_of

HEAD = """
policy days "日期"
  in force 2000-01-01
record Thing
  d: date
  e: date
  f: date
  g: date
  p: period
"""

PROVED = (
    "d <= e implies d + 12 months <= e + 12 months",
    "d <= e implies d + 1 month <= e + 1 month",
    "d <= e implies d - 1 month <= e - 1 month",
    pytest.param("d <= e implies d + p <= e + p", marks=pytest.mark.slow),
    "d <= e implies d + 15 days <= e + 15 days",
    "d <= e implies d + 12 months + 15 days <= e + 12 months + 15 days",
    "d <= e implies d + 6 months <= e + 7 months",
    "d <= e and e <= f and f <= g implies d + 3 months <= g + 3 months",
    "d + 1 month + 1 month <= d + 2 months",
    "d + 1 month + 1 month + 1 month <= d + 3 months",
    "d + 1 month <= d + 31 days",
    "d + 12 months between d + 365 days and d + 366 days",
    "d + 12 months - 12 months <= d",
    "years between d and e >= 3 implies d + 36 months <= e",
    "d + 36 months <= e implies years between d and e >= 3",
    "e > d + 1 month implies e > d + 15 days",
)

REFUTED = (
    "d < e implies d + 12 months < e + 12 months",
    "d + 1 month + 1 month = d + 2 months",
    "d + 12 months - 12 months = d",
    "d + 12 months = d + 365 days",
    "not (d + 12 months = e + 3 months + 15 days and d < e and e < f)",
    "d + 24 months = d + 730 days",
)


def asked(claim):
    package = package_of(f"{HEAD}fact claim of Thing\n  means {claim}\n")
    scene = Scene(package.record_types["Thing"])
    rules = Rules(package, scene)
    return package, Search(scene, 60).find(rules.fact("claim").no)


@pytest.mark.parametrize("claim", PROVED)
def test_what_is_true_of_all_days_is_proved(claim):
    assert asked(claim)[1] == Impossible()


@pytest.mark.parametrize("claim", REFUTED)
def test_what_is_not_is_shown_by_days_that_there_are(claim):
    package, found = asked(claim)
    assert isinstance(found, Candidate)
    thing = package.record_types["Thing"]
    evaluation = Evaluation(package, thing, found.record, found.as_of)
    assert evaluation.fact_values()["claim"] is False


def test_the_days_before_a_month_are_as_many_as_the_theorem_says():
    least, most = calendar._AHEAD
    months, days = calendar._CYCLE
    ahead = {
        months * (date(year, month, 1).toordinal() - 1) - days * (12 * year + month - 1)
        for year in range(1, 10_000)
        for month in range(1, 13)
    }
    assert (min(ahead), max(ahead)) == (least, most)


@given(
    st.dates(date(5, 1, 1), date(9994, 12, 31)),
    st.integers(-50, 50) | st.sampled_from((4800, -4800, 4801)),
)
def test_months_take_as_many_days_as_the_theorem_says(day, months):
    moved = shift(day, Period(months=abs(months)), 1 if months >= 0 else -1)
    least, most = calendar._days_in(months)
    assert moved is None or least <= (moved - day).days <= most


@pytest.mark.parametrize(("months", "days"), [(1, (28, 31)), (2, (59, 62)), (12, (365, 366))])
def test_the_days_that_a_few_months_take(months, days):
    # Also from the last days of a month, which a shorter one draws nearer.
    assert calendar._days_in(months) == days
    assert calendar._days_in(-months) == (-days[1], -days[0])


def test_a_month_has_the_days_it_has():
    for year in (1900, 2000, 2023, 2024):
        for month in range(1, 13):
            assert calendar._length(year, month) == monthrange(year, month)[1]
            first = date(year, month, 1)
            assert calendar._known(first.toordinal()).before == (first - timedelta(1)).toordinal()
