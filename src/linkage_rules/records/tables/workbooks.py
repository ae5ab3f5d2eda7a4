"""Sheets of `.xlsx` workbooks: values, number formats, conditional formats, rich texts."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZipFile

from attrs import Factory, frozen

from linkage_rules.extras import required
from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import whole_file
from linkage_rules.records.tables.altered_texts import unescaped
from linkage_rules.records.tables.conditional_formats import HIDDEN, Region, bounded, row_under
from linkage_rules.records.tables.grid import (
    Flawed,
    Merge,
    Plain,
    Row,
    Sheet,
    Unseen,
    displayed,
)
from linkage_rules.records.tables.limits import (
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_MERGES,
    MAX_ROW_CELLS,
    MAX_ROWS,
    MAX_SHEETS,
)
from linkage_rules.records.tables.number_formats import (
    CHINESE_DATES,
    as_shown,
    hidden_zero,
    is_general,
)
from linkage_rules.records.tables.spreadsheet_faults import (
    UNCOMPUTED_CELL,
    check_archive,
    error_cell,
    guarded,
    odd_cell,
    refused,
    too_many_merges,
    too_many_rows,
    too_many_sheets,
)
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import shown


@frozen
class Style:
    """The style of a cell: whether it is struck through, and its number format, empty if a value is
    shown as it is.

    ``known`` says that the format is given by number only.
    """

    struck: bool
    code: str
    known: bool


class Styles(dict[int, Style]):
    """The styles of a workbook, each looked up once."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        self._struck = frozenset(i for i, font in enumerate(book._fonts) if font.strike)

    def of(self, cell: Any) -> Style:
        known = self.get(cell._style_id)
        if known is None:
            array = cell.style_array
            code = CHINESE_DATES.get(array.numFmtId)
            plain = "" if is_general(cell.number_format) else cell.number_format
            struck = array.fontId in self._struck
            known = self[cell._style_id] = Style(struck, code or plain, code is not None)
        return known


_RAISED: Final = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_STROKE: Final = "\u0336"
_OFF: Final = ("0", "false", "none")


def texts_as_set(part: IO[bytes]) -> Iterator[tuple[int, str]]:
    """The shared texts of a workbook that contain raised, lowered or struck-through characters.

    They are given by their number, with Unicode characters for the formatting: 120¹, 1̶0̶0̶120.
    """
    number = 0
    for _, element in ET.iterparse(part):
        if _name(element) != "si":
            continue
        text = text_as_set(element)
        if text is not None:
            yield number, text
        number += 1
        element.clear()


def text_as_set(element: ET.Element) -> str | None:
    """The text of an element with Unicode characters for raised, lowered or struck-through ones;
    None without any."""
    texts = [_as_set(run) for run in element if _name(run) == "r"]
    if not any(changed for _, changed in texts):
        return None
    return "".join(text for text, _ in texts)


def _as_set(run: ET.Element) -> tuple[str, bool]:
    text = "".join(child.text or "" for child in run if _name(child) == "t")
    settings = [one for child in run if _name(child) == "rPr" for one in child]
    for one in settings:
        value = one.get("val", "")
        if _name(one) == "vertAlign" and value in ("superscript", "subscript"):
            return text.translate(_RAISED if value == "superscript" else _LOWERED), True
        if _name(one) == "strike" and value not in _OFF:
            return "".join(character + _STROKE for character in text), True
    return text, False


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def regions_of(element: ET.Element, book: Any, cell_range: Any) -> Iterator[Region]:
    """The cells of a ``conditionalFormatting`` whose rules may change what is shown.

    That is by a number format, which newer rules contain themselves, or by a bar or an icon in
    place of the number.
    """
    styles = book._differential_styles.styles
    places = [element.get("sqref", "")]
    places += (part.text or "" for part in element if _name(part) == "sqref")
    references = " ".join(places).split()
    for rule in element:
        number = int(rule.get("dxfId", -1))
        own = styles[number].numFmt if 0 <= number < len(styles) else None
        codes = [own.formatCode] if own is not None else []
        for part in rule.iter():
            if _name(part) == "numFmt":
                codes.append(part.get("formatCode", ""))
            elif _name(part) in ("dataBar", "iconSet") and part.get("showValue") in _FALSE:
                codes.append(HIDDEN)
        if not codes:
            continue
        for reference in references:
            block = cell_range(reference)
            yield Region(
                block.min_row, block.min_col - 1, block.max_row, block.max_col - 1, codes[0]
            )


_CHUNK: Final = 500
_BYTES: Final = 1 << 20
_MARK: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:f|mergeCell|cfRule)[\s/>]"
    rb"|<(?:[\w.-]+:)?(?:vertAlign|strike)[\s/>]"
    rb"|\shidden=\"(?:1|t)|\s(?:ht|width)=\"0(?:\.0+)?\"|\sshowZeros=\"(?:0|f)"
)
_STRUCK: Final = reason(
    "CEL-401",
    "struck through: whether it still holds is not said",
    "已被划去（删除线），是否仍然有效没有写明",
)
_UNSTRIKE: Final = Phrase(
    "clear what no longer holds, or take the line through it away",
    "不再有效的请清空，仍然有效的请去掉删除线",
)
_SETTING: Final = re.compile(rb"<(?:[\w.-]+:)?(?:vertAlign|strike)[\s/>]")
_UNCERTAIN_YEAR: Final = 1900
_SURE_DAYS: Final = datetime(1900, 3, 1)
"""Earlier days are shown one day off, because spreadsheets have a 29 February 1900."""
_TRUE: Final = ("1", "true")
_FALSE: Final = ("0", "false")
_TOLD: Final = ("f", "is")
"""Parts of cells that openpyxl does not report completely."""
_LONGEST_MARK: Final = 100
_ON_OPENING: Final = re.compile(rb"\sfullCalcOnLoad\s*=\s*[\"'](?:1|true)")
_MOST_UNCOMPUTED: Final = 100_000

_LONG_ROW: Final = reason(
    "FIL-606", f"a row with more than {MAX_ROW_CELLS} cells", f"有一行超过{MAX_ROW_CELLS}个单元格"
)
_ROW_WIDTH: Final = Phrase(
    f"at most {MAX_ROW_CELLS} cells on a row, blank ones included",
    f"每行不超过{MAX_ROW_CELLS}个单元格，包括空白的",
)


@frozen
class _Marks:
    """Information that openpyxl does not give when it reads row by row.

    ``uncomputed`` are formulas without a value: row from 1, column from 0. ``no_zeros`` says that
    the sheet is set to hide zeros; ``texts`` are those with formatted characters that are stored in
    the sheet itself.
    """

    merges: tuple[Merge, ...] = ()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    unseen: Unseen = Factory(Unseen)
    no_zeros: bool = False
    texts: Mapping[tuple[int, int], str] = Factory(dict)
    regions: tuple[Region, ...] = ()


def workbook_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order, without chart sheets.

    openpyxl reads them, because it distinguishes error cells from blank ones and holds only one row
    at a time. Raises `InputError` for a file that is no workbook, is damaged, locked, or too large.
    """
    required("openpyxl", "sheets")
    # The packed file is small, and a copy in memory cannot be changed or blocked by others.
    content = BytesIO(whole_file(path))
    check_archive(path, content)
    book = guarded(path, partial(_book, path, content))
    return tuple(_sheet(path, content, sheet) for sheet in book.worksheets)


def _book(path: Path, content: BytesIO) -> Any:
    """The workbook; refused before its sheets are opened if it lists too many, or one twice."""
    excel = required("openpyxl.reader.excel", "sheets")
    reader = excel.ExcelReader(content, read_only=True, data_only=True)
    open_sheets = reader.read_worksheets

    def bounded() -> None:
        named = [relation.target for _, relation in islice(reader.parser.find_sheets(), MAX_SHEETS)]
        if len(reader.parser.sheets) > MAX_SHEETS or len(set(named)) < len(named):
            raise too_many_sheets(path)
        open_sheets()

    reader.read_worksheets = bounded
    reader.read()
    _set_texts(path, content, reader)
    # For openpyxl a workbook that does not say whether to calculate on opening counts as asking for
    # it.
    part = reader.archive.read(reader.parser.workbook_part_name)
    reader.wb.asks_to_calculate = _ON_OPENING.search(part) is not None
    return reader.wb


def _set_texts(path: Path, content: BytesIO, reader: Any) -> None:
    """Replace texts with formatted characters, which openpyxl gives without the formatting."""
    kind = required("openpyxl.xml.constants", "sheets").SHARED_STRINGS
    part = reader.package.find(kind)
    if part is None:
        return
    with ZipFile(content) as archive:
        name = part.PartName[1:]
        with archive.open(name) as texts:
            if not _mentions(texts, _SETTING):
                return
        with archive.open(name) as texts:
            for number, text in texts_as_set(texts):
                reader.shared_strings[number] = text


def _sheet(path: Path, content: BytesIO, sheet: Any) -> Sheet:
    known: list[_Marks] = []

    def marks() -> _Marks:
        if not known:
            known.append(guarded(path, partial(_read_marks, path, content, sheet)))
        return known[0]

    # The stated number of rows may be wrong, so it is used for the progress only.
    progress = Progress(0, sheet.max_row)
    return Sheet(
        sheet.title,
        lambda: _rows(path, sheet, marks(), progress),
        lambda: marks().merges,
        sheet.sheet_state != "visible",
        progress,
        lambda: marks().unseen,
    )


def _rows(path: Path, sheet: Any, marks: _Marks, progress: Progress) -> Iterator[Row]:
    # The dimension that a file states may be wrong, and rows beyond it would be lost.
    sheet.reset_dimensions()
    dated = _day_of(path, sheet)
    styles = Styles(sheet.parent)
    number = 0
    source = _Source(path, partial(type(sheet)._get_source, sheet))

    def up_to_the_last(cells: list[dict[str, Any]], *asked: Any) -> Any:
        """A row without the blank cells at its end, which openpyxl would add."""
        source.row_ended()
        while cells and cells[-1]["value"] is None:
            if (cells[-1]["row"], cells[-1]["column"] - 1) in marks.uncomputed:
                break
            cells.pop()
        if cells and cells[-1]["column"] > MAX_ROW_CELLS:
            raise refused(path, _LONG_ROW, _ROW_WIDTH)
        return type(sheet)._get_row(sheet, cells, *asked)

    sheet._get_row, sheet._get_source = up_to_the_last, source.opened
    found = iter(sheet.rows)
    while chunk := guarded(path, lambda: list(islice(found, _CHUNK))):
        for cells in chunk:
            number += 1
            if number > MAX_ROWS:
                raise too_many_rows(path)
            values = [
                UNCOMPUTED_CELL
                if (number, column) in marks.uncomputed
                else None
                if (value := cell.value) is None
                else _plain(value, cell, dated, styles)
                for column, cell in enumerate(cells)
            ]
            while values and values[-1] is None:
                values.pop()
            if marks.texts:
                values = [marks.texts.get((number, i), value) for i, value in enumerate(values)]
            if marks.regions:
                values = list(row_under(values, number, marks.regions))
            if marks.no_zeros:
                values = [hidden_zero(value) for value in values]
            progress.done = number
            yield Row(number, tuple(values))


class _Source:
    """The XML of a sheet; refused where a row has too many cells, since openpyxl holds a row as a
    whole.

    Starts of cells are counted as they are read, and the count is reset at the end of each row.
    """

    def __init__(self, path: Path, open_: Callable[[], IO[bytes]]) -> None:
        self._path, self._open = path, open_
        self._cells = 0

    @contextmanager
    def opened(self) -> Iterator["_Source"]:
        with self._open() as self._part:
            yield self

    def read(self, size: int = -1) -> bytes:
        chunk = self._part.read(size)
        self._cells += chunk.count(b"<c") + chunk.count(b":c")
        if self._cells > 2 * MAX_ROW_CELLS + len(chunk):
            raise refused(self._path, _LONG_ROW, _ROW_WIDTH)
        return chunk

    def row_ended(self) -> None:
        self._cells = 0


def _plain(value: Any, cell: Any, dated: Callable[[Any], Any], styles: Styles) -> Plain:
    style = styles.of(cell)
    if style.struck:
        return Flawed(shown(value), _STRUCK, _UNSTRIKE)
    if cell.data_type == "e":
        return error_cell(str(value))
    if isinstance(value, str):
        return as_shown(unescaped(value), style.code) if style.code else unescaped(value)
    if isinstance(value, float) and isfinite(value):
        value = displayed(value)
    if not isinstance(value, bool | int | Decimal | date | time | timedelta):
        return odd_cell(value)
    if isinstance(value, date) and value.year <= _UNCERTAIN_YEAR and value < _SURE_DAYS:
        return odd_cell(value)
    # openpyxl does not know the formats that are given by number only, and leaves their days as
    # numbers.
    if style.known and isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = dated(value)
    return as_shown(value, style.code) if style.code else value


def _day_of(path: Path, sheet: Any) -> Callable[[Any], Any]:
    """A function that turns a number into a day, by the calendar of the workbook."""
    from_excel = required("openpyxl.utils.datetime", "sheets").from_excel

    def day(number: int | Decimal) -> Any:
        try:
            return from_excel(float(number), sheet.parent.epoch)
        except (OverflowError, ValueError):
            return number

    return day


def _read_marks(path: Path, content: BytesIO, sheet: Any) -> _Marks:
    merges: list[Merge] = []
    merged = 0
    uncomputed: set[tuple[int, int]] = set()
    with ZipFile(content) as archive, archive.open(sheet._worksheet_path) as part:
        if not _mentions(part, _MARK):
            return _Marks()
    cell_range = required("openpyxl.worksheet.cell_range", "sheets").CellRange
    cells = required("openpyxl.utils.cell", "sheets")
    with ZipFile(content) as archive, archive.open(sheet._worksheet_path) as part:
        filtered = no_zeros = False
        texts: dict[tuple[int, int], str] = {}
        regions: tuple[Region, ...] = ()
        hidden_rows: set[int] = set()
        hidden_columns: set[int] = set()
        row = 0
        for _, element in ET.iterparse(part):
            name = element.tag.rpartition("}")[2]
            match name:
                case "c" | "v" | "t":
                    continue
                case "row":
                    row = int(element.get("r", row + 1))
                    if _is_hidden(element, "ht"):
                        hidden_rows.add(row)
                    space = element.tag[: -len(name)]
                    if any(any(True for _ in element.iter(space + tag)) for tag in _TOLD):
                        asks = sheet.parent.asks_to_calculate
                        _read_cells(element, row, cells, uncomputed, texts, asks=asks)
                        if len(uncomputed) > _MOST_UNCOMPUTED:
                            raise refused(path, UNCOMPUTED_CELL.why, hint=UNCOMPUTED_CELL.hint)
                    element.clear()
                case "col" if _is_hidden(element, "width"):
                    first, last = int(element.get("min", 0)), int(element.get("max", 0))
                    hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))
                case "conditionalFormatting":
                    found = regions_of(element, sheet.parent, cell_range)
                    regions = bounded((*regions, *found))
                case "filterColumn":
                    filtered = True
                case "sheetView":
                    no_zeros = element.get("showZeros") in _FALSE
                case "mergeCell":
                    block = cell_range(element.get("ref"))
                    left, right = block.min_col - 1, block.max_col - 1
                    merges.append(Merge(block.min_row, left, block.max_row, right))
                    merged += block.max_row - block.min_row
                    if merged > MAX_MERGED or len(merges) > MAX_MERGES:
                        raise too_many_merges(path)
                    element.clear()
    unseen = Unseen(frozenset(hidden_rows), frozenset(hidden_columns), filtered)
    return _Marks(tuple(merges), frozenset(uncomputed), unseen, no_zeros, texts, regions)


def _read_cells(
    row: ET.Element,
    number: int,
    cells: Any,
    uncomputed: set[tuple[int, int]],
    texts: dict[tuple[int, int], str],
    *,
    asks: bool,
) -> None:
    """Note the formulas without a value and the texts with formatted characters in a row.

    Programs that do not calculate formulas write 0 as the value, and ask in the workbook (``asks``)
    for calculation on opening.
    """
    column = 0
    for cell in row:
        # Some programs leave out the position of a cell; then it is the next one.
        at = cell.get("r")
        column = cells.coordinate_to_tuple(at)[1] if at else column + 1
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        value = parts.get("v")
        computed = value is not None and (value.text is not None or cell.get("t") == "str")
        # A formula may give an empty text, which is a result as well.
        zero = asks and value is not None and value.text == "0" and cell.get("t", "n") == "n"
        if "f" in parts and (zero or not computed):
            uncomputed.add((number, column - 1))
        if "is" in parts and (text := text_as_set(parts["is"])) is not None:
            texts[number, column - 1] = text


def _is_hidden(element: ET.Element, size: str) -> bool:
    """Whether a row or a column is hidden, also by a height or width of zero."""
    return element.get("hidden") in _TRUE or float(element.get(size, 1)) == 0


def _mentions(part: IO[bytes], mark: re.Pattern[bytes]) -> bool:
    """Whether a part may contain something, such as formulas; it saves parsing most large parts."""
    before = b""
    while chunk := part.read(_BYTES):
        if mark.search(before + chunk):
            return True
        before = chunk[-_LONGEST_MARK:]
    return False
