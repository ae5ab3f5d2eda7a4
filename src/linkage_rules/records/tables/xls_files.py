"""Tables in workbooks of the old format (.xls, .et), which say how their numbers are shown."""

from collections.abc import Iterator
from io import BytesIO, TextIOBase
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import whole_file
from linkage_rules.records.tables.grid import Merge, Plain, Row, Sheet, Unseen
from linkage_rules.records.tables.kinds import LOCKED, UNLOCK, library
from linkage_rules.records.tables.limits import MAX_OLD_BYTES, MAX_SHEETS
from linkage_rules.records.tables.number_formats import as_shown, hidden_zero, shown_number
from linkage_rules.records.tables.spreadsheet_faults import (
    SAVE_ANEW,
    bounded_merges,
    error_cell,
    guarded,
    odd_cell,
    refused,
    too_many_sheets,
)
from linkage_rules.words.messages import Phrase

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_ENCRYPTED: Final = "encrypted"
_STREAMS: Final = ("Workbook", "Book")
_TOO_LARGE: Final = Phrase(
    f"an old workbook of more than {MAX_OLD_BYTES} bytes", f"旧格式工作簿超过{MAX_OLD_BYTES}字节"
)
_SIZE: Final = Phrase(f"at most {MAX_OLD_BYTES} bytes", f"不超过{MAX_OLD_BYTES}字节")


class _Nowhere(TextIOBase):
    """Takes what the library says of records that it passes over."""

    def write(self, text: str) -> int:
        return len(text)


@frozen
class _Old:
    """One sheet, with what its workbook says of formats and errors."""

    path: Path
    book: Any
    sheet: Any
    errors: Any
    progress: Progress

    def rows(self) -> Iterator[Row]:
        for index in range(self.sheet.nrows):
            cells = guarded(self.path, lambda at=index: self._cells(at))  # type: ignore[misc]
            while cells and cells[-1] is None:
                cells.pop()
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
        """The format keeps no word of a filter beside the rows that it hides."""
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
    xlrd = library(path, "xlrd", "sheets")
    content = whole_file(path)
    if len(content) > MAX_OLD_BYTES:
        raise refused(path, _TOO_LARGE, _SIZE, SAVE_ANEW)

    def opened() -> Any:
        try:
            return xlrd.open_workbook(
                file_contents=_records(path, content),
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
    starts = book._sh_abs_posn
    # One sheet that is named again and again would be held in memory as often.
    if len(starts) > MAX_SHEETS or len(set(starts)) < len(starts):
        raise too_many_sheets(path)
    sheets = guarded(path, book.sheets)
    return tuple(_sheet(path, book, sheet, xlrd.error_text_from_code) for sheet in sheets)


def _records(path: Path, content: bytes) -> bytes:
    """The records of a workbook, taken out of the compound file that most of them stand in.

    xlrd can do that too, and goes round for ever where a damaged file refers to itself.
    """
    olefile = library(path, "olefile", "sheets")
    if not olefile.isOleFile(data=content):
        return content
    with olefile.OleFileIO(BytesIO(content)) as compound:
        name = next(name for name in _STREAMS if compound.exists(name))
        with compound.openstream(name) as stream:
            records: bytes = stream.read()
            return records


def _sheet(path: Path, book: Any, sheet: Any, errors: Any) -> Sheet:
    old = _Old(path, book, sheet, errors, Progress(0, sheet.nrows))
    return Sheet(sheet.name, old.rows, old.merges, sheet.visibility != 0, old.progress, old.unseen)
