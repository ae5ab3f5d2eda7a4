"""What else a change makes better or worse: norms and actions of which the goal does not speak."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from attrs import frozen

from linkage_rules.analysis.advice.goals import without_nothing_violated
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Citation, Norm
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import walk


class Sense(Enum):
    """Whether something becomes worse, better, or just different."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"


_STANDING: Final[Mapping[Status | VerdictStatus, int]] = {
    Status.VIOLATED: 0,
    Status.OVERDUE: 0,
    Status.LATE: 1,
    Status.UNDETERMINED: 2,
    Status.DUE: 3,
    Status.OPEN: 3,
    Status.NOT_YET_DUE: 4,
    Status.IN_EFFECT: 4,
    Status.NOT_APPLICABLE: 4,
    Status.FULFILLED: 5,
    Status.TAKEN_UP: 5,
    VerdictStatus.CONFLICTING: 0,
    VerdictStatus.FORBIDDEN: 1,
    VerdictStatus.UNDETERMINED: 2,
    VerdictStatus.REQUIRED: 3,
    VerdictStatus.RECOMMENDED: 3,
    VerdictStatus.PERMITTED: 3,
    VerdictStatus.UNREGULATED: 3,
}
"""A rank for each status and verdict, from bad to good; verdicts have an order of their own."""

_IN_ORDER: Final = 3
"""From this rank on nothing is wrong, so that a norm begins or ceases to apply is neither worse nor
better."""


@frozen
class Consequence:
    """A norm or an action whose status or verdict differs after a change, with whether that is
    worse."""

    declared: Norm | Action
    before: Status | VerdictStatus
    after: Status | VerdictStatus

    __repr__ = in_brief

    @property
    def sense(self) -> Sense:
        """Whether that is worse or better than before."""
        return sense(self.before, self.after)

    @property
    def citation(self) -> Citation | None:
        """The first citation of the norm or action."""
        return self.declared.citations[0] if self.declared.citations else None


def sense(before: Status | VerdictStatus, after: Status | VerdictStatus) -> Sense:
    """Whether a change of status is for the worse or better; both are of a norm, or both of an
    action.

    >>> sense(Status.NOT_APPLICABLE, Status.VIOLATED), sense(Status.VIOLATED, Status.LATE)
    (<Sense.WORSE: 'worse'>, <Sense.BETTER: 'better'>)
    >>> sense(Status.NOT_APPLICABLE, Status.DUE), sense(Status.FULFILLED, Status.DUE)
    (<Sense.OTHER: 'other'>, <Sense.WORSE: 'worse'>)
    """
    first, last = _STANDING[before], _STANDING[after]
    begins_or_ends = Status.NOT_APPLICABLE in (before, after)
    # For a recommendation it is neither worse nor better when it becomes unknown whether it was
    # taken up.
    not_taken_up = {before, after} == {Status.OPEN, Status.UNDETERMINED}
    if first == last or not_taken_up or (begins_or_ends and min(first, last) >= _IN_ORDER):
        return Sense.OTHER
    return Sense.WORSE if last < first else Sense.BETTER


def worse_than(status: Status | VerdictStatus) -> Iterator[Status | VerdictStatus]:
    """The statuses (or verdicts) that would be worse than this one."""
    kind = Status if isinstance(status, Status) else VerdictStatus
    return (other for other in kind if sense(status, other) is Sense.WORSE)


def consequences(
    before: Evaluation, after: Evaluation, goal: Expression, nearby: frozenset[str]
) -> tuple[Consequence, ...]:
    """The norms and actions whose status or verdict differs, the worst first.

    What the goal itself names is left out. ``nearby`` are the norms that the goal rests on: where
    they become better, that is what was asked for, and it is left out as well. Verdicts are only
    given where they become worse or better, since the norms tell the rest.
    """
    norms, actions = named(goal)
    found = [
        Consequence(outcome.norm, outcome.status, last)
        for name in after.applies
        if name not in norms
        for outcome in (before.norm_outcome(name),)
        for last in (after.norm_outcome(name).status,)
        if outcome.status != last
    ]
    found = [c for c in found if c.sense is Sense.WORSE or c.declared.name not in nearby]
    verdicts = (
        Consequence(verdict.action, before.verdicts[name].status, verdict.status)
        for name, verdict in after.verdicts.items()
        if name not in actions and verdict.status != before.verdicts[name].status
    )
    found += (c for c in verdicts if c.sense is not Sense.OTHER)
    order = list(Sense)
    return tuple(sorted(found, key=lambda c: (order.index(c.sense), _STANDING[c.after])))


def named(goal: Expression) -> tuple[frozenset[str], frozenset[str]]:
    """The norms and the actions that a goal names; “nothing violated” names none."""
    parts = list(walk(without_nothing_violated(goal)))
    norms = {p.norm for p in parts if isinstance(p, model.NormIs | model.NormApplies)}
    return frozenset(norms), frozenset(p.action for p in parts if isinstance(p, model.ActionIs))
