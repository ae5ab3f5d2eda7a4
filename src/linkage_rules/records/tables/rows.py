"""Rows of a table that are no records: titles, headings, totals, notes, sections, blank rows."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final, TypeAlias

from linkage_rules.records.tables.grid import (
    Cell,
    Flawed,
    Formatted,
    Row,
    Spanning,
    folded,
    is_blank,
)
from linkage_rules.records.tables.headings import Heading, folded_heading


class Skip(StrEnum):
    """Why a row is skipped."""

    TITLE = "above the headings"
    HEADING = "headings"
    BLANK = "blank"
    TOTAL = "total"
    SECTION = "section"
    NOTE = "note"


_TOTALS: Final = ("合计", "小计", "总计", "共计", "汇总")
_TOTALS_ALONE: Final = (
    "累计", "总合计", "合计数", "总数", "计", "平均", "平均值", "平均数", "均值", "最大值",
    "最小值", "承前页", "承上页", "过次页", "转下页", "结转下页", "total", "subtotal", "sub-total",
    "grandtotal", "sum", "average",
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
    r"\(?(?:填写|填报|填表|录入)?(?:示例|样例|范例|举例|例|样表|例如|例子|模板|模版|举例说明)"
    r"(?:行|数据)?[0-9]*\)?(?::.*)?|(?:如|example|sample)(?::.*)?"
)
_EXAMPLE_NAME: Final = re.compile(
    r"(?:示例|样例|范例)(?:项目|企业|合作社|数据|行|村|镇|乡)?[0-9一二三四五]*|"
    r"[(\[【](?:填写|填报|填表)?(?:示例|样例|范例)[)\]】].*|(?:示例|样例|范例):.*|.*[(](?:示例|样例)[)]"
)
_SECTION: Final = re.compile(
    r"[(]?(?:[一二三四五六七八九十]+|[ⅰ-ⅻ])(?:[)、.,:]\S*)?|[(]?[ivx]{1,5}[)、.,:]\S*|第[一二三四五六七八九十]+(?:部分|类|项)\S*"
)
_ITEM_OF_A_NOTE: Final = re.compile(r"[(]?[0-9]{1,2}[)、.][^0-9.].*|[①-⓿*※★].*")
_LABEL: Final = re.compile(r"[^\s0-9:]{2,12}:")
"""Words that end in a colon: the row says something about the table and is no record."""
_END: Final = re.compile(
    r"[-—_=.…·*]+|[-—]*(?:第?[0-9]+[页/]\S{0,12}|page[0-9]+\S*|共[0-9]+页|[0-9]+)[-—]+"
    r"|第[0-9]+页\S{0,12}|[0-9]{1,3}/[0-9]{1,3}|\(?(?:续表?|接上页|转下页|上接\S+|下接\S+)\S{0,6}\)?"
    r"|(?:完|完毕|end|结束|全文完|此页无正文|本页无正文|特此说明|特此报告)[。.]?"
    r"|(?:附件?|附表|附图|抄送|打印\S{0,2}|监督电话|举报电话|公示\S{0,2}|数据截至|截至|截止|报送\S{0,2})[0-9]*:?\S*"
    r"|[^\s0-9:,]{2,12}:\S*|[-—_]*\(?(?:此行)?以下(?:均为|为)?(?:空白|空格|无内容|无正文|无)\)?[-—_]*"
)
_DAY: Final = re.compile(
    r"(?:[0-9〇○零一二三四五六七八九]{4}|[xX×_*]{2,4})?年(?:[0-9一二三四五六七八九十xX×_]{0,3})月"
    r"(?:[0-9一二三四五六七八九十xX×_]{0,3})[日号]?|[0-9]{4}([-./])[0-9]{1,2}\1[0-9]{1,2}"
)
_ORDERS: Final = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz", "一二三四五六七八九十")
_COLUMN_NUMBER: Final = re.compile(
    r"[(\[第栏列]?(?:(?P<number>[0-9]{1,3}|[①-⑳]|[ⅰ-ⅻ])|(?P<word>[甲乙丙丁戊己庚辛壬癸a-z一二三四五六七八九十]))"
    r"[)\]栏列]?(?:[=:]\S{1,40})?"
)
_CIRCLED: Final = {chr(ord("①") + number): number + 1 for number in range(20)} | {
    chr(ord("ⅰ") + number): number + 1 for number in range(12)
}
_FIRST_NUMBERS: Final = frozenset("01①ⅰ甲a一(第[-—栏列序行项")
_LABELS_OF_NUMBERS: Final = frozenset({"栏次", "列次", "序次", "行次", "项次", "栏号", "列号"})
_LONGEST_BEFORE_TOTAL: Final = 12
_LONGEST_WORD: Final = 200
_MOST_KNOWN: Final = 10_000
_MOST_CELLS_OF_A_NOTE: Final = 6
_COLUMN_NUMBERS: Final = 3
_PART: Final = re.compile(r"其中(?::.*)?|(?:占比|比例|完成率|同比|环比|增长率)(?:[(].*[)])?:?")
_REMARKS: Final = ("备注", "说明", "内容", "remark")


class _Word(Enum):
    """What the text of one cell may say about its row."""

    TOTAL = "a total"
    EXAMPLE = "an example"


_Cells: TypeAlias = list[tuple[int, Cell]]
_Words: TypeAlias = list[tuple[int, _Word]]


class RowKinds:
    """Distinguishes the rows below the headings."""

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
        self._total_alone = re.compile(
            rf"(?:本页|本表|全部|全[县市区镇乡村])?(?:{alone})(?::|\([^()]*\))?"
        )
        self._total_beside = re.compile(rf"\S{{1,{_LONGEST_BEFORE_TOTAL}}}(?:合计|小计|总计)")
        self._note = re.compile(rf"(?:{notes_})[0-9]*(?:\([^()]*\))?:.*")
        self._words_of_notes = frozenset(map(_squeezed, (*_NOTES, *notes)))
        self._note_alone = re.compile(rf"(?:{notes_})(?:[0-9(、.].*)?")
        self._last_parts = {h.column: folded_heading(h.parts[-1]) for h in headings}
        self._first_parts = {h.column: folded_heading(h.parts[0]) for h in headings}
        self._columns = len(headings)
        self._known: dict[str, _Word | None] = {}
        self._remarks = {
            h.column for h in headings if any(word in h.parts[-1] for word in _REMARKS)
        }

    def skip(self, row: Row, named: bool) -> Skip | None:
        """Why a row is no record; None for one that may be a record.

        ``named`` says that all essential cells are filled, as they may be in a section with a sum,
        too.
        """
        filled = _filled(row)
        if not filled:
            return Skip.BLANK
        start, cell = filled[0]
        first = _text(cell)
        said = [(column, word) for column, cell in filled if (word := self._word(cell))]
        if self._repeats(row, start, first) or _numbers_columns(filled):
            return Skip.HEADING
        if self._is_total(first, filled, said):
            return Skip.TOTAL
        if self._is_about_the_form(first, filled, said, named):
            return Skip.NOTE
        if _SECTION.fullmatch(first) and (not named or _is_sum(filled)):
            return Skip.SECTION
        if not named and _ITEM_OF_A_NOTE.fullmatch(first) and len(filled) == 1:
            return Skip.NOTE
        return None

    def _is_total(self, first: str, filled: _Cells, said: _Words) -> bool:
        """Whether a row is a total: its first cell says so, or any other cell in a few words, since
        小计 may stand beside or behind the name of the township it is for. 其中： marks a part of
        the row above, which is counted already."""
        texts = (text for _, cell in filled if (text := _text(cell)) and not text.isdecimal())
        if self._total.fullmatch(first) or _PART.fullmatch(next(texts, "")):
            return True
        return any(word is _Word.TOTAL and column not in self._remarks for column, word in said)

    def _word(self, cell: Cell) -> "_Word | None":
        """What the text of a cell says about its row; kept, because most texts recur."""
        cell = cell.value if isinstance(cell, Spanning) else cell
        if not isinstance(cell, str) or len(cell) > _LONGEST_WORD:
            return None
        try:
            return self._known[cell]
        except KeyError:
            word = self._read_word(cell)
            if len(self._known) < _MOST_KNOWN:
                self._known[cell] = word
            return word

    def _read_word(self, cell: str) -> "_Word | None":
        text = _squeezed(cell)
        if self._total_alone.fullmatch(text) or self._total_beside.fullmatch(text):
            return _Word.TOTAL
        return _Word.EXAMPLE if _EXAMPLE_NAME.fullmatch(text) else None

    def _is_about_the_form(self, first: str, filled: _Cells, said: _Words, named: bool) -> bool:
        few = len(filled) <= _MOST_CELLS_OF_A_NOTE
        if few and (self._note.fullmatch(first) or _LABEL.fullmatch(first)):
            return True
        if few and len(filled) > 1 and first in self._words_of_notes and not named:
            return True
        if _EXAMPLE.fullmatch(first) or any(word is _Word.EXAMPLE for _, word in said):
            return True
        if len(filled) > 1 or self._columns < 2:
            return False
        cell = filled[0][1]
        is_day = isinstance(_plain(cell), date) or _DAY.fullmatch(first)
        known = is_day or _END.fullmatch(first) or self._note_alone.fullmatch(first)
        return bool(known) and (not named or self._columns > 2)

    def _repeats(self, row: Row, column: int, first: str) -> bool:
        """Whether a row repeats the headings, as at the top of a printed page."""
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


def _is_sum(filled: _Cells) -> bool:
    """Whether a row has only a number, one text, and amounts: a section with a sum."""
    texts = [cell for _, cell in filled[1:] if not _is_number(_plain(cell))]
    return len(texts) <= 1


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return (
            re.fullmatch(r"[-+]?[0-9][0-9,.]*%?[元户人万亿]{0,2}|[-—/]+", _squeezed(cell))
            is not None
        )
    return isinstance(cell, int | Decimal | Flawed)


def numbers_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3=1+2, or 甲, 乙, 1.

    >>> numbers_columns(Row(3, ("甲", "乙", 1, "2=1+3"))), numbers_columns(Row(3, (1, "甲", 12)))
    (True, False)
    """
    return _numbers_columns(_filled(row))


def _numbers_columns(filled: _Cells) -> bool:
    if not filled or _text(filled[0][1])[:1] not in _FIRST_NUMBERS:
        return False
    texts: list[str] = []
    found: list[re.Match[str]] = []
    for _, cell in filled:
        if not (text := _text(cell)):
            continue
        texts.append(text)
        if text in ("-", "—") or (len(texts) == 1 and text in _LABELS_OF_NUMBERS):
            continue
        match = _COLUMN_NUMBER.fullmatch(text)
        if match is None:
            return False
        found.append(match)
    if len(texts) < len(filled) - 1 or len(found) < _COLUMN_NUMBERS:
        return False
    words = [match["word"] for match in found if match["word"]]
    numbers = [match["number"] for match in found if match["number"]]
    in_order = any(order.startswith("".join(words)) for order in _ORDERS)
    counted = [_CIRCLED.get(number) or int(number) for number in numbers]
    # Only a long row may begin with 0, since a short one could be a record.
    first = 0 if counted[:1] == [0] and not words and len(counted) > _COLUMN_NUMBERS else 1
    in_turn = counted == list(range(first, first + len(counted)))
    return in_order and in_turn and (bool(counted) or len(words) > 1)


def _filled(row: Row) -> _Cells:
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
