"""Policies with small random mistakes: words left out, doubled, swapped, inserted, cut off.

Checking such a text must end in messages; a text without any is a working policy.
"""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from attrs import frozen

from linkage_rules.language.checking.check import check
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.policy.citations import check_citations
from linkage_rules.policy.loading.finding import official_text
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.words.keywords import KEYWORDS

_TOKEN: Final = re.compile(r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|\w+|\n[^\S\n]*|[^\S\n]+|[^\w\s]')

_ODD: Final = (
    *(spelling for keyword in KEYWORDS for spelling in keyword.spellings),
    *"()[]{}（）【】,，、:：.=<>≠≤≥+-*/÷;；。#\t'\"“”「」%％",
    *("3", "0.5", "30%", "200万元", "2022-12-07", "2022年2月30日", "3年", "15日", "千元", "٣"),
    *("「a.b」", "「a[0]」", "「不 是 词」", "\n", "\n  ", "\nnorm ", "\n规范 ", "x", "三.3"),
)


def with_mistakes(text: str, words: Sequence[str], random: Random) -> str:
    """The text with one to three mistakes; ``words`` are inserted beside those of the language.

    >>> with_mistakes("bearer county", ["park"], Random(3)) != "bearer county"
    True
    """
    tokens: list[str] = _TOKEN.findall(text)
    for _ in range(random.choice((1, 1, 2, 3))):
        if tokens:
            _MISTAKES[random.randrange(len(_MISTAKES))](tokens, words, random)
    return "".join(tokens)


def _left_out(tokens: list[str], words: Sequence[str], random: Random) -> None:
    start = random.randrange(len(tokens))
    del tokens[start : start + random.choice((1, 1, 1, 2, 5))]


def _doubled(tokens: list[str], words: Sequence[str], random: Random) -> None:
    start = random.randrange(len(tokens))
    tokens[start:start] = tokens[start : start + random.choice((1, 2, 12))]


def _swapped(tokens: list[str], words: Sequence[str], random: Random) -> None:
    first, second = random.randrange(len(tokens)), random.randrange(len(tokens))
    tokens[first], tokens[second] = tokens[second], tokens[first]


def _put_in(tokens: list[str], words: Sequence[str], random: Random) -> None:
    tokens.insert(random.randrange(len(tokens)), f" {_word(words, random)} ")


def _replaced(tokens: list[str], words: Sequence[str], random: Random) -> None:
    tokens[random.randrange(len(tokens))] = _word(words, random)


def _cut_off(tokens: list[str], words: Sequence[str], random: Random) -> None:
    start = random.randrange(len(tokens))
    del tokens[start : start + random.choice((20, 200, len(tokens)))]


def _word(words: Sequence[str], random: Random) -> str:
    chosen: str = random.choice(words if words and random.random() < 0.5 else _ODD)
    return chosen


_MISTAKES: Final[tuple[Callable[[list[str], Sequence[str], Random], None], ...]] = (
    *(_left_out, _doubled, _swapped, _put_in, _replaced, _replaced),
    _cut_off,
)


@frozen
class Rechecked:
    """A package with one file changed: its model, and every problem, also of citations."""

    text: str
    package: Package
    diagnostics: tuple[Diagnostic, ...]


def rechecked(loaded: LoadedPackage, number: int, text: str) -> Rechecked:
    """Check a package again with another text for one of its files; it had no problems before."""
    changed = SourceFile(loaded.files[number][0].name, text)
    tree, misread = parse(changed)
    files = list(loaded.files)
    files[number] = (changed, tree)
    below = loaded.below
    lower = None if below is None else below.offered
    checked = check(
        files,
        tuple(used.package for used in loaded.uses if used is not below),
        None if lower is None else lower.declared,
        () if below is None else [file for p in below.stack() for file, _ in p.files],
    )
    citing = Problems({file.name: file for file, _ in files})
    named = checked.package.source
    source = None if named is None else official_text(loaded.place, named)
    check_citations(checked.package, source, checked.package.span, citing)
    found = (*misread, *checked.diagnostics, *citing.diagnostics)
    return Rechecked(text, checked.package, found)


def words_of(loaded: LoadedPackage) -> list[str]:
    """The words and marks of a package, each as often as it occurs."""
    return [word for file, _ in loaded.files for word in _TOKEN.findall(file.text)]
