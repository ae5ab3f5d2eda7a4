"""Working days in a query: look-ups in two literal lists, of counts and of days.

Each look-up writes its list out once in the query. The list has a NULL at both ends, to which
``least`` and ``greatest`` move places outside of it, and unknown ones too, because they skip NULL.
"""

from collections.abc import Sequence
from typing import Any, Final

import ibis

from linkage_rules.engines.tabular.columns import Column
from linkage_rules.engines.tabular.values import Plain
from linkage_rules.model.values import NEVER
from linkage_rules.model.working_days import Calendar

_NEVER: Final = ibis.literal(NEVER, "date")


def after(calendar: Calendar, number: Any, day: Column) -> Plain:
    """The n-th working day later than a day."""
    counts = calendar.table.up_to[1:]
    some = _some(calendar, number)
    found = _day(calendar, _looked_up(counts, _place(calendar, day)) + some - 1)
    return _never_or(day, some >= 1, found)


def before(calendar: Calendar, number: Any, day: Column) -> Plain:
    """The n-th working day earlier than a day."""
    counts = calendar.table.up_to[:-1]
    some = _some(calendar, number)
    found = _day(calendar, _looked_up(counts, _place(calendar, day)) - some)
    return _never_or(day, some >= 1, found)


def between(calendar: Calendar, start: Column, end: Column) -> Column:
    """How many working days come after one day, up to and including another."""
    counts = calendar.table.up_to[1:]
    first, last = (_looked_up(counts, _place(calendar, day)) for day in (start, end))
    return (last - first).cast("int64")


def on_or_after(calendar: Calendar, day: Column) -> Plain:
    """The day itself where it is a working day, else the next one."""
    counts = calendar.table.up_to[:-1]
    found = _day(calendar, _looked_up(counts, _place(calendar, day)))
    return _never_or(day, ibis.literal(True), found)


def on_or_before(calendar: Calendar, day: Column) -> Plain:
    """The day itself where it is a working day, else the last one before it."""
    counts = calendar.table.up_to[1:]
    found = _day(calendar, _looked_up(counts, _place(calendar, day)) - 1)
    return _never_or(day, ibis.literal(True), found)


def _never_or(day: Column, holds: Column, found: Column) -> Plain:
    """A day that is counted from ``day``, where the calendar covers it; `NEVER` stays `NEVER`."""
    return Plain(holds.cases((True, (day == _NEVER).cases((True, _NEVER), (False, found)))))


def _some(calendar: Calendar, number: Any) -> Column:
    """A number of working days, bounded by what suffices to lead out of the calendar."""
    most = len(calendar.table.days) + 1
    if isinstance(number, int):
        return ibis.literal(min(max(number, 0), most), "int32")
    return number.clip(0, most).cast("int32")


def _place(calendar: Calendar, day: Column) -> Column:
    """How many days of the calendar lie before a day."""
    return day.delta(ibis.literal(calendar.start, "date"), unit="day")


def _day(calendar: Calendar, number: Column) -> Column:
    """The working day with a number; NULL for one that the calendar does not have."""
    first = calendar.table.first
    offset = _looked_up([day - first for day in calendar.table.days], number)
    return ibis.literal(calendar.start, "date") + offset.as_interval("D")


def _looked_up(numbers: Sequence[int], place: Column) -> Column:
    """The number at a place of a list; NULL for a place outside of it."""
    padded = ibis.literal([None, *numbers, None], "array<int32>")
    inside = ibis.least(ibis.greatest(place, -1), len(numbers)) + 1
    return padded[inside.cast("int32")]
