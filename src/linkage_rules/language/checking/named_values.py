"""Values that are written by name: fields, facts, parameters, members of enums."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.resolve import (
    HOLD_VALUES,
    FactSignature,
    Kind,
    Names,
    ParameterSignature,
    Problems,
)
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.fixes import Choice, Fix
from linkage_rules.language.hints.choices import each, writing
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.types import EnumType
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import to_fill_in, write_name

_VALUE: Final = Phrase("a value", "值")
_VALUE_OF: Final = Phrase(
    "a field of {record_type}, a fact, a parameter or an enum value",
    "{record_type}的字段、事实、参数或枚举值",
)


class ValueFinder:
    """Finds values by name; what is found is remembered as a reference."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def value(self, name: syntax.Name, scope: Scope) -> Expression | None:
        """The variable, field, fact or parameter of that name."""
        variable = scope.variables.get(name.text)
        if variable is not None:
            return model.Variable(name.text, variable, span=name.span)
        field = scope.subject.by_spelling.get(name.text)
        if field is not None:
            self.names.refer(name, field)
            subject = model.Subject(scope.subject, span=name.span)
            return model.FieldValue(subject, field.name, field.type, span=name.span)
        symbol = self.names.by_spelling.get(name.text)
        match symbol and symbol.signature:
            case ParameterSignature(type_) if symbol:
                self.names.refer(name, symbol)
                return model.ParameterValue(symbol.name, type_, span=name.span)
            case FactSignature(_, type_) if symbol:
                self.names.refer(name, symbol)
                return model.FactValue(symbol.name, type_, span=name.span)
        return None

    def has_fault(self, name: syntax.Name) -> bool:
        """Whether a name is that of a declaration with a fault, which was reported."""
        symbol = self.names.by_spelling.get(name.text)
        faulty = symbol is not None and symbol.kind in HOLD_VALUES
        return faulty or name.text in self.names.disputed

    def not_given(self, name: syntax.Name, given: Iterable[str]) -> None:
        """Report a fact that is used without its arguments."""
        given = tuple(given)
        english = ", ".join(f"{write_name(one)}: …" for one in given)
        chinese = "、".join(f"{write_name(one)}：…" for one in given)
        written = write_name(name.text)
        asked = Phrase(f"{written}({english})", f"{written}（{chinese}）")
        hint = Fix(None, (self._with_values(name, given),))
        self.problems.report("POL-319", name.span, hint=hint, name=name.text, asked=asked)

    def _with_values(self, name: syntax.Name, given: Sequence[str]) -> Choice:
        """The choice to write everything that a fact is given, with its values to be filled in."""
        written = write_name(name.text)
        if written.isascii():
            values = (
                f"{write_name(one)}: {write_name(to_fill_in('a value', 'en'))}" for one in given
            )
            return writing(name.span, f"{written}({', '.join(values)})")
        values = (f"{write_name(one)}：{write_name(to_fill_in('值', 'zh'))}" for one in given)
        return writing(name.span, f"{written}（{'，'.join(values)}）")

    def member(self, name: syntax.Name, enum: EnumType) -> Expression | None:
        for member in enum.members:
            if name.text in (member.name, member.label):
                self.names.refer(name, member)
                return model.Constant(member.name, enum, span=name.span)
        return None

    def unknown_member(self, name: syntax.Name, enum: EnumType) -> None:
        known = (s for m in enum.members for s in (m.name, m.label) if s)
        offered = [called(m) for m in enum.members]
        self.problems.unknown_name(type_phrase(enum), name, known, offered=offered)

    def enums_with(self, names: Iterable[str]) -> list[EnumType]:
        """The enums that have all these values."""
        wanted = set(names)
        enums = (symbol.signature for symbol in self.names.of_kind(Kind.ENUM))
        return [
            enum
            for enum in enums
            if isinstance(enum, EnumType)
            and wanted <= {s for member in enum.members for s in (member.name, member.label)}
        ]

    def member_of_any_enum(self, name: syntax.Name, scope: Scope) -> Expression | None:
        holders = self.enums_with([name.text])
        if len(holders) == 1:
            return self.member(name, holders[0])
        if holders:
            listed = tuple(called(enum) for enum in holders)
            before = (e.name if name.text.isascii() else e.label or e.name for e in holders)
            text = write_name(name.text)
            hint = Fix(None, each(name.span, (f"{write_name(one)}.{text}" for one in before)))
            self.problems.report(
                "POL-204", name.span, hint=hint, name=name.text, enums=listed, first=listed[0]
            )
            return None
        self._unknown_value(name, scope)
        return None

    def _unknown_value(self, name: syntax.Name, scope: Scope) -> None:
        symbol = self.names.by_spelling.get(name.text)
        if symbol is not None:
            self.problems.report(
                "POL-203", name.span, name=name.text, found_kind=symbol.kind.value, kind=_VALUE
            )
            return
        facts = (
            spelling
            for spelling, found in self.names.by_spelling.items()
            if found.kind in HOLD_VALUES
        )
        known = chain(scope.variables, scope.subject.by_spelling, facts)
        kind = _VALUE_OF.filled(record_type=called(scope.subject))
        self.problems.unknown_name(kind, name, known, self.names.by_spelling, is_value=True)
