"""A decision that comes back as plain data is judged once more before it is one."""

import copy
import json
from datetime import date

import pydantic
import pytest

import linkage_rules as lr

RECORD = {
    "id": "P-1",
    "operating": True,
    "mechanism_established": False,
    "funds": [{"type": "bridging_subsidy", "amount": "60万元"}],
}
RECEIVED = pydantic.TypeAdapter(lr.Decision)


@pytest.fixture(scope="module")
def policy():
    return lr.load("xiangtan_2022")


@pytest.fixture(scope="module")
def decision(policy):
    return policy.evaluate(RECORD, as_of=date(2023, 5, 1))


@pytest.fixture(scope="module")
def sent(decision):
    return json.loads(decision.to_json())


def test_what_was_sent_is_the_decision_that_was_made(policy, decision, sent):
    received = RECEIVED.validate_python(sent)
    assert received == decision
    assert received.to_dict() == decision.to_dict()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda d: d["verdicts"]["enter_library"].update(status="permitted"),
            "政策的结论与此处所写不同",
        ),
        (lambda d: next(iter(d["norms"].values())).update(status="taken_up"), "不同"),
        (lambda d: d["record"]["mechanism_established"].update(value=True), "不同"),
        (lambda d: d.update(as_of="2023-05-02", record_digest="0" * 64), "不同"),
        (lambda d: d["policy"].update(digest="0" * 64), "本进程尚未载入"),
        (lambda d: d["record_type"].update(name="Nothing"), "没有记录类型"),
        (lambda d: d["record"]["operating"].update(value="perhaps"), "与类型不符的值"),
        (lambda d: d.pop("record"), "其中没有记录"),
        (lambda d: d.clear(), "没有写明是审核结论"),
    ],
)
def test_what_the_policy_does_not_say_is_refused(policy, sent, change, why):
    changed = copy.deepcopy(sent)
    change(changed)
    with pytest.raises(pydantic.ValidationError, match=why):
        RECEIVED.validate_python(changed)
