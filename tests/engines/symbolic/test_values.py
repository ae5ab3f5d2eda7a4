"""Values of every type as the solver sees them: known ones, unknown ones, alike and unlike."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.engines.symbolic.values import (
    Many,
    Row,
    Texts,
    Truth,
    choose,
    constant,
    equal,
    first_that,
    known_of,
    other_value,
    related,
    unknown,
)
from linkage_rules.model.types import (
    EnumType,
    Field,
    ListType,
    Member,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.model.values import Period

KIND = EnumType("kind", None, (Member("red", None), Member("blue", None)))
PART = RecordType("Part", None, (Field("size", None, Scalar.WHOLE),))

PAIRS: list[tuple[Type, Any, Any]] = [
    (Scalar.YES_NO, True, False),
    (Scalar.WHOLE, 2, 3),
    (Scalar.NUMBER, Fraction(1, 2), 2),
    (Scalar.MONEY, 100, 200),
    (Scalar.DATE, date(2024, 1, 1), date(2024, 1, 2)),
    (Scalar.TEXT, "甲", "乙"),
    (KIND, "red", "blue"),
    (Scalar.PERIOD, Period(months=1), Period(months=2)),
    (Scalar.PERIOD, Period(days=1), Period(days=2)),
    (Scalar.PERIOD, Period(months=1), Period(days=1)),
]
YES, NO, OPEN = Truth(True, False), Truth(False, True), Truth(False, False)


def told(truth: Truth) -> bool | None:
    """What a condition of constants comes to: everything is settled, so no solver is asked."""
    assert {type(truth.yes), type(truth.no)} == {bool}
    assert not (truth.yes and truth.no)
    return True if truth.yes else False if truth.no else None


@pytest.mark.parametrize(("type_", "one", "other"), PAIRS)
def test_values_are_the_same_or_not_and_unknown_if_one_is(
    type_: Type, one: Any, other: Any
) -> None:
    texts = Texts()
    first, second = constant(one, type_, texts), constant(other, type_, texts)
    nothing = constant(None, type_, texts)
    assert known_of(first) is True
    assert known_of(nothing) is False
    assert known_of(unknown(type_)) is False
    assert told(equal(first, constant(one, type_, texts))) is True
    assert told(equal(first, second)) is False
    assert told(equal(first, nothing)) is None
    assert told(equal(nothing, second)) is None
    for before, after, loosely, strictly in (
        (first, first, False, False),
        (first, second, True, True),
        (first, nothing, True, False),
        (nothing, second, True, False),
        (nothing, nothing, False, False),
    ):
        assert other_value(before, after, known=False) is loosely
        assert other_value(before, after, known=True) is strictly


@pytest.mark.parametrize(("type_", "one", "other"), PAIRS)
def test_one_of_two_values_is_chosen(type_: Type, one: Any, other: Any) -> None:
    texts = Texts()
    first, second = constant(one, type_, texts), constant(other, type_, texts)
    assert told(equal(choose(YES, first, second), first)) is True
    assert told(equal(choose(NO, first, second), second)) is True
    assert told(equal(choose(OPEN, first, second), first)) is None
    assert told(equal(first_that([(False, first), (True, second)], first), second)) is True
    assert told(equal(first_that([(False, second)], first), first)) is True


@pytest.mark.parametrize(("left", "right", "less"), [(1, 2, True), (2, 2, False), (3, 2, False)])
def test_quantities_have_an_order(left: int, right: int, less: bool) -> None:
    one, two = (constant(value, Scalar.WHOLE, Texts()) for value in (left, right))
    assert told(related(lambda a, b: a < b, one, two)) is less
    assert told(related(lambda a, b: a < b, one, unknown(Scalar.WHOLE))) is None


def test_records_and_lists_are_made_of_values() -> None:
    texts = Texts()
    row = constant({"size": 3}, PART, texts)
    assert isinstance(row, Row)
    assert told(equal(row.read("size"), constant(3, Scalar.WHOLE, texts))) is True
    missing = unknown(PART)
    assert isinstance(missing, Row)
    assert known_of(missing.read("size")) is False
    listed = constant(({"size": 1}, {"size": 2}), ListType(PART), texts)
    assert isinstance(listed, Many)
    assert [element.present for element in listed.elements] == [True, True]
    both = choose(NO, listed, constant(({"size": 5},), ListType(PART), texts))
    assert isinstance(both, Many)
    assert [element.present for element in both.elements] == [False, False, True]
    assert known_of(both) is True
    chosen = choose(YES, row, missing)
    assert isinstance(chosen, Row)
    assert told(equal(chosen.read("size"), constant(3, Scalar.WHOLE, texts))) is True


def test_records_and_lists_cannot_be_compared_nor_mixed() -> None:
    row, listed = unknown(PART), unknown(ListType(PART))
    with pytest.raises(TypeError, match="cannot be compared"):
        equal(row, row)
    with pytest.raises(TypeError, match="are of different types"):
        choose(YES, row, listed)
