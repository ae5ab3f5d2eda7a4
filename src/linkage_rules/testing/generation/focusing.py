"""A package reduced to what one norm rests on, which is quicker to evaluate."""

from collections.abc import Iterable

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk


def focused(package: Package, norm: str) -> Package:
    """The package with only those steps of evaluation that a norm rests on."""
    needed = {Step(StepKind.APPLIES, norm)}
    kept: list[Step] = []
    for step in reversed(package.order):
        if step in needed:
            kept.append(step)
            needed |= set(_rests_on(package, step))
    return evolve(package, order=tuple(reversed(kept)))


def _rests_on(package: Package, step: Step) -> Iterable[Step]:
    conditions: tuple[Expression | None, ...] = ()
    match step.kind:
        case StepKind.FACT:
            conditions = (package.facts[step.name].means,)
        case StepKind.DONE:
            conditions = (package.actions[step.name].done_when,)
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            conditions = (norm.when, norm.unless)
            for other in package.overriding[norm.name]:
                yield Step(StepKind.APPLIES, other.name)
        case StepKind.VERDICT:
            for norm in package.norms_on[step.name]:
                yield Step(StepKind.APPLIES, norm.name)
    for part in (part for c in conditions if c is not None for part in walk(c)):
        match part:
            case model.FactValue(name):
                yield Step(StepKind.FACT, name)
            case model.NormApplies(name):
                yield Step(StepKind.APPLIES, name)
            case model.NormIs(name):
                yield Step(StepKind.APPLIES, name)
                yield Step(StepKind.DONE, package.norms[name].action)
            case model.ActionIs(name):
                yield Step(StepKind.VERDICT, name)
