"""The values a policy computes with. Nothing here is a floating point number.

========== ===================================================================
yes/no     ``bool``
whole      ``int``
number     ``fractions.Fraction`` (or ``int``); `Percent` where it is written in percent
money      ``int`` fen; a computed share of an amount may be a ``Fraction`` of a fen
date       ``datetime.date``
period     `Period`
text, enum ``str`` (an enum value is the ASCII name of its member)
list       ``tuple`` of values
record     a mapping from field name to value
unknown    ``None``, of every type and at every level
========== ===================================================================
"""

import calendar
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen


@frozen
class Period:
    """A calendar period. Years are kept as twelve months each.

    >>> Period(months=36) == Period(months=3 * 12)
    True
    """

    months: int = 0
    days: int = 0


class Percent(Fraction):
    """A number that is written in percent.

    It equals the same number written otherwise. Results of arithmetic with it are plain numbers;
    only its negation is in percent, too.

    >>> Percent(7, 20) == Fraction(7, 20), type(Percent(7, 20) * 2), -Percent(1, 20)
    (True, <class 'fractions.Fraction'>, Percent(-1, 20))
    """

    __slots__ = ()

    def __neg__(self) -> "Percent":
        return Percent(-self.numerator, self.denominator)


Truth: TypeAlias = bool | None
Record: TypeAlias = Mapping[str, "Value"]
Value: TypeAlias = "bool | int | Fraction | date | Period | str | tuple[Value, ...] | Record | None"

UNKNOWN: Final = None
"""A fact nobody has reported. It is a value like any other, never an error."""

NEVER: Final = date.max
"""The known value of a day that has not come: later than every day, and no day of a calendar.

In a record, a table or a policy 9999-12-31 means it too, as many systems write it."""

MAX_MAGNITUDE: Final = 10**18
"""The largest whole number, amount in fen, numerator or denominator a record or policy may hold."""


def whole_if_possible(number: Any) -> Any:
    """A whole number where a fraction is one: equal values look equal.

    >>> whole_if_possible(Fraction(4, 2))
    2
    """
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 else number


def is_decimal(number: int | Fraction) -> bool:
    """Whether a number can be written with finitely many decimals.

    >>> is_decimal(Fraction(3, 8)), is_decimal(Fraction(1, 3))
    (True, False)
    """
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def exceeds(value: Value, other: Value) -> bool:
    """Whether one value is greater than another of the same ordered type; no if one is unknown.

    >>> exceeds(3, 2), exceeds(date(2023, 1, 1), date(2023, 1, 1)), exceeds(None, 2)
    (True, False, False)
    """
    if value is UNKNOWN or other is UNKNOWN:
        return False
    # The caller knows that both are of one type with an order; the values do not say so.
    return value > other  # type: ignore[operator]


def shift(day: date, period: Period, sign: int) -> date | None:
    """``day`` plus (``sign`` 1) or minus (``sign`` -1) a period; months first, then days.

    A month without that day gives its last day, as in article 202 of the Civil Code of the PRC
    (没有对应日的，月末日为期间的最后一日). A day outside the years 1 to 9999 is unknown, and so is
    one that would be `NEVER`, which no period changes.

    >>> shift(date(2024, 2, 29), Period(months=12), 1)
    datetime.date(2025, 2, 28)
    >>> shift(date(9999, 12, 30), Period(days=1), 1) is None, shift(NEVER, Period(days=1), -1)
    (True, datetime.date(9999, 12, 31))
    """
    if day == NEVER:
        return NEVER
    months = day.year * 12 + day.month - 1 + sign * period.months
    year, month = months // 12, months % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return UNKNOWN
    last = calendar.monthrange(year, month)[1]
    ordinal = date(year, month, min(day.day, last)).toordinal() + sign * period.days
    if not date.min.toordinal() <= ordinal < NEVER.toordinal():
        return UNKNOWN
    return date.fromordinal(ordinal)


def shift_up(day: date, period: Period, sign: int) -> date | None:
    """Like `shift`, but a month without that day gives the first day of the next month.

    No policy can mean this; it serves to show where the rule of `shift` makes a difference.

    >>> shift_up(date(2024, 2, 29), Period(months=12), 1)
    datetime.date(2025, 3, 1)
    """
    last = shift(day, Period(period.months), sign)
    if last is None or last == NEVER:
        return last
    is_lacking = last.day < day.day
    return shift(last, Period(days=sign * period.days + is_lacking), 1)


def months_between(start: date, end: date) -> int:
    """The number of whole calendar months from ``start`` to ``end``, neither of them `NEVER`.

    Where ``start`` is first it is the largest n such that ``start`` plus n months is not after
    ``end``; where ``end`` is first it is the same with the two exchanged and a minus sign.

    >>> months_between(date(2023, 1, 31), date(2023, 2, 28))
    1
    >>> months_between(date(2023, 3, 14), date(2023, 1, 15))
    -1
    """
    if end < start:
        return -months_between(end, start)
    months = 12 * (end.year - start.year) + end.month - start.month
    # The last day of a month also stands for the days that the month does not have.
    is_last = end.day == calendar.monthrange(end.year, end.month)[1]
    return months if start.day <= end.day or is_last else months - 1


def years_between(start: date, end: date) -> int:
    """The number of whole calendar years from ``start`` to ``end``: the whole months over twelve.

    Where ``start`` is first it is the largest n such that ``start`` plus n years is not after
    ``end``; where ``end`` is first it is the same with the two exchanged and a minus sign.

    >>> years_between(date(2020, 2, 29), date(2021, 2, 28))
    1
    >>> years_between(date(2021, 2, 28), date(2020, 2, 29))
    -1
    >>> years_between(date(2023, 5, 1), date(2022, 5, 2))
    0
    """
    if end < start:
        return -years_between(end, start)
    return months_between(start, end) // 12
