"""Declarations of an old policy that have another name in the new one.

Users have to name them; they are not guessed. Types, fields, values and parameters of the old
policy are then renamed to the new names before the comparison; norms, actions, parties and results
are compared with their new counterparts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

import attrs
from attrs import define, evolve, field, frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import NamedBy, Norm, Parameter
from linkage_rules.model.operations import Operation
from linkage_rules.model.package import Package
from linkage_rules.model.retyping import Retyping
from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Type
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words import difference_words as wording
from linkage_rules.words.called import Named
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import DID_YOU_MEAN, Phrase, Reason


class RenamedKind(StrEnum):
    """The kinds of declarations that may be renamed."""

    RECORD = "record"
    ENUM = "enum"
    FIELD = "field"
    VALUE = "value"
    BEARER = "bearer"
    PARAMETER = "parameter"
    FACT = "fact"
    ACTION = "action"
    NORM = "norm"
    CALENDAR = "calendar"


_WITHIN: Final = {RenamedKind.FIELD: RenamedKind.RECORD, RenamedKind.VALUE: RenamedKind.ENUM}
"""What fields and values belong to."""


@frozen
class Renamed:
    """One thing with its names in both policies; ``owner`` is what it belongs to in the old one."""

    kind: RenamedKind
    old: Any = field(repr=False)
    new: Any = field(repr=False)
    owner: str | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The ASCII names in the old policy and in the new one."""
        return self.old.name, self.new.name


class RenameError(Error, ValueError):
    """What is said to be renamed is not; ``problems`` say why, and what to write.

    `render` gives the message in one language, ``str()`` in English.
    """

    problems: tuple[Fault, ...]

    def __init__(self, problems: tuple[Fault, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The message in one language, a line for each problem."""
        return "\n".join(problem.render(language) for problem in self.problems)


@frozen
class _Found:
    """Something that a policy declares; fields and values with what they belong to."""

    kind: RenamedKind
    one: Any
    owner: Any = None

    @property
    def spellings(self) -> Iterator[str]:
        own = [spelled for spelled in (self.one.name, self.one.label) if spelled]
        yield from own
        if self.owner is not None:
            whose = [spelled for spelled in (self.owner.name, self.owner.label) if spelled]
            yield from (f"{owner}.{name}" for owner in whose for name in own)

    @property
    def full(self) -> str:
        return self.one.name if self.owner is None else f"{self.owner.name}.{self.one.name}"

    @property
    def key(self) -> tuple[RenamedKind, str]:
        return self.kind, self.full


def renames(old: Package, new: Package, given: Iterable[tuple[str, str]]) -> tuple[Renamed, ...]:
    """What is renamed, by names or labels; as ``Record.field`` where a field name is ambiguous.

    Raises `RenameError` where a name does not exist, the two are of different kinds, or two things
    would get the same name.

    >>> renames(Package(name="p"), Package(name="q"), [])
    ()
    """
    before, after = list(_declared(old)), list(_declared(new))
    pairs: list[tuple[_Found, _Found]] = []
    problems: list[Fault] = []
    for one, other in dict.fromkeys(given):
        match _pair(one, other, before, after):
            case Reason() as why:
                problems.append(_fault(why, (one, other)))
            case pair:
                pairs.append(pair)
    if not problems:
        problems += _clashes(pairs, before)
        problems += _elsewhere(pairs)
    if problems:
        raise RenameError(tuple(problems))
    return tuple(
        Renamed(a.kind, a.one, b.one, None if a.owner is None else a.owner.name) for a, b in pairs
    )


def _declared(package: Package) -> Iterator[_Found]:
    """Everything that has a name in a policy, what it uses included."""
    for kind, things in (
        (RenamedKind.RECORD, package.record_types),
        (RenamedKind.ENUM, package.enums),
        (RenamedKind.BEARER, package.bearers),
        (RenamedKind.PARAMETER, package.parameters),
        (RenamedKind.FACT, package.facts),
        (RenamedKind.ACTION, package.actions),
        (RenamedKind.NORM, package.norms),
        (RenamedKind.CALENDAR, package.calendars),
    ):
        hidden = package.hidden if kind in (RenamedKind.FACT, RenamedKind.PARAMETER) else ()
        yield from (_Found(kind, one) for name, one in things.items() if name not in hidden)
    for shape in package.record_types.values():
        yield from (_Found(RenamedKind.FIELD, one, shape) for one in shape.fields)
    for enum in package.enums.values():
        yield from (_Found(RenamedKind.VALUE, one, enum) for one in enum.members)


def _pair(
    one: str, other: str, before: list[_Found], after: list[_Found]
) -> tuple[_Found, _Found] | Reason:
    olds, news = _named(one, before), _named(other, after)
    if not olds:
        return _absent(one, before, wording.IN_OLD)
    if not news:
        return _absent(other, after, wording.IN_NEW)
    fitting = [(a, b) for a in olds for b in news if a.kind is b.kind]
    if not fitting:
        kinds = {"kind": _kind(olds[0]), "other": _kind(news[0])}
        return wording.NOT_ONE_KIND.filled(old=one, new=other, **kinds)
    # A field of the same record is preferred to one of another record.
    within = [(a, b) for a, b in fitting if a.owner is not None and a.owner.name == b.owner.name]
    found = within or fitting
    if len(found) > 1:
        several = tuple(dict.fromkeys(f"{a.full}={b.full}" for a, b in found))
        return wording.SEVERAL.filled(old=one, new=other, several=several)
    if found[0][0].full == found[0][1].full:
        return wording.SAME_NAME.filled(old=one, new=other)
    return found[0]


def _kind(one: _Found) -> Phrase:
    return wording.KINDS[one.kind.value]


def _named(spelling: str, declared: list[_Found]) -> list[_Found]:
    return [one for one in declared if spelling in one.spellings]


def _absent(spelling: str, declared: list[_Found], where: Phrase) -> Reason:
    known = list(dict.fromkeys(name for one in declared for name in one.spellings))
    near = get_close_matches(spelling[:200], known, 1)
    hint = DID_YOU_MEAN.filled(near=near[0]) if near else wording.NAMES_OR_LABELS
    return wording.NOT_THERE.filled(name=spelling, where=where, hint=hint)


def _clashes(pairs: list[tuple[_Found, _Found]], before: list[_Found]) -> Iterator[Fault]:
    """Names that two things of one kind would share."""
    olds = [a.key for a, _ in pairs]
    news = [b.key for _, b in pairs]
    there = {one.key for one in before}
    for a, b in pairs:
        path = (a.full, b.full)
        if olds.count(a.key) > 1:
            yield _fault(wording.TWICE_OLD.filled(name=a.full), path)
        elif news.count(b.key) > 1:
            yield _fault(wording.TWICE_NEW.filled(name=b.full), path)
        elif b.key in there and b.key not in olds:
            words = wording.BOTH_IN_OLD.filled(old=a.full, new=b.full, kind=_kind(b))
            yield _fault(words, path)


def _elsewhere(pairs: list[tuple[_Found, _Found]]) -> Iterator[Fault]:
    """Fields and values that would move to another type, where that type is not said to be
    renamed."""
    said = {(a.kind, a.one.name): b.one.name for a, b in pairs}
    for a, b in pairs:
        if a.owner is None:
            continue
        became = said.get((_WITHIN[a.kind], a.owner.name), a.owner.name)
        if became != b.owner.name:
            words = wording.ELSEWHERE.filled(
                old=a.full, new=b.full, owner=a.owner.name, other=b.owner.name
            )
            yield _fault(words, (a.full, b.full))


def _fault(why: Reason, path: tuple[str, str]) -> Fault:
    return Fault(why.code, path, why.en, why.zh)


# The old policy in the names of the new one


def spoken_anew(package: Package, found: Iterable[Renamed]) -> Package:
    """The old policy with the types, fields, values, parameters and calendars under their new
    names.

    Its examples are left out, since they are not compared.
    """
    found = tuple(found)
    table: dict[tuple[RenamedKind, str | None], dict[str, Any]] = {}
    for one in found:
        table.setdefault((one.kind, one.owner), {})[one.old.name] = one.new
    if not any(one.kind in _SPOKEN for one in found):
        return package
    plain = evolve(package, examples=(), properties=())
    return _Speaking({}, table=table).of(plain)


_SPOKEN: Final = (
    RenamedKind.RECORD,
    RenamedKind.ENUM,
    RenamedKind.FIELD,
    RenamedKind.VALUE,
    RenamedKind.PARAMETER,
    RenamedKind.CALENDAR,
)


@define
class _Speaking(Retyping):
    """Replaces old names by new ones in any object of the model."""

    table: Mapping[tuple[RenamedKind, str | None], Mapping[str, Named]] = field(
        factory=dict, kw_only=True
    )

    def _name(self, kind: RenamedKind, name: str, owner: str | None = None) -> str:
        new = self.table.get((kind, owner), {}).get(name)
        return name if new is None else new.name

    def _of(self, value: Any) -> Any:
        if isinstance(value, EnumType | RecordType):
            return self._type(value)
        if isinstance(value, Operation) and isinstance(value.calendar, WorkCalendar):
            return value.by(self._of(value.calendar))
        return Retyping._of(self, value)

    def _type(self, value: Any) -> Any:
        if id(value) not in self._seen:
            changed = self._enum(value) if isinstance(value, EnumType) else self._record(value)
            self._seen[id(value)] = (value, changed)
        return self._seen[id(value)][1]

    def _enum(self, enum: EnumType) -> EnumType:
        members = tuple(
            Member(self._name(RenamedKind.VALUE, one.name, enum.name), one.label)
            for one in enum.members
        )
        return evolve(enum, name=self._name(RenamedKind.ENUM, enum.name), members=members)

    def _record(self, shape: RecordType) -> RecordType:
        def named(name: str) -> str:
            return self._name(RenamedKind.FIELD, name, shape.name)

        fields = tuple(self._field(one, named) for one in shape.fields)
        return evolve(shape, name=self._name(RenamedKind.RECORD, shape.name), fields=fields)

    def _field(self, one: Field, named: Callable[[str], str]) -> Field:
        link = one.link
        if link is not None and isinstance(one.type, ListType):
            by = self._name(RenamedKind.FIELD, link.by, getattr(one.type.element, "name", None))
            link = evolve(link, by=by, of=named(link.of))
        blank = self._value(one.blank, one.type)
        type_ = self._of(one.type)
        return evolve(one, name=named(one.name), type=type_, link=link, blank=blank)

    def _value(self, value: Any, type_: Type) -> Any:
        """A value in the new names of enum values and fields."""
        match type_:
            case EnumType(name=name) if isinstance(value, str):
                return self._name(RenamedKind.VALUE, value, name)
            case ListType(element) if isinstance(value, tuple):
                return tuple(self._value(one, element) for one in value)
            case RecordType(name=name, fields=fields) if isinstance(value, Mapping):
                types = {one.name: one.type for one in fields}
                return {
                    self._name(RenamedKind.FIELD, key, name): self._value(one, types[key])
                    for key, one in value.items()
                }
        return value

    def _changed(self, value: Any) -> Iterator[tuple[str, Any]]:
        told: dict[str, Any] = {}
        match value:
            case model.FieldValue(record, name):
                owner = getattr(record.type, "name", None)
                told["name"] = self._name(RenamedKind.FIELD, name, owner)
            case model.Constant(found, type_):
                told["value"] = self._value(found, type_)
            case model.ParameterValue(name):
                told["name"] = self._name(RenamedKind.PARAMETER, name)
            case WorkCalendar():
                told["name"] = self._name(RenamedKind.CALENDAR, value.name)
            case NamedBy(record_type, named):
                told["field"] = self._name(RenamedKind.FIELD, named, record_type)
            case Parameter():
                told["name"] = self._name(RenamedKind.PARAMETER, value.name)
                told["periods"] = tuple(
                    evolve(one, value=self._value(one.value, value.type)) for one in value.periods
                )
                if value.reading is not None:
                    others = tuple(
                        evolve(one, value=self._value(one.value, value.type))
                        for one in value.reading.alternatives
                    )
                    told["reading"] = evolve(value.reading, alternatives=others)
            case Norm(governed_by=str() as governed_by, record_type=record_type):
                told["governed_by"] = self._name(RenamedKind.FIELD, governed_by, record_type)
        names = {one.name for one in attrs.fields(type(value))}
        if "record_type" in names:
            told["record_type"] = self._name(RenamedKind.RECORD, value.record_type)
        if "readings" in names:
            told["readings"] = tuple(
                self._name(RenamedKind.PARAMETER, one) for one in value.readings
            )
        for name, changed in Retyping._changed(self, value):
            yield name, told.get(name, changed)
