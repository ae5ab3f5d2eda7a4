"""The numbers that open a clause: 一、 （一） 1. （1） 第一编 第一章 第一节 第一条 第（一）项."""

from __future__ import annotations

import re
from enum import Enum

from attrs import frozen

from linkage_rules.model.clauses import han_numeral, read_ordinal


class Style(Enum):
    """A way of numbering, named by how officials write its first number."""

    BOOK = "第一编"
    CHAPTER = "第一章"
    SECTION = "第一节"
    BARE = "附则"
    ARTICLE = "第一条"
    HAN = "一、"
    HAN_BRACKETED = "（一）"
    DIGIT = "1."
    DIGIT_BRACKETED = "（1）"


DIVISIONS = {Style.BOOK: 0, Style.CHAPTER: 1, Style.BARE: 1, Style.SECTION: 2}
"""The numbers of parts that contain articles, with their depth."""

BARE_HEADINGS = ("总则", "分则", "罚则", "附则")
"""Headings of chapters that stand without a number."""

STATUTE_HEADINGS = (*DIVISIONS, Style.ARTICLE, Style.HAN)
"""The styles of clauses that may have a heading in a text of articles; items of an article never
have one."""

_UNIT_NAMES = {
    Style.BOOK: "编",
    Style.CHAPTER: "章",
    Style.SECTION: "节",
    Style.ARTICLE: "条",
}


@frozen
class Marker:
    """The number that opens a clause, with its offsets.

    ``inserted`` is the number of a clause that a revision inserted (第四条之一); it is 0 for the
    number itself. A bare heading has its place in `BARE_HEADINGS` as its number, and its words come
    after the marker.
    """

    style: Style
    ordinal: int
    start: int
    end: int
    inserted: int = 0

    @property
    def label(self) -> str:
        """The marker as a step of a clause path: `二`, `(三)`, `1`, `(1)`, `第三条`."""
        return label(self.style, self.ordinal, self.inserted)


def label(style: Style, ordinal: int, inserted: int = 0) -> str:
    """Write a number in a style, as a step of a clause path.

    >>> label(Style.ARTICLE, 3), label(Style.HAN_BRACKETED, 2), label(Style.DIGIT, 4)
    ('第三条', '(二)', '4')
    >>> label(Style.ARTICLE, 4, 1)
    '第四条之一'
    """
    if style is Style.BARE:
        return BARE_HEADINGS[ordinal - 1]
    if style in _UNIT_NAMES:
        behind = f"之{han_numeral(inserted)}" if inserted else ""
        return f"第{han_numeral(ordinal)}{_UNIT_NAMES[style]}{behind}"
    number = han_numeral(ordinal) if style in (Style.HAN, Style.HAN_BRACKETED) else str(ordinal)
    return f"({number})" if style in (Style.HAN_BRACKETED, Style.DIGIT_BRACKETED) else number


def written(style: Style, ordinal: int, inserted: int = 0) -> str:
    """Write a number in a style as officials do.

    >>> written(Style.HAN, 3), written(Style.HAN_BRACKETED, 2), written(Style.DIGIT_BRACKETED, 4)
    ('三、', '（二）', '（4）')
    """
    endings = {Style.HAN: "、", Style.DIGIT: "."}
    step = label(style, ordinal, inserted) + endings.get(style, "")
    return step.replace("(", "（").replace(")", "）")


# A line may begin with a number without opening a clause: because a reference to a clause was
# wrapped there (“…本办法↵第五条规定的…”, “↵（一）、（二）项”), or “一、二、三产业”, or “1.5亿元”.
# A number followed by white space is taken to open a clause.
_HAN = "[零〇一二三四五六七八九十百千]"
_ANY = rf"(?P<number>{_HAN}{{1,8}}|\d{{1,4}})"
_REFERENCE = r"(?!规定|所|的|之|款|中的|第|[、和至或及到]\s*第|[，。；）》”])"
# Clauses that a revision inserted after a number: 第四条之一, 第四条之二.
_INSERTED = rf"(?:\s*之\s*(?P<inserted>{_HAN}{{1,3}}|\d{{1,2}})(?!分|{_HAN}))?"
_ITEM_REFERENCE = r"(?!\s*(?:项|[、和至或及到]\s*(?:第\s*)?[（(]))"
_PATTERNS = (
    (Style.BOOK, re.compile(rf"第\s*{_ANY}\s*编{_REFERENCE}")),
    (Style.CHAPTER, re.compile(rf"第\s*{_ANY}\s*章{_INSERTED}{_REFERENCE}")),
    (Style.SECTION, re.compile(rf"第\s*{_ANY}\s*节{_INSERTED}{_REFERENCE}")),
    (Style.ARTICLE, re.compile(rf"第\s*{_ANY}\s*条{_INSERTED}{_REFERENCE}")),
    (
        Style.HAN_BRACKETED,
        re.compile(rf"第\s*[（(]\s*(?P<number>{_HAN}{{1,5}})\s*[）)]\s*项(?!目){_REFERENCE}"),
    ),
    (
        Style.HAN_BRACKETED,
        re.compile(rf"[（(]\s*(?P<number>{_HAN}{{1,5}})\s*[）)]{_ITEM_REFERENCE}、?"),
    ),
    (
        Style.HAN,
        re.compile(rf"(?P<number>{_HAN}{{1,5}})\s*[、．.](?!\s*{_HAN}{{1,3}}\s*(?:、|产))"),
    ),
    (
        Style.DIGIT_BRACKETED,
        re.compile(rf"[（(]?\s*(?P<number>\d{{1,2}})\s*[）)]{_ITEM_REFERENCE}、?"),
    ),
    (Style.DIGIT, re.compile(r"(?P<number>\d{1,3})\s*(?:[．.](?!\d)|、(?!\s*\d))")),
)


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """Read the number that opens the line between two offsets; None if it opens no clause.

    >>> read_marker("（二）建立", 0, 5).label, read_marker("1.5亿元", 0, 5)
    ('(二)', None)
    """
    bare = "".join(text[start:end].split())
    if bare in BARE_HEADINGS:
        return Marker(Style.BARE, BARE_HEADINGS.index(bare) + 1, start, start)
    for style, pattern in _PATTERNS:
        match = pattern.match(text, start, end)
        ordinal = read_ordinal(match["number"]) if match else None
        if match and ordinal is not None:
            behind = match.groupdict().get("inserted")
            inserted = (read_ordinal(behind) or 0) if behind else 0
            return Marker(style, ordinal, start, match.end(), inserted)
    return None
