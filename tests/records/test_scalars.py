"""Claims about single values: what is taken for each type, as what, and what is refused why."""

import enum
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from linkage_rules.model.types import EnumType, Field, Member, RecordType, Scalar
from linkage_rules.model.values import MAX_MAGNITUDE, Period
from linkage_rules.records import RecordError, validate

STAGE = EnumType("stage", "阶段", (Member("in_library", "已入库"), Member("under_way", "在建")))


class Count(int):
    pass


class Words(str):
    __slots__ = ()

    def __str__(self):
        return "something else"


class Stage(enum.Enum):
    LIBRARY = "in_library"
    under_way = 2
    PROPOSED = "proposed"


class StageText(enum.StrEnum):
    BUILDING = "在建"


def read(type_, value):
    return validate({"x": value}, RecordType("R", None, (Field("x", None, type_),)))["x"]


def refusal(type_, value):
    with pytest.raises(RecordError) as caught:
        read(type_, value)
    (problem,) = caught.value.problems
    assert problem.where == "x"
    return problem


TAKEN = [
    (Scalar.YES_NO, True, True),
    (Scalar.YES_NO, False, False),
    (Scalar.YES_NO, "yes", True),
    (Scalar.YES_NO, " no ", False),
    (Scalar.YES_NO, "是", True),
    (Scalar.YES_NO, "否", False),
    (Scalar.WHOLE, 12, 12),
    (Scalar.WHOLE, -MAX_MAGNITUDE, -MAX_MAGNITUDE),
    (Scalar.WHOLE, Count(3), 3),
    (Scalar.WHOLE, 3.0, 3),
    (Scalar.WHOLE, -0.0, 0),
    (Scalar.WHOLE, Decimal("3.000"), 3),
    (Scalar.WHOLE, Decimal("1E+3"), 1000),
    (Scalar.WHOLE, Decimal("0E+999999"), 0),
    (Scalar.WHOLE, Fraction(6, 2), 3),
    (Scalar.NUMBER, 12, 12),
    (Scalar.NUMBER, 0.5, Fraction(1, 2)),
    (Scalar.NUMBER, 2.0, 2),
    (Scalar.NUMBER, Fraction(1, 3), Fraction(1, 3)),
    (Scalar.NUMBER, Fraction(4, 2), 2),
    (Scalar.NUMBER, Decimal("0.1"), Fraction(1, 10)),
    (Scalar.NUMBER, Decimal("0.10000000000000000000000000000"), Fraction(1, 10)),
    (Scalar.NUMBER, "0.3", Fraction(3, 10)),
    (Scalar.NUMBER, "30%", Fraction(3, 10)),
    (Scalar.NUMBER, " -1.5 ", Fraction(-3, 2)),
    (Scalar.NUMBER, "200%", 2),
    (Scalar.MONEY, 1250, 1250),
    (Scalar.MONEY, "120万元", 120_000_000),
    (Scalar.MONEY, "12.50元", 1250),
    (Scalar.MONEY, "2 million yuan", 200_000_000),
    (Scalar.MONEY, "-5元", -500),
    (Scalar.MONEY, Decimal("1250.00"), 1250),
    (Scalar.MONEY, 1250.0, 1250),
    (Scalar.MONEY, Fraction(1250), 1250),
    (Scalar.DATE, date(2022, 12, 7), date(2022, 12, 7)),
    (Scalar.DATE, "2022-12-07", date(2022, 12, 7)),
    (Scalar.DATE, "2022年12月7日", date(2022, 12, 7)),
    (Scalar.DATE, "2024-02-29", date(2024, 2, 29)),
    (Scalar.PERIOD, Period(months=36), Period(months=36)),
    (Scalar.PERIOD, Period(months=6, days=15), Period(months=6, days=15)),
    (Scalar.PERIOD, "3 years", Period(months=36)),
    (Scalar.PERIOD, "15天", Period(days=15)),
    (Scalar.TEXT, "", ""),
    (Scalar.TEXT, "油茶种植\n二期", "油茶种植\n二期"),
    (Scalar.TEXT, "𠮷" * 100_000, "𠮷" * 100_000),
    (Scalar.TEXT, Words("名称"), "名称"),
    (STAGE, "in_library", "in_library"),
    (STAGE, "已入库", "in_library"),
    (STAGE, " 在建 ", "under_way"),
    (STAGE, Stage.LIBRARY, "in_library"),
    (STAGE, Stage.under_way, "under_way"),
    (STAGE, StageText.BUILDING, "under_way"),
]


@pytest.mark.parametrize(("type_", "given", "taken"), TAKEN, ids=lambda v: repr(v)[:40])
def test_a_value_is_taken_as_the_value_of_the_model(type_, given, taken):
    found = read(type_, given)
    assert found == taken
    assert type(found) is type(taken)


@pytest.mark.parametrize("type_", [*Scalar, STAGE], ids=str)
def test_none_is_unknown_whatever_the_type(type_):
    assert read(type_, None) is None


NOT_WHOLE_FEN = "not a whole number of fen"
INEXACT = "a floating-point number that only comes near the decimal it shows"
OUT_OF_RANGE = "too large or with too many decimals: the bound is 10^18"

REFUSED = [
    (Scalar.YES_NO, 1, "wrong type, this is a whole number"),
    (Scalar.YES_NO, 0, "wrong type, this is a whole number"),
    (Scalar.YES_NO, "maybe", "neither yes nor no"),
    (Scalar.YES_NO, "", "neither yes nor no"),
    (Scalar.YES_NO, ["yes"], "wrong type, this is a list"),
    (Scalar.WHOLE, True, "wrong type, this is yes or no"),
    (Scalar.WHOLE, "12", "wrong type, this is text"),
    (Scalar.WHOLE, 2.5, "not a whole number"),
    (Scalar.WHOLE, 0.1, "not a whole number"),
    (Scalar.WHOLE, Decimal("2.5"), "not a whole number"),
    (Scalar.WHOLE, Fraction(1, 3), "not a whole number"),
    (Scalar.WHOLE, 2.0**59, INEXACT),
    (Scalar.WHOLE, MAX_MAGNITUDE + 1, "beyond 10^18"),
    (Scalar.WHOLE, -(10**100_000), "beyond 10^18"),
    (Scalar.WHOLE, float("inf"), "not a finite number"),
    (Scalar.WHOLE, Decimal("sNaN"), "not a finite number"),
    (Scalar.WHOLE, {}, "wrong type, this is a record"),
    (Scalar.NUMBER, 0.1, INEXACT),
    (Scalar.NUMBER, float("-inf"), "not a finite number"),
    (Scalar.NUMBER, Decimal("sNaN"), "not a finite number"),
    (Scalar.NUMBER, Decimal("Infinity"), "not a finite number"),
    (Scalar.NUMBER, Decimal("1E+999999999"), OUT_OF_RANGE),
    (Scalar.NUMBER, Decimal("1E-999999999"), OUT_OF_RANGE),
    (Scalar.NUMBER, Decimal("1." + "1" * 1000), OUT_OF_RANGE),
    (Scalar.NUMBER, Fraction(1, MAX_MAGNITUDE + 1), OUT_OF_RANGE),
    (Scalar.NUMBER, Fraction(MAX_MAGNITUDE + 1, 2), OUT_OF_RANGE),
    (Scalar.NUMBER, "0.000000000000000001%", OUT_OF_RANGE),
    (Scalar.NUMBER, "1" * 50, OUT_OF_RANGE),
    (Scalar.NUMBER, "1" * 5000, "not a number"),
    (Scalar.NUMBER, "三成", "not a number"),
    (Scalar.NUMBER, False, "wrong type, this is yes or no"),
    (Scalar.MONEY, "12.345元", NOT_WHOLE_FEN),
    (Scalar.MONEY, Decimal("12.5"), NOT_WHOLE_FEN),
    (Scalar.MONEY, 12.5, NOT_WHOLE_FEN),
    (Scalar.MONEY, 0.1, NOT_WHOLE_FEN),
    (Scalar.MONEY, Fraction(1, 3), NOT_WHOLE_FEN),
    (Scalar.MONEY, float("inf"), "not a finite number"),
    (Scalar.MONEY, "120", "not an amount of money"),
    (Scalar.MONEY, "1,200万元", "not an amount of money"),
    (Scalar.MONEY, "若干", "not an amount of money"),
    (Scalar.MONEY, "99999999999亿元", OUT_OF_RANGE),
    (Scalar.MONEY, 10**19, "beyond 10^18"),
    (Scalar.MONEY, True, "wrong type, this is yes or no"),
    (Scalar.DATE, "2023-02-30", "no such day in the calendar"),
    (Scalar.DATE, "2023年13月1日", "no such day in the calendar"),
    (Scalar.DATE, "2023年5月", "not a day"),
    (Scalar.DATE, "", "not a day"),
    (Scalar.DATE, "2022-12-07T10:30:00", "not a day"),
    (Scalar.DATE, datetime(2022, 12, 7), "wrong type, this is a date with a time of day"),
    (Scalar.DATE, 20221207, "wrong type, this is a whole number"),
    (Scalar.PERIOD, "soon", "not a period"),
    (Scalar.PERIOD, 3, "wrong type, this is a whole number"),
    (Scalar.PERIOD, "99999999 years", OUT_OF_RANGE),
    (Scalar.PERIOD, Period(months=-1), "a period cannot be negative"),
    (Scalar.PERIOD, Period(days="3"), "not a period"),
    (Scalar.PERIOD, Period(months=True), "not a period"),
    (Scalar.PERIOD, Period(months=10**19), "beyond 10^18"),
    (Scalar.TEXT, 12, "wrong type, this is a whole number"),
    (Scalar.TEXT, b"abc", "wrong type, this is a Python bytes"),
    (Scalar.TEXT, "x" * 100_001, "the text has 100001 characters"),
    (Scalar.TEXT, "\ud800", "the text holds half a character"),
    (STAGE, "finished", "not one of the listed values"),
    (STAGE, "", "not one of the listed values"),
    (STAGE, Stage.PROPOSED, "not one of the listed values"),
    (STAGE, 1, "wrong type, this is a whole number"),
    (STAGE, ["in_library"], "wrong type, this is a list"),
]


@pytest.mark.parametrize(("type_", "given", "why"), REFUSED, ids=lambda v: repr(type(v)))
def test_a_value_that_cannot_be_taken_says_why(type_, given, why):
    problem = refusal(type_, given)
    assert str(problem.why) == why
    assert problem.why.zh != problem.why.en
    assert problem.expected.zh != problem.expected.en


HINTS = [
    (Scalar.WHOLE, "12", "write it without quotes"),
    (Scalar.WHOLE, "", "leave the field out if it is not known"),
    (Scalar.NUMBER, 0.1, 'write it as text: "0.1"'),
    (Scalar.NUMBER, "1,5", "leave out the thousands separators"),
    (Scalar.MONEY, "120", "add the unit: 120 yuan or 120万元"),
    (Scalar.MONEY, "1,200万元", "leave out the thousands separators"),
    (Scalar.MONEY, "12.345元", "give the amount to the fen: two decimals of a yuan"),
    (Scalar.MONEY, 12.5, 'a number without a unit counts fen; for yuan write "12.5 yuan"'),
    (Scalar.DATE, datetime(2022, 12, 7), "use .date()"),
    (Scalar.DATE, "2022-12-07T10:30:00", "leave out the time of day"),
    (Scalar.DATE, " ", "leave the field out if it is not known"),
    (Scalar.TEXT, 12, "write it in quotes"),
    (STAGE, "in_libary", "did you mean in_library?"),
    (STAGE, "In_Library", "did you mean in_library?"),
    (STAGE, "入库", "did you mean 已入库?"),
]


@pytest.mark.parametrize(("type_", "given", "hint"), HINTS, ids=lambda v: repr(v)[:30])
def test_a_mistake_that_is_often_made_gets_the_likely_fix(type_, given, hint):
    assert str(refusal(type_, given).hint) == hint


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        (Scalar.MONEY, Fraction(1, 3)),
        (Scalar.MONEY, 0.001),
        (Scalar.WHOLE, "twelve"),
        (Scalar.DATE, "next week"),
        (Scalar.TEXT, True),
        (STAGE, "completely different"),
        (STAGE, "in_library" * 20),
    ],
)
def test_no_fix_is_made_up_where_none_can_be_guessed(type_, given):
    assert refusal(type_, given).hint is None
