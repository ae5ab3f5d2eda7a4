"""What evaluating a policy yields: statuses of norms, verdicts of actions, derivations."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from attrs import astuple, field, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Citation, Fact, Norm
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Truth, Value


class Standing:
    """The base of outcomes that have a ``status`` and may be compared with its name."""

    __slots__ = ()

    status: Status | VerdictStatus

    def __eq__(self, other: object) -> bool:
        """Equal to an outcome with the same fields, and to the name of its status.

        Outcomes of different classes are never equal, though a norm and an action may have statuses
        of the same name.
        """
        if isinstance(other, str):
            return self.status == other
        if type(other) is not type(self):
            return NotImplemented
        mine: Any = self
        yours: Any = other
        return astuple(mine, recurse=False) == astuple(yours, recurse=False)

    def __hash__(self) -> int:
        return hash(self.status)


@frozen
class PeriodOutcome:
    """How one period of a duty of every period stands.

    It goes from ``start`` to ``end``, both days included. ``due`` is the last day on which it is
    done in time; None where that is not known.
    """

    start: date
    end: date
    due: date | None
    status: Status

    __repr__ = in_brief


@frozen(eq=False)
class NormOutcome(Standing):
    """One norm on one record: does it apply (``None``: unknown), and with what status.

    ``due`` is the last day on which a duty with a deadline is done in time; ``None`` where there is
    no deadline, where the day is not known, and where the norm does not apply. For a duty of every
    period it is the due day of the first period that is not fulfilled, and ``periods`` tells how
    each period stands: those that have begun, and the next.

    It may be compared with the name of its status: ``decision.norms[name] == "violated"``.
    """

    norm: Norm
    applies: Truth
    status: Status
    due: date | None = None
    periods: tuple[PeriodOutcome, ...] = ()

    __repr__ = in_brief

    @property
    def citation(self) -> Citation | None:
        """The first citation of the norm."""
        return self.norm.citation


@frozen(eq=False)
class Verdict(Standing):
    """One action on one record.

    It may be compared with the name of its status: ``decision.verdicts[name] == "forbidden"``.

    ``by`` names the norms that decide, ``defeated`` those that apply but give way to them, and
    ``open`` those of which it is not known whether they apply. ``possible`` holds the verdicts that
    could still come out, depending on what is unknown; there is more than one exactly when
    ``status`` is undetermined.
    """

    action: Action
    status: VerdictStatus
    by: tuple[str, ...] = ()
    defeated: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    possible: frozenset[VerdictStatus] = frozenset()

    __repr__ = in_brief


Answer: TypeAlias = "Value | Status | VerdictStatus"


@frozen
class Derivation:
    """One step of the reasoning: what was asked, the answer, and the steps it rests on.

    ``path`` is set where the step reads the record, for example ``funds[0].amount``.
    """

    subject: Expression | Fact | Norm | Action
    answer: Answer
    parts: tuple["Derivation", ...] = field(default=(), repr=False)
    path: str | None = None

    __repr__ = in_brief


@frozen
class Outcome:
    """What a policy says of one record on one date: norms and verdicts by name."""

    as_of: date
    norms: Mapping[str, NormOutcome]
    verdicts: Mapping[str, Verdict]

    __repr__ = in_brief
