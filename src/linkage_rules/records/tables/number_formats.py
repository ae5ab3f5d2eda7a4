"""Number formats: what a cell shows, and whether a number stands for a day."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from attrs import frozen

from linkage_rules.records.tables.grid import Formatted, Plain, plain_number

GENERAL: Final = frozenset({"", "general", "g/通用格式", "通用格式", "常规", "standard", "@"})
"""Formats that show a number as it is."""

CHINESE_DATES: Final = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
"""The formats that Chinese spreadsheets refer to by number only (ECMA-376, 18.8.30)."""

_LONGEST: Final = 255
_MOST_DIGITS: Final = 60
_MOST_PLACES: Final = 60
"""The most digits, percent signs and commas of a format; spreadsheets allow no more than 30
decimals."""
_EXACT: Final = Context(prec=8 * _MOST_DIGITS)
_COLOURS: Final = (
    "black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+"
    "|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色 ?[0-9]+"
)
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<nothing>_.|\*.|\[(?:" + _COLOURS + r")\])"
    r"|\[\$(?P<currency>[^\]-]*)(?:-[0-9a-f]+)?\]"
    r"|\[(?P<compare>[<>=]{1,2})(?P<limit>-?[0-9]+(?:\.[0-9]+)?)\]"
    r"|(?P<numerals>\[dbnum[0-9]\])"
    r"|(?P<elapsed>\[(?:h+|m+|s+)\])"
    r"|(?P<general>general|g/通用格式|通用格式|@)"
    r"|(?P<noon>am/pm|a/p|上午/下午)"
    r"|(?P<moment>y+|e+(?![+-])|m+|d+|h+|s+(?:\.0+)?|aaaa?)"
    r"|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<plain>[$+\-/():' ^&~{}<>=¥￥]|[^\x00-\x7f])",
    re.IGNORECASE,
)


_PIECE: Final = re.compile(r'"[^"]*"?|\[[^\]]*\]?|[\\!].?|.', re.DOTALL)


@frozen
class Token:
    """A part of a format: its kind and its text."""

    kind: str
    text: str


@frozen
class _Section:
    """One of the sections of a format that semicolons separate; ``tokens`` is None if it is not
    understood."""

    tokens: tuple[Token, ...] | None
    compare: str = ""
    limit: Decimal = Decimal(0)

    @property
    def is_moment(self) -> bool:
        return any(t.kind in ("moment", "elapsed") for t in self.tokens or ())

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens or ())


@frozen
class Seen:
    """What a cell shows, and whether that is the whole number: something is shown, and no digit is
    cut."""

    text: str
    complete: bool


@lru_cache(maxsize=1024)
def is_general(code: str) -> bool:
    """Whether a format shows numbers as they are."""
    return code.strip().casefold() in GENERAL


def is_moment(code: str) -> bool:
    """Whether a format shows a number as a day or a time.

    >>> is_moment('yyyy"年"m"月"'), is_moment('0"days"')
    (True, False)
    """
    return _sections(code)[0].is_moment


def moment_tokens(code: str) -> tuple[Token, ...] | None:
    """The tokens of a format for days and times; None if it is not understood."""
    return _sections(code)[0].tokens


def seen_number(number: int | Decimal, code: str) -> Seen | None:
    """What a cell shows for a number; None if its format is not understood.

    >>> seen_number(5, '0"%"').text, seen_number(125_000, '0!.0,"万"').text
    ('5%', '12.5万')
    >>> seen_number(Decimal("12.345"), "0.00")
    Seen(text='12.35', complete=False)
    """
    exact = Decimal(number)
    if len(exact.as_tuple().digits) > _MOST_DIGITS or abs(exact.adjusted()) > _MOST_DIGITS:
        return None
    chosen = _chosen(exact, _sections(code)[:3])
    if chosen is None:
        return None
    section, signed = chosen
    tokens = section.tokens
    if tokens is None or section.is_moment or section.has("noon") or section.has("numerals"):
        return None
    if section.has("general"):
        if section.has("place"):
            return None
        shown = format(abs(exact), "f")
        text = "".join(shown if t.kind == "general" else t.text for t in tokens)
        return Seen(("-" if signed else "") + text, True)
    return _placed(abs(exact), tokens, signed)


def seen_text(text: str, code: str) -> Seen:
    """What a cell shows for a text.

    >>> seen_text("12", '@"元"'), seen_text("12", ";;;")
    (Seen(text='12元', complete=True), Seen(text='', complete=False))
    """
    sections = _sections(code)
    own = (
        sections[3] if len(sections) > 3 else next((s for s in sections if s.has("general")), None)
    )
    if own is None or own.tokens is None:
        return Seen(text, True)
    shown = "".join(
        text if token.kind == "general" else token.text
        for token in own.tokens
        if token.kind in ("general", "literal")
    )
    return Seen(shown, bool(shown.strip()) or not text.strip())


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > _LONGEST:
        return (_Section(None),)
    parts = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(_section(part) for part in parts)


def _section(text: str) -> _Section:
    tokens = []
    compare, limit, at = "", Decimal(0), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            return _Section(None)
        at = match.end()
        kind = match.lastgroup
        if kind == "limit":
            compare, limit = match["compare"], Decimal(match["limit"])
        elif kind in ("quoted", "escaped", "currency", "plain"):
            tokens.append(Token("literal", match[kind]))
        elif kind and kind != "nothing":
            tokens.append(Token(kind, match[kind]))
    return _Section(tuple(tokens), compare, limit)


def _chosen(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section, bool] | None:
    """The section for a number, and whether a minus sign is put before it."""
    if any(section.compare for section in sections):
        # With conditions in the format, how the sign of a negative number is shown depends on them.
        if number < 0:
            return None
        fitting = (s for s in sections if _meets(number, s))
        section = next(fitting, None)
        return (section, False) if section else None
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], number < 0


def _meets(number: Decimal, section: _Section) -> bool:
    limit = section.limit
    return {
        "": True,
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }.get(section.compare, False)


def _placed(number: Decimal, tokens: tuple[Token, ...], signed: bool) -> Seen | None:
    """A number written into the digit places of a section."""
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    if "point" in kinds[point + 1 :] or "elapsed" in kinds:
        return None
    places = [index for index, kind in enumerate(kinds) if kind == "place"]
    whole = [index for index in places if index < point]
    if _is_fraction(tokens, places):
        return None
    if max(len(places), kinds.count("percent"), kinds.count("comma")) > _MOST_PLACES:
        return None
    if not places:
        text = "".join(t.text for t in tokens if t.kind in ("literal", "percent"))
        return Seen(("-" if signed and text else "") + text, bool(text.strip()))
    decimals = len(places) - len(whole)
    scaling, grouping = _commas(kinds, whole)
    # Only powers of ten are applied, so every digit is kept.
    scaled = number.scaleb(2 * kinds.count("percent") - 3 * scaling, _EXACT)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    digits, _, rest = format(rounded, "f").partition(".")
    left = _left(tokens[:point], whole, digits.lstrip("0"), grouping)
    right = _right(tokens[point:], rest)
    text = left + right
    return Seen(("-" if signed else "") + text, rounded == scaled and any(map(str.isdigit, text)))


def _is_fraction(tokens: tuple[Token, ...], places: list[int]) -> bool:
    """Whether the number is shown as a fraction such as 1/3."""
    slashes = [i for i, t in enumerate(tokens) if t.kind == "literal" and t.text == "/"]
    return any(places and places[0] < slash < places[-1] for slash in slashes)


def _commas(kinds: list[str], whole: list[int]) -> tuple[int, bool]:
    """How many commas divide the number by 1000, and whether other commas separate groups of
    digits."""
    first, last = (whole[0], whole[-1]) if whole else (-1, -1)
    commas = [index for index, kind in enumerate(kinds) if kind == "comma"]
    grouping = any(first < index < last for index in commas)
    return sum(index > last for index in commas), grouping


def _left(tokens: tuple[Token, ...], whole: list[int], digits: str, grouping: bool) -> str:
    """The digits before the point, put into the places from the right."""
    out: list[str] = []
    given = 0

    def give(digit: str) -> None:
        nonlocal given
        if grouping and given and given % 3 == 0 and digit.strip():
            out.append(",")
        out.append(digit)
        given += 1

    rest = list(digits)
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind == "place":
            if rest:
                give(rest.pop())
            elif token.text != "#":
                give("0" if token.text == "0" else " ")
            while index == whole[0] and rest:
                give(rest.pop())
        elif token.kind in ("literal", "percent"):
            out.append(token.text[::-1])
    return "".join(out)[::-1]


def _right(tokens: tuple[Token, ...], digits: str) -> str:
    """The point and the digits behind it."""
    out: list[str] = []
    left = list(digits)
    for token in tokens:
        if token.kind == "place":
            digit = left.pop(0)
            ends = digit == "0" and not any(d != "0" for d in left)
            out.append({"#": "", "?": " "}.get(token.text, digit) if ends else digit)
        elif token.kind in ("literal", "percent", "point"):
            out.append(token.text)
    return "".join(out)


_DAY = frozenset({"year", "month", "day"})
_NO_ZEROS = "showZeros=0"
_OF_A_DAY = frozenset("年月日号时分秒星期周第份T -/.,:()（）、，．。/\u3000\u00a0")
_WEEKDAYS = "一二三四五六日"


def as_shown(value: Plain, code: str) -> Plain:
    """A value with what its number format shows; the value itself where it is shown as stored.

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
    """A value in a sheet that is set to hide zeros."""
    stored = value.stored if isinstance(value, Formatted) else value
    if isinstance(stored, int | Decimal) and not isinstance(stored, bool) and stored == 0:
        return Formatted(stored, _NO_ZEROS, "", complete=False)
    return value


@lru_cache(maxsize=1024)
def parts_shown(code: str) -> frozenset[str]:
    """Which of year, month, day and time a format for days and times shows.

    >>> sorted(parts_shown('m"月"d"日"')), sorted(parts_shown("yyyy-mm-dd hh:mm"))
    (['day', 'month'], ['day', 'month', 'time', 'year'])
    """
    return frozenset(part for part, _ in _parts(moment_tokens(code) or ()) if part)


@lru_cache(maxsize=1024)
def odd_words(code: str) -> str:
    """Words in a format for days that say more than the day, such as “about” or “until”.

    >>> odd_words('yyyy"年"m"月底"'), odd_words('yyyy"年"m"月"d"日"')
    ('底', '')
    """
    words = "".join(t.text for t in moment_tokens(code) or () if t.kind == "literal")
    return "".join(character for character in words if character not in _OF_A_DAY)


def _parts(tokens: tuple[Token, ...]) -> list[tuple[str, Token]]:
    """The tokens of a format, each with the part of a date or time that it shows."""
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
    """A day or a time as its format shows it; None if the format is not understood."""
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


_SECONDS: Final = 86_400
_FIRST_LEAP_DAY: Final = 60
_LAST: Final = 2_958_466
"""The number of 1 January 10000, after the last day that spreadsheets know."""


def shown_number(number: float, format_number: int, code: str, from_1904: bool) -> Plain:
    """A stored number as its format shows it: a number, a day or a time.

    ``code`` is the format; where a workbook gives none, ``format_number`` may be one of those that
    Chinese spreadsheets refer to by number only.

    >>> shown_number(45047.0, 14, "yyyy-mm-dd", False)
    datetime.datetime(2023, 5, 1, 0, 0)
    >>> shown_number(12.0, 0, "General", False)
    12
    """
    value = plain_number(number)
    known = CHINESE_DATES.get(format_number, code) if is_general(code) else code
    if not is_moment(known):
        return as_shown(value, known)
    moment = moment_of(Decimal(value), from_1904)
    return as_shown(value if moment is None else moment, known)


def moment_of(number: Decimal, from_1904: bool) -> datetime | time | None:
    """The day that a number stands for; a time of day below 1, and None outside the calendar.

    Counted from 1900, number 60 is 29 February of that year, which did not exist.
    """
    if not 0 <= number < _LAST or (number.to_integral_value() == _FIRST_LEAP_DAY and not from_1904):
        return None
    days, part = divmod(number, 1)
    seconds = timedelta(seconds=round(float(part) * _SECONDS))
    if days == 0 and not from_1904:
        return (datetime.min + seconds).time() if seconds < timedelta(days=1) else None
    if from_1904:
        first = date(1904, 1, 1)
    else:
        first = date(1899, 12, 30) if days > _FIRST_LEAP_DAY else date(1899, 12, 31)
    return datetime.combine(first, time()) + timedelta(days=int(days)) + seconds
