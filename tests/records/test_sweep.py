"""Reading and judging a plain record in one sweep: what it takes, and what it leaves to care."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from linkage_rules.engines.compiled.sweep import Sweep
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError, validate
from linkage_rules.testing.agreement import agreed
from tests.policies import policy_of

AS_OF = date(2023, 5, 1)

TEXT = """
policy sweeping
  in force 2022-01-01

enum kind
  red "红"
  blue "蓝"

record Item
  size "大小": whole number at least 0
  kind_ "种类": kind
  note: text

record Project
  id "编号": text required
  a "甲": yes/no
  amount "金额": money at most 100元
  start "开工": date at least 2020-01-01
  share "比例": number at least 0 at most 1
  span: period
  spare: whole number
  best: Item
  items "明细": list of Item
  colours: list of kind
  days: list of date required

bearer someone
action act of Project
norm duty for Project
  when a and (some i in items has i.size > 1 and i.kind_ = red) and start < 2024-01-01
  someone must act
"""

PLAIN: dict[str, Any] = {
    "id": "P-1",
    "a": True,
    "amount": 100,
    "start": date(2023, 1, 1),
    "share": 1,
    "items": [{"size": 2, "kind_": "red"}],
    "days": [],
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(TEXT)


@pytest.fixture
def taken_with_care(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The records that the sweep has left to `validate`."""
    left: list[object] = []

    def noting(data: object, record_type: RecordType) -> object:
        left.append(data)
        return validate(data, record_type)

    monkeypatch.setattr("linkage_rules.policy.judging.validate", noting)
    return left


SWEPT: dict[str, dict[str, Any]] = {
    "nothing but what is required": {},
    "unknown said in so many words": {"a": None, "items": None, "best": None},
    "a day in ISO form": {"start": "2023-01-01"},
    "another day as text": {"start": "2023年1月1日", "days": ["2023-01-01", date(2023, 1, 2)]},
    "an amount with its unit": {"amount": "1元"},
    "a share as text": {"share": "30%"},
    "yes as text": {"a": "是"},
    "a period": {"span": "3 years"},
    "a text beyond ASCII": {"id": "项目一"},
    "the label of a member": {"colours": ["红", "blue"], "items": [{"kind_": "蓝"}]},
    "a nested record": {"best": {"size": 1, "kind_": "red", "note": "x"}},
    "unknown elements": {"items": [None, {"size": None}], "colours": [None], "days": [None]},
    "a tuple": {"items": ({"size": 2},)},
}


@pytest.mark.parametrize("fields", SWEPT.values(), ids=SWEPT.keys())
@pytest.mark.parametrize("base", [PLAIN, {"id": "P-2", "days": ()}])
def test_a_plain_record_is_read_in_one_sweep(
    policy: Policy,
    taken_with_care: list[object],
    base: dict[str, Any],
    fields: dict[str, Any],
) -> None:
    record = {**base, **fields}
    decision = policy.evaluate(record, as_of=AS_OF)
    assert taken_with_care == []
    assert decision == agreed(policy, "Project", record, AS_OF)
    assert decision.record == validate(record, policy.record_type("Project"))


WITH_CARE: dict[str, dict[str, Any]] = {
    "a label for a name": {"甲": True},
    "a label for a name in a list": {"items": [{"大小": 1}]},
    "a name and its label": {"a": True, "甲": True},
    "a name nobody knows": {"b": 1},
    "one too many for one left out": {"a": None, "b": 1},
    "a name nobody knows in a list": {"items": [{"size": 2, "kind_": "red", "b": 1}]},
    "a name that is no text": {1: 1},
    "what is required": {"id": None},
    "yes as a number": {"a": 1},
    "a number as yes": {"spare": True},
    "no text": {"id": 1},
    "half a character": {"id": "\ud800"},
    "beyond a bound": {"amount": 10_001},
    "below a bound": {"items": [{"size": -1}]},
    "beyond all numbers": {"spare": 10**18 + 1},
    "a day too early": {"start": date(2019, 12, 31)},
    "no such day": {"start": "2023-02-30"},
    "a week": {"start": "2022-W49-3"},
    "a day with its time": {"start": "2023-01-01T00:00"},
    "no such member": {"colours": ["green"]},
    "a member that cannot be hashed": {"colours": [[]]},
    "a record for a list": {"items": {"size": 1}},
    "a text for a record": {"items": ["x"]},
    "a list for a record": {"best": []},
    "a float that is not what it shows": {"share": 0.1},
}


@pytest.mark.parametrize("fields", WITH_CARE.values(), ids=WITH_CARE.keys())
def test_all_else_is_read_with_care(
    policy: Policy, taken_with_care: list[object], fields: dict[str, Any]
) -> None:
    record = {**PLAIN, **fields}
    with suppress(RecordError):
        policy.evaluate(record, as_of=AS_OF)
    assert taken_with_care == [record]
    agreed(policy, "Project", record, AS_OF)


def test_what_was_judged_stays_what_it_was(policy: Policy) -> None:
    record = {**PLAIN, "items": [dict(PLAIN["items"][0])]}
    decision = policy.evaluate(record, as_of=AS_OF)
    record["a"] = False
    record["items"][0]["size"] = 0
    record["items"].append({})
    assert decision == policy.evaluate(PLAIN, as_of=AS_OF)


def test_lists_may_be_as_long_as_a_record_may_be_large(
    policy: Policy, taken_with_care: list[object]
) -> None:
    long = {"id": "P-1", "days": [date(2023, 1, 1)] * 30_000}
    assert len(policy.evaluate(long, as_of=AS_OF).record["days"]) == 30_000
    assert taken_with_care == []
    with pytest.raises(RecordError, match="at most 1000000"):
        policy.evaluate({**PLAIN, "items": [{}] * 1_000_001}, as_of=AS_OF)


def test_types_that_hold_one_another_in_countless_ways_are_not_written_out() -> None:
    shape = RecordType("Item", None, (Field("size", None, Scalar.WHOLE),))
    for level in range(20):
        fields = (Field("left", None, shape), Field("right", None, shape))
        shape = RecordType(f"Level{level}", None, fields)
    assert not Sweep.covers(shape)
