"""Sheets of a workbook, written row by row; texts are texts, whatever they begin with."""

from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen

from linkage_rules.extras import required
from linkage_rules.tools.opinions.tones import GROUNDS, INKS, Tone
from linkage_rules.tools.outputs.record_rows import Cell
from linkage_rules.tools.terminal import safe

_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_HEADING_GROUND: Final = "E4E8EE"
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_A4: Final = 9
_TOP: Final[dict[str, object]] = {"valign": "top", "text_wrap": True}


class _Look(Enum):
    """How cells look that are not part of a table."""

    TITLE = "title"
    HEADING = "heading"
    VALUE = "value"


@frozen
class Column:
    """A column: its heading, and its width in characters of the standard font."""

    heading: str
    width: int


class Book:
    """A workbook that never holds its rows in memory: they wait in ``folder`` until it is saved.

    Raises `MissingExtraError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        options = {"constant_memory": True, "tmpdir": str(folder)}
        self._book: Any = required("xlsxwriter", "sheets").Workbook(str(path), options)
        self._formats: dict[tuple[Tone | _Look | None, bool], Any] = {}

    def sheet(self, title: str, widths: Sequence[int]) -> Any:
        """A new sheet, set up to be printed across the width of a page."""
        sheet = self._book.add_worksheet(title)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def write(self, sheet: Any, row: int, column: int, content: Cell | int) -> None:
        """Write a number, or a text that stays a text: no program runs it as a formula.

        A blank cell is left out.

        Rows and columns count from 0; rows have to be written in their order.
        """
        if isinstance(content, int):
            sheet.write_number(row, column, content, self._format(None, quoted=False))
        elif content.lines or content.tone:
            self._write_text(sheet, row, column, content.text, content.tone)

    def value(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write what stands beside a label; it may run on over the cells to its right."""
        self._write_text(sheet, row, column, text, _Look.VALUE)

    def heading(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write the heading of a column."""
        self._write_text(sheet, row, column, text, _Look.HEADING)

    def title(self, sheet: Any, row: int, text: str) -> None:
        """Write the title of a sheet."""
        self._write_text(sheet, row, 0, text, _Look.TITLE)

    def save(self) -> None:
        """Write the workbook."""
        self._book.close()

    def close(self) -> None:
        """Let go of the files in the folder, whether the workbook was saved or not."""
        for sheet in self._book.worksheets():
            # The library closes them when it saves and has no word for giving up.
            sheet._opt_close()

    def _write_text(
        self, sheet: Any, row: int, column: int, text: str, look: Tone | _Look | None
    ) -> None:
        shown = safe(text)
        if len(shown) > _LONGEST_TEXT:
            shown = shown[: _LONGEST_TEXT - 1] + "…"
        # Excel would make such a text a formula as soon as somebody edits the cell.
        quoted = shown.lstrip().startswith(_LOOKS_LIKE_A_FORMULA)
        sheet.write_string(row, column, shown, self._format(look, quoted=quoted))

    def _format(self, look: Tone | _Look | None, *, quoted: bool) -> Any:
        if (look, quoted) not in self._formats:
            properties = {**_properties(look), "quote_prefix": quoted}
            self._formats[look, quoted] = self._book.add_format(properties)
        return self._formats[look, quoted]


def _properties(look: Tone | _Look | None) -> dict[str, object]:
    match look:
        case Tone():
            ink, ground = f"#{INKS[look]}", f"#{GROUNDS[look]}"
            return {**_TOP, "bold": True, "font_color": ink, "bg_color": ground}
        case _Look.HEADING:
            return {**_TOP, "bold": True, "bg_color": f"#{_HEADING_GROUND}"}
        case _Look.TITLE:
            return {"bold": True, "font_size": 14}
        case _Look.VALUE:
            return {}
    return _TOP


@define
class Sheet:
    """A table that goes on in a further sheet when one is full.

    ``frozen_columns`` stay in sight, like the headings. ``most_rows`` is what a sheet can hold.
    """

    book: Book
    title: str
    columns: Sequence[Column]
    frozen_columns: int = 0
    most_rows: int = _MOST_ROWS
    _sheet: Any = None
    _rows: int = 0
    _number: int = 0

    def add(self, cells: Iterable[Cell | int]) -> None:
        """Append a row."""
        if self._rows == self.most_rows:
            self.finish()
            self._begin()
        for column, cell in enumerate(cells):
            self.book.write(self._sheet, self._rows, column, cell)
        self._rows += 1

    def finish(self) -> None:
        """Give every column its filter."""
        self._sheet.autofilter(0, 0, self._rows - 1, len(self.columns) - 1)

    def __attrs_post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        title = self.title if self._number == 1 else f"{self.title} {self._number}"
        self._sheet = self.book.sheet(title, [column.width for column in self.columns])
        self._sheet.freeze_panes(1, self.frozen_columns)
        self._sheet.repeat_rows(0)
        for number, column in enumerate(self.columns):
            self.book.heading(self._sheet, 0, number, column.heading)
        self._rows = 1
