"""Where compiled code takes a shorter way than the reference engine, both say the same."""

from datetime import date
from typing import Any

import pytest

from linkage_rules.engines.compiled import Program, source
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.package import Package
from tests.policies import package_of

AS_OF = date(2023, 5, 1)

HEAD = """
policy lists
  in force 2022-01-01

enum kind
  red
  blue

record Item
  flag: yes/no
  size: whole number

record Thing
  a: yes/no
  items: list of Item
  words: list of text
  numbers: list of whole number
  colours: list of kind

parameter known: list of whole number
  = [1, 2] from 2022-01-01

parameter ended: whole number
  = 1 from 2022-01-01 to 2022-12-31

bearer someone
action act of Thing

norm asking for Thing
  when """


def package(condition: str) -> Package:
    return package_of(f"{HEAD}{condition}\n  someone may act\n")


def thing(**given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(("a", "items", "words", "numbers", "colours")), **given}


TWO_QUESTIONS = "(some i in items has i.size = 1) or (every i in items has i.size = 2)"

CASES = {
    "an unknown word is not another word": (
        'some w in words has w = "x"',
        thing(words=("x", None)),
    ),
    "an unknown word may be the one": ('some w in words has w = "x"', thing(words=(None, "y"))),
    "an unknown element of a list in a list": (
        "some n in numbers has n in numbers",
        thing(numbers=(1, None)),
    ),
    "an unknown element among two questions": (
        "(some n in numbers has n = 1) or (every n in numbers has n > 5)",
        thing(numbers=(None, 7)),
    ),
    "a parameter that is unknown on the day": (
        "(some n in numbers has n = ended) or (some n in numbers has n > 5)",
        thing(numbers=(1, 2)),
    ),
    "a list of the record that holds an unknown element": (
        "(some n in numbers has n in numbers) or (some n in numbers has n in known)",
        thing(numbers=(7, None)),
    ),
    "is it known of each element": (
        "(every w in words has w is known) and (some w in words has w is known)",
        thing(words=("x", None)),
    ),
    "is the record known of each element": (
        "every i in items has i is known",
        thing(items=({"flag": None, "size": None}, None)),
    ),
    "a field of an unknown element": (
        TWO_QUESTIONS,
        thing(items=(None, {"flag": True, "size": 1})),
    ),
    "an unknown field of an element": (TWO_QUESTIONS, thing(items=({"flag": True, "size": None},))),
    "an unknown list": (TWO_QUESTIONS, thing()),
    "an empty list": (TWO_QUESTIONS, thing(items=())),
    "a sum with an unknown value": (
        "sum(i.size over i in items where i.flag) > 1 or count(items) = 2",
        thing(items=({"flag": False, "size": None}, {"flag": True, "size": 2})),
    ),
}


@pytest.mark.parametrize(("condition", "record"), CASES.values(), ids=CASES.keys())
def test_unknown_elements_of_lists(condition: str, record: dict[str, Any]) -> None:
    policy = package(condition)
    shape = policy.record_types["Thing"]
    expected = evaluate(policy, shape, record, AS_OF)
    assert Program(policy, shape).outcome(record, AS_OF) == expected


NESTED = ("some {} in numbers has ", "every {} in numbers has ")


@pytest.mark.parametrize("numbers", [(1,), (2,), (None,), (), None])
@pytest.mark.parametrize("depth", [14, 15, 16, 31, 60])
def test_questions_nested_as_deep_as_the_language_allows(depth: int, numbers: Any) -> None:
    asked = "".join(NESTED[level % 2].format(f"n{level}") for level in range(depth))
    policy = package(f"{asked} n0 = 1 and n{depth - 1} = 1")
    shape = policy.record_types["Thing"]
    record = thing(numbers=numbers)
    assert Program(policy, shape).outcome(record, AS_OF) == evaluate(policy, shape, record, AS_OF)


def test_conditions_nested_as_deep_as_the_language_allows() -> None:
    policy = package("if a then (" * 60 + "a" + ") else not a" * 60)
    shape = policy.record_types["Thing"]
    for a in (True, False, None):
        outcome = Program(policy, shape).outcome(thing(a=a), AS_OF)
        assert outcome == evaluate(policy, shape, thing(a=a), AS_OF)


GROUPED = """a and numbers is known
  someone may act

fact some_one of Thing
  means some n in numbers has n = 1

norm second for Thing
  when a and some_one
  someone may act

norm third for Thing
  when (some n in numbers has n > 1) and a
  unless some_one
  someone must act

norm fourth for Thing
  when a
  someone must not act

norm fifth for Thing
  when a and (every n in numbers has n > 0)
  in force 2022-01-01 to 2022-12-31
  someone must act

norm sixth for Thing
  when a and numbers is known
  overrides fourth
"""


@pytest.mark.parametrize("as_of", [date(2022, 5, 1), AS_OF, date(2000, 1, 1)])
@pytest.mark.parametrize("numbers", [(1, 2), (2, None), (None,), (), None])
@pytest.mark.parametrize("a", [True, False, None])
def test_norms_that_share_a_condition(a: bool | None, numbers: Any, as_of: date) -> None:
    policy = package(GROUPED)
    shape = policy.record_types["Thing"]
    record = thing(a=a, numbers=numbers)
    assert Program(policy, shape).outcome(record, as_of) == evaluate(policy, shape, record, as_of)


def test_where_their_shared_condition_is_no_nothing_of_them_is_worked_out() -> None:
    policy = package(GROUPED)
    era = Program(policy, policy.record_types["Thing"]).era(AS_OF)
    (group,) = era.plan.groups
    assert {norm.name for norm in group.norms} == {"asking", "second", "third", "fourth"}
    assert group.facts == ("some_one",)
    explosive = type("Explosive", (tuple,), {"__iter__": lambda self: 1 // 0})
    record = thing(a=False, numbers=explosive((1,)))
    with pytest.raises(ZeroDivisionError):
        era.run(thing(a=True, numbers=explosive((1,))), AS_OF)
    assert era.run(record, AS_OF)


def test_the_generated_code_can_be_read() -> None:
    policy = package(TWO_QUESTIONS)
    plan = Program(policy, policy.record_types["Thing"]).era(AS_OF).plan
    assert source(plan).count("for element") == 1
    assert source(plan, complete=False).count("for element") == 2


ASKING_OF_ANOTHER = """a
  someone must act

action done_ of Thing
  done when a

norm duty for Thing
  in force 2022-01-01 to 2022-12-31
  someone must done_

norm asking_of_it for Thing
  when (duty applies) or (duty is violated) or not (duty is fulfilled)
  someone may act

action asked_of of Thing
  done when done_ is required or duty is violated

norm on_it for Thing
  someone must asked_of

norm last for Thing
  when on_it is violated
"""


@pytest.mark.parametrize("as_of", [date(2022, 5, 1), AS_OF, date(2000, 1, 1)])
@pytest.mark.parametrize("a", [True, False, None])
def test_a_norm_out_of_force_can_be_asked_about(a: bool | None, as_of: date) -> None:
    policy = package(ASKING_OF_ANOTHER)
    shape = policy.record_types["Thing"]
    record = thing(a=a)
    assert Program(policy, shape).outcome(record, as_of) == evaluate(policy, shape, record, as_of)
