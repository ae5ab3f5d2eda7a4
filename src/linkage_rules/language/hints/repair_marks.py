"""Marks, dates and texts that are written in another way than the language reads them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from typing import Final

from linkage_rules.language.hints.repair import WRITE, Repair, Stop
from linkage_rules.language.hints.words_meant import MEANT
from linkage_rules.words.messages import Phrase

REMOVE: Final = Phrase("remove “{text}”", "删去“{text}”")
ADD_QUOTES: Final = Phrase("put text in quotation marks: {text}", "文字要加引号：{text}")
_INVISIBLE: Final = Phrase("remove the invisible character {text}", "删去看不见的字符 {text}")
_NO_QUOTES: Final = Phrase("a name stands without quotation marks: {text}", "名称不加引号：{text}")
_WHOLE_DATE: Final = Phrase(
    "a date has a year, a month and a day: {text}", "日期要写年、月、日：{text}"
)

_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+")
_DATE_LIKE: Final = re.compile(
    r"([0-9]{4})\s*[-./年－．]\s*([0-9]{1,2})\s*[-./月－．]\s*([0-9]{1,2})(?:\s*[日号])?"
)
_SYMBOLS: Final = re.compile(r"[=<>!&|:＝＜＞！]+|[≧≦]")
_COMPARED: Final = ("=", "!=", "<", "<=", ">", ">=")
_DECIMALS: Final = re.compile(r"(?<![\w.])\.[0-9]+")
_MONTH: Final = re.compile(r"([0-9]{4})[年.-]([0-9]{1,2})(?:月份?)?(?!\s*[0-9年月.-])")
_FIRST_DAY_BEFORE: Final = re.compile(r"(?:>=|≥|<|＜|自|施行|from|in force)\s*$")
_LAST_DAY_BEFORE: Final = re.compile(r"(?:<=|≤|>|＞|(?<!截)至|to)\s*$")
_OTHER_QUOTES: Final = re.compile(r"'([^'\n]*)'|‘([^’\n]*)’|『([^』\n]*)』|《([^》\n]*)》")
_IN_WORD: Final = re.compile(r"\w").fullmatch
_ONE_OF: Final = re.compile(r"(?:属于|\bin)\s{0,4}$")
_QUOTED: Final = re.compile(r'"([^"\n]*)"|“([^”\n]*)”')

_REWRITTEN: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (_THOUSANDS, lambda match: re.sub("[,，]", "", match[0])),
    (_DATE_LIKE, lambda match: f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"),
    (_DECIMALS, lambda match: f"0{match[0]}"),
    (_SYMBOLS, lambda match: _comparison(match[0])),
)


def _comparison(written: str) -> str | None:
    narrow = unicodedata.normalize("NFKC", written)
    meant = MEANT.get(written) or MEANT.get(narrow)
    return meant[0] if meant else narrow if narrow in _COMPARED else None


def of_marks(code: str, stop: Stop) -> Iterator[Repair]:
    """Changes of marks, dates and texts at the place where reading stops."""
    at = stop.at
    line_start, line_end = code.rfind("\n", 0, at) + 1, code.find("\n", at)
    for pattern, rewritten in _REWRITTEN:
        for match in pattern.finditer(code, line_start, line_end if line_end >= 0 else len(code)):
            text = rewritten(match)
            if match.start() <= at < match.end() and text and text != match[0]:
                yield Repair(*match.span(), text, WRITE.filled(word=match[0], text=text))
    if (month := _MONTH.match(code, at)) and (text := _whole_date(code, month)):
        yield Repair(*month.span(), text, _WHOLE_DATE.filled(text=text))
    if other := _OTHER_QUOTES.match(code, at):
        text = f"“{other[other.lastindex or 0]}”"
        yield Repair(*other.span(), text, ADD_QUOTES.filled(text=text))
    if (quoted := _QUOTED.match(code, at)) and "NAME" in stop.accepted:
        inner = quoted[quoted.lastindex or 0].strip()
        text = inner if inner.isidentifier() else f"「{inner}」"
        yield Repair(*quoted.span(), text, _NO_QUOTES.filled(text=text))
    if code[at : at + 1] in tuple("—–~～") and "_TO" in stop.accepted:
        dash = re.compile(r"[—–~～]+").match(code, at)
        assert dash is not None
        yield Repair(*dash.span(), " 至 ", WRITE.filled(word=dash[0], text="至"))
    if code[at : at + 1] in tuple(",，、"):
        yield from _in_brackets(code, at)
    yield from _of_character(code, at)


def _whole_date(code: str, month: re.Match[str]) -> str | None:
    """The first or the last day of a month, where what stands before says which is meant."""
    year, number = int(month[1]), int(month[2])
    if not 1 <= number <= 12 or year < 1:
        return None
    before = code[max(0, month.start() - 20) : month.start()]
    if _FIRST_DAY_BEFORE.search(before):
        return f"{year:04}年{number}月1日"
    if _LAST_DAY_BEFORE.search(before):
        return f"{year:04}年{number}月{monthrange(year, number)[1]}日"
    return None


def _of_character(code: str, at: int) -> Iterator[Repair]:
    character = code[at : at + 1]
    if not character:
        return
    if character == "[" and "]" in code[at:]:
        end = code.index("]", at) + 1
        text = f"{{{code[at + 1 : end - 1]}}}"
        yield Repair(at, end, text, WRITE.filled(word=code[at:end], text=text))
    if unicodedata.category(character) in ("Cc", "Cf"):
        called = f"U+{ord(character):04X}"
        yield Repair(at, at + 1, "", _INVISIBLE.filled(text=called))
    if character in "=＝":
        yield Repair(at, at + 1, ":", WRITE.filled(word=character, text=":"))
    if character in "．。·" and code[at - 1 : at].strip() and code[at + 1 : at + 2].strip():
        yield Repair(at, at + 1, ".", WRITE.filled(word=character, text="."))
        return
    # A mark of a comparison is no slip.
    if character in "=＝" and code[at - 1 : at] in tuple("<>!=＜＞！＝"):
        return
    before, after = code[at - 1 : at], code[at + 1 : at + 2]
    if character in "!！" and after.strip():
        # It negates what follows; left out, it would turn the meaning round.
        text = "not" if after.isascii() else "非"
        yield Repair(at, at + 1, f"{text} ", WRITE.filled(word=character, text=text))
        return
    # Without the mark between them two words would be one.
    if character in ":：=＝。.!！)）]},，" and not (_IN_WORD(before) and _IN_WORD(after)):
        yield Repair(at, at + 1, "", REMOVE.filled(text=character))


def _in_brackets(code: str, at: int) -> Iterator[Repair]:
    """The values that something may be one of, in the brackets that hold them."""
    opening = max(code.rfind(mark, 0, at) for mark in "（(")
    closing = min((end for mark in "）)" if (end := code.find(mark, at)) >= 0), default=-1)
    if opening < 0 or closing < 0 or not _ONE_OF.search(code, max(0, opening - 20), opening):
        return
    text = f"{{{code[opening + 1 : closing]}}}"
    written = code[opening : closing + 1]
    yield Repair(opening, closing + 1, text, WRITE.filled(word=written, text=text))
