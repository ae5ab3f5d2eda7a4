"""Lines of a declaration that are written at the left margin, where declarations begin."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Final

from linkage_rules.language.diagnostics import Diagnostic, Excerpt
from linkage_rules.language.fixes import Edit
from linkage_rules.language.reading.source import Chunk, SourceFile

_MOST_LINES: Final = 12
"""So many lines at the margin, at most, are tried as parts of the declaration above."""

_MOST_TRIED: Final = 100
"""Of so many declarations of a file it is tried whether the lines below belong to them."""

_LONGEST: Final = 12_000
_INDENT: Final = "  "
_WORD: Final = re.compile(r"[^\W\d]\w*|「[^「」\n]+」|\S")


def with_lines_at_the_margin(
    chunks: Iterable[Chunk], declaring: Set[str], read_to: Callable[[str], int]
) -> Iterator[tuple[Chunk, tuple[Chunk, ...]]]:
    """Every declaration with the pieces below it that belong to it, if only they were indented.

    There are none but where all of them, indented, make a declaration that can be read.
    """
    waiting: list[Chunk] = []
    tried = 0
    for chunk in (*chunks, None):
        if chunk is not None and waiting and not _declares(chunk, declaring):
            waiting.append(chunk)
            continue
        if len(waiting) > 1 and _declares(waiting[0], declaring) and tried < _MOST_TRIED:
            tried += 1
            yield from _joined(waiting, read_to)
        else:
            yield from ((piece, ()) for piece in waiting)
        waiting = [] if chunk is None else [chunk]


def _declares(chunk: Chunk, declaring: Set[str]) -> bool:
    word = _WORD.match(chunk.code)
    return word is not None and word[0] in declaring


def _joined(
    pieces: list[Chunk], read_to: Callable[[str], int]
) -> Iterator[tuple[Chunk, tuple[Chunk, ...]]]:
    for end in range(min(len(pieces), _MOST_LINES + 1), 1, -1):
        whole = _INDENT.join(piece.code for piece in pieces[:end]).rstrip()
        if len(whole) <= _LONGEST and read_to(whole) > len(whole):
            yield pieces[0], tuple(pieces[1:end])
            yield from ((piece, ()) for piece in pieces[end:])
            return
    yield from ((piece, ()) for piece in pieces)


def at_the_margin(file: SourceFile, declaration: Chunk, below: tuple[Chunk, ...]) -> Diagnostic:
    """That lines belong to the declaration above, with the spaces that say so."""
    first = _WORD.match(below[0].code)
    word, keyword = (first[0] if first else ""), _WORD.match(declaration.code)
    place = file.span(below[0].start, below[0].start + max(1, len(word)))
    return Diagnostic(
        "POL-115",
        Excerpt.of(file, place),
        {"word": word, "declaration": keyword[0] if keyword else ""},
        edits=tuple(Edit(file.span(piece.start, piece.start), _INDENT) for piece in below),
    )
