"""Witnesses are replayed, and as small as they can be."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.analysis.witnesses import ReplayError, confirmed
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from tests.policies import package_of

POLICY = """
policy small "小"
  in force 2022-12-07 to 2025-12-31
enum kind
  red
  blue
record Item
  kind_: kind
  amount: money at least 0元
record Thing
  id: text required
  a: yes/no
  n: whole number at least 3
  share: number
  day: date
  items: list of Item
parameter limit: money
  = 200万元 from 2022-12-07
fact large of Thing
  means some i in items has i.amount > limit
"""
AS_OF = date(2024, 7, 9)
FULL: dict[str, Any] = {
    "id": "甲乙丙",
    "a": True,
    "n": 12_345,
    "share": 7,
    "day": date(1723, 1, 9),
    "items": (
        {"kind_": "blue", "amount": 999_999_999_999},
        {"kind_": "blue", "amount": 7},
        None,
    ),
}


@pytest.fixture
def shape() -> tuple[Package, RecordType]:
    package = package_of(POLICY)
    return package, package.record_types["Thing"]


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (lambda r, d: True, {}),
        (lambda r, d: r["n"] is not None, {"n": 3}),
        (lambda r, d: r["n"] is not None and r["n"] > 100, {"n": 101}),
        (lambda r, d: r["share"] is not None and r["share"] > 0, {"share": 1}),
        (lambda r, d: r["day"] is not None, {"day": date(2022, 12, 7)}),
        (lambda r, d: bool(r["items"]), {"items": (None,)}),
        (lambda r, d: r["items"] is not None, {"items": ()}),
        (
            # One fen beyond what the policy mentions.
            lambda r, d: (
                bool(r["items"])
                and bool(r["items"][0])
                and (r["items"][0]["amount"] or 0) > 200_000_000
            ),
            {"items": ({"kind_": None, "amount": 200_000_001},)},
        ),
        (
            lambda r, d: bool(r["items"]) and any(i and i["kind_"] for i in r["items"]),
            {"items": ({"kind_": "red", "amount": None},)},
        ),
    ],
)
def test_what_does_not_matter_is_left_out(
    shape: tuple[Package, RecordType],
    shows: Callable[[Record, date], bool],
    expected: dict[str, Any],
) -> None:
    package, record_type = shape
    found = confirmed(record_type, FULL, AS_OF, shows, (package,))
    known = {name: value for name, value in found.record.items() if value is not None}
    assert known == {"id": "1", **expected}
    assert found.as_of == date(2022, 12, 7)


@pytest.mark.parametrize(
    ("given", "least", "most", "expected"),
    [
        # Decimals, as people write them: no 3/11 and no 1/3, however few their digits.
        (Fraction(271_828, 999_999), Fraction(26, 100), Fraction(28, 100), Fraction(27, 100)),
        (Fraction(1, 3), Fraction(3, 10), Fraction(4, 10), Fraction(33, 100)),
        (Fraction(333, 1000), Fraction(33, 100), Fraction(1, 2), Fraction(333, 1000)),
        (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_number_is_rounded_as_far_as_it_can_be(
    shape: tuple[Package, RecordType],
    given: Fraction,
    least: Fraction,
    most: Fraction,
    expected: Fraction,
) -> None:
    def shows(record: Record, _: date) -> bool:
        share: Any = record["share"]
        return share is not None and (least < share < most or least == share == most)

    found = confirmed(shape[1], {**FULL, "share": given}, AS_OF, shows, (shape[0],))
    assert found.record["share"] == expected


def test_a_day_that_matters_stays(shape: tuple[Package, RecordType]) -> None:
    package, record_type = shape
    found = confirmed(record_type, FULL, AS_OF, lambda r, d: d == AS_OF, (package,))
    assert found.as_of == AS_OF


def test_what_the_reference_engine_does_not_confirm_is_never_shown(
    shape: tuple[Package, RecordType],
) -> None:
    with pytest.raises(ReplayError, match="内部错误"):
        confirmed(shape[1], FULL, AS_OF, lambda r, d: False)


def test_what_no_record_may_hold_is_never_shown(shape: tuple[Package, RecordType]) -> None:
    with pytest.raises(ReplayError, match="not valid"):
        confirmed(shape[1], {**FULL, "n": 2}, AS_OF, lambda r, d: r["n"] == 2)
