"""Money, percentages, numbers, dates and periods as people write them, in both languages.

Reading gives ``None`` for text that is not such a literal; a literal that is out of range or not
exact raises `LiteralError` with the reason. Writing gives the canonical spelling in a language,
which reads back as the same value.
"""

import re
from datetime import date
from enum import Enum
from fractions import Fraction
from math import prod
from typing import Final

from linkage_rules.model.values import MAX_MAGNITUDE, NEVER, Percent, Period
from linkage_rules.words.keywords import BY_TERMINAL, Language

# A literal does not go on in the next line, which may begin with a name such as “years” or “分”.
_GAP = r"[^\S\n]*"
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_SCALES: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 10**8}
SCALE = r"[十百千]?(?:万亿|[万亿])|[百千]"
MONEY_UNITS = rf"(?:{SCALE}|十)?元|角|分|million[^\S\n]+yuan|yuan|fen"
MONEY = rf"{NUMBER}{_GAP}(?:{MONEY_UNITS})"
PERCENT = rf"{NUMBER}{_GAP}[%％]"
DATE = (
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    rf"|[0-9]{{4}}{_GAP}年{_GAP}[0-9]{{1,2}}{_GAP}月{_GAP}[0-9]{{1,2}}{_GAP}日"
)
_PERIOD_UNIT = r"years?|months?|weeks?|days?|年|个月|个?星期|周|日|天"
PERIOD = rf"[0-9]+{_GAP}(?:{_PERIOD_UNIT})(?:{_GAP}[0-9]+{_GAP}(?:{_PERIOD_UNIT}))*"
SCALED = rf"{NUMBER}(?:{SCALE})"

# Patterns for values in records; unlike literals in policies these may have a sign and blanks.
_SIGN = r"([-−]?)\s*"
NUMBER_TEXT: Final = rf"{_SIGN}({NUMBER})"
PERCENT_TEXT: Final = rf"{NUMBER_TEXT}\s*[%％]"
MONEY_TEXT: Final = rf"{NUMBER_TEXT}\s*({MONEY_UNITS})"

_FEN = {"million yuan": 10**8, "yuan": 100, "fen": 1, "元": 100, "角": 10, "分": 1}
_MONTHS = {"年": 12, "year": 12, "years": 12, "个月": 1, "month": 1, "months": 1}
_DAYS = {
    **dict.fromkeys(("日", "天", "day", "days"), 1),
    **dict.fromkeys(("周", "星期", "个星期", "week", "weeks"), 7),
}


class Flaw(Enum):
    """Why a literal that looks right cannot be used."""

    SUB_FEN = "sub-fen"
    TOO_LARGE = "too large"
    NO_SUCH_DATE = "no such date"


class LiteralError(ValueError):
    """A text that looks like a literal but has no usable value; ``flaw`` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def _exact(text: str) -> Fraction:
    whole, _, decimals = text.partition(".")
    if len(whole.lstrip("0")) > 19 or len(decimals) > 18:
        raise LiteralError(Flaw.TOO_LARGE)
    number = Fraction(f"{whole.lstrip('0') or '0'}.{decimals or '0'}")
    if abs(number) > MAX_MAGNITUDE or number.denominator > MAX_MAGNITUDE:
        raise LiteralError(Flaw.TOO_LARGE)
    return number


def read_number(text: str) -> Fraction | None:
    """A whole or decimal number, with an optional minus sign.

    >>> read_number("-1.5")
    Fraction(-3, 2)
    """
    match = re.fullmatch(NUMBER_TEXT, text.strip())
    return _signed(match[1], _exact(match[2])) if match else None


def read_scaled(text: str) -> Fraction | None:
    """A number in thousands, in 万 or in 亿.

    >>> read_scaled("3万"), read_scaled("1.25千"), read_scaled("3")
    (Fraction(30000, 1), Fraction(1250, 1), None)
    """
    match = re.fullmatch(rf"({NUMBER})({SCALE})", text.strip())
    if not match:
        return None
    number = _exact(match[1]) * prod(_SCALES[scale] for scale in match[2])
    if number > MAX_MAGNITUDE:
        raise LiteralError(Flaw.TOO_LARGE)
    return number


def read_percent(text: str) -> Percent | None:
    """
    >>> read_percent("30%")
    Percent(3, 10)
    """
    match = re.fullmatch(PERCENT_TEXT, text.strip())
    return Percent(_signed(match[1], _exact(match[2]) / 100)) if match else None


def read_money(text: str) -> int | None:
    """An amount in fen.

    >>> read_money("1.5亿元"), read_money("12.50 yuan"), read_money("12.50")
    (15000000000, 1250, None)
    >>> read_money("3千元"), read_money("5角"), read_money("2百万元")
    (300000, 50, 200000000)
    """
    match = re.fullmatch(MONEY_TEXT, text.strip())
    if not match:
        return None
    unit = re.sub(r"\s+", " ", match[3])
    *scale, last = [unit] if unit in _FEN else list(unit)
    fen = _signed(match[1], _exact(match[2])) * prod(_SCALES[s] for s in scale) * _FEN[last]
    if fen.denominator != 1:
        raise LiteralError(Flaw.SUB_FEN)
    if abs(fen) > MAX_MAGNITUDE:
        raise LiteralError(Flaw.TOO_LARGE)
    return int(fen)


def read_date(text: str) -> date | None:
    """
    >>> read_date("2022年12月7日")
    datetime.date(2022, 12, 7)
    """
    if not re.fullmatch(DATE, text.strip()):
        return None
    year, month, day = (int(part) for part in re.findall(r"[0-9]+", text))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise LiteralError(Flaw.NO_SUCH_DATE) from error


NEVER_WORDS: Final = {"en": BY_TERMINAL["NEVER"].en, "zh": BY_TERMINAL["NEVER"].zh}
"""The keyword for `NEVER` in each language; the first spelling is the one that is written."""


def read_date_or_never(text: str) -> date | None:
    """A date, or `NEVER` for the words that say that a day has not come.

    >>> read_date_or_never("从未"), read_date_or_never("2022-12-07")
    (datetime.date(9999, 12, 31), datetime.date(2022, 12, 7))
    """
    is_never = any(text.strip() in words for words in NEVER_WORDS.values())
    return NEVER if is_never else read_date(text)


def read_period(text: str) -> Period | None:
    """
    >>> read_period("3年"), read_period("15 days"), read_period("15日"), read_period("2周")
    (Period(months=36, days=0), Period(months=0, days=15), Period(months=0, days=15), \
Period(months=0, days=14))
    >>> read_period("1年6个月")
    Period(months=18, days=0)
    """
    if not re.fullmatch(PERIOD, text.strip()):
        return None
    months = days = 0
    for amount, unit in re.findall(rf"([0-9]+)\s*({_PERIOD_UNIT})", text):
        if len(amount) > 7:
            raise LiteralError(Flaw.TOO_LARGE)
        months += int(amount) * _MONTHS.get(unit, 0)
        days += int(amount) * _DAYS.get(unit, 0)
    return Period(months=months, days=days)


def _signed(sign: str, number: Fraction) -> Fraction:
    return -number if sign else number


def write_number(number: Fraction | int) -> str:
    """A decimal where one is exact, otherwise a quotient.

    >>> write_number(Fraction(3, 2)), write_number(Fraction(1, 3)), write_number(7)
    ('1.5', '1/3', '7')
    """
    numerator, denominator = number.numerator, number.denominator
    rest, places = denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{numerator}/{denominator}"
    if places == 0:
        return str(numerator)
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def as_written(number: Fraction | int) -> str:
    """In percent if it is a `Percent`, otherwise as by `write_number`.

    >>> as_written(Percent(13, 20)), as_written(Fraction(13, 20))
    ('65%', '0.65')
    """
    return write_percent(number) if isinstance(number, Percent) else write_number(number)


def write_percent(number: Fraction | int) -> str:
    """
    >>> write_percent(Fraction(3, 10))
    '30%'
    """
    return f"{write_number(Fraction(number) * 100)}%"


def write_money(fen: Fraction | int, language: Language) -> str:
    """An amount in the unit that reads best.

    >>> write_money(200_000_000, "zh"), write_money(200_000_000, "en"), write_money(1250, "en")
    ('200万元', '2 million yuan', '12.5 yuan')
    """
    units = {"zh": (("亿元", 10**10), ("万元", 10**6)), "en": (("million yuan", 10**8),)}
    amount = Fraction(fen)
    for unit, size in units[language]:
        if abs(amount) >= size and (amount * 10_000 / size).denominator == 1:
            return _with_unit(amount / size, unit, language)
    return _with_unit(amount / 100, "元" if language == "zh" else "yuan", language)


def kept(written: str, language: Language) -> str | None:
    """A literal as the author wrote it, with its spaces normalised; None where texts in that
    language cannot contain it.

    >>> kept("12 个月", "zh"), kept("12 个月", "en"), kept("2million  yuan", "en")
    ('12个月', None, '2 million yuan')
    """
    other = r"[A-Za-z]" if language == "zh" else r"[^\x00-\x7f]"
    text = written.translate(_NARROW)
    if not text or re.search(other, text):
        return None
    if language == "zh":
        return re.sub(r"\s+", "", text)
    apart = re.sub(r"(?<=[0-9])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[0-9])", " ", text)
    return re.sub(r"\s+(?=%)", "", " ".join(apart.split()))


_NARROW: Final = str.maketrans({"％": "%", "−": "-", "－": "-"})


def _with_unit(amount: Fraction, unit: str, language: Language) -> str:
    return write_number(amount) + ("" if language == "zh" else " ") + unit


def write_day(day: date, language: Language) -> str:
    """A day of the calendar, such as the first or the last day of an interval.

    >>> write_day(date(2022, 12, 7), "zh")
    '2022年12月7日'
    """
    return f"{day.year:04}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def write_date(day: date, language: Language) -> str:
    """A date that is a value of a policy: `NEVER` is written in words.

    >>> write_date(date(2022, 12, 7), "zh"), write_date(NEVER, "zh")
    ('2022年12月7日', '从未')
    """
    if day == NEVER:
        return NEVER_WORDS[language][0]
    return write_day(day, language)


def write_period(period: Period, language: Language) -> str:
    """
    >>> write_period(Period(months=36), "zh"), write_period(Period(days=1), "en")
    ('3年', '1 day')
    """
    parts = [
        (period.months // 12, "年", "year") if period.months % 12 == 0 and period.months else None,
        (period.months, "个月", "month") if period.months % 12 else None,
        (period.days, "天", "day") if period.days or not period.months else None,
    ]
    if language == "zh":
        return "".join(f"{part[0]}{part[1]}" for part in parts if part)
    return " ".join(f"{p[0]} {p[2]}{'' if p[0] == 1 else 's'}" for p in parts if p)
