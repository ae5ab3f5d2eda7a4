"""The parts of pages that are made from the code: paragraphs, tables and blocks of code, each
followed by a blank line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def paragraph(text: str) -> Iterator[str]:
    """A heading or a paragraph."""
    yield text
    yield ""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table; vertical bars in cells are escaped."""
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(each.replace('|', '&#124;') for each in row)} |"
    yield ""


def block(kind: str, text: str) -> Iterator[str]:
    """A block of code in a language."""
    yield f"```{kind}"
    yield text.rstrip("\n")
    yield "```"
    yield ""
