"""Norms that collide, never apply or repeat another, and parts of norms without effect."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import product
from typing import Final

from attrs import evolve

from linkage_rules.analysis.consistency.causes import of_cause
from linkage_rules.analysis.consistency.conditions import said
from linkage_rules.analysis.consistency.findings import Finding, Result
from linkage_rules.analysis.consistency.inquiry import Asked, Inquiry
from linkage_rules.engines.symbolic import (
    Answer,
    Candidate,
    Impossible,
    all_of,
    negated,
    overturned,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import ActionIs, Expression, NormApplies
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Bearing, Modality, Norm
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.words import finding_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase


def conflicts(inquiry: Inquiry) -> Iterator[Result]:
    """Obligations and prohibitions of equal strength that apply to the same record."""
    package = inquiry.package
    own = set(package.declared_norms)
    for action in package.actions.values():
        if action.record_type != inquiry.record_type.name:
            continue
        norms = package.norms_on[action.name]
        duties = [norm for norm in norms if norm.modality is Modality.OBLIGATION]
        bans = [norm for norm in norms if norm.modality is Modality.PROHIBITION]
        for duty, ban in product(duties, bans):
            if duty.strength is ban.strength and {duty, ban} & own:
                later = [norm for norm in norms if norm in (duty, ban) and norm in own][-1]
                yield from _conflict(inquiry, duty, ban, later.span)


def _conflict(inquiry: Inquiry, duty: Norm, ban: Norm, span: Span) -> Iterator[Result]:
    both = (duty.name, ban.name)
    action = inquiry.package.actions[duty.action]
    return inquiry.ever(
        FindingKind.CONFLICTING_NORMS,
        both,
        span,
        lambda rules: all_of(rules.applies(name).yes for name in both),
        tuple(map(NormApplies, both)),
        wording.CONFLICTING.filled(duty=called(duty), ban=called(ban), action=called(action)),
        lambda found: all(found.applies[name].answer is True for name in both),
        (ActionIs(action.name, VerdictStatus.CONFLICTING),),
    )


def _own(inquiry: Inquiry) -> Iterator[Norm]:
    for norm in inquiry.package.declared_norms:
        if norm.record_type == inquiry.record_type.name:
            yield norm


def never_applying(inquiry: Inquiry) -> Iterator[Result]:
    """Norms that apply to no record on any day."""
    for norm in _own(inquiry):
        yield from _never_applying(inquiry, norm)


def _never_applying(inquiry: Inquiry, norm: Norm) -> Iterator[Result]:
    why = cache(partial(_why_never, inquiry, norm))
    for one in inquiry.never(
        FindingKind.NEVER_APPLIES,
        (norm.name,),
        norm.span,
        lambda rules: rules.applies(norm.name).yes,
        (NormApplies(norm.name),),
        lambda: why()[0],
    ):
        yield evolve(one, cause=why()[1]) if isinstance(one, Finding) else one


def _why_never(inquiry: Inquiry, norm: Norm) -> tuple[Phrase, Hashable]:
    """The reason why a norm never applies, and the cause that other norms may share."""

    def is_impossible(variant: Norm) -> bool:
        found = inquiry.find(
            lambda rules: rules.applies_with(variant, ()).yes, (NormApplies(norm.name),)
        )
        return isinstance(found, Impossible)

    kind, plain = FindingKind.NEVER_APPLIES, evolve(norm, unless=None)
    if is_impossible(plain):
        needed = _excluding(plain, is_impossible)
        cause: Hashable = (kind, frozenset(needed)) if needed else None
        if len(needed) < 2:
            return wording.WHEN_NEVER_MET.filled(norm=called(norm)), cause
        conditions = tuple(said(one, inquiry.package) for one in needed)
        return wording.EXCLUDING.filled(norm=called(norm), conditions=conditions), cause
    if is_impossible(norm):
        return wording.ALWAYS_EXCEPTED.filled(norm=called(norm)), (kind, norm.unless)
    overriding = inquiry.package.overriding[norm.name]
    others = tuple(map(called, overriding))
    cause = (kind, frozenset(other.name for other in overriding))
    return wording.ALWAYS_OVERRIDDEN.filled(norm=called(norm), others=others), cause


def _excluding(norm: Norm, is_impossible: Callable[[Norm], bool]) -> tuple[Expression, ...]:
    """The conditions of a norm that exclude each other; none of them can be left out.

    Empty where the days on which the norm is in force rule it out by themselves.
    """
    needed = tuple(_conjuncts(norm.when))
    for one in needed:
        fewer = tuple(other for other in needed if other is not one)
        if is_impossible(evolve(norm, when=model.And(fewer) if fewer else None)):
            needed = fewer
    return needed


def _conjuncts(condition: Expression | None) -> Iterator[Expression]:
    match condition:
        case model.And(operands):
            for operand in operands:
                yield from _conjuncts(operand)
        case None:
            return
        case _:
            yield condition


def implied(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Norms that apply only where another with the same effect, or one of several, applies too.

    Of two that apply to the same records the later one is reported. ``dead`` norms never apply.
    """
    own = [norm for norm in _own(inquiry) if norm.name not in dead]
    reported: set[str] = set()
    for norm in reversed(own):
        beside = [
            other
            for other in inquiry.package.norms_on[norm.action]
            if other is not norm and other.name not in dead | reported and _covers(other, norm)
        ]
        # One record to which none of the others applies answers the question for each of them.
        if not beside or isinstance(_alone(inquiry, norm, beside), Candidate):
            continue
        found = list(_implied(inquiry, norm, beside))
        yield from found
        if any(isinstance(one, Finding) for one in found):
            reported.add(norm.name)


def _alone(inquiry: Inquiry, norm: Norm, beside: Sequence[Norm]) -> Answer:
    """A record to which a norm applies and none of the others certainly does."""
    return inquiry.find(_by_itself(norm, beside), _applying(norm, *beside))


def _applying(*norms: Norm) -> tuple[Expression, ...]:
    return tuple(NormApplies(norm.name) for norm in norms)


def _by_itself(norm: Norm, beside: Iterable[Norm]) -> Asked:
    return lambda rules: all_of(
        (
            rules.applies(norm.name).yes,
            *(negated(rules.applies(other.name).yes) for other in beside),
        )
    )


def _implied(inquiry: Inquiry, norm: Norm, beside: Sequence[Norm]) -> Iterator[Result]:
    """The finding with the first norm that covers it alone, or else with as few as do together."""
    open_: list[Result] = []
    for other in beside:
        for one in _implied_by(inquiry, norm, (other,)):
            if isinstance(one, Finding):
                yield one
                return
            open_.append(one)
    yield from open_
    if open_ or len(beside) < 2:
        return
    needed = tuple(beside)
    for left_out in beside:
        fewer = tuple(other for other in needed if other is not left_out)
        if isinstance(_alone(inquiry, norm, fewer), Impossible):
            needed = fewer
    yield from _implied_by(inquiry, norm, needed)


def _covers(norm: Norm, other: Norm) -> bool:
    """Whether one norm has all the effect of the other where both apply."""
    if _effect(norm) != _effect(other):
        return False
    theirs, own = set(other.bearers), set(norm.bearers)
    if all(_binds_each(one) for one in (norm, other)):
        return theirs <= own
    return theirs == own and norm.bearing is other.bearing


def _effect(norm: Norm) -> tuple[object, ...]:
    """The effect of a norm where it applies, leaving out its bearers."""
    return norm.modality, norm.strength, norm.action, norm.counterparty


def _binds_each(norm: Norm) -> bool:
    """Whether a norm says to each of its bearers the same as it would say to that bearer alone."""
    return norm.bearing is Bearing.ONE or norm.bearing is _EACH.get(norm.modality)


_EACH: Final = {Modality.PROHIBITION: Bearing.ALL, Modality.PERMISSION: Bearing.ANY}


def _implied_by(inquiry: Inquiry, norm: Norm, others: Sequence[Norm]) -> Iterator[Result]:
    named = tuple(map(called, others))
    words = wording.IMPLIED.filled(norm=called(norm), other=named[0])
    if len(others) > 1:
        words = wording.IMPLIED_BY_SEVERAL.filled(norm=called(norm), others=named)
    return inquiry.never(
        FindingKind.IMPLIED_NORM,
        (norm.name, *(other.name for other in others)),
        norm.span,
        _by_itself(norm, others),
        _applying(norm, *others),
        lambda: words,
    )


def idle_exceptions(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Exceptions without which a norm would apply to the same records."""
    for norm in _own(inquiry):
        if norm.unless is not None and norm.name not in dead:
            yield from _idle_exception(inquiry, norm, norm.unless)


def _idle_exception(inquiry: Inquiry, norm: Norm, unless: Expression) -> Iterator[Result]:
    others = [other.name for other in inquiry.package.overriding[norm.name]]
    plain = evolve(norm, unless=None)

    def words() -> Phrase:
        holds = inquiry.find(lambda rules: rules.truth(unless).yes, (unless,))
        never = isinstance(holds, Impossible)
        return (wording.EXCEPTION_NEVER_HOLDS if never else wording.IDLE_EXCEPTION).filled(
            norm=called(norm)
        )

    found = inquiry.never(
        FindingKind.IDLE_EXCEPTION,
        (norm.name,),
        unless.span,
        lambda rules: overturned(rules.applies(norm.name), rules.applies_with(plain, others)),
        (NormApplies(norm.name),),
        words,
    )
    return of_cause(found, (FindingKind.IDLE_EXCEPTION, unless))


def idle_overrides(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Overrides without which the overridden norm would apply to the same records."""
    for norm in _own(inquiry):
        for name in norm.overrides:
            if not {norm.name, name} & dead:
                yield from _idle_override(inquiry, norm, inquiry.package.norms[name])


def _idle_override(inquiry: Inquiry, norm: Norm, other: Norm) -> Iterator[Result]:
    overriding = inquiry.package.overriding[other.name]
    rest = [one.name for one in overriding if one.name != norm.name]
    return inquiry.never(
        FindingKind.IDLE_OVERRIDE,
        (norm.name, other.name),
        norm.span,
        lambda rules: overturned(rules.applies(other.name), rules.applies_with(other, rest)),
        (NormApplies(other.name),),
        lambda: wording.IDLE_OVERRIDE.filled(norm=called(norm), other=called(other)),
    )
