"""Records and lists of records in a query, also where a backend has no such columns.

DuckDB and Spark have structs. PostgreSQL has none without a name, so there a record is a JSON
object and a list of records a JSON array. Both are treated as structs, by column types that
remember how the values are held.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from ibis.common.collections import FrozenOrderedDict

from linkage_rules.engines.tabular.backends import backend_of, call
from linkage_rules.engines.tabular.columns import Column, any_of
from linkage_rules.engines.tabular.faults import MOST_SHOWN
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE

Table: TypeAlias = Any
"""An Ibis table."""

JSON: Final = dt.JSON(binary=True)
_DECIMALS: Final = 9
_NUMBER: Final = dt.Decimal(27, _DECIMALS)
"""The type that numbers in JSON are read as: 18 digits before the point and 9 after it."""


class JsonRecord(dt.Struct):  # type: ignore[misc]
    """The type of a record that is held as a JSON object.

    ``spelt`` are the spellings of each field, of which the first that occurs counts. ``is_foreign``
    marks objects from outside, whose numbers are checked, as opposed to those that the query itself
    made.
    """

    spelt: FrozenOrderedDict[str, tuple[str, ...]]
    is_foreign: bool = False


class JsonList(dt.Array):  # type: ignore[misc]
    """The type of a list within a list, which is held as JSON until it is used."""

    is_foreign: bool = False


def is_json(table: Table) -> bool:
    """Whether the backend of a table holds records in JSON."""
    return not backend_of(table).has_records


def record(fields: Mapping[str, Column], table: Table) -> Column:
    """A record of some columns of a table."""
    if not is_json(table):
        return ibis.struct(dict(fields))
    type_ = JsonRecord(
        fields={name: column.type() for name, column in fields.items()},
        spelt={name: (name,) for name in fields},
    )
    if not fields:
        return call("jsonb_build_object", type_)
    # A function takes at most a hundred arguments, so large records are joined from several
    # objects.
    names = list(fields)
    parts = [names[start : start + 40] for start in range(0, len(names), 40)]
    objects = [
        call("jsonb_build_object", JSON, *(a for n in part for a in (n, fields[n])))
        for part in parts
    ]
    whole = objects[0]
    for further in objects[1:]:
        whole = call("jsonb_concat", JSON, whole, further)
    return retyped(whole, type_)


def nothing(type_: Any) -> Column:
    """A list without elements."""
    if isinstance(type_.value_type, JsonRecord):
        return retyped(ibis.array([call("jsonb_build_object", JSON)])[:0], type_)
    return ibis.literal([], type=type_)


def member(column: Column, name: str) -> Column:
    """A field of a record, by the name in the type of the column."""
    kind = column.type()
    if not isinstance(kind, JsonRecord):
        return column[name]
    type_ = kind[name]
    if isinstance(type_, JsonRecord) or type_.is_array():
        found = [call("jsonb_extract_path", JSON, column, key) for key in kind.spelt[name]]
        value = found[0] if len(found) == 1 else ibis.coalesce(*map(_unless_null, found))
        return _held(value, type_, kind.is_foreign)
    texts = [call("jsonb_extract_path_text", dt.string, column, key) for key in kind.spelt[name]]
    return _scalar(texts[0] if len(texts) == 1 else ibis.coalesce(*texts), type_, kind.is_foreign)


def opened(column: Column) -> Column:
    """A list as a column whose elements can be passed over."""
    kind = column.type()
    if not isinstance(kind, JsonList):
        return column
    return _held(retyped(column, JSON), dt.Array(kind.value_type), kind.is_foreign)


def taken(record_type: RecordType, table: Table) -> Table:
    """A table whose JSON and composite columns have the types of this module.

    Tables of backends with columns for records only get the types of `settled`.
    """
    table = settled(record_type, table)
    columns = readings(record_type, table)
    return table.mutate(**columns) if columns else table


def settled(record_type: RecordType, table: Table) -> Table:
    """A table whose lists and records have types, also where all their values are missing.

    A list that is NULL in every row, or never has an element, comes without an element type:
    nothing can be asked of it, and no query can return it.
    """
    columns = {}
    for name, kind in table.schema().items():
        declared = record_type.by_spelling.get(name)
        type_ = declared.type if declared is not None else None
        # A value that is no list needs no cast: NULL without a type is unknown as well.
        if is_always_null(kind) and not _is_nested(type_):
            continue
        wanted = _filled(kind, type_)
        if wanted != kind:
            columns[name] = table[name].cast(wanted)
    return table.mutate(**columns) if columns else table


def is_always_null(kind: Any) -> bool:
    """Whether a column type allows NULL only, and so says nothing of the type of its values."""
    return kind.is_null() or _lists_of_null(kind) == 0


def _lists_of_null(kind: Any) -> int | None:
    """How many lists are around values that are always NULL: for DuckDB, where Ibis has no such
    type."""
    if not kind.is_unknown():
        return None
    name = str(kind.raw_type)
    inner = name.replace("[]", "")
    return (len(name) - len(inner)) // 2 if inner.strip('"') == "NULL" else None


def _filled(kind: Any, type_: Type | None) -> Any:
    """The type of a column, with the declared type put in wherever it has none."""
    if is_always_null(kind):
        return _declared_type(type_)
    if lists := _lists_of_null(kind):
        return _filled(_arrays_of_null(lists), type_)
    if kind.is_array() and not isinstance(kind, JsonList):
        element = type_.element if isinstance(type_, ListType) else None
        return kind.copy(value_type=_filled(kind.value_type, element))
    if kind.is_struct() and not isinstance(kind, JsonRecord):
        known = type_.by_spelling if isinstance(type_, RecordType) else {}
        return kind.copy(
            fields={
                name: _filled(inner, known[name].type if name in known else None)
                for name, inner in kind.items()
            }
        )
    return kind


def _arrays_of_null(depth: int) -> Any:
    return dt.Array(_arrays_of_null(depth - 1)) if depth else dt.null


def _declared_type(type_: Type | None) -> Any:
    """The column type for a field; text for a column that is no field."""
    match type_:
        case ListType(element):
            return dt.Array(_declared_type(element))
        case RecordType(fields=fields) if fields:
            return dt.Struct({declared.name: _declared_type(declared.type) for declared in fields})
        case Scalar.PERIOD:
            return dt.Struct({"months": dt.int64, "days": dt.int64})
        case Scalar():
            return _SCALARS[type_]
        case _:
            return dt.string


def readings(record_type: RecordType, table: Table) -> dict[str, Column]:
    """For each column that is not used as it is: its name, and the column to use instead."""
    columns = {}
    if is_json(table):
        for name, kind in table.schema().items():
            declared = record_type.by_spelling.get(name)
            if declared is not None:
                column = _reading(table[name], kind, declared.type)
                if column is not None:
                    columns[name] = column
    return columns


def _reading(column: Column, kind: Any, type_: Type) -> Column | None:
    if _is_foreign(kind, type_):
        return _held(call("to_jsonb", JSON, column), _type(type_), True)
    if _is_text(type_) and (kind.is_string() or _is_other(kind)):
        # An enum type of the database cannot be compared with a text.
        return call("text", dt.string, column)
    if kind.is_decimal() and kind.precision is None:
        return _exact(column, _NUMBER if type_ is Scalar.NUMBER else dt.int64)
    return None


def _is_foreign(kind: Any, type_: Type) -> bool:
    """Whether a column holds JSON, or values of a composite type, which are read as JSON."""
    is_json = kind.is_json() or (kind.is_array() and kind.value_type.is_json())
    return is_json or (_is_other(kind) and _is_nested(type_))


def _is_other(kind: Any) -> bool:
    return kind.is_unknown() and _lists_of_null(kind) is None


def foreign(record_type: RecordType, table: Table) -> Iterator[tuple[Field, str, Column]]:
    """The columns of a table that hold JSON from outside: field, name and column."""
    if is_json(table):
        for name, kind in table.schema().items():
            declared = record_type.by_spelling.get(name)
            if declared is not None and _is_foreign(kind, declared.type):
                yield declared, name, call("to_jsonb", JSON, table[name])


def fitting(value: Column, type_: Type, unfit: Column) -> Column:
    """JSON converted to a type; ``unfit`` tells where it cannot be, and then a list counts as
    empty."""
    safe = unfit.cases((False, value))
    if isinstance(type_, ListType):
        safe = ibis.coalesce(safe, unfit.cases((True, ibis.literal("[]").cast(JSON))))
    return _held(safe, _type(type_), True)


def is_unfit(value: Column, type_: Type) -> Column:
    """Whether some part of JSON is no value of its field, so that it could not be converted."""
    found = [_exists(value, path) for path in _unfit_paths(type_, "$")]
    return any_of([ibis.coalesce(one, False) for one in found])


def has_strangers(value: Column, type_: Type) -> Column:
    """Whether an object in JSON has a name that is no field of its record type."""
    found = [_exists(value, path) for path, _, _ in _strange_paths(type_, "$", "")]
    return any_of([ibis.coalesce(one, False) for one in found])


def strangers(record_type: RecordType, table: Table) -> Iterator[tuple[str, str, RecordType]]:
    """The names in JSON that are no fields: the path before the name, the name, and the record
    type.

    The rows have to be searched for them, because JSON columns have no such type.
    """
    for declared, name, value in foreign(record_type, table):
        for path, place, of in _strange_paths(declared.type, "$", f"{name}."):
            key = call("jsonb_path_query", JSON, value, f"{path}.key", "{}", True)
            found = table.select(name=key).distinct().limit(MOST_SHOWN + 1).to_pyarrow()
            for one in sorted(json.loads(text) for text in found["name"].to_pylist()):
                yield place, one, of


def _exists(value: Column, path: str) -> Column:
    return call("jsonb_path_exists", dt.boolean, value, path, "{}", True)


def _unfit_paths(type_: Type, at: str) -> Iterator[str]:
    """JSON paths that match only values which do not fit their field."""
    match type_:
        case ListType(element):
            yield _other_than("array", at)
            yield from _unfit_paths(element, f"{at}[*]")
        case RecordType(fields=fields):
            yield _other_than("object", at)
            for declared in fields:
                for key in (declared.name, declared.label):
                    if key:
                        yield from _unfit_paths(declared.type, f"{at}.{json.dumps(key)}")
        case Scalar.PERIOD:
            yield _other_than("object", at)
            for key in ("months", "days"):
                yield from _unfit_paths(Scalar.WHOLE, f'{at}."{key}"')
        case Scalar.YES_NO:
            yield _other_than("boolean", at)
        case Scalar.WHOLE | Scalar.MONEY | Scalar.NUMBER:
            yield _other_than("number", at)
            scale = 10**_DECIMALS if type_ is Scalar.NUMBER else 1
            scaled = f"(@ * {scale})"
            bound = f"@ > {MAX_MAGNITUDE} || @ < -{MAX_MAGNITUDE}"
            odd = f"{scaled}.floor() != {scaled} || {bound}"
            yield f'{at} ? (@.type() == "number" && ({odd}))'
        case Scalar.DATE:
            yield _other_than("string", at)
            day = '@ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"'
            odd = f'!({day}) || ((exists(@.datetime("YYYY-MM-DD"))) is unknown)'
            yield f'{at} ? (@.type() == "string" && ({odd}))'
        case _:
            yield _other_than("string", at)


def _other_than(kind: str, at: str) -> str:
    return f'{at}.type() ? (@ != "{kind}" && @ != "null")'


def _strange_paths(type_: Type, at: str, place: str) -> Iterator[tuple[str, str, RecordType]]:
    """JSON paths that match names which are no fields."""
    match type_:
        case ListType(element):
            yield from _strange_paths(element, f"{at}[*]", place)
        case RecordType(fields=fields):
            known = " && ".join(f"@.key != {json.dumps(key)}" for key in type_.by_spelling)
            yield f"{at}.keyvalue() ? ({known})", place, type_
            for declared in fields:
                inside = f"{place}{declared.name}."
                for key in (declared.name, declared.label):
                    if key:
                        yield from _strange_paths(declared.type, f"{at}.{json.dumps(key)}", inside)


def _is_nested(type_: Type | None) -> bool:
    return isinstance(type_, ListType | RecordType) or type_ is Scalar.PERIOD


def _is_text(type_: Type) -> bool:
    return isinstance(type_, EnumType) or type_ is Scalar.TEXT


_SCALARS: Final = {
    Scalar.YES_NO: dt.boolean,
    Scalar.WHOLE: dt.int64,
    Scalar.MONEY: dt.int64,
    Scalar.NUMBER: _NUMBER,
    Scalar.DATE: dt.date,
    Scalar.TEXT: dt.string,
}


def _type(type_: Type) -> Any:
    """The column type that a value in JSON from outside is read as."""
    match type_:
        case ListType(ListType(element)):
            return dt.Array(JsonList(_type(ListType(element)).value_type, is_foreign=True))
        case ListType(element):
            return dt.Array(_type(element))
        case RecordType():
            return JsonRecord(
                fields={f.name: _type(f.type) for f in type_.fields},
                spelt={f.name: (f.name, f.label) if f.label else (f.name,) for f in type_.fields},
                is_foreign=True,
            )
        case Scalar.PERIOD:
            parts = ("months", "days")
            keys = {name: (name,) for name in parts}
            return JsonRecord(fields=dict.fromkeys(parts, dt.int64), spelt=keys, is_foreign=True)
        case EnumType():
            return dt.string
        case Scalar():
            return _SCALARS[type_]


def _held(value: Column, type_: Any, is_foreign: bool) -> Column:
    """A value in JSON as a column of a type; the database fails for a value of another type."""
    if isinstance(type_, JsonRecord):
        return retyped(_unless_null(_object(value) if is_foreign else value), type_)
    if isinstance(type_, JsonList):
        return retyped(_unless_null(value), type_)
    if type_.is_array():
        known = _unless_null(value)
        # Asking for the length makes the database fail for a value that is no list; an object would
        # give null.
        is_list = call("jsonb_array_length", dt.int32, known) >= 0
        inner = type_.value_type
        return is_list.cases((True, known.array.map(lambda one: _held(one, inner, is_foreign))))
    inside = call("jsonb_build_object", JSON, "v", value)
    return _scalar(call("jsonb_extract_path_text", dt.string, inside, "v"), type_, is_foreign)


def _object(value: Column) -> Column:
    """A JSON object or null.

    For any other value the query fails (its kind is cast to JSON as an invalid text): otherwise its
    fields would count as unknown.
    """
    kind = call("jsonb_typeof", dt.string, value)
    return (kind == "object").cases((True, value), (False, kind.cast(JSON)))


def _scalar(text: Column, type_: Any, is_foreign: bool) -> Column:
    if is_foreign and type_.is_numeric():
        return _exact(text.cast(dt.Decimal()), type_)
    return text if type_.is_string() else text.cast(type_)


def _exact(number: Column, type_: Any) -> Column:
    """A number of any precision as one of a type that holds it.

    A number with more decimals makes the database fail, because it is cast from text to integer; a
    numeric cast would round.
    """
    plain = call("trim_scale", dt.Decimal(), number)
    as_whole = call("text", dt.string, plain).cast("int64")
    if type_ != _NUMBER:
        return as_whole
    fits = call("scale", dt.int32, plain) <= _DECIMALS
    return fits.cases((True, plain.cast(_NUMBER)), (False, as_whole.cast(_NUMBER)))


def _unless_null(value: Column) -> Column:
    """A value in JSON, with JSON's own null as NULL."""
    return value.nullif(ibis.literal("null").cast(JSON))


def retyped(column: Column, type_: Any) -> Column:
    """The same column under another type, without a cast in the query."""
    return call("coalesce", type_, column)
