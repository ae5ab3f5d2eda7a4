"""Single cells as offices fill them in, turned into what validation takes.

A reader gives the value with a note where the cell was taken in a way its author should know of,
or raises `RefusedValueError` for a cell in doubt. None of them is given a blank cell.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import Factory, frozen

from linkage_rules.model.types import ORDERED, EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.records import scalars, validation
from linkage_rules.records.refusals import RefusedValueError, wrong_type
from linkage_rules.records.tables.altered_texts import altered
from linkage_rules.records.tables.dates import read_day
from linkage_rules.records.tables.grid import (
    Cell,
    Covered,
    Flawed,
    Formatted,
    Plain,
    Spanning,
    folded,
    visible,
)
from linkage_rules.records.tables.quantities import differing, read_quantity
from linkage_rules.records.tables.units import KINDS_OF, Stated, Unit
from linkage_rules.words.messages import Phrase

_YES: Final = frozenset({"是", "有", "√", "✓", "✔", "☑", "yes", "y", "true"})
_NO: Final = frozenset({"否", "无", "×", "✗", "✘", "x", "no", "n", "false"})
_DASHES: Final = frozenset({"-", "--", "—", "——", "–", "/", "\\", "－"})
_DITTOS: Final = frozenset({"同上", "〃", '"', "″", "同前", "同左", "〞", "”"})
_NO_VALUES: Final = _DASHES | _DITTOS
_BETWEEN: Final = re.compile(r"[、,，;；\n]+")
_MOST_DIGITS: Final = 15
_LONGEST: Final = 100

_DASH: Final = Phrase(
    "says neither a value nor zero; taken as blank, so the field is unknown",
    "既不是数值也不等于零，按空白处理，该字段未知",
)
_DITTO: Final = Phrase(
    "says that it is as in another cell, and not what", "只写明与另一格相同，没有写出内容"
)
_WRITE_OUT: Final = Phrase("write it out in each row", "请在每一行写出内容")
_MERGED_VALUE: Final = Phrase(
    "stands in a merged cell and is taken for each of its rows", "位于合并单元格，各行均按此值读取"
)
_DIGITS_LOST: Final = Phrase(
    f"a number of more than {_MOST_DIGITS} digits, of which a spreadsheet keeps only "
    f"{_MOST_DIGITS}",
    f"超过{_MOST_DIGITS}位的数字，电子表格只保留前{_MOST_DIGITS}位",
)
_AS_TEXT: Final = Phrase(
    "give the column the format “text” and type it again", "把该列设为“文本”格式后重新填写"
)
_NOT_YES_NO: Final = Phrase("neither yes nor no", "既不是“是”，也不是“否”")
_YES_NO_FORMS: Final = Phrase(
    "write 是 or 否 (also √ ×, 有 无, yes no, TRUE FALSE)",
    "请填“是”或“否”（也可填 √ ×、有 无、yes no、TRUE FALSE）",
)
_A_DATE: Final = Phrase("a date where text should be", "应为文字，却是日期")


@frozen
class Taken:
    """The value of a cell; None for one that says nothing."""

    value: object
    note: Phrase | None = None


@frozen
class CellReader:
    """How the cells of one column are read.

    ``field`` is the one the values are for; ``unit`` is the unit of the column, be it of money, of
    a count or of a share; ``spellings`` are its own words for members and for yes and no.
    """

    field: Field
    unit: Stated | None = None
    spellings: Mapping[str, str | bool] = Factory(dict)

    def read(self, cell: Cell) -> Taken:
        """The value of a cell that is not blank. Raises `RefusedValueError` for one in doubt.

        >>> from linkage_rules.records.tables.units import unit_of
        >>> amount = Field("amount", "金额", Scalar.MONEY, minimum=0)
        >>> CellReader(amount, unit_of("万元")).read(Decimal("12.5")).value
        12500000
        """
        if isinstance(cell, Spanning):
            return self._read_spanning(cell)
        if isinstance(cell, Flawed):
            raise RefusedValueError(cell.why, cell.hint)
        if isinstance(cell, Covered):
            return Taken(None)
        if isinstance(cell, Formatted):
            return self._read_formatted(cell)
        if isinstance(cell, str) and (seen := visible(cell)) in _NO_VALUES:
            if seen in _DASHES:
                return Taken(None, _DASH)
            raise RefusedValueError(_DITTO, _WRITE_OUT)
        return self._read(cell, self.field.type)

    def _read_spanning(self, cell: Spanning) -> Taken:
        taken = self.read(cell.value)
        spread = cell.last > cell.first
        if spread and self.field.type in ORDERED and self.field.type is not Scalar.DATE:
            first, last = cell.first, cell.last
            raise RefusedValueError(
                Phrase(
                    f"one merged cell for rows {first} to {last}: which part is whose is not said",
                    f"第{first}至{last}行合并为一个单元格，各行分别多少没有写明",
                ),
                Phrase("unmerge the cells and fill in each row", "取消合并，逐行填写"),
            )
        return Taken(taken.value, taken.note or (_MERGED_VALUE if spread else None))

    def _read_formatted(self, cell: Formatted) -> Taken:
        """What shows is read, where it is all that is stored."""
        if not isinstance(cell.stored, str | int | Decimal):
            # Which parts of a day show is for the type to judge; no other type takes a day.
            in_part = self.field.type in (Scalar.DATE, Scalar.TEXT)
            return self._read(cell if in_part else cell.stored, self.field.type)
        if not isinstance(cell.stored, str) and _is_cut(cell.stored):
            raise RefusedValueError(_DIGITS_LOST, _AS_TEXT)
        if not cell.complete or cell.text is None or cell.text in _DASHES:
            raise differing(cell)
        return self._read(cell if self.field.type in KINDS_OF else cell.text, self.field.type)

    def _read(self, cell: Plain, type_: Type) -> Taken:
        if isinstance(cell, str) and (own := self.spellings.get(visible(cell))) is not None:
            return Taken(own)
        if isinstance(type_, ListType):
            return self._read_list(cell, type_)
        if isinstance(type_, RecordType):
            # Only Parquet has records in a cell; validation looks into them.
            if isinstance(cell, dict):
                return Taken(cell)
            raise wrong_type(cell)
        if isinstance(type_, EnumType):
            return Taken(scalars.read_enum(visible(cell) if isinstance(cell, str) else cell, type_))
        taken = _READERS[type_](cell, self)
        self._check_bounds(taken.value, cell, type_)
        return taken

    def _read_list(self, cell: Plain, type_: ListType) -> Taken:
        if isinstance(cell, list):
            return Taken(cell)
        if isinstance(type_.element, ListType | RecordType):
            raise wrong_type(cell)
        parts = _BETWEEN.split(cell) if isinstance(cell, str) else [cell]
        read = [self._read(visible(p) if isinstance(p, str) else p, type_.element) for p in parts]
        notes = (taken.note for taken in read)
        return Taken(tuple(t.value for t in read), next((note for note in notes if note), None))

    # Which values can be compared is decided by the type they were read by.
    def _check_bounds(self, value: Any, cell: Plain, type_: Scalar) -> None:
        least: Any = self.field.minimum
        most: Any = self.field.maximum
        if value is None or type_ not in ORDERED:
            return
        if least is not None and value < least:
            raise RefusedValueError(validation.below("", cell, least, type_, None).why)
        if most is not None and value > most:
            raise RefusedValueError(validation.above("", cell, most, type_, None).why)


def _read_yes_no(cell: Plain, _: CellReader) -> Taken:
    if isinstance(cell, bool):
        return Taken(cell)
    word = (
        visible(folded(cell)).casefold()
        if isinstance(cell, str) and len(cell) <= _LONGEST
        else None
    )
    if word in _YES or word in _NO:
        return Taken(word in _YES)
    raise RefusedValueError(_NOT_YES_NO, _YES_NO_FORMS)


def _read_quantity(cell: Plain, reader: CellReader, type_: Scalar) -> Taken:
    taken = read_quantity(cell, type_, reader.unit)
    if taken.other is None or not isinstance(reader.unit, Unit):
        return Taken(taken.value)
    own, unit = taken.other.text, reader.unit.text
    return Taken(
        taken.value,
        Phrase(
            f"has a unit of its own, not {unit} as the column, and is taken as {own}",
            f"单元格自带单位，与该列的{unit}不同，按{own}读取",
        ),
    )


def _read_text(cell: Plain, _: CellReader) -> Taken:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        if _is_cut(cell):
            raise RefusedValueError(_DIGITS_LOST, _AS_TEXT)
        return Taken(format(Decimal(cell), "f"))
    if isinstance(cell, date | time | timedelta | Formatted):
        raise RefusedValueError(_A_DATE, _AS_TEXT)
    text = scalars.read_text(visible(cell) if isinstance(cell, str) else cell)
    return Taken(text, altered(text))


def _is_cut(number: int | Decimal) -> bool:
    """Whether a number has more digits than a spreadsheet keeps."""
    exact = Decimal(number)
    return exact.adjusted() >= _MOST_DIGITS or len(exact.as_tuple().digits) > _MOST_DIGITS


_READERS: Final[Mapping[Scalar, Callable[[Plain, CellReader], Taken]]] = {
    Scalar.YES_NO: _read_yes_no,
    Scalar.WHOLE: lambda cell, reader: _read_quantity(cell, reader, Scalar.WHOLE),
    Scalar.NUMBER: lambda cell, reader: _read_quantity(cell, reader, Scalar.NUMBER),
    Scalar.MONEY: lambda cell, reader: _read_quantity(cell, reader, Scalar.MONEY),
    Scalar.DATE: lambda cell, _: Taken(*read_day(cell)),
    Scalar.PERIOD: lambda cell, _: Taken(scalars.read_period(cell)),
    Scalar.TEXT: _read_text,
}
