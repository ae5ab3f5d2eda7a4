"""The formal parts of an official letter, which ask nothing of anybody.

Title, document number, addressee, the sentence that sends the document out, signature, date, the
list of attachments, copies and the issuing line. All texts here are folded (see `folding`).
"""

from __future__ import annotations

import re

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
_ATTACHMENTS = re.compile(r"附件\d{0,2}(?::.*)?")
_LISTED_ATTACHMENT = re.compile(r"\d{1,2}[.．、][^。;]*")


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
    """Whether a sentence before the first clause, and before ``following``, is a formality."""
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
    """Whether a paragraph after the last clause, and before ``following``, is a formality."""
    return (
        is_date(text)
        or is_signature(text, following)
        or any(
            pattern.fullmatch(text)
            for pattern in (_ISSUING_LINE, _CLOSING_LINE, _ATTACHMENTS, _HEREBY)
        )
    )


def is_signature(text: str, following: str) -> bool:
    """Whether a text is the name of an office, with the date below it."""
    return is_title(text) and is_date(following)


def opens_attachments(text: str) -> bool:
    """Whether a line begins the attachments; numbers after it number no clause."""
    return _ATTACHMENTS.fullmatch(text) is not None


def lists_attachment(text: str) -> bool:
    """Whether a paragraph after the attachments began is one entry of their list."""
    return _LISTED_ATTACHMENT.fullmatch(text) is not None
