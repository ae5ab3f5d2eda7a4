"""Sheets of OpenDocument files."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from attrs import define, field, frozen

from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import whole_file
from linkage_rules.records.tables.conditional_formats import (
    EVERYWHERE,
    HIDDEN,
    Region,
    bounded,
    row_under,
    under_condition,
)
from linkage_rules.records.tables.grid import (
    Formatted,
    Merge,
    Plain,
    Row,
    Sheet,
    Unseen,
    plain_number,
)
from linkage_rules.records.tables.kinds import LOCKED, UNLOCK
from linkage_rules.records.tables.limits import MAX_COLUMNS, MAX_MERGES, MAX_ROWS, MAX_SHEETS
from linkage_rules.records.tables.spreadsheet_faults import (
    UNCOMPUTED_CELL,
    bounded_merges,
    check_archive,
    error_cell,
    guarded,
    odd_cell,
    refused,
    too_many_rows,
    too_many_sheets,
)

_NUMBERS: Final = re.compile(r"[0-9]+")
_MINUS: Final = ("-", "−", "－", "(", "（", "△", "▲")
_LONGEST: Final = 200


def number_beside(stored: int | Decimal, text: str) -> Plain:
    """A number with the text that is shown for it; complete if the text shows every digit.

    >>> number_beside(5, "5"), number_beside(12, "000012").text
    (5, '000012')
    >>> number_beside(Decimal("12.345"), "12.35").complete
    False
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    if plain.replace(",", "").lstrip("+") == format(Decimal(stored), "f"):
        return stored
    digits = "".join(_NUMBERS.findall(plain))
    own = "".join(map(str, Decimal(stored).as_tuple().digits))
    signed = stored >= 0 or any(mark in plain for mark in _MINUS)
    complete = signed and digits.strip("0") == own.strip("0") and digits != ""
    return Formatted(stored, "", plain, complete)


def day_beside(stored: datetime, text: str) -> Plain:
    """A day with the text that is shown for it; only the parts that are shown count.

    >>> day_beside(datetime(2023, 5, 15), "15.05.23")
    datetime.datetime(2023, 5, 15, 0, 0)
    >>> day_beside(datetime(2023, 5, 15), "2023年5月").code
    'yyyy-m'
    """
    shown = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    numbers = [int(number) for number in _NUMBERS.findall(shown)]
    parts = [("yyyy", (stored.year, stored.year % 100)), ("m", (stored.month,))]
    parts.append(("d", (stored.day,)))
    code = []
    for letters, values in parts:
        found = next((number for number in numbers if number in values), None)
        if found is not None:
            numbers.remove(found)
            code.append(letters)
        elif letters == "m" and _names_month(stored, shown):
            code.append(letters)
    clock = {0, stored.hour, stored.hour % 12 or 12, stored.minute, stored.second}
    # A number in the text that is no part of the day or time shows that the format is not
    # understood.
    if any(number not in clock for number in numbers):
        return Formatted(stored, "", shown, complete=False)
    if len(code) == len(parts):
        return stored
    return Formatted(stored, "-".join(code), shown, complete=False)


def _names_month(day: date, shown: str) -> bool:
    return f"{day:%b}".casefold() in shown.casefold() or f"{_CHINESE[day.month - 1]}月" in shown


_CHINESE: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SPREADSHEET: Final = f"{_OFFICE}spreadsheet"
_ROW: Final = f"{_TABLE}table-row"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_EXTENDED: Final = f"{_CALC}value-type"
_BLOCK: Final = re.compile(
    r"\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::[^:]*\.\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?=\s|$)"
)
_VISIBILITY: Final = f"{_TABLE}visibility"
_VISIBLE: Final = "visible"
_EXTERNAL: Final = "ta_extref"
"""The style of a copied sheet of another file, which LibreOffice keeps but does not show."""
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERRORS: Final = re.compile(r"#[A-Z/0-9]+[!?]?|Err:[0-9]+|错误:[0-9]+")
_TRUTHS: Final = {"true": True, "false": False}
_MOST_SPACES: Final = 1_000
_CLOCK: Final = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")


@frozen
class _Part:
    """One sheet: its position among the sheets of the file, and its merged cells."""

    path: Path
    content: bytes
    formats: frozenset[str]
    index: int
    merged: tuple[Merge, ...]
    hidden: Unseen
    regions: tuple[Region, ...]
    progress: Progress

    def rows(self) -> Iterator[Row]:
        found = _rows_of(self.path, _tables(self.content, self.formats), self.index, self.regions)
        while (row := guarded(self.path, lambda: next(found, None))) is not None:
            self.progress.done = row.number
            yield row

    def unseen(self) -> Unseen:
        return self.hidden

    def merges(self) -> tuple[Merge, ...]:
        return bounded_merges(self.path, self.merged)


@define
class _Found:
    """A sheet while the file is parsed."""

    name: str
    hidden: bool
    last: int = 0
    merges: list[Merge] = field(factory=list)
    rows: set[int] = field(factory=set)
    columns: set[int] = field(factory=set)
    width: int = 0
    filtered: bool = False
    regions: list[Region] = field(factory=list)
    styles: list[str] = field(factory=list)
    """The default style for the cells of each column."""

    def unseen(self) -> Unseen:
        return Unseen(frozenset(self.rows), frozenset(self.columns), self.filtered)

    def take(self, column: Element) -> None:
        """Note the columns, which precede all rows."""
        repeated = _count(column, "number-columns-repeated", MAX_COLUMNS + 1)
        if column.get(_VISIBILITY, _VISIBLE) != _VISIBLE:
            self.columns.update(range(self.width, min(self.width + repeated, MAX_COLUMNS)))
        self.width = min(self.width + repeated, MAX_COLUMNS)
        style = column.get(f"{_TABLE}default-cell-style-name", "")
        self.styles += [style] * (self.width - len(self.styles))


@frozen
class _Line:
    """A row of the file: how often it is repeated, and its cells."""

    table: int
    repeated: int
    visibility: str
    cells: tuple[Plain, ...]
    merged: tuple[tuple[int, int, int], ...]
    """Merged blocks that begin here: the column, and the number of rows and columns."""


@frozen
class _Conditions:
    """The cells of a conditional format that may change what they show."""

    regions: tuple[Region, ...]


_Event: TypeAlias = _Found | _Line | _Conditions


def ods_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of an OpenDocument spreadsheet in their order.

    Raises `InputError` for one that is damaged, locked or too large.
    """
    content = whole_file(path)
    check_archive(path, BytesIO(content), _CONTENT)
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        if _MANIFEST in names and b":encryption-data" in archive.read(_MANIFEST):
            raise refused(path, LOCKED, hint=UNLOCK)
        formats = guarded(path, lambda: _formats(archive))
    found = guarded(path, lambda: _listed(path, content, formats))
    return tuple(
        Sheet(one.name, part.rows, part.merges, one.hidden, part.progress, part.unseen)
        for index, one in enumerate(found)
        for merges, progress in [(tuple(one.merges), Progress(0, one.last))]
        for part in [
            _Part(path, content, formats, index, merges, one.unseen(), tuple(one.regions), progress)
        ]
    )


def _listed(path: Path, content: bytes, formats: frozenset[str]) -> list[_Found]:
    sheets: list[_Found] = []
    for event in _tables(content, formats):
        if isinstance(event, _Found):
            sheets.append(event)
            if len(sheets) > MAX_SHEETS:
                raise too_many_sheets(path)
            continue
        sheet = sheets[-1]
        if isinstance(event, _Conditions):
            sheet.regions[:] = bounded((*sheet.regions, *event.regions))
            continue
        top = sheet.last + 1
        sheet.last += event.repeated
        if event.visibility != _VISIBLE and event.cells:
            sheet.rows.update(range(top, min(sheet.last, MAX_ROWS) + 1))
            sheet.filtered = sheet.filtered or event.visibility == "filter"
        for left, rows, columns in event.merged[: MAX_MERGES + 1 - len(sheet.merges)]:
            sheet.merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
    return sheets


def _rows_of(
    path: Path, events: Iterator[_Event], index: int, regions: tuple[Region, ...]
) -> Iterator[Row]:
    number = blank = 0
    for event in events:
        if not isinstance(event, _Line) or event.table != index:
            continue
        # A sheet usually ends with a blank row that is repeated a million times.
        if not event.cells:
            blank += event.repeated
            continue
        if number + blank + event.repeated > MAX_ROWS:
            raise too_many_rows(path)
        for _ in range(blank):
            number += 1
            yield Row(number, ())
        blank = 0
        for _ in range(event.repeated):
            number += 1
            yield Row(number, tuple(row_under(event.cells, number, regions)))


def _tables(content: bytes, formats: frozenset[str]) -> Iterator[_Event]:
    """The sheets and rows of a file, in order; nothing of the file is kept.

    ``formats`` are the names of the styles that define number formats.
    """
    with ZipFile(BytesIO(content)) as archive, archive.open(_CONTENT) as part:
        above: list[Element] = []
        hidden: set[str] = set()
        under: set[str] = set()
        table, found = -1, None
        line = _Cells()
        for moment, element in ElementTree.iterparse(part, ("start", "end")):
            if moment == "start":
                above.append(element)
                if element.tag == f"{_TABLE}table" and above[-2].tag == _SPREADSHEET:
                    table += 1
                    name = element.get(f"{_TABLE}name", "")
                    style = element.get(f"{_TABLE}style-name", "")
                    found = _Found(name, style in hidden or style == _EXTERNAL)
                    yield found
                continue
            above.pop()
            tag = element.tag
            if tag == f"{_STYLE}style" and _is_hidden(element):
                hidden.add(element.get(f"{_STYLE}name", ""))
            elif tag == f"{_STYLE}style" and _is_under(element, formats):
                under.add(element.get(f"{_STYLE}name", ""))
            elif tag == f"{_CALC}conditional-format" and found is not None:
                yield _Conditions(tuple(_regions(element, formats)))
            elif tag == f"{_TABLE}table-column" and found is not None:
                found.take(element)
            elif tag in _CELLS and above[-1].tag == _ROW:
                line.take(element, found.styles if found is not None else [], under)
                del above[-1][:]
            elif tag == _ROW:
                repeated = _count(element, "number-rows-repeated", MAX_ROWS + 1)
                yield _Line(table, repeated, element.get(_VISIBILITY, _VISIBLE), *line.taken())
                line = _Cells()
                del above[-1][:]


class _Cells:
    """Collects the cells of a row."""

    def __init__(self) -> None:
        self._cells: list[Plain] = []
        self._blank = 0
        self._merged: list[tuple[int, int, int]] = []

    def take(self, element: Element, styles: list[str], under: set[str]) -> None:
        """Take a cell; ``styles`` are the defaults of the columns, ``under`` the styles with
        conditions."""
        repeated = _count(element, "number-columns-repeated", MAX_COLUMNS + 1)
        # A covered cell shows nothing.
        value = None if element.tag == _CELLS[1] else _value(element)
        column = len(self._cells) + self._blank
        own = styles[column] if column < len(styles) else ""
        if under and element.get(f"{_TABLE}style-name", own) in under:
            value = under_condition(value)
        rows = _count(element, "number-rows-spanned", MAX_ROWS)
        columns = _count(element, "number-columns-spanned", MAX_COLUMNS)
        if rows > 1 or columns > 1:
            self._merged.append((column, rows, columns))
        if value is None:
            self._blank = min(self._blank + repeated, MAX_COLUMNS + 1)
        else:
            # A row that is too wide is refused later, so repeated cells are cut here.
            room = MAX_COLUMNS + 1 - len(self._cells)
            self._cells += [None] * min(self._blank, room)
            self._cells += [value] * min(repeated, max(0, room - self._blank))
            self._blank = 0

    def taken(self) -> tuple[tuple[Plain, ...], tuple[tuple[int, int, int], ...]]:
        return tuple(self._cells), tuple(self._merged)


def _count(element: Element, name: str, most: int) -> int:
    return max(1, min(int(element.get(f"{_TABLE}{name}", "1")[:12]), most))


def _formats(archive: ZipFile) -> frozenset[str]:
    """The names of the styles that define number formats."""
    if _STYLES not in archive.namelist():
        return frozenset()
    found: set[str] = set()
    with archive.open(_STYLES) as part:
        for _, element in ElementTree.iterparse(part):
            if element.tag == f"{_STYLE}style" and element.get(f"{_STYLE}data-style-name"):
                names = (element.get(f"{_STYLE}{name}", "") for name in ("name", "display-name"))
                found.update(name for name in names if name)
            element.clear()
    return frozenset(found)


def _is_under(style: Element, formats: frozenset[str]) -> bool:
    """Whether a style of cells is replaced, under a condition, by one with a number format."""
    given = (part.get(f"{_STYLE}apply-style-name") for part in style)
    return any(name in formats for name in given if name)


def _regions(element: Element, formats: frozenset[str]) -> Iterator[Region]:
    """The cells of a conditional format, if it may change what they show."""
    alone = any(part.get(f"{_CALC}show-value") == "false" for part in element)
    given = (part.get(f"{_CALC}apply-style-name") for part in element)
    if not alone and not any(name in formats for name in given if name):
        return
    code = HIDDEN if alone else None
    address = element.get(f"{_CALC}target-range-address", "")
    found = list(islice(_BLOCK.finditer(address), MAX_MERGES))
    if not found:
        yield EVERYWHERE
    for left, top, right, bottom in (match.groups() for match in found):
        first, last = _column(left), _column(right or left)
        yield Region(int(top), first, int(bottom or top), last, code)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _is_hidden(style: Element) -> bool:
    return any(part.get(f"{_TABLE}display") == "false" for part in style)


def _value(cell: Element) -> Plain:
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join(_text(part) for part in cell if part.tag == f"{_TEXT}p")
    formula = cell.get(f"{_TABLE}formula") is not None
    if cell.get(_EXTENDED) == "error" or (formula and _ERRORS.fullmatch(text.strip())):
        return error_cell(text.strip())
    match kind:
        case "float" if text.casefold() in _TRUTHS:
            return _TRUTHS[text.casefold()]
        case "float" | "percentage" | "currency":
            number = float(cell.get(f"{_OFFICE}value", "nan"))
            return number_beside(plain_number(number), text) if isfinite(number) else odd_cell(text)
        case "date":
            return day_beside(datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "")), text)
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        case "time":
            return _clock(cell.get(f"{_OFFICE}time-value", ""), text)
        case "" if formula and not text:
            return UNCOMPUTED_CELL
    return text or cell.get(f"{_OFFICE}string-value") or None


def _clock(value: str, text: str) -> Plain:
    match = _CLOCK.fullmatch(value)
    if not match:
        return odd_cell(text or value)
    span = timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3]))
    return (datetime.min + span).time() if span < timedelta(days=1) else span


def _text(part: Element) -> str:
    out = [part.text or ""]
    for inner in part:
        match inner.tag.removeprefix(_TEXT):
            case "s":
                out.append(" " * min(int(inner.get(f"{_TEXT}c", "1")[:6]), _MOST_SPACES))
            case "tab":
                out.append("\t")
            case "line-break":
                out.append("\n")
            case "span" | "a" | "ruby" | "ruby-base" | "meta" | "title" | "sheet-name":
                out.append(_text(inner))
        out.append(inner.tail or "")
    return "".join(out)
