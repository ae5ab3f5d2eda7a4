"""What every syntax node has in common."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

import attrs
from attrs import field, frozen

from linkage_rules.model.spans import NOWHERE, Span

_N = TypeVar("_N", bound="Node")


@frozen
class Comments:
    """The comments that belong to a clause: the lines above it and the one behind it.

    An empty line among the lines above is kept as an empty text.
    """

    above: tuple[str, ...] = ()
    behind: str | None = None


NO_COMMENTS: Final = Comments()


@frozen
class Node:
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen
class Line(Node):
    """A node on a line of its own, which may have comments.

    ``days`` are the spellings of its dates, in their order, if it was read from a text.
    """

    comments: Comments = field(default=NO_COMMENTS, kw_only=True)
    days: tuple[str, ...] = field(default=(), eq=False, repr=False, kw_only=True)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in the order they are written."""
    for attribute in attrs.fields(type(node)):
        value = getattr(node, attribute.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                yield item


def descendants(node: Node) -> Iterator[Node]:
    """A node and all below it, whatever the depth."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


def moved(node: _N, file: str, characters: int, lines: int) -> _N:
    """A node as it is so many characters, and whole lines, further down in a file.

    >>> from linkage_rules.model.spans import Span
    >>> moved(Node(span=Span("a.pol", 5, 6, 2, 1)), "b.pol", 10, 1).span
    Span(file='b.pol', start=15, end=16, line=3, column=1)
    """
    found: _N = _moved(node, file, characters, lines)
    return found


def _moved(value: Any, file: str, characters: int, lines: int) -> Any:
    kind = type(value)
    if kind is Span:
        start, end = value.start + characters, value.end + characters
        return Span(file, start, end, value.line + lines, value.column)
    if kind is tuple:
        return tuple([_moved(item, file, characters, lines) for item in value])
    if isinstance(value, Node):
        parts = {
            name: _moved(getattr(value, name), file, characters, lines) for name in _names(kind)
        }
        return kind(**parts)
    return value


def _names(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(attribute.name for attribute in attrs.fields(kind))
    return _NAMES[kind]


_NAMES: Final[dict[type[Node], tuple[str, ...]]] = {}
"""The attributes of each kind of node, once it was met."""
