"""A review as a CSV file that a spreadsheet program opens with a double click."""

import csv
from collections.abc import Iterable
from typing import IO, Final

from linkage_rules.language.keywords import Language
from linkage_rules.tools.opinions import Opinion
from linkage_rules.tools.outputs.record_rows import Cell, Layout, layout_of, row_of, unreadable_row
from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.reviews import Judged, Unreadable
from linkage_rules.tools.terminal import safe

ENCODING: Final = "utf-8-sig"
"""With the mark by which Excel knows UTF-8; without it Chinese text is garbled there."""

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_STARTS_A_CELL: Final = ("\t", "\r", "\n")


class CsvWriter:
    """Writes one row for each record, also for those that could not be read, as they pass."""

    def __init__(self, file: IO[str], review: Review, language: Language) -> None:
        self._layout: Layout = layout_of(review.question, language)
        # All is quoted, so that no program takes a semicolon for the end of a cell.
        self._writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        self._writer.writerow(map(harmless, self._layout.headings))

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the row of a record."""
        self._write(row_of(one, told, self._layout))

    def unreadable(self, one: Unreadable) -> None:
        """Write the row of a record that could not be read, with what is wrong with it."""
        self._write(unreadable_row(one, self._layout))

    def finish(self) -> None:
        """Nothing follows the last row: a file with a line of totals could not be sorted."""

    def _write(self, cells: Iterable[Cell]) -> None:
        self._writer.writerow(harmless(cell.text) for cell in cells)


def harmless(text: str) -> str:
    r"""A text that no spreadsheet program runs as a formula.

    What could start one gets an apostrophe in front, also behind spaces and in its full-width form,
    and so does a tab or a line end that could break out of the cell.

    >>> harmless("=HYPERLINK(1)"), harmless(" @SUM(1)"), harmless("甲村"), harmless("＋1")
    ("'=HYPERLINK(1)", "' @SUM(1)", '甲村', "'＋1")
    """
    dangerous = text.startswith(_STARTS_A_CELL) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return safe(f"'{text}" if dangerous else text)
