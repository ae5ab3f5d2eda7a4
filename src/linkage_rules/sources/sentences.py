"""Where a sentence of an official text ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[。！？!?]+[”’」』）)\]】》〉\s]*")


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences between two offsets, without the white space around them.

    A sentence ends with 。！？!? and takes the closing quotes and brackets behind it along. A
    semicolon joins the parts of one sentence. What is left without a full stop is a sentence too.

    >>> text = "“带得稳。”甲；乙。丙"
    >>> [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
    ['“带得稳。”', '甲；乙。', '丙']
    """
    position = start
    for match in _END.finditer(text, start, end):
        yield from _trimmed(text, position, match.end())
        position = match.end()
    yield from _trimmed(text, position, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end].strip()
    if words:
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        yield first, first + len(words)
