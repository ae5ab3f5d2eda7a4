"""Two policies whose records differ."""

import pytest

from linkage_rules.analysis.difference import (
    ChangeKind,
    IncompatibleError,
    Relation,
    Way,
    difference,
)
from tests.policies import package_of

OLD = """
policy p
enum kind
  red
  blue
record Part
  kind: kind
record Project
  a: yes/no
  n: whole number at least 0 at most 10
  parts: list of Part
bearer county
action enter of Project
norm n for Project
  when a and some p in parts has p.kind = red
  county must not enter
"""


def test_a_policy_does_not_look_at_fields_it_does_not_know():
    new = OLD.replace("a: yes/no", "a: yes/no\n  b: yes/no").replace("when a", "when (a or b)")
    found = difference(package_of(OLD), package_of(new))
    assert [(c.kind, c.name.en) for c in found.vocabulary] == [(ChangeKind.FIELD_ADDED, "b")]
    assert [c.relation for c in found.norms] == [Relation.STRICTER]
    shown = found.norms[0].ways[Way.STRICTER].shown
    assert shown is not None
    assert shown.witness.record["b"] is True


def test_a_value_that_only_one_policy_knows_is_like_none_to_the_other():
    """The new value stands before the others, so their numbers differ between the policies."""
    new = OLD.replace("  red\n", "  green\n  red\n").replace("= red", "in {red, green}")
    found = difference(package_of(OLD), package_of(new))
    assert [(c.kind, c.name.en) for c in found.vocabulary] == [(ChangeKind.VALUE_ADDED, "green")]
    assert [c.relation for c in found.norms] == [Relation.STRICTER]
    shown = found.norms[0].ways[Way.STRICTER].shown
    assert shown is not None
    assert shown.witness.record["parts"] == ({"kind": "green"},)


def test_the_order_of_values_and_fields_is_no_difference():
    new = OLD.replace("  red\n  blue\n", "  blue\n  red\n").replace(
        "  a: yes/no\n  n: whole number at least 0 at most 10\n",
        "  n: whole number at least 0 at most 10\n  a: yes/no\n",
    )
    assert not difference(package_of(OLD), package_of(new))


def test_narrower_bounds_are_told_and_kept_to():
    old = OLD.replace("when a", "when n > 8")
    new = OLD.replace("when a", "when n > 7").replace("at most 10", "at most 7")
    found = difference(package_of(old), package_of(new))
    assert [c.kind for c in found.vocabulary] == [ChangeKind.BOUNDS_CHANGED]
    assert [c.relation for c in found.norms] == [Relation.SAME]


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("n: whole number at least 0 at most 10", "n: money"),
        ("parts: list of Part", "parts: Part"),
        ("at least 0 at most 10", "at least 11"),
    ],
)
def test_records_that_cannot_be_fit_for_both_are_refused(change: str, to: str):
    text = OLD.replace("and some p in parts has p.kind = red", "")
    with pytest.raises(IncompatibleError) as refused:
        difference(package_of(text), package_of(text.replace(change, to)))
    for language, record in (("zh", "Project的字段"), ("en", "of Project")):
        assert record in refused.value.render(language)


def test_policies_of_two_years_are_compared_without_their_periods():
    old, new = (
        OLD.replace("policy p\n", f"policy p\n  in force {year}-01-01 to {year}-12-31\n")
        for year in (2023, 2024)
    )
    found = difference(package_of(old), package_of(new))
    assert found.set_aside
    assert [c.relation for c in found.norms] == [Relation.SAME]
    assert found, "the periods differ"
    assert "2023年1月1日至2023年12月31日 → 2024年1月1日至2024年12月31日" in found.to_text("zh")


@pytest.mark.parametrize("turned", [False, True])
def test_of_records_that_only_one_policy_knows_the_other_says_nothing(turned: bool):
    more = OLD + (
        "record Village\n  poor: yes/no\naction visit of Village\n"
        "norm see for Village\n  when poor\n  county must visit\n"
    )
    old, new = (more, OLD) if turned else (OLD, more)
    found = difference(package_of(old), package_of(new))
    (see,) = [norm for norm in found.norms if norm.declared.name == "see"]
    assert see.relation is (Relation.LOOSER if turned else Relation.STRICTER)
    shown = see.ways[Way.LOOSER if turned else Way.STRICTER].shown
    assert shown is not None
    assert dict(shown.witness.record) == {"poor": True}
