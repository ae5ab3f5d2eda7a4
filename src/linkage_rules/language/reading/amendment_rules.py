"""The clauses of overlays: decision tables, bounds of parameters, dates that govern norms."""

from typing import Any, Final

from lark import Token

from linkage_rules.language import syntax
from linkage_rules.language.reading.expression_rules import terminal_of
from linkage_rules.model.spans import Span

_LOWER: Final = frozenset({"AT_LEAST", "ABOVE"})
_INCLUDED: Final = frozenset({"AT_LEAST", "AT_MOST"})


class AmendmentRules:
    """The rules that need nothing but their children."""

    def set_by(self, span: Span, children: list[Any]) -> list[syntax.Name | None]:
        return children or [None]

    def tunable(self, span: Span, children: list[Any]) -> syntax.TunableClause:
        given = {terminal: bound for terminal, bound, _ in children}
        return syntax.TunableClause(given.get("AT_LEAST"), given.get("AT_MOST"), span=span)

    def governed_by(self, span: Span, children: list[Any]) -> syntax.GovernedBy:
        return syntax.GovernedBy(children[0], span=span)

    def delegated(self, span: Span, children: list[Any]) -> syntax.Delegated:
        return syntax.Delegated(span=span)

    # Cells of decision tables

    def members(self, span: Span, children: list[syntax.Name]) -> syntax.Members:
        return syntax.Members(tuple(children), span=span)

    def answer(self, span: Span, children: list[Token]) -> syntax.Answer:
        return syntax.Answer(terminal_of(children[0]) == "YES", span=span)

    def any_value(self, span: Span, children: list[Any]) -> syntax.AnyValue:
        return syntax.AnyValue(span=span)

    def range(self, span: Span, children: list[Any]) -> syntax.Range:
        bounds = tuple(
            syntax.Bound(limit, terminal in _LOWER, terminal in _INCLUDED, span=where)
            for terminal, limit, where in children
        )
        return syntax.Range(bounds, span=span)

    def above(self, span: Span, children: list[Any]) -> tuple[str, syntax.Literal, Span]:
        return ("ABOVE", children[0], span)

    def below(self, span: Span, children: list[Any]) -> tuple[str, syntax.Literal, Span]:
        return ("BELOW", children[0], span)
