"""Which norms could still change the verdict on an action."""

from collections.abc import Callable, Iterable
from itertools import product

from linkage_rules.engines.deontic import verdict
from linkage_rules.model.norms import Action, Norm
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.values import Truth


def could_change(
    action: Action,
    norms: Iterable[tuple[Norm, Truth]],
    learnable: Iterable[str],
    question: Callable[[Verdict], object],
) -> tuple[str, ...]:
    """The norms whose ``applies``, once learnt, could change the answer to a question.

    ``learnable`` names the norms of which it is unknown whether they apply and can be learnt;
    every other unknown one stays unknown. A norm counts when some state of the other norms leaves
    the answer to it alone. Norms of one modality and strength act alike, so there are at most six
    kinds to try.

    >>> from linkage_rules.model.norms import Modality, Strength
    >>> def norm(name, modality):
    ...     return Norm(name, None, "Project", modality, Strength.STRICT, "county", "enter")
    >>> ban, advice = norm("ban", Modality.PROHIBITION), norm("advice", Modality.RECOMMENDATION)
    >>> duty = norm("duty", Modality.OBLIGATION)
    >>> norms = [(duty, True), (ban, None), (advice, None)]
    >>> could_change(Action("enter", None, "Project"), norms, ["ban", "advice"], lambda v: v.status)
    ('ban',)
    """
    wanted = frozenset(learnable)
    concerned = [(norm, applies) for norm, applies in norms if applies is not False]
    undecided = [norm for norm, _ in concerned if norm.name in wanted]
    settled = [(norm, applies) for norm, applies in concerned if norm.name not in wanted]
    kinds = {(norm.modality, norm.strength): norm for norm in undecided}

    def matters(norm: Norm) -> bool:
        others = [other for other in kinds.values() if other is not norm]
        for truths in product((False, True), repeat=len(others)):
            state = [*settled, *zip(others, truths, strict=True)]
            if_applying, if_not = (
                question(verdict(action, [*state, (norm, truth)])) for truth in (True, False)
            )
            if if_applying != if_not:
                return True
        return False

    mattering = {kind for kind, norm in kinds.items() if matters(norm)}
    return tuple(norm.name for norm in undecided if (norm.modality, norm.strength) in mattering)
