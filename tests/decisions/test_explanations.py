"""Explanations read as the golden files say, in both languages."""

import pytest

from linkage_rules.words.keywords import LANGUAGES, Language
from tests.golden import Golden

from .cases import CASES, Case
from .judging import judge


def explained(case: Case, language: Language) -> str:
    decision = judge(case.policy, case.data, case.as_of)
    return "\n\n".join(decision.explain(name, language) for name in case.asked) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_an_explanation_reads_as_its_golden_file(
    case: Case, language: Language, golden: Golden
) -> None:
    golden(f"{case.name}.{language}.txt", explained(case, language))


def test_an_action_done_by_another_norm_applying_is_told_as_done() -> None:
    policy = """\
policy nested
record Project
  a: yes/no
bearer county
action tidy of Project
  done when cleared applies
action clear of Project
action report of Project
norm cleared for Project
  when a
  county may clear
norm tidy_up for Project
  county must tidy
norm confess for Project
  when tidy_up is violated
  county must report
"""
    told = judge(policy, {"a": False}).explain("report", "en").splitlines()
    assert [line.strip() for line in told] == [
        "must report",
        "- By norm confess: county must report",
        "- Condition met: tidy_up is violated",
        "- Norm tidy_up applies: county must tidy",
        "- It applies without any condition.",
        "- Not done: tidy",
        "- Norm cleared does not apply: county may clear",
        "- Condition not met: a",
        "- a: no",
    ]


def test_one_explanation_is_the_same_data_in_both_languages() -> None:
    case = CASES[0]
    node = judge(case.policy, case.data).explanation("enter_library")
    assert all(part.sentence.en and part.sentence.zh for part in node.walk())
    assert [part.citation.clause for part in node.walk() if part.citation] == [
        "三.3",
        "二.(三)",
        "二.(三)",
        "三.3",
    ]
    assert {part.path for part in node.walk() if part.path} == {
        "funds[0].type",
        "operating",
        "mechanism_established",
    }
