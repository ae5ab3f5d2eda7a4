"""The conclusion on a whole record: the most serious thing that was found in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from linkage_rules.model.deontic import Tone
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.reviews.findings import ReviewFinding
from linkage_rules.reviews.opinions.grounds import Gate
from linkage_rules.words.messages import Phrase


class Conclusion(Enum):
    """The conclusion, from the most serious to the least. It sums up the verdicts and adds nothing.

    The last two members are no conclusions: the policy has facts and no rule about such records, or
    it is not in force on the day and no norm of it applies. A gate is an action that some norm may
    forbid, such as entering a project library.
    """

    CONFLICTING = "conflicting"
    FORBIDDEN = "forbidden"
    VIOLATED = "violated"
    PENDING = "pending"
    UNFINISHED = "unfinished"
    CLEAR = "clear"
    FACTS_ALONE = "facts_alone"
    NOT_IN_FORCE = "not_in_force"


CONCLUSIONS: Final[Mapping[Conclusion, Phrase]] = {
    Conclusion.CONFLICTING: Phrase("Rules in conflict", "规定冲突待研究"),
    Conclusion.FORBIDDEN: Phrase("Blocked", "有不得办理事项"),
    Conclusion.VIOLATED: Phrase("To be corrected", "须整改"),
    Conclusion.PENDING: Phrase("Information needed", "待补充后再定"),
    Conclusion.UNFINISHED: Phrase("Open items", "尚有事项待办"),
    Conclusion.CLEAR: Phrase("Clear", "符合要求"),
    Conclusion.FACTS_ALONE: Phrase("Facts alone: no conclusion", "仅列认定事项，不作结论"),
    Conclusion.NOT_IN_FORCE: Phrase("Not in force: no conclusion", "不在施行期，不作结论"),
}
"""The conclusions in a few words, for a heading or a cell."""

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
        "未发现不得办理事项，但至少有一项要求未做到。",
    ),
    Conclusion.PENDING: Phrase(
        "Whether an action may be taken depends on what has not been reported.",
        "能否办理取决于尚未填报的信息。",
    ),
    Conclusion.UNFINISHED: Phrase(
        "Nothing found is forbidden or violated; something is to be reported or still to be done.",
        "就已填报的信息，未发现禁止和违反的事项；尚有信息待补充或者事项待办。",
    ),
    Conclusion.CLEAR: Phrase(
        "Nothing is forbidden or violated, and no duty is open.",
        "未发现禁止和违反的事项，各项责任均已做到。",
    ),
    Conclusion.FACTS_ALONE: Phrase(
        "The policy says what facts are, and has no rule on such records: it neither forbids nor "
        "demands anything.",
        "政策只规定如何认定，没有对这类记录作出规定：既不禁止，也不要求。",
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
    Conclusion.FACTS_ALONE: Tone.SOFT,
    Conclusion.NOT_IN_FORCE: Tone.SOFT,
}

NONE: Final = frozenset({Conclusion.FACTS_ALONE, Conclusion.NOT_IN_FORCE})
"""The members that stand for having no conclusion."""


def listed(counts: Mapping[Conclusion, int]) -> tuple[Conclusion, ...]:
    """The conclusions that a legend explains.

    The members without a conclusion are only listed where they occur, and alone where no other can
    occur.

    >>> Conclusion.NOT_IN_FORCE in listed({Conclusion.CLEAR: 3})
    False
    >>> [one.value for one in listed({Conclusion.FACTS_ALONE: 3})]
    ['facts_alone']
    """
    alone = bool(counts.get(Conclusion.FACTS_ALONE))
    return tuple(c for c in Conclusion if counts.get(c) or not (alone or c in NONE))


_BINDING: Final = frozenset(
    {VerdictStatus.CONFLICTING, VerdictStatus.FORBIDDEN, VerdictStatus.REQUIRED}
)


_IF_SUPPLIED: Final = Phrase(
    "whether {actions} is allowed depends on facts to be supplied",
    "能否{actions}，待补充后再定",
)
_WAS_IT_RIGHT: Final = Phrase(
    "whether it was right to {actions} depends on facts to be supplied",
    "是否已违规{actions}，待补充后再定",
)
_NOTHING_FORBIDS: Final = Phrase("nothing found that forbids to {actions}", "")
_FAILINGS: Final = Phrase("{count} to be put right", "须整改{count}项")
_DUE: Final = Phrase("{count} to be done", "待办{count}项")
_WANTED: Final = Phrase("{count} facts to be supplied", "待补充信息{count}项")
NO_CONCLUSION: Final = Phrase("Not in force: no conclusion.", "不在施行期，不作结论。")
_NO_GATE: Final = Phrase("nothing found that is forbidden", "未发现不得办理的事项")


def in_a_sentence(gates: Sequence[Gate], failings: int, due: int, wanted: int) -> Phrase:
    """The conclusion in one sentence: what may and may not be done, and how much is left to do.

    >>> gate = Gate("enter", Phrase("enter", "入库"), VerdictStatus.FORBIDDEN,
    ...     Phrase("must not enter", "不得入库"), ())
    >>> in_a_sentence([gate], failings=1, due=0, wanted=2).zh
    '不得入库；须整改1项；待补充信息2项。'
    """
    counted = ((_FAILINGS, failings), (_DUE, due), (_WANTED, wanted))
    left = (phrase.filled(count=count) for phrase, count in counted if count)
    return _sentence((*_of_each(gates), *left))


def of_the_gates(gates: Sequence[Gate]) -> Phrase:
    """The sentence on what may and may not be done.

    >>> by_default = [Gate(name, Phrase(name, name), VerdictStatus.PERMITTED,
    ...     Phrase("", ""), (), by_default=True) for name in ("入库", "审批")]
    >>> of_the_gates(by_default).zh
    '未发现不得入库、不得审批的情形。'
    """
    return _sentence(tuple(_of_each(gates)))


def _of_each(gates: Sequence[Gate]) -> Iterator[Phrase]:
    """The clauses on the gates, grouped by verdict, the most serious first."""
    open_ = tuple(g for g in gates if g.status is VerdictStatus.UNDETERMINED)
    free = tuple(g.action for g in gates if g.by_default)
    binding: dict[VerdictStatus, list[Phrase]] = {}
    others: dict[VerdictStatus, list[Phrase]] = {}
    for gate in gates:
        if gate.status is not VerdictStatus.UNDETERMINED and not gate.by_default:
            alike = binding if gate.status in _BINDING else others
            alike.setdefault(gate.status, []).append(gate.sentence)
    yield from map(_listed, binding.values())
    for pattern, done in ((_IF_SUPPLIED, False), (_WAS_IT_RIGHT, True)):
        if pending := tuple(gate.action for gate in open_ if gate.done is done):
            yield pattern.filled(actions=pending)
    yield from map(_listed, others.values())
    if free:
        not_to = "、".join(f"不得{action.zh}" for action in free)
        yield Phrase(_NOTHING_FORBIDS.filled(actions=free).en, f"未发现{not_to}的情形")
    if not gates:
        yield _NO_GATE


def _sentence(told: Sequence[Phrase]) -> Phrase:
    english = "; ".join(phrase.en for phrase in told)
    chinese = "；".join(phrase.zh for phrase in told)
    return Phrase(f"{english[:1].upper()}{english[1:]}.", f"{chinese}。")


def _listed(sentences: Sequence[Phrase]) -> Phrase:
    within = any("，" in sentence.zh for sentence in sentences)
    chinese = ("；" if within else "，").join(sentence.zh for sentence in sentences)
    return Phrase(", ".join(s.en for s in sentences), chinese)


def conclude(findings: Iterable[ReviewFinding]) -> Conclusion:
    """The most serious conclusion that one of the findings calls for.

    What is unknown never counts as fulfilled: a duty that may apply, or whose fulfilment is
    unknown, leaves a record unfinished.
    """
    order, clear = list(Conclusion), Conclusion.CLEAR
    return min((_called_for(finding) for finding in findings), key=order.index, default=clear)


def _called_for(finding: ReviewFinding) -> Conclusion:
    open_ = finding.status is VerdictStatus.UNDETERMINED
    if finding.status is VerdictStatus.CONFLICTING:
        return Conclusion.CONFLICTING
    if finding.status is VerdictStatus.FORBIDDEN:
        return Conclusion.FORBIDDEN
    if finding.failing:
        return Conclusion.VIOLATED
    if open_ and finding.gate:
        return Conclusion.PENDING
    if open_ and finding.verdict.possible & _BINDING:
        return Conclusion.UNFINISHED
    unfinished = finding.has(Status.DUE) or finding.has(Status.UNDETERMINED)
    if unfinished and finding.status is VerdictStatus.REQUIRED:
        return Conclusion.UNFINISHED
    return Conclusion.CLEAR
