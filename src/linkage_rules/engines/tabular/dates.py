"""Calendar arithmetic in a query, with the month-end rule of the language."""

from typing import Final

import ibis

from linkage_rules.engines.tabular.columns import Column, is_literal
from linkage_rules.engines.tabular.values import PeriodColumns, Plain

_LONGEST: Final = {"M": 120_000, "D": 4_000_000}
"""Longer periods lead out of the years 1 to 9999 from every day."""


def shift(day: Plain, period: PeriodColumns, sign: int) -> Plain:
    """A date plus or minus a period, months first; a day outside the years 1 to 9999 is unknown."""
    moved = _moved(day.column, period.months, sign, "M")
    return Plain(_moved(moved, period.days, sign, "D"))


def _moved(day: Column, amount: Column, sign: int, unit: str) -> Column:
    if is_literal(amount, 0):
        return day
    most = _LONGEST[unit]
    bounded = amount.clip(-most, most).cast("int32")
    moved = day + (bounded if sign > 0 else -bounded).as_interval(unit)
    return moved.year().between(1, 9999).cases((True, moved), else_=ibis.null("date"))


def years_between(start: Plain, end: Plain) -> Column:
    """Whole calendar years from one day to another; negative when the second comes first."""
    forward = _years(start.column, end.column)
    return (start.column <= end.column).cases(
        (True, forward), (False, -_years(end.column, start.column))
    )


def _years(first: Column, second: Column) -> Column:
    """Whole years between two days in order. The 29th of February has its day on the 28th."""
    year = second.year()
    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    born, reached = _in_year(first), _in_year(second)
    due = ((born == 229) & ~is_leap).ifelse(228, born)
    return (year - first.year() - (reached < due).cast("int32")).cast("int64")


def _in_year(day: Column) -> Column:
    return day.month().cast("int32") * 100 + day.day().cast("int32")
