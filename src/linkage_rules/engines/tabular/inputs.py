"""Tables of every kind as Ibis tables. What is in memory or in files is read by DuckDB."""

import glob
from itertools import count
from pathlib import Path
from typing import Any, Final

import ibis

from linkage_rules.engines.tabular.faults import TableError, no_such_files, not_a_table

_NAMES: Final = count(1)


def as_ibis(table: object) -> Any:
    """An Ibis table over the same rows.

    Raises `TableError` for what is no table and for paths at which there are no Parquet files.
    """
    if isinstance(table, ibis.Table):
        return _with_lambdas(table)
    if isinstance(table, str | Path):
        return _parquet(str(table))
    kind = f"{type(table).__module__.partition('.')[0]}.{type(table).__name__}"
    match kind:
        case "polars.LazyFrame":
            return _in_memory(table.collect().to_arrow())  # type: ignore[attr-defined]
        case "polars.DataFrame":
            return _in_memory(table.to_arrow())  # type: ignore[attr-defined]
        case "pandas.DataFrame":
            return _in_memory(_from_pandas(table))
        case _ if kind.startswith("pyarrow."):
            return _in_memory(table)
    raise not_a_table(table)


def _from_pandas(frame: object) -> Any:
    import pyarrow

    try:
        return pyarrow.Table.from_pandas(frame, preserve_index=False)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise TableError(
            "",
            f"the frame mixes kinds of values in one column: {error}",
            f"数据框同一列中混有不同种类的值：{error}",
        ) from error


def _in_memory(table: Any) -> Any:
    connection = _embedded()
    name = f"rows_{next(_NAMES)}"
    try:
        connection.con.register(name, table)
    except Exception as error:
        raise not_a_table(table) from error
    return connection.table(name)


def _parquet(path: str) -> Any:
    where = f"{path}/**/*.parquet" if Path(path).is_dir() else path
    if not glob.glob(where, recursive=True):
        raise no_such_files(path)
    connection = _embedded()
    try:
        return connection.read_parquet(where)
    except Exception as error:
        raise no_such_files(path) from error


def _embedded() -> Any:
    """A DuckDB of its own, in memory."""
    connection = ibis.duckdb.connect()
    _allow_arrows(connection)
    return connection


def _with_lambdas(table: Any) -> Any:
    connection = table.get_backend()
    if connection.name == "duckdb":
        _allow_arrows(connection)
    return table


def _allow_arrows(connection: Any) -> None:
    """Ibis writes lambdas with an arrow, which DuckDB 2 takes only when it is told to."""
    connection.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
