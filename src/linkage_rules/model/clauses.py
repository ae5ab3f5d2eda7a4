"""The names (paths) of clauses of an official document: read, brought into one spelling,
printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

LARGEST_ORDINAL = 1999
"""Clause numbers above this are not read; the longest Chinese statute has 1260 articles."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))

_FOLD = str.maketrans("（）．。、０１２３４５６７８９", "()...0123456789")
_NUMBER = r"(?:[零〇一二三四五六七八九十百千]+|[0-9]{1,4})"
_STEP = re.compile(
    rf"(?P<word>序|尾|总则|分则|罚则|附则)"
    rf"|(?P<annex>附[件表录])(?P<of>{_NUMBER})?"
    rf"|第(?P<division>{_NUMBER})(?P<unit>[编章节条款])(?:之(?P<inserted>{_NUMBER}))?"
    rf"|第(?P<item>{_NUMBER}|\({_NUMBER}\))项"
    rf"|\((?P<bracketed>{_NUMBER})\)"
    rf"|(?P<plain>{_NUMBER})"
)
_DOTS = re.compile(r"\.*")


def han_numeral(number: int) -> str:
    """Write a whole number from 1 to 9999 in Chinese numerals.

    Raises ValueError outside that range.

    >>> han_numeral(3), han_numeral(12), han_numeral(105)
    ('三', '十二', '一百零五')
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"a clause number lies between 1 and 9999, not {number}")
    written, zero_due = "", False
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if zero_due else "") + _DIGITS[digit] + name
            zero_due = False
        elif written:
            zero_due = True
    if number:
        written += ("零" if zero_due else "") + _DIGITS[number]
    return written.removeprefix("一") if written.startswith("一十") else written


@cache
def _ordinals() -> Mapping[str, int]:
    return {han_numeral(number): number for number in range(1, LARGEST_ORDINAL + 1)}


def read_ordinal(text: str) -> int | None:
    """Read a clause number, in Chinese numerals or digits of either width; None if it is not one.

    >>> read_ordinal("二十一"), read_ordinal("１２"), read_ordinal("十十"), read_ordinal("0")
    (21, 12, None, None)
    """
    if text.isdecimal():
        number = int(text) if len(text) <= 4 else 0
        return number if 1 <= number <= LARGEST_ORDINAL else None
    return _ordinals().get(text.replace("〇", "零"))


def normalise_clause_path(text: str) -> str:
    """Give the one spelling of a clause path, whatever the width and separators it was written in.

    Steps are joined by ASCII dots and brackets are ASCII; `第…条`, `第…条之…` and `一` take Chinese
    numerals, `1` and `(1)` digits. An item may be written as 第（一）项. Text that is no clause
    path comes back with white space removed and widths folded. The function is total and
    idempotent.

    >>> normalise_clause_path("二．（三）"), normalise_clause_path("二、（一） 1")
    ('二.(三)', '二.(一).1')
    >>> normalise_clause_path("第 3 条第（一）项"), normalise_clause_path("第4条之1")
    ('第三条.(一)', '第四条之一')
    >>> normalise_clause_path("附件一 第2条")
    '附件1.第二条'
    """
    folded = "".join(text.split()).translate(_FOLD)
    steps: list[str] = []
    position = 0
    while position < len(folded):
        match = _STEP.match(folded, position)
        step = _step(match) if match else None
        if match is None or step is None:
            return folded
        steps.append(step)
        dots = _DOTS.match(folded, match.end())
        position = dots.end() if dots else match.end()
    return ".".join(steps)


def printed_clause(path: str) -> str:
    """A clause path as an official document prints the number, for people who look it up.

    Text that is no clause path comes back as it is.

    >>> printed_clause("二.(二).3"), printed_clause("三.3"), printed_clause("一")
    ('二、（二）3.', '三、3.', '第一部分')
    >>> printed_clause("第三条.(一)"), printed_clause("序")
    ('第三条第（一）项', '开头部分')
    """
    steps = normalise_clause_path(path).split(".")
    if not all(_STEP.fullmatch(step) for step in steps):
        return path
    in_articles = any(step.startswith("第") for step in steps)
    top = next((place for place, step in enumerate(steps) if step not in _NAMED), None)
    written = [
        _printed(step, in_articles=in_articles, alone=place == top == len(steps) - 1)
        for place, step in enumerate(steps)
    ]
    return "".join(written)


_NAMED = {"序": "开头部分", "尾": "结尾部分"}


def _printed(step: str, *, in_articles: bool, alone: bool) -> str:
    if step in _NAMED:
        return _NAMED[step]
    if step.startswith("("):
        item = f"（{step[1:-1]}）"
        return f"第{item}项" if in_articles else item
    if step.isdecimal():
        return f"第{step}目" if in_articles else f"{step}."
    if read_ordinal(step) is None:
        return step
    return f"第{step}部分" if alone else f"{step}、"


def _step(match: re.Match[str]) -> str | None:
    if match["word"]:
        return match["word"]
    if match["annex"]:
        which = read_ordinal(match["of"]) if match["of"] else 0
        return None if which is None else f"{match['annex']}{which or ''}"
    written = match["division"] or match["item"] or match["bracketed"] or match["plain"]
    number = written.strip("()")
    ordinal = read_ordinal(number)
    if ordinal is None:
        return None
    if match["division"]:
        unit = f"第{han_numeral(ordinal)}{match['unit']}"
        inserted = read_ordinal(match["inserted"]) if match["inserted"] else 0
        if inserted is None:
            return None
        return f"{unit}之{han_numeral(inserted)}" if inserted else unit
    if match["item"]:
        return f"({han_numeral(ordinal)})"
    canonical = str(ordinal) if number.isdecimal() else han_numeral(ordinal)
    return f"({canonical})" if match["bracketed"] else canonical
