"""One query over a table says of every row what the reference engine says of that record."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.decisions.missing import Needs, missing
from linkage_rules.engines import tabular
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import query
from linkage_rules.loading import load
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

LAW = settings(max_examples=12, suppress_health_check=list(HealthCheck))
RECORDS = 12

Engine = Callable[[Any], Any]


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
@settings(LAW, max_examples=3)
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


def agree(
    package: Package,
    shape: RecordType,
    some: Sequence[Record],
    as_of: date,
    engine: Engine = as_ibis,
) -> None:
    """The query and the reference engine say the same of all records.

    A policy may be refused as a whole, with a reason; then there is nothing to compare.
    """
    numbered = table_of(shape, some).append_column("row", [list(range(len(some)))])
    try:
        result = query(package, shape, engine(numbered), as_of, ["row"])
    except tabular.TableError:
        return
    rows = sorted(result.to_pyarrow().to_pylist(), key=lambda row: row["row"])
    assert len(rows) == len(some)
    for row, record in zip(rows, some, strict=True):
        evaluation = Evaluation(package, shape, record, as_of)
        outcome = evaluation.outcome()
        expected: dict[str, object] = {}
        for verdict in outcome.verdicts.values():
            expected[f"verdict_{verdict.action.name}"] = verdict.status.value
            expected[f"by_{verdict.action.name}"] = list(verdict.by)
        for norm in outcome.norms.values():
            expected[f"status_{norm.norm.name}"] = norm.status.value
        assert {name: row[name] for name in expected} == expected, record
        paths = missing(Needs(evaluation, shape))
        fields = {re.sub(r"\[\d+\]", "", path) for path in paths}
        assert fields <= set(row["missing"]), record


def test_the_comparison_can_fail(shipped: Package) -> None:
    shape = shipped.record_types["Project"]
    record = next(e.given for e in shipped.examples if e.record_type == "Project")

    def tampered(table: Any) -> Any:
        return as_ibis(table).mutate(operating=~ibis._.operating)

    with pytest.raises(AssertionError):
        agree(shipped, shape, [{**record, "operating": True}], date(2023, 5, 1), tampered)
