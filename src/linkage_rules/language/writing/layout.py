"""Laying text out: on one line where it fits, otherwise broken at intended places.

A document is text with places where it may be broken, after Wadler's “A prettier printer”.
"""

from collections.abc import Iterable, Sequence
from math import isinf
from typing import Final, NamedTuple, TypeAlias

from attrs import frozen

from linkage_rules.words.wrapping import display_width

WIDTH: Final = 100
"""The most display cells of a line; a Chinese character takes two."""

STEP: Final = 2
"""The spaces by which each level is indented."""

_FULL_WIDTH: Final = frozenset("（），、：")
"""Marks that include their own space, so none is written beside them."""


@frozen
class Break:
    """A line break if its group is broken; otherwise a space, or nothing if ``tight``."""

    tight: bool = False


@frozen
class Nest:
    """A document whose line breaks are indented one step deeper."""

    inner: "Document"


@frozen
class Group:
    """A document that stays on one line if it fits; otherwise each of its own breaks is a line
    break."""

    inner: "Document"


Document: TypeAlias = "str | Break | Nest | Group | tuple[Document, ...]"


def separated(documents: Iterable[Document], between: Document) -> Document:
    """The documents with ``between`` put between any two."""
    parts = [part for document in documents for part in (between, document)]
    return tuple(parts[1:])


class _Piece(NamedTuple):
    """A document still to be written, with its indentation, and whether its group is broken.

    There is one for every word of a file, so it is what is made fastest.
    """

    indent: int
    broken: bool
    document: Document

    def inside(self, part: Document) -> "_Piece":
        return _Piece(self.indent, self.broken, part)


def lay_out(document: Document, indent: int = 0, width: float = WIDTH) -> str:
    """The document as text; every line is indented by ``indent`` at least.

    >>> long = Group(("when", Nest((Break(), "a" * 60, Break(), "and ", "b" * 40))))
    >>> [len(line) for line in lay_out(long).split("\\n")]
    [4, 62, 46]
    >>> lay_out(("非", " ", "（", "a", "）", " ", "且", " ", "b"))
    '非（a）且 b'
    """
    page = _Page(indent)
    waiting = [_Piece(indent, True, document)]
    while waiting:
        piece = waiting.pop()
        match piece.document:
            case str(text):
                page.write(text)
            case Break(tight):
                if piece.broken:
                    page.end_line(piece.indent)
                elif not tight:
                    page.write(" ")
            case Nest(inner):
                waiting.append(_Piece(piece.indent + STEP, piece.broken, inner))
            case Group(inner):
                room = width - page.column - page.space_due
                # In a line of unlimited width everything fits.
                fits = isinf(room) or _fits(inner, waiting, room)
                waiting.append(_Piece(piece.indent, not fits, inner))
            case parts:
                waiting += [piece.inside(part) for part in reversed(parts)]
    return "".join(page.texts)


class _Page:
    """The text so far, and the column it has reached."""

    def __init__(self, indent: int) -> None:
        self.texts = [" " * indent]
        self.column = indent
        self.space_due = False

    def write(self, text: str) -> None:
        if text == " ":
            self.space_due = True
            return
        if self.space_due and not {self.texts[-1][-1], text[0]} & _FULL_WIDTH:
            text = f" {text}"
        self.space_due = False
        self.texts.append(text)
        self.column += display_width(text)

    def end_line(self, indent: int) -> None:
        self.texts.append("\n" + " " * indent)
        self.column = indent
        self.space_due = False


def _fits(inner: Document, following: Sequence[_Piece], room: float) -> bool:
    """Whether a group fits on the line, together with what follows up to the next possible
    break."""
    behind = reversed(following)
    waiting = [_Piece(0, False, inner)]
    while room >= 0:
        piece = waiting.pop() if waiting else next(behind, None)
        if piece is None:
            return True
        match piece.document:
            case str(text):
                room -= display_width(text)
            case Break(tight):
                if piece.broken:
                    return True
                room -= 0 if tight else 1
            case Nest(deeper) | Group(deeper):
                waiting.append(piece.inside(deeper))
            case parts:
                waiting += [piece.inside(part) for part in reversed(parts)]
    return False
