"""Tables of PostgreSQL for queries: rows put there as a program would, with lists as JSON."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa

from linkage_rules.engines.tabular import nested

Engine = Callable[[Any], Any]


@contextmanager
def engine(url: str, *, typed: bool) -> Iterator[Engine]:
    """From an Arrow table to a table in that database.

    ``typed`` gives lists and records as a query made them in the database itself, with the types of
    the Arrow table; otherwise they are JSON that somebody wrote there.
    """
    connection = ibis.connect(url)
    numbers = itertools.count()

    def put(table: pa.Table) -> Any:
        name = f"rows_{next(numbers)}"
        kinds = {field.name: field.type for field in table.schema}
        columns = {n: JSON if pa.types.is_nested(k) else plain(k) for n, k in kinds.items()}
        connection.create_table(name, schema=ibis.schema(columns))
        written = ", ".join(f'"{column}"' for column in columns)
        into = f'COPY "{name}" ({written}) FROM STDIN'
        with connection.con.cursor() as cursor, cursor.copy(into) as rows:
            for row in table.to_pylist():
                rows.write_row([_cell(row[n], columns[n]) for n in columns])
        found = connection.table(name)
        if not typed:
            return found
        return found.mutate(
            **{
                n: nested._held(found[n], kind_of(k), False)
                for n, k in kinds.items()
                if pa.types.is_nested(k)
            }
        )

    yield put
    connection.disconnect()


JSON = dt.JSON(binary=True)


def plain(kind: pa.DataType) -> Any:
    return dt.DataType.from_pyarrow(kind)


def kind_of(kind: pa.DataType) -> Any:
    if pa.types.is_list(kind):
        inner = kind_of(kind.value_type)
        return dt.Array(nested.JsonList(inner.value_type) if inner.is_array() else inner)
    if pa.types.is_struct(kind):
        fields = {field.name: kind_of(field.type) for field in kind}
        return nested.JsonRecord(fields=fields, spelt={name: (name,) for name in fields})
    return plain(kind)


def _cell(value: Any, column: Any) -> Any:
    return json.dumps(value, default=str) if column.is_json() and value is not None else value
