"""Sentences about the days in force, the layers of a policy and its readings."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from linkage_rules.model.expressions import Apply, Constant, Expression
from linkage_rules.model.norms import Deadline, Fact, Interval, Norm, Parameter
from linkage_rules.model.outcomes import PeriodOutcome
from linkage_rules.model.package import Amendment, AmendmentKind, Package
from linkage_rules.model.periods import named
from linkage_rules.model.recurrence import working_days_after
from linkage_rules.model.types import Scalar, Type
from linkage_rules.model.values import NEVER, Value
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.told_values import in_words, printable


def fact_called(fact: Fact, package: Package) -> Phrase:
    """The words for a fact; one that is derived from a deadline is called by the norm it belongs
    to."""
    name, _, part = fact.name.rpartition("__")
    if fact.name in package.hidden and part in wording.OF_DEADLINE and name in package.norms:
        return wording.OF_DEADLINE[part].filled(norm=called(package.norms[name]))
    return called(fact)


def by_when(deadline: Deadline, written: Callable[[Expression], Phrase]) -> Phrase:
    """By when a duty is due; ``written`` turns the expression of the deadline into words."""
    if deadline.unit is None or not isinstance(deadline.written, Apply):
        return wording.DUE_BY[deadline.term].filled(written=written(deadline.written))
    start, end = deadline.written.operands
    unending = isinstance(end, Constant) and end.value == NEVER
    days = (
        wording.EVERY_FROM.filled(start=written(start))
        if unending
        else wording.EVERY_FROM_TO.filled(start=written(start), end=written(end))
    )
    by = wording.BY_ITS_END
    if deadline.grace is not None:
        by = wording.AFTER_ITS_END.filled(grace=time_after(deadline.grace, written))
    return wording.DUE_EVERY.filled(unit=wording.EVERY[deadline.unit], days=days, by=by)


def time_after(grace: Expression, written: Callable[[Expression], Phrase]) -> Phrase:
    """How long after the end of each period a duty may be done."""
    counted = working_days_after(grace)
    if not counted:
        return written(grace)
    number, _ = counted[0].operands
    return wording.WORKING_DAYS.filled(number=written(number))


def period_called(period: PeriodOutcome) -> Phrase:
    """The words for a period of a duty, such as a quarter.

    >>> from linkage_rules.model.statuses import Status
    >>> due = date(2024, 7, 15)
    >>> period_called(PeriodOutcome(date(2024, 4, 1), date(2024, 6, 30), due, Status.DUE)).zh
    '2024年第2季度'
    """
    return Phrase(*named({"start": period.start, "end": period.end}))


def days_in_words(periods: Sequence[Interval]) -> Phrase:
    """Intervals of days in words, to stand beside “in force”.

    >>> days_in_words([Interval(None, date(2025, 12, 31))])
    Phrase(en='until 2025-12-31', zh='至2025年12月31日止')
    """
    return enumerated(map(_stretch, periods), en=" and ")


def _stretch(days: Interval) -> Phrase:
    start, end = (None if d is None else in_words(d, Scalar.DATE) for d in (days.start, days.end))
    if start and end:
        return wording.FROM_UNTIL.filled(start=start, end=end)
    if start:
        return wording.FROM.filled(start=start)
    return wording.UNTIL.filled(end=end) if end else wording.ON_EVERY_DAY


def not_in_force(package: Package, as_of: date) -> Phrase:
    """The sentence that a policy is not in force on a day, and when it is."""
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
    """The sentence that an action is permitted by default on other days only, and on which."""
    days = (package.actions[action].in_force,)
    return wording.DEFAULT_NOT_IN_FORCE.filled(interval=days_in_words(days))


def layer_called(package: Package, layer: str) -> Phrase:
    """The words for a layer: in Chinese its title, where it has one."""
    label = package.layers[layer].label if layer in package.layers else None
    return Phrase(layer, f"《{label}》" if label else layer)


def loosened(package: Package) -> tuple[Amendment, ...]:
    """The amendments by which layers of a policy loosen norms, each with its reason."""
    return tuple(a for a in package.amendments if a.change is AmendmentKind.LOOSEN)


def loosening(package: Package, amendment: Amendment) -> Phrase:
    """The sentence about a norm that a layer loosens."""
    norm = Phrase(amendment.target, amendment.label or amendment.target)
    return wording.LOOSENS.filled(
        layer=layer_called(package, amendment.layer),
        norm=norm,
        below=layer_called(package, amendment.replaces),
        because=printable(amendment.because or ""),
    )


def loosenings(package: Package) -> tuple[Phrase, ...]:
    """The sentences about all norms that layers loosen; they stand above every answer of the
    policy."""
    return tuple(loosening(package, amendment) for amendment in loosened(package))


def simplified(declared: Norm | Fact) -> Phrase | None:
    """The sentence that a declaration says less than the text, and why; None where it says all of
    it.

    >>> from linkage_rules.model.expressions import AsOf
    >>> from linkage_rules.model.types import Scalar
    >>> simplified(Fact("f", "甲", "R", Scalar.DATE, AsOf(), simplified="略去听证")).zh
    '对原文作了简化：略去听证'
    """
    if declared.simplified is None:
        return None
    return wording.SIMPLER.filled(because=printable(declared.simplified))


def simplified_by_name(declared: Norm | Fact) -> Phrase:
    """The same sentence, beginning with the name of the declaration."""
    because = printable(declared.simplified or "")
    return wording.SIMPLER_NAMED.filled(name=called(declared), because=because)


def reading_stated(reading: Parameter, day: date) -> Phrase:
    """The reading with its choice on a day.

    >>> from linkage_rules.model.norms import Interval, ParameterPeriod, Reading
    >>> chosen = (ParameterPeriod("缺一样就不行", Interval(), "并列"),)
    >>> both = Parameter("both", "两样都要有", Scalar.TEXT, chosen, reading=Reading("?"))
    >>> reading_stated(both, date(2023, 5, 1)).zh
    '读法“两样都要有”：缺一样就不行'
    """
    choice = reading.value_on(day)
    if choice is None:
        said = in_words(day, Scalar.DATE)
        return wording.READING_WITHOUT_CHOICE.filled(subject=called(reading), as_of=said)
    return wording.READING.filled(subject=called(reading), answer=choice_of(choice, reading.type))


def choice_of(value: Value, type_: Type) -> Phrase:
    """The choice of a reading in words; a text is given in full."""
    if isinstance(value, str) and type_ is Scalar.TEXT:
        return Phrase(printable(value), printable(value))
    return in_words(value, type_)


def reading_reasons(reading: Parameter, day: date) -> Iterator[Phrase]:
    """The question of a reading, the reason for the choice, and the alternatives with their
    reasons."""
    assert reading.reading is not None
    if reading.reading.question != reading.label:
        question = printable(reading.reading.question)
        yield wording.READ_QUESTION.filled(question=question)
    period = reading.period_on(day)
    if period is not None and period.because:
        yield wording.READ_BECAUSE.filled(because=printable(period.because))
    for other in reading.alternatives_to(None if period is None else period.value):
        yield wording.READ_OTHERWISE.filled(
            answer=choice_of(other.value, reading.type), because=printable(other.because)
        )


def layer_that_chose(reading: Parameter, day: date) -> str:
    """The policy that set the choice for a day; without a choice, the policy that declares the
    reading."""
    period = reading.period_on(day)
    return reading.layer if period is None else period.layer
