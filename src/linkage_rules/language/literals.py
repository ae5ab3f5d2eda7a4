"""Money, percentages, numbers, dates and periods as people write them, in both languages.

Reading gives ``None`` for text that is not such a literal; what is out of range or not exact
raises `LiteralError` with the reason. Writing gives the canonical spelling of a language, and
reading that gives the same value back.
"""

import re
from datetime import date
from enum import Enum
from fractions import Fraction

from linkage_rules.language.keywords import Language
from linkage_rules.model.values import MAX_MAGNITUDE, Period

# A literal ends with its line: the next may begin with a name such as “years” or “分”.
_GAP = r"[^\S\n]*"
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
MONEY_UNITS = r"亿元|万元|元|分|million[^\S\n]+yuan|yuan|fen"
MONEY = rf"{NUMBER}{_GAP}(?:{MONEY_UNITS})"
PERCENT = rf"{NUMBER}{_GAP}[%％]"
DATE = (
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    rf"|[0-9]{{4}}{_GAP}年{_GAP}[0-9]{{1,2}}{_GAP}月{_GAP}[0-9]{{1,2}}{_GAP}日"
)
PERIOD = rf"[0-9]+{_GAP}(?:years?|months?|days?|年|个月|天)"

_FEN = {
    "亿元": 10**10,
    "万元": 10**6,
    "元": 100,
    "分": 1,
    "million yuan": 10**8,
    "yuan": 100,
    "fen": 1,
}


class Flaw(Enum):
    """Why a literal that looks right cannot be used."""

    SUB_FEN = "sub-fen"
    TOO_LARGE = "too large"
    NO_SUCH_DATE = "no such date"


class LiteralError(ValueError):
    """A literal of the right form without a value; ``flaw`` says why."""

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
    match = re.fullmatch(rf"([-−]?)\s*({NUMBER})", text.strip())
    return _signed(match[1], _exact(match[2])) if match else None


def read_percent(text: str) -> Fraction | None:
    """
    >>> read_percent("30%")
    Fraction(3, 10)
    """
    match = re.fullmatch(rf"([-−]?)\s*({NUMBER})\s*[%％]", text.strip())
    return _signed(match[1], _exact(match[2]) / 100) if match else None


def read_money(text: str) -> int | None:
    """An amount in fen.

    >>> read_money("1.5亿元"), read_money("12.50 yuan"), read_money("12.50")
    (15000000000, 1250, None)
    """
    match = re.fullmatch(rf"([-−]?)\s*({NUMBER})\s*({MONEY_UNITS})", text.strip())
    if not match:
        return None
    fen = _signed(match[1], _exact(match[2])) * _FEN[re.sub(r"\s+", " ", match[3])]
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


def read_period(text: str) -> Period | None:
    """
    >>> read_period("3年"), read_period("15 days")
    (Period(months=36, days=0), Period(months=0, days=15))
    """
    match = re.fullmatch(r"([0-9]+)\s*(.+)", text.strip())
    if not match or not re.fullmatch(PERIOD, text.strip()):
        return None
    if len(match[1]) > 7:
        raise LiteralError(Flaw.TOO_LARGE)
    amount, unit = int(match[1]), match[2]
    if unit in ("天", "day", "days"):
        return Period(days=amount)
    return Period(months=amount * (12 if unit in ("年", "year", "years") else 1))


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


def _with_unit(amount: Fraction, unit: str, language: Language) -> str:
    return write_number(amount) + ("" if language == "zh" else " ") + unit


def write_date(day: date, language: Language) -> str:
    """
    >>> write_date(date(2022, 12, 7), "zh")
    '2022年12月7日'
    """
    return f"{day.year:04}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


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
