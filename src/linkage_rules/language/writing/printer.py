"""Syntax trees as text in one of the two languages, laid out in the one canonical way.

Reading what was printed gives an equal tree, whichever language it was printed in.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from attrs import frozen

from linkage_rules.language import syntax
from linkage_rules.language.clauses import BY_NODE, Shape, values_of
from linkage_rules.language.writing.expressions import ExpressionPrinter, write_text
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
from linkage_rules.words import literals
from linkage_rules.words.keywords import Language
from linkage_rules.words.names import write_name, write_type_name

_BOUNDS: Final = {
    (True, True): "AT_LEAST",
    (True, False): "ABOVE",
    (False, True): "AT_MOST",
    (False, False): "BELOW",
}
_PATH_STEP: Final = re.compile(r"\.?(?P<name>[^.\[\]]+)|(?P<index>\[[0-9]+\])")


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
    """Lines of “use” and lines of “bearer” form lists without blank lines."""
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
            case syntax.BearerDeclaration(name, label):
                return self._words("BEARER", *_labelled(name, label))
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
                return self._because("OVERRIDE", name, because)
            case syntax.RepealDeclaration(name, because):
                return self._because("REPEAL", name, because)
            case syntax.LoosensDeclaration(name, because):
                return self._because("LOOSENS", name, because)
            case syntax.FactDeclaration(name, label, record_type, type_name):
                of = self._about("FACT", name, label, "OF", record_type)
                return of if type_name is None else (of, *self._typed(type_name))
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
            case syntax.Duty(bearer, modality, strength, action):
                terminal = FORCES[modality, strength]
                duty = self._words(terminal, write_name(action.text))
                return (write_name(bearer.text), " ", duty)

    def _plain_clause(self, node: syntax.PlainClause) -> Document:
        """A keyword, and in each place that its row gives what the node has for it."""
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
        parts += self._bounds(("AT_LEAST", node.at_least), ("AT_MOST", node.at_most))
        return tuple(parts)

    def _bounds(self, *bounds: tuple[str, syntax.Literal | None]) -> Iterator[Document]:
        for terminal, bound in bounds:
            if bound is not None:
                yield from (" ", self._words(terminal, self.expressions.literal(bound)))

    def _because(self, terminal: str, name: syntax.Name, because: str) -> Document:
        changed = self._words(terminal, write_name(name.text))
        return _wrapped(changed, self._words("BECAUSE", write_text(because)))

    def _row(self, node: syntax.Row) -> Document:
        mark = self.expressions.marks.between_entries
        cells = separated([self._cell(cell) for cell in node.cells], (mark, " "))
        first, last = self._days(node, node.start, node.end)
        dates = (*self._dated("FROM", first), *self._dated("TO", last))
        value = (self.expressions.datum(node.value), *dates)
        cells = cells if node.cells else self.expressions.keyword("ELSE")
        return (cells, self.expressions.marks.colon, " ", *value)

    def _cell(self, cell: syntax.Cell) -> Document:
        match cell:
            case syntax.Members(names):
                either = (" ", self.expressions.keyword("OR"), " ")
                return separated([write_name(name.text) for name in names], either)
            case syntax.Answer(answer):
                return self.expressions.keyword("YES" if answer else "NO")
            case syntax.Range(bounds):
                said = [(_BOUNDS[b.is_lower, b.included], b.limit) for b in bounds]
                return tuple([*self._bounds(*said)][1:])
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
        """How each day of a line is written; nothing for one that is not there."""
        language = self.expressions.language
        written = iter(line.days)
        spelled = [
            None if day is None else self.expressions.kept(next(written, "")) for day in days
        ]
        return [
            kept or (None if day is None else literals.write_date(day, language))
            for day, kept in zip(days, spelled, strict=True)
        ]

    def _dated(self, terminal: str, day: str | None) -> tuple[Document, ...]:
        return () if day is None else (" ", self._words(terminal, day))

    def _names(self, names: Iterable[syntax.Name]) -> Document:
        return self._listed([write_name(name.text) for name in names])

    def _listed(self, items: Iterable[Document]) -> Document:
        mark = self.expressions.marks.between_items
        return Group(Nest(separated(items, (mark, Break()))))

    def _path(self, path: str) -> str:
        steps = [
            step["index"] or f".{write_name(step['name'])}" for step in _PATH_STEP.finditer(path)
        ]
        return "".join(steps).removeprefix(".")


def _labelled(name: syntax.Name, label: str | None) -> tuple[str, ...]:
    written = write_name(name.text)
    return (written,) if label is None else (written, write_text(label))


def _wrapped(first: Document, rest: Document) -> Document:
    """The rest follows on the same line, or below and indented where there is no room for it."""
    return Group((first, Nest((Break(), rest))))
