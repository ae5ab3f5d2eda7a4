"""Conditional formats that may change what a cell shows. Their conditions are not evaluated
here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from attrs import frozen

from linkage_rules.records.tables.grid import Flawed, Formatted, Plain
from linkage_rules.records.tables.limits import MAX_COLUMNS, MAX_ROWS
from linkage_rules.records.tables.number_formats import as_shown
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import shown

HIDDEN: Final = ";;;@"
"""The number format that hides numbers, as where a bar or an icon stands in their place."""

_MAY_DIFFER: Final = (str, int, Decimal, date, time, timedelta)
_MOST: Final = 1_000
_WHY: Final = reason(
    "CEL-402",
    "a conditional format may show the cell otherwise",
    "条件格式可能使单元格显示为别的内容",
)
_TAKE_AWAY: Final = Phrase(
    "take the number format out of the conditional format, or write what is meant in a cell "
    "without one",
    "去掉条件格式中的数字格式（或“仅显示数据条、图标”），或改在没有条件格式的单元格中填写",
)


@frozen
class Region:
    """Cells that may be shown in another format: rows from 1, columns from 0, both ends included.

    ``code`` is that format, None where the file does not say it.
    """

    top: int
    left: int
    bottom: int
    right: int
    code: str | None = None


EVERYWHERE: Final = Region(1, 0, MAX_ROWS, MAX_COLUMNS)
"""The whole sheet, for a file that has such a format but does not say for which cells."""


def bounded(regions: Iterable[Region]) -> tuple[Region, ...]:
    """The regions of a sheet; the whole sheet if there are too many to be looked up."""
    found = tuple(islice(regions, _MOST + 1))
    return found if len(found) <= _MOST else (EVERYWHERE,)


def under_condition(value: Plain, code: str | None = None) -> Plain:
    """A value that a conditional format may show otherwise, marked as in doubt.

    These are numbers, days and times, and texts that ``code`` would show otherwise. Any other value
    is given back as it is.

    >>> under_condition("12", ";;;@"), under_condition(True)
    ('12', True)
    """
    stored = value.stored if isinstance(value, Formatted) else value
    if isinstance(stored, bool) or not isinstance(stored, _MAY_DIFFER):
        return value
    if isinstance(stored, str) and (not code or as_shown(stored, code) == stored):
        return value
    return Flawed(shown(stored), _WHY, _TAKE_AWAY)


def row_under(cells: Sequence[Plain], row: int, regions: Collection[Region]) -> Sequence[Plain]:
    """The cells of a row, with those in a region marked as in doubt."""
    here = [one for one in regions if one.top <= row <= one.bottom]
    if not here:
        return cells
    changed = list(cells)
    for one in here:
        for at in range(one.left, min(one.right + 1, len(changed))):
            changed[at] = under_condition(changed[at], one.code)
    return changed
