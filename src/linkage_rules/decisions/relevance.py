"""Which norms could still change the verdict on an action."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from linkage_rules.model.deontic import Force, force_of, is_verdict, possible_verdicts
from linkage_rules.model.norms import Norm
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.values import Truth


def could_change(
    norms: Iterable[tuple[Norm, Truth]],
    by_default: bool,
    learnable: Iterable[str],
    asked: VerdictStatus | None = None,
) -> tuple[str, ...]:
    """The norms whose ``applies``, once learnt, could change the verdict; with ``asked``, whether
    it is that one.

    ``by_default`` says whether the action is permitted by default on the day. ``learnable`` names
    the norms of which it is unknown whether they apply and can be learnt; every other unknown one
    stays unknown. A norm counts when some state of the other norms leaves
    the answer to it alone. Norms of one modality and strength act alike, so there are at most six
    kinds to try.

    >>> from linkage_rules.model.norms import Modality, Strength
    >>> def norm(name, modality):
    ...     return Norm(name, None, "Project", modality, Strength.STRICT, "county", "enter")
    >>> ban, advice = norm("ban", Modality.PROHIBITION), norm("advice", Modality.RECOMMENDATION)
    >>> duty = norm("duty", Modality.OBLIGATION)
    >>> norms = [(duty, True), (ban, None), (advice, None)]
    >>> could_change(norms, False, ["ban", "advice"])
    ('ban',)
    """
    wanted = frozenset(learnable)
    concerned = [(norm, applies) for norm, applies in norms if applies is not False]
    undecided = [norm for norm, _ in concerned if norm.name in wanted]
    settled = [(norm, applies) for norm, applies in concerned if norm.name not in wanted]
    mattering = _mattering(
        frozenset(force_of(norm) for norm, applies in settled if applies),
        frozenset(force_of(norm) for norm, applies in settled if applies is None),
        frozenset(map(force_of, undecided)),
        by_default,
        asked,
    )
    return tuple(norm.name for norm in undecided if force_of(norm) in mattering)


# There are few combinations of forces, and every record meets the same ones.
@lru_cache(maxsize=4096)
def _mattering(
    certain: frozenset[Force],
    unlearnable: frozenset[Force],
    learnable: frozenset[Force],
    permitted_by_default: bool,
    asked: VerdictStatus | None,
) -> frozenset[Force]:
    """The forces to be learnt that some state of the others leaves the answer to."""

    def answer(applying: frozenset[Force]) -> object:
        possible = possible_verdicts(applying, unlearnable - applying, permitted_by_default)
        if asked is None:
            return possible if len(possible) == 1 else None
        return is_verdict(possible, asked)

    def matters(force: Force) -> bool:
        others = learnable - {force}
        for truths in product((False, True), repeat=len(others)):
            state = certain.union(o for o, taken in zip(others, truths, strict=True) if taken)
            if answer(state | {force}) != answer(state):
                return True
        return False

    return frozenset(filter(matters, learnable))
