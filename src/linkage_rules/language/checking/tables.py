"""Decision tables: reading their rows, and the expression with the same meaning.

Engines do not know tables. The value of a table is an expression that chooses among the values of
its rows, row after row; gaps and overlaps are checked in `linkage_rules.language.checking.cases`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import ceil
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field

from linkage_rules.language import syntax
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.lists import NUMBER_OR_MONEY
from linkage_rules.language.checking.outcomes import Scope, report_record_type
from linkage_rules.language.checking.resolve import FactSignature, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Choice, Fix
from linkage_rules.language.hints import expression_hints
from linkage_rules.language.hints.choices import without, writing
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import some_day, stretches
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Bound, Interval, TableCell, TableRow
from linkage_rules.model.operations import (
    BUT_AT_LEAST,
    MINUS,
    NEGATE,
    PLUS,
    TIMES,
    Comparison,
    Operation,
)
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import NUMERIC, ORDERED, EnumType, RecordType, Scalar, Type, fits
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase

MAX_ROWS: Final = 60

Table: TypeAlias = tuple[tuple[Expression, ...], tuple[TableRow, ...], Expression]
"""The inputs and the rows of a table (both empty for a plain definition), and the expression."""

Cut: TypeAlias = tuple[Any, bool]
"""A place between values: right before a limit, or right behind it (``True``)."""


def is_discrete(asked: Expression) -> bool:
    """Whether every value of an input has a next one; an amount in a field is a number of fen."""
    in_fen = asked.type is Scalar.MONEY and isinstance(asked, model.FieldValue)
    return in_fen or asked.type in (Scalar.WHOLE, Scalar.DATE)


def cut(asked: Expression, value: Any, behind: bool) -> Cut:
    """The place right before or behind a value, normalised so that equal places compare equal.

    >>> whole = model.FieldValue(model.Subject(RecordType("R", None, ())), "n", Scalar.WHOLE)
    >>> cut(whole, 4, True) == cut(whole, 5, False)
    True
    """
    if not is_discrete(asked) or value == date.max:
        return (value, behind)
    if isinstance(value, Fraction) and value.denominator > 1:
        return (ceil(value), False)
    step: Any = timedelta(days=1) if isinstance(value, date) else 1
    return (value + step, False) if behind else (value, False)


def is_behind(bound: Bound, is_lower: bool) -> bool:
    """Whether a stretch begins or ends right behind the limit of a bound, and not right before
    it."""
    return bound.included is not is_lower


class TableReader:
    """Reads decision tables about records."""

    def __init__(self, expressions: ExpressionChecker, problems: Problems) -> None:
        self.expressions = expressions
        self.values = expressions.values
        self.problems = problems

    def inputs(
        self, names: Iterable[syntax.Name], scope: Scope, in_brackets: bool = False
    ) -> tuple[Expression, ...] | None:
        """The inputs of the table: fields, facts and arguments that cells may be about."""
        found = [self._input(name, scope, in_brackets) for name in names]
        return None if None in found else tuple(i for i in found if i is not None)

    def _input(self, name: syntax.Name, scope: Scope, in_brackets: bool) -> Expression | None:
        value = self.values.value(name, scope)
        if value is None:
            if not self.values.has_fault(name):
                kind = _INPUT.filled(record_type=called(scope.subject))
                known = (*scope.variables, *scope.subject.by_spelling)
                self.problems.unknown_name(kind, name, known)
            return None
        if isinstance(value, model.FactValue) and not self._may_be_looked_at(value, name, scope):
            return None
        amounts = (*NUMERIC, Scalar.MONEY)
        askable = amounts if in_brackets else (*ORDERED, Scalar.YES_NO)
        if value.type not in askable and (in_brackets or not isinstance(value.type, EnumType)):
            expected = NUMBER_OR_MONEY if in_brackets else _ASKABLE
            found = type_phrase(value.type)
            self.problems.report("POL-301", name.span, found_type=found, expected_type=expected)
            return None
        return value

    def _may_be_looked_at(self, fact: model.FactValue, name: syntax.Name, scope: Scope) -> bool:
        signature = self.values.names.by_spelling[fact.name].signature
        assert isinstance(signature, FactSignature)
        if signature.given:
            self.values.not_given(name, [one.name for one in signature.given])
            return False
        if signature.record_type != scope.subject.name:
            names, about = self.values.names, signature.record_type
            report_record_type(names, self.problems, name, about, scope)
            return False
        return True

    def rows(
        self,
        lines: Sequence[syntax.Row],
        inputs: tuple[Expression, ...],
        type_: Type,
        scope: Scope,
        in_force: Interval = Interval(),
    ) -> tuple[TableRow, ...] | None:
        """The rows of a table; ``None`` when one of them has a fault, which was reported."""
        if len(lines) > MAX_ROWS:
            self.problems.report("POL-614", lines[MAX_ROWS].span, count=len(lines), limit=MAX_ROWS)
            return None
        rows = [self._row(line, inputs, type_, scope, in_force) for line in lines]
        return None if None in rows else tuple(row for row in rows if row is not None)

    def _row(
        self,
        line: syntax.Row,
        inputs: tuple[Expression, ...],
        type_: Type,
        scope: Scope,
        in_force: Interval,
    ) -> TableRow | None:
        value = self._value(line.value, type_, scope)
        days = Interval(line.start or in_force.start, line.end or in_force.end)
        if line.cells and len(line.cells) != len(inputs):
            listed = tuple(input_called(asked, self.values.names.by_spelling) for asked in inputs)
            self.problems.report("POL-612", line.span, count=len(line.cells), inputs=listed)
            return None
        cells: list[TableCell] = []
        for written, asked in zip(line.cells, inputs, strict=False):
            cell = self._cell(written, asked, scope)
            if cell is None:
                return None
            cells.append(cell)
        if value is None:
            return None
        condition = _condition(inputs, cells) if cells else None
        return TableRow(condition, value, days, tuple(cells), line.value.span, line.span)

    def _value(
        self, value: syntax.Expression | syntax.UnknownDatum, type_: Type, scope: Scope
    ) -> Expression | None:
        if isinstance(value, syntax.UnknownDatum):
            self.problems.report(
                "POL-301", value.span, found_type=_UNKNOWN, expected_type=type_phrase(type_)
            )
            return None
        checked = self.expressions.check_as(value, type_, scope)
        return None if checked is None else written_out(checked, type_)

    def _cell(self, cell: syntax.Cell, asked: Expression, scope: Scope) -> TableCell | None:
        """The condition of a cell; ``None`` when it has a fault."""
        match cell, asked.type:
            case syntax.AnyValue(), _:
                return TableCell()
            case syntax.Members(names), EnumType() as enum:
                chosen = [self._member(name, enum) for name in names]
                members = {c.value: c for c in chosen if c is not None}
                ordered = tuple(members[m.name] for m in enum.members if m.name in members)
                return None if None in chosen else TableCell(ordered)
            case syntax.Answer(answer), Scalar.YES_NO:
                return TableCell((model.Constant(answer, Scalar.YES_NO, span=cell.span),))
            case syntax.Range(bounds), Scalar() if asked.type in ORDERED:
                return self._stretch(cell, bounds, asked, scope)
        found = next(phrase for kind, phrase in _CELLS.items() if isinstance(cell, kind))
        self._unfit(cell, found, asked)
        return None

    def _member(self, name: syntax.Name, enum: EnumType) -> model.Constant | None:
        found = self.values.member(name, enum)
        if not isinstance(found, model.Constant):
            self.values.unknown_member(name, enum)
            return None
        return found

    def _stretch(
        self, cell: syntax.Range, bounds: Iterable[syntax.Bound], asked: Expression, scope: Scope
    ) -> TableCell | None:
        ends: dict[bool, Bound] = {}
        for number, bound in enumerate(bounds, 1):
            limit = self.expressions.check(bound.limit, scope, asked.type)
            if limit is None:
                return None
            if not fits(limit.type, asked.type):
                self.problems.report(
                    "POL-301",
                    bound.limit.span,
                    found_type=type_phrase(limit.type),
                    expected_type=type_phrase(asked.type),
                    hint=expression_hints.to_fit(bound.limit, asked.type),
                )
                return None
            ends[bound.is_lower] = Bound(written_out(limit, asked.type), bound.included)
            if len(ends) < number:
                self._unfit(cell, _EMPTY, asked)
                return None
        low, high = ends.get(True), ends.get(False)
        if low and high and _is_empty(asked, low, high):
            self._unfit(cell, _EMPTY, asked)
            return None
        return TableCell((), low, high)

    def _unfit(self, cell: syntax.Cell, found: Phrase, asked: Expression) -> None:
        expected = _expected(asked, input_called(asked, self.values.names.by_spelling))
        self.problems.report("POL-301", cell.span, found_type=found, expected_type=expected)


def _is_empty(asked: Expression, low: Bound, high: Bound) -> bool:
    first, last = low.limit, high.limit
    if not (isinstance(first, model.Constant) and isinstance(last, model.Constant)):
        return False
    lower: Any = cut(asked, first.value, is_behind(low, True))
    return bool(lower >= cut(asked, last.value, is_behind(high, False)))


def written_out(expression: Expression, type_: Type) -> Expression:
    """The expression, with a number as a constant of the expected type."""
    match expression:
        case model.Apply(operation, (model.Constant(value) as number,)) if operation is NEGATE:
            return written_out(evolve(number, value=NEGATE.means(value)), type_)
        case model.Constant(value) if fits(expression.type, type_):
            whole = isinstance(value, Fraction) and value.denominator == 1
            plain = int(value) if whole and isinstance(value, Fraction) else value
            return evolve(expression, value=plain, type=type_)
    return expression


def input_called(asked: Expression, named: Mapping[str, Any]) -> Phrase:
    """The words for an input; ``named`` are the facts and parameters."""
    match asked:
        case model.FieldValue(record, name):
            assert isinstance(record.type, RecordType)
            return called(record.type.by_spelling[name])
        case model.FactValue(name) | model.ParameterValue(name):
            return called(named[name])
        case model.Variable(name):
            return Phrase(name, name)
    raise TypeError(f"{asked!r} is nothing that a table looks at")


# Brackets


class DefinitionReader(TableReader):
    """Reads definitions of facts that are written as tables, also progressive ones."""

    def table(
        self,
        declaration: syntax.FactDeclaration | syntax.OverrideDeclaration,
        means: syntax.Means | None,
        type_: Type,
        scope: Scope,
        otherwise: Expression | None = None,
    ) -> Table | None:
        """The definition of a fact of a type; ``otherwise`` is its value on days without rows."""
        lines = [*syntax.clauses_of(declaration, syntax.Row)]
        if means is not None:
            related = (Related(self.problems.excerpt(declaration.inputs[0].span), FIRST_PLACE),)
            hint = self._one_definition(declaration, means, lines)
            self.problems.report("POL-360", means.span, hint=hint, related=related)
            return None
        if not lines:
            clause, expected = ROWS_NEEDED
            place = declaration.name.span
            self.problems.report("POL-110", place, clause=clause, expected=expected)
            return None
        inputs = self.inputs(declaration.inputs, scope, declaration.progressive)
        if inputs is None:
            return None
        if declaration.progressive:
            rows = self.brackets(lines, inputs[0], scope)
            if rows is None or not self._is_sum(declaration, inputs[0], type_):
                return None
            return inputs, rows, progressive(inputs[0], rows, type_, otherwise)
        rows = self.rows(lines, inputs, type_, scope)
        if rows is None:
            return None
        return inputs, rows, expression(inputs, rows, type_, otherwise)

    def _is_sum(
        self,
        declaration: syntax.FactDeclaration | syntax.OverrideDeclaration,
        asked: Expression,
        type_: Type,
    ) -> bool:
        """Whether a fact has a type that a sum over brackets can have."""
        result = Scalar.MONEY if asked.type is Scalar.MONEY else Scalar.NUMBER
        if type_ is result:
            return True
        written = declaration.type if isinstance(declaration, syntax.FactDeclaration) else None
        place = declaration.name.span if written is None else written.span
        said = keyword_phrase(f"TYPE_{result.name}")
        hint = Fix(None)
        if written is not None:
            english = self.problems.is_english(written.span)
            hint = Fix(None, (writing(written.span, said.en if english else said.zh),))
        self.problems.report("POL-368", place, hint=hint, type=type_phrase(result))
        return False

    def _one_definition(
        self,
        declaration: syntax.FactDeclaration | syntax.OverrideDeclaration,
        means: syntax.Means,
        lines: Sequence[syntax.Row],
    ) -> Fix:
        """The choices to remove either the expression or the table of a definition."""
        file = self.problems.files[means.span.file]
        head = evolve(declaration.span, end=declaration.inputs[-1].span.end)
        terminal = "PROGRESSIVE_BY" if declaration.progressive else "BY"
        by = self.problems.said_in(head, terminal)
        first = self.problems.without(means.span).choices
        if by is None:
            return Fix(None, first)
        parts = [evolve(by, end=head.end), *(line.span for line in lines)]
        edits = (edit for part in parts for edit in without(file, part).edits)
        return Fix(None, (*first, Choice(_REMOVE_THE_TABLE, tuple(edits))))

    def brackets(
        self, lines: Sequence[syntax.Row], asked: Expression, scope: Scope
    ) -> tuple[TableRow, ...] | None:
        """The brackets in their order; ``None`` when something is wrong, which was reported."""
        rows = self.rows(lines, (asked,), Scalar.NUMBER, scope)
        if rows is None or not all(map(self._is_bracket, rows)):
            return None
        held = stretches(row.in_force for row in rows)
        each_day = [[r for r in rows if r.in_force.contains(some_day(days))] for days in held]
        cells = {line.span: line.cells[0] for line in lines if line.cells}
        follow = [self._follow(active, cells, asked) for active in each_day if active]
        return rows if all(follow) else None

    def _is_bracket(self, row: TableRow) -> bool:
        if row.cells and not row.cells[0].is_any:
            return True
        self.problems.report("POL-364", row.place)
        return False

    def _follow(
        self, rows: Sequence[TableRow], cells: Mapping[Span, syntax.Cell], asked: Expression
    ) -> bool:
        """Whether each bracket begins where the one before it ends; otherwise that is reported.

        ``cells`` are the written ones by the places of their rows.
        """
        first, last = rows[0], rows[-1]
        for before, row in pairwise(rows):
            end, begin = before.cells[0].high, row.cells[0].low
            if end is None or begin is None or not _same(end.limit, begin.limit):
                related = (Related(self.problems.excerpt(before.place), FIRST_PLACE),)
                hint = self._joined(cells[before.place], cells[row.place])
                self.problems.report("POL-367", row.place, hint=hint, related=related)
                return False
        if first.cells[0].low is None:
            english = self.problems.is_english(first.place)
            least = keyword_phrase("AT_LEAST")
            zero = ("0 yuan" if english else "0元") if asked.type is Scalar.MONEY else "0"
            start = f"{least.en if english else least.zh} {zero} "
            at = evolve(first.place, end=first.place.start)
            hint = Fix(None, (writing(at, start, _BEGIN_WITH),))
            self.problems.report("POL-365", first.place, hint=hint)
            return False
        if last.cells[0].high is not None:
            ends = _ends_of(cells[last.place])
            hint = self.problems.without(*(e.span for e in ends.values() if not e.is_lower))
            self.problems.report("POL-366", last.place, hint=hint)
            return False
        return True

    def _joined(self, before: syntax.Cell, cell: syntax.Cell) -> Fix:
        """The choices to write the end of a bracket as the beginning of the next, or the other way
        round."""
        end, begin = _ends_of(before).get(False), _ends_of(cell).get(True)
        if end is None or begin is None:
            return Fix(None)
        one, other = end.limit.span, begin.limit.span
        begins = writing(other, self.problems.text(one), _BEGIN_WITH)
        return Fix(None, (begins, writing(one, self.problems.text(other), _END_BEFORE)))


def _ends_of(cell: syntax.Cell) -> dict[bool, syntax.Bound]:
    """The ends of a range, the lower one under True."""
    bounds = cell.bounds if isinstance(cell, syntax.Range) else ()
    return {bound.is_lower: bound for bound in bounds}


_REMOVE_THE_TABLE: Final = Phrase("remove the table", "删去这张表")
_BEGIN_WITH: Final = Phrase("let the bracket begin: {text}", "这一档起于：{text}")
_END_BEFORE: Final = Phrase("let the bracket before end: {text}", "前一档止于：{text}")


def _same(one: Expression, other: Expression) -> bool:
    """Whether two limits are the same for every record."""
    return _limit_key(one) == _limit_key(other)


def _limit_key(limit: Expression) -> object:
    if isinstance(limit, model.Constant):
        return limit.value
    # The arguments of a fact are ignored when facts of other records are compared.
    is_asked = any(isinstance(part, model.FactOf) for part in walk(limit))
    return id(limit) if is_asked else limit


def progressive(
    asked: Expression, rows: Sequence[TableRow], type_: Type, otherwise: Expression | None
) -> Expression:
    """The sum over the brackets of the rate times the part of the input inside; below the first
    bracket it is zero.

    It is a choice of the bracket that the value lies in: the sum of the brackets below, and the
    rate times the part in it. So it does not rest on rates or limits of brackets above.
    """

    def amounts(active: Sequence[TableRow]) -> Iterator[TableRow]:
        below: Expression | None = None
        for row in active:
            low, high = row.cells[0].low, row.cells[0].high
            assert low is not None
            reached = asked if below is not None else _no_less(asked, low.limit)
            inside = _times(row.value, _apply(MINUS, reached, low.limit))
            yield evolve(row, value=evolve(_plus(below, inside), span=row.span))
            if high is not None:
                full = _times(row.value, _apply(MINUS, high.limit, low.limit))
                below = _plus(below, full)

    def chain(active: Sequence[TableRow]) -> Expression:
        *before, last = amounts(active)
        result = last.value
        for row in reversed(before):
            high = row.cells[0].high
            assert high is not None
            inside = model.compared(Comparison.AT_MOST, asked, high.limit)
            result = model.Choose(inside, row.value, result, type_)
        return result

    return _over_days(rows, chain, type_, otherwise)


def _no_less(asked: Expression, limit: Expression) -> Expression:
    """The input, or the limit if that is larger, so that the part below the limit is zero."""
    if isinstance(asked, model.FieldValue) and isinstance(limit, model.Constant):
        assert isinstance(asked.record.type, RecordType)
        least: Any = asked.record.type.by_spelling[asked.name].minimum
        if least is not None and least >= limit.value:
            return asked
    return _apply(BUT_AT_LEAST, asked, limit)


def _apply(operation: Operation, left: Expression, right: Expression) -> Expression:
    """An operation on two values, computed where both are literals."""
    result = operation.result((left.type, right.type))
    assert result is not None
    if isinstance(left, model.Constant) and isinstance(right, model.Constant):
        return model.Constant(operation.means(left.value, right.value), result)
    if operation is MINUS and isinstance(right, model.Constant) and right.value == 0:
        return left
    return model.Apply(operation, (left, right), result)


def _times(rate: Expression, part: Expression) -> Expression:
    return _apply(TIMES, part, rate)


def _plus(below: Expression | None, inside: Expression) -> Expression:
    return inside if below is None else _apply(PLUS, below, inside)


# The expression


def expression(
    inputs: tuple[Expression, ...],
    rows: Sequence[TableRow],
    type_: Type,
    otherwise: Expression | None = None,
) -> Expression:
    """The expression of a complete table; ``otherwise`` is the value on days without rows."""
    return _over_days(rows, lambda active: _chain(inputs, active, type_), type_, otherwise)


def _over_days(
    rows: Sequence[TableRow],
    chain: Callable[[Sequence[TableRow]], Expression],
    type_: Type,
    otherwise: Expression | None,
) -> Expression:
    """A choice by stretches of days: the rows of each, and ``otherwise`` on days without any."""
    result: Expression | None = None
    held = [
        (stretch, [row for row in rows if row.in_force.contains(some_day(stretch))])
        for stretch in stretches(row.in_force for row in rows)
    ]
    for stretch, active in reversed(held):
        part = chain(active) if active else otherwise
        if part is None:
            # A day without a row is reported elsewhere.
            continue
        if result is None:
            result = part
            continue
        assert stretch.end is not None
        until = model.compared(
            Comparison.AT_MOST, model.AsOf(), model.Constant(stretch.end, Scalar.DATE)
        )
        result = model.Choose(until, part, result, type_)
    assert result is not None
    return result


def _chain(inputs: tuple[Expression, ...], rows: Sequence[TableRow], type_: Type) -> Expression:
    """A chain of choices, row after row. The last needs no condition, since every case belongs to
    one row."""
    rest = [row for row in rows if row.condition is None]
    *before, last = (*(row for row in rows if row.condition is not None), *rest[:1])
    past, held = _Past(inputs), []
    for row in before:
        held.append((_condition(inputs, past.without_idle_bounds(row.cells)), row))
        past.add(row.cells)
    result = last.value
    for when, row in reversed(held):
        result = model.Choose(when, row.value, result, type_)
    return result


@define
class _Past:
    """Which values the rows before a row rule out for it.

    ``ends`` maps an input, the conditions on the other inputs, and one end of a stretch of values
    to its other end: no value in the stretch remains for later rows. ``None`` is an open end.
    """

    inputs: tuple[Expression, ...]
    ends: dict[tuple[int, tuple[object, ...], Cut, bool], Cut | None] = field(factory=dict)

    def without_idle_bounds(self, cells: tuple[TableCell, ...]) -> tuple[TableCell, ...]:
        """The cells of a row without bounds that always hold where the rows before it do not apply.

        Only one input may lose its bounds: a case outside the bounds of two is not ruled out.
        """
        for number, cell in enumerate(cells):
            if cell.low is None and cell.high is None:
                continue
            low, high = self._left(number, cells)
            left = evolve(cell, low=cell.low if low else None, high=cell.high if high else None)
            if left != cell:
                return (*cells[:number], left, *cells[number + 1 :])
        return cells

    def add(self, cells: tuple[TableCell, ...]) -> None:
        """Rule out the values of a row."""
        for number, (asked, cell) in enumerate(zip(self.inputs, cells, strict=True)):
            if cell.choices or cell.is_any:
                continue
            low, high = self._left(number, cells)
            for bound, is_lower, other in ((cell.low, True, high), (cell.high, False, low)):
                end = _cut_of(asked, bound, is_lower)
                if end is not None:
                    self.ends[number, _others(cells, number), end, is_lower] = other

    def _left(self, number: int, cells: tuple[TableCell, ...]) -> tuple[Cut | None, Cut | None]:
        """The ends of the values of an input that the row needs or that are ruled out beside
        them."""
        asked, cell = self.inputs[number], cells[number]
        wider = [*product(*(((), key) if key else (key,) for key in _others(cells, number)))]
        found = []
        for bound, is_lower in ((cell.low, True), (cell.high, False)):
            at = _cut_of(asked, bound, is_lower)
            while at is not None:
                keys = ((number, others, at, not is_lower) for others in wider)
                beside = next((key for key in keys if key in self.ends), None)
                if beside is None:
                    break
                at = self.ends[beside]
            found.append(at)
        return found[0], found[1]


def _others(cells: tuple[TableCell, ...], aside: int) -> tuple[object, ...]:
    """The conditions of a row on all inputs but one, as a key."""
    return tuple(_cell_key(cell) for n, cell in enumerate(cells) if n != aside)


def _cell_key(cell: TableCell) -> tuple[object, ...]:
    if cell.is_any:
        return ()
    ends = (end and (_limit_key(end.limit), end.included) for end in (cell.low, cell.high))
    return (cell.choices, *ends)


def _cut_of(asked: Expression, bound: Bound | None, is_lower: bool) -> Cut | None:
    """The place of a bound; for limits that are no numbers, equal expressions give equal places."""
    if bound is None:
        return None
    behind = is_behind(bound, is_lower)
    if isinstance(bound.limit, model.Constant):
        return cut(asked, bound.limit.value, behind)
    return (_limit_key(bound.limit), behind)


def _condition(inputs: Sequence[Expression], cells: Sequence[TableCell]) -> Expression:
    parts = [p for asked, cell in zip(inputs, cells, strict=True) for p in _asked(asked, cell)]
    match parts:
        case []:
            return model.Constant(True, Scalar.YES_NO)
        case [one]:
            return one
    return model.And(tuple(parts))


def _asked(asked: Expression, cell: TableCell) -> Iterator[Expression]:
    """The conditions of a cell on an input: none, one or two."""
    for bound, included, excluded in (
        (cell.low, Comparison.AT_LEAST, Comparison.GREATER),
        (cell.high, Comparison.AT_MOST, Comparison.LESS),
    ):
        if bound is not None:
            yield model.compared(included if bound.included else excluded, asked, bound.limit)
    match asked.type, cell.choices:
        case _, ():
            return
        case Scalar.YES_NO, (model.Constant(answer),):
            yield asked if answer else model.Not(asked)
        case _, (one,):
            yield model.compared(Comparison.EQUAL, asked, one)
        case _, choices:
            yield model.one_of(asked, choices)


ROWS_NEEDED: Final = (
    Phrase("a row", "行"),
    Phrase(
        "rows such as: industry, at least 100万元: 30%",
        "这样的各行：产业发展，不小于 100万元：30%",
    ),
)
"""What is missing in a table without rows, and what is expected there."""
_INPUT: Final = Phrase("a field of {record_type} or a fact", "{record_type}的字段或事实")
_ASKABLE: Final = Phrase(
    "an enum, yes/no, a number, an amount or a date", "枚举、是否、数、金额或日期"
)
_UNKNOWN: Final = Phrase("no value", "没有值")
_EMPTY: Final = Phrase("a range that no value lies in", "不含任何值的范围")
_CELLS: Final[Mapping[type, Phrase]] = {
    syntax.Members: Phrase("names of values", "值的名称"),
    syntax.Answer: Phrase("yes or no", "是或否"),
    syntax.Range: Phrase("a range", "范围"),
}


def _expected(asked: Expression, name: Phrase) -> Phrase:
    match asked.type:
        case EnumType():
            pattern = Phrase("values of {input}, joined by “or”", "{input}的值，用“或”连接")
        case Scalar.YES_NO:
            pattern = Phrase("yes, no or any for {input}", "{input}的是、否或任意")
        case _:
            pattern = Phrase(
                "a range of {input}, such as: at least … below …",
                "{input}的范围，如：不小于 … 低于 …",
            )
    return pattern.filled(input=name)
