"""How an operation is written in each language, with its keywords in place."""

from collections.abc import Sequence
from typing import Final

from linkage_rules.model.operations import OPENING, Operation, Words, is_operand
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase

BEHIND_A_NUMBER: Final = frozenset({"WORKING_DAYS"})
"""The keywords that may directly follow a number that is written out."""

_BRACKETS: Final = {"LPAR": "(", "RPAR": ")", "LBRACE": "{", "RBRACE": "}"}


def spelled(pattern: str, language: Language, operands: Sequence[str]) -> str:
    """A pattern of the table of operations with its keywords spelled and the operands put in.

    >>> spelled("YEARS_BETWEEN {0} AND {1}", "en", ["a", "b"])
    'years between a and b'
    >>> spelled("MIN LPAR {0...} RPAR", "zh", ["甲", "乙"])
    '最小(甲、乙)'
    """
    between = ", " if language == "en" else "、"
    written = ""
    parts = pattern.split()
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else ""
        if place and before not in OPENING and part not in ("LPAR", *OPENING.values()):
            written += "" if part in BEHIND_A_NUMBER and written[-1:].isdecimal() else " "
        if not is_operand(part):
            written += _BRACKETS.get(part) or spelling(part, language)
        elif part.endswith("...}"):
            written += between.join(operands[int(part[1:-4]) :])
        else:
            written += operands[int(part[1:-1])]
    return written


def written(operation: Operation, operands: Sequence[Phrase]) -> Phrase:
    """An operation in words, given its operands in words.

    >>> from linkage_rules.model.operations import YEARS_BETWEEN
    >>> written(YEARS_BETWEEN, [Phrase("a date", "日期")] * 2).zh
    '周年数 日期 至 日期'
    """
    how = operation.written
    if isinstance(how, Words):
        return Phrase(
            spelled(how.en, "en", [operand.en for operand in operands]),
            spelled(how.zh, "zh", [operand.zh for operand in operands]),
        )
    pattern = f"{{0}} {how.value} {{1}}" if operation.arity == 2 else f"{how.value}{{0}}"
    return Phrase(
        pattern.format(*(operand.en for operand in operands)),
        pattern.format(*(operand.zh for operand in operands)),
    )
