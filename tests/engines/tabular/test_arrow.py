"""Records as columns of Arrow: which type they take, and that nothing is lost on the way."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.engines.tabular.arrow import exact_table_of, table_of
from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar
from linkage_rules.model.values import Period

KIND = EnumType("kind", None, (Member("red", None),))
SHARE = RecordType("Share", None, (Field("part", None, Scalar.NUMBER),))

COLUMNS: list[tuple[list[Any], str]] = [
    ([None], "decimal128(1, 0)"),
    ([0, 7, -9], "decimal128(1, 0)"),
    ([12, Fraction(1, 4)], "decimal128(4, 2)"),
    ([Fraction(-1, 8)], "decimal128(4, 3)"),
    ([Fraction(3, 50), Fraction(1, 20), Fraction(1, 40)], "decimal128(4, 3)"),
    ([Fraction(1, 10**9), 10**17], "decimal128(27, 9)"),
    ([Fraction(1, 10**9), 10**18], "fraction"),
    ([Fraction(1, 2**17), 10], "decimal128(19, 17)"),
    ([Fraction(1, 2**17), 100], "fraction"),
    ([Fraction(1, 3), 1], "fraction"),
    ([Fraction(1, 15)], "fraction"),
]


@pytest.mark.parametrize(("numbers", "kind"), COLUMNS)
def test_numbers_are_decimals_that_hold_all_of_them_or_fractions(
    numbers: list[Any], kind: str
) -> None:
    table = table_of(SHARE, [{"part": number} for number in numbers])
    (column,) = table.schema.types
    exact = [
        one if one is None or isinstance(one, Decimal) else Fraction(**one)
        for one in table["part"].to_pylist()
    ]
    assert [None if one is None else Fraction(one) for one in exact] == numbers
    if kind == "fraction":
        assert str(column) == "struct<numerator: int64, denominator: int64>"
    else:
        assert str(column) == kind
    always = exact_table_of(SHARE, [{"part": number} for number in numbers])
    assert [one and Fraction(**one) for one in always["part"].to_pylist()] == numbers


def test_values_of_every_type_have_a_column() -> None:
    part = RecordType("Part", None, (Field("n", None, Scalar.WHOLE), Field("k", None, KIND)))
    types: dict[str, tuple[Any, Any, str, Any]] = {
        "yes": (Scalar.YES_NO, True, "bool", True),
        "whole": (Scalar.WHOLE, 3, "int64", 3),
        "money": (Scalar.MONEY, 300, "int64", 300),
        "day": (Scalar.DATE, date(2023, 5, 1), "date32[day]", date(2023, 5, 1)),
        "lasts": (Scalar.PERIOD, Period(2, 5), "struct<months: int64, days: int64>",
                  {"months": 2, "days": 5}),
        "text": (Scalar.TEXT, "甲", "string", "甲"),
        "kind": (KIND, "red", "string", "red"),
        "main": (part, {"n": 1, "k": "red"}, "struct<n: int64, k: string>", {"n": 1, "k": "red"}),
        "parts": (ListType(part), ({"n": None, "k": None}, None),
                  "list<item: struct<n: int64, k: string>>", [{"n": None, "k": None}, None]),
        "deep": (ListType(ListType(Scalar.WHOLE)), ((1,), (), None),
                 "list<item: list<item: int64>>", [[1], [], None]),
        "shares": (ListType(SHARE), ({"part": Fraction(1, 2)},),
                   "list<item: struct<part: decimal128(2, 1)>>", [{"part": Decimal("0.5")}]),
    }  # fmt: skip
    shape = RecordType("V", None, tuple(Field(n, None, one[0]) for n, one in types.items()))
    rows = [{name: one[1] for name, one in types.items()}, dict.fromkeys(types)]
    table = table_of(shape, rows)
    for name, (_, _, kind, told) in types.items():
        assert str(table.schema.field(name).type) == kind
        assert table[name].to_pylist() == [told, None]
