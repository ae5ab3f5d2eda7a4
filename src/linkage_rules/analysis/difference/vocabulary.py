"""One vocabulary for two policies, so that both can judge the same record.

A record may hold every field and every enum value that either policy knows. A policy ignores a
field that it does not know, and takes an enum value that it does not know as equal to no other.
Fields that both know must have the same type; the narrower bounds hold.
"""

from enum import StrEnum
from typing import Any

from attrs import define, evolve, field, frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.package import Package
from linkage_rules.model.retyping import Types
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Type
from linkage_rules.words import difference_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, Reason


class ChangeKind(StrEnum):
    """How the vocabulary of two policies differs."""

    FIELD_ADDED = "field_added"
    FIELD_REMOVED = "field_removed"
    BOUNDS_CHANGED = "bounds_changed"
    VALUE_ADDED = "value_added"
    VALUE_REMOVED = "value_removed"


@frozen
class VocabularyChange:
    """A field or enum value that one policy lacks, or bounds that differ.

    ``owner`` is the record type or enum, ``name`` the field or value.
    """

    kind: ChangeKind
    owner: Phrase
    name: Phrase

    __repr__ = in_brief


class IncompatibleError(Error, ValueError):
    """Two policies cannot judge the same record; ``problems`` say where and why.

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
        lines = (f"  {problem.render(language)}" for problem in self.problems)
        return "\n".join((wording.HEADING.render(language), *lines))


@frozen
class Vocabulary:
    """The types that both policies share, by name, and how theirs differ."""

    types: Types
    changes: tuple[VocabularyChange, ...]


def common_vocabulary(old: Package, new: Package) -> Vocabulary:
    """The types in which both policies can be asked about one record.

    Raises `IncompatibleError` when a field is of different types.

    >>> common_vocabulary(Package(name="p"), Package(name="p")).types
    {}
    """
    merging = _Merging(old, new)
    for name in (*old.enums, *new.enums):
        merging.enum(name)
    for name in (*old.record_types, *new.record_types):
        merging.record(name)
    if merging.problems:
        raise IncompatibleError(tuple(merging.problems))
    return Vocabulary(merging.types, tuple(merging.changes))


@define
class _Merging:
    old: Package
    new: Package
    types: dict[str, EnumType | RecordType] = field(factory=dict)
    changes: list[VocabularyChange] = field(factory=list)
    problems: list[Fault] = field(factory=list)

    def enum(self, name: str) -> None:
        if name in self.types:
            return
        before, after = self.old.enums.get(name), self.new.enums.get(name)
        if before is None or after is None:
            self.types[name] = before or after or EnumType(name, None, ())
            return
        known, kept = ({m.name for m in enum.members} for enum in (before, after))
        gone = [m for m in before.members if m.name not in kept]
        added = [m for m in after.members if m.name not in known]
        self._note(ChangeKind.VALUE_REMOVED, after, gone)
        self._note(ChangeKind.VALUE_ADDED, after, added)
        labelled = {m.name: m for m in after.members}
        members = (*(labelled.get(m.name, m) for m in before.members), *added)
        self.types[name] = evolve(after, members=members)

    def record(self, name: str) -> None:
        if name in self.types:
            return
        before, after = self.old.record_types.get(name), self.new.record_types.get(name)
        only = before or after
        assert only is not None
        if before is None or after is None:
            fields = tuple(evolve(f, type=self._shared(f.type)) for f in only.fields)
            self.types[name] = evolve(only, fields=fields)
            return
        known, kept = ({f.name: f for f in shape.fields} for shape in (before, after))
        gone = [f for f in before.fields if f.name not in kept]
        self._note(ChangeKind.FIELD_REMOVED, after, gone)
        self._note(ChangeKind.FIELD_ADDED, after, [f for f in after.fields if f.name not in known])
        fields = tuple(
            self._field(after, known[f.name], f)
            if f.name in known
            else evolve(f, type=self._shared(f.type))
            for f in after.fields
        )
        removed = tuple(evolve(f, type=self._shared(f.type)) for f in gone)
        self.types[name] = evolve(after, fields=(*fields, *removed))

    def _note(self, kind: ChangeKind, owner: Any, named: list[Any]) -> None:
        self.changes += (VocabularyChange(kind, called(owner), called(one)) for one in named)

    def _problem(self, why: Reason, owner: RecordType, field: Field) -> None:
        self.problems.append(Fault(why.code, (owner.name, field.name), why.en, why.zh))

    def _field(self, owner: RecordType, before: Field, after: Field) -> Field:
        bounds = [(f.required, f.minimum, f.maximum) for f in (before, after)]
        if bounds[0] != bounds[1]:
            self._note(ChangeKind.BOUNDS_CHANGED, owner, [after])
        lows, highs = ((before.minimum, after.minimum), (before.maximum, after.maximum))
        low: Any = max((b for b in lows if b is not None), default=None)  # type: ignore[type-var]
        high: Any = min((b for b in highs if b is not None), default=None)  # type: ignore[type-var]
        names = {"owner": called(owner), "field": called(after)}
        if low is not None and high is not None and low > high:
            self._problem(wording.BOUNDS.filled(**names), owner, after)
        if not _alike(before.type, after.type):
            kinds = {"before": type_phrase(before.type), "after": type_phrase(after.type)}
            self._problem(wording.TYPES.filled(**names, **kinds), owner, after)
        return evolve(
            after,
            type=self._shared(after.type),
            required=before.required or after.required,
            minimum=low,
            maximum=high,
        )

    def _shared(self, type_: Type) -> Type:
        match type_:
            case ListType(element):
                return ListType(self._shared(element))
            case EnumType(name=name):
                self.enum(name)
                return self.types[name]
            case RecordType(name=name):
                self.record(name)
                return self.types[name]
        return type_


def _alike(before: Type, after: Type) -> bool:
    """Whether two types are the same, or the same under another name."""
    match before, after:
        case EnumType(), EnumType():
            names = ([m.name for m in enum.members] for enum in (before, after))
            return before.name == after.name or next(names) == next(names)
        case RecordType(), RecordType():
            if before.name == after.name:
                return True
            shapes = zip(before.fields, after.fields, strict=False)
            return len(before.fields) == len(after.fields) and all(
                one.name == other.name and _alike(one.type, other.type) for one, other in shapes
            )
        case ListType(), ListType():
            return _alike(before.element, after.element)
    return before is after
