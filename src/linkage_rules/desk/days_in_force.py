"""The days on which an official text says that it is in force."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from linkage_rules.model.clauses import read_ordinal
from linkage_rules.model.values import Period, shift
from linkage_rules.words.messages import Phrase

_YEAR_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR: Final = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_DAY: Final = rf"{_YEAR}\s*年\s*{_NUMERAL}\s*月\s*{_NUMERAL}\s*日"
_BEGINS: Final = r"(?:正式)?(?:施行|实施|执行|生效)"
_VALID: Final = r"(?:有效|试行)期?限?(?:暂定)?为?"

_FROM: Final = re.compile(rf"[自从于]\s*({_DAY})\s*起?{_BEGINS}")
_SPAN: Final = re.compile(
    rf"[自从]\s*({_DAY})\s*起?[,，]?[至到]\s*({_DAY})(?:止|为止)?{_BEGINS}"
    rf"|{_VALID}[自从]?\s*({_DAY})\s*起?[,，]?[至到]\s*({_DAY})"
)
_UNTIL: Final = re.compile(
    rf"^[,，;；、\s]*[至到]\s*({_DAY})"
    rf"|[至到]\s*({_DAY})(?:止|为止|废止|失效)"
    rf"|{_VALID}[至到]\s*({_DAY})"
)
_FOR: Final = re.compile(
    rf"(?:{_VALID}|(?:施行|实施|执行)期限?(?:暂定)?为?)\s*"
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)(?![零又半])"
)
"""How long: “有效期三年”, “有效期为5年”, “试行一年”; not “两年零六个月”."""
_UNDATED: Final = re.compile(
    rf"自(?:发布|公布|颁布|印发|下发|签发|通过|批准)之日起.{{0,20}}?{_BEGINS}"
)

_COUNTED: Final = Phrase(
    "The text says “{words}”: counted from the first day, the last is the day before the same day "
    "{later}. Change it where it is counted otherwise.",
    "原文写“{words}”：从施行之日算起，最后一天是{later}对应日的前一天。计算方法不同的，请改动。",
)
_YEARS: Final = Phrase("{n} years later", "{n}年后")
_MONTHS: Final = Phrase("{n} months later", "{n}个月后")
_NO_DAY: Final = Phrase(
    "The text says “{words}” and names no day: write from which day it is in force, and to which "
    "where it has an end.",
    "原文写“{words}”，没有写明日期：请填写施行日期；有终止日期的，一并填写。",
)
_SEVERAL: Final = Phrase(
    "The text names several days from which something is in force ({words}): write those of this "
    "document.",
    "原文有几处写了施行日期（{words}）：请填写本文件的。",
)


@frozen
class DaysInForce:
    """From when to when a text says that it is in force, each None where it does not say so, with
    a ``remark`` on what the user has to know of them, None where there is nothing."""

    first: date | None = None
    last: date | None = None
    remark: Phrase | None = None


def days_in_force(text: str) -> DaysInForce:
    """The days in force as an official text says them. Days that contradict each other are not
    chosen from: none is given, and the remark says so.

    >>> found = days_in_force("本办法自2024年3月1日起施行，有效期至2026年12月31日。")
    >>> found.first, found.last, found.remark
    (datetime.date(2024, 3, 1), datetime.date(2026, 12, 31), None)
    >>> print(days_in_force("本办法自发布之日起施行，有效期五年。").remark.zh)
    原文写“自发布之日起施行，有效期五年”，没有写明日期：请填写施行日期；有终止日期的，一并填写。
    """
    found = [said for line in text.splitlines() for said in _said_in(line)]
    days = {(one.first, one.last) for _, one in found}
    if len(days) > 1:
        words = "；".join(dict.fromkeys(words for words, _ in found))
        return DaysInForce(remark=_SEVERAL.filled(words=words))
    if found:
        return found[0][1]
    return next(filter(None, map(_undated, text.splitlines())), DaysInForce())


def _said_in(line: str) -> Iterator[tuple[str, DaysInForce]]:
    """Each place of a paragraph that names the day from which it is in force: its words, and the
    days."""
    for found in _SPAN.finditer(line):
        first, last = (_day(one) for one in found.groups() if one)
        yield found[0], DaysInForce(first, last)
    for found in _FROM.finditer(line):
        if first := _day(found[1]):
            yield found[0], _from(first, line, found.end())


def _from(first: date, line: str, end: int) -> DaysInForce:
    """The days of a text in force from a day on, of which the paragraph says the last, or how long
    it is until then."""
    if last := _until(line, end):
        return DaysInForce(first, last)
    found = _FOR.search(line)
    count = read_ordinal(found["count"].replace("两", "二")) if found else None
    if found is None or count is None:
        return DaysInForce(first)
    years = found["unit"] == "年"
    last = _last_day(first, count * 12 if years else count)
    if last is None:
        return DaysInForce(first)
    later = (_YEARS if years else _MONTHS).filled(n=count)
    return DaysInForce(first, last, _COUNTED.filled(words=found[0], later=later))


def _until(line: str, start: int) -> date | None:
    """The last day that the sentence names which goes on at ``start``."""
    found = _UNTIL.search(line[start:].partition("。")[0])
    return _day(next(filter(None, found.groups()))) if found else None


def _undated(line: str) -> DaysInForce | None:
    """What a paragraph says that is in force from the day of its publication."""
    found = _UNDATED.search(line)
    if found is None:
        return None
    words = found[0] + line[found.end() :].partition("。")[0]
    return DaysInForce(last=_until(line, found.end()), remark=_NO_DAY.filled(words=words))


def _last_day(first: date, months: int) -> date | None:
    """The last day of so many months from a day on, which is the first of them: the day before the
    same day after them, or the end of the month where that has no such day. None beyond the days
    of the calendar.

    >>> _last_day(date(2024, 3, 1), 36), _last_day(date(2024, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
    """
    same = shift(first, Period(months=months), 1)
    return same if same is None or same.day < first.day else same - timedelta(days=1)


def _day(words: str) -> date | None:
    """The day that some words name, None for a day that is in no calendar.

    >>> _day("二〇二四年十二月七日"), _day("2024 年 2 月 30 日")
    (datetime.date(2024, 12, 7), None)
    """
    year, month, day = (part.strip() for part in re.split("[年月]", words.removesuffix("日")))
    numbers = [int(year.translate(_YEAR_DIGITS)), read_ordinal(month), read_ordinal(day)]
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None
