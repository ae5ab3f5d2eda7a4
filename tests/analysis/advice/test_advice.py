"""What is advised: the smallest changes, tried out, or what is in the way."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.analysis.advice import Advice, Change, advise, read_goal
from linkage_rules.engines.symbolic import MOST_ELEMENTS, EditKind
from linkage_rules.records import validate
from tests.policies import package_of

DAY = date(2023, 5, 1)

POLICY = """
policy p
enum colour
  red
  blue
record Plan
  form: colour
  signed: yes/no changeable
  reason: text
record Fund
  kind: colour
  amount: money at least 0元
  checked: yes/no changeable
record Partner
  id: text required
  share: number at least 0 at most 1
  named: yes/no
record Project
  fixed: yes/no
  other: yes/no
  a: yes/no changeable
  b: yes/no changeable
  people: whole number at least 0 at most 1000 changeable
  paid: money at least 0元 changeable
  share: number at least 0 at most 1 changeable
  kind: colour changeable
  until: date changeable
  note: text changeable
  plan: Plan
  funds: list of Fund
  partners: list of Partner changeable
  kinds: list of colour changeable
bearer county
action enter of Project
  permitted by default
action build of Project
  done when a
norm no_entry for Project
  when {}
  county must not enter
norm duty for Project
  when fixed
  county must build
"""


def advised(
    ban: str,
    record: dict[str, Any],
    goal: str = "enter is permitted",
    **options: Any,
) -> Advice:
    package = package_of(POLICY.format(ban))
    shape = package.record_types["Project"]
    wanted = read_goal(goal, package, shape)
    # The clock must not decide on a busy machine, unless a test is about it.
    options = {"time_limit": 300, **options}
    return advise(package, shape, validate(record, shape), wanted, as_of=DAY, **options)


def written(changes: tuple[Change, ...]) -> list[tuple[str, Any]]:
    return [(change.edit.path, change.edit.after) for change in changes]


def ways(advice: Advice) -> list[list[tuple[str, Any]]]:
    return [written(alternative.changes) for alternative in advice.alternatives]


@pytest.mark.parametrize(
    ("ban", "record", "expected"),
    [
        pytest.param("not a", {"a": False}, [[("a", True)]], id="yes and no"),
        pytest.param("not a", {}, [[("a", True)]], id="unknown"),
        pytest.param(
            "not (a or b)", {"a": False, "b": False}, [[("a", True)], [("b", True)]], id="either"
        ),
        pytest.param(
            "not (a and b)", {"a": False}, [[("a", True), ("b", True)]], id="two together"
        ),
        pytest.param(
            "not (a and b) and people < 5",
            {"a": False, "b": False, "people": 3},
            [[("people", 5)], [("a", True), ("b", True)]],
            id="the smaller one first, and none with more than another has",
        ),
        pytest.param("people < 5", {"people": 3}, [[("people", 5)]], id="no more than needed"),
        pytest.param("people > 5", {"people": 900}, [[("people", 5)]], id="no less than needed"),
        pytest.param("people < 5", {}, [[("people", 5)]], id="the least that is enough"),
        pytest.param("not (people > 5)", {}, [[("people", 6)]], id="one more"),
        pytest.param(
            "paid <= 100元", {"paid": 9_000}, [[("paid", 10_001)]], id="one fen above a threshold"
        ),
        pytest.param(
            "share <= 0.3",
            {"share": Fraction(1, 10)},
            [[("share", Fraction(31, 100))]],
            id="a number with few decimals",
        ),
        pytest.param("kind = red", {"kind": "red"}, [[("kind", "blue")]], id="an enum"),
        pytest.param(
            "until < as_of + 1 years",
            {"until": date(2023, 1, 1)},
            [[("until", date(2024, 5, 1))]],
            id="a date",
        ),
        pytest.param('note != "甲"', {"note": "乙"}, [[("note", "甲")]], id="a certain text"),
        pytest.param(
            "not plan.signed", {"plan": {"signed": False}}, [[("plan.signed", True)]], id="nested"
        ),
        pytest.param("not plan.signed", {}, [[("plan.signed", True)]], id="in what is absent"),
        pytest.param(
            "some f in funds has not f.checked",
            {"funds": [{"checked": True}, {"checked": False}, {}]},
            [[("funds[1].checked", True), ("funds[2].checked", True)]],
            id="fields of elements, in a list that stays as it is",
        ),
        pytest.param(
            "not (some p in partners has p.named)",
            {"partners": []},
            [[("partners", {"id": "1", "share": None, "named": True})]],
            id="one more element, with what it must have",
        ),
        pytest.param(
            "not (some p in partners has p.share >= 0.5)",
            {"partners": [{"id": "A", "share": Fraction(1, 4)}]},
            [
                [("partners[0].share", Fraction(1, 2))],
                [("partners", {"id": "1", "share": Fraction(1, 2), "named": None})],
            ],
            id="an element changed before one is added",
        ),
        pytest.param("red in kinds", {"kinds": ["red", "blue"]}, None, id="an element removed"),
    ],
)
def test_the_smallest_changes_are_advised(ban: str, record: dict[str, Any], expected: Any) -> None:
    advice = advised(ban, record)
    assert advice.finished
    assert not any(alternative.provided for alternative in advice.alternatives)
    if expected is not None:
        assert ways(advice)[: len(expected)] == expected


def test_every_kind_of_edit_is_named() -> None:
    advice = advised("red in kinds or not (blue in kinds)", {"kinds": ["red"]})
    edits = [[(c.edit.kind, c.edit.path) for c in w.changes] for w in advice.alternatives]
    assert edits[0] == [(EditKind.SET, "kinds[0]")]
    assert [(EditKind.REMOVE, "kinds[0]"), (EditKind.ADD, "kinds")] in edits


def test_a_goal_that_is_reached_needs_no_change() -> None:
    advice = advised("not a", {"a": True})
    assert advice.reached
    assert not advice.alternatives


def test_what_is_unknown_and_cannot_be_changed_is_not_assumed() -> None:
    """With b the goal is reached whether other turns out to be yes or no."""
    advice = advised("other and not b", {"b": False})
    assert ways(advice) == [[("b", True)]]
    assert advice.alternatives[0].provided == ()


def test_only_where_there_is_no_other_way_something_is_provided() -> None:
    advice = advised("other or not a", {"a": False})
    assert ways(advice) == [[("a", True)]]
    assert [written(w.provided) for w in advice.alternatives] == [[("other", False)]]


def test_it_may_be_that_nothing_has_to_be_changed() -> None:
    advice = advised("other", {})
    assert ways(advice) == [[]]
    assert written(advice.alternatives[0].provided) == [("other", False)]


def test_what_stands_in_the_way_is_named_with_its_norm() -> None:
    advice = advised("fixed or not a", {"fixed": True, "a": False})
    assert advice.alternatives == ()
    assert [(c.edit.path, c.edit.before) for c in advice.obstacles] == [("fixed", True)]
    assert [r.declared.name for r in advice.obstacles[0].because] == ["no_entry"]


def test_a_goal_that_no_record_reaches() -> None:
    advice = advised("a", {"a": True}, "enter is required")
    assert (advice.alternatives, advice.obstacles, advice.finished) == ((), (), True)
    assert advice.impossible
    assert "无论怎样的记录都达不到目标" in advice.to_text("zh")


def test_what_is_unknown_in_an_entry_of_a_list_is_told_as_a_condition() -> None:
    """The list itself may not be changed; its entries are as unknown as anything else."""
    advice = advised("not (some f in funds has f.kind = red)", {"funds": [{"amount": 5}]})
    assert ways(advice) == [[]]
    assert written(advice.alternatives[0].provided) == [("funds[0].kind", "red")]


def test_what_is_unknown_behind_the_first_entries_bounds_what_is_said() -> None:
    funds: list[dict[str, Any]] = [{"kind": "blue"}] * MOST_ELEMENTS
    advice = advised("not (some f in funds has f.kind = red)", {"funds": [*funds, {}]})
    assert advice.curtailed
    assert not advice.impossible
    assert not advised("not (some f in funds has f.kind = red)", {"funds": [*funds]}).curtailed


@pytest.mark.parametrize(("count", "least"), [(2, 2), (3, 3), (10, 10)])
def test_as_many_entries_are_added_as_are_needed(count: int, least: int) -> None:
    advice = advised(f"count(partners) < {count}", {"partners": []})
    assert [path for path, _ in written(advice.alternatives[0].changes)] == ["partners"] * least
    assert advice.most_added == (2 if least <= 2 else 10)


@pytest.mark.parametrize(
    ("ban", "record", "goal"),
    [
        ("count(partners) < 11", {"partners": []}, "enter is permitted"),
        ("count(funds) < 11", {"funds": []}, "enter is permitted"),
        ("b", {"a": True}, "not (a is known)"),
        ("a is known", {"a": True}, "not (no_entry applies)"),
    ],
)
def test_nothing_within_bounds_is_not_nothing_at_all(
    ban: str, record: dict[str, Any], goal: str
) -> None:
    """The bounds are named instead: such a record exists."""
    advice = advised(ban, record, goal)
    assert (advice.alternatives, advice.obstacles, advice.finished) == ((), (), True)
    assert not advice.impossible
    told = advice.to_text("zh")
    assert "无论怎样的记录" not in told
    assert "最多考虑增加10项" in told or "未考虑改为未知" in told


def test_the_status_of_a_norm_may_be_the_goal() -> None:
    advice = advised("b", {"fixed": True, "a": False}, "duty is fulfilled")
    assert ways(advice) == [[("a", True)]]
    (reason,) = advice.alternatives[0].changes[0].because
    assert (reason.before.value, reason.after.value) == ("violated", "fulfilled")


def test_several_goals_at_once() -> None:
    goal = "enter is permitted and duty is fulfilled and people = 7"
    advice = advised("not b", {"fixed": True, "a": False, "b": False}, goal)
    assert ways(advice) == [[("b", True), ("a", True), ("people", 7)]]


def test_time_is_limited() -> None:
    advice = advised("not a", {"a": False}, time_limit=0)
    assert not advice.finished
    assert "尚未找到途径" in advice.to_text("zh")


def test_size_is_limited() -> None:
    """A question about so many elements is not begun."""
    ban = "some f in funds has (some g in funds has f.amount > g.amount) and not a"
    advice = advised(ban, {"funds": [{"amount": n} for n in range(200)], "a": False})
    assert not advice.finished
    assert not advice.alternatives


def test_of_long_lists_the_first_elements_are_considered() -> None:
    funds: list[dict[str, Any]] = [{"checked": True}] * 3_000
    ban = "some f in funds has not f.checked"
    inside = advised(ban, {"funds": [{"checked": False}, *funds]})
    assert ways(inside) == [[("funds[0].checked", True)]]
    beyond = advised(ban, {"funds": [*funds, {"checked": False}]})
    assert beyond.alternatives == ()
    assert beyond.curtailed
    assert str(MOST_ELEMENTS) in beyond.to_text("zh")


def test_as_many_alternatives_as_asked_for() -> None:
    ban = "not (a or b or people > 2 or kind = red)"
    for number in (1, 2, 4):
        advice = advised(ban, {"a": False}, alternatives=number)
        assert len(advice.alternatives) == number
