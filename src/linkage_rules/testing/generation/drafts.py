"""A record under construction, which can be read and changed at any place inside it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from attrs import define, field
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.types import ORDERED, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Record, Value
from linkage_rules.testing.generation.drawn import Drawing

Place: TypeAlias = tuple[str | int, ...]
"""The path from the record to a value in it: names of fields, positions of elements."""

Scope: TypeAlias = Mapping[str, Place]
"""The places of the elements that variables stand for."""

_T = TypeVar("_T")


def written(place: Place) -> str:
    """A place as the path of a field.

    >>> written(("funds", 0, "amount"))
    'funds[0].amount'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


_UNBOUNDED: Final = Field("", None, Scalar.YES_NO)


@define
class Draft:
    """A record of lists and dicts that can be changed, with the source of new values.

    ``changes`` counts the changes, so that results can be cached.
    """

    draw: st.DrawFn
    record_type: RecordType
    drawing: Drawing
    content: dict[str, Any] = field(factory=dict)
    changes: int = 0

    def start(self, record: Record) -> None:
        """Start with a record."""
        self.content.clear()
        self.content.update(_loosened(record))

    def record(self) -> Record:
        """The record as it stands."""
        frozen_record: Record = _fixed(self.content)
        return frozen_record

    def read(self, place: Place) -> Value:
        """The value at a place; ``None`` where there is none."""
        value: Value = _fixed(self._at(place))
        return value

    def _at(self, place: Place) -> Any:
        current: Any = self.content
        for step in place:
            if current is None or (isinstance(step, int) and step >= len(current)):
                return None
            current = current[step]
        return current

    def write(self, place: Place, value: Value) -> bool:
        """Put a value at a place, if its field allows it; records around it are made known. Gives
        whether it was put."""
        declared = self._declared(place)
        if not _may_hold(declared, value):
            return False
        current: Any = self.content
        for depth, step in enumerate(place[:-1], 1):
            if current[step] is None:
                current[step] = _loosened(self.fresh(place[:depth]))
            current = current[step]
        current[place[-1]] = _loosened(value)
        self.changes += 1
        return True

    def fresh(self, place: Place) -> Value:
        """A new value for a place: whatever may stand there, lists without elements."""
        type_ = self.type_at(place)
        if isinstance(type_, ListType):
            return ()
        steps = tuple(step if isinstance(step, str) else None for step in place)
        value: Value = self.drawing.known_at(steps, type_, self._declared(place))(self.draw)
        return value

    def choose(self, options: Sequence[_T]) -> _T:
        """One of several things, the first of them by the smallest choice."""
        return options[self.draw(_below(len(options)))]

    def append(self, place: Place) -> Place:
        """Add an element to the list at a place; gives the place of the element."""
        if self._at(place) is None:
            self.write(place, ())
        elements = self._at(place)
        element = (*place, len(elements))
        elements.append(None)
        elements[-1] = _loosened(self.fresh(element))
        self.changes += 1
        return element

    def type_at(self, place: Place) -> Type:
        type_: Type = self.record_type
        for step in place:
            if isinstance(type_, RecordType):
                type_ = type_.by_spelling[str(step)].type
            elif isinstance(type_, ListType):
                type_ = type_.element
        return type_

    def _declared(self, place: Place) -> Field:
        """The field whose bounds hold at a place; only the place itself can be required."""
        declared, type_ = _UNBOUNDED, self.type_at(())
        for step in place:
            if isinstance(type_, RecordType):
                declared = type_.by_spelling[str(step)]
                type_ = declared.type
            elif isinstance(type_, ListType):
                type_ = type_.element
                declared = Field("", None, type_, False, declared.minimum, declared.maximum)
        return declared


@cache
def _below(bound: int) -> SearchStrategy[int]:
    return st.integers(0, bound - 1)


def place_of(expression: Expression, scope: Scope) -> Place | None:
    """Where the value of an expression stands, if it is read straight from the record."""
    match expression:
        case model.Subject():
            return ()
        case model.Variable(name):
            return scope.get(name)
        case model.FieldValue(record, name):
            outer = place_of(record, scope)
            return None if outer is None else (*outer, name)
        case _:
            return None


def _may_hold(declared: Field, value: Any) -> bool:
    if value is None:
        return not declared.required
    if declared.type in ORDERED:
        least: Any = declared.minimum
        most: Any = declared.maximum
        if declared.type is not Scalar.DATE and max(abs(value), value.denominator) > MAX_MAGNITUDE:
            return False
        if declared.type in (Scalar.WHOLE, Scalar.MONEY) and value != int(value):
            return False
        return (least is None or least <= value) and (most is None or value <= most)
    return True


def _loosened(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _loosened(inner) for name, inner in value.items()}
    return [_loosened(inner) for inner in value] if isinstance(value, tuple | list) else value


def _fixed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _fixed(inner) for name, inner in value.items()}
    return tuple(_fixed(inner) for inner in value) if isinstance(value, list) else value
