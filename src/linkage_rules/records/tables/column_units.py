"""The unit of a column: its own, or one that the table gives beside or above it."""

from typing import Final

from attrs import frozen

from linkage_rules.model.types import ListType, Scalar, Type
from linkage_rules.records.tables.grid import Row, Spanning, folded, visible
from linkage_rules.records.tables.header import Fit, Header
from linkage_rules.records.tables.headings import Heading, counter, folded_heading, folded_path
from linkage_rules.records.tables.mapping import Column
from linkage_rules.records.tables.units import (
    KINDS_OF,
    Kind,
    Stated,
    Unclear,
    Unit,
    agreed,
    stated,
    unit_of,
)

_SHARE_WORDS: Final = ("比例", "比率", "占比", "比重", "百分", "率")
_PEOPLE: Final = frozenset({"人", "名", "口", "人次", "人口"})
_HOUSES: Final = frozenset({"户", "家", "农户", "户次"})
_COUNTED_ALIKE: Final = _PEOPLE | _HOUSES


def unit_of_column(type_: Type, column: Column, heading: Heading, fit: Fit) -> Stated | None:
    """The unit of a column for a field of a type.

    The unit in its heading is preferred, then that of the column named by ``unit_as``, that of a
    line above the headings, and last that of the mapping. The mapping is also preferred to a unit
    that is not understood, unless that is foreign money.
    """
    key = folded_path(column.unit_as or "")
    other, above = next(((c, h) for c, h in fit.found if key in c.ranks), (column, heading))
    said = column.unit or other.unit
    told = unit_told(type_, heading, fit.header, above)
    if said and (told is None or (isinstance(told, Unclear) and not told.foreign)):
        return unit_of(said)
    return told


def unit_told(
    type_: Type, heading: Heading, header: Header, above: Heading | None = None
) -> Stated | None:
    """The unit that a table gives for a column: in its heading, in the heading of the column
    ``above`` whose unit it shares, or in a line above the headings."""
    scalar = type_.element if isinstance(type_, ListType) else type_
    if not isinstance(scalar, Scalar) or scalar not in KINDS_OF:
        return None
    kinds = KINDS_OF[scalar]
    own = heading.unit(kinds)
    counted = heading.counted
    if isinstance(own, Unit) and counted and others(own.base, counted):
        return Unclear(own.text)
    if own is None and above is not None:
        own = above.unit(kinds)
    if own is not None:
        return own
    return _of_lines(scalar, counted, heading, header) or (counter(counted) if counted else None)


def _of_lines(
    scalar: Scalar, counted: str | None, heading: Heading, header: Header
) -> Stated | None:
    """The unit from the lines above the headings, for a column whose heading gives none."""
    if scalar is Scalar.MONEY:
        money = (Kind.MONEY, Kind.MULTIPLE)
        return agreed([u for u in header.units if isinstance(u, Unclear) or u.kind in money])
    units = [unit for unit in header.units if isinstance(unit, Unit)]
    every = [u for u in units if u.kind in (Kind.COUNT, Kind.MULTIPLE)]
    counts = [u for u in every if u.factor != 1]
    fitting = [u for u in every if counted and u.base != "个" and not others(u.base, counted)]
    if fitting:
        return agreed([*fitting])
    # A unit 万人 above a count of households leaves open whether these are counted in ten
    # thousands.
    alike = counted in _COUNTED_ALIKE and any(u.base in _COUNTED_ALIKE for u in counts)
    if counts and (not counted or alike):
        return Unclear("、".join(unit.text for unit in counts))
    shares = [u for u in units if u.kind is Kind.SHARE]
    if scalar is Scalar.NUMBER and shares and not counted:
        is_share = any(word in heading.parts[-1] for word in _SHARE_WORDS)
        return agreed([*shares]) if is_share else Unclear("、".join(u.text for u in shares))
    return None


def others(base: str, counted: str) -> bool:
    """Whether the two count different things, such as people and households."""
    for group in (_PEOPLE, _HOUSES):
        if base in group or counted in group:
            return not {base, counted} <= group | {"个", ""}
    return base not in ("", "个", counted) and counted != "个"


_UNITS: Final = ("单位", "计量单位", "金额单位", "货币单位", "计价单位", "数量单位")
_MONEY: Final = ("币种", "货币", "币别", "货币种类", "币种名称", "currency")
_YUAN: Final = frozenset({"人民币", "人民币元", "rmb", "cny", "¥", "本币", "元人民币", "156"})


@frozen
class UnitsBeside:
    """The columns of a table that hold units.

    They give the unit of the amount to their left, or the money of all amounts in the row.
    """

    units: frozenset[int]
    money: tuple[int, ...]

    @classmethod
    def of(cls, header: Header, read: frozenset[int]) -> "UnitsBeside":
        """The unit columns under some headings; ``read`` are the columns that are read as
        values."""
        names = {h.column: folded_heading(h.parts[-1]) for h in header.headings}
        free = {column: name for column, name in names.items() if column not in read}
        units = frozenset(column for column, name in free.items() if name in _UNITS)
        return cls(units, tuple(column for column, name in free.items() if name in _MONEY))

    @property
    def any(self) -> bool:
        return bool(self.units or self.money)

    def said(self, row: Row, index: int) -> Stated | None:
        """The unit that they give for the amount in a column of a row."""
        for column in self.money:
            if (text := _text(row, column)) and visible(folded(text)).casefold() not in _YUAN:
                # A currency that is not understood may be other than yuan.
                return Unclear(text, foreign=True)
        return stated(_text(row, index + 1)) if index + 1 in self.units else None


def unit_with(said: Stated, unit: Stated | None, heading: Heading, type_: Type) -> Stated | None:
    """The unit of a cell that has another unit beside it; in doubt if its heading gives a third
    one.

    ``unit`` is the one that holds where no unit stands beside a cell.
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
