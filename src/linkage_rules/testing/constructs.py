"""Every construct of the language, taken from its own tables, and how often each occurs in a
policy.

Nothing is listed by hand: the constructs are the declarations, the clauses by the declarations they
may be in, the kinds of nodes of the tree with the forms of their fields, the forces of norms, the
outcomes that may be asked for, the operations, the expressions of the model and the changes of
overlays. So a new construct of the language is included at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from linkage_rules.language import syntax
from linkage_rules.language.clauses import CLAUSES
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import FORCES
from linkage_rules.model.operations import OPERATIONS
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.traversal import walk

_KEPT_FOR_PRINTING: Final = frozenset({"comments", "closing", "days", "span", "written"})
"""Fields of nodes that only tell how something was written."""

_NEVER_READ: Final = frozenset({syntax.Distributed})
"""Kinds of nodes that are only printed, never read."""


_NEVER_RIGHT: Final = frozenset({"table: means", "override_table: means"})
"""Clauses that are only read so that a message can explain the mistake."""


@cache
def constructs() -> tuple[str, ...]:
    """The names of all constructs.

    >>> known = constructs()
    >>> "norm: governed_by" in known, "operation round_up" in known, "amendment adjust" in known
    (True, True, True)
    """
    found = (
        *(f"declaration {_declared_as(kind)}" for kind in get_args(syntax.Declaration)),
        *(
            form
            for row in CLAUSES
            for within in row.within
            if (form := f"{within}: {row.rule}") not in _NEVER_RIGHT
        ),
        *(form for kind in _kinds() for form in _forms(kind)),
        *(f"force {keyword.lower()}" for keyword in FORCES.values()),
        *(f"operation {name}" for name in OPERATIONS),
        *(f"model {kind.__name__}" for kind in get_args(model.Expression)),
        *(f"amendment {kind.name.lower()}" for kind in AmendmentKind),
    )
    return tuple(dict.fromkeys(found))


def occurring(files: Iterable[syntax.File], package: Package) -> Counter[str]:
    """How often each construct occurs in the files of a policy and in what was made of them.

    >>> from linkage_rules.language.reading.parser import parse
    >>> from linkage_rules.language.reading.source import SourceFile
    >>> tree, _ = parse(SourceFile("a.pol", "enum kind\\n  grant"))
    >>> occurring([tree], Package(name="p"))["enum: enum_member"]
    1
    """
    found: Counter[str] = Counter()
    for file in files:
        for declaration in file.declarations:
            found[f"declaration {_declared_as(type(declaration))}"] += 1
            within = _rule(declaration)
            rules = (_RULES[type(clause)] for clause in declaration.clauses)
            found.update(f"{within}: {rule}" for rule in rules)
            for node in syntax.descendants(declaration):
                found.update(_forms_of(node))
    for expression in package.conditions():
        for part in walk(expression):
            found[f"model {type(part).__name__}"] += 1
            if isinstance(part, model.Apply):
                found[f"operation {part.operation.name}"] += 1
    found.update(f"amendment {one.change.name.lower()}" for one in package.amendments)
    return found


_RULES: Final = {row.node: row.rule for row in CLAUSES}


def _declared_as(kind: type) -> str:
    return kind.__name__.removesuffix("Declaration").lower()


def _rule(declaration: syntax.Declaration) -> str:
    """The name of a declaration in the table of clauses."""
    match declaration:
        case syntax.FactDeclaration(inputs=(_, *_)):
            return "table"
        case syntax.OverrideDeclaration(inputs=(_, *_)):
            return "override_table"
    return _declared_as(type(declaration))


# The kinds of nodes, and the forms of their fields


@cache
def _kinds() -> tuple[type, ...]:
    """All kinds of nodes that a declaration may contain."""
    waiting: list[type] = [*get_args(syntax.Declaration), *get_args(syntax.Clause)]
    found: dict[type, None] = {}
    while waiting:
        kind = waiting.pop(0)
        if kind in found or kind in _NEVER_READ:
            continue
        found[kind] = None
        for _, hint in _fields(kind):
            waiting += [one for one in _leaves(hint) if issubclass(one, syntax.Node)]
    return tuple(found)


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of node that carry meaning, with their types."""
    hints = get_type_hints(kind)
    names = (attribute.name for attribute in attrs.fields(kind))
    return tuple((name, hints[name]) for name in names if name not in _KEPT_FOR_PRINTING)


def _leaves(hint: Any) -> Iterator[type]:
    """The types that a type annotation is composed of."""
    if get_origin(hint) in (tuple, Union, UnionType):
        for inner in get_args(hint):
            yield from _leaves(inner)
    elif isinstance(hint, type):
        yield hint


@cache
def _forms(kind: type) -> tuple[str, ...]:
    """The kind of node itself, and each form of one of its fields."""
    name, forms = kind.__name__, [f"node {kind.__name__}"]
    if kind is syntax.Duty:
        # Modality and strength count together, as a force.
        return (*forms, *(f for f in _of_fields(kind) if ".modality" not in f))
    return (f"node {name}", *_of_fields(kind))


def _of_fields(kind: type) -> Iterator[str]:
    for field, hint in _fields(kind):
        leaves = [*_leaves(hint)]
        enums = [one for one in leaves if issubclass(one, Enum)]
        yield from (f"{kind.__name__}.{field} {member.name.lower()}" for e in enums for member in e)
        if hint is bool or (NoneType in leaves and not enums):
            yield f"{kind.__name__}.{field}"


def _forms_of(node: syntax.Node) -> Iterator[str]:
    """The forms of its kind that a node has."""
    kind: type = type(node)
    known = _forms(kind)
    yield f"node {kind.__name__}"
    for field, _ in _fields(kind):
        value = getattr(node, field)
        form = f"{kind.__name__}.{field}"
        if isinstance(value, Enum):
            form += f" {value.name.lower()}"
        elif value is None or value is False:
            continue
        if form in known:
            yield form
    if isinstance(node, syntax.Duty):
        yield f"force {FORCES[node.modality, node.strength].lower()}"
