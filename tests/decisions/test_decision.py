"""A `Decision` says what was decided, cannot be changed, and is found its way around by names."""

import copy
from collections.abc import Callable
from datetime import date
from pickle import dumps, loads
from typing import Any

import attrs
import pytest

from linkage_rules.decisions import Decision, UnknownNameError
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.records import digest, validate
from tests.policies import DIGEST, package_of

from .cases import ASSISTED, LINKAGE
from .judging import AS_OF, decide

FORBIDDEN = {**ASSISTED, "mechanism_established": False}


@pytest.fixture(scope="module")
def decision() -> Decision:
    return decide(package_of(LINKAGE), FORBIDDEN)


def test_a_decision_says_what_was_judged_by_what_and_for_which_day(decision: Decision) -> None:
    assert (decision.policy, decision.policy_digest, decision.as_of) == (
        "linkage",
        DIGEST,
        AS_OF,
    )
    assert decision.record_digest == digest(decision.record)


def test_verdicts_norms_and_facts_are_found_by_ascii_name(decision: Decision) -> None:
    assert decision.verdicts["enter_library"].status is VerdictStatus.FORBIDDEN
    assert decision.norms["linkage_duty"].status is Status.VIOLATED
    assert decision.facts["assistance_funded"] is True
    assert decision.facts["total"] == 120_000_000


MUTATIONS: dict[str, Callable[[Any], object]] = {
    "an attribute": lambda d: setattr(d, "record", {}),
    "a new attribute": lambda d: setattr(d, "note", "…"),
    "a verdict": lambda d: d.verdicts.pop("enter_library"),
    "a norm": lambda d: d.norms.clear(),
    "a fact": lambda d: d.facts.update(total=0),
    "the record": lambda d: d.record.update(operating=False),
    "a nested record": lambda d: d.record["funds"][0].update(amount=0),
    "the outcome": lambda d: d.outcome.verdicts.clear(),
    "the missing fields": lambda d: d.missing.append("operating"),
    "the missing fields as a whole": lambda d: setattr(d, "missing", ()),
}


@pytest.mark.parametrize("change", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_nothing_of_a_decision_can_be_changed(
    decision: Decision, change: Callable[[Any], object]
) -> None:
    before = decision.to_json()
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError, TypeError)):
        change(decision)
    assert decision.to_json() == before


def test_changing_what_a_decision_was_made_from_does_not_change_it() -> None:
    package = package_of(LINKAGE)
    shape = package.record_types["Project"]
    record: Any = dict(validate(FORBIDDEN, shape))
    record["funds"] = tuple(dict(fund) for fund in record["funds"])
    outcome = evaluate(package, shape, record, AS_OF)
    decision = Decision(package, DIGEST, shape, record, outcome)
    record["operating"] = False
    record["funds"][0]["amount"] = 0
    assert decision == decide(package, FORBIDDEN)
    assert decision.to_text() == decide(package, FORBIDDEN).to_text()


def test_decisions_are_equal_when_policy_record_and_day_are() -> None:
    package = package_of(LINKAGE)
    decision = decide(package, FORBIDDEN)
    assert decision == decide(package, FORBIDDEN)
    assert decision != decide(package, {**FORBIDDEN, "id": "P-2"})
    assert decision != decide(package, FORBIDDEN, as_of=date(2024, 1, 1))


def test_a_decision_can_be_copied_and_sent_to_another_process(decision: Decision) -> None:
    for other in (copy.copy(decision), copy.deepcopy(decision), loads(dumps(decision))):
        assert other == decision
        assert other.to_json() == decision.to_json()


def test_what_is_worked_out_once_is_kept(decision: Decision) -> None:
    assert decision.missing is decision.missing
    assert decision.derivation("enter_library").parts[0] is decision.evaluation.applies["no_entry"]
    assert decision.evaluation is decision.evaluation


@pytest.mark.parametrize(
    ("spelling", "subject", "answer"),
    [
        ("enter_library", Action, VerdictStatus.FORBIDDEN),
        ("纳入项目库", Action, VerdictStatus.FORBIDDEN),
        ("linkage_duty", Norm, Status.VIOLATED),
        ("应建立机制", Norm, Status.VIOLATED),
        ("total", Fact, 120_000_000),
        ("资金总额", Fact, 120_000_000),
    ],
)
def test_a_derivation_is_found_by_name_or_label(
    decision: Decision, spelling: str, subject: type, answer: object
) -> None:
    derivation = decision.derivation(spelling)
    assert isinstance(derivation.subject, subject)
    assert derivation.answer == answer


@pytest.mark.parametrize(
    ("spelling", "near"),
    [
        ("enter_libary", "enter_library"),
        ("纳入项目", "纳入项目库"),
        ("operating", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(
    decision: Decision, spelling: str, near: str | None
) -> None:
    for ask in (decision.derivation, decision.explain, decision.explanation):
        with pytest.raises(UnknownNameError) as caught:
            ask(spelling)
        assert isinstance(caught.value, KeyError)
        assert caught.value.near == near
        for message in (str(caught.value), caught.value.render("zh")):
            assert len(message) < 300
            assert near is None or near in message


@pytest.mark.parametrize("method", ["to_text", "to_html"])
def test_a_language_there_is_no_wording_for_is_refused(decision: Decision, method: str) -> None:
    with pytest.raises(ValueError, match='"fr"'):
        getattr(decision, method)("fr")
    with pytest.raises(ValueError, match="zh"):
        decision.explain("total", "fr")  # type: ignore[arg-type]
