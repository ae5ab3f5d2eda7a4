"""Headings of columns: their words in a form that can be compared, and the units they give."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final

from attrs import frozen

from linkage_rules.records.tables.grid import folded, letters, unmarked
from linkage_rules.records.tables.units import (
    Kind,
    Stated,
    Unclear,
    Unit,
    agreed,
    foreign_end,
    money_end,
    share_end,
    stated,
    unit_of,
)

_OPEN, _CLOSE = r"[(\[{【〔〖<〈《「『“]", r"[)\]}】〕〗>〉》」』”]"
_WITHIN: Final = r"[^()\[\]{}【】〔〕〖〗<>〈〉《》「」『』“”]*"
_BRACKETS: Final = re.compile(rf"{_OPEN}({_WITHIN})(?:{_CLOSE}|$)")
_CURRENCY: Final = re.compile(rf"{_OPEN}(?:人民币|rmb|cny){_CLOSE}")
_SEPARATOR: Final = re.compile(r"[/:,;|_、-]")
_COUNTER: Final = re.compile(r"(户|人|个|名|家|亩)(?:口|口?数)?$")
_ASIDE: Final = re.compile(rf"{_OPEN}{_WITHIN}{_CLOSE}?$")
_NUMBER: Final = re.compile(r"^(?:[0-9]{1,2}[.、:,]|\([0-9]{1,2}\))(?![0-9])")
_LONGEST: Final = 200


@frozen(slots=False)
class Heading:
    """The headings above a column.

    ``parts`` are the headings one above the other, from the top, without repetitions; ``column``
    counts from 0. ``below`` is the text of a row of units below the headings; ``through`` the last
    column that the heading is merged over.
    """

    column: int
    parts: tuple[str, ...]
    below: str = ""
    through: int | None = None

    @cached_property
    def text(self) -> str:
        """The parts in one line, such as ``项目类别/二级项目类型``."""
        return "/".join(self.parts)

    @cached_property
    def letter(self) -> str:
        """The letters of its column, such as ``C``."""
        return letters(self.column)

    @property
    def keys(self) -> tuple[str, ...]:
        """The forms by which the heading is matched, the fullest first: all parts, then without the
        upper ones, at last only the lowest."""
        parts = tuple(folded_heading(part) for part in self.parts)
        return tuple("/".join(parts[start:]) for start in range(len(parts)))

    def unit(self, kinds: tuple[Kind, ...]) -> Stated | None:
        """The unit that the heading gives for values of some kinds.

        The row of units is preferred to the headings, the lowest of these to the upper ones. A unit
        of another kind in the lowest is `Unclear`, because it says that the column holds something
        else; in an upper one it is meant for other columns.
        """
        lowest = [found for text in (self.below,) if text and (found := stated(text))]
        lowest += [found for part in self.parts[-1:] if (found := unit_in(part))]
        for found in lowest:
            wrong = isinstance(found, Unit) and found.kind not in kinds
            return Unclear(found.text) if wrong else found
        for part in reversed(self.parts[:-1]):
            found_above = unit_in(part)
            if isinstance(found_above, Unclear) or (found_above and found_above.kind in kinds):
                return found_above
        return None

    @property
    def counted(self) -> str | None:
        """What the column counts, such as 户, where the heading ends in 户数 or 户."""
        for part in reversed(self.parts):
            if match := _COUNTER.search(_BRACKETS.sub("", _plain(part))):
                return match[1]
        return None


@lru_cache(maxsize=4096)
def unit_in(text: str) -> Stated | None:
    """The unit in one heading, in brackets or at its end.

    `Unclear` for words that look like a unit but are not understood, and for two different units.

    >>> unit_in("总投资（千元）（含税）").text, unit_in("分红比例%").text
    ('千元', '%')
    >>> unit_in("补贴标准（元/户）"), unit_in("乡镇（街道）")
    (Unclear(text='元/户', foreign=False, several=False), None)
    """
    plain = _CURRENCY.sub("", _plain(text))
    found = [one for inside in _BRACKETS.findall(plain) if (one := stated(inside))]
    if end := _at_end(_BRACKETS.sub("", plain)):
        found.append(end[1])
    return agreed(found)


@lru_cache(maxsize=4096)
def folded_heading(text: str) -> str:
    """The words of a heading without the parts that vary from table to table.

    Full-width letters become plain ones; spaces and line ends, a unit or remark in brackets at the
    end, 其中 and a number at the start, and marks for notes or required columns are left out.

    >>> folded_heading("其中：\\n财政资金（万元）"), folded_heading("受益户数 (户)*")
    ('财政资金', '受益户数')
    """
    plain = _CURRENCY.sub("", _plain(text)) or _plain(text)
    while (shorter := _shortened(plain)) not in (plain, ""):
        plain = shorter
    short = _NUMBER.sub("", plain.removeprefix("其中").lstrip(":,"))
    return short or plain


def folded_path(text: str) -> str:
    """A heading of a mapping, whose parts are divided by ``/``.

    >>> folded_path("资金规模和筹资方式/其中：财政资金")
    '资金规模和筹资方式/财政资金'
    """
    return "/".join(folded_heading(part) for part in text.split("/"))


def counter(word: str) -> Unit:
    """The unit of things that are counted one by one."""
    return Unit(word, Kind.COUNT, word, Fraction(1))


def _shortened(plain: str) -> str:
    shorter = _ASIDE.sub("", plain)
    if shorter == plain and (end := _at_end(plain)):
        shorter = plain[: end[0]]
    return shorter.rstrip(":,/|_-")


def _at_end(plain: str) -> tuple[int, Stated] | None:
    """The unit at the end of a heading, with the offset where it (and its separator) begins."""
    for start in _ends(plain):
        tail = plain[start + 1 :]
        found = stated(tail)
        if found and plain[start] == "/" and (rate := money_end(plain[:start])) is not None:
            return rate, Unclear(plain[rate:])
        if found:
            return start, found
    if (at := foreign_end(plain)) is not None:
        return at, Unclear(plain[at:], foreign=True)
    for at in (money_end(plain), share_end(plain)):
        if at and (unit := unit_of(plain[at:])):
            return at, unit
    return None


def _ends(plain: str) -> Iterator[int]:
    return (match.start() for match in _SEPARATOR.finditer(plain) if match.start() > 0)


def _plain(text: str) -> str:
    return "".join(unmarked(folded(text[:_LONGEST])).casefold().split())
