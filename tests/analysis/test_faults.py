"""Policies with one known fault each: the fault is there, and its repair takes it away.

`faults/faults.toml` says what is wrong with each policy and how it shows.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from linkage_rules import Decision, Policy, RecordError, load
from linkage_rules.model.findings import FindingKind
from linkage_rules.testing.questions import answer

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "faults"


@frozen
class Fault:
    """A policy with a known fault; ``needs`` is what it takes to see it."""

    kind: str
    title: str
    names: tuple[str, ...]
    needs: str = ""
    record: dict[str, Any] | None = None
    as_of: date | None = None

    @property
    def policy(self) -> Path:
        return FOLDER / self.kind / f"{self.title}.pol"

    @property
    def repaired(self) -> Path:
        return FOLDER / self.kind / f"{self.title}.repaired.pol"


def _faults() -> list[Fault]:
    table = tomllib.loads((FOLDER / "faults.toml").read_text("utf-8"))
    return [
        Fault(kind, title, **row) for kind, rows in table.items() for title, row in rows.items()
    ]


FAULTS = _faults()
SHOWN = [fault for fault in FAULTS if fault.record is not None]


def test_there_are_enough_of_every_kind() -> None:
    assert {fault.kind for fault in FAULTS} == {kind.value for kind in FindingKind}
    assert len(FAULTS) >= 40
    assert {fault.needs for fault in FAULTS} == {"", "unknowns", "empty list", "date", "one fen"}


def test_every_policy_is_listed_and_has_a_repair() -> None:
    listed = {path for fault in FAULTS for path in (fault.policy, fault.repaired)}
    assert listed == set(FOLDER.glob("*/*.pol"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.title}")
def test_both_are_policies_that_check_and_differ_in_one_place(fault: Fault) -> None:
    faulty, repaired = load(fault.policy), load(fault.repaired)
    assert faulty.package.norms.keys() == repaired.package.norms.keys()
    texts = [
        [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        for path in (fault.policy, fault.repaired)
    ]
    assert len(set(texts[0]) ^ set(texts[1])) <= 2


@pytest.mark.parametrize("fault", SHOWN, ids=lambda fault: f"{fault.kind}-{fault.title}")
def test_the_record_shows_the_fault_and_not_the_repair(fault: Fault) -> None:
    assert shows(fault, load(fault.policy))
    assert not shows(fault, load(fault.repaired))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.title}")
def test_the_analysis_finds_the_fault_and_nothing_in_the_repair(fault: Fault) -> None:
    found = load(fault.policy).analyse()
    told = (*found.unanswered, *found.remarks)
    fitting = [one for one in told if one.kind.value == fault.kind]
    assert [set(one.names) for one in fitting] == [set(fault.names)]
    if fault.record is not None:
        assert fitting[0].shown is not None
        assert not found.undecided
    repaired = load(fault.repaired).analyse()
    assert repaired.clean
    # Other policies are small, and leave things unused that this is not about.
    assert fault.kind != "unused" or not repaired.remarks


@pytest.mark.parametrize("fault", SHOWN, ids=lambda fault: f"{fault.kind}-{fault.title}")
def test_the_witness_of_a_finding_shows_the_fault(fault: Fault) -> None:
    policy = load(fault.policy)
    found = policy.analyse().unanswered
    shown = next(one.shown for one in found if one.kind.value == fault.kind)
    assert shown is not None
    witness = shown.witness
    assert shows(evolve(fault, record=dict(witness.record), as_of=witness.as_of), policy)


def shows(fault: Fault, policy: Policy) -> bool:
    """Whether the record of a fault shows it; a record that a bound rules out shows nothing."""
    first = next(iter(policy.package.actions.values()))
    assert fault.as_of
    try:
        decision = policy.evaluate(fault.record, as_of=fault.as_of, record_type=first.record_type)
    except RecordError:
        return False
    match fault.kind:
        case "conflicting-norms":
            verdicts = decision.verdicts.values()
            return any(
                verdict.status.value == "conflicting" and set(verdict.by) == set(fault.names)
                for verdict in verdicts
            )
        case "no-verdict":
            return decision.verdicts[fault.names[0]].status.value == "unregulated"
        case "property-refuted":
            return not _holds(fault.names[0], policy, decision)
        case "undetermined-on-complete-record":
            return decision.norms[fault.names[0]].status.value == "undetermined"
    raise AssertionError(f"no single record shows {fault.kind}")


def _holds(title: str, policy: Policy, decision: Decision) -> bool:
    claim = next(p for p in policy.package.properties if p.title == title)
    return answer(claim.always, decision.evaluation) is not False
