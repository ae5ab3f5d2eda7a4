"""Definitions written out where they are asked: elements keep apart from others of their name."""

from datetime import date
from typing import Any

import pytest

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from tests.policies import package_of, read

DAY = date(2024, 5, 1)
EARLY, LATE = date(2022, 6, 1), date(2023, 6, 1)
TEXT = """policy p
parameter least: whole number
  = 1 from 2022-01-01 to 2022-12-31
  = 5 from 2023-01-01
record Part
  n: whole number
record Item
  n: whole number
  d: date
  parts: list of Part
record Case
  items: list of Item
  d: date
fact some_above of Case
  means some x in items has x.n > least
fact then_above of Case
  means some x in items has (some_above as it stood on x.d)
fact then_then_above of Case
  means every x in items has (then_above as it stood on x.d)
fact has_more of Item
  given limit: whole number
  means some x in parts has x.n > limit
fact all_have_more of Item
  means every x in parts has has_more(limit: x.n - 1)
fact deep of Case
  means some x in items has x.all_have_more and x.has_more(limit: x.n)
fact deeper of Case
  means some x in items has (some x2 in items has x2.has_more(limit: x.n))
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def names(expression: model.Expression) -> set[str]:
    return {part.name for part in walk(expression) if isinstance(part, model.Variable)}


def test_elements_of_a_definition_have_names_that_are_not_taken(package: Package) -> None:
    found = {name: names(fact.means) for name, fact in package.facts.items()}
    assert found["some_above"] == {"x"}
    assert found["then_above"] == {"x", "x2"}
    # What was asked of its own day is the same on every other, and is not written out again.
    assert found["then_then_above"] == {"x"}
    assert found["deep"] >= {"x", "x2"}
    assert found["deeper"] == {"x", "x2", "x3"}


def item(n: Any, day: Any, *parts: Any) -> dict[str, Any]:
    return {"n": n, "d": day, "parts": tuple({"n": one} for one in parts)}


# The items, and what comes out: above, then above, and so on as they are declared.
ANSWERS: list[tuple[tuple[dict[str, Any], ...], dict[str, Any]]] = [
    ((), {"some_above": False, "then_above": False, "then_then_above": True, "deep": False}),
    ((item(3, EARLY),), {"some_above": False, "then_above": True, "then_then_above": True}),
    ((item(3, LATE),), {"some_above": False, "then_above": False, "then_then_above": False}),
    ((item(6, LATE),), {"some_above": True, "then_above": True}),
    ((item(3, LATE), item(0, EARLY)), {"some_above": False, "then_above": True}),
    ((item(0, LATE), item(0, EARLY)), {"then_above": False, "then_then_above": False}),
    ((item(2, DAY, 1, 3),), {"deep": True, "deeper": True}),
    ((item(3, DAY, 1, 3),), {"deep": False, "deeper": False}),
    ((item(9, DAY, 1), item(0, DAY)), {"deep": False, "deeper": True}),
    ((item(9, DAY, 1), item(1, DAY)), {"deep": False, "deeper": False}),
]


@pytest.mark.parametrize(("items", "answers"), ANSWERS)
def test_what_is_written_out_means_what_was_asked(
    package: Package, items: tuple[dict[str, Any], ...], answers: dict[str, Any]
) -> None:
    shape = package.record_types["Case"]
    found = Evaluation(package, shape, {"items": items, "d": DAY}, DAY).fact_values()
    assert {name: found[name] for name in answers} == answers


FAULTY: list[tuple[str, list[tuple[str, str]]]] = [
    # What rests on a fact that has a fault is not told of once more.
    (
        "fact bad of Item\n  means nothing\n"
        "fact first_ of Case\n  means some i in items has i.bad\n",
        [("POL-202", "nothing")],
    ),
    (
        "fact bad of Case\n  means nothing > least\nfact first_ of Case\n"
        "  means bad as it stood on d\nfact second_ of Case\n  means first_ as it stood on d\n",
        [("POL-202", "nothing")],
    ),
    (
        "fact bad of Item\n  given a: whole number\n  means nothing > a\nfact first_ of Case\n"
        "  means some i in items has i.bad(a: 3)\n",
        [("POL-202", "nothing")],
    ),
    (
        "fact first_ of Case\n  means some i in items has i.last_\nfact last_ of Item\n  means i\n",
        [("POL-202", "i")],
    ),
]


@pytest.mark.parametrize(("more", "told"), FAULTY)
def test_a_fault_in_a_definition_is_told_once(more: str, told: list[tuple[str, str]]) -> None:
    assert read(TEXT + more).places == told
