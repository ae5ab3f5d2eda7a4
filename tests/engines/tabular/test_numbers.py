"""Exact numbers in a table: what is worked out of them, within the digits that are told.

Numbers of every make: written in the policy, whole ones, hundredths, and fractions of two columns.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular import numbers
from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.numbers import Number, Rounding
from linkage_rules.model.operations import ROUND, ROUND_DOWN, ROUND_UP, Comparison

ROWS = [
    {"a": a, "b": b, "top": top, "bottom": bottom, "yes": yes}
    for (a, b, top, bottom, yes) in (
        (7, 3, 1, 3, True),
        (-7, -3, -5, 2, False),
        (0, 150, 0, 7, None),
        (1, -50, 7, 7, True),
        (-2, 0, None, 3, False),
        (None, 25, 2, None, True),
        (9, 149, -9, 9, False),
        (-9, -150, 9, 1, True),
    )
]
MAKES: dict[str, Callable[[Any], Number]] = {
    "none": lambda t: numbers.constant(0),
    "written": lambda t: numbers.constant(Fraction(-3, 2)),
    "whole": lambda t: Number(t.a, 1, -9, 9),
    "hundredths": lambda t: Number(t.b, 100, -150, 150, 100),
    "fraction": lambda t: Number(t.top, t.bottom, -9, 9, 9),
}
VALUES: dict[str, Callable[[Any], Any]] = {
    "none": lambda row: Fraction(0),
    "written": lambda row: Fraction(-3, 2),
    "whole": lambda row: _over(row["a"], 1),
    "hundredths": lambda row: _over(row["b"], 100),
    "fraction": lambda row: _over(row["top"], row["bottom"]),
}


def _over(top: int | None, bottom: int | None) -> Fraction | None:
    return None if top is None or bottom is None else Fraction(top, bottom)


def _chosen(row: Any, one: Any, other: Any) -> Any:
    return None if row["yes"] is None else one if row["yes"] else other


WORKED_OUT: dict[str, tuple[Callable[..., Number], Callable[..., Any]]] = {
    "add": (lambda t, x, y: numbers.add(x, y), lambda row, x, y: x + y),
    "multiply": (lambda t, x, y: numbers.multiply(x, y), lambda row, x, y: x * y),
    "divide": (lambda t, x, y: numbers.divide(x, y), lambda row, x, y: x / y if y else None),
    "least": (
        lambda t, x, y: numbers.extreme([x, y], Comparison.AT_MOST),
        lambda row, x, y: min(x, y),
    ),
    "greatest": (
        lambda t, x, y: numbers.extreme([x, y], Comparison.AT_LEAST),
        lambda row, x, y: max(x, y),
    ),
}
COMPARED: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: lambda x, y: x == y,
    Comparison.NOT_EQUAL: lambda x, y: x != y,
    Comparison.LESS: lambda x, y: x < y,
    Comparison.AT_MOST: lambda x, y: x <= y,
    Comparison.GREATER: lambda x, y: x > y,
    Comparison.AT_LEAST: lambda x, y: x >= y,
}


def asked(build: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    """The columns that are built, worked out for all rows."""
    kinds = {"a": "int64", "b": "int64", "top": "int64", "bottom": "int64", "yes": "bool_"}
    schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in kinds.items()])
    table = as_ibis(pa.Table.from_pylist(ROWS, schema=schema))
    columns = build(table)
    order = table.mutate(row=ibis.row_number())
    rows = order.select(row=order.row, **columns).order_by("row").to_pyarrow().to_pylist()
    return list(rows)


def _parts(name: str, number: Number) -> dict[str, Any]:
    return {
        f"{name}/top": numbers.widened(number.numerator, numbers.WIDE),
        f"{name}/bottom": numbers.widened(number.denominator, numbers.WIDE),
    }


def _value(row: dict[str, Any], name: str) -> Fraction | None:
    top, bottom = row[f"{name}/top"], row[f"{name}/bottom"]
    return None if top is None or bottom is None else Fraction(int(top), int(bottom))


def _held(row: dict[str, Any], name: str, number: Number) -> None:
    """What is in the columns is within what is told of them."""
    top, bottom = row[f"{name}/top"], row[f"{name}/bottom"]
    assert top is None or number.low <= top <= number.high, name
    assert bottom is None or 1 <= bottom <= number.most, name


@pytest.mark.parametrize("what", WORKED_OUT)
def test_what_is_worked_out_of_two_numbers(what: str) -> None:
    made: dict[str, Number] = {}

    def build(t: Any) -> dict[str, Any]:
        for left, right in product(MAKES, MAKES):
            made[f"{left} {right}"] = WORKED_OUT[what][0](t, MAKES[left](t), MAKES[right](t))
        return {k: v for name, one in made.items() for k, v in _parts(name, one).items()}

    for given, row in zip(ROWS, asked(build), strict=True):
        for left, right in product(MAKES, MAKES):
            x, y = VALUES[left](given), VALUES[right](given)
            wanted = None if x is None or y is None else WORKED_OUT[what][1](given, x, y)
            name = f"{left} {right}"
            assert _value(row, name) == wanted, (what, name, given)
            if wanted is not None:
                _held(row, name, made[name])


def test_two_numbers_are_compared_and_one_is_chosen() -> None:
    made: dict[str, Number] = {}

    def build(t: Any) -> dict[str, Any]:
        found = {}
        for left, right in product(MAKES, MAKES):
            x, y = MAKES[left](t), MAKES[right](t)
            name = f"{left} {right}"
            for sign in COMPARED:
                found[f"{name} {sign.name}"] = numbers.compare(sign, x, y)
            made[name] = numbers.choose(t.yes, x, y)
            found.update(_parts(name, made[name]))
        return found | {f"{make} known": numbers.known(MAKES[make](t)) for make in MAKES}

    for given, row in zip(ROWS, asked(build), strict=True):
        for make in MAKES:
            assert row[f"{make} known"] is (VALUES[make](given) is not None)
        for left, right in product(MAKES, MAKES):
            x, y = VALUES[left](given), VALUES[right](given)
            name = f"{left} {right}"
            for sign, means in COMPARED.items():
                wanted = None if x is None or y is None else means(x, y)
                assert row[f"{name} {sign.name}"] is wanted, (name, sign, given)
            assert _value(row, name) == _chosen(given, x, y), (name, given)
            if _chosen(given, x, y) is not None:
                _held(row, name, made[name])


ROUNDINGS = {Rounding.HALF_UP: ROUND, Rounding.UP: ROUND_UP, Rounding.DOWN: ROUND_DOWN}
UNITS = (Fraction(1), Fraction(1, 10), Fraction(3), Fraction(2, 3))


def test_numbers_are_rounded_to_units() -> None:
    made: dict[str, Number] = {}

    def build(t: Any) -> dict[str, Any]:
        for make, unit, how in product(MAKES, UNITS, ROUNDINGS):
            made[f"{make} {unit} {how}"] = numbers.rounded(MAKES[make](t), unit, how)
        made["negative"] = numbers.negate(MAKES["fraction"](t))
        return {k: v for name, one in made.items() for k, v in _parts(name, one).items()}

    for given, row in zip(ROWS, asked(build), strict=True):
        for make, unit, how in product(MAKES, UNITS, ROUNDINGS):
            value, name = VALUES[make](given), f"{make} {unit} {how}"
            wanted = None if value is None else ROUNDINGS[how].means(value, unit)
            assert _value(row, name) == wanted, (name, given)
            if wanted is not None:
                _held(row, name, made[name])
        value = VALUES["fraction"](given)
        assert _value(row, "negative") == (None if value is None else -value)


CHOICES: list[tuple[str, tuple[Any, ...]]] = [
    ("whole", (7, -2, 40)),
    ("whole", (Fraction(1, 2), 9)),
    ("whole", (Fraction(1, 2), 10, -10)),
    ("hundredths", (Fraction(3, 2), Fraction(1, 4), 0)),
    ("hundredths", (Fraction(1, 1000),)),
]


def test_a_number_is_one_of_those_that_are_written_out() -> None:
    def build(t: Any) -> dict[str, Any]:
        found = {}
        for place, (make, choices) in enumerate(CHOICES):
            some = [numbers.constant(choice) for choice in choices]
            found[f"c{place}"] = numbers.one_of(MAKES[make](t), some)
        assert numbers.one_of(MAKES["fraction"](t), [numbers.constant(1)]) is None
        assert numbers.one_of(MAKES["written"](t), [numbers.constant(1)]) is None
        assert numbers.one_of(MAKES["whole"](t), [MAKES["whole"](t)]) is None
        return found

    for given, row in zip(ROWS, asked(build), strict=True):
        for place, (make, choices) in enumerate(CHOICES):
            value = VALUES[make](given)
            assert row[f"c{place}"] is (None if value is None else value in choices)


LARGE = [(10**37, 10**5), (10**37 + 1, 10**5), (-(10**37), 3), (0, 7), (2**62, 1), (10**15, 10**7)]


def test_a_quotient_of_large_numbers_is_exact() -> None:
    rows = [{"multiple": n // d * d, "of": d} for n, d in LARGE]
    wide = pa.schema([("multiple", pa.decimal128(38, 0)), ("of", pa.decimal128(38, 0))])
    table = as_ibis(pa.Table.from_pylist(rows, schema=wide)).mutate(row=ibis.row_number())
    few = ibis.cases((table.multiple.abs() < 10**15, table.multiple), else_=0)
    found = table.select(
        row=table.row,
        all=numbers.quotient(table.multiple, table.of, 10**38 - 1),
        few=numbers.quotient(few.cast(numbers.WIDE), table.of, 10**14),
    )
    said = found.order_by("row").to_pyarrow().to_pylist()
    assert [int(one["all"]) for one in said] == [n // d for n, d in LARGE]
    assert [int(one["few"]) for one in said] == [n // d if abs(n) < 10**15 else 0 for n, d in LARGE]


@pytest.mark.parametrize(
    ("low", "high", "type_"),
    [
        (0, 2**63 - 1, dt.int64),
        (0, 2**63, numbers.WIDE),
        (-(2**63) + 1, 0, dt.int64),
        (-(2**63), 0, numbers.WIDE),
        (0, 10**38 - 1, numbers.WIDE),
        (1 - 10**38, 0, numbers.WIDE),
        (0, 10**38, None),
        (-(10**38), 0, None),
    ],
)
def test_a_column_is_as_wide_as_it_must_be(low: int, high: int, type_: Any) -> None:
    if type_ is None:
        with pytest.raises(TableError, match="38 digits"):
            numbers.width(low, high)
        return
    assert numbers.width(low, high) == type_
    for edge in (low, high):
        literal = numbers.literal(edge)
        assert literal.type() in (dt.int64, numbers.WIDE)
        assert int(ibis.to_sql(literal.name("x").as_table()).count(str(abs(edge)))) >= 1


def test_what_is_written_out_needs_no_column() -> None:
    two, half = numbers.constant(2), numbers.constant(Fraction(1, 2))
    for found, value in (
        (numbers.add(two, half), Fraction(5, 2)),
        (numbers.multiply(two, half), Fraction(1)),
        (numbers.divide(two, half), Fraction(4)),
        (numbers.divide(half, numbers.constant(-3)), Fraction(-1, 6)),
        (numbers.negate(half), Fraction(-1, 2)),
    ):
        assert found.is_constant
        assert isinstance(found.numerator, int)
        assert isinstance(found.denominator, int)
        assert Fraction(found.numerator, found.denominator) == value
        assert found.low <= found.numerator <= found.high
        assert 1 <= found.denominator <= found.most
    assert numbers.divide(two, numbers.constant(0)) is numbers.UNKNOWN
