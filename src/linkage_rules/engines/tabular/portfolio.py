"""Counting answers: by groups, and over a whole table."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import ibis
from attrs import evolve, frozen

from linkage_rules.engines.tabular import nested
from linkage_rules.engines.tabular.backends import backend_of
from linkage_rules.engines.tabular.columns import Column, no_list
from linkage_rules.engines.tabular.faults import (
    deep_group,
    no_such_group,
    not_a_date,
    not_one_value,
    shared_groups,
)
from linkage_rules.engines.tabular.lists import each
from linkage_rules.engines.tabular.numbers import WIDE
from linkage_rules.engines.tabular.values import Plain, plain_type, read, spelt
from linkage_rules.model.norms import Fact
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type

Table: TypeAlias = Any
"""An Ibis table."""

_SPANS: Final = {"month": "M", "月": "M", "year": "Y", "年": "Y"}
_PLAIN: Final = (Scalar.YES_NO, Scalar.DATE, Scalar.TEXT)


@frozen
class Group:
    """A column to group by, with the name it was asked for.

    ``column`` is a list where a row belongs to several groups, each of them once.
    """

    name: str
    column: Column
    is_list: bool


def groups(record_type: RecordType, table: Table, by: Sequence[str]) -> list[Group]:
    """The groups for the names in ``by``, each a field or a path of fields, by name or by label.

    ``:month`` or ``:year`` after a date gives the first day of it. A name that is no field is
    looked for among the other columns. Raises `TableError` for one that is neither.
    """
    return [_group(record_type, table, name) for name in ([by] if isinstance(by, str) else by)]


def _group(record_type: RecordType, table: Table, name: str) -> Group:
    if name in table.columns and name not in record_type.by_spelling:
        return Group(name, table[name], is_list=False)
    place, _, part = name.replace("：", ":").partition(":")
    if part and part not in _SPANS:
        raise no_such_group(name, [field.name for field in record_type.fields])
    path = place.split(".")
    if len(path) == 1 and path[0] not in record_type.by_spelling and path[0] in table.columns:
        column = table[path[0]]
        return Group(name, _first_day(column, part, name), is_list=False)
    declared = _field(record_type, path, name)
    spelling = spelt(declared, table.columns)
    column = None if spelling is None else table[spelling]
    if _lists_on(declared.type, path[1:]) > 1 and not backend_of(table).flattens:
        raise deep_group(name, backend_of(table).name)
    found, is_list = _inside(column, declared, declared.type, path[1:], part, name, 0)
    return Group(name, _distinct(found) if is_list else found, is_list)


def _lists_on(type_: Type, path: Sequence[str]) -> int:
    """How many lists a path leads through."""
    if isinstance(type_, ListType):
        return 1 + _lists_on(type_.element, path)
    if isinstance(type_, RecordType) and path and path[0] in type_.by_spelling:
        return _lists_on(type_.by_spelling[path[0]].type, path[1:])
    return 0


def _field(record_type: RecordType, path: Sequence[str], name: str) -> Field:
    declared = record_type.by_spelling.get(path[0])
    if declared is None:
        raise no_such_group(name, [field.name for field in record_type.fields])
    return declared


def _inside(
    column: Column | None,
    declared: Field,
    type_: Type,
    path: Sequence[str],
    part: str,
    name: str,
    depth: int,
) -> tuple[Column, bool]:
    """The column at the end of a path, and whether it is a list: of the values in all lists on the
    way."""
    if isinstance(type_, ListType):
        element, inner = type_.element, column if column is not None and _holds(column) else None
        sample = None if inner is None else inner[0]
        first, is_deep = _inside(sample, declared, element, path, part, name, depth + 1)
        if inner is None:
            return no_list(first.type() if is_deep else f"array<{first.type()}>"), True

        def body(one: Column) -> Column:
            found, _ = _inside(one, declared, element, path, part, name, depth + 1)
            return ibis.coalesce(found, _only_unknown(found)) if is_deep else found

        values = each(inner, depth, body)
        return (values.flatten() if is_deep else values), True
    if isinstance(type_, RecordType):
        if not path:
            raise not_one_value(name, [field.name for field in type_.fields])
        inside = _field(type_, path, name)
        names = column.type().names if column is not None and column.type().is_struct() else ()
        spelling = spelt(inside, names)
        further = None if column is None or spelling is None else nested.member(column, spelling)
        return _inside(further, inside, inside.type, path[1:], part, name, depth)
    if path:
        raise no_such_group(name, [])
    return _first_day(_value(column, declared, type_, name), part, name), False


def _holds(column: Column) -> bool:
    return bool(column.type().is_array())


def _value(column: Column | None, declared: Field, type_: Type, name: str) -> Column:
    """A value to group by: for an enum the ASCII name, however it is spelt."""
    is_plain = isinstance(type_, EnumType) or type_ in _PLAIN
    if column is None:
        return ibis.null(plain_type(type_) if is_plain else "int64")
    if not is_plain:
        return column
    cell = read(column, evolve(declared, type=type_), name)
    assert isinstance(cell, Plain)
    return cell.column


def _first_day(column: Column, part: str, name: str) -> Column:
    if not part:
        return column
    if not (column.type().is_date() or column.type().is_timestamp()):
        raise not_a_date(name, str(column.type()))
    return column.cast("date").truncate(_SPANS[part]).cast("date")


def _distinct(values: Column) -> Column:
    """The different values of a list; NULL is one of them if any is unknown or there is none."""
    known = ibis.coalesce(values.filter(lambda value: value.notnull()), _empty(values))
    is_whole = ibis.coalesce((known.length() == values.length()) & (known.length() > 0), False)
    some = known.unique()
    return is_whole.cases((True, some), else_=some.concat(_only_unknown(values)))


def _empty(values: Column) -> Column:
    return _only_unknown(values)[:0]


def _only_unknown(values: Column) -> Column:
    return ibis.array([ibis.null(values.type().value_type)])


VERDICT, STATUS, RESULT = "verdict", "status", "result"
ROWS: Final = "rows"
SUM: Final = "sum"
IN_FORCE: Final = "in_force"
_ANSWERED: Final = ("about", "name", "answer")


def counts(
    answers: Table, groups: Sequence[Group], in_force: bool, results: Sequence[Fact] = ()
) -> Table:
    """How many rows have which verdict on which action and which status of which norm, and what
    results come to.

    ``answers`` has a column for each of the ``groups``, named by `place`. The columns are the names
    of the groups, ``about`` (``verdict``, ``status`` or ``result``), ``name``, ``answer``, ``rows``
    and ``in_force``. The answer of a result is ``known`` or ``unknown``, so that those of which it
    is unknown are always counted beside the others; of a yes or no and of an enum it is the answer
    itself. Where there are results, ``sum`` is that of those that are known, of whole numbers and
    of whole fen alone.
    """
    told = {fact.name for fact in results if _is_told(fact)}
    places = [place(number) for number in range(len(groups))]
    for name, group in zip(places, groups, strict=True):
        if group.is_list:
            # The two lists are unnested one after the other: at once they would be paired.
            rest = [column for column in answers.columns if column != name]
            answers = answers.select(*rest, **{name: answers[name].unnest()})
    asked = [column for column in answers.columns if _kind(column) is not None]

    def cell(column: str) -> Column:
        kind, _, name = column.partition("_")
        value = answers[column]
        entry = {"about": ibis.literal(kind), "name": ibis.literal(name), "answer": value}
        if kind == RESULT:
            entry["answer"] = _answer(value, is_told=name in told)
        if results:
            is_summed = kind == RESULT and value.type() == WIDE
            entry[SUM] = value if is_summed else ibis.null(WIDE)
        return nested.record(entry, answers)

    long = answers.select(*places, cell=ibis.array([*map(cell, asked)]).unnest())
    kept = (*_ANSWERED, SUM) if results else _ANSWERED
    found = long.select(*places, **{name: nested.member(long.cell, name) for name in kept})
    summed = {SUM: ibis._[SUM].sum().cast(WIDE)} if results else {}
    counted = found.group_by(*places, *_ANSWERED).agg(**{ROWS: ibis._.count()}, **summed)
    counted = counted.mutate(**{IN_FORCE: ibis.literal(in_force)})
    names = [group.name for group in groups]
    own = (*kept, ROWS, IN_FORCE)
    if len({*names, *own}) < len(names) + len(own):
        raise shared_groups(names)
    return counted.rename(dict(zip(names, places, strict=True)))


def _is_told(result: Fact) -> bool:
    """Whether rows are counted by the value of a result; that is so for types with few values."""
    return result.type is Scalar.YES_NO or isinstance(result.type, EnumType)


def _answer(value: Column, *, is_told: bool) -> Column:
    """The text under which a result is counted."""
    if not is_told:
        return value.isnull().cases((True, "unknown"), else_="known")
    if value.type().is_boolean():
        value = value.cases((True, "yes"), (False, "no"), else_=ibis.null("string"))
    return ibis.coalesce(value, "unknown")


def place(number: int) -> str:
    """The name of the column of a group, which no field can have."""
    return f"by/{number}"


def _kind(column: str) -> str | None:
    return next((kind for kind in (VERDICT, STATUS, RESULT) if column.startswith(f"{kind}_")), None)


def changes(both: Table, keep: Sequence[str], before: str) -> Table:
    """The verdicts that differ between two policies, from a table with the answers of both.

    The answers of the first have the prefix ``before``. An action that one of them does not know
    is left out. The columns are those in ``keep``, ``action``, ``before``, ``after`` and the norms
    that decided, ``by_before`` and ``by_after``, and whether each policy is in force on its day.
    """
    actions = [
        column.removeprefix("verdict_")
        for column in both.columns
        if column.startswith("verdict_") and f"{before}{column}" in both.columns
    ]
    cells = [
        nested.record(
            {
                "action": ibis.literal(action),
                "before": both[f"{before}verdict_{action}"],
                "after": both[f"verdict_{action}"],
                "by_before": both[f"{before}by_{action}"],
                "by_after": both[f"by_{action}"],
                "in_force_before": both[f"{before}{IN_FORCE}"],
                "in_force_after": both[IN_FORCE],
            },
            both,
        )
        for action in actions
    ]
    long = both.select(*keep, cell=ibis.array(cells).unnest())
    names = (
        *("action", "before", "after", "by_before", "by_after"),
        *("in_force_before", "in_force_after"),
    )
    found = long.select(*keep, **{name: nested.member(long.cell, name) for name in names})
    return found.filter(found.before != found.after)
