"""Reading a cell as the value of a field: quantities with units, days, yes and no."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import Factory, frozen

from linkage_rules.model.types import ORDERED, EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER
from linkage_rules.records import scalars, validation
from linkage_rules.records.refusals import RefusedValueError, described, wrong_type
from linkage_rules.records.tables.altered_texts import altered
from linkage_rules.records.tables.grid import (
    Cell,
    Covered,
    Flawed,
    Formatted,
    Plain,
    Spanning,
    folded,
    marks_in,
    visible,
)
from linkage_rules.records.tables.number_formats import odd_words, parts_shown
from linkage_rules.records.tables.units import KINDS_OF, Kind, Stated, Unclear, Unit, unit_of
from linkage_rules.words.literals import NEVER_WORDS, write_number
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import quoted, shown

_SEPARATED: Final = re.compile(r"([-−+]?[0-9]{1,3}(?:,[0-9]{3})+)(?=[^0-9,]|$)")
_QUANTITY: Final = re.compile(
    r"(?P<left>¥?)\s*(?P<number>[-−]?\s*(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*(?P<unit>[^0-9\s.,¥]\S*)?"
)
_IN_BRACKETS: Final = re.compile(r"\(([^()]*[0-9][^()]*)\)")
_USUAL: Final = 10**8
_LONGEST_QUANTITY: Final = 100

_NO_UNIT: Final = reason(
    "CEL-201",
    "an amount without a unit, neither in the cell nor in the heading",
    "金额没有单位，表头和单元格中都未注明",
)
_ADD_UNIT: Final = Phrase(
    "put the unit into the heading, such as （万元）, or give the column its unit in a mapping",
    "在表头注明单位，如“（万元）”，或在列对应文件中为该列写明 unit",
)
_NOT: Final = {
    Scalar.MONEY: reason("CEL-202", "not an amount of money", "不是金额"),
    Scalar.WHOLE: reason("CEL-203", "not a whole number", "不是整数"),
    Scalar.NUMBER: reason("CEL-204", "not a number", "不是数"),
}
_WRITE_NUMBER: Final = Phrase(
    "write one number and nothing else, such as 12.5; leave the cell blank if it is not known",
    "只填一个数，如 12.5；不清楚时请留空",
)
_MEASURES: Final = {
    Scalar.MONEY: reason("CEL-205", "no unit of money in yuan", "不是人民币金额单位"),
    Scalar.WHOLE: reason("CEL-206", "no unit of a count", "不是计数单位"),
    Scalar.NUMBER: reason("CEL-207", "no unit that is understood", "不是能识别的单位"),
}
_FOREIGN: Final = Phrase(
    "write the amounts in yuan, under a heading such as （万元）",
    "请折算为人民币填写，表头注明如“（万元）”",
)
_ONE_UNIT: Final = Phrase(
    "give the column one unit, in its heading", "每列只写一个单位，写在该列的表头"
)
_SAY_UNIT: Final = {
    Scalar.MONEY: Phrase(
        "write a unit such as （元）, （千元） or （万元） and nothing else, or give the column "
        "its unit in a mapping",
        "单位只写如“（元）”“（千元）”“（万元）”，或在列对应文件中为该列写明 unit",
    ),
    Scalar.WHOLE: Phrase(
        "write what is counted and nothing else, such as （户） or （万人）",
        "单位只写所计的对象，如“（户）”“（万人）”",
    ),
    Scalar.NUMBER: Phrase(
        "write a unit such as （%） or （亩） and nothing else, or leave it out",
        "单位只写如“（%）”“（亩）”，或不写单位",
    ),
}


@frozen
class Quantity:
    """A quantity that was read from a cell, with the unit in the cell, if it differs from that of
    the column."""

    value: object
    other: Unit | None = None


def read_quantity(cell: Plain, type_: Scalar, unit: Stated | None) -> Quantity:
    """The amount in fen, the whole number or the number in a cell. Raises `RefusedValueError` for a
    cell in doubt.

    >>> read_quantity(120, Scalar.MONEY, unit_of("千元")).value
    12000000
    >>> read_quantity(30, Scalar.NUMBER, unit_of("%")).value
    Fraction(3, 10)
    """
    if isinstance(unit, Unclear):
        raise unclear(unit, type_)
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        usual = _usual(cell, type_, unit)
        return Quantity(_valued(Decimal(cell), type_, unit) if usual is None else usual)
    if isinstance(cell, Formatted) and _shows_itself(cell):
        return read_quantity(cell.stored, type_, unit)
    seen = cell.text if isinstance(cell, Formatted) else cell
    if not isinstance(seen, str) or len(seen) > _LONGEST_QUANTITY:
        raise wrong_type(cell)
    number, own = _parted(seen, cell, type_, unit)
    if isinstance(cell, Formatted) and not _accounted(cell, number, own or unit):
        raise differing(cell)
    value = _valued(number, type_, own or unit)
    return Quantity(value, own if own and unit and _differ(own, unit) else None)


def unclear(unit: Unclear, type_: Scalar) -> RefusedValueError:
    """The refusal of every cell under a unit that is not understood."""
    name = quoted(unit.text)
    if unit.several:
        why = reason(
            "CEL-208",
            f"different units are given for the column: {name}",
            f"该列给出了不同的单位：{name}",
        )
        return RefusedValueError(why, _ONE_UNIT)
    why = _MEASURES[type_]
    return RefusedValueError(
        reason(
            "CEL-209", f"the unit {name} of the column is {why.en}", f"该列的单位 {name} {why.zh}"
        ),
        _FOREIGN if unit.foreign else _SAY_UNIT[type_],
    )


def differing(cell: Formatted) -> RefusedValueError:
    """The refusal of a cell that shows one thing and stores another."""
    code = quoted(cell.code)
    if cell.text is None:
        why = reason(
            "CEL-210",
            f"the number format {code} is not understood, so what the cell shows is not known; "
            f"{shown(cell.stored)} is stored",
            f"无法理解数字格式 {code}，不知道单元格显示什么；存储的是 {shown(cell.stored)}",
        )
    else:
        seen, stored = shown(cell.text), shown(cell.stored)
        # A file may say what a cell shows without saying by what format.
        en, zh = (f" (number format {code})", f"（数字格式 {code}）") if cell.code else ("", "")
        why = reason(
            "CEL-211",
            f"shows {seen}, but {stored} is stored{en}",
            f"显示为 {seen}，实际存储的是 {stored}{zh}",
        )
    hint = Phrase(
        "give the cell the format “General” and write the value that is meant",
        "把单元格格式改为“常规”，填写真正的数值",
    )
    return RefusedValueError(why, hint)


def _shows_itself(cell: Formatted) -> bool:
    """Whether only the number is shown, perhaps with separators or trailing zeros."""
    digits = (cell.text or "").replace(",", "")
    if isinstance(cell.stored, str) or not digits.replace(".", "", 1).isdecimal():
        return False
    return digits.isascii() and Decimal(digits) == cell.stored


def _usual(cell: int | Decimal, type_: Scalar, unit: Unit | None) -> int | None:
    """The value of a plain number of usual size; None for others, which are checked with care."""
    if type_ is Scalar.WHOLE and isinstance(cell, int) and (unit is None or unit.factor == 1):
        return scalars.read_whole(cell)
    if type_ is not Scalar.MONEY or not unit or abs(amount := Decimal(cell)) >= _USUAL:
        return None
    numerator, denominator = amount.as_integer_ratio()
    factor = unit.factor
    fen, rest = divmod(numerator * factor.numerator * 100, denominator * factor.denominator)
    return None if rest else fen


def _parted(
    seen: str, cell: Plain, type_: Scalar, unit: Unit | None
) -> tuple[Decimal, Unit | None]:
    """A text split into its number and the unit behind it."""
    text = without_separators(seen)
    negative = isinstance(cell, Formatted) and not isinstance(cell.stored, str)
    if negative and (match := _IN_BRACKETS.fullmatch(text)):
        text = f"-{match[1]}"
    match = _QUANTITY.fullmatch(text)
    if not match:
        raise _not_read(seen, type_)
    sign = -1 if match["number"][0] in "-−" else 1
    number = sign * Decimal(match["number"].lstrip("-−").strip())
    word = match["unit"]
    own = unit_of(word) if word else None
    if (word and own is None) or (match["left"] and type_ is not Scalar.MONEY):
        raise _not_read(seen, type_)
    if own and not _may_stand(own, type_, unit):
        raise _not_read(seen, type_)
    if match["left"] and (own is None or own.kind is Kind.MULTIPLE) and not (own or unit):
        own = unit_of("元")
    return number, own


def _may_stand(own: Unit, type_: Scalar, unit: Unit | None) -> bool:
    """Whether a unit may stand in a cell of a column that has this unit."""
    if own.kind not in KINDS_OF[type_]:
        return False
    if own.kind is Kind.COUNT:
        return unit is not None and unit.kind is Kind.COUNT and unit.base == own.base
    if own.kind is Kind.SHARE:
        return unit is None or unit.kind is Kind.SHARE
    return own.kind is Kind.MONEY or unit is None or unit.kind is not Kind.SHARE


def _accounted(cell: Formatted, number: Decimal, unit: Unit | None) -> bool:
    """Whether what is shown equals what is stored: digit by digit, or by the unit that is shown."""
    if isinstance(cell.stored, str):
        return True
    if not isinstance(cell.stored, int | Decimal):
        return False
    factor = unit.factor if unit else Fraction(1)
    return number == cell.stored or Fraction(number) * factor == Fraction(cell.stored)


def _valued(number: Decimal, type_: Scalar, unit: Unit | None) -> object:
    if type_ is Scalar.MONEY and not number:
        # Zero is the same in every unit of money.
        return 0
    if type_ is Scalar.MONEY and unit is None:
        raise RefusedValueError(_NO_UNIT, _ADD_UNIT)
    if unit is None or unit.factor == 1:
        exact: Decimal | Fraction = number
    else:
        exact = _exact(number) * unit.factor
    if type_ is Scalar.MONEY:
        return scalars.read_money(f"{write_number(_exact(exact))}元")
    if type_ is Scalar.WHOLE:
        return scalars.read_whole(exact)
    return scalars.read_number(exact)


def _exact(number: Decimal | Fraction) -> Fraction:
    if isinstance(number, Decimal):
        scalars.read_number(number)
    return Fraction(number)


def _differ(own: Unit, unit: Unit) -> bool:
    return (own.factor, own.base or unit.base) != (unit.factor, unit.base or own.base)


def _not_read(seen: str, type_: Scalar) -> RefusedValueError:
    marks = marks_in(seen)
    if marks:
        why = _NOT[type_]
        mark = quoted(marks)
        return RefusedValueError(
            reason(
                "CEL-212",
                f"{why.en}: {mark} is a mark, no digit",
                f"{why.zh}：{mark} 是标记，不是数字",
            ),
            _WRITE_NUMBER,
        )
    return RefusedValueError(_NOT[type_], _WRITE_NUMBER)


def without_separators(text: str) -> str:
    """The text without thousands separators, if they stand between groups of three digits."""
    return _SEPARATED.sub(lambda match: match[1].replace(",", ""), folded(text).strip())


_DAY: Final = re.compile(
    r"([0-9]{4})(?:\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?"
    r"|([-./])\s*([0-9]{1,2})\s*\4\s*([0-9]{1,2})"
    r"|([0-9]{2})([0-9]{2}))"
)
_MONTH: Final = re.compile(
    r"([0-9]{4})(?:\s*年\s*([0-9]{1,2})\s*月份?"
    r"|([-./])\s*([0-9]{1,2})\s*月?|([0-9]{2}))"
)
_CLOCK: Final = re.compile(r"(.+?)[ T]\s*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)")
_LONGEST_DATE: Final = 60
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000

_NOT_A_DAY: Final = reason("CEL-213", "not a day and not a month", "既不是日期，也不是年月")
_FORMS: Final = Phrase(
    "write 2023-05-01, 2023年5月1日 or 2023年5月", "请写成 2023-05-01、2023年5月1日 或 2023年5月"
)
_ONLY_YEAR: Final = reason("CEL-214", "a year alone is no day", "只有年份，不是日期")
_JANUARY_OR_OCTOBER: Final = reason(
    "CEL-215",
    "January or October: a spreadsheet shows the number 2023.10 as 2023.1",
    "可能是1月，也可能是10月：数字 2023.10 在表格中显示为 2023.1",
)
_SERIAL: Final = reason("CEL-216", "a number where a day should be", "应为日期，却是数字")
_FORMAT_CELLS: Final = Phrase(
    "if it is a day, give the cells the format “date”", "如果是日期，请把单元格格式设为“日期”"
)
_VAGUE: Final = reason("CEL-217", "the day within the month is not said", "没有写明是当月哪一天")


def read_day(cell: Plain, *, month_ends: bool = False) -> tuple[date | None, Phrase | None]:
    """A day, and a note where the cell says less or more than a day.

    A month without a day is its first day or, where something ``month_ends``, its last, and is
    noted. Raises `RefusedValueError` for what is no day: a year alone, and 2023.1, which is what a
    spreadsheet makes of the number 2023.10.

    >>> read_day("2023年5月")[0], read_day(Decimal("2023.05"))[0], read_day(20230501)[0]
    (datetime.date(2023, 5, 1), datetime.date(2023, 5, 1), datetime.date(2023, 5, 1))
    """
    if isinstance(cell, Formatted):
        return _read_in_part(cell, month_ends)
    if isinstance(cell, datetime):
        return cell.date(), None if cell.time() == time() else _timed(f"{cell:%H:%M}")
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _day_of_text(str(cell), month_ends, is_number=True)
    if isinstance(cell, str) and len(cell) <= _LONGEST_DATE:
        return _day_of_text(visible(folded(cell)), month_ends, is_number=False)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _read_in_part(cell: Formatted, month_ends: bool) -> tuple[date | None, Phrase | None]:
    """The day in a cell that shows only part of it."""
    day = cell.stored.date() if isinstance(cell.stored, datetime) else cell.stored
    parts = parts_shown(cell.code)
    if odd_words(cell.code):
        raise RefusedValueError(_VAGUE if "day" not in parts else _NOT_A_DAY, _FORMS)
    if isinstance(day, date) and {"month", "day"} <= parts:
        if "year" in parts:
            return day, None
        return day, Phrase(
            f"shows no year; that of the day in the cell is taken: {day.isoformat()}",
            f"没有显示年份，按单元格中的日期 {day.isoformat()} 读取",
        )
    if isinstance(day, date) and {"year", "month"} <= parts:
        taken = _in_month(day, month_ends)
        if day == day.replace(day=1) or day == taken:
            return taken, _month_noted(taken, month_ends)
        en, zh = _WHICH_DAY[month_ends]
        return taken, Phrase(
            f"shows no day, only the month, though {day.isoformat()} is stored; {en} is taken: "
            f"{taken.isoformat()}",
            f"只显示年月，没有显示存储的 {day.isoformat()}，按{zh} {taken.isoformat()} 读取",
        )
    if isinstance(day, date) and parts == {"year"}:
        raise RefusedValueError(_ONLY_YEAR, _FORMS)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _day_of_text(
    text: str, month_ends: bool, *, is_number: bool
) -> tuple[date | None, Phrase | None]:
    if any(text in words for words in NEVER_WORDS.values()):
        return NEVER, None
    if text in _WITHOUT_END:
        return NEVER, _AS_NEVER
    note = None
    if clock := _CLOCK.fullmatch(text):
        text, note = clock[1], None if clock[2].strip("0:.") == "" else _timed(clock[2])
    if match := _DAY.fullmatch(text):
        year, month, day = (part for part in match.groups() if part and part not in "-./")
        return scalars.read_date(f"{year}-{month}-{day}"), note
    if match := _MONTH.fullmatch(text):
        year, month = (part for part in match.groups() if part and part not in "-./")
        if re.fullmatch(r"[0-9]{4}\.1", text):
            raise RefusedValueError(_JANUARY_OR_OCTOBER, _FORMS)
        taken = _in_month(scalars.read_date(f"{year}-{month}-1"), month_ends)
        return taken, _month_noted(taken, month_ends)
    if re.fullmatch(r"[0-9]{4}\s*年?", text):
        raise RefusedValueError(_ONLY_YEAR, _FORMS)
    if is_number and _looks_like_serial(text):
        raise RefusedValueError(_SERIAL, _FORMAT_CELLS)
    if re.match(r"[0-9]{4}\s*[年./-]", text):
        raise RefusedValueError(_VAGUE if "月" in text else _NOT_A_DAY, _FORMS)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _looks_like_serial(text: str) -> bool:
    return text.isdigit() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL


_WHICH_DAY: Final = {
    False: ("the first of the month", "当月第一天"),
    True: ("the last of the month", "当月最后一天"),
}


def _in_month(day: date, month_ends: bool) -> date:
    last = monthrange(day.year, day.month)[1]
    return day.replace(day=last if month_ends else 1)


def _month_noted(day: date, month_ends: bool) -> Phrase:
    en, zh = _WHICH_DAY[month_ends]
    return Phrase(
        f"gives no day; {en} is taken: {day.isoformat()}",
        f"没有写明哪一天，按{zh} {day.isoformat()} 读取",
    )


_WITHOUT_END: Final = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限"})
"""Texts in a cell for the last day of something that has no end."""

_AS_NEVER: Final = Phrase(
    "has no last day; it is read as “never”, which is later than every date",
    "没有终止日期，读作“从未”，晚于任何日期",
)


def _timed(clock: str) -> Phrase:
    return Phrase(f"has a time of day, {clock}, which is left out", f"带有时刻 {clock}，已略去")


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
_DITTO: Final = reason(
    "CEL-218",
    "says that it is as in another cell, and not what",
    "只写明与另一格相同，没有写出内容",
)
_WRITE_OUT: Final = Phrase("write it out in each row", "请在每一行写出内容")
_MERGED_VALUE: Final = Phrase(
    "stands in a merged cell and is taken for each of its rows", "位于合并单元格，各行均按此值读取"
)
_DIGITS_LOST: Final = reason(
    "CEL-219",
    f"a number of more than {_MOST_DIGITS} digits, of which a spreadsheet keeps only "
    f"{_MOST_DIGITS}",
    f"超过{_MOST_DIGITS}位的数字，电子表格只保留前{_MOST_DIGITS}位",
)
_AS_TEXT: Final = Phrase(
    "give the column the format “text” and type it again", "把该列设为“文本”格式后重新填写"
)
_NOT_YES_NO: Final = reason("CEL-220", "neither yes nor no", "既不是“是”，也不是“否”")
_YES_NO_FORMS: Final = Phrase(
    "write 是 or 否 (also √ ×, 有 无, yes no, TRUE FALSE)",
    "请填“是”或“否”（也可填 √ ×、有 无、yes no、TRUE FALSE）",
)
_IN_UNIT: Final = Phrase(
    "a number in {unit}, the unit of the column, such as 95", "数字，本列单位为{unit}，如 95"
)
_AN_AMOUNT: Final = Phrase(
    'an amount with its unit, such as "120万元" or "12.50 yuan"',
    "带单位的金额，如“120万元”“12.50元”",
)
_A_DATE: Final = reason("CEL-221", "a date where text should be", "应为文字，却是日期")


@frozen
class Taken:
    """The value that was read from a cell; None for a cell that says nothing."""

    value: object
    note: Phrase | None = None


@frozen
class CellReader:
    """Reads the cells of one column.

    ``field`` is the field of the values; ``unit`` is the unit of the column, of money, of a count
    or of a share; ``spellings`` are the column's own words for members and for yes and no.
    ``month_ends`` says that a month without a day means its last day.
    """

    field: Field
    unit: Stated | None = None
    spellings: Mapping[str, str | bool] = Factory(dict)
    month_ends: bool = False

    @property
    def expected(self) -> Phrase:
        """What a cell of the column should hold, in the unit that the column has.

        >>> from linkage_rules.records.tables.units import unit_of
        >>> amount = Field("amount", "金额", Scalar.MONEY)
        >>> CellReader(amount, unit_of("万元")).expected.zh
        '数字，本列单位为万元，如 95'
        """
        type_ = self.field.type
        if type_ in KINDS_OF and isinstance(self.unit, Unit):
            return _IN_UNIT.filled(unit=self.unit.text)
        return _AN_AMOUNT if type_ is Scalar.MONEY else described(type_)

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
                reason(
                    "CEL-222",
                    f"one merged cell for rows {first} to {last}: which part is whose is not said",
                    f"第{first}至{last}行合并为一个单元格，各行分别多少没有写明",
                ),
                Phrase("unmerge the cells and fill in each row", "取消合并，逐行填写"),
            )
        return Taken(taken.value, taken.note or (_MERGED_VALUE if spread else None))

    def _read_formatted(self, cell: Formatted) -> Taken:
        """The value that is shown, where that is all that is stored."""
        if not isinstance(cell.stored, str | int | Decimal):
            # Dates and texts check themselves which parts of a day are shown; other types take no
            # day.
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
            # Only Parquet has records in cells; they are validated later.
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

    # `value` is Any, because whether values can be compared depends on the type they were read by.
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
    Scalar.DATE: lambda cell, reader: Taken(*read_day(cell, month_ends=reader.month_ends)),
    Scalar.PERIOD: lambda cell, _: Taken(scalars.read_period(cell)),
    Scalar.TEXT: _read_text,
}
