"""A package that is reduced to what a norm needs says of that norm what the whole one says."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Package
from linkage_rules.policy.loading import load
from linkage_rules.testing.engines import PolicyRefusedError, engines
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from linkage_rules.testing.generation.focusing import focused
from tests.differential import test_overlays
from tests.places import LIBRARY_ENTRY
from tests.policies import policy_in

LAW = settings(max_examples=20, suppress_health_check=list(HealthCheck))


def names(package: Package) -> list[set[str]]:
    return [{*package.facts}, {*package.actions}, {*package.norms}]


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("layers")
    layers = {"city": test_overlays.CITY, "county_rules": test_overlays.COUNTY}
    return policy_in(folder, **layers).package


def test_what_a_norm_does_not_need_is_gone() -> None:
    package = load(LIBRARY_ENTRY).package
    small = focused(package, "report_large")
    assert names(small) == [set(), {"report"}, {"report_large"}]
    assert {step.name for step in small.order} == {"report", "report_large"}
    assert small.record_types == package.record_types


def test_what_it_needs_stays_through_facts_verdicts_and_layers(layered: Package) -> None:
    small = focused(layered, "keep_out")
    facts = {f"{name}__approved_on" for name in ("least", "enough", "soon", "soon__city")}
    assert names(small) == [facts, {"enter"}, {"keep_out", "keep_out__city"}]
    assert small.layers == layered.layers


@LAW
@given(data=st.data())
def test_both_engines_say_the_same_of_every_norm_of_any_policy(data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts()))
    shape = package.record_types["Case"]
    record, day = data.draw(records(package, shape)), data.draw(as_of_dates(package))
    whole = Evaluation(package, shape, record, day).outcome()
    for name in whole.norms:
        small = focused(package, name)
        by_reference = Evaluation(small, shape, record, day).outcome()
        assert by_reference.norms[name] == whole.norms[name]
        action = package.norms[name].action
        assert by_reference.verdicts[action] == whole.verdicts[action]
        assert Program(small, shape).outcome(record, day) == by_reference


@pytest.mark.slow
@settings(LAW, max_examples=4)
@given(data=st.data())
def test_every_engine_says_the_same_of_a_norm_of_a_stack(
    layered: Package, data: st.DataObject
) -> None:
    shape = layered.record_types["Project"]
    record = data.draw(records(layered, shape))
    day = data.draw(st.dates(date(2023, 9, 1), date(2025, 3, 31)))
    for name in layered.norms:
        small = focused(layered, name)
        for engine in engines().values():
            try:
                (whole,) = engine(layered, shape, [record], day)
            except PolicyRefusedError:
                continue
            (said,) = engine(small, shape, [record], day)
            assert said.statuses[name] == whole.statuses[name]
