"""The backends that give the same answers as the reference engine, and how they differ.

There is one row for each backend that is tested; any other is refused before anything runs. The
other modules ask only the row how a backend behaves.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from attrs import frozen

from linkage_rules.engines.tabular.columns import Column
from linkage_rules.engines.tabular.faults import no_such_backend

Table: TypeAlias = Any
"""An Ibis table."""


@frozen
class Backend:
    """What sets a backend apart.

    ``has_records``: it has columns of records and of lists of records; otherwise they are objects
    in JSON. ``keeps_stages``: it executes a named subquery once, however often its columns are
    used; otherwise a limit makes it do so. ``orders_lists``: it collects a list in an order;
    otherwise the list is sorted afterwards. ``sorts_by_language``: texts stand in the order of a
    language, not of their characters. ``narrows_sums``: a sum of 64-bit integers is a 64-bit
    integer, and not a decimal. ``joins_bits``: it has a bitwise “or” over a list, and sums 64-bit
    integers in 128 bits. ``flattens``: it makes one list of a list of lists. ``parses_at_length``:
    its parser takes much memory for a long query. ``setting`` is a statement to execute on a
    connection before the first query.
    """

    name: str
    has_records: bool = True
    keeps_stages: bool = True
    orders_lists: bool = True
    sorts_by_language: bool = False
    narrows_sums: bool = True
    joins_bits: bool = False
    flattens: bool = True
    parses_at_length: bool = False
    setting: str | None = None


BACKENDS: Final = {
    backend.name: backend
    for backend in (
        # Ibis writes lambdas with an arrow, which DuckDB 2 takes only when it is told to.
        Backend("duckdb", joins_bits=True, setting="SET lambda_syntax = 'ENABLE_SINGLE_ARROW'"),
        Backend(
            "postgres",
            has_records=False,
            keeps_stages=False,
            sorts_by_language=True,
            narrows_sums=False,
            flattens=False,
            # Just-in-time compilation of such a query takes longer than running it without.
            setting="SET jit = off",
        ),
        Backend("pyspark", orders_lists=False, parses_at_length=True),
    )
}
"""The backends by the name that Ibis gives them."""


def backend_of(table: Table) -> Backend:
    """The backend of a table; raises `TableError` for one that is not tested.

    A table that is bound to no backend is written for DuckDB.
    """
    if table.op().find(ops.UnboundTable):
        return BACKENDS["duckdb"]
    return known(str(table.get_backend().name))


def known(name: str) -> Backend:
    """The backend of that name in Ibis."""
    if name not in BACKENDS:
        raise no_such_backend(name)
    return BACKENDS[name]


_BYTES_A_CHARACTER: Final = 7_000
"""The memory that Spark's parser takes for each character of a query, in bytes: more than was
measured for texts of 100,000 characters."""

_UNITS: Final[dict[str, int]] = {unit: 1 << (10 * power) for power, unit in enumerate("bkmgt")}


def longest_text(table: Table) -> int | None:
    """The most characters of a query that fit into the memory of the parser; None for no limit.

    The driver of Spark would run out of memory, and its session would be lost.
    """
    backend = backend_of(table)
    if not backend.parses_at_length:
        return None
    told = table.get_backend()._session.conf.get("spark.driver.memory", "1g")
    written = str(told).lower().rstrip("b")
    number, unit = (written[:-1], written[-1]) if written[-1:] in _UNITS else (written, "b")
    return int(number) * _UNITS[unit] // _BYTES_A_CHARACTER


_ALL_ROWS: Final = 2**63 - 1

_STAGES: Final = count(1)
"""Numbers the stages of all queries, so that two queries can be parts of a third."""


def staged(table: Table, backend: Backend) -> Table:
    """The table as a named subquery, so that what is computed in it is not repeated."""
    if not backend.keeps_stages:
        # A subquery with a limit is not merged into the query around it, even if no row is cut off.
        table = table.limit(_ALL_ROWS)
    return ops.AliasedRelation(parent=table.op(), name=f"stage_{next(_STAGES)}").to_expr()


def whole(column: Column, backend: Backend) -> Column:
    """A sum of integers as a 64-bit integer, where the backend made it a decimal."""
    if backend.narrows_sums:
        return column
    return call("int8", dt.int64, column)


def call(name: str, type_: Any, *arguments: Any) -> Column:
    """A function of the database."""
    return _function(name, len(arguments), type_)(*arguments)


@lru_cache(maxsize=1_000)
def _function(name: str, count: int, type_: Any) -> Callable[..., Column]:
    names = [f"a{number}" for number in range(count)]

    def body(*_: Any) -> None: ...

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    body.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(one, kind) for one in names]
    )
    any_types: Sequence[Any] = (None,) * count
    built: Callable[..., Column] = ibis.udf.scalar.builtin(
        body, name=name, signature=(tuple(any_types), type_)
    )
    return built
