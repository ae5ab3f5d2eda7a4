"""From the tree to text in either language: declarations, clauses and expressions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from linkage_rules.language import syntax
from linkage_rules.language.clauses import BY_NODE, Shape, values_of
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.layout import (
    STEP,
    Break,
    Document,
    Group,
    Nest,
    lay_out,
    separated,
)
from linkage_rules.model.deontic import FORCES
from linkage_rules.model.norms import Bearing
from linkage_rules.model.operations import (
    OPENING,
    Comparison,
    Level,
    Operator,
    Words,
    is_operand,
)
from linkage_rules.model.values import Period
from linkage_rules.words import literals
from linkage_rules.words.keywords import ONLY, Language, spelling
from linkage_rules.words.names import (
    write_name,
    write_name_in_place,
    write_shared_name,
    write_type_name,
    write_value_name,
)
from linkage_rules.words.written import BEHIND_A_NUMBER

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
    syntax.ByCalendar: Level.LIMIT,
    syntax.OutcomeIs: Level.COMPARISON,
    syntax.OnDay: Level.UNARY,
    syntax.Negate: Level.UNARY,
}
_COUNTING: Final = {
    syntax.Quantifier.AT_LEAST: "NO_FEWER_THAN",
    syntax.Quantifier.AT_MOST: "NO_MORE_THAN",
    syntax.Quantifier.EXACTLY: "EXACTLY",
}
"""The Chinese words before a number of elements."""
_ADDITIVE: Final = (Operator.PLUS, Operator.MINUS)


def _level(node: syntax.Expression, language: Language) -> Level:
    if isinstance(node, syntax.Apply):
        words = node.operation.words
        return words.level_of(words.of(language))
    if isinstance(node, syntax.Arithmetic):
        return Level.SUM if node.operator in _ADDITIVE else Level.PRODUCT
    return _LEVELS.get(type(node), Level.POSTFIX)


def _is_sum(node: syntax.Expression) -> bool:
    return isinstance(node, syntax.Arithmetic) and node.operator in _ADDITIVE


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

    ``keeps`` says that quantities and days keep their original spelling, where that is known and
    can be read in the language.
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
        """The original spelling, if it is to be kept; else None."""
        return literals.kept(written, self.language) if self.keeps else None

    def expression(
        self,
        node: syntax.Expression,
        at_least: Level = Level.EXPRESSION,
        reach: bool = True,
    ) -> Document:
        """An expression in a place where the grammar asks for one of a level ``at_least``.

        ``reach`` says that nothing follows which an open-ended expression (“some … has”, “if …
        else”) would include.
        """
        loose = _level(node, self.language) < at_least
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
            case syntax.PartOf(whole, name):
                return (*self._whole(whole), ".", write_name(name.text))
            case syntax.Asked(record, name, arguments):
                values = [self._argument(argument) for argument in arguments]
                listed = self._listed(self.marks.opening, values, self.marks.closing)
                if record is None:
                    return (write_value_name(name.text), listed)
                return (*self._whole(record), ".", write_name(name.text), listed)
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
                return (self._compared(left), " ", sign, " ", self._compared(right))
            case syntax.OneOf(operand, choices):
                listed = self._listed("{", [self._compared(choice) for choice in choices], "}")
                return (self._compared(operand), " ", self.keyword("IN"), " ", listed)
            case syntax.ElementOf(operand, collection):
                return (self._compared(operand), *self._in(collection))
            case syntax.Arithmetic():
                return self._additions(node) if _is_sum(node) else self._product(node)
            case syntax.Negate(operand):
                return ("-", self.expression(operand, Level.UNARY))
            case syntax.Apply(operation, operands):
                return self._applied(operation.words, operands)
            case syntax.ByCalendar(counted, calendar):
                by = (self.keyword("BY_CALENDAR"), " ", write_name(calendar.text))
                return (self._compared(counted), " ", by)
            case syntax.OnDay(operand, day):
                asked = self.expression(operand, Level.POSTFIX)
                if self.language == "en":
                    on = self.expression(day, Level.UNARY)
                    return (asked, " ", self.keyword("AS_IT_STOOD_ON"), " ", on)
                on = self.expression(day, Level.POSTFIX)
                return (on, " ", self.keyword("OF_THAT_DAY"), " ", asked)
            case syntax.Choose(condition, consequence, alternative):
                return self._broken(
                    (self.keyword("IF"), " ", self.expression(condition)),
                    (self.keyword("THEN"), " ", self.expression(consequence)),
                    (self.keyword("ELSE"), " ", self.expression(alternative)),
                )
            case syntax.Quantified(quantifier, variable, collection, body):
                write = write_name if node.number is None else write_name_in_place
                over = (write(variable.text), *self._in(collection))
                head = (*self._quantifier(quantifier, node.number), " ", *over)
                return self._broken((*head, " ", self.keyword("HAS")), self.expression(body))
            case syntax.Aggregate():
                return self._aggregate(node)
            case syntax.ShareOf(distribution, element):
                of = self.keyword("OF" if self.language == "en" else "SHARED_TO")
                named = (write_shared_name(distribution.text), " ", of, " ")
                return (*named, write_name(element.text))
            case syntax.Distributed():
                return self._distributed(node)
            case syntax.IsKnown(operand):
                return (self._compared(operand), " ", self.keyword("IS_KNOWN"))
            case syntax.OutcomeIs(name, outcome):
                terminal = "APPLIES" if outcome is None else f"IS_{outcome.name}"
                return (write_value_name(name.text), " ", self.keyword(terminal))

    def _whole(self, node: syntax.Expression) -> tuple[Document, ...]:
        """The operand of a dot; a literal number gets brackets, since the dot would be read as part
        of it."""
        if isinstance(node, syntax.Literal):
            return (self.marks.opening, self.literal(node), self.marks.closing)
        return (self.expression(node, Level.POSTFIX),)

    def _argument(self, node: syntax.Argument) -> Document:
        return (write_name(node.name.text), self.marks.colon, " ", self.expression(node.value))

    def _compared(self, node: syntax.Expression) -> Document:
        return self.expression(node, Level.LIMIT)

    def _broken(self, first: Document, *others: Document) -> Document:
        """Parts that go on one line each, if there is no room for all on one."""
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
        """A sum with all its terms, one a line if there is no room for all on one."""
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
        pattern = words.of(self.language)
        levels = iter(words.operand_levels(pattern))
        whole: list[Document] = []
        brackets: list[Document] = []
        for part in pattern.split():
            if part in OPENING:
                brackets = [self._bracket(part)]
            elif part in OPENING.values():
                opening, *inside = brackets
                enclosed = self._enclosed(opening, separated(inside, ""), self._bracket(part))
                if part == "RPAR":
                    enclosed = (whole.pop(), enclosed)
                brackets = []
                whole.append(enclosed)
            elif part in BEHIND_A_NUMBER and isinstance(whole[-1], str) and whole[-1].isdecimal():
                whole.append((whole.pop(), self.keyword(part)))
            elif not is_operand(part):
                whole.append(self.keyword(part))
            else:
                written = self._operands(part, operands, next(levels))
                (brackets if brackets else whole).append(written)
        return separated(whole, " ")

    def working_days(self, number: syntax.Expression) -> Document:
        """A number of working days, counted from a day that is not named."""
        written = self.expression(number, Level.SUM)
        behind = self.language == "zh" and isinstance(written, str) and written.isdecimal()
        return (written, "" if behind else " ", self.keyword("WORKING_DAYS"))

    def _operands(self, part: str, operands: Sequence[syntax.Expression], level: Level) -> Document:
        """The operand of a part of a pattern, or all operands from that one on."""
        number = int(part.strip("{.}"))
        if not part.endswith("...}"):
            return self.expression(operands[number], level)
        mark = self.marks.between_items
        return separated(
            [self.expression(operand, level) for operand in operands[number:]], (mark, Break())
        )

    def _bracket(self, terminal: str) -> str:
        marks = {"LPAR": self.marks.opening, "RPAR": self.marks.closing}
        return marks.get(terminal) or {"LBRACE": "{", "RBRACE": "}"}[terminal]

    def _quantifier(
        self, quantifier: syntax.Quantifier, number: syntax.Literal | None
    ) -> tuple[Document, ...]:
        if number is None:
            return (self.keyword(quantifier.name),)
        if self.language == "en":
            return (self.keyword(quantifier.name), " ", self.literal(number))
        written = self.keyword(_COUNTING[quantifier])
        return (written, " ", self.literal(number), " ", self.keyword("COUNTED"))

    def element_in(
        self, variable: syntax.Name, collection: syntax.Expression
    ) -> tuple[Document, ...]:
        """The elements of a list, by the name that one of them has."""
        return (write_name(variable.text), *self._in(collection))

    def _in(self, collection: syntax.Expression) -> tuple[Document, ...]:
        return (" ", self.keyword("IN"), " ", self._collection(collection))

    def _collection(self, node: syntax.Expression) -> Document:
        """A list in a question; an open-ended expression gets brackets."""
        if isinstance(node, syntax.OnDay):
            return self.expression(node, Level.UNARY)
        if not isinstance(node, syntax.Apply):
            return self.expression(node, Level.POSTFIX)
        words = node.operation.words
        reaches = words.reaches(words.of(self.language))
        return self.expression(node, Level.LIMIT if reaches else Level.UNARY)

    def _aggregate(self, node: syntax.Aggregate) -> Document:
        parts: list[Document] = []
        if node.item is not None:
            parts.append(self.expression(node.item))
        if node.variable is None:
            parts.append(self._collection(node.collection))
        else:
            over = self.element_in(node.variable, node.collection)
            parts.append((self.keyword("OVER"), " ", *over) if node.item is not None else over)
        if node.where is not None:
            parts.append((self.keyword("WHERE"), " ", self.expression(node.where)))
        inner = self._broken(*parts)
        keyword = self.keyword(node.aggregation.name)
        return (keyword, self.marks.opening, inner, self.marks.closing)

    def _distributed(self, node: syntax.Distributed) -> Document:
        among = (self.keyword("AMONG"), " ", *self.element_in(node.variable, node.collection))
        unit = "TO" if self.language == "en" else "IN_UNITS"
        said = (
            ("WHERE", node.where),
            ("TOTAL", node.total),
            ("BASE", node.base),
            ("BY", node.weight),
            (unit, node.unit),
        )
        rest = [(self.keyword(t), " ", self.expression(e)) for t, e in said if e is not None]
        return self._broken(among, *rest)

    def done_at(self, node: syntax.DoneAt) -> Document:
        """The days of a list."""
        over = (self.keyword("OVER"), " ", *self.element_in(node.variable, node.collection))
        parts: list[Document] = [(self.keyword("DONE_AT"), " ", self.expression(node.day)), over]
        if node.where is not None:
            parts.append((self.keyword("WHERE"), " ", self.expression(node.where)))
        return self._broken(*parts)

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

    def _enclosed(self, opening: Document, inner: Document, closing: str) -> Document:
        return Group((opening, Nest((Break(tight=True), inner)), Break(tight=True), closing))


_BOUNDS: Final = {
    (True, True): "AT_LEAST",
    (True, False): "ABOVE",
    (False, True): "AT_MOST",
    (False, False): "BELOW",
}


def print_file(file: syntax.File, language: Language, keeps: bool = False) -> str:
    """A whole file, with its comments; the empty text for a file without any content.

    With ``keeps`` quantities and days are spelled as they were, where the language allows it.

    >>> use = syntax.Use(syntax.Name("vocabulary"))
    >>> print_file(syntax.File("a.pol", (use,), ("the end",)), "zh")
    '引用 vocabulary\\n\\n# the end\\n'
    """
    lines: list[str] = []
    for before, declaration in zip((None, *file.declarations), file.declarations, strict=False):
        if before is not None and not _stand_together(before, declaration):
            lines.append("")
        lines.append(print_declaration(declaration, language, keeps))
    if file.closing and lines:
        lines.append("")
    lines += _comment_lines(file.closing, 0)
    return "\n".join((*lines, "")) if lines else ""


def print_declaration(
    declaration: syntax.Declaration, language: Language, keeps: bool = False
) -> str:
    """One declaration with its comments, without a line end behind it.

    >>> name = syntax.Name("county_department")
    >>> print_declaration(syntax.BearerDeclaration(name, "县级主管部门"), "zh")
    '主体 county_department "县级主管部门"'
    """
    printer = _LinePrinter(ExpressionPrinter(language, keeps))
    lines = [*_commented(declaration, printer.head(declaration), 0)]
    for clause in declaration.clauses:
        lines += _commented(clause, printer.clause(clause), STEP)
    lines += _comment_lines(declaration.closing, STEP)
    return "\n".join(lines)


def print_clause(clause: syntax.Clause, language: Language) -> str:
    """A line below the head of a declaration, indented.

    >>> print_clause(syntax.Given(()), "en")
    '  given'
    """
    return lay_out(_LinePrinter(ExpressionPrinter(language)).clause(clause), STEP)


def print_datum(datum: syntax.Datum, language: Language) -> str:
    """A value on one line.

    >>> print_datum(syntax.UnknownDatum(), "zh")
    '未知'
    """
    return lay_out(ExpressionPrinter(language).datum(datum), width=float("inf"))


def print_expression(expression: syntax.Expression, language: Language) -> str:
    """An expression on one line.

    >>> effect = syntax.IsKnown(syntax.Name("effect"))
    >>> print_expression(syntax.Not(effect), "en"), print_expression(syntax.Not(effect), "zh")
    ('not effect is known', '非 effect 已知')
    """
    return lay_out(ExpressionPrinter(language).expression(expression), width=float("inf"))


def _stand_together(first: syntax.Declaration, second: syntax.Declaration) -> bool:
    """Whether two declarations stand without a blank line between: lines of “use” or of
    “bearer”."""
    same = type(first) is type(second) and isinstance(first, syntax.Use | syntax.BearerDeclaration)
    return same and not first.closing and not second.comments.above


def _commented(line: syntax.Line, document: Document, indent: int) -> Iterator[str]:
    yield from _comment_lines(line.comments.above, indent)
    behind = "" if line.comments.behind is None else f"  {_comment(line.comments.behind)}"
    yield lay_out(document, indent) + behind


def _comment_lines(texts: Iterable[str], indent: int) -> Iterator[str]:
    return (" " * indent + _comment(text) if text else "" for text in texts)


def _comment(text: str) -> str:
    return f"#{text}" if text.startswith("#") else f"# {text}"


@frozen
class _LinePrinter:
    """The documents of heads and clauses in one language."""

    expressions: ExpressionPrinter

    def head(self, node: syntax.Declaration) -> Document:
        """The first line of a declaration."""
        match node:
            case syntax.PolicyDeclaration(name, label):
                return self._words("POLICY", *_labelled(name, label))
            case syntax.Use(name):
                return self._words("USE", write_name(name.text))
            case syntax.Amend(name):
                return self._words("AMEND", write_name(name.text))
            case syntax.EnumDeclaration(name, label):
                return self._words("ENUM", *_labelled(name, label))
            case syntax.RecordDeclaration(name, label):
                return self._words("RECORD", *_labelled(name, label))
            case syntax.ExtendDeclaration(name):
                return self._words("EXTEND", write_name(name.text))
            case syntax.BearerDeclaration(name, label, named_by):
                head = self._words("BEARER", *_labelled(name, label))
                ties = [self._tie(tie) for tie in named_by]
                return _wrapped(head, self._words("NAMED_BY", self._listed(ties))) if ties else head
            case syntax.CalendarDeclaration(name, label):
                return self._words("CALENDAR", *_labelled(name, label))
            case syntax.AdjustDeclaration(name, because):
                return self._because("ADJUST", name, because)
            case syntax.ParameterDeclaration(name, label, type_name):
                return (self._words("PARAMETER", *_labelled(name, label)), *self._typed(type_name))
            case syntax.ReadingDeclaration(name, label, type_name):
                head = self._words("READING", *_labelled(name, label))
                return head if type_name is None else (head, *self._typed(type_name))
            case syntax.SetDeclaration(name, None):
                return self._words("SET", write_name(name.text))
            case syntax.SetDeclaration(name, record_type, inputs):
                assert record_type is not None
                of = self._words("FOR", write_name(record_type.text))
                by = self._words("BY", self._names(inputs))
                return (self._words("SET", write_name(name.text)), " ", of, " ", by)
            case syntax.OverrideDeclaration(name, because):
                head = self._because("OVERRIDE", name, because)
                return (head, " ", self._by(node)) if node.inputs else head
            case syntax.RepealDeclaration(name, because):
                return self._because("REPEAL", name, because)
            case syntax.LoosensDeclaration(name, because):
                return self._because("LOOSENS", name, because)
            case syntax.FactDeclaration(name, label, record_type, type_name, inputs):
                of = self._about("FACT", name, label, "OF", record_type)
                typed = of if type_name is None else (of, *self._typed(type_name))
                return (typed, " ", self._by(node)) if inputs else typed
            case syntax.DistributionDeclaration(name, label, record_type):
                return self._about("DISTRIBUTION", name, label, "OF", record_type)
            case syntax.ActionDeclaration(name, label, record_type):
                return self._about("ACTION", name, label, "OF", record_type)
            case syntax.NormDeclaration(name, label, record_type):
                return self._about("NORM", name, label, "FOR", record_type)
            case syntax.ExampleDeclaration(title, record_type):
                of = self._words("OF", write_name(record_type.text))
                return (self._words("EXAMPLE", write_text(title)), " ", of)
            case syntax.PropertyDeclaration(title, record_type):
                of = self._words("FOR", write_name(record_type.text))
                return (self._words("PROPERTY", write_text(title)), " ", of)
            case syntax.StatementDeclaration(clause, quote, because):
                quoted = self._words("STATEMENT", clause, write_text(quote))
                return _wrapped(quoted, self._words("BECAUSE", write_text(because)))

    def clause(self, node: syntax.Clause) -> Document:
        """A line below the head."""
        if not isinstance(node, syntax.ShapedClause):
            return self._plain_clause(node)
        match node:
            case syntax.EnumMember(name, label):
                return separated(_labelled(name, label), " ")
            case syntax.FieldLine():
                return self._field(node)
            case syntax.ParameterLine(value, start, end, because):
                datum = self.expressions.datum(value)
                first, last = self._days(node, start, end)
                said = ("= ", datum, *self._dated("FROM", first), *self._dated("TO", last))
                if because is None:
                    return said
                return _wrapped(said, self._words("BECAUSE", write_text(because)))
            case syntax.TunableClause(at_least, at_most):
                bounds = self._bounds(("AT_LEAST", at_least), ("AT_MOST", at_most))
                return (self.expressions.keyword("TUNABLE"), *bounds)
            case syntax.Row():
                return self._row(node)
            case syntax.DaysLine(worked, start, end, label):
                first, last = self._days(node, start, end)
                line = self._words("WORKDAY" if worked else "HOLIDAY", first or "")
                said = () if label is None else (" ", write_text(label))
                return (line, *self._dated("TO", last), *said)
            case syntax.DoneAt():
                return self.expressions.done_at(node)
            case syntax.Recurring(unit, start, end):
                begins = self._words(f"EVERY_{unit.name}", self.expressions.expression(start))
                if end is None:
                    return begins
                return (begins, " ", self._words("TO", self.expressions.expression(end)))
            case syntax.WithinWorkingDays(number, calendar):
                counted = self.expressions.working_days(number)
                by = (
                    ()
                    if calendar is None
                    else (" ", self._words("BY_CALENDAR", write_name(calendar.text)))
                )
                return (self._words("WITHIN", counted), *by)
            case syntax.GivenValues(values):
                named = [(write_name(v.name.text), *self._typed(v.type)) for v in values]
                between = self.expressions.marks.between_entries
                return self._words("GIVEN", separated(named, (between, " ")))
            case syntax.ResultLine(bearer, counterparty):
                # In Chinese “for” and “to” would not tell who owes the result to whom.
                parties = (("FOR", "OWED_BY", bearer), ("TO", "OWED_TO", counterparty))
                return self._words(
                    "RESULT",
                    *(
                        self._words(en if self.expressions.language == "en" else zh, said)
                        for en, zh, party in parties
                        if party is not None
                        for said in (write_name(party.text),)
                    ),
                )
            case syntax.Among(variable, collection, where):
                of = self._words("AMONG", self.expressions.element_in(variable, collection))
                if where is None:
                    return of
                return _wrapped(of, self._words("WHERE", self.expressions.expression(where)))
            case syntax.InUnits(unit):
                terminal = "TO" if self.expressions.language == "en" else "IN_UNITS"
                return self._words(terminal, self.expressions.expression(unit))
            case syntax.Duty():
                return self._duty(node)

    def _by(self, node: syntax.FactDeclaration | syntax.OverrideDeclaration) -> Document:
        terminal = "PROGRESSIVE_BY" if node.progressive else "BY"
        return self._words(terminal, self._names(node.inputs))

    def _plain_clause(self, node: syntax.PlainClause) -> Document:
        """A keyword with the contents of its places."""
        row = BY_NODE[type(node)]
        assert row.places is not None
        days = iter(self._days(node, *(v for v in values_of(node) if isinstance(v, date))))
        values = (next(days) if isinstance(v, date) else v for v in values_of(node))
        line = separated([self.expressions.keyword(keyword) for keyword in row.keywords], " ")
        for place, value in zip(row.places, values, strict=True):
            if value is None or value == ():
                continue
            what = self._in_place(place.shape, value)
            if place.keyword is not None:
                what = self._words(place.keyword, what)
            line = _wrapped(line, what) if place.wraps else (line, " ", what)
        return line

    def _in_place(self, shape: Shape, value: Any) -> Document:
        match shape:
            case Shape.EXPRESSION:
                return self.expressions.expression(value)
            case Shape.NAME:
                return write_name(value.text)
            case Shape.NAMES:
                return self._names(value)
            case Shape.DATUM:
                return self.expressions.datum(value)
            case Shape.ENTRIES:
                return self.expressions.entries(value)
            case Shape.PATHS:
                return self._listed([self._path(path) for path in value])
            case Shape.TEXT:
                return write_text(value)
            case Shape.CLAUSE_NUMBER | Shape.DAY:
                return str(value)

    def _words(self, terminal: str, *words: Document) -> Document:
        return separated((self.expressions.keyword(terminal), *words), " ")

    def _about(
        self, terminal: str, name: syntax.Name, label: str | None, of: str, record_type: syntax.Name
    ) -> Document:
        about = self._words(of, write_name(record_type.text))
        return self._words(terminal, *_labelled(name, label), about)

    def _field(self, node: syntax.FieldLine) -> Document:
        parts: list[Document] = [separated(_labelled(node.name, node.label), " ")]
        if isinstance(node.type, syntax.HasMany):
            parts += (self.expressions.marks.colon, " ", self._has_many(node.type))
        else:
            parts += self._typed(node.type)
        if node.required:
            parts += (" ", self._words("REQUIRED"))
        if node.changeable:
            parts += (" ", self._words("CHANGEABLE"))
        if node.only is not None:
            parts += (" ", self._words(ONLY[node.only]))
        if node.cost is not None:
            parts += (" ", self._words("CHANGE_COSTS", self.expressions.literal(node.cost)))
        parts += self._bounds(("AT_LEAST", node.at_least), ("AT_MOST", node.at_most))
        if node.blank_means is not None:
            parts += (" ", self._words("BLANK_MEANS", self.expressions.datum(node.blank_means)))
        return tuple(parts)

    def _bounds(self, *bounds: tuple[str, syntax.Literal | None]) -> Iterator[Document]:
        for terminal, bound in bounds:
            if bound is not None:
                yield from (" ", self._words(terminal, self.expressions.literal(bound)))

    def _because(self, terminal: str, name: syntax.Name, because: str) -> Document:
        changed = self._words(terminal, write_name(name.text))
        return _wrapped(changed, self._words("BECAUSE", write_text(because)))

    def _tie(self, node: syntax.Tie) -> Document:
        of = self._words("OF", write_name(node.record_type.text))
        return (write_name(node.field.text), " ", of)

    def _duty(self, node: syntax.Duty) -> Document:
        """In Chinese the counterparty comes before the action, in English after it."""
        english = self.expressions.language == "en"
        *others, last = [write_name_in_place(name.text) for name in node.bearers]
        bearers: Document = last
        if others:
            all_of_them = "AND" if english else "TOGETHER_WITH"
            joint = self.expressions.keyword("OR" if node.bearing is Bearing.ANY else all_of_them)
            bearers = (self._listed(others), " ", joint, " ", last)
        owed: list[Document] = [write_name_in_place(node.action.text)]
        if node.counterparty is not None:
            party = write_name_in_place(node.counterparty.text)
            to = self._words("TO" if english else "TOWARD", party)
            owed = [*owed, to] if english else [to, *owed]
        return (bearers, " ", self._words(FORCES[node.modality, node.strength], *owed))

    def _row(self, node: syntax.Row) -> Document:
        mark = self.expressions.marks.between_entries
        cells = separated([self._cell(cell) for cell in node.cells], (mark, " "))
        first, last = self._days(node, node.start, node.end)
        dates = (*self._dated("FROM", first), *self._dated("TO", last))
        value = (self._row_value(node.value), *dates)
        cells = cells if node.cells else self.expressions.keyword("ELSE")
        return (cells, self.expressions.marks.colon, " ", *value)

    def _row_value(self, node: syntax.Expression | syntax.UnknownDatum) -> Document:
        if isinstance(node, syntax.UnknownDatum):
            return self.expressions.datum(node)
        return self.expressions.expression(node)

    def _bound(self, bound: syntax.Bound) -> Document:
        limit = self.expressions.expression(bound.limit, Level.SUM)
        return self._words(_BOUNDS[bound.is_lower, bound.included], limit)

    def _cell(self, cell: syntax.Cell) -> Document:
        match cell:
            case syntax.Members(names):
                either = (" ", self.expressions.keyword("OR"), " ")
                return separated([write_name(name.text) for name in names], either)
            case syntax.Answer(answer):
                return self.expressions.keyword("YES" if answer else "NO")
            case syntax.Range(bounds):
                return separated([self._bound(bound) for bound in bounds], " ")
            case syntax.AnyValue():
                return self.expressions.keyword("ANY")

    def _has_many(self, node: syntax.HasMany) -> Document:
        by = self._words("BY", write_name(node.by.text))
        key: Document = by if node.of is None else (by, " = ", write_name(node.of.text))
        return (self._words("HAS_MANY", write_type_name(node.element.text)), " ", key)

    def _typed(self, type_name: syntax.TypeName) -> tuple[Document, ...]:
        return (self.expressions.marks.colon, " ", self._type(type_name))

    def _type(self, node: syntax.TypeName) -> Document:
        match node:
            case syntax.ScalarName(scalar):
                return self._words(f"TYPE_{scalar.name}")
            case syntax.Name(text):
                return write_type_name(text)
            case syntax.ListOf(element):
                return self._words("LIST_OF", self._type(element))

    def _days(self, line: syntax.Line, *days: date | None) -> list[str | None]:
        """How each day of a line is written; None for a missing day."""
        language = self.expressions.language
        written = iter(line.days)
        spelled = [
            None if day is None else self.expressions.kept(next(written, "")) for day in days
        ]
        return [
            kept or (None if day is None else literals.write_day(day, language))
            for day, kept in zip(days, spelled, strict=True)
        ]

    def _dated(self, terminal: str, day: str | None) -> tuple[Document, ...]:
        return () if day is None else (" ", self._words(terminal, day))

    def _names(self, names: Iterable[syntax.Name]) -> Document:
        return self._listed([write_name(name.text) for name in names])

    def _listed(self, items: Iterable[Document]) -> Document:
        mark = self.expressions.marks.between_items
        return Group(Nest(separated(items, (mark, Break()))))

    def _path(self, path: syntax.FieldPath) -> str:
        steps = [f"[{s}]" if isinstance(s, str) else f".{write_name(s.text)}" for s in path.steps]
        return "".join(steps).removeprefix(".")


def _labelled(name: syntax.Name, label: str | None) -> tuple[str, ...]:
    written = write_name(name.text)
    return (written,) if label is None else (written, write_text(label))


def _wrapped(first: Document, rest: Document) -> Document:
    """The rest on the same line, or below and indented if there is no room."""
    return Group((first, Nest((Break(), rest))))
