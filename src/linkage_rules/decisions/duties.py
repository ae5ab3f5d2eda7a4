"""What is still owed: the obligations that are not fulfilled, by whom, to whom and by when."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from attrs import frozen

from linkage_rules.decisions.working import Worked
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.norms import Bearing, Modality, Norm, Strength
from linkage_rules.model.outcomes import NormOutcome, PeriodOutcome
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import NEVER, Record
from linkage_rules.words.parties import name_in
from linkage_rules.words.places import position

_OWED: Final = (
    Status.OVERDUE,
    Status.VIOLATED,
    Status.DUE,
    Status.NOT_YET_DUE,
    Status.UNDETERMINED,
)
"""The statuses in which an obligation is still to be fulfilled, or may be, the gravest first."""


@frozen
class Party:
    """A bearer or counterparty of a norm, with its name in the record, if there is one."""

    name: str
    label: str | None
    who: str | None

    __repr__ = in_brief


@frozen
class Duty:
    """An obligation on one record that is not fulfilled: who owes it to whom, and by when.

    ``status`` is overdue, violated (it has no deadline and was not done), due, not yet due, or
    undetermined, where ``missing`` are the fields that could settle it. ``due`` is the last day to
    do it in time and ``begins`` the day on which what it waits for happens, where that is to come;
    ``None`` where there is no such day or it is not known. ``bearing`` says whether one of several
    ``bearers`` is enough or all bear it. A duty of every period is one for each ``period`` that is
    open, with its own days and status.

    >>> import linkage_rules as lr
    >>> record = {"id": "P-1", "operating": True, "mechanism_established": False}
    >>> decision = lr.load("xiangtan_2022").evaluate(record, as_of=date(2023, 5, 1))
    >>> duty = decision.duties[0]
    >>> duty.status.value, duty.due, duty.bearers[0].label
    ('undetermined', None, '项目经营主体')
    """

    norm: Norm
    status: Status
    due: date | None
    begins: date | None
    missing: tuple[str, ...]
    bearers: tuple[Party, ...]
    bearing: Bearing
    counterparty: Party | None
    period: PeriodOutcome | None = None

    __repr__ = in_brief

    @property
    def in_principle(self) -> bool:
        """Whether it may be left undone for good reasons (原则上)."""
        return self.norm.strength is Strength.DEFEASIBLE

    @property
    def urgency(self) -> tuple[bool, bool, date, int]:
        """The key to sort by: what is overdue or violated first, then by day, those without a day
        last.

        >>> duty = lambda status, due: Duty(None, status, due, None, (), (), Bearing.ONE, None)
        >>> due, late = duty(Status.DUE, date(2023, 5, 1)), duty(Status.OVERDUE, date(2023, 6, 1))
        >>> late.urgency < due.urgency < duty(Status.DUE, None).urgency
        True
        """
        day = self.due or self.begins
        return (not is_failing(self.status), day is None, day or NEVER, _OWED.index(self.status))


@frozen
class Standing:
    """What duties are worked out from: the record and the outcome of each norm.

    ``worked`` is called only where a duty is undetermined or not yet due, because it costs more.
    """

    package: Package
    record_type: RecordType
    record: Record
    norms: Mapping[str, NormOutcome]
    worked: Callable[[], Worked]


def duties(standing: Standing) -> tuple[Duty, ...]:
    """The obligations that are not fulfilled, the most urgent first."""
    return tuple(sorted(_found(standing), key=lambda duty: duty.urgency))


def _found(standing: Standing) -> Iterator[Duty]:
    for outcome in standing.norms.values():
        if outcome.norm.modality is not Modality.OBLIGATION:
            continue
        if not outcome.periods:
            yield from _owed(outcome, outcome.status, outcome.due, None, standing)
        for period in outcome.periods:
            yield from _owed(outcome, period.status, period.due, period, standing)


def _owed(
    outcome: NormOutcome,
    status: Status,
    due: date | None,
    period: PeriodOutcome | None,
    standing: Standing,
) -> Iterator[Duty]:
    """The duty of a norm or of one of its periods; nothing where it is fulfilled or not owed."""
    if status not in _OWED:
        return
    norm = outcome.norm
    is_open = status is Status.UNDETERMINED
    yield Duty(
        norm=norm,
        status=status,
        due=None if due == NEVER else due,
        begins=_begins(outcome, standing) if period is None else None,
        missing=_missing(norm, standing) if is_open else (),
        bearers=tuple(_party(name, standing) for name in norm.bearers),
        bearing=norm.bearing,
        counterparty=None if norm.counterparty is None else _party(norm.counterparty, standing),
        period=period,
    )


def _missing(norm: Norm, standing: Standing) -> tuple[str, ...]:
    """The fields that could settle the status of a norm, in the order of the record type."""
    shape = standing.record_type
    paths = standing.worked().of_status(norm.name)
    return tuple(sorted(paths, key=lambda path: position(path, shape)))


def _begins(outcome: NormOutcome, standing: Standing) -> date | None:
    """The day, if it is still to come, of the event that starts the time of a deadline."""
    deadline = outcome.norm.deadline
    if outcome.status is not Status.NOT_YET_DUE or deadline is None:
        return None
    # Imported here, because few duties need it.
    from linkage_rules.language.checking.deadlines import trigger

    waits_for = trigger(deadline.written, deadline.term)
    day = None if waits_for is None else standing.worked().value(waits_for)
    return day if isinstance(day, date) and day != NEVER else None


def _party(name: str, standing: Standing) -> Party:
    party = standing.package.bearers[name]
    who = name_in(standing.record, party, standing.record_type.name)
    return Party(party.name, party.label, who)
