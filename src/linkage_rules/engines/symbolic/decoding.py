"""From the free values of a scene, once the solver has settled them, to a record."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeAlias

from linkage_rules.engines.symbolic.records import Branch, Leaf, Node, Scene, Slots
from linkage_rules.engines.symbolic.terms import Quantity
from linkage_rules.engines.symbolic.truth import Truth
from linkage_rules.engines.symbolic.values import (
    Many,
    Row,
    Single,
    Span,
    Symbolic,
    Texts,
    known_of,
)
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value

Settled: TypeAlias = Callable[[Quantity], Any]
"""Gives the ``bool``, ``int`` or ``Fraction`` that the solver chose for a term."""

_SOME_DAY: Final = date(2023, 1, 1)


def record_of(scene: Scene, settled: Settled) -> tuple[Record, date]:
    """The record and the day that were found; what was never asked is unknown, if it may be."""
    record = _value(scene.root, settled, scene.texts)
    assert isinstance(record, dict)
    return record, date.fromordinal(settled(scene.as_of))


def _value(node: Node, settled: Settled, texts: Texts) -> Value:
    if not settled(node.known):
        return None
    match node:
        case Leaf(_, values, type_):
            single: Value = single_value([settled(value) for value in values], type_, texts)
            return single
        case Branch(_, record_type, fields):
            return {
                f.name: _value(fields[f.name], settled, texts)
                if f.name in fields
                else plainest(f)
                if f.required
                else None
                for f in record_type.fields
            }
        case Slots(_, elements, _):
            return tuple(
                _value(inner, settled, texts) for there, inner in elements if settled(there)
            )


def single_value(found: list[Any], type_: Type, texts: Texts) -> Any:
    """The value of the model behind the numbers that stand for it."""
    match type_:
        case Scalar.PERIOD:
            return Period(*found)
        case Scalar.DATE:
            return date.fromordinal(found[0])
        case Scalar.TEXT:
            return texts.text(found[0])
        case EnumType(members=members):
            return members[found[0]].name
    return found[0]


def value_of(value: Symbolic, type_: Type, settled: Settled, texts: Texts) -> Value:
    """The value of the model that an open value turned out to be."""
    if not settled(known_of(value)):
        return None
    match value, type_:
        case Truth(yes, _), _:
            return bool(settled(yes))
        case Span(_, months, days), _:
            return Period(settled(months), settled(days))
        case Row(), RecordType(fields=fields):
            return {f.name: value_of(value.read(f.name), f.type, settled, texts) for f in fields}
        case Many(_, elements), ListType(element):
            return tuple(
                value_of(e.value, element, settled, texts) for e in elements if settled(e.present)
            )
    assert isinstance(value, Single)
    found: Value = single_value([settled(value.value)], type_, texts)
    return found


def plainest(declared: Field) -> Value:
    """The plainest value that a field may hold, with as little inside as it must have.

    >>> plainest(Field("people", None, Scalar.WHOLE, minimum=3))
    3
    """
    least: Any = declared.minimum
    most: Any = declared.maximum
    match declared.type:
        case Scalar.YES_NO:
            return False
        case Scalar.DATE:
            return max(least or _SOME_DAY, min(_SOME_DAY, most or _SOME_DAY))
        case Scalar.PERIOD:
            return Period()
        case Scalar.TEXT:
            return "1"
        case EnumType(members=members):
            return members[0].name if members else None
        case ListType():
            return ()
        case RecordType(fields=fields):
            return {f.name: plainest(f) if f.required else None for f in fields}
        case _:
            nearest = 0 if most is None else min(0, most)
            return nearest if least is None else max(least, nearest)
