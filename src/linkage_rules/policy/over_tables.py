"""The questions about whole tables of records, part of `Policy`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from linkage_rules.policy.out_of_force import Outside, heed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkage_rules.engines.tabular.checks import TableCheck
    from linkage_rules.engines.tabular.prepared import PreparedTable
    from linkage_rules.model.package import Package
    from linkage_rules.model.types import RecordType
    from linkage_rules.policy.coercing import CoercedTable
    from linkage_rules.records.tables.mapping import ColumnMapping

Lists: TypeAlias = Literal["arrays", "text"]
"""How the lists of a result are given."""


class OverTables:
    """The methods of a policy that judge whole tables in one query."""

    __slots__ = ()

    package: Package

    if TYPE_CHECKING:

        def record_type(self, name: str | None = None) -> RecordType:
            """The record type of that name or label, or the one that is meant without a name."""

    def evaluate_table(
        self,
        table: object,
        *,
        as_of: date,
        record_type: str | None = None,
        linked: Mapping[str, object] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = True,
        columns: Sequence[str] | None = None,
        lists: Lists = "arrays",
        outside: Outside = "warn",
    ) -> Any:
        """Judge every row of a table: one query, worked out when the result is asked for.

        ``table`` is an Ibis table of DuckDB, PostgreSQL or Spark (a table of any other backend is
        refused: ``docs/scale.md`` has the matrix), a Polars or pandas frame, a pyarrow table or
        dataset, a relation of DuckDB (whose rows are then held in memory), or the path of Parquet
        files, which may be a folder or a pattern. Columns are named like the fields of the record
        type or by their labels. NULL is unknown, at every level, and so is a column that is not
        there; one that is named like no field, and not in ``keep``, is refused, also inside lists
        and records; with ``strict`` off it is passed over, and told to the log
        ``linkage_rules.tables``. Amounts are fen. Rows are taken to be valid; `check_table` parts
        those that are not.
        ``linked`` gives tables of their own for fields that are linked (“has many”), by the name
        of the field, or by a path such as ``projects.funds``.

        The result is an Ibis table with a row for each row of ``table``: the columns in ``keep``
        (without it those that the record type requires, such as its ``id``; where ``keep`` is
        given, it names the ``id`` too), ``in_force``, whether
        the policy is in force on the day, for each action ``verdict_ACTION`` and ``by_ACTION``, the
        norms that decide it, for each norm ``status_NORM``, for each result of the record
        ``result_NAME`` (whole numbers and whole fen as DECIMAL(38, 0), a number with parts as a
        floating point number, a period as text), and ``missing``, the fields on which what is
        undetermined rests. ``columns`` are those that the result is to have, in their
        order, of these or of the table. ``lists="text"`` gives lists of names as one text with
        commas between, and what is nested in columns that are kept as JSON, so that SQLite, CSV
        and any database take the result. ``outside`` is that of `Policy.evaluate`.
        Raises `MissingExtraError` where the extra ``tables`` is not there, and `TableError` where a
        column does not fit its field, or numbers could outgrow what a table holds exactly. See
        ``docs/scale.md``.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> rows = pa.table({"id": ["P-1"], "operating": [True], "mechanism_established": [None]})
        >>> policy = lr.load("xiangtan_2022")
        >>> result = policy.evaluate_table(rows, as_of=date(2023, 5, 1))
        >>> result.verdict_enter_library.to_pyarrow().to_pylist()
        ['undetermined']
        """
        from linkage_rules.engines import tabular

        heed(self.package, as_of, outside)
        shape = self.record_type(record_type)
        return tabular.evaluate(
            self.package, shape, table, as_of, keep, linked, strict, columns, lists
        )

    def prepare_table(
        self,
        schema: object,
        *,
        as_of: date,
        record_type: str | None = None,
        linked: Mapping[str, object] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = True,
        columns: Sequence[str] | None = None,
        lists: Lists = "arrays",
        outside: Outside = "warn",
    ) -> PreparedTable:
        """Make the query of `evaluate_table` once, for frames of one schema that are judged often.

        To make it takes longer than to judge some thousand rows. ``schema`` is one of pyarrow, or a
        frame, whose columns it then is; ``linked`` has the schemas of linked tables. The query is
        asked by `PreparedTable.evaluate`, also of threads at the same time, and runs in an embedded
        DuckDB. All else is that of `evaluate_table`; the day is the one the query was made for.
        Raises `TableError` as that does, and for an Ibis table or a path, which have no need of it.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> rows = pa.table({"id": ["P-1"], "operating": [True], "mechanism_established": [None]})
        >>> policy = lr.load("xiangtan_2022")
        >>> prepared = policy.prepare_table(rows.schema, as_of=date(2023, 5, 1))
        >>> prepared.evaluate(rows)["verdict_enter_library"].to_pylist()
        ['undetermined']
        """
        from linkage_rules.engines import tabular

        heed(self.package, as_of, outside)
        shape = self.record_type(record_type)
        return tabular.prepare(
            self.package, shape, schema, as_of, keep, linked, strict, columns, lists
        )

    def coerce_table(
        self,
        table: object,
        *,
        record_type: str | None = None,
        mapping: ColumnMapping | None = None,
        keep: Sequence[str] = (),
        strict: bool = True,
    ) -> CoercedTable:
        """Read the cells of a frame as those of a spreadsheet, for `evaluate_table` to judge.

        ``table`` is a pandas or Polars frame or a pyarrow table; the result has one of the same
        kind. What is taken and what is in doubt is that of ``docs/mapping.md``: 120万元, 2023年5月,
        是, full-width digits, blanks, labels as names of columns, units in them. Without
        ``mapping`` the one that knows most columns is taken. A cell in doubt is unknown in the
        result and listed with its row, counted from 0, its column, what stands there and a stable
        ``code``; rows without what a record needs are refused and listed; rows that are no
        records, such as totals, are passed over and counted. ``keep`` names columns that are
        carried along as they are. Other columns that no field is read from are refused with the
        near name; with ``strict`` off they are passed over, and told to the log.

        Raises `TableError` for what is no frame, and where its columns are not those of a record.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> frame = pa.table({"id": ["P-1"], "工程金额（万元）": ["１２０"], "经营性": ["约"]})
        >>> coerced = lr.load("xiangtan_2022").coerce_table(frame)
        >>> coerced.table.to_pylist()
        [{'id': 'P-1', 'operating': None, 'works_amount': 120000000}]
        >>> [(doubt.place.row, doubt.place.heading, doubt.value) for doubt in coerced.doubts]
        [(0, '经营性', '"约"')]
        """
        from linkage_rules.policy.coercing import coerce

        return coerce(self.record_type(record_type), table, mapping, keep, strict)

    def check_table(
        self,
        table: object,
        *,
        record_type: str | None = None,
        language: Literal["en", "zh"] = "en",
        keep: Sequence[str] | None = None,
        strict: bool = True,
        lists: Lists = "arrays",
    ) -> TableCheck:
        """Part the rows of a table that are valid records from those that are not.

        Every row is in one of two Ibis tables, ``good`` and ``bad``, which has ``problems`` with
        the reasons, in ``language``. Tables, ``keep``, ``strict`` and ``lists`` are as in
        `evaluate_table`.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> rows = pa.table({"id": ["P-1", None], "works_amount": [-5, 1]})
        >>> parts = lr.load("xiangtan_2022").check_table(rows)
        >>> parts.bad.problems.to_pyarrow().to_pylist()
        [['works_amount: below 0 fen'], ['id: required, but missing']]
        """
        from linkage_rules.engines import tabular

        return tabular.check(self.record_type(record_type), table, language, keep, strict, lists)

    def link_problems(
        self,
        table: object,
        linked: Mapping[str, object],
        *,
        record_type: str | None = None,
        strict: bool = True,
    ) -> Any:
        """The keys that do not fit between a table and those linked to it.

        An Ibis table with ``link``, the path of the linked field, ``problem`` (``dangling``,
        ``duplicate`` or ``unknown``), ``key`` and ``rows``. Such rows belong to no record.
        """
        from linkage_rules.engines import tabular

        return tabular.link_problems(self.record_type(record_type), table, linked, strict)

    def summarise(
        self,
        table: object,
        *,
        as_of: date,
        by: Sequence[str] = (),
        record_type: str | None = None,
        linked: Mapping[str, object] | None = None,
        strict: bool = True,
        outside: Outside = "warn",
    ) -> Any:
        """How many rows have which verdict on each action, and which status of each norm, and what
        results come to.

        An Ibis table: a column for each entry of ``by``, then ``about`` (``verdict``, ``status`` or
        ``result``), ``name``, ``answer``, how many ``rows``, and ``in_force``, whether the policy
        is in force on the day (see `evaluate_table`). Of a policy with results it has ``sum``, that
        of the rows whose ``answer`` is ``known``, for whole numbers and whole fen; rows of which a
        result is ``unknown`` are counted beside them. Yes and no and enums are counted by value.

        An entry of ``by`` is a field or column, a path such as ``funds.type`` (a row counts once in
        each group in its list, NULL for none or unknown), or a date with ``:month`` or ``:year``,
        which gives the first day of it.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> rows = pa.table({"id": ["P-1", "P-2"], "township": ["甲", "甲"]})
        >>> policy = lr.load("xiangtan_2022")
        >>> counted = policy.summarise(rows, as_of=date(2023, 5, 1), by=["township"])
        >>> entry = counted.filter(counted["name"] == "enter_library")
        >>> entry.to_pyarrow().to_pylist()  # doctest: +ELLIPSIS
        [{'township': '甲', ..., 'answer': 'undetermined', 'rows': 2, 'in_force': True}]
        """
        from linkage_rules.engines import tabular

        heed(self.package, as_of, outside)
        shape = self.record_type(record_type)
        return tabular.count(self.package, shape, table, as_of, by, linked, strict)

    def impact(
        self,
        other: OverTables,
        table: object,
        *,
        as_of: date,
        other_as_of: date | None = None,
        record_type: str | None = None,
        linked: Mapping[str, object] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = True,
        columns: Sequence[str] | None = None,
        lists: Lists = "arrays",
        outside: Outside = "warn",
    ) -> Any:
        """Which records another policy judges otherwise: from what to what, and by which norms.

        An Ibis table with a row for each record and action whose verdict differs: the columns in
        ``keep``, ``action``, ``before`` and ``after``, ``by_before`` and ``by_after``, and whether
        each policy is in force on its day, ``in_force_before`` and ``in_force_after``. The other
        policy is asked as of ``other_as_of``, or the same day. Only common actions are compared.
        ``columns`` and ``lists`` are as in `evaluate_table`.
        """
        from linkage_rules.engines import tabular

        packages, days = (self.package, other.package), (as_of, other_as_of or as_of)
        for package, day in zip(packages, days, strict=True):
            heed(package, day, outside)
        shape = self.record_type(record_type)
        return tabular.compare(packages, shape, table, days, keep, linked, strict, columns, lists)
