"""A proof as a text in SMT-LIB 2 that another solver can check.

It uses only what is in the standard and known to every solver: integers, rationals, conditions, and
one function on integers for each calendar of working days.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import z3
from attrs import frozen

from linkage_rules.engines.symbolic.search import Refuted, answer_of
from linkage_rules.engines.symbolic.terms import Bool


@frozen
class Script:
    """The parts of such a text.

    ``premises``, ``lists`` and ``asked`` are assertions; ``declarations`` hold each symbol with its
    declaration, ``texts`` what the numbers for texts stand for.
    """

    declarations: tuple[tuple[str, str], ...]
    premises: tuple[str, ...]
    lists: tuple[str, ...]
    asked: str
    texts: tuple[tuple[int, str], ...] = ()

    @property
    def trivial(self) -> bool:
        """Whether the answer was settled without the solver."""
        return self.asked == "false"


_SETTLED: Final = Script((), (), (), "false")


def script(refuted: Refuted, time_limit: float) -> Script:
    """What was refuted, with only those premises that the proof needs.

    ``time_limit`` is in seconds; when it is over, all remaining premises are kept.
    """
    if isinstance(refuted.asked, bool):
        return _SETTLED
    constraints = refuted.scene.constraints[: refuted.constraints]
    premises = _terms((*constraints, *refuted.learned[: refuted.theorems]))
    lists = _terms(refuted.lists)
    needed = _needed([*premises, *lists], refuted.asked, time_limit)
    told = (*needed, refuted.asked)
    of_lists = {one.get_id() for one in lists}
    texts = refuted.scene.texts.numbers
    return Script(
        tuple(_declarations(told)),
        tuple(one.sexpr() for one in needed if one.get_id() not in of_lists),
        tuple(one.sexpr() for one in needed if one.get_id() in of_lists),
        refuted.asked.sexpr(),
        tuple((number, text) for text, number in texts.items()),
    )


def _terms(conditions: Iterable[Bool]) -> list[Any]:
    """The conditions that are not trivially true."""
    return [z3.BoolVal(False) if one is False else one for one in conditions if one is not True]


def _needed(premises: list[Any], asked: Any, time_limit: float) -> list[Any]:
    """A part of the premises with which what is asked has no solution."""
    solver = z3.Solver()
    solver.set("timeout", max(1, int(time_limit * 1000)))
    solver.add(asked)
    named = {}
    for number, premise in enumerate(premises):
        mark = f"premise#{number}"
        solver.assert_and_track(premise, mark)
        named[mark] = premise
    if answer_of(solver) != z3.unsat:
        return premises
    core = {str(mark) for mark in solver.unsat_core()}
    return [premise for mark, premise in named.items() if mark in core]


def _declarations(terms: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The free symbols of terms in order of appearance, with their declarations."""
    seen: set[int] = set()
    told: set[str] = set()
    ahead = list(terms)[::-1]
    while ahead:
        term = ahead.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        ahead += term.children()[::-1]
        symbol = term.decl()
        if symbol.kind() == z3.Z3_OP_UNINTERPRETED and symbol.name() not in told:
            told.add(symbol.name())
            yield symbol.name(), symbol.sexpr()
