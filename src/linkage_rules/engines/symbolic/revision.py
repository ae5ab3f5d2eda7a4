"""A record that may be changed: which edits there are, their costs, and the resulting record."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from time import monotonic
from typing import Any, Final, TypeAlias

import z3
from attrs import define, evolve, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import MOST_PARTS, Leaf, Scene
from linkage_rules.engines.symbolic.search import (
    IrrationalError,
    Settled,
    answer_of,
    plainest,
    settling,
    single_value,
)
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    all_of,
    any_of,
    chosen,
    implied,
    less,
    minus,
    negated,
    plus,
)
from linkage_rules.engines.symbolic.values import (
    Element,
    Many,
    Row,
    Single,
    Symbolic,
    constant,
    unknown,
)
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.types import EnumType, Field, ListType, Only, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value

_NUMBER: Final = re.compile(r"\[[0-9]+\]")
_STEP: Final = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


class Role(Enum):
    """Why a part of a record may be changed."""

    CHANGE = "change"
    ASSUMPTION = "assumption"
    OBSTACLE = "obstacle"


class EditKind(Enum):
    """What an edit does to a part of a record."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


@frozen
class Edit:
    """One change of a record.

    ``path`` is that of the value that is set or removed, or of the list to which ``after`` is
    added; elements are numbered as in the record before. ``cost`` is the price of the edit.
    """

    kind: EditKind
    role: Role
    path: str
    type: Type
    before: Value
    after: Value
    cost: int = 1

    __repr__ = in_brief


def blank(shape: RecordType) -> Record:
    """A record with nothing but its required fields."""
    return {f.name: plainest(f) if f.required else None for f in shape.fields}


def revised(record: Record, record_type: RecordType, edits: Iterable[Edit]) -> Record:
    """The record after some edits. Elements are numbered as in the record before.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> shape = RecordType("V", None, (Field("n", None, ListType(Scalar.WHOLE)),))
    >>> remove = Edit(EditKind.REMOVE, Role.CHANGE, "n[0]", Scalar.WHOLE, 7, None)
    >>> add = Edit(EditKind.ADD, Role.CHANGE, "n", Scalar.WHOLE, None, 9)
    >>> revised({"n": (7, 8)}, shape, (remove, add))
    {'n': (8, 9)}
    """
    ordered = [*edits]
    gone = [edit for edit in ordered if edit.kind is EditKind.REMOVE]
    # From the end on, so that the numbers of earlier elements stay valid.
    ordered = [edit for edit in ordered if edit.kind is not EditKind.REMOVE]
    ordered += sorted(gone, key=lambda edit: _steps(edit.path), reverse=True)
    result: Any = record
    for edit in ordered:
        result = _with(result, record_type, _steps(edit.path), edit)
    changed: Record = result
    return changed


def _steps(path: str) -> tuple[tuple[str, int], ...]:
    """A path as pairs of a name and a number; the name of a number is empty."""
    found = _STEP.findall(path)
    return tuple((name, int(number) if number else -1) for number, name in found)


def _with(value: Any, type_: Type, steps: tuple[tuple[str, int], ...], edit: Edit) -> Any:
    """A value with an edit carried out at the end of a path."""
    if not steps:
        return edit.after if edit.kind is EditKind.SET else (*(value or ()), edit.after)
    (name, number), *rest = steps
    if isinstance(type_, RecordType):
        inner = value if value is not None else blank(type_)
        declared = next(f for f in type_.fields if f.name == name)
        return {**inner, name: _with(inner[name], declared.type, tuple(rest), edit)}
    assert isinstance(type_, ListType)
    if not rest and edit.kind is EditKind.REMOVE:
        return (*value[:number], *value[number + 1 :])
    changed = _with(value[number], type_.element, tuple(rest), edit)
    return (*value[:number], changed, *value[number + 1 :])


@frozen
class Kept:
    """What must not be taken back in a part of a record.

    With ``not_less`` yes stays yes, an amount or number is not lowered, a date not made earlier and
    no entry of a list removed; with ``not_more`` the other way round. An enum value or text among
    ``values`` stays among them. An unknown value may become anything; but with ``reported`` a
    yes/no has to become what it should be, and a date must not be on the wrong side of the day.

    >>> Kept(not_less=True).allows(True, False), Kept(not_less=True).allows(3, 5)
    (False, True)
    >>> Kept(values=frozenset({"red"})).allows("blue", "green")
    True
    """

    not_less: bool = False
    not_more: bool = False
    values: frozenset[Value] = frozenset()
    reported: bool = False

    def allows(self, before: Value, after: Value) -> bool:
        """Whether a known value may become another; for an entry the values say whether it is
        there."""
        if before is None or isinstance(before, str):
            return before not in self.values or after in self.values
        ordered: tuple[Any, Any] = (before, after)
        if isinstance(before, Period | Mapping | tuple) or before == after:
            return True
        return not (self.not_less if ordered[1] < ordered[0] else self.not_more)


def kept_by_word(declared: Field) -> Kept:
    """What a field declares that it must not be changed to (`only raised`, `only lowered`).

    >>> kept_by_word(Field("n", None, Scalar.WHOLE, only=Only.RAISED)).allows(3, 2)
    False
    """
    return Kept(
        not_less=declared.only in (Only.RAISED, Only.KEPT),
        not_more=declared.only is Only.LOWERED,
    )


Keeping: TypeAlias = Callable[[str], Kept | None]
"""A function from a path, with ``[]`` for each number, to what must not be taken back there."""


def unnumbered(path: str) -> str:
    """A path without the numbers of elements.

    >>> unnumbered("funds[0].amount")
    'funds[].amount'
    """
    return _NUMBER.sub("[]", path)


MORE_ELEMENTS: Final = (2, 10)
"""How many elements may be added to a list; the larger number is tried where the smaller fails."""

MOST_ELEMENTS: Final = 40
"""How many elements of a list may be changed; those behind them stay as they are."""


@frozen(eq=False)
class Choice:
    """A part that may be changed: the condition that it ``is_made``, and its price.

    ``leaf`` is the free value in that case, ``before`` the value of the record.
    """

    is_made: Bool
    role: Role
    price: int
    leaf: Leaf | None = None
    before: Value = None


_EDIT: Final = 1
_ENTRY: Final = 2
"""The price of adding or removing an element, in that of setting a value."""

Edits: TypeAlias = Callable[[Settled], Iterator[Edit]]


@define(eq=False)
class _Group:
    """A record that may be created; with a role of its own it may be created even if it stays
    empty."""

    known: Bool
    role: Role | None
    inner: list[Bool] = field(factory=list)


class Revision(Scene):
    """A scene in which the record is a given one, but for the parts that may be changed.

    Fields marked ``changeable`` may be set, at every level; lists so marked may have elements
    added, removed and changed. With `Role.ASSUMPTION` among ``roles`` everything that is unknown
    may be set as well, with `Role.OBSTACLE` everything may be changed. At most ``more`` elements
    are added to a list. ``curtailed`` says that only part of a long list may be changed,
    ``extended`` that elements may be added to some list, ``held`` that ``keeping`` has ruled out
    some change.

    >>> from linkage_rules.model.types import Scalar
    >>> shape = RecordType("V", None, (Field("n", None, Scalar.WHOLE, changeable=True),))
    >>> revision = Revision(shape, {"n": 3}, date(2023, 5, 1), frozenset({Role.CHANGE}))
    >>> revision.record.read("n").value, len(revision.choices)
    (n, 1)
    """

    def __init__(
        self,
        record_type: RecordType,
        record: Record,
        as_of: date,
        roles: frozenset[Role],
        more: int = MORE_ELEMENTS[0],
        keeping: Keeping = lambda _: None,
    ) -> None:
        super().__init__(record_type, list_bound=0, size_limit=MOST_PARTS)
        # Lists of the record are given, but the periods may change with its dates.
        self.most_periods = MOST_ELEMENTS
        self.as_of = as_of.toordinal()
        self.constraints.clear()
        self.roles = roles
        self.more = more
        self.keeping = keeping
        self.held = False
        self.curtailed = False
        self.extended = False
        self._choices: list[Choice] = []
        self._groups: list[_Group] = []
        self._edits: list[Edits] = []
        self.record = self._known_row(record_type, record, "", None, self._edits)

    @property
    def shortened(self) -> bool:
        """Whether lists of periods are involved, of which only so many elements are considered."""
        return bool(self.rests)

    @property
    def choices(self) -> list[Choice]:
        """All choices that exist so far; more come with each part that is read."""
        empty = (
            Choice(all_of((group.known, negated(any_of(group.inner)))), group.role, _EDIT)
            for group in self._groups
            if group.role is not None
        )
        return [*self._choices, *empty]

    @property
    def limits(self) -> list[Bool]:
        """The constraints on every revision, as far as parts were read."""
        needless = (
            implied(group.known, any_of(group.inner))
            for group in self._groups
            if group.role is None
        )
        exact = (rule for one in self.exact for rule in one.rules)
        written_out = (terms.at_most(rest.count, 0) for rest in self.rests)
        return [*self.constraints, *self.calendar.exactly(), *exact, *needless, *written_out]

    def edits(self, settled: Settled) -> Iterator[Edit]:
        """The edits that a solution makes, in the order in which their parts were read."""
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
                return self._new_row(shape, path, role, edits)
            case ListType() as many:
                if role is None:
                    if not self._is_open(before, many):
                        return constant(before, many, self.texts)
                    return self._fixed_list(declared, many, before, path, edits)
                return self._open_list(declared, many, before, path, role, edits)
            case type_:
                if role is None:
                    return constant(before, type_, self.texts)
                return self._leaf(declared, before, path, role, edits)

    def _is_open(self, before: Value, type_: Type) -> bool:
        """Whether some part inside a value may be changed while the value itself stays."""
        if before is None:
            return False
        return _has_changeable(type_) or (Role.ASSUMPTION in self.roles and _has_unknown(before))

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

    def _new_row(self, shape: RecordType, path: str, role: Role | None, edits: list[Edits]) -> Row:
        """A record that is not there and is created when something is set in it."""
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
        """A function that makes the fields of a record that is not there; they are unknown unless
        set."""
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
        kept = self.keeping(unnumbered(path))
        if isinstance(before, bool):
            if kept is not None and not kept.allows(before, not before):
                self.held = True
                return constant(before, declared.type, self.texts)
            if role is Role.CHANGE and not kept_by_word(declared).allows(before, not before):
                if Role.OBSTACLE not in self.roles:
                    return constant(before, declared.type, self.texts)
                role = Role.OBSTACLE
        cost = declared.cost if role is Role.CHANGE else _EDIT
        leaf, value = self._made(path, path, sure, True)
        assert isinstance(leaf, Leaf)
        is_made = leaf.known
        if before is not None:
            is_made = negated(all_of(self._equal(leaf, declared.type, before)))
        if kept is not None:
            self._keep(leaf, before, kept)
        against: Bool = False
        if role is Role.CHANGE and before is not None and not isinstance(before, bool):
            against = self._against(declared, leaf, before)
        if Role.OBSTACLE not in self.roles:
            self.constraints.append(negated(against))
            against = False
        as_wanted = all_of((is_made, negated(against)))
        self._choices.append(Choice(as_wanted, role, cost, leaf, before))
        if against is not False:
            in_the_way = all_of((is_made, against))
            self._choices.append(Choice(in_the_way, Role.OBSTACLE, _EDIT, leaf, before))

        def found(settled: Settled) -> Iterator[Edit]:
            if settled(is_made):
                after = self._settled_leaf(leaf, settled)
                own = Role.OBSTACLE if settled(against) else role
                yield Edit(EditKind.SET, own, path, declared.type, before, after, cost)

        edits.append(found)
        return value

    def _against(self, declared: Field, leaf: Leaf, before: Value) -> Bool:
        """The condition that a value is changed in a direction that the policy forbids."""
        number = constant(before, leaf.type, self.texts)
        if not isinstance(number, Single):
            return False
        sides = self._on_one_side(leaf.values[0], number.value, kept_by_word(declared))
        return negated(all_of(sides))

    def _keep(self, leaf: Leaf, before: Value, kept: Kept) -> None:
        """Constrain that a value is not taken back, as ``kept`` says; if it was unknown, that it
        does not become the unwanted value."""
        value = leaf.values[0]
        rules: list[Bool] = []
        if before is None and not kept.reported:
            return
        if before is None and leaf.type is Scalar.YES_NO:
            rules += [value] * kept.not_less + [negated(value)] * kept.not_more
        elif before is None and leaf.type is Scalar.DATE:
            rules += self._on_one_side(value, self.as_of, kept)
        elif isinstance(before, str):
            if before in kept.values:
                wanted = (self._equal(leaf, leaf.type, one) for one in kept.values)
                rules.append(any_of(all_of(same) for same in wanted))
        elif isinstance(number := constant(before, leaf.type, self.texts), Single):
            rules += self._on_one_side(value, number.value, kept) if before is not None else ()
        self.held = self.held or bool(rules)
        self.constraints += (implied(leaf.known, rule) for rule in rules)

    def _on_one_side(self, value: Quantity, edge: Quantity, kept: Kept) -> Iterator[Bool]:
        if kept.not_less:
            yield terms.at_most(edge, value)
        if kept.not_more:
            yield terms.at_most(value, edge)

    def _settled_leaf(self, leaf: Leaf, settled: Settled) -> Value:
        value: Value = single_value([settled(v) for v in leaf.values], leaf.type, self.texts)
        return value

    # Lists

    def _fixed_list(
        self, declared: Field, many: ListType, before: Value, path: str, edits: list[Edits]
    ) -> Many:
        """A list to which nothing is added and from which nothing is removed; parts of its elements
        may be changed."""
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
            self.curtailed = self.curtailed or self._is_open(before, many.element)
            return constant(before, many.element, self.texts)
        inner = Field("", None, many.element, False, declared.minimum, declared.maximum)
        if not isinstance(many.element, RecordType):
            # For entries that are single values, changing one means replacing an entry, which `only
            # kept` forbids.
            around = None if declared.only is Only.KEPT else around
            inner = evolve(inner, cost=declared.cost)
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
        known: Bool = True if before is not None else terms.boolean(f"{path}?")
        given = before if isinstance(before, tuple) else ()
        elements = [
            self._kept(declared, many, e, f"{path}[{n}]", n, role, edits)
            for n, e in enumerate(given)
        ]
        added: list[Bool] = []
        kept = self.keeping(unnumbered(path)) if before is not None else None
        more = self.more
        if kept is not None and kept.not_more:
            self.held, more = True, 0
        self.extended = self.extended or more > 0
        for number in range(len(given), len(given) + more):
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
        """An element of the record, which may be changed or removed."""
        if number >= MOST_ELEMENTS:
            self.curtailed = True
            return Element(True, constant(before, many.element, self.texts))
        kept = self.keeping(unnumbered(path).removesuffix("[]"))
        if kept is not None and kept.not_less:
            self.held = True
            return Element(True, self._element(declared, many, before, path, number, role, edits))
        own = role
        if declared.only is Only.KEPT and role is Role.CHANGE:
            if Role.OBSTACLE not in self.roles:
                return Element(
                    True, self._element(declared, many, before, path, number, role, edits)
                )
            own = Role.OBSTACLE
        removed = terms.boolean(f"{path}-")
        cost = _ENTRY * (declared.cost if own is Role.CHANGE else 1)
        self._choices.append(Choice(removed, own, cost))

        def found(settled: Settled) -> Iterator[Edit]:
            if settled(removed):
                yield Edit(EditKind.REMOVE, own, path, many.element, before, None, cost)

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
        cost = _ENTRY * (declared.cost if role is Role.CHANGE else 1)
        self._choices.append(Choice(present, role, cost))
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
                whole = cost + sum(edit.cost for each in inside for edit in each(settled))
                yield Edit(kind, role, list_path, many.element, None, after, whole)

        edits.append(found)
        return value


def _has_changeable(type_: Type) -> bool:
    match type_:
        case RecordType(fields=fields):
            return any(f.changeable or _has_changeable(f.type) for f in fields)
        case ListType(element):
            return _has_changeable(element)
    return False


def _has_unknown(value: Value) -> bool:
    match value:
        case None:
            return True
        case Mapping():
            return any(map(_has_unknown, value.values()))
        case tuple():
            return any(map(_has_unknown, value))
    return False


_MOST_ALIKE: Final = 40
"""The most revisions of one price that are searched; where there are more, some are not found."""

_PRICES: Final[Mapping[Role, int]] = {
    Role.CHANGE: 1,
    Role.ASSUMPTION: 100,
    Role.OBSTACLE: 10_000,
}
"""The least price of a choice of each role; a choice of a later role costs more than all of an
earlier one."""

_NAMED: Final = 1_000_000

_DENOMINATORS: Final = (100, 10_000, 1_000_000)
"""Numbers are kept to two decimals, or whole percents, and to more only if they have to."""


def _weights(choices: Sequence[Choice]) -> Mapping[Role, int]:
    """The weight of one choice of each role: more than all choices of earlier roles together."""
    weights: dict[Role, int] = {}
    before = 0
    for role, least in _PRICES.items():
        weights[role] = max(least, before + 1)
        before += weights[role] * sum(c.price for c in choices if c.role is role)
    return weights


class OutOfTimeError(Exception):
    """The solver came to no answer within the time limit."""


class Revisions:
    """The revisions that meet a condition, the cheapest first; none contains the edits of another.

    ``goal`` is a condition over the revision, made before. ``deadline`` is a time of the monotonic
    clock.
    """

    def __init__(self, revision: Revision, goal: Bool, deadline: float) -> None:
        self.revision = revision
        self._goal = goal
        self._deadline = deadline
        self._choices = [c for c in revision.choices if not isinstance(c.is_made, bool)]
        self._prices = _weights(self._choices)
        self._solver = z3.Solver()
        self._solver.add(*revision.limits, goal)

    def __iter__(self) -> Iterator[tuple[Edit, ...]]:
        """Raises `OutOfTimeError` when the time is over before it is certain that there are no
        more."""
        while (price := self._least()) is not None:
            alike: list[tuple[int, ...]] = []
            self._solver.push()
            self._solver.add(self._costs_at_most(price))
            while len(alike) < _MOST_ALIKE and self._check():
                taken = self._taken(settling(self._solver.model()))
                alike.append(taken)
                self._solver.add(self._without(taken))
            self._solver.pop()
            for taken in sorted(alike):
                yield self._plainest(taken)
                self._solver.add(self._without(taken))
            if not alike or () in alike:
                return

    def _least(self) -> int | None:
        """The price of the cheapest revision that is left; None when there is none."""
        least: int | None = None
        self._solver.push()
        while self._check():
            settled = settling(self._solver.model())
            least = sum(self._price(self._choices[n]) for n in self._taken(settled))
            if least == 0:
                break
            self._solver.add(self._costs_at_most(least - 1))
        self._solver.pop()
        return least

    def _check(self, solver: Any = None) -> bool:
        solver = solver or self._solver
        left = self._deadline - monotonic()
        if left <= 0:
            raise OutOfTimeError
        solver.set("timeout", max(1, int(left * 1000)))
        found = answer_of(solver)
        if found == z3.unknown:
            raise OutOfTimeError
        return bool(found == z3.sat)

    def _price(self, choice: Choice) -> int:
        return choice.price * self._prices[choice.role]

    def _costs_at_most(self, price: int) -> Bool:
        prices = [(c.is_made, self._price(c)) for c in self._choices if c.price]
        return z3.PbLe(prices, price) if prices else True

    def _taken(self, settled: Settled) -> tuple[int, ...]:
        """The numbers of the choices that a solution makes."""
        made = (n for n, choice in enumerate(self._choices) if choice.price)
        return tuple(n for n in made if settled(self._choices[n].is_made))

    def _without(self, taken: Sequence[int]) -> Bool:
        """The condition that not all of these choices are made, so that no later revision contains
        them."""
        return z3.Or([z3.Not(self._choices[n].is_made) for n in taken])

    # Among all revisions that make the same choices

    def _plainest(self, taken: tuple[int, ...]) -> tuple[Edit, ...]:
        """Among the revisions with the same choices the one whose values are nearest to those of
        the record, or else plainest."""
        exactly = [
            choice.is_made if number in taken else z3.Not(choice.is_made)
            for number, choice in enumerate(self._choices)
            if choice.price
        ]
        free = [
            choice
            for number, choice in enumerate(self._choices)
            if choice.leaf is not None and (number in taken or not choice.price)
        ]
        plain = z3.Solver()
        plain.add(*self.revision.limits, self._goal, *exactly)
        objectives = [o for choice in free for o in self._objectives(choice, plain)]
        self._check(plain)
        settled = settling(plain.model())
        if objectives:
            settled = self._optimised(plain, objectives) or settled
        try:
            return tuple(self.revision.edits(settled))
        except IrrationalError:
            raise OutOfTimeError from None

    def _optimised(self, plain: Any, objectives: Sequence[Quantity]) -> Settled | None:
        optimise = z3.Optimize()
        optimise.add(*plain.assertions())
        for objective in objectives:
            optimise.minimize(objective)
        left = self._deadline - monotonic()
        # With “ctrl_c” the optimiser could not tell an interruption from the end of its time.
        optimise.set("ctrl_c", False)
        optimise.set("timeout", max(1, int(left * 1000)))
        return settling(optimise.model()) if optimise.check() == z3.sat else None

    def _objectives(self, choice: Choice, plain: Any) -> Iterator[Quantity]:
        """The quantities to minimise, in this order; a number first gets as few decimals as
        possible."""
        leaf = choice.leaf
        assert leaf is not None
        if leaf.type is Scalar.YES_NO:
            return
        if isinstance(leaf.type, EnumType):
            yield leaf.values[0]
            return
        if leaf.type is Scalar.TEXT:
            # Prefer a text that no other value has, unless the policy asks for one that it names.
            known = len(self.revision.texts.numbers)
            number = leaf.values[0]
            yield chosen(less(number, known), plus(number, _NAMED), number)
            return
        if leaf.type is Scalar.NUMBER and not self._keep_to_decimals(leaf, plain):
            return
        for value, before in zip(leaf.values, self._anchors(choice, leaf), strict=True):
            distance = minus(value, before)
            yield chosen(less(distance, 0), minus(before, value), distance)

    def _anchors(self, choice: Choice, leaf: Leaf) -> tuple[int | Fraction, ...]:
        """The numbers to stay near to: those of the value before, or for an unknown one zero or the
        day."""
        before: Any = choice.before
        match leaf.type:
            case Scalar.DATE:
                return (self.revision.as_of if before is None else before.toordinal(),)
            case Scalar.PERIOD:
                return (0, 0) if before is None else (before.months, before.days)
        return (0 if before is None else before,)

    def _keep_to_decimals(self, leaf: Leaf, plain: Any) -> bool:
        """Limit the decimals of a number as far as possible; gives whether a few decimals
        suffice."""
        for denominator in _DENOMINATORS:
            whole = z3.IsInt(leaf.values[0] * denominator)
            plain.push()
            plain.add(whole)
            possible = self._check(plain)
            plain.pop()
            if possible:
                plain.add(whole)
                return True
        return False
