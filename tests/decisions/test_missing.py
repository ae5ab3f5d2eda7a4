"""`missing` names the fields that could still change the outcome, and no others."""

from typing import Any

import pytest

from .cases import LINKAGE
from .judging import judge

RECORDS = """\
policy asked "待查"
enum kind "种类"
  grain "粮食"
  fruit "水果"
record Fund "资金"
  kind "种类": kind
  amount "金额": whole number
record Approval "审批"
  granted "已批准": yes/no
  funds "资金": list of Fund
record Project "项目"
  c: yes/no
  b: yes/no
  a: yes/no
  x: whole number
  y: whole number
  z: whole number
  days: list of date
  numbers: list of whole number
  funds: list of Fund
  approval: Approval
bearer county "县"
parameter lost: whole number
  = 1 from 2001-01-01 to 2001-12-31
parameter nil: number
  tunable at most 1
  = 0
parameter kinds: list of kind
  = [grain]
action enter "入库" of Project
"""


def asking(condition: str, declared: str = "") -> str:
    """A policy with one norm under the condition."""
    return f"{RECORDS}{declared}norm duty for Project\n  when {condition}\n  county must enter\n"


GRAIN = {"kind": "grain", "amount": 1}

CONDITIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a", {}, ["a"]),
    ("not a", {}, ["a"]),
    ("a and b", {"a": True}, ["b"]),
    ("a and b", {"a": False}, []),
    ("a or b", {"a": False}, ["b"]),
    ("a implies b", {"b": False}, ["a"]),
    ("x < y", {"x": 1}, ["y"]),
    ("x < y", {}, ["x", "y"]),
    ("x < lost", {}, []),
    ("x / nil = 1", {}, []),
    ("x / y = 1", {"y": 0}, []),
    ("x / y = 1", {"x": 1}, ["y"]),
    ("a and x < lost", {}, ["a"]),
    ("x between y and z", {"y": 1, "z": 3}, ["x"]),
    ("x between y and z", {"x": 2, "y": 1}, ["z"]),
    ("x between lost and z", {}, ["x", "z"]),
    ("x between lost and z", {"x": 1}, ["z"]),
    ("x between lost and z", {"x": 1, "z": 2}, []),
    ("x in {1, y}", {"x": 2}, ["y"]),
    ("x in {1, lost}", {}, ["x"]),
    ("x in numbers", {"x": 2, "numbers": [1, None]}, ["numbers[1]"]),
    ("x in numbers", {"numbers": [1, None]}, ["x", "numbers[1]"]),
    ("x in numbers", {}, ["x", "numbers"]),
    ("lost in numbers", {}, ["numbers"]),
    ("lost in numbers", {"numbers": [1, None]}, []),
    ("if a then b else c", {}, ["a"]),
    ("if a then b else c", {"a": False}, ["c"]),
    ("some f in funds has f.kind = grain", {}, ["funds"]),
    ("some f in funds has f.kind = grain", {"funds": [{}, {"kind": "fruit"}]}, ["funds[0].kind"]),
    ("some f in funds has f.kind = grain", {"funds": [{}, GRAIN]}, []),
    ("some f in funds has f.kind = grain", {"funds": [None]}, ["funds[0].kind"]),
    ("some f in funds has f.kind = grain", {"funds": []}, []),
    ("every f in funds has f.amount > x", {"funds": [GRAIN, {}], "x": 0}, ["funds[1].amount"]),
    ("sum(f.amount over f in funds) > 3", {"funds": [GRAIN, {}]}, ["funds[1].amount"]),
    (
        "sum(f.amount over f in funds where f.kind in kinds) > 3",
        {"funds": [{"kind": "fruit"}, {"kind": "grain"}, {"amount": 4}]},
        ["funds[1].amount", "funds[2].kind"],
    ),
    ("min(f.amount over f in funds) > 3", {"funds": []}, []),
    ("count(funds) > 3", {"funds": [None, None]}, []),
    ("approval.granted", {}, ["approval.granted"]),
    ("some f in approval.funds has f.amount > 1", {}, ["approval.funds"]),
    ("years between min(d over d in days) and as_of > 1", {"days": [None]}, ["days[0]"]),
    ("approval is known and approval.granted", {}, []),
    ("approval is known and approval.granted", {"approval": {}}, ["approval.granted"]),
]


@pytest.mark.parametrize(("condition", "data", "expected"), CONDITIONS)
def test_of_a_condition_only_the_unknown_fields_that_matter_are_missing(
    condition: str, data: dict[str, Any], expected: list[str]
) -> None:
    assert list(judge(asking(condition), data).missing) == expected


DERIVED = """\
fact main of Project: list of Fund
  means if a then funds else approval.funds
"""


def test_a_field_is_named_as_the_record_has_it_though_a_fact_led_to_it() -> None:
    policy = asking("some f in main has f.amount > 1", DERIVED)
    assert judge(policy, {}).missing == ("a",)
    assert judge(policy, {"a": True, "funds": [{}]}).missing == ("funds[0].amount",)
    assert judge(policy, {"a": False}).missing == ("approval.funds",)


OVERRULED = """\
norm first for Project
  when {first}
  county {force} enter
norm second for Project
  when b
  county {other} enter
"""


@pytest.mark.parametrize(
    ("force", "other", "missing"),
    [
        ("must not", "may", ()),
        ("must not", "encouraged to", ()),
        ("must not", "must in principle", ()),
        ("must not", "must", ("b",)),
        ("may", "must not", ("b",)),
        ("encouraged to", "may", ()),
        ("must in principle not", "must in principle", ("b",)),
    ],
)
def test_a_norm_that_cannot_change_the_verdict_asks_for_nothing(
    force: str, other: str, missing: tuple[str, ...]
) -> None:
    policy = RECORDS + OVERRULED.format(first="a", force=force, other=other)
    decision = judge(policy, {"a": True})
    assert decision.needs.of_verdict("enter") == frozenset(missing)


def test_two_norms_that_only_matter_together_are_both_asked_for() -> None:
    policy = RECORDS + OVERRULED.format(first="a", force="must not", other="encouraged to")
    assert judge(policy, {}).needs.of_verdict("enter") == {"a", "b"}


def test_a_verdict_asked_for_in_a_condition_needs_what_could_change_that_answer() -> None:
    policy = (
        RECORDS
        + OVERRULED.format(first="a", force="must", other="encouraged to")
        + "action leave of Project\n"
        + "norm stay for Project\n  when enter is required\n  county must not leave\n"
    )
    assert judge(policy, {}).needs.of_verdict("leave") == {"a"}


DONE = """\
action tidy of Project
  done when c
norm tidy_up for Project
  when a
  county {force} tidy
"""


@pytest.mark.parametrize(
    ("force", "data", "missing"),
    [
        ("must", {"a": True}, {"c"}),
        ("must", {}, {"a", "c"}),
        ("must", {"c": True}, {"a"}),
        ("must", {"a": False}, set()),
        ("may", {}, {"a"}),
        ("may", {"a": True}, set()),
    ],
)
def test_a_status_needs_whether_the_norm_applies_and_where_it_counts_whether_it_is_done(
    force: str, data: dict[str, Any], missing: set[str]
) -> None:
    decision = judge(RECORDS + DONE.format(force=force), data)
    assert decision.needs.of_status("tidy_up") == missing


def test_a_status_that_nothing_can_settle_asks_for_nothing() -> None:
    policy = RECORDS + DONE.format(force="must").replace("when a", "when x < lost")
    decision = judge(policy, {})
    assert decision.norms["tidy_up"].status.value == "undetermined"
    assert decision.missing == ()


def test_fields_come_by_verdicts_then_statuses_then_the_order_of_the_record() -> None:
    policy = RECORDS + "".join(
        f"action act{number} of Project\n  done when {done}\n"
        f"norm norm{number} for Project\n  when {when}\n  county must act{number}\n"
        for number, (when, done) in enumerate([("c", "b"), ("c", "b"), ("a", "z > 1"), ("a", "c")])
    )
    decision = judge(policy, {})
    assert decision.missing == ("c", "a", "b", "z")


def test_elements_come_in_the_order_of_the_list() -> None:
    decision = judge(asking("sum(f.amount over f in funds) > 3"), {"funds": [{}] * 12})
    assert decision.missing == tuple(f"funds[{index}].amount" for index in range(12))


def test_nothing_is_missing_where_everything_is_settled() -> None:
    assert judge(asking("a"), {"a": True}).missing == ()


def test_a_fact_that_nothing_depends_on_makes_nothing_missing() -> None:
    assert judge(asking("a", "fact idle of Project means b\n"), {"a": True}).missing == ()


def test_only_what_the_open_question_turns_on_is_asked_of_a_real_record() -> None:
    data = {"id": "P-1", "operating": True, "funds": [{"type": "bridging"}]}
    decision = judge(LINKAGE, {**data, "mechanism_established": True, "implemented": False})
    assert decision.needs.of_verdict("enter_library") == {"effects_clear"}
    assert decision.missing == ("funds[0].amount", "effects_clear")
