"""The norms of which a policy asks less than another one does: what an overlay loosens."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from linkage_rules.analysis.days import days_asked
from linkage_rules.analysis.difference import levels
from linkage_rules.analysis.difference.comparing import (
    Asked,
    Pair,
    common_days,
    hull,
    is_observed,
    told,
)
from linkage_rules.analysis.difference.difference import Direction, Loosening
from linkage_rules.analysis.difference.levels import Judge
from linkage_rules.analysis.difference.vocabulary import common_vocabulary
from linkage_rules.analysis.limits import Limits
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    TIME_LIMIT,
    Bool,
    Truth,
    all_of,
    any_of,
    in_turn,
    negated,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import fields_behind
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Modality, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.retyping import spoken_in
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import RecordType

Covering: TypeAlias = tuple[tuple[Norm, ...], ...]
"""For each bearer of a norm the norms that ask as much of that bearer about the same action."""


@in_turn
def loosened(
    parent: Package,
    overlay: Package,
    *,
    list_bound: int = LIST_BOUND,
    time_limit: float = TIME_LIMIT,
    stop_after: float | None = None,
    tell: Callable[[Loosening | Norm], None] | None = None,
    asking: Callable[[], None] | None = None,
) -> tuple[tuple[Loosening, ...], tuple[Norm, ...]]:
    """The norms of a parent policy of which an overlay asks less, of every modality and strength.

    Each comes with a record on which a level of `difference` falls: either no norm of the overlay
    asks as much of one of the bearers about the action, or the norm is unmet in the parent while no
    norm of the overlay that asks as much is unmet. A permission of the parent is loosened where the
    overlay lets it permit what the parent, while in force, does not. It is not looser where another
    norm of the overlay asks as much, or where what is permitted is forbidden anyway.

    Norms of which that could not be decided within ``time_limit`` seconds, or ``stop_after``
    seconds after the start, come second. The days are those of `days_asked`. Norms, bearers and
    actions are those of the same name. ``tell`` is called with each of both kinds when it is found,
    ``asking`` before each question.

    Raises `IncompatibleError` when no record is fit for both.

    >>> loosened(Package(name="p"), Package(name="q"))
    ((), ())
    """
    spoken = [days_asked(package) for package in (parent, overlay)]
    limits = Limits.of(list_bound, time_limit, stop_after, asking, hull(*spoken))
    vocabulary = common_vocabulary(parent, overlay)
    before, after = (spoken_in(package, vocabulary.types) for package in (parent, overlay))
    common = common_days(parent, overlay)
    days = common or hull(parent.in_force, overlay.in_force)
    found: list[Loosening] = []
    undecided: list[Norm] = []
    pairs: dict[str, Pair] = {}
    for norm in before.norms.values():
        shape = vocabulary.types[norm.record_type]
        assert isinstance(shape, RecordType)
        if norm.record_type not in pairs:
            pairs[norm.record_type] = Pair(before, after, shape, days, list_bound, limits)
        pair = pairs[norm.record_type]
        if norm.modality is not Modality.PERMISSION:
            direction = _kept(pair, norm)
        elif common is not None:
            direction = _widened(pair, norm)
        else:
            # On days on which the parent is not in force, it cannot be loosened.
            continue
        if direction.shown is not None:
            found += told([Loosening(norm, direction.shown)], tell)
        elif direction.undecided:
            undecided += told([norm], tell)
    return tuple(found), tuple(undecided)


def _kept(pair: Pair, norm: Norm) -> Direction:
    """Where a norm of the old policy asks something, or is unmet, and the new policy asks less.

    Where the answer of the new policy is unknown, all fields that it rests on have to be known: an
    unknown field could otherwise stand for several cases, such as rows of a table, at once.
    """
    asked = tuple(_asked((norm,), pair.old))
    if norm.name in pair.new.norms and not pair.rests_on_a_change(asked):
        return Direction()
    covering = tuple(tuple(_as_much(norm, one, pair.new)) for one in norm.bearers)
    others = tuple({other.name: other for each in covering for other in each}.values())
    in_new = tuple(_asked(others, pair.new))
    looked_at = fields_behind(in_new, pair.new)
    unmet = _unmet((norm,), pair.old)
    still_unmet = _unmet(others, pair.new)

    def differs(before: Judge, after: Judge, known: bool) -> Bool:
        lacking = any_of(
            _none((after.applies(other.name) for other in each), known) for each in covering
        )
        ways = [all_of((before.applies(norm.name).yes, lacking))]
        for was in unmet:
            met = _none((after.truth(one) for one in still_unmet), known)
            ways.append(all_of((before.truth(was).yes, met)))
        return all_of((any_of(ways), *(() if known else (after.all_known(looked_at),))))

    return pair.direction(differs, (asked, in_new))


def _none(truths: Iterable[Truth], known: bool) -> Bool:
    """The condition that none of several truths is yes: certainly so if everything is ``known``,
    otherwise that none is certainly yes."""
    return all_of(truth.no if known else negated(truth.yes) for truth in truths)


def _as_much(norm: Norm, bearer: str, new: Package) -> Iterator[Norm]:
    """The norms of a policy that ask as much of a bearer as ``norm`` does, about the same
    action."""
    for other in new.norms_on.get(norm.action, ()):
        if bearer in other.bearers and other.counterparty == norm.counterparty:
            asks, wanted = levels.asked_of_each(other), levels.asked_of_each(norm)
            if asks.scale is wanted.scale and asks.level >= wanted.level > 0:
                yield other


def _unmet(norms: Iterable[Norm], package: Package) -> tuple[Expression, ...]:
    asked = (levels.unmet_question(norm, is_observed(norm, package)) for norm in norms)
    return tuple(one for one in asked if one is not None)


def _asked(norms: Iterable[Norm], package: Package) -> Iterator[Expression]:
    for norm in norms:
        yield model.NormApplies(norm.name)
        yield from _unmet((norm,), package)


def _widened(pair: Pair, norm: Norm) -> Direction:
    """Where a permission of the old policy permits in the new one what it does not in the old one.

    Actions that the old policy forbids are left out: that they are no longer forbidden is reported
    for the ban.
    """
    new = pair.new.norms.get(norm.name)
    if new is None or new.modality is not Modality.PERMISSION:
        return Direction()
    in_new = (model.NormApplies(new.name), model.ActionIs(new.action, VerdictStatus.PERMITTED))
    if new == norm and not pair.rests_on_a_change(in_new[:1]):
        return Direction()
    action = pair.old.actions.get(new.action)
    beside = pair.old.norms_on.get(new.action, ())
    level = levels.asked_of_each(new).level
    covering = tuple(
        tuple(
            other
            for other in beside
            if other.modality is Modality.PERMISSION
            and one in other.bearers
            and other.counterparty == new.counterparty
            and levels.asked_of_each(other).level <= level
        )
        for one in new.bearers
    )
    bans = tuple(other for other in beside if other.modality is Modality.PROHIBITION)
    rested = {other.name for each in (bans, *covering) for other in each}
    default = () if action is None else (model.ActionIs(action.name, VerdictStatus.UNREGULATED),)
    by_old = (*map(model.NormApplies, sorted(rested)), *default)
    looked_at = fields_behind(by_old, pair.old)
    asked: Asked = (by_old, in_new)

    def differs(before: Judge, after: Judge, known: bool) -> Bool:
        lacking = any_of(
            _none((before.applies(other.name) for other in each), known) for each in covering
        )
        not_forbidden = _none((before.applies(ban.name) for ban in bans), known)
        return all_of(
            (
                *(after.truth(one).yes for one in in_new),
                lacking,
                not_forbidden,
                _by_no_default(pair.old, new.action, before),
                *(() if known else (before.all_known(looked_at),)),
            )
        )

    return pair.direction(differs, asked)


def _by_no_default(old: Package, action: str, before: Judge) -> Bool:
    """The condition that an action is not permitted by default."""
    declared = old.actions.get(action)
    if declared is None or not declared.permitted_by_default:
        return True
    return before.truth(model.ActionIs(action, VerdictStatus.PERMITTED)).no
