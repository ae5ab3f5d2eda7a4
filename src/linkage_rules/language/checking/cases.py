"""Whether the rows of a decision table leave gaps or overlap, and for which cases.

The inputs are cut wherever a row distinguishes values, and every combination of the values between
the cuts (a case) has to belong to exactly one row, on every day. A limit that rests on parameters
alone is known for each day. A limit that rests on the record may have any value: then each possible
order of such limits is examined.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, product
from math import prod
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import written
from linkage_rules.language.checking.resolve import Named, Problems
from linkage_rules.language.checking.tables import cut, input_called, is_behind
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Fix
from linkage_rules.language.hints.choices import with_line
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import some_day, stretches
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Bound, Fact, Interval, TableCell, TableRow
from linkage_rules.model.package import Package
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, RecordType, Scalar
from linkage_rules.model.values import Value
from linkage_rules.words.called import called
from linkage_rules.words.keywords import LANGUAGES, Language, spelling
from linkage_rules.words.messages import FIRST_PLACE, Phrase, enumerated, keyword_phrase
from linkage_rules.words.names import to_fill_in, write_name

MAX_CASES: Final = 10_000
"""The most cases of a table, counted for each stretch of days and each order of limits, so that
checking it stays fast."""


@frozen
class Stretch:
    """The values from one cut to the next; ``None`` leaves that side open.

    A cut is the number of a level, and whether it is right behind that level or right before it.
    """

    low: tuple[int, bool] | None
    high: tuple[int, bool] | None


Atom: TypeAlias = "str | bool | Stretch"
"""Values of an input that no row distinguishes: an enum value, an answer, or a stretch."""


@frozen
class _Limit:
    """A limit of a bound: a value, or ``written``, an expression that depends on the record.

    For the latter it may be known that it is no less than ``least`` and no more than ``most``.
    """

    value: Any
    written: Phrase | None = None
    least: Any = None
    most: Any = None

    @property
    def is_open(self) -> bool:
        return self.written is not None


@frozen
class _Input:
    """An input with the cuts that a table makes on one day, for one order of its levels.

    A level holds limits that are equal. Where all limits are known there is only one order.
    """

    asked: Expression
    called: Phrase
    day: date
    levels: tuple[tuple[_Limit, ...], ...] = ()
    atoms: tuple[Atom, ...] = ()
    at: Mapping[_Limit, int] = {}
    """The number of the level that a limit is on."""

    @property
    def is_open(self) -> bool:
        """Whether the order of the levels is one of several possible ones."""
        return any(limit.is_open for level in self.levels for limit in level)


@define
class TableCases:
    """Examines the cases of one table. ``place`` is where the table is declared."""

    package: Package
    problems: Problems
    fact: Fact
    place: Span
    whole: bool
    """Whether every day needs a row; otherwise days without rows have another value."""
    named: Mapping[str, Any] = field(init=False)
    rows: tuple[TableRow, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.named = {**self.package.parameters, **self.package.facts}
        table = self.fact.table
        self.rows = tuple(map(_bracket, table)) if self.fact.progressive else table

    def check(self) -> bool:
        """Report each case on some day that belongs to no row, or to more than one.

        Returns whether there is none.
        """
        days = self._days()
        is_dated = len(days) > 1
        overlapping: set[tuple[Span, Span]] = set()
        complete, count = True, 0
        for day, active in days:
            told = day if is_dated else None
            for inputs in self._orders(active, day):
                count += prod(len(asked.atoms) for asked in inputs)
                if count > MAX_CASES:
                    self.problems.report("POL-614", self.place, count=count, limit=MAX_CASES)
                    return False
                if self.fact.progressive and active:
                    # In a progressive table each bracket begins where the one before it ends.
                    complete = complete and self._ascend(inputs, active, told)
                    continue
                gaps = self._look(inputs, active, told, overlapping)
                if gaps and complete:
                    complete = False
                    self._gap(inputs, gaps, active, told)
        return complete and not overlapping

    def _dates(self) -> Iterator[Interval]:
        """The intervals of days of the rows, and of the parameters that limits rest on."""
        yield from (row.in_force for row in self.fact.table)
        for name in _parameters(self.fact.table):
            yield from (period.in_force for period in self.package.parameters[name].periods)

    def idle(self) -> list[TableRow]:
        """The rows that no record belongs to on any day.

        Raises ValueError where there are more cases than `check` examines.
        """
        rows = {row.place: row for row in self.rows}
        count = 0
        for day, active in self._days():
            for inputs in self._orders(active, day):
                count += prod(len(asked.atoms) for asked in inputs)
                if count > MAX_CASES:
                    raise ValueError(f"{self.fact.name} tells more than {MAX_CASES} cases apart")
                for _, about, rest in self._each(inputs, active):
                    for row in about or rest:
                        rows.pop(row.place, None)
        return [*rows.values()]

    def _days(self) -> list[tuple[date, list[TableRow]]]:
        """One day of each stretch on which the table is the same, with its rows then."""
        found = []
        for stretch in stretches(self._dates()):
            day = some_day(stretch)
            active = [row for row in self.rows if row.in_force.contains(day)]
            if (active or self.whole) and not self._is_unsaid(active, day):
                found.append((day, active))
        return found

    def _is_unsaid(self, rows: Sequence[TableRow], day: date) -> bool:
        """Whether the table has no value on a day, because a parameter in a limit has none."""
        read = (self.package.parameters[name] for name in _parameters(rows))
        return any(parameter.value_on(day) is None for parameter in read)

    # The orders of the limits

    def _orders(self, rows: Sequence[TableRow], day: date) -> Iterator[tuple[_Input, ...]]:
        each = [
            [*self._inputs(asked, [row.cells[n] for row in rows if row.cells], day)]
            for n, asked in enumerate(self.fact.inputs)
        ]
        yield from product(*each)

    def _inputs(self, asked: Expression, cells: Sequence[TableCell], day: date) -> Iterator[_Input]:
        name = input_called(asked, self.named)
        match asked.type:
            case EnumType(members=members):
                yield _Input(asked, name, day, (), tuple(member.name for member in members))
                return
            case Scalar.YES_NO:
                yield _Input(asked, name, day, (), (True, False))
                return
        ends = [
            self._cut(asked, bound, is_lower, day)
            for cell in cells
            for bound, is_lower in ((cell.low, True), (cell.high, False))
            if bound is not None
        ]
        least, most = self._edges(asked)
        limits = dict.fromkeys(limit for limit, _ in (*ends, *least, *most))
        for levels in _ordered(limits):
            at = {limit: number for number, level in enumerate(levels) for limit in level}
            low = next(((at[limit], behind) for limit, behind in least), None)
            high = next(((at[limit], behind) for limit, behind in most), None)
            inner = sorted({(at[limit], behind) for limit, behind in ends})
            inner = [c for c in inner if (low is None or c > low) and (high is None or c < high)]
            atoms = [Stretch(first, last) for first, last in pairwise([low, *inner, high])]
            yield _Input(asked, name, day, levels, tuple(atoms), at)

    def _edges(self, asked: Expression) -> tuple[list[tuple[_Limit, bool]], ...]:
        """The limits at which the values of a field begin and end."""
        found = []
        least, most = _values_of(asked)
        for value, behind in ((least, False), (most, True)):
            at = None if value is None else cut(asked, value, behind)
            found.append([] if at is None else [(_Limit(at[0]), at[1])])
        return tuple(found)

    def _cut(
        self, asked: Expression, bound: Bound, is_lower: bool, day: date
    ) -> tuple[_Limit, bool]:
        behind = is_behind(bound, is_lower)
        value = self._value(bound.limit, day)
        if value is None:
            said = (describe(bound.limit, self.package, language) for language in LANGUAGES)
            return (_Limit(None, Phrase(*said), *_values_of(bound.limit)), behind)
        at, right_behind = cut(asked, value, behind)
        return (_Limit(at), right_behind)

    def _value(self, limit: Expression, day: date) -> Value:
        """The value of a limit on a day; None if it depends on the record."""
        match limit:
            case model.Constant(value):
                return value
            case model.ParameterValue(name, day=None):
                return self.package.parameters[name].value_on(day)
            case model.Apply(operation, operands):
                values = [self._value(operand, day) for operand in operands]
                found: Value = None if None in values else operation.means(*values)
                return found
        return None

    # The cases

    def _look(
        self,
        inputs: tuple[_Input, ...],
        active: Sequence[TableRow],
        day: date | None,
        overlapping: set[tuple[Span, Span]],
    ) -> list[tuple[Atom, ...]]:
        """The cases without a row; overlaps of two rows are reported."""
        gaps = []
        for second in [row for row in active if row.condition is None][1:]:
            first = next(row for row in active if row.condition is None)
            self._overlap(first, second, _ANYTHING_ELSE, inputs, overlapping)
        for case, about, rest in self._each(inputs, active):
            for second in about[1:]:
                words = self._words(inputs, case, day)
                self._overlap(about[0], second, words, inputs, overlapping)
            if not about and not rest:
                gaps.append(case)
        return gaps

    def _each(
        self, inputs: tuple[_Input, ...], active: Sequence[TableRow]
    ) -> Iterator[tuple[tuple[Atom, ...], list[TableRow], list[TableRow]]]:
        """Every case, with the rows that it belongs to, and the rows for all remaining cases."""
        rest = [row for row in active if row.condition is None]
        held = [(row, self._cells(row, inputs)) for row in active if row.condition is not None]
        # For each atom of an input the rows that include it, as a number with a bit for each row.
        about = [[0] * len(asked.atoms) for asked in inputs]
        for row, (_, cells) in enumerate(held):
            for asked, cell, rows in zip(inputs, cells, about, strict=True):
                for place in _places(cell, asked.atoms):
                    rows[place] |= 1 << row
        for places in product(*(range(len(asked.atoms)) for asked in inputs)):
            case = tuple(asked.atoms[n] for asked, n in zip(inputs, places, strict=True))
            bits = (1 << len(held)) - 1
            for rows, place in zip(about, places, strict=True):
                bits &= rows[place]
            found = []
            while bits:
                found.append(held[(bits & -bits).bit_length() - 1][0])
                bits &= bits - 1
            yield case, found, rest

    def _cells(self, row: TableRow, inputs: tuple[_Input, ...]) -> list["_Cell"]:
        return [self._cell(cell, asked) for cell, asked in zip(row.cells, inputs, strict=True)]

    def _cell(self, cell: TableCell, asked: _Input) -> "_Cell":
        if cell.choices:
            return frozenset(c.value for c in cell.choices if isinstance(c, model.Constant))
        if cell.is_any:
            return None
        return Stretch(self._at(cell.low, True, asked), self._at(cell.high, False, asked))

    def _at(self, bound: Bound | None, is_lower: bool, asked: _Input) -> tuple[int, bool] | None:
        if bound is None:
            return None
        limit, behind = self._cut(asked.asked, bound, is_lower, asked.day)
        return (asked.at[limit], behind)

    # What is told

    def _overlap(
        self,
        first: TableRow,
        second: TableRow,
        case: Phrase,
        inputs: tuple[_Input, ...],
        known: set[tuple[Span, Span]],
    ) -> None:
        pair = (first.place, second.place)
        if pair in known:
            return
        known.add(pair)
        related = (Related(self.problems.excerpt(first.place), FIRST_PLACE),)
        order = _order(inputs)
        if order is None:
            self.problems.report("POL-611", second.place, case=case, related=related)
        else:
            self.problems.report("POL-362", second.place, case=case, order=order, related=related)

    def _ascend(
        self, inputs: tuple[_Input, ...], active: Sequence[TableRow], day: date | None
    ) -> bool:
        """Whether every bracket begins before it ends; the first that does not is reported."""
        for row in active:
            (cell,) = self._cells(row, inputs)
            if isinstance(cell, Stretch) and cell.low and cell.high and cell.low > cell.high:
                low, high = (
                    _limit_written(inputs[0], inputs[0].levels[level][0])
                    for level, _ in (cell.low, cell.high)
                )
                case = Phrase("{low} > {high}", "{low} > {high}").filled(low=low, high=high)
                if day is not None:
                    case = _ON_A_DAY.filled(case=case, day=written(day, Scalar.DATE))
                self.problems.report("POL-369", row.place, case=case)
                return False
        return True

    def _gap(
        self,
        inputs: tuple[_Input, ...],
        gaps: Sequence[Sequence[Atom]],
        active: Sequence[TableRow],
        day: date | None,
    ) -> None:
        case = gaps[0]

        def shared(row: TableRow) -> int:
            return sum(map(_covers, self._cells(row, inputs), case))

        nearest = max(active, key=shared, default=None)
        place = NOWHERE if nearest is None else nearest.place
        related = () if nearest is None else (Related(self.problems.excerpt(place), _NEAREST),)
        words, order = self._words(inputs, case, day), _order(inputs)
        if len(gaps) > 1:
            words = _AND_MORE.filled(case=words, count=len(gaps) - 1)
        hint = self._otherwise(active)
        if order is None:
            self.problems.report("POL-610", self.place, hint=hint, case=words, related=related)
        else:
            self.problems.report(
                "POL-361", self.place, hint=hint, case=words, order=order, related=related
            )

    def _otherwise(self, active: Sequence[TableRow]) -> Fix:
        """The choice to end the table with a row for all other cases, its value to be filled in.

        A table of a policy below is not for this one to change.
        """
        places = [row.place for row in active]
        if not places or any(place.file != self.place.file for place in places):
            return Fix(None)
        file = self.problems.files[self.place.file]
        last = max(places, key=lambda place: place.end)
        language: Language = "en" if file.text[last.start : last.end].isascii() else "zh"
        value = write_name(to_fill_in("a value" if language == "en" else "值", language))
        colon = ": " if language == "en" else "："
        return Fix(None, (with_line(file, last, f"{spelling('ELSE', language)}{colon}{value}"),))

    def _words(self, inputs: Sequence[_Input], case: Sequence[Atom], day: date | None) -> Phrase:
        words = [_described(asked, atom) for asked, atom in zip(inputs, case, strict=True)]
        listed = enumerated(words, zh="，")
        if day is None:
            return listed
        return _ON_A_DAY.filled(case=listed, day=written(day, Scalar.DATE))


def check_tables(package: Package, places: Mapping[str, Named], problems: Problems) -> None:
    """Report gaps and overlaps of tables that this policy declares or sets, and those that it
    causes in a table below by setting a parameter.

    ``places`` are the names it declares and changes.
    """
    for fact in package.declared_facts:
        if not fact.table:
            continue
        declared = places.get(fact.name)
        if declared is not None:
            whole = isinstance(declared, syntax.FactDeclaration)
            TableCases(package, problems, fact, declared.name.span, whole).check()
            continue
        changed = next((name for name in _parameters(fact.table) if name in places), None)
        if changed is not None:
            _check_below(package, fact, places[changed], problems)


def _check_below(package: Package, fact: Fact, changed: Named, problems: Problems) -> None:
    """Report what setting a parameter causes in a table of a policy below."""
    found = Problems(problems.files)
    if TableCases(package, found, fact, fact.span, whole=False).check():
        return
    first = found.diagnostics[0]
    problems.report(
        "POL-363",
        changed.name.span,
        name=changed.name.text,
        table=called(fact),
        case=first.arguments.get("case", ""),
        related=(Related(first.excerpt, FIRST_PLACE),),
    )


def _parameters(rows: Iterable[TableRow]) -> Iterator[str]:
    """The parameters that the bounds of a table rest on."""
    for bound in _bounds(rows):
        for part in walk(bound.limit):
            if isinstance(part, model.ParameterValue):
                yield part.name


def _bounds(rows: Iterable[TableRow]) -> Iterator[Bound]:
    for row in rows:
        for cell in row.cells:
            yield from (end for end in (cell.low, cell.high) if end is not None)


def _bracket(row: TableRow) -> TableRow:
    """A bracket with its beginning but without its end, because at a shared limit both brackets
    give the same sum."""

    def end(bound: Bound | None, included: bool) -> Bound | None:
        return None if bound is None else evolve(bound, included=included)

    (cell,) = row.cells
    return evolve(row, cells=(evolve(cell, low=end(cell.low, True), high=end(cell.high, False)),))


_Cell: TypeAlias = "frozenset[Any] | Stretch | None"


def _ordered(limits: Iterable[_Limit]) -> Iterator[tuple[tuple[_Limit, ...], ...]]:
    """Every order in which the limits may come, with equal ones on one level.

    Those with known values keep their order.
    """
    known: list[_Limit] = []
    open_: list[_Limit] = []
    for limit in limits:
        (open_ if limit.is_open else known).append(limit)
    first = tuple((limit,) for limit in sorted(known, key=lambda limit: limit.value))
    yield from _placed(first, open_)


def _placed(
    levels: tuple[tuple[_Limit, ...], ...], waiting: Sequence[_Limit]
) -> Iterator[tuple[tuple[_Limit, ...], ...]]:
    if not waiting:
        yield levels
        return
    limit, *others = waiting
    for number in reversed(range(len(levels) + 1)):
        before, behind = levels[:number], levels[number:]
        if _can_lie(limit, before, (), behind):
            yield from _placed((*before, (limit,), *behind), others)
        if behind and _can_lie(limit, before, behind[0], behind[1:]):
            yield from _placed((*before, (*behind[0], limit), *behind[1:]), others)


def _can_lie(
    limit: _Limit,
    before: tuple[tuple[_Limit, ...], ...],
    level: tuple[_Limit, ...],
    behind: tuple[tuple[_Limit, ...], ...],
) -> bool:
    """Whether a limit can lie above the limits ``before``, equal to those of its level and below
    those ``behind``, by what is known of it."""

    def known(levels: Iterable[tuple[_Limit, ...]]) -> list[Any]:
        return [one.value for each in levels for one in each if not one.is_open]

    least, most = limit.least, limit.most
    low = least is None or all(v > least for v in known(behind))
    high = most is None or all(v < most for v in known(before))
    here = [(least is None or v >= least) and (most is None or v <= most) for v in known([level])]
    return low and high and all(here)


def _values_of(read: Expression) -> tuple[Value, Value]:
    """The least and the greatest value of a field; None for any other expression."""
    if not isinstance(read, model.FieldValue) or not isinstance(read.record.type, RecordType):
        return None, None
    declared = read.record.type.by_spelling[read.name]
    return declared.minimum, declared.maximum


def _covers(cell: _Cell, atom: Atom) -> bool:
    """Whether a cell includes an atom; it includes all its values or none."""
    if cell is None:
        return True
    if not isinstance(cell, Stretch):
        return atom in cell
    assert isinstance(atom, Stretch)
    above = cell.low is None or (atom.low is not None and atom.low >= cell.low)
    below = cell.high is None or (atom.high is not None and atom.high <= cell.high)
    return above and below


def _places(cell: _Cell, atoms: Sequence[Atom]) -> Iterable[int]:
    """The positions of the atoms that a cell includes, in order."""
    if cell is None:
        return range(len(atoms))
    if not isinstance(cell, Stretch):
        return [place for place, atom in enumerate(atoms) if atom in cell]
    ends = [atom.high for atom in atoms[:-1] if isinstance(atom, Stretch) and atom.high]
    first, last = atoms[0], atoms[-1]
    assert isinstance(first, Stretch)
    assert isinstance(last, Stretch)
    from_first = cell.low is None or (first.low is not None and cell.low <= first.low)
    to_last = cell.high is None or (last.high is not None and cell.high >= last.high)
    begin = 0 if cell.low is None or from_first else bisect_left(ends, cell.low) + 1
    end = len(atoms) if cell.high is None or to_last else bisect_right(ends, cell.high)
    return range(begin, end)


def _order(inputs: Iterable[_Input]) -> Phrase | None:
    """The order of unknown limits in which the case arises, in words; None without any."""
    orders = [_order_of(asked) for asked in inputs if asked.is_open]
    return enumerated(orders, zh="，") if orders else None


def _order_of(asked: _Input) -> Phrase:
    """The order of the limits of an input in words; known limits only beside unknown ones."""
    levels = [n for n, level in enumerate(asked.levels) if any(limit.is_open for limit in level)]
    first, last = max(min(levels) - 1, 0), max(levels) + 2
    words = [
        enumerated([_limit_written(asked, limit) for limit in level], " = ", " = ")
        for level in asked.levels[first:last]
    ]
    return enumerated(words, " < ", " < ")


def _limit_written(asked: _Input, limit: _Limit) -> Phrase:
    return limit.written or written(limit.value, asked.asked.type)


def _described(asked: _Input, atom: Atom) -> Phrase:
    """An input with a group of its values in words."""
    if isinstance(atom, Stretch):
        value = _stretch_words(asked, atom)
    elif isinstance(asked.asked.type, EnumType):
        value = called(next(m for m in asked.asked.type.members if m.name == atom))
    else:
        value = keyword_phrase("YES" if atom else "NO")
    return Phrase("{input} {value}", "{input} {value}").filled(input=asked.called, value=value)


def _stretch_words(asked: _Input, atom: Stretch) -> Phrase:
    low = None if atom.low is None else asked.levels[atom.low[0]][0]
    if atom.low and atom.high and low is not None and not atom.low[1]:
        only = atom.high == (atom.low[0], True)
        if not low.is_open:
            after = cut(asked.asked, low.value, True)
            limits = [(limit.value, atom.high[1]) for limit in asked.levels[atom.high[0]]]
            only = only or after in limits
        if only:
            told = _limit_written(asked, low)
            return Phrase("= {value}", "= {value}").filled(value=told)
    words = [_limit_words(asked, at, is_lower) for at, is_lower in _limits(asked, atom)]
    if not words:
        return keyword_phrase("ANY")
    return enumerated(words, " ", " ")


def _limits(asked: _Input, atom: Stretch) -> Iterator[tuple[tuple[int, bool], bool]]:
    """The ends of a stretch, except where the values of a field end anyway."""
    first, last = asked.atoms[0], asked.atoms[-1]
    assert isinstance(first, Stretch)
    assert isinstance(last, Stretch)
    if atom.low is not None and atom.low != first.low:
        yield atom.low, True
    if atom.high is not None and atom.high != last.high:
        yield atom.high, False


def _limit_words(asked: _Input, at: tuple[int, bool], is_lower: bool) -> Phrase:
    level, behind = at
    word = ("ABOVE" if behind else "AT_LEAST") if is_lower else ("AT_MOST" if behind else "BELOW")
    limit = asked.levels[level][0]
    return Phrase("{word} {value}", "{word} {value}").filled(
        word=keyword_phrase(word), value=_limit_written(asked, limit)
    )


_NEAREST: Final = Phrase("the nearest row", "最接近的一行")
_ANYTHING_ELSE: Final = Phrase("everything else", "其余一切情形")
_ON_A_DAY: Final = Phrase("{case}, on {day}", "{case}，在 {day}")
_AND_MORE: Final = Phrase("{case} (and {count} more)", "{case}（另有{count}种）")
