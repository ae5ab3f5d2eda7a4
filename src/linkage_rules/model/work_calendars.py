"""Calendars that a policy declares: which days are worked, and which notice says so.

On the days that a calendar covers those of the weekend rest, holidays rest as well and make-up
workdays are worked.
"""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from attrs import field, fields, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.norms import Citation
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.values import NEVER
from linkage_rules.model.working_days import WEEKEND, Table, Weekday, table_of


@frozen
class DaysListed:
    """Listed days of a calendar: holidays or, if ``worked``, make-up workdays; both ends are
    included."""

    worked: bool
    first: date
    last: date
    label: str | None = None
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    layer: str = field(default="", eq=False, repr=False, kw_only=True)

    __repr__ = in_brief

    def contains(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.first <= day <= self.last


@frozen(slots=False)
class WorkCalendar:
    """Which days are working days, from ``start`` to ``end``.

    Of two lines of ``listed`` that name a day the later one counts: it is that of an overlay, whose
    lines stand behind those below. ``layer`` is the policy that declares the calendar.
    """

    name: str
    label: str | None
    start: date
    end: date
    weekend: tuple[Weekday, ...] = WEEKEND
    listed: tuple[DaysListed, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    layer: str = field(default="", eq=False, repr=False, kw_only=True)
    __repr__ = in_brief

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the lines of the policy that declares the calendar, each once."""
        own = (line for line in self.listed if line.layer == self.layer)
        return tuple(dict.fromkeys(one for line in own for one in line.citations))

    def __getstate__(self) -> dict[str, object]:
        # Cached properties are not pickled; they are worked out again in the other process.
        return {one.name: getattr(self, one.name) for one in fields(type(self))}

    def __hash__(self) -> int:
        return hash((self.name, self.start, self.end, len(self.listed)))

    def covers(self, day: date) -> bool:
        """Whether the calendar covers a day, so that it is known whether that is a working day."""
        return self.start <= day <= self.end

    def is_worked(self, day: date) -> bool | None:
        """Whether a day is a working day; ``None`` for one that is not covered.

        >>> year = WorkCalendar("c", None, date(2024, 1, 1), date(2024, 12, 31))
        >>> year.is_worked(date(2024, 1, 6)), year.is_worked(date(2025, 1, 6))
        (False, None)
        """
        if not self.covers(day):
            return None
        return self.status(day)[0]

    def status(self, day: date) -> tuple[bool, DaysListed | None]:
        """Whether a day is worked, and the listed line that decides it; None where the weekday
        does."""
        line = next((one for one in reversed(self.listed) if one.contains(day)), None)
        return (Weekday(day.weekday()) not in self.weekend if line is None else line.worked), line

    @cached_property
    def rows(self) -> dict[str, Any]:
        """The operations that count by this calendar, by name; filled as they are asked for."""
        return {}

    @cached_property
    def table(self) -> Table:
        """The tables in which working days are looked up."""
        lines = ((line.first, line.last, line.worked) for line in self.listed)
        return table_of(self.start, self.end, self.weekend, lines)

    def in_year(self, year: int) -> int:
        """How many days of a year are known to be working days.

        >>> WorkCalendar("c", None, date(2024, 1, 1), date(2024, 12, 31)).in_year(2024)
        262
        """
        ordinals = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        return sum(day in ordinals for day in self.table.days)

    def stretches(self, other: "WorkCalendar") -> Iterator[tuple[date, date, bool | None]]:
        """The days on which this calendar differs from ``other``, as stretches in order.

        Each with what this calendar says: whether they are worked, ``None`` where it does not cover
        them.
        """
        first = min(self.start, other.start).toordinal()
        last = max(self.end, other.end).toordinal()
        days = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
        for (is_worked, before), run in groupby(
            days, key=lambda day: (self._said(day), other._said(day))
        ):
            found = [*run]
            if is_worked is not before:
                yield found[0], found[-1], is_worked

    def _said(self, day: date) -> bool | None:
        if not self.covers(day):
            return None
        place = day.toordinal() - self.table.first
        return self.table.up_to[place + 1] > self.table.up_to[place]

    def written(self) -> str:
        """A text of all days that the calendar lists and covers: the same text for the same
        days."""
        lines = (f"{'+' if d.worked else '-'}{d.first}/{d.last}" for d in self.listed)
        weekend = ",".join(str(day.value) for day in self.weekend)
        return " ".join((self.name, f"{self.start}/{self.end}", weekend, *lines))

    def wanted(self, days: Collection[date], back: bool) -> int:
        """The year that the calendar has to be extended by before something can be counted from
        ``days``.

        ``back`` says that it is counted backwards. It is the earliest year of a day that is in no
        covered year; if there is none, the year next to those covered, after or before them. A year
        that is covered in part counts as covered.

        >>> year = WorkCalendar("c", None, date(2024, 1, 1), date(2026, 12, 28))
        >>> year.wanted([date(2026, 12, 30)], False), year.wanted([date(2024, 1, 2)], True)
        (2027, 2023)
        """
        known = range(self.start.year, self.end.year + 1)
        years = [day.year for day in days if day != NEVER and not self.covers(day)]
        lacking = [year for year in years if year not in known]
        if lacking:
            return min(lacking)
        after = any(day > self.end for day in days if day != NEVER)
        return self.start.year - 1 if back and not after else self.end.year + 1
