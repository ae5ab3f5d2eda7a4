"""Single cells as offices fill them in, turned into what validation takes.

A reader gives the value with a note where the cell was taken in a way its author should know of,
or raises `RefusedValueError` for a cell in doubt. None of them is given a blank cell.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import Factory, frozen

from linkage_rules.model.types import ORDERED, EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.records import findings, scalars
from linkage_rules.records.refusals import RefusedValueError, wrong_type
from linkage_rules.records.showing import quoted, shown
from linkage_rules.records.tables.dates import read_day
from linkage_rules.records.tables.grid import Cell, Flawed, Formatted, Plain, Spanning
from linkage_rules.records.wording import Wording

_YES: Final = frozenset({"是", "有", "√", "✓", "✔", "☑", "yes", "y", "true"})
_NO: Final = frozenset({"否", "无", "×", "✗", "✘", "x", "no", "n", "false"})
_DASHES: Final = frozenset({"-", "--", "—", "——", "–", "/", "\\", "－"})
_SEPARATED: Final = re.compile(r"([-−+]?[0-9]{1,3}(?:,[0-9]{3})+)(?=[^0-9,]|$)")
_AMOUNT: Final = re.compile(r"[¥￥]?\s*([-−]?\s*[0-9]+(?:\.[0-9]+)?)\s*(亿元|万元|元|分|亿|万)?")
_COUNT: Final = re.compile(r"([-−]?[0-9]+(?:\.0+)?)\s*(\S?)")
_BETWEEN: Final = re.compile(r"[、,，;；\n]+")
_FEN: Final = {"亿元": 10**10, "万元": 10**6, "元": 100}
_USUAL: Final = 10**8
_MOST_DIGITS: Final = 15
_LONGEST: Final = 100

_DASH: Final = Wording(
    "says neither a value nor zero; taken as blank, so the field is unknown",
    "既不是数值也不等于零，按空白处理，该字段未知",
)
_MERGED_VALUE: Final = Wording(
    "stands in a merged cell and is taken for each of its rows", "位于合并单元格，各行均按此值读取"
)
_NO_UNIT: Final = Wording(
    "an amount without a unit, neither in the cell nor in the heading",
    "金额没有单位，表头和单元格中都未注明",
)
_ADD_UNIT: Final = Wording(
    "put the unit into the heading, such as （万元）, or give the column its unit in a mapping",
    "在表头注明单位，如“（万元）”，或在列对应文件中为该列写明 unit",
)
_DIGITS_LOST: Final = Wording(
    f"a number of more than {_MOST_DIGITS} digits, of which a spreadsheet keeps only "
    f"{_MOST_DIGITS}",
    f"超过 {_MOST_DIGITS} 位的数字，电子表格只保留前 {_MOST_DIGITS} 位",
)
_AS_TEXT: Final = Wording(
    "give the column the format “text” and type it again", "把该列设为“文本”格式后重新填写"
)
_NOT_WHOLE: Final = Wording("not a whole number", "不是整数")
_NOT_MONEY: Final = Wording("not an amount of money", "不是金额")
_NOT_YES_NO: Final = Wording("neither yes nor no", "既不是“是”，也不是“否”")
_YES_NO_FORMS: Final = Wording(
    "write 是 or 否 (also √ ×, 有 无, yes no, TRUE FALSE)",
    "请填“是”或“否”（也可填 √ ×、有 无、yes no、TRUE FALSE）",
)
_A_DATE: Final = Wording("a date where text should be", "应为文字，却是日期")


@frozen
class Taken:
    """The value of a cell; None for one that says nothing."""

    value: object
    note: Wording | None = None


@frozen
class CellReader:
    """How the cells of one column are read.

    ``field`` is the one the values are for; ``unit`` is the unit of money of the column;
    ``counter`` the word that may stand behind its counts; ``spellings`` are its own words for
    members and for yes and no.
    """

    field: Field
    unit: str | None = None
    counter: str | None = None
    spellings: Mapping[str, str | bool] = Factory(dict)

    def read(self, cell: Cell) -> Taken:
        """The value of a cell that is not blank. Raises `RefusedValueError` for one in doubt.

        >>> amount = Field("amount", "金额", Scalar.MONEY, minimum=0)
        >>> CellReader(amount, unit="万元").read(Decimal("12.5")).value
        12500000
        """
        if isinstance(cell, Spanning):
            return self._read_spanning(cell)
        if isinstance(cell, Flawed):
            raise RefusedValueError(cell.why, cell.hint)
        if isinstance(cell, Formatted):
            return self._read_formatted(cell)
        if isinstance(cell, str) and cell.strip() in _DASHES:
            return Taken(None, _DASH)
        return self._read(cell, self.field.type)

    def _read_spanning(self, cell: Spanning) -> Taken:
        taken = self.read(cell.value)
        if self.field.type in ORDERED and self.field.type is not Scalar.DATE:
            first, last = cell.first, cell.last
            raise RefusedValueError(
                Wording(
                    f"one merged cell for rows {first} to {last}: which part is whose is not said",
                    f"第 {first} 至 {last} 行合并为一个单元格，各行分别多少没有写明",
                ),
                Wording("unmerge the cells and fill in each row", "取消合并，逐行填写"),
            )
        return Taken(taken.value, taken.note or _MERGED_VALUE)

    def _read_formatted(self, cell: Formatted) -> Taken:
        """What shows is read, where it is all that is stored."""
        if not isinstance(cell.stored, str | int | Decimal):
            # Which parts of a day show is for the type to judge; no other type takes a day.
            given = cell if self.field.type in (Scalar.DATE, Scalar.TEXT) else cell.stored
            return self._read(given, self.field.type)
        if not cell.complete or cell.text is None:
            raise _unseen(cell)
        if cell.text in _DASHES:
            raise _differing(cell)
        return self._read(cell.text, self.field.type)

    def _read(self, cell: Plain, type_: Type) -> Taken:
        if isinstance(cell, str) and (own := self.spellings.get(cell.strip())) is not None:
            return Taken(own)
        if isinstance(type_, ListType):
            return self._read_list(cell, type_)
        if isinstance(type_, RecordType):
            # Only Parquet has records in a cell; validation looks into them.
            if isinstance(cell, dict):
                return Taken(cell)
            raise wrong_type(cell)
        if isinstance(type_, EnumType):
            return Taken(scalars.read_enum(cell, type_))
        taken = _READERS[type_](cell, self)
        self._check_bounds(taken.value, cell, type_)
        return taken

    def _read_list(self, cell: Plain, type_: ListType) -> Taken:
        if isinstance(cell, list):
            return Taken(cell)
        if isinstance(type_.element, ListType | RecordType):
            raise wrong_type(cell)
        parts = _BETWEEN.split(cell) if isinstance(cell, str) else [cell]
        read = [self._read(p.strip() if isinstance(p, str) else p, type_.element) for p in parts]
        notes = (taken.note for taken in read)
        return Taken(tuple(t.value for t in read), next((note for note in notes if note), None))

    # Which values can be compared is decided by the type they were read by.
    def _check_bounds(self, value: Any, cell: Plain, type_: Scalar) -> None:
        least: Any = self.field.minimum
        most: Any = self.field.maximum
        if value is None or type_ not in ORDERED:
            return
        if least is not None and value < least:
            raise RefusedValueError(findings.below("", cell, least, type_, None).why)
        if most is not None and value > most:
            raise RefusedValueError(findings.above("", cell, most, type_, None).why)


def _unseen(cell: Formatted) -> RefusedValueError:
    """The refusal of a cell that does not show all that is stored in it."""
    code = quoted(cell.code)
    if cell.text is None:
        why = Wording(
            f"the number format {code} is not understood, so what the cell shows is not known",
            f"无法理解数字格式 {code}，不知道单元格显示什么",
        )
        hint = Wording(
            "give the cell the format “General” and check what it then shows",
            "把单元格格式改为“常规”，再核对显示的内容",
        )
        return RefusedValueError(why, hint)
    return _differing(cell)


def _differing(cell: Formatted) -> RefusedValueError:
    """The refusal of a cell that shows one thing and stores another."""
    seen, stored, code = shown(cell.text), shown(cell.stored), quoted(cell.code)
    why = Wording(
        f"shows {seen}, but {stored} is stored (number format {code})",
        f"显示为 {seen}，实际存储的是 {stored}（数字格式 {code}）",
    )
    hint = Wording(
        "give the cell the format “General” and write the value that is meant",
        "把单元格格式改为“常规”，填写真正的数值",
    )
    return RefusedValueError(why, hint)


def _read_yes_no(cell: Plain, _: CellReader) -> Taken:
    if isinstance(cell, bool):
        return Taken(cell)
    word = _normal(cell).casefold() if isinstance(cell, str) and len(cell) <= _LONGEST else None
    if word in _YES or word in _NO:
        return Taken(word in _YES)
    raise RefusedValueError(_NOT_YES_NO, _YES_NO_FORMS)


def _read_whole(cell: Plain, reader: CellReader) -> Taken:
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        match = _COUNT.fullmatch(_without_separators(cell))
        if not match or match[2] not in ("", reader.counter):
            raise RefusedValueError(_NOT_WHOLE)
        return Taken(scalars.read_whole(Decimal(match[1].replace("−", "-"))))
    return Taken(scalars.read_whole(cell))


def _read_money(cell: Plain, reader: CellReader) -> Taken:
    unit = reader.unit
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        # Nearly all amounts are plain numbers of no great size; the others are told what is wrong.
        if unit and abs(amount := Decimal(cell)) < _USUAL:
            numerator, denominator = amount.as_integer_ratio()
            fen, rest = divmod(numerator * _FEN[unit], denominator)
            if not rest:
                return Taken(fen)
        text = format(Decimal(cell), "f")
    elif isinstance(cell, str) and len(cell) <= _LONGEST:
        text = _without_separators(cell)
    else:
        raise wrong_type(cell)
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise RefusedValueError(_NOT_MONEY)
    number, own = match[1], match[2]
    if own in ("万", "亿"):
        own += "元"
    if not own and not unit:
        raise RefusedValueError(_NO_UNIT, _ADD_UNIT)
    fen = scalars.read_money(number + (own or unit or ""))
    if own and unit and own != unit:
        return Taken(
            fen,
            Wording(
                f"has a unit of its own, not {unit} as the column, and is taken as {own}",
                f"单元格自带单位，与该列的{unit}不同，按{own}读取",
            ),
        )
    return Taken(fen)


def _read_text(cell: Plain, _: CellReader) -> Taken:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        if len(Decimal(cell).as_tuple().digits) >= _MOST_DIGITS:
            raise RefusedValueError(_DIGITS_LOST, _AS_TEXT)
        return Taken(format(Decimal(cell), "f"))
    if isinstance(cell, date | time | timedelta | Formatted):
        raise RefusedValueError(_A_DATE, _AS_TEXT)
    return Taken(scalars.read_text(cell.strip() if isinstance(cell, str) else cell))


_READERS: Final[Mapping[Scalar, Callable[[Plain, CellReader], Taken]]] = {
    Scalar.YES_NO: _read_yes_no,
    Scalar.WHOLE: _read_whole,
    Scalar.NUMBER: lambda cell, _: Taken(scalars.read_number(_unseparated(cell))),
    Scalar.MONEY: _read_money,
    Scalar.DATE: lambda cell, _: Taken(*read_day(cell)),
    Scalar.PERIOD: lambda cell, _: Taken(scalars.read_period(cell)),
    Scalar.TEXT: _read_text,
}


def _unseparated(cell: Plain) -> Plain:
    return _without_separators(cell) if isinstance(cell, str) and len(cell) <= _LONGEST else cell


def _without_separators(text: str) -> str:
    """The thousands separators left out, where they stand between groups of three digits."""
    return _SEPARATED.sub(lambda match: match[1].replace(",", ""), _normal(text))


def _normal(text: str) -> str:
    """Full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()
