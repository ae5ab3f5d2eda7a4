"""Reading single values from plain data, by type; inexact values are refused rather than
rounded."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Real
from typing import Final, TypeVar
from unicodedata import normalize

from linkage_rules.model.types import EnumType, Scalar
from linkage_rules.model.values import MAX_MAGNITUDE, Period, Value
from linkage_rules.plain.reading import NOT_CHARACTERS, is_whole
from linkage_rules.records.limits import MAX_TEXT
from linkage_rules.records.refusals import RefusedValueError, did_you_mean, wrong_type
from linkage_rules.words import literals
from linkage_rules.words.keywords import BY_TERMINAL
from linkage_rules.words.literals import Flaw, LiteralError
from linkage_rules.words.messages import Phrase, reason

OUT_OF_RANGE: Final = reason(
    "REC-210",
    "too large or with too many decimals: the bound is 10^18",
    "数值过大或小数位数过多（上限为 10^18）",
)
_NOT_FINITE: Final = reason("REC-211", "not a finite number", "不是有限的数")
_INEXACT: Final = reason(
    "REC-212",
    "a floating-point number that only comes near the decimal it shows",
    "浮点数与其显示的小数并不相等",
)
_TOO_LARGE: Final = reason("REC-213", "beyond 10^18", "绝对值超过 10^18")

# A number has at most 19 significant digits; further ones must be zeros at its ends.
_MOST_DIGITS = 100


def exact(value: object) -> int | Fraction | None:
    """A value that is a number, exactly; ``None`` if it is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return bounded(value)
    if isinstance(value, float):
        return bounded(_of_float(value))
    if isinstance(value, Decimal):
        return bounded(_of_decimal(value))
    # A float of another precision, which differs from the decimal it prints.
    if isinstance(value, Real):
        raise _inexact(str(value))
    return None


def _of_float(value: float) -> Fraction:
    if not math.isfinite(value):
        raise RefusedValueError(_NOT_FINITE)
    decimal = float.__repr__(value)
    if Fraction(decimal) != Fraction(value):
        raise _inexact(decimal)
    return Fraction(value)


def _inexact(decimal: str) -> RefusedValueError:
    hint = Phrase(f'write it as text: "{decimal}"', f"写成文本 “{decimal}”")
    return RefusedValueError(_INEXACT, hint)


def _of_decimal(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise RefusedValueError(_NOT_FINITE)
    if not value:
        return Fraction(0)
    # A few characters, such as 1E+999999, may stand for a number that would fill the memory.
    digits = len(value.as_tuple().digits)
    if digits > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS:
        raise RefusedValueError(OUT_OF_RANGE)
    return Fraction(value)


def bounded(number: int | Fraction) -> int | Fraction:
    """The number, as an ``int`` if it is whole; refused if it exceeds the largest magnitude."""
    if number.denominator == 1:
        if abs(number.numerator) > MAX_MAGNITUDE:
            raise RefusedValueError(_TOO_LARGE)
        return number.numerator
    if abs(number.numerator) > MAX_MAGNITUDE or number.denominator > MAX_MAGNITUDE:
        raise RefusedValueError(OUT_OF_RANGE)
    return Fraction(number.numerator, number.denominator)


_T = TypeVar("_T")

_NOT_YES_NO: Final = reason("REC-214", "neither yes nor no", "既不是“是”，也不是“否”")
_NOT_WHOLE: Final = reason("REC-215", "not a whole number", "不是整数")
_NOT_A_NUMBER: Final = reason("REC-216", "not a number", "不是数")
_NOT_MONEY: Final = reason("REC-217", "not an amount of money", "不是金额")
_NOT_WHOLE_FEN: Final = reason("REC-218", "not a whole number of fen", "不是整数分")
_NOT_A_DATE: Final = reason("REC-219", "not a day", "不是某一天的日期")
_NO_SUCH_DAY: Final = reason("REC-220", "no such day in the calendar", "日历上没有这一天")
_NOT_A_PERIOD: Final = reason("REC-221", "not a period", "不是时长")
_NEGATIVE_PERIOD: Final = reason("REC-222", "a period cannot be negative", "时长不能为负")
_NOT_A_MEMBER: Final = reason("REC-223", "not one of the listed values", "不在所列值之中")
_FLAWS: Final = {
    Flaw.SUB_FEN: _NOT_WHOLE_FEN,
    Flaw.TOO_LARGE: OUT_OF_RANGE,
    Flaw.NO_SUCH_DATE: _NO_SUCH_DAY,
}

_LEAVE_OUT: Final = Phrase("leave the field out if it is not known", "不清楚时请不要填写此字段")
_UNQUOTE: Final = Phrase("write it without quotes", "去掉引号")
_QUOTE: Final = Phrase("write it in quotes", "加上引号")
_ROUND: Final = Phrase("give the amount to the fen: two decimals of a yuan", "金额请精确到分")
_NO_SEPARATORS: Final = Phrase("leave out the thousands separators", "去掉千位分隔符")
_NO_TIME: Final = Phrase("leave out the time of day", "去掉时刻，只留日期")
_CALL_DATE: Final = Phrase("use .date()", "请使用 .date()")

_YES_NO: Final = {
    spelling: terminal == "YES"
    for terminal in ("YES", "NO")
    for spelling in BY_TERMINAL[terminal].spellings
}

# No literal is longer; the limit keeps long texts away from the patterns.
_LONGEST_LITERAL = 100


def read_yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise wrong_type(value)
    found = _YES_NO.get(value.strip())
    if found is None:
        raise RefusedValueError(_NOT_YES_NO, _if_blank(value))
    return found


def read_whole(value: object) -> int:
    number = _whole(value, lambda _: RefusedValueError(_NOT_WHOLE))
    if number is None:
        raise wrong_type(value, _if_quoted(value))
    return number


def read_number(value: object) -> int | Fraction:
    """A number; a whole result is an ``int``, so that equal numbers are the same value."""
    if isinstance(value, str):
        written = _literal(literals.read_number, value)
        if written is None:
            written = _literal(literals.read_percent, value)
        if written is None:
            hint = _if_blank(value) or _if_full_width(value, literals.read_number)
            hint = hint or _if_full_width(value, literals.read_percent) or _if_separated(value)
            raise RefusedValueError(_NOT_A_NUMBER, hint)
        return bounded(written)
    number = exact(value)
    if number is None:
        raise wrong_type(value)
    return number


def read_money(value: object) -> int:
    """An amount in fen; a number without a unit is in fen, too."""
    if isinstance(value, str):
        try:
            fen = _literal(literals.read_money, value)
        except RefusedValueError as refusal:
            raise RefusedValueError(
                refusal.why, _ROUND if refusal.why is _NOT_WHOLE_FEN else None
            ) from None
        if fen is None:
            hint = _if_blank(value) or _if_full_width(value, literals.read_money)
            hint = hint or _if_separated(value) or _if_without_unit(value)
            raise RefusedValueError(_NOT_MONEY, hint)
        return fen
    number = _whole(value, lambda amount: RefusedValueError(_NOT_WHOLE_FEN, _if_in_yuan(amount)))
    if number is None:
        raise wrong_type(value)
    return number


def read_date(value: object) -> date:
    if isinstance(value, datetime):
        raise wrong_type(value, _CALL_DATE)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise wrong_type(value)
    day = _literal(literals.read_date_or_never, value)
    if day is None:
        hint = _if_blank(value) or _if_full_width(value, literals.read_date) or _if_timed(value)
        raise RefusedValueError(_NOT_A_DATE, hint)
    return day


def read_period(value: object) -> Period:
    if isinstance(value, Period):
        months, days = exact(value.months), exact(value.days)
        if not isinstance(months, int) or not isinstance(days, int):
            raise RefusedValueError(_NOT_A_PERIOD)
        if months < 0 or days < 0:
            raise RefusedValueError(_NEGATIVE_PERIOD)
        return Period(months, days)
    if not isinstance(value, str):
        raise wrong_type(value)
    period = _literal(literals.read_period, value)
    if period is None:
        hint = _if_blank(value) or _if_full_width(value, literals.read_period)
        raise RefusedValueError(_NOT_A_PERIOD, hint)
    return period


def read_text(value: object) -> str:
    if not isinstance(value, str):
        numeric = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        raise wrong_type(value, _QUOTE if numeric else None)
    if len(value) > MAX_TEXT:
        raise RefusedValueError(
            reason("REC-224", f"the text has {len(value)} characters", f"文本有{len(value)}个字符")
        )
    if not is_whole(value):
        raise RefusedValueError(NOT_CHARACTERS)
    return str.__str__(value)


def read_enum(value: object, type_: EnumType) -> str:
    """The ASCII name of a member given by name, by label or as a member of a Python enum."""
    candidates = (value.value, value.name) if isinstance(value, Enum) else (value,)
    for candidate in candidates:
        if isinstance(candidate, str):
            spelling = candidate.strip()
            for member in type_.members:
                if spelling in (member.name, member.label):
                    return member.name
    if isinstance(value, Enum):
        raise RefusedValueError(_NOT_A_MEMBER)
    if not isinstance(value, str):
        raise wrong_type(value)
    spellings = tuple(s for m in type_.members for s in (m.name, m.label) if s)
    raise RefusedValueError(_NOT_A_MEMBER, _if_blank(value) or did_you_mean(value, spellings))


READERS: Final[Mapping[Scalar, Callable[[object], Value]]] = {
    Scalar.YES_NO: read_yes_no,
    Scalar.WHOLE: read_whole,
    Scalar.NUMBER: read_number,
    Scalar.MONEY: read_money,
    Scalar.DATE: read_date,
    Scalar.PERIOD: read_period,
    Scalar.TEXT: read_text,
}


def _literal(read: Callable[[str], _T | None], text: str) -> _T | None:
    if len(text) > _LONGEST_LITERAL:
        return None
    try:
        return read(text)
    except LiteralError as error:
        raise RefusedValueError(_FLAWS[error.flaw]) from None


def _whole(value: object, not_whole: Callable[[Fraction], RefusedValueError]) -> int | None:
    """A value that is a number, if it is whole; ``None`` if it is no number."""
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        raise not_whole(Fraction(float.__repr__(value)))
    if isinstance(value, Real) and not isinstance(value, int | float | Fraction):
        meant = Fraction(str(value))
        if meant.denominator != 1:
            raise not_whole(meant)
    number = exact(value)
    if isinstance(number, Fraction):
        raise not_whole(number)
    return number


def _if_blank(text: str) -> Phrase | None:
    return None if text.strip() else _LEAVE_OUT


def _if_separated(text: str) -> Phrase | None:
    return _NO_SEPARATORS if "," in text or "，" in text else None


def _if_full_width(text: str, read: Callable[[str], object]) -> Phrase | None:
    """The hint to use plain characters, where a text is refused only because they are
    full-width."""
    if len(text) > _LONGEST_LITERAL or text.isascii():
        return None
    plain = normalize("NFKC", text).strip()
    try:
        understood = plain != text.strip() and read(plain) is not None
    except LiteralError:
        return None
    if not understood:
        return None
    return Phrase(f"write it in half-width characters: {plain}", f"请用半角字符书写：{plain}")


def _if_timed(text: str) -> Phrase | None:
    day = text.strip().replace("T", " ").partition(" ")[0]
    timed = day != text.strip() and _literal(literals.read_date, day) is not None
    return _NO_TIME if timed else None


def _if_without_unit(text: str) -> Phrase | None:
    bare = normalize("NFKC", text[:_LONGEST_LITERAL]).strip()
    if _literal(literals.read_number, bare) is None:
        return None
    return Phrase(f"add the unit: {bare} yuan or {bare}万元", f"补上单位：{bare}元 或 {bare}万元")


def _if_quoted(value: object) -> Phrase | None:
    if not isinstance(value, str):
        return None
    if hint := _if_full_width(value, literals.read_number):
        return Phrase(f"{hint.en}, without quotes", f"{hint.zh}，不加引号")
    return _UNQUOTE if _literal(literals.read_number, value) is not None else _if_blank(value)


def _if_in_yuan(amount: Fraction) -> Phrase | None:
    if (amount * 100).denominator != 1:
        return None
    yuan = literals.write_number(amount)
    return Phrase(
        f'a number without a unit counts fen; for yuan write "{yuan} yuan"',
        f"不带单位的数以分计；如以元计，请写 “{yuan}元”",
    )
