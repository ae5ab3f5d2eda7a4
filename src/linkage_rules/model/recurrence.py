"""Duties of every period: what is asked of each of its periods, and how they stand together.

The periods are whole ones, from the first that begins on or after the first day of the duty to the
last that ends by its last day. Each is due on its last day, and what is done counts from its first
day on; where the duty allows a time after the end of each period, it is due on the last day of that
time, and what is done counts from the day after the end on. How a period stands is the table of a
deadline; how they stand together is the table in docs/language-time.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from attrs import evolve, frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import Timing, possible_with_deadline, settled_status
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Deadline
from linkage_rules.model.operations import END_OF, LATER, LEAST, START_OF, Comparison
from linkage_rules.model.outcomes import PeriodOutcome
from linkage_rules.model.periods import CALENDAR_PERIOD, Unit
from linkage_rules.model.statuses import Status
from linkage_rules.model.traversal import transformed
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import NEVER, Period, Record, Truth, shift

UNENDING: Final = model.Constant(NEVER, Scalar.DATE)
"""The last day of a duty that has none."""


def done_on_one(days: model.Aggregate) -> Expression:
    """Whether an action was done on one of its days, by the day that is asked."""
    assert days.item is not None
    reached = model.compared(Comparison.AT_MOST, days.item, model.AsOf(span=days.span))
    return _on_some(days, (reached,))


def _on_some(days: model.Aggregate, conditions: Sequence[Expression]) -> Expression:
    """Whether the days of a list hold one of which something is true."""
    every = (*(() if days.where is None else (days.where,)), *conditions)
    body = every[0] if len(every) == 1 else model.And(every, span=days.span)
    return model.Some(days.variable, days.collection, body, span=days.span)


def spanning(deadline: Deadline | None) -> Expression | None:
    """That a whole period lies between the first and the last day of a duty of every period; None
    where it has no last day, and for any other deadline."""
    if deadline is None or deadline.unit is None:
        return None
    assert isinstance(deadline.written, model.Apply)
    listed = deadline.written
    start, end = listed.operands
    if end == UNENDING:
        return None
    # The first whole period ends before two are over: so few are looked at, however late the last.
    two = model.Constant(Period(months=2 * deadline.unit), Scalar.PERIOD)
    near = model.Apply(LEAST, (end, model.Apply(LATER, (start, two), Scalar.DATE)), Scalar.DATE)
    quarter = model.Variable(_THE_PERIOD, CALENDAR_PERIOD)
    found = evolve(listed, operands=(start, near))
    some = model.Some(quarter, found, model.And(_whole(quarter, start, end)), span=listed.span)
    return model.Or((model.compared(Comparison.EQUAL, end, UNENDING), some), span=listed.span)


def _whole(period: Expression, start: Expression, end: Expression) -> tuple[Expression, ...]:
    """That a period lies between two days, the second of which may never come."""
    first, last = (model.Apply(edge, (period,), Scalar.DATE) for edge in (START_OF, END_OF))
    begins = model.compared(Comparison.AT_LEAST, first, start)
    return (begins,) if end == UNENDING else (begins, model.compared(Comparison.AT_MOST, last, end))


_THE_PERIOD: Final = "period__"
"""The period that is looked at; no name that a policy can give."""


@frozen
class Recurrence:
    """A duty of every period, for one of which all is asked that is asked of a deadline.

    ``listed`` are the periods that a day up to today lies in; those of which something ``counts``
    are the whole ones that the duty has come to.
    """

    listed: Expression
    period: model.Variable
    counts: Expression
    due: Expression
    done: Expression
    in_time: Expression
    edges: tuple[Expression, Expression, Expression]
    """The first and the last day of the duty, and how long after each period it may be done."""

    @property
    def asked(self) -> tuple[Expression, Expression, Expression, Expression]:
        """What is asked of each period, in the order of `Standing`."""
        return self.counts, self.done, self.in_time, self.due

    @classmethod
    def of(cls, deadline: Deadline, days: model.Aggregate) -> "Recurrence":
        """What is asked of each period, by the days on which the action is done."""
        today = model.AsOf()
        assert isinstance(deadline.written, model.Apply)
        assert days.item is not None
        start, end = deadline.written.operands
        period = model.Variable(_THE_PERIOD, CALENDAR_PERIOD)
        begins, ends = (model.Apply(edge, (period,), Scalar.DATE) for edge in (START_OF, END_OF))
        first, last = begins, ends
        counts = _whole(period, start, end)
        if deadline.grace is not None:
            one = model.Constant(Period(days=1), Scalar.PERIOD)
            first = model.Apply(LATER, (last, one), Scalar.DATE)
            last = model.Apply(LATER, (last, deadline.grace), Scalar.DATE)
            counts = (*counts, model.compared(Comparison.AT_MOST, first, today))
        from_then_on = model.compared(Comparison.AT_LEAST, days.item, first)
        by_now = model.compared(Comparison.AT_MOST, days.item, today)
        by_then = model.compared(Comparison.AT_MOST, days.item, last)
        return cls(
            evolve(deadline.written, operands=(start, today)),
            period,
            counts[0] if len(counts) == 1 else model.And(counts),
            last,
            _on_some(days, (from_then_on, by_now)),
            _on_some(days, (from_then_on, by_then)),
            (start, end, deadline.grace or model.Constant(None, Scalar.PERIOD)),
        )

    def about(self, asked: Expression, period: PeriodOutcome) -> Expression:
        """What is asked of the periods, asked of one of them."""
        edges = {START_OF: period.start, END_OF: period.end}

        def change(part: Expression) -> Expression | None:
            match part:
                case model.Apply(edge, (inner,)) if edge in edges and inner == self.period:
                    return model.Constant(edges[edge], Scalar.DATE)
            return None

        return transformed(asked, change)

    def facts(self, deadline: Deadline) -> dict[str, Expression]:
        """How all periods stand together, in the terms of one deadline.

        Late and overdue ones are told by a number, which is unknown where that of a period is: then
        only one that is overdue for certain still tells how they stand.
        """
        over = model.compared(Comparison.LESS, self.due, model.AsOf())

        def standing(number: int) -> Expression:
            return model.Constant(number, Scalar.WHOLE)

        def choose(condition: Expression, yes: Expression, no: Expression) -> Expression:
            return model.Choose(condition, yes, no, Scalar.WHOLE)

        ranked = choose(
            self.done,
            choose(self.in_time, standing(_FULFILLED), standing(_LATE)),
            choose(over, standing(_OVERDUE), standing(_DUE)),
        )
        assert deadline.standing is not None
        worst = model.FactValue(deadline.standing, Scalar.WHOLE)
        is_over = model.FactValue(deadline.over, Scalar.YES_NO)
        open_ = model.Not(self.done)
        return {
            "standing": self._of_all(Aggregation.MAX, ranked),
            "begun": model.Some(self.period, self.listed, self.counts),
            "over": model.Some(self.period, self.listed, model.And((self.counts, open_, over))),
            "done": model.And(
                (model.Not(is_over), model.compared(Comparison.LESS, worst, standing(_DUE)))
            ),
            "in_time": model.compared(Comparison.LESS, worst, standing(_LATE)),
            "due": self._of_all(Aggregation.MIN, self.due, open_),
        }

    def _of_all(
        self, aggregation: Aggregation, item: Expression, *conditions: Expression
    ) -> Expression:
        where = model.And((self.counts, *conditions)) if conditions else self.counts
        return model.Aggregate(aggregation, item, self.period, self.listed, where, item.type)


_FULFILLED, _LATE, _DUE, _OVERDUE = range(1, 5)
"""How a period stands, what is worse above what is better."""

# How the periods of one record stand


@frozen
class Standing:
    """What is known of one period: does it count, is it done and in time, by when is it due."""

    period: Record
    counts: Truth
    done: Truth
    in_time: Truth
    due: date | None

    def outcome(self, as_of: date) -> PeriodOutcome:
        """How the period stands on a day."""
        over = None if self.due is None else self.due < as_of
        possible = possible_with_deadline(True, Timing(True, self.done, self.in_time, over))
        status = settled_status(possible) if self.counts else Status.UNDETERMINED
        start, end = self.period["start"], self.period["end"]
        assert isinstance(start, date)
        assert isinstance(end, date)
        return PeriodOutcome(start, end, self.due, status)


def outcomes(
    deadline: Deadline,
    standings: Iterable[Standing] | None,
    edges: tuple[date | None, date | None, Period | None],
    as_of: date,
    until: date | None = None,
) -> tuple[PeriodOutcome, ...]:
    """How each period of a duty stands: those that it has come to, and those that come next.

    Of what is to come it is the next one alone, or with ``until`` all that are due by that day.
    There is none where the periods cannot be listed. ``edges`` are what the expressions of that
    name in `Recurrence` are worth.

    Raises ValueError for a deadline that is not one of every period.
    """
    unit = deadline.unit
    start, end, grace = edges
    if unit is None:
        raise ValueError("only a duty of every period has periods")
    if standings is None or start is None:
        return ()
    come_to = tuple(one.outcome(as_of) for one in standings if one.counts is not False)
    return (*come_to, *_to_come(unit, start, end, deadline, grace, as_of, until))


def _to_come(
    unit: Unit,
    start: date,
    end: date | None,
    deadline: Deadline,
    grace: Period | None,
    as_of: date,
    until: date | None,
) -> Iterable[PeriodOutcome]:
    """The periods that have not come yet; none while it is unknown which those are."""
    if end is None or start == NEVER or (deadline.grace is not None and grace is None):
        return
    first = unit.number(start)
    first += unit.first_day(first) < start
    number = max(first, unit.number(as_of) + (deadline.grace is None))
    while number < unit.number(NEVER):
        begins, ends = unit.first_day(number), unit.last_day(number)
        due = ends if grace is None else shift(ends, grace, 1)
        if ends > end or (until is not None and (due is None or due > until)):
            return
        yield PeriodOutcome(begins, ends, due, Status.NOT_YET_DUE)
        number += 1
        if until is None:
            return
