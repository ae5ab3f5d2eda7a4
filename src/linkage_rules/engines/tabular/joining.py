"""Lists that are stored in tables of their own: found by name and joined to their records."""

import logging
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from attrs import frozen

from linkage_rules.engines.tabular import nested
from linkage_rules.engines.tabular.backends import backend_of, call
from linkage_rules.engines.tabular.faults import (
    MOST_SHOWN,
    Stranger,
    given_twice,
    no_such_column,
    no_such_fields,
    no_such_link,
    unlike_keys,
)
from linkage_rules.engines.tabular.values import spelt
from linkage_rules.model.types import Field, Link, ListType, RecordType, Type, in_order_of

Table: TypeAlias = Any
"""An Ibis table."""

DANGLING = "dangling"
DUPLICATE = "duplicate"
UNKNOWN = "unknown"


@frozen
class Joint:
    """A linked field with the table of its records, and the joints of those records in turn."""

    field: Field
    link: Link
    record_type: RecordType
    table: Table
    joints: tuple["Joint", ...]
    path: str


def joints_of(
    record_type: RecordType, tables: Mapping[str, Table], path: str = ""
) -> tuple[Joint, ...]:
    """The linked fields for which there are tables.

    ``tables`` are by the path of the field, such as ``projects`` or ``projects.funds``. Raises
    `TableError` for a path that is no linked field.
    """
    inside: dict[str, dict[str, Table]] = {}
    for name, table in tables.items():
        first, _, rest = name.partition(".")
        inside.setdefault(first, {})[rest] = table
    found = []
    for name, below in inside.items():
        declared = record_type.by_spelling.get(name)
        full = f"{path}{name}"
        if declared is None or declared.link is None or "" not in below:
            links = (f.name for f in record_type.fields if f.link is not None)
            raise no_such_link(full, record_type.name, sorted(links))
        assert isinstance(declared.type, ListType)
        assert isinstance(declared.type.element, RecordType)
        element = declared.type.element
        further = {key: table for key, table in below.items() if key}
        joints = joints_of(element, further, f"{full}.")
        found.append(Joint(declared, declared.link, element, below[""], joints, full))
    return tuple(found)


def joined(record_type: RecordType, table: Table, joints: tuple[Joint, ...]) -> Table:
    """A table with a list column for each linked field.

    A row whose key is unknown has an unknown list, a row to whose key nothing belongs an empty one.
    """
    for joint in joints:
        own, by = _keys(record_type, table, joint)
        rows = nested.taken(joint.record_type, joint.table)
        many = joined(joint.record_type, rows, joint.joints)
        fields = {
            f.name: many[spelling]
            for f in joint.record_type.fields
            if (spelling := spelt(f, many.columns)) is not None
        }
        rows = _collected(joint.record_type, nested.record(fields, many), many)
        lists = many.group_by(linked_key=many[by]).agg(linked_rows=rows)
        lists = lists.filter(lists.linked_key.notnull())
        name = joint.field.name
        rest = [column for column in table.columns if column not in (name, joint.field.label)]
        whole = table.select(*rest).left_join(lists, table[own] == lists.linked_key)
        empty = nested.nothing(lists.linked_rows.type())
        rows = whole[own].notnull().cases((True, ibis.coalesce(whole.linked_rows, empty)))
        table = whole.select(*(whole[column] for column in rest), **{name: rows})
    return table


def _collected(record_type: RecordType, rows: Any, table: Table) -> Any:
    """The list of the rows of each key, sorted by the required fields, such as a key."""
    backend = backend_of(table)
    found = (spelt(declared, table.columns) for declared in in_order_of(record_type))
    columns = [
        # Texts are sorted by their characters, not by the rules of some language.
        call("convert_to", dt.binary, table[name], "UTF8")
        if backend.sorts_by_language and table[name].type().is_string()
        else table[name]
        for name in found
        if name is not None
    ]
    if not columns:
        return rows.collect()
    if backend.orders_lists:
        return rows.collect(order_by=columns)
    first = {f"key{number:03d}": column for number, column in enumerate(columns)}
    together = ibis.struct({**first, "row": rows})
    return together.collect().sort().map(lambda one: one["row"])


def link_problems(record_type: RecordType, table: Table, joints: tuple[Joint, ...]) -> Table | None:
    """What does not fit between linked tables, as a table; None where nothing is linked.

    Its columns are ``link``, the path of the linked field, ``problem``, ``key`` as text and
    ``rows``, how many rows are concerned. A key is *dangling* that no row of ``table`` has,
    *duplicate* that several have, and *unknown* where it is NULL in the linked table.
    """
    found = list(_problems(record_type, table, joints))
    return ibis.union(*found, distinct=False) if len(found) > 1 else found[0] if found else None


def _problems(record_type: RecordType, table: Table, joints: tuple[Joint, ...]) -> Iterator[Table]:
    for joint in joints:
        own, by = _keys(record_type, table, joint)
        owners = table.select(key=table[own])
        linked = joint.table.select(key=joint.table[by])
        known = linked.filter(linked.key.notnull())
        stray = known.anti_join(owners, known.key == owners.key)
        several = owners.filter(owners.key.notnull()).group_by("key").agg(rows=ibis._.count())
        yield _report(joint, DANGLING, stray.group_by("key").agg(rows=ibis._.count()))
        yield _report(joint, DUPLICATE, several.filter(several.rows > 1))
        absent = linked.filter(linked.key.isnull())
        yield _report(joint, UNKNOWN, absent.group_by("key").agg(rows=ibis._.count()))
        yield from _problems(joint.record_type, joint.table, joint.joints)


def _report(joint: Joint, problem: str, counted: Table) -> Table:
    return counted.select(
        link=ibis.literal(joint.path),
        problem=ibis.literal(problem),
        key=counted.key.cast("string"),
        rows=counted.rows.cast("int64"),
    )


def _keys(record_type: RecordType, table: Table, joint: Joint) -> tuple[str, str]:
    """The columns that are compared: the key in the record, and the key in the linked table."""
    own = _column(table, record_type.by_spelling[joint.link.of], joint.path)
    by = _column(joint.table, joint.record_type.by_spelling[joint.link.by], joint.path)
    first, second = table[own].type(), joint.table[by].type()
    if type(first) is not type(second) and not (first.is_integer() and second.is_integer()):
        raise unlike_keys(joint.path, f"{own} {first}", f"{by} {second}")
    return own, by


def _column(table: Table, declared: Field, path: str) -> str:
    found = spelt(declared, table.columns)
    if found is None:
        raise no_such_column(f"{path}.{declared.name}", list(table.columns))
    return found


_Found: TypeAlias = tuple[str, str, RecordType]
"""An unknown column: the path before it, its name, and the record type that has no such field."""

_LOG: Final = logging.getLogger("linkage_rules.tables")
_LONGEST_COMPARED: Final = 100


def check_columns(
    record_type: RecordType,
    table: Any,
    joints: Collection[Joint] = (),
    meant: Collection[str] = (),
    strict: bool = True,
) -> None:
    """Raise `TableError` for columns, at any depth, that are not named like a field.

    ``meant`` are columns that the caller named. Without ``strict`` other columns are allowed, and
    logged; two columns for one field are always refused.
    """
    others = {name.replace("：", ":").partition(":")[0] for name in meant} | {*meant}
    found = list(_strangers(record_type, dict(table.schema().items()), "", others))
    found += _of_linked(joints)
    if strict:
        _refuse(record_type, found)
    elif found:
        names = ", ".join(f"{path}{name}" for path, name, _ in found)
        _LOG.warning("columns that are named like no field of %s: %s", record_type.name, names)


def check_json(record_type: RecordType, table: Table, joints: Collection[Joint]) -> None:
    """Raise `TableError` for names within JSON that are no fields; they do not show in column
    types."""
    _refuse(record_type, list(_in_json(record_type, table, joints, "")))


def _refuse(record_type: RecordType, found: list[_Found]) -> None:
    if found:
        told = [Stranger(f"{path}{name}", _near(name, of)) for path, name, of in found[:MOST_SHOWN]]
        raise no_such_fields(record_type.name, told, len(found))


def _in_json(
    record_type: RecordType, table: Table, joints: Collection[Joint], path: str
) -> Iterator[_Found]:
    for place, name, of in nested.strangers(record_type, table):
        yield f"{path}{place}", name, of
    for joint in joints:
        yield from _in_json(joint.record_type, joint.table, joint.joints, f"{joint.path}.")


def _of_linked(joints: Collection[Joint]) -> Iterator[_Found]:
    for joint in joints:
        columns = dict(joint.table.schema().items())
        yield from _strangers(joint.record_type, columns, f"{joint.path}.", ())
        yield from _of_linked(joint.joints)


def _strangers(
    record_type: RecordType, columns: dict[str, Any], path: str, meant: Collection[str]
) -> Iterator[_Found]:
    seen: dict[str, str] = {}
    for name, kind in columns.items():
        declared = record_type.by_spelling.get(name)
        if declared is None:
            if name not in meant:
                yield path, name, record_type
            continue
        if declared.name in seen:
            raise given_twice(f"{path}{declared.name}", seen[declared.name], name)
        seen[declared.name] = name
        yield from _inside(declared.type, kind, f"{path}{name}.")


def _inside(type_: Type, kind: Any, path: str) -> Iterator[_Found]:
    while isinstance(type_, ListType) and kind.is_array():
        type_, kind = type_.element, kind.value_type
    if isinstance(type_, RecordType) and kind.is_struct():
        yield from _strangers(type_, dict(kind.fields), path, ())


def _near(name: str, record_type: RecordType) -> str | None:
    if len(name) > _LONGEST_COMPARED:
        return None
    folded = {s.casefold(): s for s in reversed(tuple(record_type.by_spelling))}
    near = get_close_matches(name.strip().casefold(), folded, n=1)
    return folded[near[0]] if near else None
