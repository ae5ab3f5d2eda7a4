"""Working days, counted: the n-th of them from a day on, and how many lie between two days.

What is counted is looked up in two tables, of the working days up to each day and of the working
days themselves. A calendar covers a stretch of days; of any other day nothing is known.
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
"""The days of the week that rest where a calendar says nothing else."""


@frozen
class Table:
    """The working days of a calendar: ``days`` are all of them in order, by their ordinals, and
    ``up_to`` says of each day that is covered, from ``first`` on, how many come before it; a last
    number is how many there are."""

    first: int
    up_to: tuple[int, ...]
    days: tuple[int, ...]

    def place(self, day: date) -> int | None:
        """How many days of the calendar lie before a day; ``None`` for one it does not cover."""
        place = day.toordinal() - self.first
        return place if 0 <= place < len(self.up_to) - 1 else None

    def day(self, number: int) -> date | None:
        """The working day of that number, from nought on."""
        return date.fromordinal(self.days[number]) if 0 <= number < len(self.days) else None


class Calendar(Protocol):
    """By what working days are counted: a name, the days that are covered, and the table."""

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
    """The working days between two days, both included.

    Lines say of the days from one to another whether they are worked, whatever their weekday is; of
    two lines that speak of a day the later one counts.

    >>> fortnight = date(2024, 1, 1), date(2024, 1, 14)
    >>> holiday = date(2024, 1, 1), date(2024, 1, 1), False
    >>> len(table_of(*fortnight, WEEKEND, [holiday]).days)
    9
    """
    first, last = start.toordinal(), end.toordinal()
    resting = {day.value for day in weekend}
    # Day 1 of the ordinals was a Monday.
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
    """The n-th working day later than a day, which is not counted itself; n is at least 1.

    Unknown where the day or the result is not covered. What never happens stays so.

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
    """The n-th working day earlier than a day, which is not counted itself; n is at least 1."""

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
    """How many working days lie behind one day up to another, that one included.

    Where the other is first it is the same with the two exchanged and a minus sign.

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
    """The day itself where it is a working day, else the next one."""
    return _settled(calendar, lambda up_to, place: up_to[place])


def on_or_before(calendar: Calendar) -> _OneDay:
    """The day itself where it is a working day, else the last one before it."""
    return _settled(calendar, lambda up_to, place: up_to[place + 1] - 1)


def _settled(calendar: Calendar, which: Callable[[Sequence[int], int], int]) -> _OneDay:
    """The working day that a day stands for, by how many there are up to each place."""

    def means(day: date) -> date | None:
        if day == NEVER:
            return NEVER
        table = calendar.table
        place = table.place(day)
        return None if place is None else table.day(which(table.up_to, place))

    return means
