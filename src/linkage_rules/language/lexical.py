"""What the words of a policy are by their form alone: for editors and pages, which colour them.

The parser knows more: whether “金额” is a type or a field hangs on where it stands. Here a `Row`
says it by what stands beside a word on its line, which is what an editor can see; what remains
open, a language server tells. The rows are tried in their order, the first that fits is taken.

A pattern is a regular expression of Python without looking ahead or behind, so that those who
write it for another program (`editors/grammars.py`) have few signs to exchange. What may not stand
beside it, and what must follow, is said apart.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Final

from attrs import frozen

from linkage_rules.language.reading.source import QUOTED_NAME, QUOTED_TEXT
from linkage_rules.model.deontic import FORCES
from linkage_rules.model.operations import is_operand, written_in_words
from linkage_rules.words import literals
from linkage_rules.words.keywords import (
    BY_TERMINAL,
    DECLARING,
    KEYWORDS,
    LANGUAGES,
    spelling,
    words_in_their_place,
)
from linkage_rules.words.written import BEHIND_A_NUMBER


class Kind(Enum):
    """What a word is coloured as."""

    COMMENT = "comment"
    STRING = "string"
    NAME = "name"
    DECLARED = "declared name"
    """The name that a declaration gives."""
    CLAUSE = "clause"
    """The number of a clause of the official text."""
    DATE = "date"
    NUMBER = "number"
    """A number, with its unit."""
    DECLARING = "declaring keyword"
    MODALITY = "modality"
    TYPE = "type"
    CONSTANT = "constant"
    KEYWORD = "keyword"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"


@frozen
class Row:
    """How some words are recognised.

    ``pieces`` follow one another, each a pattern with what it is; ``None`` for blanks. ``at_start``
    has nothing but blanks before it on its line, ``at_margin`` not even those. What is ``whole`` is
    no part of a longer word. Behind it stands ``followed_by``, and ``not_before`` does not.
    """

    pieces: tuple[tuple[str, Kind | None], ...]
    at_start: bool = False
    at_margin: bool = False
    whole: bool = False
    followed_by: str | None = None
    not_before: str | None = None


BLANKS: Final = r"[^\S\n]"
LETTER: Final = r"[^\W\d]"
WORD: Final = rf"{LETTER}\w*"
_GAP: Final = (f"{BLANKS}+", None)
_NO_GAP: Final = (f"{BLANKS}*", None)

_CONSTANTS: Final = ("YES", "NO", "NEVER", "UNKNOWN")
NAMING: Final = (
    *("POLICY", "ENUM", "RECORD", "BEARER", "CALENDAR", "PARAMETER", "READING", "FACT"),
    *("DISTRIBUTION", "ACTION", "NORM"),
)
"""The declarations that give a name to what they declare; the others name what is there."""

LEADING: Final = (
    *("RESULT", "COVERS", "WEEKEND", "HOLIDAY", "WORKDAY", "AMONG", "TOTAL", "BASE", "IN_UNITS"),
    *("WITHIN", "HOLDS_FOR", "DONE_ON", "DONE_AT"),
)
"""Keywords in their place that a clause begins with."""
COUNTING: Final = ("ITEMS", "COUNTED")
"""… that stand behind a number."""
JOINING: Final = ("TOGETHER_WITH", "TOWARD", "NAMED_BY", "OF_THAT_DAY", "OWED_BY", "OWED_TO")
"""… that something follows on the line."""
CLOSING: Final = (
    *("CHANGEABLE", "MAY_BE_RAISED", "MAY_BE_LOWERED", "NOT_WITHDRAWN", "CHANGE_COSTS"),
    *("IS_PERFORMED", "IS_NOT_YET_DUE", "IS_DUE", "IS_LATE", "IS_OVERDUE"),
)
"""… that end what they belong to."""


def kind_of(terminal: str) -> Kind:
    """What a keyword is coloured as.

    >>> kind_of("MUST_NOT").value, kind_of("WHEN").value, kind_of("TYPE_DATE").value
    ('modality', 'keyword', 'type')
    """
    if terminal in DECLARING:
        return Kind.DECLARING
    if terminal in FORCES.values():
        return Kind.MODALITY
    if terminal.startswith("TYPE_") or terminal in ("LIST_OF", "HAS_MANY"):
        return Kind.TYPE
    return Kind.CONSTANT if terminal in _CONSTANTS else Kind.KEYWORD


@cache
def rows() -> tuple[Row, ...]:
    """Every row of the table, the first that fits being the one that is taken.

    >>> [row.pieces[0] for row in rows()][0]
    ('#[^\\\\n]*', <Kind.COMMENT: 'comment'>)
    """
    return (
        Row(((r"#[^\n]*", Kind.COMMENT),)),
        Row(((QUOTED_TEXT, Kind.STRING),)),
        *_clauses(),
        *_declarations(),
        Row(((QUOTED_NAME, Kind.NAME),)),
        *_numbers(),
        *_types(),
        *_keywords(of_several_words=True),
        *_in_their_place(),
        *_keywords(of_several_words=False),
        Row(((WORD, Kind.NAME),)),
        Row(((r"!=|<=|>=|[=＝≠<＜≤>＞≥+＋*×/÷−－-]", Kind.OPERATOR),)),
        Row(((r"\S", Kind.PUNCTUATION),)),
    )


def _declarations() -> Iterator[Row]:
    names = f"{QUOTED_NAME}|{WORD}"
    naming = _spelled(NAMING)
    yield Row(((naming, Kind.DECLARING), _GAP, (names, Kind.DECLARED)), at_margin=True, whole=True)
    yield Row(((_spelled(DECLARING), Kind.DECLARING),), at_margin=True, whole=True)


def _clauses() -> Iterator[Row]:
    """The number of a clause can be of any signs: only what stands before it tells it."""
    number = (r'[^ \t\n\u3000"“”「」#,，]+', Kind.CLAUSE)
    yield Row(((_spelled(["STATEMENT"]), Kind.DECLARING), _GAP, number), at_margin=True)
    yield Row(((_spelled(["CITES"]), Kind.KEYWORD), _GAP, number), whole=True)


def _numbers() -> Iterator[Row]:
    units = _spelled(BEHIND_A_NUMBER)
    yield Row(((r"[0-9]+", Kind.NUMBER), (units, Kind.KEYWORD)), not_before=r"\w")
    counted = (_spelled(COUNTING), Kind.KEYWORD)
    yield Row(((r"[0-9]+", Kind.NUMBER), _GAP, counted), not_before=rf"{BLANKS}*[:：]|\w")
    yield Row(((literals.DATE, Kind.DATE),), not_before=r"\w|\.")
    for pattern in (literals.MONEY, literals.PERIOD, literals.SCALED):
        yield Row(((pattern, Kind.NUMBER),), not_before=r"\w|\.")
    yield Row(((literals.PERCENT, Kind.NUMBER),))
    yield Row(((literals.NUMBER, Kind.NUMBER),))


def _going_on() -> Iterator[str]:
    """The keywords that go on with what stands before them, which is then a value."""
    for keyword in KEYWORDS:
        if keyword.terminal.startswith("IS_") or keyword.terminal in _GOING_ON:
            yield from keyword.spellings
    for words in written_in_words().values():
        for language in LANGUAGES:
            first, second, *_ = words.of(language).split()
            if is_operand(first):
                yield spelling(second, language)


_GOING_ON: Final = ("AND", "OR", "IMPLIES", "IN", "APPLIES", "BY_CALENDAR", "AS_IT_STOOD_ON")


def _in_their_place() -> Iterator[Row]:
    """Words that are keywords in one place and names anywhere else."""
    yield Row(((r"\.", Kind.PUNCTUATION), (WORD, Kind.NAME)))
    goes_on = rf"{BLANKS}+(?:{_alternatives(_going_on())})(?:{BLANKS}|$)"
    value = rf"{BLANKS}+(?:\w|[「(（])"
    alone = (_spelled(["RESULT"]), Kind.KEYWORD)
    yield Row((alone,), at_start=True, whole=True, followed_by=rf"{BLANKS}*$")
    for terminals, at_start in ((LEADING, True), (JOINING, False)):
        yield Row(
            ((_spelled(terminals), Kind.KEYWORD),),
            at_start=at_start,
            whole=True,
            followed_by=value,
            not_before=goes_on,
        )
    no_name = rf"{BLANKS}*[:：.(（=＝\"“]|{goes_on}"
    yield Row(((_spelled(CLOSING), Kind.KEYWORD),), whole=True, not_before=no_name)
    yield Row(((_alternatives(words_in_their_place()), Kind.NAME),), whole=True)


def _types() -> Iterator[Row]:
    """A type stands behind a colon or “list of”; elsewhere its word is what a field is called."""
    types = [k.terminal for k in KEYWORDS if k.terminal.startswith("TYPE_")]
    typed = (_spelled(types), Kind.TYPE)
    no_name = rf"{BLANKS}*[:：.]"
    yield Row(((_spelled(["LIST_OF"]), Kind.TYPE), _GAP, typed), whole=True, not_before=no_name)
    colon = (r"[:：]", Kind.PUNCTUATION)
    yield Row((colon, _NO_GAP, typed), not_before=rf"\w|{no_name}")
    fields = [s for t in types for s in BY_TERMINAL[t].spellings if s.isidentifier()]
    yield Row(((_alternatives(fields), Kind.NAME),), whole=True)


def _keywords(*, of_several_words: bool) -> Iterator[Row]:
    """Those of several words come first: “must not” is no “must”, “is due” no “is”."""
    spelled: dict[Kind, list[str]] = {}
    for keyword in KEYWORDS:
        kind = kind_of(keyword.terminal)
        # What declares was found at the margin; elsewhere such a word is one as any.
        kind = Kind.KEYWORD if kind is Kind.DECLARING else kind
        spelled.setdefault(kind, []).extend(
            s for s in keyword.spellings if s.isidentifier() != of_several_words
        )
    for kind, spellings in spelled.items():
        if spellings:
            yield Row(((_alternatives(spellings), kind),), whole=True)


def _spelled(terminals: Iterable[str]) -> str:
    return _alternatives(s for terminal in terminals for s in BY_TERMINAL[terminal].spellings)


def _alternatives(spellings: Iterable[str]) -> str:
    longest_first = sorted(set(spellings), key=lambda spelling: (-len(spelling), spelling))
    return "|".join(rf"{BLANKS}+".join(spelling.split()) for spelling in longest_first)
