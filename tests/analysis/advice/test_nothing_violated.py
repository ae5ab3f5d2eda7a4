"""The goal that nothing is violated, of all norms at once."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import Advice, GoalError, advise, read_goal
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.records import validate
from tests.policies import package_of

DAY = date(2023, 5, 1)

POLICY = """
policy p
record Project "项目"
  a: yes/no changeable
  b: yes/no changeable
  c: yes/no changeable
  fixed: yes/no
record Other
  a: yes/no
bearer county
action do_a "办理甲" of Project
  done when a
action do_b of Project
  done when b
action do_c of Project
  done when c
action enter "入库" of Project
  permitted by default
action other of Other
norm duty_a "应办甲" for Project
  county must do_a
norm duty_b for Project
  when a
  county must do_b
norm ban_c for Project
  when not fixed
  county must not do_c
norm praise for Project
  county encouraged to do_b
norm no_entry for Project
  when c
  county must not enter
norm of_other for Other
  county must other
"""
PACKAGE = package_of(POLICY)
SHAPE = PACKAGE.record_types["Project"]
DUTIES = ("duty_a", "duty_b", "ban_c")


def advised(
    record: dict[str, Any], goal: str = "nothing violated", package: Package = PACKAGE
) -> Advice:
    shape = package.record_types["Project"]
    wanted = read_goal(goal, package, shape)
    return advise(package, shape, validate(record, shape), wanted, as_of=DAY, time_limit=300)


def ways(advice: Advice) -> list[list[tuple[str, Any]]]:
    return [[(c.edit.path, c.edit.after) for c in w.changes] for w in advice.alternatives]


def test_everything_that_is_violated_is_mended_and_nothing_else_violated() -> None:
    advice = advised({"a": False, "b": False, "c": True, "fixed": False})
    assert ways(advice) == [[("a", True), ("b", True), ("c", False)]]
    assert advice.alternatives[0].record["b"] is True


@pytest.mark.parametrize(
    "goal",
    [
        "nothing violated",
        "nothing is violated",
        "Nothing  violated",
        "没有规定被违反",
        "没有规定 被违反",
        "没有任何规定被违反",
        "无规定被违反",
        "没有被违反的规定",
        "无违反",
        "not (not nothing violated)",
    ],
)
def test_it_is_said_in_many_ways(goal: str) -> None:
    assert ways(advised({"a": False, "b": True}, goal)) == [[("a", True)]]


def test_it_goes_with_other_conditions() -> None:
    record = {"a": True, "b": True, "c": True, "fixed": True}
    assert advised(record).reached
    assert ways(advised(record, "无违反 且 入库 被允许")) == [[("c", False)]]


def test_it_is_told_as_it_may_be_written() -> None:
    advice = advised(
        {"a": False, "b": True, "fixed": False}, "nothing violated and enter is permitted"
    )
    for language, goal, now, then in (
        (
            "en",
            "Goal: nothing is violated and enter is permitted",
            "Now: Norm duty_a: violated – county must do_a",
            "Then: no norm is found violated",
        ),
        (
            "zh",
            "目标：没有规定 被违反 且 入库 被允许",
            "现在：规定“应办甲”：被违反——county应当办理甲",
            "之后：未发现被违反的规定",
        ),
    ):
        text = advice.to_text(language)  # type: ignore[arg-type]
        assert goal in text
        assert now in text
        assert then in text
        again = read_goal(goal.partition(": ")[2] or goal.partition("：")[2], PACKAGE, SHAPE)
        assert again == advice.goal
    assert advice.to_dict()["goal"]["en"] == "nothing is violated and enter is permitted"


def test_what_is_unknown_is_left_aside_and_told() -> None:
    advice = advised({"a": False, "b": True, "c": True})
    assert [norm.name for norm in advice.left_open] == ["ban_c"]
    assert ways(advice) == [[("a", True)]]
    assert "left aside: ban_c" in advice.to_text("en")
    assert "以下规定是否被违反尚不清楚，未计入目标：ban_c" in advice.to_text("zh")
    assert [n["name"] for n in advice.to_dict()["left_open"]] == ["ban_c"]


def test_nothing_is_mended_by_making_it_unknown() -> None:
    record = {"a": False, "b": True}
    text = POLICY.replace("done when a\n", "done when a and fixed\n")
    advice = advised(record, package=package_of(text))
    assert ways(advice) == [[("a", True)]]
    assert [change.edit.path for change in advice.alternatives[0].provided] == ["fixed"]


def test_a_norm_of_that_name_is_that_norm() -> None:
    package = package_of(POLICY.replace("ban_c for", "nothing for"))
    record = {"a": False, "c": False, "fixed": False}
    assert ways(advised(record)) == [[("a", True), ("b", True)]]
    assert ways(advised(record, "nothing is violated", package)) == [[("c", True)]]


@pytest.mark.parametrize("goal", ["nothing is violated and nothing applies"])
def test_nothing_else_is_said_of_nothing(goal: str) -> None:
    with pytest.raises(GoalError):
        read_goal(goal, PACKAGE, SHAPE)


def test_what_else_is_wrong_with_the_goal_is_told() -> None:
    with pytest.raises(PolicyError, match="entr"):
        read_goal("nothing violated and entr is permitted", PACKAGE, SHAPE)


def test_where_nothing_can_be_violated_it_is_no_goal() -> None:
    with pytest.raises(GoalError, match="no norm on records of this type can be violated"):
        read_goal("nothing violated", PACKAGE, PACKAGE.record_types["Other"])


truths = st.sampled_from((True, False, None))


@settings(max_examples=30, deadline=None)
@given(a=truths, b=truths, c=truths, fixed=truths)
def test_advice_is_what_trying_everything_out_finds(
    a: bool | None, b: bool | None, c: bool | None, fixed: bool | None
) -> None:
    record = {"a": a, "b": b, "c": c, "fixed": fixed}

    def statuses(changed: dict[str, Any]) -> list[Status]:
        found = Evaluation(PACKAGE, SHAPE, changed, DAY)
        return [found.norm_outcome(name).status for name in DUTIES]

    before = statuses(record)

    def reaches(changed: dict[str, Any]) -> bool:
        return all(
            last is not Status.VIOLATED
            and (last is not Status.UNDETERMINED or first is Status.UNDETERMINED)
            for first, last in zip(before, statuses(changed), strict=True)
        )

    advice = advised({k: v for k, v in record.items() if v is not None})
    assert advice.reached is reaches(record)
    for way in advice.alternatives:
        told = {**record, **{p.edit.path: p.edit.after for p in way.provided}}
        assert reaches({**told, **{p.edit.path: p.edit.after for p in way.changes}})
    if not advice.reached:
        changed = (
            {**record, **dict(zip("abc", values, strict=True))}
            for values in product((True, False, None), repeat=3)
        )
        possible = [
            sum(one[name] != record[name] for name in "abc")
            for one in changed
            if reaches(one) and all(one[n] is not None or record[n] is None for n in "abc")
        ]
        certain = [way for way in advice.alternatives if not way.provided]
        assert bool(certain) is bool(possible)
