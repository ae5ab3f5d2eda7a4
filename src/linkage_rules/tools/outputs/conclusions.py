"""The conclusion on a whole record: the most serious thing that was found in it."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from linkage_rules.language.messages import Phrase
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.tools.findings import Finding
from linkage_rules.tools.outputs.tones import Tone


class Conclusion(Enum):
    """From the most serious to the least. It sums verdicts up and adds nothing to them.

    A gate is an action that some norm may forbid, such as entering a project library.
    """

    CONFLICTING = "conflicting"
    FORBIDDEN = "forbidden"
    VIOLATED = "violated"
    PENDING = "pending"
    UNFINISHED = "unfinished"
    CLEAR = "clear"


CONCLUSIONS: Final[Mapping[Conclusion, Phrase]] = {
    Conclusion.CONFLICTING: Phrase("norms in conflict", "规定冲突"),
    Conclusion.FORBIDDEN: Phrase("something forbidden", "有禁止事项"),
    Conclusion.VIOLATED: Phrase("something violated", "有违反事项"),
    Conclusion.PENDING: Phrase("undetermined", "能否办理待定"),
    Conclusion.UNFINISHED: Phrase("nothing against it, not all settled", "无禁止违反，有待补待办"),
    Conclusion.CLEAR: Phrase("nothing against it", "无禁止违反事项"),
}
"""In a few words, for a heading or a cell."""

MEANINGS: Final[Mapping[Conclusion, Phrase]] = {
    Conclusion.CONFLICTING: Phrase(
        "Norms of equal strength contradict each other; a person has to decide which prevails.",
        "同等效力的规定相互冲突，须由人裁定以哪一条为准。",
    ),
    Conclusion.FORBIDDEN: Phrase(
        "At least one action must not be taken.", "至少有一个事项不得办理。"
    ),
    Conclusion.VIOLATED: Phrase(
        "Nothing is forbidden, but at least one requirement is not met.",
        "没有不得办理的事项，但至少有一项要求没有做到。",
    ),
    Conclusion.PENDING: Phrase(
        "Whether an action may be taken depends on what has not been reported.",
        "能否办理取决于尚未填报的信息。",
    ),
    Conclusion.UNFINISHED: Phrase(
        "Nothing found is forbidden or violated; something is to be reported or still to be done.",
        "就已填报的信息，没有禁止和违反的事项；尚有信息待补充或事项待办。",
    ),
    Conclusion.CLEAR: Phrase(
        "Nothing is forbidden or violated, and no duty is open.",
        "没有禁止和违反的事项，各项责任均已确定并履行。",
    ),
}
"""What each conclusion means."""

CONCLUSION_TONES: Final[Mapping[Conclusion, Tone]] = {
    Conclusion.CONFLICTING: Tone.CONFLICT,
    Conclusion.FORBIDDEN: Tone.BAD,
    Conclusion.VIOLATED: Tone.FAILING,
    Conclusion.PENDING: Tone.OPEN,
    Conclusion.UNFINISHED: Tone.DUTY,
    Conclusion.CLEAR: Tone.GOOD,
}

_BINDING: Final = frozenset(
    {VerdictStatus.CONFLICTING, VerdictStatus.FORBIDDEN, VerdictStatus.REQUIRED}
)


def conclude(findings: Iterable[Finding]) -> Conclusion:
    """The most serious conclusion that one of the findings calls for.

    What is unknown never counts as met: a duty that may apply, or of which it is not known whether
    it is fulfilled, leaves a record unfinished.
    """
    order = list(Conclusion)
    return min((_called_for(finding) for finding in findings), key=order.index, default=order[-1])


def _called_for(finding: Finding) -> Conclusion:
    open_ = finding.status is VerdictStatus.UNDETERMINED
    if finding.status is VerdictStatus.CONFLICTING:
        return Conclusion.CONFLICTING
    if finding.status is VerdictStatus.FORBIDDEN:
        return Conclusion.FORBIDDEN
    if finding.has(Status.VIOLATED):
        return Conclusion.VIOLATED
    if open_ and finding.gate:
        return Conclusion.PENDING
    if open_ and finding.verdict.possible & _BINDING:
        return Conclusion.UNFINISHED
    unfinished = finding.has(Status.DUE) or finding.has(Status.UNDETERMINED)
    if unfinished and finding.status is VerdictStatus.REQUIRED:
        return Conclusion.UNFINISHED
    return Conclusion.CLEAR
