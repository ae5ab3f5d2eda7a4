"""Solving an expression for a field of the record, so that it gets a wanted value."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final, Protocol

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.operations import Comparison
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.types import EnumType, Scalar, Type
from linkage_rules.model.values import Period, Truth, shift, whole_if_possible
from linkage_rules.testing.generation.drafts import Draft, Place, Scope, place_of

_LONGEST: Final = 6
"""Lists are not made longer than this for the sake of a count."""


class Aim(Protocol):
    """What solving needs from the caller."""

    @property
    def draft(self) -> Draft: ...

    def meaning(self, expression: Expression) -> Expression:
        """The definition of the fact that an expression names; other expressions as they are."""

    def value(self, expression: Expression, scope: Scope) -> Any:
        """The value of an expression for the draft as it stands."""

    def condition(self, expression: Expression, wanted: Truth, scope: Scope) -> None:
        """Change the draft so that a condition gets the wanted answer."""


def assign(aim: Aim, expression: Expression, wanted: Any, scope: Scope) -> bool:
    """Change a field so that the expression gets the wanted value; gives whether that was
    possible."""
    expression = aim.meaning(expression)
    place = place_of(expression, scope)
    if place:
        return aim.draft.write(place, wanted)
    match expression:
        case model.Choose(condition, consequence, alternative):
            chosen = aim.draft.choose((False, True))
            aim.condition(condition, chosen, scope)
            return assign(aim, consequence if chosen else alternative, wanted, scope)
        case model.Apply(operation, operands):
            return _either(
                *(
                    _inverted(aim, operands, place, partial(inverse, wanted), scope)
                    for place, inverse in enumerate(operation.inverses)
                )
            )
        case model.Aggregate():
            return _aggregate(aim, expression, wanted, scope)
        case _:
            return False


def learn(aim: Aim, expression: Expression, scope: Scope) -> Any:
    """Make the fields that an expression reads known; gives its value after that."""
    for place in places_in(aim, expression, scope):
        if aim.draft.read(place) is None:
            aim.draft.write(place, aim.draft.fresh(place))
    return aim.value(expression, scope)


def forget(aim: Aim, expression: Expression, scope: Scope) -> None:
    """Make one of the fields that an expression reads unknown."""
    places = places_in(aim, expression, scope)
    if places:
        aim.draft.write(aim.draft.choose(places), None)


def places_in(aim: Aim, expression: Expression, scope: Scope) -> list[Place]:
    """The places that an expression reads, also through facts; lists only as a whole."""
    found: dict[Place, None] = {}
    waiting = [expression]
    while waiting:
        current = aim.meaning(waiting.pop())
        place = place_of(current, scope)
        if place:
            found[place] = None
        elif isinstance(current, model.Some | model.Every | model.HowMany | model.Aggregate):
            waiting.append(current.collection)
        elif isinstance(current, model.Distribute):
            waiting += (current.collection, current.total)
        else:
            waiting += parts_of(current)
    return list(found)


def satisfying(comparison: Comparison, bound: Any, type_: Type) -> Sequence[Any]:
    """Values for which the comparison with a bound holds, those next to the bound first."""
    match comparison:
        case Comparison.EQUAL:
            return [bound]
        case Comparison.NOT_EQUAL:
            return [*_others(bound, type_), *_beside(bound, type_, 1), *_beside(bound, type_, -1)]
        case Comparison.LESS:
            return _beside(bound, type_, -1)
        case Comparison.AT_MOST:
            return [bound, *_beside(bound, type_, -1)]
        case Comparison.GREATER:
            return _beside(bound, type_, 1)
        case Comparison.AT_LEAST:
            return [bound, *_beside(bound, type_, 1)]


def _beside(bound: Any, type_: Type, sign: int) -> list[Any]:
    """The next value on one side of a bound, and one further away."""
    match type_:
        case Scalar.WHOLE | Scalar.MONEY:
            # A computed amount may be a fraction of a fen, but a field is not.
            nearest = bound // 1 + 1 if sign > 0 else -(-bound // 1) - 1
            return [nearest, nearest + sign * 1000]
        case Scalar.NUMBER:
            return [
                whole_if_possible(bound + sign * Fraction(1, 100)),
                whole_if_possible(Fraction(bound + sign)),
            ]
        case Scalar.DATE:
            days = (shift(bound, period, sign) for period in (Period(days=1), Period(months=13)))
            return [day for day in days if day is not None]
        case _:
            return []


def _others(value: Any, type_: Type) -> list[Any]:
    match type_:
        case EnumType(members=members):
            return [member.name for member in members if member.name != value]
        case Scalar.YES_NO:
            return [not value]
        case Scalar.TEXT:
            return ["" if value else "a"]
        case Scalar.PERIOD:
            return [Period(value.months, value.days + 1)]
        case _:
            return []


def _either(*attempts: Iterator[bool]) -> bool:
    return any(next(attempt) for attempt in attempts)


def _inverted(
    aim: Aim,
    operands: Sequence[Expression],
    place: int,
    inverse: Callable[..., Any],
    scope: Scope,
) -> Iterator[bool]:
    """Solve for one operand, given the others; lazily, one step for each value that is asked
    for."""
    others = [learn(aim, o, scope) for number, o in enumerate(operands) if number != place]
    value = None if None in others else inverse(*others)
    yield value is not None and assign(aim, operands[place], value, scope)


def _aggregate(aim: Aim, aggregate: model.Aggregate, wanted: Any, scope: Scope) -> bool:
    """Make a list with as many elements as a count needs, or with one element that gives the whole
    value."""
    collection = place_of(aim.meaning(aggregate.collection), scope)
    counted = aggregate.aggregation in (Aggregation.COUNT, Aggregation.DISTINCT)
    number = wanted if counted else 1
    if not collection or not 0 <= number <= _LONGEST or not aim.draft.write(collection, ()):
        return False
    for _ in range(int(number)):
        inner = {**scope, aggregate.variable.name: aim.draft.append(collection)}
        if aggregate.where is not None:
            aim.condition(aggregate.where, True, inner)
        if not counted and aggregate.item and not assign(aim, aggregate.item, wanted, inner):
            return False
    return True
