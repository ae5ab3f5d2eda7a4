"""How a change from one decision to another is said."""

from typing import Final

from linkage_rules.decisions.comparing import Answer, ChangedAnswer
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase

_CHANGE: Final = Phrase("{name}: {before} → {after}", "{name}：{before} → {after}")
_BY: Final = Phrase("{status} (by {norms})", "{status}（条款依据：{norms}）")
_NO_RULE: Final = Phrase("(new or gone)", "（无此规定）")


def of_verdict(change: ChangedAnswer[VerdictStatus]) -> Phrase:
    """The verdicts before and after, with the norms that decide them."""
    return _said(change.name, change.label, verdict(change.before), verdict(change.after))


def of_status(change: ChangedAnswer[Status]) -> Phrase:
    """The statuses before and after."""
    return _said(change.name, change.label, status_word(change.before), status_word(change.after))


def verdict_word(answer: Answer[VerdictStatus] | None) -> Phrase:
    """A verdict without its norms."""
    if answer is None:
        return _NO_RULE
    if answer.status is VerdictStatus.PERMITTED and not answer.by:
        return wording.ALREADY_DONE if answer.done else wording.NOTHING_FORBIDS
    return wording.VERDICTS[answer.status]


def verdict(answer: Answer[VerdictStatus] | None) -> Phrase:
    """A verdict and its norms."""
    if answer is None:
        return _NO_RULE
    words = verdict_word(answer)
    if not answer.by:
        return words
    labels = answer.by_labels or (None,) * len(answer.by)
    norms = tuple(Phrase(n, label or n) for n, label in zip(answer.by, labels, strict=True))
    return _BY.filled(status=words, norms=norms)


def status_word(answer: Answer[Status] | None) -> Phrase:
    """The status of a norm."""
    return _NO_RULE if answer is None else wording.STATUSES[answer.status]


def _said(name: str, label: str | None, before: Phrase, after: Phrase) -> Phrase:
    return _CHANGE.filled(name=Phrase(name, label or name), before=before, after=after)
