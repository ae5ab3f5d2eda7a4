"""Small helpers for columns of Ibis: comparison, NULL, logic."""

import operator
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import ibis
import ibis.expr.operations as ops
from ibis.common.graph import Graph

from linkage_rules.model.operations import Comparison

_T = TypeVar("_T")

Column: TypeAlias = Any
"""An Ibis column or literal."""

_COMPARE: Final[dict[Comparison, Callable[[Any, Any], Any]]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.NOT_EQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.GREATER: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}


def compare(comparison: Comparison, left: Column, right: Column) -> Column:
    """Whether a comparison holds; NULL where either side is.

    Ibis reads “= NULL” as a test for absence, which it is not in the language.
    """
    if is_unknown(left) or is_unknown(right):
        return ibis.null("boolean")
    return _COMPARE[comparison](left, right)


def is_unknown(column: Column) -> bool:
    """Whether a column is known to be NULL in every row."""
    op = column.op()
    return is_literal(op.arg.to_expr() if isinstance(op, ops.Cast) else column, None)


def no_list(type_: Any) -> Column:
    """A list column that is NULL in every row; ``type_`` is the type of the list.

    Ibis cannot print a query in which a plain NULL has the type of a list.
    """
    return ibis.null().cast(type_)


def unnegated(column: Column) -> Column:
    """The operand of a negation, which is NULL where the negation is.

    Tests for NULL have to be made on the operand: Ibis would leave out the brackets that “(NOT a)
    IS NULL” needs.
    """
    op = column.op()
    while isinstance(op, ops.Not):
        op = op.arg
    return op.to_expr()


def as_number(condition: Column) -> Column:
    """One for yes, zero for no, as 32-bit integers: PostgreSQL casts conditions to no other
    width."""
    return condition.cast("int32")


def no_texts() -> Column:
    """An empty list of texts, with its type, which PostgreSQL needs."""
    return ibis.literal([""], type="array<string>")[:0]


def positions(count: int) -> Column:
    """The list of the numbers from 0 to below ``count``."""
    if not count:
        return ibis.literal([0], type="array<int64>")[:0]
    return ibis.literal(list(range(count)), type="array<int64>")


def is_literal(column: Column, value: object) -> bool:
    """Whether a column is the literal ``value``."""
    op = column.op()
    return isinstance(op, ops.Literal) and op.value == value


def written_size(column: Column) -> int:
    """The number of parts of a column when it is written out as SQL, where a shared part counts
    each time.

    >>> n = ibis.literal(1)
    >>> written_size(n + n) < written_size((n + n) * (n + n))
    True
    """
    sizes: dict[Any, int] = {}
    graph = Graph.from_bfs(column.op(), filter=ops.Value)
    in_order, _ = graph.toposort()
    for node, parts in in_order.items():
        size = 1 + sum(sizes[part] for part in parts if part in sizes)
        if isinstance(node, ops.SimpleCase):
            # Query engines compare the operand with each case, and write it out for each.
            size += (len(node.cases) - 1) * sizes.get(node.base, 0)
        sizes[node] = size
    return sizes[column.op()]


def all_of(conditions: Sequence[Column]) -> Column:
    """Whether all conditions hold, in Kleene logic."""
    return _paired(conditions, operator.and_, ibis.literal(True))


def any_of(conditions: Sequence[Column]) -> Column:
    """Whether one of the conditions holds, in Kleene logic."""
    return _paired(conditions, operator.or_, ibis.literal(False))


def _paired(
    conditions: Sequence[Column], joined: Callable[[Any, Any], Any], nothing: Column
) -> Column:
    return folded(conditions, joined) if conditions else nothing


def folded(parts: Sequence[_T], joined: Callable[[_T, _T], _T]) -> _T:
    """Combine all parts in pairs, so that the depth of the expression grows only
    logarithmically."""
    found = list(parts)
    while len(found) > 1:
        pairs = zip(found[::2], found[1::2], strict=False)
        odd = found[-1:] if len(found) % 2 else []
        found = [joined(one, other) for one, other in pairs] + odd
    return found[0]


def bound(column: Column, body: Callable[[Column], Column]) -> Column:
    """Apply ``body`` to a column such that it is computed once, however often ``body`` uses it."""
    return ibis.array([column]).map(lambda bound: body(bound))[0]
