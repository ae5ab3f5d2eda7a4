"""Amounts of money, counts and numbers in cells: what shows there, under the unit of the column."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.model.types import Scalar
from linkage_rules.records import scalars
from linkage_rules.records.refusals import RefusedValueError, wrong_type
from linkage_rules.records.tables.grid import Formatted, Plain, folded, marks_in
from linkage_rules.records.tables.units import KINDS_OF, Kind, Stated, Unclear, Unit, unit_of
from linkage_rules.words.literals import write_number
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import quoted, shown

_SEPARATED: Final = re.compile(r"([-−+]?[0-9]{1,3}(?:,[0-9]{3})+)(?=[^0-9,]|$)")
_QUANTITY: Final = re.compile(
    r"(?P<left>¥?)\s*(?P<number>[-−]?\s*(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*(?P<unit>[^0-9\s.,¥]\S*)?"
)
_IN_BRACKETS: Final = re.compile(r"\(([^()]*[0-9][^()]*)\)")
_USUAL: Final = 10**8
_LONGEST: Final = 100

_NO_UNIT: Final = Phrase(
    "an amount without a unit, neither in the cell nor in the heading",
    "金额没有单位，表头和单元格中都未注明",
)
_ADD_UNIT: Final = Phrase(
    "put the unit into the heading, such as （万元）, or give the column its unit in a mapping",
    "在表头注明单位，如“（万元）”，或在列对应文件中为该列写明 unit",
)
_NOT: Final = {
    Scalar.MONEY: Phrase("not an amount of money", "不是金额"),
    Scalar.WHOLE: Phrase("not a whole number", "不是整数"),
    Scalar.NUMBER: Phrase("not a number", "不是数"),
}
_WRITE_NUMBER: Final = Phrase(
    "write one number and nothing else, such as 12.5; leave the cell blank if it is not known",
    "只填一个数，如 12.5；不清楚时请留空",
)
_MEASURES: Final = {
    Scalar.MONEY: Phrase("no unit of money in yuan", "不是人民币金额单位"),
    Scalar.WHOLE: Phrase("no unit of a count", "不是计数单位"),
    Scalar.NUMBER: Phrase("no unit that is understood", "不是能识别的单位"),
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
    """What is read of a cell: the value of the type, and the unit of its own, if it differs from
    that of the column."""

    value: object
    other: Unit | None = None


def read_quantity(cell: Plain, type_: Scalar, unit: Stated | None) -> Quantity:
    """Fen, a whole number or a number. Raises `RefusedValueError` for a cell in doubt.

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
    if not isinstance(seen, str) or len(seen) > _LONGEST:
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
        why = Phrase(
            f"different units are given for the column: {name}", f"该列给出了不同的单位：{name}"
        )
        return RefusedValueError(why, _ONE_UNIT)
    why = _MEASURES[type_]
    return RefusedValueError(
        Phrase(f"the unit {name} of the column is {why.en}", f"该列的单位 {name} {why.zh}"),
        _FOREIGN if unit.foreign else _SAY_UNIT[type_],
    )


def differing(cell: Formatted) -> RefusedValueError:
    """The refusal of a cell that shows one thing and stores another."""
    code = quoted(cell.code)
    if cell.text is None:
        why = Phrase(
            f"the number format {code} is not understood, so what the cell shows is not known; "
            f"{shown(cell.stored)} is stored",
            f"无法理解数字格式 {code}，不知道单元格显示什么；存储的是 {shown(cell.stored)}",
        )
    else:
        seen, stored = shown(cell.text), shown(cell.stored)
        # A file may say what a cell shows without saying by what format.
        en, zh = (f" (number format {code})", f"（数字格式 {code}）") if cell.code else ("", "")
        why = Phrase(
            f"shows {seen}, but {stored} is stored{en}",
            f"显示为 {seen}，实际存储的是 {stored}{zh}",
        )
    hint = Phrase(
        "give the cell the format “General” and write the value that is meant",
        "把单元格格式改为“常规”，填写真正的数值",
    )
    return RefusedValueError(why, hint)


def _shows_itself(cell: Formatted) -> bool:
    """Whether the number alone shows, be it with separators or zeros at its end."""
    digits = (cell.text or "").replace(",", "")
    if isinstance(cell.stored, str) or not digits.replace(".", "", 1).isdecimal():
        return False
    return digits.isascii() and Decimal(digits) == cell.stored


def _usual(cell: int | Decimal, type_: Scalar, unit: Unit | None) -> int | None:
    """The value of a plain number of no great size; the others are told what is wrong with them."""
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
    """The number in a text, and the unit behind it."""
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
    """Whether what shows is what is stored: digit by digit, or by the unit that shows with it."""
    if isinstance(cell.stored, str):
        return True
    if not isinstance(cell.stored, int | Decimal):
        return False
    factor = unit.factor if unit else Fraction(1)
    return number == cell.stored or Fraction(number) * factor == Fraction(cell.stored)


def _valued(number: Decimal, type_: Scalar, unit: Unit | None) -> object:
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
            Phrase(f"{why.en}: {mark} is a mark, no digit", f"{why.zh}：{mark} 是标记，不是数字"),
            _WRITE_NUMBER,
        )
    return RefusedValueError(_NOT[type_], _WRITE_NUMBER)


def without_separators(text: str) -> str:
    """The thousands separators left out, where they stand between groups of three digits."""
    return _SEPARATED.sub(lambda match: match[1].replace(",", ""), folded(text).strip())
