"""Record types, enums, fields and the lists that link one record type to another."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction
from itertools import chain, pairwise
from typing import Final

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.circles import shown_circle
from linkage_rules.language.checking.expressions import LITERAL_TYPES
from linkage_rules.language.checking.resolve import Kind, NamedDeclaration, Names, Problems
from linkage_rules.language.checking.unchanged import Unchanged
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Edit, Fix, certain, replacing
from linkage_rules.language.hints import expression_hints
from linkage_rules.language.hints.choices import each, writing
from linkage_rules.model.dependencies import Cycle, in_order
from linkage_rules.model.spans import Span
from linkage_rules.model.types import (
    MOST_COST,
    ORDERED,
    EnumType,
    Field,
    Link,
    ListType,
    Member,
    Only,
    RecordType,
    Scalar,
    Type,
    fits,
)
from linkage_rules.model.values import Value, exceeds
from linkage_rules.words import literals
from linkage_rules.words.called import called
from linkage_rules.words.keywords import LANGUAGES, ONLY, SCALAR_WORDS, Language, spelling
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase
from linkage_rules.words.names import preferred, write_name

_SCALAR_KEYS: Final = frozenset({Scalar.TEXT, Scalar.WHOLE})


class LinkChecker:
    """Checks the keys of a link, behind “by”."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def link(
        self,
        line: syntax.HasMany,
        element: RecordType,
        owner: Phrase,
        fields: Sequence[Field],
    ) -> Link | None:
        """The keys of a link; None where something is wrong with them.

        ``owner`` is the record type that has the list, ``fields`` are its fields.
        """
        by = self._field(line.by, called(element), element.fields)
        if line.of is not None:
            of = self._field(line.of, owner, fields)
        else:
            of = next((f for f in fields if f.required and _is_key(f.type)), None)
            if of is None:
                hint = self._the_same(line, by, fields)
                named = line.by.text
                self.problems.report("POL-322", line.by.span, record=owner, name=named, hint=hint)
        if by is None or of is None:
            return None
        if by.type != of.type or not _is_key(by.type):
            self.problems.report(
                "POL-321",
                line.by.span,
                name=by.label or by.name,
                found_type=type_phrase(by.type),
                of=of.label or of.name,
                of_type=type_phrase(of.type),
                hint=self._the_same(line, by, fields),
            )
            return None
        return Link(by.name, of.name)

    def _the_same(self, line: syntax.HasMany, by: Field | None, fields: Sequence[Field]) -> Fix:
        """The choices to name a field of the owner that may hold the same as the key."""
        if by is None or not _is_key(by.type):
            return Fix(None)
        place = evolve(line.by.span, end=(line.of or line.by).span.end)
        key, english = self.problems.text(line.by.span), line.by.text.isascii()
        named = (f.name if english else f.label or f.name for f in fields if f.type == by.type)
        return Fix(None, each(place, (f"{key} = {write_name(one)}" for one in named)))

    def _field(self, name: syntax.Name, record: Phrase, fields: Sequence[Field]) -> Field | None:
        spelt = {spelling: f for f in fields for spelling in (f.label, f.name) if spelling}
        found = spelt.get(name.text)
        if found is None:
            kind = Phrase("a field of {type}", "{type}的字段")
            kind = kind.filled(type=record)
            self.problems.unknown_name(kind, name, spelt)
            return None
        self.names.refer(name, found)
        return found


def _is_key(type_: Type) -> bool:
    return isinstance(type_, EnumType) or type_ in _SCALAR_KEYS


class DataChecker:
    """Finds types by their names, and reads data by their types."""

    def __init__(self, names: Names, problems: Problems, unchanged: Unchanged) -> None:
        self.names = names
        self.problems = problems
        self.unchanged = unchanged
        self.links = LinkChecker(names, problems)

    # Types

    def type(self, name: syntax.TypeName) -> Type | None:
        """The type with a name; enums and record types must be declared before."""
        match name:
            case syntax.ScalarName(scalar):
                return scalar
            case syntax.ListOf(element):
                inner = self.type(element)
                return inner and ListType(inner)
            case syntax.Name():
                return self._named_type(name)

    def _named_type(self, name: syntax.Name) -> EnumType | RecordType | None:
        symbol = self.names.by_spelling.get(name.text)
        if symbol is None:
            declared = (
                spelled
                for spelled, found in self.names.by_spelling.items()
                if found.kind in (Kind.ENUM, Kind.RECORD_TYPE)
            )
            meant = expression_hints.type_meant(name, {*self.names.by_spelling, *SCALAR_WORDS})
            if meant is not None and name.text not in self.problems.unread:
                self.problems.report("POL-202", name.span, hint=meant, name=name.text, kind=_TYPE)
                return None
            self.problems.unknown_name(_TYPE, name, chain(declared, SCALAR_WORDS))
            return None
        if not isinstance(symbol.signature, EnumType | RecordType):
            self.names.find(name, Kind.RECORD_TYPE)
            return None
        self.names.refer(name, symbol)
        return symbol.signature

    def enum(self, declaration: syntax.EnumDeclaration) -> EnumType:
        lines = [*syntax.clauses_of(declaration, syntax.EnumMember)]
        self._once(lines)
        self._apart(declaration, lines)
        members = tuple(Member(line.name.text, line.label, line.span) for line in lines)
        name, label = declaration.name.text, declaration.label
        return EnumType(name, label, members, declaration.span)

    def _apart(
        self, declaration: syntax.EnumDeclaration, lines: Sequence[syntax.EnumMember]
    ) -> None:
        """Report a word that is probably the label of the name right before it on its line."""
        for before, line in pairwise(lines):
            if not _PARTED.search(self._between(before.span, line.span)):
                self._label_or_value(before.name, before.label, line)
        if declaration.label is None and len(lines) > 1:
            first, second = lines[:2]
            on_head = not _PARTED.search(self._between(declaration.name.span, first.span))
            if on_head and not _COMMA.search(self._between(first.span, second.span)):
                self._label_or_value(declaration.name, None, first)

    def _between(self, before: Span, after: Span) -> str:
        return self.problems.text(evolve(before, start=before.end, end=after.start))

    def _label_or_value(
        self, before: syntax.Name, label: str | None, line: syntax.EnumMember
    ) -> None:
        word, at = line.name.text, line.name.span
        other = before.text if label is None else label
        hint: Phrase | Fix
        if label is not None or line.label is not None:
            place = Span(at.file, at.start, at.start, at.line, at.column)
            hint = certain(_WRITE_COMMA.filled(word=word), Edit(place, "，"))
        elif before.text.isascii() and not word.isascii():
            hint = replacing(at, f'"{word}"', _WRITE_QUOTES.filled(word=word))
        else:
            whole = evolve(before.span, end=at.end)
            ways = (f"{self.problems.text(before.span)}，{word}", f"「{other} {word}」")
            labelled = writing(at, f'"{word}"')
            hint = Fix(_EITHER.filled(one=other, two=word), (*each(whole, ways), labelled))
        self.problems.report("POL-116", at, name=word, other=other, hint=hint)

    def record_types(
        self,
        declarations: Mapping[str, NamedDeclaration],
        extensions: Sequence[syntax.ExtendDeclaration] = (),
    ) -> tuple[dict[str, RecordType], dict[str, RecordType]]:
        """The record types of a package, each after those it contains; and the changed ones of
        other packages.

        The latter are those that are extended here, or contain one that is.
        """
        records = {
            name: declaration
            for name, declaration in declarations.items()
            if isinstance(declaration, syntax.RecordDeclaration)
        }
        extended = self._extended(extensions, declarations)
        before = {
            symbol.name: symbol.signature
            for symbol in (self.names.of_kind(Kind.RECORD_TYPE) if extended else ())
            if isinstance(symbol.signature, RecordType)
        }
        known = {*records, *before}
        rests = {name: self._contained(_lines(one), known) for name, one in records.items()}
        for name, type_ in before.items():
            added = self._contained([x for d in extended.get(name, ()) for x in _lines(d)], known)
            inside = (_innermost(field.type) for field in type_.fields)
            rests[name] = [*(t.name for t in inside if isinstance(t, RecordType)), *added]
        order = in_order(rests)
        if isinstance(order, Cycle):
            heads = {n: declared[0].name for n, declared in extended.items()}
            heads |= {name: declaration.name for name, declaration in records.items()}
            first = next(heads[name] for name in order.members if name in heads)
            circle = [called(self.names.by_spelling[name]) for name in order.members]
            declared = {n: _lines(one) for n, one in records.items()}
            declared |= {n: [x for d in ds for x in _lines(d)] for n, ds in extended.items()}
            hint = self._that_contain(order.members, declared)
            self.problems.report("POL-208", first.span, hint=hint, cycle=shown_circle(circle))
            return {}, {}
        built: dict[str, RecordType] = {}
        for name in order:
            if name in records:
                built[name] = self.unchanged.checked(self._record_type, records[name])
            else:
                built[name] = self._again(before[name], extended.get(name, ()), built)
            self.names.by_spelling[name].signature = built[name]
        changed = {name: built[name] for name in before if built[name] != before[name]}
        return {name: built[name] for name in records}, changed

    def _that_contain(
        self, circle: Sequence[str], declared: Mapping[str, Sequence[syntax.FieldLine]]
    ) -> Fix:
        """The choices to remove a field that holds the next record type of a circle, for every
        type that has but one such field."""
        held = (
            [line for line in declared.get(name, ()) if other in self._contained([line], {other})]
            for name, other in zip(circle, (*circle[1:], circle[0]), strict=True)
        )
        return self.problems.without(*(lines[0].span for lines in held if len(lines) == 1))

    def _extended(
        self,
        extensions: Sequence[syntax.ExtendDeclaration],
        own: Mapping[str, NamedDeclaration],
    ) -> dict[str, list[syntax.ExtendDeclaration]]:
        """The extensions by the record type of another package that they extend."""
        found: dict[str, list[syntax.ExtendDeclaration]] = {}
        for extension in extensions:
            symbol = self.names.find(extension.name, Kind.RECORD_TYPE)
            if symbol is not None and symbol.name in own:
                related = (Related(symbol.excerpt, FIRST_PLACE),)
                name = extension.name
                self.problems.report("POL-393", name.span, name=name.text, related=related)
            elif symbol is not None:
                found.setdefault(symbol.name, []).append(extension)
        return found

    def _contained(self, lines: Iterable[syntax.FieldLine], known: Set[str]) -> list[str]:
        symbols = (self.names.by_spelling.get(text) for text in sorted(_type_names(lines)))
        return [s.name for s in symbols if s is not None and s.name in known]

    def _record_type(self, declaration: syntax.RecordDeclaration) -> RecordType:
        name, label = declaration.name.text, declaration.label
        fields = self._fields(_lines(declaration), Phrase(name, label or name))
        return RecordType(name, label, fields, declaration.span)

    def _again(
        self,
        type_: RecordType,
        extensions: Sequence[syntax.ExtendDeclaration],
        built: Mapping[str, RecordType],
    ) -> RecordType:
        """A record type of another package with the fields that extend it."""
        before = tuple(evolve(f, type=_among(f.type, built)) for f in type_.fields)
        lines = [line for extension in extensions for line in _lines(extension)]
        added = self._fields(lines, called(type_), before)
        new: list[Field] = []
        for field in added:
            taken = [s for s in (field.name, field.label) if s in type_.by_spelling]
            if taken:
                self._stands_below(taken[0], field, type_)
            new += [] if taken else [field]
            if field.required:
                said = self.problems.said_in(field.span, "REQUIRED")
                hint = self.problems.without(*filter(None, (said,)))
                name = field.label or field.name
                self.problems.report("POL-395", field.span, name=name, hint=hint)
        return evolve(type_, fields=(*before, *new))

    def _stands_below(self, spelling: str, field: Field, type_: RecordType) -> None:
        """Report that a field exists already, with the existing field."""
        first = type_.by_spelling[spelling]
        same = first == field
        self.problems.report(
            "POL-394",
            field.span,
            name=spelling,
            record=called(type_),
            hint=self.problems.taken_away(field.span, _REMOVE_IT)
            if same
            else self.problems.without(field.span),
            related=(Related(self.problems.excerpt(first.span), _STANDS_BELOW),),
        )

    def _fields(
        self, lines: Sequence[syntax.FieldLine], owner: Phrase, before: Sequence[Field] = ()
    ) -> tuple[Field, ...]:
        """The fields of lines; ``before`` are the existing fields of the record type."""
        self._once(lines)
        for line in lines:
            if any(mark in line.name.text for mark in ".[]"):
                self.problems.report("POL-209", line.name.span, name=line.name.text)
        fields: list[Field] = []
        for line in sorted(lines, key=lambda line: isinstance(line.type, syntax.HasMany)):
            # The key of a link is a field before it, so those are passed along.
            field = self._field(line, owner, (*before, *fields))
            fields += [] if field is None else [field]
        order = {line.name.text: place for place, line in enumerate(lines)}
        fields.sort(key=lambda field: order[field.name])
        return tuple(fields)

    def _field(
        self, line: syntax.FieldLine, owner: Phrase, others: Sequence[Field]
    ) -> Field | None:
        if isinstance(line.type, syntax.HasMany):
            linked = self._linked(line, line.type, owner, others)
            if linked is not None and line.blank_means is not None:
                self.value(line.blank_means, linked.type)
            return linked
        type_ = self.type(line.type)
        if type_ is None:
            self.problems.unread |= {s for s in (line.name.text, line.label) if s}
            return None
        least = self._bound(line.at_least, type_)
        most = self._bound(line.at_most, type_)
        if exceeds(least, most):
            assert line.at_least is not None
            assert line.at_most is not None
            self.problems.wrong_way_round(line.span, line.at_least, line.at_most)
        field = Field(
            line.name.text,
            line.label,
            type_,
            line.required,
            least,
            most,
            line.span,
            changeable=line.changeable or line.only is not None,
            only=line.only if self._suits(line, type_) else None,
            cost=self._cost(line),
        )
        return evolve(field, blank=self._blank(line.blank_means, field))

    def _blank(self, datum: syntax.Datum | None, field: Field) -> Value:
        """The blank value of a field."""
        if datum is None:
            return None
        if field.required:
            required, means = (
                self.problems.said_in(field.span, terminal)
                for terminal in ("REQUIRED", "BLANK_MEANS")
            )
            blank = means and evolve(means, end=datum.span.end)
            hint = self.problems.without(*filter(None, (blank, required)))
            self.problems.report("POL-315", datum.span, name=field.name, hint=hint)
        value = self.value(datum, field.type)
        self._check_bounds(value, field, field.name, datum)
        return value

    def _linked(
        self,
        line: syntax.FieldLine,
        many: syntax.HasMany,
        owner: Phrase,
        others: Sequence[Field],
    ) -> Field | None:
        element = self._named_type(many.element)
        link = None
        if isinstance(element, EnumType):
            self.names.find(many.element, Kind.RECORD_TYPE)
        elif element is not None:
            link = self.links.link(many, element, owner, others)
        for bound in (line.at_least, line.at_most):
            if bound is not None:
                self._bound(bound, ListType(element or Scalar.TEXT))
        if not isinstance(element, RecordType) or link is None:
            self.problems.unread |= {s for s in (line.name.text, line.label) if s}
            return None
        name = line.name.text
        type_ = ListType(element)
        return Field(
            name,
            line.label,
            type_,
            line.required,
            span=line.span,
            link=link,
            changeable=line.changeable or line.only is not None,
            only=line.only if self._suits(line, type_) else None,
            cost=self._cost(line),
        )

    def _suits(self, line: syntax.FieldLine, type_: Type) -> bool:
        """Whether a field of a type can be changed in the direction that is declared."""
        if line.only is None or isinstance(type_, EnumType | RecordType):
            suits = line.only is None
        elif isinstance(type_, ListType) or type_ is Scalar.YES_NO:
            suits = line.only is Only.KEPT
        else:
            suits = type_ in ORDERED and line.only is not Only.KEPT
        if not suits:
            assert line.only is not None
            word = keyword_phrase(ONLY[line.only])
            self.problems.report(
                *("POL-426", line.span),
                word=word,
                name=line.name.text,
                found_type=type_phrase(type_),
                hint=self._that_suits(line, line.only, type_),
            )
        return suits

    def _that_suits(self, line: syntax.FieldLine, only: Only, type_: Type) -> Fix:
        """The choices of words that say how a field of a type can be changed."""
        place = self.problems.said_in(line.span, ONLY[only])
        if place is None:
            return Fix(None)
        is_kept = isinstance(type_, ListType) or type_ is Scalar.YES_NO
        suiting = [one for one in Only if (one is Only.KEPT) is is_kept]
        words = [*(ONLY[one] for one in suiting if is_kept or type_ in ORDERED), "CHANGEABLE"]
        english = self.problems.is_english(place)
        return Fix(None, each(place, (spelling(w, "en" if english else "zh") for w in words)))

    def _cost(self, line: syntax.FieldLine) -> int:
        """The cost of a change of a field; 1 by default."""
        if line.cost is None:
            return 1
        cost = self._literal(line.cost, Scalar.WHOLE)
        if isinstance(cost, int) and not 1 <= cost <= MOST_COST:
            self.problems.report("POL-427", line.cost.span, most=MOST_COST)
        return cost if isinstance(cost, int) and 1 <= cost <= MOST_COST else 1

    def _bound(self, bound: syntax.Literal | None, type_: Type) -> Value:
        if bound is None:
            return None
        if type_ not in ORDERED:
            self.problems.report("POL-304", bound.span, found_type=type_phrase(type_))
            return None
        return self._literal(bound, type_)

    def _once(self, lines: Sequence[syntax.EnumMember | syntax.FieldLine]) -> None:
        """Report names and labels that occur twice among the lines of a declaration."""
        first: dict[str, tuple[Span, Span]] = {}
        for line in lines:
            spans = {line.name.text: line.name.span}
            if line.label:
                label_span = self.problems.label_span(line.name.span, line.label)
                spans.setdefault(line.label, label_span)
            for spelled, span in spans.items():
                if spelled in first:
                    place, other = first[spelled]
                    related = (Related(self.problems.excerpt(place), FIRST_PLACE),)
                    hint = self._either(other, line)
                    self.problems.report("POL-201", span, hint=hint, name=spelled, related=related)
                first.setdefault(spelled, (span, line.span))

    def _either(self, other: Span, line: syntax.EnumMember | syntax.FieldLine) -> Fix:
        """The choices to remove one of two lines, or one of two values that are listed."""
        if isinstance(line, syntax.EnumMember):
            return self.problems.without_member(other, line.span)
        return self.problems.without(other, line.span)

    # Data

    def value(self, datum: syntax.Datum, type_: Type) -> Value:
        """The value of a datum; one that does not fit is reported and becomes unknown."""
        match datum, type_:
            case syntax.UnknownDatum(), _:
                return None
            case syntax.Literal(), _:
                return self._literal(datum, type_)
            case syntax.Name(), EnumType():
                return self._member(datum, type_)
            case syntax.ListDatum(items), ListType(element):
                return tuple(self.value(item, element) for item in items)
            case syntax.RecordDatum(entries), RecordType():
                return self.record(entries, type_)
        self._mismatch(_datum_phrase(datum), type_, datum)
        return None

    def record(self, entries: Iterable[syntax.Entry], record_type: RecordType) -> dict[str, Value]:
        """The record that entries describe; fields that are not given get their blank values."""
        values: dict[str, Value] = {field.name: field.blank for field in record_type.fields}
        given: dict[str, Span] = {}
        for entry in entries:
            field = record_type.by_spelling.get(entry.name.text)
            if field is None:
                self.problems.unknown_name(
                    _field_of(record_type), entry.name, record_type.by_spelling
                )
                continue
            self.names.refer(entry.name, field)
            if field.name in given:
                either = self.problems.without_member(given[field.name], entry.span)
                name = entry.name
                self.problems.report("POL-311", name.span, hint=either, name=name.text)
            given.setdefault(field.name, entry.span)
            value = self.value(entry.value, field.type)
            self._check_bounds(value, field, entry.name.text, entry.value)
            values[field.name] = value
        return values

    def _check_bounds(self, value: Value, field: Field, name: str, datum: syntax.Datum) -> None:
        low, high = field.minimum, field.maximum
        below = exceeds(low, value)
        above = exceeds(value, high)
        if not below and not above:
            return
        bounds = Phrase("{terminal} {bound}", "{terminal} {bound}").filled(
            terminal=keyword_phrase("AT_LEAST" if below else "AT_MOST"),
            bound=written(low if below else high, field.type),
        )
        self.problems.report(
            "POL-309",
            datum.span,
            name=name,
            value=written(value, field.type),
            bounds=bounds,
        )

    def _literal(self, literal: syntax.Literal, type_: Type) -> Value:
        found = LITERAL_TYPES[literal.kind]
        if fits(found, type_):
            return literal.value
        self._mismatch(type_phrase(found), type_, literal)
        return None

    def _member(self, name: syntax.Name, enum: EnumType) -> Value:
        for member in enum.members:
            if name.text in (member.name, member.label):
                self.names.refer(name, member)
                return member.name
        known = (s for m in enum.members for s in (m.name, m.label) if s)
        self.problems.unknown_name(type_phrase(enum), name, known)
        return None

    def _mismatch(self, found: Phrase, expected: Type, datum: syntax.Datum) -> None:
        self.problems.report(
            "POL-301",
            datum.span,
            found_type=found,
            expected_type=type_phrase(expected),
            hint=expression_hints.datum_to_fit(datum, expected),
        )

    def path(self, written: syntax.FieldPath, record_type: RecordType) -> str:
        """A field path with every label replaced by the ASCII name, as far as it leads."""
        current: Type = record_type
        result = ""
        for step in written.steps:
            if isinstance(step, str):
                if not isinstance(current, ListType):
                    self.problems.report("POL-305", written.span, found_type=type_phrase(current))
                    return result
                result += f"[{step}]"
                current = current.element
                continue
            if not isinstance(current, RecordType):
                self.problems.report(
                    "POL-307",
                    written.span,
                    found_type=type_phrase(current),
                    hint=_ELEMENT if isinstance(current, ListType) else None,
                )
                return result
            field = current.by_spelling.get(step.text)
            if field is None:
                self.problems.unknown_name(_field_of(current), step, current.by_spelling)
                return result
            self.names.refer(step, field)
            result += f".{field.name}" if result else field.name
            current = field.type
        return result


_TYPE = Phrase("a type", "类型")
_STANDS_BELOW: Final = Phrase("the field there is", "已有的字段")
_REMOVE_IT: Final = Phrase("it is the same field: remove this line", "是同一个字段，删去这一行")
_PARTED: Final = re.compile(r"[\n,，、]")
_COMMA: Final = re.compile(r"[,，、]")
_WRITE_COMMA: Final = Phrase("write a comma before “{word}”", "在“{word}”前面写逗号")
_WRITE_QUOTES: Final = Phrase(
    "if “{word}” is the label, put it in quotation marks", "若“{word}”是标签，请加引号"
)
_EITHER: Final = Phrase(
    "write a comma between two values, “{two}” in quotation marks if it is the label of the other, "
    "and a name with a space as 「{one} {two}」",
    "若是两个值，中间写逗号；若后者是前者的标签，给“{two}”加引号；"
    "若是一个带空格的名称，写成「{one} {two}」",
)
_ELEMENT = Phrase(
    "name one element by its number, the first being [0]", "写明是第几个元素，从 [0] 数起"
)


def _field_of(record_type: RecordType) -> Phrase:
    return Phrase("a field of {type}", "{type}的字段").filled(type=called(record_type))


def _contained_type(line: syntax.FieldLine) -> syntax.TypeName:
    return line.type.element if isinstance(line.type, syntax.HasMany) else line.type


def _lines(
    declaration: syntax.RecordDeclaration | syntax.ExtendDeclaration,
) -> list[syntax.FieldLine]:
    return [*syntax.clauses_of(declaration, syntax.FieldLine)]


def _innermost(type_: Type) -> Type:
    return _innermost(type_.element) if isinstance(type_, ListType) else type_


def _among(type_: Type, types: Mapping[str, RecordType]) -> Type:
    """The type, or the one that has replaced the type of its name."""
    match type_:
        case RecordType(name=name):
            return types.get(name, type_)
        case ListType(element):
            return ListType(_among(element, types))
    return type_


def _type_names(lines: Iterable[syntax.FieldLine]) -> set[str]:
    return {
        node.text
        for line in lines
        for node in syntax.descendants(_contained_type(line))
        if isinstance(node, syntax.Name)
    }


def written(value: Value, type_: Type) -> Phrase:
    return Phrase(*(_in(language, value, type_) for language in LANGUAGES))


def _in(language: Language, value: Value, type_: Type) -> str:
    match value:
        case bool():
            return spelling("YES" if value else "NO", language)
        case str() if isinstance(type_, EnumType):
            return preferred(value, type_.label_of(value), language)
        case int() | Fraction() if type_ is Scalar.MONEY:
            return literals.write_money(value, language)
        case int() | Fraction():
            return literals.as_written(value)
        case date():
            return literals.write_date(value, language)
        case _:
            return str(value)


def _datum_phrase(datum: syntax.Datum) -> Phrase:
    match datum:
        case syntax.Name(text):
            return Phrase(f"the name {text}", f"名称 {text}")
        case syntax.ListDatum():
            return Phrase("a list", "列表")
        case _:
            return Phrase("a record", "记录")


def find_record_type(
    names: Names,
    declaration: syntax.FactDeclaration
    | syntax.DistributionDeclaration
    | syntax.ActionDeclaration
    | syntax.NormDeclaration
    | syntax.ExampleDeclaration
    | syntax.PropertyDeclaration,
) -> RecordType | None:
    symbol = names.find(declaration.record_type, Kind.RECORD_TYPE)
    signature = symbol.signature if symbol else None
    return signature if isinstance(signature, RecordType) else None
