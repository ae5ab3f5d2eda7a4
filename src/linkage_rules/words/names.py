"""How declared names are written in policies: bare where possible, otherwise in 「」."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from linkage_rules.model.operations import is_prefix, written_in_words
from linkage_rules.words import literals
from linkage_rules.words.keywords import (
    BY_TERMINAL,
    Language,
    reserved_words,
    words_in_their_place,
)

_WORD: Final = re.compile(r"[^\W\d]\w*")
_WITH_UNIT: Final = re.compile(f"{literals.PERIOD}|{literals.MONEY}|{literals.SCALED}")
_TO_FILL_IN: Final[Mapping[Language, str]] = {"zh": "填：", "en": "fill in: "}
_WRITABLE: Final = re.compile(r"(?=\S)[^「」\n]*(?<=\S)")


def preferred(name: str, label: str | None, language: Language) -> str:
    """The spelling of a declared name in a language: in Chinese its label, where it has one.

    A label that cannot stand as a name at all, such as one with 「 in it, is passed over.

    >>> preferred("county", "县", "zh"), preferred("county", "县", "en"), preferred("a", "「", "zh")
    ('县', 'county', 'a')
    """
    return label if language == "zh" and label and _WRITABLE.fullmatch(label) else name


def to_fill_in(what: str, language: Language) -> str:
    """The name that stands where something is still to be written, which says what.

    >>> to_fill_in("谁", "zh"), left_open("填：谁"), left_open("county")
    ('填：谁', '谁', None)
    """
    return f"{_TO_FILL_IN[language]}{what}"


def left_open(name: str) -> str | None:
    """What is still to be written where a name stands that `to_fill_in` has made; None for any
    other name."""
    for opening in _TO_FILL_IN.values():
        if name.startswith(opening):
            return name.removeprefix(opening)
    return None


def says_nothing(text: str) -> bool:
    """Whether a text that gives a reason or asks a question is blank, or still to be written.

    >>> says_nothing(" "), says_nothing(to_fill_in("理由", "zh")), says_nothing("县情不同")
    (True, True, False)
    """
    return not text.strip() or left_open(text.strip()) is not None


def with_article(noun: str) -> str:
    """An English noun with the article that stands before it.

    >>> with_article("application"), with_article("project"), with_article("unit")
    ('an application', 'a project', 'a unit')
    """
    vowel = re.match(r"(?!uni|use|eu|one)[aeiou]", noun, re.IGNORECASE)
    return f"{'an' if vowel else 'a'} {noun}"


def write_name(name: str) -> str:
    """Write a name where only a name or a keyword can stand.

    >>> write_name("amount"), write_name("when"), write_name("使用 帮扶资金")
    ('amount', '「when」', '「使用 帮扶资金」')
    """
    return _written(name, frozenset())


def write_value_name(name: str) -> str:
    """Write a name in an expression, where “years” could be read as the start of “years
    between”."""
    return _written(name, _BEGIN_VALUES)


def write_shared_name(name: str) -> str:
    """Write a name in front of “of”, where “year of” could be read as an operation.

    >>> write_shared_name("year"), write_value_name("year")
    ('「year」', 'year')
    """
    return _written(name, _BEGIN_VALUES | _IN_FRONT_OF_OF)


def write_name_in_place(name: str) -> str:
    """Write a name behind a number or a party.

    There “个” or “和” would be read as keywords and “days” as a unit.

    >>> write_name_in_place("个"), write_name_in_place("days"), write_name("个")
    ('「个」', '「days」', '个')
    """
    unit = _WITH_UNIT.fullmatch(f"1 {name}")
    return _written(name, words_in_their_place() | ({name} if unit else set()))


def write_type_name(name: str) -> str:
    """Write a name behind a colon, where “金额” or “whole” would be read as a type.

    >>> write_type_name("金额"), write_name("金额")
    ('「金额」', '金额')
    """
    return _written(name, _BEGIN_TYPES)


def _written(name: str, taken: frozenset[str]) -> str:
    bare = _WORD.fullmatch(name) and name not in reserved_words() and name not in taken
    return name if bare else f"「{name}」"


_NEVER_BEHIND_A_VALUE: Final = frozenset(BY_TERMINAL["OF"].en)
"""Words that cannot follow a value. “year of” needs no care outside `write_shared_name`: “of” never
follows a value, and a name “of” is written in 「」."""


def _could_be_two(terminals: Iterable[str]) -> Iterator[str]:
    """The terminals whose second word could follow a name that is their first."""
    for terminal in terminals:
        words = [spelling.split() for spelling in BY_TERMINAL[terminal].spellings]
        if any(len(two) > 1 and two[1] not in _NEVER_BEHIND_A_VALUE for two in words):
            yield terminal


def _first_words(terminals: Iterable[str]) -> frozenset[str]:
    return frozenset(s.split()[0] for t in terminals for s in BY_TERMINAL[t].spellings)


_BEGIN_VALUES: Final = _first_words(
    _could_be_two(
        pattern.split()[0]
        for words in written_in_words().values()
        for pattern in words.patterns
        if is_prefix(pattern)
    )
)
_IN_FRONT_OF_OF: Final = frozenset(
    spelling.split()[0]
    for words in written_in_words().values()
    for pattern in words.patterns
    if is_prefix(pattern)
    for spelling in BY_TERMINAL[pattern.split()[0]].en
    if spelling.endswith(" of")
)
_BEGIN_TYPES: Final = _first_words([*(t for t in BY_TERMINAL if t.startswith("TYPE_")), "LIST_OF"])
