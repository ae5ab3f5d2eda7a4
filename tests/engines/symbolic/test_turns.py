"""Any number of threads may ask: one question is put together and answered after another."""

from collections.abc import Callable
from datetime import date
from threading import Event, Thread, get_ident

import pytest
import z3

from linkage_rules.analysis.advice import advise, read_goal
from linkage_rules.analysis.consistency import analyse
from linkage_rules.analysis.difference import difference, loosened
from linkage_rules.engines.symbolic import INTERRUPTED, in_turn, interrupt, terms, truths_of
from linkage_rules.engines.symbolic.search import answer_of
from linkage_rules.model.package import Package
from linkage_rules.testing.mutation.proving import distinguished
from linkage_rules.testing.mutation.touched import Pair
from tests.policies import package_of

DAY = date(2023, 5, 1)
SOURCE = """
policy wells
record Well
  clean: yes/no changeable
  tested: yes/no
bearer owner
action draw of Well
norm no_dirty_water for Well
  when not clean
  owner must not draw
"""
WELLS = package_of(SOURCE)
WELL = WELLS.record_types["Well"]
KINDER = package_of(SOURCE.replace("not clean", "not clean and tested"))
"""What draws a question: of what did not change none is asked."""


def _advised(wells: Package) -> object:
    return advise(
        wells,
        WELL,
        {"clean": None, "tested": None},
        read_goal("draw is permitted", wells, WELL),
        as_of=DAY,
    )


QUESTIONS: dict[str, Callable[[Package], object]] = {
    "advise": _advised,
    "analyse": analyse,
    "difference": lambda wells: difference(wells, KINDER),
    "loosened": lambda wells: loosened(wells, KINDER),
    "distinguished": lambda wells: distinguished(
        Pair(WELL, wells.orders["Well"], wells, wells), 10, known=False
    ),
    "truths_of": lambda wells: truths_of(wells, WELL, {"clean": None, "tested": None}, DAY),
}


class Turn:
    """Stands for the lock, and says whether it is held."""

    held = 0

    def __enter__(self) -> None:
        self.held += 1

    def __exit__(self, *how: object) -> None:
        self.held -= 1


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_nothing_is_asked_of_the_solver_but_in_turn(ask, monkeypatch):
    """Two threads that make terms at once spoil them for each other, though not every time."""
    turn = Turn()
    made: list[bool] = []

    def watched(plainly: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            made.append(turn.held > 0)
            return plainly(*args, **kwargs)

        return call

    monkeypatch.setattr(terms, "_TURN", turn)
    made_by = ("Bool", "Int", "Real", "Z3_mk_and", "Z3_mk_or", "Z3_mk_not", "Solver")
    for name in made_by:
        monkeypatch.setattr(z3, name, watched(getattr(z3, name)))
    ask(WELLS)
    assert made
    assert all(made)
    assert not turn.held


@in_turn
def _hard() -> object:
    """Ask for three cubes, which nobody can find within the limit."""
    solver = z3.Solver()
    one, two, three = z3.Ints("one two three")
    solver.add(one**3 + two**3 + three**3 == 114, one > 1000)
    solver.set("timeout", 60_000)
    return answer_of(solver)


def test_what_a_thread_asks_is_given_up_by_another_and_the_next_question_is_answered():
    given_up, me = Event(), get_ident()

    def give_up() -> None:
        while not given_up.wait(0.01):
            interrupt(me)

    other = Thread(target=give_up)
    other.start()
    with pytest.raises(INTERRUPTED):
        _hard()
    given_up.set()
    other.join()
    assert analyse(WELLS).clean


def test_only_the_thread_that_is_named_is_interrupted(monkeypatch):
    stopped = []
    monkeypatch.setattr(z3.Context, "interrupt", lambda context: stopped.append(context))
    interrupt(get_ident())
    in_turn(interrupt)(get_ident() + 1)
    assert not stopped
    in_turn(in_turn(interrupt))(get_ident())
    assert len(stopped) == 1


def test_an_interrupt_between_two_questions_does_not_meet_whoever_asks_next():
    in_turn(interrupt)(get_ident())
    assert analyse(WELLS).clean
