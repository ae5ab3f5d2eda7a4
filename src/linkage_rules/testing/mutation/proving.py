"""Finding a record that distinguishes a mutant from its policy, or proving that there is none, by
z3."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    LONGEST_WRITTEN_OUT,
    MOST_PARTS,
    Answer,
    Bool,
    Candidate,
    Impossible,
    Rules,
    Scene,
    Search,
    TooLargeError,
    Undecided,
    all_of,
    any_of,
    demand,
    in_turn,
    other_value,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType
from linkage_rules.testing.mutation.touched import Pair


@in_turn
def distinguished(pair: Pair, time_limit: float, *, known: bool) -> Answer:
    """A record on which the mutant gives another answer, or why there is none.

    With ``known`` both answers have to be known. ``time_limit`` is in seconds, for each question;
    longer lists are separate questions.
    """
    if any(
        isinstance(pair.package.facts[s.name].type, ListType)
        for s in pair.steps
        if s.kind is StepKind.FACT
    ):
        return Undecided()
    list_bound = LIST_BOUND
    while True:
        found = _asked(pair, list_bound, time_limit, known)
        longer = min(2 * list_bound, LONGEST_WRITTEN_OUT)
        if not isinstance(found, Impossible) or found.list_bound is None or longer <= list_bound:
            return found
        list_bound = longer


def _asked(pair: Pair, list_bound: int, time_limit: float, known: bool) -> Answer:
    scene = Scene(pair.record_type, list_bound, MOST_PARTS)
    scene.begin()
    about = tuple(_about(pair))
    rules = Rules(pair.package, scene), Rules(pair.mutant, scene)
    try:
        differs = any_of(_differences(pair, *rules, known))
        if not known:
            # Answers that are unknown because a calendar ends do not distinguish the two.
            differs = all_of((differs, *(one.covered for one in rules)))
    except TooLargeError:
        return Undecided()
    except LackingError as error:
        return Undecided(error.because)
    needed: dict[Hashable, int] = {}
    for package in (pair.package, pair.mutant):
        for origin, count in demand(package, about, list_bound).items():
            needed[origin] = needed.get(origin, 0) + count
    found = Search(scene, time_limit).find(differs, needed)
    # The candidate is read at once, because another thread may ask the next question.
    return found.read() if isinstance(found, Candidate) else found


def _about(pair: Pair) -> Iterator[Expression]:
    for step in pair.steps:
        match step.kind:
            case StepKind.FACT:
                yield model.FactValue(step.name, pair.package.facts[step.name].type)
            case StepKind.APPLIES:
                yield model.NormApplies(step.name)
            case StepKind.VERDICT:
                yield model.ActionIs(step.name, VerdictStatus.FORBIDDEN)
            case StepKind.DONE:
                for norm in pair.package.norms_on[step.name]:
                    yield model.NormIs(norm.name, Status.FULFILLED)


def _differences(pair: Pair, before: Rules, after: Rules, known: bool) -> Iterator[Bool]:
    for step in pair.steps:
        match step.kind:
            case StepKind.FACT:
                yield other_value(before.fact(step.name), after.fact(step.name), known=known)
            case StepKind.APPLIES:
                asked = before.applies(step.name), after.applies(step.name)
                yield other_value(*asked, known=known)
                yield _other_status(step.name, before, after, known)
            case StepKind.DONE:
                for norm in pair.package.norms_on[step.name]:
                    yield _other_status(norm.name, before, after, known)
            case StepKind.VERDICT:
                yield _other_answer(
                    {v: before.verdict(step.name, v) for v in VerdictStatus},
                    {v: after.verdict(step.name, v) for v in VerdictStatus},
                    VerdictStatus.UNDETERMINED if known else None,
                )


def _other_status(norm: str, before: Rules, after: Rules, known: bool) -> Bool:
    return _other_answer(
        {status: before.status_is(norm, status) for status in Status},
        {status: after.status_is(norm, status) for status in Status},
        Status.UNDETERMINED if known else None,
    )


def _other_answer(
    before: Mapping[Any, Bool], after: Mapping[Any, Bool], besides: Status | VerdictStatus | None
) -> Bool:
    """The condition that the two have different answers, neither of which is ``besides``."""
    return any_of(
        all_of((before[one], after[other]))
        for one in before
        for other in after
        if one is not other and besides not in (one, other)
    )
