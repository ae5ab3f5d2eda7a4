"""Policy files as text: lines, positions, and the declarations they fall into."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import frozen

from linkage_rules.model.spans import Span

MAX_CHARACTERS: Final = 1_000_000
"""The most characters of a policy file; the shipped ones need a fiftieth of that."""

_BODIES: Final = (
    (r'"(?:[^"\\\n]|\\.)*+', '"'),
    (r"“(?:[^“”\n]|“[^“”\n]*+”)*+", "”"),
    (r"「[^「」\n]*+", "」"),
)

*_TEXTS, QUOTED_NAME = (f"{body}{closing}?" for body, closing in _BODIES)
QUOTED_TEXT: Final = "|".join(_TEXTS)
QUOTED: Final = f"{QUOTED_TEXT}|{QUOTED_NAME}"
"""A text in quotation marks or a quoted name, inside which nothing has a meaning.

It ends with its line where the closing mark is missing. Nothing in it is tried twice, so the
search takes time in proportion to the text, whatever stands in it.
"""

_CLOSED = re.compile("|".join(f"{body}{closing}" for body, closing in _BODIES))
_TEXT_OR_COMMENT = re.compile(rf"{QUOTED}|(?P<comment>#[^\n]*)")


def is_closed(quoted: str) -> bool:
    """Whether a text that matches `QUOTED` has its closing mark.

    >>> is_closed("“a”"), is_closed("“a"), is_closed("“a“b”")
    (True, False, False)
    """
    return _CLOSED.fullmatch(quoted) is not None


@frozen
class Comment:
    """A comment without its ``#``; ``own_line`` when nothing else stands before it on the line."""

    text: str
    start: int
    own_line: bool


@frozen
class Chunk:
    """One declaration: from a line that starts in column 1 to the next such line.

    ``code`` is the text with every comment blanked out, so offsets are kept.
    """

    start: int
    line: int
    code: str


@frozen(slots=False)
class SourceFile:
    """A policy file. ``name`` is what messages call it."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from ``start`` to ``end`` (excluded)."""
        line = bisect_right(self._line_starts, start)
        return Span(self.name, start, end, line, start - self._line_starts[line - 1] + 1)

    @cached_property
    def comments(self) -> list[Comment]:
        return [
            Comment(
                match["comment"][1:].strip(),
                match.start(),
                not self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(),
            )
            for match in _TEXT_OR_COMMENT.finditer(self.text)
            if match["comment"] is not None
        ]

    @cached_property
    def _code(self) -> str:
        def blank(match: re.Match[str]) -> str:
            return match[0] if match["comment"] is None else " " * len(match[0])

        return _TEXT_OR_COMMENT.sub(blank, self.text)

    def on_one_line(self, span: Span) -> str:
        """The text of a span on one line, without comments, as a message quotes it."""
        lines = self._code[span.start : span.end].splitlines()
        return " ".join(line.strip() for line in lines if line.strip())

    def chunks(self) -> Iterator[Chunk]:
        """The declarations of the file; text before the first is a chunk too."""
        starts: list[tuple[int, int]] = []
        offset = 0
        for number, line in enumerate(self._code.split("\n"), 1):
            begins = line[:1].strip() != ""
            if begins or (not starts and line.strip()):
                starts.append((offset, number))
            offset += len(line) + 1
        for (start, number), (end, _) in pairwise([*starts, (len(self._code), 0)]):
            yield Chunk(start, number, self._code[start:end])

    def chunk_at(self, at: int) -> Chunk | None:
        """The declaration that a place lies in; None before the first."""
        before = [chunk for chunk in self.chunks() if chunk.start <= at]
        return before[-1] if before else None
