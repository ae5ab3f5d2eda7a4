"""Sheets of a workbook, written row by row; texts are texts, whatever they begin with."""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen

from linkage_rules.records import Wording
from linkage_rules.tools.endings import RefusedError
from linkage_rules.tools.opinions.tones import GROUNDS, INKS
from linkage_rules.tools.outputs.record_rows import Cell
from linkage_rules.tools.terminal import safe

_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_HEADING_GROUND: Final = "E4E8EE"
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_A4: Final = 9
_TOP: Final = {"valign": "top", "text_wrap": True}


@frozen
class Column:
    """A column: its heading, and its width in characters of the standard font."""

    heading: str
    width: int


class Book:
    """A workbook that never holds its rows in memory: they wait in ``folder`` until it is saved.

    Raises `RefusedError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        options = {"constant_memory": True, "tmpdir": str(folder)}
        self._book: Any = _library().Workbook(str(path), options)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

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

        Rows and columns count from 0; rows have to be written in their order.
        """
        if isinstance(content, int):
            sheet.write_number(row, column, content, self._format(_TOP))
            return
        tone = content.tone
        look: dict[str, object] = dict(_TOP)
        if tone is not None:
            ink, ground = f"#{INKS[tone]}", f"#{GROUNDS[tone]}"
            look |= {"bold": True, "font_color": ink, "bg_color": ground}
        self._write_text(sheet, row, column, content.text, look)

    def value(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write what stands beside a label; it may run on over the cells to its right."""
        self._write_text(sheet, row, column, text, {})

    def heading(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write the heading of a column."""
        look = {**_TOP, "bold": True, "bg_color": f"#{_HEADING_GROUND}"}
        self._write_text(sheet, row, column, text, look)

    def title(self, sheet: Any, row: int, text: str) -> None:
        """Write the title of a sheet."""
        self._write_text(sheet, row, 0, text, {"bold": True, "font_size": 14})

    def save(self) -> None:
        """Write the workbook."""
        self._book.close()

    def _write_text(
        self, sheet: Any, row: int, column: int, text: str, look: dict[str, object]
    ) -> None:
        shown = safe(text)
        if len(shown) > _LONGEST_TEXT:
            shown = shown[: _LONGEST_TEXT - 1] + "…"
        if shown.lstrip().startswith(_LOOKS_LIKE_A_FORMULA):
            # Otherwise Excel would make it a formula as soon as somebody edits the cell.
            look = {**look, "quote_prefix": True}
        sheet.write_string(row, column, shown, self._format(look))

    def _format(self, look: dict[str, object]) -> Any:
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


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


def _library() -> Any:
    try:
        return importlib.import_module("xlsxwriter")
    except ImportError:
        command = 'pip install "linkage-rules[sheets]"'
        raise RefusedError(
            Wording(
                f"writing a workbook needs XlsxWriter; run {command}, or write .csv instead",
                f"写出工作簿需要 XlsxWriter；请运行 {command}，或改为写出 .csv",
            )
        ) from None
