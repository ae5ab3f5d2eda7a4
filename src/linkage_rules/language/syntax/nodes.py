"""What every syntax node has in common."""

from collections.abc import Iterator
from typing import Final

import attrs
from attrs import field, frozen

from linkage_rules.model.spans import NOWHERE, Span


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
