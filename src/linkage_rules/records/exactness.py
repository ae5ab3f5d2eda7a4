"""Numbers that programs give as numbers, taken exactly or not at all."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Final

from linkage_rules.model.values import MAX_MAGNITUDE
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.words.messages import Phrase

OUT_OF_RANGE: Final = Phrase(
    "too large or with too many decimals: the bound is 10^18",
    "数值过大或小数位数过多（上限为 10^18）",
)
_NOT_FINITE: Final = Phrase("not a finite number", "不是有限的数")
_INEXACT: Final = Phrase(
    "a floating-point number that only comes near the decimal it shows",
    "浮点数与其显示的小数并不相等",
)
_TOO_LARGE: Final = Phrase("beyond 10^18", "绝对值超过 10^18")

# Zeros that change nothing may stand before and behind the at most 19 digits that count.
_MOST_DIGITS = 100


def exact(value: object) -> int | Fraction | None:
    """A number given as a number; ``None`` for what is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return bounded(value)
    if isinstance(value, float):
        return bounded(_of_float(value))
    if isinstance(value, Decimal):
        return bounded(_of_decimal(value))
    return None


def _of_float(value: float) -> Fraction:
    if not math.isfinite(value):
        raise RefusedValueError(_NOT_FINITE)
    decimal = float.__repr__(value)
    if Fraction(decimal) != Fraction(value):
        raise RefusedValueError(
            _INEXACT, Phrase(f'write it as text: "{decimal}"', f"写成文本 “{decimal}”")
        )
    return Fraction(value)


def _of_decimal(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise RefusedValueError(_NOT_FINITE)
    if not value:
        return Fraction(0)
    # A few characters, such as 1E+999999, may stand for a number that fills the memory.
    digits = len(value.as_tuple().digits)
    if digits > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS:
        raise RefusedValueError(OUT_OF_RANGE)
    return Fraction(value)


def bounded(number: int | Fraction) -> int | Fraction:
    """The number, as an ``int`` if it is whole, refused beyond the bound."""
    if number.denominator == 1:
        if abs(number.numerator) > MAX_MAGNITUDE:
            raise RefusedValueError(_TOO_LARGE)
        return number.numerator
    if abs(number.numerator) > MAX_MAGNITUDE or number.denominator > MAX_MAGNITUDE:
        raise RefusedValueError(OUT_OF_RANGE)
    return Fraction(number.numerator, number.denominator)
