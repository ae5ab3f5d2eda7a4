"""Validated records as an Arrow table with the columns that queries expect."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa

from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value

_MOST_DIGITS: Final = 36
"""The most digits, decimals included, that a query can turn into a whole number."""

_SCALARS: Final = {
    Scalar.YES_NO: pa.bool_(),
    Scalar.WHOLE: pa.int64(),
    Scalar.MONEY: pa.int64(),
    Scalar.DATE: pa.date32(),
    Scalar.PERIOD: pa.struct([("months", pa.int64()), ("days", pa.int64())]),
    Scalar.TEXT: pa.string(),
}
_FRACTION: Final = pa.struct([("numerator", pa.int64()), ("denominator", pa.int64())])


def table_of(record_type: RecordType, records: Sequence[Record]) -> pa.Table:
    """A table of records as `linkage_rules.records.validate` gives them, one a row.

    A column of numbers holds decimals, or numerator and denominator where one of them has no finite
    decimal. Amounts are fen.

    >>> from linkage_rules.model.types import Field
    >>> shape = RecordType("Share", None, (Field("part", None, Scalar.NUMBER),))
    >>> table_of(shape, [{"part": Fraction(1, 4)}, {"part": None}]).to_pylist()
    [{'part': Decimal('0.25')}, {'part': None}]
    """
    numbers = [n for record in records for n in _numbers(record, record_type)]
    return _table(record_type, records, _number_type(numbers))


def exact_table_of(record_type: RecordType, records: Sequence[Record]) -> pa.Table:
    """As `table_of`, with every number as numerator and denominator, so that all tables have the
    same columns.

    >>> from linkage_rules.model.types import Field
    >>> shape = RecordType("Share", None, (Field("part", None, Scalar.NUMBER),))
    >>> exact_table_of(shape, [{"part": Fraction(1, 4)}]).to_pylist()
    [{'part': {'numerator': 1, 'denominator': 4}}]
    """
    return _table(record_type, records, _FRACTION)


def _table(record_type: RecordType, records: Sequence[Record], number: Any) -> pa.Table:
    schema = pa.schema([(f.name, _type(f.type, number)) for f in record_type.fields])
    rows = [_plain(record, record_type, number) for record in records]
    return pa.Table.from_pylist(rows, schema=schema)


def _numbers(value: Value, type_: Type) -> Iterator[Fraction]:
    match value, type_:
        case None, _:
            return
        case tuple(), ListType(element):
            for item in value:
                yield from _numbers(item, element)
        case _, RecordType():
            for declared in type_.fields:
                yield from _numbers(value[declared.name], declared.type)  # type: ignore[index, call-overload]
        case _, Scalar.NUMBER:
            yield Fraction(value)  # type: ignore[arg-type]


def _number_type(numbers: Iterable[Fraction]) -> Any:
    digits, scale = 1, 0
    for number in numbers:
        places = _decimals(number.denominator)
        if places is None:
            return _FRACTION
        scale = max(scale, places)
        digits = max(digits, len(str(abs(number.numerator) // number.denominator)))
    return pa.decimal128(digits + scale, scale) if digits + 2 * scale <= _MOST_DIGITS else _FRACTION


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction needs; None where no number of them will do."""
    places = 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    for factor in (2, 5):
        power = 0
        while denominator % factor == 0:
            denominator, power = denominator // factor, power + 1
        places += power
    return places if denominator == 1 else None


def _type(type_: Type, number: Any) -> Any:
    match type_:
        case ListType(element):
            return pa.list_(_type(element, number))
        case RecordType():
            return pa.struct([(f.name, _type(f.type, number)) for f in type_.fields])
        case EnumType():
            return pa.string()
        case Scalar():
            return number if type_ is Scalar.NUMBER else _SCALARS[type_]


def _plain(value: Value, type_: Type, number: Any) -> Any:
    match value, type_:
        case None, _:
            return None
        case tuple(), ListType(element):
            return [_plain(item, element, number) for item in value]
        case _, RecordType():
            return {
                f.name: _plain(value[f.name], f.type, number)  # type: ignore[index, call-overload]
                for f in type_.fields
            }
        case Period(months, days), _:
            return {"months": months, "days": days}
        case _, Scalar.NUMBER:
            exact = Fraction(value)  # type: ignore[arg-type]
            if number == _FRACTION:
                return {"numerator": exact.numerator, "denominator": exact.denominator}
            return Decimal(exact.numerator) / Decimal(exact.denominator)
        case _:
            return value
