"""What modalities, strengths, statuses and verdicts are called, each in a row of its own."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from linkage_rules.model.deontic import Force
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words.keywords import spelling
from linkage_rules.words.messages import Phrase

MODALITIES: Final[Mapping[Modality, Phrase]] = {
    Modality.OBLIGATION: Phrase("an obligation", "应当"),
    Modality.PROHIBITION: Phrase("a prohibition", "不得"),
    Modality.RECOMMENDATION: Phrase("a recommendation", "鼓励"),
    Modality.PERMISSION: Phrase("a permission", "可以"),
}

STRENGTHS: Final[Mapping[Strength, Phrase]] = {
    Strength.STRICT: Phrase("strict", "无例外"),
    Strength.DEFEASIBLE: Phrase("in principle", "原则上"),
}


@frozen
class ForceWords:
    """The words for norms of one force (modality and strength).

    ``conduct`` is used in a decision, ``rule`` in plain words, where the English sentence has named
    the bearer already; ``quoted`` are the words by which a source expresses it.
    """

    conduct: Phrase
    rule: Phrase
    quoted: Phrase


FORCES: Final[Mapping[Force, ForceWords]] = {
    (Modality.OBLIGATION, Strength.STRICT): ForceWords(
        Phrase("{bearer} must {action}", "{bearer}应当{action}"),
        Phrase("must {action}", "{bearer}应当{action}"),
        Phrase("“must”", "“应当”"),
    ),
    (Modality.OBLIGATION, Strength.DEFEASIBLE): ForceWords(
        Phrase("{bearer} must in principle {action}", "{bearer}原则上应当{action}"),
        Phrase("must, in principle, {action}", "{bearer}原则上应当{action}"),
        Phrase("“must in principle”", "“原则上应当”"),
    ),
    (Modality.PROHIBITION, Strength.STRICT): ForceWords(
        Phrase("{bearer} must not {action}", "{bearer}不得{action}"),
        Phrase("must not {action}", "{bearer}不得{action}"),
        Phrase("“must not”", "“不得”"),
    ),
    (Modality.PROHIBITION, Strength.DEFEASIBLE): ForceWords(
        Phrase("{bearer} must in principle not {action}", "{bearer}原则上不得{action}"),
        Phrase("must, in principle, not {action}", "{bearer}原则上不得{action}"),
        Phrase("“must in principle not”", "“原则上不得”"),
    ),
    (Modality.RECOMMENDATION, Strength.STRICT): ForceWords(
        Phrase("{bearer} is encouraged to {action}", "鼓励{bearer}{action}"),
        Phrase("is encouraged to {action}", "鼓励{bearer}{action}"),
        Phrase("“encouraged to”", "“鼓励”"),
    ),
    (Modality.PERMISSION, Strength.STRICT): ForceWords(
        Phrase("{bearer} may {action}", "{bearer}可以{action}"),
        Phrase("may {action}", "{bearer}可以{action}"),
        Phrase("“may”", "“可以”"),
    ),
}

SAID_IN_SOURCES: Final[tuple[tuple[tuple[str, ...], frozenset[Force]], ...]] = (
    (
        ("不得", "严禁", "禁止", "不准", "不许"),
        frozenset(
            {
                (Modality.PROHIBITION, Strength.STRICT),
                (Modality.PROHIBITION, Strength.DEFEASIBLE),
            }
        ),
    ),
    (
        ("原则上", "力争", "尽量", "重点"),
        frozenset(
            {
                (Modality.OBLIGATION, Strength.DEFEASIBLE),
                (Modality.PROHIBITION, Strength.DEFEASIBLE),
            }
        ),
    ),
    (
        ("鼓励", "引导", "提倡", "倡导"),
        frozenset({(Modality.RECOMMENDATION, Strength.STRICT)}),
    ),
    (("可以", "可"), frozenset({(Modality.PERMISSION, Strength.STRICT)})),
    (
        ("应当", "必须", "务必", "应", "须", "要", "着力", "推进", "支持", "积极"),
        frozenset({(Modality.OBLIGATION, Strength.STRICT)}),
    ),
)
"""Words of official texts, each with the forces that a norm quoting them may have.

The first row of which a word occurs in the quote counts. “原则上” weakens the words beside it, so
it stands before the words of obligation.
"""

MODAL_WORDS: Final[Mapping[str, Modality]] = {
    word: modality
    for modality, words in {
        Modality.OBLIGATION: "应当 应该 应予 应 必须 务必 须 需 要",
        Modality.PROHIBITION: "不得 不准 不许 不能 不可以 不可 不应当 不应该 不应 不予 不要 不宜 "
        "禁止 严禁 杜绝",
        Modality.PERMISSION: "可以 可 允许 准予 有权 不必 无须 无需 毋须",
        Modality.RECOMMENDATION: "鼓励 提倡 倡导 引导",
    }.items()
    for word in words.split()
}
"""The modality that each modal word of an official text gives to what stands behind it. Words that
free from a duty permit to leave it undone."""

STATUSES: Final[Mapping[Status, Phrase]] = {
    status: Phrase(
        spelling(f"IS_{status.name}", "en").removeprefix("is "),
        spelling(f"IS_{status.name}", "zh"),
    )
    for status in Status
}
"""The status of a norm, in the keywords of the policy language."""


@frozen
class VerdictWords:
    """The words for a verdict: its name, and a ``sentence`` about the action.

    ``in_principle`` is the name where only norms with “in principle” decide; ``counted`` the name
    of a group of such verdicts, whatever norms decide them. ``prevails`` is the reason why a norm
    that is no duty gives way to the verdict.
    """

    called: Phrase
    sentence: Phrase
    in_principle: Phrase | None = None
    counted: Phrase | None = None
    prevails: Phrase | None = None


VERDICTS: Final[Mapping[VerdictStatus, VerdictWords]] = {
    VerdictStatus.CONFLICTING: VerdictWords(
        Phrase("conflicting", "有冲突"),
        Phrase(
            "{action}: conflicting – both required and forbidden",
            "{action}：有冲突，既应当又不得",
        ),
        prevails=Phrase(
            "Why: the conflict between the norms above has to be decided first.",
            "原因：以上规定相互冲突，须先研究确定适用哪一条。",
        ),
    ),
    VerdictStatus.FORBIDDEN: VerdictWords(
        Phrase("must not", "不得"),
        Phrase("{verdict} {action}", "{verdict}{action}"),
        in_principle=Phrase("must in principle not", "原则上不得"),
        prevails=Phrase(
            "Why: what is forbidden can be neither encouraged nor permitted.",
            "原因：禁止的行为谈不上鼓励或者允许。",
        ),
    ),
    VerdictStatus.REQUIRED: VerdictWords(
        Phrase("must", "应当"),
        Phrase("{verdict} {action}", "{verdict}{action}"),
        in_principle=Phrase("must in principle", "原则上应当"),
        prevails=Phrase(
            "Why: an obligation goes further than encouragement and permission.",
            "原因：已有义务，鼓励和允许不再起作用。",
        ),
    ),
    VerdictStatus.RECOMMENDED: VerdictWords(
        Phrase("encouraged", "鼓励"),
        Phrase("{verdict} to {action}", "{verdict}{action}"),
        prevails=Phrase(
            "Why: encouragement goes further than permission.", "原因：鼓励已包含允许。"
        ),
    ),
    VerdictStatus.PERMITTED: VerdictWords(
        Phrase("may", "可以"),
        Phrase("{verdict} {action}", "{verdict}{action}"),
        counted=Phrase("may, or no ban found", "可以或无禁止情形"),
    ),
    VerdictStatus.UNREGULATED: VerdictWords(
        Phrase("unregulated", "无规定"), Phrase("{action}: {verdict}", "{action}：{verdict}")
    ),
    VerdictStatus.UNDETERMINED: VerdictWords(
        Phrase("undetermined", "待定"),
        Phrase(
            "{action}: undetermined (possible: {possible})",
            "{action}：待定（可能的结论：{possible}）",
        ),
    ),
}
