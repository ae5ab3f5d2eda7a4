"""The days on which an official text says that it is in force."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum, auto
from itertools import islice
from typing import Final

from attrs import frozen

from linkage_rules.model.clauses import read_ordinal
from linkage_rules.model.values import Period, shift
from linkage_rules.words.messages import Phrase

_YEAR_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR: Final = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_DAY: Final = rf"{_YEAR}\s*年\s*{_NUMERAL}\s*月\s*{_NUMERAL}\s*日"
_SINCE: Final = r"(?:[零0]时)?\s*起?"
_BEGINS: Final = r"(?:正式|开始|全面)?(?:施行|实施|执行|生效|试行)"
_VALID: Final = r"(?:有效|试行)期?限?(?:暂定)?为?"
_COUNT: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:年|个月)"
_END: Final = rf"(?=\s*(?:$|[，,。；;：:、！!()（）]|[至到]\s*{_DAY}|有效|试行|期|{_COUNT}))"
"""No object of the verb (“自…起实施产业项目”) and no noun that it stands before (“自…起施行的”)."""

_FROM: Final = re.compile(rf"[自从于]\s*({_DAY})\s*{_SINCE}{_BEGINS}{_END}")
_SPAN: Final = re.compile(
    rf"[自从]\s*({_DAY})\s*{_SINCE}[,，]?[至到]\s*({_DAY})(?:止|为止)?{_BEGINS}{_END}"
    rf"|{_VALID}[自从]?\s*({_DAY})\s*{_SINCE}[,，]?[至到]\s*({_DAY})(?:止|为止)?{_END}"
)
_FURTHER: Final = re.compile(rf"[,，;；、\s]*[至到]\s*({_DAY})")
_UNTIL: Final = re.compile(
    rf"[至到]\s*({_DAY})(?:止|为止|废止|失效){_END}|{_VALID}[至到]\s*({_DAY})(?:止|为止)?{_END}"
)
_FOR: Final = re.compile(
    rf"(?:{_VALID}|(?:施行|实施|执行)期限?(?:暂定)?为?)\s*"
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)(?![零又半])"
)
"""How long: “有效期三年”, “有效期为5年”, “试行一年”; not “两年零六个月”."""
_UNDATED: Final = re.compile(
    r"自(?:本[^，,。；;的自]{1,8})?(?:发布|公布|颁布|印发|下发|签发|通过|批准)之日起"
    rf"[，,]?[^，,。；;]{{0,20}}?{_BEGINS}{_END}"
)

_NUMBER: Final = re.compile(
    r"^(?:第[\d〇零一二三四五六七八九十百]+[章节条款]|[（(][\d一二三四五六七八九十]+[）)]"
    r"|[\d一二三四五六七八九十]+[、.．])\s*"
)
"""The number of a clause before its words."""
_SENTENCES: Final = re.compile(r"[。；;！!]")
_CLAUSES: Final = re.compile(r"[，,：:\s]")
_DOCUMENT: Final = (
    r"(?:法|条例|规定|办法|细则|规则|规程|规范|标准|方案|计划|规划|意见|通知|通告|公告|公报|决定|制度|"
    r"措施|政策|指南|指引|目录|文件|章程|导则|要点|预案|令|文)"
)
_THIS: Final = (
    rf"[本此](?:《[^》]*》|[^的《》]{{0,12}}?{_DOCUMENT})(?:[（(][^）)]*[）)])?(?:及其?附件)?"
)
_ITS_OWN: Final = re.compile(
    rf"[（(]?(?:但|并且?|且|同时|现|兹|特)?(?:{_THIS})?的?(?:统一|已|均|即|拟|将|定|暂){{0,2}}"
    rf"(?:[自从于]\s*(?:{_DAY}|[^，,。；;]{{2,16}}之日)\s*{_SINCE})?"
    r"(?:(?:有效|试行|施行|实施|执行)(?:期间|期限?|时间)?(?:暂定|延长|截止)?为?)?[（(]?"
)
"""What stands in a clause before words that are said of the document itself: nothing, or “本办法”,
with what else may stand between."""
_SUBJECT: Final = re.compile(
    rf"(?:^|[，,：:\s])(?:{_THIS}|现予|原?《(?P<title>[^》]*)》"
    rf"|(?P<former>(?:原|旧)[^，,《》]{{0,8}}?{_DOCUMENT}))"
)
_LONGEST_TITLE: Final = 80
_TITLES: Final = 5
"""In how many lines at its beginning a text says how it is called."""
_BEFORE: Final = 300
"""How many characters before a day are looked at for what it is said of."""
_MOST: Final = 50
"""How many places of a paragraph that name a day are looked at: no document has more."""

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
_OF_WHAT: Final = Phrase(
    "The text says “{words}”, perhaps of something else than this document: write from which day "
    "the document is in force.",
    "原文写“{words}”，看不出说的是不是本文件：请填写本文件的施行日期。",
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
    paragraphs = [*_paragraphs(text)]
    found = [said for one in paragraphs for said in islice(_named(one), _MOST)]
    undated = [said for one in paragraphs for said in _undated(one)]
    own = [said for said in found if said.whose is _Whose.ITS_OWN]
    if found and (undated or not _agree([one.days for one in found])):
        words = "；".join(dict.fromkeys(one.words for one in [*found, *undated]))
        return DaysInForce(remark=_SEVERAL.filled(words=words))
    if own:
        # One place may say from when on, another how long as well.
        return max((one.days for one in own), key=lambda days: days.last is not None)
    if found:
        return DaysInForce(remark=_OF_WHAT.filled(words=found[0].words))
    return undated[0].days if undated else DaysInForce()


def _agree(found: list[DaysInForce]) -> bool:
    """Whether all say the same, as far as they say something."""
    lasts = {one.last for one in found if one.last is not None}
    return len({one.first for one in found}) == 1 and len(lasts) <= 1


class _Whose(Enum):
    """Of what days are said: of the document itself, of something that is not named as a document,
    or of another document."""

    ITS_OWN = auto()
    UNCLEAR = auto()
    ANOTHER = auto()


@frozen
class _Said:
    """A place of a text that says from when on something is in force."""

    words: str
    days: DaysInForce
    whose: _Whose


@frozen
class _Paragraph:
    """A paragraph, and the lines in which the document says how it is called."""

    text: str
    titles: tuple[str, ...]

    def whose(self, start: int) -> _Whose:
        """Of what the words are said that begin at ``start``."""
        before = _SENTENCES.split(self.text[max(0, start - _BEFORE) : start])[-1]
        *_, subject = (None, *_SUBJECT.finditer(before))
        title = subject and subject["title"]
        if subject and subject["former"]:
            return _Whose.ANOTHER
        if title and not any(title in one for one in self.titles):
            return _Whose.ANOTHER
        *_, clause = _CLAUSES.split(before)
        if title and clause.endswith(f"《{title}》"):
            return _Whose.ITS_OWN
        # “依据《某条例》（自…起施行）”: what is in brackets is said of what stands before them.
        if re.search(r"》(?:[（(][^）)]*[）)])?[（(]?$", clause):
            return _Whose.ANOTHER
        return _Whose.ITS_OWN if _ITS_OWN.fullmatch(clause) else _Whose.UNCLEAR

    def own(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """The first place from ``start`` on that is like a pattern and said of the document."""
        found = islice(pattern.finditer(self.text, start), _MOST)
        return next((one for one in found if self.whose(one.start()) is _Whose.ITS_OWN), None)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    titles = [one for one in lines[:_TITLES] if len(one) <= _LONGEST_TITLE and "。" not in one]
    return (_Paragraph(_NUMBER.sub("", line), tuple(titles)) for line in lines)


def _named(paragraph: _Paragraph) -> Iterator[_Said]:
    """Each place of a paragraph that names the day from which something is in force, but for those
    that say it of another document."""
    for found in (*_SPAN.finditer(paragraph.text), *_FROM.finditer(paragraph.text)):
        whose = paragraph.whose(found.start())
        first, *ends = (_day(one) for one in found.groups() if one)
        if first is not None and whose is not _Whose.ANOTHER:
            days = DaysInForce(first, ends[0]) if ends else _from(first, paragraph, found.end())
            yield _Said(found[0], days, whose)


def _from(first: date, paragraph: _Paragraph, end: int) -> DaysInForce:
    """The days of a text in force from a day on, of which the paragraph says the last, or how long
    it is until then."""
    if last := _until(paragraph, end):
        return DaysInForce(first, last)
    found = paragraph.own(_FOR)
    count = read_ordinal(found["count"].replace("两", "二")) if found else None
    if found is None or count is None:
        return DaysInForce(first)
    years = found["unit"] == "年"
    last = _last_day(first, count * 12 if years else count)
    if last is None:
        return DaysInForce(first)
    later = (_YEARS if years else _MONTHS).filled(n=count)
    return DaysInForce(first, last, _COUNTED.filled(words=found[0], later=later))


def _until(paragraph: _Paragraph, start: int) -> date | None:
    """The last day that the paragraph names from ``start`` on."""
    found = _FURTHER.match(paragraph.text, start) or paragraph.own(_UNTIL, start)
    return _day(next(filter(None, found.groups()))) if found else None


def _undated(paragraph: _Paragraph) -> Iterator[_Said]:
    """What a paragraph says that is in force from the day of its publication."""
    found = paragraph.own(_UNDATED)
    if found is not None:
        words = found[0] + _SENTENCES.split(paragraph.text[found.end() :])[0]
        days = DaysInForce(last=_until(paragraph, found.end()), remark=_NO_DAY.filled(words=words))
        yield _Said(words, days, _Whose.ITS_OWN)


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
