"""The findings on one record as lines for a reader."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from attrs import frozen

from linkage_rules.decisions.verdicts import by_default, verdict_in_words, with_due
from linkage_rules.model.norms import Modality
from linkage_rules.model.outcomes import NormOutcome
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.reviews.findings import ReviewFinding, Weight
from linkage_rules.reviews.reviews import Judged
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.citing import clause_called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import asked

_MOST_MISSING: Final = 2
_ORDER: Final = (
    VerdictStatus.CONFLICTING,
    VerdictStatus.FORBIDDEN,
    VerdictStatus.REQUIRED,
    VerdictStatus.UNDETERMINED,
    VerdictStatus.PERMITTED,
    VerdictStatus.RECOMMENDED,
    VerdictStatus.UNREGULATED,
)

_NORM: Final = Phrase("{norm} ({clause})", "{norm}（{clause}）")
_STATUS: Final = Phrase("{status}: {norms}", "{status}：{norms}")
_MISSING: Final = Phrase("not reported: {places}", "未填报：{places}")
_MISSING_AND_MORE: Final = Phrase(
    "not reported: {places} and {more} more", "未填报：{places}等{count}项"
)
_DONE_UNKNOWN: Final = Phrase("whether done is unknown; {missing}", "是否做到未知，{missing}")
_NOTHING_FORBIDS: Final = Phrase("nothing forbids it", "没有适用的禁止规定")
_WOULD_VIOLATE: Final = Phrase("would violate", "如办理将违反")
_STANDING: Final[Mapping[Status, Phrase]] = {
    **wording.STATUSES,
    Status.VIOLATED: Phrase("violated", "已违反"),
    Status.DUE: Phrase("to be done", "待办"),
    Status.FULFILLED: Phrase("met", "已做到"),
}
"""The words for the status of a norm, as an office uses them; the policy language has its own."""
_NOTHING_TO_SAY: Final = Phrase("", "")


@frozen
class Line:
    """A verdict, the actions it is on, and the reasons. ``names`` are the ASCII names of the
    actions."""

    status: VerdictStatus
    verdict: Phrase
    names: tuple[str, ...]
    actions: tuple[Phrase, ...]
    reason: Phrase
    weight: Weight
    violated: bool


def lines(judged: Judged, *, everything: bool) -> tuple[Line, ...]:
    """The notable findings one by one, the most serious first; then the brief ones grouped.

    Open gates need no separate lines and are grouped as well. With ``everything`` the quiet
    findings follow, also grouped.
    """

    def kind(finding: ReviewFinding) -> tuple[int, bool, str, tuple[bool, ...]]:
        words = _verdict(finding, judged)
        statuses = tuple(finding.has(status) for status in Status)
        met = not finding.failing
        return _ORDER.index(finding.status), met, words.en, statuses

    told: list[Line] = []
    for weight in Weight if everything else (Weight.NOTABLE, Weight.BRIEF):
        chosen = sorted((f for f in judged.findings if f.weight is weight), key=kind)
        for _, group in groupby(chosen, key=kind):
            found = tuple(group)
            alone = weight is Weight.NOTABLE and found[0].status is not VerdictStatus.PERMITTED
            for together in ((one,) for one in found) if alone else (found,):
                told.append(_line(together, judged))
    return tuple(told)


def _verdict(finding: ReviewFinding, judged: Judged) -> Phrase:
    return verdict_in_words(finding.verdict, judged.decision.package, finding.done)


def _line(group: Sequence[ReviewFinding], judged: Judged) -> Line:
    first = group[0]
    return Line(
        status=first.status,
        verdict=_verdict(first, judged),
        names=tuple(finding.action.name for finding in group),
        actions=tuple(called(finding.action) for finding in group),
        reason=_reason(group, judged),
        weight=first.weight,
        violated=first.failing,
    )


def _reason(group: Sequence[ReviewFinding], judged: Judged) -> Phrase:
    first = group[0]
    match first.status:
        case VerdictStatus.UNDETERMINED:
            return _missing(group, judged)
        case VerdictStatus.REQUIRED | VerdictStatus.RECOMMENDED if first.has(Status.UNDETERMINED):
            return _DONE_UNKNOWN.filled(missing=_missing(group, judged))
        case VerdictStatus.PERMITTED:
            alone = by_default(first.verdict) or not first.gate
            return _NOTHING_TO_SAY if alone else _NOTHING_FORBIDS
        case VerdictStatus.UNREGULATED:
            return _NOTHING_TO_SAY
    if first.weight is not Weight.NOTABLE:
        return _status_in_words(first.norms[0]) or _NOTHING_TO_SAY
    by_status: dict[Phrase | None, list[Phrase]] = {}
    for norm in first.norms:
        by_status.setdefault(_status_in_words(norm), []).append(_norm(norm, judged))
    return wording.LISTED.filled(
        listed=tuple(_norms(status, norms) for status, norms in by_status.items())
    )


def _status_in_words(outcome: NormOutcome) -> Phrase | None:
    """The words for the status of a norm; a ban that was kept is distinguished from one that was
    violated."""
    status, modality = outcome.status, outcome.norm.modality
    if modality is Modality.PROHIBITION and status is not Status.VIOLATED:
        return _WOULD_VIOLATE
    if status in (Status.IN_EFFECT, Status.UNDETERMINED):
        return None
    return with_due(_STANDING[status], outcome)


def _norms(status: Phrase | None, norms: Sequence[Phrase]) -> Phrase:
    listed = wording.LISTED.filled(listed=tuple(norms))
    return listed if status is None else _STATUS.filled(status=status, norms=listed)


def _norm(outcome: NormOutcome, judged: Judged) -> Phrase:
    if outcome.citation is None:
        return called(outcome.norm)
    return _NORM.filled(
        norm=called(outcome.norm), clause=clause_called(outcome.citation, judged.decision.package)
    )


def _missing(group: Sequence[ReviewFinding], judged: Judged) -> Phrase:
    """The most decisive fields that would settle the findings."""
    wanted = {path for finding in group for path in finding.missing}
    paths = [path for path in judged.decision.missing if path in wanted]
    if not paths:
        return wording.CANNOT_BE_SETTLED
    shown = paths[:_MOST_MISSING]
    listed = tuple(asked(path, judged.decision.record_type) for path in shown)
    if len(paths) == len(shown):
        return _MISSING.filled(places=listed)
    more = len(paths) - len(shown)
    return _MISSING_AND_MORE.filled(places=listed, more=more, count=len(paths))
