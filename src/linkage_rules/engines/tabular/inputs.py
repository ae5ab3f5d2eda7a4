"""Tables of many kinds as tables of Ibis."""

import glob
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from os.path import isfile
from pathlib import Path
from typing import Any, Final

import ibis

from linkage_rules.engines.tabular.backends import known
from linkage_rules.engines.tabular.faults import (
    TableError,
    named_twice,
    nested_in_memory,
    no_such_files,
    not_a_table,
    not_taken,
    two_backends,
    unreadable_files,
)
from linkage_rules.extras import required

_CALLS: Final = r"fetch_(arrow_table|record_batch|arrow_reader)\(\) is deprecated"


@contextmanager
def without_notices() -> Iterator[None]:
    """Suppress DuckDB's deprecation warnings about calls that Ibis makes.

    Where warnings are errors, such a warning would stop a correct query. Other warnings are not
    suppressed.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _CALLS, DeprecationWarning)
        yield


_NAMES: Final = count(1)


def as_ibis(table: object) -> Any:
    """An Ibis table over the same rows.

    Raises `TableError` for an object that is no table, and for paths without Parquet files.
    """
    return all_as_ibis([table])[0]


def all_as_ibis(tables: Sequence[object]) -> list[Any]:
    """Ibis tables that one query can use together: in the backend of those that have one, or in
    DuckDB."""
    backends = [table.get_backend() for table in tables if isinstance(table, ibis.Table)]
    connection = backends[0] if backends else _duckdb()
    for other in backends:
        if other is not connection:
            raise two_backends(str(connection.name), str(other.name))
    if (setting := known(str(connection.name)).setting) is not None:
        connection.raw_sql(setting)
    with without_notices():
        return [_as_ibis(table, connection) for table in tables]


def _duckdb() -> Any:
    required("duckdb", "tables")
    return ibis.duckdb.connect()


def _as_ibis(table: object, connection: Any) -> Any:
    if isinstance(table, ibis.Table):
        return table
    if isinstance(table, str | Path):
        return _parquet(str(table), connection)
    return registered(in_memory(table), connection)


def in_memory(table: object) -> Any:
    """The rows of a frame, table or relation as an Arrow table; None for an Ibis table or a path.

    Raises `TableError` for any other object.
    """
    if isinstance(table, ibis.Table | str | Path):
        return None
    match f"{type(table).__module__.partition('.')[0]}.{type(table).__name__}":
        case "polars.LazyFrame":
            return table.collect().to_arrow()  # type: ignore[attr-defined]
        case "polars.DataFrame":
            return table.to_arrow()  # type: ignore[attr-defined]
        case "pandas.DataFrame":
            return _from_pandas(table)
        case "_duckdb.DuckDBPyRelation" | "duckdb.DuckDBPyRelation":
            # A relation does not give access to its connection, so its rows are copied.
            return table.to_arrow_table()  # type: ignore[attr-defined]
    if _is_arrow_table(table):
        return table
    raise not_a_table(table)


def _is_arrow_table(table: object) -> bool:
    import pyarrow
    from pyarrow import dataset

    kinds = (pyarrow.Table, pyarrow.RecordBatch, pyarrow.RecordBatchReader)
    return isinstance(table, (*kinds, dataset.Dataset, dataset.Scanner))


def _from_pandas(frame: Any) -> Any:
    import pyarrow

    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise named_twice(str(twice[0]))
    try:
        table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise TableError(
            "TAB-201",
            "",
            f"the frame mixes kinds of values in one column: {error}",
            f"数据框同一列中混有不同种类的值：{error}",
        ) from error
    for place, column in enumerate(table.columns):
        if pyarrow.types.is_floating(column.type):
            table = table.set_column(place, table.field(place).name, _whole(column))
    return table


def _whole(column: Any) -> Any:
    """A floating point column as whole numbers, if pandas used it only to hold missing values; any
    other column as it is."""
    import pyarrow

    if column.null_count == len(column):
        # All values are missing; pandas makes such a column floating point, whatever it was meant
        # to hold.
        return pyarrow.nulls(len(column))
    try:
        return column.cast(pyarrow.int64())
    except pyarrow.ArrowInvalid:
        return column


def registered(table: Any, connection: Any) -> Any:
    """An Ibis table of a connection over rows that Arrow has in memory."""
    if connection.name != "duckdb":
        if not known(str(connection.name)).has_records:
            _require_flat(table, str(connection.name))
        return ibis.memtable(table)
    # Datasets and readers have no `column_names`.
    names = getattr(table, "column_names", ())
    if len({*names}) < len(names):
        raise named_twice(next(name for name in names if names.count(name) > 1))
    name = f"rows_{next(_NAMES)}"
    try:
        # A dataset is read while the query runs, which is not possible for a memtable.
        connection.con.register(name, table)
    except required("duckdb", "tables").Error as error:
        raise not_taken(error) from error
    return connection.table(name)


def _require_flat(table: Any, backend: str) -> None:
    import pyarrow

    for column in table.schema:
        if pyarrow.types.is_nested(column.type):
            raise nested_in_memory(str(column.name), backend)


def _parquet(path: str, connection: Any) -> Any:
    where = f"{path}/**/*.parquet" if Path(path).is_dir() else path
    found = glob.glob(where, recursive=True)
    # Reading a pipe would block forever, and could not even be interrupted.
    if not found or not all(map(isfile, found)):
        raise no_such_files(path)
    try:
        return connection.read_parquet(where)
    except Warning:
        raise
    # Every backend raises errors of its own for a file that it cannot read.
    except Exception as error:
        raise unreadable_files(path) from error
