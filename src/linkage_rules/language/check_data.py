"""Type names, enums, record types, and the data that examples and parameters hold."""

import re
from collections.abc import Iterable, Mapping

from linkage_rules.language import literals, syntax
from linkage_rules.language.check_expressions import LITERAL_TYPES, MEMBER_OF
from linkage_rules.language.keywords import LANGUAGES, SCALAR_WORDS, Language, spelling
from linkage_rules.language.messages import Phrase
from linkage_rules.language.order import Cycle, in_dependency_order
from linkage_rules.language.resolve import Kind, NamedDeclaration, Names, Problems
from linkage_rules.language.units import fits, type_phrase
from linkage_rules.model.spans import Span
from linkage_rules.model.types import (
    EnumType,
    Field,
    ListType,
    Member,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.model.values import Value


class DataChecker:
    """Finds types by their names and values by their types."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    # Types

    def type(self, name: syntax.TypeName) -> Type | None:
        """The type a type name stands for; enums and record types must be declared before."""
        match name:
            case syntax.ScalarName(scalar):
                return scalar
            case syntax.ListOf(element):
                inner = self.type(element)
                return inner and ListType(inner)
            case syntax.Name():
                return self._named_type(name)

    def _named_type(self, name: syntax.Name) -> Type | None:
        symbol = self.names.by_spelling.get(name.text)
        if symbol is None:
            declared = [
                spelled
                for spelled, found in self.names.by_spelling.items()
                if found.kind in (Kind.ENUM, Kind.RECORD_TYPE)
            ]
            self.problems.unknown_name(_TYPE, name, [*declared, *SCALAR_WORDS])
            return None
        if not isinstance(symbol.signature, EnumType | RecordType):
            self.names.find(name, Kind.RECORD_TYPE)
            return None
        self.names.refer(name, symbol.name, symbol.label)
        return symbol.signature

    def enum(self, declaration: syntax.EnumDeclaration) -> EnumType:
        lines = [c for c in declaration.clauses if isinstance(c, syntax.EnumMember)]
        self._once(line.name for line in lines)
        members = tuple(Member(line.name.text, line.label) for line in lines)
        name, label = declaration.name.text, declaration.label
        return EnumType(name, label, members, declaration.span)

    def record_types(self, declarations: Mapping[str, NamedDeclaration]) -> dict[str, RecordType]:
        """The record types of a package, each built after those it contains."""
        records = {
            name: declaration
            for name, declaration in declarations.items()
            if isinstance(declaration, syntax.RecordDeclaration)
        }
        order = in_dependency_order(
            {name: self._contained(record, records) for name, record in records.items()}
        )
        if isinstance(order, Cycle):
            first = records[order.members[0]]
            self.problems.report("POL-208", first.name.span, cycle=order.shown())
            return {}
        built: dict[str, RecordType] = {}
        for name in order:
            built[name] = self._record_type(records[name])
            self.names.by_spelling[name].signature = built[name]
        return {name: built[name] for name in records}

    def _contained(
        self,
        record: syntax.RecordDeclaration,
        records: Mapping[str, syntax.RecordDeclaration],
    ) -> list[str]:
        symbols = (self.names.by_spelling.get(text) for text in sorted(_type_names(record)))
        return [s.name for s in symbols if s is not None and s.name in records]

    def _record_type(self, declaration: syntax.RecordDeclaration) -> RecordType:
        lines = [c for c in declaration.clauses if isinstance(c, syntax.FieldLine)]
        self._once(line.name for line in lines)
        fields = [field for line in lines if (field := self._field(line)) is not None]
        name, label = declaration.name.text, declaration.label
        return RecordType(name, label, tuple(fields), declaration.span)

    def _field(self, line: syntax.FieldLine) -> Field | None:
        type_ = self.type(line.type)
        if type_ is None:
            return None
        least = self._bound(line.at_least, type_)
        most = self._bound(line.at_most, type_)
        if least is not None and most is not None and least > most:  # type: ignore[operator]
            self.problems.report("POL-312", line.span)
        return Field(line.name.text, line.label, type_, line.required, least, most, line.span)

    def _bound(self, bound: syntax.Literal | None, type_: Type) -> Value:
        return None if bound is None else self._literal(bound, type_)

    def _once(self, names: Iterable[syntax.Name]) -> None:
        seen: set[str] = set()
        for name in names:
            if name.text in seen:
                self.problems.report("POL-201", name.span, name=name.text)
            seen.add(name.text)

    # Data

    def value(self, datum: syntax.Datum, type_: Type) -> Value:
        """The value of a datum; what does not fit is reported and becomes unknown."""
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
        self._mismatch(_datum_phrase(datum), type_, datum.span)
        return None

    def record(self, entries: Iterable[syntax.Entry], record_type: RecordType) -> dict[str, Value]:
        """The record that entries describe, with every field that is not given unknown."""
        values: dict[str, Value] = {field.name: None for field in record_type.fields}
        given: set[str] = set()
        for entry in entries:
            field = record_type.by_spelling.get(entry.name.text)
            if field is None:
                kind = Phrase("field of {type}", "{type}的字段").filled(
                    type=type_phrase(record_type)
                )
                self.problems.unknown_name(kind, entry.name, record_type.by_spelling)
                continue
            self.names.refer(entry.name, field.name, field.label)
            if field.name in given:
                self.problems.report("POL-311", entry.span, name=entry.name.text)
            given.add(field.name)
            value = self.value(entry.value, field.type)
            self._check_bounds(value, field, entry)
            values[field.name] = value
        return values

    def _check_bounds(self, value: Value, field: Field, entry: syntax.Entry) -> None:
        low, high = field.minimum, field.maximum
        below = value is not None and low is not None and value < low  # type: ignore[operator]
        above = value is not None and high is not None and value > high  # type: ignore[operator]
        if not below and not above:
            return
        bounds = Phrase("{terminal} {bound}", "{terminal} {bound}").filled(
            terminal=_keyword("AT_LEAST" if below else "AT_MOST"),
            bound=_written(low if below else high, field.type),
        )
        self.problems.report(
            "POL-309",
            entry.value.span,
            name=entry.name.text,
            value=_written(value, field.type),
            bounds=bounds,
        )

    def _literal(self, literal: syntax.Literal, type_: Type) -> Value:
        found = LITERAL_TYPES[literal.kind]
        if fits(found, type_):
            return literal.value
        self._mismatch(type_phrase(found), type_, literal.span)
        return None

    def _member(self, name: syntax.Name, enum: EnumType) -> Value:
        for member in enum.members:
            if name.text in (member.name, member.label):
                self.names.refer(name, member.name, member.label)
                return member.name
        known = [s for m in enum.members for s in (m.name, m.label) if s]
        self.problems.unknown_name(MEMBER_OF.filled(type=type_phrase(enum)), name, known)
        return None

    def _mismatch(self, found: Phrase, expected: Type, span: Span) -> None:
        self.problems.report("POL-301", span, found_type=found, expected_type=type_phrase(expected))

    def path(self, written: str, record_type: RecordType, span: Span) -> str:
        """A field path with every label replaced by the ASCII name."""
        current: Type = record_type
        result = ""
        for word, number in re.findall(r"([^.\[\]]+)|\[([0-9]+)\]", written):
            if number:
                result += f"[{number}]"
                current = current.element if isinstance(current, ListType) else current
                continue
            field = current.by_spelling.get(word) if isinstance(current, RecordType) else None
            if field is None:
                kind = _FIELD_OF.filled(type=type_phrase(current))
                known = current.by_spelling if isinstance(current, RecordType) else ()
                self.problems.unknown_name(kind, syntax.Name(word, span=span), known)
                return written
            result += f".{field.name}" if result else field.name
            current = field.type
        return result


_TYPE = Phrase("type", "类型")
_FIELD_OF = Phrase("field of {type}", "{type}的字段")


def _type_names(record: syntax.RecordDeclaration) -> set[str]:
    lines = [c for c in record.clauses if isinstance(c, syntax.FieldLine)]
    return {
        node.text
        for line in lines
        for node in syntax.descendants(line.type)
        if isinstance(node, syntax.Name)
    }


def _keyword(terminal: str) -> Phrase:
    return Phrase(spelling(terminal, "en"), spelling(terminal, "zh"))


def _written(value: Value, type_: Type) -> Phrase:
    return Phrase(*(_in(language, value, type_) for language in LANGUAGES))


def _in(language: Language, value: Value, type_: Type) -> str:
    if type_ is Scalar.MONEY and isinstance(value, int):
        return literals.write_money(value, language)
    return str(value)


def _datum_phrase(datum: syntax.Datum) -> Phrase:
    match datum:
        case syntax.Name(text):
            return Phrase(f"the name {text}", f"名称 {text}")
        case syntax.ListDatum():
            return Phrase("a list", "列表")
        case _:
            return Phrase("a record", "记录")
