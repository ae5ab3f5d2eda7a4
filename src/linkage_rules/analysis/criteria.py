"""The yes/no expressions (criteria) by which a policy decides, and where an evaluation uses
them."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import repeat
from typing import TypeAlias

from attrs import field, frozen

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.truth import conjunction, disjunction, implication, negation
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Truth


@frozen
class Needed:
    """The truth that a part of a yes/no expression must have so that it does not mask the
    others."""

    expression: Expression
    truth: bool


@frozen(eq=False)
class Place:
    """The place of a part in a yes/no expression: which of the ``operands`` it is.

    The other operands leave the answer to it when each of them is ``neutral``. ``around`` is the
    place of the operands together; None for those of the whole expression.
    """

    around: "Place | None"
    operands: tuple[Expression, ...] = field(repr=False)
    index: int
    neutral: bool


def beside(place: Place | None) -> Iterator[Needed]:
    """What must hold so that a condition at a place alone decides, outermost first."""
    if place is None:
        return
    yield from beside(place.around)
    for index, operand in enumerate(place.operands):
        if index != place.index:
            yield Needed(operand, place.neutral)


def conditions_of(
    expression: Expression, place: Place | None = None
) -> Iterator[tuple[Expression, Place | None]]:
    """Every condition of a yes/no expression with its place, in the order they are written.

    ``place`` is where the expression itself stands.

    >>> from linkage_rules.model.types import Scalar
    >>> a, b, c = (model.FactValue(name, Scalar.YES_NO) for name in "abc")
    >>> places = dict(conditions_of(model.And((a, model.Or((b, c))))))
    >>> [(needed.expression.name, needed.truth) for needed in beside(places[b])]
    [('a', True), ('c', False)]
    """
    match expression:
        case model.Not(operand):
            yield from conditions_of(operand, place)
        case model.And(operands) | model.Or(operands):
            neutral = isinstance(expression, model.And)
            for index, operand in enumerate(operands):
                yield from conditions_of(operand, Place(place, operands, index, neutral))
        case model.Implies(condition, consequence):
            both = (condition, consequence)
            yield from conditions_of(condition, Place(place, both, 0, neutral=False))
            yield from conditions_of(consequence, Place(place, both, 1, neutral=True))
        case model.Constant():
            return
        case _:
            yield expression, place


@frozen
class Weighed:
    """The answer of a yes/no expression, and whether each condition decides it alone."""

    truth: Truth
    decisive: tuple[bool, ...]


def weigh(expression: Expression, truths: Iterator[Truth]) -> Weighed:
    """Work a yes/no expression out from the truths of its conditions, in their order.

    A condition is decisive when negating it turns yes into no or no into yes; it is not where it or
    the answer is unknown. Since Kleene logic is monotone, a decisive condition stays so whatever
    the unknown conditions turn out to be.

    >>> from linkage_rules.model.types import Scalar
    >>> a, b = (model.FactValue(name, Scalar.YES_NO) for name in "ab")
    >>> weigh(model.And((a, b)), iter([True, False]))
    Weighed(truth=False, decisive=(False, True))
    """
    match expression:
        case model.Not(operand):
            inner = weigh(operand, truths)
            return Weighed(negation(inner.truth), inner.decisive)
        case model.And(operands):
            parts = tuple(weigh(operand, truths) for operand in operands)
            return Weighed(conjunction(part.truth for part in parts), _unmasked(parts, True))
        case model.Or(operands):
            parts = tuple(weigh(operand, truths) for operand in operands)
            return Weighed(disjunction(part.truth for part in parts), _unmasked(parts, False))
        case model.Implies(condition, consequence):
            first, last = weigh(condition, truths), weigh(consequence, truths)
            denied = Weighed(negation(first.truth), first.decisive)
            return Weighed(implication(first.truth, last.truth), _unmasked((denied, last), False))
        case model.Constant(value):
            assert value is None or isinstance(value, bool)
            return Weighed(value, ())
        case _:
            truth = next(truths)
            return Weighed(truth, (truth is not None,))


def _unmasked(parts: tuple[Weighed, ...], neutral: bool) -> tuple[bool, ...]:
    """Which conditions still decide in the company of other parts: all other parts have to be
    neutral."""
    masking = sum(part.truth is not neutral for part in parts)
    return tuple(
        decisive and masking == (part.truth is not neutral)
        for part in parts
        for decisive in part.decisive
    )


Declared: TypeAlias = Norm | Fact | Action
Elements: TypeAlias = Mapping[str, Derivation]
"""The elements that the variables of “some”, “every” and aggregates stand for."""

_CONNECTIVES = (model.Not, model.And, model.Or, model.Implies)


class LineKind(Enum):
    """Which line of a declaration a condition belongs to."""

    WHEN = "when"
    UNLESS = "unless"
    OVERRIDDEN = "overridden"
    MEANS = "means"
    DONE_WHEN = "done when"


@frozen(eq=False)
class Condition:
    """A condition of a criterion; ``place`` is None where it is the whole criterion.

    A ``settled`` condition has the same truth in every record on every date, so no example can show
    what it decides.
    """

    expression: Expression
    role: LineKind
    place: Place | None
    settled: bool


@frozen(eq=False)
class Criterion:
    """A yes/no expression by which a policy decides, with a condition that can change.

    DO-178C calls it a decision, a word that has another meaning here. ``within`` is the expression
    (“some … has”, an aggregate, “if”) that evaluates it, perhaps for every element; None for the
    criterion of a declaration itself.
    """

    owner: Declared
    expression: Expression
    conditions: tuple[Condition, ...]
    within: Expression | None = None


@frozen(eq=False)
class Examined:
    """A declaration with the expression that holds all its criteria.

    For a norm that is the conjunction of ``when``, not ``unless``, and no overriding norm applies.
    """

    owner: Declared
    expression: Expression
    criteria: tuple[Criterion, ...]


def examined(package: Package) -> tuple[Examined, ...]:
    """The declarations of the package itself that hold a criterion, in the order they stand."""
    declared: list[Declared] = [
        *package.declared_norms,
        *(fact for fact in package.declared_facts if fact.is_told),
        *package.declared_actions,
    ]
    owners = [one for one in declared if is_own(one, package) and one.name not in package.hidden]
    owners.sort(key=lambda owner: (owner.span.file, owner.span.start))
    found = (_examined(owner, package) for owner in owners)
    return tuple(one for one in found if one.criteria)


def is_own(declared: Declared | Parameter, package: Package) -> bool:
    """Whether a policy itself declares something; an overlay also holds what it leaves
    unchanged."""
    return declared.layer not in {layer.name for layer in package.amends}


def _lines(owner: Declared, package: Package) -> list[tuple[LineKind, Expression]]:
    match owner:
        case Fact():
            return [(LineKind.MEANS, owner.definition)]
        case Action(done_when=done):
            return [] if done is None else [(LineKind.DONE_WHEN, done)]
        case Norm(name=name, when=when, unless=unless):
            overriding = [model.NormApplies(n.name, span=n.span) for n in package.overriding[name]]
            return [
                *((LineKind.WHEN, c) for c in (when,) if c is not None),
                *((LineKind.UNLESS, model.Not(c)) for c in (unless,) if c is not None),
                *((LineKind.OVERRIDDEN, model.Not(applies)) for applies in overriding),
            ]


def _examined(owner: Declared, package: Package) -> Examined:
    lines = _lines(owner, package)
    whole = lines[0][1] if len(lines) == 1 else model.And(tuple(line for _, line in lines))

    def criterion(
        expression: Expression, roles: Iterable[LineKind], within: Expression | None = None
    ) -> Criterion:
        conditions = tuple(
            Condition(condition, role, place, settled(condition, package) is not None)
            for role, (condition, place) in zip(roles, conditions_of(expression), strict=False)
        )
        return Criterion(owner, expression, conditions, within)

    criteria = [
        criterion(inner, repeat(role), within)
        for role, line in lines
        for inner, within in _inner_criteria(line, package)
    ]
    if whole.type is Scalar.YES_NO:
        roles = [role for role, line in lines for _ in conditions_of(line)]
        criteria.insert(0, criterion(whole, roles))
    changing = (c for c in criteria if not all(condition.settled for condition in c.conditions))
    return Examined(owner, whole, tuple(changing))


def _inner_criteria(whole: Expression, package: Package) -> Iterator[tuple[Expression, Expression]]:
    """The criteria inside an expression, each with the expression directly around it."""
    for part in _own_parts(whole):
        if isinstance(whole, model.Choose) and _never_chosen(whole, part, package):
            continue
        if _is_criterion(whole, part):
            yield part, whole
        yield from _inner_criteria(part, package)


def _own_parts(whole: Expression) -> Iterable[Expression]:
    """The parts that are examined with an expression.

    For a fact that is asked of a record that includes its definition only if the definition is not
    examined elsewhere.
    """
    if isinstance(whole, model.FactOf):
        return (whole.means,) if whole.given else ()
    return parts_of(whole)


def _never_chosen(choose: model.Choose, part: Expression, package: Package) -> bool:
    match settled(choose.condition, package):
        case True:
            return part is choose.alternative
        case False:
            return part is choose.consequence
        case _:
            return False


def settled(expression: Expression, package: Package) -> Truth:
    """The only truth that a yes/no expression can have, where a parameter or literal fixes it.

    Such a parameter is a stated reading that only another policy could change.
    """
    match expression:
        case model.Constant(bool() as value):
            return value
        case model.ParameterValue(name, Scalar.YES_NO):
            values = {period.value for period in package.parameters[name].periods}
            return next((truth for truth in (True, False) if values == {truth}), None)
        case model.Not(operand):
            return negation(settled(operand, package))
        case model.And(operands):
            return conjunction(settled(operand, package) for operand in operands)
        case model.Or(operands):
            return disjunction(settled(operand, package) for operand in operands)
        case model.Implies(condition, consequence):
            return implication(settled(condition, package), settled(consequence, package))
        case _:
            return None


def _is_criterion(whole: Expression, part: Expression) -> bool:
    match whole:
        case model.Some(body=asked) | model.Every(body=asked) | model.HowMany(body=asked):
            return part is asked
        case model.Aggregate(where=asked) | model.Distribute(where=asked):
            return part is asked
        case model.Choose():
            return part.type is Scalar.YES_NO
        case model.Apply(operation) if operation.kleene is not None:
            return part.type is Scalar.YES_NO
        case _:
            return isinstance(part, _CONNECTIVES) and not isinstance(whole, _CONNECTIVES)


def asked(
    evaluation: Evaluation, whole: Expression, elements: Elements
) -> Iterator[tuple[Expression, Elements]]:
    """Every criterion inside an expression, each time that the evaluation uses it.

    The body of a quantifier is used for each element of a known list, the item of an aggregate for
    each that passes ``where``, and of “if” only the branch that was chosen.
    """
    for part, inner in _parts_worked_out(evaluation, whole, elements):
        if _is_criterion(whole, part):
            yield part, inner
        yield from asked(evaluation, part, inner)


def _parts_worked_out(
    evaluation: Evaluation, whole: Expression, elements: Elements
) -> Iterator[tuple[Expression, Elements]]:
    match whole:
        case (
            model.Some(variable, collection, body)
            | model.Every(variable, collection, body)
            | model.HowMany(_, _, variable, collection, body)
        ):
            yield collection, elements
            for inner in _each(evaluation, variable, collection, elements):
                yield body, inner
        case model.Aggregate(_, item, variable, collection, where):
            yield collection, elements
            for inner in _each(evaluation, variable, collection, elements):
                if where is not None:
                    yield where, inner
                passes = where is None or evaluation.derive(where, inner).answer is True
                if item is not None and passes:
                    yield item, inner
        case model.Distribute(variable, collection, where, total, base, weight):
            yield from ((part, elements) for part in (collection, total))
            for inner in _each(evaluation, variable, collection, elements):
                if where is not None:
                    yield where, inner
                if where is None or evaluation.derive(where, inner).answer is True:
                    yield from ((part, inner) for part in (base, weight) if part is not None)
        case model.Choose(condition, consequence, alternative):
            yield condition, elements
            answer = evaluation.derive(condition, elements).answer
            if answer is not None:
                yield consequence if answer else alternative, elements
        case _:
            for part in _own_parts(whole):
                yield part, elements


def _each(
    evaluation: Evaluation, variable: model.Variable, collection: Expression, elements: Elements
) -> Iterator[Elements]:
    found = evaluation.derive(collection, elements)
    whole = found.answer if isinstance(found.answer, tuple) else ()
    for number, element in enumerate(whole):
        path = None if found.path is None else f"{found.path}[{number}]"
        yield {**elements, variable.name: Derivation(variable, element, (), path)}
