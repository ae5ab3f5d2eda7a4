"""Calendar arithmetic in a query, with the month-end rule of the language."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import ibis
import ibis.expr.operations as ops

from linkage_rules.engines.tabular.columns import Column, as_number, compare, folded, is_literal
from linkage_rules.engines.tabular.numbers import literal
from linkage_rules.engines.tabular.values import Cell, Elements, Nested, PeriodColumns, Plain
from linkage_rules.model.operations import Comparison
from linkage_rules.model.periods import MOST_PERIODS, Unit
from linkage_rules.model.values import NEVER

_NEVER: Final = ibis.literal(NEVER, "date")
_LONGEST: Final = {"M": 120_000, "D": 4_000_000}
"""Longer periods lead from any day out of the years 1 to 9999."""

_IN_A_YEAR: Final = {"M": 12, "D": 366}


def shift(day: Plain, period: PeriodColumns, sign: int) -> Plain:
    """A date plus or minus a period, months first; a day outside the years 1 to 9999 is unknown.

    `NEVER` is not moved, and no day is moved onto it.
    """
    moved = _moved(day.column, period.months, sign, "M")
    moved = _moved(moved, period.days, sign, "D")
    never = (day.column == _NEVER) & period.months.notnull()
    return Plain(never.cases((True, _NEVER), (False, moved.nullif(_NEVER))))


def finite(day: Plain) -> Plain:
    """The day where it is one of the calendar; NULL for `NEVER`."""
    return Plain(day.column.nullif(_NEVER))


def _moved(day: Column, amount: Column, sign: int, unit: str) -> Column:
    if is_literal(amount, 0):
        return day
    most = _LONGEST[unit]
    bounded = amount.clip(-most, most).cast("int32")
    if sign < 0 and not _is_short(amount, unit):
        # No earlier than the year before the first: PostgreSQL has no days of 5000 BC.
        first = (day.year() + 1) * _IN_A_YEAR[unit]
        bounded = (bounded > first).cases((True, first.cast("int32")), (False, bounded))
    moved = day + (bounded if sign > 0 else -bounded).as_interval(unit)
    return moved.year().between(1, 9999).cases((True, moved), else_=ibis.null("date"))


def extreme(days: Sequence[Plain], comparison: Comparison) -> Plain:
    """The earliest or latest of several days; unknown where one is."""

    def chosen(one: Column, other: Column) -> Column:
        return compare(comparison, one, other).cases((True, one), (False, other))

    return Plain(folded([day.column for day in days], chosen))


def days_between(start: Plain, end: Plain) -> Column:
    """The number of days from one day to another; negative when the second comes first."""
    start, end = finite(start), finite(end)
    return end.column.delta(start.column, unit="day").cast("int64")


def months_between(start: Plain, end: Plain) -> Column:
    """The number of whole months from one day to another; negative when the second comes first."""
    one, other = finite(start).column, finite(end).column
    forward, backward = _months(one, other), _months(other, one)
    return (one <= other).cases((True, forward), (False, literal(0) - backward))


def _months(first: Column, second: Column) -> Column:
    """Whole months between two days in order. The last day of a month also stands for the days that
    the month does not have."""
    year, month, day = second.year(), second.month().cast("int64"), second.day()
    in_february = 28 + as_number(_is_leap(year)).cast("int64")
    length = month.cases((2, in_february), *((short, 30) for short in (4, 6, 9, 11)), else_=31)
    short = (first.day() > day) & (day < length)
    months = 12 * (year.cast("int64") - first.year().cast("int64"))
    return months + (month - first.month().cast("int64")) - as_number(short).cast("int64")


def part_of(day: Plain, part: str) -> Column:
    """The year, quarter or month of a day."""
    found: Column = getattr(finite(day).column, part)()
    return found.cast("int64")


def periods(unit: Unit, start: Plain, end: Plain) -> Elements:
    """The periods of the calendar between two days, both included, each held as its first day.

    They are made from a range of numbers from 0 on, the only list that a query engine can generate.
    """
    first, last = (_number(unit, day.column) for day in (start, end))
    several = (start.column <= end.column).cases((True, last - first + 1), (False, 0))
    # `NEVER` lies in the last period of the calendar, of which there is no list.
    count = (last == unit.number(NEVER)).cases((False, several))
    # Engines may evaluate both branches of a choice and fail on an endless list, so the count is
    # bounded in any case.
    bounded = ibis.least(ibis.coalesce(count, 0), MOST_PERIODS).cast("int64")
    numbers = ibis.range(0, bounded)
    listed = numbers.map(lambda place: _first_day(unit, first + place).cast("date"))
    length = ibis.interval(months=unit.value)

    def element(begins: Column) -> Cell:
        edges = {"start": begins, "end": (begins + length - _ONE_DAY).cast("date")}
        return Nested(lambda edge: Plain(edges[edge]), ibis.literal(True))

    return Elements((count <= MOST_PERIODS).cases((True, listed)), element)


def first_day(unit: Unit, day: Plain) -> Plain:
    """The first day of the period in which a day lies; `NEVER` stays `NEVER`."""
    found = _first_day(unit, _number(unit, day.column)).cast("date")
    return Plain(_is_never(day).cases((True, _NEVER), (False, found)))


def last_day(unit: Unit, day: Plain) -> Plain:
    """The last day of the period in which a day lies; NULL for the last period of the calendar."""
    number = _number(unit, day.column)
    # Engines may evaluate both branches of a choice, and there is no day after the end of the
    # calendar.
    last = unit.number(NEVER) - 1
    found = (_first_day(unit, ibis.least(number, last) + 1) - _ONE_DAY).cast("date")
    ends = (number > last).cases((True, ibis.null("date")), (False, found))
    return Plain(_is_never(day).cases((True, _NEVER), (False, ends)))


def _is_never(day: Plain) -> Column:
    return day.column == _NEVER


_EPOCH: Final = date(2000, 1, 1)
_ONE_DAY: Final = ibis.interval(days=1)


def _number(unit: Unit, day: Column) -> Column:
    """The number of the period in which a day lies; see `linkage_rules.model.periods.Unit`."""
    op = day.op()
    if isinstance(op, ops.Literal) and op.value is not None:
        return literal(unit.number(op.value))
    before = (day.month().cast("int64") - 1) // unit.value
    return day.year().cast("int64") * (12 // unit.value) + before


def _first_day(unit: Unit, number: Column) -> Column:
    months = number * unit.value - (12 * _EPOCH.year + _EPOCH.month - 1)
    return ibis.literal(_EPOCH, "date") + months.cast("int32").as_interval("M")


def _is_short(amount: Column, unit: str) -> bool:
    """Whether a period is a literal of at most some centuries."""
    op = amount.op()
    # An unknown period is a literal NULL, too.
    known = isinstance(op, ops.Literal) and op.value is not None
    return known and op.value <= 1000 * _IN_A_YEAR[unit]


def years_between(start: Plain, end: Plain) -> Column:
    """Whole calendar years from one day to another; negative when the second comes first."""
    start, end = finite(start), finite(end)
    forward = _years(start.column, end.column)
    return (start.column <= end.column).cases(
        (True, forward), (False, -_years(end.column, start.column))
    )


def _years(first: Column, second: Column) -> Column:
    """Whole years between two days in order; the anniversary of 29 February in other years is the
    28th."""
    year = second.year()
    born, reached = _in_year(first), _in_year(second)
    due = ((born == 229) & ~_is_leap(year)).ifelse(228, born)
    return (year - first.year() - (reached < due).cast("int32")).cast("int64")


def _is_leap(year: Column) -> Column:
    return ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)


def _in_year(day: Column) -> Column:
    return day.month().cast("int32") * 100 + day.day().cast("int32")
