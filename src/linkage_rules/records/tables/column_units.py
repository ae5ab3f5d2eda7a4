"""Which unit the values of a column have."""

from typing import Final

from linkage_rules.model.types import ListType, Scalar, Type
from linkage_rules.records.tables.header import Fit, Header
from linkage_rules.records.tables.headings import Heading, counter, folded_path
from linkage_rules.records.tables.mapping import Column
from linkage_rules.records.tables.units import (
    KINDS_OF,
    Kind,
    Stated,
    Unclear,
    Unit,
    agreed,
    unit_of,
)

_SHARE_WORDS: Final = ("比例", "比率", "占比", "比重", "百分", "率")
_PEOPLE: Final = frozenset({"人", "名", "口", "人次", "人口"})
_HOUSES: Final = frozenset({"户", "家", "农户", "户次"})
_COUNTED_ALIKE: Final = _PEOPLE | _HOUSES


def unit_of_column(type_: Type, column: Column, heading: Heading, fit: Fit) -> Stated | None:
    """The unit of a column for a field of a type.

    That of its heading goes first, then that of the column named by ``unit_as``, that of a line
    above the headings, and last what the mapping says. What the mapping says also goes before a
    unit that is not understood, unless that is foreign money.
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
    """The unit that a table gives for a column: in its heading, in that of the column ``above``
    whose unit it shares, or in a line above the headings."""
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
    """What the lines above say for a column whose heading gives no unit."""
    if scalar is Scalar.MONEY:
        money = (Kind.MONEY, Kind.MULTIPLE)
        return agreed([u for u in header.units if isinstance(u, Unclear) or u.kind in money])
    units = [unit for unit in header.units if isinstance(unit, Unit)]
    every = [u for u in units if u.kind in (Kind.COUNT, Kind.MULTIPLE)]
    counts = [u for u in every if u.factor != 1]
    fitting = [u for u in every if counted and u.base != "个" and not others(u.base, counted)]
    if fitting:
        return agreed([*fitting])
    # 万人 above a count of households leaves open whether these are counted by the ten thousand.
    alike = counted in _COUNTED_ALIKE and any(u.base in _COUNTED_ALIKE for u in counts)
    if counts and (not counted or alike):
        return Unclear("、".join(unit.text for unit in counts))
    shares = [u for u in units if u.kind is Kind.SHARE]
    if scalar is Scalar.NUMBER and shares and not counted:
        is_share = any(word in heading.parts[-1] for word in _SHARE_WORDS)
        return agreed([*shares]) if is_share else Unclear("、".join(u.text for u in shares))
    return None


def others(base: str, counted: str) -> bool:
    """Whether one counts people and the other households, or something else altogether."""
    for group in (_PEOPLE, _HOUSES):
        if base in group or counted in group:
            return not {base, counted} <= group | {"个", ""}
    return base not in ("", "个", counted) and counted != "个"
