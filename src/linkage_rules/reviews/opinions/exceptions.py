"""Exceptions that were weighed: what each lifts from a record, and what it does not lift."""

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.derivations import behind, truth_of
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.values import Truth
from linkage_rules.reviews.opinions.spoken import conduct
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase

_WEIGHED: Final[dict[Truth, Phrase]] = {
    True: Phrase(
        "The exception “{exception}” was weighed and holds. It lifts: {norms}.",
        "已考虑例外“{exception}”：成立，据此不再要求：{norms}。",
    ),
    False: Phrase(
        "The exception “{exception}” was reported and does not hold. It does not lift: {norms}.",
        "已考虑所报的例外“{exception}”：不成立，不免除：{norms}。",
    ),
}
_NOT_LIFTED: Final = Phrase("It does not lift: {conducts}.", "它不免除：{conducts}。")


@frozen
class Weighed:
    """An exception in a sentence, and in another one what it leaves as it is."""

    sentence: Phrase
    not_lifted: Phrase | None


def weighed(decision: Decision, standing: Sequence[Phrase]) -> tuple[Weighed, ...]:
    """The exceptions that hold, and those that were reported and do not.

    ``standing`` is what is asked of the record all the same. An exception counts as reported where
    it asks whether something is known at all, and it is.
    """
    by_exception: dict[tuple[Expression, Truth], list[Norm]] = {}
    for name, outcome in decision.norms.items():
        norm = outcome.norm
        if norm.unless is None or not norm.in_force.contains(decision.as_of):
            continue
        when, unless = _parts(norm, decision.evaluation.applies[name])
        truth = truth_of(unless)
        matters = when is None or when.answer is True
        if matters and (truth is True or (truth is False and _reported(unless))):
            by_exception.setdefault((norm.unless, truth), []).append(norm)
    return tuple(
        _told(exception, truth, norms, decision, standing)
        for (exception, truth), norms in by_exception.items()
    )


def _told(
    exception: Expression,
    truth: Truth,
    norms: Iterable[Norm],
    decision: Decision,
    standing: Sequence[Phrase],
) -> Weighed:
    package = decision.package
    english, chinese = (describe(exception, package, language) for language in LANGUAGES)
    lifted = tuple(conduct(norm, package) for norm in norms)
    sentence = _WEIGHED[truth].filled(exception=Phrase(english, chinese), norms=lifted)
    left = _NOT_LIFTED.filled(conducts=tuple(standing)) if truth and standing else None
    return Weighed(sentence, left)


def _parts(norm: Norm, applies: Derivation) -> tuple[Derivation | None, Derivation]:
    """Whether the condition of a norm holds, if it has one, and whether its exception does."""
    parts = iter(applies.parts)
    when = None if norm.when is None else next(parts)
    return when, next(parts).parts[0]


def _reported(derivation: Derivation) -> bool:
    """Whether it was asked if something is known at all, and it is."""
    steps = behind([derivation], lambda step: step.parts)
    return any(isinstance(step.subject, model.IsKnown) and step.answer is True for step in steps)
