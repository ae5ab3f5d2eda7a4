"""Validation as a query: which rows of a table break its record type, and why.

A row is valid when every value in it is one that a record may hold. Columns whose type does not fit
at all are refused before, by `values.read`.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import ibis
from attrs import frozen

from linkage_rules.engines.tabular import nested, numbers
from linkage_rules.engines.tabular.backends import backend_of, staged
from linkage_rules.engines.tabular.columns import Column, as_number
from linkage_rules.engines.tabular.lists import LONGEST_LIST, each
from linkage_rules.engines.tabular.numbers import Number, literal
from linkage_rules.engines.tabular.outcomes import names_where
from linkage_rules.engines.tabular.values import (
    Cell,
    Elements,
    Nested,
    PeriodColumns,
    Plain,
    absent,
    field_of,
    known,
    read,
    spelt,
)
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.operations import Comparison
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE

Table: TypeAlias = Any

_LONGEST_TEXT: Final = 100_000
"""The most characters of a text field."""


@frozen
class TableCheck:
    """The rows of a table, separated. Both parts are Ibis tables that are not executed yet.

    ``bad`` has the columns of the table and ``problems``, a list of texts; every row is in one of
    the two.
    """

    good: Table
    bad: Table

    __repr__ = in_brief


@frozen
class _Fault:
    """A fault that a value may have: the condition, and the message."""

    holds: Column
    message: str


def check(record_type: RecordType, table: Table, language: str, strict: bool = True) -> TableCheck:
    """Separate the valid rows from the others.

    ``language`` is that of the messages, ``en`` or ``zh``. If ``strict``, a name in JSON that is no
    field is a fault. Raises `TableError` for a column whose type does not fit its field.
    """
    table = nested.settled(record_type, table)
    said, whole = _staged(record_type, table, language, strict)

    def cell(name: str) -> Cell:
        declared = record_type.by_spelling[name]
        spelling = spelt(declared, table.columns)
        if spelling is None:
            return absent(declared)
        column = f"{_READ}{spelling}" if f"{_READ}{spelling}" in whole.columns else spelling
        return read(whole[column], declared, name)

    subject = Nested(cell, ibis.literal(True))
    faults = [*said, *_of_record(subject, record_type, "", language, 0)]
    problems = names_where([(fault.message, ibis.coalesce(fault.holds, False)) for fault in faults])
    judged = whole.mutate(problems=problems)
    is_good = judged.problems.length() == 0
    good, bad = judged.filter(is_good), judged.filter(~is_good)
    return TableCheck(good.select(*table.columns), bad.select(*table.columns, "problems"))


def _staged(
    record_type: RecordType, table: Table, language: str, strict: bool
) -> tuple[list[_Fault], Table]:
    """The faults of JSON as such, and the table with the columns that are not read as they are
    converted."""
    backend = backend_of(table)
    if backend.has_records:
        return [], table
    columns = nested.readings(record_type, table)
    faults: list[tuple[Column, str]] = []
    for declared, name, value in nested.foreign(record_type, table):
        place = declared.name if language == "en" else _called(declared)
        unfit = nested.is_unfit(value, declared.type)
        faults.append((unfit, _say(place, language, *_UNFIT)))
        if strict:
            strange = nested.has_strangers(value, declared.type)
            faults.append((strange, _say(place, language, *_STRANGE)))
        columns[name] = nested.fitting(value, declared.type, unfit)
    found = {f"{_READ}{name}": column for name, column in columns.items()}
    found |= {f"{_FAULT}{number}": holds for number, (holds, _) in enumerate(faults)}
    whole = staged(table.mutate(**found), backend) if found else table
    said = [_Fault(whole[f"{_FAULT}{n}"], message) for n, (_, message) in enumerate(faults)]
    return said, whole


def _of_record(
    record: Cell, record_type: RecordType, path: str, language: str, depth: int
) -> Iterator[_Fault]:
    for declared in record_type.fields:
        place = f"{path}{declared.name}" if language == "en" else path + _called(declared)
        value = field_of(record, declared.name)
        if declared.required:
            yield _Fault(known(record) & ~known(value), _say(place, language, *_REQUIRED))
        yield from _of_value(value, declared.type, declared, place, language, depth)


def _called(declared: Field) -> str:
    return declared.label or declared.name


def _of_value(
    cell: Cell, type_: Type, declared: Field, place: str, language: str, depth: int
) -> Iterator[_Fault]:
    match type_, cell:
        case ListType(element), Elements(column):
            too_long = column.length() > LONGEST_LIST
            yield _Fault(too_long, _say(place, language, *_TOO_LONG))

            def inside(one: Column) -> list[_Fault]:
                return list(
                    _of_value(cell.element(one), element, declared, place, language, depth + 1)
                )

            yield from _of_elements(column, depth, inside)
        case RecordType(), _:
            yield from _of_record(cell, type_, f"{place}.", language, depth)
        case EnumType(members=members), Plain(column):
            strange = column.notin([member.name for member in members])
            yield _Fault(strange, _say(place, language, *_NOT_A_MEMBER))
        case Scalar.TEXT, Plain(column):
            yield _Fault(column.length() > _LONGEST_TEXT, _say(place, language, *_LONG_TEXT))
        case Scalar.DATE, Plain(column):
            year = column.year()
            yield _Fault((year < 1) | (year > 9999), _say(place, language, *_NO_DATE))
            for bound, is_least in ((declared.minimum, True), (declared.maximum, False)):
                if bound is not None:
                    day = ibis.literal(bound, "date")
                    beyond = column < day if is_least else column > day
                    yield _Fault(beyond, _bounds(place, language, bound, is_least))
        case Scalar.PERIOD, PeriodColumns(months, days):
            short = (months < 0) | (days < 0) | (months.isnull() != days.isnull())
            yield _Fault(short, _say(place, language, *_PERIOD))
        case _, Number():
            yield from _of_number(cell, type_, declared, place, language)


def _of_elements(
    column: Column, depth: int, inside: Callable[[Column], list[_Fault]]
) -> Iterator[_Fault]:
    """The faults that elements of a list may have, each found in a pass of its own."""
    messages: list[str] = []

    def look(one: Column) -> Column:
        messages.extend(fault.message for fault in inside(one))
        return literal(0)

    each(column, depth, look)
    for number, message in enumerate(messages):

        def holds(one: Column, number: int = number) -> Column:
            return as_number(ibis.coalesce(inside(one)[number].holds, False))

        yield _Fault(each(column, depth, holds).maxs() == 1, message)


def _of_number(
    number: Number, type_: Type, declared: Field, place: str, language: str
) -> Iterator[_Fault]:
    top, bottom = number.numerator, number.denominator
    if isinstance(top, int):
        return
    if not isinstance(bottom, int):
        wrong = (bottom <= literal(0)) | (top.isnull() != bottom.isnull())
        yield _Fault(wrong, _say(place, language, *_FRACTION))
    for bound, is_least in ((declared.minimum, True), (declared.maximum, False)):
        edge: Any = bound
        if edge is None:
            edge = -MAX_MAGNITUDE if is_least else MAX_MAGNITUDE
        limit = numbers.constant(edge)
        sign = Comparison.LESS if is_least else Comparison.GREATER
        shown = _bounds(place, language, bound, is_least, type_)
        yield _Fault(numbers.compare(sign, number, limit), shown)


_READ: Final = "read/"
_FAULT: Final = "fault/"
"""The prefix of the columns for faults, which no column of a table begins with."""

_UNFIT: Final = (
    "this JSON holds a value of another kind than its field, or one that cannot be held exactly",
    "此 JSON 中有值与字段的类型不符，或无法精确保存",
)
_STRANGE: Final = ("this JSON has a name that is no field", "此 JSON 中有名称不是字段")
_REQUIRED: Final = ("required, but missing", "必填，但没有填写")
_TOO_LONG: Final = (f"more than {LONGEST_LIST} elements", f"超过{LONGEST_LIST}项")
_LONG_TEXT: Final = (f"more than {_LONGEST_TEXT} characters", f"超过{_LONGEST_TEXT}个字符")
_NOT_A_MEMBER: Final = ("not one of the listed values", "不在所列值之中")
_NO_DATE: Final = ("not a day of the years 1 to 9999", "不在公元 1 至 9999 年之内")
_PERIOD: Final = ("not a period of whole months and days", "不是由整月、整日组成的时长")
_FRACTION: Final = ("not a fraction", "不是分数")
_OUT_OF_RANGE: Final = ("beyond 10^18", "超出 10^18")


def _say(place: str, language: str, en: str, zh: str) -> str:
    return f"{place}: {en}" if language == "en" else f"{place}：{zh}"


def _bounds(
    place: str, language: str, bound: Any, is_least: bool, type_: Type = Scalar.DATE
) -> str:
    if bound is None:
        return _say(place, language, *_OUT_OF_RANGE)
    unit = (" fen", " 分") if type_ is Scalar.MONEY else ("", "")
    if is_least:
        return _say(place, language, f"below {bound}{unit[0]}", f"小于 {bound}{unit[1]}")
    return _say(place, language, f"above {bound}{unit[0]}", f"大于 {bound}{unit[1]}")
