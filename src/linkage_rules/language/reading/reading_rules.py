"""The clauses of readings, and the clauses of other declarations that rest on them."""

from typing import Any

from linkage_rules.language import syntax
from linkage_rules.language.reading.expression_rules import text_of
from linkage_rules.model.spans import Span


class ReadingRules:
    """The rules that need nothing but their children."""

    def reading(self, span: Span, children: list[Any]) -> syntax.ReadingDeclaration:
        name, label, type_name, *clauses = children
        return syntax.ReadingDeclaration(name, label, type_name, tuple(clauses), span=span)

    def asks(self, span: Span, children: list[Any]) -> syntax.Asks:
        return syntax.Asks(text_of(children[0]), span=span)

    def alternative(self, span: Span, children: list[Any]) -> syntax.AlternativeLine:
        value, because = children
        return syntax.AlternativeLine(value, text_of(because), span=span)

    def throughout(self, span: Span, children: list[Any]) -> syntax.Throughout:
        return syntax.Throughout(span=span)

    def under(self, span: Span, children: list[Any]) -> syntax.Under:
        return syntax.Under(tuple(children), span=span)

    def answerable(self, span: Span, children: list[Any]) -> syntax.Answerable:
        return syntax.Answerable(tuple(children), span=span)
