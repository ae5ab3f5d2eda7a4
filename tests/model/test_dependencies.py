"""What declarations are made of, and what rests on what: stated once, for all who ask."""

from typing import get_type_hints

import attrs
import pytest

from linkage_rules.model.constituents import Composed
from linkage_rules.model.dependencies import (
    behind,
    dependencies,
    expressions_of,
    reached,
    rests_on,
    told_by,
)
from linkage_rules.model.expressions import Not
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package, Property, Step, StepKind
from linkage_rules.policy.loading import load
from tests.policies import package_of

TEXT = """\
policy p "P"
record Audit
  day: date
record Project
  households: whole number
  town: text
  left_on: date
  audits: list of Audit
bearer county
fact small of Project
  means households < 5
action enter of Project
  done when small
action report of Project
action leave of Project
  done on left_on
action audit of Project
  done at e.day over e in audits
norm yearly for Project
  every year from left_on to left_on + 9 years
  county must audit
norm too_small for Project
  when small
  unless enter is required
  county must not report
  answered for by town
norm asked for Project
  overrides too_small
  county may report
norm duty for Project
  county must enter
norm stay for Project
  holds for 1 year after left_on
  county must leave
property "told" for Project
  always enter is required implies duty applies
"""
FACT, DONE, APPLIES, VERDICT = StepKind


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


@pytest.mark.parametrize("kind", [Fact, Action, Norm, Property])
def test_every_expression_of_a_declaration_is_one_of_its_parts(kind: type[Composed], package):
    """The fields whose type is an expression, or several, are the roles that parts can play; but
    for what a table looks at, which its definition says again."""
    hints = get_type_hints(kind)
    names = [field.name for field in attrs.fields(kind)]
    fields = {name for name in names if "model.expressions." in str(hints[name])} - {"inputs"}
    played = {part.role for holder, part in package.parts() if isinstance(holder, kind)}
    assert played == fields


def test_parts_say_how_their_answers_count(package):
    norm = package.norms["too_small"]
    assert [(part.role, part.sign) for part in norm.parts()] == [
        ("when", True),
        ("unless", False),
        ("answerable", None),
    ]
    assert norm.conditions() == (norm.when, norm.unless)
    assert [*norm.requirements()] == [norm.when, Not(norm.unless)]
    part = next(iter(norm.parts()))
    assert norm.replacing(part, None).when is None
    assert norm.replacing(part, norm.unless).when == norm.unless


def test_the_edges_are_those_of_the_declarations(package):
    edges = {step: {*rests_on(step, package)} for step in package.order}
    assert edges[Step(FACT, "small")] == set()
    assert edges[Step(DONE, "enter")] == {Step(FACT, "small")}
    assert edges[Step(VERDICT, "enter")] == {Step(APPLIES, "duty")}
    assert edges[Step(APPLIES, "too_small")] == {
        Step(FACT, "small"),
        Step(VERDICT, "enter"),
        Step(APPLIES, "asked"),
    }
    assert edges[Step(VERDICT, "report")] == {Step(APPLIES, "too_small"), Step(APPLIES, "asked")}


def test_a_norm_is_told_with_the_verdict_on_its_action_and_all_norms_on_that(package):
    start = Step(APPLIES, "asked")
    assert {*told_by(start, package)} == {Step(DONE, "report"), Step(VERDICT, "report")}
    needed = reached([start], lambda step: told_by(step, package))
    assert Step(APPLIES, "too_small") in needed
    assert Step(DONE, "enter") in needed


def test_what_lies_behind_something_known_is_not_entered(package):
    (claim,) = package.properties
    everything = behind([claim.always], package)
    assert [*everything][:2] == [Step(VERDICT, "enter"), Step(APPLIES, "duty")]
    assert behind([claim.always], package, everything) == set()


@pytest.mark.parametrize("policy", ["xiangtan_2022", "example_county", "example_successor"])
def test_every_step_comes_after_all_that_lies_behind_it(policy: str):
    package = load(policy).package
    graph = dependencies(package)
    seen: set[Step] = set()
    for step in package.order:
        assert {*graph[step]} == {*rests_on(step, package)} <= seen
        assert behind(expressions_of(step, package), package) <= seen
        seen.add(step)
    assert seen == graph.keys()
