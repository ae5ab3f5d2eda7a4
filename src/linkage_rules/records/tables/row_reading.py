"""Rows of a table as entries: merged cells, values filled downwards, repeated headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeVar

from attrs import Factory, define, evolve, field, frozen

from linkage_rules.model.types import ORDERED, ListType, RecordType, Scalar
from linkage_rules.records.entries import Entry
from linkage_rules.records.problems import CellNote, CellProblem, FileProblem, Place, Problem
from linkage_rules.records.refusals import RefusedValueError, described
from linkage_rules.records.tables.cells import CellReader, Taken
from linkage_rules.records.tables.column_units import UnitsBeside, unit_of_column, unit_with
from linkage_rules.records.tables.grid import (
    Cell,
    Covered,
    Flawed,
    Formatted,
    Merge,
    Row,
    Spanning,
    is_blank,
    letters,
)
from linkage_rules.records.tables.header import Fit, Header
from linkage_rules.records.tables.headings import Heading, folded_heading, unit_in
from linkage_rules.records.tables.limits import MAX_COLUMNS
from linkage_rules.records.tables.mapping import Column, Fixed, Step, Target
from linkage_rules.records.tables.report import Account
from linkage_rules.records.tables.rows import RowKinds, Skip
from linkage_rules.records.tables.units import Stated, units_above, units_below
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import printable, shown


def spanned(rows: Iterable[Row], merges: tuple[Merge, ...], above: int) -> Iterator[Row]:
    """The rows, with cells that were merged below row ``above`` copied to each row that they cover,
    and the columns that they cover marked."""
    starting: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.top > above and (merge.bottom > merge.top or merge.right > merge.left):
            starting.setdefault(merge.top, []).append(merge)
    if not starting:
        yield from rows
        return
    open_: list[tuple[Merge, Spanning]] = []
    for row in rows:
        open_ = [(merge, cell) for merge, cell in open_ if merge.bottom >= row.number]
        for merge in starting.get(row.number, ()):
            value = row.cell(merge.left)
            if not is_blank(value) and not isinstance(value, Spanning | Covered):
                sides = merge.left, min(merge.right, MAX_COLUMNS - 1)
                open_.append((merge, Spanning(value, merge.top, merge.bottom, *sides)))
        if not open_:
            yield row
            continue
        cells = list(row.cells)
        for _, cell in open_:
            cells += [None] * (cell.right + 1 - len(cells))
            cells[cell.left] = cell
            covered = [Covered(cell)] if cell.right > cell.left else []
            cells[cell.left + 1 : cell.right + 1] = covered * (cell.right - cell.left)
        yield Row(row.number, tuple(cells))


def gathered(row: Row, heading: Heading) -> Cell:
    """The cell below a heading that is merged over several columns: the only filled one of them.

    Blank where several are filled, since nothing says which one counts.
    """
    last = heading.column if heading.through is None else heading.through
    columns = range(heading.column, last + 1)
    filled = [cell for column in columns if not is_blank(cell := row.cell(column))]
    if len(filled) < 2:
        return next(iter(filled), row.cell(heading.column))
    first, end = letters(heading.column), letters(last)
    return Flawed(
        ", ".join(map(cell_shown, filled)),
        reason(
            "CEL-101",
            f"one heading stands over columns {first} to {end}, and more than one of them is "
            "filled in",
            f"{first} 至{end}列共用一个表头，而其中不止一列填有内容",
        ),
        Phrase(
            "give each column a heading of its own, or fill in one of them",
            "给每一列单独的表头，或者只填其中一列",
        ),
    )


def cell_shown(cell: Cell) -> str:
    """The text of a cell as it is quoted in messages."""
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        return shown(cell.stored if cell.text is None else cell.text)
    return cell.shown if isinstance(cell, Flawed) else shown(cell)


_LEAST_HEADINGS: Final = 2
_LONGEST_HEADING: Final = 60


@define
class Reprints:
    """Follows the rows of a sheet, and notices headings that are printed again.

    ``header`` is what holds for the next rows: repeated headings, or a line between, may give
    another unit. ``width`` is the number of cells in the longest row of the headings and above;
    ``displaced`` the row in which another table has begun, None within the table itself.
    """

    header: Header
    width: int = 0
    displaced: int | None = None
    _names: dict[str, int] = field(init=False)
    _first: dict[int, str] = field(init=False)
    _titles: set[str] = field(init=False, factory=set)
    _lines: tuple[Stated, ...] = field(init=False, default=())
    _below_headings: bool = field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        headings = self.header.headings
        self._names = {folded_heading(h.parts[-1]): h.column for h in headings}
        self._first = {h.column: folded_heading(h.parts[0]) for h in headings}

    def above(self, row: Row) -> None:
        """Note a row of the headings or above them."""
        self.width = max(self.width, len(row.cells))
        filled = _texts(row)
        if row.number < self.header.first and len(filled) == 1:
            self._titles.update(filled.values())

    def kind(self, row: Row, named: bool) -> Skip | None:
        """Why a row is no record although no word in it says so; None for one that may be a
        record."""
        if self._below_headings and not named and units_below(row):
            return Skip.HEADING
        if not self._titles or not row.cells or _text(row.cells[0]) not in self._titles:
            return None
        return Skip.TITLE if len(_texts(row)) == 1 else None

    def record(self) -> None:
        """Note that the row is a record."""
        self._lines = ()
        self._below_headings = False

    def begins_another(self, row: Row) -> bool:
        """Whether another table begins in a row: only headings, known ones in other columns, or
        unknown ones after a known first one."""
        texts: dict[int, str] = {}
        for column, cell in enumerate(row.cells):
            text = cell.value if isinstance(cell, Spanning) else cell
            # Nearly every record has a number in it, or a long text.
            if isinstance(text, str) and len(text) <= _LONGEST_HEADING:
                texts[column] = text
            elif not is_blank(cell):
                return False
        texts = {column: folded_heading(text) for column, text in texts.items() if text.strip()}
        if len(texts) < _LEAST_HEADINGS:
            return False
        known = sum(text in self._names for text in texts.values())
        moved = any(self._names.get(text, column) != column for column, text in texts.items())
        if moved and known >= _LEAST_HEADINGS and known * 2 > len(texts):
            self.displaced = row.number
            return True
        first, text = next(iter(texts.items()))
        if self._names.get(text) == first and not all(
            self._names.get(text) == column or self._first.get(column) == text
            for column, text in texts.items()
        ):
            self.displaced = row.number
            return True
        return False

    def heed(self, row: Row, why: Skip) -> None:
        """Take over what a row that is no record says for the rows below, such as a unit."""
        if why is Skip.HEADING:
            self._heed_headings(row)
        elif why in (Skip.NOTE, Skip.TITLE) and (lines := units_above([row])):
            self._lines = tuple(dict.fromkeys((*self._lines, *lines)))
            # Until the headings come again, it is unclear from where on the other unit holds.
            header = self.header
            self.header = evolve(
                header,
                units=tuple(dict.fromkeys((*header.units, *lines))),
            )

    def _heed_headings(self, row: Row) -> None:
        header = self.header
        if self._below_headings and (units := units_below(row)):
            headings = tuple(evolve(h, below=units.get(h.column, h.below)) for h in header.headings)
            self.header = evolve(header, headings=headings)
            return
        texts = _texts(row)
        if any(self._names.get(folded_heading(text)) == at for at, text in texts.items()):
            self.displaced = None
        self._below_headings = True
        if self._lines:
            header = evolve(header, units=self._lines)
        headings = tuple(_reprinted(heading, row) for heading in header.headings)
        self.header = evolve(header, headings=headings)


def _reprinted(heading: Heading, row: Row) -> Heading:
    """A heading as it is repeated, if that gives a unit; otherwise the earlier one stays."""
    cell = row.cell(heading.column)
    text = _text(cell.by if isinstance(cell, Covered) else cell)
    if not text or not unit_in(text):
        return heading
    word = folded_heading(text)
    if word not in map(folded_heading, heading.parts):
        return heading
    parts = tuple(text if folded_heading(part) == word else part for part in heading.parts)
    return evolve(heading, parts=parts, below="")


def _texts(row: Row) -> dict[int, str]:
    return {column: text for column, cell in enumerate(row.cells) if (text := _text(cell))}


def _text(cell: Cell) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    return " ".join(cell.split()) if isinstance(cell, str) else ""


@define
class _Node:
    """A record while it is assembled: the record itself, one in a field, or one in a list.

    ``unknown`` are the fields whose cell is blank or in doubt, ``in_doubt`` those whose cell is in
    doubt.
    """

    record_type: RecordType
    cells: dict[str, object] = Factory(dict)
    fixed: dict[str, object] = Factory(dict)
    records: "dict[str, _Node]" = Factory(dict)
    lists: "dict[str, dict[str, _Node]]" = Factory(dict)
    unknown: set[str] = Factory(set)
    in_doubt: set[str] = Factory(set)

    def put(self, steps: Sequence[Step], value: object, is_fixed: bool) -> None:
        step, *rest = steps
        if rest:
            self._inside(step).put(rest, value, is_fixed)
        elif is_fixed:
            self.fixed[step.name] = value
        elif value is None or value is _IN_DOUBT:
            self.unknown.add(step.name)
            if value is _IN_DOUBT:
                self.in_doubt.add(step.name)
        else:
            self.cells[step.name] = value

    def _inside(self, step: Step) -> "_Node":
        type_ = self.record_type.by_spelling[step.name].type
        if isinstance(type_, ListType):
            type_ = type_.element
        assert isinstance(type_, RecordType)
        if step.element is None:
            return self.records.setdefault(step.name, _Node(type_))
        return self.lists.setdefault(step.name, {}).setdefault(step.element, _Node(type_))

    @property
    def heard_of(self) -> bool:
        """Whether any cell says something about it."""
        inside = [*self.records.values(), *(n for by in self.lists.values() for n in by.values())]
        return bool(self.cells) or any(node.heard_of for node in inside)

    @property
    def absent(self) -> bool:
        """Whether its cells say that its amount is zero."""
        if self.records or self.lists:
            return False
        amounts = {f.name for f in self.record_type.fields if f.type is Scalar.MONEY}
        known = [value for name, value in self.cells.items() if name in amounts]
        return bool(known) and not any(known) and not self.unknown & amounts

    def data(self) -> dict[str, object]:
        # A blank cell may have a declared meaning, but one in doubt is always unknown.
        may_be_blank = {f.name for f in self.record_type.fields if f.blank is not None}
        data = {**dict.fromkeys(self.in_doubt & may_be_blank), **self.fixed, **self.cells}
        for name, record in self.records.items():
            inner = record.data()
            if inner and record.complete(inner):
                data[name] = inner
        for name, by_element in self.lists.items():
            elements = [n.as_element() for n in by_element.values() if not n.absent]
            if not elements or any(element is not None for element in elements):
                data[name] = elements
        return data

    def as_element(self) -> dict[str, object] | None:
        data = self.data()
        return data if self.heard_of and self.complete(data) else None

    def complete(self, data: dict[str, object]) -> bool:
        return all(f.name in data for f in self.record_type.fields if f.required)


def assembled(
    record_type: RecordType, cells: Iterable[tuple[Target, object]], fixed: Iterable[Fixed]
) -> dict[str, object]:
    """The data of a record. A value that is None is unknown, and its field is left out.

    Columns whose paths name the same element of a list fill one element. An element of which
    nothing is known is None, because a blank cell does not say that there is none; a list with only
    such elements is unknown. An element whose amount is zero is left out. Fixed values of an
    element are only used where some cell says something about the element.

    >>> from linkage_rules.model.types import Field
    >>> from linkage_rules.records.tables.mapping import resolve
    >>> fund = RecordType("Fund", None, (Field("amount", None, Scalar.MONEY),))
    >>> project = RecordType("Project", None, (Field("funds", None, ListType(fund)),))
    >>> fiscal, other = (resolve(f"funds[{n}].amount", project) for n in ("fiscal", "other"))
    >>> assembled(project, [(fiscal, 100), (other, None)], [])
    {'funds': [{'amount': 100}, None]}
    """
    root = _Node(record_type)
    for target, value in cells:
        root.put(target.steps, value, is_fixed=False)
    for constant in fixed:
        root.put(constant.target.steps, constant.value, is_fixed=True)
    return root.data()


_IN_DOUBT: Final = object()
"""Stands for the value of a cell that is not blank but in doubt."""

_Said = TypeVar("_Said", CellProblem, CellNote)

_NEEDED_BLANK = reason(
    "CEL-102", "blank, although a record cannot do without it", "必填的单元格为空"
)
_FILLED = Phrase("this cell filled in: {field}", "填写“{field}”")
_NOTHING = reason("CEL-103", "nothing stands in the columns that are read", "所读取的各列均为空")
_SOMETHING = Phrase("a row with a record in it", "填写了记录的行")
_ONE_TABLE = Phrase(
    "one table with one row of headings on a sheet", "每个工作表只有一个表、一组表头"
)
_SPLIT = Phrase(
    "put each table on a sheet of its own, or bring the columns into the same order",
    "把各表分放在不同的工作表，或把各列调成相同的顺序",
)
_TORN = reason(
    "CEL-104",
    "the line has more cells than the headings; one with a comma in it may have been parted",
    "这一行的栏数比表头多，可能有含逗号的内容被拆成了两栏",
)
_AS_MANY = Phrase("as many cells as there are headings", "与表头相同的栏数")
_QUOTE = Phrase(
    "put what has a comma in it in quotes, or leave out the comma in numbers",
    "含逗号的内容用引号括起，数字中不写逗号",
)
_KNOWN = frozenset({str, int, Decimal, bool, date, datetime})
_MOST_KNOWN = 2_000
_LONGEST_KNOWN = 200
_GROUP = re.compile(r"-?[0-9]{1,3}")
_THREE = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_ROW_NUMBER = Phrase(
    "stands for the record, which has no number of its own", "为该记录的行号，代替缺少的编号"
)


@frozen
class _Reader:
    """A field that a column fills, with the reader of its cells.

    Most columns repeat the same values: ``known`` are those of cells that were read before.
    """

    target: Target
    cells: CellReader
    known: dict[tuple[type, object], Taken] = Factory(dict)

    @property
    def label(self) -> str:
        """The Chinese label of the field."""
        return self.target.field.label or self.target.path

    def read(self, cell: Cell) -> Taken:
        """The value of a cell. Raises `RefusedValueError` for one in doubt."""
        kind = cell.__class__
        if kind not in _KNOWN or (kind is str and len(cell) > _LONGEST_KNOWN):  # type: ignore[arg-type]
            return self.cells.read(cell)
        # The type is part of the key, because ``1`` and ``True`` are equal.
        key = kind, cell
        try:
            return self.known[key]
        except KeyError:
            taken = self.cells.read(cell)
            if len(self.known) < _MOST_KNOWN:
                self.known[key] = taken
            return taken


@define
class RowReader:
    """Reads the rows of one sheet by a mapping, and keeps the report."""

    sheet: str | None
    fit: Fit
    merges: tuple[Merge, ...]
    account: Account
    _kinds: RowKinds = field(init=False)
    _readers: dict[int, tuple[Column, Heading, tuple[_Reader, ...]]] = field(init=False)
    _numbered: tuple[Target, ...] = field(init=False)
    _headed: frozenset[int] = field(init=False)
    _beside: UnitsBeside = field(init=False)
    _reprints: Reprints = field(init=False)
    _essential: tuple[int, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        mapping, header = self.fit.mapping, self.fit.header
        self._kinds = RowKinds(header.headings, mapping.totals, mapping.notes)
        self._readers = self._all_readers()
        self._reprints = Reprints(header)
        with_heading = {id(column) for column, _ in self.fit.found}
        self._numbered = tuple(
            target
            for column in mapping.columns
            if column.or_row_number and id(column) not in with_heading
            for target in column.targets
        )
        self._headed = frozenset(heading.column for heading in header.headings)
        self._beside = UnitsBeside.of(header, frozenset(self._readers))
        self._essential = tuple(h.column for c, h in self.fit.found if c.essential)

    def _readers_of(self, column: Column, heading: Heading) -> Iterator[_Reader]:
        for target in column.targets:
            unit = unit_of_column(target.field.type, column, heading, self.fit)
            yield _Reader(
                target, CellReader(target.field, unit, column.spellings, column.month_ends)
            )

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """An entry for each row that may be a record, whether it was read or refused."""
        first, last = self.fit.header.first, self.fit.header.last
        for row in spanned(rows, self.merges, last):
            if row.number <= last:
                above = Skip.BLANK if row.blank else Skip.TITLE
                self._pass_over(row, above if row.number < first else Skip.HEADING)
                self._reprints.above(row)
            elif self._reprints.begins_another(row):
                self._pass_over(row, Skip.HEADING)
            elif why := self._why_no_record(row):
                self._pass_over(row, why)
                self._reprints.heed(row, why)
                if self._reprints.header is not self.fit.header:
                    self._refit(self._reprints.header)
            else:
                self._reprints.record()
                entry = self._entry(row)
                self.account.take(entry)
                yield entry

    def _why_no_record(self, row: Row) -> Skip | None:
        named = self._is_named(row)
        return self._kinds.skip(row, named) or self._reprints.kind(row, named)

    def _refit(self, header: Header) -> None:
        """Read the following rows by headings that are printed again."""
        by_column = {heading.column: heading for heading in header.headings}
        found = tuple((column, by_column[h.column]) for column, h in self.fit.found)
        self.fit = evolve(self.fit, header=header, found=found)
        self._readers = self._all_readers()

    def _all_readers(self) -> dict[int, tuple[Column, Heading, tuple[_Reader, ...]]]:
        return {
            heading.column: (column, heading, tuple(self._readers_of(column, heading)))
            for column, heading in self.fit.found
        }

    def _is_named(self, row: Row) -> bool:
        return all(not is_blank(row.cell(index)) for index in self._essential)

    def _pass_over(self, row: Row, why: Skip) -> None:
        text = next((cell_shown(cell) for cell in row.cells if not is_blank(cell)), "")
        self.account.skip(row.number, why, text)

    def _entry(self, row: Row) -> Entry:
        values: list[tuple[Target, object]] = []
        problems: list[Problem] = []
        doubts: list[CellProblem] = []
        notes: list[CellNote] = []
        anything = False
        for index, (column, heading, readers) in self._readers.items():
            cell = row.cell(index) if heading.through is None else gathered(row, heading)
            if shared := self._shared(cell):
                cell = shared
            blank = is_blank(cell)
            if blank and not column.essential and not column.or_row_number:
                values += [(reader.target, None) for reader in readers]
                continue
            anything = anything or not blank
            known = False
            if self._beside.any:
                readers = self._by_unit_beside(row, heading, readers)
            for reader in readers:
                value: object = None
                if not blank:
                    value = self._value(row, cell, heading, reader, doubts, notes)
                if value is None and column.or_row_number:
                    value = _numbered(row)
                    place = self._place_of(row, heading)
                    path = reader.target.path
                    notes.append(CellNote(place, path, value, _ROW_NUMBER, reader.label))
                known = known or value is not None
                values.append((reader.target, _IN_DOUBT if value is None and not blank else value))
            if column.essential and not known:
                place = self._place_of(row, heading)
                problems.append(self._needed(place, column, cell, doubts))
        if (other := self._reprints.displaced) is not None:
            problems = [FileProblem(self._at(row), "", _displaced(other), _ONE_TABLE, _SPLIT)]
        elif self._is_torn(row):
            problems = [FileProblem(self._at(row), "", _TORN, _AS_MANY, _QUOTE)]
        elif not anything:
            problems = [FileProblem(self._at(row), "", _NOTHING, _SOMETHING)]
        data = None
        if not problems:
            mapping = self.fit.mapping
            values += ((target, _numbered(row)) for target in self._numbered)
            data = assembled(mapping.record_type, values, mapping.fixed)
        return Entry(
            row.number, self._place(row), data, tuple(problems), 0, tuple(doubts), tuple(notes)
        )

    def _is_torn(self, row: Row) -> bool:
        """Whether a line of a text file has more cells than headings, because of a comma inside a
        cell."""
        width = self._reprints.width
        if self.sheet is not None or len(row.cells) <= width:
            return False
        if any(not is_blank(cell) for cell in row.cells[width:]):
            return True
        pairs = pairwise(cell if isinstance(cell, str) else "" for cell in row.cells)
        return any(_GROUP.fullmatch(a) and _THREE.fullmatch(b) for a, b in pairs)

    def _shared(self, cell: Cell) -> Flawed | None:
        """A cell below several merged headings, of which it is unclear which one it belongs to;
        None for others."""
        span = cell.by if isinstance(cell, Covered) else cell
        if not isinstance(span, Spanning) or span.left == span.right:
            return None
        columns = range(span.left, span.right + 1)
        read = [column for column in columns if column in self._readers]
        amounts = any(self._is_amount(column) for column in read)
        headed = [column for column in columns if column in self._headed]
        if len(read) < 2 and not (amounts and len(headed) > 1):
            return None
        first, last = letters(span.left), letters(span.right)
        return Flawed(
            cell_shown(span),
            reason(
                "CEL-105",
                f"one merged cell for columns {first} to {last}: which of them it is for is not "
                "said",
                f"{first}至{last}列合并为一个单元格，没有写明是哪一列的内容",
            ),
            Phrase("unmerge the cells and fill in each column", "取消合并，逐列填写"),
        )

    def _by_unit_beside(
        self, row: Row, heading: Heading, readers: tuple[_Reader, ...]
    ) -> tuple[_Reader, ...]:
        """The readers for a cell whose unit or currency is given in another column of the row."""
        said = self._beside.said(row, heading.column)
        if said is None:
            return readers
        changed = []
        for one in readers:
            unit = unit_with(said, one.cells.unit, heading, one.target.field.type)
            changed.append(_Reader(one.target, evolve(one.cells, unit=unit)))
        return tuple(changed)

    def _is_amount(self, column: int) -> bool:
        return any(reader.target.field.type in ORDERED for reader in self._readers[column][2])

    def _value(
        self,
        row: Row,
        cell: Cell,
        heading: Heading,
        reader: _Reader,
        doubts: list[CellProblem],
        notes: list[CellNote],
    ) -> object:
        """The value of a cell; None for one in doubt. Doubts and notes are added to the lists."""
        path = reader.target.path
        try:
            taken = reader.read(cell)
        except RefusedValueError as refusal:
            _add(
                doubts,
                CellProblem(
                    self._place_of(row, heading),
                    path,
                    cell_shown(cell),
                    refusal.why,
                    reader.cells.expected,
                    refusal.hint,
                    reader.label,
                ),
            )
            return None
        if taken.note:
            place = self._place_of(row, heading)
            _add(notes, CellNote(place, path, cell_shown(cell), taken.note, reader.label))
        return taken.value

    def _needed(
        self, place: Place, column: Column, cell: Cell, doubts: list[CellProblem]
    ) -> Problem:
        target = column.targets[0]
        where = place.wording()
        if doubts and doubts[-1].place == place:
            doubt = doubts[-1]
            why = doubt.why.because(f"{{why}} ({where.en})", f"{{why}}（{where.zh}）")
            expected = described(target.field.type)
            return Problem(target.path, doubt.value, why, expected, doubt.hint, target.field.label)
        why = _NEEDED_BLANK.because(f"{{why}} ({where.en})", f"{{why}}（{where.zh}）")
        value = "" if is_blank(cell) else cell_shown(cell)
        filled = _FILLED.filled(field=called(target.field))
        return Problem(target.path, value, why, filled, label=target.field.label)

    def _place_of(self, row: Row, heading: Heading) -> Place:
        return Place(self.sheet, row.number, heading.letter, heading.text)

    def _at(self, row: Row) -> str:
        return f"{printable(self.sheet)}!{row.number}" if self.sheet else str(row.number)

    def _place(self, row: Row) -> Phrase:
        return Phrase(f"row {row.number}", f"第{row.number}行")


def _displaced(number: int) -> Reason:
    return reason(
        "CEL-106",
        f"stands below other headings, in row {number}",
        f"位于第{number}行的另一组表头之下",
    )


def _numbered(row: Row) -> str:
    """The name of a record that has none of its own: the number of its row."""
    return f"第{row.number}行"


def _add(listed: list[_Said], said: _Said) -> None:
    """Add a doubt or note about a cell; for a cell that fills several fields the same one is added
    once."""
    if listed and evolve(listed[-1], where="", label=None) == evolve(said, where="", label=None):
        where, label = f"{listed[-1].where}, {said.where}", f"{listed[-1].label}、{said.label}"
        listed[-1] = evolve(said, where=where, label=label)
    else:
        listed.append(said)
