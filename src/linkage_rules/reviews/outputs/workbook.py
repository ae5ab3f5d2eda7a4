"""A review as a workbook: its sheets, the printed overview, widths and heights by content."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from io import SEEK_SET, BufferedWriter, FileIO
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from attrs import define, frozen

from linkage_rules.decisions.report import ResultEntry, SharesEntry
from linkage_rules.decisions.results import Result
from linkage_rules.extras import required
from linkage_rules.model.deontic import Tone, is_failing
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import Scalar
from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.agenda import entry_of, is_listed, owes_anything
from linkage_rules.reviews.opinions import Ground, Opinion
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
    listed,
)
from linkage_rules.reviews.opinions.document_words import VALUES
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import GROUNDS, INKS, VERDICT_TONES
from linkage_rules.reviews.opinions.unread import Unread, notes_in, unread_in
from linkage_rules.reviews.outputs import agenda_rows
from linkage_rules.reviews.outputs.head import question_lines, reading_lines, warnings
from linkage_rules.reviews.outputs.record_rows import (
    AGAINST,
    CONCLUSION,
    DEMANDS,
    PLACE,
    Cell,
    Figure,
    Form,
    layout_of,
    overview_row,
    result_heading,
    row_of,
    total_row,
    unreadable_overview_row,
    unreadable_row,
    value_cell,
)
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import REVIEW
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import write_number
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.told_values import in_words
from linkage_rules.words.wrapping import CLAUSE, display_width

_T = TypeVar("_T")


class Target(BufferedWriter):
    """A file that raises for a failed write only once.

    An archive that is discarded half-written still writes its end, and would complain about the
    full disk again where nobody can handle it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(FileIO(path, "wb"))
        self._failed = False
        self._at = 0

    def write(self, data: Any, /) -> int:
        self._at += len(data)
        return self._once(super().write, data, otherwise=len(data))

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        self._at = self._once(super().seek, offset, whence, otherwise=offset)
        return self._at

    def tell(self) -> int:
        return self._once(super().tell, otherwise=self._at)

    def flush(self) -> None:
        self._once(super().flush, otherwise=None)

    def close(self) -> None:
        try:
            self.flush()
        finally:
            # Later writes fail because the file is closed.
            self._failed = True
            self.raw.close()

    def _once(self, act: Callable[..., _T], *given: Any, otherwise: _T) -> _T:
        if self._failed:
            return otherwise
        try:
            return act(*given)
        except OSError:
            self._failed = True
            raise


_MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_HEADING_GROUND: Final = "E4E8EE"
_LINE: Final = "AEB6C0"
_LOOKS_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_A4: Final = 9
_MARGIN: Final = 0.6
"""The margins of a printed page, in inches: about 1.5 cm."""
_TOP: Final[dict[str, object]] = {"valign": "top", "text_wrap": True}
_FRAMED: Final[dict[str, object]] = {**_TOP, "border": 1, "border_color": f"#{_LINE}"}
_LINE_HEIGHT: Final = 18
"""The height of a line in points, enough also for fonts that replace those of the workbook."""
_MOST_HEIGHT: Final = 405
"""The largest height of a row in a workbook, in points."""
_CITATION: Final = re.compile(rf"（(?=《[^《》]+》{CLAUSE})|(?<=、)(?=《[^《》]+》{CLAUSE})")
"""The start of the citation of a clause, in brackets or after another one."""
_PADDING: Final = 2
"""The width beside the text of a cell that programs keep free, in characters."""

_FONTS: Final[Mapping[Language, str]] = {"zh": "宋体", "en": "Calibri"}
_TITLE_FONTS: Final[Mapping[Language, str]] = {"zh": "黑体", "en": "Calibri"}
_PAGES: Final[Mapping[Language, str]] = {"zh": "&C第&P页　共&N页", "en": "&CPage &P of &N"}


class _Look(Enum):
    """The appearance of cells that are not part of a table."""

    TITLE = "title"
    HEADING = "heading"
    VALUE = "value"


_Style: TypeAlias = Tone | Form | _Look | None

_DIGITS: Final = 15
"""How many significant digits a spreadsheet keeps of a number."""


def _is_exact(figure: Figure) -> bool:
    """Whether a spreadsheet keeps a number exactly; an infinite fraction need not be exact."""
    digits = write_number(figure.value).lstrip("-").replace(".", "").strip("0")
    return figure.form is Form.NUMBER or len(digits) <= _DIGITS


@frozen
class Column:
    """The heading of a column, and its width in characters of the standard font."""

    heading: str
    width: int


def height(cells: Iterable[Cell | int], widths: Iterable[int]) -> int:
    """The height that a row needs to show its texts whole, in points.

    It is stored, because not every program computes it when it opens a workbook. A Chinese
    character is as wide as two characters of the standard font.

    >>> height([Cell(("甲" * 12,)), 3], [12, 4]), height([Cell(("甲", "乙"))], [12])
    (54, 36)
    """
    rows = [
        1 if isinstance(cell, int) else _rows_of(cell.lines, width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return _high(rows)


def _high(rows: Iterable[int]) -> int:
    return min(_LINE_HEIGHT * max(rows, default=1), _MOST_HEIGHT)


def _rows_of(texts: Iterable[str], width: int) -> int:
    room = max(width - _PADDING, 2)
    lines = (line for text in texts for line in text.splitlines() or ("",))
    return sum(max(1, -(-display_width(line) // room)) for line in lines)


@frozen
class _Laid:
    """A text as it is written into a column, and how many lines it takes there.

    ``quoted`` says that Excel would make it a formula as soon as somebody edits the cell.
    """

    text: str
    quoted: bool
    rows: int


def _lay(lines: tuple[str, ...], width: int) -> _Laid:
    """A text in which clauses begin on a new line wherever a line is too long for the column,
    because spreadsheet programs break lines inside of them."""
    room = max(width - _PADDING, 2)
    apart = [
        line if display_width(line) <= room else _CITATION.sub(r"\n\g<0>", line) for line in lines
    ]
    return _Laid(*_written("\n".join(apart)), _rows_of(apart, width))


_lay_once = lru_cache(maxsize=4_096)(_lay)
"""Kept, because the rows of records are much alike."""

_LONG: Final = 1_000
"""Texts of at least that many characters are not kept in memory."""


def _laid(lines: tuple[str, ...], width: int) -> _Laid:
    return (_lay if sum(map(len, lines)) > _LONG else _lay_once)(lines, width)


def _written(text: str) -> tuple[str, bool]:
    """A text that may be stored in a cell, and whether it has to be marked so that it is no
    formula."""
    shown = safe(text)
    if len(shown) > _LONGEST_TEXT:
        shown = shown[: _LONGEST_TEXT - 1] + "…"
    return shown, shown.lstrip().startswith(_LOOKS_LIKE_A_FORMULA)


_Item: TypeAlias = tuple[str | int | float | None, _Style, bool]
"""The value of a cell, its style, and whether it is marked so that it is no formula."""


def _item(content: Cell | int, laid: _Laid | None) -> _Item:
    if isinstance(content, int) or laid is None:
        assert isinstance(content, int)
        return content, None, False
    if content.figure is not None and _is_exact(content.figure):
        return float(content.figure.value), content.figure.form, False
    if not content.lines and content.tone is None:
        return None, None, False
    return laid.text, content.tone, laid.quoted


@frozen
class Row:
    """A row as it is written: its height in points, and its cells."""

    high: int
    items: tuple[_Item, ...]


def laid_out(cells: Sequence[Cell | int], widths: Sequence[int]) -> Row:
    """A row high enough for its texts, with no clause broken at the end of a line."""
    laid = [
        None if isinstance(cell, int) else _laid(cell.lines, width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    high = _high([1 if one is None else one.rows for one in laid])
    return Row(high, tuple(map(_item, cells, laid)))


class Book:
    """A workbook that does not hold its rows in memory: they are kept in ``folder`` until it is
    saved.

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
        self._formats: dict[tuple[_Style, bool], Any] = {}

    def sheet(self, title: str, widths: Sequence[int], above: str = "") -> Any:
        """A new sheet, to be printed across the width of a page, with page numbers.

        ``above`` is printed on every page, before the title of the sheet.
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
        """Write a number, or a text that no program runs as a formula.

        Rows and columns count from 0; rows have to be written in order.
        """
        laid = None if isinstance(content, int) else _Laid(*_written(content.text), 1)
        self._write(sheet, row, column, _item(content, laid))

    def row(self, sheet: Any, number: int, row: Row) -> None:
        """Write a row."""
        sheet.set_row(number, row.high)
        for column, item in enumerate(row.items):
            self._write(sheet, number, column, item)
        # The library keeps the heights of all rows, which are not needed once they are written.
        sheet.row_info.pop(number - 1, None)
        sheet.row_sizes.pop(number - 1, None)

    def value(self, sheet: Any, row: int, column: int, text: str) -> None:
        """Write the value beside a label; it may extend over the cells to its right."""
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
            # The library wraps errors of the file system in an exception of its own.
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise

    def close(self) -> None:
        """Close the files in the folder, whether the workbook was saved or not."""
        try:
            for sheet in self._book.worksheets():
                # The library closes them only when it saves.
                sheet._opt_close()
        finally:
            self._file.close()

    def _write(self, sheet: Any, row: int, column: int, item: _Item) -> None:
        content, look, quoted = item
        shown = self._format(look, quoted=quoted)
        if isinstance(content, str):
            sheet.write_string(row, column, content, shown)
        elif content is None:
            sheet.write_blank(row, column, None, shown)
        else:
            sheet.write_number(row, column, content, shown)

    def _write_text(self, sheet: Any, row: int, column: int, text: str, look: _Style) -> None:
        shown, quoted = _written(text)
        sheet.write_string(row, column, shown, self._format(look, quoted=quoted))

    def _format(self, look: _Style, *, quoted: bool) -> Any:
        found = self._formats.get((look, quoted))
        if found is None:
            properties = {**_properties(look, self._language), "quote_prefix": quoted}
            found = self._formats[look, quoted] = self._book.add_format(properties)
        return found


def _properties(look: _Style, language: Language) -> dict[str, object]:
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
        case Form():
            return {**_FRAMED, "num_format": look.value}
    return _FRAMED


@define
class Sheet:
    """A table that continues in a further sheet when one is full.

    ``caption`` stands above it, its first line as a title; without one, ``above`` is on the printed
    pages. ``frozen_columns`` stay in sight, like the headings. ``most_rows`` is the most rows of a
    sheet; ``empty`` is the text of an empty table.
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
    _totals: int = 0

    def laid_out(self, cells: Sequence[Cell | int]) -> Row:
        """A row laid out for the columns of the sheet."""
        return laid_out(cells, [column.width for column in self.columns])

    def add(self, cells: Sequence[Cell | int]) -> None:
        """Append a row."""
        self.put(self.laid_out(cells))

    def put(self, row: Row) -> None:
        """Append a row that was laid out."""
        if self._rows == self.most_rows:
            self._end()
            self._begin()
        self.book.row(self._sheet, self._rows, row)
        self._rows += 1

    def total(self, cells: Sequence[Cell | int]) -> None:
        """Append the last row, which is left out of the filter."""
        self.add(cells)
        self._totals = 1

    def finish(self) -> None:
        """Add a filter to every column; write ``empty`` into an empty table."""
        if self.empty and self._rows == self._head + 1 and self._number == 1:
            blanks = (Cell(()) for _ in self.columns[1:])
            self.add([Cell((self.empty,)), *blanks])
        self._end()

    @property
    def _head(self) -> int:
        """The number of the row with the headings."""
        return len(self.caption)

    def _end(self) -> None:
        last = self._rows - 1 - self._totals
        self._sheet.autofilter(self._head, 0, last, len(self.columns) - 1)

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


_SUMMARY: Final = Phrase("Summary", "汇总")
_RECORDS: Final = Phrase("Records", "逐条结论")
_FINDINGS: Final = Phrase("Findings", "禁止违反待办明细")
_SHARES: Final = Phrase("Shares", "分配表")
_UNREAD: Final = Phrase("Unread", "无法读取和存疑")
_NOTES: Final = Phrase("Remarks", "读取说明")
_OVERVIEW: Final = Phrase("Overview", "审核情况表")
_OVERVIEW_TITLE: Final = Phrase("Records reviewed: {records}", "{records}审核情况表")
_ASKED: Final = Phrase("{policy}, as of {day}", "{policy}　审核基准日：{day}")
_PRINTED_ABOVE: Final = Phrase("{review} – ", "{review}——")
_NONE: Final = Phrase("none", "无")

_PLACE_WIDTH: Final = 16
_IDENTIFYING_WIDTH: Final = 18
_CONCLUSION_WIDTH: Final = 22
_VALUE_WIDTH: Final = 18
_GATE_WIDTH: Final = 13
_TEXT_WIDTHS: Final = (48, 48, 32, 40, 40)
_LOOSENED_WIDTH: Final = 48
_DAY_WIDTH: Final = 13
_NUMBER_WIDTH: Final = 6
_NARROW: Final = 10
_OVERVIEW_WIDTHS: Final = {"id": 13, "name": 24}
_NUMBER: Final = Phrase("No.", "序号")
_SUMMARY_WIDTHS: Final = (30, 16, 84)

_FINDING_COLUMNS: Final = (
    (PLACE, 16),
    (Phrase("Id", "编号"), 16),
    (Phrase("Name", "名称"), 24),
    (Phrase("How it stands", "情形"), 14),
    (Phrase("Norm", "规定"), 26),
    (Phrase("What it asks", "要求"), 40),
    (Phrase("Clause", "条款"), 28),
    (Phrase("Quote", "原文"), 52),
    (Phrase("What was reported", "认定所依据的填报内容"), 44),
    (Phrase("Who answers", "责任单位"), 34),
)
_RESULTS: Final = Phrase("Results", "结果明细")
_RESULT: Final = Phrase("Result", "结果")
_SUM: Final = Phrase("Sum of those known", "已知各项合计")
_KNOWN: Final = Phrase("How many", "项数")
_YUAN: Final = Phrase("yuan", "元")
_RESULT_COLUMNS: Final = (
    (PLACE, 16),
    (Phrase("Id", "编号"), 16),
    (Phrase("Name", "名称"), 24),
    (_RESULT, 34),
    (Phrase("Value", "数额或内容"), 20),
    (Phrase("Unit", "单位"), 8),
    (Phrase("Who owes it to whom", "由谁给付谁"), 30),
    (Phrase("To be supplied", "须补充的信息"), 44),
)
_SHARE_COLUMNS: Final = (
    (PLACE, 16),
    (Phrase("Id", "编号"), 16),
    (Phrase("Name", "名称"), 24),
    (wording.DISTRIBUTION, 20),
    *zip(wording.SHARE_COLUMNS, (22, 16, 12, 16, 18, 44), strict=True),
)
_UNREAD_COLUMNS: Final = (
    (PLACE, 34),
    (Phrase("Record", "记录"), 26),
    (Phrase("Field", "字段"), 26),
    (Phrase("What it is", "类别"), 24),
    (Phrase("Why", "原因"), 44),
    (Phrase("Found", "读到的内容"), 30),
    (Phrase("What to write", "请这样改"), 44),
)

_STANDS: Final = {**wording.STATUSES, Status.VIOLATED: Phrase("violated", "已违反")}
_FORBIDDEN: Final = Phrase("must not be done", "不得办理")
_DUE: Final = Phrase("to be done", "待办")

_COUNT: Final = Phrase("Count", "数量")
_MEANING: Final = Phrase("Meaning", "含义")
_CONCLUSIONS: Final = Phrase("Conclusion", "审核结论")
_VERDICTS: Final = Phrase("Verdict on a single action", "单项结论")
_VIOLATED: Final = Phrase("norms violated", "违反的规定")


Said: TypeAlias = tuple[Conclusion, list[tuple[str, Row]]]
"""What is written about a record: its conclusion, and rows with the names of their sheets."""


class WorkbookWriter:
    """Writes the rows as the records pass; the summary in front is filled in at the end.

    Raises `MissingExtraError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, folder: Path, review: Review, language: Language) -> None:
        self._review, self._language = review, language
        self._book = Book(path, folder, language)
        self._above = self._say(_PRINTED_ABOVE.filled(review=REVIEW))
        self._summary = self._book.sheet(self._say(_SUMMARY), _SUMMARY_WIDTHS)
        self._layout = layout_of(review.question, language)
        self._overview = self._overview_sheet()
        widths = (
            _PLACE_WIDTH,
            *(_IDENTIFYING_WIDTH for _ in self._layout.identifying),
            _CONCLUSION_WIDTH,
            *(_VALUE_WIDTH for _ in (*self._layout.results, *self._layout.facts)),
            *(_GATE_WIDTH for _ in self._layout.gates),
            *_TEXT_WIDTHS[:3],
            *((_DAY_WIDTH,) if self._layout.has_deadlines else ()),
            *_TEXT_WIDTHS[3:],
            *((_LOOSENED_WIDTH,) if self._layout.loosened else ()),
        )
        columns = [Column(*c) for c in zip(self._layout.headings, widths, strict=True)]
        known = min(3, 1 + len(self._layout.identifying))
        self._records = self._table(_RECORDS, columns, known)
        self._findings = self._table(_FINDINGS, self._columns(_FINDING_COLUMNS), 3)
        question = review.question
        gives = question.record_type.name in question.policy.package.giving_results
        self._results = self._table(_RESULTS, self._columns(_RESULT_COLUMNS), 3) if gives else None
        owes = owes_anything(question.policy.package, question.record_type)
        columns = self._columns(agenda_rows.COLUMNS)
        self._agenda = self._table(agenda_rows.AGENDA, columns, 1) if owes else None
        self._shares: Sheet | None = None
        if question.policy.package.distributions[question.record_type.name]:
            self._shares = self._table(_SHARES, self._columns(_SHARE_COLUMNS), 3)
        self._unread = self._table(_UNREAD, self._columns(_UNREAD_COLUMNS))
        self._notes = self._table(_NOTES, self._columns(_UNREAD_COLUMNS))
        self._passed = 0
        self._conclusions: Counter[Conclusion] = Counter()

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the row of a record, its findings, and its doubtful cells."""
        self.write(self.said(one, told))

    def said(self, one: Judged, told: Opinion) -> Said:
        """The conclusion on a record, and the rows for its findings and its doubtful cells."""
        rows = self._rows_of(one, told)
        return told.conclusion, [(name, self._sheet(name).laid_out(row)) for name, row in rows]

    def write(self, said: Said) -> None:
        """Write what `said` gave."""
        conclusion, rows = said
        self._conclusions[conclusion] += 1
        for name, row in rows:
            self._sheet(name).put(self._numbered(row) if name == "overview" else row)

    def _sheet(self, name: str) -> Sheet:
        sheet: Sheet | None = getattr(self, f"_{name}")
        assert sheet is not None
        return sheet

    def _rows_of(self, one: Judged, told: Opinion) -> Iterator[tuple[str, Sequence[Cell | int]]]:
        """The rows of a record, each with the name of its sheet."""
        yield "records", row_of(one, told, self._layout)
        # The number is replaced by the position in the order of writing.
        yield "overview", (0, *overview_row(one, told, self._layout))
        for ground in _against(told):
            yield "findings", self._finding(one, ground)
        for duty in one.decision.duties if self._agenda is not None else ():
            if is_listed(duty, one.decision.as_of, None):
                owed = entry_of(duty, one.title, one.decision)
                yield "agenda", agenda_rows.row(owed, self._language)
        for result, entry in zip(one.decision.results.values(), told.results, strict=True):
            yield "results", self._result(one, result, entry)
        for shares in told.shares if self._shares is not None else ():
            yield from (("shares", row) for row in self._of_shares(one, shares))
        yield from self._of_unread(one)

    def unreadable(self, one: Unreadable) -> None:
        """Write the row of a record that could not be read, and everything wrong with it."""
        self._records.add(unreadable_row(one, self._layout))
        row = self._overview.laid_out((0, *unreadable_overview_row(one, self._layout)))
        self._overview.put(self._numbered(row))
        for name, cells in self._of_unread(one):
            self._sheet(name).add(cells)

    def finish(self) -> None:
        """Write the summary, and the workbook as a whole."""
        if (totals := total_row(self._review.tally.totals(), self._layout)) is not None:
            self._records.total(totals)
        optional = (self._agenda, self._results, self._shares)
        further = [sheet for sheet in optional if sheet is not None]
        kept = (self._overview, self._records, self._findings, *further, self._unread, self._notes)
        for sheet in kept:
            sheet.finish()
        self._write_summary()
        self._book.save()

    def close(self) -> None:
        """Free what was kept for the workbook, also if it will never be finished."""
        self._book.close()

    def _overview_sheet(self) -> Sheet:
        """The sheet to print and pass round: one line a record, as wide as a page."""
        question = self._review.question
        title = self._say(_OVERVIEW_TITLE.filled(records=spoken(question.record_type)))
        policy = called(question.policy)
        asked = self._say(_ASKED.filled(policy=policy, day=in_words(question.as_of, Scalar.DATE)))
        identifying = [
            Column(self._say(spoken(field)), _OVERVIEW_WIDTHS.get(field.name, _NARROW))
            for field in self._layout.identifying
        ]
        against = VALUES if self._layout.facts else AGAINST
        overview_columns = ((CONCLUSION, 16), (against, 46), (DEMANDS, 30))
        columns = [
            Column(self._say(_NUMBER), _NUMBER_WIDTH),
            *identifying,
            *(Column(self._say(heading), width) for heading, width in overview_columns),
        ]
        caption = (title, asked, *(self._say(warned) for warned in warnings(self._review)))
        return Sheet(self._book, self._say(_OVERVIEW), columns, caption=caption)

    def _numbered(self, row: Row) -> Row:
        """A row of the overview with its number in front."""
        self._passed += 1
        (_, look, quoted), *items = row.items
        return Row(row.high, ((self._passed, look, quoted), *items))

    def _columns(self, columns: Iterable[tuple[Phrase, int]]) -> list[Column]:
        return [Column(self._say(heading), width) for heading, width in columns]

    def _table(self, title: Phrase, columns: Sequence[Column], frozen_columns: int = 0) -> Sheet:
        return Sheet(
            self._book,
            self._say(title),
            columns,
            frozen_columns,
            above=self._above,
            empty=self._say(_NONE),
        )

    def _of_shares(self, one: Judged, shares: SharesEntry) -> Iterator[tuple[Cell, ...]]:
        """The rows of a distribution; remarks on the whole are beside the sum."""
        head = [Cell((one.entry.place.render(self._language),))]
        head += [Cell((text or "",)) for text in (one.title.id, one.title.name)]
        head.append(Cell((self._say(shares.title),)))
        *each, whole = shares.rows
        for row in each:
            yield (*head, *(Cell((self._say(cell),)) for cell in row))
        *sums, _ = (Cell((text,) if (text := self._say(cell)) else ()) for cell in whole)
        told = Cell(tuple(map(self._say, (shares.words, *shares.notes))))
        yield (*head, *sums, told)

    def _finding(self, one: Judged, ground: Ground) -> tuple[Cell, ...]:
        if is_failing(ground.status):
            stands, tone = _STANDS[ground.status], Tone.FAILING
        elif ground.forbids:
            # For a ban that was kept the status would be “fulfilled”, but readers look for what is
            # forbidden.
            stands, tone = _FORBIDDEN, Tone.BAD
        else:
            stands, tone = _DUE, Tone.DUTY
        return (
            Cell((one.entry.place.render(self._language),)),
            Cell((one.title.id or "",)),
            Cell((one.title.name or "",)),
            Cell((self._say(stands),), tone),
            Cell((self._say(ground.norm),)),
            Cell((self._say(ground.conduct),)),
            Cell(tuple(citation.clause for citation in ground.citations)),
            Cell(tuple(citation.words for citation in ground.citations)),
            Cell(tuple(map(self._say, ground.observed))),
            Cell(tuple(map(self._say, ground.answering))),
        )

    def _result(self, one: Judged, result: Result, entry: ResultEntry) -> tuple[Cell, ...]:
        return (
            Cell((one.entry.place.render(self._language),)),
            Cell((one.title.id or "",)),
            Cell((one.title.name or "",)),
            Cell((self._say(entry.title),)),
            value_cell(result.value, result.type, self._language),
            Cell((self._say(_YUAN),) if result.type is Scalar.MONEY else ()),
            Cell((self._say(entry.owed),) if entry.owed else ()),
            Cell((self._say(entry.wanted),) if entry.wanted else ()),
        )

    def _of_unread(self, one: Judged | Unreadable) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        record_type = self._review.question.record_type
        for unread in unread_in(one, record_type):
            yield "unread", self._unread_cells(unread)
        for note in notes_in(one, record_type):
            yield "notes", self._unread_cells(note)

    def _unread_cells(self, unread: Unread) -> tuple[Cell, ...]:
        return (
            Cell((self._say(unread.place),)),
            Cell((_called(unread.title),)),
            Cell((self._say(unread.field),)),
            Cell((self._say(unread.what),), unread.tone),
            Cell((self._say(unread.why),)),
            Cell((unread.found,)),
            Cell((self._say(unread.expected),) if unread.expected else ()),
        )

    def _write_summary(self) -> None:
        sheet, book = self._summary, self._book
        book.title(sheet, 0, self._say(REVIEW))
        row = 1
        for warned in warnings(self._review):
            book.write(sheet, row, 0, Cell((self._say(warned),), Tone.BAD))
            row += 1
        for line in (*question_lines(self._review), *reading_lines(self._review)):
            book.heading(sheet, row, 0, self._say(line.label))
            if line.count is None:
                book.value(sheet, row, 1, self._say(line.value))
            else:
                book.write(sheet, row, 1, line.count)
            row += 1
        row = self._counted(row + 1, (_CONCLUSIONS, _COUNT, _MEANING), self._conclusion_rows())
        row = self._counted(row + 1, (_VERDICTS, _COUNT), self._verdict_rows())
        if self._review.tally.results:
            self._counted(row + 1, (_RESULT, _SUM, _KNOWN), self._result_rows())

    def _counted(
        self, row: int, headings: Iterable[Phrase], rows: Iterable[Iterable[Cell | int]]
    ) -> int:
        """Write a table into the summary from a row on; gives the row after it."""
        for column, heading in enumerate(headings):
            self._book.heading(self._summary, row, column, self._say(heading))
        for cells in rows:
            row += 1
            for column, cell in enumerate(cells):
                self._book.write(self._summary, row, column, cell)
        return row + 1

    def _conclusion_rows(self) -> Iterator[tuple[Cell | int, ...]]:
        for conclusion in listed(self._conclusions):
            name = Cell((self._say(CONCLUSIONS[conclusion]),), CONCLUSION_TONES[conclusion])
            yield name, self._conclusions[conclusion], Cell((self._say(MEANINGS[conclusion]),))

    def _verdict_rows(self) -> Iterator[tuple[Cell | int, ...]]:
        tally = self._review.tally
        for status, count in tally.counts().items():
            yield Cell((self._say(wording.COUNTED_VERDICTS[status]),), VERDICT_TONES[status]), count
        yield Cell((self._say(_VIOLATED),), Tone.FAILING), tally.violated

    def _result_rows(self) -> Iterator[tuple[Cell | int, ...]]:
        """The rows of results: the sum of the known values, and how many are known and unknown."""
        for total in self._review.tally.totals().values():
            amount = Cell(())
            if total.amount is not None:
                amount = value_cell(total.amount, total.fact.type, self._language)
            known = total.counted
            tone = Tone.OPEN if total.unknown or total.unread else None
            yield (
                Cell((self._say(result_heading(total.fact)),)),
                amount,
                Cell((self._say(known),), tone),
            )

    def _say(self, phrase: Phrase) -> str:
        return say(phrase, self._language)


def _against(told: Opinion) -> Iterator[Ground]:
    """The norms that forbid something, those that are violated, and those that are still to be
    followed."""
    forbidding = (ground for gate in told.against for ground in gate.grounds)
    yield from dict.fromkeys((*forbidding, *told.failings, *told.due))


def _called(title: Title) -> str:
    return " ".join(name for name in (title.id, title.name) if name)
