"""Records a policy has to cope with: valid, gappy, and close to everything it compares with."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value, whole_if_possible
from linkage_rules.testing.generation.landmarks import Landmarks, boundaries, landmarks

_LONGEST_LIST: Final = 4
_LARGEST: Final = 10**12
"""Amounts that occur; the largest a record may hold make unreadable counterexamples."""
_MOST_EVEN: Final = 200


def records(package: Package, record_type: RecordType) -> SearchStrategy[Record]:
    """Valid records of a type, in the form in which `linkage_rules.records.validate` gives them.

    Unknown occurs at every level: as an absent field, a whole list, an element of a list. Values
    gather where the policy compares: at its constants, parameters, dates and bounds, and beside
    them. What a field requires and its bounds are respected. Simpler means less known, so a
    counterexample shows only what it needs.

    >>> from hypothesis import find
    >>> from linkage_rules.policy.loading import load
    >>> package = load("xiangtan_2022").package
    >>> find(records(package, package.record_types["Fund"]), lambda fund: fund["amount"] == 0)
    {'type': None, 'level': None, 'amount': 0, 'used_on': None, 'document': None}
    """
    return record_of(record_type, landmarks(package))


def as_of_dates(package: Package) -> SearchStrategy[date]:
    """Days to judge by: around everything that comes into force or ends, and any other day.

    >>> from hypothesis import find
    >>> from linkage_rules.policy.loading import load
    >>> days = as_of_dates(load("xiangtan_2022").package)
    >>> find(days, lambda day: day > date(2025, 12, 31)) > date(2025, 12, 31)
    True
    """
    days = dict.fromkeys([*boundaries(package), *landmarks(package)[Scalar.DATE]])
    return _mostly(list(days), st.dates())


def record_of(record_type: RecordType, near: Landmarks) -> SearchStrategy[Record]:
    return st.fixed_dictionaries({f.name: _field(f, near) for f in record_type.fields})


def _field(declared: Field, near: Landmarks) -> SearchStrategy[Value]:
    known = value_of(declared.type, declared, near)
    return known if declared.required else _perhaps(known)


@st.composite
def _perhaps(draw: st.DrawFn, known: SearchStrategy[Value]) -> Value:
    """Known two times in three, so that there are records with much and with little missing."""
    return draw(known) if draw(st.integers(0, 2)) else None


def value_of(type_: Type, declared: Field, near: Landmarks) -> SearchStrategy[Value]:
    """``declared`` is the field whose bounds hold for the value, be it directly or in a list."""
    match type_:
        case RecordType():
            return record_of(type_, near)
        case ListType(element):
            elements = _perhaps(value_of(element, declared, near))
            return st.lists(elements, max_size=_LONGEST_LIST).map(tuple)
        case EnumType(members=members):
            return st.sampled_from([member.name for member in members])
        case Scalar():
            return _scalar(type_, declared, near)


def _scalar(scalar: Scalar, declared: Field, near: Landmarks) -> SearchStrategy[Value]:
    least: Any = declared.minimum
    most: Any = declared.maximum
    within = [
        value
        for value in near[scalar]
        if (least is None or least <= value) and (most is None or value <= most)
    ]
    return _mostly(within, _any_of(scalar, least, most))


def _any_of(scalar: Scalar, least: Any, most: Any) -> SearchStrategy[Any]:
    match scalar:
        case Scalar.YES_NO:
            return st.booleans()
        case Scalar.WHOLE | Scalar.MONEY:
            return st.integers(*_numbers(least, most))
        case Scalar.NUMBER:
            low, high = _numbers(least, most)
            return st.fractions(low, high, max_denominator=1000).map(whole_if_possible)
        case Scalar.DATE:
            return st.dates(least or date.min, most or date.max)
        case Scalar.PERIOD:
            return st.builds(Period, st.integers(0, 240), st.integers(0, 400))
        case Scalar.TEXT:
            return st.text(max_size=3)


def _numbers(least: Any, most: Any) -> tuple[Any, Any]:
    """Bounds where the field has none, around those it has."""
    low = min(-_LARGEST, most or 0) if least is None else least
    high = max(_LARGEST, low) if most is None else most
    return low, high


def _mostly(values: Sequence[Any], others: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return _one_of_these_or(values, others) if values else others


@st.composite
def _one_of_these_or(draw: st.DrawFn, values: Sequence[Any], others: SearchStrategy[Any]) -> Any:
    """One of the values three times in four."""
    return draw(st.sampled_from(values)) if draw(st.integers(0, 3)) < 3 else draw(others)


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
    for place in range(min(_MOST_EVEN, max(map(len, near.values())))):
        yield _even_record(record_type, near, place)


def _even_record(record_type: RecordType, near: Landmarks, place: int) -> Record:
    return {f.name: _even_value(f.type, f, near, place) for f in record_type.fields}


def _even_value(type_: Type, declared: Field, near: Landmarks, place: int) -> Value:
    match type_:
        case RecordType():
            return _even_record(type_, near, place)
        case ListType(element):
            return (_even_value(element, declared, near, place),)
        case EnumType(members=members):
            return members[place % len(members)].name
    least: Any = declared.minimum
    most: Any = declared.maximum
    values = near[type_]
    value = values[place % len(values)]
    if least is not None and value < least:
        return declared.minimum
    return declared.maximum if most is not None and value > most else value
