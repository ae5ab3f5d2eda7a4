"""What an expression rests on: the facts, norms and done-conditions behind it."""

from collections.abc import Iterable, Iterator

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk


def steps_in(expression: Expression, package: Package) -> Iterator[Step]:
    """The steps of an evaluation that an expression asks for itself."""
    for part in walk(expression):
        match part:
            case model.FactValue(name):
                yield Step(StepKind.FACT, name)
            case model.NormApplies(name):
                yield Step(StepKind.APPLIES, name)
            case model.NormIs(name):
                yield Step(StepKind.APPLIES, name)
                yield Step(StepKind.DONE, package.norms[name].action)
            case model.ActionIs(name):
                for norm in package.norms_on[name]:
                    yield Step(StepKind.APPLIES, norm.name)


def expressions_of(step: Step, package: Package) -> Iterator[Expression]:
    """What a step is worked out from."""
    match step.kind:
        case StepKind.FACT:
            yield package.facts[step.name].means
        case StepKind.DONE:
            yield from (c for c in (package.actions[step.name].done_when,) if c is not None)
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            yield from (c for c in (norm.when, norm.unless) if c is not None)
            yield from (model.NormApplies(other.name) for other in package.overriding[step.name])


def cone(package: Package, asked: Iterable[Expression], known: Iterable[Step] = ()) -> set[Step]:
    """Every step behind some expressions, however far; not what is behind those that are known."""
    found: set[Step] = set()
    passed = set(known)
    waiting = list(asked)
    while waiting:
        for step in steps_in(waiting.pop(), package):
            if step not in passed:
                passed.add(step)
                found.add(step)
                waiting += expressions_of(step, package)
    return found
