"""What norms and properties lead to: duties that cannot be met, and declarations without effect."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from attrs import evolve, frozen

from linkage_rules.analysis.consistency.causes import of_cause
from linkage_rules.analysis.consistency.conditions import said
from linkage_rules.analysis.consistency.findings import Open, Result
from linkage_rules.analysis.consistency.inquiry import Asked, Inquiry
from linkage_rules.analysis.criteria import is_own
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Answer,
    Bool,
    Candidate,
    Impossible,
    Rules,
    Undecided,
    all_of,
    any_of,
    negated,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES
from linkage_rules.model.dependencies import (
    behind,
    expressions_of,
    fields_behind,
    in_turn_behind,
)
from linkage_rules.model.expressions import ActionIs, Expression, NormApplies, NormIs
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Bearing, Modality, Norm, Strength
from linkage_rules.model.operations import EQUAL, NOT_EQUAL, ONE_OF
from linkage_rules.model.package import Package, Property, StepKind
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Value
from linkage_rules.words import finding_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

# Duties and bans


def unmeetable(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Duties and bans that apply but that no record fulfils, or none violates; and pairs of norms
    on different actions that cannot both be complied with.

    ``dead`` norms never apply. It does not matter who bears the norms: what one asks of one party
    is undone by what the other asks of another party.
    """
    meetable: list[Norm] = []
    for norm in _observed(inquiry, dead):
        found: list[Result] = []
        if MODALITIES[norm.modality].binding:
            for status in (Status.FULFILLED, Status.VIOLATED):
                found += _never(inquiry, norm, status)
        yield from found
        if not found:
            meetable.append(norm)
    for one, other in _touching(inquiry.package, meetable):
        own = is_own(one, inquiry.package) or is_own(other, inquiry.package)
        if own and one.action != other.action and max(_force(one), _force(other)):
            yield from _not_both(inquiry, one, other)


def _observed(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Norm]:
    """The norms for which a record tells whether their action is done."""
    package = inquiry.package
    for norm in package.norms.values():
        about = norm.record_type == inquiry.record_type.name and norm.name not in dead
        if about and package.actions[norm.action].done_when is not None:
            yield norm


def _force(norm: Norm) -> int:
    """How strictly a norm binds: strictly, in principle, or not at all, as a number."""
    if not MODALITIES[norm.modality].binding:
        return 0
    return 2 if norm.strength is Strength.STRICT else 1


_KINDS = {
    Status.FULFILLED: (FindingKind.NEVER_FULFILLED, wording.NEVER_FULFILLED),
    Status.VIOLATED: (FindingKind.NEVER_VIOLATED, wording.NEVER_VIOLATED),
}


def _never(inquiry: Inquiry, norm: Norm, status: Status) -> Iterator[Result]:
    if not is_own(norm, inquiry.package):
        return iter(())
    kind, words = _KINDS[status]
    asked = NormIs(norm.name, status)
    return inquiry.never(
        kind,
        (norm.name,),
        norm.span,
        lambda rules: rules.truth(asked).yes,
        (asked,),
        lambda: words.filled(
            norm=called(norm), action=called(inquiry.package.actions[norm.action])
        ),
    )


def _not_both(inquiry: Inquiry, one: Norm, other: Norm) -> Iterator[Result]:
    """Two norms that apply to the same records and can each be complied with, but never both.

    It is no contradiction where one applies only because the other is violated already, nor where a
    duty waits for what the other norm forbids, such as the answer to a forbidden request. A norm
    that binds less gives way where the other applies too, so it is reported only if it applies
    nowhere else.
    """
    asked = [_kept(inquiry.package, norm) for norm in (one, other)]
    applied: tuple[Expression, ...] = (NormApplies(one.name), NormApplies(other.name))
    names = (one.name, other.name)
    later = max((one, other), key=lambda norm: (norm.span.file, norm.span.start))
    weaker = min((one, other), key=_force)
    words = _NOT_BOTH[_force(one) == _force(other), MODALITIES[weaker.modality].binding]
    found = list(
        inquiry.never(
            FindingKind.UNMEETABLE_TOGETHER,
            names,
            later.span,
            lambda rules: all_of(rules.truth(each).yes for each in asked),
            asked,
            lambda: words.filled(one=called(one), other=called(other), weaker=called(weaker)),
        )
    )
    if not found:
        return
    so: list[tuple[Answer, type]] = []
    for kept in asked:
        alone = (*applied, kept)
        so.append((inquiry.find(_all(alone), alone), Candidate))
    if _force(one) != _force(other):
        (stronger,) = (norm for norm in (one, other) if norm is not weaker)
        so.append((inquiry.find(_applies_alone(weaker, stronger), applied), Impossible))
    for answer, wanted in so:
        if isinstance(answer, Undecided):
            yield Open(FindingKind.UNMEETABLE_TOGETHER, names, later.span, answer.because)
            return
        if not isinstance(answer, wanted):
            return
    yield from found


_NOT_BOTH: Final = {
    (True, True): wording.UNMEETABLE_TOGETHER,
    (False, True): wording.UNMEETABLE_WITHIN,
    (False, False): wording.UNUSABLE_WITHIN,
}
"""The sentence about two norms, by whether they bind equally and whether the weaker one binds at
all."""


def _applies_alone(weaker: Norm, stronger: Norm) -> Asked:
    """The condition that the weaker of two norms applies where the stronger one may not apply."""

    def alone(rules: Rules) -> Bool:
        applies, does_not = rules.applies(weaker.name), rules.applies(stronger.name)
        return all_of((applies.yes, negated(does_not.yes)))

    return alone


def _kept(package: Package, norm: Norm) -> Expression:
    """Whether a norm that applies is fulfilled, or does not yet ask for anything; for a norm that
    does not bind, whether it is made use of."""
    if not MODALITIES[norm.modality].binding:
        done = package.actions[norm.action].done_when
        assert done is not None
        return model.And((NormApplies(norm.name), done))
    fulfilled = NormIs(norm.name, Status.FULFILLED)
    if norm.deadline is None or norm.deadline.begun is None:
        return fulfilled
    return model.Or((fulfilled, NormIs(norm.name, Status.NOT_YET_DUE)))


def _all(expressions: Iterable[Expression]) -> Asked:
    asked = tuple(expressions)
    return lambda rules: all_of(rules.truth(each).yes for each in asked)


def _touching(package: Package, norms: Sequence[Norm]) -> Iterator[tuple[Norm, Norm]]:
    """Pairs of norms where complying with one depends on a field that the other depends on.

    Any other two can be complied with independently. An action with a day in the record counts as
    done on that day, whatever day is asked about.
    """
    readers: dict[tuple[str, str], list[int]] = {}
    for number, norm in enumerate(norms):
        for field in _fields(package, (_kept(package, norm),)):
            readers.setdefault(field, []).append(number)
    pairs = {
        (min(number, other), max(number, other))
        for number, norm in enumerate(norms)
        for field in _fields(package, (_doing(package.actions[norm.action]),))
        for other in readers.get(field, ())
        if other != number
    }
    for one, other in sorted(pairs):
        yield norms[one], norms[other]


def _doing(action: Action) -> Expression | None:
    """The expression of the record that has to change so that an action is done."""
    return action.done_on or action.done_at or action.done_when


def _fields(package: Package, asked: Iterable[Expression | None]) -> set[tuple[str, str]]:
    """Every field that expressions rest on, and the as-of date, if they rest on it."""
    given = [one for one in asked if one is not None]
    further = (e for step in behind(given, package) for e in expressions_of(step, package))
    parts = (part for whole in (*given, *further) for part in walk(whole))
    day = {("", "as_of")} if any(isinstance(part, model.AsOf) for part in parts) else set()
    return fields_behind(given, package) | day


# Exceptions for a single value


def single_value_exceptions(inquiry: Inquiry, idle: frozenset[str]) -> Iterator[Result]:
    """Exceptions and overriding norms that matter for a single value of a quantity only.

    That happens where both sides include the same limit. A comparison for equality is taken as
    intended. ``idle`` are norms that never apply or whose exception has no effect.
    """
    package = inquiry.package
    for norm in package.declared_norms:
        if norm.record_type != inquiry.record_type.name or norm.name in idle:
            continue
        if norm.unless is not None:
            words = partial(wording.SINGLE_VALUE_EXCEPTION.filled, norm=called(norm))
            excepted = _Excepted(evolve(norm, unless=None), norm.unless, words, norm.unless.span)
            yield from _single_value(inquiry, excepted, (norm.name,))
        for other in norm.overrides:
            overridden = package.norms[other]
            words = partial(
                wording.SINGLE_VALUE_OVERRIDE.filled, norm=called(norm), other=called(overridden)
            )
            excepted = _Excepted(overridden, NormApplies(norm.name), words, norm.span)
            yield from _single_value(inquiry, excepted, (norm.name, other))


@frozen
class _Excepted:
    """A norm without one of its exceptions, and that exception."""

    norm: Norm
    exception: Expression
    words: Callable[..., Phrase]
    span: Span


_QUANTITIES: Final = frozenset({Scalar.MONEY, Scalar.NUMBER, Scalar.WHOLE, Scalar.DATE})


def _single_value(inquiry: Inquiry, found: _Excepted, names: tuple[str, ...]) -> Iterator[Result]:
    package, when = inquiry.package, found.norm.when
    if when is None:
        return
    on_both_sides = _bounded(package, when) & _bounded(package, found.exception)
    for quantity in sorted(on_both_sides, key=str):
        about = (NormApplies(found.norm.name), found.exception, quantity)
        is_known = model.IsKnown(quantity)

        def excepted(rules: Rules, known: Expression = is_known) -> Bool:
            plainly = rules.applies_with(found.norm, ()).yes
            return all_of((plainly, rules.truth(found.exception).yes, rules.truth(known).yes))

        match inquiry.find(excepted, about):
            case Candidate() as candidate:
                value = _value(inquiry, candidate, quantity)
            case Undecided(because):
                yield Open(FindingKind.SINGLE_VALUE_EXCEPTION, names, found.span, because)
                continue
            case Impossible():
                continue
        constant = model.Constant(value, quantity.type)
        other = model.Apply(NOT_EQUAL, (quantity, constant), Scalar.YES_NO)

        def also(rules: Rules, other: Expression = other) -> Bool:
            return all_of((excepted(rules), rules.truth(other).yes))

        yield from inquiry.never(
            FindingKind.SINGLE_VALUE_EXCEPTION,
            names,
            found.span,
            also,
            (*about, other),
            partial(
                found.words,
                field=_quantity_called(inquiry, quantity),
                value=in_words(value, quantity.type),
            ),
        )


def _value(inquiry: Inquiry, found: Candidate, quantity: Expression) -> Value:
    """The value of a quantity in a record that was found."""
    package, shape = inquiry.package, inquiry.record_type
    steps = in_turn_behind((quantity,), package, shape.name)
    return Evaluation(package, shape, found.record, found.as_of, steps).derive(quantity).answer


def _quantity_called(inquiry: Inquiry, quantity: Expression) -> Phrase:
    match quantity:
        case model.FieldValue(name=name):
            return called(next(one for one in inquiry.record_type.fields if one.name == name))
        case model.FactValue(name=name):
            return called(inquiry.package.facts[name])
    return said(quantity, inquiry.package)


def _bounded(package: Package, condition: Expression) -> set[Expression]:
    """The quantities of a record that a condition bounds, but does not compare for equality."""
    bounded: set[Expression] = set()
    equal: set[Expression] = set()
    further = (e for step in behind((condition,), package) for e in expressions_of(step, package))
    for part in (part for whole in (condition, *further) for part in walk(whole)):
        if isinstance(part, model.Apply) and part.type is Scalar.YES_NO:
            found = equal if part.operation in (EQUAL, NOT_EQUAL, ONE_OF) else bounded
            found.update(filter(_is_quantity, part.operands))
    return bounded - equal


def _is_quantity(operand: Expression) -> bool:
    """Whether an operand is an amount, a number or a day of the record itself, read or computed."""
    if operand.type not in _QUANTITIES:
        return False
    match operand:
        case model.FieldValue(record=model.Subject()) | model.FactValue():
            return True
        case model.Aggregate(variable=own):
            parts = [part for part in walk(operand) if isinstance(part, model.Variable)]
            return all(part.name == own.name for part in parts)
    return False


# Norms without effect


def idle_norms(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Permissions, encouragements and norms in principle without which every verdict would be the
    same.

    A norm is compared only with norms on the same bearers, and not reported if anything else rests
    on it: a strict norm stays meaningful even where another says the same to somebody else.
    """
    package = inquiry.package
    rested_on = _rested_on(package)
    for norm in filter(lambda one: is_own(one, package), package.declared_norms):
        strict = norm.strength is Strength.STRICT and MODALITIES[norm.modality].binding
        elsewhere = norm.name in rested_on or norm.overrides
        if norm.record_type != inquiry.record_type.name or strict or elsewhere:
            continue
        if norm.name not in dead:
            yield from _idle_norm(inquiry, norm)


def _rested_on(package: Package) -> set[str]:
    """The norms that conditions of others ask about."""
    parts = (part for whole in package.conditions() for part in walk(whole))
    return {part.norm for part in parts if isinstance(part, NormApplies | NormIs)}


def _idle_norm(inquiry: Inquiry, norm: Norm) -> Iterator[Result]:
    package = inquiry.package
    beside = [
        other
        for other in package.norms_on[norm.action]
        if other is not norm and _speaks_to(other, norm)
    ]
    everything = (NormApplies(norm.name), *(NormApplies(other.name) for other in beside))
    return inquiry.never(
        FindingKind.IDLE_NORM,
        (norm.name,),
        norm.span,
        lambda rules: _verdict_differs(rules, norm, beside),
        everything,
        lambda: wording.IDLE_NORM.filled(
            norm=called(norm), action=called(package.actions[norm.action])
        ),
    )


def _speaks_to(other: Norm, norm: Norm) -> bool:
    """Whether ``other`` addresses each of those who bear ``norm``, and does not leave it to another
    party."""
    theirs, own = set(other.bearers), set(norm.bearers)
    is_left_open = other.bearing is Bearing.ANY and other.modality is not Modality.PERMISSION
    return theirs == own or (theirs > own and not is_left_open)


def _verdict_differs(rules: Rules, norm: Norm, beside: list[Norm]) -> Bool:
    """The condition that a norm applies and other verdicts would be possible without it."""
    having = rules.possible_with(norm.action, [*beside, norm])
    lacking = rules.possible_with(norm.action, beside)
    pairs = [(having.get(v, False), lacking.get(v, False)) for v in VerdictStatus]
    moved = (
        any_of((all_of((one, negated(other))), all_of((other, negated(one)))))
        for one, other in pairs
    )
    return all_of((rules.applies(norm.name).yes, any_of(moved)))


# Properties without effect


def idle_claims(inquiry: Inquiry) -> Iterator[Result]:
    """Properties whose premise never holds, and those that hold whatever the policy says.

    A property that answers a finding is not reported, however trivial it is.
    """
    for claim in inquiry.package.properties:
        if claim.record_type == inquiry.record_type.name and not claim.answers:
            premise = list(_idle_premise(inquiry, claim))
            yield from premise
            if not premise:
                yield from _idle_claim(inquiry, claim)


def _idle_premise(inquiry: Inquiry, claim: Property) -> Iterator[Result]:
    """The first premise, at any depth, that never holds."""
    for premise in _premises(claim.always):
        found = list(_never_holds(inquiry, claim, premise))
        yield from found
        if found:
            return


def _never_holds(inquiry: Inquiry, claim: Property, premise: Expression) -> Iterator[Result]:
    found = inquiry.never(
        FindingKind.IDLE_PREMISE,
        (claim.title,),
        claim.span,
        lambda rules: rules.truth(premise).yes,
        (premise,),
        lambda: wording.IDLE_PREMISE.filled(title=claim.title),
    )
    return of_cause(found, (FindingKind.IDLE_PREMISE, premise))


def _premises(claim: Expression) -> Iterator[Expression]:
    """The premises to which a claim is restricted, the outermost first.

    “not a or b” is “a implies b”; but where all parts are negations, they just exclude each other,
    which is no premise.
    """
    match claim:
        case model.Implies(condition, consequence):
            yield condition
            for inner in _premises(consequence):
                yield model.And((condition, inner))
        case model.Or(operands):
            denied = tuple(one.operand for one in operands if isinstance(one, model.Not))
            if 0 < len(denied) < len(operands):
                yield model.And(denied)
        case model.And(operands):
            for operand in operands:
                yield from _premises(operand)
        case model.Every(variable, collection, body):
            for inner in _premises(body):
                yield model.Some(variable, collection, inner)


def _idle_claim(inquiry: Inquiry, claim: Property) -> Iterator[Result]:
    """A property that would hold of any norms; or, if it mentions none, of any facts."""
    kinds = {StepKind.APPLIES, StepKind.VERDICT} if _speaks_of_norms(claim) else {StepKind.FACT}
    yield from inquiry.never(
        FindingKind.IDLE_PROPERTY,
        (claim.title,),
        claim.span,
        lambda rules: rules.whatever(kinds).truth(claim.always).no,
        (claim.always,),
        lambda: wording.IDLE_PROPERTY.filled(title=claim.title),
    )


def _speaks_of_norms(claim: Property) -> bool:
    return any(isinstance(part, NormApplies | NormIs | ActionIs) for part in walk(claim.always))
