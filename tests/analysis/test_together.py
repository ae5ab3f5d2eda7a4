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


FACTS = """
fact never_so of Project
  means n > small and n < small
fact per_head of Project: number
  means 1 / n
fact month_on of Project
  means signed_on + 1 month <= as_of
parameter small: whole number
  = 3
"""
MORE = """
policy p "试"
record Project "项目"
  n "户数": whole number at least 0
  ready: yes/no
  old: yes/no
  aided: yes/no
  share: number at least 0 at most 1
  signed_on: date
bearer county "县"
bearer town "镇"
action enter "入库" of Project
action leave "出库" of Project
  done when ready
action vanish "消失" of Project
  done when share > 50% and share < 50%
"""
FLAGS = ("ready", "old", "aided")

ONE_CAUSE = {
    FindingKind.NEVER_APPLIES: "".join(
        f"norm n{flag} for Project\n  when never_so and {flag}\n  county must enter\n"
        for flag in FLAGS
    ),
    FindingKind.NEVER_FULFILLED: "".join(
        f"norm n{flag} for Project\n  when {flag}\n  county must vanish\n" for flag in FLAGS
    ),
    FindingKind.NEVER_VIOLATED: "".join(
        f"norm n{flag} for Project\n  when {flag}\n  county must not vanish\n" for flag in FLAGS
    ),
    FindingKind.IDLE_NORM: "norm ban for Project\n  county must not enter\n"
    + "".join(f"norm n{flag} for Project\n  when {flag}\n  county may enter\n" for flag in FLAGS),
    FindingKind.IMPLIED_NORM: "norm all for Project\n  county must enter\n"
    + "".join(f"norm n{flag} for Project\n  when {flag}\n  county must enter\n" for flag in FLAGS),
    FindingKind.IDLE_EXCEPTION: "".join(
        f"norm n{flag} for Project\n  when {flag}\n  unless never_so\n  county must enter\n"
        for flag in FLAGS
    ),
    FindingKind.IDLE_OVERRIDE: "norm first for Project\n  when n < small\n"
    "  overrides nready, nold, naided\n  town may leave\n"
    + "".join(
        f"norm n{flag} for Project\n  when {flag} and n > 3\n  county must enter\n"
        for flag in FLAGS
    ),
    FindingKind.UNDETERMINED_ON_COMPLETE_RECORD: "".join(
        f"norm n{flag} for Project\n  when {flag} and per_head > 0.1\n  county must enter\n"
        for flag in FLAGS
    ),
    FindingKind.AMBIGUOUS_MONTH_END: "".join(
        f"norm n{flag} for Project\n  when {flag} and month_on\n  county must enter\n"
        for flag in FLAGS
    ),
    FindingKind.IDLE_CONDITION: "fact always_so of Project\n  means n > 5 or not (n > 5)\n"
    + "".join(
        f"norm n{flag} for Project\n  when {flag} and always_so\n  county must enter\n"
        for flag in FLAGS[:2]
    ),
    FindingKind.IDLE_PREMISE: "norm one for Project\n  when ready\n  county must enter\n"
    + "".join(
        f'property "p{flag}" for Project\n  always never_so implies {flag}\n' for flag in FLAGS
    ),
    FindingKind.OUTSIDE_BOUNDS: "".join(
        f"norm n{flag} for Project\n  when {flag} and not (n < 0)\n  county must enter\n"
        for flag in FLAGS
    ),
}
"""For each kind three findings that have one cause."""


@pytest.mark.parametrize(
    ("kind", "text"), ONE_CAUSE.items(), ids=lambda one: getattr(one, "value", "")
)
def test_what_one_cause_does_to_three_norms_is_one_finding(kind: FindingKind, text: str) -> None:
    found = analyse(package_of(MORE + FACTS + text))
    (one,) = (one for one in of_kind(found, kind) if one.names[0] not in ("vanish", "never_so"))
    assert len(one.together) == 2
    assert len({(other.names, other.span.start) for other in (one, *one.together)}) == 3


def test_what_has_two_causes_are_two_findings() -> None:
    text = (
        "norm one for Project\n  when never_so and ready\n  county must enter\n"
        "norm two for Project\n  when ready and not ready\n  county must enter\n"
    )
    found = of_kind(analyse(package_of(MORE + FACTS + text)), FindingKind.NEVER_APPLIES)
    assert [one.together for one in found] == [(), ()]


def test_a_proof_that_several_say_it_together_names_them_all() -> None:
    halves = "".join(
        f"norm {name} for Project\n  when n >= {least} and {half}\n  county must enter\n"
        for name, least, half in (
            ("one", 3, "old"),
            ("two", 3, "not old"),
            ("all", 4, "old is known"),
        )
    )
    found = analyse(package_of(MORE + halves), proofs=True)
    (one,) = of_kind(found, FindingKind.IMPLIED_NORM)
    assert one.names == ("all", "one", "two")
    claims = [proof.claim.en for proof in found.proofs if proof.names == one.names]
    assert claims == ["there is no record to which all applies, and none of these: one, two"]
