"""Rows of a table that are no records: titles, headings, totals, notes, sections, blank ones."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import Final

from linkage_rules.records.tables.grid import Cell, Formatted, Row, Spanning, is_blank
from linkage_rules.records.tables.headings import Heading, folded_heading


class Skip(Enum):
    """Why a row is passed over."""

    TITLE = "above the headings"
    HEADING = "headings"
    BLANK = "blank"
    TOTAL = "total"
    SECTION = "section"
    NOTE = "note"


_TOTALS: Final = ("合计", "小计", "总计", "共计", "汇总")
_NOTES: Final = (
    "备注", "注", "说明", "填表说明", "填表人", "制表人", "审核人", "负责人", "单位负责人",
    "填报人", "填报单位", "填报日期", "填报时间", "填表日期", "制表日期", "联系人", "联系电话",
    "填表", "制表", "填报", "审核", "复核", "复核人", "经办人", "分管领导", "主要领导", "单位",
    "单位领导", "主管部门", "盖章", "日期",
)  # fmt: skip
_SECTION: Final = re.compile(r"\(?[一二三四五六七八九十]+(?:[)、.,:]\S*)?")
_ITEM_OF_A_NOTE: Final = re.compile(r"\(?[0-9]{1,2}[)、.][^0-9.].*")
_LONGEST_BEFORE_TOTAL: Final = 12
_MOST_CELLS_OF_A_NOTE: Final = 6
_COLUMN_NUMBERS: Final = 3


class RowKinds:
    """Tells the rows below the headings apart."""

    def __init__(
        self, headings: tuple[Heading, ...], totals: Iterable[str], notes: Iterable[str]
    ) -> None:
        totals_ = "|".join(re.escape(_squeezed(word)) for word in (*_TOTALS, *totals))
        notes_ = "|".join(re.escape(_squeezed(word).rstrip(":")) for word in (*_NOTES, *notes))
        self._total = re.compile(rf".{{0,{_LONGEST_BEFORE_TOTAL}}}(?:{totals_})(?:[:(].*)?")
        self._note = re.compile(rf"(?:{notes_})[0-9]*(?:\([^()]*\))?:.*")
        self._last_parts = {h.column: folded_heading(h.parts[-1]) for h in headings}
        self._first_parts = {h.column: folded_heading(h.parts[0]) for h in headings}

    def skip(self, row: Row, named: bool) -> Skip | None:
        """Why a row is no record; None for one that may be. ``named`` says that all cells a
        record cannot do without are filled, which a section never has."""
        start = next((i for i, cell in enumerate(row.cells) if not is_blank(cell)), None)
        if start is None:
            return Skip.BLANK
        first = _text(row.cells[start])
        if self._repeats(row, start, first) or _numbers_columns(row, first):
            return Skip.HEADING
        if self._total.fullmatch(first):
            return Skip.TOTAL
        if self._note.fullmatch(first) and len(_filled(row)) <= _MOST_CELLS_OF_A_NOTE:
            return Skip.NOTE
        if not named and _SECTION.fullmatch(first):
            return Skip.SECTION
        if not named and _ITEM_OF_A_NOTE.fullmatch(first) and len(_filled(row)) == 1:
            return Skip.NOTE
        return None

    def _repeats(self, row: Row, column: int, first: str) -> bool:
        """Whether the headings are printed again, as at the top of a page."""
        word = folded_heading(first)
        if word not in (self._first_parts.get(column), self._last_parts.get(column)):
            return False
        texts = {column: folded_heading(_text(cell)) for column, cell in _filled(row)}
        if len(texts) < 2:
            return False
        return any(
            all(parts.get(column) == text for column, text in texts.items())
            for parts in (self._first_parts, self._last_parts)
        )


def _numbers_columns(row: Row, first: str) -> bool:
    """Whether a row does nothing but number the columns: 1, 2, 3 …"""
    if first not in ("1", "栏次", "列次"):
        return False
    texts = [_text(cell) for _, cell in _filled(row)]
    numbers = texts if first == "1" else texts[1:]
    return len(numbers) >= _COLUMN_NUMBERS and numbers == [
        str(number) for number in range(1, len(numbers) + 1)
    ]


def _filled(row: Row) -> list[tuple[int, Cell]]:
    return [(column, cell) for column, cell in enumerate(row.cells) if not is_blank(cell)]


def _text(cell: Cell) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    return _squeezed(str(cell)) if isinstance(cell, str | int) else ""


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text[:1_000]).split())
