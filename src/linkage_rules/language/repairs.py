"""Small changes that would make a text readable: the likely fix of a mistake in form.

Every change that is suggested was tried: with it, the declaration reads on past the mistake.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import islice
from typing import Final

from attrs import frozen

from linkage_rules.language.keywords import BY_TERMINAL, KEYWORDS, leading_keyword, reserved_words
from linkage_rules.language.messages import DID_YOU_MEAN, Phrase
from linkage_rules.language.nearness import LONGEST_WORD, nearest

_MOST_TRIED: Final = 24
_MOST_READ: Final = 12_000
"""Characters that are read, at most, to try changes of one declaration."""

_WRITE: Final = Phrase("write {text} instead of {word}", "把 {word} 改写为 {text}")
_PUT_BEFORE: Final = Phrase("write {text} before {word}", "在 {word} 之前写 {text}")
_ADD_AT_END: Final = Phrase("write {text} at the end", "在末尾写 {text}")
_REMOVE: Final = Phrase("remove {text}", "删去 {text}")
_REMOVE_SPACE: Final = Phrase("remove the space before {text}", "删去 {text} 前面的空格")
_INVISIBLE: Final = Phrase("remove the invisible character {text}", "删去看不见的字符 {text}")
_SPACES: Final = Phrase(
    "keywords stand apart from other words: {text}", "关键词与别的词之间要空一格：{text}"
)
_ADD_QUOTES: Final = Phrase("put text in quotation marks: {text}", "文字要加引号：{text}")
_NO_QUOTES: Final = Phrase("a name stands without quotation marks: {text}", "名称不加引号：{text}")
_AS_NAME: Final = Phrase(
    "if {word} is meant as a name, write {text}", "{word} 若要作名称，写成{text}"
)
_WHOLE_DATE: Final = Phrase(
    "a date has a year, a month and a day, such as {text}", "日期要写年、月、日，如 {text}"
)


@frozen
class Repair:
    """The characters of a declaration from ``start`` to ``end``, and what to put in their place."""

    start: int
    end: int
    text: str
    hint: Phrase

    def made(self, code: str) -> str:
        return code[: self.start] + self.text + code[self.end :]


@frozen
class Stop:
    """Where the reading of a declaration stops.

    ``accepted`` are the terminals the grammar would take there; ``words`` are the places of the
    last words before it, nearest first, as far as they are names or could be meant as names.
    """

    at: int
    accepted: Set[str]
    words: Sequence[tuple[int, int]]


def likely_repair(code: str, stop: Stop, read_to: Callable[[str], int]) -> Repair | None:
    """The first change that lets a declaration be read past the place where its reading stops.

    ``read_to`` says how far a text can be read.
    """
    tried: set[str] = set()
    most = min(_MOST_TRIED, _MOST_READ // max(1, len(code)))
    for repair in islice(_repairs(code, stop), 4 * _MOST_TRIED):
        made = repair.made(code)
        if made in tried:
            continue
        if len(tried) >= most:
            return None
        tried.add(made)
        longer = len(made) - len(code)
        beyond = max(stop.at + longer, repair.start + len(repair.text))
        # Leaving something out is the fix only where nothing else is missing.
        if read_to(made) > (beyond if repair.text else len(made)):
            return repair
    return None


def _repairs(code: str, stop: Stop) -> Iterator[Repair]:
    yield from _of_marks(code, stop)
    word = _WORD_OR_MARKS.match(code, stop.at)
    places = [*([word.span()] if word else []), *stop.words]
    if word and stop.words:
        yield from _of_two_words(code, stop.words[0][0], word.end())
    for start, end in places:
        yield from _of_word(code, start, end)
    for start, end in stop.words:
        if code[start:end] in reserved_words():
            text = f"「{code[start:end]}」"
            yield Repair(start, end, text, _AS_NAME.filled(word=code[start:end], text=text))
    yield from _by_what_is_accepted(code, stop, word)


# Words

_WORD_OR_MARKS: Final = re.compile(r"\w+|[^\w\s]+")

_MEANT: Final = {
    written.replace("_", " "): spelled
    for line in """
    must      shall should
    must not  cannot
    may       can
    when      if where
    unless    except excluding
    norm      rule duty article
    use       import include
    because   since reason
    yes       true
    no        false
    some      any exists
    every     all each
    always not  never
    and       also
    !=        differs is_not
    =         is are equals
    >         greater above exceeds
    <         less below
    应当      必须 须 应该 务必 要
    不得      禁止 严禁 不准 不许 不能 不可 不应 不应当
    受鼓励    鼓励 提倡 支持
    可以      能 能够 有权
    当        如 若 如果 假如 凡
    除非      例外 除外
    规范      规则 条文 规定
    引用      导入 使用
    因为      因 由于 理由
    且        与 和 及 并 而且 以及
    或        或是 或则
    非        不 不是 没有 并非
    是        真 对
    否        假 错
    存在      有 任一 某个
    每个      所有 全部 每 每一 每一个
    >         大于 超过 高于 多于
    <         小于 低于 少于 不足
    >=        不少于 不低于 至少
    <=        不超过 不多于 不高于 至多
    =         等于 为
    !=        不等于
    !=        <> ><
    =         == := ===
    >=        => ≧
    <=        =< ≦
    and       && &
    or        || |
    """.strip().splitlines()
    for spelled, rest in [re.split(r"\s{2,}", line.strip())]
    for written in rest.split()
}
"""What is often written in place of a word of the language."""


def _of_word(code: str, start: int, end: int) -> Iterator[Repair]:
    word = code[start:end]
    if len(word) > LONGEST_WORD:
        return
    if instead := _MEANT.get(word) or _MEANT.get(word.lower()):
        yield Repair(start, end, instead, _WRITE.filled(word=word, text=instead))
    for text in _numbers_meant(word):
        yield Repair(start, end, text, _WRITE.filled(word=word, text=text))
    for near in _near_keywords(word):
        yield Repair(start, end, near, DID_YOU_MEAN.filled(near=near))
    for text in _spaced(word):
        yield Repair(start, end, text, _SPACES.filled(text=text))


def _of_two_words(code: str, start: int, end: int) -> Iterator[Repair]:
    words = code[start:end].split()
    together = " ".join(words)
    meant = _MEANT.get(together)
    near = [n for n in _near_keywords(together) if " " in n or n.replace("_", "") == "".join(words)]
    for text in (*([meant] if meant else []), *near):
        yield Repair(start, end, text, DID_YOU_MEAN.filled(near=text))


def _numbers_meant(word: str) -> Iterator[str]:
    narrow = unicodedata.normalize("NFKC", word)
    if narrow != word and narrow[:1].isdigit():
        yield narrow
    if re.fullmatch(r"[0-9]+[万亿]", word):
        yield f"{word}元"
    if number := re.match(r"[0-9]+(?=[^\W\d])(?!年)", word):
        yield number[0]


@cache
def _spellings() -> dict[str, str]:
    """Every keyword under what its spelling might be taken for: itself and its first word."""
    found = {s.split()[0]: s for k in reversed(KEYWORDS) for s in k.spellings}
    return {**found, **{s: s for k in KEYWORDS for s in k.spellings}}


def _near_keywords(word: str) -> Iterator[str]:
    words = _spellings()
    joined = " ".join(word.lower().split())
    if len(joined) < 2 or not (joined[0].isalpha()):
        return
    for near in nearest(joined, words, 3, 0.7):
        if words[near] != word:
            yield words[near]


@cache
def _words_glued() -> tuple[str, ...]:
    """Chinese keywords that stand between or behind names, the longest first."""
    terminals = ("AND", "OR", "IN", "IMPLIES", "BETWEEN", "FOR", "OF", "TO", "HAS", "BY")
    modalities = ("MUST", "MUST_IN_PRINCIPLE", "MUST_NOT", "MUST_IN_PRINCIPLE_NOT")
    chosen = (*terminals, *modalities, "ENCOURAGED_TO", "MAY")
    spelled = [s for t in chosen for s in BY_TERMINAL[t].zh]
    spelled += [s for k in KEYWORDS if k.terminal.startswith("IS_") for s in k.zh]
    return tuple(sorted(spelled, key=len, reverse=True))


def _spaced(word: str) -> Iterator[str]:
    """The word with spaces around keywords it may hold, with few spaces first."""
    waiting, seen = deque([word]), {word}
    while waiting and len(seen) < _MOST_TRIED:
        before, _, last = waiting.popleft().rpartition(" ")
        for parts in _split(last):
            text = " ".join((*before.split(), *parts))
            if text not in seen:
                seen.add(text)
                waiting.append(text)
                yield text


def _split(word: str) -> Iterator[tuple[str, ...]]:
    if keyword := leading_keyword(word):
        yield keyword, word[len(keyword) :]
    if ascii_part := re.match(r"[a-z]+(?=[^\x00-\x7f])", word):
        yield ascii_part[0], word[ascii_part.end() :]
    for keyword in _words_glued():
        left, found, right = word.partition(keyword)
        if found and left:
            yield (left, keyword, right) if right else (left, keyword)


def likely_name(word: str, known: Iterable[str], others: Iterable[str] = ()) -> Phrase | None:
    """What an unknown word was probably meant to be.

    >>> likely_name("Projct", ["Project", "Village"]).en
    'did you mean Project?'
    """
    if len(word) > LONGEST_WORD:
        return None
    short = [name for name in known if len(name) <= LONGEST_WORD]
    if text := spaced_out(word, {*short, *others}):
        return _SPACES.filled(text=text)
    near = nearest(word, short)
    return DID_YOU_MEAN.filled(near=near[0]) if near else None


def spaced_out(word: str, known: Set[str]) -> str | None:
    """A word that is nothing but known names and Chinese keywords, with spaces between them.

    >>> spaced_out("经营性且非已完工", {"经营性", "已完工"})
    '经营性 且 非 已完工'
    >>> spaced_out("非农收入", {"经营性"}) is None
    True
    """
    if len(word) > LONGEST_WORD:
        return None
    keywords = {s for k in KEYWORDS for s in k.zh if not k.terminal.startswith("TYPE_")}
    readings: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        options = (
            (*before, word[start:end])
            for start, before in enumerate(readings)
            if before is not None and (word[start:end] in known or word[start:end] in keywords)
        )
        readings.append(min(options, key=len, default=None))
    pieces = readings[-1]
    if pieces is None or keywords.isdisjoint(pieces) or known.isdisjoint(pieces):
        return None
    return " ".join(pieces)


# Marks

_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+")
_DATE_LIKE: Final = re.compile(
    r"([0-9]{4})\s*[-./年－．]\s*([0-9]{1,2})\s*[-./月－．]\s*([0-9]{1,2})(?:\s*[日号])?"
)
_SYMBOLS: Final = re.compile(r"[=<>!&|:]+|[≧≦]")
_DECIMALS: Final = re.compile(r"(?<![\w.])\.[0-9]+")
_MONTH: Final = re.compile(r"[0-9]{4}年[0-9]{1,2}月(?!\s*[0-9])")
_OTHER_QUOTES: Final = re.compile(r"'([^'\n]*)'|‘([^’\n]*)’|『([^』\n]*)』|《([^》\n]*)》")
_QUOTED: Final = re.compile(r'"([^"\n]*)"|“([^”\n]*)”')

_REWRITTEN: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (_THOUSANDS, lambda match: re.sub("[,，]", "", match[0])),
    (_DATE_LIKE, lambda match: f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"),
    (_DECIMALS, lambda match: f"0{match[0]}"),
    (_SYMBOLS, lambda match: _MEANT.get(match[0])),
)


def _of_marks(code: str, stop: Stop) -> Iterator[Repair]:
    at = stop.at
    line_start, line_end = code.rfind("\n", 0, at) + 1, code.find("\n", at)
    for pattern, rewritten in _REWRITTEN:
        for match in pattern.finditer(code, line_start, line_end if line_end >= 0 else len(code)):
            text = rewritten(match)
            if match.start() <= at < match.end() and text and text != match[0]:
                yield Repair(*match.span(), text, _WRITE.filled(word=match[0], text=text))
    if month := _MONTH.match(code, at):
        text = f"{month[0]}1日"
        yield Repair(*month.span(), text, _WHOLE_DATE.filled(text=text))
    if other := _OTHER_QUOTES.match(code, at):
        text = f"“{other[other.lastindex or 0]}”"
        yield Repair(*other.span(), text, _ADD_QUOTES.filled(text=text))
    if (quoted := _QUOTED.match(code, at)) and "NAME" in stop.accepted:
        inner = quoted[quoted.lastindex or 0].strip()
        text = inner if inner.isidentifier() else f"「{inner}」"
        yield Repair(*quoted.span(), text, _NO_QUOTES.filled(text=text))
    yield from _of_character(code, at)


def _of_character(code: str, at: int) -> Iterator[Repair]:
    character = code[at : at + 1]
    if not character:
        return
    if character == "[" and "]" in code[at:]:
        end = code.index("]", at) + 1
        text = f"{{{code[at + 1 : end - 1]}}}"
        yield Repair(at, end, text, _WRITE.filled(word=code[at:end], text=text))
    if unicodedata.category(character) in ("Cc", "Cf"):
        called = f"U+{ord(character):04X}"
        yield Repair(at, at + 1, "", _INVISIBLE.filled(text=called))
    if character in "=＝":
        yield Repair(at, at + 1, ":", _WRITE.filled(word=character, text=":"))
    if character in ":：=＝。.!！)）]}":
        yield Repair(at, at + 1, "", _REMOVE.filled(text=character))


# What could stand there

_FEW: Final = 2
_PUNCTUATION: Final = {
    "_COLON": ":",
    "_RPAR": ")",
    "_RSQB": "]",
    "_RBRACE": "}",
    "_EQUALS": "=",
}


def _by_what_is_accepted(code: str, stop: Stop, word: re.Match[str] | None) -> Iterator[Repair]:
    at, before = stop.at, code[: stop.at].rstrip()
    marks = [mark for name, mark in _PUNCTUATION.items() if name in stop.accepted]
    if "=" in marks and "_AND" in stop.accepted:
        marks.remove("=")
    if word is None:
        for mark in marks:
            yield Repair(at, at, mark, _ADD_AT_END.filled(text=mark))
        return
    start, end = word.span()
    found = word[0]
    for mark in marks:
        yield Repair(at, at, f"{mark} ", _PUT_BEFORE.filled(text=mark, word=found))
    if stop.accepted == {"STRING"} and "\n" not in code[len(before) : at]:
        yield Repair(len(before), end, found, _REMOVE_SPACE.filled(text=found))
        text = f"“{found}”"
        yield Repair(start, end, text, _ADD_QUOTES.filled(text=text))
    if found not in reserved_words():
        return
    keywords = [BY_TERMINAL[t[1:]] for t in sorted(stop.accepted) if t[1:] in BY_TERMINAL]
    for keyword in keywords if len(keywords) <= _FEW else ():
        text = (keyword.en if found.isascii() else keyword.zh)[0]
        yield Repair(start, end, text, _WRITE.filled(word=found, text=text))
    yield Repair(start, end, "", _REMOVE.filled(text=found))
