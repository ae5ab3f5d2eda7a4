"""Quantities and days as documents write them, in spellings that the language reads.

The result means exactly what was written; where that is not certain, there is none.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from fractions import Fraction
from typing import Final

from linkage_rules.words import literals
from linkage_rules.words.messages import Phrase

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL: Final = {"十": 10, "百": 100, "千": 1_000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
_NUMERAL: Final = r"[0-9.零〇一二两三四五六七八九十百千万亿点]+|[0-9.]+[eE][0-9]+"
_LONGEST: Final = 40
_OTHER_COMMA: Final = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[0-9]{4},|\.[0-9]*,")
"""A comma that does not separate thousands: it stands between two numbers."""

_MONEY: Final = ("元", "圆", "块", "块钱", "元整", "元人民币")
_COUNTERS: Final = ("户", "人", "个", "家", "名", "位", "项", "次", "份", "只", "头", "套")
"""Measure words behind a number, without which the number means the same."""

_PERIODS: Final[Mapping[str, tuple[int, str]]] = {
    **dict.fromkeys(("日", "天", "自然日", "个自然日", "日历天", "个日历天"), (1, "天")),
    **dict.fromkeys(("周", "个周", "星期", "个星期", "礼拜", "个礼拜"), (1, "周")),
    **dict.fromkeys(("个月", "个自然月"), (1, "个月")),
    **dict.fromkeys(("年", "周年", "个年头", "整年"), (1, "年")),
    "个季度": (3, "个月"),
}
_FIXED: Final = {"半年": "6个月", "一年半": "18个月", "半个月": None}


def quantity_meant(written: str) -> str | None:
    """A quantity or day in a spelling that the language reads, or ``None``.

    >>> quantity_meant("十五日"), quantity_meant("一千万元"), quantity_meant("百分之三十")
    ('15天', '1000万元', '30%')
    >>> quantity_meant("1e3元"), quantity_meant("３０户"), quantity_meant("十五工作日")
    ('1000元', '30', '15个工作日')
    """
    text = unicodedata.normalize("NFKC", written).strip().replace(" ", "")
    if not text or len(text) > _LONGEST or _OTHER_COMMA.search(text):
        return None
    text = text.replace(",", "")
    if text in _FIXED:
        return _FIXED[text]
    for pattern, rewritten in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                return rewritten(match)
            except (literals.LiteralError, ValueError):
                return None
    return None


_TERM: Final = re.compile(
    r"(?:(?:自|从)?\s?(?P<day>[^\W\d][^\W\d]{0,40}?)\s?(?P<from>之日起|之后|以后|起|后|之日)?)?\s?"
    r"(?P<length>[0-9０-９零一二两三四五六七八九十百]{1,6}\s?(?:个?工作日|天|日|个月|年))\s?"
    r"(?P<inside>(?:之|以)?内)?"
)


def term_meant(written: str) -> tuple[str | None, str] | None:
    """The start of a term, if it is named, and its length, from the wording of a document.

    >>> term_meant("自受理日起20日内"), term_meant("受理之日起十五个工作日内")
    (('受理日', '20天'), ('受理日', '15个工作日'))
    >>> term_meant("20天以内"), term_meant("受理日 之后 20天")
    ((None, '20天'), ('受理日', '20天'))
    """
    match = _TERM.fullmatch(written.strip())
    if match is None or not (match["from"] or match["inside"]):
        return None
    length = quantity_meant(match["length"])
    day = match["day"] or None
    if length is None or (match["from"] and day is None):
        return None
    return (f"{day}日" if day and match["from"] in ("之日起", "之日") else day), length


def numeral(text: str) -> Fraction | None:
    """A number in Chinese characters, in digits, or in both.

    >>> [int(numeral(t)) for t in ("十五", "二百零三", "一千万", "1万5千", "二〇二三", "1.5万")]
    [15, 203, 10000000, 15000, 2023, 15000]
    >>> numeral("二百五"), numeral("万一")
    (None, None)
    """
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?[eE][0-9]{1,2}", text):
        base, _, power = text.lower().partition("e")
        return Fraction(base) * Fraction(f"1e{power}")
    if re.fullmatch(r"[零〇一二两三四五六七八九]{2,}", text):
        return Fraction("".join(str(_DIGITS[c]) for c in text))
    whole, point, decimals = text.partition("点")
    if point:
        number = numeral(whole)
        if number is None or not decimals or any(c not in _DIGITS for c in decimals):
            return None
        return number + Fraction("0." + "".join(str(_DIGITS[c]) for c in decimals))
    return _with_scales(re.findall(r"[0-9]+(?:\.[0-9]+)?|.", text))


def _with_scales(parts: list[str]) -> Fraction | None:
    total = section = Fraction(0)
    current: Fraction | None = None
    last = 0
    for part in parts:
        if part in _SMALL:
            if current is None and part != "十":
                return None
            section += (Fraction(1) if current is None else current) * _SMALL[part]
            current, last = None, _SMALL[part]
        elif part in _LARGE:
            if current is not None and last > 10:
                return None
            section += current or 0
            if not section and not (part == "亿" and total):
                return None
            total = (total + section) * _LARGE[part] if part == "亿" else total + section * 10**4
            section, current, last = Fraction(0), None, _LARGE[part]
        elif part in "零〇":
            if current is not None:
                return None
            last = 0
        elif current is not None or part == ".":
            return None
        else:
            current = Fraction(_DIGITS[part]) if part in _DIGITS else Fraction(part)
    # In speech “二百五” is 250: the unit of the last digit is left out.
    if current is not None and last > 10:
        return None
    return total + section + (current or 0)


def _money(match: re.Match[str]) -> str | None:
    parts = re.findall(rf"({_NUMERAL})(元|圆|块|角|毛|分)", match["parts"])
    units = {"元": 100, "圆": 100, "块": 100, "角": 10, "毛": 10, "分": 1}
    amounts = [(numeral(number), units[unit]) for number, unit in parts]
    if any(n is None for n, _ in amounts) or sorted(amounts, key=lambda a: -a[1]) != amounts:
        return None
    fen = sum((n * size for n, size in amounts if n is not None), Fraction(0))
    return literals.write_money(fen, "zh") if fen.denominator == 1 else None


def _amount(match: re.Match[str]) -> str | None:
    number = numeral(match["number"])
    fen = None if number is None else number * 100
    return None if fen is None or fen.denominator != 1 else literals.write_money(fen, "zh")


def _plain(match: re.Match[str]) -> str | None:
    number = numeral(match["number"])
    return None if number is None else literals.write_number(number)


def _period(match: re.Match[str]) -> str | None:
    number, (times, unit) = numeral(match["number"]), _PERIODS[match["unit"]]
    if number is None or number.denominator != 1:
        return None
    return f"{number * times}{unit}"


def _hundredths(times: int) -> Callable[[re.Match[str]], str | None]:
    def written(match: re.Match[str]) -> str | None:
        number = numeral(match["number"])
        half = Fraction(1, 2) if "half" in match.groupdict() and match["half"] else 0
        return None if number is None else literals.write_percent((number + half) * times / 1000)

    return written


def _day(match: re.Match[str]) -> str | None:
    year, month, day = (numeral(match[part]) for part in ("year", "month", "day"))
    if year is None or month is None or day is None or year < 1000:
        return None
    return literals.write_date(date(int(year), int(month), int(day)), "zh")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _working_days(match: re.Match[str]) -> str | None:
    number = numeral(match["number"])
    return None if number is None or number.denominator != 1 else f"{number}个工作日"


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (
        re.compile(
            r"(?P<year>[0-9]{4}|[零〇一二三四五六七八九]{4})(?:年|[-./])"
            r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:月|[-./])"
            r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
        ),
        _day,
    ),
    (re.compile(rf"百分之(?P<number>{_NUMERAL})"), _hundredths(10)),
    (re.compile(rf"千分之(?P<number>{_NUMERAL})"), _hundredths(1)),
    (re.compile(rf"(?P<number>{_NUMERAL})成(?P<half>半)?"), _hundredths(100)),
    (re.compile(rf"(?P<number>{_NUMERAL})(?:个百分点|个点)"), _hundredths(10)),
    (re.compile(rf"(?P<number>{_NUMERAL})‰"), _hundredths(1)),
    (re.compile(rf"(?P<number>{_NUMERAL})%"), _hundredths(10)),
    (re.compile(rf"(?:人民币|[￥¥])?(?P<number>{_NUMERAL})(?:{_any(_MONEY)}|人民币)"), _amount),
    (re.compile(rf"(?:人民币|[￥¥]|RMB)(?P<number>{_NUMERAL})"), _amount),
    (re.compile(rf"(?P<parts>(?:(?:{_NUMERAL})(?:元|圆|块|角|毛|分))+)"), _money),
    (re.compile(rf"(?P<number>{_NUMERAL})(?P<unit>{_any(_PERIODS)})"), _period),
    (re.compile(rf"(?P<number>{_NUMERAL})个?工作日"), _working_days),
    (re.compile(rf"(?P<number>{_NUMERAL})(?:{_any(_COUNTERS)})"), _plain),
    (re.compile(rf"(?P<number>{_NUMERAL})"), _plain),
)


def days_told(written: str) -> Phrase:
    """Why a date does not exist.

    >>> days_told("2023年2月30日").zh
    '2023年2月只有28天'
    """
    year, month, _ = (int(part) for part in re.findall(r"[0-9]+", written))
    if not MINYEAR <= year <= MAXYEAR:
        return Phrase("a year lies between 1 and 9999", "年份在1至9999之间")
    if not 1 <= month <= 12:
        return Phrase("a year has the months 1 to 12", "一年只有1月至12月")
    days = monthrange(year, month)[1]
    return _DAYS_OF_MONTH.filled(month=f"{year:04}-{month:02}", year=year, number=month, days=days)


_DAYS_OF_MONTH: Final = Phrase("{month} has {days} days", "{year}年{number}月只有{days}天")
