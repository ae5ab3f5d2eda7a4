"""Expressions and data as documents to lay out, with no more brackets than the grammar needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.language import syntax
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.layout import Break, Document, Group, Nest, separated
from linkage_rules.model.operations import Comparison, Level, Operator, Words
from linkage_rules.model.values import Period
from linkage_rules.words import literals
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.names import write_name, write_value_name

_LEVELS: Final[Mapping[type[syntax.Expression], Level]] = {
    syntax.Implies: Level.EXPRESSION,
    syntax.Or: Level.DISJUNCTION,
    syntax.And: Level.CONJUNCTION,
    syntax.Not: Level.NEGATION,
    syntax.Quantified: Level.NEGATION,
    syntax.Choose: Level.NEGATION,
    syntax.Compare: Level.COMPARISON,
    syntax.OneOf: Level.COMPARISON,
    syntax.ElementOf: Level.COMPARISON,
    syntax.IsKnown: Level.COMPARISON,
    syntax.OutcomeIs: Level.COMPARISON,
    syntax.Negate: Level.UNARY,
}
_ADDITIVE: Final = (Operator.PLUS, Operator.MINUS)


def _level(node: syntax.Expression) -> Level:
    if isinstance(node, syntax.Apply):
        return node.operation.words.level
    if isinstance(node, syntax.Arithmetic):
        return Level.SUM if node.operator in _ADDITIVE else Level.PRODUCT
    return _LEVELS.get(type(node), Level.POSTFIX)


def _is_sum(node: syntax.Expression) -> bool:
    return _level(node) is Level.SUM


@frozen
class Marks:
    """The punctuation and operators of a language; both languages read either."""

    opening: str
    closing: str
    colon: str
    between_entries: str
    between_items: str
    comparisons: Mapping[Comparison, str]
    operators: Mapping[Operator, str]


MARKS: Final[Mapping[Language, Marks]] = {
    "en": Marks(
        opening="(",
        closing=")",
        colon=":",
        between_entries=",",
        between_items=",",
        comparisons={comparison: comparison.value for comparison in Comparison},
        operators={operator: operator.value for operator in Operator},
    ),
    "zh": Marks(
        opening="（",
        closing="）",
        colon="：",
        between_entries="，",
        between_items="、",
        comparisons={
            Comparison.EQUAL: "=",
            Comparison.NOT_EQUAL: "≠",
            Comparison.LESS: "<",
            Comparison.AT_MOST: "≤",
            Comparison.GREATER: ">",
            Comparison.AT_LEAST: "≥",
        },
        operators={
            Operator.PLUS: "+",
            Operator.MINUS: "-",
            Operator.TIMES: "×",
            Operator.OVER: "÷",
        },
    ),
}


def write_text(text: str) -> str:
    """A text in quotation marks, which read the same in both languages.

    >>> print(write_text('上述资金以下统称为“帮扶资金”'), write_text('"'))
    "上述资金以下统称为“帮扶资金”" "\\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@frozen
class ExpressionPrinter:
    """The documents of expressions and data in one language.

    ``keeps`` says that quantities and days stay as they were written, as far as that is known and
    can stand in a text in the language.
    """

    language: Language
    keeps: bool = False

    @property
    def marks(self) -> Marks:
        return MARKS[self.language]

    def keyword(self, terminal: str) -> str:
        return spelling(terminal, self.language)

    def literal(self, node: syntax.Literal) -> str:
        """A literal; raises ValueError when it holds a value that is not of its kind."""
        if written := self.kept(node.written):
            return written
        match node.kind, node.value:
            case LiteralKind.YES_NO, bool(answer):
                return self.keyword("YES" if answer else "NO")
            case LiteralKind.WHOLE, int(number):
                return literals.write_number(number)
            case LiteralKind.DECIMAL, int() | Fraction() as number:
                written = literals.write_number(number)
                return written if "." in written else f"{written}.0"
            case LiteralKind.PERCENT, int() | Fraction() as number:
                return literals.write_percent(number)
            case LiteralKind.MONEY, int() | Fraction() as fen:
                return literals.write_money(fen, self.language)
            case LiteralKind.PERIOD, Period() as period:
                return literals.write_period(period, self.language)
            case LiteralKind.TEXT, str(text):
                return write_text(text)
            case LiteralKind.DATE, date() as day:
                return literals.write_date(day, self.language)
        raise ValueError(f"{node.value!r} is no {node.kind.value}")

    def kept(self, written: str) -> str | None:
        """What was written, if it is to stay."""
        return literals.kept(written, self.language) if self.keeps else None

    def expression(
        self,
        node: syntax.Expression,
        at_least: Level = Level.EXPRESSION,
        reach: bool = True,
    ) -> Document:
        """An expression where the grammar asks for one ``at_least`` that tight.

        ``reach`` says that nothing follows which an expression that reaches as far to the right as
        it can (“some … has”, “if … else”) would take up.
        """
        loose = _level(node) < at_least
        too_far = isinstance(node, syntax.Quantified | syntax.Choose) and not reach
        if loose or too_far:
            return (self.marks.opening, self._bare(node, True), self.marks.closing)
        return self._bare(node, reach)

    def _bare(self, node: syntax.Expression, reach: bool) -> Document:
        match node:
            case syntax.Literal():
                return self.literal(node)
            case syntax.Name(text):
                return write_value_name(text)
            case syntax.PartOf(syntax.Literal() as whole, name):
                number = (self.marks.opening, self.literal(whole), self.marks.closing)
                return (number, ".", write_name(name.text))
            case syntax.PartOf(whole, name):
                return (self.expression(whole, Level.POSTFIX), ".", write_name(name.text))
            case syntax.AsOf():
                return self.keyword("AS_OF")
            case syntax.Not(operand):
                return (self.keyword("NOT"), " ", self.expression(operand, Level.NEGATION, reach))
            case syntax.And(operands):
                return self._chain("AND", operands, Level.NEGATION, reach)
            case syntax.Or(operands):
                return self._chain("OR", operands, Level.CONJUNCTION, reach)
            case syntax.Implies(condition, consequence):
                left = self.expression(condition, Level.DISJUNCTION, False)
                return self._broken(
                    left, (self.keyword("IMPLIES"), " ", self.expression(consequence))
                )
            case syntax.Compare(comparison, left, right):
                sign = self.marks.comparisons[comparison]
                return (self._sum(left), " ", sign, " ", self._sum(right))
            case syntax.OneOf(operand, choices):
                listed = self._listed("{", [self._sum(choice) for choice in choices], "}")
                return (self._sum(operand), " ", self.keyword("IN"), " ", listed)
            case syntax.ElementOf(operand, collection):
                return (self._sum(operand), *self._in(collection))
            case syntax.Arithmetic():
                return self._additions(node) if _is_sum(node) else self._product(node)
            case syntax.Negate(operand):
                return ("-", self.expression(operand, Level.UNARY))
            case syntax.Apply(operation, operands):
                return self._applied(operation.words, operands)
            case syntax.Choose(condition, consequence, alternative):
                return self._broken(
                    (self.keyword("IF"), " ", self.expression(condition)),
                    (self.keyword("THEN"), " ", self.expression(consequence)),
                    (self.keyword("ELSE"), " ", self.expression(alternative)),
                )
            case syntax.Quantified(quantifier, variable, collection, body):
                head = (self.keyword(quantifier.name), " ", *self._over(variable, collection))
                return self._broken((*head, " ", self.keyword("HAS")), self.expression(body))
            case syntax.Aggregate():
                return self._aggregate(node)
            case syntax.IsKnown(operand):
                return (self._sum(operand), " ", self.keyword("IS_KNOWN"))
            case syntax.OutcomeIs(name, outcome):
                terminal = "APPLIES" if outcome is None else f"IS_{outcome.name}"
                return (write_value_name(name.text), " ", self.keyword(terminal))

    def _sum(self, node: syntax.Expression) -> Document:
        return self.expression(node, Level.SUM)

    def _broken(self, first: Document, *others: Document) -> Document:
        """Parts that stand on a line each where there is no room for all on one."""
        return Group(Nest(separated((first, *others), Break())))

    def _chain(
        self, terminal: str, operands: Sequence[syntax.Expression], tight: Level, reach: bool
    ) -> Document:
        *before, last = operands
        first, *others = [
            *(self.expression(operand, tight, False) for operand in before),
            self.expression(last, tight, reach),
        ]
        return self._broken(first, *((self.keyword(terminal), " ", other) for other in others))

    def _additions(self, node: syntax.Arithmetic) -> Document:
        """A sum with the terms to its left, a line each where there is no room for all on one."""
        terms: list[Document] = []
        first: syntax.Expression = node
        while isinstance(first, syntax.Arithmetic) and _is_sum(first):
            sign = self.marks.operators[first.operator]
            terms.append((sign, " ", self.expression(first.right, Level.PRODUCT)))
            first = first.left
        return self._broken(self.expression(first, Level.PRODUCT), *reversed(terms))

    def _product(self, node: syntax.Arithmetic) -> Document:
        left = self.expression(node.left, Level.PRODUCT)
        right = self.expression(node.right, Level.UNARY)
        return (left, " ", self.marks.operators[node.operator], " ", right)

    def _applied(self, words: Words, operands: Sequence[syntax.Expression]) -> Document:
        """An operation in words, as its pattern in the language says."""
        parts: list[Document] = []
        for part in (words.en if self.language == "en" else words.zh).split():
            if part.startswith("{"):
                operand = operands[int(part[1:-1])]
                parts.append(self.expression(operand, words.level_of(first=not parts)))
            else:
                parts.append(self.keyword(part))
        return separated(parts, " ")

    def _over(self, variable: syntax.Name, collection: syntax.Expression) -> tuple[Document, ...]:
        return (write_name(variable.text), *self._in(collection))

    def _in(self, collection: syntax.Expression) -> tuple[Document, ...]:
        return (" ", self.keyword("IN"), " ", self.expression(collection, Level.POSTFIX))

    def _aggregate(self, node: syntax.Aggregate) -> Document:
        parts: list[Document] = []
        if node.item is not None:
            parts.append(self.expression(node.item))
        if node.variable is None:
            parts.append(self.expression(node.collection, Level.POSTFIX))
        else:
            over = self._over(node.variable, node.collection)
            parts.append((self.keyword("OVER"), " ", *over) if node.item is not None else over)
        if node.where is not None:
            parts.append((self.keyword("WHERE"), " ", self.expression(node.where)))
        inner = self._broken(*parts)
        keyword = self.keyword(node.aggregation.name)
        return (keyword, self.marks.opening, inner, self.marks.closing)

    # Data

    def datum(self, node: syntax.Datum) -> Document:
        match node:
            case syntax.Literal():
                return self.literal(node)
            case syntax.Name(text):
                return write_name(text)
            case syntax.UnknownDatum():
                return self.keyword("UNKNOWN")
            case syntax.ListDatum(items):
                return self._listed("[", [self.datum(item) for item in items], "]")
            case syntax.RecordDatum(entries):
                return self._enclosed("{", self.entries(entries), "}") if entries else "{}"

    def entries(self, entries: Iterable[syntax.Entry]) -> Document:
        """The entries of a record, to be broken between any two."""
        colon = self.marks.colon
        written = [(write_name(e.name.text), colon, " ", self.datum(e.value)) for e in entries]
        return separated(written, (self.marks.between_entries, Break()))

    def _listed(self, opening: str, items: Sequence[Document], closing: str) -> Document:
        inner = separated(items, (self.marks.between_items, Break()))
        return self._enclosed(opening, inner, closing) if items else opening + closing

    def _enclosed(self, opening: str, inner: Document, closing: str) -> Document:
        return Group((opening, Nest((Break(tight=True), inner)), Break(tight=True), closing))
