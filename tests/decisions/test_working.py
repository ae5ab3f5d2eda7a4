"""What is said without derivations is what the derivations of the reference engine say.

`benchmarks/differential.py` and the differential tests ask it of every construct of the language.
"""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

import linkage_rules as lr
from linkage_rules.decisions import Decision
from linkage_rules.decisions.working import Worked
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.derived import differences
from linkage_rules.testing.generation import as_of_dates, checked, on_seed, records, stack_texts
from tests.policies import policy_of

AS_OF = date(2023, 5, 1)
DEEP = 400


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return lr.load("xiangtan_2022")


def decided(policy: Policy, record: object, shape: str, as_of: date = AS_OF) -> Decision:
    return policy.evaluate(
        record, as_of=as_of, record_type=shape, outside="allow", assume_valid=True
    )


@pytest.mark.parametrize("place", range(0, 200, 20))
def test_of_examples_of_the_shipped_policy(shipped: Policy, place: int) -> None:
    example = shipped.package.examples[place]
    as_of = (example.as_of or AS_OF) + timedelta(days=7 * place)
    assert not differences(decided(shipped, example.given, example.record_type, as_of))


@pytest.mark.parametrize("seed", [3, 8])
def test_of_generated_policies_and_overlays(seed: int) -> None:
    def try_one(data: st.DataObject) -> None:
        package = checked(*data.draw(stack_texts(with_is_known=True)))
        shape = package.record_types[data.draw(st.sampled_from(("Case", "Group", "Part")))]
        policy = Policy(package, digest="")
        for _ in range(3):
            record, as_of = data.draw(records(package, shape)), data.draw(as_of_dates(package))
            assert not differences(decided(policy, record, shape.name, as_of))

    on_seed(seed, try_one)


def test_of_facts_that_rest_on_one_another_in_a_long_chain() -> None:
    facts = "\n".join(f"fact f{n} of Project\n  means f{n - 1} or b" for n in range(1, DEEP))
    policy = policy_of(f"""policy chain "链条"
  in force 2001-01-01
record Project "项目"
  a: yes/no
  b: yes/no
bearer county "县"
reading counted "计入": yes/no
  asks "是否计入？"
  = yes because "从宽"
  or no because "从严"
action enter "入库" of Project
fact f0 of Project
  means a and counted
{facts}
norm duty for Project
  when f{DEEP - 1}
  county must enter
""")
    for record in ({"a": None, "b": None}, {"a": True, "b": False}, {"a": None, "b": True}):
        decision = decided(policy, record, "Project")
        assert not differences(decision)
        assert bool(decision.readings) is bool(record["a"])


def test_a_difference_is_noticed(shipped: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    example = shipped.package.examples[0]
    decision = decided(shipped, example.given, example.record_type)
    monkeypatch.setattr(Worked, "of_status", lambda *_: frozenset({"id"}))
    assert differences(decision)
