"""What a name in an expression stands for: a variable, field, fact, parameter or enum value."""

from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.check_outcomes import Scope, called
from linkage_rules.language.messages import Phrase
from linkage_rules.language.resolve import (
    FactSignature,
    Kind,
    Names,
    ParameterSignature,
    Problems,
)
from linkage_rules.language.units import type_phrase
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.types import EnumType

_VALUE: Final = Phrase("value", "值")
_VALUE_OF: Final = Phrase(
    "field of {record_type}, fact, parameter or enum value",
    "{record_type}的字段、事实、参数或枚举值",
)
MEMBER_OF: Final = Phrase("value of {type}", "{type}的值")


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
            self.names.refer(name, field.name, field.label)
            subject = model.Subject(scope.subject, span=name.span)
            return model.FieldValue(subject, field.name, field.type, span=name.span)
        symbol = self.names.by_spelling.get(name.text)
        match symbol and symbol.signature:
            case ParameterSignature(type_) if symbol:
                self.names.refer(name, symbol.name, symbol.label)
                return model.ParameterValue(symbol.name, type_, span=name.span)
            case FactSignature(_, type_) if symbol:
                self.names.refer(name, symbol.name, symbol.label)
                return model.FactValue(symbol.name, type_, span=name.span)
        return None

    def member(self, name: syntax.Name, enum: EnumType) -> Expression | None:
        for member in enum.members:
            if name.text in (member.name, member.label):
                self.names.refer(name, member.name, member.label)
                return model.Constant(member.name, enum, span=name.span)
        return None

    def unknown_member(self, name: syntax.Name, enum: EnumType) -> None:
        known = [s for m in enum.members for s in (m.name, m.label) if s]
        self.problems.unknown_name(MEMBER_OF.filled(type=type_phrase(enum)), name, known)

    def member_of_any_enum(self, name: syntax.Name, scope: Scope) -> Expression | None:
        enums = [s.signature for s in self.names.of_kind(Kind.ENUM)]
        holders = [
            enum
            for enum in enums
            if isinstance(enum, EnumType)
            and any(name.text in (member.name, member.label) for member in enum.members)
        ]
        if len(holders) == 1:
            return self.member(name, holders[0])
        if holders:
            listed = tuple(enum.name for enum in holders)
            self.problems.report(
                "POL-204", name.span, name=name.text, enums=listed, first=listed[0]
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
        facts = [
            spelling
            for spelling, found in self.names.by_spelling.items()
            if found.kind in (Kind.FACT, Kind.PARAMETER)
        ]
        known = [*scope.variables, *scope.subject.by_spelling, *facts]
        kind = _VALUE_OF.filled(record_type=called(scope.subject))
        self.problems.unknown_name(kind, name, known)
