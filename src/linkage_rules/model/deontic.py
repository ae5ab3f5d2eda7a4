"""How norms become statuses and verdicts: the two tables of the language, as functions."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from linkage_rules.model.norms import Action, Modality, Norm, Strength
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.truth import conjunction, disjunction, negation
from linkage_rules.model.values import Truth

_WHEN_DONE: Final[Mapping[Modality, tuple[Status, Status, Status]]] = {
    Modality.OBLIGATION: (Status.FULFILLED, Status.VIOLATED, Status.DUE),
    Modality.PROHIBITION: (Status.VIOLATED, Status.FULFILLED, Status.IN_EFFECT),
    Modality.RECOMMENDATION: (Status.TAKEN_UP, Status.OPEN, Status.IN_EFFECT),
    Modality.PERMISSION: (Status.IN_EFFECT, Status.IN_EFFECT, Status.IN_EFFECT),
}
"""The status of an applying norm when its action is done, is not done, is not observed at all."""


# There are few combinations, and every record meets the same ones.
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
    if_done, if_not_done, if_not_observed = _WHEN_DONE[modality]
    if not observable:
        return if_not_observed
    return if_done if done else if_not_done


def _completions(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def has_status(modality: Modality, status: Status, applies: Truth, done: Truth) -> Truth:
    """Whether a norm with an observable action is violated or fulfilled, in Kleene logic.

    >>> has_status(Modality.OBLIGATION, Status.VIOLATED, None, True)
    False
    """
    if_done, if_not_done, _ = _WHEN_DONE[modality]
    return conjunction(
        (
            applies,
            disjunction(
                (
                    done if status is if_done else False,
                    negation(done) if status is if_not_done else False,
                )
            ),
        )
    )


Force: TypeAlias = tuple[Modality, Strength]
"""What of a norm counts for the verdict on its action."""

_STRICT_DUTY: Final = (Modality.OBLIGATION, Strength.STRICT)
_DEFEASIBLE_DUTY: Final = (Modality.OBLIGATION, Strength.DEFEASIBLE)
_STRICT_BAN: Final = (Modality.PROHIBITION, Strength.STRICT)
_DEFEASIBLE_BAN: Final = (Modality.PROHIBITION, Strength.DEFEASIBLE)
_ADVICE: Final = (Modality.RECOMMENDATION, Strength.STRICT)
_LEAVE: Final = (Modality.PERMISSION, Strength.STRICT)


# There are few combinations of forces, and every record meets the same ones.
@lru_cache(maxsize=4096)
def determined_verdict(
    applying: frozenset[Force], permitted_by_default: bool
) -> tuple[VerdictStatus, tuple[Force, ...]]:
    """The first line that matches, and the forces that decide it."""
    for equal in ((_STRICT_DUTY, _STRICT_BAN), (_DEFEASIBLE_DUTY, _DEFEASIBLE_BAN)):
        if applying.issuperset(equal):
            return VerdictStatus.CONFLICTING, equal
    if _STRICT_BAN in applying:
        return VerdictStatus.FORBIDDEN, (_STRICT_BAN, _DEFEASIBLE_BAN)
    if _DEFEASIBLE_BAN in applying and _STRICT_DUTY not in applying:
        return VerdictStatus.FORBIDDEN, (_DEFEASIBLE_BAN,)
    if applying & {_STRICT_DUTY, _DEFEASIBLE_DUTY}:
        return VerdictStatus.REQUIRED, (_STRICT_DUTY, _DEFEASIBLE_DUTY)
    if _ADVICE in applying:
        return VerdictStatus.RECOMMENDED, (_ADVICE,)
    if _LEAVE in applying or permitted_by_default:
        return VerdictStatus.PERMITTED, (_LEAVE,)
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
    """All verdicts that are left when it is learnt which of the undecided forces apply."""
    return frozenset(
        determined_verdict(certain | added, permitted_by_default)[0]
        for added in _subsets(undecided)
    )


def has_verdict(found: Verdict, status: VerdictStatus) -> Truth:
    """Whether an action has a verdict: yes or no only when nothing unknown can change that."""
    return is_verdict(found.possible, status)


def is_verdict(possible: frozenset[VerdictStatus], status: VerdictStatus) -> Truth:
    """Whether a verdict is the one that is left of the possible ones."""
    if status not in possible:
        return False
    return True if len(possible) == 1 else None


def force_of(norm: Norm) -> Force:
    return (norm.modality, norm.strength)


def _subsets(forces: frozenset[Force]) -> Iterable[frozenset[Force]]:
    ordered = sorted(forces, key=str)
    for chosen in product((False, True), repeat=len(ordered)):
        yield frozenset(force for force, taken in zip(ordered, chosen, strict=True) if taken)
