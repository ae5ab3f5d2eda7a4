"""What rests on what in a checked package."""

from collections.abc import Iterable, Iterator

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import conditions_in, walk


def steps_below(expression: Expression | None) -> Iterator[Step]:
    """The facts, norms and verdicts that an expression asks for, itself or in its parts."""
    for part in walk(expression) if expression is not None else ():
        match part:
            case model.FactValue(name):
                yield Step(StepKind.FACT, name)
            case model.NormApplies(norm):
                yield Step(StepKind.APPLIES, norm)
            case model.NormIs(norm):
                yield Step(StepKind.APPLIES, norm)
                yield Step(StepKind.DONE, norm)
            case model.ActionIs(action):
                yield Step(StepKind.VERDICT, action)


def dependencies(package: Package) -> dict[Step, list[Step]]:
    """What every step of an evaluation rests on, over all that is visible in a package.

    What is missing from the package because it has a fault is left out.
    """
    graph: dict[Step, list[Step]] = {}

    def add(step: Step, rests_on: Iterable[Step]) -> None:
        # “NORM is violated” rests on the done-condition of the norm's action.
        graph[step] = [
            Step(StepKind.DONE, package.norms[s.name].action)
            if s.kind is StepKind.DONE and s.name in package.norms
            else s
            for s in rests_on
        ]

    for fact in package.facts.values():
        add(Step(StepKind.FACT, fact.name), steps_below(fact.means))
    about: dict[str, list[Step]] = {}
    overriding: dict[str, list[Step]] = {}
    for norm in package.norms.values():
        about.setdefault(norm.action, []).append(Step(StepKind.APPLIES, norm.name))
        for overridden in norm.overrides:
            overriding.setdefault(overridden, []).append(Step(StepKind.APPLIES, norm.name))
    for action in package.actions.values():
        add(Step(StepKind.DONE, action.name), steps_below(action.done_when))
        add(Step(StepKind.VERDICT, action.name), about.get(action.name, ()))
    for norm in package.norms.values():
        conditions = [*steps_below(norm.when), *steps_below(norm.unless)]
        add(Step(StepKind.APPLIES, norm.name), conditions + overriding.get(norm.name, []))
    return {step: [s for s in rests_on if s in graph] for step, rests_on in graph.items()}


def readings_of_steps(package: Package) -> dict[Step, tuple[str, ...]]:
    """The readings on which every step of an evaluation rests, itself or by what it asks for.

    Each in the order in which the policy declares them. Readings of the whole policy are among
    them only where a declaration rests on them by name or by value.
    """
    below = dependencies(package)
    found: dict[Step, set[str]] = {}
    for step in package.order:
        named = set(_named(step, package))
        named.update(*(found[other] for other in below[step]))
        found[step] = named
    places = {name: place for place, name in enumerate(package.readings)}
    return {step: tuple(sorted(named, key=places.__getitem__)) for step, named in found.items()}


def rested_on(package: Package) -> frozenset[str]:
    """The readings on which any fact, action, norm or parameter of a package rests itself.

    Works on a package with faults, which has no order yet.
    """
    named: set[str] = set()
    for fact in package.facts.values():
        named.update(rested_on_by(package, fact, fact.means))
    for action in package.actions.values():
        named.update(rested_on_by(package, action, action.done_when))
    for norm in package.norms.values():
        named.update(rested_on_by(package, norm, norm.when, norm.unless, *norm.answerable))
    for parameter in package.parameters.values():
        named.update(parameter.readings)
    return frozenset(named)


def _named(step: Step, package: Package) -> Iterator[str]:
    match step.kind:
        case StepKind.FACT:
            fact = package.facts[step.name]
            return rested_on_by(package, fact, fact.means)
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            return rested_on_by(package, norm, norm.when, norm.unless)
        case StepKind.DONE:
            action = package.actions[step.name]
            return rested_on_by(package, action, action.done_when)
        case StepKind.VERDICT:
            return iter(package.actions[step.name].readings)


def rested_on_by(
    package: Package, item: Fact | Action | Norm, *conditions: Expression | None
) -> Iterator[str]:
    """The readings on which a declaration rests itself, by name or by a value in its conditions."""
    yield from item.readings
    for condition in conditions:
        for part in walk(condition) if condition is not None else ():
            if isinstance(part, model.ParameterValue):
                yield from package.readings_behind(part.name)


def readings_in_conditions(package: Package) -> frozenset[str]:
    """The readings whose value some condition asks for: another choice may change an answer."""
    asked = (part for condition in conditions_in(package) for part in walk(condition))
    names = {part.name for part in asked if isinstance(part, model.ParameterValue)}
    return frozenset(package.said_once_more.get(name, name) for name in names) & {*package.readings}
