"""What a reviewer is told of a decision, and how urgently."""

from datetime import date

import pytest

from linkage_rules.policy.loading import load
from linkage_rules.reviews.findings import ReviewFinding, Weight, findings

AS_OF = date(2023, 5, 1)


@pytest.fixture
def found(library_entry):
    policy = load("policy.pol")

    def judge(**record: object) -> dict[str, ReviewFinding]:
        decision = policy.evaluate({"id": "A-1", **record}, as_of=AS_OF)
        return {finding.action.name: finding for finding in findings(decision)}

    return judge


@pytest.mark.parametrize(
    ("record", "action", "verdict", "weight"),
    [
        ({"planned": False, "urgent": True}, "enter_library", "conflicting", Weight.NOTABLE),
        ({"planned": False, "urgent": False}, "enter_library", "forbidden", Weight.NOTABLE),
        ({"planned": True, "urgent": False}, "enter_library", "permitted", Weight.NOTABLE),
        ({}, "enter_library", "undetermined", Weight.NOTABLE),
        ({"amount": 10**8, "reported": False}, "report", "required", Weight.NOTABLE),
        ({"amount": 10**8, "reported": True}, "report", "required", Weight.QUIET),
        ({"amount": 10**8}, "report", "required", Weight.BRIEF),
        ({}, "report", "undetermined", Weight.BRIEF),
        ({"amount": 1}, "report", "unregulated", Weight.QUIET),
        ({"trained": False}, "train", "recommended", Weight.BRIEF),
        ({"trained": True}, "train", "recommended", Weight.QUIET),
        ({"diverted": True}, "divert", "forbidden", Weight.NOTABLE),
    ],
)
def test_what_stands_in_the_way_or_is_to_be_done_is_notable(found, record, action, verdict, weight):
    finding = found(**record)[action]
    assert (finding.status.value, finding.weight) == (verdict, weight)


@pytest.mark.parametrize("record", [{}, {"diverted": False}])
def test_what_is_forbidden_whatever_the_record_says_is_left_out_unless_it_was_done(found, record):
    assert "divert" not in found(**record)


def test_a_finding_knows_the_fields_that_would_settle_it_or_whether_it_was_done(found):
    assert set(found()["enter_library"].missing) == {"planned", "urgent"}
    assert found(listed=True)["inspect"].missing == ("inspected",)
    assert found(planned=True, urgent=False)["enter_library"].missing == ()


def test_a_strict_norm_decides_even_while_the_verdict_is_open(found):
    """Whatever is learnt of the plan, the duty to enter is not defeated, only contradicted."""
    finding = found(urgent=True, listed=False)["enter_library"]
    assert finding.status.value == "undetermined"
    assert [(norm.norm.name, norm.status.value) for norm in finding.norms] == [
        ("urgent_entry", "violated")
    ]
