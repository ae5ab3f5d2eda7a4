"""Working days of which a calendar says nothing, and those that it counts, for free days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import z3

from linkage_rules.engines.symbolic import Candidate, Impossible, Scene, Search
from linkage_rules.engines.symbolic.operations import Uncovered, applied
from linkage_rules.engines.symbolic.search import solution
from linkage_rules.engines.symbolic.terms import all_of, at_most, equal, less, negated, plus
from linkage_rules.engines.symbolic.values import Single, Texts, constant
from linkage_rules.model.operations import OPERATIONS
from linkage_rules.model.types import RecordType
from linkage_rules.model.work_calendars import DaysListed, WorkCalendar

START, END = date(2023, 4, 24), date(2023, 5, 14)
HOLIDAY = DaysListed(False, date(2023, 4, 29), date(2023, 5, 3))
SPRING = WorkCalendar("spring", None, START, END, listed=(HOLIDAY,))
ON = {name: OPERATIONS[name].by(SPRING) for name in OPERATIONS if OPERATIONS[name].counts}


class Case:
    """An operation on free operands: a number and a day, one day, or two."""

    def __init__(self, name: str, carried_on: bool) -> None:
        self.scene = Scene(RecordType("V", None, ()))
        self.uncovered = Uncovered(carried_on)
        types = ON[name].takes[0].operands
        self.operands = [self._free(f"x{n}", type_) for n, type_ in enumerate(types)]
        self.found = self._single(applied(ON[name], self.scene, self.operands, self.uncovered))
        self.values = [one.value for one in self.operands]

    def _free(self, name: str, type_: Any) -> Single:
        return self._single(self.scene.free(name, type_))

    @staticmethod
    def _single(value: Any) -> Single:
        assert isinstance(value, Single)
        return value

    def is_(self, *given: Any) -> Any:
        """That the operands are these, or unknown."""
        return all_of(
            negated(one.known)
            if value is None
            else all_of((one.known, equal(one.value, _number(value))))
            for one, value in zip(self.operands, given, strict=True)
        )

    def never(self, condition: Any) -> bool:
        return Search(self.scene, 5).find(condition) == Impossible()


def _number(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else value


DAYS = [START, date(2023, 4, 28), date(2023, 5, 1), date(2023, 5, 4), END]
GIVEN: dict[str, list[tuple[Any, ...]]] = {
    "working_days_after": [(n, d) for n in (0, 1, 9, None) for d in (DAYS[0], DAYS[2], None)],
    "working_days_before": [(n, d) for n in (0, 1, 9, None) for d in (DAYS[4], DAYS[2], None)],
    "working_days_between": [(a, b) for a in DAYS[::2] for b in (*DAYS[1::2], None)],
    "working_day_from": [(d,) for d in (*DAYS, date.max, None)],
    "working_day_up_to": [(d,) for d in (*DAYS, date.max, None)],
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_counted_of_free_days_is_what_the_calendar_counts(name: str) -> None:
    case = Case(name, carried_on=False)
    found = case.found
    for given in GIVEN[name]:
        wanted = ON[name].answer(given)
        settled = solution(case.scene, [case.is_(*given)])
        assert settled is not None
        assert settled(found.known) is (wanted is not None), given
        if wanted is not None:
            assert settled(found.value) == _number(wanted), given


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_counted_of_written_days_needs_no_solver(name: str) -> None:
    scene, uncovered = Scene(RecordType("V", None, ())), Uncovered()
    types = ON[name].takes[0].operands
    for given in GIVEN[name]:
        operands = [constant(v, t, Texts()) for v, t in zip(given, types, strict=True)]
        found = applied(ON[name], scene, operands, uncovered)
        assert isinstance(found, Single)
        wanted = ON[name].answer(given)
        assert found.known is (wanted is not None)
        assert wanted is None or found.value == _number(wanted)
        assert isinstance(found.value, int)


BEYOND: dict[str, tuple[tuple[Any, ...], tuple[Callable[..., Any], ...]]] = {
    # Whatever a calendar would be, and what need not be so.
    "working_days_after": (
        (3, date(2024, 1, 1)),
        (
            lambda found, number, day: at_most(plus(day, number), found),
            lambda found, number, day: less(plus(day, number), found),
        ),
    ),
    "working_days_before": (
        (3, date(2024, 1, 9)),
        (
            lambda found, number, day: at_most(plus(found, number), day),
            lambda found, number, day: less(plus(found, number), day),
        ),
    ),
    "working_day_from": (
        (date(2024, 1, 1),),
        (lambda found, day: at_most(day, found), lambda found, day: less(day, found)),
    ),
    "working_day_up_to": (
        (date(2024, 1, 1),),
        (lambda found, day: at_most(found, day), lambda found, day: less(found, day)),
    ),
    "working_days_between": (
        (date(2024, 1, 1), date(2024, 1, 9)),
        (
            lambda found, start, end: all_of((at_most(0, found), at_most(plus(start, found), end))),
            lambda found, start, end: less(0, found),
        ),
    ),
}


@pytest.mark.parametrize("name", BEYOND)
def test_where_a_calendar_says_nothing_it_is_as_any_calendar_would(name: str) -> None:
    given, (always, not_always) = BEYOND[name]
    case = Case(name, carried_on=True)
    here = case.is_(*given)
    found = case.found.value
    assert case.never(all_of((here, negated(case.found.known))))
    assert case.never(all_of((here, negated(always(found, *case.values)))))
    assert not case.never(all_of((here, negated(not_always(found, *case.values)))))
    assert not case.never(all_of((here, not_always(found, *case.values))))
    (lacks,) = case.uncovered.lacks
    assert case.never(all_of((here, negated(lacks))))
    assert case.never(all_of((case.is_(*(None for _ in given)), lacks)))
    if name != "working_days_between":
        is_day = all_of((at_most(1, found), less(found, date.max.toordinal())))
        assert case.never(all_of((here, negated(is_day))))


@pytest.mark.parametrize("name", BEYOND)
def test_where_a_calendar_says_nothing_nothing_is_known_unless_it_is_carried_on(name: str) -> None:
    given, _ = BEYOND[name]
    case = Case(name, carried_on=False)
    assert case.never(all_of((case.is_(*given), case.found.known)))
    assert isinstance(Search(case.scene, 5).find(case.is_(*given)), Candidate)
    (lacks,) = case.uncovered.lacks
    covered = {"working_days_between": (DAYS[0], DAYS[1])}.get(name, (DAYS[2],))
    number = (1,) if len(case.operands) > len(covered) else ()
    assert case.never(all_of((case.is_(*number, *covered), lacks)))


def test_days_between_days_the_wrong_way_round_are_as_few_below_nothing() -> None:
    case = Case("working_days_between", carried_on=True)
    here, found = case.is_(date(2024, 1, 9), date(2024, 1, 1)), case.found.value
    assert case.never(all_of((here, less(0, found))))
    assert case.never(all_of((here, less(found, -8))))
    assert not case.never(all_of((here, equal(found, -8))))
    assert not case.never(all_of((here, equal(found, 0))))


def test_what_is_counted_of_the_same_days_is_the_same() -> None:
    case = Case("working_day_from", carried_on=True)
    again = applied(ON["working_day_from"], case.scene, case.operands, case.uncovered)
    assert isinstance(again, Single)
    other = negated(equal(again.value, case.found.value))
    assert case.never(all_of((case.operands[0].known, other)))


def test_a_calendar_may_be_told_whole() -> None:
    """Day by day, as a choice among stretches: then no solution has to be corrected."""
    case = Case("working_day_up_to", carried_on=False)
    for given in (*GIVEN["working_day_up_to"][:-2], (date(2023, 5, 6),), (date(2023, 4, 30),)):
        solver = z3.Solver()
        solver.add(*case.scene.constraints, *case.scene.calendar.exactly(), case.is_(*given))
        assert solver.check() == z3.sat
        found = solver.model().eval(case.found.value, model_completion=True).as_long()
        assert found == ON["working_day_up_to"].means(*given).toordinal()
        solver.add(negated(equal(case.found.value, found)))
        assert solver.check() == z3.unsat
