"""On which days a policy is in force, in words, and what is said of a day on which it is not."""

from collections.abc import Sequence
from datetime import date

from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package
from linkage_rules.model.types import Scalar
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words


def days_in_words(periods: Sequence[Interval]) -> Phrase:
    """Stretches of days, with the words that go before or behind “in force”.

    >>> days_in_words([Interval(None, date(2025, 12, 31))])
    Phrase(en='until 2025-12-31', zh='至2025年12月31日止')
    """
    spoken = [_stretch(period) for period in periods]
    return Phrase(" and ".join(s.en for s in spoken), "、".join(s.zh for s in spoken))


def _stretch(days: Interval) -> Phrase:
    start, end = (None if d is None else in_words(d, Scalar.DATE) for d in (days.start, days.end))
    if start and end:
        return wording.FROM_UNTIL.filled(start=start, end=end)
    if start:
        return wording.FROM.filled(start=start)
    return wording.UNTIL.filled(end=end) if end else wording.ON_EVERY_DAY


def not_in_force(package: Package, as_of: date) -> Phrase:
    """That a policy is not in force on a day, and when it is."""
    return wording.POLICY_NOT_IN_FORCE.filled(
        as_of=in_words(as_of, Scalar.DATE), interval=days_in_words(package.periods)
    )


def nearest(package: Package, day: date) -> date:
    """The day nearest to a day on which a policy is in force.

    >>> nearest(Package(name="p", in_force=Interval(None, date(2025, 12, 31))), date(2026, 5, 1))
    datetime.date(2025, 12, 31)
    """
    if package.in_force_on(day):
        return day
    ends = [end for period in package.periods for end in (period.start, period.end) if end]
    return min(ends, key=lambda end: abs(end - day))


def default_ended(package: Package, action: str) -> Phrase:
    """That an action is permitted by default on other days only, and on which."""
    days = (package.actions[action].in_force,)
    return wording.DEFAULT_NOT_IN_FORCE.filled(interval=days_in_words(days))
