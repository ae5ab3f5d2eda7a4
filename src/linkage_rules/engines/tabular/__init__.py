"""The tabular engine: a policy as one query over a whole table, on any engine Ibis can reach.

It means what the reference engine means; NULL is unknown. It is kept to the operations on which
DuckDB and Spark agree. Ibis is needed only when a query is made; what is imported here is not.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from linkage_rules.engines.tabular.faults import TableError, not_installed
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType, Scalar

__all__ = ["TableError", "evaluate"]


def evaluate(
    package: Package,
    record_type: RecordType,
    table: object,
    as_of: date,
    keep: Sequence[str] | None = None,
) -> Any:
    """What a policy says of every row of a table, as an Ibis table that is not worked out yet.

    Raises `TableError` where Ibis is not installed, the table cannot be read, a column does not
    fit its field, or the policy holds what cannot be worked out exactly in a query.
    """
    try:
        from linkage_rules.engines.tabular.inputs import as_ibis
        from linkage_rules.engines.tabular.query import query
    except ImportError as error:
        raise not_installed(error) from error
    rows = as_ibis(table)
    if keep is None:
        names = (
            spelling
            for f in record_type.fields
            if f.required and isinstance(f.type, Scalar)
            for spelling in (f.name, f.label)
        )
        keep = [name for name in names if name is not None and name in rows.columns]
    return query(package, record_type, rows, as_of, keep)
