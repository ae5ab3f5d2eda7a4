"""Units that a table gives for many columns: in a line such as 单位：万元, or in a row of its own
below the headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from linkage_rules.records.tables.grid import Formatted, Row, Spanning, folded, is_blank
from linkage_rules.records.tables.units import Kind, Stated, Unclear, Unit, listed, stated, unit_of

_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s()\[\]【】,;:、|。]))(?:金额|货币|资金|计价|计量|数量|面积|人口)?单\s*位(?:均?为|是)?\s*:\s*"
    r"|(?:金额|货币|资金|计价|计量)(?:的)?单位(?:均?为|统一为|是)\s*"
)
_IN_WORDS: Final = re.compile(r"(?:以|按)([^\s,;。以按]{1,12})为(?:计[量价])?单位")
_YUAN: Final = re.compile(
    r"\((?:人民币|rmb|cny)\)|(?:人民币|rmb|cny)(?=\()|人民币\s+(?=\S)", re.IGNORECASE
)
_NEXT: Final = re.compile(r"\s[^\s:]{1,12}:|[)\]】]")
_BRACKETS: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_RATE: Final = re.compile(r"元[/·每]|元$|^[十百千万亿]+元")
_LABEL_ALONE: Final = re.compile(r"(?:金额|货币|资金|计价|计量)?单位:?")
_LABELS: Final = frozenset({"单位", "计量单位", "(单位)", "单位:"})
_NO_UNIT: Final = frozenset({"-", "—", "——", "/", "--", "–"})
_LONGEST: Final = 500


def units_above(rows: Sequence[Row]) -> tuple[Stated, ...]:
    """What lines above the headings say of units: 单位：UNIT and nothing else, or the unit of money
    in brackets behind a title."""
    texts = (text for row in rows for text in _texts(row))
    return tuple(dict.fromkeys(unit for text in texts for unit in units_of_line(text)))


def _texts(row: Row) -> Iterator[str]:
    """The texts of a line; 单位： and the unit in the next cell are one."""
    label = ""
    for text in filter(None, map(_text, row.cells)):
        plain = "".join(folded(text[:_LONGEST]).split())
        if label:
            yield f"{label}:{text}"
        label = plain.rstrip(":") if _LABEL_ALONE.fullmatch(plain) else ""
        yield text


@lru_cache(maxsize=4096)
def units_of_line(text: str) -> tuple[Stated, ...]:
    """The units in one line.

    >>> [unit.text for unit in units_of_line("填报单位：元江县农业农村局　单位：万元　日期：5月")]
    ['万元']
    """
    plain = _YUAN.sub("", folded(text[:_LONGEST]))
    found: list[Stated] = []
    for label in _LABEL.finditer(plain):
        rest = plain[label.end() :]
        inner = _BRACKETS.match(rest)
        end = _NEXT.search(rest)
        found += _units_in(inner[1] if inner else rest[: end.start()] if end else rest)
    if not found:
        found += (unit for words in _IN_WORDS.findall(plain) if (unit := stated(words)))
    if not found:
        within = (unit_of(inside) for inside in _BRACKETS.findall(plain))
        found += [unit for unit in within if unit and unit.kind is Kind.MONEY]
    return tuple(found)


def units_below(row: Row) -> Mapping[int, str] | None:
    """The units by column, if a row below the headings holds nothing but units.

    >>> units_below(Row(3, (None, "（万元）", "户")))
    {1: '万元', 2: '户'}
    """
    units: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        if is_blank(cell):
            continue
        text = "".join(folded(_text(cell)).split())
        inner = _BRACKETS.fullmatch(text)
        text = inner[1] if inner else text
        if text in _LABELS or text in _NO_UNIT:
            continue
        if not stated(text) or re.search(r"[0-9]", text):
            return None
        units[column] = text
    return units or None


def _units_in(text: str) -> tuple[Stated, ...]:
    """The units at the start of a text; a name of an office is none."""
    words = text.split()
    starts = ["".join(words[:count]) for count in range(len(words), 0, -1)]
    for found in map(listed, starts):
        if found and all(isinstance(one, Unit) for one in found):
            return found
    for found in map(listed, starts):
        if found and all(isinstance(one, Unit) or _is_unit(one) for one in found):
            return found
    return ()


def _is_unit(unclear: Unclear) -> bool:
    return unclear.foreign or _RATE.search(unclear.text) is not None


def _text(cell: object) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    return cell if isinstance(cell, str) else ""
