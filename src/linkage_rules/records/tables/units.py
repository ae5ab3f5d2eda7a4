"""Units as they are written in headings, cells and lines of a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.model.types import Scalar
from linkage_rules.records.tables.grid import Formatted, Row, Spanning, folded, is_blank


class Kind(Enum):
    """What a unit measures."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    MULTIPLE = "multiple"


@frozen
class Unit:
    """A unit: its ``text`` as written, its ``base`` such as 元 or 户, and the ``factor`` by which
    it is larger than that."""

    text: str
    kind: Kind
    base: str
    factor: Fraction


@frozen
class Unclear:
    """A text in the place of a unit that is not understood.

    ``foreign`` if it is foreign money, ``several`` if it is more than one unit, each of which would
    be understood.
    """

    text: str
    foreign: bool = False
    several: bool = False


Stated: TypeAlias = Unit | Unclear

KINDS_OF: Final = {
    Scalar.MONEY: (Kind.MONEY, Kind.MULTIPLE),
    Scalar.WHOLE: (Kind.COUNT, Kind.MULTIPLE),
    Scalar.NUMBER: (Kind.SHARE, Kind.COUNT, Kind.MULTIPLE),
}
"""The kinds of units that the values of a type may have."""

_TENS: Final = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "萬": 10**4,
    "亿": 10**8, "億": 10**8,
}  # fmt: skip
_MULTIPLE: Final = "[十拾百佰千仟万萬亿億]{1,3}"
_PARTS_OF_YUAN: Final = {"角": Fraction(1, 10), "分": Fraction(1, 100)}
_RMB: Final = r"人民币|人民幣|rmb|cny|[¥]"
_MONEY: Final = re.compile(
    rf"(?:{_RMB}|\((?:{_RMB})\))?(?P<ones>10*)?(?P<tens>{_MULTIPLE})?(?:元|圆|yuan)"
    rf"(?:{_RMB}|\((?:{_RMB})\))?"
)
_COUNTED: Final = (
    "人次", "户次", "农户", "人口", "岗位", "公里", "千米", "平方米", "平方公里", "立方米", "公顷",
    "公斤", "千克", "平米", "户", "人", "个", "名", "家", "村", "镇", "乡", "组", "口", "亩", "畝",
    "米", "吨", "斤", "克", "头", "只", "羽", "株", "棵", "尾", "匹", "箱", "件", "台", "套", "辆",
    "座", "处", "栋", "幢", "间", "项", "次", "条", "期", "场", "批", "岗", "份", "张", "块", "片",
    "天", "日", "月", "年", "位", "所", "眼", "盏", "根", "袋", "桶", "kg", "km", "㎡", "m²",
)  # fmt: skip
_COUNT: Final = re.compile(
    rf"(?P<ones>10*)?(?P<tens>{_MULTIPLE})?"
    rf"(?P<base>{'|'.join(sorted(_COUNTED, key=len, reverse=True))})"
)
_COUNTS_MANY: Final = re.compile(rf"{_MULTIPLE}(?:户|人|个|家|亩|人次|公顷|平方米|吨)$")
_SHARES: Final = {
    "%": 100, "百分比": 100, "百分数": 100, "百分率": 100, "百分之": 100, "‰": 1000,
    "千分比": 1000, "千分率": 1000, "千分之": 1000, "‱": 10_000, "万分比": 10_000, "成": 10,
}  # fmt: skip
_BARE: Final = re.compile(r"[十拾百佰千仟]?[万萬亿億]{1,2}|[千仟]")
_FOREIGN: Final = re.compile(
    r"美[元金钞]|欧元|港[元币]|日[元圆]|円|英镑|[澳加台新]元|[澳台]币|韩元|卢布|法郎|泰铢|卢比|外[币汇]"
    r"|比特币|[$€£₩₽฿]|(?<![a-z])(?:usd|eur|hkd|jpy|gbp|aud|cad|sgd|krw|twd|mop|chf|rub|thb)(?![a-z])"
)
_MONEY_END: Final = re.compile(
    rf"(?<![一二三四五六七八九0-9十百千万亿多单公纪状次美欧日港澳加台新韩])(?:{_MULTIPLE})?元$"
)
_SHARE_END: Final = re.compile(r"(?:[%‰‱]|百分[比数率]|千分[比率]|万分比)$")
_FOREIGN_END: Final = re.compile(rf"(?:{_MULTIPLE})?(?:{_FOREIGN.pattern})$")
_WRAPPED: Final = re.compile(r"(?:按|以|均以|单位为)?(.+?)(?:为单位|计算|计|填写|填列)")
_LABEL: Final = re.compile(r"^(?:金额|货币|资金|计量|计价|数量|面积|人口)?单位(?:为|是)?[::]*")
_NO_YUAN: Final = re.compile(r"[多单公纪状次二三]元")
_ODD: Final = frozenset({
    "折", "倍", "分", "度", "百分点", "个百分点", "千瓦", "千瓦时", "k", "w", "m", "b", "mm", "bn",
    "k元", "w元", "kyuan", "ppm", "bp", "×",
})  # fmt: skip
_LIKE_MONEY: Final = re.compile(
    rf"{_MULTIPLE}元|元$|^元|元[/·每]|每\S*元|[/每](?:年|月|户|人|亩|个|村|次)"
    r"|yuan|rmb|cny|thousand|million|billion|'000|000s"
)
_THOUSANDS: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SHORT: Final = 5
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER: Final = re.compile(r"(?<![0-9])10(?:\^|(?=[¹²³⁰-⁹]))([1-9¹²³⁴-⁹])(?![0-9¹²³⁰-⁹])")


@lru_cache(maxsize=4096)
def unit_of(text: str) -> Unit | None:
    """The unit that a text consists of; None for any other text.

    >>> unit_of("百万元").factor, unit_of("万户").base, unit_of("％").factor
    (Fraction(1000000, 1), '户', Fraction(1, 100))
    >>> unit_of("万美元"), unit_of("万元/年"), unit_of("含税")
    (None, None, None)
    """
    plain = _squeezed(text)
    if match := _MONEY.fullmatch(plain):
        return Unit(plain, Kind.MONEY, "元", _times(match))
    if plain in _PARTS_OF_YUAN:
        return Unit(plain, Kind.MONEY, "元", _PARTS_OF_YUAN[plain])
    if match := _COUNT.fullmatch(plain):
        return Unit(plain, Kind.COUNT, match["base"], _times(match))
    if plain in _SHARES:
        return Unit(plain, Kind.SHARE, "%", Fraction(1, _SHARES[plain]))
    if _BARE.fullmatch(plain):
        return Unit(plain, Kind.MULTIPLE, "", _product(plain))
    return None


def stated(text: str) -> Stated | None:
    """The unit that a remark, such as one in brackets, gives; None for other words.

    >>> stated("万元，含配套").text, stated("含税"), stated("万美元")
    ('万元', None, Unclear(text='万美元', foreign=True, several=False))
    """
    found: Stated | None = None
    plain = _THOUSANDS.sub("", _LABEL.sub("", _squeezed(text), count=1))
    for part in re.split(r"[,;:、·]", plain):
        one = _stated_alone(part)
        if one is None or one == found:
            continue
        if found is not None and not _same(found, one):
            return Unclear(_squeezed(text))
        found = one
    return found


def listed(text: str) -> tuple[Stated, ...]:
    """The units that a list such as 万元、户 gives; other words are left out."""
    found = (_stated_alone(part) for part in re.split(r"[,;、]", _squeezed(text)))
    return tuple(one for one in found if one)


def agreed(found: list[Stated]) -> Stated | None:
    """The one unit that several statements agree on; `Unclear` where they differ.

    >>> agreed([unit_of("元"), unit_of("万元")])
    Unclear(text='元、万元', foreign=False, several=True)
    """
    if not found:
        return None
    first, *others = found
    if all(_same(first, other) for other in others):
        return first
    foreign = any(isinstance(one, Unclear) and one.foreign for one in found)
    several = all(isinstance(one, Unit) for one in found)
    return Unclear("、".join(dict.fromkeys(one.text for one in found)), foreign, several)


def _same(one: Stated, other: Stated) -> bool:
    if isinstance(one, Unit) and isinstance(other, Unit):
        return (one.kind, one.base, one.factor) == (other.kind, other.base, other.factor)
    return one == other


def _stated_alone(part: str) -> Stated | None:
    unit = unit_of(part)
    if unit is None and (match := _WRAPPED.fullmatch(part)):
        unit = unit_of(match[1])
    if unit:
        return unit
    if _FOREIGN.search(part):
        return Unclear(part, foreign=True)
    return Unclear(part) if looks_like_unit(part) else None


def looks_like_unit(part: str) -> bool:
    """Whether words look like a unit that is not understood, such as 元/户 or 万瓦.

    >>> looks_like_unit("元/户"), looks_like_unit("含税"), looks_like_unit("多元化")
    (True, False, False)
    """
    if part in _ODD:
        return True
    without = _NO_YUAN.sub("", part)
    if _LIKE_MONEY.search(without):
        return True
    if re.search(r"[%‰‱]|百分|千分|×|\^|10{2,}|10[¹²³⁰-⁹]", part) or _COUNTS_MANY.search(part):
        return True
    return len(part) <= _SHORT and re.match(r"[千仟万萬亿億]", part) is not None


def money_end(text: str) -> int | None:
    """The offset of the unit of money at the end of a text; None if there is none.

    >>> money_end("总投资万元"), money_end("产业多元")
    (3, None)
    """
    match = _MONEY_END.search(text)
    return match.start() if match else None


def share_end(text: str) -> int | None:
    """The offset of the unit of a share at the end of a text, such as % or 百分比."""
    match = _SHARE_END.search(text)
    return match.start() if match else None


def foreign_end(text: str) -> int | None:
    """The offset of the unit of foreign money at the end of a text."""
    match = _FOREIGN_END.search(text)
    return match.start() if match else None


def _times(match: re.Match[str]) -> Fraction:
    return Fraction(int(match["ones"] or 1)) * _product(match["tens"] or "")


def _product(tens: str) -> Fraction:
    product = Fraction(1)
    for character in tens:
        product *= _TENS[character]
    return product


def _squeezed(text: str) -> str:
    plain = "".join(folded(text).casefold().split())
    return _POWER.sub(_written_out, plain) if "10" in plain else plain


def _written_out(power: re.Match[str]) -> str:
    """A power such as 10⁴ or 10^4 as a number that is written out."""
    return "1" + "0" * int(power[1].translate(_RAISED))


_LABEL_OF_LINE: Final = re.compile(
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
    """The units that lines above the headings give: 单位：UNIT and nothing else, or the unit of
    money in brackets behind a title."""
    texts = (text for row in rows for text in _texts(row))
    return tuple(dict.fromkeys(unit for text in texts for unit in units_of_line(text)))


def _texts(row: Row) -> Iterator[str]:
    """The texts of a row; 单位： and a unit in the next cell are joined."""
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
    for label in _LABEL_OF_LINE.finditer(plain):
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
    """The units by column, if a row below the headings holds only units.

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
    """The units at the start of a text; none for the name of an office."""
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
