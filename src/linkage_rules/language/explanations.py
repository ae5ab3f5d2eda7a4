"""Why each diagnostic is given and what to do about it, beyond the one place it is told of."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import frozen

from linkage_rules.model.findings import FindingKind
from linkage_rules.words.catalogue import CATALOGUE
from linkage_rules.words.finding_words import ANSWERABLE, FINDING_ADVICE, FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_FILE: Final = "explanations.txt"
_CAUSE: Final = Phrase("Cause: ", "原因：")
_CURE: Final = Phrase("Cure: ", "改法：")
_UNREADABLE: Final = Phrase("something cannot stand where it does", "有的内容不能写在那里")
_ANSWERED: Final = Phrase(
    "If it is as it should be: a property that says “answers {name} of …” with the names of the "
    "finding answers it.",
    "确应如此的：写一条性质，用“答复 {name} 关于 ……”写明这项发现的名称，即为答复。",
)
_NOT_ANSWERED: Final = Phrase(
    "No property answers it.",
    "这一种不能用性质答复。",
)
_PLACE: Final = re.compile(r"\{\w+\}")


@frozen
class Explanation:
    """The cause of a kind of problem, and its cure."""

    cause: Phrase
    cure: Phrase


@cache
def explanations() -> Mapping[str, Explanation]:
    """The explanation of every code."""
    text = files(__package__).joinpath(_FILE).read_text("utf-8")
    found = {}
    for block in text.strip().split("\n\n"):
        code, cause_en, cure_en, cause_zh, cure_zh = block.splitlines()
        assert code not in found, code
        found[code] = Explanation(Phrase(cause_en, cause_zh), Phrase(cure_en, cure_zh))
    return found


def explained_finding(kind: FindingKind, language: Language) -> str:
    """A kind of finding with what to do about it, and how it is answered where it is meant.

    >>> print(explained_finding(FindingKind.AMBIGUOUS_MONTH_END, "zh").splitlines()[0])
    ambiguous-month-end：月末有歧义
    """
    name = FINDING_NAMES[kind]
    called = Phrase(name.en.replace("_", " "), name.zh)
    head = Phrase("{kind}: {called}", "{kind}：{called}")
    answer = _ANSWERED if name.en in ANSWERABLE else _NOT_ANSWERED
    parts = [head.filled(kind=kind.value, called=called), answer.filled(name=name)]
    if kind in FINDING_ADVICE:
        parts.insert(1, FINDING_ADVICE[kind])
    return "\n".join(say(part, language) for part in parts)


def explained(code: str, language: Language) -> str:
    """A code with its headline, its cause and its cure; raises KeyError for an unknown code.

    >>> print(explained("POL-112", "zh"))
    POL-112：截止日期早于起始日期：…至…
    原因：一段时间的截止日期不能早于起始日期。
    改法：对照文件核对两个日期，看是否写反。
    """
    explanation = explanations()[code]
    headline = _PLACE.sub("…", say(CATALOGUE[code].headline, language))
    headline = say(_UNREADABLE, language) if headline == "…" else headline
    colon = "：" if language == "zh" else ": "
    return "\n".join(
        (
            f"{code}{colon}{headline}",
            say(_CAUSE, language) + say(explanation.cause, language),
            say(_CURE, language) + say(explanation.cure, language),
        )
    )
