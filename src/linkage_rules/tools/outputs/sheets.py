"""Sheets of a workbook, written row by row; texts are texts, whatever they begin with."""

import importlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import Factory, define, frozen

from linkage_rules.records import Wording
from linkage_rules.tools.endings import RefusedError
from linkage_rules.tools.outputs.rows import Cell
from linkage_rules.tools.outputs.tones import GROUNDS, INKS, Tone
from linkage_rules.tools.terminal import safe

_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_HEADING_GROUND: Final = "E4E8EE"
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")


@frozen
class Column:
    """A column: its heading, and its width in characters of the standard font."""

    heading: str
    width: int


@define
class Sheet:
    """A table that goes on in a further sheet when one is full.

    ``frozen_columns`` stay in sight, like the headings. ``most_rows`` is what a sheet can hold.
    """

    book: "Book"
    title: str
    columns: Sequence[Column]
    frozen_columns: int = 0
    most_rows: int = _MOST_ROWS
    _sheet: Any = None
    _rows: int = 0
    _number: int = 0

    def add(self, cells: Iterable[Cell | int]) -> None:
        """Append a row."""
        if self._sheet is None or self._rows == self.most_rows:
            self._begin()
        self._sheet.append([self.book.cell(self._sheet, cell) for cell in cells])
        self._rows += 1

    def finish(self) -> None:
        """Give every column its filter. A table without rows has its headings all the same."""
        if self._sheet is None:
            self._begin()
        self._close()

    def _begin(self) -> None:
        if self._sheet is not None:
            self._close()
        self._number += 1
        title = self.title if self._number == 1 else f"{self.title} {self._number}"
        self._sheet = self.book.sheet(title, [column.width for column in self.columns])
        letter = self.book.letter(self.frozen_columns + 1)
        self._sheet.freeze_panes = f"{letter}2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.append([self.book.heading(self._sheet, c.heading) for c in self.columns])
        self._rows = 1

    def _close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self.book.letter(len(self.columns))}{self._rows}"


@define(slots=False)
class Book:
    """A workbook that never holds its rows in memory.

    Raises `RefusedError` when the library that writes workbooks is not installed.
    """

    _openpyxl: Any = Factory(lambda: _library())

    def __attrs_post_init__(self) -> None:
        styles = importlib.import_module("openpyxl.styles")
        self._book: Any = self._openpyxl.Workbook(write_only=True)
        self._cell_class: Any = importlib.import_module("openpyxl.cell").WriteOnlyCell
        self._alignment = styles.Alignment(vertical="top", wrap_text=True)
        self._bold = styles.Font(bold=True)
        self._title = styles.Font(bold=True, size=14)
        self._heading_fill = _fill(styles, _HEADING_GROUND)
        self._fonts = {tone: styles.Font(color=INKS[tone], bold=True) for tone in Tone}
        self._fills = {tone: _fill(styles, GROUNDS[tone]) for tone in Tone}

    def sheet(self, title: str, widths: Sequence[int]) -> Any:
        """A new sheet, set up to be printed across the width of a page."""
        sheet = self._book.create_sheet(title)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[self.letter(number)].width = width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        return sheet

    def letter(self, number: int) -> str:
        """The letters of a column, counted from 1."""
        letters: str = self._openpyxl.utils.get_column_letter(number)
        return letters

    def cell(self, sheet: Any, content: Cell | int) -> Any:
        """A number, or a text that stays a text: no program runs it as a formula."""
        if isinstance(content, int):
            cell = self._cell_class(sheet, content)
            cell.alignment = self._alignment
            return cell
        cell = self._text(sheet, content.text)
        cell.alignment = self._alignment
        if content.tone is not None:
            cell.font = self._fonts[content.tone]
            cell.fill = self._fills[content.tone]
        return cell

    def value(self, sheet: Any, text: str) -> Any:
        """What stands beside a label; it may run on over the cells to its right."""
        return self._text(sheet, text)

    def heading(self, sheet: Any, text: str) -> Any:
        """The heading of a column."""
        cell = self._text(sheet, text)
        cell.font, cell.fill, cell.alignment = self._bold, self._heading_fill, self._alignment
        return cell

    def title(self, sheet: Any, text: str) -> Any:
        """The title of a sheet."""
        cell = self._text(sheet, text)
        cell.font = self._title
        return cell

    def save(self, path: object) -> None:
        """Write the workbook."""
        self._book.save(path)

    def _text(self, sheet: Any, text: str) -> Any:
        shown = safe(text)
        if len(shown) > _LONGEST_TEXT:
            shown = shown[: _LONGEST_TEXT - 1] + "…"
        cell = self._cell_class(sheet, shown)
        # The library takes “=1+1” for a formula and “#N/A” for an error.
        cell.data_type = "s"
        if shown.lstrip().startswith(_LOOKS_LIKE_A_FORMULA):
            # Otherwise Excel would make it a formula as soon as somebody edits the cell.
            cell.quotePrefix = True
        return cell


def _fill(styles: Any, colour: str) -> Any:
    return styles.PatternFill("solid", start_color=colour)


def _library() -> Any:
    try:
        return importlib.import_module("openpyxl")
    except ImportError:
        command = 'pip install "linkage-rules[sheets]"'
        raise RefusedError(
            Wording(
                f"writing a workbook needs openpyxl; run {command}, or write .csv instead",
                f"写出工作簿需要 openpyxl；请运行 {command}，或改为写出 .csv",
            )
        ) from None
