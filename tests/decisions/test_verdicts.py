"""The part each norm plays in a verdict, and what the verdict is called."""

import pytest

from linkage_rules.decisions.verdicts import (
    conclusion,
    could_decide,
    roles,
    verdict_in_words,
    was_done,
)
from linkage_rules.model.statuses import Status
from linkage_rules.words import decision_words as wording
from linkage_rules.words.keywords import spelling

from .judging import judge

POLICY = """\
policy roles
record Project
  a: yes/no
  b: yes/no
bearer county "县"
action enter "入库" of Project{default}
norm first for Project
  when a
  county {first} enter
norm second for Project
  when b{overrides}
  county {second} enter
"""

A, B, NOT_B = {"a": True}, {"a": True, "b": True}, {"a": True, "b": False}


def policy(first: str, second: str, overrides: str = "", default: str = "") -> str:
    return POLICY.format(first=first, second=second, overrides=overrides, default=default)


@pytest.mark.parametrize(
    ("first", "second", "data", "expected"),
    [
        ("must not", "may", B, ["first decides", "second gives way"]),
        ("must in principle", "must not", B, ["second decides", "first gives way"]),
        ("must", "must not", B, ["first decides", "second decides"]),
        ("must", "must in principle", B, ["first decides", "second decides"]),
        ("must not", "may", A, ["first decides", "second without effect"]),
        ("may", "must not", A, ["first applies", "second open"]),
        ("may", "must not", NOT_B, ["first decides", "second absent"]),
        ("must not", "may", NOT_B, ["first decides"]),
    ],
)
def test_every_norm_that_counts_has_its_part(
    first: str, second: str, data: dict[str, bool], expected: list[str]
) -> None:
    decision = judge(policy(first, second), data)
    told = roles("enter", decision.evaluation)
    assert [f"{role.norm.name} {role.part.value}" for role in told] == expected


def test_a_norm_that_only_an_override_keeps_from_applying_is_overridden() -> None:
    text = policy("must not", "may", "\n  overrides first")
    told = roles("enter", judge(text, B).evaluation)
    assert [role.part.value for role in told] == ["decides", "overridden"]
    told = roles("enter", judge(text, {"a": False, "b": True}).evaluation)
    assert [role.part.value for role in told] == ["decides", "absent"]


@pytest.mark.parametrize(
    ("first", "second", "data", "zh", "en"),
    [
        ("must not", "may", B, "不得入库", "must not enter"),
        ("must in principle not", "may", B, "原则上不得入库", "must in principle not enter"),
        ("must", "may", B, "应当入库", "must enter"),
        ("must in principle", "may", B, "原则上应当入库", "must in principle enter"),
        ("must in principle", "must", B, "应当入库", "must enter"),
        ("encouraged to", "may", B, "鼓励入库", "encouraged to enter"),
        ("may", "may", B, "可以入库", "may enter"),
        ("may", "may", {"a": False, "b": False}, "入库：无规定", "enter: unregulated"),
        (
            "must",
            "must not",
            B,
            "入库：有冲突，既应当又不得",
            "enter: conflicting – both required and forbidden",
        ),
        (
            "may",
            "must not",
            A,
            "入库：待定（可能的结论：不得、可以）",
            "enter: undetermined (possible: must not, may)",
        ),
    ],
)
def test_a_verdict_is_said_in_plain_words(
    first: str, second: str, data: dict[str, bool], zh: str, en: str
) -> None:
    decision = judge(policy(first, second), data)
    said = conclusion(decision.verdicts["enter"], decision.package)
    assert (said.zh, said.en) == (zh, en)
    assert verdict_in_words(decision.verdicts["enter"], decision.package).zh in zh


DEFAULT = """policy p "P"

record Project "项目"
  a "甲": yes/no
  entered "已入库": yes/no

bearer county "县"

action enter "入库" of Project
  done when entered
  permitted by default

norm ban "禁令" for Project
  when a
  county must not enter
"""


@pytest.mark.parametrize(
    ("data", "words", "said"),
    [
        ({"a": False, "entered": False}, "无禁止情形", "未发现不得入库的情形"),
        ({"a": False}, "无禁止情形", "未发现不得入库的情形"),
        ({"a": False, "entered": True}, "已经发生", "入库：已经发生"),
        ({"a": True, "entered": True}, "不得", "不得入库"),
        ({"entered": True}, "待定", "入库：待定（可能的结论：不得、无禁止情形）"),
    ],
)
def test_what_no_norm_permits_is_not_said_to_be_permitted(
    data: dict[str, bool], words: str, said: str
) -> None:
    decision = judge(DEFAULT, data)
    found = decision.verdicts["enter"]
    done = was_done("enter", decision.evaluation)
    assert verdict_in_words(found, decision.package, done).zh == words
    assert conclusion(found, decision.package, done).zh == said
    assert "可以" not in decision.to_text() + decision.to_html()
    assert decision.explain("enter").splitlines()[0] == said


def test_norms_that_could_decide_are_those_that_would_change_the_verdict() -> None:
    assert could_decide("enter", judge(policy("may", "must not"), A).evaluation) == ("second",)
    assert could_decide("enter", judge(policy("must not", "may"), A).evaluation) == ()


@pytest.mark.parametrize("status", Status)
def test_a_status_is_called_what_the_policy_language_calls_it(status: Status) -> None:
    words = wording.STATUSES[status]
    assert words.zh == spelling(f"IS_{status.name}", "zh")
    assert f"is {words.en}" == spelling(f"IS_{status.name}", "en")
