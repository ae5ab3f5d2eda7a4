"""One query over a table says of every row what the reference engine says of that record."""

from datetime import date, timedelta
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.loading import load
from linkage_rules.model.package import Package
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

from .tables import agree

LAW = settings(max_examples=10, suppress_health_check=list(HealthCheck))
RECORDS = 12


@pytest.fixture(scope="module")
def shipped() -> Package:
    return load("xiangtan_2022").package


def test_every_shipped_example(shipped: Package) -> None:
    for name, shape in shipped.record_types.items():
        examples = [example for example in shipped.examples if example.record_type == name]
        for as_of in {example.as_of for example in examples if example.as_of is not None}:
            for day in (as_of, as_of + timedelta(days=4000)):
                agree(shipped, shape, [example.given for example in examples], day)


@pytest.mark.parametrize("name", ["Project", "Village", "County", "Operator", "Park", "Workshop"])
@settings(LAW, max_examples=2)
@given(data=st.data())
def test_shipped_policy_on_generated_records(
    shipped: Package, name: str, data: st.DataObject
) -> None:
    shape = shipped.record_types[name]
    some = data.draw(st.lists(records(shipped, shape), min_size=RECORDS, max_size=RECORDS))
    agree(shipped, shape, some, data.draw(as_of_dates(shipped)))


@LAW
@given(data=st.data())
def test_generated_policies(data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts(with_is_known=True)))
    shape = package.record_types[data.draw(st.sampled_from(["Case", "Case", "Group"]))]
    some = data.draw(st.lists(records(package, shape), min_size=RECORDS, max_size=RECORDS))
    agree(package, shape, some, data.draw(as_of_dates(package)))


def test_the_comparison_can_fail(shipped: Package) -> None:
    shape = shipped.record_types["Project"]
    record = next(e.given for e in shipped.examples if e.record_type == "Project")

    def tampered(table: Any) -> Any:
        return as_ibis(table).mutate(operating=~ibis._.operating)

    with pytest.raises(AssertionError):
        agree(shipped, shape, [{**record, "operating": True}], date(2023, 5, 1), tampered)
