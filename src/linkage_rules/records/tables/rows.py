"""Rows of a table that are no records: titles, headings, totals, notes, sections, blank ones."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from linkage_rules.records.tables.grid import Cell, Flawed, Formatted, Row, Spanning, is_blank
from linkage_rules.records.tables.headings import Heading, folded_heading
from linkage_rules.records.tables.marks import folded


class Skip(Enum):
    """Why a row is passed over."""

    TITLE = "above the headings"
    HEADING = "headings"
    BLANK = "blank"
    TOTAL = "total"
    SECTION = "section"
    NOTE = "note"


_TOTALS: Final = ("合计", "小计", "总计", "共计", "汇总")
_TOTALS_ALONE: Final = (
    "累计", "总合计", "合计数", "总数", "平均", "平均值", "total", "subtotal", "sum",
)  # fmt: skip
_NOTES: Final = (
    "备注", "注", "注释", "说明", "填表说明", "填报说明", "填写说明", "编制说明", "填表人",
    "制表人", "审核人", "负责人", "单位负责人", "填报人", "填报单位", "填报日期", "填报时间",
    "填表日期", "制表日期", "联系人", "联系电话", "填表", "制表", "填报", "审核", "复核",
    "复核人", "经办人", "分管领导", "主要领导", "单位", "单位领导", "主管部门", "盖章", "公章",
    "日期", "签字", "签名", "签章", "签字盖章", "审批意见", "审核意见", "单位意见", "数据来源",
    "资料来源", "经办",
)  # fmt: skip
_EXAMPLE: Final = re.compile(
    r"\(?(?:填写|填报|填表|录入)?(?:示例|样例|范例|举例|例|样表|例如)(?:行|数据)?[0-9]*\)?(?::.*)?"
)
_EXAMPLE_NAME: Final = re.compile(
    r"[(\[【](?:填写|填报|填表)?(?:示例|样例|范例)[)\]】].*|(?:示例|样例|范例):.*|.*[(](?:示例|样例)[)]"
)
_SECTION: Final = re.compile(r"[(]?[一二三四五六七八九十]+(?:[)、.,:]\S*)?")
_ITEM_OF_A_NOTE: Final = re.compile(r"[(]?[0-9]{1,2}[)、.][^0-9.].*|[①-⓿*※★].*")
_END: Final = re.compile(
    r"[-—_]*\(?(?:此行)?以下(?:均为|为)?(?:空白|空格|无内容|无正文|无)\)?[-—_]*"
)
_DAY: Final = re.compile(
    r"(?:[0-9〇○零一二三四五六七八九]{4}|[xX×_*]{2,4})?年(?:[0-9一二三四五六七八九十xX×_]{0,3})月"
    r"(?:[0-9一二三四五六七八九十xX×_]{0,3})[日号]?|[0-9]{4}([-./])[0-9]{1,2}\1[0-9]{1,2}"
)
_ORDERS: Final = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz")
_STEMS: Final = frozenset("".join(_ORDERS))
_COLUMN_NUMBER: Final = re.compile(
    r"[(\[第]?(?P<number>[0-9]{1,3})[)\]栏列]?(?:[=:][-0-9+*/×÷%().=第栏列a-z]+)?"
)
_CIRCLED: Final = {chr(ord("①") + number): str(number + 1) for number in range(20)}
_FIRST_NUMBERS: Final = frozenset("1①甲a(第[-—栏列序")
_LONGEST_BEFORE_TOTAL: Final = 12
_EXAMPLES: Final = ("示例", "样例", "范例")
_MOST_CELLS_OF_A_NOTE: Final = 6
_COLUMN_NUMBERS: Final = 3
_PART: Final = re.compile(r"其中(?::.*)?|(?:占比|比例|完成率|同比|环比|增长率)(?:[(].*[)])?:?")
_REMARKS: Final = ("备注", "说明", "内容", "remark")


class RowKinds:
    """Tells the rows below the headings apart."""

    def __init__(
        self, headings: tuple[Heading, ...], totals: Iterable[str], notes: Iterable[str]
    ) -> None:
        totals_ = "|".join(re.escape(_squeezed(word)) for word in (*_TOTALS, *totals))
        notes_ = "|".join(re.escape(_squeezed(word).rstrip(":")) for word in (*_NOTES, *notes))
        counted = r"[0-9]+[个项户家村处宗条]\S{0,6}"
        self._total = re.compile(
            rf".{{0,{_LONGEST_BEFORE_TOTAL}}}(?:{totals_})(?:[:(].*|共?{counted})?|共{counted}"
        )
        alone = "|".join((totals_, *_TOTALS_ALONE))
        self._total_alone = re.compile(rf"(?:本页|本表|全部|全[县市区镇乡村])?(?:{alone}):?")
        words = (*_TOTALS, *_TOTALS_ALONE, *map(_squeezed, totals))
        self._ends = frozenset(word[-1:] for word in words) | {":", "："}
        self._note = re.compile(rf"(?:{notes_})[0-9]*(?:\([^()]*\))?:.*")
        self._note_alone = re.compile(rf"(?:{notes_})(?:[0-9(、.].*)?")
        self._last_parts = {h.column: folded_heading(h.parts[-1]) for h in headings}
        self._first_parts = {h.column: folded_heading(h.parts[0]) for h in headings}
        self._columns = len(headings)
        self._remarks = {
            h.column for h in headings if any(word in h.parts[-1] for word in _REMARKS)
        }

    def skip(self, row: Row, named: bool) -> Skip | None:
        """Why a row is no record; None for one that may be. ``named`` says that all cells a
        record cannot do without are filled, which a section with a sum may have too."""
        start = next((i for i, cell in enumerate(row.cells) if not is_blank(cell)), None)
        if start is None:
            return Skip.BLANK
        first = _text(row.cells[start])
        filled = _filled(row)
        if self._repeats(row, start, first) or _numbers_columns(filled):
            return Skip.HEADING
        if self._is_total(first, filled):
            return Skip.TOTAL
        if self._is_about_the_form(first, filled, named):
            return Skip.NOTE
        if _SECTION.fullmatch(first) and (not named or _is_sum(filled)):
            return Skip.SECTION
        if not named and _ITEM_OF_A_NOTE.fullmatch(first) and len(filled) == 1:
            return Skip.NOTE
        return None

    def _is_total(self, first: str, filled: list[tuple[int, Cell]]) -> bool:
        """A row whose first cell says so, or any other one by that word alone: 小计 stands beside
        the township that it is for. 其中： is a part of the row above, which counts already."""
        texts = (text for _, cell in filled if (text := _text(cell)) and not text.isdecimal())
        if self._total.fullmatch(first) or _PART.fullmatch(next(texts, "")):
            return True
        return any(
            self._total_alone.fullmatch(text)
            for column, cell in filled
            if _ends_in(cell, self._ends) and column not in self._remarks and (text := _text(cell))
        )

    def _is_about_the_form(self, first: str, filled: list[tuple[int, Cell]], named: bool) -> bool:
        if self._note.fullmatch(first) and len(filled) <= _MOST_CELLS_OF_A_NOTE:
            return True
        if _EXAMPLE.fullmatch(first) or any(_is_example(cell) for _, cell in filled):
            return True
        if len(filled) > 1 or self._columns < 2:
            return False
        cell = filled[0][1]
        is_day = isinstance(_plain(cell), date) or _DAY.fullmatch(first)
        return bool(is_day or _END.fullmatch(first) or self._note_alone.fullmatch(first)) and (
            not named or self._columns > 2
        )

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


def _ends_in(cell: Cell, ends: frozenset[str]) -> bool:
    """Whether a cell may hold the word of a total; most texts are told by their last character."""
    cell = cell.value if isinstance(cell, Spanning) else cell
    return isinstance(cell, str) and cell.rstrip()[-1:].casefold() in ends


def _is_example(cell: Cell) -> bool:
    cell = cell.value if isinstance(cell, Spanning) else cell
    if not isinstance(cell, str) or not any(word in cell for word in _EXAMPLES):
        return False
    return _EXAMPLE_NAME.fullmatch(_text(cell)) is not None


def _is_sum(filled: list[tuple[int, Cell]]) -> bool:
    """Whether a row has no more than its number, one text, and numbers: a section with a sum."""
    texts = [cell for _, cell in filled[1:] if not _is_number(_plain(cell))]
    return len(texts) <= 1


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return (
            re.fullmatch(r"[-+]?[0-9][0-9,.]*%?[元户人万亿]{0,2}|[-—/]+", _squeezed(cell))
            is not None
        )
    return isinstance(cell, int | Decimal | Flawed)


def _numbers_columns(filled: list[tuple[int, Cell]]) -> bool:
    """Whether a row does nothing but number the columns: 1, 2, 3=1+2, or 甲, 乙, 1."""
    if not filled or _text(filled[0][1])[:1] not in _FIRST_NUMBERS:
        return False
    texts = [_CIRCLED.get(text, text) for _, cell in filled if (text := _text(cell))]
    if texts and texts[0] in ("栏次", "列次", "序次"):
        texts = texts[1:]
    stems = "".join(text for text in texts if text in _STEMS)
    rest = [text for text in texts if text not in _STEMS and text not in ("-", "—")]
    if len(texts) < len(filled) - 1 or len(stems) + len(rest) < _COLUMN_NUMBERS:
        return False
    if not any(order.startswith(stems) for order in _ORDERS):
        return False
    numbers = [_COLUMN_NUMBER.fullmatch(text) for text in rest]
    if not all(numbers):
        return False
    found = [int(match["number"]) for match in numbers if match]
    return found == list(range(1, len(found) + 1)) and (bool(found) or len(stems) > 1)


def _filled(row: Row) -> list[tuple[int, Cell]]:
    return [(column, cell) for column, cell in enumerate(row.cells) if not is_blank(cell)]


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, Spanning):
        cell = cell.value
    return cell.stored if isinstance(cell, Formatted) else cell


def _text(cell: Cell) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    if isinstance(cell, str):
        return _squeezed(cell)
    return str(cell) if isinstance(cell, int) else ""


def _squeezed(text: str) -> str:
    return "".join(folded(text[:1_000]).split()).casefold()
