"""Small changes that would make a text readable: the likely fix of a mistake in form.

Every change that is suggested was tried: with it, the declaration reads on past the mistake. It
means what was written, in the words of the language; a word is never left out to make a text read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from linkage_rules.language.hints.repair import MOST_TRIED, WRITE, Repair, Stop
from linkage_rules.language.hints.repair_lists import of_lists, total_told
from linkage_rules.language.hints.repair_marks import ADD_QUOTES, REMOVE, of_marks
from linkage_rules.language.hints.repair_quantities import (
    AS_NAME,
    of_label,
    of_quantities,
    unit_told,
)
from linkage_rules.language.hints.repair_words import of_negated_outcome, of_two_words, of_word
from linkage_rules.language.hints.traditional import simplified
from linkage_rules.language.hints.words_meant import MEANT
from linkage_rules.words.keywords import BY_TERMINAL, reserved_words
from linkage_rules.words.messages import Phrase

_MOST_READ: Final = 12_000
"""Characters that are read, at most, to try changes of one declaration."""

_PUT_BEFORE: Final = Phrase("write “{text}” before “{word}”", "在“{word}”之前写“{text}”")
_ADD_AT_END: Final = Phrase("write “{text}” at the end", "在末尾写“{text}”")
_REMOVE_SPACE: Final = Phrase("remove the space before “{text}”", "删去“{text}”前面的空格")

_TWO_WORDS: Final = re.compile(r"[^\W\d]\w*[^\S\n]+[^\W\d]\w*")
_WORD_OR_MARKS: Final = re.compile(r"\w+|[^\w\s]+")


def likely_repair(code: str, stop: Stop, read_to: Callable[[str], int]) -> Repair | Phrase | None:
    """The first change that lets a declaration be read past the place where its reading stops.

    ``read_to`` says how far a text can be read. Where it is plain what is wrong, but not what was
    meant, it is told in words alone.
    """
    trial = _Trial(code, stop, read_to)
    exact = (*of_quantities(code, stop), *of_lists(code, stop), *of_marks(code, stop))
    found = trial.first(exact) or unit_told(code, stop.at) or total_told(code, stop)
    return found or trial.first(islice(_of_words(code, stop), 4 * MOST_TRIED))


class _Trial:
    """Tries changes of a declaration, each once and not too many."""

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
            # Leaving something out is the fix only where nothing else is missing.
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

_JOINING: Final = frozenset(
    s for t in ("AND", "OR", "NOT", "WHEN", "UNLESS", "IMPLIES") for s in BY_TERMINAL[t].spellings
)
"""Keywords that stand before a condition: nobody means them as names."""

_DATA: Final = frozenset(s for t in ("YES", "NO", "UNKNOWN") for s in BY_TERMINAL[t].spellings)
_LEFT_OUT: Final = ("OF", "FOR", "MEANS", "BECAUSE", "BY", "TO", "EXPECT")
"""Keywords that are left out: the words around them say what is meant."""

_WITHIN_A_LINE: Final = {"BY": True, "TO": True, "EXPECT": False}
"""What goes on in the same line as the words before it, and what begins another."""

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
"""Keywords in whose place those others may be written without another meaning."""

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
    if ":" in marks and "_MEANS" in stop.accepted and "\n" in code[len(before) : at]:
        marks.remove(":")
    if word is None:
        for mark in marks:
            yield Repair(at, at, mark, _ADD_AT_END.filled(text=mark))
        return
    start, end = word.span()
    found = word[0]
    can_follow = simplified(found) not in reserved_words() or found in _DATA
    for mark in marks if can_follow else ():
        yield Repair(at, at, f"{mark} ", _PUT_BEFORE.filled(text=mark, word=found))
    if stop.accepted == {"STRING"} and "\n" not in code[len(before) : at]:
        yield Repair(len(before), end, found, _REMOVE_SPACE.filled(text=found))
        text = f"“{found}”"
        yield Repair(start, end, text, ADD_QUOTES.filled(text=text))
    plain = simplified(found)
    keywords = [BY_TERMINAL[t[1:]] for t in sorted(stop.accepted) if t[1:] in BY_TERMINAL]
    same_line = "\n" not in code[len(before) : at]
    for keyword in keywords:
        if _WITHIN_A_LINE.get(keyword.terminal, same_line) is not same_line:
            continue
        text = (keyword.en if found.isascii() else keyword.zh)[0]
        if any(plain in BY_TERMINAL[t].spellings for t in _ALIKE.get(keyword.terminal, ())):
            yield Repair(start, end, text, WRITE.filled(word=found, text=text))
        elif keyword.terminal in _LEFT_OUT and plain not in {*reserved_words(), *MEANT}:
            yield Repair(start, start, f"{text} ", _PUT_BEFORE.filled(text=text, word=found))
    if found in reserved_words() and before.endswith(found):
        yield Repair(start, end, "", REMOVE.filled(text=found))
