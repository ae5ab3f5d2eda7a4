"""Building syntax nodes from what the grammar has matched."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, evolve, frozen
from lark import Token, Tree

from linkage_rules.language import syntax
from linkage_rules.language.clauses import BY_RULE, ClauseRow, Shape
from linkage_rules.language.diagnostics import Arguments, Diagnostic, Excerpt
from linkage_rules.language.fixes import Choice, Edit
from linkage_rules.language.hints.choices import without, writing
from linkage_rules.language.hints.quantities import days_told
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.model.clauses import normalise_clause_path
from linkage_rules.model.deontic import FORCES, Force
from linkage_rules.model.expressions import Aggregation
from linkage_rules.model.norms import Bearing
from linkage_rules.model.operations import (
    OPERATIONS,
    Comparison,
    Level,
    Operation,
    Operator,
    is_operand,
    is_prefix,
    written_in_words,
)
from linkage_rules.model.periods import Unit
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.types import Only, Scalar
from linkage_rules.model.values import NEVER, Period
from linkage_rules.words import literals
from linkage_rules.words.keywords import ONLY, reserved_words
from linkage_rules.words.messages import Phrase, keyword_phrase

_RULES: Final = {
    Level.EXPRESSION: "expression",
    Level.COMPARISON: "comparison",
    Level.LIMIT: "limited",
    Level.SUM: "sum",
    Level.PRODUCT: "product",
    Level.UNARY: "unary",
    Level.POSTFIX: "postfix",
}
"""The rules of the grammar for operations and their operands, by level."""

_REACHING: Final = "listed"
"""The rule for operations that give a list and end in a sum."""


@frozen
class Applied:
    """One way of writing an operation."""

    operation: Operation
    pattern: str

    def node(self, span: Span, children: Sequence[Any]) -> syntax.Apply:
        """The node for what the rule has matched."""
        parts = [part for part in self.pattern.split() if is_operand(part)]
        more = len(children) - len(parts) + 1
        waiting = iter(children)
        found: dict[int, list[Any]] = {}
        for part in parts:
            number = more if part.endswith("...}") else 1
            found[int(part.strip("{.}"))] = [next(waiting) for _ in range(number)]
        operands = tuple(operand for place in sorted(found) for operand in found[place])
        return syntax.Apply(self.operation, operands, span=span)

    def rules(self, alias: str) -> Iterator[tuple[str, str]]:
        """The rule of the grammar for the operation, and its form in Lark's notation."""
        words = self.operation.words
        levels = iter(words.operand_levels(self.pattern))
        body: list[str] = []
        for part in self.pattern.split():
            if not is_operand(part):
                body.append(f"_{part}")
                continue
            rule = _RULES[next(levels)]
            body.append(f"{rule} (_COMMA {rule})+" if part.endswith("...}") else rule)
        host = "atom" if is_prefix(self.pattern) else _RULES[words.level]
        host = _REACHING if words.reaches(self.pattern) else host
        yield host, f"{' '.join(body)} -> {alias}"
        if "_OF" in body:
            # A name before “of” could be that of a distribution, of which a share is asked; only
            # the next word tells.
            place = body.index("_OF") - 1
            named = [*body[:place], "name", *body[place + 1 :]]
            yield host, f"{' '.join(named)} -> {alias}"


def _ways() -> Iterator[tuple[str, Applied]]:
    for name, words in written_in_words().items():
        for number, pattern in enumerate(words.patterns):
            yield f"apply_{name}_{number}", Applied(OPERATIONS[name], pattern)


APPLIED: Final[Mapping[str, Applied]] = dict(_ways())
"""For each rule in the tree the operation that it builds."""

_FORMS: Final = [form for alias, applied in APPLIED.items() for form in applied.rules(alias)]

RULES: Final = "\n".join(
    (
        *(f"%extend {host}: {form}" for host, form in _FORMS if host != _REACHING),
        f"?{_REACHING}: {' | '.join(form for host, form in _FORMS if host == _REACHING)}",
    )
)
"""The rules, in Lark's notation."""


OUTCOMES: Final[dict[str, Status | Performance | VerdictStatus | None]] = {
    "APPLIES": None,
    **{f"IS_{status.name}": status for status in (*Status, *Performance)},
    **{f"IS_{verdict.name}": verdict for verdict in VerdictStatus},
    "IS_UNDETERMINED": Status.UNDETERMINED,
}
"""The outcome for each terminal; “is undetermined” may be said of norms and actions, which the
checker distinguishes by the name."""

_COMPARISONS = {"≠": "!=", "≤": "<=", "≥": ">=", "＝": "=", "＜": "<", "＞": ">"}
_OPERATORS = {"＋": "+", "−": "-", "－": "-", "×": "*", "÷": "/"}


@define
class Chain:
    """An “and” or “or” under construction; extended in place, so long ones take linear time."""

    kind: type[syntax.And] | type[syntax.Or]
    operands: list[Any]
    span: Span

    def finish(self) -> syntax.And | syntax.Or:
        return self.kind(tuple(self.operands), span=self.span)


class ExpressionRules:
    """The rules that depend on nothing but their children."""

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
        # A left operand in brackets starts after this node, and stays an operand of its own.
        if isinstance(left, Chain) and left.kind is kind and left.span.start == span.start:
            left.operands.append(right)
            left.span = span
            return left
        return Chain(kind, [finished(left), right], span)

    def not_(self, span: Span, children: list[Any]) -> syntax.Not:
        return syntax.Not(children[0], span=span)

    def quantified(self, span: Span, children: list[Any]) -> syntax.Quantified:
        return syntax.Quantified(*children, span=span)

    def at_least_have(self, span: Span, children: list[Any]) -> syntax.Quantified:
        return self._so_many(syntax.Quantifier.AT_LEAST, span, children)

    def at_most_have(self, span: Span, children: list[Any]) -> syntax.Quantified:
        return self._so_many(syntax.Quantifier.AT_MOST, span, children)

    def exactly_have(self, span: Span, children: list[Any]) -> syntax.Quantified:
        return self._so_many(syntax.Quantifier.EXACTLY, span, children)

    def _so_many(
        self, quantifier: syntax.Quantifier, span: Span, children: list[Any]
    ) -> syntax.Quantified:
        number, *rest = children
        return syntax.Quantified(quantifier, *rest, number=number, span=span)

    def quantifier(self, span: Span, children: list[Token]) -> syntax.Quantifier:
        return syntax.Quantifier[terminal_of(children[0])]

    def by_calendar(self, span: Span, children: list[Any]) -> syntax.ByCalendar:
        return syntax.ByCalendar(*children, span=span)

    def on_day(self, span: Span, children: list[Any]) -> syntax.OnDay:
        return syntax.OnDay(*children, span=span)

    def of_that_day(self, span: Span, children: list[Any]) -> syntax.OnDay:
        day, operand = children
        return syntax.OnDay(operand, day, span=span)

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

    def outcome(
        self, span: Span, children: list[Token]
    ) -> Status | Performance | VerdictStatus | None:
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

    def argument(self, span: Span, children: list[Any]) -> syntax.Argument:
        return syntax.Argument(*children, span=span)

    def asked(self, span: Span, children: list[Any]) -> syntax.Asked:
        name, *arguments = children
        return syntax.Asked(None, name, tuple(arguments), span=span)

    def asked_of(self, span: Span, children: list[Any]) -> syntax.Asked:
        record, name, *arguments = children
        return syntax.Asked(record, name, tuple(arguments), span=span)

    def share_of(self, span: Span, children: list[Any]) -> syntax.ShareOf:
        return syntax.ShareOf(*children, span=span)

    def as_of(self, span: Span, children: list[Any]) -> syntax.AsOf:
        return syntax.AsOf(span=span)

    def count_all(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return syntax.Aggregate(Aggregation.COUNT, None, None, children[0], None, span=span)

    def count(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        (variable, collection), where = children
        return syntax.Aggregate(Aggregation.COUNT, None, variable, collection, where, span=span)

    def sum(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return self._aggregate(Aggregation.SUM, span, children)

    def min(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return self._aggregate(Aggregation.MIN, span, children)

    def max(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return self._aggregate(Aggregation.MAX, span, children)

    def distinct(self, span: Span, children: list[Any]) -> syntax.Aggregate:
        return self._aggregate(Aggregation.DISTINCT, span, children)

    def _aggregate(
        self, aggregation: Aggregation, span: Span, children: list[Any]
    ) -> syntax.Aggregate:
        item, (variable, collection), where = children
        return syntax.Aggregate(aggregation, item, variable, collection, where, span=span)

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
    """The text between quotation marks, with escapes resolved."""
    inner = str(token)[1:-1]
    return re.sub(r"\\(.)", r"\1", inner) if str(token).startswith('"') else inner


_FORCES: Final = {keyword: force for force, keyword in FORCES.items()}

_BEARINGS: Final = {"OR": Bearing.ANY, "AND": Bearing.ALL, "TOGETHER_WITH": Bearing.ALL}

_Parties: TypeAlias = tuple[tuple[syntax.Name, ...], Bearing]
"""The bearers of a norm, and how they share it."""

_LOWER: Final = frozenset({"AT_LEAST", "ABOVE"})
_INCLUDED: Final = frozenset({"AT_LEAST", "AT_MOST"})
_SCALARS = {f"TYPE_{scalar.name}": scalar for scalar in Scalar}
_WAYS_OF_CHANGING: Final[Mapping[str, Only | None]] = {
    "CHANGEABLE": None,
    **{terminal: only for only, terminal in ONLY.items()},
}
_FLAWS = {
    literals.Flaw.SUB_FEN: "POL-105",
    literals.Flaw.TOO_LARGE: "POL-106",
    literals.Flaw.NO_SUCH_DATE: "POL-107",
}
_INSTEAD_OF_A_WRONG_DATE = date.min
_Modifier: TypeAlias = tuple[str, syntax.Literal | None, Span]


def _read_whole(text: str) -> int | None:
    number = literals.read_number(text)
    return None if number is None else int(number)


_QUANTITIES: Final[Mapping[str, tuple[LiteralKind, Callable[[str], Any], Any]]] = {
    "MONEY": (LiteralKind.MONEY, literals.read_money, 0),
    "PERCENT": (LiteralKind.PERCENT, literals.read_percent, Fraction(0)),
    "PERIOD": (LiteralKind.PERIOD, literals.read_period, Period()),
    "DECIMAL": (LiteralKind.DECIMAL, literals.read_number, Fraction(0)),
    "SCALED": (LiteralKind.DECIMAL, literals.read_scaled, Fraction(0)),
    "WHOLE": (LiteralKind.WHOLE, _read_whole, 0),
}
"""For each terminal how it is read, and the value to go on with when it is invalid."""


class Builder(ExpressionRules):
    """Builds the syntax nodes of one declaration; ``diagnostics`` gathers what is wrong with it."""

    def __init__(self, file: SourceFile, offset: int) -> None:
        self.file = file
        self.offset = offset
        self.diagnostics: list[Diagnostic] = []

    def build(self, tree: Tree[Token]) -> Any:
        """Build every subtree after its children, in a loop, so that depth is no problem."""
        todo: list[tuple[Tree[Token], bool]] = [(tree, False)]
        results: list[Any] = []
        while todo:
            current, children_done = todo.pop()
            if not children_done:
                todo.append((current, True))
                todo.extend((c, False) for c in reversed(current.children) if isinstance(c, Tree))
                continue
            subtrees = sum(isinstance(child, Tree) for child in current.children)
            built = iter(results[len(results) - subtrees :])
            children = [next(built) if isinstance(c, Tree) else c for c in current.children]
            del results[len(results) - subtrees :]
            results.append(self._call(current, children))
        return finished(results[0])

    def _call(self, tree: Tree[Token], children: list[Any]) -> Any:
        if tree.data not in ("and_", "or_"):
            children = [finished(child) for child in children]
        span = self._span(tree)
        # With a text from the tree, an exception during its comparison (such as an interruption)
        # would be taken as “no such attribute”.
        rule = getattr(self, str(tree.data), None)
        if rule is not None:
            return rule(span, children)
        row = BY_RULE.get(tree.data)
        if row is not None:
            return self._clause(row, span, children)
        return APPLIED[tree.data].node(span, children)

    def _span(self, tree: Tree[Token]) -> Span:
        if tree.meta.empty:
            return self.file.span(self.offset, self.offset)
        return self.file.span(self.offset + tree.meta.start_pos, self.offset + tree.meta.end_pos)

    def _token_span(self, token: Token) -> Span:
        start = self.offset + (token.start_pos or 0)
        return self.file.span(start, start + len(token))

    def report(
        self, code: str, span: Span, arguments: Arguments, choices: tuple[Choice, ...] = ()
    ) -> None:
        excerpt = Excerpt.of(self.file, span)
        self.diagnostics.append(Diagnostic(code, excerpt, arguments, choices=choices))

    # Words and literals

    def name(self, span: Span, children: list[Token]) -> syntax.Name:
        word = str(children[0])
        if word.startswith("「"):
            return syntax.Name(word[1:-1].strip(), span=span)
        if word in reserved_words():
            self.diagnostics.append(no_name(Excerpt.of(self.file, span), word))
        return syntax.Name(word, span=span)

    def label(self, span: Span, children: list[Token]) -> str | None:
        return text_of(children[0]) if children else None

    def literal(self, span: Span, children: list[Token]) -> syntax.Literal:
        token = children[0]
        match token.type:
            case "_YES" | "_NO":
                return syntax.Literal(LiteralKind.YES_NO, token.type == "_YES", span=span)
            case "_NEVER":
                return syntax.Literal(LiteralKind.DATE, NEVER, span=span)
            case "STRING":
                return syntax.Literal(LiteralKind.TEXT, text_of(token), span=span)
            case "DATE":
                day = self._date(token)
                return syntax.Literal(LiteralKind.DATE, day, span=span, written=str(token))
        kind, read, instead = _QUANTITIES[token.type]
        try:
            value = read(token)
        except literals.LiteralError as error:
            self.report(_FLAWS[error.flaw], span, {"literal": _shortened(token)})
            value = None
        value = instead if value is None else value
        if kind is LiteralKind.DECIMAL and token.type == "SCALED" and value.denominator == 1:
            kind, value = LiteralKind.WHOLE, int(value)
        return syntax.Literal(kind, value, span=span, written=str(token))

    number = literal

    def _date(self, token: Token) -> date:
        try:
            return literals.read_date(token) or _INSTEAD_OF_A_WRONG_DATE
        except literals.LiteralError as error:
            arguments: Arguments = {"literal": str(token), "days": days_told(token)}
            self.report(_FLAWS[error.flaw], self._token_span(token), arguments)
            return _INSTEAD_OF_A_WRONG_DATE

    def negative(self, span: Span, children: list[Any]) -> syntax.Literal:
        literal: syntax.Literal = children[0]
        assert isinstance(literal.value, int | Fraction)
        return evolve(literal, value=-literal.value, span=span, written=f"-{literal.written}")

    # Declarations

    def policy(self, span: Span, children: list[Any]) -> syntax.PolicyDeclaration:
        name, label, *clauses = children
        return syntax.PolicyDeclaration(name, label, tuple(clauses), span=span)

    def use(self, span: Span, children: list[Any]) -> syntax.Use:
        return syntax.Use(children[0], span=span)

    def amend(self, span: Span, children: list[Any]) -> syntax.Amend:
        name, *clauses = children
        return syntax.Amend(name, tuple(clauses), span=span)

    def enum(self, span: Span, children: list[Any]) -> syntax.EnumDeclaration:
        name, label, *members = children
        return syntax.EnumDeclaration(name, label, tuple(members), span=span)

    def record(self, span: Span, children: list[Any]) -> syntax.RecordDeclaration:
        name, label, *fields = children
        return syntax.RecordDeclaration(name, label, tuple(fields), span=span)

    def extend(self, span: Span, children: list[Any]) -> syntax.ExtendDeclaration:
        name, *fields = children
        return syntax.ExtendDeclaration(name, tuple(fields), span=span)

    def bearer(self, span: Span, children: list[Any]) -> syntax.BearerDeclaration:
        name, label, *ties = children
        return syntax.BearerDeclaration(name, label, tuple(ties), span=span)

    def tie(self, span: Span, children: list[Any]) -> syntax.Tie:
        return syntax.Tie(*children, span=span)

    def calendar(self, span: Span, children: list[Any]) -> syntax.CalendarDeclaration:
        name, label, *clauses = children
        return syntax.CalendarDeclaration(name, label, tuple(clauses), span=span)

    def adjust(self, span: Span, children: list[Any]) -> syntax.AdjustDeclaration:
        name, because, *clauses = children
        return syntax.AdjustDeclaration(name, text_of(because), tuple(clauses), span=span)

    def parameter(self, span: Span, children: list[Any]) -> syntax.ParameterDeclaration:
        name, label, type_name, *clauses = children
        return syntax.ParameterDeclaration(name, label, type_name, tuple(clauses), span=span)

    def reading(self, span: Span, children: list[Any]) -> syntax.ReadingDeclaration:
        name, label, type_name, *clauses = children
        return syntax.ReadingDeclaration(name, label, type_name, tuple(clauses), span=span)

    def set(self, span: Span, children: list[Any]) -> syntax.SetDeclaration:
        name, (record_type, *inputs), *clauses = children
        return syntax.SetDeclaration(name, record_type, tuple(inputs), tuple(clauses), span=span)

    def set_by(self, span: Span, children: list[Any]) -> list[syntax.Name | None]:
        return children or [None]

    def override(self, span: Span, children: list[Any]) -> syntax.OverrideDeclaration:
        name, because, *clauses = children
        return syntax.OverrideDeclaration(name, text_of(because), (), tuple(clauses), span=span)

    def override_table(self, span: Span, children: list[Any]) -> syntax.OverrideDeclaration:
        name, because, (inputs, progressive), *clauses = children
        return syntax.OverrideDeclaration(
            name, text_of(because), inputs, tuple(clauses), progressive, span=span
        )

    def repeal(self, span: Span, children: list[Any]) -> syntax.RepealDeclaration:
        name, because, *clauses = children
        return syntax.RepealDeclaration(name, text_of(because), tuple(clauses), span=span)

    def loosens(self, span: Span, children: list[Any]) -> syntax.LoosensDeclaration:
        name, because, *clauses = children
        return syntax.LoosensDeclaration(name, text_of(because), tuple(clauses), span=span)

    def fact(self, span: Span, children: list[Any]) -> syntax.FactDeclaration:
        name, label, record_type, type_name, *clauses = children
        return syntax.FactDeclaration(
            name, label, record_type, type_name, (), tuple(clauses), span=span
        )

    def table(self, span: Span, children: list[Any]) -> syntax.FactDeclaration:
        name, label, record_type, type_name, (inputs, progressive), *clauses = children
        return syntax.FactDeclaration(
            name, label, record_type, type_name, inputs, tuple(clauses), progressive, span=span
        )

    def by(self, span: Span, children: list[Any]) -> tuple[tuple[syntax.Name, ...], bool]:
        return tuple(children), False

    def progressive_by(
        self, span: Span, children: list[Any]
    ) -> tuple[tuple[syntax.Name, ...], bool]:
        return tuple(children), True

    def given_value(self, span: Span, children: list[Any]) -> syntax.GivenValue:
        return syntax.GivenValue(*children, span=span)

    def given_values(self, span: Span, children: list[Any]) -> syntax.GivenValues:
        return syntax.GivenValues(tuple(children), span=span)

    def result_line(self, span: Span, children: list[Any]) -> syntax.ResultLine:
        return syntax.ResultLine(*children, span=span)

    def owed_by(self, span: Span, children: list[Any]) -> syntax.Name | None:
        return children[0] if children else None

    owed_to = owed_by

    def fact_type(self, span: Span, children: list[Any]) -> syntax.TypeName | None:
        return children[0] if children else None

    def distribution(self, span: Span, children: list[Any]) -> syntax.DistributionDeclaration:
        name, label, record_type, *clauses = children
        return syntax.DistributionDeclaration(name, label, record_type, tuple(clauses), span=span)

    def among(self, span: Span, children: list[Any]) -> syntax.Among:
        (variable, collection), where = children
        return syntax.Among(variable, collection, where, span=span)

    def in_units(self, span: Span, children: list[Any]) -> syntax.InUnits:
        return syntax.InUnits(children[0], span=span)

    def action(self, span: Span, children: list[Any]) -> syntax.ActionDeclaration:
        name, label, record_type, *clauses = children
        return syntax.ActionDeclaration(name, label, record_type, tuple(clauses), span=span)

    def norm(self, span: Span, children: list[Any]) -> syntax.NormDeclaration:
        name, label, record_type, *clauses = children
        return syntax.NormDeclaration(name, label, record_type, tuple(clauses), span=span)

    def example(self, span: Span, children: list[Any]) -> syntax.ExampleDeclaration:
        title, record_type, *clauses = children
        return syntax.ExampleDeclaration(text_of(title), record_type, tuple(clauses), span=span)

    def property(self, span: Span, children: list[Any]) -> syntax.PropertyDeclaration:
        title, record_type, *clauses = children
        return syntax.PropertyDeclaration(text_of(title), record_type, tuple(clauses), span=span)

    def statement(self, span: Span, children: list[Any]) -> syntax.StatementDeclaration:
        clause, quote, because = children
        return syntax.StatementDeclaration(
            normalise_clause_path(str(clause)), text_of(quote), text_of(because), span=span
        )

    # Clauses

    def _clause(self, row: ClauseRow, span: Span, children: list[Any]) -> syntax.Clause:
        """A clause with the places of its row; optional ones that are missing are None."""
        values: list[Any] = []
        written: list[Token] = []
        for number, place in enumerate(row.places or ()):
            if place.shape.is_many:
                values.append(tuple(children[number:]))
                continue
            child = children[number] if number < len(children) else None
            values.append(None if child is None else self._value(place.shape, child))
            if place.shape is Shape.DAY and child is not None:
                written.append(child)
        if len(written) > 1:
            start, end = values
            self._check_interval(span, start, end, written)
        return row.node(*values, span=span, days=tuple(map(str, written)))

    def _value(self, shape: Shape, child: Any) -> Any:
        match shape:
            case Shape.TEXT:
                return text_of(child)
            case Shape.DAY:
                return self._date(child)
            case Shape.CLAUSE_NUMBER:
                return normalise_clause_path(str(child))
        return child

    def from_date(self, span: Span, children: list[Token]) -> Token | None:
        return children[0] if children else None

    to_date = from_date

    def _days(self, tokens: Sequence[Token | None]) -> tuple[list[Any], tuple[str, ...]]:
        """The days that are there, and how they were written."""
        days = [None if token is None else self._date(token) for token in tokens]
        return days, tuple(str(token) for token in tokens if token is not None)

    def _check_interval(
        self,
        span: Span,
        start: date | None,
        end: date | None,
        written: Sequence[Token | None],
    ) -> None:
        """Report an end before the start, with the choice to exchange the two."""
        first, last = written
        if not (first and last and start and end and end < start):
            return
        if _INSTEAD_OF_A_WRONG_DATE not in (start, end):
            pairs = ((first, last), (last, first))
            edits = tuple(Edit(self._token_span(at), str(instead)) for at, instead in pairs)
            title = _EXCHANGED.filled(first=str(last), last=str(first))
            days = {"start": start.isoformat(), "end": end.isoformat()}
            self.report("POL-112", span, days, (Choice(title, edits),))

    def day_kind(self, span: Span, children: list[Token]) -> bool:
        return terminal_of(children[0]) == "WORKDAY"

    def days_line(self, span: Span, children: list[Any]) -> syntax.DaysLine:
        worked, first, last, label = children
        (start, end), days = self._days((first, last))
        self._check_interval(span, start, end, (first, last))
        return syntax.DaysLine(worked, start, end, label, span=span, days=days)

    def enum_member(self, span: Span, children: list[Any]) -> syntax.EnumMember:
        return syntax.EnumMember(*children, span=span)

    def field_line(self, span: Span, children: list[Any]) -> syntax.FieldLine:
        name, label, type_name, *modifiers = children
        given: dict[str, Any] = {}
        places: dict[str, Span] = {}
        for terminal, value, where in modifiers:
            first = places.setdefault(terminal, where)
            if first is not where:
                taken = tuple(without(self.file, place) for place in (first, where))
                self.report("POL-109", where, {"clause": keyword_phrase(terminal)}, taken)
            given.setdefault(terminal, value)
        self._one_way_of_changing([m for m in modifiers if m[0] in _WAYS_OF_CHANGING])
        only = next((_WAYS_OF_CHANGING[t] for t in given if _WAYS_OF_CHANGING.get(t)), None)
        return syntax.FieldLine(
            name,
            label,
            type_name,
            "REQUIRED" in given,
            given.get("AT_LEAST"),
            given.get("AT_MOST"),
            "CHANGEABLE" in given,
            given.get("BLANK_MEANS"),
            only,
            given.get("CHANGE_COSTS"),
            span=span,
        )

    def _one_way_of_changing(self, modifiers: Sequence[_Modifier]) -> None:
        """Report several words on how a field may be changed."""
        for terminal, _, where in modifiers[1:]:
            first, _, before = modifiers[0]
            if terminal != first:
                words = {"first": keyword_phrase(first), "second": keyword_phrase(terminal)}
                taken = tuple(without(self.file, place) for place in (before, where))
                self.report("POL-425", where, words, taken)

    def has_many(self, span: Span, children: list[Any]) -> syntax.HasMany:
        element, by, *of = children
        return syntax.HasMany(element, by, of[0] if of else None, span=span)

    def required(self, span: Span, children: list[Any]) -> _Modifier:
        return ("REQUIRED", None, span)

    def changeable(self, span: Span, children: list[Any]) -> _Modifier:
        return ("CHANGEABLE", None, span)

    def may_be_raised(self, span: Span, children: list[Any]) -> _Modifier:
        return ("MAY_BE_RAISED", None, span)

    def may_be_lowered(self, span: Span, children: list[Any]) -> _Modifier:
        return ("MAY_BE_LOWERED", None, span)

    def not_withdrawn(self, span: Span, children: list[Any]) -> _Modifier:
        return ("NOT_WITHDRAWN", None, span)

    def change_costs(self, span: Span, children: list[Any]) -> _Modifier:
        return ("CHANGE_COSTS", children[0], span)

    def blank_means(self, span: Span, children: list[Any]) -> tuple[str, syntax.Datum, Span]:
        return ("BLANK_MEANS", children[0], span)

    def at_least(self, span: Span, children: list[Any]) -> _Modifier:
        return ("AT_LEAST", children[0], span)

    def at_most(self, span: Span, children: list[Any]) -> _Modifier:
        return ("AT_MOST", children[0], span)

    def scalar(self, span: Span, children: list[Token]) -> syntax.ScalarName:
        return syntax.ScalarName(_SCALARS[terminal_of(children[0])], span=span)

    def list_of(self, span: Span, children: list[Any]) -> syntax.ListOf:
        return syntax.ListOf(children[0], span=span)

    def parameter_line(self, span: Span, children: list[Any]) -> syntax.ParameterLine:
        value, first, last, *because = children
        (start, end), days = self._days((first, last))
        self._check_interval(span, start, end, (first, last))
        reason = text_of(because[0]) if because else None
        return syntax.ParameterLine(value, start, end, reason, span=span, days=days)

    def tunable_clause(self, span: Span, children: list[Any]) -> syntax.TunableClause:
        given = {terminal: bound for terminal, bound, _ in children}
        return syntax.TunableClause(given.get("AT_LEAST"), given.get("AT_MOST"), span=span)

    def row(self, span: Span, children: list[Any]) -> syntax.Row:
        *cells, value, start, end = children
        return self._row(span, tuple(cells), value, (start, end))

    def else_row(self, span: Span, children: list[Any]) -> syntax.Row:
        value, start, end = children
        return self._row(span, (), value, (start, end))

    def _row(
        self,
        span: Span,
        cells: tuple[syntax.Cell, ...],
        value: syntax.Expression | syntax.UnknownDatum,
        dates: tuple[Token | None, Token | None],
    ) -> syntax.Row:
        (start, end), days = self._days(dates)
        self._check_interval(span, start, end, dates)
        return syntax.Row(cells, value, start, end, span=span, days=days)

    def duty(self, span: Span, children: list[Any]) -> syntax.Duty:
        return self._duty(span, *children)

    def duty_to(self, span: Span, children: list[Any]) -> syntax.Duty:
        return self._duty(span, *children)

    def duty_toward(self, span: Span, children: list[Any]) -> syntax.Duty:
        parties, force, counterparty, action = children
        return self._duty(span, parties, force, action, counterparty)

    def _duty(
        self,
        span: Span,
        parties: _Parties,
        force: Force,
        action: syntax.Name,
        counterparty: syntax.Name | None = None,
    ) -> syntax.Duty:
        bearers, bearing = parties
        return syntax.Duty(bearers, bearing, *force, action, counterparty, span=span)

    def parties(self, span: Span, children: list[Any]) -> _Parties:
        """The bearers of a norm; commas between them mean the same as the word between the last
        two."""
        joints = {bearing for bearing in children[1::2] if bearing is not None}
        if len(joints) > 1:
            self.report("POL-373", span, {})
        elif not joints and len(children) > 1:
            self.report("POL-374", span, {})
        return tuple(children[::2]), next(iter(sorted(joints)), Bearing.ONE)

    def joint(self, span: Span, children: list[Token]) -> Bearing | None:
        return _BEARINGS.get(terminal_of(children[0]))

    def done_at(self, span: Span, children: list[Any]) -> syntax.DoneAt:
        day, (variable, collection), where = children
        return syntax.DoneAt(day, variable, collection, where, span=span)

    def recurring(self, span: Span, children: list[Any]) -> syntax.Recurring:
        unit, start, *end = children
        return syntax.Recurring(unit, start, end[0] if end else None, span=span)

    def within_working_days(self, span: Span, children: list[Any]) -> syntax.WithinWorkingDays:
        number, *calendar = children
        return syntax.WithinWorkingDays(number, calendar[0] if calendar else None, span=span)

    def every_unit(self, span: Span, children: list[Token]) -> Unit:
        return Unit[terminal_of(children[0]).removeprefix("EVERY_")]

    def modality(self, span: Span, children: list[Token]) -> Force:
        return _FORCES[terminal_of(children[0])]

    def path(self, span: Span, children: list[Any]) -> syntax.FieldPath:
        steps = (s if isinstance(s, syntax.Name) else s.lstrip("0") or "0" for s in children)
        return syntax.FieldPath(tuple(steps), span=span)

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

    def above(self, span: Span, children: list[Any]) -> tuple[str, syntax.Expression, Span]:
        return ("ABOVE", children[0], span)

    def below(self, span: Span, children: list[Any]) -> tuple[str, syntax.Expression, Span]:
        return ("BELOW", children[0], span)


def _shortened(token: Token) -> str:
    return str(token) if len(token) <= 40 else f"{token[:40]}…"


def no_name(place: Excerpt, word: str) -> Diagnostic:
    """The diagnostic for a keyword where a name is wanted, which can be written as one."""
    return Diagnostic(
        "POL-104", place, {"name": word}, choices=(writing(place.span, f"「{word}」"),)
    )


_EXCHANGED: Final = Phrase(
    "exchange the two: {first} first, {last} after it", "对调两个日期：{first}在前，{last}在后"
)
