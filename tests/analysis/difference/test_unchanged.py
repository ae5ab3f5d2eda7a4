"""Of what did not change between two policies nothing is asked; of what rests on a change, all."""

import pytest

from linkage_rules.analysis.difference import Relation, difference
from linkage_rules.analysis.difference.comparing import changed_steps
from tests.policies import package_of

POLICY = """
policy p "试"
record Project "项目"
  a "甲": yes/no
  b "乙": yes/no
  n "户数": whole number at least 0
bearer county "县"
bearer city "市"
parameter limit "限额": whole number
  = 3
fact many "多" of Project
  means n >= limit
action enter "入库" of Project
action build "建" of Project
  done when a
norm crowded "多则不得" for Project
  when many
  county must not enter
norm alone "单" for Project
  when b
  county must build
norm told "告" for Project
  when alone is violated
  county must enter
"""

EVERYTHING = {"many", "crowded", "alone", "told", "enter", "build"}

CHANGES = {
    "a label": ('"单"', '"独"', set()),
    "a parameter": ("  = 3", "  = 4", {"many", "crowded", "enter"}),
    "a fact": ("n >= limit", "n > limit", {"many", "crowded", "enter"}),
    "a condition": ("  when b", "  when b and a", {"alone", "build", "told", "enter"}),
    "a bearer": ("county must build", "city must build", {"alone", "build", "told", "enter"}),
    "when it is done": ("done when a", "done when a or b", {"build", "told", "enter"}),
    "days in force": ("  when many", "  when many\n  in force 2024-01-01", {"crowded", "enter"}),
    "an override": ("  when b", "  when b\n  overrides crowded", {"crowded", "enter"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_rests_on_a_change_has_changed_and_nothing_else(change: str) -> None:
    before, after, names = CHANGES[change]
    found = changed_steps(package_of(POLICY), package_of(POLICY.replace(before, after)))
    assert {step.name for step in found} == names


def test_nothing_is_asked_of_policies_that_differ_in_words_alone() -> None:
    asked: list[None] = []
    other = POLICY.replace('"多则不得"', '"多的不得"').replace('"甲"', '"子"')
    found = difference(
        package_of(POLICY), package_of(other), asking=lambda: asked.append(None), stop_after=0
    )
    assert not asked
    assert {one.relation for one in (*found.actions, *found.norms)} == {Relation.SAME}
    assert {one.list_bound for one in found.norms} == {None}


def test_only_what_changed_is_asked() -> None:
    asked: list[None] = []
    other = POLICY.replace("  = 3", "  = 4")
    found = difference(package_of(POLICY), package_of(other), asking=lambda: asked.append(None))
    compared = (*found.actions, *found.norms)
    different = [one.declared.name for one in compared if one.relation is not Relation.SAME]
    assert different == ["enter", "crowded"]
    # Stricter or looser, first among what is known and then among the rest.
    assert len(asked) <= 4 * len(different)
