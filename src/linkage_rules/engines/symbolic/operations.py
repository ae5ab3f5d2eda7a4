"""The table of operations for the symbolic engine: each operation as terms over open values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Final

from attrs import define, field

from linkage_rules.engines.operations import Column, Meaning
from linkage_rules.engines.symbolic import calendar, terms
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    Truth,
    all_of,
    any_of,
    chosen,
    conjunction,
    disjunction,
    implied,
    negated,
    negation,
)
from linkage_rules.engines.symbolic.values import (
    OpenPeriod,
    Row,
    Single,
    Symbolic,
    computed,
    equal,
    related,
)
from linkage_rules.engines.symbolic.working_days import WorkingDays
from linkage_rules.model.operations import (
    FIRST_DAY_OF,
    LAST_DAY_OF,
    ROUND,
    ROUND_DOWN,
    ROUND_UP,
    WORKING_DAY_FROM,
    WORKING_DAY_UP_TO,
    WORKING_DAYS_AFTER,
    WORKING_DAYS_BEFORE,
    Operation,
    of_comparison,
)
from linkage_rules.model.periods import Unit
from linkage_rules.model.types import Scalar
from linkage_rules.words.messages import Phrase

COLUMN: Final = Column(
    Phrase(
        "nothing can be proved of “{operation}” yet; judge the records one by one",
        "尚不能就“{operation}”作出证明；请逐条审核",
    )
)
"""Each function takes the scene and the operands; one that counts by a calendar takes the counter
of its working days in the place of the scene."""

means = COLUMN.means


def applied(
    operation: Operation, scene: Scene, operands: Sequence[Symbolic], uncovered: "Uncovered"
) -> Symbolic:
    """An operation on open values; raises `LackingError` where the table has no function for it.

    Where a calendar does not cover the days that are needed, that is entered in ``uncovered``.
    """
    if operation.joined is not None:
        answers = []
        for comparison, places in operation.joined.parts(len(operands)):
            compared = of_comparison(comparison)
            answer = applied(compared, scene, [operands[place] for place in places], uncovered)
            assert isinstance(answer, Truth)
            answers.append(answer)
        return conjunction(answers) if operation.joined.all else disjunction(answers)
    if operation.calendar is not None:
        counts = scene.calendar.counting(operation.calendar)
        singles = [one for one in operands if isinstance(one, Single)]
        if all(terms.is_constant(one.value) for one in singles):
            return uncovered.told(operation, scene, singles, _worked_out(operation, singles))
        return uncovered.told(operation, scene, singles, COLUMN.of(operation)(counts, *singles))
    value: Symbolic = COLUMN.of(operation)(scene, *operands)
    return value


@means("equal")
def _equal(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return equal(left, right)


@means("not_equal")
def _not_equal(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return negation(equal(left, right))


@means("less")
def _less(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.less, left, right)


@means("at_most")
def _at_most(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.at_most, left, right)


@means("greater")
def _greater(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.less, right, left)


@means("at_least")
def _at_least(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return related(terms.at_most, right, left)


@means("plus")
def _plus(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.plus, left, right)


@means("minus")
def _minus(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.minus, left, right)


@means("times")
def _times(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    return computed(terms.times, left, right)


@means("over")
def _over(scene: Scene, left: Symbolic, right: Symbolic) -> Symbolic:
    assert isinstance(right, Single)
    defined = negated(terms.equal(right.value, 0))
    return computed(terms.over, left, right, valid=defined)


@means("negate")
def _negate(scene: Scene, operand: Symbolic) -> Symbolic:
    return computed(lambda number: terms.times(-1, number), operand)


@means("later")
def _later(scene: Scene, day: Symbolic, period: Symbolic) -> Symbolic:
    return _shifted(scene, day, period, 1)


@means("earlier")
def _earlier(scene: Scene, day: Symbolic, period: Symbolic) -> Symbolic:
    return _shifted(scene, day, period, -1)


@means("after")
def _after(scene: Scene, period: Symbolic, day: Symbolic) -> Symbolic:
    return _shifted(scene, day, period, 1)


def _shifted(
    scene: Scene, day: Symbolic, period: Symbolic, sign: int, counted_up: bool = False
) -> Single:
    assert isinstance(day, Single)
    assert isinstance(period, OpenPeriod)
    months, days = period.months, period.days
    shifted = scene.calendar.shifted(day.value, months, days, sign, counted_up)
    return Single(all_of((day.known, period.known, shifted[0])), shifted[1])


means("later_counted_up")(lambda scene, day, period: _shifted(scene, day, period, 1, True))
means("earlier_counted_up")(lambda scene, day, period: _shifted(scene, day, period, -1, True))
means("after_counted_up")(lambda scene, period, day: _shifted(scene, day, period, 1, True))


def _of_days(function: Callable[[Scene], Callable[..., Quantity]]) -> Meaning:
    """A number that belongs to each day of the calendar; unknown for `NEVER`."""

    def found(scene: Scene, *days: Symbolic) -> Symbolic:
        singles = [day for day in days if isinstance(day, Single)]
        valid = all_of(terms.less(day.value, calendar.LAST_DAY) for day in singles)
        return computed(function(scene), *days, valid=valid)

    return found


means("years_between")(_of_days(lambda scene: scene.calendar.years_between))
means("months_between")(_of_days(lambda scene: scene.calendar.months_between))
means("days_between")(_of_days(lambda _: lambda start, end: terms.minus(end, start)))
means("year_of")(_of_days(lambda scene: lambda day: scene.calendar.parts(day).year))
means("quarter_of")(_of_days(lambda scene: lambda day: _quarter(scene.calendar.parts(day).month)))
means("month_of")(_of_days(lambda scene: lambda day: scene.calendar.parts(day).month))


def _edge_of(unit: Unit, is_first: bool) -> Meaning:
    def edge(scene: Scene, day: Symbolic) -> Symbolic:
        assert isinstance(day, Single)
        never = terms.equal(day.value, calendar.LAST_DAY)
        number = terms.floor_over(scene.calendar.parts(day.value).months, unit.value)
        months = terms.times(unit.value, number)
        if is_first:
            found, valid = scene.calendar.first_of(months), day.known
        else:
            found = scene.calendar.last_of(terms.plus(months, unit.value - 1))
            valid = all_of((day.known, any_of((never, terms.less(found, calendar.LAST_DAY)))))
        return Single(valid, chosen(never, calendar.LAST_DAY, found))

    return edge


for unit in Unit:
    means(FIRST_DAY_OF[unit].name)(_edge_of(unit, True))
    means(LAST_DAY_OF[unit].name)(_edge_of(unit, False))


def _edge(which: str) -> Meaning:
    def edge(scene: Scene, period: Symbolic) -> Symbolic:
        assert isinstance(period, Row)
        return period.read(which)

    return edge


means("start_of")(_edge("start"))
means("end_of")(_edge("end"))


def _quarter(month: Quantity) -> Quantity:
    return terms.floor_over(terms.plus(month, 2), 3)


# Working days, by a calendar


@define(eq=False)
class Uncovered:
    """The places where working days are counted that a calendar does not cover.

    ``lacks`` holds for each place the condition that everything but the calendar is known there.
    With ``carried_on`` the count is free in that case, within what is true of every calendar: as if
    the calendar went on.
    """

    carried_on: bool = False
    lacks: list[Bool] = field(factory=list)
    _free: dict[tuple[object, ...], Quantity] = field(factory=dict)

    def told(
        self, operation: Operation, scene: Scene, operands: Sequence[Single], counted: Single
    ) -> Single:
        """The counted value; free where the calendar does not cover it and ``carried_on`` is
        set."""
        numbers = operands[: len(operands) - operation.takes[0].operands.count(Scalar.DATE)]
        days = [day.value for day in operands[len(numbers) :]]
        lacks = all_of(
            (
                negated(counted.known),
                *(operand.known for operand in operands),
                *(terms.less(day, calendar.LAST_DAY) for day in days),
                *(terms.at_most(1, number.value) for number in numbers),
            )
        )
        if lacks is False:
            return counted
        self.lacks.append(lacks)
        if not self.carried_on:
            return counted
        values = [operand.value for operand in operands]
        key = operation, *(v if terms.is_constant(v) else v.get_id() for v in values)
        if key not in self._free:
            self._free[key] = scene.whole()
            scene.constraints.append(implied(lacks, _like_any(operation, values, self._free[key])))
        known = any_of((counted.known, lacks))
        return Single(known, chosen(counted.known, counted.value, self._free[key]))


def _like_any(operation: Operation, values: Sequence[Quantity], found: Quantity) -> Bool:
    """What is true of a counted value by every calendar."""
    is_day = terms.between(calendar.FIRST_DAY, found, calendar.LAST_DAY - 1)
    match operation.name, values:
        case WORKING_DAYS_AFTER.name, (number, day):
            return all_of((is_day, terms.at_most(terms.plus(day, number), found)))
        case WORKING_DAYS_BEFORE.name, (number, day):
            return all_of((is_day, terms.at_most(found, terms.minus(day, number))))
        case WORKING_DAY_FROM.name, (day,):
            return all_of((is_day, terms.at_most(day, found)))
        case WORKING_DAY_UP_TO.name, (day,):
            return all_of((is_day, terms.at_most(found, day)))
        case _, (start, end):
            apart = terms.minus(end, start)
            forward = all_of((terms.at_most(0, apart), terms.between(0, found, apart)))
            back = all_of((terms.less(apart, 0), terms.between(apart, found, 0)))
            return any_of((forward, back))
    raise AssertionError(operation)


def _worked_out(operation: Operation, singles: Sequence[Single]) -> Single:
    """The counted value for numbers and days that are constants."""
    known = all_of(single.known for single in singles)
    if known is False:
        return Single(False, 0)
    given = [
        date.fromordinal(single.value) if type_ is Scalar.DATE else single.value
        for single, type_ in zip(singles, operation.takes[0].operands, strict=True)
    ]
    found = operation.means(*given)
    value = found.toordinal() if isinstance(found, date) else found
    return Single(False, 0) if value is None else Single(known, value)


def _never_or(day: Single, valid: Bool, found: Quantity, *needed: Bool) -> Single:
    """A day that is counted from another one; `NEVER` stays `NEVER`."""
    is_never = terms.equal(day.value, calendar.LAST_DAY)
    known = all_of((any_of((is_never, valid)), day.known, *needed))
    return Single(known, chosen(is_never, calendar.LAST_DAY, found))


def _counted(on: Callable[[WorkingDays, Quantity, Quantity], Quantity], further: bool) -> Meaning:
    """The meaning of counting working days from a day; ``on`` gives the number of the resulting
    day."""

    def counted(counts: WorkingDays, number: Symbolic, day: Symbolic) -> Symbolic:
        assert isinstance(number, Single)
        assert isinstance(day, Single)
        there, found = counts.nth(on(counts, number.value, day.value))
        positive = terms.at_most(1, number.value)
        valid = all_of((counts.covers(day.value), there))
        if terms.is_constant(number.value) and not terms.is_constant(found):
            counts.hold_apart(number.value, day.value, found, valid, further)
        return _never_or(day, valid, found, positive, number.known)

    return counted


means("working_days_after")(
    _counted(lambda counts, number, day: terms.plus(counts.up_to(day), number), True)
)
means("working_days_before")(
    _counted(
        lambda counts, number, day: terms.plus(
            terms.minus(counts.up_to(terms.plus(day, -1)), number), 1
        ),
        False,
    )
)


@means("working_days_between")
def _working_days_between(counts: WorkingDays, start: Symbolic, end: Symbolic) -> Symbolic:
    days = [day for day in (start, end) if isinstance(day, Single)]
    valid = all_of(counts.covers(day.value) for day in days)
    first, last = (counts.up_to(day.value) for day in days)
    return computed(lambda *_: terms.minus(last, first), start, end, valid=valid)


def _nearest(number: Callable[[WorkingDays, Quantity], Quantity]) -> Meaning:
    def nearest(counts: WorkingDays, day: Symbolic) -> Symbolic:
        assert isinstance(day, Single)
        there, found = counts.nth(number(counts, day.value))
        return _never_or(day, all_of((counts.covers(day.value), there)), found)

    return nearest


means("working_day_from")(
    _nearest(lambda counts, day: terms.plus(counts.up_to(terms.plus(day, -1)), 1))
)
means("working_day_up_to")(_nearest(lambda counts, day: counts.up_to(day)))


def _rounding(
    operation: Operation, bounds: Callable[[Quantity, Quantity, Quantity], Iterable[Bool]]
) -> None:
    """Enter a rounding: the rounded size is a whole number of units, which ``bounds`` tie to the
    size."""

    def rounded(scene: Scene, number: Symbolic, unit: Symbolic) -> Symbolic:
        def to_unit(number: Quantity, unit: Quantity) -> Quantity:
            if terms.is_constant(number):
                return operation.means(number, unit)
            is_negative = terms.less(number, 0)
            size = chosen(is_negative, terms.times(-1, number), number)
            found = terms.times(scene.whole(), unit)
            scene.constraints += bounds(size, unit, found)
            return chosen(is_negative, terms.times(-1, found), found)

        return computed(to_unit, number, unit)

    means(operation.name)(rounded)


def _to_the_nearest(size: Quantity, unit: Quantity, found: Quantity) -> Iterator[Bool]:
    twice = terms.times(2, terms.minus(size, found))
    yield terms.at_most(terms.times(-1, unit), twice)
    yield terms.less(twice, unit)


def _upwards(size: Quantity, unit: Quantity, found: Quantity) -> Iterator[Bool]:
    yield terms.at_most(size, found)
    yield terms.less(found, terms.plus(size, unit))


def _downwards(size: Quantity, unit: Quantity, found: Quantity) -> Iterator[Bool]:
    yield terms.at_most(found, size)
    yield terms.less(size, terms.plus(found, unit))


_rounding(ROUND, _to_the_nearest)
_rounding(ROUND_UP, _upwards)
_rounding(ROUND_DOWN, _downwards)


def _extreme(chosen: Callable[[Quantity, Quantity], Quantity]) -> Meaning:
    def extreme(scene: Scene, *values: Symbolic) -> Symbolic:
        return computed(lambda *quantities: reduce(chosen, quantities), *values)

    return extreme


for name in ("least", "but_at_most"):
    means(name)(_extreme(terms.least))
for name in ("greatest", "but_at_least"):
    means(name)(_extreme(terms.greatest))


def _some_of(conditions: Sequence[Bool], number: int) -> Bool:
    """Whether at least ``number`` conditions are met, by recursion: with or without the last
    one."""
    met: list[Bool] = [True, *[False] * number]
    for condition in conditions:
        for place in range(number, 0, -1):
            met[place] = any_of((met[place], all_of((met[place - 1], condition))))
    return met[number]


def _so_many(bounds: Callable[[int, int], tuple[int, int]]) -> Meaning:
    """The meaning of counting conditions in Kleene logic.

    Yes if those that are yes suffice and those that are not no are not too many; no if that cannot
    be.
    """

    def so_many(scene: Scene, number: Symbolic, *conditions: Symbolic) -> Symbolic:
        assert isinstance(number, Single)
        truths = [condition for condition in conditions if isinstance(condition, Truth)]
        least, most = bounds(number.value, len(truths))
        yeses = [truth.yes for truth in truths]
        possible = [negated(truth.no) for truth in truths]

        def more(among: Sequence[Bool]) -> Bool:
            return _some_of(among, most + 1) if most < len(truths) else False

        return Truth(
            all_of((_some_of(yeses, least), negated(more(possible)))),
            any_of((negated(_some_of(possible, least)), more(yeses))),
        )

    return so_many


means("at_least_of")(_so_many(lambda number, conditions: (number, conditions)))
means("at_most_of")(_so_many(lambda number, conditions: (0, number)))
means("exactly_of")(_so_many(lambda number, conditions: (number, number)))
