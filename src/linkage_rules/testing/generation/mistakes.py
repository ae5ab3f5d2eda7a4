"""Policies with small random mistakes: words left out, doubled, swapped, inserted, cut off; lines
left out, declarations doubled, characters that no keyboard has. And texts that are no policies.

Checking such a text must end in messages; a text without any is a working policy.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from random import Random
from typing import Any, Final

import attrs
from attrs import frozen

from linkage_rules.language.checking.check import check
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import MAX_CHARACTERS, SourceFile
from linkage_rules.model.operations import Operation
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
    *(
        "1/0",
        "数x2",
        "１２３",
        "２０２２年１２月７日",
        "９９９９９９９９亿元",
        "0001-01-01",
        "9999-12-31",
    ),
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


def in_turn(text: str) -> Iterator[tuple[str, str]]:
    """The text with each of its words in turn as one that nobody knows, and without each of its
    lines in turn; what is quoted stays. With each, what was done.

    >>> [made for _, made in in_turn("norm n")]
    ['unheard_of n', 'norm unheard_of', '']
    """
    line = 1
    for token in _TOKEN.finditer(text):
        line += token[0].count("\n")
        if token[0][0].isalnum() or token[0][0] == "_":
            changed = text[: token.start()] + "unheard_of" + text[token.end() :]
            yield f"line {line} without “{token[0]}”", changed
    lines = text.splitlines(keepends=True)
    for at in range(len(lines)):
        yield f"without line {at + 1}", "".join(lines[:at] + lines[at + 1 :])


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


CHARACTERS: Final = (
    *("\0", "\x07", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\v", "\f", "\r", "\t"),
    *("\u200b", "\u200d", "\u2028", "\u2029", "\u202e", "\u2060", "\u3000", "\ufeff", "\uffff"),
    *("\ud800", "\udfff", "\ue000", "\U0010ffff", "𠀀", "👩‍🌾", "é", "e\u0301", "ß", "İ", "ſ"),
    *("１", "٣", "½", "Ⅳ", "㈠", "①", "〇", "ﬁ", "＃", "＂", "’", "‘", "–", "…", "\\", "`"),
)
"""What no keyboard has, and what looks like something else: half characters among them."""


def _character_put_in(tokens: list[str], words: Sequence[str], random: Random) -> None:
    at = random.randrange(len(tokens))
    within = random.randrange(len(tokens[at]) + 1)
    tokens[at] = tokens[at][:within] + random.choice(CHARACTERS) + tokens[at][within:]


def _half_typed(tokens: list[str], words: Sequence[str], random: Random) -> None:
    """A word whose end is not there yet, as at most keystrokes."""
    at = random.randrange(len(tokens))
    tokens[at] = tokens[at][: random.randrange(len(tokens[at]) or 1)]


def _line_left_out(tokens: list[str], words: Sequence[str], random: Random) -> None:
    start, end = _part(tokens, random, lambda token: token.startswith("\n"))
    del tokens[start:end]


def _declaration_doubled(tokens: list[str], words: Sequence[str], random: Random) -> None:
    start, end = _part(tokens, random, "\n".__eq__)
    tokens[start:start] = tokens[start:end]


def _part(tokens: Sequence[str], random: Random, begins: Callable[[str], bool]) -> tuple[int, int]:
    """A stretch of the tokens from one that begins something to the next such one."""
    starts = [0, *(place for place, token in enumerate(tokens) if begins(token)), len(tokens)]
    at = random.randrange(len(starts) - 1)
    return starts[at], starts[at + 1]


_MISTAKES: Final[tuple[Callable[[list[str], Sequence[str], Random], None], ...]] = (
    *(_left_out, _doubled, _swapped, _put_in, _replaced, _replaced),
    *(_cut_off, _character_put_in, _half_typed, _line_left_out, _declaration_doubled),
)


def _every_name_unknown(text: str) -> str:
    """The text with another name in the place of each that is written in Latin letters."""
    return re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", lambda found: f"{found[0]}x", text)


EXTREMES: Final[Mapping[str, Callable[[str], str]]] = {
    "nothing": lambda text: "",
    "blanks": lambda text: " \t\u3000\n" * 1_000,
    "a byte order mark in the middle": lambda text: f"{text}\ufeff{text}",
    "line ends of three kinds": lambda text: f"{text}\r\n{text}\r{text}",
    "everything twice": lambda text: f"{text}\n{text}",
    "everything indented": lambda text: text.replace("\n", "\n  "),
    "nothing indented": lambda text: re.sub(r"\n[^\S\n]+", "\n", text),
    "one line": lambda text: text.replace("\n", " "),
    "a declaration a line": lambda text: re.sub(r"\n(?=\S)", "\0", text).replace("\n", " "),
    "every quotation mark left out": lambda text: re.sub(r'["“”「」]', "", text),
    "every second quotation mark left out": lambda text: re.sub(r"[”」]", "", text),
    "every colon left out": lambda text: re.sub(r"[:：]", "", text),
    "full width": lambda text: text.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
    "upper case": str.upper,
    "every name unknown": _every_name_unknown,
    "words without blanks": lambda text: re.sub(r"(?<=\w)[^\S\n]+(?=\w)", "", text),
    "as long as a file may be": lambda text: (text * (MAX_CHARACTERS // len(text) + 1))[
        :MAX_CHARACTERS
    ],
    "longer than a file may be": lambda text: text * (MAX_CHARACTERS // len(text) + 1),
    "a line as long as a file": lambda text: f"{text}\n# {'长' * (MAX_CHARACTERS - len(text) - 3)}",
    "a word as long as a declaration": lambda text: f"{text}\nfact {'甲' * 99_000} of Project",
    "very deep": lambda text: f"{text}\nfact deep of Project means {'(' * 40_000}",
    "very deep, and closed": lambda text: (
        f"{text}\nfact deep of Project means {'not (' * 60}budget > 3{')' * 60}"
    ),
    "very many denials": lambda text: f"{text}\nfact deep of Project means {'not ' * 20_000}done",
    "a very long sum": lambda text: (
        f"{text}\nfact long of Project: number means {'1 + ' * 20_000}1"
    ),
    "a very long condition": lambda text: (
        f"{text}\nfact long of Project means {'budget > 3 or ' * 6_000}budget > 4"
    ),
    "very many errors": lambda text: text + "\nnorm" * 100_000,
    "very many declarations": lambda text: (
        text + "".join(f"\nbearer b{number}" for number in range(50_000))
    ),
    "half characters": lambda text: text[::3] + "\ud800" + text,
}
"""What becomes of the text of a file where somebody has done something to all of it."""


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
    return words_in(file.text for file, _ in loaded.files)


def words_in(texts: Iterable[str]) -> list[str]:
    """The words and marks of texts, each as often as it occurs."""
    return [word for text in texts for word in _TOKEN.findall(text)]


def told(loaded: LoadedPackage) -> object:
    """All that loading tells, to be compared: what is said of it, where, and what was understood.

    Places are told with it, which the comparison of models leaves out.
    """
    problems = [
        (p.render("zh"), p.render("en"), p.span, p.choices, [r.excerpt for r in p.related])
        for p in (*loaded.diagnostics, *loaded.remarks)
    ]
    meant = [(at, name, name.declared) for at, name in loaded.references.items()]
    read = [file for _, file in loaded.files]
    return problems, meant, _with_places((read, loaded.package), {})


def _with_places(value: object, known: dict[int, tuple[object, bytes]]) -> bytes:
    """The digest of a value with what the comparison of its class leaves out.

    ``known`` has what was met before, which much else may hold.
    """
    if id(value) in known:
        return known[id(value)][1]
    parts: Iterable[object] = ()
    if isinstance(value, tuple | list):
        parts = value
    elif isinstance(value, frozenset):
        parts = sorted(value)
    elif isinstance(value, Mapping):
        parts = chain.from_iterable(value.items())
    elif attrs.has(type(value)) and not isinstance(value, Operation):
        parts = _parts(value)
    else:
        return hashlib.sha256(repr(value).encode()).digest()
    digests = (_with_places(part, known) for part in parts)
    digest = hashlib.sha256(b"".join((type(value).__name__.encode(), *digests))).digest()
    known[id(value)] = value, digest
    return digest


def _parts(value: object) -> Iterator[object]:
    kind: Any = type(value)
    return (getattr(value, attribute.name) for attribute in attrs.fields(kind))
