"""Records in which everything is known, and everything of one type is the same."""

from collections.abc import Iterator
from typing import Any, Final

from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Type
from linkage_rules.model.values import Record, Value
from linkage_rules.testing.generation.landmarks import Landmarks, landmarks

_MOST: Final = 200


def even_records(package: Package, record_type: RecordType) -> Iterator[Record]:
    """One for each value that the policy mentions, or that is beside one: the simplest first.

    A sum of many parts is known on no other record than one on which all of them are, and chance
    rarely brings that about.

    >>> from linkage_rules.policy.loading import load
    >>> package = load("xiangtan_2022").package
    >>> next(even_records(package, package.record_types["Fund"]))["amount"]
    0
    """
    near = landmarks(package)
    for place in range(min(_MOST, max(map(len, near.values())))):
        yield _record(record_type, near, place)


def _record(record_type: RecordType, near: Landmarks, place: int) -> Record:
    return {f.name: _value(f.type, f, near, place) for f in record_type.fields}


def _value(type_: Type, declared: Field, near: Landmarks, place: int) -> Value:
    match type_:
        case RecordType():
            return _record(type_, near, place)
        case ListType(element):
            return (_value(element, declared, near, place),)
        case EnumType(members=members):
            return members[place % len(members)].name
    least: Any = declared.minimum
    most: Any = declared.maximum
    values = near[type_]
    value = values[place % len(values)]
    if least is not None and value < least:
        return declared.minimum
    return declared.maximum if most is not None and value > most else value
