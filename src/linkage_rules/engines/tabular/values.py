"""Values of the language in a query: the columns that hold them, and how they are read.

NULL is unknown, at every level: for a column that is NULL or missing, a list, an element of a list,
a field of an element.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from attrs import field, frozen

from linkage_rules.engines.tabular import numbers
from linkage_rules.engines.tabular.columns import Column, no_list, positions, unnegated
from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.engines.tabular.nested import is_always_null, member, opened
from linkage_rules.engines.tabular.numbers import Number, Rounding, rounded, width
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Value


@frozen
class Plain:
    """A yes/no, a date, a text or the ASCII name of an enum value."""

    column: Column


@frozen
class PeriodColumns:
    """A calendar period; NULL in both columns where it is unknown."""

    months: Column
    days: Column


@frozen
class Nested:
    """A record: a function for its fields, and whether the record is known at all."""

    field: Callable[[str], "Cell"]
    known: Column


@frozen
class Elements:
    """A list column, and a function that reads an element of it."""

    column: Column
    element: Callable[[Column], "Cell"] = field(eq=False)


@frozen
class Either:
    """A list or record that is one of two, depending on a condition."""

    condition: Column
    consequence: "Cell"
    alternative: "Cell"


Cell: TypeAlias = Plain | Number | PeriodColumns | Nested | Elements | Either

_PLAIN: Final[dict[Scalar, Any]] = {
    Scalar.YES_NO: dt.boolean,
    Scalar.DATE: dt.date,
    Scalar.TEXT: dt.string,
}


def plain_type(type_: Type) -> Any:
    """The column type of a `Plain` value."""
    return dt.string if isinstance(type_, EnumType) else _PLAIN[type_]  # type: ignore[index]


def unknown(type_: Type) -> Cell:
    """The unknown value of a type."""
    match type_:
        case RecordType():
            return Nested(lambda name: unknown(type_.by_spelling[name].type), ibis.literal(False))
        case ListType(element):
            return Elements(no_list("array<int64>"), lambda _: unknown(element))
        case Scalar.PERIOD:
            return PeriodColumns(ibis.null("int64"), ibis.null("int64"))
        case Scalar.WHOLE | Scalar.NUMBER | Scalar.MONEY:
            return numbers.UNKNOWN
        case _:
            return Plain(ibis.null(plain_type(type_)))


def absent(declared: Field) -> Cell:
    """The value of a field for which a table has no column: its blank value, or unknown."""
    return constant(declared.blank, declared.type)


def constant(value: Value, type_: Type) -> Cell:
    """A literal of the policy as a cell."""
    if value is None:
        return unknown(type_)
    match type_:
        case ListType(element):
            assert isinstance(value, tuple)
            return _constant_list(value, element)
        case Scalar.PERIOD:
            months, days = value.months, value.days  # type: ignore[union-attr]
            return PeriodColumns(ibis.literal(months, "int64"), ibis.literal(days, "int64"))
        case Scalar.WHOLE | Scalar.NUMBER | Scalar.MONEY:
            return numbers.constant(value)  # type: ignore[arg-type]
        case RecordType():
            assert isinstance(value, dict)
            fields = {f.name: constant(value[f.name], f.type) for f in type_.fields}
            return Nested(fields.__getitem__, ibis.literal(True))
        case _:
            return Plain(ibis.literal(value, plain_type(type_)))


def _constant_list(values: tuple[Value, ...], element: Type) -> Cell:
    """A list of the policy as a column of positions; the value at a position is known when it is
    read."""
    cells = [constant(value, element) for value in values]

    def element_at(position: Column) -> Cell:
        found = unknown(element)
        for number, cell in enumerate(cells):
            found = choose(position == number, cell, found)
        return found

    return Elements(positions(len(cells)), element_at)


def choose(condition: Column, first: Cell, second: Cell) -> Cell:
    """The first where the condition is yes, the second where it is no, else unknown."""
    match first, second:
        case Number(), Number():
            return numbers.choose(condition, first, second)
        case Plain(one), Plain(other):
            return Plain(condition.cases((True, one), (False, other)))
        case PeriodColumns(), PeriodColumns():
            return PeriodColumns(
                condition.cases((True, first.months), (False, second.months)),
                condition.cases((True, first.days), (False, second.days)),
            )
        case _:
            return Either(condition, first, second)


def as_answer(cell: Cell, is_whole: bool) -> Column:
    """A single value as a column of the result.

    A number that is always whole becomes a decimal that holds it (money in fen), another number the
    nearest floating point number, a period its text as in JSON. A day is cast to a date, because a
    day plus an interval is a date for Ibis but a timestamp for DuckDB, which writes files by
    itself.
    """
    match cell:
        case Number(numerator, denominator):
            if is_whole and denominator != 1:
                return as_answer(rounded(cell, Fraction(1), Rounding.DOWN), is_whole)
            if is_whole:
                return numbers.widened(numerator, numbers.WIDE)
            return numbers.widened(numerator, dt.float64) / numbers.widened(denominator, dt.float64)
        case PeriodColumns(months, days):
            written = (months.cast("string"), "M", days.cast("string"), "D")
            return ibis.literal("P") + written[0] + written[1] + written[2] + written[3]
        case Plain(column) if column.type().is_date():
            return column.cast("timestamp").cast("date")
        case Plain(column):
            return column
    raise AssertionError(cell)


def field_of(record: Cell, name: str) -> Cell:
    """A field of a record; unknown where the record is."""
    if isinstance(record, Either):
        first, second = record.consequence, record.alternative
        return choose(record.condition, field_of(first, name), field_of(second, name))
    assert isinstance(record, Nested)
    return record.field(name)


def known(cell: Cell) -> Column:
    """Whether a value is known: yes or no."""
    match cell:
        case Plain(column) | Elements(column):
            return unnegated(column).notnull()
        case Number():
            return numbers.known(cell)
        case PeriodColumns(months):
            return months.notnull()
        case Nested(_, found):
            return found
        case Either(condition, first, second):
            chosen = condition.cases((True, known(first)), (False, known(second)))
            return ibis.coalesce(chosen, ibis.literal(False))


def read(column: Column, declared: Field, place: str) -> Cell:
    """The value of a field, from its column.

    Raises `TableError` if the column cannot hold values of that field.
    """
    return _read(column, declared.type, declared, place)


def _read(column: Column, type_: Type, declared: Field, place: str) -> Cell:
    found = column.type()
    if is_always_null(found):
        return unknown(type_)
    match type_:
        case ListType(element):
            if not found.is_array():
                raise _unfit(place, found, "a list", "列表")
            column = opened(column)
            _read(column[0], element, declared, place)
            return Elements(column, lambda one: _read(one, element, declared, place))
        case RecordType():
            if not found.is_struct():
                raise _unfit(place, found, "a struct", "结构（struct）")
            return Nested(lambda name: _inner(column, type_, name, place), column.notnull())
        case Scalar.PERIOD:
            if not _has_fields(found, "months", "days"):
                raise _unfit(place, found, "a struct of months and days", "含 months、days 的结构")
            return PeriodColumns(
                member(column, "months").cast("int64"), member(column, "days").cast("int64")
            )
        case Scalar.WHOLE | Scalar.MONEY | Scalar.NUMBER:
            return _read_number(column, type_, declared, place)
        case EnumType(members=members) if found.is_string():
            labels = [(member.label, member.name) for member in members if member.label]
            return Plain(column.cases(*labels, else_=column) if labels else column)
        case Scalar.DATE if found.is_timestamp():
            return Plain(column.cast("date"))
        case _:
            wanted = plain_type(type_)
            if type(found) is not type(wanted):
                raise _unfit(place, found, *_EXPECTED[type(wanted)])
            return Plain(column)


_EXPECTED: Final = {
    dt.Boolean: ("true or false", "布尔值"),
    dt.Date: ("a date", "日期"),
    dt.String: ("text", "文本"),
}


def _inner(column: Column, type_: RecordType, name: str, place: str) -> Cell:
    declared = type_.by_spelling[name]
    spelling = spelt(declared, column.type().names)
    if spelling is None:
        return absent(declared)
    return read(member(column, spelling), declared, f"{place}.{name}")


def _has_fields(found: Any, *names: str) -> bool:
    return found.is_struct() and set(names) <= set(found.names)


def spelt(declared: Field, names: Any) -> str | None:
    """The name under which a table has a field: its ASCII name or its label; None without a
    column."""
    return next((s for s in (declared.name, declared.label) if s and s in names), None)


def _read_number(column: Column, type_: Scalar, declared: Field, place: str) -> Number:
    found = column.type()
    if found.is_integer():
        bits = 8 * found.nbytes
        low, high = (0, 2**bits) if found.is_unsigned_integer() else (-(2**bits), 2**bits)
        low, high = _bounds(declared, 1, low, high)
        return Number(column, 1, low, high)
    if found.is_decimal():
        return _read_decimal(column, type_, declared, place)
    if type_ is Scalar.NUMBER and _has_fields(found, "numerator", "denominator"):
        top = member(column, "numerator").cast("int64")
        bottom = member(column, "denominator").cast("int64")
        return Number(top, bottom, -MAX_MAGNITUDE, MAX_MAGNITUDE, MAX_MAGNITUDE)
    expected = {
        Scalar.WHOLE: ("a whole number", "整数"),
        Scalar.MONEY: ("whole fen", "以分为单位的整数"),
    }.get(type_, ("a decimal", "十进制小数（decimal）"))
    raise _unfit(place, found, *expected)


def _read_decimal(column: Column, type_: Scalar, declared: Field, place: str) -> Number:
    found = column.type()
    precision, scale = found.precision or 38, found.scale or 0
    if scale and type_ is not Scalar.NUMBER:
        raise _unfit(place, found, "a whole number: decimal(…, 0)", "整数：decimal(…, 0)")
    if precision + scale + (2 if scale else 0) > 38:
        raise _unfit(
            place,
            found,
            "a decimal(p, s) with p + s of at most 36",
            "decimal(p, s)，且 p + s 不超过 36",
        )
    one = 10**scale
    low, high = _bounds(declared, one, -(10**precision), 10**precision)
    if scale:
        # Ibis fails to multiply a decimal without a digit before its point, and DuckDB keeps
        # products of two decimals of up to 18 digits within 18 digits, whatever they come to.
        digits = max(precision + (scale == precision), 19 if precision + scale > 18 else 0)
        if digits > precision:
            column = column.cast(dt.Decimal(digits, scale))
        column = column * ibis.literal(Decimal(one), dt.Decimal(scale + 1, 0))
    return Number(column.cast(width(low, high)), one, low, high, one)


def _bounds(declared: Field, scale: int, low: int, high: int) -> tuple[int, int]:
    """The bounds of the numerators of a column: those that are declared, within what fits its
    type."""
    least: Any = -MAX_MAGNITUDE if declared.minimum is None else declared.minimum
    most: Any = MAX_MAGNITUDE if declared.maximum is None else declared.maximum
    edges = (scale * least, scale * most)
    # A bound may be a fraction in the scale of the column; the numerators are whole.
    return max(low, -(-edges[0] // 1)), min(high, edges[1] // 1)


def _unfit(place: str, found: Any, en: str, zh: str) -> TableError:
    return TableError(
        "TAB-202",
        place,
        f"the column holds {found}; expected {en}. Cast the column; coerce_table reads "
        "frames in which such values are texts",
        f"该列类型为 {found}；应为{zh}。请先转换该列的类型；数据框中的此类文字可用 "
        "coerce_table 读取",
    )
