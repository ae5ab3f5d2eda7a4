"""Sheets as grids of cells, each with what is stored and what shows; the marks that cells hold."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import Factory, frozen

from linkage_rules.records.entries import Progress
from linkage_rules.words.messages import Phrase, Reason

_ALIKE: Final = ("￥¥", "∶:", "﹕:", "︰:", "﹪%", "﹣-", "‐-", "‑-", "﹐,", "﹙(", "﹚)")
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain for sign, plain in _ALIKE
}
_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
_UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)
_FOLDED: Final = _WIDE | _SPACES | _UNSEEN
_NOTHING: Final = "".join(map(chr, (*_UNSEEN, *_SPACES))) + " \t\r\n\v\f"
UNSEEN: Final = frozenset(_NOTHING)
"""Characters that are invisible."""
_NOTE_MARK: Final = re.compile(r"[*※†‡①-⓿❶-➓]|(?<![0-9a-zA-Z])[¹²³⁰-⁹]+")


def folded(text: str) -> str:
    """Full-width letters and digits as plain ones, every kind of space as a plain one, and no
    invisible characters.

    Other signs stay as they are: ① and ² are marks beside a number, not digits of it.

    >>> folded("１２０％"), folded("120①"), folded("万\\u3000元")
    ('120%', '120①', '万 元')
    """
    return text if text.isascii() else text.translate(_FOLDED)


def unmarked(text: str) -> str:
    """A text without marks that refer to notes.

    A raised digit behind a plain digit or a letter is a power and stays: 10⁴, m².

    >>> unmarked("总投资①（万元）*")
    '总投资（万元）'
    """
    return _NOTE_MARK.sub("", text)


def visible(text: str) -> str:
    """A text without spaces and invisible characters at its ends."""
    return text.strip(_NOTHING)


def marks_in(text: str) -> str:
    """The marks in a text that may be taken for digits.

    >>> marks_in("120①")
    '①'
    """
    return "".join(
        c
        for c in text
        if not c.isdecimal()
        and unicodedata.numeric(c, None) is not None
        and not "\u4e00" <= c <= "\u9fff"
    )


@frozen
class Flawed:
    """A cell that holds no value although it is not blank, such as ``#REF!``."""

    shown: str
    why: Reason
    hint: Phrase | None = None


@frozen
class Formatted:
    """A value that is shown otherwise than it is stored.

    ``stored`` is the number or text, or the day or time that a number stands for; ``code`` the
    number format; ``text`` what is shown, None if the format is not understood. ``complete`` says
    that all of the value is shown: no digit of a number is cut off, no part of a day left out.
    """

    stored: str | int | Decimal | date | time | timedelta
    code: str
    text: str | None
    complete: bool


Plain: TypeAlias = (
    str
    | bool
    | int
    | Decimal
    | date
    | datetime
    | time
    | timedelta
    | Flawed
    | Formatted
    | list[object]
    | dict[str, object]
    | None
)
"""The value of a single cell; ``None`` for a blank one. Lists and dicts only come from Parquet."""


@frozen
class Spanning:
    """A cell merged over the rows ``first`` to ``last``: it holds one value for all of them.

    If it is merged over columns too, ``left`` is the first and ``right`` the last.
    """

    value: Plain
    first: int
    last: int
    left: int = 0
    right: int = 0


@frozen
class Covered:
    """A cell that is covered by a merged one to its left. It has no value, but shows something."""

    by: Spanning


Cell: TypeAlias = Plain | Spanning | Covered


@frozen
class Row:
    """A row of a sheet; ``number`` counts from 1 as in spreadsheets. Cells beyond the last are
    blank."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None

    @property
    def blank(self) -> bool:
        return all(is_blank(cell) for cell in self.cells)


@frozen
class Merge:
    """A block of merged cells; rows count from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@frozen
class Unseen:
    """The hidden rows and columns of a sheet: rows from 1, columns from 0.

    ``filtered`` says that a filter is set, which hides rows.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    filtered: bool = False


@frozen
class Sheet:
    """One sheet. ``rows`` starts reading at the top and gives every row of the file, also blank
    ones; ``progress`` follows it. ``name`` is None for a file that is a single table."""

    name: str | None
    rows: Callable[[], Iterator[Row]]
    merges: Callable[[], tuple[Merge, ...]] = tuple
    hidden: bool = False
    progress: Progress = Factory(Progress)
    unseen: Callable[[], Unseen] = Unseen


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing.

    >>> is_blank("　"), is_blank(0)
    (True, False)
    """
    if cell is None or isinstance(cell, Covered):
        return True
    if isinstance(cell, Spanning):
        cell = cell.value
    if not isinstance(cell, str):
        return cell is None
    return not cell.strip() or (cell[0] in UNSEEN and not visible(cell))


def seen(cell: Cell) -> str:
    """The text that somebody sees who opens the file; of a date the day alone where it has no time.

    >>> seen(Formatted(Decimal("0.3"), "0%", "30%", True)), seen(Decimal("12.50")), seen(None)
    ('30%', '12.5', '')
    """
    if isinstance(cell, Spanning):
        cell = cell.value
    match cell:
        case None | Covered():
            return ""
        case Formatted():
            return seen(cell.stored) if cell.text is None else cell.text
        case Flawed():
            return cell.shown.strip('"')
        case bool():
            return "TRUE" if cell else "FALSE"
        case Decimal():
            return f"{cell.normalize():f}"
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


def letters(column: int) -> str:
    """The name of a column, counted from 0, in a spreadsheet.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def plain_number(number: float) -> int | Decimal:
    """A number of a spreadsheet as `displayed`, an ``int`` if it is whole.

    >>> plain_number(120.0), plain_number(12.5)
    (120, Decimal('12.5'))
    """
    shown = displayed(number)
    return int(shown) if shown == shown.to_integral_value() else shown


def displayed(number: float) -> Decimal:
    """The decimal that a spreadsheet shows for a number it stores in binary.

    A spreadsheet keeps and shows at most 15 significant digits of what a person types, so the
    decimal with 15 digits is what was typed, and the noise a formula leaves behind them is not.

    >>> displayed(1.1), displayed(0.1 + 0.2), displayed(3.0)
    (Decimal('1.1'), Decimal('0.3'), Decimal('3'))
    """
    return Decimal(f"{number:.15g}")
