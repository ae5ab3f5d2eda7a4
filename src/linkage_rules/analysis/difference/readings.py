"""Readings that two policies choose, ask or reason differently: a change of the rules or of why."""

from collections.abc import Iterator

from attrs import frozen

from linkage_rules.model.calendar import overlap, some_day, stretches
from linkage_rules.model.norms import Alternative, Interval, Parameter
from linkage_rules.model.package import Package
from linkage_rules.words.messages import Phrase
from linkage_rules.words.telling import choice_of


@frozen
class Said:
    """What one of the policies chose on ``days``, and why; None where it chose nothing."""

    days: Interval
    choice: Phrase | None
    because: str | None


@frozen
class ReadingChange:
    """A reading in both policies; None in the one that does not have it.

    ``choices`` are the stretches of days on which they choose or reason differently, each with what
    the old and the new one say; ``asked`` says that the question or the alternatives differ.
    """

    old: Parameter | None
    new: Parameter | None
    choices: tuple[tuple[Said, Said], ...]
    asked: bool

    @property
    def reading(self) -> Parameter:
        """The newer of the two."""
        found = self.new or self.old
        assert found is not None
        return found


def reading_changes(old: Package, new: Package, days: Interval) -> Iterator[ReadingChange]:
    """The readings that differ, in the order of the new policy, those that are gone behind them."""
    for name in dict.fromkeys((*new.readings, *old.readings)):
        before, after = old.readings.get(name), new.readings.get(name)
        choices = tuple(_choices(before, after, days))
        asked = before is None or after is None or _question(before) != _question(after)
        if choices or asked:
            yield ReadingChange(before, after, choices, asked)


def _choices(
    old: Parameter | None, new: Parameter | None, days: Interval
) -> Iterator[tuple[Said, Said]]:
    periods = [p.in_force for one in (old, new) if one is not None for p in one.periods]
    for stretch in stretches(periods):
        both = overlap(stretch, days)
        if both is None:
            continue
        before, after = (_said(one, both) for one in (old, new))
        if (before.choice, before.because) != (after.choice, after.because):
            yield before, after


def _said(reading: Parameter | None, days: Interval) -> Said:
    period = None if reading is None else reading.period_on(some_day(days))
    if reading is None or period is None:
        return Said(days, None, None)
    return Said(days, choice_of(period.value, reading.type), period.because)


def _question(reading: Parameter) -> tuple[str, frozenset[str]]:
    assert reading.reading is not None
    return reading.reading.question, frozenset(map(_alternative, reading.alternatives_to(None)))


def _alternative(one: Alternative) -> str:
    return f"{one.value!r} {one.because}"
