"""Tables in binary workbooks (.xlsb), record by record."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from posixpath import join, normpath
from struct import unpack, unpack_from
from typing import Any, Final, TypeAlias
from xml.etree import ElementTree
from zipfile import ZipFile

from attrs import evolve, frozen

from linkage_rules.extras import required
from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import whole_file
from linkage_rules.records.tables.altered_texts import unescaped
from linkage_rules.records.tables.conditional_formats import (
    EVERYWHERE,
    HIDDEN,
    Region,
    bounded,
    row_under,
)
from linkage_rules.records.tables.formula_results import ON_OPENING, Result, without_result
from linkage_rules.records.tables.grid import Merge, Plain, Row, Sheet, Unseen
from linkage_rules.records.tables.limits import (
    ELEMENTS_PER_BYTE,
    MAX_COLUMNS,
    MAX_ELEMENTS,
    MAX_MERGES,
    MAX_ROWS,
    MAX_SETTINGS,
    MAX_SHEETS,
)
from linkage_rules.records.tables.number_formats import as_shown, shown_number
from linkage_rules.records.tables.spreadsheet_faults import (
    UNCOMPUTED_CELL,
    bounded_merges,
    check_archive,
    error_cell,
    guarded,
    odd_cell,
    too_many_rows,
    too_many_sheets,
)

_BOOK: Final = "xl/workbook.bin"
_RELATIONS: Final = "xl/_rels/workbook.bin.rels"
_ERRORS: Final = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
    43: "#GETTING_DATA",
}  # fmt: skip
_STYLE: Final = 0xFFFFFF
"""The bits of a cell that hold its style; those above say how its phonetic text is shown."""
_UNREAD: Final = frozenset({*range(12, 19), 62})
"""Records of cells that the library does not parse (MS-XLSB 2.4: short cells, rich text)."""

_HIDDEN_ROW: Final = 0x10
_FILTERED: Final = 163
"""The record that begins the criteria of a filter of a column."""

_FORMULA_TEXT, _FORMULA_NUMBER = 8, 9
_FORMULAS: Final = (_FORMULA_TEXT, _FORMULA_NUMBER, 10, 11)
_ENGINE, _CONDITIONS, _RULE, _ICONS, _BAR, _STYLED, _OWN_FORMAT = 157, 461, 463, 465, 467, 507, 1171
_ASIDES: Final = (_ENGINE, _CONDITIONS, _RULE, _ICONS, _BAR, _STYLED, _OWN_FORMAT)
_CODE_SET: Final = frozenset((0x26, 0x29))
"""Properties that are number formats: as a text, or by number (MS-XLSB 2.5.164)."""

_Records: TypeAlias = Iterator[tuple[int, Any]]


@frozen
class _Block:
    """A record of four numbers: the first and last row and column of merged cells."""

    ends: tuple[int, ...]

    @classmethod
    def read(cls, reader: Any, kind: int, length: int) -> "_Block":
        return cls(unpack("<4I", reader.read(16)))


@frozen
class _RowHead:
    """The start of a row; it is hidden also by a height of nothing."""

    r: int
    hidden: bool

    @classmethod
    def read(cls, reader: Any, kind: int, length: int) -> "_RowHead":
        row, _, height, flags = unpack("<IIHH", reader.read(12))
        return cls(row, bool(flags >> 8 & _HIDDEN_ROW) or height == 0)


@frozen
class _Columns:
    """The appearance of some columns, such as whether they are hidden."""

    first: int
    last: int
    hidden: bool

    @classmethod
    def read(cls, reader: Any, kind: int, length: int) -> "_Columns":
        first, last, width, _, flags = unpack("<4IH", reader.read(18))
        return cls(first, last, bool(flags & 1) or width == 0)


@frozen
class _Ask:
    """The flags of a formula, behind its position, style and result."""

    c: int
    some: bool
    on_opening: bool

    @classmethod
    def read(cls, reader: Any, kind: int, length: int) -> "_Ask":
        content = reader.read(length)
        (column,) = unpack_from("<I", content)
        if kind == _FORMULA_NUMBER:
            result, flags = unpack_from("<dH", content, 8)
        elif kind == _FORMULA_TEXT:
            (result,) = unpack_from("<I", content, 8)
            (flags,) = unpack_from("<H", content, 12 + 2 * result)
        else:
            return cls(column, True, False)
        return cls(column, result != 0, bool(flags & ON_OPENING))


@frozen
class _Bare:
    """A record as bytes."""

    content: bytes

    @classmethod
    def read(cls, reader: Any, kind: int, length: int) -> "_Bare":
        return cls(reader.read(length))


@frozen
class _Marks:
    """Information about a sheet beside its cells.

    ``uncomputed`` are formulas without a result, row and column from 0. ``merges`` are the merged
    blocks, cut where there are too many to be accepted anyway.
    """

    merges: tuple[Merge, ...]
    uncomputed: frozenset[tuple[int, int]]
    unseen: Unseen
    regions: tuple[Region, ...]


@frozen
class _Binary:
    """A workbook: its parts, shared texts and number formats."""

    path: Path
    archive: ZipFile
    types: Any
    reader: Any
    aside: Any
    parts: dict[str, tuple[str, str]]
    texts: tuple[str, ...] = ()
    formats: tuple[tuple[int, str], ...] = ()
    from_1904: bool = False
    calculated: bool = False
    conditional: tuple[bool, ...] = ()

    def records(self, part: str) -> _Records:
        return self._read(self.reader, part)

    def asides(self, part: str) -> _Records:
        """The records of a part other than its cells."""
        return self._read(self.aside, part)

    def _read(self, reader: Any, part: str) -> _Records:
        found: _Records = reader(BytesIO(self.archive.read(part) if part else b""))
        return found

    def the(self, what: str) -> str:
        """The name of the one part of a kind; empty if there is none."""
        return next((name for kind, name in self.parts.values() if kind == what), "")

    def format_of(self, style: int) -> tuple[int, str]:
        return self.formats[style & _STYLE] if self.formats else (0, "General")

    def cell(self, kind: int, record: Any) -> Plain:
        value = record.v
        if value is None:
            return None
        if kind == self.types.CELL_ISST:
            value = self.texts[value]
        number, code = self.format_of(record.style)
        if kind in (self.types.CELL_ERROR, self.types.FMLA_ERROR):
            return error_cell(_ERRORS.get(value.value, "#"))
        if isinstance(value, bool):
            return value
        if isinstance(value, str):
            return as_shown(unescaped(value), code) or None
        if isinstance(value, int | float) and isfinite(value):
            return shown_number(value, number, code, self.from_1904)
        return odd_cell(value)


@frozen
class _Part:
    """One sheet: its rows are read anew each time they are asked for, `_Marks` only once."""

    book: _Binary
    part: str
    progress: Progress

    def rows(self) -> Iterator[Row]:
        found = self._rows()
        while (row := guarded(self.book.path, lambda: next(found, None))) is not None:
            self.progress.done = row.number
            yield row

    def merges(self) -> tuple[Merge, ...]:
        return bounded_merges(self.book.path, self._guarded_marks().merges)

    def unseen(self) -> Unseen:
        return self._guarded_marks().unseen

    def _guarded_marks(self) -> _Marks:
        return guarded(self.book.path, lambda: self._marks)

    def _rows(self) -> Iterator[Row]:
        types = self.book.types
        number = done = 0
        cells: list[Plain] = []
        marks = self._marks
        for kind, record in self.book.records(self.part):
            if kind in (types.ROW_HDR, types.END_SHEET_DATA):
                if number:
                    if marks.regions:
                        cells = list(row_under(cells, number, marks.regions))
                    yield from self._until(done, number, cells)
                    done = number
                if kind == types.END_SHEET_DATA:
                    return
                number, cells = record.r + 1, []
                if not done < number <= MAX_ROWS:
                    raise too_many_rows(self.book.path)
            elif kind in _UNREAD:
                raise ValueError(f"cell record {kind}")
            elif types.CELL_BLANK <= kind <= types.FMLA_ERROR:
                # Cells further to the right are refused with the row for its width.
                column = min(record.c, MAX_COLUMNS)
                cells += [None] * (column + 1 - len(cells))
                missing = (number - 1, column) in marks.uncomputed
                cells[column] = UNCOMPUTED_CELL if missing else self.book.cell(kind, record)
        raise ValueError("the sheet has no end")

    @cached_property
    def _marks(self) -> _Marks:
        merges: list[Merge] = []
        formulas: list[Result] = []
        hidden_rows: set[int] = set()
        hidden_columns: set[int] = set()
        filtered = False
        regions: list[Region] = []
        under: list[Region] = []
        row = 0
        for kind, record in self.book.asides(self.part):
            match record:
                case _RowHead(row, hidden):
                    if hidden and row < MAX_ROWS:
                        hidden_rows.add(row + 1)
                case _Columns(first, last, hidden):
                    if hidden:
                        hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))
                case _Block((top, bottom, left, right)):
                    if len(merges) <= MAX_MERGES:
                        merges.append(Merge(top + 1, left, bottom + 1, right))
                case _Ask():
                    formulas.append(Result(row, record.c, record.some, record.on_opening))
                case _Bare(content) if kind == _CONDITIONS:
                    under = list(_blocks(content))
                case _Bare(content) if kind == _RULE:
                    (style,) = unpack_from("<i", content, 8)
                    conditional = self.book.conditional
                    if 0 <= style < len(conditional) and conditional[style]:
                        regions += under
                case _Bare(content) if _hides_number(kind, content):
                    regions += (evolve(one, code=HIDDEN) for one in under)
                case _Bare(content) if kind == _OWN_FORMAT and _sets_format(content[4:]):
                    # The cells of such a rule are written in another way, so it counts for the
                    # whole sheet.
                    regions.append(EVERYWHERE)
                case _ if kind == _FILTERED:
                    filtered = True
        uncomputed = without_result(formulas, self.book.calculated)
        unseen = Unseen(frozenset(hidden_rows), frozenset(hidden_columns), filtered)
        return _Marks(tuple(merges), uncomputed, unseen, bounded(regions))

    def _until(self, done: int, number: int, cells: list[Plain]) -> Iterator[Row]:
        for blank in range(done + 1, number):
            yield Row(blank, ())
        while cells and cells[-1] is None:
            cells.pop()
        yield Row(number, tuple(cells))


def xlsb_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a binary workbook in their order, without charts and macros.

    Raises `InputError` for one that is damaged or too large.
    """
    types = required("pyxlsb2.recordtypes", "sheets")
    base = required("pyxlsb2.recordreader", "sheets").RecordReader
    built_in = required("openpyxl.styles.numbers", "sheets").BUILTIN_FORMATS
    content = BytesIO(whole_file(path))
    check_archive(path, content)
    known = {**base._records, types.ROW_HDR: _RowHead}
    # Names and columns may hold any data, but no values of cells, so they are not parsed.
    del known[types.NAME], known[types.COL_INFO]
    reader = type("Reader", (base,), {"_records": known})
    told = {types.MERGE_CELL: _Block, types.ROW_HDR: _RowHead, types.COL_INFO: _Columns}
    told |= {**dict.fromkeys(_ASIDES, _Bare), **dict.fromkeys(_FORMULAS, _Ask)}
    aside = type("Aside", (base,), {"_records": told})

    def sheets() -> tuple[Sheet, ...]:
        book = _opened(path, content, types, (reader, aside), built_in)
        found = tuple(islice(_sheets(book), MAX_SHEETS + 1))
        named = [name for kind, name in book.parts.values() if kind == "worksheet"]
        if len(found) > MAX_SHEETS or len(set(named)) < len(found):
            raise too_many_sheets(path)
        return found

    return guarded(path, sheets)


def _opened(
    path: Path, content: BytesIO, types: Any, readers: tuple[Any, Any], built_in: Any
) -> _Binary:
    archive = ZipFile(content)
    reader, aside = readers
    bare = _Binary(path, archive, types, reader, aside, _parts(archive))
    texts = tuple(_texts(bare))
    formats = tuple(islice(_formats(bare, built_in), MAX_SETTINGS))
    properties = [r for kind, r in bare.records(_BOOK) if kind == types.WB_PROP]
    from_1904 = any(bool(record.date1904) for record in properties)
    engines = (r.content for kind, r in bare.asides(_BOOK) if kind == _ENGINE)
    calculated = any(unpack_from("<I", engine)[0] for engine in engines)
    styles = bare.asides(bare.the("styles"))
    conditional = tuple(
        _sets_format(r.content) for kind, r in islice(styles, MAX_SETTINGS) if kind == _STYLED
    )
    return evolve(
        bare,
        texts=texts,
        formats=formats,
        from_1904=from_1904,
        calculated=calculated,
        conditional=conditional,
    )


def _blocks(content: bytes) -> Iterator[Region]:
    (count,) = unpack_from("<I", content, 8)
    for number in range(min(count, MAX_MERGES)):
        top, bottom, left, right = unpack_from("<4I", content, 12 + 16 * number)
        yield Region(top + 1, left, bottom + 1, right)


def _hides_number(kind: int, content: bytes) -> bool:
    """Whether a bar or icons replace the number."""
    return (kind == _BAR and not content[2]) or (kind == _ICONS and any(content[4:]))


def _sets_format(content: bytes) -> bool:
    """Whether the format of a conditional rule includes a number format."""
    (count,) = unpack_from("<H", content, 4)
    at = 6
    for _ in range(count):
        kind, size = unpack_from("<HH", content, at)
        if kind in _CODE_SET:
            return True
        at += size
    return False


def _parts(archive: ZipFile) -> dict[str, tuple[str, str]]:
    """The parts that a workbook refers to: kind and name, by identifier."""
    named = {name.casefold(): name for name in archive.namelist()}
    parts = {}
    for relation in ElementTree.fromstring(archive.read(_RELATIONS)):
        target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
        place = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        # Some programs spell the name of the part differently from the reference.
        parts[relation.get("Id", "")] = (kind, named.get(place.casefold(), place))
    return parts


def _texts(book: _Binary) -> Iterator[str]:
    """The texts that cells share. They take many times their size in memory."""
    part = book.the("sharedStrings")
    packed = book.archive.getinfo(part).compress_size if part else 0
    most = max(MAX_ELEMENTS, ELEMENTS_PER_BYTE * packed)
    for kind, record in book.records(part):
        if kind == book.types.SST_ITEM:
            most -= 1
            if most < 0:
                raise ValueError("too many texts")
            yield record.t or ""


def _formats(book: _Binary, built_in: dict[int, str]) -> Iterator[tuple[int, str]]:
    codes: dict[int, str] = {}
    inside = False
    for kind, record in book.records(book.the("styles")):
        if kind == book.types.FMT and len(codes) < MAX_SETTINGS:
            codes[record.fmtId] = record.fmtCode
        elif kind in (book.types.BEGIN_CELL_XFS, book.types.END_CELL_XFS):
            inside = kind == book.types.BEGIN_CELL_XFS
        elif kind == book.types.XF and inside:
            number = record.numFmtId
            yield number, codes.get(number) or built_in.get(number, "General")


def _sheets(book: _Binary) -> Iterator[Sheet]:
    for kind, record in book.records(_BOOK):
        if kind != book.types.BUNDLE_SH:
            continue
        what, part = book.parts.get(record.rId, ("", ""))
        if what == "worksheet":
            one = _Part(book, part, Progress(0, book.archive.getinfo(part).file_size))
            yield Sheet(
                record.name, one.rows, one.merges, record.state.value != 0, one.progress, one.unseen
            )
