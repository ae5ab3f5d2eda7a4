"""Tables in workbooks of every format, each read by what its content is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from linkage_rules.records.tables.grid import Sheet
from linkage_rules.records.tables.kinds import Kind, workbook_kind
from linkage_rules.records.tables.ods_files import ods_sheets
from linkage_rules.records.tables.workbooks import workbook_sheets
from linkage_rules.records.tables.xls_files import xls_sheets
from linkage_rules.records.tables.xlsb_files import xlsb_sheets

_READERS: Final[Mapping[Kind, Callable[[Path], tuple[Sheet, ...]]]] = {
    Kind.OPEN_XML: workbook_sheets,
    Kind.BINARY: xlsb_sheets,
    Kind.OLD: xls_sheets,
    Kind.OPEN_DOCUMENT: ods_sheets,
}


def spreadsheet_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order.

    Raises `InputError` for what is no workbook, is damaged, locked, or too large.
    """
    return _READERS[workbook_kind(path)](path)
