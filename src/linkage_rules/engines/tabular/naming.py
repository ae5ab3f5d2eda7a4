"""Columns that are named like no field: a misspelt one must not be an unknown field in silence."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from linkage_rules.engines.tabular.faults import MOST_SHOWN, Stranger, given_twice, no_such_fields
from linkage_rules.engines.tabular.joining import Joint
from linkage_rules.model.types import ListType, RecordType, Type

_Found: TypeAlias = tuple[str, str, RecordType]
"""The path before a column, its name, and the record type that has no such field."""

_LONGEST_COMPARED: Final = 100


def check_columns(
    record_type: RecordType,
    table: Any,
    joints: Collection[Joint] = (),
    meant: Collection[str] = (),
    strict: bool = True,
) -> None:
    """Raise `TableError` for columns that are named like no field, at whatever depth.

    ``meant`` are columns that were asked for by name. Without ``strict`` other columns may stand
    there; two columns for one field are refused all the same.
    """
    others = {name.replace("：", ":").partition(":")[0] for name in meant} | {*meant}
    found = list(_strangers(record_type, dict(table.schema().items()), "", others))
    found += _of_linked(joints)
    if found and strict:
        told = [Stranger(f"{path}{name}", _near(name, of)) for path, name, of in found[:MOST_SHOWN]]
        raise no_such_fields(record_type.name, told, len(found))


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
