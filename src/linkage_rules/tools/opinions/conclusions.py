"""The conclusion on a whole record: the most serious thing that was found in it."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Final

from linkage_rules.language.messages import Phrase
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.tools.findings import Finding
from linkage_rules.tools.opinions.grounds import Gate
from linkage_rules.tools.opinions.tones import Tone


class Conclusion(Enum):
    """From the most serious to the least. It sums verdicts up and adds nothing to them.

    The last one is none: the policy is not in force on the day, and no norm of it applies.

    A gate is an action that some norm may forbid, such as entering a project library.
    """

    CONFLICTING = "conflicting"
    FORBIDDEN = "forbidden"
    VIOLATED = "violated"
    PENDING = "pending"
    UNFINISHED = "unfinished"
    CLEAR = "clear"
    NOT_IN_FORCE = "not_in_force"


CONCLUSIONS: Final[Mapping[Conclusion, Phrase]] = {
    Conclusion.CONFLICTING: Phrase("Rules in conflict", "规定冲突待研究"),
    Conclusion.FORBIDDEN: Phrase("Blocked", "有不得办理事项"),
    Conclusion.VIOLATED: Phrase("To be corrected", "须整改"),
    Conclusion.PENDING: Phrase("Information needed", "待补充后再定"),
    Conclusion.UNFINISHED: Phrase("Open items", "尚有事项待办"),
    Conclusion.CLEAR: Phrase("Clear", "符合要求"),
    Conclusion.NOT_IN_FORCE: Phrase("Not in force: no conclusion", "不在施行期，不作结论"),
}
"""In a few words, for a heading or a cell."""

MEANINGS: Final[Mapping[Conclusion, Phrase]] = {
    Conclusion.CONFLICTING: Phrase(
        "Rules of equal strength contradict each other; the reviewing unit has to decide which one "
        "applies, and ask the issuer where it must.",
        "同等效力的规定相互冲突，须由审核单位研究确定适用哪一条，必要时请示制定机关。",
    ),
    Conclusion.FORBIDDEN: Phrase(
        "At least one action must not be taken.", "至少有一个事项不得办理。"
    ),
    Conclusion.VIOLATED: Phrase(
        "Nothing is forbidden, but at least one requirement is not met.",
        "没有不得办理事项，但至少有一项要求没有做到。",
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
    Conclusion.NOT_IN_FORCE: Phrase(
        "The policy is not in force on the day, so that it neither forbids nor permits anything.",
        "政策在基准日不在施行期内，既不禁止也不允许，不能据此办理。",
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
    Conclusion.NOT_IN_FORCE: Tone.SOFT,
}


def listed(counts: Mapping[Conclusion, int]) -> tuple[Conclusion, ...]:
    """The conclusions that a legend explains: that there is none only where that is so.

    >>> Conclusion.NOT_IN_FORCE in listed({Conclusion.CLEAR: 3})
    False
    """
    return tuple(c for c in Conclusion if c is not Conclusion.NOT_IN_FORCE or counts.get(c))


_BINDING: Final = frozenset(
    {VerdictStatus.CONFLICTING, VerdictStatus.FORBIDDEN, VerdictStatus.REQUIRED}
)


_IF_SUPPLIED: Final = Phrase(
    "whether {actions} is allowed depends on facts to be supplied",
    "能否{actions}，待补充后再定",
)
_WAS_IT_RIGHT: Final = Phrase(
    "whether it was right to {actions} depends on facts to be supplied",
    "“{actions}”是否违反规定，待补充后再定",
)
_FAILINGS: Final = Phrase("{count} to be put right", "{count}项要求没有做到，须整改")
_DUE: Final = Phrase("{count} still to be done", "{count}项有待办理")
_WANTED: Final = Phrase("{count} facts to be supplied", "{count}项信息待补充")
NO_CONCLUSION: Final = Phrase("Not in force: no conclusion.", "不在施行期，不作结论。")
_NO_GATE: Final = Phrase("nothing is forbidden", "没有不得办理事项")


def in_a_sentence(gates: Sequence[Gate], failings: int, due: int, wanted: int) -> Phrase:
    """The conclusion in one sentence: what may and may not be done, and how much is left to do.

    >>> gate = Gate("enter", Phrase("enter", "入库"), VerdictStatus.FORBIDDEN,
    ...     Phrase("must not enter", "不得入库"), ())
    >>> in_a_sentence([gate], failings=1, due=0, wanted=2).zh
    '不得入库；1项要求没有做到，须整改；2项信息待补充。'
    """
    open_ = tuple(g for g in gates if g.status is VerdictStatus.UNDETERMINED)
    settled = tuple(g for g in gates if g.status is not VerdictStatus.UNDETERMINED)
    by_status: dict[VerdictStatus, list[Phrase]] = {}
    for gate in settled:
        by_status.setdefault(gate.status, []).append(gate.sentence)
    told = [_listed(sentences) for sentences in by_status.values()]
    for pattern, done in ((_WAS_IT_RIGHT, True), (_IF_SUPPLIED, False)):
        if pending := tuple(gate.action for gate in open_ if gate.done is done):
            told.insert(len(by_status.keys() & _BINDING), pattern.filled(actions=pending))
    told = told or [_NO_GATE]
    counted = ((_FAILINGS, failings), (_DUE, due), (_WANTED, wanted))
    told += [phrase.filled(count=count) for phrase, count in counted if count]
    english = "; ".join(phrase.en for phrase in told)
    chinese = "；".join(phrase.zh for phrase in told)
    return Phrase(f"{english[:1].upper()}{english[1:]}.", f"{chinese}。")


def _listed(sentences: Sequence[Phrase]) -> Phrase:
    return Phrase(", ".join(s.en for s in sentences), "，".join(s.zh for s in sentences))


def conclude(findings: Iterable[Finding]) -> Conclusion:
    """The most serious conclusion that one of the findings calls for.

    What is unknown never counts as met: a duty that may apply, or of which it is not known whether
    it is fulfilled, leaves a record unfinished.
    """
    order, clear = list(Conclusion), Conclusion.CLEAR
    return min((_called_for(finding) for finding in findings), key=order.index, default=clear)


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
