"""Words that are written in place of keywords, and keywords with mistakes in them."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from linkage_rules.language.hints.names_meant import SPACES, opposed, undecided
from linkage_rules.language.hints.repair import MOST_TRIED, WRITE, Repair
from linkage_rules.language.hints.traditional import simplified
from linkage_rules.language.hints.words_meant import MEANT
from linkage_rules.model.deontic import FORCES
from linkage_rules.words.keywords import BY_TERMINAL, KEYWORDS, leading_keyword, reserved_words
from linkage_rules.words.messages import DID_YOU_MEAN
from linkage_rules.words.nearness import LONGEST_WORD, nearest


def of_word(code: str, start: int, end: int) -> Iterator[Repair]:
    """Changes of one word, those that mean exactly the same first."""
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
    for near in _near_keywords(word):
        yield Repair(start, end, near, DID_YOU_MEAN.filled(near=near))
    for text in _spaced(word):
        yield Repair(start, end, text, SPACES.filled(text=text))


def of_two_words(code: str, start: int, end: int) -> Iterator[Repair]:
    """Changes of two words that stand side by side and are one keyword."""
    words = code[start:end].split()
    together = " ".join(words)
    near = [n for n in _near_keywords(together) if " " in n or n.replace("_", "") == "".join(words)]
    for text in (*MEANT.get(together, ()), *MEANT.get("".join(words), ()), *near):
        yield Repair(start, end, text, DID_YOU_MEAN.filled(near=text))


_NEGATED: Final = re.compile(
    r"(?:不|没有?|未)(?P<zh>被禁止|被要求|被提倡|被允许|被违反|适用)(?!\w)"
    r"|(?P<en>is)\s+not\s+(?P<rest>[a-z]+(?: [a-z]+)?)(?!\w)"
)


def of_negated_outcome(code: str, words: Sequence[tuple[int, int]]) -> Iterator[Repair]:
    """“build is not permitted”, which is “not build is permitted”; ``words`` are nearest first."""
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
    """Every keyword under what its spelling might be taken for: itself and its first word."""
    found = {s.split()[0]: s for k in reversed(KEYWORDS) for s in k.spellings}
    return {**found, **{s: s for k in KEYWORDS for s in k.spellings}}


def _near_keywords(word: str) -> Iterator[str]:
    words = _spellings()
    joined = " ".join(word.lower().split())
    if len(joined) < 2 or not (joined[0].isalpha()):
        return
    letters = sorted(joined)
    mixed_up = [spelled for spelled in words if sorted(spelled) == letters]
    alike = nearest(joined, words, 3, 0.7)
    for near in (*mixed_up, *(() if undecided(joined, alike) else alike)):
        if words[near] != word and not opposed(joined, words[near]):
            yield words[near]


@cache
def _words_glued() -> tuple[str, ...]:
    """Chinese keywords that stand between or behind names, the longest first."""
    terminals = ("AND", "OR", "IN", "IMPLIES", "BETWEEN", "FOR", "OF", "TO", "HAS", "BY")
    spelled = [s for t in (*terminals, *FORCES.values()) for s in BY_TERMINAL[t].zh]
    spelled += [s for k in KEYWORDS if k.terminal.startswith("IS_") for s in k.zh]
    return tuple(sorted(spelled, key=len, reverse=True))


def _spaced(word: str) -> Iterator[str]:
    """The word with spaces around keywords it may hold, with few spaces first."""
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
    # “可不” and “不得不” say something else than “可” and “不得”.
    if (keyword := leading_keyword(word)) and word[len(keyword) :] not in tuple("不非未无"):
        yield keyword, word[len(keyword) :]
    if ascii_part := re.match(r"[a-z]+(?=[^\x00-\x7f])", word):
        yield ascii_part[0], word[ascii_part.end() :]
    for keyword in _words_glued():
        left, found, right = word.partition(keyword)
        if found and left:
            yield (left, keyword, right) if right else (left, keyword)
