"""Recognising the formal parts of a letter (heads, greetings, dates), and words that make a
norm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from linkage_rules.model.clauses import normalise_clause_path

NORMATIVE_WORDS = (
    *("应当", "应该", "应予", "应", "必须", "务必", "须", "需", "要"),
    *("不应当", "不应该", "不应", "不得", "不准", "不许", "不能", "不可以", "不可", "不予", "不要"),
    *("不宜", "禁止", "严禁", "杜绝"),
    *("可以", "可", "允许", "准予", "有权"),
    *("不必", "无须", "无需", "毋须"),
    *("鼓励", "支持", "提倡", "倡导", "引导"),
    "原则上",
)
"""Words of obligation, prohibition, permission, exemption and recommendation, and words that weaken
them; where several match, the longest counts."""

_OTHER_WORDS = (
    "相应|适应|反应|响应|供应|效应|对应|感应|回应|呼应|顺应|因应|应急|应用|应对|应收|应付|应届|应聘|"
    "应邀|应税|应纳|应征|应诉|应答|应变|应运|应时|应力|"
    "须知|需求|需要|所需|必需|急需|内需|刚需|供需|按需|"
    "要求|主要|重要|必要|要素|要点|要件|纪要|简要|摘要|概要|首要|次要|只要|要么|要是|要领|扼要|机要|"
    "要道|要害|提要|紧要|险要|"
    "可能|可行|可靠|可控|可持续|认可|许可|可见|可观|可再生|可追溯|可操作|可比|可支配|不可抗|可用|可谓|"
    "可复制|可推广|可量化|可研|可供|可读|可视|可信|可查|可回收|可利用|可燃|可耕|可溯|宁可|"
    "不能自理|不可或缺|不可分割"
)
"""Words that contain a normative word but are not normative; inside them none is looked for."""

_ENGLISH = (
    r"\b(?:shall|must|may|should)(?:\s+not)?\b|\bcannot\b|\b(?:prohibited|forbidden|encouraged)\b|"
    r"\b(?:required|obliged|permitted|entitled)\s+to\b|\bin\s+principle\b"
)

_LONGEST_FIRST = "|".join(sorted(NORMATIVE_WORDS, key=len, reverse=True))
_FOUND = re.compile(rf"(?:{_OTHER_WORDS})|(?P<word>{_LONGEST_FIRST}|{_ENGLISH})", re.IGNORECASE)


def normative_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the normative words of a text stand.

    >>> text = "相应的主要领导不应当缺席，应急时可以委托，必要时要报告。"
    >>> [text[start:end] for start, end in normative_words(text)]
    ['不应当', '可以', '要']
    >>> [*normative_words("The county may not pay.")]
    [(11, 18)]
    """
    for match in _FOUND.finditer(text):
        if match["word"]:
            yield match.span("word")


_YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
_DATE = re.compile(rf"{_YEAR}{_DAY}(?:印发|发布|公布)?")
_PROSE = re.compile(r"[,。;:：！？!?]")
_LONGEST_TITLE = 80

_DOCUMENT_NUMBER = re.compile(r".{1,20}[〔\[【(]\d{4}[〕\]】)]第?\d{1,5}号")
_ADOPTED = re.compile(rf"\(.{{0,10}}{_YEAR}{_DAY}.*(?:通过|发布|公布|施行|印发|修订|修正)\)")
_SENDING_OUT = re.compile(
    r"现(?:将|把)?.*(?:印发|转发|下发|发)给(?:你们|你单位|各).*"
    r"|现予(?:以)?(?:印发|发布|公布).*"
)
_HEREBY = re.compile(r"特此(?:通知|函告|公告|通告|报告)。?")

_ISSUING_LINE = re.compile(rf".{{2,60}}{_YEAR}{_DAY}印发")
_CLOSING_LINE = re.compile(
    r"(?:抄送|抄报|报送|分送|主送|联系人|联系电话|公开方式|信息公开选项)(?:.{0,6})?:.*"
    r"|\(?(?:此件)?(?:主动公开|依申请公开|不予公开|公开发布|此件公开发布)\)?"
)
_ATTACHMENTS = re.compile(r"(附[件表录](?:\d{0,2}|[一二三四五六七八九十]{1,3}))(?::(.*))?")
_LISTED_ATTACHMENT = re.compile(r"\d{1,2}[.．、][^。;]*")
_STANDARD = re.compile(
    r"\d(?:\.\d+)?(?:%|[十百千万亿]*(?:元|户|人|亩|天|日|年|个月|平方米|公里|吨|斤|头|分))|以上|以下"
)


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else.

    >>> is_date("2022年12月7日"), is_date("二〇二二年十二月七日"), is_date("2022年起施行")
    (True, True, False)
    """
    return _DATE.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether a text could be a title or a name: short, and without the punctuation of prose."""
    return len(text) <= _LONGEST_TITLE and not _PROSE.search(text)


def is_addressee(text: str) -> bool:
    """Whether a text before the first clause names who the document goes to."""
    return text.endswith(":") and "。" not in text


def opens_letter(text: str, following: str) -> bool:
    """Whether a sentence before the first clause is a formality; ``following`` is the text after
    it."""
    return (
        is_date(text)
        or is_addressee(text)
        or is_signature(text, following)
        or any(
            pattern.fullmatch(text)
            for pattern in (_DOCUMENT_NUMBER, _ADOPTED, _SENDING_OUT, _HEREBY)
        )
    )


def closes_letter(text: str, following: str) -> bool:
    """Whether a paragraph after the last clause is a formality; ``following`` is the text after
    it."""
    return (
        is_date(text)
        or is_signature(text, following)
        or names_attachment(text)
        or any(pattern.fullmatch(text) for pattern in (_ISSUING_LINE, _CLOSING_LINE, _HEREBY))
    )


def is_signature(text: str, following: str) -> bool:
    """Whether a text is the name of an office, with the date below it."""
    return is_title(text) and is_date(following)


def opens_attachments(text: str) -> bool:
    """Whether a line begins the attachments; numbers after it do not begin clauses of the main
    text."""
    return _ATTACHMENTS.fullmatch(text) is not None


def lists_attachment(text: str) -> bool:
    """Whether a paragraph after the attachments began is one entry of their list.

    An entry is a title; a text with an amount, or with what somebody must or may do, is no entry.

    >>> lists_attachment("1.项目申报表"), lists_attachment("1.每户补助不超过5000元")
    (True, False)
    """
    return _LISTED_ATTACHMENT.fullmatch(text) is not None and _names(text)


def _names(text: str) -> bool:
    return not _STANDARD.search(text) and not any(normative_words(text))


def names_attachment(text: str) -> bool:
    """Whether a line begins the attachments and holds nothing else than the name of one."""
    match = _ATTACHMENTS.fullmatch(text)
    return match is not None and _names(match[2] or "")


def attachment_name(text: str) -> str:
    """The name of an attachment, from the line that begins it, as used in clause paths.

    >>> attachment_name("附件一:评审标准"), attachment_name("附表"), attachment_name("附则")
    ('附件1', '附表', '')
    """
    match = _ATTACHMENTS.fullmatch(text)
    return normalise_clause_path(match[1]) if match else ""


def lists_attachments_only(lines: Sequence[str]) -> bool:
    """Whether a line that begins attachments, and what follows it, is no more than their list.

    It is where nothing but titles follows, up to the formal end of the letter, the next attachment
    or the end of the text.
    """
    if not names_attachment(lines[0]):
        return False
    said = ":" in lines[0].rstrip(":")
    for line, following in pairwise((*lines[1:], "", "")):
        if not line or closes_letter(line, following):
            return True
        if not lists_attachment(line) and not (said and is_title(line) and _names(line)):
            return False
    return True
