"""What norms want is not advised to be taken back while there is another way."""

from datetime import date
from typing import Any

import pytest

from linkage_rules.analysis.advice import Advice, advise, read_goal
from linkage_rules.analysis.advice.wanted import wants
from linkage_rules.records import validate
from tests.policies import package_of

DAY = date(2023, 5, 1)

POLICY = """
policy p
enum owner
  household
  village
  operator
record Deal
  ends: date
  lasting: yes/no
  named: yes/no
record Project
  made: yes/no changeable
  carried: yes/no changeable
  idle: yes/no changeable
  chosen: yes/no changeable
  shown: yes/no changeable
  people: whole number at least 0 changeable
  due: whole number at least 0
  income: owner changeable
  deals: list of Deal changeable
  bad: list of owner changeable
  unsure: yes/no
bearer operator
fact good of Project
  means made
fact soft of Project
  means not idle
action make of Project
  done when good
action carry of Project
  done when carried
action last of Project
  done when some d in deals has d.ends >= as_of and every e in deals has e.lasting
action sink of Project
  done when income = household
action include of Project
  done when people >= due
action choose of Project
action show of Project
  done when shown
action idle_ of Project
  done when idle
action enter of Project
  permitted by default
norm to_make for Project
  operator must make
norm to_carry for Project
  when made
  operator must carry
norm to_last for Project
  when made
  operator encouraged to last
norm to_sink for Project
  when income != household
  operator must sink
norm to_include for Project
  operator must in principle include
norm to_choose for Project
  when made and not chosen
  operator must choose
norm to_show for Project
  when chosen
  operator must show
norm not_idle for Project
  operator must not idle_
norm no_entry for Project
  when operator in bad and (unsure or not soft)
  operator must not enter
"""

PACKAGE = package_of(POLICY)
SHAPE = PACKAGE.record_types["Project"]


def advised(record: dict[str, Any], goal: str) -> Advice:
    wanted = read_goal(goal, PACKAGE, SHAPE)
    record = dict(validate(record, SHAPE))
    return advise(PACKAGE, SHAPE, record, wanted, as_of=DAY, time_limit=300, alternatives=9)


@pytest.mark.parametrize(
    ("path", "more", "less", "values"),
    [
        pytest.param("made", True, False, (), id="what a duty asks to be done, by a fact"),
        pytest.param("people", True, False, (), id="that an amount is enough"),
        pytest.param("due", False, True, (), id="the amount that is enough"),
        pytest.param("income", False, False, ("household",), id="a value"),
        pytest.param("deals", True, False, (), id="that a list has an entry"),
        pytest.param("deals[].ends", True, False, (), id="that it lasts"),
        pytest.param("deals[].lasting", True, False, (), id="how every entry should be"),
        pytest.param("chosen", True, False, (), id="what a duty waits for that nothing observes"),
        pytest.param("idle", False, True, (), id="what is banned"),
        pytest.param("bad", False, True, (), id="entries that keep from something"),
        pytest.param("unsure", False, True, (), id="what keeps from something"),
        pytest.param("deals[].named", None, None, (), id="what nobody asks for"),
    ],
)
def test_what_norms_want_is_read_from_what_they_ask(
    path: str, more: bool | None, less: bool | None, values: tuple[str, ...]
) -> None:
    kept = wants(PACKAGE, "Project", DAY).kept(path)
    if more is None:
        assert kept is None
        return
    assert kept is not None
    assert (kept.not_less, kept.not_more, kept.values) == (more, less, frozenset(values))


def ways(advice: Advice) -> list[list[tuple[str, Any]]]:
    return [[(c.edit.path, c.edit.after) for c in w.changes] for w in advice.alternatives]


@pytest.mark.parametrize(
    ("record", "goal", "expected"),
    [
        pytest.param(
            {"made": True, "carried": False},
            "not (to_carry is violated)",
            [[("carried", True)]],
            id="the mechanism stays",
        ),
        pytest.param(
            {"carried": False},
            "not (to_carry is violated)",
            [[("carried", True)]],
            id="and is not reported to be missing",
        ),
        pytest.param(
            {"chosen": True, "shown": False},
            "not (to_show is violated)",
            [[("shown", True)]],
            id="what was chosen stays chosen",
        ),
        pytest.param(
            {"idle": False, "people": 1, "due": 2, "bad": ["operator"], "unsure": False},
            "to_include is fulfilled",
            [[("people", 2)]],
            id="an amount",
        ),
        pytest.param(
            {"made": True, "deals": [{"ends": "2023-01-01", "lasting": True}]},
            "to_last is taken up",
            [
                [("deals[0].ends", DAY)],
                [("deals", {"ends": DAY, "lasting": True, "named": None})],
            ],
            id="an entry stays",
        ),
    ],
)
def test_what_norms_want_is_not_taken_back_while_there_is_another_way(
    record: dict[str, Any], goal: str, expected: Any
) -> None:
    advice = advised(record, goal)
    assert ways(advice) == expected
    assert not any(c.withdraws for w in advice.alternatives for c in w.changes)
    assert advice.kept_wanted is (goal != "to_include is fulfilled" or record["people"] > 0)


@pytest.mark.parametrize(
    ("record", "goal", "expected", "norms"),
    [
        pytest.param(
            {"made": True}, "to_make is violated", ("made", False), ["to_make"], id="yes to no"
        ),
        pytest.param(
            {"people": 5, "due": 2},
            "to_include is violated",
            ("people", 1),
            ["to_include"],
            id="an amount lowered",
        ),
        pytest.param(
            {"made": True, "deals": [{"ends": "2030-01-01", "lasting": True, "named": True}]},
            "count(deals) = 0",
            ("deals[0]", None),
            ["to_last"],
            id="an entry removed",
        ),
        pytest.param(
            {"income": "household"},
            "income = operator",
            ("income", "operator"),
            ["to_sink"],
            id="a value left",
        ),
    ],
)
def test_where_there_is_no_other_way_it_is_said_what_is_taken_back(
    record: dict[str, Any], goal: str, expected: Any, norms: list[str]
) -> None:
    advice = advised(record, goal)
    (change,) = advice.alternatives[0].changes
    assert (change.edit.path, change.edit.after) == expected
    assert [norm.name for norm in change.withdraws] == norms
    assert not advice.kept_wanted
    assert f"takes back what the policy wants (norm {norms[0]})" in advice.to_text("en")
    assert f"这会撤回规定（{norms[0]}）所要的内容" in advice.to_text("zh")
    (told,) = advice.to_dict()["alternatives"][0]["changes"]
    assert [norm["name"] for norm in told["withdraws"]] == norms


def test_what_is_wanted_is_read_once_however_often_facts_ask_for_it() -> None:
    facts = "\n".join(
        f"fact f{n} of Project\n  means f{n - 1} and f{n - 1} or f{n - 1}" for n in range(1, 60)
    )
    text = f"""policy p
record Project
  a: yes/no changeable
bearer county
fact f0 of Project
  means a
{facts}
action act of Project
  done when f59
norm duty for Project
  county must act
"""
    kept = wants(package_of(text), "Project", DAY).kept("a")
    assert kept is not None
    assert kept.not_less
