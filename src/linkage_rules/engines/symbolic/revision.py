"""One record on one day, of which some parts may be chosen anew.

What stays as it is are plain values, so a policy over a revision is worked out as far as those
decide it, and a long record costs little. What may be chosen has a price, and `Revision.choices`
gives for each choice the condition under which it was taken.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from attrs import define, evolve, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.decoding import Settled, single_value
from linkage_rules.engines.symbolic.edits import Edit, EditKind, Role, blank, revised
from linkage_rules.engines.symbolic.records import Leaf, Scene
from linkage_rules.engines.symbolic.terms import Bool, all_of, any_of, implied, negated
from linkage_rules.engines.symbolic.values import (
    Element,
    Many,
    Row,
    Symbolic,
    constant,
    unknown,
)
from linkage_rules.model.types import Field, ListType, RecordType, Type
from linkage_rules.model.values import Record, Value

MORE_ELEMENTS: Final = 2
"""How many elements may be added to a list."""

MOST_ELEMENTS: Final = 40
"""How many elements of a list may be chosen anew; those behind them stay as they are."""


@frozen(eq=False)
class Choice:
    """A part that may be chosen: when it ``is_made``, and at what price.

    ``leaf`` is the value that is free then, ``before`` what it was.
    """

    is_made: Bool
    role: Role
    price: int
    leaf: Leaf | None = None
    before: Value = None


_MOST_PARTS: Final = 50_000
"""Questions of more parts are refused, so that a record of any size takes bounded time."""

_EDIT: Final = 1
_ENTRY: Final = 2
"""The prices of setting a value, and of adding or removing an element of a list."""

Edits: TypeAlias = Callable[[Settled], Iterator[Edit]]


@define(eq=False)
class _Group:
    """A record that may come into being: with a role of its own even without anything in it."""

    known: Bool
    role: Role | None
    inner: list[Bool] = field(factory=list)


class Revision(Scene):
    """A record as it is, but for what may be chosen anew.

    Fields marked ``changeable`` may be set, at every level; lists so marked may have elements
    added, removed and changed. With `Role.ASSUMPTION` among ``roles`` everything that is unknown
    may be chosen as well, with `Role.OBSTACLE` everything. ``curtailed`` tells that a list was too
    long for all of it to be chosen anew, ``extended`` that elements may be added to one.

    >>> from linkage_rules.model.types import Scalar
    >>> shape = RecordType("V", None, (Field("n", None, Scalar.WHOLE, changeable=True),))
    >>> revision = Revision(shape, {"n": 3}, date(2023, 5, 1), frozenset({Role.CHANGE}))
    >>> revision.record.read("n").value, len(revision.choices)
    (n, 1)
    """

    def __init__(
        self, record_type: RecordType, record: Record, as_of: date, roles: frozenset[Role]
    ) -> None:
        super().__init__(record_type, list_bound=0, size_limit=_MOST_PARTS)
        self.as_of = as_of.toordinal()
        self.constraints.clear()
        self.roles = roles
        self.curtailed = False
        self.extended = False
        self._choices: list[Choice] = []
        self._groups: list[_Group] = []
        self._edits: list[Edits] = []
        self.record = self._known_row(record_type, record, "", None, self._edits)

    @property
    def choices(self) -> list[Choice]:
        """Everything that may be chosen, as far as it was read."""
        empty = (
            Choice(all_of((group.known, negated(any_of(group.inner)))), group.role, _EDIT)
            for group in self._groups
            if group.role is not None
        )
        return [*self._choices, *empty]

    @property
    def limits(self) -> list[Bool]:
        """What holds of every revision, as far as it was read."""
        needless = (
            implied(group.known, any_of(group.inner))
            for group in self._groups
            if group.role is None
        )
        return [*self.constraints, *needless]

    def edits(self, settled: Settled) -> Iterator[Edit]:
        """What was chosen, in a solution, in the order in which it was read."""
        for found in self._edits:
            yield from found(settled)

    # Building

    def _role(self, declared: Field, before: Value, around: Role | None) -> Role | None:
        if declared.changeable or around is Role.CHANGE:
            return Role.CHANGE
        if before is None and (Role.ASSUMPTION in self.roles or around is not None):
            return around or Role.ASSUMPTION
        return Role.OBSTACLE if Role.OBSTACLE in self.roles else None

    def _part(
        self, declared: Field, before: Value, path: str, around: Role | None, edits: list[Edits]
    ) -> Symbolic:
        role = self._role(declared, before, around)
        match declared.type:
            case RecordType() as shape:
                if isinstance(before, Mapping):
                    within = role if role is Role.CHANGE else None
                    return self._known_row(shape, before, path, within, edits)
                if role is None and not _has_changeable(shape):
                    return unknown(shape)
                return self._new_row(declared, shape, path, role, edits)
            case ListType() as many:
                if role is None:
                    if before is None or not _has_changeable(many.element):
                        return constant(before, many, self.texts)
                    return self._fixed_list(declared, many, before, path, edits)
                return self._open_list(declared, many, before, path, role, edits)
            case type_:
                if role is None:
                    return constant(before, type_, self.texts)
                return self._leaf(declared, before, path, role, edits)

    def _known_row(
        self,
        shape: RecordType,
        before: Record,
        path: str,
        around: Role | None,
        edits: list[Edits],
        known: Bool = True,
    ) -> Row:
        fields = {f.name: f for f in shape.fields}

        def make(name: str) -> Symbolic:
            inner = f"{path}.{name}" if path else name
            return self._part(fields[name], before[name], inner, around, edits)

        return Row(known, make)

    def _new_row(
        self, declared: Field, shape: RecordType, path: str, role: Role | None, edits: list[Edits]
    ) -> Row:
        """A record that is not there, and comes into being when something is set in it."""
        known = terms.boolean(f"{path}?")
        group = _Group(known, role)
        self._groups.append(group)
        inside: list[Edits] = []

        def found(settled: Settled) -> Iterator[Edit]:
            if not settled(known):
                return
            made = [edit for each in inside for edit in each(settled)]
            if made or role is None:
                yield from made
            else:
                yield Edit(EditKind.SET, role, path, shape, None, blank(shape))

        edits.append(found)
        return Row(known, self._fields_of_new(shape, path, role, inside, known, group.inner))

    def _fields_of_new(
        self,
        shape: RecordType,
        path: str,
        role: Role | None,
        edits: list[Edits],
        known: Bool,
        made: list[Bool],
    ) -> Callable[[str], Symbolic]:
        """Makes the fields of what is not there yet; nothing in it is known unless it is."""
        fields = {f.name: f for f in shape.fields}

        def make(name: str) -> Symbolic:
            inner = f"{path}.{name}"
            value = self._part(fields[name], None, inner, role, edits)
            flag = value.known
            self.constraints.append(implied(flag, known))
            if fields[name].required:
                self.constraints.append(implied(known, flag))
            made.append(flag)
            return value

        return make

    def _leaf(
        self, declared: Field, before: Value, path: str, role: Role, edits: list[Edits]
    ) -> Symbolic:
        sure = Field(
            declared.name,
            declared.label,
            declared.type,
            required=before is not None,
            minimum=declared.minimum,
            maximum=declared.maximum,
        )
        leaf, value = self._made(path, path, sure, True)
        assert isinstance(leaf, Leaf)
        is_made = leaf.known
        if before is not None:
            is_made = negated(all_of(self._equal(leaf, declared.type, before)))
        self._choices.append(Choice(is_made, role, _EDIT, leaf, before))

        def found(settled: Settled) -> Iterator[Edit]:
            if settled(is_made):
                after = self._settled_leaf(leaf, settled)
                yield Edit(EditKind.SET, role, path, declared.type, before, after)

        edits.append(found)
        return value

    def _settled_leaf(self, leaf: Leaf, settled: Settled) -> Value:
        value: Value = single_value([settled(v) for v in leaf.values], leaf.type, self.texts)
        return value

    # Lists

    def _fixed_list(
        self, declared: Field, many: ListType, before: Value, path: str, edits: list[Edits]
    ) -> Many:
        """A list of which only fields of its elements may be changed."""
        assert isinstance(before, tuple)
        elements = (
            Element(True, self._element(declared, many, e, f"{path}[{n}]", n, None, edits))
            for n, e in enumerate(before)
        )
        return Many(True, tuple(elements))

    def _element(
        self,
        declared: Field,
        many: ListType,
        before: Value,
        path: str,
        number: int,
        around: Role | None,
        edits: list[Edits],
    ) -> Symbolic:
        if number >= MOST_ELEMENTS:
            self.curtailed = True
            return constant(before, many.element, self.texts)
        inner = Field("", None, many.element, False, declared.minimum, declared.maximum)
        return self._part(inner, before, path, around, edits)

    def _open_list(
        self,
        declared: Field,
        many: ListType,
        before: Value,
        path: str,
        role: Role,
        edits: list[Edits],
    ) -> Many:
        self.extended = True
        known: Bool = True if before is not None else terms.boolean(f"{path}?")
        given = before if isinstance(before, tuple) else ()
        elements = [
            self._kept(declared, many, e, f"{path}[{n}]", n, role, edits)
            for n, e in enumerate(given)
        ]
        added: list[Bool] = []
        for number in range(len(given), len(given) + MORE_ELEMENTS):
            present = terms.boolean(f"{path}[{number}]!")
            self.constraints.append(implied(present, known))
            if added:
                self.constraints.append(implied(present, added[-1]))
            value = self._added(declared, many, f"{path}[{number}]", path, present, role, edits)
            added.append(present)
            elements.append(Element(present, value))
        if before is None:
            emptied = all_of((known, negated(any_of(added))))
            self._choices.append(Choice(emptied, role, _EDIT))

            def found(settled: Settled) -> Iterator[Edit]:
                if settled(emptied):
                    yield Edit(EditKind.SET, role, path, many, None, ())

            edits.append(found)
        return Many(known, tuple(elements))

    def _kept(
        self,
        declared: Field,
        many: ListType,
        before: Value,
        path: str,
        number: int,
        role: Role,
        edits: list[Edits],
    ) -> Element:
        """An element that is there, and may be changed or removed."""
        if number >= MOST_ELEMENTS:
            self.curtailed = True
            return Element(True, constant(before, many.element, self.texts))
        removed = terms.boolean(f"{path}-")
        self._choices.append(Choice(removed, role, _ENTRY))

        def found(settled: Settled) -> Iterator[Edit]:
            if settled(removed):
                yield Edit(EditKind.REMOVE, role, path, many.element, before, None)

        edits.append(found)
        inner = self._element(declared, many, before, path, number, role, edits)
        return Element(negated(removed), inner)

    def _added(
        self,
        declared: Field,
        many: ListType,
        path: str,
        list_path: str,
        present: Bool,
        role: Role,
        edits: list[Edits],
    ) -> Symbolic:
        self._choices.append(Choice(present, role, _ENTRY))
        inside: list[Edits] = []
        value: Symbolic
        content: Callable[[Settled], Value]
        match many.element:
            case RecordType() as shape:
                value = Row(present, self._fields_of_new(shape, path, role, inside, present, []))

                def content(settled: Settled) -> Value:
                    made = [edit for each in inside for edit in each(settled)]
                    relative = [evolve(e, path=e.path.removeprefix(f"{path}.")) for e in made]
                    return revised(blank(shape), shape, relative)

            case ListType():
                value = Many(present, ())

                def content(settled: Settled) -> Value:
                    return ()

            case type_:
                inner = Field("", None, type_, True, declared.minimum, declared.maximum)
                leaf, value = self._made(path, path, inner, present)
                assert isinstance(leaf, Leaf)
                self._choices.append(Choice(present, role, 0, leaf))

                def content(settled: Settled) -> Value:
                    return self._settled_leaf(leaf, settled)

        def found(settled: Settled) -> Iterator[Edit]:
            if settled(present):
                kind, after = EditKind.ADD, content(settled)
                yield Edit(kind, role, list_path, many.element, None, after)

        edits.append(found)
        return value


def _has_changeable(type_: Type) -> bool:
    match type_:
        case RecordType(fields=fields):
            return any(f.changeable or _has_changeable(f.type) for f in fields)
        case ListType(element):
            return _has_changeable(element)
    return False
