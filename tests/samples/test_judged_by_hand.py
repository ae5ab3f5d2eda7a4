"""The sample projects as a person judged them, beside what the library says of them."""

import json
from datetime import date
from pathlib import Path

import pytest

import linkage_rules as lr
from linkage_rules.model.statuses import Status, VerdictStatus

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "policies" / "xiangtan_2022.samples.md"
SAMPLES = ROOT / "samples" / "projects.json"
AS_OF = date(2023, 5, 1)

QUESTIONS = ("入库", "审批", "机制", "落实", "整改", "处置", "协议", "检查")

GATES = {
    "入库": ("enter_library", "entered_unready", ("proposed",)),
    "审批": ("approve_project", "approved_without_mechanism", ("proposed", "in_library")),
}
DUTIES = {
    "机制": ("linkage_duty", "asset_linkage_duty", "other_funds_encouraged"),
    "落实": ("project_duty_carried_out", "asset_duty_carried_out"),
    "整改": ("rectify_failing",),
    "处置": ("nominal_disposed",),
    "协议": ("fixed_in_agreement",),
    "检查": ("implemented_inspected",),
}
OPEN = {
    VerdictStatus.FORBIDDEN: "不得",
    VerdictStatus.UNDETERMINED: "待定",
    VerdictStatus.PERMITTED: "未见禁止",
}
PAST = {Status.VIOLATED: "违规", Status.UNDETERMINED: "待定", Status.NOT_APPLICABLE: "不违规"}
STANDING = {
    Status.VIOLATED: "未做到",
    Status.FULFILLED: "做到",
    Status.OPEN: "鼓励",
    Status.TAKEN_UP: "已采纳",
    Status.UNDETERMINED: "待定",
    Status.NOT_APPLICABLE: "无",
}
"""From the most serious: what one norm says counts before what another one does."""
OTHER_WORDS = {
    ("整改", "未做到"): "未整改", ("整改", "做到"): "已整改", ("整改", "无"): "不必",
    ("处置", "未做到"): "应处置", ("处置", "做到"): "已处置", ("处置", "无"): "不必",
}  # fmt: skip


def answers(decision: lr.Decision) -> dict[str, str]:
    """What the library says, question by question, in the words of the table."""
    told = {}
    for question, (action, past, before) in GATES.items():
        stage = decision.record["stage"]
        if stage is None or stage in before:
            told[question] = OPEN[decision.verdicts[action].status]
        else:
            told[question] = PAST[decision.norms[past].status]
    for question, norms in DUTIES.items():
        statuses = {decision.norms[norm].status for norm in norms}
        word = next(word for status, word in STANDING.items() if status in statuses)
        told[question] = OTHER_WORDS.get((question, word), word)
    return told


def rows(who: str) -> dict[str, tuple[str, ...]]:
    """The rows of the table of a person (人工) or of the library (机器), by project."""
    lines = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines()]
    return {
        line[0]: tuple(line[2 : 2 + len(QUESTIONS)])
        for line in lines
        if len(line) > len(QUESTIONS) and line[1] == who
    }


def explained() -> dict[str, str]:
    """What the table says of the differences of a project."""
    lines = TABLE.read_text("utf-8").splitlines()
    machine = [line.split(" | ") for line in lines if " | 机器 | " in line]
    return {line[0].strip("| "): line[-1].strip(" |") for line in machine}


@pytest.fixture(scope="module")
def judged() -> dict[str, dict[str, str]]:
    policy = lr.load("xiangtan_2022")
    decisions = policy.evaluate_many(json.loads(SAMPLES.read_text("utf-8")), as_of=AS_OF)
    return {str(one.record["id"]): answers(one) for one in decisions}


def test_every_sample_was_judged_by_hand(judged: dict[str, dict[str, str]]) -> None:
    assert len(judged) == 36
    assert rows("人工").keys() == rows("机器").keys() == judged.keys()


def test_the_table_says_what_the_library_says(judged: dict[str, dict[str, str]]) -> None:
    """Otherwise: read what changed, judge it again, and mend the row of the library (机器)."""
    said = {project: tuple(found.values()) for project, found in judged.items()}
    assert rows("机器") == said


def test_where_the_two_differ_the_table_says_why() -> None:
    by_hand, by_library, reasons = rows("人工"), rows("机器"), explained()
    for project, answered in by_hand.items():
        for question, one, other in zip(QUESTIONS, answered, by_library[project], strict=True):
            assert one == other or f"{question}：" in reasons[project], (project, question)
