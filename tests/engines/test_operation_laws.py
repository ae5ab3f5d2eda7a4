"""What holds of every operation on values, and of rounding, whatever the operands are."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.operations import (
    OPERATIONS,
    ROUND,
    ROUND_DOWN,
    ROUND_UP,
    Operation,
)
from linkage_rules.model.periods import CALENDAR_PERIOD, period
from linkage_rules.model.types import Scalar, Type
from linkage_rules.model.values import NEVER, Period

SOME: dict[Type, tuple[Any, ...]] = {
    Scalar.WHOLE: (-1, 0, 2),
    Scalar.NUMBER: (0, Fraction(-3, 2), Fraction(1, 3)),
    Scalar.MONEY: (-150, 0, Fraction(5, 2)),
    Scalar.DATE: (date(2023, 1, 31), date(9999, 12, 30), NEVER),
    Scalar.PERIOD: (Period(days=1), Period(months=1)),
    Scalar.YES_NO: (True, False),
    Scalar.TEXT: ("a", "b"),
    CALENDAR_PERIOD: (period(date(2024, 1, 1), date(2024, 3, 31)),),
}


def signatures(operation: Operation) -> Iterator[tuple[Type, ...]]:
    if operation.alike is not None:
        yield (Scalar.DATE,) * max(operation.arity, 3 if operation.name == "one_of" else 0)
        return
    for signature in operation.takes:
        number = max(operation.arity, len(signature.operands)) + signature.repeats
        types = signature.of(number)
        assert types is not None
        yield types


def suits(operation: Operation, operands: Sequence[Any]) -> bool:
    fixed = operation.written_out
    return fixed is None or (
        operands[fixed.place] is not None and fixed.suits(operands[fixed.place], len(operands))
    )


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_learning_an_operand_never_changes_an_answer(operation: Operation) -> None:
    for types in signatures(operation):
        for operands in product(*((*SOME[type_], None) for type_ in types)):
            if not suits(operation, operands):
                continue
            answer = operation.answer(operands)
            if answer is None:
                continue
            for place, operand in enumerate(operands):
                for learnt in SOME[types[place]] if operand is None else ():
                    known = (*operands[:place], learnt, *operands[place + 1 :])
                    assert operation.answer(known) == answer, (operands, known)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_what_is_total_has_a_value_and_what_is_undefined_has_none(operation: Operation) -> None:
    for types in signatures(operation):
        for operands in product(*(SOME[type_] for type_ in types)):
            if suits(operation, operands):
                answer = operation.answer(operands)
                assert not (operation.total and answer is None), operands
                assert not (operation.undefined(operands) and answer is not None), operands


numbers = st.integers(-(10**20), 10**20) | st.fractions(max_denominator=999)
units = st.integers(1, 10**7) | st.fractions(Fraction(1, 999), 999)


@given(number=numbers, unit=units)
def test_rounding_gives_the_multiple_that_is_asked_for(number: Any, unit: Any) -> None:
    near, up, down = (row.means(number, unit) for row in (ROUND, ROUND_UP, ROUND_DOWN))
    for rounded in (near, up, down):
        assert Fraction(rounded) % unit == 0
        assert rounded == 0 or (rounded > 0) == (number > 0)
    assert abs(down) <= abs(number) <= abs(up) < abs(down) + 2 * unit
    assert abs(near - number) * 2 <= unit
    assert near == (up if 2 * (abs(number) - abs(down)) >= unit else down)
    for row in (ROUND, ROUND_UP, ROUND_DOWN):
        assert row.means(-number, unit) == -row.means(number, unit)
        assert row.means(row.means(number, unit), unit) == row.means(number, unit)


@given(pair=st.tuples(numbers, numbers).map(sorted), unit=units)
def test_rounding_keeps_order(pair: list[Any], unit: Any) -> None:
    for row in (ROUND, ROUND_UP, ROUND_DOWN):
        assert row.means(pair[0], unit) <= row.means(pair[1], unit)
