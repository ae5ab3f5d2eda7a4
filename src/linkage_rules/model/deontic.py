"""How norms become statuses and verdicts: a row for each modality, status and verdict.

What follows from a modality, a status or a verdict stands in its row and nowhere else: the order in
which answers are told, how serious each is, what it requires and forbids. The words are keyed by
the same members, in `words.deontic_words`.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.model.norms import Action, Modality, Norm, Strength
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.truth import conjunction, disjunction, negation
from linkage_rules.model.values import Truth


class Tone(Enum):
    """How serious an answer is, the most serious first; the value is the name in style sheets."""

    CONFLICT = "conflict"
    BAD = "bad"
    FAILING = "failing"
    OPEN = "open"
    DUTY = "duty"
    GOOD = "good"
    SOFT = "soft"


Force: TypeAlias = tuple[Modality, Strength]
"""Modality and strength of a norm: all of it that counts for the verdict on its action."""


@frozen
class ModalityRow:
    """What a modality makes of a norm that applies.

    ``if_done`` and ``if_not_done`` are its status where its action is observed, ``unobserved``
    where nothing observes it; ``unmet`` is the status in which the norm is not complied with. A
    ``binding`` norm leaves no choice, and contradicts those of the modality it is ``opposed`` to.
    ``verdict`` is the verdict on its action where no other norm on that action applies. ``to_do``
    and ``to_leave`` say for each strength how much it asks that the action be done, or be left
    undone; a modality that asks nothing of one kind has an empty mapping there. The numbers compare
    norms; that of a permission is negative.
    """

    if_done: Status
    if_not_done: Status
    unobserved: Status
    verdict: VerdictStatus
    unmet: Status | None = None
    binding: bool = False
    opposed: Modality | None = None
    to_do: Mapping[Strength, int] = {}
    to_leave: Mapping[Strength, int] = {}


MODALITIES: Final[Mapping[Modality, ModalityRow]] = {
    Modality.OBLIGATION: ModalityRow(
        if_done=Status.FULFILLED,
        if_not_done=Status.VIOLATED,
        unobserved=Status.DUE,
        verdict=VerdictStatus.REQUIRED,
        unmet=Status.VIOLATED,
        binding=True,
        opposed=Modality.PROHIBITION,
        to_do={Strength.STRICT: 3, Strength.DEFEASIBLE: 2},
    ),
    Modality.PROHIBITION: ModalityRow(
        if_done=Status.VIOLATED,
        if_not_done=Status.FULFILLED,
        unobserved=Status.IN_EFFECT,
        verdict=VerdictStatus.FORBIDDEN,
        unmet=Status.VIOLATED,
        binding=True,
        opposed=Modality.OBLIGATION,
        to_leave={Strength.STRICT: 3, Strength.DEFEASIBLE: 2},
    ),
    Modality.RECOMMENDATION: ModalityRow(
        if_done=Status.TAKEN_UP,
        if_not_done=Status.OPEN,
        unobserved=Status.IN_EFFECT,
        verdict=VerdictStatus.RECOMMENDED,
        unmet=Status.OPEN,
        to_do={Strength.STRICT: 1, Strength.DEFEASIBLE: 1},
    ),
    Modality.PERMISSION: ModalityRow(
        if_done=Status.IN_EFFECT,
        if_not_done=Status.IN_EFFECT,
        unobserved=Status.IN_EFFECT,
        verdict=VerdictStatus.PERMITTED,
        to_leave={Strength.STRICT: -1, Strength.DEFEASIBLE: -1},
    ),
}

FORCES: Final[Mapping[Force, str]] = {
    (Modality.OBLIGATION, Strength.STRICT): "MUST",
    (Modality.OBLIGATION, Strength.DEFEASIBLE): "MUST_IN_PRINCIPLE",
    (Modality.PROHIBITION, Strength.STRICT): "MUST_NOT",
    (Modality.PROHIBITION, Strength.DEFEASIBLE): "MUST_IN_PRINCIPLE_NOT",
    (Modality.RECOMMENDATION, Strength.STRICT): "ENCOURAGED_TO",
    (Modality.PERMISSION, Strength.STRICT): "MAY",
}
"""The forces that a policy can give a norm, by the keyword that gives it."""


@frozen
class StatusRow:
    """What is known of a status.

    ``asked`` says whether a condition of a policy may ask for it.
    """

    tone: Tone
    asked: bool = False


STATUSES: Final[Mapping[Status, StatusRow]] = {
    Status.OVERDUE: StatusRow(Tone.FAILING, asked=True),
    Status.VIOLATED: StatusRow(Tone.FAILING, asked=True),
    Status.LATE: StatusRow(Tone.FAILING, asked=True),
    Status.DUE: StatusRow(Tone.DUTY),
    Status.NOT_YET_DUE: StatusRow(Tone.SOFT),
    Status.UNDETERMINED: StatusRow(Tone.OPEN),
    Status.OPEN: StatusRow(Tone.SOFT),
    Status.FULFILLED: StatusRow(Tone.GOOD, asked=True),
    Status.TAKEN_UP: StatusRow(Tone.GOOD),
    Status.IN_EFFECT: StatusRow(Tone.DUTY),
    Status.NOT_APPLICABLE: StatusRow(Tone.SOFT),
}
"""A row for each status, beginning with those on which somebody has to act first."""


def is_failing(status: Status) -> bool:
    """Whether the status says that a norm is not complied with.

    >>> is_failing(Status.OVERDUE), is_failing(Status.DUE)
    (True, False)
    """
    return STATUSES[status].tone is Tone.FAILING


Asked: TypeAlias = Status | Performance
"""What a condition of a policy may ask of a norm: a status, or whether it was performed."""

_MEANT: Final[Mapping[Asked, frozenset[Status]]] = {
    Status.VIOLATED: frozenset({Status.VIOLATED, Status.LATE, Status.OVERDUE}),
    Performance.PERFORMED: frozenset({Status.FULFILLED, Status.LATE}),
}


def meant_by(asked: Asked) -> frozenset[Status]:
    """The statuses that answer yes to what is asked; a `Performance` stands for several.

    >>> sorted(status.value for status in meant_by(Status.VIOLATED))
    ['late', 'overdue', 'violated']
    """
    return _MEANT[asked] if asked in _MEANT else frozenset({Status(asked.value)})


@frozen
class VerdictRow:
    """What is known of a verdict.

    ``asked`` says whether a condition of a policy may ask for the verdict; ``to_do`` and
    ``to_leave`` how much it asks, on the scale of `ModalityRow`.
    """

    tone: Tone
    asked: bool = False
    to_do: int = 0
    to_leave: int = 0


VERDICTS: Final[Mapping[VerdictStatus, VerdictRow]] = {
    VerdictStatus.CONFLICTING: VerdictRow(Tone.CONFLICT, to_do=2, to_leave=2),
    VerdictStatus.FORBIDDEN: VerdictRow(Tone.BAD, asked=True, to_leave=2),
    VerdictStatus.REQUIRED: VerdictRow(Tone.DUTY, asked=True, to_do=2),
    VerdictStatus.UNDETERMINED: VerdictRow(Tone.OPEN),
    VerdictStatus.RECOMMENDED: VerdictRow(Tone.DUTY, to_do=1),
    VerdictStatus.PERMITTED: VerdictRow(Tone.GOOD, asked=True, to_leave=-1),
    VerdictStatus.UNREGULATED: VerdictRow(Tone.SOFT),
}
"""A row for each verdict, beginning with those on which somebody has to act first."""


@frozen
class _Line:
    """A line of the table of verdicts.

    It matches when all forces in ``where`` apply and none of those in ``without`` does. ``verdict``
    is what then holds, ``by`` the forces that decide it as far as they apply.
    """

    verdict: VerdictStatus
    where: frozenset[Force]
    by: tuple[Force, ...]
    without: frozenset[Force] = frozenset()


_STRICT_DUTY: Final = (Modality.OBLIGATION, Strength.STRICT)
_DEFEASIBLE_DUTY: Final = (Modality.OBLIGATION, Strength.DEFEASIBLE)
_STRICT_BAN: Final = (Modality.PROHIBITION, Strength.STRICT)
_DEFEASIBLE_BAN: Final = (Modality.PROHIBITION, Strength.DEFEASIBLE)
_ADVICE: Final = (Modality.RECOMMENDATION, Strength.STRICT)
_LEAVE: Final = (Modality.PERMISSION, Strength.STRICT)


def _line(
    verdict: VerdictStatus, *where: Force, by: tuple[Force, ...] = (), without: Force | None = None
) -> _Line:
    barred = frozenset() if without is None else frozenset({without})
    return _Line(verdict, frozenset(where), by or where, barred)


_LINES: Final = (
    _line(VerdictStatus.CONFLICTING, _STRICT_DUTY, _STRICT_BAN),
    _line(VerdictStatus.CONFLICTING, _DEFEASIBLE_DUTY, _DEFEASIBLE_BAN),
    _line(VerdictStatus.FORBIDDEN, _STRICT_BAN, by=(_STRICT_BAN, _DEFEASIBLE_BAN)),
    _line(VerdictStatus.FORBIDDEN, _DEFEASIBLE_BAN, without=_STRICT_DUTY),
    _line(VerdictStatus.REQUIRED, _STRICT_DUTY, by=(_STRICT_DUTY, _DEFEASIBLE_DUTY)),
    _line(VerdictStatus.REQUIRED, _DEFEASIBLE_DUTY),
    _line(VerdictStatus.RECOMMENDED, _ADVICE),
    _line(VerdictStatus.PERMITTED, _LEAVE),
)
"""The table of verdicts: the first line that matches gives the verdict on an action."""


# Kept, because there are few combinations and every record meets the same ones.
@lru_cache(maxsize=256)
def norm_status(modality: Modality, applies: Truth, observable: bool, done: Truth) -> Status:
    """The status of a norm.

    >>> norm_status(Modality.OBLIGATION, True, True, False)
    <Status.VIOLATED: 'violated'>
    >>> norm_status(Modality.PERMISSION, True, True, None)
    <Status.IN_EFFECT: 'in_effect'>
    """
    possible = {
        determined_status(modality, applying, observable, being_done)
        for applying in _completions(applies)
        for being_done in _completions(done)
    }
    return possible.pop() if len(possible) == 1 else Status.UNDETERMINED


def determined_status(modality: Modality, applies: bool, observable: bool, done: bool) -> Status:
    """The status of a norm when everything is known; ``done`` counts where that is observable.

    >>> determined_status(Modality.PROHIBITION, True, True, True)
    <Status.VIOLATED: 'violated'>
    """
    if not applies:
        return Status.NOT_APPLICABLE
    row = MODALITIES[modality]
    if not observable:
        return row.unobserved
    return row.if_done if done else row.if_not_done


def possible_statuses(modality: Modality, observable: bool) -> frozenset[Status]:
    """The statuses that a norm can have, given whether the record can show that its action is done.

    >>> sorted(status.value for status in possible_statuses(Modality.OBLIGATION, False))
    ['due', 'not_applicable', 'undetermined']
    """
    row = MODALITIES[modality]
    applying = {row.if_done, row.if_not_done} if observable else {row.unobserved}
    return frozenset({Status.NOT_APPLICABLE, Status.UNDETERMINED, *applying})


# Duties with a deadline


@frozen
class Timing:
    """What the status of a duty with a deadline rests on, beside whether it applies.

    ``begun`` says that what it waits for has happened, ``done`` that the action has, both by the
    day that is asked; ``in_time`` that the action was done by the day it was due, ``over`` that
    this day is past.
    """

    begun: Truth
    done: Truth
    in_time: Truth
    over: Truth


# Kept, because there are few combinations and every record meets the same ones.
@lru_cache(maxsize=1024)
def possible_with_deadline(applies: Truth, timing: Timing) -> frozenset[Status]:
    """The statuses of a duty with a deadline that are left when everything unknown is learnt.

    >>> [s.value for s in possible_with_deadline(True, Timing(True, False, False, True))]
    ['overdue']
    """
    truths = (applies, timing.begun, timing.done, timing.in_time, timing.over)
    return frozenset(status_with_deadline(*known) for known in product(*map(_completions, truths)))


def status_with_deadline(
    applies: bool, begun: bool, done: bool, in_time: bool, over: bool
) -> Status:
    """The status of a duty with a deadline when everything is known.

    >>> status_with_deadline(True, True, True, False, True)
    <Status.LATE: 'late'>
    """
    if not applies:
        return Status.NOT_APPLICABLE
    if not begun:
        return Status.NOT_YET_DUE
    if done:
        return Status.FULFILLED if in_time else Status.LATE
    return Status.OVERDUE if over else Status.DUE


WITH_DEADLINE: Final = frozenset(
    {Status.UNDETERMINED, *(status_with_deadline(*t) for t in product((True, False), repeat=5))}
)
"""All statuses that a duty with a deadline can have."""


def has_status_with_deadline(asked: Asked, applies: Truth, timing: Timing) -> Truth:
    """Whether the status of a duty with a deadline is one of those that ``asked`` stands for.

    Unknown while both such a status and another one are possible.

    >>> has_status_with_deadline(Status.VIOLATED, True, Timing(True, True, False, None))
    True
    """
    return is_one_of(possible_with_deadline(applies, timing), meant_by(asked))


def is_one_of(possible: frozenset[Status], asked: frozenset[Status]) -> Truth:
    """Whether the status is among those ``asked`` for, when only the ``possible`` ones are left.

    Unknown where some of the possible statuses are among them and some are not.
    """
    if possible <= asked:
        return True
    return False if possible.isdisjoint(asked) else None


def settled_status(possible: frozenset[Status]) -> Status:
    """The only possible status, or `Status.UNDETERMINED` where there are several."""
    (first, *others) = possible
    return Status.UNDETERMINED if others else first


def _completions(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def has_status(modality: Modality, status: Status, applies: Truth, done: Truth) -> Truth:
    """Whether a norm with an observable action is violated or fulfilled, in Kleene logic.

    >>> has_status(Modality.OBLIGATION, Status.VIOLATED, None, True)
    False
    """
    row = MODALITIES[modality]
    ways = (
        done if status is row.if_done else False,
        negation(done) if status is row.if_not_done else False,
    )
    return conjunction((applies, disjunction(ways)))


# Kept, because there are few combinations of forces and every record meets the same ones.
@lru_cache(maxsize=4096)
def determined_verdict(
    applying: frozenset[Force], permitted_by_default: bool
) -> tuple[VerdictStatus, tuple[Force, ...]]:
    """The verdict by the first line that matches, and the forces that decide it.

    Where no line matches, ``permitted_by_default`` decides, and no force is named.

    >>> determined_verdict(frozenset({(Modality.RECOMMENDATION, Strength.STRICT)}), True)[0]
    <VerdictStatus.RECOMMENDED: 'recommended'>
    """
    for line in _LINES:
        if line.where <= applying and applying.isdisjoint(line.without):
            return line.verdict, line.by
    if permitted_by_default:
        return VerdictStatus.PERMITTED, ()
    return VerdictStatus.UNREGULATED, ()


def verdict(action: Action, norms: Iterable[tuple[Norm, Truth]], by_default: bool) -> Verdict:
    """The verdict on an action from its norms and whether each of them applies.

    ``by_default`` says whether it is permitted by default on the day.
    It is undetermined when the norms of which that is unknown could still change it.
    """
    norms = tuple(norms)
    certain = frozenset(force_of(norm) for norm, applies in norms if applies)
    undecided = frozenset(force_of(norm) for norm, applies in norms if applies is None) - certain
    status, deciding = determined_verdict(certain, by_default)
    possible = possible_verdicts(certain, undecided, by_default)
    settled = len(possible) == 1
    return Verdict(
        action=action,
        status=status if settled else VerdictStatus.UNDETERMINED,
        by=tuple(n.name for n, applies in norms if settled and applies and force_of(n) in deciding),
        defeated=tuple(
            n.name for n, applies in norms if settled and applies and force_of(n) not in deciding
        ),
        open=tuple(n.name for n, applies in norms if applies is None),
        possible=possible,
    )


@lru_cache(maxsize=4096)
def possible_verdicts(
    certain: frozenset[Force], undecided: frozenset[Force], permitted_by_default: bool
) -> frozenset[VerdictStatus]:
    """All verdicts that are possible, depending on which of the undecided forces turn out to
    apply."""
    return frozenset(
        determined_verdict(certain | added, permitted_by_default)[0]
        for added in _subsets(undecided)
    )


def has_verdict(found: Verdict, status: VerdictStatus) -> Truth:
    """Whether an action has a verdict: yes or no only when nothing unknown can change that."""
    return is_verdict(found.possible, status)


def is_verdict(possible: frozenset[VerdictStatus], status: VerdictStatus) -> Truth:
    """Whether the verdict is ``status``, when only the ``possible`` ones are left; else unknown."""
    if status not in possible:
        return False
    return True if len(possible) == 1 else None


def force_of(norm: Norm) -> Force:
    return (norm.modality, norm.strength)


def _subsets(forces: frozenset[Force]) -> Iterable[frozenset[Force]]:
    ordered = sorted(forces, key=str)
    for chosen in product((False, True), repeat=len(ordered)):
        yield frozenset(force for force, taken in zip(ordered, chosen, strict=True) if taken)
