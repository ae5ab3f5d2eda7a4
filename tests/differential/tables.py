"""Whether a query over a table says of every row what the reference engine says of that record."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from linkage_rules.decisions.missing import Needs, missing
from linkage_rules.decisions.results import worked_out
from linkage_rules.engines import tabular
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import query
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.testing.engines import in_a_table, near

Engine = Callable[[Any], Any]
"""From an Arrow table to an Ibis table over the same rows."""


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
    numbered = engine(table_of(shape, some).append_column("row", [list(range(len(some)))]))
    try:
        result = query(package, shape, numbered, as_of, ["row"])
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
        for fact in package.results[shape.name]:
            value = value_of(evaluation.facts[fact.name])
            expected[f"result_{fact.name}"] = in_a_table(value, fact.name in package.whole_facts)
        assert {name: near(row[name]) for name in expected} == expected, record
        needs = Needs(evaluation, shape)
        paths = missing(needs, (p for one in worked_out(needs) for p in one.result.missing))
        fields = {re.sub(r"\[\d+\]", "", path) for path in paths}
        assert fields <= set(row["missing"]), record
