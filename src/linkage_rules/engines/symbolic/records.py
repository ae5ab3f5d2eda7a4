"""A scene: any record of a type on any day, as free terms within the bounds of valid records."""

from collections.abc import Container, Iterator
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.calendar import FIRST_DAY, LAST_DAY, Calendar
from linkage_rules.engines.symbolic.terms import Bool, Quantity, all_of, implied, truth_of
from linkage_rules.engines.symbolic.values import (
    Element,
    Many,
    OpenPeriod,
    Rest,
    Row,
    Single,
    Symbolic,
    Texts,
    constant,
)
from linkage_rules.model.norms import Interval
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Record, Value

LIST_BOUND: Final = 3
"""How many elements of each list are written out by default."""

LONGEST_WRITTEN_OUT: Final = 12
"""How many are written out at most, where a question needs more than the default."""

MOST_PARTS: Final = 50_000
"""The most parts of a question: lists in lists multiply. Working out so many takes a fraction of a
second."""


@define(eq=False)
class Leaf:
    """A single free value: the name of its terms, and its type."""

    known: Bool
    values: tuple[Quantity, ...]
    type: Type


@define(eq=False)
class Branch:
    """A record, with those of its fields that have been read."""

    known: Bool
    type: RecordType
    fields: dict[str, "Node"] = field(factory=dict)


@define(eq=False)
class Slots:
    """A list: the elements that are written out, each with whether it is present, and the rest."""

    known: Bool
    elements: tuple[tuple[Bool, "Node"], ...]
    rest: Rest


Node: TypeAlias = Leaf | Branch | Slots


class TooLargeError(Exception):
    """A question has too many parts."""


@frozen(eq=False)
class Exactly:
    """Exact constraints where the ``constraints`` of a scene are approximate, and the quantities
    whose values make them easy."""

    rules: tuple[Bool, ...]
    inputs: tuple[Quantity, ...]


class Scene:
    """Any valid record of a type, on any day.

    ``record`` and ``as_of`` are what expressions read. The terms of a field are made when it is
    first read, with its bounds in ``constraints``. Of every list ``list_bound`` elements are
    written out; the rest, of any length, is summarised. Questions of more than ``size_limit`` parts
    are refused with `TooLargeError`. ``numbers`` are the terms that need not be whole. Where
    ``days`` are given, the day asked about is one of them, and so is each date of the record, or it
    is never; bounds of a field that reach further count.

    >>> from linkage_rules.model.types import Field
    >>> village = RecordType("Village", None, (Field("people", None, Scalar.WHOLE, minimum=0),))
    >>> scene = Scene(village)
    >>> scene.record.read("people").value
    people
    """

    def __init__(
        self,
        record_type: RecordType,
        list_bound: int = LIST_BOUND,
        size_limit: int | None = None,
        days: Interval = Interval(),
    ) -> None:
        self.record_type = record_type
        self.list_bound = list_bound
        self.most_periods = list_bound
        self.size_limit = size_limit
        self._size = 0
        self._wholes = 0
        self.texts = Texts()
        self.as_of: Quantity = terms.whole("as_of#")
        self._first_day = FIRST_DAY if days.start is None else days.start.toordinal()
        self._last_day = LAST_DAY if days.end is None else days.end.toordinal()
        self.constraints: list[Bool] = [terms.between(self._first_day, self.as_of, self._last_day)]
        self.calendar = Calendar(self.constraints)
        self.exact: list[Exactly] = []
        self.numbers: list[Quantity] = []
        self.rests: list[Rest] = []
        self.periods: dict[Any, tuple[tuple[Single, Single], Many]] = {}
        self._free: dict[str, tuple[Node, Symbolic]] = {}
        self.root = Branch(True, record_type)
        self.record = self._row("", "", self.root)

    def begin(self) -> None:
        """Start a new question: its parts are counted from zero."""
        self._size = 0

    def grow(self) -> None:
        """Count one more part of a question.

        Raises `TooLargeError` beyond ``size_limit``: lists in lists, and questions about them,
        multiply.
        """
        self._size += 1
        if self.size_limit is not None and self._size > self.size_limit:
            raise TooLargeError

    def free(self, name: str, type_: Type) -> Symbolic:
        """A free value that is no part of the record; the same name gives the same value."""
        if name not in self._free:
            self._free[name] = self._made(name, name, Field(name, None, type_), True)
        return self._free[name][1]

    def whole(self) -> Quantity:
        """A free whole number that is no part of the record; the caller adds its
        ``constraints``."""
        self._wholes += 1
        return terms.whole(f"whole#{self._wholes}")

    def free_known(self, name: str) -> list[Bool]:
        """The conditions that the free value of a name is known, at every level."""
        return list(_all_known(self._free[name][0], True))

    def known_fields(self, fields: Container[tuple[str, str]] | None = None) -> list[Bool]:
        """The conditions that everything read so far is known, at every level.

        With ``fields`` only these, each with the name of its record type.
        """
        return list(_all_known(self.root, True, fields))

    def days_alone(self, but: Container[tuple[str, str]]) -> list[Bool]:
        """The conditions that every date read so far, and the day of the evaluation, is not
        `NEVER`.

        ``but`` are fields, with the name of their record type, that may be `NEVER`.
        """
        return [terms.less(day, LAST_DAY) for day in (self.as_of, *_dates(self.root, but))]

    def _row(self, path: str, origin: str, branch: Branch) -> Row:
        def make(name: str) -> Symbolic:
            inner, unnumbered = (f"{at}.{name}" if at else name for at in (path, origin))
            node, value = self._made(inner, unnumbered, declared[name], branch.known)
            branch.fields[name] = node
            return value

        declared = {f.name: f for f in branch.type.fields}
        for needed in branch.type.fields:
            if needed.required and not _can_be_known(needed.type):
                self.constraints.append(terms.negated(branch.known))
        return Row(branch.known, make)

    def _made(self, path: str, origin: str, declared: Field, within: Bool) -> tuple[Node, Symbolic]:
        """A free value of a field or element.

        ``within`` is the condition that the record or list around it is known, ``origin`` the path
        without the numbers of elements.
        """
        self.grow()
        flag = True if declared.required else terms.boolean(f"{path}?")
        known = all_of((within, flag, _can_be_known(declared.type)))
        match declared.type:
            case RecordType() if declared.type == CALENDAR_PERIOD:
                return Branch(known, CALENDAR_PERIOD), self._period(path, known)
            case RecordType() as record_type:
                branch = Branch(known, record_type)
                return branch, self._row(path, origin, branch)
            case ListType(element):
                return self._list(path, origin, declared, element, known)
            case type_:
                return self._single(path, declared, type_, known)

    def _period(self, path: str, known: Bool) -> Row:
        """A period with any first and last day; that includes every period of the calendar."""
        start, end = terms.whole(f"{path}.start"), terms.whole(f"{path}.end")
        self.constraints += [
            terms.at_most(FIRST_DAY, start),
            terms.at_most(start, end),
            terms.less(end, LAST_DAY),
        ]
        days = {"start": Single(known, start), "end": Single(known, end)}
        return Row(known, days.__getitem__)

    def _list(
        self, path: str, origin: str, declared: Field, element: Type, known: Bool
    ) -> tuple[Node, Symbolic]:
        # The mark keeps this name apart from that of a yes/no element, which is named by its place
        # alone.
        present = [terms.boolean(f"{path}[{n}]!") for n in range(self.list_bound)]
        rest = Rest(terms.whole(f"{path}[…]"), terms.boolean(f"{path}~"), f"{origin}[]")
        self.rests.append(rest)
        self.constraints.append(terms.at_most(0, rest.count))
        self.constraints += map(implied, present[1:], present)
        full = present[-1] if present else True
        self.constraints.append(implied(terms.less(0, rest.count), full))
        inner = Field("", None, element, False, declared.minimum, declared.maximum)
        made = [
            self._made(f"{path}[{n}]", f"{origin}[]", inner, known) for n in range(len(present))
        ]
        nodes = tuple((p, node) for p, (node, _) in zip(present, made, strict=True))
        elements = tuple(Element(p, value) for p, (_, value) in zip(present, made, strict=True))
        return Slots(known, nodes, rest), Many(known, elements, ((True, rest),))

    def _single(
        self, path: str, declared: Field, type_: Type, known: Bool
    ) -> tuple[Node, Symbolic]:
        if type_ is Scalar.YES_NO:
            yes = terms.boolean(path)
            return Leaf(known, (yes,), type_), truth_of(known, yes)
        if type_ is Scalar.PERIOD:
            months, days = terms.whole(f"{path}.months"), terms.whole(f"{path}.days")
            self.constraints += [terms.between(0, n, MAX_MAGNITUDE) for n in (months, days)]
            return Leaf(known, (months, days), type_), OpenPeriod(known, months, days)
        value = terms.real(path) if type_ is Scalar.NUMBER else terms.whole(path)
        if type_ is Scalar.NUMBER:
            self.numbers.append(value)
        least, most = _bounds(type_, declared)
        self.constraints.append(terms.at_most(least, value))
        if most is not None:
            self.constraints.append(terms.at_most(value, most))
        if type_ is Scalar.DATE:
            self.constraints.append(self._in_days(value, declared))
        return Leaf(known, (value,), type_), Single(known, value)

    def _in_days(self, day: Quantity, declared: Field) -> Bool:
        """The condition that a date is one of ``days``, or `NEVER`."""
        least, most = declared.minimum, declared.maximum
        first = min(self._first_day, LAST_DAY if least is None else _number(least))
        last = max(self._last_day, FIRST_DAY if most is None else _number(most))
        if least is not None and _number(least) > last:
            last = LAST_DAY
        if most is not None and _number(most) < first:
            first = FIRST_DAY
        return terms.any_of((terms.between(first, day, last), terms.equal(day, LAST_DAY)))

    def equations(self, record: Record, as_of: date) -> list[Bool]:
        """The conditions that the free values are those of one record, as far as they were read.

        No list of the record may be longer than ``list_bound``.
        """
        day = terms.equal(self.as_of, as_of.toordinal())
        return [day, *self._equal(self.root, self.root.type, record)]

    def _equal(self, node: Node, type_: Type, value: Any) -> Iterator[Bool]:
        match node:
            case Leaf(known, values):
                yield known if value is not None else terms.negated(known)
                if value is None:
                    return
                match constant(value, type_, self.texts):
                    case Single(value=number):
                        yield terms.equal(values[0], number)
                    case OpenPeriod(_, months, days):
                        yield terms.equal(values[0], months)
                        yield terms.equal(values[1], days)
                    case _:
                        yield values[0] if value else terms.negated(values[0])
            case Branch(known, record_type, fields):
                yield known if value is not None else terms.negated(known)
                types = {f.name: f.type for f in record_type.fields}
                for name, inner in fields.items() if value is not None else ():
                    yield from self._equal(inner, types[name], value[name])
            case Slots(known, elements, rest):
                yield known if value is not None else terms.negated(known)
                assert isinstance(type_, ListType)
                given = value or ()
                assert len(given) <= self.list_bound
                yield terms.equal(rest.count, 0)
                for number, (present, inner) in enumerate(elements):
                    there = number < len(given)
                    yield present if there else terms.negated(present)
                    if there:
                        yield from self._equal(inner, type_.element, given[number])


def _all_known(
    node: Node, asked: Bool, only: Container[tuple[str, str]] | None = None
) -> Iterator[Bool]:
    yield implied(asked, node.known)
    match node:
        case Branch(type=type_, fields=fields):
            for name, inner in fields.items():
                if only is None or (type_.name, name) in only:
                    yield from _all_known(inner, asked, only)
        case Slots(elements=elements):
            for present, inner in elements:
                yield from _all_known(inner, all_of((asked, present)), only)


def _dates(node: Node, but: Container[tuple[str, str]]) -> Iterator[Quantity]:
    match node:
        case Leaf(values=values, type=Scalar.DATE):
            yield from values
        case Branch(type=type_, fields=fields):
            for name, inner in fields.items():
                if (type_.name, name) not in but:
                    yield from _dates(inner, but)
        case Slots(elements=elements):
            for _, inner in elements:
                yield from _dates(inner, but)


def _can_be_known(type_: Type) -> bool:
    """Whether a record can hold a value of a type; an enum may have no members."""
    match type_:
        case EnumType(members=members):
            return bool(members)
        case RecordType(fields=fields):
            return all(_can_be_known(f.type) for f in fields if f.required)
        case _:
            return True


def _bounds(type_: Type, declared: Field) -> tuple[Quantity, Quantity | None]:
    """The least and the largest number that a value of a field may be represented by."""
    if isinstance(type_, EnumType):
        return 0, max(len(type_.members) - 1, 0)
    if type_ is Scalar.TEXT:
        return 0, None
    first, last = (FIRST_DAY, LAST_DAY) if type_ is Scalar.DATE else (-MAX_MAGNITUDE, MAX_MAGNITUDE)
    least = first if declared.minimum is None else _number(declared.minimum)
    most = last if declared.maximum is None else _number(declared.maximum)
    return least, most


def _number(bound: Value) -> Any:
    return bound.toordinal() if isinstance(bound, date) else bound
