"""What of a package can be relied on while it has faults: all that rests on nothing missing.

A declaration with a fault is not in the package, but others speak of it. Whatever looks at a
package as a whole is given what is left without those, so it needs no answer for what is not there.
"""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType

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
        case Action(done_when=done_when):
            yield from _asked_in(done_when)
        case Norm(when=when, unless=unless, action=action):
            yield Action, action
            yield from _asked_in(when)
            yield from _asked_in(unless)


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
