"""The backends that answer a query as the reference engine does, and in what they differ.

One row a backend that the tests ask; any other is refused before anything runs. What an engine does
differently is asked of its row and of nothing else.
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

    ``has_records``: it has columns of records and of lists of records; where not, they are objects
    in JSON. ``keeps_stages``: it works out a named subquery once, however often its columns are
    used; where not, a limit makes it do so. ``orders_lists``: it collects a list in an order;
    where not, the list is sorted afterwards. ``sorts_by_language``: texts stand in the order of a
    language, not of their characters. ``narrows_sums``: a sum of whole numbers of 64 bits is one
    again, and not a decimal. ``joins_bits``: it has the bits of all numbers of a list in one, and
    sums numbers of 64 bits in 128. ``flattens``: it makes one list of a list of lists.
    ``parses_at_length``: its parser takes much memory for a long query. ``setting`` is said to a
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
            # Just-in-time compilation of a query takes longer here than running it without.
            setting="SET jit = off",
        ),
        Backend("pyspark", orders_lists=False, parses_at_length=True),
    )
}
"""By the name that Ibis gives them."""


def backend_of(table: Table) -> Backend:
    """The backend a table belongs to; raises `TableError` for one that no test asks.

    A table that is bound to none is written for DuckDB.
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
"""Memory that the parser of Spark takes for each character of a query, and more than it was seen to
take of texts of 100,000."""

_UNITS: Final[dict[str, int]] = {unit: 1 << (10 * power) for power, unit in enumerate("bkmgt")}


def longest_text(table: Table) -> int | None:
    """How many characters of a query fit into the memory of what parses it; None where all do.

    The driver of Spark would end for lack of memory, and take its session with it.
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
"""Numbers the stages of all queries, so that two of them can be parts of a third."""


def staged(table: Table, backend: Backend) -> Table:
    """A stage of its own: a named subquery, so that what is worked out in it is not repeated."""
    if not backend.keeps_stages:
        # A subquery with a limit is not merged into the query around it, even if no row is cut off.
        table = table.limit(_ALL_ROWS)
    return ops.AliasedRelation(parent=table.op(), name=f"stage_{next(_STAGES)}").to_expr()


def whole(column: Column, backend: Backend) -> Column:
    """A sum of whole numbers as a whole number of 64 bits, where the backend made it a decimal."""
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
