"""Stretches of days: where they meet, what lies outside them, and what holds on each."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Interval, Parameter, ParameterPeriod
from linkage_rules.model.operations import Comparison
from linkage_rules.model.types import Scalar

_DAY = timedelta(days=1)


def is_empty(interval: Interval) -> bool:
    return bool(interval.start and interval.end and interval.end < interval.start)


def within(inner: Interval, outer: Interval) -> bool:
    """Whether every day of ``inner`` lies in ``outer``.

    >>> within(Interval(date(2023, 1, 1)), Interval(date(2022, 1, 1)))
    True
    """
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    return starts and (outer.end is None or (inner.end is not None and inner.end <= outer.end))


def overlap(first: Interval, second: Interval) -> Interval | None:
    """The days that two intervals share; ``None`` if there are none."""
    starts = [day for day in (first.start, second.start) if day is not None]
    ends = [day for day in (first.end, second.end) if day is not None]
    shared = Interval(max(starts, default=None), min(ends, default=None))
    return None if is_empty(shared) else shared


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The days that lie in any of the intervals, as stretches in order that do not touch.

    >>> first, second = Interval(None, date(2023, 12, 31)), Interval(date(2024, 1, 1))
    >>> joined([second, first])
    (Interval(start=None, end=None),)
    """
    held = [*intervals]
    found: list[Interval] = []
    for stretch in stretches(held):
        if not any(interval.contains(some_day(stretch)) for interval in held):
            continue
        touches = found and found[-1].end is not None and found[-1].end + _DAY == stretch.start
        start = found.pop().start if touches else stretch.start
        found.append(Interval(start, stretch.end))
    return tuple(found)


def outside(whole: Interval, part: Interval) -> tuple[Interval, ...]:
    """The days of ``whole`` that are not in ``part``, as none, one or two intervals.

    >>> [i.end for i in outside(Interval(), Interval(date(2024, 1, 1)))]
    [datetime.date(2023, 12, 31)]
    """
    if overlap(whole, part) is None:
        return (whole,)
    left: list[Interval] = []
    if part.start is not None and part.start > date.min:
        left.append(Interval(whole.start, part.start - _DAY))
    if part.end is not None and part.end < date.max:
        left.append(Interval(part.end + _DAY, whole.end))
    return tuple(i for i in left if not is_empty(i) and overlap(i, whole) is not None)


def stretches(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """Cut the whole calendar into stretches wherever one of the intervals begins or ends.

    Each stretch lies wholly inside or wholly outside each of the intervals; together they hold
    every day, in order.

    >>> [i.start for i in stretches([Interval(date(2024, 1, 1))])]
    [None, datetime.date(2024, 1, 1)]
    """
    cuts: set[date] = set()
    for interval in intervals:
        if interval.start is not None and interval.start > date.min:
            cuts.add(interval.start)
        if interval.end is not None and interval.end < date.max:
            cuts.add(interval.end + _DAY)
    for start, following in pairwise([None, *sorted(cuts), None]):
        yield Interval(start, None if following is None else following - _DAY)


def some_day(interval: Interval) -> date:
    """A day of an interval."""
    return interval.start or interval.end or date.min


def replaced(
    before: tuple[ParameterPeriod, ...], by: tuple[ParameterPeriod, ...]
) -> tuple[ParameterPeriod, ...]:
    """The periods of a parameter after those in ``by`` took the place of the older ones on their
    days.

    Each day of the result lies in one period at most, and neighbours with one value are joined.
    """

    def holding(periods: tuple[ParameterPeriod, ...], day: date) -> ParameterPeriod | None:
        found = [p for p in periods if p.in_force.contains(day)]
        return max(found, key=lambda p: p.in_force.start or date.min) if found else None

    result: list[ParameterPeriod] = []
    joined: ParameterPeriod | None = None
    for stretch in stretches(p.in_force for p in (*before, *by)):
        day = some_day(stretch)
        found = holding(by, day) or holding(before, day)
        if found is None:
            joined = None
        elif found is joined:
            last = result.pop()
            result.append(_over(found, Interval(last.in_force.start, stretch.end)))
        else:
            result.append(_over(found, stretch))
            joined = found
    return tuple(result)


def _over(period: ParameterPeriod, interval: Interval) -> ParameterPeriod:
    return evolve(period, in_force=interval)


def chosen_by(day: Expression, parameter: Parameter) -> Expression:
    """The value of a parameter on a day that an expression gives: a choice among its periods'
    values.

    >>> old = ParameterPeriod(20, Interval(None, date(2025, 2, 28)))
    >>> rate = Parameter("r", None, Scalar.MONEY, (old,))
    >>> chosen_by(model.AsOf(), rate).condition.operands[1].value
    datetime.date(2025, 2, 28)
    """
    result: Expression | None = None
    for stretch in reversed([*stretches(period.in_force for period in parameter.periods)]):
        held = model.Constant(parameter.value_on(some_day(stretch)), parameter.type)
        if result is None or stretch.end is None:
            result = held
        elif held != result:
            until = model.Constant(stretch.end, Scalar.DATE)
            ends = model.compared(Comparison.AT_MOST, day, until)
            result = model.Choose(ends, held, result, parameter.type)
    assert result is not None
    return result
