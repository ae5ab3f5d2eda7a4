"""Exact numbers in columns: how large they can grow, and the column types that hold them."""

import math
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
from attrs import evolve, frozen

from linkage_rules.engines.tabular import columns
from linkage_rules.engines.tabular.columns import Column, as_number, bound
from linkage_rules.engines.tabular.faults import too_wide
from linkage_rules.model.operations import Comparison

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


@frozen
class Number:
    """``numerator`` over ``denominator``; unknown where either is NULL.

    A Python number stands for a constant. ``low`` and ``high`` bound the numerator, ``most`` the
    denominator, which is never below one.
    """

    numerator: Column | int
    denominator: Column | int
    low: int
    high: int
    most: int = 1

    @property
    def is_constant(self) -> bool:
        return isinstance(self.numerator, int) and isinstance(self.denominator, int)


def constant(value: int | Fraction) -> Number:
    exact = Fraction(value)
    top, bottom = exact.numerator, exact.denominator
    return Number(top, bottom, top, top, bottom)


UNKNOWN: Final = Number(ibis.null("int64"), 1, 0, 0)


def known(number: Number) -> Column:
    """Whether a number is known."""
    tests = [part.notnull() for part in _columns(number)]
    return columns.all_of(tests)


def _columns(number: Number) -> list[Column]:
    parts = (number.numerator, number.denominator)
    return [part for part in parts if not isinstance(part, int)]


def _scaled(number: Number, factor: Column | int, most: int) -> Number:
    """A number with its numerator multiplied by a positive factor, which is at most ``most``."""
    low, high = min(number.low, number.low * most), max(number.high, number.high * most)
    if isinstance(factor, int) and factor == 1:
        return number
    if isinstance(factor, int) and isinstance(number.numerator, int):
        return evolve(number, numerator=number.numerator * factor, low=low, high=high)
    type_ = width(min(low, -most), max(high, most))
    product = widened(number.numerator, type_) * widened(factor, type_)
    return evolve(number, numerator=widened(product, type_), low=low, high=high)


def aligned(left: Number, right: Number) -> tuple[Number, Number, Column | int, int]:
    """Two numbers brought to one denominator, with that denominator and its bound."""
    if isinstance(left.denominator, int) and isinstance(right.denominator, int):
        common = math.lcm(left.denominator, right.denominator)
        by_left, by_right = common // left.denominator, common // right.denominator
        return _scaled(left, by_left, by_left), _scaled(right, by_right, by_right), common, common
    most = left.most * right.most
    return (
        _scaled(left, right.denominator, right.most),
        _scaled(right, left.denominator, left.most),
        _product(left.denominator, right.denominator, most),
        most,
    )


def _product(left: Column | int, right: Column | int, most: int) -> Column | int:
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    if isinstance(left, int) and left == 1:
        return right
    if isinstance(right, int) and right == 1:
        return left
    type_ = width(0, most)
    return widened(widened(left, type_) * widened(right, type_), type_)


def compare(comparison: Comparison, left: Number, right: Number) -> Column:
    """Whether a comparison holds; NULL where a number is unknown."""
    left, right, denominator, _ = aligned(left, right)
    found = columns.compare(comparison, _as_column(left), _as_column(right))
    if isinstance(left.numerator, int) and isinstance(right.numerator, int):
        return found if isinstance(denominator, int) else denominator.notnull().cases((True, found))
    return found


def one_of(number: Number, choices: Sequence[Number]) -> Column | None:
    """Whether a number is one of several literals; NULL where it is unknown.

    Gives ``None`` where its denominator varies, or one of the choices is no literal.
    """
    if not isinstance(number.denominator, int) or isinstance(number.numerator, int):
        return None
    if not all(choice.is_constant for choice in choices):
        return None
    exact = (Fraction(c.numerator, c.denominator) * number.denominator for c in choices)
    # Choices that the numerator cannot be, since they are fractions or out of bounds, are dropped.
    wanted = {n.numerator for n in exact if n.denominator == 1 and number.low <= n <= number.high}
    if not wanted:
        return number.numerator.notnull().cases((True, ibis.literal(False)))
    return number.numerator.isin([literal(numerator) for numerator in sorted(wanted)])


def _as_column(number: Number) -> Column:
    top = number.numerator
    return literal(top) if isinstance(top, int) else top


def negate(number: Number) -> Number:
    return evolve(number, numerator=_negative(number.numerator), low=-number.high, high=-number.low)


def _negative(number: Column | int) -> Column | int:
    """The negation as 0 - number: Spark's own sign rounds a number of 38 digits to 34."""
    if isinstance(number, int):
        return -number
    type_ = number.type()
    return widened(widened(0, type_) - number, type_)


def add(left: Number, right: Number) -> Number:
    left, right, denominator, most = aligned(left, right)
    low, high = left.low + right.low, left.high + right.high
    if isinstance(left.numerator, int) and isinstance(right.numerator, int):
        return Number(left.numerator + right.numerator, denominator, low, high, most)
    type_ = width(min(low, left.low, right.low), max(high, left.high, right.high))
    total = widened(left.numerator, type_) + widened(right.numerator, type_)
    return Number(widened(total, type_), denominator, low, high, most)


def multiply(left: Number, right: Number) -> Number:
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    low, high = min(corners), max(corners)
    most = left.most * right.most
    denominator = _product(left.denominator, right.denominator, most)
    if isinstance(left.numerator, int) and isinstance(right.numerator, int):
        return Number(left.numerator * right.numerator, denominator, low, high, most)
    ends = (low, high, left.low, left.high, right.low, right.high)
    type_ = width(min(ends), max(ends))
    product = widened(left.numerator, type_) * widened(right.numerator, type_)
    return Number(widened(product, type_), denominator, low, high, most)


def divide(dividend: Number, divisor: Number) -> Number:
    """A quotient; unknown where the divisor is zero."""
    top = divisor.numerator
    if isinstance(top, int):
        if top == 0:
            return UNKNOWN
        sign = 1 if top > 0 else -1
        inverse = Number(sign * divisor.denominator, abs(top), *_ends(sign, divisor.most), abs(top))
        return multiply(dividend, inverse)
    size = top if divisor.low >= 0 else (top < 0).cases((True, _negative(top)), (False, top))
    most = max(abs(divisor.low), abs(divisor.high), 1)
    inverse = Number(divisor.denominator, size.nullif(0), 1, divisor.most, most)
    quotient = multiply(dividend, inverse)
    if divisor.low >= 0:
        return quotient
    turned = negate(quotient)
    numerator = (top < 0).cases(
        (True, _as_column(turned)),
        (False, _as_column(quotient)),
    )
    low, high = min(quotient.low, turned.low), max(quotient.high, turned.high)
    return evolve(quotient, numerator=numerator, low=low, high=high)


class Rounding(Enum):
    """In which direction an absolute value is rounded to a multiple."""

    HALF_UP = "half up"
    UP = "up"
    DOWN = "down"

    def adds(self, left: Any, step: Any) -> Any:
        """Whether a positive remainder ``left`` makes the result one step larger."""
        match self:
            case Rounding.HALF_UP:
                return left >= step - left
            case Rounding.UP:
                return left > 0
            case Rounding.DOWN:
                return ibis.literal(False)


def rounded(number: Number, unit: Fraction, how: Rounding) -> Number:
    """A number rounded to a multiple of a unit; the denominator is that of the unit.

    ``%`` is exact in every engine and has the sign of the dividend; division is not exact. So the
    remainder is taken away first, and the number of steps in the rest, a whole number, is found by
    division and corrected by multiplication.
    """
    scaled = _scaled(number, unit.denominator, unit.denominator)
    most = scaled.most * unit.numerator
    ends = (scaled.low, scaled.high)
    if isinstance(scaled.denominator, int):
        step: Column | int = scaled.denominator * unit.numerator
        reach = max(map(abs, ends)) // most * unit.numerator + unit.numerator
    else:
        step = _product(scaled.denominator, unit.numerator, most)
        reach = max(map(abs, ends)) + unit.numerator
    low, high = (reach if end > 0 else -reach if end < 0 else 0 for end in ends)
    low, high = min(low, 0), max(high, 0)
    type_ = width(min(*ends, low) - 2 * most, max(*ends, high) + 2 * most)
    top, by = widened(scaled.numerator, type_), widened(step, type_)

    def multiple(value: Column) -> Column:
        left = value % by
        below, above = how.adds(literal(0) - left, by), how.adds(left, by)
        steps = as_number(above).cast("int64") - as_number(below).cast("int64")
        return widened(value - left, type_) + widened(steps, type_) * by

    def whole(value: Column) -> Column:
        found = bound(value, multiple)
        if isinstance(step, int) and step == unit.numerator:
            return found
        steps = bound(found, lambda whole: quotient(whole, by, max(*map(abs, ends)) + most))
        return widened(steps, type_) * widened(unit.numerator, type_)

    found = widened(widened(whole(top), type_), width(low, high))
    return Number(found, unit.denominator, low, high, unit.denominator)


_EXACT_BITS: Final = 50
"""Up to this many bits the quotient of floating point numbers is exact after rounding."""


def quotient(multiple: Column, of: Column, most: int) -> Column:
    """How often ``of`` goes into a multiple of it; the result or the multiple is at most ``most``.

    The quotient of the floating point numbers rounds to the right one where it is small enough;
    else the difference is divided again, until at most one is left.
    """
    type_ = multiple.type()
    if most < 2 ** (_EXACT_BITS - 1):
        near = multiple.cast("float64") / of.cast("float64")
        return widened((near + 0.5).floor().cast("int64"), type_)
    found, left = widened(0, type_), multiple
    for _ in range(1 + most.bit_length() // _EXACT_BITS):
        near = (left.cast("float64") / of.cast("float64")).cast(type_)
        found = widened(found + near, type_)
        left = widened(multiple - widened(found * of, type_), type_)
    more = as_number(left >= of).cast("int64") - as_number(left <= literal(0) - of).cast("int64")
    return widened(found + widened(more, type_), type_)


def extreme(numbers: Sequence[Number], comparison: Comparison) -> Number:
    """The least or greatest of several numbers; unknown where one is."""
    return columns.folded(
        numbers, lambda one, other: choose(compare(comparison, one, other), one, other)
    )


def _ends(sign: int, most: int) -> tuple[int, int]:
    return (1, most) if sign > 0 else (-most, -1)


def choose(condition: Column, first: Number, second: Number) -> Number:
    """The first number where the condition is yes, the second where it is no, else unknown."""
    low, high = min(first.low, second.low), max(first.high, second.high)
    most = max(first.most, second.most)
    if isinstance(first.denominator, int) and isinstance(second.denominator, int):
        first, second, denominator, most = aligned(first, second)
        low, high = min(first.low, second.low), max(first.high, second.high)
        return Number(_either(condition, first, second, low, high), denominator, low, high, most)
    type_ = width(0, most)
    denominator = condition.cases(
        (True, widened(first.denominator, type_)), (False, widened(second.denominator, type_))
    )
    numerator = _either(condition, first, second, low, high)
    return Number(numerator, denominator, low, high, most)


def _either(condition: Column, first: Number, second: Number, low: int, high: int) -> Column:
    type_ = width(low, high)
    return condition.cases(
        (True, widened(first.numerator, type_)), (False, widened(second.numerator, type_))
    )
