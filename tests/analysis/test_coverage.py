"""Coverage: what the examples of a policy show of its norms and conditions."""

from fractions import Fraction

import pytest

from linkage_rules.analysis.coverage import coverage
from linkage_rules.analysis.criteria import LineKind, beside
from linkage_rules.language.writing.unparse import describe
from linkage_rules.policy.loading.packages import load_package
from tests.policies import package_of

SHAPES = """
policy small "小"
  in force 2022-01-01 to 2025-12-31
record Fund "资金"
  amount "金额": money
  public: yes/no
  audited: yes/no
record Project "项目"
  a "甲": yes/no
  b: yes/no
  c: yes/no
  done: yes/no
  size: whole number
  funds: list of Fund
bearer operator
action act of Project
action report of Project
  done when done
"""


def example(title: str, given: str, as_of: str = "2023-05-01") -> str:
    return (
        f'\nexample "{title}" of Project\n  given {given}\n  as of {as_of}\n'
        "  expect not (act is conflicting)\n"
    )


def norm(*lines: str, name: str = "n") -> str:
    return f"\nnorm {name} for Project\n" + "".join(f"  {line}\n" for line in lines)


MUST = "operator must act"


@pytest.fixture
def covered():
    return lambda *parts: coverage(package_of(SHAPES + "".join(parts)))


@pytest.fixture
def shown():
    """For every condition of a policy, its text and the titles of the examples that show it."""

    def read(*parts: str):
        package = package_of(SHAPES + "".join(parts))
        return {
            describe(c.condition.expression, package, "en"): (
                c.yes_by and c.yes_by.title,
                c.no_by and c.no_by.title,
            )
            for c in coverage(package).conditions
            if describe(c.condition.expression, package, "en") != "done"
        }

    return read


def test_without_examples_nothing_is_covered(covered):
    found = covered(norm("when a and b", MUST))
    assert (found.norms_covered, len(found.norms)) == (0, 1)
    assert (found.conditions_covered, len(found.conditions)) == (0, 3)
    assert found.condition_share == 0
    assert [n.missing for n in found.open_norms] == [(True, False)]


def test_a_norm_is_covered_once_it_applied_and_did_not(covered):
    rule = norm("when a", MUST)
    only_yes = covered(rule, example("yes", "a: yes"))
    assert [n.missing for n in only_yes.norms] == [(False,)]
    both = covered(rule, example("yes", "a: yes"), example("no", "a: no"))
    assert [(n.applied_by.title, n.not_applied_by.title) for n in both.norms] == [("yes", "no")]
    assert both.norms_covered == 1


def test_a_norm_that_depends_on_nothing_has_only_to_apply(covered):
    (found,) = covered(norm(MUST), example("any", "a: yes")).norms
    assert (found.depends, found.missing) == (False, ())


def test_an_unknown_condition_makes_a_norm_neither_apply_nor_not(covered):
    (found,) = covered(norm("when a", MUST), example("unknown", "b: yes")).norms
    assert found.missing == (True, False)


def test_a_day_on_which_a_norm_is_not_in_force_shows_nothing_of_it(covered):
    found = covered(norm("when a", MUST), example("late", "a: no", as_of="2026-01-01"))
    assert found.norms[0].missing == (True, False)
    assert found.open_conditions[-1].missing == (True, False)


def test_masked_conditions_are_not_covered(shown):
    examples = [
        example("both", "a: yes, b: yes"),
        example("neither", "a: no, b: no"),
    ]
    assert shown(norm("when a and b", MUST), *examples) == {
        "a": ("both", None),
        "b": ("both", None),
    }


def test_each_condition_of_a_conjunction_needs_an_example_where_it_alone_fails(shown):
    examples = [
        example("both", "a: yes, b: yes"),
        example("without a", "a: no, b: yes"),
        example("without b", "a: yes, b: no"),
    ]
    assert shown(norm("when a and b", MUST), *examples) == {
        "a": ("both", "without a"),
        "b": ("both", "without b"),
    }


def test_a_condition_beside_an_unknown_one_is_not_covered(shown):
    assert shown(norm("when a and b", MUST), example("half", "a: no")) == {
        "a": (None, None),
        "b": (None, None),
    }


def test_an_exception_counts_only_where_the_norm_would_apply_without_it(shown):
    rule = norm("when a", "unless b", MUST)
    examples = [example("excused", "a: no, b: yes"), example("plain", "a: yes, b: no")]
    assert shown(rule, *examples)["b"] == (None, "plain")
    assert shown(rule, *examples, example("matters", "a: yes, b: yes"))["b"] == (
        "matters",
        "plain",
    )


def test_an_overriding_norm_is_a_condition_of_the_norm_it_overrides(shown):
    rules = norm("when a", MUST) + norm("when b", "overrides n", "operator may act", name="m")
    examples = [example("special", "a: yes, b: yes"), example("general", "a: yes, b: no")]
    assert shown(rules, *examples)["m applies"] == ("special", "general")


def test_conditions_tell_the_line_they_stand_on(covered):
    rules = norm("when a", "unless b", MUST) + norm("overrides n", "operator may act", name="m")
    fact = "\nfact f of Project\n  means c\n"
    roles = [c.condition.role for c in covered(rules, fact).conditions]
    assert roles == [
        LineKind.DONE_WHEN,
        LineKind.WHEN,
        LineKind.UNLESS,
        LineKind.OVERRIDDEN,
        LineKind.MEANS,
    ]


def test_the_literals_yes_and_no_are_no_conditions(covered):
    assert len(covered(norm("when yes", MUST)).conditions) == 1


def test_the_body_of_a_quantifier_is_a_criterion_that_elements_exercise(shown):
    fact = "\nfact f of Project\n  means some x in funds has x.public and x.audited\n"
    one = example(
        "one project",
        "funds: [{public: yes, audited: yes}, {public: no, audited: yes}, "
        "{public: yes, audited: no}]",
    )
    assert shown(fact, one) == {
        "some x in funds has x.public and x.audited": ("one project", None),
        "x.public": ("one project", "one project"),
        "x.audited": ("one project", "one project"),
    }


def test_an_empty_or_unknown_list_exercises_no_body(shown):
    fact = "\nfact f of Project\n  means every x in funds has x.public\n"
    examples = [example("empty", "funds: []"), example("unknown", "a: yes")]
    assert shown(fact, *examples)["x.public"] == (None, None)


def test_quantifiers_inside_quantifiers_see_the_outer_element(shown):
    fact = (
        "\nfact f of Project\n"
        "  means some x in funds has every y in funds has x.amount >= y.amount and x.public\n"
    )
    one = example(
        "pair", "funds: [{amount: 1元, public: yes}, {amount: 2元, public: yes}, {public: no}]"
    )
    assert shown(fact, one)["x.amount >= y.amount"] == ("pair", "pair")


def test_the_where_of_an_aggregate_is_a_criterion_even_in_a_fact_of_another_type(shown):
    fact = "\nfact f of Project: money\n  means sum(x.amount over x in funds where x.public)\n"
    one = example("two", "funds: [{amount: 1元, public: yes}, {amount: 2元, public: no}]")
    assert shown(fact, one) == {"x.public": ("two", "two")}


def test_what_an_aggregate_sums_is_asked_only_of_elements_that_pass(shown):
    fact = (
        "\nfact f of Project: money\n"
        "  means sum(if x.audited then x.amount else 0元 over x in funds where x.public)\n"
    )
    passing = "{amount: 1元, public: yes, audited: yes}"
    failing = "{amount: 1元, public: no, audited: no}"
    one = example("two", f"funds: [{passing}, {failing}]")
    assert shown(fact, one)["x.audited"] == ("two", None)


def test_of_if_the_condition_and_the_chosen_branch_are_asked(shown):
    fact = "\nfact f of Project\n  means if a then b else c\n"
    examples = [example("then", "a: yes, b: yes, c: no"), example("else", "a: no, b: no, c: no")]
    assert shown(fact, *examples) == {
        "if a then b else c": ("then", "else"),
        "a": ("then", "else"),
        "b": ("then", None),
        "c": (None, "else"),
    }


def test_a_connective_inside_a_comparison_is_a_criterion_of_its_own(shown):
    fact = "\nfact f of Project\n  means (a and b) = c\n"
    both = example("both", "a: yes, b: yes, c: yes")
    assert shown(fact, both) == {
        "(a and b) = c": ("both", None),
        "a": ("both", None),
        "b": ("both", None),
    }


def test_a_done_condition_is_covered_like_any_other(covered):
    found = covered(example("done", "done: yes"), example("not", "done: no"))
    assert [(c.condition.role, c.missing) for c in found.conditions] == [(LineKind.DONE_WHEN, ())]
    assert found.condition_share == Fraction(1)


def test_only_examples_of_the_same_record_type_count(covered):
    others = (
        '\nrecord Village "村"\n  poor: yes/no\n'
        'example "a village" of Village\n  given poor: yes\n  as of 2023-05-01\n'
        "  expect poor\n"
    )
    found = covered(others, norm("when a", MUST))
    assert {n.missing for n in found.norms} == {(True, False)}


def test_what_is_used_from_another_package_is_left_to_its_own_examples():
    base = package_of(SHAPES + norm("when a", MUST))
    policy = "policy other\nuse small\nnorm m for Project\n  when b\n  operator may act\n"
    found = coverage(package_of(policy, uses=(base,)))
    assert [n.norm.name for n in found.norms] == ["m"]
    assert len(found.conditions) == 1


def test_what_must_hold_beside_an_uncovered_condition_is_told(covered):
    rule = norm("when a and (b or size > 3)", "unless c", MUST)
    package = package_of(SHAPES + rule)
    needed = {
        describe(c.condition.expression, package, "en"): [
            (describe(part.expression, package, "en"), part.truth)
            for part in beside(c.condition.place)
        ]
        for c in coverage(package).conditions
    }
    assert needed["b"] == [("not c", True), ("a", True), ("size > 3", False)]
    assert needed["c"] == [("a and (b or size > 3)", True)]


def test_what_a_parameter_settles_is_no_condition_and_what_it_rules_out_is_not_asked(shown):
    parameter = "\nparameter included: yes/no\n  = no\n"
    fact = "\nfact f of Project\n  means if included then size <= 3 else size < 3\n"
    examples = [example("below", "size: 2"), example("at", "size: 3")]
    assert shown(parameter, fact, *examples) == {
        "if included then size <= 3 else size < 3": ("below", "at"),
        "size < 3": ("below", "at"),
    }


def test_a_parameter_that_changes_over_time_is_a_condition(shown):
    parameter = "\nparameter included: yes/no\n  = no from 2022-01-01\n  = yes from 2024-01-01\n"
    fact = "\nfact f of Project\n  means a and not included\n"
    examples = [example("before", "a: yes"), example("after", "a: yes", as_of="2024-02-01")]
    assert shown(parameter, fact, *examples)["included"] == ("after", "before")


def test_a_settled_condition_can_still_mask_others(shown):
    parameter = "\nparameter strict: yes/no\n  = yes\n"
    fact = "\nfact f of Project\n  means a or strict\n"
    examples = [example("yes", "a: yes"), example("no", "a: no")]
    assert shown(parameter, fact, *examples) == {"a": (None, None)}


def test_a_norm_that_only_a_parameter_conditions_has_only_to_apply(covered):
    parameter = "\nparameter strict: yes/no\n  = yes\n"
    (found,) = covered(parameter, norm("when strict", MUST), example("any", "a: yes")).norms
    assert found.missing == ()


def test_what_is_asked_of_some_declarations_is_what_is_found_of_all():
    package = load_package("example_award").package
    whole = coverage(package)
    names = {one.norm.name for one in whole.norms[::3]} | {"is_operator"}
    some = coverage(package, names)
    assert [one.norm for one in some.norms] == [
        one.norm for one in whole.norms if one.norm.name in names
    ]
    for found, of in ((some.norms, whole.norms), (some.standings, whole.standings)):
        by = {repr(one): one for one in of}
        assert all(repr(one) in by for one in found)
    assert [repr(one) for one in some.conditions] == [
        repr(one) for one in whole.conditions if one.criterion.owner.name in names
    ]
