"""The tabular engine: a policy as one query over a whole table, on DuckDB, PostgreSQL or Spark.

It means what the reference engine means; NULL is unknown. It uses only operations on which these
three agree, and refuses any other backend. Importing this module does not import Ibis; that is
needed only when a query is made.

**It takes** a package, a record type, a day, and a table: in memory, in a file, or an Ibis table on
a session somebody has open; and tables that are linked to it by key. **It gives** an Ibis table
that is not worked out yet: a row for each record with the verdict on each action, the norms that
decide, the status of each norm and the fields that are missing; or counts, or the differences of
two policies.

How a query is made:

- a table is read as it is. Columns that are named like no field are refused, since a misspelt one
must not be an unknown field in silence. Linked tables become the lists that the language speaks of;
- facts, norms and questions about lists are planned once for a record type, each once and in order;
several questions about one list share one pass over its elements; - an expression becomes columns.
SQL's own AND, OR and NOT are Kleene logic. Numbers are exact: whole numerators over positive
denominators, of proven width, so that nothing can overflow; - statuses and verdicts are CASE
expressions, generated from the tables of `model.deontic`; - validation is a query of its own, which
separates the valid rows from the others and says why.

What cannot be worked out exactly is refused up front by `TableError`, with the reason and the
place; it is never left out in silence. A new kind of expression needs its columns here, or such a
refusal.

**It may not know** what is done with the answers, nor which engine runs the query; the differences
of the backends stand in one table (`backends`). ``docs/scale.md`` has sizes and times.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from linkage_rules.engines.tabular.faults import (
    TableError,
    no_such_answer,
    no_such_column,
    no_such_form,
    unlike_columns,
)
from linkage_rules.errors import not_a
from linkage_rules.extras import required
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.unlike_fields import unlike_fields
from linkage_rules.words.nearness import nearest

if TYPE_CHECKING:
    from linkage_rules.engines.tabular.checks import TableCheck
    from linkage_rules.engines.tabular.prepared import PreparedTable

__all__ = ["TableError", "check", "compare", "count", "evaluate", "link_problems", "prepare"]

_BEFORE: Final = "before_"
_FORMS: Final = ("arrays", "text")
_NEEDED: Final = ("pyarrow", "ibis")


def evaluate(
    package: Package,
    record_type: RecordType,
    table: object,
    as_of: date,
    keep: Sequence[str] | None = None,
    linked: Mapping[str, object] | None = None,
    strict: bool = True,
    columns: Sequence[str] | None = None,
    lists: str = "arrays",
) -> Any:
    """The answers of a policy for every row of a table, as an Ibis table that is not executed yet.

    Raises `MissingExtraError` where Ibis is not installed, `TableError` where the table
    cannot be read, a column does not fit its field, or the policy holds what cannot be worked out
    exactly in a query.
    """
    wanted = _listed(columns)
    rows = _joined(record_type, table, linked or {}, [*_listed(keep), *wanted], strict)
    kept = _carried(_kept(record_type, rows, keep), wanted, rows)
    return _shaped(_query(package, record_type, rows, as_of, kept), columns, lists)


def prepare(
    package: Package,
    record_type: RecordType,
    schema: object,
    as_of: date,
    keep: Sequence[str] | None = None,
    linked: Mapping[str, object] | None = None,
    strict: bool = True,
    columns: Sequence[str] | None = None,
    lists: str = "arrays",
) -> "PreparedTable":
    """The query of `evaluate` for all tables of a schema, made once."""
    _require_ibis(schema)
    from linkage_rules.engines.tabular.prepared import prepared

    def made(table: Any, others: Mapping[str, Any]) -> Any:
        return evaluate(package, record_type, table, as_of, keep, others, strict, columns, lists)

    return prepared({"": schema, **(linked or {})}, made)


def link_problems(
    record_type: RecordType, table: object, linked: Mapping[str, object], strict: bool = True
) -> Any:
    """The keys that do not fit between linked tables, as an Ibis table."""
    _require_ibis(table, *linked.values())
    from linkage_rules.engines.tabular import joining
    from linkage_rules.engines.tabular.joining import check_columns

    rows, tables = _as_ibis(table, linked)
    joints = joining.joints_of(record_type, tables)
    check_columns(record_type, rows, joints, strict=strict)
    return joining.link_problems(record_type, rows, joints)


def check(
    record_type: RecordType,
    table: object,
    language: str,
    keep: Sequence[str] | None = None,
    strict: bool = True,
    lists: str = "arrays",
) -> "TableCheck":
    """The rows of a table that are valid, and the others with what is wrong with them."""
    _require_ibis(table)
    from linkage_rules.engines.tabular.checks import check as parted
    from linkage_rules.engines.tabular.joining import check_columns

    rows, _ = _as_ibis(table, {})
    check_columns(record_type, rows, meant=_present(_listed(keep), rows), strict=strict)
    parts = parted(record_type, rows, language, strict)
    return evolve(parts, good=_shaped(parts.good, None, lists), bad=_shaped(parts.bad, None, lists))


def count(
    package: Package,
    record_type: RecordType,
    table: object,
    as_of: date,
    by: Sequence[str],
    linked: Mapping[str, object] | None = None,
    strict: bool = True,
) -> Any:
    """How many rows have which verdicts and statuses and what results come to, as an Ibis table."""
    rows = _joined(record_type, table, linked or {}, _listed(by), strict)
    from linkage_rules.engines.tabular.portfolio import counts, groups, place

    asked = groups(record_type, rows, by)
    columns = {place(number): group.column for number, group in enumerate(asked)}
    grouped = rows.mutate(**columns) if columns else rows
    answers = _query(package, record_type, grouped, as_of, list(columns))
    results = package.results[record_type.name]
    return counts(answers, asked, package.in_force_on(as_of), results)


def compare(
    packages: tuple[Package, Package],
    record_type: RecordType,
    table: object,
    days: tuple[date, date],
    keep: Sequence[str] | None = None,
    linked: Mapping[str, object] | None = None,
    strict: bool = True,
    columns: Sequence[str] | None = None,
    lists: str = "arrays",
) -> Any:
    """The verdicts that differ between two policies, as an Ibis table. Raises `TableError` where
    their types of the records differ in the type of a field."""
    if (other := packages[1].record_types.get(record_type.name)) is not None and (
        differing := [one.path for one in unlike_fields(record_type, other)]
    ):
        raise unlike_columns(differing)
    wanted = _listed(columns)
    rows = _joined(record_type, table, linked or {}, [*_listed(keep), *wanted], strict)
    from linkage_rules.engines.tabular.portfolio import changes

    kept = _carried(_kept(record_type, rows, keep), wanted, rows)
    before = _query(packages[0], record_type, rows, days[0], rows.columns)
    own = [column for column in before.columns if column not in rows.columns]
    before = before.rename({f"{_BEFORE}{column}": column for column in own})
    carried = [*kept, *(f"{_BEFORE}{column}" for column in own)]
    both = _query(packages[1], record_type, before, days[1], carried)
    return _shaped(changes(both, kept, _BEFORE), columns, lists)


def _joined(
    record_type: RecordType,
    table: object,
    linked: Mapping[str, object],
    meant: Sequence[str],
    strict: bool,
) -> Any:
    """The table joined with its linked tables; ``meant`` are columns that the caller named."""
    _require_ibis(table, *linked.values())
    from linkage_rules.engines.tabular.joining import check_columns, check_json, joined, joints_of
    from linkage_rules.engines.tabular.nested import taken

    rows, tables = _as_ibis(table, linked)
    joints = joints_of(record_type, tables)
    check_columns(record_type, rows, joints, meant, strict)
    if strict:
        check_json(record_type, rows, joints)
    return joined(record_type, taken(record_type, rows), joints)


def _query(
    package: Package, record_type: RecordType, rows: Any, as_of: date, keep: Sequence[str]
) -> Any:
    from linkage_rules.engines.tabular.query import query

    return query(package, record_type, rows, as_of, keep)


def _kept(record_type: RecordType, rows: Any, keep: Sequence[str] | None) -> Sequence[str]:
    """The columns to carry over: those in ``keep``, or the required fields."""
    if keep is not None:
        return _present(_listed(keep), rows)
    required = (f for f in record_type.fields if f.required and isinstance(f.type, Scalar))
    spelt = [spelling for f in required for spelling in (f.name, f.label) if spelling]
    return [name for name in spelt if name in rows.columns]


def _carried(kept: Sequence[str], wanted: Sequence[str], rows: Any) -> Sequence[str]:
    """The columns to carry over, with those columns of the table that the result shall have."""
    return [*kept, *(name for name in dict.fromkeys(wanted) if name in {*rows.columns} - {*kept})]


def _shaped(result: Any, columns: Sequence[str] | None, lists: str) -> Any:
    """The wanted columns of a result; with nested columns as text if ``lists`` asks for that.

    Names become one text with commas between, problems one with semicolons, and nested columns of
    the table become JSON.
    """
    if lists not in _FORMS:
        raise no_such_form(lists)
    if columns is not None:
        wanted = list(dict.fromkeys(_listed(columns)))
        for name in wanted:
            if name not in result.columns:
                near = nearest(name, result.columns)
                raise no_such_answer(name, next(iter(near), None), result.columns)
        result = result.select(*wanted)
    if lists == "arrays":
        return result
    as_text = {}
    for name, kind in result.schema().items():
        if kind.is_array() and kind.value_type.is_string() and _is_answer(name):
            as_text[name] = result[name].join("; " if name == "problems" else ", ")
        elif kind.is_nested():
            as_text[name] = result[name].cast("json").cast("string")
    return result.mutate(**as_text) if as_text else result


def _is_answer(name: str) -> bool:
    return name in ("missing", "problems") or name.startswith("by_")


def _listed(names: Sequence[str] | None) -> Sequence[str]:
    listed = [names] if isinstance(names, str) else names or ()
    for name in listed:
        if not isinstance(name, str):
            raise not_a("a column", "named by a text", "以文本命名", name)
    return listed


def _present(names: Sequence[str], rows: Any) -> Sequence[str]:
    for name in names:
        if name not in rows.columns:
            raise no_such_column(name, list(rows.columns))
    return names


def _as_ibis(table: object, linked: Mapping[str, object]) -> tuple[Any, dict[str, Any]]:
    from linkage_rules.engines.tabular.inputs import all_as_ibis

    rows, *others = all_as_ibis([table, *linked.values()])
    return rows, dict(zip(linked, others, strict=True))


def _require_ibis(*tables: object) -> None:
    # Whoever has a table of Spark uses the extra for Spark; all others need the one for DuckDB.
    kinds = {type(one).__module__.partition(".")[0] for one in tables}
    extra = "spark" if "pyspark" in kinds else "tables"
    for module in _NEEDED:
        required(module, extra)
