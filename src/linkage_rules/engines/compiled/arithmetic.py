"""Arithmetic and list questions on known values, called from compiled code."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from linkage_rules.model.truth import disjunction


def divide(dividend: Any, divisor: Any) -> Any:
    """An exact quotient; unknown when the divisor is zero.

    >>> divide(1, 3), divide(6, 3), divide(1, 0)
    (Fraction(1, 3), 2, None)
    """
    return None if divisor == 0 else whole_if_possible(Fraction(dividend) / divisor)


def whole_if_possible(number: Any) -> Any:
    """A whole number where a fraction is one.

    >>> whole_if_possible(Fraction(4, 2))
    2
    """
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 else number


def element_of(operand: Any, collection: Sequence[Any] | None) -> bool | None:
    """Whether a value is among the elements of a list, either of which may be unknown.

    >>> element_of("a", ("b", None)), element_of(None, ())
    (None, False)
    """
    if collection is None:
        return None
    return disjunction(
        None if operand is None or element is None else operand == element for element in collection
    )
