"""Norms that collide, that never apply, that repeat another, and what in them has no effect."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

from attrs import evolve

from linkage_rules.analysis.consistency.conditions import said
from linkage_rules.analysis.consistency.inquiry import Inquiry, Result
from linkage_rules.engines.symbolic import Impossible, all_of, negated, overturned
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
        (FindingKind.CONFLICTING_NORMS, action.name),
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
    return inquiry.never(
        FindingKind.NEVER_APPLIES,
        (norm.name,),
        norm.span,
        lambda rules: rules.applies(norm.name).yes,
        (NormApplies(norm.name),),
        lambda: _why_never(inquiry, norm),
    )


def _why_never(inquiry: Inquiry, norm: Norm) -> Phrase:
    """What keeps a norm that never applies from applying."""

    def is_impossible(variant: Norm) -> bool:
        found = inquiry.find(
            lambda rules: rules.applies_with(variant, ()).yes, (NormApplies(norm.name),)
        )
        return isinstance(found, Impossible)

    plain = evolve(norm, unless=None)
    if is_impossible(plain):
        needed = _excluding(plain, is_impossible)
        if len(needed) < 2:
            return wording.WHEN_NEVER_MET.filled(norm=called(norm))
        conditions = tuple(said(one, inquiry.package) for one in needed)
        return wording.EXCLUDING.filled(norm=called(norm), conditions=conditions)
    if is_impossible(norm):
        return wording.ALWAYS_EXCEPTED.filled(norm=called(norm))
    others = tuple(called(other) for other in inquiry.package.overriding[norm.name])
    return wording.ALWAYS_OVERRIDDEN.filled(norm=called(norm), others=others)


def _excluding(norm: Norm, is_impossible: Callable[[Norm], bool]) -> tuple[Expression, ...]:
    """The conditions of a norm that exclude each other: none of them can be left out.

    There are none where the days on which it is in force rule it out by themselves.
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
    """Norms that apply only where another one with the same effect does.

    Of two that apply to the same records the later one is reported. ``dead`` norms never apply.
    """
    own = [norm for norm in _own(inquiry) if norm.name not in dead]
    reported: set[str] = set()
    for norm in reversed(own):
        for other in inquiry.package.norms_on[norm.action]:
            if other is norm or other.name in dead | reported or not _covers(other, norm):
                continue
            found = list(_implied_by(inquiry, norm, other))
            yield from found
            if found:
                reported.add(norm.name)
                break


def _covers(norm: Norm, other: Norm) -> bool:
    """Whether one norm does all that the other does, where both apply."""
    if _effect(norm) != _effect(other):
        return False
    theirs, own = set(other.bearers), set(norm.bearers)
    if all(_binds_each(one) for one in (norm, other)):
        return theirs <= own
    return theirs == own and norm.bearing is other.bearing


def _effect(norm: Norm) -> tuple[object, ...]:
    """What a norm does where it applies, whoever bears it."""
    return norm.modality, norm.strength, norm.action, norm.counterparty


def _binds_each(norm: Norm) -> bool:
    """Whether a norm says of each of its bearers what it would say of that one alone."""
    return norm.bearing is Bearing.ONE or norm.bearing is _EACH.get(norm.modality)


_EACH: Final = {Modality.PROHIBITION: Bearing.ALL, Modality.PERMISSION: Bearing.ANY}


def _implied_by(inquiry: Inquiry, norm: Norm, other: Norm) -> Iterator[Result]:
    return inquiry.never(
        FindingKind.IMPLIED_NORM,
        (norm.name, other.name),
        norm.span,
        lambda rules: all_of(
            (rules.applies(norm.name).yes, negated(rules.applies(other.name).yes))
        ),
        (NormApplies(norm.name), NormApplies(other.name)),
        lambda: wording.IMPLIED.filled(norm=called(norm), other=called(other)),
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

    return inquiry.never(
        FindingKind.IDLE_EXCEPTION,
        (norm.name,),
        unless.span,
        lambda rules: overturned(rules.applies(norm.name), rules.applies_with(plain, others)),
        (NormApplies(norm.name),),
        words,
    )


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
