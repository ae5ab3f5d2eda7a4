"""Calendar days as ordinals (day 1 is 0001-01-01), shifted and compared exactly as in the model.

A day that is taken apart is a month, counted from year 0, and a day in it; its ordinal is the days
before that month and the day. Months are moved and compared as months, days as days. The number of
days before a month is a formula that the solver can evaluate but hardly invert. So it is given two
theorems instead, which are true of every calendar day and easy to reason with: bounds of that
number, and that of two days the one with the smaller ordinal has the smaller month and day. What
they rule out is proved. A solution that they allow may not be made of real days: then
`Calendar.corrected` adds further facts about it.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any, Final

from attrs import define, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    all_of,
    any_of,
    chosen,
    implied,
)
from linkage_rules.engines.symbolic.working_days import WorkingDays
from linkage_rules.model import working_days

FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()
_FIRST_MONTH: Final = 12 * date.min.year
_LAST_MONTH: Final = 12 * date.max.year + 11
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# The calendar repeats itself after 4,800 months, which are 146,097 days.
_CYCLE: Final = (4800, 146_097)
_AHEAD: Final = (-1_768_086, -1_747_005)
"""The least and the largest value of 4800 × days before a month - 146097 × that month, for all
years."""


_NEAR: Final = 2
"""How many months around those of a mistaken solution are searched for a correct one."""


@frozen(eq=False)
class Day:
    """A day taken apart: ``months`` is its month counted from year 0, ``length`` the number of days
    in that month, ``before`` the number of days before it."""

    year: Quantity
    month: Quantity
    day: Quantity
    months: Quantity
    length: Quantity
    before: Quantity

    @property
    def ordinal(self) -> Quantity:
        """The ordinal of the day."""
        return terms.plus(self.before, self.day)


def _known(ordinal: int) -> Day:
    found = date.fromordinal(min(max(ordinal, FIRST_DAY), LAST_DAY))
    return Day(
        *(found.year, found.month, found.day),
        12 * found.year + found.month - 1,
        monthrange(found.year, found.month)[1],
        found.toordinal() - found.day,
    )


@frozen(eq=False)
class _Shift:
    """A day moved by a number of months, with the condition that the result is a day."""

    months: int
    valid: Bool
    start: Day
    end: Day


def is_day(ordinal: Quantity) -> Bool:
    return terms.between(FIRST_DAY, ordinal, LAST_DAY)


@define(eq=False)
class Calendar:
    """Takes days apart. ``constraints`` tie the parts to the ordinals.

    They are true of all days, so what they refute is proved; a solution need not be made of real
    days, see `corrected`.
    """

    constraints: list[Bool]
    _days: list[Day] = field(factory=list, init=False)
    _shifts: list["_Shift"] = field(factory=list, init=False)
    _counting: dict[working_days.Calendar, WorkingDays] = field(factory=dict, init=False)
    _taken_apart: dict[int, tuple[Quantity, Day]] = field(factory=dict, init=False)
    """By the ``id`` that z3 gives a term; the term is kept too, so that its id is not reused."""
    _in_months: dict[tuple[Day, int], tuple[Quantity, Day]] = field(factory=dict, init=False)

    def shifted(
        self,
        ordinal: Quantity,
        months: Quantity,
        days: Quantity,
        sign: int,
        counted_up: bool = False,
    ) -> tuple[Bool, Quantity]:
        """A day plus or minus a period, months first: whether the result is a day, and its ordinal.

        `NEVER` is not moved, and no day is moved onto it. Where a month lacks the day, the result
        is the last of that month or, with ``counted_up``, the first of the next one.
        """
        valid, result = self._shifted(ordinal, months, days, sign, counted_up)
        is_never = terms.equal(ordinal, LAST_DAY)
        moved = chosen(is_never, LAST_DAY, result)
        if (
            not any(map(terms.is_constant, (result, moved)))
            and result.get_id() in self._taken_apart
        ):
            # The parts of `NEVER` have no meaning, so those of the shifted day may be used in both
            # cases.
            self._taken_apart[moved.get_id()] = (moved, self._taken_apart[result.get_id()][1])
        return any_of((is_never, all_of((valid, terms.less(result, LAST_DAY))))), moved

    def _shifted(
        self, ordinal: Quantity, months: Quantity, days: Quantity, sign: int, counted_up: bool
    ) -> tuple[Bool, Quantity]:
        if terms.is_constant(months) and months == 0:
            result = terms.plus(ordinal, terms.times(sign, days))
            return is_day(result), result
        start = self.parts(ordinal)
        moved = terms.plus(start.months, terms.times(sign, months))
        valid, end = self._in_month(start, moved, sign * months, terms.is_constant(months))
        result = end.ordinal
        if counted_up:
            result = terms.plus(result, chosen(terms.less(end.day, start.day), 1, 0))
        result = terms.plus(result, terms.times(sign, days))
        return all_of((valid, is_day(result))), result

    def _in_month(
        self, start: Day, moved: Quantity, months: Quantity, is_constant: bool
    ) -> tuple[Bool, Day]:
        """The same day in the month that is ``months`` after another, and whether that is a month
        of the calendar.

        A result is kept, so that the same day in the same month is taken apart once.
        """
        valid = terms.between(_FIRST_MONTH, moved, _LAST_MONTH)
        if all(map(terms.is_constant, (moved, start.day))):
            return valid, _moved(start, moved) if valid else start
        key = start, moved if terms.is_constant(moved) else moved.get_id()
        if key not in self._in_months:
            end = self._free(start)
            self._in_months[key] = moved, end
            self.constraints.append(implied(valid, terms.equal(end.months, moved)))
            if is_constant:
                least, most = _days_in(months)
                apart = terms.minus(end.ordinal, start.ordinal)
                self.constraints.append(implied(valid, terms.between(least, apart, most)))
                self._keep_order(_Shift(months, valid, start, end))
            self._taken_apart[end.ordinal.get_id()] = (end.ordinal, end)
        return valid, self._in_months[key][1]

    def _keep_order(self, shift: "_Shift") -> None:
        """Constrain that of two days the later one stays later when both are moved by the same
        months."""
        for other in self._shifts:
            pairs = ((shift, other), (other, shift))
            self.constraints += [
                any_of(
                    (
                        terms.negated(all_of((one.valid, two.valid))),
                        terms.less(two.start.ordinal, one.start.ordinal),
                        terms.at_most(one.end.ordinal, two.end.ordinal),
                    )
                )
                for one, two in pairs
                if one.months <= two.months
            ]
        self._shifts.append(shift)

    def counting(self, calendar: working_days.Calendar) -> WorkingDays:
        """The counter of working days for a calendar, made once."""
        if calendar not in self._counting:
            counts = WorkingDays(calendar, len(self._counting), self.constraints)
            self._counting[calendar] = counts
        return self._counting[calendar]

    def years_between(self, start: Quantity, end: Quantity) -> Quantity:
        """Whole years from one day to another, negative where the other is first."""
        first, last = self.parts(start), self.parts(end)
        backwards = terms.times(-1, _whole_years(last, first))
        return chosen(terms.less(end, start), backwards, _whole_years(first, last))

    def months_between(self, start: Quantity, end: Quantity) -> Quantity:
        first, last = self.parts(start), self.parts(end)
        backwards = terms.times(-1, _whole_months(last, first))
        return chosen(terms.less(end, start), backwards, _whole_months(first, last))

    def parts(self, ordinal: Quantity) -> Day:
        """The month and day of an ordinal; without meaning where the ordinal is not a day."""
        if terms.is_constant(ordinal):
            return _known(ordinal)
        key = ordinal.get_id()
        if key not in self._taken_apart:
            taken = self._free()
            self._taken_apart[key] = (ordinal, taken)
            tied = terms.equal(ordinal, taken.ordinal)
            self.constraints.append(implied(is_day(ordinal), tied))
        return self._taken_apart[key][1]

    def first_of(self, months: Quantity) -> Quantity:
        """The first day of a month, which is counted from year 0."""
        return self._edge_of(months, lambda day: terms.equal(day.day, 1))

    def last_of(self, months: Quantity) -> Quantity:
        """The last day of a month."""
        return self._edge_of(months, lambda day: terms.equal(day.day, day.length))

    def _edge_of(self, months: Quantity, which: Callable[[Day], Bool]) -> Quantity:
        found = self._free()
        in_calendar = terms.between(_FIRST_MONTH, months, _LAST_MONTH)
        self.constraints += [implied(in_calendar, terms.equal(found.months, months)), which(found)]
        self._taken_apart[found.ordinal.get_id()] = (found.ordinal, found)
        return found.ordinal

    def _free(self, like: Day | None = None) -> Day:
        """A free day.

        With ``like`` it has the same place in its month as that day, or is the last of a month that
        lacks it.
        """
        number = len(self._days)
        year, month, day, months, length, before = (
            terms.whole(f"{part}#{number}")
            for part in ("year", "month", "day", "months", "length", "before")
        )
        in_month = (
            terms.between(1, day, length)
            if like is None
            else terms.equal(day, chosen(terms.less(length, like.day), length, like.day))
        )
        found = Day(year, month, day, months, length, before)
        ahead = terms.minus(terms.times(_CYCLE[0], before), terms.times(_CYCLE[1], months))
        self.constraints += [
            terms.between(date.min.year, year, date.max.year),
            terms.between(1, month, 12),
            terms.equal(months, terms.total((terms.times(12, year), month, -1))),
            terms.between(28, length, 31),
            terms.equal(length, _length(year, month)),
            in_month,
            terms.between(_AHEAD[0], ahead, _AHEAD[1]),
        ]
        self._days.append(found)
        return found

    def days_exactly(self) -> Iterator[Bool]:
        """The constraints that restrict solutions to real days."""
        return map(_counted, self._days)

    def exactly(self) -> Iterator[Bool]:
        """The constraints that restrict solutions to real days and to the working days of all
        calendars."""
        yield from self.days_exactly()
        for counts in self._counting.values():
            yield from counts.exactly()

    def miscounted(self, settled: Callable[[Quantity], Any]) -> tuple[Bool, ...]:
        """Theorems about working days that a solution violates."""
        return tuple(t for counts in self._counting.values() for t in counts.corrected(settled))

    def corrected(self, settled: Callable[[Quantity], Any]) -> "Correction | None":
        """Theorems about days and working days that a solution violates; None where it violates
        none.

        ``settled`` gives the value of a term in the solution.
        """
        found = [
            Day(*map(settled, (d.year, d.month, d.day, d.months, d.length, d.before)))
            for d in self._days
        ]
        true = [date(d.year, d.month, d.day).toordinal() for d in found]
        told = [d.ordinal for d in found]
        if told == true:
            miscounted = self.miscounted(settled)
            return Correction(miscounted, (), ()) if miscounted else None
        mistaken = [d for d, one, other in zip(self._days, told, true, strict=True) if one != other]
        # The check uses numbers, which costs the solver nothing; terms are made only for days that
        # are wrong.
        apart = [
            _in_order(self._days[one], self._days[other])
            for one, other in combinations(range(len(found)), 2)
            if not _in_order(found[one], found[other])
        ]
        return Correction(
            tuple(apart),
            tuple(map(_counted, mistaken)),
            tuple(
                tuple(_in_a_month_near(d, n, reach) for d, n in zip(self._days, true, strict=True))
                for reach in (0, _NEAR)
            ),
        )


@frozen
class Correction:
    """What is wrong about the days of a solution.

    ``theorems`` are true and rule the solution out, where there are any. ``exactly`` defines the
    mistaken days exactly; ``nearby`` are guesses at correct solutions.
    """

    theorems: tuple[Bool, ...]
    exactly: tuple[Bool, ...]
    nearby: tuple[tuple[Bool, ...], ...]


def _in_order(one: Day, other: Day) -> Bool:
    """The theorem that of two days the one in the earlier month is before the whole other month."""

    def first(earlier: Day, later: Day) -> Bool:
        over = terms.at_most(terms.plus(earlier.before, earlier.length), later.before)
        return implied(terms.less(earlier.months, later.months), over)

    alike = terms.equal(one.months, other.months), terms.equal(one.before, other.before)
    return all_of((first(one, other), first(other, one), implied(*alike)))


def _in_a_month_near(day: Day, ordinal: int, reach: int) -> Bool:
    """The condition that a day lies in the month of a known day, or in one of a few around it."""
    around = _known(ordinal).months
    months = range(max(around - reach, _FIRST_MONTH), min(around + reach, _LAST_MONTH) + 1)
    known = (_known(date(month // 12, month % 12 + 1, 1).toordinal()) for month in months)
    return any_of(
        all_of((terms.equal(day.months, one.months), terms.equal(day.before, one.before)))
        for one in known
    )


def _counted(day: Day) -> Bool:
    """The constraint that defines how many days lie before the month of a day."""
    years = terms.minus(day.year, 1)
    leaps = terms.total(
        terms.times(sign, terms.floor_over(years, number))
        for sign, number in ((1, 4), (-1, 100), (1, 400))
    )
    in_year: Quantity = 0
    for month in range(12, 1, -1):
        in_year = chosen(terms.equal(day.month, month), sum(_LENGTHS[: month - 1]), in_year)
    after_february = terms.less(2, day.month)
    leap_day = chosen(all_of((after_february, _is_leap(day.year))), 1, 0)
    return terms.equal(day.before, terms.total((terms.times(365, years), leaps, in_year, leap_day)))


def _moved(day: Day, months: int) -> Day:
    """A known day in another month, or the last day of that month."""
    year, month = divmod(months, 12)
    in_month = min(day.day, monthrange(year, month + 1)[1])
    return _known(date(year, month + 1, in_month).toordinal())


@cache
def _days_in(months: int) -> tuple[int, int]:
    """The least and the largest number of days that a number of months takes from any day."""
    # Whole cycles are set aside: any 4,800 months in a row have the same number of days.
    cycles, rest = divmod(months, _CYCLE[0])
    first = 12 * 2000
    lengths = [monthrange(*_year_and_month(first + n))[1] for n in range(_CYCLE[0])]
    before = [0]
    for length in (*lengths, *lengths):
        before.append(before[-1] + length)
    apart = [before[n + rest] - before[n] for n in range(_CYCLE[0])]
    # The last days of a long month are moved onto the last day of a short one.
    shorter = [min(0, lengths[(n + rest) % _CYCLE[0]] - lengths[n]) for n in range(_CYCLE[0])]
    whole = cycles * _CYCLE[1]
    return whole + min(map(sum, zip(apart, shorter, strict=True))), whole + max(apart)


def _year_and_month(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def _whole_years(start: Day, end: Day) -> Quantity:
    """The whole years from one day to a later one.

    The last day of a month also stands for the days that the month does not have.
    """
    reached = any_of(
        (
            terms.less(start.month, end.month),
            all_of(
                (
                    terms.equal(start.month, end.month),
                    any_of(
                        (
                            terms.at_most(start.day, end.day),
                            terms.equal(end.day, _length(end.year, end.month)),
                        )
                    ),
                )
            ),
        )
    )
    years = terms.minus(end.year, start.year)
    return chosen(reached, years, terms.minus(years, 1))


def _whole_months(start: Day, end: Day) -> Quantity:
    """The whole months from one day to a later one.

    The last day of a month also stands for the days that the month does not have.
    """
    reached = any_of((terms.at_most(start.day, end.day), terms.equal(end.day, end.length)))
    months = terms.minus(end.months, start.months)
    return chosen(reached, months, terms.minus(months, 1))


def _is_leap(year: Quantity) -> Bool:
    by_four, by_hundred, by_four_hundred = (
        terms.equal(terms.remainder(year, number), 0) for number in (4, 100, 400)
    )
    return all_of((by_four, any_of((terms.negated(by_hundred), by_four_hundred))))


def _length(year: Quantity, month: Quantity) -> Quantity:
    """The number of days of a month."""
    result: Quantity = 31
    for number, days in enumerate(_LENGTHS, 1):
        if number == 2:
            result = chosen(terms.equal(month, 2), chosen(_is_leap(year), 29, 28), result)
        elif days == 30:
            result = chosen(terms.equal(month, number), 30, result)
    return result


def contains(intervals: Iterable[tuple[date | None, date | None]], day: Quantity) -> Bool:
    """Whether a day lies in one of several intervals, both ends included."""
    return any_of(
        all_of(
            (
                True if start is None else terms.at_most(start.toordinal(), day),
                True if end is None else terms.at_most(day, end.toordinal()),
            )
        )
        for start, end in intervals
    )
