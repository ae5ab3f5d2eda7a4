"""Calendar days as ordinals (day 1 is 0001-01-01), shifted and compared exactly as in the model."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import define, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.terms import Bool, Quantity, all_of, any_of, chosen

FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen(eq=False)
class Day:
    """A day taken apart."""

    year: Quantity
    month: Quantity
    day: Quantity


def is_day(ordinal: Quantity) -> Bool:
    return terms.between(FIRST_DAY, ordinal, LAST_DAY)


@define(eq=False)
class Calendar:
    """Takes days apart. ``constraints`` hold what ties the parts to the whole."""

    constraints: list[Bool]
    _taken_apart: dict[int, tuple[Quantity, Day]] = field(factory=dict, init=False)
    """By the number z3 gives a term, which is its own as long as the term is kept."""

    def shifted(
        self, ordinal: Quantity, months: Quantity, days: Quantity, sign: int
    ) -> tuple[Bool, Quantity]:
        """A day plus or minus a period: whether that is a day, and which; months first."""
        if terms.is_constant(months) and months == 0:
            result = terms.plus(ordinal, terms.times(sign, days))
            return is_day(result), result
        parts = self.parts(ordinal)
        counted = terms.total((terms.times(12, parts.year), parts.month, -1))
        moved = terms.plus(counted, terms.times(sign, months))
        year = terms.floor_over(moved, 12)
        month = terms.plus(terms.remainder(moved, 12), 1)
        valid_year = terms.between(date.min.year, year, date.max.year)
        last = _length(year, month)
        day = chosen(terms.less(last, parts.day), last, parts.day)
        result = terms.plus(_ordinal(Day(year, month, day)), terms.times(sign, days))
        return all_of((valid_year, is_day(result))), result

    def years_between(self, start: Quantity, end: Quantity) -> Quantity:
        first, last = self.parts(start), self.parts(end)
        backwards = terms.times(-1, _whole_years(last, first))
        return chosen(terms.less(end, start), backwards, _whole_years(first, last))

    def parts(self, ordinal: Quantity) -> Day:
        """Year, month and day of an ordinal that is a day; of any other they mean nothing."""
        if terms.is_constant(ordinal):
            known = date.fromordinal(min(max(ordinal, FIRST_DAY), LAST_DAY))
            return Day(known.year, known.month, known.day)
        key = ordinal.get_id()
        if key not in self._taken_apart:
            number = len(self._taken_apart)
            taken = Day(*(terms.whole(f"{part}#{number}") for part in ("year", "month", "day")))
            self._taken_apart[key] = (ordinal, taken)
            tied = (
                terms.between(date.min.year, taken.year, date.max.year),
                terms.between(1, taken.month, 12),
                terms.between(1, taken.day, _length(taken.year, taken.month)),
                terms.equal(ordinal, _ordinal(taken)),
            )
            self.constraints.append(terms.implied(is_day(ordinal), all_of(tied)))
        return self._taken_apart[key][1]


def _whole_years(start: Day, end: Day) -> Quantity:
    """Whole years from one day to a later one; the last day of a month stands for those missing."""
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


def _is_leap(year: Quantity) -> Bool:
    by_four, by_hundred, by_four_hundred = (
        terms.equal(terms.remainder(year, number), 0) for number in (4, 100, 400)
    )
    return all_of((by_four, any_of((terms.negated(by_hundred), by_four_hundred))))


def _length(year: Quantity, month: Quantity) -> Quantity:
    """The days of a month."""
    result: Quantity = 31
    for number, days in enumerate(_LENGTHS, 1):
        if number == 2:
            result = chosen(terms.equal(month, 2), chosen(_is_leap(year), 29, 28), result)
        elif days == 30:
            result = chosen(terms.equal(month, number), 30, result)
    return result


def _ordinal(day: Day) -> Quantity:
    before = terms.minus(day.year, 1)
    leaps = terms.total(
        terms.times(sign, terms.floor_over(before, number))
        for sign, number in ((1, 4), (-1, 100), (1, 400))
    )
    in_year: Quantity = 0
    for month in range(12, 1, -1):
        in_year = chosen(terms.equal(day.month, month), sum(_LENGTHS[: month - 1]), in_year)
    after_february = terms.less(2, day.month)
    leap_day = chosen(all_of((after_february, _is_leap(day.year))), 1, 0)
    return terms.total((terms.times(365, before), leaps, in_year, leap_day, day.day))


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
