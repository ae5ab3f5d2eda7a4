"""What an unknown name was probably meant to be."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from difflib import SequenceMatcher
from typing import Final

from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.language.hints.choices import each, writing
from linkage_rules.language.hints.quantities import quantity_meant, term_meant
from linkage_rules.language.hints.repair import total_in
from linkage_rules.language.hints.words_meant import COMPARING, simplified
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import Name
from linkage_rules.model.spans import Span
from linkage_rules.words.keywords import KEYWORDS
from linkage_rules.words.messages import DID_YOU_MEAN, Phrase
from linkage_rules.words.names import write_name
from linkage_rules.words.nearness import LONGEST_WORD, nearest

SPACES: Final = Phrase(
    "keywords stand apart from other words: {text}", "关键词与别的词之间要空一格：{text}"
)
_NOT_A_WORD: Final = Phrase(
    "a name that is not one word stands in 「」: {text}", "不成一个词的名称要写在「」里：{text}"
)
_WRITE: Final = Phrase("write “{text}” instead of “{word}”", "把“{word}”改写为“{text}”")

ANSWERS_MEANT: Final = {
    **{"true": "yes", "false": "no", "True": "yes", "False": "no", "Yes": "yes", "No": "no"},
    **{"是的": "是", "真": "是", "假": "否", "有": "是", "无": "否", "没有": "否"},
}
_OFFERED: Final = Phrase("you can write: {names}", "可以写：{names}")
_SOME_OFFERED: Final = Phrase("you can write: {names}, or another", "可以写：{names}等")
MOST_OFFERED: Final = 5
_MOST_LOOKED_AT: Final = 1_000
_MOST_SLIPPED: Final = 2
_CLEARLY_NEARER: Final = 0.1
_WORD: Final = re.compile(r"\w+")
_DIGIT: Final = re.compile(r"\d")
_TIMES: Final = re.compile(r"(?P<name>\w+?)[xX](?P<number>[0-9]+)")
_GLUED: Final = re.compile(
    rf"(?P<name>\w+?)(?P<word>{'|'.join(sorted(COMPARING, key=len, reverse=True))})"
    r"(?P<quantity>[0-9０-９零一二两三四五六七八九十百千]\w*)"
)
_NEGATING: Final = "不非未无没"
_OPPOSED: Final = tuple(
    pair.split()
    for pair in (
        "上 下",
        "大 小",
        "高 低",
        "多 少",
        "前 后",
        "有 无",
        "内 外",
        "增 减",
        "始 终",
        "始 止",
        "起 止",
        "收 支",
        "进 出",
        "least most",
        "min max",
        "minimum maximum",
        "before after",
        "start end",
        "first last",
        "above below",
        "over under",
        "with without",
        "in out",
        "more less",
        "greater smaller",
    )
)


def likely_name(word: str, known: Iterable[str], others: Iterable[str] = ()) -> Phrase | None:
    """The hint with the known name that an unknown word was probably meant to be.

    >>> likely_name("Projct", ["Project", "Village"]).en
    'did you mean “Project”?'
    """
    known = list(known)
    if text := spaced_out(word, {*known, *others}):
        return SPACES.filled(text=text)
    near = _nearest(word, known)
    return DID_YOU_MEAN.filled(near=near) if near else None


def name_meant(
    word: str,
    span: Span,
    known: Iterable[str],
    others: Iterable[str] = (),
    file: SourceFile | None = None,
    is_value: bool = False,
) -> Fix | None:
    """The likely fix of an unknown word at a place of a file.

    ``known`` are names that could stand there, ``others`` names of other kinds; where a value
    could stand, so could a quantity.
    """
    known = list(known)
    if text := spaced_out(word, {*known, *others}):
        return replacing(span, text, SPACES.filled(text=text))
    if file is not None and (whole := _label_around(file, span, set(known))):
        text = f"「{file.text[whole.start : whole.end]}」"
        return replacing(whole, text, _NOT_A_WORD.filled(text=text))
    if is_value and len(word) <= LONGEST_WORD and (total := total_in(word)):
        return Fix(total)
    if is_value:
        for text in _values_meant(word, set(known)):
            return replacing(span, text, _WRITE.filled(word=word, text=text))
    for other in (unicodedata.normalize("NFKC", word), simplified(word)):
        if other != word and other in known:
            return replacing(span, write_name(other), _WRITE.filled(word=word, text=other))
    near = _nearest(word, known)
    if near is None:
        return None
    hint = DID_YOU_MEAN.filled(near=near)
    # If more than a few letters are missing, something else may have been meant; another digit is
    # another year or number.
    slipped = (
        abs(len(near) - len(word)) <= _MOST_SLIPPED
        and not _says_more(word, near)
        and _DIGIT.findall(word) == _DIGIT.findall(near)
    )
    if slipped:
        return replacing(span, write_name(near), hint)
    return Fix(hint, (writing(span, write_name(near)),))


def _says_more(word: str, near: str) -> bool:
    """Whether a word contains a name and something more, which the name alone would lose.

    >>> _says_more("资金数", "资金"), _says_more("经营性性", "经营性"), _says_more("经营", "经营性")
    (True, False, False)
    """
    before, found, after = word.partition(near)
    if not found:
        return False
    return any(not c.isascii() and c not in (near[0], near[-1]) for c in before + after)


def names_offered(name: Name, known: Sequence[Phrase]) -> Fix | None:
    """The names that share the most characters with a word, as what can be written in its place.

    >>> offered = [Phrase("enter", "纳入项目库"), Phrase("approve", "审批实施")]
    >>> fix = names_offered(Name("入库"), offered)
    >>> fix.hint.zh, [choice.title.zh for choice in fix.choices]
    ('可以写：纳入项目库、审批实施', ['改为：纳入项目库', '改为：审批实施'])
    """
    letters = Counter(name.text)

    def shared(name: Phrase) -> int:
        return max((letters & Counter(spelled)).total() for spelled in (name.en, name.zh))

    rated = sorted(known[:_MOST_LOOKED_AT], key=shared, reverse=True)
    if not rated:
        return None
    hint, shown = _OFFERED, tuple(rated[:MOST_OFFERED])
    if len(known) > MOST_OFFERED:
        hint = _SOME_OFFERED
    english = name.text.isascii()
    spelled = (write_name(one.en if english else one.zh) for one in shown)
    return Fix(hint.filled(names=shown), each(name.span, spelled))


def _values_meant(word: str, known: Set[str]) -> Iterable[str]:
    if quantity := quantity_meant(word):
        yield quantity
    if (term := term_meant(word)) and term[0] in known:
        yield f"{term[0]} 之后 {term[1]}"
    if answer := ANSWERS_MEANT.get(word):
        yield answer
    if (times := _TIMES.fullmatch(word)) and times["name"] in known:
        yield f"{write_name(times['name'])} * {times['number']}"
    if word[:1] in _NEGATING and word[1:] in known:
        yield f"非 {word[1:]}"
    whole, of, part = word.partition("的")
    if of and part and whole in known:
        yield f"{whole}.{part}"
    if (glued := _GLUED.fullmatch(word)) and glued["name"] in known:
        quantity = quantity_meant(glued["quantity"])
        if quantity:
            yield f"{glued['name']} {COMPARING[glued['word']]} {quantity}"


def _label_around(file: SourceFile, span: Span, known: Iterable[str]) -> Span | None:
    """The place of the longest known name that contains the word at a place; None without one."""
    word = file.text[span.start : span.end]
    places = (
        (span.start - part.start(), span.start - part.start() + len(name))
        for name in known
        if len(name) > len(word) and word in name
        for part in re.finditer(re.escape(word), name)
    )
    found = (
        (start, end)
        for start, end in places
        if start >= 0
        and file.text[start:end] in known
        and not _WORD.fullmatch(file.text[start:end])
    )
    best = max(found, key=lambda place: place[1] - place[0], default=None)
    return None if best is None else file.span(*best)


def _nearest(word: str, known: Iterable[str]) -> str | None:
    alike = [near for near in nearest(word, known, 3) if not opposed(word, near)]
    return alike[0] if alike and not undecided(word, alike) else None


def undecided(word: str, alike: Sequence[str]) -> bool:
    """Whether the two nearest names mean opposite things and the word is equally near to both.

    >>> undecided("采纳", ["已采纳", "未采纳"]), undecided("资金上线", ["资金上限", "资金下限"])
    (True, False)
    """
    if len(alike) < 2 or not opposed(alike[0], alike[1]):
        return False
    first, second = (SequenceMatcher(None, word, near).ratio() for near in alike[:2])
    return first - second < _CLEARLY_NEARER


def opposed(word: str, near: str) -> bool:
    """Whether two words that look alike say opposite things.

    >>> opposed("不符合条件", "符合条件"), opposed("上限", "下限"), opposed("已完", "已完工")
    (True, True, False)
    >>> opposed("is not permitted", "is permitted"), opposed("min_share", "max_share")
    (True, True)
    >>> opposed("must nto", "must not")
    False
    """
    left, right = _tokens(word), _tokens(near)
    only_left, only_right = left - right, right - left
    if nearest(" ".join(only_left), [" ".join(only_right)]) and "".join(only_left).isascii():
        # A typing error within a word, even the word “not”.
        left_out = {*only_left} | {*only_right}
        return any({first, second} <= left_out for first, second in _OPPOSED)
    if any(mark in only_left or mark in only_right for mark in (*_NEGATING, "not", "no", "non")):
        return True
    return any(
        (first in only_left and second in only_right)
        or (second in only_left and first in only_right)
        for first, second in _OPPOSED
    )


def _tokens(word: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z]+|[^\x00-\x7f]", word.lower()))


def spaced_out(word: str, known: Set[str]) -> str | None:
    """A word that consists of known names and Chinese keywords, with spaces put between them.

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
