"""Lines of mixed Chinese and English text, broken to fit a terminal."""

import re
from typing import Final

from linkage_rules.words.widths import display_width

CLAUSE: Final = r"[一二三四五六七八九十百]+、(?:（[一二三四五六七八九十]+）|\d{1,3}\.)+(?:（\d+）)?"
"""A clause as it is printed, such as 二、（二）3."""
_UNIT: Final = re.compile(rf"\s+|[（「“《]*(?:{CLAUSE}|[!-~]+|\S)[，。；：、）」”》！？…]*")
"""What a line is not broken inside: an English word, a Chinese character, the number of a clause,
with its marks."""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, at most so many cells wide; a Chinese character takes two.

    A line is broken between Chinese characters or at a space, never before a closing mark or after
    an opening one, and inside a word only if that is wider than a line.

    >>> wrapped("没有建立机制的，不得入库。", 14)
    ['没有建立机制', '的，不得入库。']
    >>> wrapped("依据二、（二）3.", 14)
    ['依据', '二、（二）3.']
    >>> wrapped("norm no_entry applies", 14)
    ['norm no_entry', 'applies']
    """
    lines: list[str] = []
    line = ""
    for unit in _UNIT.findall(text):
        if display_width(line + unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        unit = unit.lstrip() if not line else unit
        while display_width(unit) > width:
            fitting = _fitting(unit, width)
            lines.append(unit[:fitting])
            unit = unit[fitting:]
        line += unit
    return [line for line in (*lines, line.rstrip()) if line]


def _fitting(word: str, width: int) -> int:
    """How many characters of a word fit, but never none."""
    count = 1
    while display_width(word[: count + 1]) <= width:
        count += 1
    return count
