"""The constraints of the symbolic engine say of a record what the reference engine says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Candidate,
    Impossible,
    Rules,
    Scene,
    Search,
    demand,
    truths_of,
)
from linkage_rules.model.expressions import NormApplies
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.policy.loading import load
from linkage_rules.testing.generation import as_of_dates, packages, records
from tests.policies import package_of

pytestmark = pytest.mark.slow

LAW = settings(max_examples=10, suppress_health_check=list(HealthCheck))


def agree(package: Package, shape: RecordType, record: Record, as_of: date) -> None:
    """Raises `LackingError` where the record has more periods than are written out."""
    evaluation = Evaluation(package, shape, record, as_of)
    outcome, found = evaluation.outcome(), truths_of(package, shape, record, as_of)
    assert found.facts == evaluation.fact_values()
    assert found.applies == {name: norm.applies for name, norm in outcome.norms.items()}
    assert found.statuses == {name: norm.status for name, norm in outcome.norms.items()}
    assert found.possible == {name: v.possible for name, v in outcome.verdicts.items()}
    assert found.verdicts == {name: v.status for name, v in outcome.verdicts.items()}


@pytest.fixture(scope="module")
def shipped() -> Package:
    return load("xiangtan_2022").package


def test_shipped_examples(shipped: Package) -> None:
    for example in shipped.examples[::10]:
        shape = shipped.record_types[example.record_type]
        required = {f.name: "1" for f in shape.fields if f.required}
        assert example.as_of is not None
        agree(shipped, shape, {**example.given, **required}, example.as_of)


FLAGS = """
policy flags
record Case
  id: text required
  flags: list of yes/no
fact some_yes of Case
  means some flag in flags has flag
fact number of Case: whole number
  means count(flags)
"""


@pytest.mark.parametrize("flags", [None, (), (False,), (True, False), (False, None, True)])
def test_elements_that_are_no_are_there(flags: tuple[bool | None, ...] | None) -> None:
    package = package_of(FLAGS)
    record: Record = {"id": "1", "flags": flags}
    agree(package, package.record_types["Case"], record, date(2023, 5, 1))


NESTED = """
policy nested
record Plan
  measures: list of yes/no
record Case
  id: text required
  plan: Plan
fact some_yes of Case
  means some one in plan.measures has one
"""


def test_a_list_in_what_is_unknown_has_no_length_to_be_written_out() -> None:
    package = package_of(NESTED)
    record: Record = {"id": "1", "plan": None}
    agree(package, package.record_types["Case"], record, date(2023, 5, 1))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Package, RecordType, Record, date]:
    package: Package = draw(packages(with_is_known=True))
    judged = sorted(name for name, steps in package.orders.items() if steps)
    shape = package.record_types[draw(st.sampled_from(judged))]
    return package, shape, draw(records(package, shape)), draw(as_of_dates(package))


@LAW
@given(case=cases())
def test_generated_policies_and_records(case: tuple[Any, ...]) -> None:
    try:
        agree(*case)
    except LackingError:
        # Refused up front; a record that is given whole is refused only for its days.
        reject()


@LAW
@given(case=cases(), list_bound=st.integers(0, 3))
def test_nothing_that_happens_is_proved_impossible_and_what_is_found_happens(
    case: tuple[Any, ...], list_bound: int
) -> None:
    package, shape, record, as_of = case
    scene = Scene(shape, list_bound)
    rules, search = Rules(package, scene), Search(scene, time_limit=1)
    outcome = Evaluation(package, shape, record, as_of).outcome()
    norms = [s.name for s in package.orders[shape.name] if s.kind is StepKind.APPLIES]
    for name in norms[:3]:
        needed = demand(package, [NormApplies(name)], list_bound)
        for truth in (True, False, None):
            found = search.find(rules.applies(name).is_(truth), needed)
            if outcome.norms[name].applies is truth:
                assert found != Impossible()
            if isinstance(found, Candidate):
                judged = Evaluation(package, shape, found.record, found.as_of)
                assert judged.norm_outcome(name).applies is truth
