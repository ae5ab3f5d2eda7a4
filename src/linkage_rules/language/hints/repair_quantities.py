"""Quantities in units that the language does not read, bounds in words, and names in brackets."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from linkage_rules.language.hints.quantities import quantity_meant
from linkage_rules.language.hints.repair import WRITE, Repair, Stop
from linkage_rules.language.hints.words_meant import COMPARING
from linkage_rules.words import literals
from linkage_rules.words.messages import Phrase

AS_NAME: Final = Phrase(
    "if “{word}” is meant as a name, write {text}", "“{word}”若要作名称，写成{text}"
)
_WORKING_DAYS: Final = Phrase(
    "working days are not counted; let the record hold the last day as a date, or write calendar "
    "days (天) only if the text means those",
    "不计算工作日；请让记录写明截止的日期，只有原文确指日历日时才写成“天”",
)
_QUARTER: Final = Phrase(
    "a number of quarters is written in months, a quarter being 3个月; for a certain quarter write "
    "its first and its last day",
    "几个季度的时长按每季度3个月写成“个月”；若指某一季度，写它的起止日期",
)
_MONTHS: Final = Phrase(
    "write {number}个月 if so many months are meant, and a date such as 2023年{number}月1日 if not",
    "若指时长，写 {number}个月；若指月份，写明日期，如 2023年{number}月1日",
)
_MONTH: Final = Phrase(
    "a date has a year, a month and a day: write the first or the last day, as is meant",
    "日期要写年、月、日：按原意写该月（年）的第一天或最后一天",
)
_FOREIGN: Final = Phrase(
    "amounts are in yuan; other money is converted before it is written",
    "金额以人民币计；其他货币先折算再写",
)
_UNIT: Final = Phrase(
    "“{unit}” is no unit of the language; write the number in the unit that the field is kept in",
    "“{unit}”不是语言里的计量单位；按该字段所用的单位写出数字",
)

_QUANTITY: Final = re.compile(
    r"[0-9０-９][\w.．%％‰,，]*"
    r"|[￥¥]\s*[0-9０-９][\w.．,，]*|人民币[0-9０-９零一二两三四五六七八九十百千万亿][\w.．]*"
)
_APART: Final = re.compile(r"[0-9０-９]\w*[^\S\n]+[^\W\d]+")
_NUMBER_BEFORE: Final = re.compile(r"(?<![\w.])[0-9０-９][0-9０-９.,，]*$")
_NUMBER_AND_SPACE: Final = re.compile(r"(?<![\w.])[0-9０-９]+[^\S\n]+$")
_UNITS_TOLD: Final = (
    (re.compile(r"[0-9０-９.]+个?(?:工作日|交易日)"), _WORKING_DAYS),
    (re.compile(r"[0-9０-９.]+个?季度?"), _QUARTER),
    (re.compile(r"(?P<number>[0-9０-９]+)月份?"), _MONTHS),
    (re.compile(r"[0-9]{4}年[0-9]{1,2}月份?|[0-9]{4}年[度底初末]"), _MONTH),
    (re.compile(r"[0-9０-９.]+[十百千万亿]*(?:美元|欧元|港元|日元|英镑|美金)"), _FOREIGN),
    (re.compile(r"[0-9０-９.]+[十百千万亿]*(?!以|及)(?P<unit>[^\W\d_十百千万亿元]+)"), _UNIT),
)

_LITERAL: Final = "|".join(
    (literals.DATE, literals.MONEY, literals.PERIOD, literals.SCALED, literals.PERCENT)
)
_READ: Final = re.compile(rf"(?:{_LITERAL}|{literals.NUMBER})")
_INCLUDED: Final = r"(?:[（(]含[^（()）]*[)）]|及|或|含)?"
_BOUND: Final = re.compile(
    rf"(?:(?:在|达到|达|为)\s{{0,4}})?(?P<quantity>[^\s（()）]+?)\s{{0,4}}{_INCLUDED}\s{{0,4}}"
    r"(?P<side>以上|以下|以内|之内|以外|之后|之前)(?P<again>[（(]含[^（()）]*[)）])?"
)
_COMPARED: Final = re.compile(
    rf"(?P<word>{'|'.join(sorted(COMPARING, key=len, reverse=True))})"
    r"\s*(?P<quantity>[^\s（()）]+)"
)
_SIDES: Final = {
    "以上": ">=",
    "以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "以外": ">",
    "之后": ">",
    "之前": "<",
}
"""Article 1259 of the Civil Code of the PRC: 以上, 以下 and 以内 take in the number; 以外, 不满 and
超过 do not."""

_WITH_BRACKETS: Final = re.compile(
    r"\w+(?:[（(【\[][^（()）【】\[\]\n]*[）)】\]]\w*|[—–·~～/&%％‰℃②-⑳①]\w*)+"
)

_BOUND_OR_SHARE: Final = re.compile(
    rf"^[0-9０-９]|(?:的|{'|'.join(COMPARING)})[0-9０-９]|[0-9０-９]\w*[（(]不?含"
)
"""What is no name: a bound in words, or a share of something."""


def of_quantities(code: str, stop: Stop) -> Iterator[Repair]:
    """Quantities and bounds in another spelling, which mean exactly what they are changed to."""
    yield from _of_bounds(code, stop)
    # A number may have been read in part before the reading stopped.
    before = _NUMBER_BEFORE.search(code, max(0, stop.at - 40), stop.at)
    start = before.start() if before else stop.at
    # “30 户” may have been read as a number and the beginning of what comes next.
    for word, end in () if before else stop.words[:1]:
        number = _NUMBER_AND_SPACE.search(code, max(0, word - 40), word)
        if number and _APART.fullmatch(code, number.start(), end):
            start = number.start()
    if (apart := _APART.match(code, start)) and (text := quantity_meant(apart[0])):
        yield Repair(*apart.span(), text, WRITE.filled(word=apart[0], text=text))
    elif match := _QUANTITY.match(code, start):
        written = match[0].rstrip(",，.．")
        if text := quantity_meant(written):
            end = match.start() + len(written)
            yield Repair(match.start(), end, text, WRITE.filled(word=written, text=text))


def unit_told(code: str, at: int) -> Phrase | None:
    """What to do about a unit that the language does not have, where only the author can say."""
    match = _QUANTITY.match(code, at)
    if match is None or _READ.fullmatch(match[0]) or quantity_meant(match[0]):
        return None
    for pattern, phrase in _UNITS_TOLD:
        if unit := pattern.match(match[0]):
            return phrase.filled(**unit.groupdict()) if unit.groupdict() else phrase
    return None


def _of_bounds(code: str, stop: Stop) -> Iterator[Repair]:
    starts = (stop.at, *(start for start, _ in stop.words[:2]))
    for start, pattern in product(starts, (_BOUND, _COMPARED)):
        match = pattern.match(code, start)
        text = match and _read(match["quantity"])
        if match and text:
            side = _SIDES[match["side"]] if pattern is _BOUND else COMPARING[match["word"]]
            text = f"{side} {text}"
            yield Repair(*match.span(), text, WRITE.filled(word=match[0], text=text))


def _read(quantity: str) -> str | None:
    return quantity if _READ.fullmatch(quantity) else quantity_meant(quantity)


def of_label(code: str, stop: Stop) -> Iterator[Repair]:
    """A name with brackets or other marks in it, which stands in 「」."""
    places = [stop.at, *(start for start, _ in stop.words[:1])]
    for start in places:
        match = _WITH_BRACKETS.match(code, start)
        if match and match.end() > stop.at and not _BOUND_OR_SHARE.search(match[0]):
            text = f"「{match[0]}」"
            yield Repair(*match.span(), text, AS_NAME.filled(word=match[0], text=text))
