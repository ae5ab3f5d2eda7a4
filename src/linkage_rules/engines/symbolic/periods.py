"""Lists of the periods of the calendar between two open days, as terms.

As with a list of a record some elements are written out and the rest is summarised. Those written
out may be any of the periods, each once and in order: if they are all, they are exactly these
periods; if not, they may be whichever decide a question (see `demand`).
"""

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.calendar import LAST_DAY, Calendar
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Quantity,
    all_of,
    any_of,
    chosen,
    implied,
    negated,
)
from linkage_rules.engines.symbolic.values import Element, Many, Rest, Row, Single, Symbolic
from linkage_rules.model.expressions import Apply
from linkage_rules.model.operations import PERIODS_OF, Operation
from linkage_rules.model.periods import MOST_PERIODS, Unit
from linkage_rules.model.values import NEVER

UNITS: dict[str, Unit] = {operation.name: unit for unit, operation in PERIODS_OF.items()}
"""The unit of each operation that lists periods, by its name."""


def lists_periods(operation: Operation) -> bool:
    """Whether an operation gives a list of periods."""
    return operation.name in UNITS


def listed(scene: Scene, asked: Apply, start: Symbolic, end: Symbolic) -> Many:
    """The list of the periods from one day to another; the same expression gives the same list."""
    assert isinstance(start, Single)
    assert isinstance(end, Single)
    key = (asked, _identity(start), _identity(end))
    found = scene.periods.get(key)
    if found is None:
        # The days are kept with the list, so that z3 does not reuse the ids of their terms.
        found = scene.periods[key] = (start, end), _made(scene, asked, start, end)
    return found[1]


def _identity(day: Single) -> object:
    return tuple(t if isinstance(t, bool | int) else t.get_id() for t in (day.known, day.value))


def _made(scene: Scene, asked: Apply, start: Single, end: Single) -> Many:
    unit = UNITS[asked.operation.name]
    calendar, constraints = scene.calendar, scene.constraints
    first, last = (
        terms.floor_over(calendar.parts(day.value).months, unit.value) for day in (start, end)
    )
    is_any = terms.at_most(start.value, end.value)
    count = chosen(is_any, terms.plus(terms.minus(last, first), 1), 0)
    few = all_of((terms.at_most(count, MOST_PERIODS), terms.less(last, unit.number(NEVER))))
    listable = all_of(
        (terms.less(end.value, LAST_DAY), any_of((negated(is_any), few))),
    )
    known = all_of((start.known, end.known, listable))
    number = len(scene.periods)
    rest = Rest(terms.whole(f"periods#{number}"), terms.boolean(f"periods~{number}"), asked)
    scene.rests.append(rest)
    elements: list[Element] = []
    present: list[terms.Bool] = []
    before: Quantity | None = None
    for place in range(scene.most_periods):
        scene.grow()
        there = terms.boolean(f"periods#{number}[{place}]!")
        which = terms.whole(f"periods#{number}[{place}]")
        constraints.append(implied(there, terms.between(first, which, last)))
        if before is not None:
            constraints.append(implied(there, all_of((present[-1], terms.less(before, which)))))
        present.append(there)
        before = which
        elements.append(Element(there, _period(calendar, unit, which)))
    written_out = terms.total(chosen(there, 1, 0) for there in present)
    all_there = all_of(present)
    constraints += [
        terms.at_most(0, rest.count),
        implied(known, terms.equal(terms.plus(rest.count, written_out), count)),
        implied(terms.less(0, rest.count), all_there),
    ]
    return Many(known, tuple(elements), ((True, rest),))


def _period(calendar: Calendar, unit: Unit, number: Quantity) -> Row:
    """A period by its number; its first and its last day become terms when they are read."""
    months = terms.times(unit.value, number)

    def edge(name: str) -> Symbolic:
        if name == "start":
            return Single(True, calendar.first_of(months))
        return Single(True, calendar.last_of(terms.plus(months, unit.value - 1)))

    return Row(True, edge)
