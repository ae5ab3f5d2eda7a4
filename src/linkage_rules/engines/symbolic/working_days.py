"""Working days for the solver: a function from a day to the number of working days up to it.

The solver is told what is true of every calendar (from a day to a later one the number grows by no
more than the days between, and never shrinks) and a few bounds of the calendar at hand. That proves
most questions. A solution need not fit the calendar: then what is wrong is corrected and the
question put again, see `WorkingDays.corrected`.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

from attrs import define, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.terms import Bool, Quantity, all_of, chosen, implied
from linkage_rules.model.working_days import Calendar

_AROUND: Final = 7
"""How many days around a mistaken one are given exactly as in the calendar."""


@frozen(eq=False)
class _Point:
    """A day up to which is counted: its ordinal, and the number of working days up to it."""

    ordinal: Quantity
    count: Quantity


@define(eq=False)
class WorkingDays:
    """Counts the working days of one calendar. ``constraints`` hold what is true of all counts."""

    calendar: Calendar
    number: int
    constraints: list[Bool]
    _points: dict[int, _Point] = field(factory=dict, init=False)
    """By the id that z3 gives the term of the ordinal."""
    _numbered: dict[int, tuple[Quantity, Bool, Quantity]] = field(factory=dict, init=False)
    """The working days that were asked for by their number, by the id that z3 gives that term."""
    _apart: dict[tuple[int, bool], tuple[int, int]] = field(factory=dict, init=False)
    _band: tuple[int, int] | None = field(default=None, init=False)

    @property
    def _name(self) -> str:
        return f"working#{self.number}"

    @property
    def first(self) -> int:
        """The ordinal of the first day that is covered."""
        return self.calendar.table.first

    @property
    def last(self) -> int:
        """The ordinal of the last day that is covered."""
        return self.first + len(self.calendar.table.up_to) - 2

    @property
    def total(self) -> int:
        """How many working days there are."""
        return len(self.calendar.table.days)

    def covers(self, ordinal: Quantity) -> Bool:
        """Whether a day lies within the calendar."""
        return terms.between(self.first, ordinal, self.last)

    def up_to(self, ordinal: Quantity) -> Quantity:
        """How many working days there are up to a day, that day included.

        It has a meaning for the days of the calendar and for the day before the first.
        """
        if terms.is_constant(ordinal):
            place = min(max(ordinal - self.first + 1, 0), self.last - self.first + 1)
            return self.calendar.table.up_to[place]
        if ordinal.get_id() not in self._points:
            point = _Point(ordinal, terms.function(self._name, ordinal))
            self._points[ordinal.get_id()] = point
            self.constraints += self._held(point)
        return self._points[ordinal.get_id()].count

    def nth(self, number: Quantity) -> tuple[Bool, Quantity]:
        """The working day with a number, counted from one: whether it exists, and its ordinal."""
        if terms.is_constant(number):
            there = 1 <= number <= self.total
            return there, self.calendar.table.days[number - 1] if there else 0
        if number.get_id() in self._numbered:
            return self._numbered[number.get_id()][1:]
        there = terms.between(1, number, self.total)
        day = terms.whole(f"working_day#{self.number}#{len(self._numbered)}")
        self._numbered[number.get_id()] = (number, there, day)
        before = terms.plus(day, -1)
        found = (
            self.covers(day),
            terms.equal(self.up_to(day), number),
            terms.equal(self.up_to(before), terms.minus(number, 1)),
        )
        self.constraints.append(implied(there, all_of(found)))
        return there, day

    def hold_apart(
        self, number: int, day: Quantity, found: Quantity, valid: Bool, further: bool
    ) -> None:
        """Constrain how far the working day lies from the day that it is counted from."""
        if (number, further) not in self._apart:
            self._apart[number, further] = self._days_apart(number, further)
        least, most = self._apart[number, further]
        between = terms.between(least, terms.minus(found, day), most)
        self.constraints.append(implied(valid, between))

    def _days_apart(self, number: int, further: bool) -> tuple[int, int]:
        table = self.calendar.table
        up_to, days = table.up_to, table.days
        numbers = (
            (place, up_to[place + 1] + number - 1 if further else up_to[place] - number)
            for place in range(self.last - self.first + 1)
        )
        apart = [
            days[nth] - (self.first + place) for place, nth in numbers if 0 <= nth < self.total
        ]
        return min(apart, default=0), max(apart, default=0)

    def _inside(self, ordinal: Quantity) -> Bool:
        return terms.between(self.first - 1, ordinal, self.last)

    def _held(self, point: _Point) -> Iterator[Bool]:
        """Bounds on a count that follow from the share of working days in the calendar."""
        if self._band is None:
            shares = [self._share(place, n) for place, n in enumerate(self.calendar.table.up_to)]
            self._band = min(shares), max(shares)
        share = self._share(terms.minus(point.ordinal, self.first - 1), point.count)
        inside = self._inside(point.ordinal)
        yield implied(inside, terms.between(self._band[0], share, self._band[1]))
        yield implied(inside, terms.between(0, point.count, self.total))

    def _share(self, place: Quantity, count: Quantity) -> Quantity:
        days = self.last - self.first + 1
        return terms.minus(terms.times(days, count), terms.times(self.total, place))

    def exactly(self) -> Iterator[Bool]:
        """The constraints that restrict solutions to the calendar."""
        for point in self._points.values():
            counted = self._written_out(point.ordinal)
            yield implied(self._inside(point.ordinal), terms.equal(point.count, counted))

    def _written_out(self, ordinal: Quantity) -> Quantity:
        """The count up to a day, as a choice among stretches of days of one kind."""
        up_to = self.calendar.table.up_to
        grows = [after > before for before, after in pairwise(up_to)]
        starts = [0, *(p + 1 for p, (a, b) in enumerate(pairwise(grows)) if a is not b)]

        def among(low: int, high: int) -> Quantity:
            if high - low == 1:
                place = starts[low]
                if not grows[place]:
                    return up_to[place]
                return terms.plus(ordinal, up_to[place] - place - self.first + 1)
            middle = (low + high) // 2
            reached = terms.less(self.first - 1 + starts[middle], ordinal)
            return chosen(reached, among(middle, high), among(low, middle))

        return among(0, len(starts))

    def corrected(self, settled: Callable[[Quantity], Any]) -> tuple[Bool, ...]:
        """What is true of the calendar and violated by a solution; empty where it violates nothing.

        ``settled`` gives the value of a term in the solution.
        """
        found = [(settled(p.ordinal), settled(p.count), p) for p in self._points.values()]
        inside = [one for one in found if self.first - 1 <= one[0] <= self.last]
        inside.sort(key=lambda one: one[0])
        apart = tuple(
            self._growth(one, other)
            for (day, count, one), (later, more, other) in pairwise(inside)
            if not 0 <= more - count <= later - day
        )
        if apart:
            return apart
        wrong = [(day, point) for day, count, point in inside if count != self.up_to(day)]
        around = {day: self._around(day) for day, _ in wrong}
        told = [
            terms.equal(terms.function(self._name, day), self.up_to(day))
            for day in sorted({near for days in around.values() for near in days})
        ]
        edges = [
            self._growth(point, _Point(edge, self.up_to(edge)))
            for day, point in wrong
            for edge in (around[day][0], around[day][-1])
        ]
        return (*told, *edges)

    def _around(self, ordinal: int) -> range:
        first, last = max(ordinal - _AROUND, self.first - 1), min(ordinal + _AROUND, self.last)
        return range(first, last + 1)

    def _growth(self, one: _Point, other: _Point) -> Bool:
        """The constraint that from a day to a later one the count grows by no more than the days
        between."""

        def grows(first: _Point, second: _Point) -> Bool:
            days = terms.minus(second.ordinal, first.ordinal)
            more = terms.minus(second.count, first.count)
            in_order = (
                terms.at_most(first.ordinal, second.ordinal),
                self._inside(first.ordinal),
                self._inside(second.ordinal),
            )
            return implied(all_of(in_order), terms.between(0, more, days))

        return all_of((grows(one, other), grows(other, one)))
