"""Explanations read as the golden files say, in both languages."""

from pathlib import Path

import pytest

from linkage_rules.language.keywords import LANGUAGES, Language

from .cases import CASES, Case
from .judging import judge

GOLDEN = Path(__file__).parent / "golden"


def explained(case: Case, language: Language) -> str:
    decision = judge(case.policy, case.data, case.as_of)
    return "\n\n".join(decision.explain(name, language) for name in case.asked) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_an_explanation_reads_as_its_golden_file(case: Case, language: Language) -> None:
    golden = GOLDEN / f"{case.name}.{language}.txt"
    assert explained(case, language) == golden.read_text("utf-8")
