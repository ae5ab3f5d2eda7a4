"""Repairs: edits that are proposed for mistakes in form, with their words."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final

from attrs import frozen

from linkage_rules.words.messages import Phrase

MOST_TRIED: Final = 24
"""The most changes that are tried to find the one that was meant."""

WRITE: Final = Phrase("write “{text}” instead of “{word}”", "把“{word}”改写为“{text}”")


@frozen
class Repair:
    """The characters of a declaration from ``start`` to ``end``, and what to put in their place."""

    start: int
    end: int
    text: str
    hint: Phrase

    def made(self, code: str) -> str:
        return code[: self.start] + self.text + code[self.end :]


@frozen
class Proposal:
    """A hint for a mistake that leaves something to choose, and the repairs to choose among."""

    hint: Phrase
    repairs: tuple[Repair, ...] = ()


@frozen
class Stop:
    """The place where reading of a declaration stops.

    ``accepted`` are the terminals that the grammar would take there; ``words`` are the places of
    the last words before it, nearest first, as far as they are names or could be meant as names.
    """

    at: int
    accepted: Set[str]
    words: Sequence[tuple[int, int]]


_LIST: Final = r"(?:列表|清单|数组|集合|表)"
_NAME: Final = r"(?P<element>(?:是否|yes/no|[^\W\d]\w*?|「[^「」\n]+」))"
_LISTS: Final = (
    re.compile(rf"{_NAME}[^\S\n]*(?:的)?{_LIST}(?!\w)"),
    re.compile(rf"(?:{_LIST}|[Ll]ist|[Aa]rray)[^\S\n]*[<\[（(〈《]{_NAME}[>\]）)〉》]"),
    re.compile(rf"(?:{_LIST}|若干|几个|一组|多项)[^\S\n]+{_NAME}(?!\w)"),
    re.compile(rf"{_NAME}[^\S\n]*\[\]"),
    re.compile(rf"(?:[Ll]ist|[Aa]rray|several|many)[^\S\n]+(?:of[^\S\n]+)?{_NAME}(?!\w)"),
    re.compile(rf"{_NAME}[^\S\n]+(?:[Ll]ist|[Aa]rray)(?!\w)"),
)
_BEFORE_TYPE: Final = re.compile(r"[:：][^\S\n]*")
_TOTALS: Final = re.compile(
    r"(?P<list>\w+)(?:\.|的)(?P<item>\w+?)(?:[^\S\n]*(?:之和|总和|总额合计|求和|合计|总计))(?!\w)"
    r"|(?:求和|总和|合计|总计)[^\S\n]*[（(]?[^\S\n]*(?P<list2>\w+)(?:\.|的)(?P<item2>\w+)[^\S\n]*[）)]?"
)
_NEAR: Final = 100
"""The most characters that are examined on either side of a place."""

_OVER: Final = re.compile(r"遍历|\bover\b")
_TOTAL: Final = Phrase(
    "a total is written: sum(x.{item} over x in {list})",
    "求总和写作：合计(某项.{item} 遍历 某项 属于 {list})",
)


def of_lists(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of “Fund 列表” and “Fund[]” to “多个 Fund”, where a type stands."""
    end = min(stop.at, len(code.rstrip()))
    line_start = code.rfind("\n", 0, max(0, end - 1)) + 1
    # If the list is at the end of a line, reading may only stop on the next one.
    above = code.rfind("\n", 0, max(0, line_start - 1)) + 1
    chinese = not code[:1].isascii()
    for start in (line_start, above):
        line_end = code.find("\n", start)
        line_end = min(len(code) if line_end < 0 else line_end, start + 2 * _NEAR)
        for colon in _BEFORE_TYPE.finditer(code, start, line_end):
            for pattern in _LISTS:
                if found := pattern.match(code, colon.end(), line_end):
                    text = f"{'多个' if chinese else 'list of'} {found['element']}"
                    yield Repair(*found.span(), text, WRITE.filled(word=found[0], text=text))


def total_told(code: str, stop: Stop) -> Proposal | None:
    """The hint how to write the total of a list that is given in words."""
    before, after = code[max(0, stop.at - _NEAR) : stop.at], code[stop.at : stop.at + _NEAR]
    total = total_in(before.rpartition("\n")[2] + after.partition("\n")[0])
    return None if total is None else Proposal(total)


def total_in(text: str) -> Phrase | None:
    """Like `total_told`, for a piece of a line.

    >>> total_in("资金的金额之和").zh
    '求总和写作：合计(某项.金额 遍历 某项 属于 资金)'
    """
    found = _TOTALS.search(text)
    if found is None or _OVER.search(text):
        return None
    return _TOTAL.filled(item=found["item"] or found["item2"], list=found["list"] or found["list2"])
