"""Sheets of workbooks in the old format (.xls, .et), with their number formats."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO, TextIOBase
from pathlib import Path
from struct import unpack, unpack_from
from typing import Any, Final

from attrs import frozen

from linkage_rules.extras import required
from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import whole_file
from linkage_rules.records.tables.conditional_formats import EVERYWHERE, Region, bounded, row_under
from linkage_rules.records.tables.formula_results import ON_OPENING, Result, without_result
from linkage_rules.records.tables.grid import Merge, Plain, Row, Sheet, Unseen
from linkage_rules.records.tables.kinds import LOCKED, UNLOCK
from linkage_rules.records.tables.limits import MAX_MERGES, MAX_OLD_BYTES, MAX_SHEETS
from linkage_rules.records.tables.number_formats import as_shown, hidden_zero, shown_number
from linkage_rules.records.tables.spreadsheet_faults import (
    SAVE_ANEW,
    UNCOMPUTED_CELL,
    bounded_merges,
    error_cell,
    guarded,
    odd_cell,
    refused,
    too_many_sheets,
)
from linkage_rules.words.messages import Phrase, reason

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_ENCRYPTED: Final = "encrypted"
_BEGINS: Final = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
_ENDS: Final = 0x000A
_FORMULAS: Final = frozenset((0x0006, 0x0206, 0x0406))
_ENGINE: Final = 0x01C1
"""The record by which a program states that it has calculated the formulas."""
_CONDITIONS, _RULE = 0x01B0, 0x01B1
_NEWER_CONDITIONS, _NEWER_RULE, _RULE_MORE = 0x0879, 0x087A, 0x087B
_HEAD: Final = 12
"""The bytes before the content of a newer record (MS-XLS 2.5.135)."""
_FORMAT_SET: Final = 1 << 25
_WITH_STYLES: Final = 30
"""The first version whose cells refer to a style."""
_TO_FORMAT: Final = 7
"""The bytes of an extended rule before those that say whether a format follows (2.5.33)."""
_NO_TEXT: Final = 3
_STREAMS: Final = ("Workbook", "Book")
_TOO_LARGE: Final = reason(
    "FIL-605",
    f"an old workbook of more than {MAX_OLD_BYTES} bytes",
    f"旧格式工作簿超过{MAX_OLD_BYTES}字节",
)
_SIZE: Final = Phrase(f"at most {MAX_OLD_BYTES} bytes", f"不超过{MAX_OLD_BYTES}字节")


class _Nowhere(TextIOBase):
    """Discards the messages of the library about records that it ignores."""

    def write(self, text: str) -> int:
        return len(text)


@frozen
class _Old:
    """One sheet, with the formats and errors of its workbook."""

    path: Path
    book: Any
    sheet: Any
    errors: Any
    beside: "_Beside"
    progress: Progress

    def rows(self) -> Iterator[Row]:
        for index in range(self.sheet.nrows):
            cells = guarded(self.path, partial(self._cells, index))
            while cells and cells[-1] is None:
                cells.pop()
            if self.beside.regions:
                cells = list(row_under(cells, index + 1, self.beside.regions))
            if not self.sheet.show_zero_values:
                cells = [hidden_zero(cell) for cell in cells]
            self.progress.done = index + 1
            yield Row(index + 1, tuple(cells))

    def merges(self) -> tuple[Merge, ...]:
        blocks = self.sheet.merged_cells
        return bounded_merges(
            self.path,
            (Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in blocks),
        )

    def unseen(self) -> Unseen:
        """The hidden rows and columns; the format does not say whether a filter hides them."""
        rows = (row + 1 for row, info in self.sheet.rowinfo_map.items() if info.hidden)
        columns = (column for column, info in self.sheet.colinfo_map.items() if info.hidden)
        return Unseen(frozenset(rows), frozenset(columns))

    def _cells(self, row: int) -> list[Plain]:
        kinds, values = self.sheet.row_types(row), self.sheet.row_values(row)
        return [
            self._cell(row, column, kind, value)
            for column, (kind, value) in enumerate(zip(kinds, values, strict=True))
        ]

    def _cell(self, row: int, column: int, kind: int, value: Any) -> Plain:
        if (row, column) in self.beside.uncomputed:
            return UNCOMPUTED_CELL
        if kind == _BOOLEAN:
            return bool(value)
        if kind == _ERROR:
            return error_cell(self.errors.get(value, "#"))
        if kind not in (_TEXT, _NUMBER, _DATE):
            return None
        style = self.book.xf_list[self.sheet.cell_xf_index(row, column)]
        number_format = self.book.format_map[style.format_key]
        if kind == _TEXT:
            return as_shown(value, number_format.format_str) or None
        if not isinstance(value, float):
            return odd_cell(value)
        return shown_number(
            value, style.format_key, number_format.format_str, self.book.datemode == 1
        )


def xls_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of an old workbook in their order, without charts and macros.

    Raises `InputError` for one that is damaged or locked.
    """
    xlrd = required("xlrd", "sheets")
    content = whole_file(path)
    if len(content) > MAX_OLD_BYTES:
        raise refused(path, _TOO_LARGE, _SIZE, SAVE_ANEW)

    stream = guarded(path, lambda: _records(path, content))

    def opened() -> Any:
        try:
            return xlrd.open_workbook(
                file_contents=stream,
                formatting_info=True,
                ragged_rows=True,
                on_demand=True,
                logfile=_Nowhere(),
            )
        except xlrd.XLRDError as error:
            if _ENCRYPTED in str(error):
                raise refused(path, LOCKED, hint=UNLOCK) from error
            raise

    book = guarded(path, opened)
    starts: list[int] = book._sh_abs_posn
    # A sheet that is listed many times would be held in memory as often.
    if len(starts) > MAX_SHEETS or len(set(starts)) < len(starts):
        raise too_many_sheets(path)
    sheets = guarded(path, book.sheets)
    calculated = any(kind == _ENGINE for kind, _ in _part(stream, 0))
    besides = (
        guarded(path, partial(_beside, stream, at, book.biff_version, calculated)) for at in starts
    )
    return tuple(
        _sheet(path, book, sheet, xlrd.error_text_from_code, beside)
        for sheet, beside in zip(sheets, besides, strict=True)
    )


def _records(path: Path, content: bytes) -> bytes:
    """The stream of records of a workbook, taken out of the compound file.

    xlrd can do that too, but loops for ever where a damaged file refers to itself.
    """
    olefile = required("olefile", "sheets")
    if not olefile.isOleFile(data=content):
        return content
    with olefile.OleFileIO(BytesIO(content)) as compound:
        name = next(name for name in _STREAMS if compound.exists(name))
        with compound.openstream(name) as stream:
            records: bytes = stream.read()
            return records


def _sheet(path: Path, book: Any, sheet: Any, errors: Any, beside: "_Beside") -> Sheet:
    old = _Old(path, book, sheet, errors, beside, Progress(0, sheet.nrows))
    return Sheet(sheet.name, old.rows, old.merges, sheet.visibility != 0, old.progress, old.unseen)


@frozen
class _Beside:
    """Records that xlrd ignores: formulas without a result (row and column from 0), and conditional
    formats that may change what is shown."""

    uncomputed: frozenset[tuple[int, int]]
    regions: tuple[Region, ...]


def _part(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, or of the workbook itself, without those of embedded charts."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, at)
        if kind in _BEGINS:
            depth += 1
        elif kind == _ENDS:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _beside(stream: bytes, at: int, version: int, calculated: bool) -> _Beside:
    formulas = []
    regions: list[Region] = []
    blocks: dict[int, list[Region]] = {}
    under: list[Region] = []
    for kind, content in _part(stream, at):
        if kind in _FORMULAS:
            formulas.append(_formula(content, version))
        elif kind in (_CONDITIONS, _NEWER_CONDITIONS):
            start = 0 if kind == _CONDITIONS else _HEAD
            (number,) = unpack_from("<H", content, start + 2)
            under = blocks[number >> 1] = list(_blocks(content, start + 12))
        elif kind == _RULE:
            regions += under if _sets_format(content, 6) else ()
        elif kind == _NEWER_RULE:
            regions += under if _newer_format(content, _HEAD + 6) else ()
        elif kind == _RULE_MORE and (extended := _more(content)) is not None:
            regions += blocks.get(extended >> 1, [EVERYWHERE])
    return _Beside(without_result(formulas, calculated), bounded(regions))


def _formula(content: bytes, version: int) -> Result:
    if version < _WITH_STYLES:
        row, column, _, result, flags = unpack_from("<HH3s8sB", content)
    else:
        row, column, _, result, flags = unpack_from("<HHH8sH", content)
    if result[6:] == b"\xff\xff":
        return Result(row, column, result[0] != _NO_TEXT, bool(flags & ON_OPENING))
    return Result(row, column, unpack("<d", result)[0] != 0, bool(flags & ON_OPENING))


def _blocks(content: bytes, at: int) -> Iterator[Region]:
    (count,) = unpack_from("<H", content, at)
    for number in range(min(count, MAX_MERGES)):
        top, bottom, left, right = unpack_from("<4H", content, at + 2 + 8 * number)
        yield Region(top + 1, left, bottom + 1, right)


def _sets_format(content: bytes, at: int) -> bool:
    (settings,) = unpack_from("<I", content, at)
    return bool(settings & _FORMAT_SET)


def _newer_format(content: bytes, at: int) -> bool:
    """Whether a newer rule sets a number format; the format may be empty."""
    (size,) = unpack_from("<I", content, at)
    return size > 0 and _sets_format(content, at + 4)


def _more(content: bytes) -> int | None:
    """The conditional format to which a record adds a number format; None if it adds none."""
    newer, number = unpack_from("<IH", content, _HEAD)
    at = _HEAD + 6 + _TO_FORMAT
    if newer or not content[at]:
        return None
    return number if _newer_format(content, at + 1) else None
