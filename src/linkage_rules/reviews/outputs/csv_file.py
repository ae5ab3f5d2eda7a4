"""A review as a CSV file that a spreadsheet program opens with a double click."""

import csv
import re
from collections.abc import Iterable
from typing import IO, Final
from unicodedata import normalize

from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.outputs.record_rows import (
    Cell,
    Layout,
    layout_of,
    row_of,
    unreadable_row,
)
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words.keywords import Language

ENCODING: Final = "utf-8-sig"
"""With the mark by which Excel knows UTF-8; without it Chinese text is garbled there."""

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LONGEST: Final = 40
_ALTERED: Final = re.compile(
    r"0[0-9]+"
    r"|[0-9]{12,}"
    r"|[0-9]+\.[0-9]*0"
    r"|[0-9]+(?:\.[0-9]+)?[eE][0-9]{1,3}"
    r"|[0-9]{1,4}(?:[-/][0-9]{1,4}){1,2}"
    r"|[0-9]{1,2}(?::[0-9]{2}){1,2}"
    r"|(?:[0-9]{2,4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|(?:[0-9]{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:-[0-9]{1,4})?",
    re.IGNORECASE,
)
"""Texts of which spreadsheet programs make numbers, days and times when they open a file."""
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
        self.write(self.said(one, told))

    def said(self, one: Judged, told: Opinion) -> list[str]:
        """The row of a record."""
        return _shown(row_of(one, told, self._layout))

    def write(self, said: list[str]) -> None:
        """Write a row."""
        self._writer.writerow(said)

    def unreadable(self, one: Unreadable) -> None:
        """Write the row of a record that could not be read, with what is wrong with it."""
        self.write(_shown(unreadable_row(one, self._layout)))

    def finish(self) -> None:
        """Nothing follows the last row: a file with a line of totals could not be sorted."""


def _shown(cells: Iterable[Cell]) -> list[str]:
    # A number is one to every program, and runs as nothing.
    return [cell.text if cell.figure is not None else kept(cell.text) for cell in cells]


def kept(text: str) -> str:
    """A text that a spreadsheet program shows as it stands.

    What it would make a number, a day or a time of is written as a formula that gives the text.
    Nothing but digits and the marks between them can get into such a formula.

    >>> kept("000012"), kept("1-2"), kept("430321198001011234")
    ('="000012"', '="1-2"', '="430321198001011234"')
    >>> kept("120"), kept("P-12"), kept("=1-2")
    ('120', 'P-12', "'=1-2")
    """
    if len(text) <= _LONGEST and _ALTERED.fullmatch(normalize("NFKC", text)):
        return f'="{text}"'
    return harmless(text)


def harmless(text: str) -> str:
    r"""A text that no spreadsheet program runs as a formula.

    What could start one gets an apostrophe in front, also behind spaces and in its full-width form,
    and so does a tab or a line end that could break out of the cell.

    >>> harmless("=HYPERLINK(1)"), harmless(" @SUM(1)"), harmless("甲村"), harmless("＋1")
    ("'=HYPERLINK(1)", "' @SUM(1)", '甲村', "'＋1")
    """
    dangerous = text.startswith(_STARTS_A_CELL) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return safe(f"'{text}" if dangerous else text)
