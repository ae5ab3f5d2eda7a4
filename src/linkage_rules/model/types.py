"""The types of the policy language."""

from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.values import Value


class Scalar(Enum):
    """The types that need no declaration. The value is the English spelling in the language."""

    YES_NO = "yes/no"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    TEXT = "text"


@frozen
class Member:
    """One value of an enum."""

    name: str
    label: str | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class EnumType:
    """A closed list of named values, such as the kinds of funds."""

    name: str
    label: str | None
    members: tuple[Member, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief

    def label_of(self, value: str) -> str | None:
        """The label of one of its values, if it has one."""
        return next((member.label for member in self.members if member.name == value), None)


@frozen
class ListType:
    """A list of any length of values of one type."""

    element: "Type"

    __repr__ = in_brief


@frozen
class Link:
    """How the entries of a list of records are found in a table of their own.

    ``by`` is the field of the entries that holds the key of their owner, ``of`` the field of the
    owner with that key.
    """

    by: str
    of: str


MOST_COST: Final = 1_000
"""The largest cost of changing a field."""


class Only(Enum):
    """The only direction in which advice may change a field.

    A number, an amount or a date may only be ``RAISED`` (later) or ``LOWERED`` (earlier); what is
    ``KEPT`` is not withdrawn: yes stays yes, and an entry stays in its list.
    """

    RAISED = "raised"
    LOWERED = "lowered"
    KEPT = "kept"


@frozen
class Field:
    """A named part of a record type.

    A field may be absent in a record, which means unknown, unless it is ``required``. A
    ``changeable`` field can be influenced by whoever asks for advice: a mechanism can be set up, a
    date that has passed cannot be altered. ``only`` is the one direction in which it may be
    changed, or None, and ``cost`` the weight of a change beside others, a whole number from 1.
    ``blank`` is the value of an absent field, where that is not unknown; a field that is given as
    unknown stays unknown. ``minimum`` and ``maximum`` are inclusive bounds in the unit of the type
    (fen for money); ``None`` means unbounded. ``link`` is set where the field is a list of records
    that may come from a table of their own.
    """

    name: str
    label: str | None
    type: "Type"
    required: bool = False
    minimum: Value = None
    maximum: Value = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    link: Link | None = None
    changeable: bool = field(default=False, kw_only=True)
    blank: Value = field(default=None, kw_only=True)
    only: Only | None = field(default=None, kw_only=True)
    cost: int = field(default=1, kw_only=True)

    __repr__ = in_brief


@frozen(slots=False)
class RecordType:
    """The shape of a record: what may be reported of a project, a fund, a village …"""

    name: str
    label: str | None
    fields: tuple[Field, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief

    @cached_property
    def by_spelling(self) -> dict[str, Field]:
        """Fields by ASCII name and by label."""
        return {spelling: f for f in self.fields for spelling in (f.label, f.name) if spelling}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The ASCII names of the fields by their labels."""
        return {f.label: f.name for f in self.fields if f.label}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields that every record has, by ASCII name."""
        return tuple(f.name for f in self.fields if f.required)

    @cached_property
    def order(self) -> dict[str, int]:
        """The position of each field, by ASCII name."""
        return {f.name: position for position, f in enumerate(self.fields)}


Type: TypeAlias = Scalar | EnumType | ListType | RecordType

NUMERIC = frozenset({Scalar.WHOLE, Scalar.NUMBER})
ORDERED = frozenset({Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY, Scalar.DATE})


def element_of(type_: Type) -> Type:
    """The type that the values of a field are of: of a list that of its elements.

    >>> element_of(ListType(Scalar.DATE)) is element_of(Scalar.DATE)
    True
    """
    return type_.element if isinstance(type_, ListType) else type_


def fits(found: Type, expected: Type) -> bool:
    """Whether a value of one type may stand where another is expected.

    >>> fits(Scalar.WHOLE, Scalar.NUMBER), fits(Scalar.NUMBER, Scalar.WHOLE)
    (True, False)
    """
    match found, expected:
        case Scalar.WHOLE, Scalar.NUMBER:
            return True
        case ListType(a), ListType(b):
            return fits(a, b)
        case (EnumType(), EnumType()) | (RecordType(), RecordType()):
            return found == expected
        case _:
            return found is expected


def common(left: Type, right: Type) -> Type | None:
    """The type that holds the values of both, if there is one."""
    if fits(left, right):
        return right
    return left if fits(right, left) else None


def in_order_of(record_type: RecordType) -> tuple[Field, ...]:
    """The fields by which records in a table of their own are sorted: all those that are required,
    such as a key."""
    return tuple(
        declared
        for declared in record_type.fields
        if declared.required
        and isinstance(declared.type, Scalar)
        and declared.type is not Scalar.PERIOD
    )
