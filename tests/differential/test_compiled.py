"""Compiled code says what the reference engine says: statuses, verdicts, records, problems.

`benchmarks/differential.py` tries as many pairs as you have time for; here are a few hundred.
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linkage_rules as lr
from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import evaluate
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError
from linkage_rules.testing.agreement import DisagreementError, agreed
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from linkage_rules.testing.plain_records import as_given, damaged

pytestmark = pytest.mark.slow

LAW = settings(max_examples=15, suppress_health_check=list(HealthCheck))
AS_OF = date(2023, 5, 1)


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return lr.load("xiangtan_2022")


def test_every_shipped_example(shipped: Policy) -> None:
    package = shipped.package
    programs = {name: Program(package, shape) for name, shape in package.record_types.items()}
    for example in package.examples:
        program = programs[example.record_type]
        assert example.as_of is not None
        for days in (0, 400, 4000):
            as_of = example.as_of + timedelta(days=days)
            expected = evaluate(package, program.record_type, example.given, as_of)
            assert program.outcome(example.given, as_of) == expected, example.title


@LAW
@given(data=st.data())
def test_on_the_shipped_policy_however_the_record_is_given(
    shipped: Policy, data: st.DataObject
) -> None:
    shape = shipped.record_type("Project")
    record = dict(data.draw(records(shipped.package, shape)), id="P-1")
    random = Random(data.draw(st.integers(0)))
    given_ = as_given(record, shape, random)
    as_of = data.draw(as_of_dates(shipped.package))
    decision = agreed(shipped, "Project", record, as_of, assume_valid=True)
    assert agreed(shipped, "Project", given_, as_of) == decision
    agreed(shipped, "Project", damaged(given_, random), as_of)


@settings(LAW, max_examples=40)
@given(data=st.data())
def test_on_policies_of_every_shape(data: st.DataObject) -> None:
    policy = Policy(checked(data.draw(policy_texts(with_is_known=True))), digest="")
    name = data.draw(st.sampled_from(["Case", "Group", "Part"]))
    shape = policy.record_type(name)
    some_record, some_day = records(policy.package, shape), as_of_dates(policy.package)
    for _ in range(8):
        record, as_of = data.draw(some_record), data.draw(some_day)
        random = Random(data.draw(st.integers(0)))
        given_ = as_given(record, shape, random)
        agreed(policy, name, record, as_of, assume_valid=True)
        agreed(policy, name, given_, as_of)
        agreed(policy, name, damaged(given_, random), as_of)


def test_a_disagreement_is_noticed(shipped: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(*_: object) -> object:
        raise RecordError(())

    monkeypatch.setattr("linkage_rules.policy.judging.validate", careless)
    with pytest.raises(DisagreementError):
        agreed(shipped, "Project", {"id": "P-1"}, AS_OF)
