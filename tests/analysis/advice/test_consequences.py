"""What else a way makes better or worse is told, by name and by status before and after."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import Advice, Sense, advise, read_goal
from linkage_rules.analysis.advice.consequences import sense
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.records import validate
from tests.policies import package_of

DAY = date(2023, 5, 1)

POLICY = """
policy p
record Project
  made: yes/no changeable
  lasting: yes/no changeable
  pays: whole number at least 0 changeable
  certain: yes/no
bearer operator
bearer county
action make of Project
  done when made
action last of Project
  done when lasting
action enter of Project
  permitted by default
action approve of Project
  permitted by default
action grow of Project
  done when pays > 5
norm to_make for Project
  operator must make
norm to_last for Project
  when made
  operator must last
norm no_entry for Project
  when not made
  county must not enter
norm no_approval for Project
  when made and certain
  county must not approve
norm growth for Project
  operator encouraged to grow
"""


def advised(record: dict[str, Any], goal: str) -> Advice:
    package = package_of(POLICY)
    shape = package.record_types["Project"]
    wanted = read_goal(goal, package, shape)
    return advise(package, shape, validate(record, shape), wanted, as_of=DAY, time_limit=300)


def told(advice: Advice) -> list[tuple[str, str, str, str]]:
    way = advice.alternatives[0]
    return [(c.sense.value, c.declared.name, c.before, c.after) for c in way.consequences]


@pytest.mark.parametrize(
    ("record", "goal", "expected"),
    [
        pytest.param(
            {"made": False, "lasting": False, "certain": False},
            "enter is permitted",
            [
                ("worse", "to_last", "not_applicable", "violated"),
                ("better", "to_make", "violated", "fulfilled"),
            ],
            id="another norm is violated",
        ),
        pytest.param(
            {"made": False, "lasting": True, "certain": True},
            "enter is permitted",
            [
                ("worse", "approve", "permitted", "forbidden"),
                ("better", "to_make", "violated", "fulfilled"),
                ("other", "no_approval", "not_applicable", "in_effect"),
                ("other", "to_last", "not_applicable", "fulfilled"),
            ],
            id="a verdict on another action",
        ),
        pytest.param(
            {"made": False, "lasting": True},
            "enter is permitted",
            [
                ("worse", "no_approval", "not_applicable", "undetermined"),
                ("worse", "approve", "permitted", "undetermined"),
                ("better", "to_make", "violated", "fulfilled"),
                ("other", "to_last", "not_applicable", "fulfilled"),
            ],
            id="what is unknown begins to matter",
        ),
        pytest.param(
            {"made": True, "pays": 0}, "growth is taken up", [], id="what the goal names is not"
        ),
    ],
)
def test_what_else_a_way_does_is_told(
    record: dict[str, Any], goal: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(advised(record, goal)) == expected


def test_that_nothing_becomes_worse_is_said() -> None:
    advice = advised({"made": True, "lasting": False}, "to_last is fulfilled")
    assert "Nothing else becomes worse." in advice.to_text("en")
    assert "此外，没有规定或结论因此变差。" in advice.to_text("zh")


def test_every_step_between_two_statuses_has_its_opposite() -> None:
    opposite = {Sense.WORSE: Sense.BETTER, Sense.BETTER: Sense.WORSE, Sense.OTHER: Sense.OTHER}
    for kind in (Status, VerdictStatus):
        for first, last in product(kind, repeat=2):
            assert sense(last, first) is opposite[sense(first, last)], (first, last)


truths = st.sampled_from((True, False, None))


@settings(max_examples=25, deadline=None)
@given(made=truths, lasting=truths, certain=truths, pays=st.sampled_from((None, 0, 9)), more=truths)
def test_nothing_that_stands_otherwise_is_left_out(
    made: bool | None, lasting: bool | None, certain: bool | None, pays: int | None, more: bool
) -> None:
    record = {"made": made, "lasting": lasting, "certain": certain, "pays": pays}
    goal = "enter is permitted" + (" and growth is taken up" if more else "")
    advice = advised({k: v for k, v in record.items() if v is not None}, goal)
    for way in advice.alternatives:
        shape = advice.record_type
        assumed = {change.edit.path: change.edit.after for change in way.provided}
        first = Evaluation(advice.package, shape, {**advice.record, **assumed}, DAY)
        last = Evaluation(advice.package, shape, way.record, DAY)
        told = {(c.declared.name, c.before, c.after) for c in way.consequences}
        turned = {
            (name, first.norm_outcome(name).status, last.norm_outcome(name).status)
            for name in last.applies
        } | {(n, first.verdicts[n].status, v.status) for n, v in last.verdicts.items()}
        asked = {"enter", "growth"} if more else {"enter"}
        worse = {t for t in turned if sense(t[1], t[2]) is Sense.WORSE and t[0] not in asked}
        assert worse <= told <= turned
