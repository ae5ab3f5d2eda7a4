"""Duties of every period: what is asked of each period, and how the periods are summed up.

The periods are whole ones, from the first that begins on or after the first day of the duty to the
last that ends by its last day. Each is due on its last day, and what is done counts from its first
day on; where the duty allows a time after the end of each period, it is due on the last day of that
time, and what is done counts from the day after the end on. Each period has a status by the same
table as a single deadline; how they are summed up to one status is the table in
docs/language-time.md.
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
    """The condition that an action, done on several days, was done by the day that is asked
    about."""
    assert days.item is not None
    reached = model.compared(Comparison.AT_MOST, days.item, model.AsOf(span=days.span))
    return _on_some(days, (reached,))


def _on_some(days: model.Aggregate, conditions: Sequence[Expression]) -> Expression:
    """The condition that some day of a list satisfies all of ``conditions``."""
    every = (*(() if days.where is None else (days.where,)), *conditions)
    body = every[0] if len(every) == 1 else model.And(every, span=days.span)
    return model.Some(days.variable, days.collection, body, span=days.span)


def spanning(deadline: Deadline | None) -> Expression | None:
    """The condition that at least one whole period lies between first and last day of a duty.

    None where the duty has no last day, and for a deadline that is not one of every period.
    """
    if deadline is None or deadline.unit is None:
        return None
    assert isinstance(deadline.written, model.Apply)
    listed = deadline.written
    start, end = listed.operands
    if end == UNENDING:
        return None
    # The first whole period ends within two periods of the start; so a late end lists no more.
    two = model.Constant(Period(months=2 * deadline.unit), Scalar.PERIOD)
    near = model.Apply(LEAST, (end, model.Apply(LATER, (start, two), Scalar.DATE)), Scalar.DATE)
    quarter = model.Variable(_THE_PERIOD, CALENDAR_PERIOD)
    found = evolve(listed, operands=(start, near))
    some = model.Some(quarter, found, model.And(_whole(quarter, start, end)), span=listed.span)
    return model.Or((model.compared(Comparison.EQUAL, end, UNENDING), some), span=listed.span)


def _whole(period: Expression, start: Expression, end: Expression) -> tuple[Expression, ...]:
    """The conditions that a period lies between two days; the second may be `NEVER`."""
    first, last = (model.Apply(edge, (period,), Scalar.DATE) for edge in (START_OF, END_OF))
    begins = model.compared(Comparison.AT_LEAST, first, start)
    return (begins,) if end == UNENDING else (begins, model.compared(Comparison.AT_MOST, last, end))


_THE_PERIOD: Final = "period__"
"""The name of the variable for the period; no policy can declare such a name."""
END_OF_THE_PERIOD: Final = model.Apply(
    END_OF, (model.Variable(_THE_PERIOD, CALENDAR_PERIOD),), Scalar.DATE
)
"""The last day of the period: working days of the time that is allowed after it count from here."""


def working_days_after(grace: Expression | None) -> tuple[model.Apply, ...]:
    """The operations in ``grace`` that count working days after the period.

    There is one for each calendar it may be counted by; none where ``grace`` is in calendar days.

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
    """The length of the time after each period, and the number of the calendar that counts it.

    The calendar is numbered by its place in `working_days_after`.
    """
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

    # The number of days is the same for each calendar, so the first will do.
    return counted[0].operands[0], number(grace)


@frozen
class Recurrence:
    """The expressions of a duty of every period; those about one period have the variable
    ``period``.

    ``listed`` gives the periods that have begun by the day that is asked about; ``counts`` says
    which of them belong to the duty: the whole ones between its first and its last day.
    """

    listed: Expression
    period: model.Variable
    counts: Expression
    due: Expression
    done: Expression
    in_time: Expression
    edges: tuple[Expression, Expression, Expression, Expression]
    """The first and the last day of the duty, how long after each period it may be done, and the
    number of the calendar that counts this time."""

    @property
    def asked(self) -> tuple[Expression, Expression, Expression, Expression]:
        """The expressions to evaluate for each period, in the order of the fields of `Standing`."""
        return self.counts, self.done, self.in_time, self.due

    @classmethod
    def of(cls, deadline: Deadline, days: model.Aggregate) -> "Recurrence":
        """The expressions for a deadline of every period, with the days on which the action was
        done."""
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
        """An expression about the variable ``period``, with the dates of one period put in."""
        edges = {START_OF: period.start, END_OF: period.end}

        def change(part: Expression) -> Expression | None:
            match part:
                case model.Apply(edge, (inner,)) if edge in edges and inner == self.period:
                    return model.Constant(edges[edge], Scalar.DATE)
            return None

        return transformed(asked, change)

    def facts(self, deadline: Deadline) -> dict[str, Expression]:
        """The facts of the deadline that sum up all periods.

        Whether the worst period is late or overdue is told by a number. It is unknown where that of
        some period is unknown, unless another period is overdue for certain.
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
"""How a period stands, as a number: the worse, the higher."""

# How the periods of one record stand


@frozen
class Standing:
    """What is known of one period: whether it counts, is done and in time, and its due day."""

    period: Record
    counts: Truth
    done: Truth
    in_time: Truth
    due: date | None

    def outcome(self, as_of: date) -> PeriodOutcome:
        """The outcome of the period on a day."""
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
    """The outcome of each period of a duty: those that have begun, and those to come.

    Of those to come only the next, or with ``until`` all that are due by that day. None at all
    where the periods cannot be listed. ``edges`` are the values of the expressions in
    `Recurrence.edges`.

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
    """The due day of a period that ends on the day ``ends``; None where that is not known."""
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
    """The periods that have not begun yet; none while it is unknown which they are."""
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
