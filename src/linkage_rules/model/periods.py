"""Years, half-years, quarters and months of the calendar, each from its first day to its last."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, Final

from linkage_rules.model.types import RecordType
from linkage_rules.model.values import NEVER, Record

MOST_PERIODS: Final = 1_200
"""The most periods that a list of them can have: the months of a century."""

CALENDAR_PERIOD: Final = RecordType("calendar_period", "日历期间", ())
"""The type of a period of the calendar. It has no fields: operations give its first and last
day."""


class Unit(IntEnum):
    """A kind of period of the calendar; the value is its length in months."""

    YEAR = 12
    HALF_YEAR = 6
    QUARTER = 3
    MONTH = 1

    def number(self, day: date) -> int:
        """The number of the period in which a day lies, counted from the year 0.

        >>> Unit.QUARTER.number(date(2024, 4, 1)) - Unit.QUARTER.number(date(2024, 3, 31))
        1
        """
        return (12 * day.year + day.month - 1) // self

    def first_day(self, number: int) -> date:
        """The first day of the period of a number.

        >>> Unit.HALF_YEAR.first_day(Unit.HALF_YEAR.number(date(2024, 8, 15)))
        datetime.date(2024, 7, 1)
        """
        return date(number * self // 12, number * self % 12 + 1, 1)

    def last_day(self, number: int) -> date:
        """The last day of the period of a number; not to be asked of the one that would end on
        `NEVER`."""
        return self.first_day(number + 1) - timedelta(days=1)


def period(start: date, end: date) -> Record:
    """A period of the calendar as a value."""
    return {"start": start, "end": end}


def periods(unit: Unit, start: date, end: date) -> tuple[Record, ...] | None:
    """The periods of the calendar in which a day from ``start`` to ``end`` lies, in their order.

    There is none where ``end`` is before ``start``. Unknown where ``end`` never comes, where they
    are more than `MOST_PERIODS`, and where the last of them would end with the calendar.

    >>> [str(q["start"]) for q in periods(Unit.QUARTER, date(2024, 3, 31), date(2024, 4, 1))]
    ['2024-01-01', '2024-04-01']
    >>> periods(Unit.MONTH, date(2024, 4, 1), date(2024, 3, 31))
    ()
    """
    if end == NEVER:
        return None
    if end < start:
        return ()
    first, last = unit.number(start), unit.number(end)
    if is_too_many(unit, start, end) or last == unit.number(NEVER):
        return None
    return tuple(period(unit.first_day(n), unit.last_day(n)) for n in range(first, last + 1))


def is_too_many(unit: Unit, start: date, end: date) -> bool:
    """Whether more than `MOST_PERIODS` periods meet the days from ``start`` to ``end``."""
    return unit.number(end) - unit.number(start) >= MOST_PERIODS


def named(value: Mapping[str, Any]) -> tuple[str, str]:
    """What people call a period of the calendar, in English and Chinese.

    >>> named(period(date(2024, 4, 1), date(2024, 6, 30)))
    ('Q2 2024', '2024年第2季度')
    """
    start, end = value["start"], value["end"]
    year, months = start.year, end.month - start.month + 1
    place = (start.month - 1) // months + 1
    match Unit(months):
        case Unit.YEAR:
            return f"{year}", f"{year}年"
        case Unit.HALF_YEAR:
            return f"H{place} {year}", f"{year}年{'上下'[place - 1]}半年"
        case Unit.QUARTER:
            return f"Q{place} {year}", f"{year}年第{place}季度"
        case Unit.MONTH:
            return f"{year}-{place:02}", f"{year}年{place}月"
