"""Texts as an editor holds them: their lines, and the positions that an editor speaks of.

Lines end with ``\\n``, ``\\r\\n`` or ``\\r`` and with nothing else, as the protocol has it: what
Python takes for further ends of lines, such as the soft break of Word, stands within one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Final

from attrs import frozen
from lsprotocol.types import Position, Range, TextDocumentContentChangeEvent
from lsprotocol.types import TextDocumentContentChangePartial as Partial

from linkage_rules.model.spans import Span

_END_OF_LINE: Final = re.compile(r"\r\n|\n|\r")


class Encoding(StrEnum):
    """What a character of a position is: how many units of a text it takes."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    UTF_32 = "utf-32"

    def units(self, text: str) -> int:
        """How many units a text takes.

        >>> [encoding.units("县𠀀") for encoding in Encoding]
        [7, 3, 2]
        """
        if self is Encoding.UTF_32 or text.isascii():
            return len(text)
        if self is Encoding.UTF_8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def characters(self, line: str, units: int) -> int:
        """How many characters of a line the first units are: no more than it has, and no part of
        one.

        >>> Encoding.UTF_16.characters("𠀀县", 2), Encoding.UTF_16.characters("𠀀县", 1)
        (1, 0)
        """
        if self is Encoding.UTF_32 or line.isascii():
            return min(units, len(line))
        count = taken = 0
        for character in line:
            taken += self.units(character)
            if taken > units:
                break
            count += 1
        return count


@frozen(slots=False)
class Document:
    """A text as it is written, and as the library reads it: with one kind of line end.

    The places of the library are those of ``read``; lines are the same in both.

    >>> document = Document("a\\r\\nb\\u2028c\\n")
    >>> document.lines, document.read
    (['a', 'b\\u2028c', ''], 'a\\nb\\u2028c\\n')
    """

    written: str

    @cached_property
    def _ends(self) -> list[re.Match[str]]:
        return [*_END_OF_LINE.finditer(self.written)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in self._ends)]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        stops = [*(end.start() for end in self._ends), len(self.written)]
        return [self.written[a:b] for a, b in zip(self._starts, stops, strict=True)]

    @cached_property
    def read(self) -> str:
        """The text with one kind of line end."""
        return "\n".join(self.lines)

    @cached_property
    def _read_starts(self) -> list[int]:
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def position(self, offset: int, encoding: Encoding) -> Position:
        """Where a character of the text as it is read stands.

        >>> Document("县\\r\\n𠀀县").position(3, Encoding.UTF_16)
        1:2
        """
        line = bisect_right(self._read_starts, offset) - 1
        before = self.lines[line][: offset - self._read_starts[line]]
        return Position(line=line, character=encoding.units(before))

    def offset(self, position: Position, encoding: Encoding) -> int:
        """Which character of the text as it is read stands at a position.

        What lies behind the end of a line is its end, what lies behind the text the end of that.

        >>> Document("县\\r\\n𠀀县").offset(Position(line=1, character=2), Encoding.UTF_16)
        3
        """
        if position.line >= len(self.lines):
            return len(self.read)
        line = self.lines[position.line]
        return self._read_starts[position.line] + encoding.characters(line, position.character)

    def range(self, span: Span, encoding: Encoding) -> Range:
        """The range of a place; of what concerns the file as a whole, its beginning."""
        return self.range_between(span.start, span.end, encoding)

    def range_between(self, start: int, end: int, encoding: Encoding) -> Range:
        """The range from one character to another, which is not in it."""
        return Range(start=self.position(start, encoding), end=self.position(end, encoding))

    def whole(self, encoding: Encoding) -> Range:
        """All of the text."""
        return self.range_between(0, len(self.read), encoding)

    def changed(
        self, changes: Iterable[TextDocumentContentChangeEvent], encoding: Encoding
    ) -> "Document":
        """The text after changes, each of the text that the one before has left.

        >>> there = Range(start=Position(line=0, character=2), end=Position(line=0, character=3))
        >>> change = Partial(range=there, text="乡")
        >>> Document("𠀀县").changed([change], Encoding.UTF_16).written
        '𠀀乡'
        """
        document = self
        for change in changes:
            if isinstance(change, Partial):
                start = document._written_offset(change.range.start, encoding)
                end = document._written_offset(change.range.end, encoding)
                kept, rest = document.written[:start], document.written[max(start, end) :]
                document = Document(kept + change.text + rest)
            else:
                document = Document(change.text)
        return document

    def _written_offset(self, position: Position, encoding: Encoding) -> int:
        if position.line >= len(self.lines):
            return len(self.written)
        line = self.lines[position.line]
        return self._starts[position.line] + encoding.characters(line, position.character)
