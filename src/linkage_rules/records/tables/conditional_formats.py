"""Number formats that hold under a condition: which of them shows is not worked out, so the numbers
that they may be for are in doubt."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from linkage_rules.records.tables.grid import Formatted, Plain

_MOST: Final = 1_000


@frozen
class Region:
    """Cells that may show by another format: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int
    code: str


def regions_of(element: ET.Element, book: Any, cell_range: Any) -> Iterator[Region]:
    """The cells of one ``conditionalFormatting`` with a number format among its rules."""
    styles = book._differential_styles.styles
    for rule in element:
        number = int(rule.get("dxfId", -1))
        own = styles[number].numFmt if 0 <= number < len(styles) else None
        if own is None:
            continue
        for reference in element.get("sqref", "").split()[:_MOST]:
            block = cell_range(reference)
            yield Region(
                block.min_row, block.min_col - 1, block.max_row, block.max_col - 1, own.formatCode
            )


def under_condition(value: Plain, row: int, column: int, regions: tuple[Region, ...]) -> Plain:
    """A value as it is, or a number of which nobody knows how it shows."""
    stored = value.stored if isinstance(value, Formatted) else value
    if isinstance(stored, bool) or not isinstance(stored, int | Decimal):
        return value
    for one in regions:
        if one.top <= row <= one.bottom and one.left <= column <= one.right:
            return Formatted(stored, one.code, None, complete=False)
    return value
