"""From the file of a table to entries, whatever the format of the file."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Final

from attrs import define, frozen

from linkage_rules.model.types import RecordType
from linkage_rules.records.entries import Reading
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.refusals import did_you_mean
from linkage_rules.records.tables.csv_files import csv_sheets
from linkage_rules.records.tables.grid import Merge, Row, Sheet
from linkage_rules.records.tables.header import Fit, Header, best_fit, likely_header
from linkage_rules.records.tables.kinds import Kind, workbook_kind
from linkage_rules.records.tables.limits import MAX_COLUMNS, MAX_HEADER_DEPTH, MAX_HEADER_SEARCH
from linkage_rules.records.tables.mapping import ColumnMapping
from linkage_rules.records.tables.mapping_files import mappings_for
from linkage_rules.records.tables.ods_files import ods_sheets
from linkage_rules.records.tables.parquet_files import parquet_sheets
from linkage_rules.records.tables.report import Account, ReadingReport
from linkage_rules.records.tables.row_reading import RowReader
from linkage_rules.records.tables.workbooks import workbook_sheets
from linkage_rules.records.tables.xls_files import xls_sheets
from linkage_rules.records.tables.xlsb_files import xlsb_sheets
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable, shown

_READERS: Final[Mapping[Kind, Callable[[Path], tuple[Sheet, ...]]]] = {
    Kind.OPEN_XML: workbook_sheets,
    Kind.BINARY: xlsb_sheets,
    Kind.OLD: xls_sheets,
    Kind.OPEN_DOCUMENT: ods_sheets,
}


def spreadsheet_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order.

    Raises `InputError` for a file that is no workbook, is damaged, locked, or too large.
    """
    return _READERS[workbook_kind(path)](path)


TABLES: Final[Mapping[str, Callable[[Path], tuple[Sheet, ...]]]] = {
    ".csv": csv_sheets,
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"), spreadsheet_sheets),
    ".parquet": parquet_sheets,
}
"""The kinds of tables by file extension."""

_HEAD: Final = MAX_HEADER_SEARCH + MAX_HEADER_DEPTH
_MOST_SHOWN: Final = 40

UNFITTING: Final = frozenset({"FIL-703", "FIL-705", "FIL-706"})
"""The codes of problems that another mapping would mend."""

_EMPTY: Final = reason("FIL-701", "there is nothing in the table", "表格是空的")
_A_TABLE: Final = Phrase("a table with headings", "有表头的表格")
_NO_SHEET: Final = reason("FIL-702", "no such sheet", "没有这个工作表")
_MANY_COLUMNS: Final = reason("FIL-703", "two columns for one field", "两列对应同一字段")
_ONE_COLUMN: Final = Phrase("one column for each field", "每个字段只对应一列")
_SAY_WHICH: Final = Phrase(
    "say in a mapping which one it is, by its full heading such as 受益对象/户数",
    "在列对应文件中用完整表头（如“受益对象/户数”）写明是哪一列",
)


@define(slots=False, eq=False)
class TableReading(Reading):
    """The entries of a table, with a report on its rows."""

    fit: Fit
    sheet: str | None
    other_sheets: tuple[str, ...]
    _account: Account

    @property
    def table(self) -> ReadingReport:
        """The same as `report`."""
        return self.report

    @property
    def report(self) -> ReadingReport:
        """The report on the rows read so far; complete when there are no more entries."""
        found = [heading for _, heading in self.fit.found]
        return self._account.report(
            self.sheet,
            self.fit.mapping.name,
            self.fit.unused,
            self.other_sheets,
            found,
            self.fit.header.lowest,
        )


@frozen
class Opened:
    """A sheet with its first rows."""

    sheet: Sheet
    head: tuple[Row, ...]
    rest: Iterator[Row]
    merges: tuple[Merge, ...]


def read_table(
    path: Path, record_type: RecordType, mapping: ColumnMapping | None, sheet: str | None
) -> TableReading:
    """The rows of a table as records of a type, see `read_records`."""
    sheets = TABLES[path.suffix.lower()](path)
    return read_by(mapping, str(path), sheets, record_type, sheet)


def read_by(
    mapping: ColumnMapping | None,
    called: str,
    sheets: tuple[Sheet, ...],
    record_type: RecordType,
    sheet: str | None,
) -> TableReading:
    """The rows of a sheet by a mapping, or without one by those that are known for the type."""
    if mapping is None:
        return read_sheets(called, sheets, mappings_for(record_type), sheet)
    return read_sheets(called, sheets, (mapping,), sheet or mapping.sheet)


def read_sheets(
    called: str, sheets: tuple[Sheet, ...], mappings: tuple[ColumnMapping, ...], sheet: str | None
) -> TableReading:
    """The rows of the first sheet that one of the mappings fits, by the one that fits best;
    ``called`` is the name of the file in messages."""
    chosen, fit = _fitting(called, sheets, mappings, sheet)
    account = Account(unseen=chosen.sheet.unseen())
    reader = RowReader(chosen.sheet.name, fit, chosen.merges, account)
    entries = reader.entries(chain(chosen.head, chosen.rest))
    others = tuple(s.name for s in sheets if s.name is not None and s is not chosen.sheet)
    return TableReading(
        entries, fit, chosen.sheet.name, others, account, progress=chosen.sheet.progress
    )


def open_sheet(path: Path, name: str | None) -> Opened:
    """The sheet of that name, or else the first visible sheet that is not empty."""
    return first_filled(str(path), TABLES[path.suffix.lower()](path), name)


def first_filled(called: str, sheets: tuple[Sheet, ...], name: str | None) -> Opened:
    """The first sheet that is not empty; ``called`` is the name of the file in messages."""
    opened = [_opened(called, sheet) for sheet in _candidates(called, sheets, name)]
    filled = [one for one in opened if any(not row.blank for row in one.head)]
    if not filled:
        raise InputError(FileProblem(printable(called), "", _EMPTY, _A_TABLE))
    return filled[0]


def _opened(called: str, sheet: Sheet) -> Opened:
    rows = _narrow(called, sheet)
    return Opened(sheet, tuple(islice(rows, _HEAD)), rows, sheet.merges())


def _narrow(called: str, sheet: Sheet) -> Iterator[Row]:
    for row in sheet.rows():
        if len(row.cells) > MAX_COLUMNS:
            count, number = len(row.cells), row.number
            why = reason("FIL-704", f"row {number} has {count} columns", f"第{number}行有{count}列")
            limit = Phrase(f"at most {MAX_COLUMNS} columns", f"不超过{MAX_COLUMNS}列")
            raise InputError(FileProblem(_at(called, sheet), "", why, limit))
        yield row


def _candidates(called: str, sheets: tuple[Sheet, ...], name: str | None) -> tuple[Sheet, ...]:
    if name is None:
        return tuple(sheet for sheet in sheets if not sheet.hidden)
    named = tuple(sheet for sheet in sheets if sheet.name == name)
    if not named:
        names = tuple(sheet.name for sheet in sheets if sheet.name is not None)
        shown_ = [printable(one) for one in names]
        expected = Phrase(", ".join(shown_) or "no sheet", "、".join(shown_) or "不写工作表")
        hint = did_you_mean(name, names)
        raise InputError(FileProblem(printable(called), shown(name), _NO_SHEET, expected, hint))
    return named


def _fitting(
    called: str, sheets: tuple[Sheet, ...], mappings: tuple[ColumnMapping, ...], name: str | None
) -> tuple[Opened, Fit]:
    """The first sheet that a mapping fits, with the mapping that fits best."""
    nearest: tuple[Opened, Fit | None] | None = None
    for sheet in _candidates(called, sheets, name):
        opened = _opened(called, sheet)
        if all(row.blank for row in opened.head):
            continue
        fit = best_fit(mappings, opened.head, opened.merges)
        if fit and fit.good:
            if fit.doubled:
                raise _doubled(called, opened, fit)
            return opened, fit
        nearest = nearest or (opened, fit)
    if nearest is None:
        raise InputError(FileProblem(printable(called), "", _EMPTY, _A_TABLE))
    raise _unfitting(called, *nearest)


def _unfitting(called: str, opened: Opened, fit: Fit | None) -> InputError:
    header = fit.header if fit else likely_header(opened.head, opened.merges)
    why = reason(
        "FIL-705", "the headings are not those of a known table", "表头与已知的表格都不相符"
    )
    expected = Phrase(
        "headings that are the labels or names of fields, or a mapping that says which is which",
        "表头为字段的标签或名称，或者提供列对应文件",
    )
    if fit and fit.lacking:
        lacking = [column.headings[0] for column in fit.lacking]
        why = reason(
            "FIL-706",
            f"there is no column for {', '.join(lacking)}",
            f"缺少列：{'、'.join(lacking)}",
        )
    name = printable(_short(called))
    hint = Phrase(
        f"run linkage-rules map {name}, save what it prints as a .toml file, put "
        "it right, and read the table with that mapping",
        f"运行 linkage-rules map {name}，把输出存为 .toml 文件，改好后用它读取",
    )
    return InputError(FileProblem(_at(called, opened.sheet), _listed(header), why, expected, hint))


def _doubled(called: str, opened: Opened, fit: Fit) -> InputError:
    column, second = fit.doubled[0]
    first = next(heading for other, heading in fit.found if other is column)
    found = f"{first.letter} {printable(first.text)}, {second.letter} {printable(second.text)}"
    return InputError(
        FileProblem(_at(called, opened.sheet), found, _MANY_COLUMNS, _ONE_COLUMN, _SAY_WHICH)
    )


def _short(called: str) -> str:
    return shlex.quote(called) if "://" in called else Path(called).name


def _at(called: str, sheet: Sheet) -> str:
    name = printable(called)
    return name if sheet.name is None else f"{name} [{printable(sheet.name)}]"


def _listed(header: Header) -> str:
    headings = [f"{h.letter} {printable(h.text)}" for h in header.headings[:_MOST_SHOWN]]
    more = ["…"] if len(header.headings) > _MOST_SHOWN else []
    return ", ".join(headings + more)
