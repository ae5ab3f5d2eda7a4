"""Generated records that are hard for a policy: valid, with gaps, and close to everything it
compares with."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, Final, Self, TypeAlias

from attrs import field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value, whole_if_possible
from linkage_rules.testing.generation.focusing import fields_read
from linkage_rules.testing.generation.landmarks import Landmarks, boundaries, landmarks

_LONGEST_LIST: Final = 4
_LARGEST: Final = 10**12
"""The largest amount that is generated; larger ones make counterexamples hard to read."""
_MOST_EVEN: Final = 200


def records(
    package: Package, record_type: RecordType, also: Set[str] = frozenset()
) -> SearchStrategy[Record]:
    """Valid records of a type, in the form in which `linkage_rules.records.validate` gives them.

    Only the fields that the package reads, and those in ``also``, are filled in. Unknown occurs at
    every level: as an absent field, a whole list, an element of a list. Values are often those that
    the policy compares with, and their neighbours: constants, parameters, dates and bounds. What a
    field requires and its bounds are respected. Simpler means less known, so a counterexample shows
    only what it needs.

    >>> from hypothesis import find
    >>> from linkage_rules.policy.loading import load
    >>> package = load("xiangtan_2022").package
    >>> find(records(package, package.record_types["Fund"]), lambda fund: fund["amount"] == 0)
    {'type': None, 'level': None, 'amount': 0, 'used_on': None, 'document': None}
    """
    drawn = Drawing.of(package, record_type, also).record(record_type)

    @st.composite
    def one(draw: st.DrawFn) -> Record:
        record: Record = drawn(draw)
        return record

    return one()


def as_of_dates(package: Package) -> SearchStrategy[date]:
    """Days to judge by: around everything that comes into force or ends, and any other day.

    >>> from hypothesis import find
    >>> from linkage_rules.policy.loading import load
    >>> days = as_of_dates(load("xiangtan_2022").package)
    >>> find(days, lambda day: day > date(2025, 12, 31)) > date(2025, 12, 31)
    True
    """
    days = dict.fromkeys([*boundaries(package), *landmarks(package)[Scalar.DATE]])
    one = _one_of(list(days), st.dates())

    @st.composite
    def day(draw: st.DrawFn) -> date:
        found: date = one(draw)
        return found

    return day()


Drawer: TypeAlias = Callable[[st.DrawFn], Any]
"""A function that draws one value, with few choices."""

_IS_KNOWN: Final = st.integers(0, 2)
"""Two values in three are known, so that there are records with much and with little missing. The
unknown is drawn by a smaller choice, so Hypothesis takes it as simpler."""

_NEXT: Final = st.integers(0, 8)
_ENDS, _UNKNOWNS = 3, 5
"""Choices below the first number end a list; below the second they make an element unknown."""

_OTHER: Final = object()


@frozen(eq=False)
class Drawing:
    """How records of a policy are drawn; prepared once for a package.

    ``read`` names for each record type the fields that are filled in; others stay unknown unless
    they are required. None fills in all fields, for record types of which nothing is read. Simpler
    values are drawn by smaller choices.
    """

    near: Landmarks
    read: Mapping[str, Set[str]] | None
    _records: dict[str, Drawer] = field(factory=dict, init=False)
    _places: dict[tuple[str | None, ...], Drawer] = field(factory=dict, init=False)

    @classmethod
    def of(cls, package: Package, record_type: RecordType, also: Set[str] = frozenset()) -> Self:
        """For records of a type: the fields that a package reads, and further ones of the type."""
        read = fields_read(package)
        if record_type.name not in read:
            return cls(landmarks(package), None)
        wanted = dict(read)
        for name in also:
            wanted = {**_all_inside(record_type.by_spelling[name].type), **wanted}
        wanted[record_type.name] = read[record_type.name] | also
        return cls(landmarks(package), wanted)

    def record(self, record_type: RecordType) -> Drawer:
        """Draws a record that has every field of its type."""
        made = self._records.get(record_type.name)
        if made is None:
            made = self._records[record_type.name] = self._record(record_type)
        return made

    def _record(self, record_type: RecordType) -> Drawer:
        blank: dict[str, Value] = {f.name: None for f in record_type.fields}
        filled = [f for f in record_type.fields if f.required or self._reads(record_type, f)]
        drawers = [
            (f.name, self.known(f.type, f) if f.required else self._perhaps(f.type, f))
            for f in filled
        ]

        def draw_record(draw: st.DrawFn) -> Record:
            record = blank.copy()
            for name, drawer in drawers:
                record[name] = drawer(draw)
            return record

        return draw_record

    def _reads(self, record_type: RecordType, declared: Field) -> bool:
        return self.read is None or declared.name in self.read.get(record_type.name, ())

    def known(self, type_: Type, declared: Field) -> Drawer:
        """A function that draws a known value; ``declared`` is the field with the bounds, of the
        value itself or of the list it is in."""
        match type_:
            case RecordType():
                return self.record(type_)
            case ListType(element):
                return self._list(element, declared)
        return _one_of(*self._values(type_, declared))

    def known_at(self, steps: tuple[str | None, ...], type_: Type, declared: Field) -> Drawer:
        """Like `known`, for a value at a place in records: names of fields, and None for any
        element."""
        made = self._places.get(steps)
        if made is None:
            made = self._places[steps] = self.known(type_, declared)
        return made

    def _perhaps(self, type_: Type, declared: Field) -> Drawer:
        known = self.known(type_, declared)
        return lambda draw: known(draw) if draw(_IS_KNOWN) else None

    def _list(self, element: Type, declared: Field) -> Drawer:
        known = self.known(element, declared)

        def draw_list(draw: st.DrawFn) -> Value:
            elements: list[Value] = []
            while len(elements) < _LONGEST_LIST and (choice := draw(_NEXT)) >= _ENDS:
                elements.append(known(draw) if choice >= _UNKNOWNS else None)
            return tuple(elements)

        return draw_list

    def _values(
        self, type_: Type, declared: Field
    ) -> tuple[Sequence[Any], SearchStrategy[Any] | None]:
        """The significant values of a type, the simplest first, and a strategy for other values."""
        if isinstance(type_, EnumType):
            return [member.name for member in type_.members], None
        assert isinstance(type_, Scalar)
        least: Any = declared.minimum
        most: Any = declared.maximum
        within = [
            value
            for value in self.near[type_]
            if (least is None or least <= value) and (most is None or value <= most)
        ]
        return within, None if type_ is Scalar.YES_NO else _any_of(type_, least, most)


def _all_inside(type_: Type) -> dict[str, frozenset[str]]:
    """All fields of the record types in a type, by record type."""
    while isinstance(type_, ListType):
        type_ = type_.element
    if not isinstance(type_, RecordType):
        return {}
    inside = {type_.name: frozenset(f.name for f in type_.fields)}
    for declared in type_.fields:
        inside |= _all_inside(declared.type)
    return inside


def _one_of(values: Sequence[Any], others: SearchStrategy[Any] | None) -> Drawer:
    """A function that draws one of the values three times in four, and else another one.

    It takes a single choice: other values come after the given ones, as often as needed.
    """
    if others is None or not values:
        only = st.sampled_from(values) if others is None else others
        return lambda draw: draw(only)
    row = [*values, *[_OTHER] * -(-len(values) // 3)]
    choice = st.integers(0, len(row) - 1)

    def draw_one(draw: st.DrawFn) -> Any:
        found = row[draw(choice)]
        return draw(others) if found is _OTHER else found

    return draw_one


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
    """The bounds for numbers: those of the field, or some distance around them where it has
    none."""
    low = min(-_LARGEST, most or 0) if least is None else least
    high = max(_LARGEST, low) if most is None else most
    return low, high


def even_records(package: Package, record_type: RecordType) -> Iterator[Record]:
    """One record for each significant value of the policy and its neighbours, the simplest first.

    A sum of many parts is known only for a record on which all parts are, which random choices
    rarely give.

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
