"""The terminals that the grammar would accept, in words that an analyst uses."""

from collections.abc import Iterable, Set
from typing import Final

from attrs import frozen

from linkage_rules.model.operations import is_operand, is_prefix, written_in_words
from linkage_rules.words.keywords import BY_TERMINAL, KEYWORDS
from linkage_rules.words.messages import Phrase, keyword_phrase

_MOST_NAMED: Final = 5


@frozen
class _Group:
    """Terminals that one phrase stands for, wherever all of ``sign`` are accepted."""

    sign: Set[str]
    members: Set[str]
    phrase: Phrase


_VALUE: Final = Phrase("a value", "值")
_DATUM: Final = Phrase("a value (a list has […], a record {…})", "值（列表用 […]，记录用 {…}）")
_OPERATOR: Final = Phrase("an operator (=, and …)", "运算符（=、且 等）")

_PATTERNS: Final = [pattern for words in written_in_words().values() for pattern in words.patterns]
_LITERALS: Final = frozenset(
    (
        "MONEY",
        "PERCENT",
        "PERIOD",
        "SCALED",
        "DECIMAL",
        "WHOLE",
        "DATE",
        "STRING",
        "_NEVER",
        "_YES",
        "_NO",
        "_MINUS",
    )
)
_CALLS: Final = frozenset(
    (
        *("_COUNT", "_SUM", "_MIN", "_MAX", "_DISTINCT", "_AS_OF", "_LPAR"),
        *(f"_{pattern.split()[0]}" for pattern in _PATTERNS if is_prefix(pattern)),
    )
)
_CONDITIONS: Final = frozenset(
    ("_NOT", "_SOME", "_EVERY", "_NO_FEWER_THAN", "_NO_MORE_THAN", "_IF")
)
_OUTCOMES: Final = frozenset(
    f"_{k.terminal}" for k in KEYWORDS if k.terminal.startswith("IS_") or k.terminal == "APPLIES"
)
_ARITHMETIC: Final = frozenset(("PLUS", "_MINUS", "STAR", "SLASH"))
_CONNECTIVES: Final = frozenset(("_AND", "_OR", "_IMPLIES"))
_OPERATORS: Final = (
    _ARITHMETIC
    | _CONNECTIVES
    | _OUTCOMES
    | {"_DOT", "_EQUALS", "LESSTHAN", "MORETHAN", "_IN", "_LPAR"}
    | {f"_{pattern.split()[1]}" for pattern in _PATTERNS if is_operand(pattern)}
)
_TYPES: Final = frozenset(
    f"_{k.terminal}" for k in KEYWORDS if k.terminal.startswith("TYPE_") or k.terminal == "LIST_OF"
)

_GROUPS: Final = (
    _Group(
        frozenset({"_UNKNOWN", "_LSQB"}),
        _LITERALS | {"NAME", "_UNKNOWN", "_LSQB", "_LBRACE"},
        _DATUM,
    ),
    _Group(
        frozenset({"WHOLE", "_LPAR"}),
        _LITERALS | _CALLS | _CONDITIONS | {"NAME", "_LBRACE"},
        _VALUE,
    ),
    _Group(frozenset({"WHOLE", "MONEY"}), _LITERALS, _VALUE),
    _Group(
        frozenset({"_AND", "_OR"}),
        _OPERATORS,
        _OPERATOR,
    ),
    _Group(_ARITHMETIC, _ARITHMETIC | {"_DOT", "_LPAR"}, Phrase("+ - * /", "+ - * /")),
    _Group(frozenset({"_TYPE_MONEY"}), _TYPES | {"NAME"}, Phrase("a type", "类型")),
    _Group(frozenset({"_OVERRIDES", "NAME"}), frozenset({"NAME"}), Phrase("a bearer", "主体")),
)

_WORDS: Final = {
    "NAME": Phrase("a name", "名称"),
    "STRING": Phrase("text in quotation marks", "引号中的文字"),
    "CLAUSE": Phrase("a clause such as 三.3", "条款，如 三.3"),
    "DATE": Phrase("a date such as 2022-12-07", "日期，如 2022年12月7日"),
    "WHOLE": Phrase("a whole number", "整数"),
    "_EQUALS": Phrase("=", "="),
    "_COLON": Phrase(":", "："),
    "_COMMA": Phrase("a comma", "逗号"),
    "_DOT": Phrase("a dot", "点号"),
    "_LPAR": Phrase("(", "（"),
    "_RPAR": Phrase(")", "）"),
    "_LSQB": Phrase("[", "["),
    "_RSQB": Phrase("]", "]"),
    "_LBRACE": Phrase("{", "{"),
    "_RBRACE": Phrase("}", "}"),
    "$END": Phrase("the end of the declaration", "声明结束"),
}

_LIKELIEST: Final = tuple(
    f"_{terminal}"
    for terminal in (
        *("NORM", "FACT", "ACTION", "RECORD", "EXAMPLE"),
        *("WHEN", "UNLESS", "MEANS", "DONE_WHEN", "CITES", "GIVEN", "EXPECT", "OVERRIDES"),
    )
)
"""The terminals that declarations and their lines most often begin with; these are named first."""

_ORDER: Final = {
    name: number
    for number, name in enumerate(
        dict.fromkeys((*_WORDS, *_LIKELIEST, *(f"_{k.terminal}" for k in KEYWORDS)))
    )
}


def expectation(terminals: Iterable[str]) -> Phrase:
    """The accepted terminals as a short list of alternatives, each named once.

    >>> expectation({"_WHEN", "NAME"}).en
    'a name or “when”'
    """
    accepted = set(terminals)
    phrases: dict[Phrase, None] = {}
    for group in _GROUPS:
        if group.sign <= accepted:
            phrases[group.phrase] = None
            accepted -= group.members
    for terminal in sorted(accepted, key=lambda name: _ORDER.get(name, len(_ORDER))):
        phrase = _phrase(terminal)
        if phrase is not None:
            phrases[phrase] = None
    shown = list(phrases)[:_MOST_NAMED]
    more = len(phrases) > len(shown)
    return Phrase(
        _alternatives([p.en for p in shown], more, ", ", " or ", " or something else"),
        _alternatives([p.zh for p in shown], more, "、", "或", "等"),
    )


def _phrase(terminal: str) -> Phrase | None:
    if terminal in _WORDS:
        return _WORDS[terminal]
    keyword = terminal.removeprefix("_")
    if keyword not in BY_TERMINAL:
        return None
    written = keyword_phrase(keyword)
    return Phrase(f"“{written.en}”", f"“{written.zh}”")


def _alternatives(words: list[str], more: bool, comma: str, last: str, other: str) -> str:
    if more:
        return comma.join(words) + other
    return comma.join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
