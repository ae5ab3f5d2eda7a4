"""What compiled code works out for the records of one type in one stretch of time, and where.

Norms that nothing else rests upon and that share a condition form a `Group`: where that condition
is no, none of them applies, and the code skips all of them and the facts that only they use. That
is right in Kleene logic, where a conjunction with one part that is no is no.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs
from attrs import frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of, reached, rests_on
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Deadline, Norm
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Value

_SMALLEST_GROUP: Final = 4


@frozen
class Group:
    """Norms that can apply only where ``guard`` is not no, and the facts that only they use."""

    guard: Expression
    norms: tuple[Norm, ...]
    facts: tuple[str, ...]

    def expressions(self, package: Package) -> Iterator[Expression]:
        """The conditions and definitions that are worked out unless the guard is no."""
        yield from (package.facts[name].means for name in self.facts)
        for norm in self.norms:
            yield from norm.conditions()


@frozen
class Plan:
    """What is worked out: ``steps`` for every record, then each of the ``groups`` unless its guard
    is no.

    Norms that are not in force and facts that nothing uses are in neither.
    """

    package: Package
    record_type: RecordType
    day: date
    parameters: Mapping[str, Value]
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    verdicts_asked_for: frozenset[str]

    @property
    def norms(self) -> tuple[Norm, ...]:
        """The norms that are in no group."""
        return tuple(
            self.package.norms[step.name] for step in self.steps if step.kind is StepKind.APPLIES
        )

    @property
    def timed(self) -> tuple[tuple[Norm, Deadline], ...]:
        """The norms with a deadline, each with that."""
        return tuple((norm, norm.deadline) for norm in self.norms if norm.deadline is not None)

    @property
    def recurring(self) -> tuple[tuple[Norm, Deadline], ...]:
        """The duties of every period, each with its deadline."""
        return tuple((norm, by) for norm, by in self.timed if by.unit is not None)

    @property
    def observed(self) -> tuple[str, ...]:
        """The actions for which a record can tell whether they are done."""
        return tuple(step.name for step in self.steps if step.kind is StepKind.DONE)

    def expressions_for_all(self) -> Iterator[Expression]:
        """The conditions and definitions that are worked out for every record."""
        for step in self.steps:
            yield from expressions_of(step, self.package)
        yield from (group.guard for group in self.groups)

    def expressions(self) -> Iterator[Expression]:
        """All conditions and definitions."""
        yield from self.expressions_for_all()
        for group in self.groups:
            yield from group.expressions(self.package)


def plan(package: Package, record_type: RecordType, day: date) -> Plan:
    """The plan for a day; it is the same for all days on which the same norms and values are in
    force."""
    steps = _needed(package, package.orders[record_type.name], day)
    verdicts = frozenset(
        part.action for part in _parts_of(package, steps) if isinstance(part, model.ActionIs)
    )
    sharing = _sharing_a_guard(package, steps, verdicts)
    places = _places(package, steps, sharing, _facts_of_deadlines(package, day))
    groups = [
        Group(
            guard,
            norms,
            tuple(s.name for s in steps if s.kind is StepKind.FACT and places[s] == number),
        )
        for number, (guard, norms) in enumerate(sharing)
    ]
    return Plan(
        package=package,
        record_type=record_type,
        day=day,
        parameters={p.name: p.value_on(day) for p in package.parameters.values()},
        steps=tuple(
            step
            for step in steps
            if places[step] is None and (step.kind is not StepKind.VERDICT or step.name in verdicts)
        ),
        groups=tuple(groups),
        verdicts_asked_for=verdicts,
    )


def conjuncts(condition: Expression | None) -> tuple[Expression, ...]:
    """The conditions of a conjunction; a single other condition is one itself."""
    if condition is None:
        return ()
    if isinstance(condition, model.And):
        return tuple(part for operand in condition.operands for part in conjuncts(operand))
    return (condition,)


def likeness(node: object) -> Hashable:
    """A key that is equal for expressions that are written alike, and so have the same answer."""
    if isinstance(node, tuple):
        return tuple(likeness(part) for part in node)
    if isinstance(node, model.Constant):
        return (model.Constant, type(node.value), node.value)
    if isinstance(node, model.FactOf):
        return likeness(node.means)
    if isinstance(node, model.OnDay):
        return (model.OnDay, likeness(node.day), likeness(node.means))
    if isinstance(node, Expression):
        names = (f.name for f in attrs.fields(type(node)) if f.name not in ("span", "type"))
        return (type(node), *(likeness(getattr(node, name)) for name in names))
    return node if isinstance(node, Hashable) else id(node)


def _needed(package: Package, steps: Iterable[Step], day: date) -> list[Step]:
    """The steps that are needed on a day: no unused facts, norms out of force or unobserved
    actions."""

    deadlines = _facts_of_deadlines(package, day)

    def is_told(step: Step) -> bool:
        match step.kind:
            case StepKind.FACT:
                return step.name in deadlines
            case StepKind.APPLIES:
                return package.norms[step.name].in_force.contains(day)
            case StepKind.DONE:
                return package.actions[step.name].done_when is not None
            case StepKind.VERDICT:
                return True

    def facts_below(step: Step) -> Iterator[Step]:
        return (s for s in rests_on(step, package) if s.kind is StepKind.FACT)

    steps = tuple(steps)
    needed = reached(filter(is_told, steps), facts_below)
    return [step for step in steps if step in needed]


def _facts_of_deadlines(package: Package, day: date) -> frozenset[str]:
    """The facts that statuses of norms with a deadline rest on, and those that hold the due
    days."""
    told = (n.deadline for n in package.norms.values() if n.in_force.contains(day))
    return frozenset(name for d in told if d is not None for name in d.made)


def _sharing_a_guard(
    package: Package, steps: Sequence[Step], verdicts: frozenset[str]
) -> list[tuple[Expression, tuple[Norm, ...]]]:
    """Groups of norms that nothing else rests upon, with the condition that they share.

    For each norm the first condition counts that enough others have too: what is written first is
    mostly what a norm is about.
    """
    norms = [package.norms[step.name] for step in steps if step.kind is StepKind.APPLIES]
    rested_upon = {
        part.norm
        for part in _parts_of(package, steps)
        if isinstance(part, model.NormApplies | model.NormIs)
    }
    last = [
        norm
        for norm in norms
        if norm.name not in rested_upon
        and not norm.overrides
        and norm.action not in verdicts
        and norm.deadline is None
    ]
    alike = {norm.name: {likeness(part): part for part in conjuncts(norm.when)} for norm in last}
    shared = Counter(key for keys in alike.values() for key in keys)
    by_guard: dict[Hashable, list[Norm]] = {}
    for norm in last:
        for key in alike[norm.name]:
            if shared[key] >= _SMALLEST_GROUP:
                by_guard.setdefault(key, []).append(norm)
                break
    return [
        (alike[members[0].name][key], tuple(members))
        for key, members in by_guard.items()
        if len(members) >= _SMALLEST_GROUP
    ]


def _places(
    package: Package,
    steps: Sequence[Step],
    sharing: Sequence[tuple[Expression, tuple[Norm, ...]]],
    told: Iterable[str],
) -> dict[Step, int | None]:
    """The number of the group that each step belongs to; ``None`` for steps of all records."""
    group_of = {norm.name: n for n, (_, norms) in enumerate(sharing) for norm in norms}
    for_all = {*told, *(fact for guard, _ in sharing for fact in _facts_in([guard]))}
    asked_in: dict[str, set[int | None]] = {fact: {None} for fact in for_all}
    places: dict[Step, int | None] = {}
    for step in reversed(steps):
        place: int | None = None
        if step.kind is StepKind.APPLIES:
            place = group_of.get(step.name)
        elif step.kind is StepKind.FACT:
            # A fact of a deadline may be asked for by nothing but a question about a norm that is
            # out of force.
            asked = asked_in.get(step.name, {None})
            place = next(iter(asked)) if len(asked) == 1 else None
        places[step] = place
        for fact in _facts_in(expressions_of(step, package)):
            asked_in.setdefault(fact, set()).add(place)
    return places


def _parts_of(package: Package, steps: Iterable[Step]) -> Iterator[Expression]:
    for step in steps:
        for expression in expressions_of(step, package):
            yield from walk(expression)


def _facts_in(expressions: Iterable[Expression]) -> set[str]:
    return {
        part.name
        for expression in expressions
        for part in walk(expression)
        if isinstance(part, model.FactValue)
    }
