"""Yes/no expressions taken apart: their conditions, and which of them decide.

A condition is a yes/no expression without `and`, `or`, `not` or `implies` on top; each place where
one stands counts for itself. The literals `yes` and `no` are none, for they cannot change.
"""

from collections.abc import Iterator

from attrs import field, frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.truth import conjunction, disjunction, implication, negation
from linkage_rules.model.values import Truth


@frozen
class Needed:
    """What a part of a yes/no expression must be so that it does not mask the others."""

    expression: Expression
    truth: bool


@frozen(eq=False)
class Place:
    """Where in a yes/no expression a part of it stands: which of the ``operands`` it is.

    The others leave the answer to it when each of them is ``neutral``. ``around`` is the place of
    the operands together; None for those of the whole expression.
    """

    around: "Place | None"
    operands: tuple[Expression, ...] = field(repr=False)
    index: int
    neutral: bool


def beside(place: Place | None) -> Iterator[Needed]:
    """What must hold for a condition at a place to decide alone, outermost first."""
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

    A condition is decisive when turning its truth round turns yes into no or no into yes. Where it
    or the answer is unknown it is not. Since Kleene logic is monotone, one that is decisive stays
    so whatever the unknown conditions turn out to be.

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
    """The conditions that still decide in company: every other part has to be neutral."""
    masking = sum(part.truth is not neutral for part in parts)
    return tuple(
        decisive and masking == (part.truth is not neutral)
        for part in parts
        for decisive in part.decisive
    )
