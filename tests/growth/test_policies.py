"""What each construct of the language costs to check, print, compile, prove, judge, explain and
advise on: about twice as much for twice as much of it."""

import ast
from datetime import date

import pytest

from linkage_rules.engines.compiled import Program, source
from linkage_rules.engines.symbolic import Rules, Scene
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.generation import checked
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import mutants
from tests.growth.constructs import GROWING, HEAD, NESTED, PAIRWISE, WRITTEN_OUT
from tests.growth.work import assert_grows_in_step, calls

DAY = date(2023, 5, 1)
RECORD = {
    "n": 9, "known": True, "name": "甲3", "d": date(2023, 1, 1),
    "items": [{"ok": True, "amount": 5}],
}  # fmt: skip

fresh = checked.__wrapped__
"""A package of its own for each that asks: `checked` remembers, and packages remember as well."""


def check(text: str) -> int:
    return calls(lambda: fresh(text))


def print_(text: str) -> int:
    tree, problems = parse(SourceFile("a.pol", text))
    assert not problems
    return calls(lambda: print_file(tree, "zh"))


def compile_(text: str) -> int:
    """Nodes of the code that judges a record."""
    package = fresh(text)
    written = source(Program(package, package.record_types["Case"]).era(DAY).plan)
    return sum(1 for _ in ast.walk(ast.parse(written)))


def prove(text: str) -> int:
    """Calls, of z3 as well, until all that may be asked of the policy is a term."""
    package = fresh(text)

    def worked_out() -> None:
        rules = Rules(package, Scene(package.record_types["Case"]))
        for norm in package.norms:
            rules.applies(norm)
        for action in package.actions:
            rules.verdict(action, VerdictStatus.REQUIRED)

    return calls(worked_out)


def judge(text: str) -> int:
    policy = Policy(fresh(text), "digest", None)
    asked = {"as_of": DAY, "record_type": "Case"}
    return calls(lambda: policy.evaluate(RECORD, **asked, engine="reference").verdicts)


def advise(text: str) -> int:
    changeable = text.replace("whole number at least", "whole number changeable at least")
    policy = Policy(fresh(changeable), "digest", None)
    goal = f"not ({next(iter(policy.package.actions))} is required)"
    return calls(lambda: policy.advise(RECORD, goal, as_of=DAY, record_type="Case"))


EXAMPLE = 'example "e" of Case\n  given n: 9\n  as of 2023-05-01\n  expect n is known\n'


def mutate(text: str) -> int:
    """Making and trying one change. How many there are goes with what the policy holds."""
    package = fresh(text + EXAMPLE)
    changed = list(mutants(package))
    few = changed[:: 1 + len(changed) // 10]
    made = calls(lambda: list(mutants(package))) // len(changed)
    return made + calls(lambda: list(fates(package, few))) // len(few)


@pytest.mark.parametrize("construct", GROWING)
def test_in_a_policy_of_twice_the_size_a_mutant_is_at_most_twice_the_work(construct):
    written, start = GROWING[construct]
    steepest = 4.5 if construct in WRITTEN_OUT else 2.5
    assert_grows_in_step(lambda k: mutate(HEAD + written(k)), max(2, start // 50), steepest)


@pytest.mark.parametrize("work", [check, print_, compile_, prove, judge])
@pytest.mark.parametrize("construct", GROWING)
def test_twice_as_much_of_a_construct_is_about_twice_the_work(construct, work):
    written, start = GROWING[construct]
    # What is inside something else is tried on one line at each of at most 64 levels.
    deep = work is print_ and construct in NESTED
    in_pairs = work is prove and construct in PAIRWISE
    steepest = 4.5 if deep or in_pairs or construct in WRITTEN_OUT else 2.5
    assert_grows_in_step(lambda k: work(HEAD + written(k)), max(3, start // 5), steepest)


@pytest.mark.parametrize("construct", GROWING)
def test_advice_on_twice_as_much_of_a_construct_is_about_twice_the_work(construct):
    """What is looked at goes with the ways that there are: of two sizes the costlier counts."""
    written, start = GROWING[construct]
    start = max(3, start // 5)
    advise(HEAD + written(start + 1))
    once, twice, four_times = (advise(HEAD + written(start * times)) for times in (1, 2, 4))
    steepest = 5 if construct in WRITTEN_OUT else 3
    assert four_times < steepest * max(once, twice), (once, twice, four_times)


@pytest.mark.parametrize("form", ["to_html", "to_json"])
@pytest.mark.parametrize("construct", GROWING)
def test_twice_as_much_of_a_construct_is_about_twice_as_much_to_say(construct, form):
    written, start = GROWING[construct]

    def say(k: int) -> int:
        policy = Policy(fresh(HEAD + written(k)), "digest", None)
        decision = policy.evaluate(RECORD, as_of=DAY, record_type="Case")
        decision.evaluation  # noqa: B018 - what was worked out is not to be counted below
        return calls(getattr(decision, form))

    # What is inside something else is quoted again at each level, of which there are at most 64.
    steepest = 4.5 if construct in NESTED | WRITTEN_OUT else 2.5
    assert_grows_in_step(say, max(3, start // 5), steepest=steepest)
