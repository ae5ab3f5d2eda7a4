"""A query that is made once for the columns of a table, and then run on the rows of many.

Making the query takes longer than running it on some thousand rows. Kept are its text and an empty
table of every schema that was given. Each thread has a session of its own, in which DuckDB has
parsed the query; the rows take the place of the empty tables while it runs.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import ibis
from attrs import field, frozen

from linkage_rules.engines.tabular.backends import BACKENDS
from linkage_rules.engines.tabular.faults import not_in_memory, other_columns, other_tables
from linkage_rules.engines.tabular.inputs import in_memory, registered

_ROWS: Final = ""
"""The key of the main table among the tables that are linked to it."""

_ASKED: Final = "asked"
"""The name of the prepared query in the session of a thread."""

_BATCH: Final = 100_000
"""How many rows of the answers are fetched at once."""


@frozen
class PreparedTable:
    """A policy as one query for tables of one schema; see `Policy.prepare_table`.

    ``sql`` is the query, in the words of DuckDB.
    """

    sql: str
    _names: Mapping[str, str] = field(repr=False)
    _schemas: Mapping[str, Any] = field(repr=False)
    _connection: Any = field(repr=False, eq=False)
    _of_thread: threading.local = field(factory=threading.local, repr=False, eq=False, init=False)

    def evaluate(self, table: object, *, linked: Mapping[str, object] | None = None) -> Any:
        """The answers for the rows of a table in memory, as a pyarrow table.

        ``table`` is a Polars or pandas frame, a pyarrow table or dataset, or a relation of DuckDB,
        with the columns of the schema, in any order; ``linked`` has the tables that were named when
        the query was prepared. The columns of the result are those of `Policy.evaluate_table`.
        Raises `TableError` for a table with other columns.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> from datetime import date
        >>> rows = pa.table({"id": ["P-1"], "operating": [True]})
        >>> policy = lr.load("xiangtan_2022")
        >>> prepared = policy.prepare_table(rows.schema, as_of=date(2023, 5, 1), columns=["id"])
        >>> prepared.evaluate(rows).to_pylist()
        [{'id': 'P-1'}]
        """
        given = {_ROWS: table, **(linked or {})}
        if given.keys() != self._names.keys():
            raise other_tables(sorted({*self._names} - {_ROWS}), sorted({*given} - {_ROWS}))
        rows = {path: in_memory(one) for path, one in given.items()}
        for path, one in rows.items():
            if one is None:
                raise not_in_memory(path)
            _require_same(path, self._schemas[path], schema_of(one))
        session = self._session()
        try:
            for path, one in rows.items():
                session.register(self._names[path], one)
            return session.sql(f"EXECUTE {_ASKED}").to_arrow_reader(_BATCH).read_all()
        finally:
            for name in self._names.values():
                session.unregister(name)

    def _session(self) -> Any:
        """The session of this thread, with the query prepared in it."""
        session = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._connection.con.cursor()
            setting = BACKENDS["duckdb"].setting
            assert setting is not None
            session.execute(setting)
            for path, schema in self._schemas.items():
                session.register(self._names[path], schema.empty_table())
            session.execute(f"PREPARE {_ASKED} AS {self.sql}")
            self._of_thread.session = session
        return session


def prepared(
    schemas: Mapping[str, object], made: Callable[[Any, Mapping[str, Any]], Any]
) -> PreparedTable:
    """The query that ``made`` builds on empty tables of some schemas, the first for the main table.

    The others are keyed by the paths of linked fields. Raises `TableError` for an object without a
    schema.
    """
    connection = ibis.duckdb.connect()
    found = {path: schema_of(schema) for path, schema in schemas.items()}
    tables = {path: registered(one.empty_table(), connection) for path, one in found.items()}
    linked = {path: table for path, table in tables.items() if path != _ROWS}
    result = made(tables[_ROWS], linked)
    names = {path: table.get_name() for path, table in tables.items()}
    return PreparedTable(str(connection.compile(result)), names, found, connection)


def schema_of(given: object) -> Any:
    """The columns of a frame or a schema as an Arrow schema."""
    import pyarrow

    if isinstance(given, pyarrow.Schema):
        return given
    rows = in_memory(given)
    if rows is None:
        raise not_in_memory("")
    return getattr(rows, "projected_schema", None) or rows.schema


def _require_same(path: str, wanted: Any, found: Any) -> None:
    if found.equals(wanted):
        return
    kinds = [dict(ibis.Schema.from_pyarrow(one).items()) for one in (wanted, found)]
    before, after = ({name: str(kind(nullable=True)) for name, kind in k.items()} for k in kinds)
    if before != after:
        names = sorted({n for n, _ in before.items() ^ after.items()})
        raise other_columns(path, [(n, before.get(n), after.get(n)) for n in names])
