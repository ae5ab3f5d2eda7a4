"""How many elements of each list a question needs, so that what is proved holds for any length."""

import pytest

from linkage_rules.engines.symbolic import demand
from linkage_rules.engines.symbolic.demand import questions
from linkage_rules.model.expressions import FactValue
from linkage_rules.model.package import Package
from linkage_rules.model.types import Scalar
from tests.policies import package_of

HEAD = """policy p
record Part
  paid: yes/no
  weight: whole number at least 0
record Item
  size: whole number
  parts: list of Part
record Thing
  a: yes/no
  n: whole number
  amount: money
  items: list of Item
  others: list of Item
  numbers: list of whole number
  first: Item
  d: date
  e: date
parameter few: list of whole number
  = [1, 2] from 2020-01-01 to 2020-12-31
  = [1, 2, 3] from 2021-01-01
fact good of Item
  means some p in parts has p.paid
fact either of Thing: list of Item
  means if a then items else others
distribution share of Thing
  among i in items where i.size > 1
  total amount
  by 1
  to 1分
"""
MANY = 1_000_000

ASKED: list[tuple[str, dict[str, int]]] = [
    ("a and n > 3", {}),
    ("count(items) > 1", {}),
    ("some i in items has i.size > 1", {"items[]": 1}),
    ("every i in items has i.size > n", {"items[]": 1}),
    ("(some i in items has i.size > 1) and some i in items has i.size > 1", {"items[]": 1}),
    ("(some i in items has i.size > 1) and some i in items has i.size > 2", {"items[]": 2}),
    ("3 in numbers", {"numbers[]": 1}),
    ("n in numbers and 3 in numbers", {"numbers[]": 2}),
    ("n in few", {}),
    ("count(i in items where i.size > 1) > 1", {"items[]": 1}),
    ("sum(i.size over i in items) > 1", {"items[]": 1}),
    ("distinct(i.size over i in items) > 1", {"items[]": 1}),
    ("at least 2 i in items has i.size > 1", {"items[]": 2}),
    ("some i in items has some p in i.parts has p.paid", {"items[]": 1, "items[].parts[]": 1}),
    ("some i in items has i.good", {"items[]": 1, "items[].parts[]": 1}),
    ("first.good", {"first.parts[]": 1}),
    ("some i in items has some j in others has i.size = j.size", {"items[]": 1, "others[]": 3}),
    ("some i in items has some p in i.parts has some j in others has j.size = p.weight",
     {"items[]": 1, "items[].parts[]": 1, "others[]": 9}),
    ("some i in items has some p in i.parts has some j in others has j.size = p.weight + i.size",
     {"items[]": 1, "items[].parts[]": 1, "others[]": 9}),
    ("some i in items has some p in i.parts has some q in i.parts has p.weight > q.weight",
     {"items[]": 1, "items[].parts[]": 4}),
    ("some x in few has x in numbers", {"numbers[]": 3}),
    ("some i in either has i.size > 1", {"items[]": 1, "others[]": 1}),
    ("some i in (if a then items else others) has i.size in numbers",
     {"items[]": 1, "others[]": 1, "numbers[]": 3}),
    ("some x in (if a then few else numbers) has x in numbers", {"numbers[]": 4}),
    ("some s in share has s > 1元", {"items[]": MANY}),
    ("some i in items has share of i > 1元", {"items[]": MANY + 1}),
]  # fmt: skip


def asked_of(condition: str) -> tuple[Package, FactValue]:
    package = package_of(f"{HEAD}fact asked of Thing\n  means {condition}\n")
    return package, FactValue("asked", Scalar.YES_NO)


@pytest.mark.parametrize(("condition", "needed"), ASKED)
def test_so_many_elements_are_enough(condition: str, needed: dict[str, int]) -> None:
    package, asked = asked_of(condition)
    assert demand(package, [asked], 3) == needed
    assert {
        origin: sum(times.values()) for origin, times in questions(package, [asked], 3).items()
    } == needed


def test_elements_of_periods_are_asked_for_by_what_lists_them() -> None:
    package, asked = asked_of("some q in quarters from d to e has start of q > d")
    (origin,) = demand(package, [asked], 3)
    assert not isinstance(origin, str)
    assert demand(package, [asked], 3) == {origin: 1}
