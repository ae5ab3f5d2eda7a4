"""Every engine says of an overlay what the reference engine says: tables, layers, dates."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import truths_of
from linkage_rules.model.package import Package
from linkage_rules.policy.loading import load
from linkage_rules.testing.generation import as_of_dates, records
from tests.policies import policy_in

from .tables import agree

pytestmark = pytest.mark.slow

LAW = settings(max_examples=8, suppress_health_check=list(HealthCheck))
SHIPPED = ("example_county", "example_successor")
RECORDS = 6

CITY = """\
policy city
  in force 2022-12-07 to 2025-12-31
enum kind
  farm
  shop
  other
record Project
  kind: kind
  total: money at least 0元
  share: number
  due: date
  checked: yes/no
  approved_on: date
bearer county
parameter least: number
  = 5% from 2023-01-01
  = 10% from 2024-01-01
  tunable at least 0
parameter grace: period
  = 15 days
  = 1 month from 2024-06-01
fact soon of Project
  means due < as_of + grace
fact enough of Project
  means share >= least
action enter of Project
  done when enough and not soon
action report of Project
norm keep_out for Project
  when not enough
  unless checked
  county must not enter
norm hurry for Project
  when soon and keep_out is violated
  county must report
"""
COUNTY = """\
policy county_rules
  in force 2023-06-01 to 2025-06-30
amend city
set least for Project by kind, total, checked
  farm, at least 1万元, any: 30%
  farm, below 1万元, yes: 20% to 2024-06-30
  farm, below 1万元, yes: 25% from 2024-07-01
  farm, below 1万元, no: 15%
  else: 12%
override keep_out because "x"
  governed by approved_on
  in force 2023-09-01 to 2025-03-31
  when not enough or soon
  county must not enter
override soon because "z"
  in force 2023-10-01 to 2025-01-31
  means soon__city and share < 50%
repeal hurry because "y"
loosens hurry because "y"
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return policy_in(tmp_path_factory.mktemp("layers"), city=CITY, county_rules=COUNTY).package


@settings(LAW, max_examples=60)
@given(data=st.data())
def test_the_compiled_engine_on_a_stack(stack: Package, data: st.DataObject) -> None:
    shape = stack.record_types["Project"]
    record, day = data.draw(records(stack, shape)), data.draw(as_of_dates(stack))
    expected = Evaluation(stack, shape, record, day).outcome()
    assert Program(stack, shape).outcome(record, day) == expected


@LAW
@given(data=st.data())
def test_the_tabular_engine_on_a_stack(stack: Package, data: st.DataObject) -> None:
    shape = stack.record_types["Project"]
    some = data.draw(st.lists(records(stack, shape), min_size=RECORDS, max_size=RECORDS))
    agree(stack, shape, some, data.draw(as_of_dates(stack)))


@settings(LAW, max_examples=12)
@given(data=st.data())
def test_the_symbolic_engine_on_a_stack(stack: Package, data: st.DataObject) -> None:
    shape = stack.record_types["Project"]
    record, day = data.draw(records(stack, shape)), data.draw(as_of_dates(stack))
    evaluation = Evaluation(stack, shape, record, day)
    outcome, found = evaluation.outcome(), truths_of(stack, shape, record, day)
    assert found.facts == evaluation.fact_values()
    assert found.statuses == {name: norm.status for name, norm in outcome.norms.items()}
    assert found.verdicts == {name: v.status for name, v in outcome.verdicts.items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_engine_on_examples_of_the_shipped_overlays(name: str) -> None:
    package = load(name).package
    by_day: dict[tuple[str, date], list[object]] = {}
    for example in package.examples:
        assert example.as_of is not None
        by_day.setdefault((example.record_type, example.as_of), []).append(example.given)
        shape = package.record_types[example.record_type]
        outcome = Evaluation(package, shape, example.given, example.as_of).outcome()
        assert Program(package, shape).outcome(example.given, example.as_of) == outcome
    # Each day is a query of its own, which takes a second or two to make: one of three.
    for (record_type, day), given_records in islice(by_day.items(), 0, None, 3):
        agree(package, package.record_types[record_type], given_records, day)


@pytest.mark.parametrize("name", SHIPPED)
@settings(LAW, max_examples=1)
@given(data=st.data())
def test_every_engine_on_generated_records_of_the_shipped_overlays(
    name: str, data: st.DataObject
) -> None:
    package = load(name).package
    shape = package.record_types["Project"]
    some = data.draw(st.lists(records(package, shape), min_size=RECORDS, max_size=RECORDS))
    agree(package, shape, some, data.draw(as_of_dates(package)))
