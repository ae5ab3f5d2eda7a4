"""Where something stands in a policy file."""

from attrs import frozen


@frozen
class Span:
    """A stretch of a policy file.

    ``start`` and ``end`` are character offsets (``end`` excluded); ``line`` and ``column`` of the
    start are counted from 1, a column being one character whatever its width on screen.

    >>> Span("a.pol", 10, 14, 2, 3).end - Span("a.pol", 10, 14, 2, 3).start
    4
    """

    file: str
    start: int
    end: int
    line: int
    column: int


NOWHERE = Span("", 0, 0, 0, 0)
"""The span of something that was built by a program and stands in no file."""
