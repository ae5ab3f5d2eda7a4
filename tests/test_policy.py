"""`Policy` is what a developer embeds: plain records in, a reasoned decision out."""

from datetime import date

import attrs
import pytest

import linkage_rules as lr

AS_OF = date(2023, 5, 1)

RECORD = {
    "id": "P-1",
    "operating": True,
    "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
    "mechanism_established": False,
}


@pytest.fixture(scope="module")
def policy() -> lr.Policy:
    return lr.load("xiangtan_2022")


def test_a_project_without_a_mechanism_is_kept_out_and_the_clause_says_so(
    policy: lr.Policy,
) -> None:
    decision = policy.evaluate(RECORD, as_of=AS_OF)
    verdict = decision.verdicts["enter_library"]
    assert verdict.status is lr.VerdictStatus.FORBIDDEN
    assert verdict.by == ("no_mechanism_no_entry",)
    norm = decision.norms["no_mechanism_no_entry"]
    assert norm.citation is not None
    assert norm.citation.clause == "三.3"
    assert "没有建立联农带农机制和明确成效的" in norm.citation.quote


def test_the_duty_is_violated_in_principle(policy: lr.Policy) -> None:
    decision = policy.evaluate(RECORD, as_of=AS_OF)
    assert decision.norms["linkage_duty"].status is lr.Status.VIOLATED


def test_what_is_missing_is_named_when_nothing_is_known(policy: lr.Policy) -> None:
    decision = policy.evaluate({"id": "P-2"}, as_of=AS_OF)
    assert decision.verdicts["enter_library"].status is lr.VerdictStatus.UNDETERMINED
    assert {"operating", "funds"} <= set(decision.missing)


def test_labels_and_names_mean_the_same(policy: lr.Policy) -> None:
    spellings = policy.record_type("Project").by_spelling
    relabelled = {
        spellings[name].label or name: value for name, value in RECORD.items() if name != "funds"
    }
    fund = spellings["funds"]
    relabelled[fund.label or "funds"] = RECORD["funds"]
    first, second = (policy.evaluate(r, as_of=AS_OF) for r in (RECORD, relabelled))
    assert first.verdicts == second.verdicts
    assert first.record_digest == second.record_digest


@attrs.frozen
class Project:
    id: str
    operating: bool | None = None


def test_an_attrs_instance_is_a_record(policy: lr.Policy) -> None:
    decision = policy.evaluate(Project("P-3", operating=False), as_of=AS_OF)
    assert decision.verdicts["enter_library"].status is not lr.VerdictStatus.FORBIDDEN


def test_every_problem_of_a_record_is_listed(policy: lr.Policy) -> None:
    record = {"id": "P-4", "operating": "maybe", "founds": [], "mechanism_established": 1}
    with pytest.raises(lr.RecordError) as caught:
        policy.evaluate(record, as_of=AS_OF)
    assert [p.path for p in caught.value.problems] == [
        "operating",
        "founds",
        "mechanism_established",
    ]


def test_a_misspelt_record_type_is_met_with_the_near_name(policy: lr.Policy) -> None:
    with pytest.raises(lr.RecordError, match="did you mean Village"):
        policy.evaluate({"id": "x"}, as_of=AS_OF, record_type="Vilage")


def test_a_missing_policy_is_a_policy_error() -> None:
    with pytest.raises(lr.PolicyError) as caught:
        lr.load("no_such_policy")
    assert [d.code for d in caught.value.diagnostics] == ["POL-001"]
