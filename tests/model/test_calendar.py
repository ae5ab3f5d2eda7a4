"""Stretches of days, held against the days that are in them."""

from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import pytest

from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import (
    chosen_by,
    is_empty,
    joined,
    outside,
    overlap,
    replaced,
    some_day,
    stretches,
    within,
)
from linkage_rules.model.norms import Interval, Parameter, ParameterPeriod
from linkage_rules.model.types import Scalar

FIRST = date(2023, 12, 30)
DAYS = [FIRST + timedelta(n) for n in range(6)]
"""All days there are, for these tests: what reaches further reaches behind either end."""
EDGES = [None, *DAYS[1:5]]
ALL = [Interval(start, end) for start, end in product(EDGES, EDGES)]
SOME = [one for one in ALL if not is_empty(one)]


def held(*intervals: Interval) -> list[date]:
    return [day for day in DAYS if any(one.contains(day) for one in intervals)]


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        (Interval(), "on every day"),
        (Interval(FIRST), "from 2023-12-30"),
        (Interval(None, FIRST), "until 2023-12-30"),
        (Interval(FIRST, FIRST), "2023-12-30 to 2023-12-30"),
    ],
)
def test_days_are_told(interval: Interval, told: str) -> None:
    assert str(interval) == told


def test_days_in_one_in_both_in_either_and_outside() -> None:
    for one in ALL:
        assert is_empty(one) is (not held(one))
    for one, other in product(SOME, SOME):
        shared = overlap(one, other)
        both = [day for day in held(one) if day in held(other)]
        assert (held(shared) if shared is not None else []) == both
        assert within(one, other) is (both == held(one))
        left = outside(one, other)
        assert held(*left) == [day for day in held(one) if day not in both]
        assert all(not is_empty(piece) for piece in left)
        together = joined((other, one))
        assert held(*together) == held(one, other)
        assert all(before.end and after.start for before, after in pairwise(together))
        assert all(
            before.end + timedelta(2) <= after.start  # type: ignore[operator]
            for before, after in pairwise(together)
        )


def test_stretches_are_all_days_in_order_and_nothing_begins_or_ends_within_one() -> None:
    for one, other in product(SOME, SOME):
        found = [*stretches((one, other))]
        assert [day for stretch in found for day in held(stretch)] == DAYS
        for stretch in found:
            assert stretch.contains(some_day(stretch))
            inside = [(one.contains(day), other.contains(day)) for day in held(stretch)]
            assert len({*inside}) <= 1
        alike = [(one.contains(some_day(s)), other.contains(some_day(s))) for s in found]
        assert all(before != after for before, after in pairwise(alike))
    assert [*stretches([Interval(date.min, date.max)])] == [Interval()]


def value_on(periods: tuple[ParameterPeriod, ...], day: date) -> Any:
    return Parameter("p", None, Scalar.WHOLE, periods).value_on(day)


def test_days_that_are_given_other_values() -> None:
    before = (ParameterPeriod(1, Interval(None, DAYS[2])), ParameterPeriod(2, Interval(DAYS[3])))
    for one in SOME:
        found = replaced(before, (ParameterPeriod(3, one),))
        for day in DAYS:
            assert value_on(found, day) == (3 if one.contains(day) else value_on(before, day))
            assert sum(period.in_force.contains(day) for period in found) == 1
        assert all(first.value != second.value for first, second in pairwise(found))


def test_of_two_periods_that_hold_a_day_the_later_one_counts() -> None:
    old, new = ParameterPeriod(1, Interval()), ParameterPeriod(2, Interval(DAYS[2]))
    for periods in ((old, new), (new, old)):
        assert [value_on(periods, day) for day in DAYS] == [1, 1, 2, 2, 2, 2]
        found = replaced(periods, ())
        assert [period.value for period in found] == [1, 2]
    assert value_on((), FIRST) is None


def test_a_choice_among_values_is_that_of_the_day() -> None:
    held_for = [(1, None, DAYS[1]), (2, DAYS[2], DAYS[2]), (1, DAYS[3], DAYS[3])]
    periods = tuple(ParameterPeriod(v, Interval(start, end)) for v, start, end in held_for)
    chosen = chosen_by(model.AsOf(), Parameter("p", None, Scalar.WHOLE, periods))

    def on(day: date, choice: Any) -> Any:
        if isinstance(choice, model.Constant):
            return choice.value
        assert isinstance(choice, model.Choose)
        assert isinstance(choice.condition, model.Apply)
        assert choice.condition.operation.name == "at_most"
        reached = day <= choice.condition.operands[1].value
        return on(day, choice.consequence if reached else choice.alternative)

    assert [on(day, chosen) for day in DAYS] == [1, 1, 2, 1, None, None]
    assert chosen.type is Scalar.WHOLE
    one = Parameter("p", None, Scalar.WHOLE, (ParameterPeriod(7, Interval()),))
    assert chosen_by(model.AsOf(), one) == model.Constant(7, Scalar.WHOLE)
