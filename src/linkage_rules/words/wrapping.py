"""The width of mixed Chinese and English text in a terminal, and breaking it into lines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final


def display_width(text: str) -> int:
    """The number of terminal cells a text takes.

    >>> display_width("a项目")
    5
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


# Kept, because most texts are made of few different characters.
@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(text: str, longest: int) -> str:
    """A text on one line, with a □ for each character that is invisible or would upset a terminal.

    >>> visible("a\u200bb\x1b[31m", 40), visible("abcdef", 4)
    ('a□b□[31m', 'abc…')
    """
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(c if c.isprintable() or c == "\u3000" else "□" for c in short)


_NUMERAL: Final = "[一二三四五六七八九十百]+"
CLAUSE: Final = (
    rf"(?:{_NUMERAL}、(?:（{_NUMERAL}）|\d{{1,3}}\.)+(?:（\d+）)?"
    rf"|第{_NUMERAL}(?:部分|条(?:第（{_NUMERAL}）项)?))"
)
"""A clause as it is printed, such as 二、（二）3., 第一部分 or 第三条第（一）项."""
CITED: Final = rf"(?:《[^《》]{{1,12}}》)?{CLAUSE}"
"""A clause with the short title of the document."""
_MARKS: Final = "，。；：、）)」”’》！？…"
_KEPT: Final = rf"{CLAUSE}|《[^《》]{{1,8}}》|\d{{4}}年\d+月\d+日|\d[\d,.]*[一-鿿％]"
"""Texts that are not broken over lines: a clause, the short title of a document, a day, a number
with its unit."""
_UNIT: Final = re.compile(
    rf"\s+|（[^（）\s]{{1,6}}）[{_MARKS}]*|[（(「“‘]*(?:{_KEPT}|《*(?:[!-~]+|\S))[{_MARKS}]*"
)
"""The smallest pieces between which a line may be broken: the texts above, a short remark in
brackets, an English word or a Chinese character, each with its punctuation."""
_LONELY: Final = re.compile(rf"[^!-~\s][{_MARKS}]*")
"""A piece that must not stand alone on the last line: one character, with or without
punctuation."""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, at most ``width`` cells wide; a Chinese character takes two cells.

    A line is broken between Chinese characters or at a space, never before a closing mark or after
    an opening one; a word is broken only if it is wider than a line. A single character is not left
    on the last line; it takes another with it.

    >>> wrapped("没有建立机制的，不得入库。", 14)
    ['没有建立机制', '的，不得入库。']
    >>> wrapped("没有建立机制的，不得入库。", 22)
    ['没有建立机制的，不得', '入库。']
    >>> wrapped("依据二、（二）3.", 14)
    ['依据', '二、（二）3.']
    >>> wrapped("violated (《意见》三、3.)", 16)
    ['violated', '(《意见》三、3.)']
    >>> wrapped("norm no_entry applies", 14)
    ['norm no_entry', 'applies']
    """
    lines: list[list[str]] = [[]]
    used = 0
    for unit in _UNIT.findall(text):
        if used + display_width(unit.rstrip()) > width:
            lines.append([])
            used = 0
        for part in _parts(unit if lines[-1] else unit.lstrip(), width):
            if used + display_width(part.rstrip()) > width:
                lines.append([])
                used = 0
            lines[-1].append(part)
            used += display_width(part)
    if len(lines) > 1 and _LONELY.fullmatch("".join(lines[-1]).strip()):
        *before, taken = lines[-2]
        if before and display_width("".join((taken, *lines[-1]))) <= width:
            lines[-2:] = [before, [taken, *lines[-1]]]
    told = ("".join(line).strip() for line in lines)
    return [line for line in told if line]


def _parts(unit: str, width: int) -> Iterator[str]:
    """The pieces of a unit that is wider than a line."""
    while display_width(unit.rstrip()) > width:
        fitting = _fitting(unit, width)
        yield unit[:fitting]
        unit = unit[fitting:]
    if unit:
        yield unit


def _fitting(word: str, width: int) -> int:
    """How many characters of a word fit in that width, at least one."""
    count = 1
    while display_width(word[: count + 1]) <= width:
        count += 1
    return count


def hanging(
    text: str, width: int, first: str = "", further: str = "  ", least: int = 1
) -> Iterator[str]:
    """The lines of a text, the first after the prefix ``first``, the others after ``further``.

    Each is at most ``width`` cells wide with its prefix, but has at least ``least`` cells for the
    text.

    >>> print(*hanging("没有建立机制的，不得入库。", 16, "- "), sep="\\n")
    - 没有建立机制
      的，不得入库。
    """
    for number, line in enumerate(wrapped(text, max(least, width - len(further)))):
        yield (further if number else first) + line
