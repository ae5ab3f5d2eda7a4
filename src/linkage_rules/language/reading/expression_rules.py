"""Expressions and data, one method a grammar rule."""

import re
from typing import Any, Final

from attrs import define
from lark import Token

from linkage_rules.language import syntax
from linkage_rules.model.expressions import Aggregation
from linkage_rules.model.operations import Comparison, Operator
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import Status, VerdictStatus

OUTCOMES: Final[dict[str, Status | VerdictStatus | None]] = {
    "APPLIES": None,
    **{f"IS_{status.name}": status for status in Status},
    **{f"IS_{verdict.name}": verdict for verdict in VerdictStatus},
    "IS_UNDETERMINED": Status.UNDETERMINED,
}
"""“is undetermined” is said of norms and of actions; the checker knows of which by the name."""

_COMPARISONS = {"≠": "!=", "≤": "<=", "≥": ">=", "＝": "=", "＜": "<", "＞": ">"}
_OPERATORS = {"＋": "+", "−": "-", "－": "-", "×": "*", "÷": "/"}


@define
class Chain:
    """An “and” or “or” under construction; lengthened in place, so long ones take linear time."""

    kind: type[syntax.And] | type[syntax.Or]
    operands: list[Any]
    span: Span

    def finish(self) -> syntax.And | syntax.Or:
        return self.kind(tuple(self.operands), span=self.span)


class ExpressionRules:
    """The rules that need nothing but their children."""

    # Data

    def entry(self, span: Span, children: list[Any]) -> syntax.Entry:
        return syntax.Entry(*children, span=span)

    def unknown(self, span: Span, children: list[Any]) -> syntax.UnknownDatum:
        return syntax.UnknownDatum(span=span)

    def list_datum(self, span: Span, children: list[Any]) -> syntax.ListDatum:
        return syntax.ListDatum(tuple(children), span=span)

    def record_datum(self, span: Span, children: list[Any]) -> syntax.RecordDatum:
        return syntax.RecordDatum(tuple(children), span=span)

    # Expressions

    def implies(self, span: Span, children: list[Any]) -> syntax.Implies:
        return syntax.Implies(*children, span=span)

    def and_(self, span: Span, children: list[Any]) -> Chain:
        return self._chain(syntax.And, span, children)

    def or_(self, span: Span, children: list[Any]) -> Chain:
        return self._chain(syntax.Or, span, children)

    def _chain(
        self, kind: type[syntax.And] | type[syntax.Or], span: Span, children: list[Any]
    ) -> Chain:
        left, right = children[0], finished(children[1])
        # A left operand in brackets starts after this node does, and stays an operand of its own.
        if isinstance(left, Chain) and left.kind is kind and left.span.start == span.start:
            left.operands.append(right)
            left.span = span
            return left
        return Chain(kind, [finished(left), right], span)

    def not_(self, span: Span, children: list[Any]) -> syntax.Not:
        return syntax.Not(children[0], span=span)

    def quantified(self, span: Span, children: list[Any]) -> syntax.Quantified:
        return syntax.Quantified(*children, span=span)

    def quantifier(self, span: Span, children: list[Token]) -> syntax.Quantifier:
        return syntax.Quantifier[terminal_of(children[0])]

    def choose(self, span: Span, children: list[Any]) -> syntax.Choose:
        return syntax.Choose(*children, span=span)

    def compare(self, span: Span, children: list[Any]) -> syntax.Compare:
        left, comparison, right = children
        return syntax.Compare(comparison, left, right, span=span)

    def comparator(self, span: Span, children: list[Token]) -> Comparison:
        written = str(children[0])
        return Comparison(_COMPARISONS.get(written, written))

    def one_of(self, span: Span, children: list[Any]) -> syntax.OneOf:
        operand, *choices = children
        return syntax.OneOf(operand, tuple(choices), span=span)

    def element_of(self, span: Span, children: list[Any]) -> syntax.ElementOf:
        return syntax.ElementOf(*children, span=span)

    def is_known(self, span: Span, children: list[Any]) -> syntax.IsKnown:
        return syntax.IsKnown(children[0], span=span)

    def outcome_is(self, span: Span, children: list[Any]) -> syntax.OutcomeIs:
        return syntax.OutcomeIs(*children, span=span)

    def outcome(self, span: Span, children: list[Token]) -> Status | VerdictStatus | None:
        return OUTCOMES[terminal_of(children[0])]

    def arithmetic(self, span: Span, children: list[Any]) -> syntax.Arithmetic:
        left, operator, right = children
        return syntax.Arithmetic(operator, left, right, span=span)

    def additive(self, span: Span, children: list[Token]) -> Operator:
        written = str(children[0])
        return Operator(_OPERATORS.get(written, written))

    multiplicative = additive

    def negate(self, span: Span, children: list[Any]) -> syntax.Negate:
        return syntax.Negate(children[0], span=span)

    def part(self, span: Span, children: list[Any]) -> syntax.PartOf:
        return syntax.PartOf(*children, span=span)

    def as_of(self, span: Span, children: list[Any]) -> syntax.AsOf:
        return syntax.AsOf(span=span)

    def count_all(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return syntax.Aggregate(Aggregation.COUNT, None, None, children[0], None, span=span)

    def count(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        (variable, collection), where = children
        return syntax.Aggregate(Aggregation.COUNT, None, variable, collection, where, span=span)

    def aggregate(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        aggregation, item, (variable, collection), where = children
        return syntax.Aggregate(aggregation, item, variable, collection, where, span=span)

    def aggregation(self, span: Span, children: list[Token]) -> Aggregation:
        return Aggregation[terminal_of(children[0])]

    def over(self, span: Span, children: list[Any]) -> tuple[syntax.Name, syntax.Expression]:
        name, collection = children
        return name, collection

    def where(self, span: Span, children: list[Any]) -> syntax.Expression | None:
        return children[0] if children else None


def finished(child: Any) -> Any:
    return child.finish() if isinstance(child, Chain) else child


def terminal_of(token: Token) -> str:
    return str(token.type).removeprefix("_")


def text_of(token: Token) -> str:
    """What stands between the quotation marks, without the marks that escape."""
    inner = str(token)[1:-1]
    return re.sub(r"\\(.)", r"\1", inner) if str(token).startswith('"') else inner
