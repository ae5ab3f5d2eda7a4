"""Sheets of a workbook, written row by row; texts are texts, whatever they begin with."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen

from linkage_rules.extras import required
from linkage_rules.model.deontic import Tone
from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.opinions.tones import GROUNDS, INKS
from linkage_rules.reviews.outputs.record_rows import Cell
from linkage_rules.reviews.outputs.target import Target
from linkage_rules.words.keywords import Language
from linkage_rules.words.wrapping import display_width

_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_HEADING_GROUND: Final = "E4E8EE"
_LINE: Final = "AEB6C0"
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_A4: Final = 9
_MARGIN: Final = 0.6
"""On every side of a printed page, in inches: about 1.5 cm."""
_TOP: Final[dict[str, object]] = {"valign": "top", "text_wrap": True}
_FRAMED: Final[dict[str, object]] = {**_TOP, "border": 1, "border_color": f"#{_LINE}"}
_LINE_HEIGHT: Final = 15
_MOST_HEIGHT: Final = 405
"""In points. No row of a workbook may be higher."""
_PADDING: Final = 2
"""What a program keeps free beside the text of a cell, in characters."""

_FONTS: Final[Mapping[Language, str]] = {"zh": "宋体", "en": "Calibri"}
_TITLE_FONTS: Final[Mapping[Language, str]] = {"zh": "黑体", "en": "Calibri"}
_PAGES: Final[Mapping[Language, str]] = {"zh": "&C第&P页　共&N页", "en": "&CPage &P of &N"}


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


def height(cells: Iterable[Cell | int], widths: Iterable[int]) -> int:
    """How high a row has to be to show its texts whole, in points.

    It is written down, because not every program finds it out when it opens a workbook. A Chinese
    character is two characters of the standard font wide.

    >>> height([Cell(("甲" * 12,)), 3], [12, 4]), height([Cell(("甲", "乙"))], [12])
    (45, 30)
    """
    rows = [_rows_of(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return min(_LINE_HEIGHT * max(rows, default=1), _MOST_HEIGHT)


def _rows_of(cell: Cell | int, width: int) -> int:
    if isinstance(cell, int):
        return 1
    room = max(width - _PADDING, 2)
    lines = (line for text in cell.lines for line in text.splitlines() or ("",))
    return sum(max(1, -(-display_width(line) // room)) for line in lines)


class Book:
    """A workbook that never holds its rows in memory: they wait in ``folder`` until it is saved.

    Raises `MissingExtraError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, folder: Path, language: Language) -> None:
        self._language: Language = language
        font = {"font_name": _FONTS[language], "font_size": 11}
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "default_format_properties": font,
        }
        library = required("xlsxwriter", "sheets")
        self._file = Target(path)
        self._book: Any = library.Workbook(self._file, options)
        self._formats: dict[tuple[Tone | _Look | None, bool], Any] = {}

    def sheet(self, title: str, widths: Sequence[int], above: str = "") -> Any:
        """A new sheet, set up to be printed across the width of a page, each page with its number.

        ``above`` stands on every printed page, before the title of the sheet.
        """
        sheet = self._book.add_worksheet(title)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN + 0.2, _MARGIN + 0.2)
        sheet.fit_to_pages(1, 0)
        if above:
            sheet.set_header(f"&C{above.replace('&', '&&')}&A")
        sheet.set_footer(_PAGES[self._language])
        return sheet

    def write(self, sheet: Any, row: int, column: int, content: Cell | int) -> None:
        """Write a number, or a text that stays a text: no program runs it as a formula.

        Rows and columns count from 0; rows have to be written in their order.
        """
        if isinstance(content, int):
            sheet.write_number(row, column, content, self._format(None, quoted=False))
        elif not content.lines and content.tone is None:
            sheet.write_blank(row, column, None, self._format(None, quoted=False))
        else:
            self._write_text(sheet, row, column, content.text, content.tone)

    def row(
        self, sheet: Any, number: int, cells: Sequence[Cell | int], widths: Sequence[int]
    ) -> None:
        """Write a row, high enough for its texts."""
        high = height(cells, widths)
        if high > _LINE_HEIGHT:
            sheet.set_row(number, high)
        for column, cell in enumerate(cells):
            self.write(sheet, number, column, cell)
        # The library keeps the height of every row; those that are written are not needed again.
        sheet.row_info.pop(number - 1, None)
        sheet.row_sizes.pop(number - 1, None)

    def value(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write what stands beside a label; it may run on over the cells to its right."""
        self._write_text(sheet, row, column, text, _Look.VALUE)

    def heading(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write the heading of a column."""
        self._write_text(sheet, row, column, text, _Look.HEADING)

    def headings(self, sheet: Any, row: int, columns: Sequence[Column]) -> None:
        """Write the headings of a table."""
        cells = [Cell((column.heading,)) for column in columns]
        sheet.set_row(row, height(cells, [column.width for column in columns]))
        for number, column in enumerate(columns):
            self.heading(sheet, row, number, column.heading)

    def title(self, sheet: Any, row: int, text: str) -> None:
        """Write the title of a sheet."""
        sheet.set_row(row, 2 * _LINE_HEIGHT)
        self._write_text(sheet, row, 0, text, _Look.TITLE)

    def save(self) -> None:
        """Write the workbook. Raises OSError when it cannot be written."""
        try:
            self._book.close()
            self._file.flush()
        except Exception as error:
            # The library wraps what the file system said into an exception of its own.
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise

    def close(self) -> None:
        """Let go of the files in the folder, whether the workbook was saved or not."""
        try:
            for sheet in self._book.worksheets():
                # The library closes them when it saves and has no word for giving up.
                sheet._opt_close()
        finally:
            self._file.close()

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
            properties = {**_properties(look, self._language), "quote_prefix": quoted}
            self._formats[look, quoted] = self._book.add_format(properties)
        return self._formats[look, quoted]


def _properties(look: Tone | _Look | None, language: Language) -> dict[str, object]:
    match look:
        case Tone():
            ink, ground = f"#{INKS[look]}", f"#{GROUNDS[look]}"
            return {**_FRAMED, "bold": True, "font_color": ink, "bg_color": ground}
        case _Look.HEADING:
            return {**_FRAMED, "bold": True, "bg_color": f"#{_HEADING_GROUND}"}
        case _Look.TITLE:
            font = _TITLE_FONTS[language]
            return {"font_name": font, "bold": True, "font_size": 16, "valign": "vcenter"}
        case _Look.VALUE:
            return {}
    return _FRAMED


@define
class Sheet:
    """A table that goes on in a further sheet when one is full.

    ``caption`` stands above it, its first line as a title; without one ``above`` stands on printed
    pages. ``frozen_columns`` stay in sight, like
    the headings. ``most_rows`` is what a sheet can hold; ``empty`` is what an empty table says.
    """

    book: Book
    title: str
    columns: Sequence[Column]
    frozen_columns: int = 0
    caption: Sequence[str] = ()
    above: str = ""
    empty: str = ""
    most_rows: int = _MOST_ROWS
    _sheet: Any = None
    _rows: int = 0
    _number: int = 0

    def add(self, cells: Sequence[Cell | int]) -> None:
        """Append a row."""
        if self._rows == self.most_rows:
            self._end()
            self._begin()
        self.book.row(self._sheet, self._rows, cells, [column.width for column in self.columns])
        self._rows += 1

    def finish(self) -> None:
        """Give every column its filter; an empty table says that it is."""
        if self.empty and self._rows == self._head + 1 and self._number == 1:
            blanks = (Cell(()) for _ in self.columns[1:])
            self.add([Cell((self.empty,)), *blanks])
        self._end()

    @property
    def _head(self) -> int:
        """The row of the headings."""
        return len(self.caption)

    def _end(self) -> None:
        self._sheet.autofilter(self._head, 0, self._rows - 1, len(self.columns) - 1)

    def __attrs_post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        title = self.title if self._number == 1 else f"{self.title} {self._number}"
        widths = [column.width for column in self.columns]
        self._sheet = self.book.sheet(title, widths, "" if self.caption else self.above)
        self._sheet.freeze_panes(self._head + 1, self.frozen_columns)
        self._sheet.repeat_rows(0, self._head)
        for number, line in enumerate(self.caption):
            if number:
                self.book.value(self._sheet, number, 0, line)
            else:
                self.book.title(self._sheet, number, line)
        self.book.headings(self._sheet, self._head, self.columns)
        self._rows = self._head + 1
