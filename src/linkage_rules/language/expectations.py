"""What the grammar would have accepted, in words an analyst uses."""

from collections.abc import Iterable
from typing import Final

from linkage_rules.language.keywords import BY_TERMINAL
from linkage_rules.language.messages import Phrase

_MOST_NAMED: Final = 7

_VALUE = Phrase("a value", "一个值")
_COMPARISON = Phrase("= < > or the like", "= < > 等")
_ARITHMETIC = Phrase("+ - * /", "+ - * /")
_TYPE = Phrase("a type", "一个类型")
_OUTCOME = Phrase("“is …” or “applies”", "“被…”“已…”“适用”等")

_WORDS: Final = {
    "NAME": Phrase("a name", "一个名称"),
    "STRING": Phrase("text in quotation marks", "引号中的文字"),
    "CLAUSE": Phrase("a clause such as 三.3", "条款，如 三.3"),
    "DATE": Phrase("a date such as 2022-12-07", "日期，如 2022年12月7日"),
    **dict.fromkeys(("MONEY", "PERCENT", "PERIOD", "DECIMAL", "WHOLE", "_YES", "_NO"), _VALUE),
    **dict.fromkeys(("_COUNT", "_SUM", "_MIN", "_MAX", "_DISTINCT", "_AS_OF"), _VALUE),
    "_YEARS_BETWEEN": _VALUE,
    "_EQUALS": Phrase("=", "="),
    **dict.fromkeys(("PLUS", "_MINUS", "STAR", "SLASH"), _ARITHMETIC),
    **dict.fromkeys(("LESSTHAN", "MORETHAN"), _COMPARISON),
    "_COLON": Phrase(":", "："),
    "_COMMA": Phrase(",", "，"),
    "_DOT": Phrase(".", "."),
    "_LPAR": Phrase("(", "（"),
    "_RPAR": Phrase(")", "）"),
    "_LSQB": Phrase("[", "["),
    "_RSQB": Phrase("]", "]"),
    "_LBRACE": Phrase("{", "{"),
    "_RBRACE": Phrase("}", "}"),
    "$END": Phrase("the end of the declaration", "声明结束"),
}


def expectation(terminals: Iterable[str]) -> Phrase:
    """The accepted terminals as a short list of alternatives, each named once.

    >>> expectation({"_WHEN", "NAME"}).en
    'a name or “when”'
    """
    phrases = sorted({_phrase(terminal) for terminal in terminals} - {None}, key=_rank)
    shown = [phrase for phrase in phrases if phrase is not None][:_MOST_NAMED]
    more = len(phrases) > len(shown)
    return Phrase(
        _alternatives([p.en for p in shown], more, ", ", " or ", "something else"),
        _alternatives([p.zh for p in shown], more, "、", "或", "其他内容"),
    )


def _phrase(terminal: str) -> Phrase | None:
    if terminal in _WORDS:
        return _WORDS[terminal]
    keyword = BY_TERMINAL.get(terminal.removeprefix("_"))
    if keyword is None:
        return None
    if keyword.terminal.startswith("TYPE_"):
        return _TYPE
    if keyword.terminal.startswith("IS_") or keyword.terminal == "APPLIES":
        return _OUTCOME
    return Phrase(f"“{keyword.en[0]}”", f"“{keyword.zh[0]}”")


def _rank(phrase: Phrase | None) -> tuple[bool, str]:
    assert phrase is not None
    return (phrase.en.startswith("“"), phrase.en)


def _alternatives(words: list[str], more: bool, comma: str, last: str, other: str) -> str:
    if more:
        words = [*words, other]
    return comma.join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
