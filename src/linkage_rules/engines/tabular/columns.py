"""Columns, and how two of them are compared."""

import operator
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.operations as ops

from linkage_rules.model.expressions import Comparison

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

    Ibis takes “= NULL” for a test of absence, which it is not in the language.
    """
    if is_unknown(left) or is_unknown(right):
        return ibis.null("boolean")
    return _COMPARE[comparison](left, right)


def is_unknown(column: Column) -> bool:
    """Whether a column is NULL in every row, as far as can be seen."""
    op = column.op()
    return isinstance(op, ops.Literal) and op.value is None
