"""The rows below the headings, one after another, into entries."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import define, evolve, field, frozen

from linkage_rules.model.types import ORDERED, Scalar
from linkage_rules.records.cell_problems import CellNote, CellProblem, Place
from linkage_rules.records.descriptions import described
from linkage_rules.records.entries import Entry
from linkage_rules.records.problems import Problem
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.showing import printable, shown
from linkage_rules.records.tables.cells import CellReader
from linkage_rules.records.tables.column_units import unit_of_column
from linkage_rules.records.tables.filling import assembled
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
from linkage_rules.records.tables.header import Fit
from linkage_rules.records.tables.headings import Heading, folded_heading, unit_in
from linkage_rules.records.tables.limits import MAX_COLUMNS
from linkage_rules.records.tables.mapping import Column, Target
from linkage_rules.records.tables.report import Account
from linkage_rules.records.tables.rows import RowKinds, Skip
from linkage_rules.records.tables.unit_lines import units_above
from linkage_rules.records.tables.units import KINDS_OF, Unclear, Unit, agreed, stated
from linkage_rules.records.wording import Wording

_Said = TypeVar("_Said", CellProblem, CellNote)

_NEEDED_BLANK = Wording("blank, although a record cannot do without it", "必填的单元格为空")
_FILLED = Wording("a row with this cell filled in", "填写了该单元格的行")
_NOTHING = Wording("nothing stands in the columns that are read", "所读取的各列均为空")
_SOMETHING = Wording("a row with a record in it", "填写了记录的行")
_ONE_TABLE = Wording(
    "one table with one row of headings on a sheet", "每个工作表只有一个表、一组表头"
)
_SPLIT = Wording(
    "put each table on a sheet of its own, or bring the columns into the same order",
    "把各表分放在不同的工作表，或把各列调成相同的顺序",
)
_UNIT_HEADINGS = ("单位", "计量单位", "金额单位", "货币单位")
_LEAST_HEADINGS = 2
_LONGEST_HEADING = 60
_ROW_NUMBER = Wording(
    "stands for the record, which has no number of its own", "为该记录的行号，代替缺少的编号"
)


@frozen
class _Reader:
    """One field that a column fills, with the way its cells are read."""

    target: Target
    cells: CellReader


@define
class RowReader:
    """Reads the rows of one sheet as a mapping says, and keeps account of each."""

    sheet: str | None
    fit: Fit
    merges: tuple[Merge, ...]
    account: Account
    _kinds: RowKinds = field(init=False)
    _readers: dict[int, tuple[Column, Heading, tuple[_Reader, ...]]] = field(init=False)
    _numbered: tuple[Target, ...] = field(init=False)
    _headed: frozenset[int] = field(init=False)
    _names: dict[str, int] = field(init=False)
    _unit_columns: frozenset[int] = field(init=False)
    _displaced: int | None = field(init=False, default=None)
    _essential: tuple[int, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        mapping, header = self.fit.mapping, self.fit.header
        self._kinds = RowKinds(header.headings, mapping.totals, mapping.notes)
        self._readers = self._all_readers()
        self._names = {folded_heading(h.parts[-1]): h.column for h in header.headings}
        with_heading = {id(column) for column, _ in self.fit.found}
        self._numbered = tuple(
            target
            for column in mapping.columns
            if column.or_row_number and id(column) not in with_heading
            for target in column.targets
        )
        self._headed = frozenset(heading.column for heading in header.headings)
        self._unit_columns = frozenset(
            heading.column
            for heading in header.headings
            if folded_heading(heading.parts[-1]) in _UNIT_HEADINGS
            and heading.column not in self._readers
        )
        self._essential = tuple(h.column for c, h in self.fit.found if c.essential)

    def _readers_of(self, column: Column, heading: Heading) -> Iterator[_Reader]:
        for target in column.targets:
            unit = unit_of_column(target.field.type, column, heading, self.fit)
            yield _Reader(target, CellReader(target.field, unit, column.spellings))

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """An entry for each row that may be a record, read or refused."""
        first, last = self.fit.header.first, self.fit.header.last
        for row in _spanned(rows, self.merges, last):
            if row.number <= last:
                above = Skip.BLANK if row.blank else Skip.TITLE
                self._pass_over(row, above if row.number < first else Skip.HEADING)
            elif self._has_other_headings(row):
                self._displaced = row.number
                self._pass_over(row, Skip.HEADING)
            elif why := self._kinds.skip(row, self._is_named(row)):
                self._pass_over(row, why)
                self._heed(row, why)
            else:
                entry = self._entry(row)
                self.account.take(entry)
                yield entry

    def _has_other_headings(self, row: Row) -> bool:
        """Whether another table begins: known headings in other columns, and nothing else."""
        filled = [(column, cell) for column, cell in enumerate(row.cells) if not is_blank(cell)]
        # Nearly every record has a number in it, and some long text.
        if not all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADING for _, cell in filled):
            return False
        texts = {column: folded_heading(str(cell)) for column, cell in filled}
        known = sum(text in self._names for text in texts.values())
        moved = any(self._names.get(text, column) != column for column, text in texts.items())
        return moved and known >= _LEAST_HEADINGS and known * 2 > len(filled)

    def _heed(self, row: Row, why: Skip) -> None:
        """What a row that is no record says for those below: headings that are printed again may
        give another unit, and so may a line."""
        header = self.fit.header
        if why is Skip.HEADING:
            texts = [(i, c) for i, c in enumerate(row.cells) if isinstance(c, str)]
            if any(self._names.get(folded_heading(text)) == index for index, text in texts):
                self._displaced = None
            units = {
                heading.column: found.text
                for heading in header.headings
                if isinstance(text := row.cell(heading.column), str) and (found := unit_in(text))
            }
            headings = tuple(evolve(h, below=units.get(h.column, h.below)) for h in header.headings)
            header = evolve(header, headings=headings)
        elif why is Skip.NOTE:
            header = evolve(
                header, units=tuple(dict.fromkeys((*header.units, *units_above([row]))))
            )
        if header != self.fit.header:
            by_column = {heading.column: heading for heading in header.headings}
            found_ = tuple((column, by_column[h.column]) for column, h in self.fit.found)
            self.fit = evolve(self.fit, header=header, found=found_)
            self._readers = self._all_readers()

    def _all_readers(self) -> dict[int, tuple[Column, Heading, tuple[_Reader, ...]]]:
        return {
            heading.column: (column, heading, tuple(self._readers_of(column, heading)))
            for column, heading in self.fit.found
        }

    def _is_named(self, row: Row) -> bool:
        return all(not is_blank(row.cell(index)) for index in self._essential)

    def _pass_over(self, row: Row, why: Skip) -> None:
        text = next((_shown(cell) for cell in row.cells if not is_blank(cell)), "")
        self.account.skip(row.number, why, text)

    def _entry(self, row: Row) -> Entry:
        values: list[tuple[Target, object]] = []
        problems: list[Problem] = []
        doubts: list[CellProblem] = []
        notes: list[CellNote] = []
        anything = False
        for index, (column, heading, readers) in self._readers.items():
            cell = row.cell(index)
            if shared := self._shared(cell):
                cell = shared
            if is_blank(cell) and not column.essential and not column.or_row_number:
                values += ((reader.target, None) for reader in readers)
                continue
            anything = anything or not is_blank(cell)
            known = False
            for reader in self._by_unit_beside(row, index, heading, readers):
                value: object = None
                if not is_blank(cell):
                    value = self._value(row, cell, heading, reader, doubts, notes)
                if value is None and column.or_row_number:
                    value = _numbered(row)
                    place = self._place_of(row, heading)
                    notes.append(CellNote(place, reader.target.path, value, _ROW_NUMBER))
                known = known or value is not None
                values.append((reader.target, value))
            if column.essential and not known:
                place = self._place_of(row, heading)
                problems.append(self._needed(place, column, cell, doubts))
        if self._displaced is not None:
            problems = [Problem(self._at(row), "", _displaced(self._displaced), _ONE_TABLE, _SPLIT)]
        elif not anything:
            problems = [Problem(self._at(row), "", _NOTHING, _SOMETHING)]
        data = None
        if not problems:
            mapping = self.fit.mapping
            values += ((target, _numbered(row)) for target in self._numbered)
            data = assembled(mapping.record_type, values, mapping.fixed)
        return Entry(
            row.number, self._place(row), data, tuple(problems), 0, tuple(doubts), tuple(notes)
        )

    def _shared(self, cell: Cell) -> Flawed | None:
        """A cell that shows below several headings, of which nobody said which one it is for."""
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
            _shown(span),
            Wording(
                f"one merged cell for columns {first} to {last}: which of them it is for is not "
                "said",
                f"{first} 至 {last} 列合并为一个单元格，没有写明是哪一列的内容",
            ),
            Wording("unmerge the cells and fill in each column", "取消合并，逐列填写"),
        )

    def _by_unit_beside(
        self, row: Row, index: int, heading: Heading, readers: tuple[_Reader, ...]
    ) -> tuple[_Reader, ...]:
        """The readers of a cell beside which a column of units says the unit of each row."""
        beside = row.cell(index + 1) if index + 1 in self._unit_columns else None
        said = stated(beside) if isinstance(beside, str) else None
        if said is None:
            return readers
        changed = []
        for reader in readers:
            type_ = reader.target.field.type
            if isinstance(type_, Scalar) and (kinds := KINDS_OF.get(type_)):
                wrong = isinstance(said, Unit) and said.kind not in kinds
                own = heading.unit(kinds)
                unit = Unclear(said.text) if wrong else agreed([own, said] if own else [said])
                reader = evolve(reader, cells=evolve(reader.cells, unit=unit))
            changed.append(reader)
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
        """The value of a cell; None for one in doubt. What is to be said of it is listed."""
        path = reader.target.path
        try:
            taken = reader.cells.read(cell)
        except RefusedValueError as refusal:
            expected = described(reader.target.field.type)
            place = self._place_of(row, heading)
            found = CellProblem(place, path, _shown(cell), refusal.why, expected, refusal.hint)
            _add(doubts, found)
            return None
        if taken.note:
            place = self._place_of(row, heading)
            _add(notes, CellNote(place, path, _shown(cell), taken.note))
        return taken.value

    def _needed(
        self, place: Place, column: Column, cell: Cell, doubts: list[CellProblem]
    ) -> Problem:
        target = column.targets[0]
        where = place.wording()
        if doubts and doubts[-1].place == place:
            doubt = doubts[-1]
            why = Wording(f"{doubt.why.en} ({where.en})", f"{doubt.why.zh}（{where.zh}）")
            expected = described(target.field.type)
            return Problem(target.path, doubt.value, why, expected, doubt.hint, target.field.label)
        why = Wording(f"{_NEEDED_BLANK.en} ({where.en})", f"{_NEEDED_BLANK.zh}（{where.zh}）")
        value = "" if is_blank(cell) else _shown(cell)
        return Problem(target.path, value, why, _FILLED, label=target.field.label)

    def _place_of(self, row: Row, heading: Heading) -> Place:
        return Place(self.sheet, row.number, heading.letter, heading.text)

    def _at(self, row: Row) -> str:
        return f"{printable(self.sheet)}!{row.number}" if self.sheet else str(row.number)

    def _place(self, row: Row) -> Wording:
        if self.sheet is None:
            return Wording(f"row {row.number}", f"第 {row.number} 行")
        name = printable(self.sheet)
        return Wording(f'sheet "{name}", row {row.number}', f"工作表“{name}”第 {row.number} 行")


def _displaced(number: int) -> Wording:
    return Wording(
        f"stands below other headings, in row {number}", f"位于第 {number} 行的另一组表头之下"
    )


def _numbered(row: Row) -> str:
    """What a record without a number of its own is called."""
    return f"第{row.number}行"


def _spanned(rows: Iterable[Row], merges: tuple[Merge, ...], above: int) -> Iterator[Row]:
    """The rows, with cells that were merged below row ``above`` given to each row that they cover,
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


def _add(listed: list[_Said], said: _Said) -> None:
    """Add what is said of a cell. Of a cell for several fields the same is said only once."""
    if listed and evolve(listed[-1], path="") == evolve(said, path=""):
        listed[-1] = evolve(said, path=f"{listed[-1].path}, {said.path}")
    else:
        listed.append(said)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        return shown(cell.stored if cell.text is None else cell.text)
    return cell.shown if isinstance(cell, Flawed) else shown(cell)
