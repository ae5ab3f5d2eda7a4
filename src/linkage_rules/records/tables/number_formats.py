"""What a spreadsheet shows for the number that it stores: number formats, as far as offices use
them. A format that is not understood to the last character shows nothing that could be read."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from attrs import frozen

GENERAL: Final = frozenset({"", "general", "g/通用格式", "通用格式", "常规", "standard", "@"})
"""Formats that show the number as it is."""

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
"""The formats that Chinese spreadsheets name by a number alone (ECMA-376, 18.8.30)."""

_LONGEST: Final = 255
_MOST_DIGITS: Final = 60
_MOST_PLACES: Final = 60
"""Places, percent signs and commas of a format; spreadsheets take no more than 30 decimals."""
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
    """A part of a format: its kind, and what it shows or is written as."""

    kind: str
    text: str


@frozen
class _Section:
    """One of the parts that semicolons divide; ``tokens`` is None if it is not understood."""

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
    """What a cell shows, and whether that is all of the number: something shows, and no digit is
    cut off."""

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
    """The section for a number, and whether a minus sign goes before it."""
    if any(section.compare for section in sections):
        # How the sign of a negative number is shown then depends on the conditions.
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
    """A number laid into the places that a section has for its digits."""
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
    # Powers of ten, so that every digit is kept.
    scaled = number.scaleb(2 * kinds.count("percent") - 3 * scaling, _EXACT)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    digits, _, rest = format(rounded, "f").partition(".")
    left = _left(tokens[:point], whole, digits.lstrip("0"), grouping)
    right = _right(tokens[point:], rest)
    text = left + right
    return Seen(("-" if signed else "") + text, rounded == scaled and any(map(str.isdigit, text)))


def _is_fraction(tokens: tuple[Token, ...], places: list[int]) -> bool:
    """Whether the number is shown as a quotient such as 1/3."""
    slashes = [i for i, t in enumerate(tokens) if t.kind == "literal" and t.text == "/"]
    return any(places and places[0] < slash < places[-1] for slash in slashes)


def _commas(kinds: list[str], whole: list[int]) -> tuple[int, bool]:
    """How often a comma divides the number by 1000, and whether others part its digits."""
    first, last = (whole[0], whole[-1]) if whole else (-1, -1)
    commas = [index for index, kind in enumerate(kinds) if kind == "comma"]
    grouping = any(first < index < last for index in commas)
    return sum(index > last for index in commas), grouping


def _left(tokens: tuple[Token, ...], whole: list[int], digits: str, grouping: bool) -> str:
    """The digits before the point, given to the places from the right."""
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
