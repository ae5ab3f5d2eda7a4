"""What an explanation costs: work that grows with what is shown; what is cut is said."""

import json
from datetime import date
from itertools import pairwise

import pytest

from linkage_rules.decisions.explanation import Node
from linkage_rules.decisions.steps import LONGEST_DESCRIPTION, MAX_STEPS
from linkage_rules.policy.policy import Policy
from tests.growth.constructs import chain, norm
from tests.growth.work import calls
from tests.policies import package_of

HEAD = """
policy chain "链"

record Case "案"
  n "数": whole number
  nums "各数": list of whole number

bearer county "县"

action visit "走访" of Case
"""


def nested_if(k: int) -> str:
    inner = "n"
    for level in range(k):
        inner = f"(if n > {level % 9} then {inner} else {level % 5})"
    return norm(f"{inner} > 3")


def nested_some(k: int) -> str:
    inner = "x0 > 100"
    for level in reversed(range(k)):
        inner = f"some x{level} in nums has ({inner})"
    return norm(inner)


CASES = {
    "and": (lambda k: norm(" and ".join(f"n > {i % 9}" for i in range(k))), 20),
    "nested if": (nested_if, 8),
    "facts in a chain": (chain, 15),
    "sum over a list": (lambda k: norm("sum(x over x in nums) > 3"), 30),
    "pairs of elements": (lambda k: norm("some x in nums has some y in nums has x + y > 99"), 8),
}


def decided(text: str, elements: int):
    policy = Policy(package_of(HEAD + text), "digest", None)
    record = {"n": 9, "nums": [1] * elements}
    decision = policy.evaluate(record, as_of=date(2023, 5, 1), record_type="Case")
    decision.evaluation  # noqa: B018 - what was worked out is not to be counted below
    return decision


@pytest.mark.slow
@pytest.mark.parametrize("form", ["explain", "to_json", "to_text"])
@pytest.mark.parametrize("name", CASES)
def test_the_work_grows_with_what_is_shown(name, form):
    written, start = CASES[name]

    def cost(k: int) -> tuple[int, int]:
        decision = decided(written(k), k)
        told: list[str] = []
        asked = ("visit",) if form == "explain" else ()
        work = calls(lambda: told.append(getattr(decision, form)(*asked)))
        return work, len(told[0])

    cost(2)
    costs = [cost(start * times) for times in (1, 2, 4)]
    for (less, shorter), (more, longer) in pairwise(costs):
        # Pairs of elements are looked at once, for a warning; nothing else grows with their number.
        steepest = 4.5 if name == "pairs of elements" else 1.4 * max(2, longer / shorter)
        assert more < steepest * less


def nodes(decision) -> list[Node]:
    return list(decision.explanation("visit").walk())


def test_lists_in_lists_are_explained_as_far_as_the_bound_and_the_cut_is_said():
    decision = decided(nested_some(14), 2)
    shown = nodes(decision)
    assert len(shown) < 2.5 * MAX_STEPS
    cuts = [node.sentence.en for node in shown if "cut here" in node.sentence.en]
    assert cuts == [f"… (cut here: the explanation has more than {MAX_STEPS} steps)"]
    assert "以下从略" in decision.explain("visit", "zh")


def test_of_many_alike_the_first_are_told_and_the_others_counted():
    shown = [node.sentence.en for node in nodes(decided(CASES["pairs of elements"][0](1), 30))]
    assert shown.count("… and 25 more alike") == 6


def test_a_long_condition_is_quoted_as_far_as_the_bound():
    decision = decided(norm(" and ".join(f"n > {i % 9}" for i in range(1_000))), 1)
    quoted = max((node.sentence.en for node in nodes(decision)), key=len)
    assert len(quoted) < LONGEST_DESCRIPTION + 100
    assert "…" in quoted


def test_the_json_of_a_long_chain_tells_every_fact_once():
    small, large = (len(decided(chain(k), 1).to_json()) for k in (100, 400))
    assert large < 4.2 * small
    found = json.loads(decided(chain(100), 1).to_json())
    unfolded = [fact for fact in found["derivations"]["facts"].values() if "parts" in fact]
    assert len(unfolded) == 100
