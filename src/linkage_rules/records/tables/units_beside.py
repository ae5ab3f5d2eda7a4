"""Columns that say the unit, or the money, of the amount beside them, row by row."""

from typing import Final

from attrs import frozen

from linkage_rules.model.types import Scalar, Type
from linkage_rules.records.tables.column_units import others
from linkage_rules.records.tables.grid import Row, Spanning, folded, visible
from linkage_rules.records.tables.header import Header
from linkage_rules.records.tables.headings import Heading, folded_heading
from linkage_rules.records.tables.units import (
    KINDS_OF,
    Stated,
    Unclear,
    agreed,
    stated,
)

_UNITS: Final = ("单位", "计量单位", "金额单位", "货币单位", "计价单位", "数量单位")
_MONEY: Final = ("币种", "货币", "币别", "货币种类", "币种名称", "currency")
_YUAN: Final = frozenset({"人民币", "人民币元", "rmb", "cny", "¥", "本币", "元人民币", "156"})


@frozen
class UnitsBeside:
    """The columns of a table that say units: those of the amount to their left, and those of the
    money of every amount in the row."""

    units: frozenset[int]
    money: tuple[int, ...]

    @classmethod
    def of(cls, header: Header, read: frozenset[int]) -> "UnitsBeside":
        """``read`` are the columns that are read as values."""
        names = {h.column: folded_heading(h.parts[-1]) for h in header.headings}
        free = {column: name for column, name in names.items() if column not in read}
        units = frozenset(column for column, name in free.items() if name in _UNITS)
        return cls(units, tuple(column for column, name in free.items() if name in _MONEY))

    @property
    def any(self) -> bool:
        return bool(self.units or self.money)

    def said(self, row: Row, index: int) -> Stated | None:
        """What they say of the amount in a column."""
        for column in self.money:
            if (text := _text(row, column)) and visible(folded(text)).casefold() not in _YUAN:
                # Whatever it is, it is not known to be yuan.
                return Unclear(text, foreign=True)
        return stated(_text(row, index + 1)) if index + 1 in self.units else None


def unit_with(said: Stated, unit: Stated | None, heading: Heading, type_: Type) -> Stated | None:
    """The unit of a cell beside which another is said; in doubt where its heading says a third.

    ``unit`` is the one that holds where nothing is said beside a cell.
    """
    if not isinstance(type_, Scalar) or (kinds := KINDS_OF.get(type_)) is None:
        return unit
    if isinstance(said, Unclear):
        return said if not said.foreign or type_ is Scalar.MONEY else unit
    counted = heading.counted
    if said.kind not in kinds or (counted and others(said.base, counted)):
        return Unclear(said.text)
    own = heading.unit(kinds)
    return agreed([own, said]) if own else said


def _text(row: Row, column: int) -> str:
    cell = row.cell(column)
    cell = cell.value if isinstance(cell, Spanning) else cell
    return cell if isinstance(cell, str) else ""
