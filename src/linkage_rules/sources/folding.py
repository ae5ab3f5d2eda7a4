"""Folding: an official text without what does not count in comparisons, white space and width."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

from attrs import frozen

_TWINS = str.maketrans("（）：，；", "():,;")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Take out white space and give brackets, colons, commas and semicolons their ASCII width.

    Every other character stays as it is, so that two texts fold alike only if they say the same.

    >>> fold("产业基地(园) 200 万元，")
    '产业基地(园)200万元,'
    """
    return "".join(text.split()).translate(_TWINS)


def readable(text: str) -> str:
    """Take out white space, but leave one space between two ASCII characters.

    A number that was broken at the end of a line is put together again.

    >>> readable("至 2025 年，\\n力争 every last village")
    '至2025年，力争every last village'
    """
    text = text.strip()

    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1], text[match.end()]
        if not (before.isascii() and after.isascii()):
            return ""
        broken = "\n" in match.group() and before.isdigit() and after.isdigit()
        return "" if broken else " "

    return _SPACE.sub(gap, text)


@frozen(eq=False)
class FoldedText:
    """A folded text that remembers where each of its characters stood."""

    characters: str
    offsets: array[int]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The folded positions of a stretch that is given by offsets in the original text."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def unfolded(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of a stretch of folded positions, which must not be
        empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold_in_place(text: str) -> FoldedText:
    """Fold a text and keep the offset of every character that is left.

    >>> fold_in_place("甲 乙（丙）").unfolded(1, 3)
    (2, 4)
    """
    offsets = array("L", (i for i, character in enumerate(text) if not character.isspace()))
    return FoldedText(fold(text), offsets)
