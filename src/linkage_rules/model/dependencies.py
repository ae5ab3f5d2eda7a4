"""What depends on what in a checked package: the edges, defined once, and one way to follow them.

A step is a fact, the done-condition of an action, whether a norm applies, or a verdict.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import Generic, TypeVar

from attrs import frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.constituents import Composed
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package, Property, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.working_days import Calendar

_N = TypeVar("_N")


# The edges


def asked_in(expression: Expression, package: Package) -> Iterator[Step]:
    """The steps (facts, norms, verdicts) that an expression names, itself or in its parts."""
    for part in walk(expression):
        match part:
            case model.FactValue(name):
                yield Step(StepKind.FACT, name)
            case model.NormApplies(name):
                yield Step(StepKind.APPLIES, name)
            case model.NormIs(name):
                yield Step(StepKind.APPLIES, name)
                # A package with faults may lack the norm.
                if name in package.norms:
                    yield from status_rests_on(package.norms[name])
            case model.ActionIs(name):
                yield Step(StepKind.VERDICT, name)


def status_rests_on(norm: Norm) -> Iterator[Step]:
    """The steps beyond whether it applies that the status of a norm depends on.

    They are whether its action is done, and the facts of its deadline.
    """
    yield Step(StepKind.DONE, norm.action)
    if norm.deadline is not None:
        yield from (Step(StepKind.FACT, name) for name in norm.deadline.facts)


def fields_behind(asked: Iterable[Expression], package: Package) -> set[tuple[str, str]]:
    """Every field that the expressions depend on, through however many facts, each as a pair of the
    name of its record type and its own."""
    asked = tuple(asked)
    further = (e for step in behind(asked, package) for e in expressions_of(step, package))
    parts = (part for whole in (*asked, *further) for part in walk(whole))
    return {
        (getattr(part.record.type, "name", ""), part.name)
        for part in parts
        if isinstance(part, model.FieldValue)
    }


def expressions_of(step: Step, package: Package) -> tuple[Expression, ...]:
    """The expressions of the declaration behind a step; none for a verdict, which follows from
    norms."""
    worked_out: Composed
    match step.kind:
        case StepKind.FACT:
            worked_out = package.facts[step.name]
        case StepKind.DONE:
            worked_out = package.actions[step.name]
        case StepKind.APPLIES:
            worked_out = package.norms[step.name]
        case StepKind.VERDICT:
            return ()
    return worked_out.conditions()


def rests_on(step: Step, package: Package) -> Iterator[Step]:
    """The steps that have to be worked out directly before a step.

    They are those that its expressions name, the norms that override a norm, and for a verdict the
    norms on its action.
    """
    for expression in expressions_of(step, package):
        yield from asked_in(expression, package)
    match step.kind:
        case StepKind.APPLIES:
            others = package.overriding[step.name]
        case StepKind.VERDICT:
            others = package.norms_on[step.name]
        case _:
            return
    yield from (Step(StepKind.APPLIES, norm.name) for norm in others)


def told_by(step: Step, package: Package) -> Iterator[Step]:
    """The steps that have to be worked out to explain a step in full.

    Beyond what it rests on, that is for a norm what its status depends on (whether its action is
    done, when it is due) and the verdict on its action, which all norms on the action share in.
    """
    yield from rests_on(step, package)
    if step.kind is StepKind.APPLIES:
        norm = package.norms[step.name]
        yield from status_rests_on(norm)
        if norm.deadline is not None:
            yield Step(StepKind.FACT, norm.deadline.due)
        yield Step(StepKind.VERDICT, norm.action)


# The walk


def reached(
    start: Iterable[_N], onward: Callable[[_N], Iterable[_N]], known: Iterable[_N] = ()
) -> Set[_N]:
    """Everything that can be reached from ``start`` by ``onward``, the nearest first.

    The start is part of it. What is in ``known`` is neither given nor followed.

    >>> rests = {"a": "b", "b": "ab", "c": "a"}
    >>> list(reached("a", rests.__getitem__)), list(reached("c", rests.__getitem__, "a"))
    (['a', 'b'], ['c'])
    """
    passed = frozenset(known)
    found = {item: None for item in start if item not in passed}
    waiting = deque(found)
    while waiting:
        for following in onward(waiting.popleft()):
            if following not in passed and following not in found:
                found[following] = None
                waiting.append(following)
    return found.keys()


def behind(asked: Iterable[Expression], package: Package, known: Iterable[Step] = ()) -> Set[Step]:
    """Every step that the expressions depend on, directly or through others.

    Steps in ``known``, and what is only reached through them, are left out.
    """
    start = (step for expression in asked for step in asked_in(expression, package))
    return reached(start, lambda step: rests_on(step, package), known)


def in_turn_behind(
    asked: Iterable[Expression], package: Package, record_type: str
) -> tuple[Step, ...]:
    """The steps that expressions about records of a type depend on, each after its own
    dependencies."""
    needed = behind(asked, package)
    return tuple(step for step in package.orders.get(record_type, ()) if step in needed)


def counted_by(asked: Iterable[Expression], package: Package) -> tuple[Calendar, ...]:
    """The calendars by which working days are counted in the expressions or in what they depend on.

    >>> from linkage_rules.model.expressions import AsOf
    >>> counted_by([AsOf()], Package(name="p"))
    ()
    """
    asked = tuple(asked)
    further = (one for step in behind(asked, package) for one in expressions_of(step, package))
    parts = (part for whole in (*asked, *further) for part in walk(whole))
    operations = (part.operation for part in parts if isinstance(part, model.Apply))
    return tuple(dict.fromkeys(one.calendar for one in operations if one.calendar is not None))


@frozen
class Cycle(Generic[_N]):
    """Things that rest on one another in a circle, each on the next and the last on the first."""

    members: tuple[_N, ...]


def in_order(rests: Mapping[_N, Collection[_N]]) -> list[_N] | Cycle[_N]:
    """Sort things so that each comes after those it rests on, and otherwise as given.

    Gives a `Cycle` where that is impossible.

    >>> in_order({"a": ["b"], "b": [], "c": ["a"]})
    ['b', 'a', 'c']
    >>> in_order({"a": ["b"], "b": ["a"]})
    Cycle(members=('a', 'b'))
    """
    done: dict[_N, None] = {}
    for start in rests:
        path: dict[_N, Iterator[_N]] = {}
        current: _N | None = start
        while current is not None and current not in done:
            if current not in path:
                path[current] = iter(rests[current])
            following = next((n for n in path[current] if n not in done), None)
            if following is not None and following in path:
                members = list(path)
                return Cycle(tuple(members[members.index(following) :]))
            if following is None:
                done[current] = None
                del path[current]
                following = next(reversed(path), None)
            current = following
    return list(done)


def dependencies(package: Package) -> dict[Step, list[Step]]:
    """What every step of an evaluation rests on, over all that is visible in a package.

    What is missing from the package because it has a fault is left out.
    """
    steps = [
        *(Step(StepKind.FACT, name) for name in package.facts),
        *(
            Step(kind, name)
            for name in package.actions
            for kind in (StepKind.DONE, StepKind.VERDICT)
        ),
        *(Step(StepKind.APPLIES, name) for name in package.norms),
    ]
    there = set(steps)
    return {step: [s for s in rests_on(step, package) if s in there] for step in steps}


# Readings


def readings_of_steps(package: Package) -> dict[Step, tuple[str, ...]]:
    """The readings on which every step of an evaluation rests, directly or through other steps.

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
    """The readings on which some fact, action, norm or parameter of a package rests directly.

    Works on a package with faults, which has no order yet.
    """
    named: set[str] = set()
    for declared, part in package.parts():
        if not isinstance(declared, Property):
            named.update(_by_value(package, part.expression))
    for names in (package.facts, package.actions, package.norms, package.parameters):
        named.update(*(declared.readings for declared in names.values()))
    return frozenset(named)


def _named(step: Step, package: Package) -> Iterator[str]:
    match step.kind:
        case StepKind.FACT:
            return rested_on_by(package, package.facts[step.name])
        case StepKind.APPLIES:
            return rested_on_by(package, package.norms[step.name])
        case StepKind.DONE:
            return rested_on_by(package, package.actions[step.name])
        case StepKind.VERDICT:
            return iter(package.actions[step.name].readings)


def rested_on_by(package: Package, declared: Fact | Action | Norm) -> Iterator[str]:
    """The readings on which a declaration rests directly: those it names, and those whose value its
    conditions use."""
    yield from declared.readings
    for condition in declared.conditions():
        yield from rested_on_in(package, condition)


def rested_on_in(package: Package, condition: Expression) -> Iterator[str]:
    """The readings on which an expression rests directly.

    They are those whose value it uses, and those of the facts that it asks of other records.
    """
    yield from _by_value(package, condition)
    for part in walk(condition):
        if isinstance(part, model.FactOf):
            yield from package.facts[part.name].readings


def _by_value(package: Package, expression: Expression) -> Iterator[str]:
    for part in walk(expression):
        if isinstance(part, model.ParameterValue):
            yield from package.readings_behind(part.name)


def readings_in_conditions(package: Package) -> frozenset[str]:
    """The readings whose value some condition asks for: another choice may change an answer."""
    asked = (part for condition in package.conditions() for part in walk(condition))
    names = {part.name for part in asked if isinstance(part, model.ParameterValue)}
    return frozenset(package.said_once_more.get(name, name) for name in names) & {*package.readings}
