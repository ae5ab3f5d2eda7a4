"""A checked package as rows of plain data, and back.

Every object of the model is one row: its class, then the numbers of what it is made of, which
come before it. Objects that a package shares are shared when it is read again. Reading calls
nothing but the classes listed here, so a row can never be more than a value of the model.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from types import ModuleType
from typing import Any, Final, TypeAlias

import attrs

from linkage_rules.model import (
    expressions,
    findings,
    norms,
    package,
    spans,
    statuses,
    types,
    values,
    work_calendars,
    working_days,
)
from linkage_rules.model.expressions import Apply
from linkage_rules.model.operations import Operation, named
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.values import Percent

Rows: TypeAlias = Mapping[str, list[Any]]

_MODULES: Final = (
    *(spans, statuses, values, types, expressions, norms, package, findings),
    *(working_days, work_calendars),
)
_ATOMS: Final = frozenset({bool, int, str, type(None)})


class NotPlainError(ValueError):
    """Raised for an object that is no part of the model, or rows that are no package."""


def _defined_in(module: ModuleType) -> Iterator[type]:
    for kind in vars(module).values():
        is_own = isinstance(kind, type) and kind.__module__ == module.__name__
        if is_own and (attrs.has(kind) or issubclass(kind, Enum)):
            yield kind


CLASSES: Final = tuple(kind for module in _MODULES for kind in _defined_in(module))
"""The classes of the model. Rows hold objects of these, and tuples, mappings, dates and
fractions."""


def _tuple(*items: object) -> tuple[object, ...]:
    return items


def _mapping(*items: Any) -> dict[str, object]:
    return dict(zip(items[::2], items[1::2], strict=True))


def _apply(operation: Operation, type_: Any, span: Span, *operands: Any) -> Apply:
    return Apply(operation, operands, type_, span=span)


def _maker(kind: type) -> Callable[..., object]:
    """A function that makes an object of a class from its parts in the order of its fields."""
    if kind is Apply:
        return _apply
    if not attrs.has(kind):
        return kind
    given = [attribute for attribute in attrs.fields(kind) if attribute.init]
    named = [attribute.alias for attribute in given if attribute.kw_only]
    first = len(given) - len(named)
    if not named:
        return kind
    return lambda *parts: kind(*parts[:first], **dict(zip(named, parts[first:], strict=True)))


_MAKERS: Final[Mapping[type, Callable[..., object]]] = {
    **{tuple: _tuple, dict: _mapping, date: date, Fraction: Fraction, Percent: Percent},
    Operation: named,
    **{kind: _maker(kind) for kind in CLASSES},
}
_NUMBERS: Final = {kind: number for number, kind in enumerate(_MAKERS)}
_FIELDS: Final = {
    # Keyword-only fields come last, as `_maker` expects.
    kind: [a.name for a in sorted(attrs.fields(kind), key=lambda a: a.kw_only) if a.init]
    for kind in CLASSES
    if attrs.has(kind)
}


def to_rows(whole: Package, files: Sequence[str]) -> Rows:
    """The rows of a package. Spans name their file by its place in ``files``.

    Raises `NotPlainError` when there is something in it that is no part of the model.
    """
    places = {file: place for place, file in enumerate(("", *files))}
    atoms: dict[object, object] = {}
    objects: dict[object, object] = {}
    for value in _parts_first(whole, places):
        (atoms if type(value) in _ATOMS else objects)[_key(value)] = value
    numbers = {key: number for number, key in enumerate((*atoms, *objects))}
    return {
        "atoms": [*atoms.values()],
        "objects": [
            [_NUMBERS[type(value)], *(numbers[_key(part)] for part in _parts(value, places))]
            for value in objects.values()
        ],
    }


def from_rows(rows: Rows, files: Sequence[str]) -> Package:
    """The package that `to_rows` took apart, with the files of its spans called ``files``.

    Raises `NotPlainError` when the rows are not those of a package.

    >>> whole = Package(name="p", issued=date(2022, 12, 7))
    >>> from_rows(to_rows(whole, []), []) == whole
    True
    """
    named = ("", *files)
    makers = [*({**_MAKERS, Span: lambda file, *place: Span(named[file], *place)}).values()]
    try:
        table = [*rows["atoms"]]
        add, part = table.append, table.__getitem__
        for kind, *parts in rows["objects"]:
            add(makers[kind](*map(part, parts)))
        whole = table[-1]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise NotPlainError(f"these are not the rows of a package: {error}") from error
    if not isinstance(whole, Package):
        raise NotPlainError(f"the last row is no package but {type(whole).__name__}")
    return whole


def _key(value: object) -> object:
    """A key that distinguishes values; ``True`` and ``1`` are equal, but must not share a row."""
    return (type(value), value) if type(value) in _ATOMS else id(value)


def _parts(value: Any, places: Mapping[str, int]) -> list[Any]:
    """The parts of a value, in the order in which `_maker` takes them."""
    kind = type(value)
    if kind not in _NUMBERS:
        raise NotPlainError(f"{kind.__qualname__} is no part of the model")
    if kind is Span:
        if value.file not in places:
            raise NotPlainError(f"{value.file!r} is no file of the package")
        return [places[value.file], value.start, value.end, value.line, value.column]
    if kind is Apply:
        return [value.operation, value.type, value.span, *value.operands]
    if kind is Operation:
        return [value.name, value.calendar]
    if kind in _FIELDS:
        return [getattr(value, name) for name in _FIELDS[kind]]
    if kind is tuple:
        return [*value]
    if kind is dict:
        return [item for pair in value.items() for item in pair]
    if kind is date:
        return [value.year, value.month, value.day]
    if kind in (Fraction, Percent):
        return [value.numerator, value.denominator]
    return [value.value]


def _parts_first(whole: Package, places: Mapping[str, int]) -> Iterator[object]:
    """All objects that a package is made of, each after its parts, without recursion."""
    waiting: list[tuple[object, bool]] = [(whole, False)]
    opened: set[object] = set()
    done: set[object] = set()
    while waiting:
        value, is_opened = waiting.pop()
        key = _key(value)
        if key in done:
            continue
        if is_opened or type(value) in _ATOMS:
            done.add(key)
            yield value
            continue
        if key in opened:
            raise NotPlainError(f"a {type(value).__qualname__} is part of itself")
        opened.add(key)
        waiting.append((value, True))
        waiting.extend((part, False) for part in _parts(value, places))
