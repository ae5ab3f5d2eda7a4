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
"""UTF-8 with a byte order mark, without which Excel shows Chinese text garbled."""

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
"""Texts that spreadsheets turn into numbers, days or times when they open a file."""
_STARTS_A_CELL: Final = ("\t", "\r", "\n")


class CsvWriter:
    """Writes one row for each record, also for those that could not be read, as they pass."""

    def __init__(self, file: IO[str], review: Review, language: Language) -> None:
        self._layout: Layout = layout_of(review.question, language)
        # Everything is quoted, so that no program takes a semicolon for a separator.
        self._writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        self._writer.writerow(map(harmless, self._layout.headings))

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the row of a record."""
        self.write(self.said(one, told))

    def said(self, one: Judged, told: Opinion) -> list[str]:
        """The cells of a record."""
        return _shown(row_of(one, told, self._layout))

    def write(self, said: list[str]) -> None:
        """Write the cells of a row."""
        self._writer.writerow(said)

    def unreadable(self, one: Unreadable) -> None:
        """Write the row of a record that could not be read, with what is wrong with it."""
        self.write(_shown(unreadable_row(one, self._layout)))

    def finish(self) -> None:
        """There is no line of totals, because a file with one could not be sorted."""


def _shown(cells: Iterable[Cell]) -> list[str]:
    # A number is safe: it stays a number and is no formula.
    return [cell.text if cell.figure is not None else kept(cell.text) for cell in cells]


def kept(text: str) -> str:
    """A text written so that a spreadsheet shows it unchanged.

    A text that would become a number, a day or a time is written as a formula that gives the text.
    Only digits and the marks between them can get into such a formula.

    >>> kept("000012"), kept("1-2"), kept("430321198001011234")
    ('="000012"', '="1-2"', '="430321198001011234"')
    >>> kept("120"), kept("P-12"), kept("=1-2")
    ('120', 'P-12', "'=1-2")
    """
    if len(text) <= _LONGEST and _ALTERED.fullmatch(normalize("NFKC", text)):
        return f'="{text}"'
    return harmless(text)


def harmless(text: str) -> str:
    r"""A text that no spreadsheet runs as a formula.

    A text that could be taken as a formula, also behind spaces or in full-width characters, gets an
    apostrophe in front, and so does a tab or a line end that could break out of the cell.

    >>> harmless("=HYPERLINK(1)"), harmless(" @SUM(1)"), harmless("甲村"), harmless("＋1")
    ("'=HYPERLINK(1)", "' @SUM(1)", '甲村', "'＋1")
    """
    dangerous = text.startswith(_STARTS_A_CELL) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return safe(f"'{text}" if dangerous else text)
