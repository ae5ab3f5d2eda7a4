"""Why a change is needed: which norms and facts say something else without it."""

from collections.abc import Iterator, Mapping

from linkage_rules.analysis.advice.results import Reason
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import dependencies
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Answer
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.statuses import Status
from linkage_rules.model.traversal import walk


def steps_behind(goal: Expression, package: Package) -> tuple[Step, ...]:
    """Everything a goal rests on, what is nearest to it first."""
    rests_on = dependencies(package)
    found: dict[Step, None] = dict.fromkeys(_asked(goal, package))
    waiting = [*found]
    while waiting:
        following = [step for step in rests_on.get(waiting.pop(0), ()) if step not in found]
        found |= dict.fromkeys(following)
        waiting += following
    return tuple(found)


def _asked(goal: Expression, package: Package) -> Iterator[Step]:
    for part in walk(goal):
        match part:
            case model.ActionIs(action):
                yield Step(StepKind.VERDICT, action)
            case model.NormApplies(norm):
                yield Step(StepKind.APPLIES, norm)
            case model.NormIs(norm):
                yield Step(StepKind.APPLIES, norm)
                yield Step(StepKind.DONE, package.norms[norm].action)
            case model.FactValue(fact):
                yield Step(StepKind.FACT, fact)


def reasons(
    steps: tuple[Step, ...], before: Evaluation, after: Evaluation, asked: frozenset[str]
) -> tuple[Reason, ...]:
    """The norms that say something else, else the facts; those with a citation first.

    ``asked`` are the norms of whose status the goal speaks.
    """
    norms = [
        Reason(norm, *answers)
        for step in steps
        if step.kind is StepKind.APPLIES
        for norm in (before.package.norms[step.name],)
        for answers in (_answers(norm, before, after, norm.name in asked),)
        if answers[0] != answers[1]
    ]
    if norms:
        return tuple(norms)
    values: list[Mapping[str, Answer]] = [{**e.fact_values()} for e in (before, after)]
    facts = [
        Reason(before.package.facts[step.name], values[0][step.name], values[1][step.name])
        for step in steps
        if step.kind is StepKind.FACT and values[0][step.name] != values[1][step.name]
    ]
    return tuple(sorted(facts, key=lambda reason: reason.citation is None))


def _answers(
    norm: Norm, before: Evaluation, after: Evaluation, by_status: bool
) -> tuple[Answer, Answer]:
    """Whether a norm applies; where that is the same, and its status matters, that."""
    first, last = (evaluation.norm_outcome(norm.name) for evaluation in (before, after))
    if first.applies != last.applies or not by_status:
        return first.applies, last.applies
    return first.status, last.status


def norms_asked(goal: Expression) -> frozenset[str]:
    """The norms of which a goal names a status."""
    return frozenset(part.norm for part in walk(goal) if isinstance(part, model.NormIs))


def is_status(answer: Answer) -> bool:
    return isinstance(answer, Status)
