"""Where in an expression a condition stands that could be left out, and what would be left."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import attrs
from attrs import frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.types import Scalar

_YES = model.Constant(True, Scalar.YES_NO)
_NO = model.Constant(False, Scalar.YES_NO)

_Put: TypeAlias = Callable[[Expression], Expression]
"""Puts an expression in a place, and gives the whole."""


@frozen(eq=False)
class Spot:
    """A condition inside a whole expression, and the whole with the condition left out.

    ``always`` is set where leaving it out means taking it to be always yes, or always no: of what
    “if” asks, each of the two is tried.
    """

    condition: Expression
    without: Expression
    always: bool | None = None


def spots(whole: Expression) -> Iterator[tuple[Spot, ...]]:
    """Every place in an expression, from the outside in; each with the ways to leave it out.

    >>> from linkage_rules.model.types import Scalar
    >>> a, b = (model.FactValue(name, Scalar.YES_NO) for name in "ab")
    >>> first, second = spots(model.And((a, b)))
    >>> first[0].without == model.And((model.Constant(True, Scalar.YES_NO), b))
    True
    """
    yield from _spots(whole, lambda new: new)


def _spots(expression: Expression, around: _Put) -> Iterator[tuple[Spot, ...]]:
    match expression:
        case model.Choose(condition, consequence, alternative):
            yield (
                Spot(condition, around(consequence), True),
                Spot(condition, around(alternative), False),
            )
        case model.Aggregate(where=where) if where is not None:
            yield (Spot(where, around(attrs.evolve(expression, where=None))),)
    for part, put in _parts(expression, around):
        neutral = _neutral(expression, part)
        if neutral is not None:
            yield (Spot(part, put(neutral)),)
        yield from _spots(part, put)


def _neutral(expression: Expression, part: Expression) -> Expression | None:
    """What a part of “and”, “or” or “implies” has to be so that the others decide."""
    match expression:
        case model.And():
            return _YES
        case model.Or():
            return _NO
        case model.Implies(condition):
            return _YES if part is condition else _NO
        case _:
            return None


def _parts(expression: Any, around: _Put) -> Iterator[tuple[Expression, _Put]]:
    """The parts of an expression, each with what puts another in its place."""
    for attribute in attrs.fields(type(expression)):
        value = getattr(expression, attribute.name)
        if isinstance(value, Expression) and not isinstance(value, model.Variable):
            yield value, _putting(expression, around, attribute.name)
        elif isinstance(value, tuple):
            for number, part in enumerate(value):
                if isinstance(part, Expression):
                    yield part, _putting(expression, around, attribute.name, number)


def _putting(expression: Any, around: _Put, name: str, number: int | None = None) -> _Put:
    def put(new: Expression) -> Expression:
        parts = getattr(expression, name)
        value = new if number is None else (*parts[:number], new, *parts[number + 1 :])
        changed: Expression = attrs.evolve(expression, **{name: value})
        return around(changed)

    return put
