"""Tables of the language as CASE expressions, generated from the functions that define them."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import ibis
from attrs import frozen

from linkage_rules.engines.tabular.columns import Column, unnegated
from linkage_rules.model.values import Truth

Leaf: TypeAlias = "str | bool | None"


@frozen
class _Fork:
    """What follows from one column being true, false or NULL."""

    column: int
    if_true: "_Tree"
    if_false: "_Tree"
    if_unknown: "_Tree"


_Tree: TypeAlias = "_Fork | Leaf"


def decision(columns: Sequence[Column], table: Callable[..., Leaf]) -> Column:
    """The column whose value is what ``table`` gives for the truths in ``columns``.

    Columns that make no difference are left out.
    """

    def grown(truths: tuple[Truth, ...]) -> _Tree:
        if len(truths) == len(columns):
            return table(*truths)
        if_true, if_false, if_unknown = (grown((*truths, t)) for t in (True, False, None))
        if if_true == if_false == if_unknown:
            return if_true
        return _Fork(len(truths), if_true, if_false, if_unknown)

    return _column(grown(()), columns)


def _column(tree: _Tree, columns: Sequence[Column]) -> Column:
    match tree:
        case _Fork(column, True, False, None):
            return columns[column]
        case _Fork(column, if_true, if_false, if_unknown):
            asked = columns[column]
            return ibis.cases(
                (asked, _column(if_true, columns)),
                (unnegated(asked).isnull(), _column(if_unknown, columns)),
                else_=_column(if_false, columns),
            )
        case None:
            return ibis.null("boolean")
        case _:
            return ibis.literal(tree)
