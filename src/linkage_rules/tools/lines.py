"""The lines in which a person reads the findings on one record."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from attrs import frozen

from linkage_rules.decisions import wording
from linkage_rules.decisions.names import called
from linkage_rules.decisions.places import place
from linkage_rules.decisions.verdicts import in_words
from linkage_rules.language.messages import Phrase
from linkage_rules.model.outcomes import NormOutcome
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.tools.findings import Finding, Weight
from linkage_rules.tools.reviews import Judged

_MOST_MISSING: Final = 3
_ORDER: Final = (
    VerdictStatus.CONFLICTING,
    VerdictStatus.FORBIDDEN,
    VerdictStatus.REQUIRED,
    VerdictStatus.UNDETERMINED,
    VerdictStatus.PERMITTED,
    VerdictStatus.RECOMMENDED,
    VerdictStatus.UNREGULATED,
)
_WORTH_SAYING: Final = (Status.VIOLATED, Status.DUE, Status.TAKEN_UP, Status.OPEN)

_NORM: Final = Phrase("{norm} ({clause})", "{norm}（{clause}）")
_STATUS: Final = Phrase("{status}: {reason}", "{status}：{reason}")
_MISSING: Final = Phrase("missing {places}", "缺少{places}")
_MISSING_AND_MORE: Final = Phrase("missing {places} and {more} more", "缺少{places}等{count}项")
_DONE_UNKNOWN: Final = Phrase("whether done is unknown; {missing}", "是否做到未知，{missing}")
_NOTHING_FORBIDS: Final = Phrase("nothing forbids it", "没有适用的禁止规定")
_NOTHING_TO_SAY: Final = Phrase("", "")


@frozen
class Line:
    """A verdict, the actions it is on, and why. ``names`` are the ASCII names of the actions."""

    status: VerdictStatus
    verdict: Phrase
    names: tuple[str, ...]
    actions: tuple[Phrase, ...]
    reason: Phrase
    violated: bool = False


def lines(judged: Judged, *, everything: bool) -> tuple[Line, ...]:
    """The notable findings one by one, the most serious first; then the brief ones together.

    With ``everything`` the quiet ones follow, together as well.
    """

    def kind(finding: Finding) -> tuple[int, bool, str, tuple[bool, ...]]:
        words = in_words(finding.verdict, judged.decision.package)
        statuses = tuple(finding.has(status) for status in Status)
        met = not finding.has(Status.VIOLATED)
        return _ORDER.index(finding.status), met, words.en, statuses

    told: list[Line] = []
    for weight in Weight if everything else (Weight.NOTABLE, Weight.BRIEF):
        chosen = sorted((f for f in judged.findings if f.weight is weight), key=kind)
        groups = groupby(chosen, key=id if weight is Weight.NOTABLE else kind)
        told += [_line(tuple(group), judged) for _, group in groups]
    return tuple(told)


def _line(group: Sequence[Finding], judged: Judged) -> Line:
    first = group[0]
    return Line(
        status=first.status,
        verdict=in_words(first.verdict, judged.decision.package),
        names=tuple(finding.action.name for finding in group),
        actions=tuple(called(finding.action) for finding in group),
        reason=_reason(group, judged),
        violated=first.has(Status.VIOLATED),
    )


def _reason(group: Sequence[Finding], judged: Judged) -> Phrase:
    first = group[0]
    match first.status:
        case VerdictStatus.UNDETERMINED:
            return _missing(group, judged)
        case VerdictStatus.REQUIRED if first.has(Status.UNDETERMINED):
            return _DONE_UNKNOWN.filled(missing=_missing(group, judged))
        case VerdictStatus.PERMITTED:
            return _NOTHING_FORBIDS if first.gate else _NOTHING_TO_SAY
        case VerdictStatus.UNREGULATED:
            return _NOTHING_TO_SAY
    status = next((wording.STATUSES[s] for s in _WORTH_SAYING if first.has(s)), None)
    if first.weight is not Weight.NOTABLE:
        return status or _NOTHING_TO_SAY
    norms = wording.LISTED.filled(listed=tuple(map(_norm, first.norms)))
    return norms if status is None else _STATUS.filled(status=status, reason=norms)


def _norm(outcome: NormOutcome) -> Phrase:
    if outcome.citation is None:
        return called(outcome.norm)
    return _NORM.filled(norm=called(outcome.norm), clause=outcome.citation.clause)


def _missing(group: Sequence[Finding], judged: Judged) -> Phrase:
    """The most decisive fields that would settle the findings."""
    wanted = {path for finding in group for path in finding.missing}
    paths = [path for path in judged.decision.missing if path in wanted]
    if not paths:
        return wording.CANNOT_BE_SETTLED
    shown = paths[:_MOST_MISSING]
    listed = tuple(place(path, judged.decision.record_type) for path in shown)
    if len(paths) == len(shown):
        return _MISSING.filled(places=listed)
    more = len(paths) - len(shown)
    return _MISSING_AND_MORE.filled(places=listed, more=more, count=len(paths))
