"""The lines of an official text."""

from __future__ import annotations

import re
from bisect import bisect_right

from attrs import frozen

_LINE_END = re.compile(r"\r\n|\n|\r")


@frozen
class Line:
    """A line that is not blank: its number from 1 and the offsets of its words.

    ``indent`` counts the white space before the words; ``after_blank`` says whether the line above
    is blank or there is none.
    """

    number: int
    start: int
    end: int
    indent: int
    after_blank: bool


def line_starts(text: str) -> list[int]:
    """The offset of the first character of every line, blank ones included."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def line_at(starts: list[int], offset: int) -> int:
    """The number, from 1, of the line that an offset stands in."""
    return bisect_right(starts, offset)


def written_lines(text: str) -> list[Line]:
    """The lines that are not blank, in order.

    >>> [(line.number, line.after_blank) for line in written_lines("甲\\n 乙\\n\\n丙")]
    [(1, True), (2, False), (4, True)]
    """
    starts = line_starts(text)
    lines: list[Line] = []
    last_written = -1
    for number, (start, end) in enumerate(
        zip(starts, [*starts[1:], len(text)], strict=True), start=1
    ):
        content = text[start:end]
        words = content.strip()
        if words:
            indent = len(content) - len(content.lstrip())
            first = start + indent
            lines.append(
                Line(number, first, first + len(words), indent, last_written != number - 1)
            )
            last_written = number
    return lines
