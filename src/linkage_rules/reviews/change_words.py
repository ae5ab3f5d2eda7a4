"""How a change from one decision to another is said."""

from typing import Final

from linkage_rules.decisions.comparing import Answer, ChangedAnswer, ChangedResult
from linkage_rules.decisions.results import Total
from linkage_rules.model.norms import Fact
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

_CHANGE: Final = Phrase("{name}: {before} → {after}", "{name}：{before} → {after}")
_BY: Final = Phrase("{status} (by {norms})", "{status}（条款依据：{norms}）")
_NO_RESULT: Final = Phrase("(no such result)", "（无此结果）")
_MORE: Final = Phrase("{change} (+{amount})", "{change}（增加{amount}）")
_LESS: Final = Phrase("{change} (-{amount})", "{change}（减少{amount}）")
_EQUAL: Final = Phrase("{change} (the same)", "{change}（不变）")
_NO_RULE: Final = Phrase("(new or gone)", "（无此规定）")


def of_verdict(change: ChangedAnswer[VerdictStatus]) -> Phrase:
    """The verdicts before and after, with the norms that decide them."""
    return _said(change.name, change.label, verdict(change.before), verdict(change.after))


def of_status(change: ChangedAnswer[Status]) -> Phrase:
    """The statuses before and after."""
    return _said(change.name, change.label, status_word(change.before), status_word(change.after))


def of_result(change: ChangedResult, record_type: RecordType) -> Phrase:
    """The results before and after."""
    before, after = (_NO_RESULT if r is None else r.words for r in (change.before, change.after))
    name = change.result.called(record_type)
    return _CHANGE.filled(name=name, before=before, after=after)


def of_total(fact: Fact, before: Total | None, after: Total | None) -> Phrase:
    """What a result comes to before and after, and by how much more or less where both are known
    of every record."""
    then, now = (_NO_RESULT if total is None else total.words for total in (before, after))
    said = _CHANGE.filled(name=called(fact), before=then, after=now)
    if before is None or after is None or not (before.is_whole and after.is_whole):
        return said
    assert before.amount is not None
    assert after.amount is not None
    more = after.amount - before.amount
    amount = in_words(abs(more), fact.type)
    pattern = _LESS if more < 0 else _MORE if more else _EQUAL
    return pattern.filled(change=said, amount=amount)


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
