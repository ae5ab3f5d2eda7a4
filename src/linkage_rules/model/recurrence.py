"""Duties of every period: what is asked of each of its periods, and how they stand together.

The periods are whole ones, from the first that begins on or after the first day of the duty to the
last that ends by its last day. Each is due on its last day, and what is done counts from its first
day on; where the duty allows a time after the end of each period, it is due on the last day of that
time, and what is done counts from the day after the end on. How a period stands is the table of a
deadline; how they stand together is the table in docs/language-time.md.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
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
from linkage_rules.model.traversal import transformed, walk
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
END_OF_THE_PERIOD: Final = model.Apply(
    END_OF, (model.Variable(_THE_PERIOD, CALENDAR_PERIOD),), Scalar.DATE
)
"""The day after which working days are counted."""


def working_days_after(grace: Expression | None) -> tuple[model.Apply, ...]:
    """What a time after each period counts in working days, once for each calendar that it may be
    counted by; nothing for one of calendar days.

    >>> working_days_after(model.Constant(Period(days=15), Scalar.PERIOD))
    ()
    """
    return tuple(
        part
        for part in (() if grace is None else walk(grace))
        if isinstance(part, model.Apply)
        and part.operation.counts is not None
        and part.operands[-1] == END_OF_THE_PERIOD
    )


def _counted_by(grace: Expression | None) -> tuple[Expression, Expression]:
    """How long after each period something may be done, and which of its calendars counts that."""
    counted = working_days_after(grace)
    if not counted:
        return grace or model.Constant(None, Scalar.PERIOD), model.Constant(0, Scalar.WHOLE)
    assert grace is not None
    numbers = {id(part): place for place, part in enumerate(counted)}

    def number(part: Expression) -> Expression:
        if isinstance(part, model.Choose):
            either = (number(part.consequence), number(part.alternative))
            return model.Choose(part.condition, *either, Scalar.WHOLE)
        return model.Constant(numbers[id(part)], Scalar.WHOLE)

    # By whichever calendar, it is the same number.
    return counted[0].operands[0], number(grace)


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
    edges: tuple[Expression, Expression, Expression, Expression]
    """The first and the last day of the duty, how long after each period it may be done, and which
    of the calendars counts that."""

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
        first: Expression = begins
        last: Expression = ends
        counts = _whole(period, start, end)
        if deadline.grace is not None:
            one = model.Constant(Period(days=1), Scalar.PERIOD)
            first = model.Apply(LATER, (last, one), Scalar.DATE)
            counted = deadline.grace.type is Scalar.DATE
            after = model.Apply(LATER, (last, deadline.grace), Scalar.DATE)
            last = deadline.grace if counted else after
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
            (start, end, *_counted_by(deadline.grace)),
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
    edges: tuple[date | None, date | None, Period | int | None, int | None],
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
    start, end, grace, calendar = edges
    if unit is None:
        raise ValueError("only a duty of every period has periods")
    if standings is None or start is None:
        return ()
    come_to = tuple(one.outcome(as_of) for one in standings if one.counts is not False)
    due = partial(_due, deadline, grace, calendar)
    if deadline.grace is not None and (grace is None or calendar is None):
        return come_to
    return (*come_to, *_to_come(unit, start, end, deadline, due, as_of, until))


def _due(
    deadline: Deadline, grace: Period | int | None, calendar: int | None, ends: date
) -> date | None:
    """By when a duty is due for a period that ends on a day."""
    if deadline.grace is None:
        return ends
    if isinstance(grace, Period):
        return shift(ends, grace, 1)
    assert calendar is not None
    day: date | None = working_days_after(deadline.grace)[calendar].operation.means(grace, ends)
    return day


def _to_come(
    unit: Unit,
    start: date,
    end: date | None,
    deadline: Deadline,
    due_of: Callable[[date], date | None],
    as_of: date,
    until: date | None,
) -> Iterable[PeriodOutcome]:
    """The periods that have not come yet; none while it is unknown which those are."""
    if end is None or start == NEVER:
        return
    first = unit.number(start)
    first += unit.first_day(first) < start
    number = max(first, unit.number(as_of) + (deadline.grace is None))
    while number < unit.number(NEVER):
        begins, ends = unit.first_day(number), unit.last_day(number)
        due = due_of(ends)
        if ends > end or (until is not None and (due is None or due > until)):
            return
        yield PeriodOutcome(begins, ends, due, Status.NOT_YET_DUE)
        number += 1
        if until is None:
            return
