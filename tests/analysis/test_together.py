"""Findings that have one cause are one, and each of them was found by itself."""

import pytest

from linkage_rules.analysis.consistency import Analysis, Finding, analyse
from linkage_rules.engines.reference import Evaluation, evaluate
from linkage_rules.model.dependencies import in_turn_behind
from linkage_rules.model.expressions import NormApplies
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.statuses import VerdictStatus
from tests.policies import package_of

HEAD = """
policy p "试"
record Project "项目"
  n "户数": whole number at least 0
  ready: yes/no
bearer county "县"
action enter "入库" of Project
action leave "出库" of Project
  done when ready
action stay "在库" of Project
  done when not ready
"""


def norms(action: str, duties: int, bans: int) -> str:
    return "".join(
        f"norm {action}_{word}{number} for Project\n  when n >= {number}\n"
        f"  county {duty} {action}\n"
        for word, duty, count in (("duty", "must", duties), ("ban", "must not", bans))
        for number in range(1, count + 1)
    )


def of_kind(found: Analysis, kind: FindingKind) -> list[Finding]:
    return [one for one in found.findings if one.kind is kind]


def test_conflicts_of_one_action_are_one_finding() -> None:
    package = package_of(HEAD + norms("enter", 3, 4))
    (one,) = of_kind(analyse(package), FindingKind.CONFLICTING_NORMS)
    assert one.names == ("enter_duty1", "enter_ban1")
    pairs = {one.names, *(other.names for other in one.together)}
    assert pairs == {(f"enter_duty{d}", f"enter_ban{b}") for d in (1, 2, 3) for b in (1, 2, 3, 4)}
    for each in (one, *one.together):
        assert each.shown is not None
        witness = each.shown.witness
        said = evaluate(package, witness.record_type, witness.record, witness.as_of)
        assert said.verdicts["enter"].status is VerdictStatus.CONFLICTING
        assert all(said.norms[name].applies for name in each.names)


def test_conflicts_of_two_actions_are_two_findings() -> None:
    found = analyse(package_of(HEAD + norms("enter", 2, 1) + norms("leave", 1, 2)))
    conflicts = of_kind(found, FindingKind.CONFLICTING_NORMS)
    assert [len(one.together) for one in conflicts] == [1, 1]


def test_what_is_answered_by_name_stands_for_itself() -> None:
    answer = (
        'property "meant so" for Project\n'
        "  always enter_duty2 applies implies enter_ban1 applies\n"
        "  answers conflicting_norms of enter_duty2, enter_ban1\n"
    )
    found = analyse(package_of(HEAD + norms("enter", 3, 1) + answer))
    conflicts = of_kind(found, FindingKind.CONFLICTING_NORMS)
    assert {one.names[0]: one.answered_by is not None for one in conflicts} == {
        "enter_duty1": False,
        "enter_duty2": True,
    }
    (group,) = (one for one in conflicts if one.answered_by is None)
    assert [one.names[0] for one in group.together] == ["enter_duty3"]


def test_duties_of_which_doing_the_one_is_leaving_the_other_are_one_finding() -> None:
    found = analyse(package_of(HEAD + norms("leave", 2, 0) + norms("stay", 2, 0)))
    (one,) = of_kind(found, FindingKind.UNMEETABLE_TOGETHER)
    assert len({one.names, *(other.names for other in one.together)}) == 4


@pytest.mark.parametrize("known", [{"n": 2, "ready": True}, {"n": None, "ready": None}])
def test_what_is_worked_out_alone_is_what_is_worked_out_with_all_else(known: dict) -> None:
    package = package_of(HEAD + norms("enter", 2, 2) + norms("leave", 2, 1))
    shape, day = package.record_types["Project"], analyse(package_of(HEAD)).days.start
    assert day is not None
    whole = Evaluation(package, shape, known, day)
    for name in package.norms:
        steps = in_turn_behind((NormApplies(name),), package, "Project")
        alone = Evaluation(package, shape, known, day, steps)
        assert alone.applies[name] == whole.applies[name]
        assert len(alone.applies) < len(whole.applies)
