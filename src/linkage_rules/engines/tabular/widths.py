"""Whole numbers of proven size: how wide a column must be so that nothing can overflow.

Every number of a query carries bounds. They start at what a record may hold or a field declares
and grow with each operation; an operation gets 64 bits where its bounds fit, 38 decimal digits
where they do not, and is refused where even those could overflow.
"""

from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

from linkage_rules.engines.tabular.columns import Column
from linkage_rules.engines.tabular.faults import too_wide

WIDE: Final = dt.Decimal(38, 0)
_MAX_WHOLE: Final = 2**63 - 1
_MAX_WIDE: Final = 10**38 - 1


def width(low: int, high: int) -> Any:
    """The column type for whole numbers between two bounds.

    Raises `TableError` when there is none.

    >>> width(0, 10**18), width(0, 10**20)
    (Int64(nullable=True), Decimal(precision=38, scale=0, nullable=True))
    """
    largest = max(abs(low), abs(high))
    if largest <= _MAX_WHOLE:
        return dt.int64
    if largest <= _MAX_WIDE:
        return WIDE
    raise too_wide()


def literal(number: int) -> Column:
    """A whole number in a query."""
    if abs(number) <= _MAX_WHOLE:
        return ibis.literal(number, dt.int64)
    return ibis.literal(Decimal(number), width(number, number))


def widened(number: Column | int, type_: Any) -> Column:
    """A number as a column of a type that holds it."""
    column = literal(number) if isinstance(number, int) else number
    return column if column.type() == type_ else column.cast(type_)
