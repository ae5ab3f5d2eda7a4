"""What a verdict is called, the part each norm plays in it, and which norms could change it."""

from collections import Counter
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from itertools import product
from typing import Final

from attrs import frozen

from linkage_rules.engines.reference import Evaluation, truth_of, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import (
    MODALITIES,
    STATUSES,
    Force,
    force_of,
    is_failing,
    is_verdict,
    possible_verdicts,
    verdict,
)
from linkage_rules.model.norms import Norm, Strength
from linkage_rules.model.outcomes import NormOutcome, PeriodOutcome, Verdict
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Scalar, Type
from linkage_rules.model.values import NEVER, Truth
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.telling import period_called
from linkage_rules.words.told_values import in_words, printable


def by_default(found: Verdict) -> bool:
    """Whether an action is permitted by default only, since no norm permits it."""
    return found.status is VerdictStatus.PERMITTED and not found.by


def verdict_in_words(found: Verdict, package: Package, done: Truth = None) -> Phrase:
    """The verdict in a word or two, such as 不得 or 原则上应当.

    可以 is used where a norm permits the action. For a permission by default the words say that no
    ban was found; and if the action was ``done`` already, only that.
    """
    if by_default(found):
        return wording.ALREADY_DONE if done else wording.NOTHING_FORBIDS
    by = [package.norms[name] for name in found.by]
    weak = by and all(norm.strength is Strength.DEFEASIBLE for norm in by)
    words = wording.VERDICTS_IN_PRINCIPLE if weak else {}
    return words.get(found.status, wording.VERDICTS[found.status])


def conclusion(found: Verdict, package: Package, done: Truth = None) -> Phrase:
    """The verdict as a sentence about the action; ``done`` says whether that was done already."""
    pattern = wording.CONCLUSIONS[found.status]
    if by_default(found):
        pattern = wording.DONE_ALREADY if done else wording.NOTHING_FORBIDS_IT
    return pattern.filled(
        action=called(found.action),
        verdict=verdict_in_words(found, package, done),
        possible=possible(found),
    )


def was_done(action: str, evaluation: Evaluation) -> Truth:
    """Whether an action was done; unknown where the record cannot tell."""
    done = evaluation.done[action]
    return None if done is None else truth_of(done)


def possible(found: Verdict) -> Phrase:
    """The words for the verdicts that are still possible."""
    left = tuple(
        status_in_words(status, found) for status in VerdictStatus if status in found.possible
    )
    return wording.LISTED.filled(listed=left)


def status_in_words(status: VerdictStatus, found: Verdict) -> Phrase:
    """A possible status of a verdict in words; “permitted” by default is worded as “no ban
    found”."""
    default = status is VerdictStatus.PERMITTED and found.action.permitted_by_default
    return wording.NOTHING_FORBIDS if default else wording.VERDICTS[status]


def consequence(norm: Norm, status: Status) -> Phrase | None:
    """What follows from a violation of the norm, where that is only a violation “in principle”;
    else None."""
    weak = norm.strength is Strength.DEFEASIBLE
    return wording.JUSTIFY_OR_FIX if weak and is_failing(status) else None


def with_due(status: Phrase, outcome: NormOutcome) -> Phrase:
    """The status of a norm in words, with the day by which it is due, if there is one.

    >>> from datetime import date
    >>> from linkage_rules.model.norms import Modality
    >>> duty = Norm("n", None, "Claim", Modality.OBLIGATION, Strength.STRICT, "county", "pay")
    >>> outcome = NormOutcome(duty, True, Status.OVERDUE, date(2024, 3, 1))
    >>> with_due(Phrase("overdue", "逾期未履行"), outcome).zh
    '逾期未履行（最迟2024年3月1日）'
    """
    if outcome.due in (None, NEVER) or outcome.status is Status.FULFILLED:
        return status
    return wording.WITH_DUE.filled(status=status, due=in_words(outcome.due, Scalar.DATE))


def period_in_words(period: PeriodOutcome) -> Phrase:
    """The status of a period of a duty in words, with the day by which it is due.

    >>> from datetime import date
    >>> due = date(2024, 7, 15)
    >>> waiting = PeriodOutcome(date(2024, 4, 1), date(2024, 6, 30), due, Status.DUE)
    >>> period_in_words(waiting).zh
    '2024年第2季度：待履行（最迟2024年7月15日）'
    """
    status = wording.STATUSES[period.status]
    if period.due is not None and period.status is not Status.FULFILLED:
        due = in_words(period.due, Scalar.DATE)
        status = wording.WITH_DUE.filled(status=status, due=due)
    return wording.PERIOD_STANDS.filled(period=period_called(period), status=status)


def other_periods(periods: Iterable[PeriodOutcome]) -> Phrase | None:
    """How many periods have which status, in words; None without periods."""
    counts = Counter(period.status for period in periods)
    if not counts:
        return None
    listed = tuple(
        wording.SO_MANY_PERIODS.filled(count=count, status=wording.STATUSES[status])
        for status, count in sorted(counts.items(), key=lambda item: _ORDER.index(item[0]))
    )
    return wording.OTHER_PERIODS.filled(listed=listed)


_ORDER: Final = tuple(STATUSES)


class NormPart(Enum):
    """The part that a norm plays in a verdict, in the order in which they are listed."""

    DECIDES = "decides"
    GIVES_WAY = "gives way"
    APPLIES = "applies"
    OPEN = "open"
    OVERRIDDEN = "overridden"
    ABSENT = "absent"
    WITHOUT_EFFECT = "without effect"


@frozen
class NormRole:
    """A norm and the part it plays."""

    part: NormPart
    norm: Norm


def roles(action: str, evaluation: Evaluation) -> tuple[NormRole, ...]:
    """The norms on an action that an explanation has to mention, each with its part.

    A norm that does not apply is mentioned when another overrides it, or when the verdict would be
    different if it did (it is then ``absent``).
    """
    found = evaluation.verdicts[action]
    norms = [(n, _applies(n, evaluation)) for n in evaluation.package.norms_on[action]]
    settling = could_decide(action, evaluation)

    def part_of(norm: Norm, applies: Truth) -> NormPart | None:
        if applies is None:
            return NormPart.OPEN if norm.name in settling else NormPart.WITHOUT_EFFECT
        if applies:
            if norm.name in found.by:
                return NormPart.DECIDES
            return NormPart.GIVES_WAY if norm.name in found.defeated else NormPart.APPLIES
        if _is_overridden(norm, evaluation):
            return NormPart.OVERRIDDEN
        if found.status is VerdictStatus.UNDETERMINED:
            return None
        others = [(other, truth) for other, truth in norms if other is not norm]
        by_default = evaluation.permits_by_default(action)
        instead = verdict(found.action, [*others, (norm, True)], by_default)
        return None if instead.possible == found.possible else NormPart.ABSENT

    parts = [(part_of(norm, applies), norm) for norm, applies in norms]
    told = [NormRole(part, norm) for part, norm in parts if part is not None]
    return tuple(sorted(told, key=lambda role: list(NormPart).index(role.part)))


def could_decide(action: str, evaluation: Evaluation) -> tuple[str, ...]:
    """The norms whose applying is unknown and could change the verdict."""
    found = evaluation.verdicts[action]
    norms = [(n, _applies(n, evaluation)) for n in evaluation.package.norms_on[action]]
    return could_change(norms, evaluation.permits_by_default(action), found.open)


def _applies(norm: Norm, evaluation: Evaluation) -> Truth:
    return evaluation.norm_outcome(norm.name).applies


def _is_overridden(norm: Norm, evaluation: Evaluation) -> bool:
    """Whether a norm does not apply only because norms that override it do."""
    parts = evaluation.applies[norm.name].parts
    overriding = len(evaluation.package.overriding[norm.name])
    own, others = parts[: len(parts) - overriding], parts[len(parts) - overriding :]
    return all(part.answer is not False for part in own) and any(
        part.answer is False for part in others
    )


def gives_way_because(norm: Norm, found: Verdict) -> Phrase:
    """The reason why a norm that applies gives way to the norms that decide."""
    if MODALITIES[norm.modality].binding and found.status is not VerdictStatus.CONFLICTING:
        return wording.GIVES_WAY_TO_STRICT
    return wording.GIVES_WAY_TO[found.status]


# Which norms could still change a verdict


def could_change(
    norms: Iterable[tuple[Norm, Truth]],
    by_default: bool,
    learnable: Iterable[str],
    asked: VerdictStatus | None = None,
) -> tuple[str, ...]:
    """The norms that could change the verdict, once it is learnt whether they apply.

    With ``asked``: that could change whether the verdict is that one. ``by_default`` says whether
    the action is permitted by default on the day. ``learnable`` names the norms for which learning
    whether they apply is possible; any other unknown norm stays unknown. A norm counts when, for
    some answers of the other learnable norms, the verdict differs by whether it applies. Norms of
    one modality and strength act alike, so there are at most six kinds to try.

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


# Kept, because there are few combinations of forces and every record meets the same ones.
@lru_cache(maxsize=4096)
def _mattering(
    certain: frozenset[Force],
    unlearnable: frozenset[Force],
    learnable: frozenset[Force],
    permitted_by_default: bool,
    asked: VerdictStatus | None,
) -> frozenset[Force]:
    """The learnable forces that make a difference to the verdict for some state of the other
    forces."""

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


# Who answers for what a norm is about


@frozen
class Answering:
    """A field or fact that tells who is responsible, and its value; None where the record holds
    none."""

    name: str
    label: str | None
    type: Type
    value: str | None

    @property
    def sentence(self) -> Phrase:
        """The sentence who is responsible, or that the record does not say so."""
        if self.value is None:
            return wording.NOT_SAID_WHO_ANSWERS.filled(role=called(self))
        who = Phrase(printable(self.value), printable(self.value))
        if isinstance(self.type, EnumType):
            who = in_words(self.value, self.type)
        return wording.ANSWERS_FOR_IT.filled(role=called(self), who=who)


def answering(norm: Norm, evaluation: Evaluation) -> tuple[Answering, ...]:
    """The fields and facts that a norm names for who is responsible, in its order."""
    found = []
    for expression in norm.answerable:
        assert isinstance(expression, model.FieldValue | model.FactValue)
        if isinstance(expression, model.FactValue):
            label = evaluation.package.facts[expression.name].label
        else:
            shape = evaluation.package.record_types[norm.record_type]
            label = shape.by_spelling[expression.name].label
        value = value_of(evaluation.derive(expression))
        assert value is None or isinstance(value, str)
        silent = value is None or not value.strip()
        found.append(Answering(expression.name, label, expression.type, None if silent else value))
    return tuple(found)
