"""A package reduced to what one norm rests on, which is quicker to evaluate."""

from collections.abc import Iterable

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk


def focused(package: Package, norm: str) -> Package:
    """The package with only those steps of evaluation that a norm rests on."""
    waiting = [Step(StepKind.APPLIES, norm)]
    needed = set(waiting)
    while waiting:
        new = set(rests_on(package, waiting.pop())) - needed
        needed |= new
        waiting += new
    return evolve(package, order=tuple(step for step in package.order if step in needed))


def fields_read(package: Package, record_type: str) -> frozenset[str]:
    """The fields that the steps of a package read straight from records of a type."""
    return frozenset(
        part.name
        for step in package.orders[record_type]
        for condition in conditions_of(package, step)
        for part in walk(condition)
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    )


def conditions_of(package: Package, step: Step) -> Iterable[Expression]:
    """The conditions that a step is worked out from itself."""
    found: tuple[Expression | None, ...] = ()
    match step.kind:
        case StepKind.FACT:
            found = (package.facts[step.name].means,)
        case StepKind.DONE:
            found = (package.actions[step.name].done_when,)
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            found = (norm.when, norm.unless)
    return (condition for condition in found if condition is not None)


def rests_on(package: Package, step: Step) -> Iterable[Step]:
    """The steps that have to be worked out with a step."""
    match step.kind:
        case StepKind.APPLIES:
            # The status of a norm and the verdict on its action are asked for with it.
            action = package.norms[step.name].action
            yield Step(StepKind.DONE, action)
            yield Step(StepKind.VERDICT, action)
            for other in package.overriding[step.name]:
                yield Step(StepKind.APPLIES, other.name)
        case StepKind.VERDICT:
            for norm in package.norms_on[step.name]:
                yield Step(StepKind.APPLIES, norm.name)
    for part in (part for c in conditions_of(package, step) for part in walk(c)):
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
