"""Days moved by periods, and how far apart they are, held against counting them out."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.model.values import (
    NEVER,
    Percent,
    Period,
    exceeds,
    is_decimal,
    months_between,
    shift,
    shift_up,
    whole_if_possible,
    years_between,
)

DAYS = [
    *(date(2023, 12, 30) + timedelta(n) for n in range(5)),
    *(date(2024, 2, 27) + timedelta(n) for n in range(5)),
    *(date(2023, 2, 26) + timedelta(n) for n in range(5)),
    *(date(2023, 4, 29) + timedelta(n) for n in range(4)),
]


def month_later(day: date, months: int, up: bool) -> date:
    """Counted out: to the month, and there to the day, or what stands for it."""
    number = 12 * day.year + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    return date(year, month, last) + timedelta(days=up)


@pytest.mark.parametrize("months", [0, 1, 2, 6, 11, 12, 13, 24])
def test_months_come_first_then_days(months: int) -> None:
    for day in DAYS:
        for days in (0, 1, 31, 366):
            for sign in (1, -1):
                moved = {up: month_later(day, sign * months, up) for up in (False, True)}
                later = {up: one + timedelta(sign * days) for up, one in moved.items()}
                assert shift(day, Period(months, days), sign) == later[False]
                assert shift_up(day, Period(months, days), sign) == later[True]


@pytest.mark.parametrize("move", [shift, shift_up])
@pytest.mark.parametrize(
    ("day", "period", "sign", "moved"),
    [
        (date(1, 1, 1), Period(days=1), -1, None),
        (date(1, 1, 2), Period(days=1), -1, date(1, 1, 1)),
        (date(1, 1, 31), Period(months=1), -1, None),
        (date(1, 2, 1), Period(months=1), -1, date(1, 1, 1)),
        (date(9999, 12, 29), Period(days=1), 1, date(9999, 12, 30)),
        (date(9999, 12, 30), Period(days=1), 1, None),
        (date(9999, 11, 30), Period(months=1), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), Period(months=1), 1, None),
        (date(2023, 1, 1), Period(months=10**18), 1, None),
        (date(2023, 1, 1), Period(days=10**18), -1, None),
        (NEVER, Period(1, 1), 1, NEVER),
        (NEVER, Period(1, 1), -1, NEVER),
    ],
)
def test_there_are_no_days_before_the_first_nor_behind_the_last(
    move: Any, day: date, period: Period, sign: int, moved: date | None
) -> None:
    assert move(day, period, sign) == moved


def test_months_between_are_as_many_as_fit() -> None:
    for start in DAYS:
        for end in DAYS:
            months, years = months_between(start, end), years_between(start, end)
            if start > end:
                assert months == -months_between(end, start)
                assert years == -years_between(end, start)
                continue
            fitting = [n for n in range(30) if month_later(start, n, False) <= end]
            assert months == max(fitting)
            assert years == max(fitting) // 12


@pytest.mark.parametrize(
    ("number", "whole", "decimal"),
    [
        (Fraction(4, 2), int, True),
        (Fraction(3, 8), Fraction, True),
        (Fraction(7, 50), Fraction, True),
        (Fraction(1, 3), Fraction, False),
        (Fraction(1, 60), Fraction, False),
        (3, int, True),
    ],
)
def test_what_is_whole_and_what_has_decimals(number: Any, whole: type, decimal: bool) -> None:
    assert type(whole_if_possible(number)) is whole
    assert whole_if_possible(number) == number
    assert is_decimal(number) is decimal


@pytest.mark.parametrize(
    ("value", "other", "above"),
    [(3, 2, True), (2, 2, False), (1, 2, False), (None, 2, False), (3, None, False)],
)
def test_nothing_unknown_is_above_anything(value: Any, other: Any, above: bool) -> None:
    assert exceeds(value, other) is above


def test_the_opposite_of_percent_is_in_percent() -> None:
    assert (type(-Percent(7, 20)), -Percent(7, 20)) == (Percent, Fraction(-7, 20))
