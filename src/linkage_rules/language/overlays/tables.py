"""Changes to tables of values: whole tables, rows and single cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import DataChecker, written
from linkage_rules.language.checking.expressions import ValueFinder
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.resolve import FactSignature, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import some_day, stretches
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Interval, TableRow
from linkage_rules.model.operations import Comparison
from linkage_rules.model.spans import Span
from linkage_rules.model.types import ORDERED, EnumType, RecordType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE, Phrase, enumerated, keyword_phrase

Cut: TypeAlias = tuple[Any, bool]
"""A place between values: right before a value, or right behind it (``True``)."""


@frozen
class Stretch:
    """Values from one cut to the next; ``None`` leaves that side open."""

    low: Cut | None
    high: Cut | None


@frozen
class Input:
    """What a table looks at: a field or fact of the record, with the bounds of a field.

    Of a ``discrete`` input every value has a next one.
    """

    expression: Expression
    called: Phrase
    type: Type
    minimum: Any = None
    maximum: Any = None
    discrete: bool = False

    def cut(self, value: Any, behind: bool) -> Cut:
        """Right before or behind a value, in the one way of writing it."""
        if behind and self.discrete and value != date.max:
            step: Any = timedelta(days=1) if isinstance(value, date) else 1
            return (value + step, False)
        return (value, behind)


Cell: TypeAlias = "frozenset[str] | frozenset[bool] | Stretch | None"
"""Enum values, answers, a stretch of an ordered input; ``None`` is any value."""


def atoms(asked: Input, cells: Iterable[Cell]) -> Sequence[Any]:
    """The values of an input in the largest groups that no cell tells apart.

    Those are single enum values and answers, and stretches between all cuts.
    """
    match asked.type:
        case EnumType(members=members):
            return [member.name for member in members]
        case Scalar.YES_NO:
            return [True, False]
    cuts = {
        cut
        for cell in cells
        if isinstance(cell, Stretch)
        for cut in (cell.low, cell.high)
        if cut is not None
    }
    lowest = None if asked.minimum is None else asked.cut(asked.minimum, False)
    highest = None if asked.maximum is None else asked.cut(asked.maximum, True)
    inner = [
        cut
        for cut in sorted(cuts)
        if (lowest is None or cut > lowest) and (highest is None or cut < highest)
    ]
    return [Stretch(low, high) for low, high in pairwise([lowest, *inner, highest])]


def covers(cell: Cell, atom: Any) -> bool:
    """Whether a cell is about all values of an atom; it is about all of them or none."""
    if cell is None:
        return True
    if isinstance(cell, Stretch):
        above = cell.low is None or (atom.low is not None and atom.low >= cell.low)
        below = cell.high is None or (atom.high is not None and atom.high <= cell.high)
        return above and below
    return atom in cell


def left_open(cell: Stretch, gone: Iterable[Stretch]) -> Stretch:
    """A stretch without a bound that says nothing more once other stretches are ruled out.

    >>> left_open(Stretch((50, False), (100, False)), [Stretch(None, (50, False))])
    Stretch(low=None, high=(100, False))
    """
    others = tuple(gone)
    low, high = cell.low, cell.high
    while low is not None and (below := [one for one in others if one.high == low]):
        low = below[0].low
    while high is not None and (above := [one for one in others if one.low == high]):
        high = above[0].high
    return Stretch(low and cell.low, high and cell.high)


def described(asked: Input, atom: Any) -> Phrase:
    """One input and a group of its values in words."""
    if isinstance(atom, Stretch):
        value = _stretch_words(asked, atom)
    elif isinstance(asked.type, EnumType):
        member = next(m for m in asked.type.members if m.name == atom)
        value = called(member)
    else:
        value = keyword_phrase("YES" if atom else "NO")
    return Phrase("{input} {value}", "{input} {value}").filled(input=asked.called, value=value)


def _stretch_words(asked: Input, atom: Stretch) -> Phrase:
    if atom.low and not atom.low[1] and atom.high == asked.cut(atom.low[0], True):
        only = written(atom.low[0], asked.type)
        return Phrase(f"= {only.en}", f"= {only.zh}")
    words = [_limit(asked, cut, lower) for cut, lower in _limits(asked, atom)]
    if not words:
        return keyword_phrase("ANY")
    return enumerated(words, " ", " ")


def _limits(asked: Input, atom: Stretch) -> Iterable[tuple[Cut, bool]]:
    edge_low = None if asked.minimum is None else asked.cut(asked.minimum, False)
    edge_high = None if asked.maximum is None else asked.cut(asked.maximum, True)
    if atom.low is not None and atom.low != edge_low:
        yield atom.low, True
    if atom.high is not None and atom.high != edge_high:
        yield atom.high, False


def _limit(asked: Input, cut: Cut, lower: bool) -> Phrase:
    value, behind = cut
    terminal = ("ABOVE" if behind else "AT_LEAST") if lower else ("AT_MOST" if behind else "BELOW")
    return Phrase("{word} {value}", "{word} {value}").filled(
        word=keyword_phrase(terminal), value=written(value, asked.type)
    )


def condition(asked: Input, cell: Cell) -> tuple[Expression, ...]:
    """What a cell says of an input: nothing, or one or two conditions."""
    operand = asked.expression
    if cell is None:
        return ()
    if isinstance(cell, Stretch):
        said: list[Expression] = []
        for cut, lower in ((cell.low, True), (cell.high, False)):
            if cut is not None:
                constant = model.Constant(_plain(cut[0]), asked.type)
                said.append(model.compared(_COMPARISONS[lower, cut[1]], operand, constant))
        return tuple(said)
    if asked.type is Scalar.YES_NO:
        return (operand if True in cell else model.Not(operand),) if len(cell) == 1 else ()
    choices = tuple(
        model.Constant(m.name, asked.type)
        for m in (asked.type.members if isinstance(asked.type, EnumType) else ())
        if m.name in cell
    )
    if len(choices) == 1:
        return (model.compared(Comparison.EQUAL, operand, choices[0]),)
    return (model.one_of(operand, choices),)


_COMPARISONS: Final = {
    (True, False): Comparison.AT_LEAST,
    (True, True): Comparison.GREATER,
    (False, False): Comparison.LESS,
    (False, True): Comparison.AT_MOST,
}


def _plain(value: Any) -> Any:
    whole = isinstance(value, Fraction) and value.denominator == 1
    return int(value) if whole else value


MAX_ROWS: Final = 60
MAX_CASES: Final = 10_000
"""The most cases that a table may tell apart, those of each stretch of days counted on their own,
so that checking it takes no time to speak of."""


@frozen
class Row:
    """A row as read; without cells it is for all that the other rows leave."""

    cells: tuple[Cell, ...] | None
    value: Value
    in_force: Interval
    span: Span
    value_span: Span

    def holds(self, case: Sequence[Any]) -> bool:
        cells = self.cells or ()
        return all(covers(cell, atom) for cell, atom in zip(cells, case, strict=True))


class TableChecker:
    """Reads decision tables about records."""

    def __init__(self, values: ValueFinder, problems: Problems, data: DataChecker) -> None:
        self.values = values
        self.problems = problems
        self.data = data

    def inputs(
        self, names: Iterable[syntax.Name], record_type: RecordType
    ) -> tuple[Input, ...] | None:
        """What the table looks at: fields and facts that a cell can speak of."""
        found = [self._input(name, record_type) for name in names]
        return None if None in found else tuple(i for i in found if i is not None)

    def _input(self, name: syntax.Name, record_type: RecordType) -> Input | None:
        value = self.values.value(name, Scope(record_type))
        if value is None:
            if not self.values.has_fault(name):
                kind = _INPUT.filled(record_type=called(record_type))
                self.problems.unknown_name(kind, name, record_type.by_spelling)
            return None
        asked = self.values.names.by_spelling.get(name.text)
        given = (
            asked.signature.given if asked and isinstance(asked.signature, FactSignature) else ()
        )
        if given and isinstance(value, model.FactValue):
            self.values.not_given(name, [one.name for one in given])
            return None
        if not (
            isinstance(value.type, EnumType)
            or value.type is Scalar.YES_NO
            or (isinstance(value.type, Scalar) and value.type in ORDERED)
        ):
            self.problems.report(
                "POL-301", name.span, found_type=type_phrase(value.type), expected_type=_ASKABLE
            )
            return None
        field = record_type.by_spelling.get(name.text)
        if field is not None:
            discrete = field.type in (Scalar.WHOLE, Scalar.DATE, Scalar.MONEY)
            words = called(field)
            return Input(value, words, field.type, field.minimum, field.maximum, discrete)
        symbol = self.values.names.by_spelling[name.text]
        words = called(symbol)
        return Input(value, words, value.type, discrete=value.type in (Scalar.WHOLE, Scalar.DATE))

    def rows(
        self,
        lines: Sequence[syntax.Row],
        inputs: tuple[Input, ...],
        type_: Type,
        in_force: Interval,
    ) -> tuple[Row, ...] | None:
        """The rows of a table; ``None`` when one of them has a fault, which was reported."""
        if len(lines) > MAX_ROWS:
            self.problems.report("POL-614", lines[MAX_ROWS].span, count=len(lines), limit=MAX_ROWS)
            return None
        rows = [self._row(line, inputs, type_, in_force) for line in lines]
        return None if None in rows else tuple(row for row in rows if row is not None)

    def _row(
        self, line: syntax.Row, inputs: tuple[Input, ...], type_: Type, in_force: Interval
    ) -> Row | None:
        if isinstance(line.value, syntax.UnknownDatum):
            self.problems.report(
                "POL-301", line.value.span, found_type=_UNKNOWN, expected_type=type_phrase(type_)
            )
            return None
        value = self.data.value(line.value, type_)
        days = Interval(line.start or in_force.start, line.end or in_force.end)
        if not line.cells:
            return Row(None, value, days, line.span, line.value.span)
        if len(line.cells) != len(inputs):
            self.problems.report(
                "POL-612",
                line.span,
                count=len(line.cells),
                inputs=tuple(asked.called for asked in inputs),
            )
            return None
        cells: list[Cell] = []
        for cell, asked in zip(line.cells, inputs, strict=True):
            found = self._cell(cell, asked)
            if found is False:
                return None
            cells.append(found)
        return Row(tuple(cells), value, days, line.span, line.value.span)

    def _cell(self, cell: syntax.Cell, asked: Input) -> Any:
        """What a cell is about; ``False`` when it has a fault."""
        match cell, asked.type:
            case syntax.AnyValue(), _:
                return None
            case syntax.Members(names), EnumType() as enum:
                before = len(self.problems.diagnostics)
                chosen = {self.data.value(name, enum) for name in names}
                return frozenset(chosen) if len(self.problems.diagnostics) == before else False
            case syntax.Answer(answer), Scalar.YES_NO:
                return frozenset({answer})
            case syntax.Range(bounds), Scalar() if asked.type in ORDERED:
                return self._stretch(cell, bounds, asked)
        found = next(phrase for kind, phrase in _CELLS.items() if isinstance(cell, kind))
        self.problems.report("POL-301", cell.span, found_type=found, expected_type=_expected(asked))
        return False

    def _stretch(
        self, cell: syntax.Range, bounds: Iterable[syntax.Bound], asked: Input
    ) -> Stretch | bool:
        ends: dict[bool, Any] = {}
        for bound in bounds:
            value = self.data.value(bound.limit, asked.type)
            if value is None:
                return False
            behind = bound.included is not bound.is_lower
            ends.setdefault(bound.is_lower, asked.cut(value, behind))
        low, high = ends.get(True), ends.get(False)
        if len(ends) < len(tuple(bounds)) or (low and high and low >= high):
            self.problems.report(
                "POL-301", cell.span, found_type=_EMPTY, expected_type=_expected(asked)
            )
            return False
        return Stretch(low, high)

    # Gaps and overlaps

    def check_cases(self, table: Span, inputs: tuple[Input, ...], rows: tuple[Row, ...]) -> bool:
        """Report each case on some day that no row, or more than one, is about."""
        groups = [
            atoms(asked, (row.cells[number] for row in rows if row.cells is not None))
            for number, asked in enumerate(inputs)
        ]
        days = [*stretches(row.in_force for row in rows)]
        # Where rows hold on different days, a case alone does not say what is wrong.
        is_dated = len({row.in_force for row in rows}) > 1
        count = prod(map(len, groups)) * len(days)
        if count > MAX_CASES:
            self.problems.report("POL-614", table, count=count, limit=MAX_CASES)
            return False
        overlapping: set[tuple[int, int]] = set()
        complete = True
        for stretch in days:
            day = some_day(stretch)
            active = [row for row in rows if row.in_force.contains(day)]
            if not active:
                continue
            rest = [row for row in active if row.cells is None]
            for second in rest[1:]:
                overlapping |= self._overlap(rest[0], second, None, overlapping)
            gaps = []
            for case in product(*groups):
                about = [row for row in active if row.cells is not None and row.holds(case)]
                for second in about[1:]:
                    words = _words(inputs, case, day if is_dated else None)
                    overlapping |= self._overlap(about[0], second, words, overlapping)
                if not about and not rest:
                    gaps.append(case)
            if gaps and complete:
                complete = False
                self._gap(table, inputs, gaps, active, day if is_dated else None)
        return complete and not overlapping

    def _overlap(
        self, first: Row, second: Row, case: Phrase | None, known: set[tuple[int, int]]
    ) -> set[tuple[int, int]]:
        pair = (first.span.start, second.span.start)
        if pair not in known:
            related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
            words = case or _ANYTHING_ELSE
            self.problems.report("POL-611", second.span, case=words, related=related)
        return {pair}

    def _gap(
        self,
        table: Span,
        inputs: tuple[Input, ...],
        gaps: Sequence[Sequence[Any]],
        active: Sequence[Row],
        day: date | None,
    ) -> None:
        case = gaps[0]

        def shared(row: Row) -> int:
            cells = row.cells or ()
            return sum(covers(cell, atom) for cell, atom in zip(cells, case, strict=False))

        nearest = max(active, key=shared)
        related = (Related(self.problems.excerpt(nearest.span), _NEAREST),)
        words = _words(inputs, case, day)
        if len(gaps) > 1:
            words = _AND_MORE.filled(case=words, count=len(gaps) - 1)
        self.problems.report("POL-610", table, case=words, related=related)


def _words(inputs: Sequence[Input], case: Sequence[Any], day: date | None) -> Phrase:
    words = [described(asked, atom) for asked, atom in zip(inputs, case, strict=True)]
    listed = enumerated(words, zh="，")
    if day is None:
        return listed
    return _ON_A_DAY.filled(case=listed, day=written(day, Scalar.DATE))


# The expression


def table_rows(inputs: tuple[Input, ...], rows: Iterable[Row]) -> tuple[TableRow, ...]:
    """The rows as a reader sees them: each with its condition."""
    return tuple(
        TableRow(_condition(inputs, row), row.value, row.in_force, row.value_span) for row in rows
    )


def expression(
    inputs: tuple[Input, ...], rows: Sequence[Row], type_: Type, otherwise: Expression
) -> Expression:
    """The value of a complete table, and ``otherwise`` on days that none of its rows is about."""
    result: Expression | None = None
    held = [
        (stretch, [row for row in rows if row.in_force.contains(some_day(stretch))])
        for stretch in stretches(row.in_force for row in rows)
    ]
    for stretch, active in reversed(held):
        part = _chain(inputs, active, type_) if active else otherwise
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


def _chain(inputs: tuple[Input, ...], rows: Sequence[Row], type_: Type) -> Expression:
    """Row after row. The last needs no condition, for every case is that of one row."""
    ordered = sorted(rows, key=lambda row: row.cells is None)
    *before, last = ordered
    result: Expression = _value(last, type_)
    for number, row in reversed([*enumerate(before)]):
        when = _condition(inputs, _once_past(before[:number], row))
        assert when is not None
        result = model.Choose(when, _value(row, type_), result, type_)
    return result


def _once_past(before: Sequence[Row], row: Row) -> Row:
    """A row without the bounds of an input that hold wherever the rows before it do not.

    Two inputs may not both lose theirs: a case outside the bounds of both is not ruled out.
    """
    cells = row.cells or ()
    for number, cell in enumerate(cells):
        if not isinstance(cell, Stretch):
            continue
        gone = [
            other.cells[number]
            for other in before
            if other.cells is not None and _is_wider(other.cells, cells, number)
        ]
        left = left_open(cell, (one for one in gone if isinstance(one, Stretch)))
        if left != cell:
            return evolve(row, cells=(*cells[:number], left, *cells[number + 1 :]))
    return row


def _is_wider(one: Sequence[Cell], other: Sequence[Cell], aside: int) -> bool:
    """Whether one row is about any value or the same values as another, but for one input."""
    pairs = enumerate(zip(one, other, strict=True))
    return all(n == aside or mine is None or mine == its for n, (mine, its) in pairs)


def _value(row: Row, type_: Type) -> Expression:
    return model.Constant(row.value, type_, span=row.value_span)


def _condition(inputs: tuple[Input, ...], row: Row) -> Expression | None:
    if row.cells is None:
        return None
    parts = [
        part
        for asked, cell in zip(inputs, row.cells, strict=True)
        for part in condition(asked, cell)
    ]
    match parts:
        case []:
            return model.Constant(True, Scalar.YES_NO)
        case [one]:
            return one
    return model.And(tuple(parts))


_INPUT: Final = Phrase("a field of {record_type} or a fact", "{record_type}的字段或事实")
_ASKABLE: Final = Phrase(
    "an enum, yes/no, a number, an amount or a date", "枚举、是否、数、金额或日期"
)
_UNKNOWN: Final = Phrase("no value", "没有值")
_EMPTY: Final = Phrase("a range that no value lies in", "不含任何值的范围")
_NEAREST: Final = Phrase("the nearest row", "最接近的一行")
_ANYTHING_ELSE: Final = Phrase("everything else", "其余一切情形")
_ON_A_DAY: Final = Phrase("{case}, on {day}", "{case}，在 {day}")
_AND_MORE: Final = Phrase("{case} (and {count} more)", "{case}（另有{count}种）")
_CELLS: Final[Mapping[type, Phrase]] = {
    syntax.Members: Phrase("names of values", "值的名称"),
    syntax.Answer: Phrase("yes or no", "是或否"),
    syntax.Range: Phrase("a range", "范围"),
}


def _expected(asked: Input) -> Phrase:
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
    return pattern.filled(input=asked.called)
