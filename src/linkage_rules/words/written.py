"""How an operation is written in each language, with its keywords spelled."""

from collections.abc import Sequence

from linkage_rules.model.operations import Operation, Words
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase


def spelled(pattern: str, language: Language) -> str:
    """A pattern of the table with its keywords spelled; the operands keep their numbers.

    >>> spelled("YEARS_BETWEEN {0} AND {1}", "en")
    'years between {0} and {1}'
    """
    return " ".join(
        part if part.startswith("{") else spelling(part, language) for part in pattern.split()
    )


def written(operation: Operation, operands: Sequence[Phrase]) -> Phrase:
    """An operation on operands that are described in words.

    >>> from linkage_rules.model.operations import YEARS_BETWEEN
    >>> written(YEARS_BETWEEN, [Phrase("a date", "日期")] * 2).zh
    '周年数 日期 至 日期'
    """
    how = operation.written
    if not isinstance(how, Words):
        pattern = f"{{0}} {how.value} {{1}}" if operation.arity == 2 else f"{how.value}{{0}}"
        en = zh = pattern
    else:
        en, zh = spelled(how.en, "en"), spelled(how.zh, "zh")
    return Phrase(
        en.format(*(operand.en for operand in operands)),
        zh.format(*(operand.zh for operand in operands)),
    )
