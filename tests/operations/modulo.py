"""An operation that the library does not have: the remainder of a division, as a row of the table.

This is all of it: the row, and one function each for the engines that do not call it by its
meaning. Nothing is entered before `enter` is called, which has to be before anything is read.
"""

from fractions import Fraction
from typing import Any

from linkage_rules.model.operations import OPERATIONS, Exchange, Level, Operation, Signature, Words
from linkage_rules.model.types import Scalar


def remainder(dividend: Any, divisor: Any) -> Any:
    """What is left of a division, with the sign of the divisor; unknown when that is zero."""
    if divisor == 0:
        return None
    left = Fraction(dividend) % divisor
    return int(left) if left.denominator == 1 else left


MODULO = Operation(
    name="modulo",
    written=Words(
        en="{0} MODULO {1}",
        zh="{0} DIVIDED_BY {1} REMAINDER",
        level=Level.PRODUCT,
        keywords=(
            ("MODULO", "modulo", ""),
            ("DIVIDED_BY", "", "除以"),
            ("REMAINDER", "", "的余数"),
        ),
    ),
    takes=(
        Signature((Scalar.WHOLE, Scalar.WHOLE), Scalar.WHOLE),
        Signature((Scalar.MONEY, Scalar.MONEY), Scalar.MONEY),
    ),
    means=remainder,
    total=False,
    undefined=lambda operands: operands[1] == 0,
    taking=("whole numbers, or two amounts of money", "整数与整数，或金额与金额"),
    inverses=(
        lambda wanted, divisor: wanted if divisor and wanted % divisor == wanted else None,
        lambda wanted, dividend: dividend - wanted if dividend > 2 * wanted >= 0 else None,
    ),
    exchanges=(Exchange("times"), Exchange("over")),
)


def enter() -> None:
    """Enter the row, and the functions of the engines whose libraries are there."""
    OPERATIONS[MODULO.name] = MODULO
    from linkage_rules.testing.engines import absent_engines

    absent = absent_engines()
    if "symbolic" not in absent:
        _enter_symbolic()
    if "tabular" not in absent:
        _enter_tabular()


def _enter_symbolic() -> None:
    import z3

    from linkage_rules.engines.symbolic import terms
    from linkage_rules.engines.symbolic.operations import means
    from linkage_rules.engines.symbolic.values import computed

    def left(dividend: Any, divisor: Any) -> Any:
        quotient = terms.over(dividend, divisor)
        constant = terms.is_constant(quotient)
        floor = quotient // 1 if constant else z3.ToInt(quotient)
        return terms.minus(dividend, terms.times(floor, divisor))

    @means("modulo")
    def modulo(scene: Any, dividend: Any, divisor: Any) -> Any:
        defined = terms.negated(terms.equal(divisor.value, 0))
        return computed(left, dividend, divisor, valid=defined)


def _enter_tabular() -> None:
    from linkage_rules.engines.tabular import numbers
    from linkage_rules.engines.tabular.faults import too_wide
    from linkage_rules.engines.tabular.operations import means

    @means("modulo")
    def modulo(dividend: Any, divisor: Any) -> Any:
        top, bottom, denominator, most = numbers.aligned(dividend, divisor)
        ends = [edge for number in (top, bottom) for edge in (number.low, number.high)]
        type_ = numbers.width(min(ends), max(ends))
        if not type_.is_int64():
            raise too_wide()
        by = numbers.widened(bottom.numerator, type_).nullif(0)
        left = numbers.widened(top.numerator, type_) % by
        turned = ((left != 0) & ((left < 0) != (by < 0))).ifelse(left + by, left)
        size = max(abs(bottom.low), abs(bottom.high))
        return numbers.Number(turned, denominator, -size, size, most)
