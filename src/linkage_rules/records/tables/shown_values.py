"""Values as a spreadsheet stores them, with what it shows for them: what every reader of a file
with number formats makes of a number, a day or a time."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from linkage_rules.records.tables.grid import Formatted, Plain
from linkage_rules.records.tables.number_formats import (
    Token,
    is_general,
    is_moment,
    moment_tokens,
    seen_number,
    seen_text,
)

_DAY = frozenset({"year", "month", "day"})
_NO_ZEROS = "showZeros=0"
_OF_A_DAY = frozenset("年月日号时分秒星期周第份T -/.,:()（）、，．。/\u3000\u00a0")
_WEEKDAYS = "一二三四五六日"


def as_shown(value: Plain, code: str) -> Plain:
    """A value with its number format. It is given back as it is where it shows as it is stored.

    ``value`` is the number, or the day or time that a reader has made of it already.

    >>> as_shown(12, "General"), as_shown(12, "000000").text
    (12, '000012')
    >>> as_shown(date(2023, 5, 15), 'yyyy"年"m"月"').text
    '2023年5月'
    """
    if isinstance(value, bool) or is_general(code):
        return value
    if isinstance(value, str):
        text_seen = seen_text(value, code)
        if text_seen.text == value:
            return value
        return Formatted(value, code, text_seen.text.strip(), text_seen.complete)
    if isinstance(value, int | Decimal):
        seen = seen_number(value, code)
        if seen is None:
            return Formatted(value, code, None, complete=False)
        return Formatted(value, code, seen.text.strip(), seen.complete)
    if not isinstance(value, date | time | timedelta):
        return value
    if isinstance(value, date) and parts_shown(code) >= _DAY and not odd_words(code):
        return value
    return Formatted(value, code, _moment(value, code), complete=False)


def hidden_zero(value: Plain) -> Plain:
    """A value of a sheet that is set to show nothing for a zero."""
    stored = value.stored if isinstance(value, Formatted) else value
    if isinstance(stored, int | Decimal) and not isinstance(stored, bool) and stored == 0:
        return Formatted(stored, _NO_ZEROS, "", complete=False)
    return value


@lru_cache(maxsize=1024)
def parts_shown(code: str) -> frozenset[str]:
    """What a format for days and times shows: some of year, month, day and time.

    >>> sorted(parts_shown('m"月"d"日"')), sorted(parts_shown("yyyy-mm-dd hh:mm"))
    (['day', 'month'], ['day', 'month', 'time', 'year'])
    """
    return frozenset(part for part, _ in _parts(moment_tokens(code) or ()) if part)


@lru_cache(maxsize=1024)
def odd_words(code: str) -> str:
    """The words in a format for days that say more than the day: about when, until when.

    >>> odd_words('yyyy"年"m"月底"'), odd_words('yyyy"年"m"月"d"日"')
    ('底', '')
    """
    words = "".join(t.text for t in moment_tokens(code) or () if t.kind == "literal")
    return "".join(character for character in words if character not in _OF_A_DAY)


def _parts(tokens: tuple[Token, ...]) -> list[tuple[str, Token]]:
    """The tokens of a format, each with the part of a moment that it shows."""
    found = []
    letters = [t.text[0].casefold() for t in tokens if t.kind == "moment"]
    number = 0
    for token in tokens:
        part = "time" if token.kind in ("elapsed", "noon") else ""
        if token.kind == "moment":
            before = letters[number - 1] if number else ""
            after = letters[number + 1] if number + 1 < len(letters) else ""
            number += 1
            match token.text[0].casefold():
                case "y" | "e":
                    part = "year"
                case "d" if len(token.text) <= 2:
                    part = "day"
                case "h" | "s":
                    part = "time"
                case "m":
                    part = "time" if before == "h" or after == "s" else "month"
        found.append((part, token))
    return found


def _moment(value: date | time | timedelta, code: str) -> str | None:
    """What a day or a time shows as; None if the format is not understood."""
    tokens = moment_tokens(code)
    if tokens is None or isinstance(value, timedelta) or not is_moment(code):
        return None
    clock = value if isinstance(value, time | datetime) else time()
    day = value if isinstance(value, date) else None
    out = []
    for part, token in _parts(tokens):
        if token.kind == "literal":
            out.append(token.text)
            continue
        text = _clock(clock, token) if part == "time" else _day(day, part, token) if day else None
        if text is None:
            return None
        out.append(text)
    return "".join(out)


def _clock(clock: time | datetime, token: Token) -> str | None:
    if token.kind == "elapsed" or "." in token.text:
        return None
    if token.kind == "noon":
        return "上午" if clock.hour < 12 else "下午"
    number = {"h": clock.hour, "m": clock.minute, "s": clock.second}[token.text[0].casefold()]
    return f"{number:0{min(len(token.text), 2)}}"


def _day(day: date, part: str, token: Token) -> str | None:
    width = len(token.text)
    match part:
        case "year":
            return f"{day.year % 100:02}" if token.text.casefold() in ("y", "yy") else f"{day:%Y}"
        case "month" if width <= 2:
            return f"{day.month:0{width}}"
        case "month" if width in (3, 4):
            return f"{day:%b}" if width == 3 else f"{day:%B}"
        case "day":
            return f"{day.day:0{width}}"
        case "" if token.text.casefold() == "aaaa":
            return f"星期{_WEEKDAYS[day.weekday()]}"
        case "" if token.text.casefold() == "aaa":
            return _WEEKDAYS[day.weekday()]
        case "" if token.text.casefold() in ("ddd", "dddd"):
            return f"{day:%a}" if width == 3 else f"{day:%A}"
    return None
