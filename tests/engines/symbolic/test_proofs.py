"""What the symbolic engine proves, for how long lists, and what it refutes."""

import importlib
import os
import signal
import sys
from datetime import date
from fractions import Fraction
from threading import Timer

import pytest
import z3

from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Answer,
    Candidate,
    Impossible,
    Rules,
    Scene,
    Search,
    Undecided,
    all_of,
    demand,
    negated,
    terms,
)
from linkage_rules.engines.symbolic.search import answer_of
from linkage_rules.model.expressions import FactValue
from linkage_rules.model.package import Package
from linkage_rules.model.types import Field, ListType, RecordType, Scalar
from linkage_rules.model.values import is_decimal
from tests.policies import package_of

HEAD = """
policy proofs "证"
  in force 2022-12-07 to 2025-12-31
enum kind
  red
  blue
  green
enum nothing
record Part
  paid: yes/no
  weight: whole number at least 0
record Item
  kind_: kind
  size: whole number at least 0 at most 100
  amount: money at least 0元
  parts: list of Part
record Thing
  id: text required
  a: yes/no
  b: yes/no
  n: whole number at least 3
  m: whole number
  k: whole number
  q: number
  price: money
  day: date at least 2020-01-01
  other: date
  word: text
  span: period
  colour: kind
  absent: nothing
  inner: Item
  items: list of Item
  others: list of Item
  numbers: list of whole number
fact either of Thing: list of Item
  means if a then items else others
parameter nil: number
  tunable at most 1
  = 0
parameter many: list of whole number
  = [1, 2, 3, 4, 5, 6, 7]
parameter limit: money
  = 1元 from 2022-12-07 to 2022-12-31
  = 2元 from 2023-01-01
"""

PROVED = Impossible()
UP_TO_THREE = Impossible(3)


def _package(means: str) -> Package:
    return package_of(f"{HEAD}\nfact asked of Thing\n  means {means}\n")


def _ask(means: str, answer: bool | None = True, list_bound: int = 3) -> tuple[Package, Answer]:
    package = _package(means)
    scene = Scene(package.record_types["Thing"], list_bound)
    rules = Rules(package, scene)
    asked = FactValue("asked", Scalar.YES_NO)
    needed = demand(package, [asked], list_bound)
    return package, Search(scene).find(rules.truth(asked).is_(answer), needed)


CLAIMS = [
    "n < 3",
    "n = 3 and m = 3 and n + m = 7",
    "a and not a",
    "a is known and not (a is known) or n / nil > 1",
    "price > limit and price <= 0.99元",
    "absent is known",
    "not (id is known)",
    "inner is known and inner.size > 100",
    "not (inner is known) and inner.size is known",
    "colour in {red, blue} and colour = green",
    "word = “甲” and word = “乙”",
    # Days
    "day + 1 month != 2023-02-28 and day between 2023-01-28 and 2023-01-31",
    "day + 1 year < day",
    "(years between day and (day + 3 years)) != 3 and day <= 2024-12-31",
    "day = 2024-02-29 and day + 12 months != 2025-02-28",
    "day between 9999-12-01 and 9999-12-30 and day + 1 month is known",
    # Lists of any length
    "(some i in items has i.size > 3) and every i in items has i.size <= 3",
    "count(items) > 0 and (every i in items has i.size > 3) "
    "and not (some i in items has i.size > 2)",
    "sum(i.amount over i in items) < 0元",
    "sum(i.amount over i in items where i.size > 3) > sum(i.amount over i in items)",
    "count(i in items where i.size > 3 and i.kind_ = red) > count(i in items where i.size > 3)",
    "distinct(i.kind_ over i in items) > count(items)",
    "min(i.size over i in items) > max(i.size over i in items)",
    "min(i.size over i in items) < 0",
    "min(x over x in numbers) < 5 and every x in numbers has x > 5",
    "3 in numbers and not (some x in numbers has x <= 3)",
    "count(items) = 0 and sum(i.amount over i in items) > 0元",
    "items is known and not (count(items) is known)",
    "(some i in items has every p in i.parts has p.paid and p.weight > 2) "
    "and every i in items has some p in i.parts has p.weight <= 1",
    "count(either) > count(items) + count(others)",
    "(some i in either has i.size > 3) and not (some i in items has i.size > 3) and a",
    "sum(i.size over i in items) > 100 * count(items)",
    "sum(i.size over i in items where i.kind_ = red) > 100 * count(i in items where i.kind_ = red)",
    "sum(3 over i in items) != 3 * count(items)",
    "sum(round i.size / 2 to 1 over i in items) * 2 = 3",
    "count(i in items where i.size > 3) < count(i in items where i.size > 3 and i.kind_ = red)",
    "(at most 0 i in items has i.size > 3) and some i in items has i.size > 3",
    "3 in numbers and every x in numbers has x > 3",
    "max(x over x in numbers) < 3 and some x in numbers has x > 3",
    "count(numbers) = 1 and distinct(x over x in numbers) = 0",
    "count(items) = 0 and min(i.size over i in items) is known",
    "not (items is known) and count(items) is known",
]
"""Of every one it is proved that no record makes it true."""


@pytest.fixture(scope="module")
def claims() -> Package:
    facts = (f"fact asked{n} of Thing\n  means {means}\n" for n, means in enumerate(CLAIMS))
    return package_of(HEAD + "".join(facts))


@pytest.mark.parametrize("means", CLAIMS)
def test_proved_for_all_records(claims: Package, means: str) -> None:
    asked = FactValue(f"asked{CLAIMS.index(means)}", Scalar.YES_NO)
    scene = Scene(claims.record_types["Thing"], 3)
    rules, needed = Rules(claims, scene), demand(claims, [asked], 3)
    assert Search(scene).find(rules.truth(asked).yes, needed) == PROVED


def test_what_counts_and_conditions_have_to_do_with_one_another_is_shown_up_to_a_length() -> None:
    means = (
        "(every i in items has i.size > 3) and count(i in items where i.size > 3) < count(items)"
    )
    assert _ask(means)[1] == UP_TO_THREE
    assert _ask(means, list_bound=1)[1] == Impossible(1)


@pytest.mark.parametrize(
    ("means", "answer"),
    [
        ("n <= 3", True),
        ("price = 2元 and price <= limit", True),
        ("price = 1.01元 and price <= limit", True),
        ("n / (n - 3) > 1", None),
        ("word != “甲” and word != “乙”", True),
        ("word = id", True),
        ("day + 1 month = 2024-02-29 and day != 2024-01-29", True),
        ("years between other and day = -1 and other > day", True),
        ("day + span = 2024-02-29 and day = 2023-12-31", True),
        ("day + span = 9999-12-31", None),
        ("count(items) = 3 and distinct(i.kind_ over i in items) = 2", True),
        ("sum(i.amount over i in items where i.kind_ = red) = 5元", True),
        ("some i in items has count(i.parts) = 2 and every p in i.parts has not p.paid", True),
        ("some i in items has i.size > 3", None),
        ("(some i in items has i.size > 3) and count(items) = 2", None),
        ("min(x over x in numbers) > 3", None),
        ("q * q = 2.25", True),
        ("as_of > 2030-01-01 and limit = 2元", True),
        ("limit is known", False),
    ],
)
def test_refuted_with_a_record_that_the_reference_engine_confirms(
    means: str, answer: bool | None
) -> None:
    package, found = _ask(means, answer)
    assert isinstance(found, Candidate)
    shape = package.record_types["Thing"]
    evaluation = Evaluation(package, shape, found.record, found.as_of)
    assert evaluation.fact_values()["asked"] is answer


def test_a_question_that_takes_too_long_is_undecided() -> None:
    package = _package("n * n * n + m * m * m = k * k * k and m > 2 and k > 2")
    scene = Scene(package.record_types["Thing"])
    rules = Rules(package, scene)
    asked = rules.truth(FactValue("asked", Scalar.YES_NO)).yes
    assert Search(scene, time_limit=0.05).find(asked) == Undecided()


def test_two_policies_judge_the_same_record() -> None:
    old, new = _package("n > 5 and day > 2023-01-01"), _package("n >= 5 and day > 2023-01-01")
    scene = Scene(old.record_types["Thing"])
    before, after = (
        Rules(package, scene).truth(FactValue("asked", Scalar.YES_NO)) for package in (old, new)
    )
    search = Search(scene)
    assert search.find(all_of((before.yes, negated(after.yes)))) == PROVED
    found = search.find(all_of((after.yes, negated(before.yes))))
    assert isinstance(found, Candidate)
    assert found.record["n"] == 5


def test_a_list_longer_than_what_is_written_out_is_not_overlooked() -> None:
    means = " and ".join(f"(some i in items has i.size = {n})" for n in range(5))
    for list_bound in (0, 2, 4):
        assert _ask(means, list_bound=list_bound)[1] == Impossible(list_bound)
    assert isinstance(_ask(means, list_bound=5)[1], Candidate)


def test_elements_of_parameters_that_each_need_their_own_are_not_overlooked() -> None:
    means = "every x in many has x in numbers"
    assert _ask(means)[1] == UP_TO_THREE
    assert isinstance(_ask(means, list_bound=7)[1], Candidate)


def test_a_list_chosen_for_each_element_is_asked_for_each() -> None:
    package = _package(
        "every i in items has some p in (if i.size > 50 then i.parts else inner.parts)"
        " has p.weight = i.size"
    )
    needed = demand(package, [FactValue("asked", Scalar.YES_NO)], 3)
    assert needed == {"items[]": 1, "items[].parts[]": 3, "inner.parts[]": 3}


def test_a_question_asked_for_the_elements_of_two_lists_counts_for_both() -> None:
    each = "every i in {} has some x in numbers has x = i.size"
    package = _package(f"({each.format('items')}) and ({each.format('others')})")
    needed = demand(package, [FactValue("asked", Scalar.YES_NO)], 3)
    assert needed == {"items[]": 1, "others[]": 1, "numbers[]": 6}


def test_elements_of_elements_that_each_need_their_own_are_not_overlooked() -> None:
    """Two items of two parts each, and for every part another item: four, of which three are
    written out."""
    two = " and ".join(
        f"(some p in i.parts has p.weight = {weight})" for weight in ("i.size", "i.size + 10")
    )
    means = (
        f"(some i in items has i.size = 3 and {two}) and (some i in items has i.size = 4 and {two})"
        " and every i in items has every p in i.parts has some j in others has j.size = p.weight"
    )
    assert _ask(means)[1] == UP_TO_THREE
    assert isinstance(_ask(means, list_bound=4)[1], Candidate)


def test_a_record_type_without_valid_records_has_none() -> None:
    text = "policy p\nenum nothing\nrecord Thing\n  e: nothing required\n"
    package = package_of(text)
    assert Search(Scene(package.record_types["Thing"])).find(True) == PROVED


def test_what_was_never_asked_is_unknown_in_a_candidate() -> None:
    _, found = _ask("n = 4")
    assert isinstance(found, Candidate)
    known = {name for name, value in found.record.items() if value is not None}
    assert known == {"id", "n"}
    assert date.min <= found.as_of <= date.max


def test_without_z3_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ImportError, match=r"linkage-rules\[analysis\]") as raised:
        importlib.reload(terms)
    assert "需要 z3" in str(raised.value)


def test_a_free_value_of_one_name_is_one_value() -> None:
    scene = Scene(RecordType("V", None, ()))
    kinds = ListType(Scalar.WHOLE)
    assert scene.free("kinds!", kinds) is scene.free("kinds!", kinds)
    assert len(scene.rests) == 1


def test_an_interrupted_search_has_no_answer():
    solver, (a, b, c) = z3.Solver(), z3.Ints("a b c")
    # Nobody has found these quickly.
    solver.add(a**3 + b**3 + c**3 == 42, a * b * c != 0)
    solver.set("timeout", 60_000)
    interruption = Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    interruption.start()
    with pytest.raises(KeyboardInterrupt):
        answer_of(solver)
    interruption.join()


@pytest.mark.parametrize("seed", range(6))
def test_a_record_has_numbers_that_people_can_write_where_it_can_have_them(seed: int) -> None:
    """Whatever the solver finds first; a number of 0.333… is none that an example can hold."""
    shape = RecordType(
        "T", None, (Field("q", None, Scalar.NUMBER), Field("r", None, Scalar.NUMBER))
    )
    z3.set_param("smt.random_seed", seed)
    try:
        scene = Scene(shape)
        q, r = (scene.record.read(name) for name in "qr")
        third = terms.equal(q.value * 3, 1)
        between = all_of((terms.less(r.value * 7, 1), terms.less(1, r.value * 9)))
        search = Search(scene)
        both = all_of((q.known, r.known, negated(third), between))
        found = search.find(both)
        assert isinstance(found, Candidate)
        assert all(is_decimal(found.record[name]) for name in "qr")
        # One that has no decimal is found all the same.
        only = search.find(all_of((q.known, third)))
        assert isinstance(only, Candidate)
        assert only.record["q"] == Fraction(1, 3)
    finally:
        z3.set_param("smt.random_seed", 0)
