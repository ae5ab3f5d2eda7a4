"""With which values of a free part of a record a condition holds: all of them, and no other."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any

import pytest

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.revision import OutOfTimeError
from linkage_rules.engines.symbolic.terms import all_of, any_of, negated
from linkage_rules.engines.symbolic.varying import Numbers, Varied, is_impossible
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type

PART = RecordType("Part", None, (Field("size", None, Scalar.WHOLE),))
SHAPE = RecordType(
    "V",
    None,
    (
        Field("n", None, Scalar.WHOLE),
        Field("q", None, Scalar.NUMBER),
        Field("d", None, Scalar.DATE),
        Field("m", None, Scalar.WHOLE),
        Field("main", None, PART),
        Field("parts", None, ListType(PART)),
    ),
)
RECORD: dict[str, Any] = {
    "n": 3,
    "q": Fraction(1, 2),
    "d": date(2023, 5, 1),
    "m": 7,
    "main": {"size": 2},
    "parts": ({"size": 1}, {"size": 5}),
}
DAY = date(2023, 5, 1)
HALF = Fraction(1, 2)


def varied(path: str, type_: Type, least: Any = None, most: Any = None) -> Varied:
    free = {path: Field("f", None, type_, minimum=least, maximum=most)}
    return Varied(SHAPE, RECORD, DAY, free)


def told(spans: tuple[Numbers, ...] | None) -> str | None:
    if spans is None:
        return None
    return " ".join(
        f"{'[' if one.low_in else '('}{one.low},{one.high}{']' if one.high_in else ')'}"
        for one in spans
    )


at_most, less, equal = terms.at_most, terms.less, terms.equal
SPANS: list[tuple[Type, Any, Any, Any, Callable[[Any], Any], str | None]] = [
    (Scalar.WHOLE, 0, 9, 3, lambda x: True, "[0,9]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: at_most(2, x), "[2,9]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: less(2, x), "[3,9]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: at_most(x, 4), "[0,4]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: less(x, 4), "[0,3]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: equal(x, 3), "[3,3]"),
    (Scalar.WHOLE, 0, 9, 3, lambda x: negated(equal(x, 5)), "[0,4] [6,9]"),
    (Scalar.WHOLE, 0, 9, 7, lambda x: negated(equal(x, 5)), "[0,4] [6,9]"),
    (Scalar.WHOLE, 0, 9, 7, lambda x: any_of((less(x, 2), less(6, x))), "[0,1] [7,9]"),
    (Scalar.WHOLE, 0, 30, 9, lambda x: any_of(equal(x, n) for n in (1, 5, 9, 13, 17)),
     "[1,1] [5,5] [9,9] [13,13] [17,17]"),
    (Scalar.WHOLE, 0, 99, 9, lambda x: any_of(equal(x, n) for n in range(9, 40, 5)), None),
    (Scalar.NUMBER, 0, 9, 3, lambda x: at_most(2, x), "[2,9]"),
    (Scalar.NUMBER, 0, 9, 3, lambda x: less(2, x), "(2,9]"),
    (Scalar.NUMBER, 0, 9, 3, lambda x: all_of((less(HALF, x), less(x, 4))), "(1/2,4)"),
    (Scalar.NUMBER, 0, 9, 3, lambda x: any_of((less(x, 4), at_most(5, x))), "[0,4) [5,9]"),
    (Scalar.NUMBER, 0, 9, 6, lambda x: any_of((at_most(x, 4), less(5, x))), "[0,4] (5,9]"),
    (Scalar.NUMBER, 0, 9, 3, lambda x: negated(equal(x, 5)), None),
    (Scalar.MONEY, 100, 900, 300, lambda x: less(299, x), "[300,900]"),
    (Scalar.DATE, date(2023, 1, 1), date(2023, 12, 31), DAY,
     lambda x: at_most(x, DAY.toordinal()),
     f"[{date(2023, 1, 1).toordinal()},{DAY.toordinal()}]"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "least", "most", "start", "holds", "wanted"), SPANS)
def test_the_stretches_of_values_around_one_that_does(
    type_: Type,
    least: Any,
    most: Any,
    start: Any,
    holds: Callable[[Any], Any],
    wanted: str | None,
) -> None:
    name = {Scalar.NUMBER: "q", Scalar.DATE: "d"}.get(type_, "n")  # type: ignore[call-overload]
    record = varied(name, type_, least, most)
    condition = holds(record.record.read(name).value)
    spans = record.spans(name, condition, start, monotonic() + 60)
    assert told(spans) == wanted
    ends = [end for one in spans or () for end in (one.low, one.high)]
    assert all(isinstance(end, int) or end.denominator > 1 for end in ends)


def test_parts_deep_in_a_record_are_free_and_the_rest_is_as_it_was() -> None:
    for path, read in (
        ("main.size", lambda one: one.read("main").read("size")),
        ("parts[1].size", lambda one: one.read("parts").elements[1].value.read("size")),
    ):
        record = varied(path, Scalar.WHOLE, 0, 9)
        value = read(record.record)
        assert record.record.read("m").value == 7
        other = record.record.read("parts").elements[0].value.read("size")
        assert (other.known, other.value) == (True, 1)
        span = record.spans(path, at_most(value.value, 4), 2, monotonic() + 60)
        assert told(span) == "[0,4]"
        assert record.spans("n", True, 3, monotonic() + 60) is None


@pytest.mark.parametrize(
    ("ranges", "bound", "always"),
    [
        ({"n": [Numbers(2, 5)]}, 5, True),
        ({"n": [Numbers(2, 5)]}, 4, False),
        ({"n": [Numbers(2, 5, True, False)]}, 4, True),
        ({"n": [Numbers(0, 1), Numbers(4, 6)]}, 6, True),
        ({"n": [Numbers(0, 1), Numbers(4, 6)]}, 5, False),
        ({}, 9, True),
        ({}, 8, False),
        ({"n": []}, 8, False),
        ({"m": [Numbers(0, 1)]}, 8, False),
    ],
)
def test_a_condition_holds_for_all_values_in_ranges_or_not(
    ranges: Any, bound: int, always: bool
) -> None:
    record = varied("n", Scalar.WHOLE, 0, 9)
    condition = at_most(record.record.read("n").value, bound)
    assert record.always(ranges, condition, monotonic() + 60) is always


@pytest.mark.parametrize(
    ("ends", "held"),
    [
        ((True, True), [2, 3, 4]),
        ((False, True), [3, 4]),
        ((True, False), [2, 3]),
        ((False, False), [3]),
    ],
)
def test_an_end_belongs_to_a_stretch_or_not(ends: tuple[bool, bool], held: list[int]) -> None:
    numbers = Numbers(2, 4, *ends)
    assert [number for number in range(7) if numbers.holds(number)] == held


def test_without_time_nothing_is_claimed() -> None:
    record = varied("n", Scalar.WHOLE, 0, 9)
    condition = at_most(record.record.read("n").value, 5)
    for ask in (
        lambda: record.spans("n", condition, 3, monotonic() - 1),
        lambda: record.always({}, condition, monotonic() - 1),
        lambda: is_impossible([condition], monotonic() - 1),
    ):
        with pytest.raises(OutOfTimeError):
            ask()
    assert is_impossible([False], monotonic() + 9)
    assert not is_impossible([condition], monotonic() + 9)
