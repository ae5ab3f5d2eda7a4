"""Counting working days: the n-th one after a day, and how many lie between two days.

Both are looked up in two tables: the number of working days up to each day, and the working days
themselves. Days that a calendar does not cover give unknown results.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any, Final, Protocol, TypeAlias

from attrs import frozen

from linkage_rules.model.values import NEVER


class Weekday(Enum):
    """The days of the week, as `datetime.date.weekday` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


WEEKEND: Final = (Weekday.SATURDAY, Weekday.SUNDAY)
"""The days of the week that are not worked unless a calendar says otherwise."""


@frozen
class Table:
    """The tables of a calendar.

    ``days`` are the ordinals of all working days, in order. ``up_to`` holds for each covered day,
    from ``first`` on, how many working days come before it, and at the end how many there are in
    all.
    """

    first: int
    up_to: tuple[int, ...]
    days: tuple[int, ...]

    def place(self, day: date) -> int | None:
        """The place of a day in ``up_to``; ``None`` for a day that is not covered."""
        place = day.toordinal() - self.first
        return place if 0 <= place < len(self.up_to) - 1 else None

    def day(self, number: int) -> date | None:
        """The working day of that number, from nought on."""
        return date.fromordinal(self.days[number]) if 0 <= number < len(self.days) else None


class Calendar(Protocol):
    """What working days are counted by: a name, the days that are covered, and the tables."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str | None: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def table(self) -> Table: ...
    def written(self) -> str: ...
    def wanted(self, days: Collection[date], back: bool) -> int: ...
    @property
    def rows(self) -> dict[str, Any]: ...


def table_of(
    start: date,
    end: date,
    weekend: Iterable[Weekday],
    listed: Iterable[tuple[date, date, bool]],
) -> Table:
    """The tables for the days from ``start`` to ``end``, both included.

    Each line of ``listed`` says of the days from one to another whether they are worked, whatever
    their weekday is; of two lines that name a day the later one counts.

    >>> fortnight = date(2024, 1, 1), date(2024, 1, 14)
    >>> holiday = date(2024, 1, 1), date(2024, 1, 1), False
    >>> len(table_of(*fortnight, WEEKEND, [holiday]).days)
    9
    """
    first, last = start.toordinal(), end.toordinal()
    resting = {day.value for day in weekend}
    # The day with ordinal 1 was a Monday.
    worked = [(ordinal + 6) % 7 not in resting for ordinal in range(first, last + 1)]
    for since, until, is_worked in listed:
        reach = range(max(since.toordinal(), first), min(until.toordinal(), last) + 1)
        for ordinal in reach:
            worked[ordinal - first] = is_worked
    up_to = [0]
    for is_worked in worked:
        up_to.append(up_to[-1] + is_worked)
    days = (first + place for place, is_worked in enumerate(worked) if is_worked)
    return Table(first, tuple(up_to), tuple(days))


_OneDay: TypeAlias = Callable[[date], date | None]
_Counted: TypeAlias = Callable[[int, date], date | None]


def after(calendar: Calendar) -> _Counted:
    """A function giving the n-th working day after a day, which is not counted itself; n is at
    least 1.

    Its result is unknown where the day or the result is not covered. `NEVER` stays `NEVER`.

    >>> from linkage_rules.model.work_calendars import WorkCalendar
    >>> year = WorkCalendar("c", None, date(2024, 1, 1), date(2024, 12, 31))
    >>> after(year)(1, date(2024, 1, 5)), after(year)(300, date(2024, 1, 5))
    (datetime.date(2024, 1, 8), None)
    """

    def means(number: int, day: date) -> date | None:
        if number < 1:
            return None
        if day == NEVER:
            return NEVER
        table = calendar.table
        place = table.place(day)
        return None if place is None else table.day(table.up_to[place + 1] + number - 1)

    return means


def before(calendar: Calendar) -> _Counted:
    """A function giving the n-th working day before a day, which is not counted itself; n is at
    least 1."""

    def means(number: int, day: date) -> date | None:
        if number < 1:
            return None
        if day == NEVER:
            return NEVER
        table = calendar.table
        place = table.place(day)
        return None if place is None else table.day(table.up_to[place] - number)

    return means


def between(calendar: Calendar) -> Callable[[date, date], int | None]:
    """A function giving how many working days come after one day, up to and including another.

    Where the second day is the earlier one, the two are exchanged and the number is negative.

    >>> from linkage_rules.model.work_calendars import WorkCalendar
    >>> year = WorkCalendar("c", None, date(2024, 1, 1), date(2024, 12, 31))
    >>> between(year)(date(2024, 1, 5), date(2024, 1, 8)), between(year)(NEVER, NEVER)
    (1, None)
    """

    def means(start: date, end: date) -> int | None:
        table = calendar.table
        first, last = table.place(start), table.place(end)
        if first is None or last is None:
            return None
        return table.up_to[last + 1] - table.up_to[first + 1]

    return means


def on_or_after(calendar: Calendar) -> _OneDay:
    """A function giving the day itself where it is a working day, else the next working day."""
    return _settled(calendar, lambda up_to, place: up_to[place])


def on_or_before(calendar: Calendar) -> _OneDay:
    """A function giving the day itself where it is a working day, else the last one before it."""
    return _settled(calendar, lambda up_to, place: up_to[place + 1] - 1)


def _settled(calendar: Calendar, which: Callable[[Sequence[int], int], int]) -> _OneDay:
    """A function giving the working day that stands for a day.

    ``which`` finds its number in the table from ``up_to`` and the place of the day.
    """

    def means(day: date) -> date | None:
        if day == NEVER:
            return NEVER
        table = calendar.table
        place = table.place(day)
        return None if place is None else table.day(which(table.up_to, place))

    return means
