"""What of a package with faults can still be relied on, by itself and by those that use it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import NamedDeclaration, spellings_in
from linkage_rules.language.diagnostics import Diagnostic, Places
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.model.work_calendars import WorkCalendar

_Item: TypeAlias = Fact | Action | Norm
_Key: TypeAlias = tuple[type, str]
"""What is meant by a name: a parameter whose table has a fault is still asked for as a fact."""


def sound(package: Package) -> Package:
    """The package without the facts, actions and norms that rest on something it does not hold.

    Norms stay if another that they override is missing; it is no longer said that they do.
    """
    items: tuple[_Item, ...] = (
        *package.declared_facts,
        *package.declared_actions,
        *package.declared_norms,
    )
    held: set[_Key] = {
        *((RecordType, name) for name in package.record_types),
        *((Parameter, name) for name in package.parameters),
        *((Fact, name) for name in package.facts),
        *((Action, name) for name in package.actions),
        *((Norm, name) for name in package.norms),
    }
    resting: dict[_Key, list[_Item]] = {}
    missing: list[_Key] = []
    for item in items:
        for key in _rests_on(item):
            resting.setdefault(key, []).append(item)
            missing += [key] if key not in held else []
    gone: set[_Key] = set()
    while missing:
        for item in resting.get(missing.pop(), ()):
            key = (type(item), item.name)
            if key not in gone:
                gone.add(key)
                missing.append(key)
    left = {name for name in package.norms if (Norm, name) not in gone}
    return evolve(
        package,
        declared_facts=tuple(f for f in package.declared_facts if (Fact, f.name) not in gone),
        declared_actions=tuple(a for a in package.declared_actions if (Action, a.name) not in gone),
        declared_norms=tuple(
            evolve(norm, overrides=tuple(name for name in norm.overrides if name in left))
            for norm in package.declared_norms
            if norm.name in left
        ),
    )


def _rests_on(item: _Item) -> Iterator[_Key]:
    yield RecordType, item.record_type
    match item:
        case Fact(means=means):
            yield from _asked_in(means)
        case Action(done_when=done_when, done_on=done_on, done_at=done_at):
            yield from _asked_in(done_when)
            yield from _asked_in(done_on)
            yield from _asked_in(done_at)
        case Norm(when=when, unless=unless, action=action):
            yield Action, action
            yield from _asked_in(when)
            yield from _asked_in(unless)
            yield from _asked_in(item.lasting)
            for written in item.deadline.parts() if item.deadline else ():
                yield from _asked_in(written)


def _asked_in(expression: Expression | None) -> Iterator[_Key]:
    for part in walk(expression) if expression is not None else ():
        match part:
            case model.FactValue(name):
                yield Fact, name
            case model.ParameterValue(name):
                yield Parameter, name
            case model.NormApplies(name) | model.NormIs(name):
                yield Norm, name
            case model.ActionIs(name):
                yield Action, name


_Changing: TypeAlias = syntax.SetDeclaration | syntax.OverrideDeclaration | syntax.AdjustDeclaration
_N = TypeVar("_N", Parameter, Fact, Action, Norm, WorkCalendar)


@frozen
class Offered:
    """What a package offers to those that use or amend it.

    ``package`` and ``declared`` are those of `Checked`, without what has a fault and what rests on
    it; ``unread`` are the names that are lacking for that reason, and nobody should call unknown.
    Record types, enums and bearers stay: what has a fault in them is lacking by its own name.
    """

    package: Package
    declared: Package
    unread: frozenset[str]


def offered(
    package: Package,
    declared: Package,
    files: Iterable[syntax.File],
    unread: frozenset[str],
    problems: Sequence[Diagnostic],
) -> Offered:
    """What a package offers in which there are these problems; ``unread`` are its words that could
    not be read.

    >>> offered(Package(name="p"), Package(name="p"), (), frozenset(), ()).unread
    frozenset()
    """
    if not problems and not unread:
        return Offered(package, declared, unread)
    declarations = (d for file in files for d in file.declarations)
    named = [d for d in declarations if isinstance(d, NamedDeclaration | _Changing)]
    places = Places(problem.span for problem in problems)
    faulty = {d.name.text for d in named if places.any_in(d.span)}
    left, left_declared = (_without(one, faulty) for one in (package, declared))
    spelled = {s for d in named for s in (d.name.text, getattr(d, "label", None)) if s}
    return Offered(left, left_declared, unread | (spelled - spellings_in(left_declared)))


def _without(package: Package, faulty: set[str]) -> Package:
    def left(items: Iterable[_N]) -> tuple[_N, ...]:
        return tuple(item for item in items if faulty.isdisjoint((item.name, item.label)))

    return sound(
        evolve(
            package,
            declared_calendars=left(package.declared_calendars),
            declared_parameters=left(package.declared_parameters),
            declared_facts=left(package.declared_facts),
            declared_actions=left(package.declared_actions),
            declared_norms=left(package.declared_norms),
        )
    )
