"""Likely repairs of mistakes in form (marks, quantities, words), each tried before it is
proposed."""

import re
import unicodedata
from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from itertools import chain, islice, pairwise, product
from typing import Final

from linkage_rules.language.hints.names_meant import SPACES, opposed, undecided
from linkage_rules.language.hints.quantities import quantity_meant, term_meant
from linkage_rules.language.hints.repair import (
    MOST_TRIED,
    WRITE,
    Proposal,
    Repair,
    Stop,
    of_lists,
    total_told,
)
from linkage_rules.language.hints.words_meant import (
    COMPARING,
    COMPARING_IN_ENGLISH,
    MEANT,
    simplified,
)
from linkage_rules.model.deontic import FORCES
from linkage_rules.words import literals
from linkage_rules.words.keywords import (
    BY_TERMINAL,
    KEYWORDS,
    leading_keyword,
    reserved_words,
    spelled,
    spelling,
)
from linkage_rules.words.messages import DID_YOU_MEAN, Phrase
from linkage_rules.words.nearness import LONGEST_WORD, nearest


def of_word(code: str, start: int, end: int) -> Iterator[Repair]:
    """Repairs of one word, those with exactly the same meaning first."""
    word = code[start:end]
    if len(word) > LONGEST_WORD:
        return
    narrow = unicodedata.normalize("NFKC", word)
    for other in dict.fromkeys((word, word.lower(), narrow, narrow.lower(), simplified(word))):
        meant = MEANT.get(other, ())
        for text in meant if other == word or other not in reserved_words() else (other,):
            yield Repair(start, end, text, WRITE.filled(word=word, text=text))
    if (keyword := leading_keyword(word)) and word[len(keyword) :].isascii():
        text = f"{keyword} {word[len(keyword) :]}"
        yield Repair(start, end, text, SPACES.filled(text=text))
    for near in near_keywords(word):
        yield Repair(start, end, near, DID_YOU_MEAN.filled(near=near))
    for text in _spaced(word):
        yield Repair(start, end, text, SPACES.filled(text=text))


def of_two_words(code: str, start: int, end: int) -> Iterator[Repair]:
    """Repairs of two words side by side that form one keyword."""
    words = code[start:end].split()
    together = " ".join(words)
    near = [n for n in near_keywords(together) if " " in n or n.replace("_", "") == "".join(words)]
    for text in (*MEANT.get(together, ()), *MEANT.get("".join(words), ()), *near):
        yield Repair(start, _through(code, end, text), text, DID_YOU_MEAN.filled(near=text))


def _through(code: str, end: int, text: str) -> int:
    """The end of the text that a keyword replaces; its last word may be there already."""
    last = text.split()[-1]
    there = re.compile(rf"[^\S\n]+{re.escape(last)}(?!\w)").match(code, end)
    return there.end() if there and len(text.split()) > 2 else end


_NEGATED: Final = re.compile(
    r"(?:不|没有?|未)(?P<zh>被禁止|被要求|被提倡|被允许|被违反|适用)(?!\w)"
    r"|(?P<en>is)\s+not\s+(?P<rest>[a-z]+(?: [a-z]+)?)(?!\w)"
)


def of_negated_outcome(code: str, words: Sequence[tuple[int, int]]) -> Iterator[Repair]:
    """Repairs of “build is not permitted” to “not build is permitted”; ``words`` are nearest
    first."""
    for (at, _), (start, end) in pairwise(words):
        match = _NEGATED.match(code, at)
        if match is None:
            continue
        asked = match["zh"] or f"is {match['rest']}"
        text = f"{'非' if match['zh'] else 'not'} {code[start:end]} {asked}"
        yield Repair(
            start, match.end(), text, WRITE.filled(word=code[start : match.end()], text=text)
        )


@cache
def _spellings() -> dict[str, str]:
    """Every keyword by spellings that may be meant for it: its own and its first word."""
    found = {s.split()[0]: s for k in reversed(KEYWORDS) for s in k.spellings}
    return {**found, **{s: s for k in KEYWORDS for s in k.spellings}}


def near_keywords(word: str) -> Iterator[str]:
    """The keywords that are written nearly so, the likeliest first, one perhaps twice; none where
    that is not clear.

    >>> [*near_keywords("unles")], [*near_keywords("canal")]
    (['unless'], [])
    """
    words = _spellings()
    joined = " ".join(word.lower().split())
    if len(joined) < 2 or not (joined[0].isalpha()):
        return
    letters = sorted(joined)
    mixed_up = [one for one in words if sorted(one) == letters]
    alike = nearest(joined, words, 3, 0.7)
    for near in (*mixed_up, *(() if undecided(joined, alike) else alike)):
        if words[near] != word and not opposed(joined, words[near]):
            yield words[near]


@cache
def _words_glued() -> tuple[str, ...]:
    """Chinese keywords that are written next to names, the longest first."""
    terminals = ("AND", "OR", "IN", "IMPLIES", "BETWEEN", "FOR", "OF", "TO", "HAS", "BY")
    glued = [s for t in (*terminals, *FORCES.values()) for s in BY_TERMINAL[t].zh]
    glued += [s for k in KEYWORDS if k.terminal.startswith("IS_") for s in k.zh]
    return tuple(sorted(glued, key=len, reverse=True))


def _spaced(word: str) -> Iterator[str]:
    """The word with spaces around keywords inside it, in variants with few spaces first."""
    waiting, seen = deque([word]), {word}
    while waiting and len(seen) < MOST_TRIED:
        before, _, last = waiting.popleft().rpartition(" ")
        for parts in _split(last):
            text = " ".join((*before.split(), *parts))
            if text not in seen:
                seen.add(text)
                waiting.append(text)
                yield text


def _split(word: str) -> Iterator[tuple[str, ...]]:
    # “可不” and “不得不” have other meanings than “可” and “不得”.
    if (keyword := leading_keyword(word)) and word[len(keyword) :] not in tuple("不非未无"):
        yield keyword, word[len(keyword) :]
    if ascii_part := re.match(r"[a-z]+(?=[^\x00-\x7f])", word):
        yield ascii_part[0], word[ascii_part.end() :]
    for keyword in _words_glued():
        left, found, right = word.partition(keyword)
        if found and left:
            yield (left, keyword, right) if right else (left, keyword)


AS_NAME: Final = Phrase(
    "if “{word}” is meant as a name, write {text}", "“{word}”若要作名称，写成{text}"
)
_WORKING_DAYS: Final = Phrase(
    "working days are counted from a day, such as: 15 working days after accepted_on",
    "工作日要从某一天数起，例如：受理日期 之后 15个工作日",
)
_QUARTER: Final = Phrase(
    "a number of quarters is written in months, a quarter being 3个月; for a certain quarter write "
    "its first and its last day",
    "几个季度的时长按每季度3个月写成“个月”；若指某一季度，写它的起止日期",
)
_MONTHS: Final = Phrase(
    "write {number}个月 if so many months are meant, and a date such as 2023年{number}月1日 if not",
    "若指时长，写 {number}个月；若指月份，写明日期，如 2023年{number}月1日",
)
_MONTH: Final = Phrase(
    "a date has a year, a month and a day: write the first or the last day, as is meant",
    "日期要写年、月、日：按原意写该月（年）的第一天或最后一天",
)
_FOREIGN: Final = Phrase(
    "amounts are in yuan; other money is converted before it is written",
    "金额以人民币计；其他货币先折算再写",
)
_UNIT: Final = Phrase(
    "“{unit}” is no unit of the language; write the number in the unit that the field is kept in",
    "“{unit}”不是语言里的计量单位；按该字段所用的单位写出数字",
)

_QUANTITY: Final = re.compile(
    r"[0-9０-９][\w.．%％‰,，]*"
    r"|[￥¥]\s*[0-9０-９][\w.．,，]*|人民币[0-9０-９零一二两三四五六七八九十百千万亿][\w.．]*"
)
_APART: Final = re.compile(r"[0-9０-９]\w*[^\S\n]+[^\W\d]+")
_NUMBER_BEFORE: Final = re.compile(r"(?<![\w.])[0-9０-９][0-9０-９.,，]*$")
_NUMBER_AND_SPACE: Final = re.compile(r"(?<![\w.])[0-9０-９]+[^\S\n]+$")
_WORKING_DAYS_ALONE: Final = re.compile(
    r"个?工作日|(?:working[^\S\n]+|work|business[^\S\n]+)days?\b(?![^\S\n]+(?:after|before|between)\b)"
)
_WORKING_DAYS_ADDED: Final = re.compile(
    r"(?P<day>(?:[^\W\d]\w*|「[^「」\n]+」)(?:\.(?:[^\W\d]\w*|「[^「」\n]+」))*)[^\S\n]*"
    r"(?P<sign>[-+＋－−])[^\S\n]*(?P<number>[0-9]+)[^\S\n]*"
    r"(?:个?(?P<zh>工作日)|(?:working|work|business)[^\S\n]+days?(?!\w))(?![^\S\n]*(?:after|before)\b)"
)
_UNITS_TOLD: Final = (
    (re.compile(r"[0-9０-９.]+个?工作日"), _WORKING_DAYS),
    (re.compile(r"[0-9０-９.]+个?季度?"), _QUARTER),
    (re.compile(r"(?P<number>[0-9０-９]+)月份?"), _MONTHS),
    (re.compile(r"[0-9]{4}年[0-9]{1,2}月份?|[0-9]{4}年[度底初末]"), _MONTH),
    (re.compile(r"[0-9０-９.]+[十百千万亿]*(?:美元|欧元|港元|日元|英镑|美金)"), _FOREIGN),
    (re.compile(r"[0-9０-９.]+[十百千万亿]*(?!以|及)(?P<unit>[^\W\d_十百千万亿元]+)"), _UNIT),
)

_LITERAL: Final = "|".join(
    (literals.DATE, literals.MONEY, literals.PERIOD, literals.SCALED, literals.PERCENT)
)
_READ: Final = re.compile(rf"(?:{_LITERAL}|{literals.NUMBER})")
_SIDES: Final = {
    "以上": ">=",
    "以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "以外": ">",
    "之后": ">",
    "以后": ">",
    "之前": "<",
    "以前": "<",
    "or more": ">=",
    "or above": ">=",
    "or less": "<=",
    "or fewer": "<=",
    "or below": "<=",
}
"""Comparisons for words of side. By article 1259 of the Civil Code of the PRC 以上, 以下 and 以内
include the number; 以外, 不满 and 超过 do not."""
_SIDE: Final = f"(?P<side>{'|'.join(_SIDES)})".replace(" ", r"[^\S\n]+")
_EDGE: Final = r"[（(]不?含[^（()）]*[)）]"
"""A remark in brackets on whether the number itself is included."""
_LAST: Final = rf"(?:\s{{0,4}}(?P<last>{_EDGE}|[，,]?不含[^\s（()），,]*))?"
_BOUND: Final = re.compile(
    rf"(?:(?:在|达到|达|为)\s{{0,4}})?(?P<quantity>[^\s（()）]+?)\s{{0,4}}(?P<edge>{_EDGE}|及|或|含)?"
    rf"\s{{0,4}}{_SIDE}{_LAST}"
)
_BOUND_BEHIND: Final = re.compile(
    rf"{_SIDE}\s{{0,4}}(?P<edge>{_EDGE})?\s{{0,4}}(?P<quantity>[^\s（()）]+){_LAST}"
)
"""“以上 3户”: the words in the order in which they follow a field."""
_COMPARED: Final = {**COMPARING, **COMPARING_IN_ENGLISH}
_COMPARED_IN_WORDS: Final = "|".join(
    word.replace(" ", r"[^\S\n]+") for word in sorted(_COMPARED, key=len, reverse=True)
)
_COMPARED_QUANTITY: Final = re.compile(
    rf"(?:is[^\S\n]+)?(?P<word>{_COMPARED_IN_WORDS})(?P<edge>)\s*(?P<quantity>[^\s（()）]+){_LAST}"
)
_WITH_BRACKETS: Final = re.compile(
    r"\w+(?:[（(【\[][^（()）【】\[\]\n]*[）)】\]]\w*|[—–·~～/&%％‰℃②-⑳①]\w*)+"
)

_IN_BRACKETS: Final = re.compile(r"(?P<word>\w{1,100})[（(]\w{1,100}\Z")
_BOUND_OR_SHARE: Final = re.compile(
    rf"^[0-9０-９]|(?:的|{'|'.join(COMPARING)})[0-9０-９]|[0-9０-９]\w*[（(]不?含"
)
"""Text that is no name: a bound in words, or a share of something."""


def of_quantities(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of quantities and bounds, which keep exactly their meaning."""
    yield from _of_bounds(code, stop)
    # Part of a number may have been read before reading stopped.
    before = _NUMBER_BEFORE.search(code, max(0, stop.at - 40), stop.at)
    start = before.start() if before else stop.at
    # “30 户” may have been read as a number and the beginning of the next word.
    for word, end in () if before else stop.words[:1]:
        number = _NUMBER_AND_SPACE.search(code, max(0, word - 40), word)
        if number and _APART.fullmatch(code, number.start(), end):
            start = number.start()
    if (apart := _APART.match(code, start)) and (text := quantity_meant(apart[0])):
        yield Repair(*apart.span(), text, WRITE.filled(word=apart[0], text=text))
    elif match := _QUANTITY.match(code, start):
        written = match[0].rstrip(",，.．")
        if text := quantity_meant(written):
            end = match.start() + len(written)
            yield Repair(match.start(), end, text, WRITE.filled(word=written, text=text))


_DEADLINE: Final = re.compile(rf"[^\S\n]*(?:{'|'.join(spelled('WITHIN'))})(?!\w)[^\S\n]*")
_LENGTH_OF: Final = re.compile(r"(?<=[0-9a-z])[^\S\n]+(?P<of>of|from|since)(?=[^\S\n])")


def of_deadlines(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of deadlines in the words of documents: “限期 自受理日起 20日内”, “within 20 days of
    …”."""
    line = code.rfind("\n", 0, stop.at) + 1
    begins = _DEADLINE.match(code, line)
    if begins is None or stop.at < begins.end():
        return
    end = code.find("\n", line)
    written = code[begins.end() : len(code) if end < 0 else end].rstrip()
    text = written
    if term := term_meant(written):
        text = term[1] if term[0] is None else f"{term[0]} 之后 {term[1]}"
    elif match := _LENGTH_OF.search(written):
        text = f"{written[: match.start('of')]}after{written[match.end('of') :]}"
    if text != written:
        change = WRITE.filled(word=written, text=text)
        yield Repair(begins.end(), begins.end() + len(written), text, change)


def of_working_days(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of “accepted_on + 15 working days” to “15 working days after accepted_on”."""
    line = code.rfind("\n", 0, stop.at) + 1
    for match in _WORKING_DAYS_ADDED.finditer(code, line):
        if match.end() < stop.at:
            continue
        if match.start() > stop.at:
            return
        day, number = match["day"], match["number"]
        later = match["sign"] in "+＋"
        if match["zh"]:
            text = f"（{day} {'之后' if later else '之前'} {number}个工作日）"
        else:
            text = f"({number} working days {'after' if later else 'before'} {day})"
        yield Repair(*match.span(), text, WRITE.filled(word=match[0], text=text))


def unit_told(code: str, at: int) -> Proposal | None:
    """The hint for a unit that the language does not have, where only the author can decide."""
    if _WORKING_DAYS_ALONE.match(code, at) and _NUMBER_AND_SPACE.search(f"{code[:at].rstrip()} "):
        return Proposal(_WORKING_DAYS)
    match = _QUANTITY.match(code, at)
    if match is None or _READ.fullmatch(match[0]) or quantity_meant(match[0]):
        return None
    for pattern, phrase in _UNITS_TOLD:
        if unit := pattern.match(match[0]):
            hint = phrase.filled(**unit.groupdict()) if unit.groupdict() else phrase
            start, end = at, at + len(unit[0])
            made = (
                Repair(start, end, text, WRITE.filled(word=unit[0], text=text))
                for text in _that_may_be_meant(phrase, unit[0])
            )
            return Proposal(hint, tuple(made))
    return None


def _that_may_be_meant(told: Phrase, written: str) -> Iterator[str]:
    """What a unit that the language does not have may stand for, as far as it is told."""
    digits = re.findall(r"[0-9]+", unicodedata.normalize("NFKC", written))
    # No document speaks of a billion quarters; Python reads no number of some thousand digits.
    numbers = [int(number) for number in digits if len(number) < 10]
    if len(numbers) < len(digits):
        return
    if told is _QUARTER and len(numbers) == 1:
        yield f"{3 * numbers[0]}个月"
    elif told is _MONTHS and len(numbers) == 1:
        yield f"{numbers[0]}个月"
    elif told is _MONTH and numbers and MINYEAR <= numbers[0] <= MAXYEAR:
        year, *months = numbers
        first, last = (months[0], months[0]) if months else (1, 12)
        if 1 <= first <= 12:
            yield literals.write_date(date(year, first, 1), "zh")
            yield literals.write_date(date(year, last, monthrange(year, last)[1]), "zh")


def _of_bounds(code: str, stop: Stop) -> Iterator[Repair]:
    if _DEADLINE.match(code, code.rfind("\n", 0, stop.at) + 1):
        return  # “之后 ２０天” is a time there, and no comparison.
    starts = (stop.at, *(start for start, _ in stop.words[:2]))
    for start, pattern in product(starts, (_BOUND, _BOUND_BEHIND, _COMPARED_QUANTITY)):
        match = pattern.match(code, start)
        quantity = match and _read(match["quantity"])
        if match and quantity:
            text = f"{_sign(match)} {quantity}"
            yield Repair(*match.span(), text, WRITE.filled(word=match[0], text=text))
            # The compared value may come after the bound: “3户以上 户数”.
            if operand := _OPERAND.match(code, match.end()):
                text, whole = f"{operand['name']} {text}", code[match.start() : operand.end()]
                change = WRITE.filled(word=whole, text=text)
                yield Repair(match.start(), operand.end(), text, change)


def _sign(bound: re.Match[str]) -> str:
    """The comparison for a bound in words; a remark on whether the number is included takes
    precedence."""
    said = bound.groupdict()
    word = " ".join((said.get("side") or said["word"] or "").split())
    sign = _SIDES[word] if said.get("side") else _COMPARED[word]
    edges = f"{said['edge'] or ''}{said['last'] or ''}"
    if "不含" in edges:
        return sign.rstrip("=") or sign
    return f"{sign}=" if "含" in edges and sign in "<>" else sign


_HOLDS_WITHIN: Final = {">=": "BUT_AT_LEAST", "<=": "BUT_AT_MOST"}
_OPERAND: Final = re.compile(
    r"[^\S\n]*(?P<name>(?:[^\W\d]\w*|「[^「」\n]+」)(?:\.(?:[^\W\d]\w*|「[^「」\n]+」))*)"
)
_LIMITED: Final = re.compile(rf"(?:is[^\S\n]+)?(?P<word>{_COMPARED_IN_WORDS})")
_VALUED: Final = re.compile(
    rf"(?:{'|'.join(spelled('FACT'))})[^\S\n][^\n:：]{{0,400}}[:：]"
    rf"(?!\s{{0,9}}(?:{'|'.join(spelled('TYPE_YES_NO'))})(?!\w))"
)
_HELD_OR_COMPARED: Final = Phrase(
    "write “{comparison}” to compare the two, or “{limit}” for an amount that is held to a limit",
    "若是比较，写“{comparison}”；若是给数额设限，写“{limit}”",
)


def limit_told(code: str, stop: Stop) -> Proposal | None:
    """The hint with the two meanings that “at least” may have in the value of a fact.

    Elsewhere a condition is wanted, which can only be a comparison.
    """
    if not _VALUED.match(code):
        return None
    for start in (stop.at, *(start for start, _ in stop.words[:2])):
        if (match := _LIMITED.match(code, start)) and match.end() >= stop.at:
            comparison = _COMPARED[" ".join(match["word"].split())]
            if terminal := _HOLDS_WITHIN.get(comparison):
                limit = spelling(terminal, "en" if match["word"].isascii() else "zh")
                hint = _HELD_OR_COMPARED.filled(comparison=comparison, limit=limit)
                places = match.span("word")
                made = (
                    Repair(*places, text, WRITE.filled(word=match["word"], text=text))
                    for text in (comparison, limit)
                )
                return Proposal(hint, tuple(made))
    return None


def _read(quantity: str) -> str | None:
    return quantity if _READ.fullmatch(quantity) else quantity_meant(quantity)


def of_label(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of a name with brackets or other marks, which has to stand in 「」."""
    places = [stop.at, *(start for start, _ in stop.words[:1])]
    # Text in brackets was read as arguments of a fact.
    if given := _IN_BRACKETS.search(code, 0, stop.at):
        places.append(given.start())
        for text in MEANT.get(given["word"], ()):
            yield Repair(*given.span("word"), text, WRITE.filled(word=given["word"], text=text))
    for start in places:
        match = _WITH_BRACKETS.match(code, start)
        if match and match.end() > stop.at and not _BOUND_OR_SHARE.search(match[0]):
            text = f"「{match[0]}」"
            yield Repair(*match.span(), text, AS_NAME.filled(word=match[0], text=text))


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
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_DECIMALS: Final = re.compile(r"(?<![\w.])\.[0-9]+")
_YEAR_AND_MONTH: Final = re.compile(r"([0-9]{4})[年.-]([0-9]{1,2})(?:月份?)?(?!\s*[0-9年月.-])")
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
    return meant[0] if meant else narrow if narrow in _COMPARISONS else None


def of_marks(code: str, stop: Stop) -> Iterator[Repair]:
    """Repairs of marks, dates and texts at the place where reading stops."""
    at = stop.at
    line_start, line_end = code.rfind("\n", 0, at) + 1, code.find("\n", at)
    for pattern, rewritten in _REWRITTEN:
        for match in pattern.finditer(code, line_start, line_end if line_end >= 0 else len(code)):
            text = rewritten(match)
            if match.start() <= at < match.end() and text and text != match[0]:
                yield Repair(*match.span(), text, WRITE.filled(word=match[0], text=text))
    if (month := _YEAR_AND_MONTH.match(code, at)) and (text := _whole_date(code, month)):
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
    """The first or the last day of a month, if the words before tell which is meant."""
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
    # Part of a comparison sign is no typing error.
    if character in "=＝" and code[at - 1 : at] in tuple("<>!=＜＞！＝"):
        return
    before, after = code[at - 1 : at], code[at + 1 : at + 2]
    if character in "!！" and after.strip():
        # The mark negates what follows; leaving it out would reverse the meaning.
        text = "not" if after.isascii() else "非"
        yield Repair(at, at + 1, f"{text} ", WRITE.filled(word=character, text=text))
        return
    # Without the mark the two words would become one.
    if character in ":：=＝。.!！)）]},，" and not (_IN_WORD(before) and _IN_WORD(after)):
        yield Repair(at, at + 1, "", REMOVE.filled(text=character))


def _in_brackets(code: str, at: int) -> Iterator[Repair]:
    """Repairs that put brackets around the values that something may be one of."""
    opening = max(code.rfind(mark, 0, at) for mark in "（(")
    closing = min((end for mark in "）)" if (end := code.find(mark, at)) >= 0), default=-1)
    if opening < 0 or closing < 0 or not _ONE_OF.search(code, max(0, opening - 20), opening):
        return
    text = f"{{{code[opening + 1 : closing]}}}"
    written = code[opening : closing + 1]
    yield Repair(opening, closing + 1, text, WRITE.filled(word=written, text=text))


_MOST_READ: Final = 12_000
"""The most characters that are read to try changes of one declaration."""

_PUT_BEFORE: Final = Phrase("write “{text}” before “{word}”", "在“{word}”之前写“{text}”")
_ADD_AT_END: Final = Phrase("write “{text}” at the end", "在末尾写“{text}”")
_REMOVE_SPACE: Final = Phrase("remove the space before “{text}”", "删去“{text}”前面的空格")

_TWO_WORDS: Final = re.compile(r"[^\W\d]\w*[^\S\n]+[^\W\d]\w*")
_WORD_OR_MARKS: Final = re.compile(r"\w+|[^\w\s]+")


def likely_repair(code: str, stop: Stop, read_to: Callable[[str], int]) -> Repair | Proposal | None:
    """The first change with which a declaration is read beyond the place where reading stops.

    ``read_to`` gives how far a text can be read. Where it is clear what is wrong, but not what was
    meant, a hint in words is given instead.
    """
    if told := limit_told(code, stop):
        return told
    trial = _Trial(code, stop, read_to)
    exact = chain(
        *(of_deadlines(code, stop), of_working_days(code, stop), of_quantities(code, stop)),
        *(of_lists(code, stop), of_marks(code, stop)),
    )
    # A bearer may have been read where a unit of two words begins.
    begins = (stop.at, *(start for start, _ in stop.words[:1]))
    told = next(filter(None, (unit_told(code, at) for at in begins)), None)
    found = trial.first(exact) or told or total_told(code, stop)
    found = found or trial.first(islice(_of_words(code, stop), 4 * MOST_TRIED))
    return found or operator_missing(code, stop, read_to)


_VALUE_BEFORE: Final = re.compile(r"(?:[\w」%％元年月日天)）]+)[^\S\n]+\Z")
_VALUE_BEHIND: Final = re.compile(r"[0-9][\w.%]*|「[^「」\n]+」|[^\W\d]\w*|[（(]")
_OPERATORS: Final = (">=", "<=", ">", "<", "=", "+", "-", "*", "/")
_OPERATOR_MISSING: Final = Phrase(
    "between “{before}” and “{behind}” an operator is missing: {signs}",
    "“{before}”和“{behind}”之间缺少运算符：{signs}",
)
_PUT_BETWEEN: Final = Phrase("write “{sign}” before “{behind}”", "在“{behind}”之前写“{sign}”")


def operator_missing(code: str, stop: Stop, read_to: Callable[[str], int]) -> Proposal | None:
    """The hint that two values stand side by side, with the operators that may part them."""
    before = _VALUE_BEFORE.search(code, max(0, stop.at - LONGEST_WORD), stop.at)
    behind = _VALUE_BEHIND.match(code, stop.at)
    if not before or not behind or not {"_AND", "PLUS"} <= stop.accepted:
        return None
    if behind[0] in reserved_words() or len(code) > _MOST_READ // len(_OPERATORS):
        return None
    words = {"before": before[0].strip(), "behind": behind[0]}
    joined = [spelling(t, "en" if code[0].isascii() else "zh") for t in ("AND", "OR")]
    made = [
        Repair(stop.at, stop.at, f"{sign} ", _PUT_BETWEEN.filled(sign=sign, **words))
        for sign in (*_OPERATORS, *joined)
    ]
    line = code.find("\n", stop.at)
    ends = len(code) if line < 0 else line
    fit = [one for one in made if read_to(one.made(code)) >= ends + len(one.text)]
    signs = tuple(one.text.strip() for one in fit)
    return Proposal(_OPERATOR_MISSING.filled(signs=signs, **words), tuple(fit)) if fit else None


class _Trial:
    """Tries changes of a declaration, each once and only a limited number."""

    def __init__(self, code: str, stop: Stop, read_to: Callable[[str], int]) -> None:
        self.code = code
        self.stop = stop
        self.read_to = read_to
        self.tried: set[str] = set()
        self.most = min(MOST_TRIED, _MOST_READ // max(1, len(code)))

    def first(self, repairs: Iterable[Repair]) -> Repair | None:
        for repair in repairs:
            made = repair.made(self.code)
            if made in self.tried:
                continue
            if len(self.tried) >= self.most:
                return None
            self.tried.add(made)
            longer = len(made) - len(self.code)
            beyond = max(self.stop.at + longer, repair.start + len(repair.text))
            # Leaving something out is a fix only if nothing else is missing.
            if self.read_to(made) > (beyond if repair.text else len(made)):
                return repair
        return None


def _of_words(code: str, stop: Stop) -> Iterator[Repair]:
    word = _WORD_OR_MARKS.match(code, stop.at)
    places = [*([word.span()] if word else []), *stop.words]
    yield from of_negated_outcome(code, places)
    if word and stop.words:
        yield from of_two_words(code, stop.words[0][0], word.end())
    if two := _TWO_WORDS.match(code, stop.at):
        yield from of_two_words(code, *two.span())
    if not any(code[start:end] in MEANT for start, end in stop.words[:1]):
        yield from of_label(code, stop)
    for start, end in places:
        yield from of_word(code, start, end)
    for start, end in stop.words:
        if code[start:end] in reserved_words() - _JOINING:
            text = f"「{code[start:end]}」"
            yield Repair(start, end, text, AS_NAME.filled(word=code[start:end], text=text))
    yield from _by_what_is_accepted(code, stop, word)


# What could stand there

_JOINING: Final = spelled("AND", "OR", "NOT", "WHEN", "UNLESS", "IMPLIES")
"""Keywords before conditions, which nobody means as names."""

_DATA: Final = spelled("YES", "NO", "UNKNOWN")
_LEFT_OUT: Final = ("OF", "FOR", "MEANS", "BECAUSE", "BY", "TO", "EXPECT")
"""Keywords that authors leave out, where the words around show what is meant."""

_OF_THE_HEAD: Final = frozenset(("OF", "FOR", "MEANS"))
"""Keywords before what a fact means; in that two words side by side lack an operator."""

_MEANS: Final = re.compile(rf"(?<!\w)(?:{'|'.join(spelled('MEANS'))})(?!\w)")
_SO_MANY: Final = re.compile(
    rf"(?:{'|'.join(spelled('AT_LEAST', 'AT_MOST', 'EXACTLY'))})[^\S\n]+\S+\Z"
)
"""What “of” goes on wherever it stands: so many of several."""

_WITHIN_A_LINE: Final = {"BY": True, "TO": True, "EXPECT": False}
"""Whether a keyword continues the line of the words before it, or begins a new line."""

_ALIKE: Final = {
    "OF": ("FOR",),
    "FOR": ("OF",),
    "MEANS": ("WHEN", "ALWAYS", "IF"),
    "WHEN": ("MEANS", "ALWAYS", "IF"),
    "ALWAYS": ("MEANS", "WHEN", "IF"),
    "IF": ("WHEN",),
    "DONE_WHEN": ("WHEN", "MEANS"),
    "IN_FORCE": ("FROM",),
    "GIVEN": ("WHEN", "IF"),
}
"""For each keyword the keywords that may be meant when it is written in their place."""

_PUNCTUATION: Final = {
    "_COLON": ":",
    "_RPAR": ")",
    "_RSQB": "]",
    "_RBRACE": "}",
    "_EQUALS": "=",
}


def _label_meant(code: str, stop: Stop, word: re.Match[str]) -> Iterator[Repair]:
    """Repairs of a Chinese word after an ASCII name: it is the label, without quotation marks."""
    if "STRING" in stop.accepted and not word[0].isascii() and _NAMED.search(code, 0, stop.at):
        start, end = word.span()
        # Unless a word after it says otherwise, it is the record type of the declaration.
        behind = code[end:].lstrip().partition(" ")[0]
        if {"_OF", "_FOR"} & stop.accepted and behind not in _ABOUT:
            return
    elif found := _HEAD_LABEL.search(code, 0, stop.at):
        # The declaration was read on as if it were the name of a clause.
        start, end = found.span("label")
    else:
        return
    if simplified(code[start:end]) not in reserved_words():
        text = f"“{code[start:end]}”"
        yield Repair(start, end, text, ADD_QUOTES.filled(text=text))


_ABOUT: Final = spelled("OF", "FOR")
_NAMED: Final = re.compile(r"(?<!\w)[A-Za-z_][A-Za-z0-9_]{0,99}[ \t]{1,9}\Z")
_HEAD_LABEL: Final = re.compile(
    rf"(?:{'|'.join(spelled('RECORD'))})[ \t]{{1,9}}"
    r"[A-Za-z_][A-Za-z0-9_]{0,99}[ \t]{1,9}(?P<label>[^\W\x00-\x7f]{1,60})[ \t]*\n\s*\Z"
)


def _by_what_is_accepted(code: str, stop: Stop, word: re.Match[str] | None) -> Iterator[Repair]:
    at, before = stop.at, code[: stop.at].rstrip()
    marks = [mark for name, mark in _PUNCTUATION.items() if name in stop.accepted]
    if "=" in marks and "_AND" in stop.accepted:
        marks.remove("=")
    if ":" in marks and "_MEANS" in stop.accepted and "\n" in code[len(before) : at]:
        marks.remove(":")
    if word is None:
        for mark in marks:
            yield Repair(at, at, mark, _ADD_AT_END.filled(text=mark))
        return
    start, end = word.span()
    found = word[0]
    yield from _label_meant(code, stop, word)
    can_follow = simplified(found) not in reserved_words() or found in _DATA
    for mark in marks if can_follow else ():
        yield Repair(at, at, f"{mark} ", _PUT_BEFORE.filled(text=mark, word=found))
    unspoken = simplified(found) not in reserved_words()
    if stop.accepted == {"STRING"} and unspoken and "\n" not in code[len(before) : at]:
        yield Repair(len(before), end, found, _REMOVE_SPACE.filled(text=found))
        text = f"“{found}”"
        yield Repair(start, end, text, ADD_QUOTES.filled(text=text))
    plain = simplified(found)
    # A fact may have arguments, but its meaning is what is missing most often.
    likeliest = sorted(stop.accepted, key=lambda terminal: (terminal == "_GIVEN", terminal))
    keywords = [BY_TERMINAL[t[1:]] for t in likeliest if t[1:] in BY_TERMINAL]
    same_line = "\n" not in code[len(before) : at]
    for keyword in keywords:
        if _WITHIN_A_LINE.get(keyword.terminal, same_line) is not same_line:
            continue
        text = spelling(keyword.terminal, "en" if found.isascii() else "zh")
        if any(plain in BY_TERMINAL[t].spellings for t in _ALIKE.get(keyword.terminal, ())):
            yield Repair(start, end, text, WRITE.filled(word=found, text=text))
        elif (
            keyword.terminal in _LEFT_OUT
            and plain not in {*reserved_words(), *MEANT}
            and (
                keyword.terminal not in _OF_THE_HEAD
                or not _MEANS.search(before)
                or _SO_MANY.search(before)
            )
        ):
            yield Repair(start, start, f"{text} ", _PUT_BEFORE.filled(text=text, word=found))
    if found in reserved_words() and before.endswith(found):
        yield Repair(start, end, "", REMOVE.filled(text=found))
