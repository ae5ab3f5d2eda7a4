"""Small changes to an expression, like slips of the author."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any, Final

import attrs
from attrs import evolve, frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, TableRow
from linkage_rules.model.operations import (
    EARLIER,
    LATER,
    ONE_OF,
    OPERATIONS,
    WORKING_DAYS_BEFORE,
    Exchange,
)
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, ListType, Scalar, Type, fits
from linkage_rules.model.values import MAX_MAGNITUDE, Percent, Period, Value, shift


@frozen
class Variant:
    """A changed expression: ``old`` is the part that was changed, ``new`` its replacement."""

    kind: str
    old: Expression
    new: Expression
    whole: Expression


def variants(expression: Expression) -> Iterator[Variant]:
    """Every expression that differs from this one by one small change.

    A comparison includes its limit or no longer does, or is reversed; a constant is a fen, a day or
    a unit off; a part of “and” or “or” is left out; “and” becomes “or”, “some” becomes “every”; a
    condition is negated; a value is missing from a set.

    >>> from linkage_rules.model.types import Scalar
    >>> from linkage_rules.model.operations import Comparison
    >>> limit = model.Constant(200, Scalar.MONEY)
    >>> two = model.compared(Comparison.LESS, limit, limit)
    >>> [variant.kind for variant in variants(two)][:2]
    ['comparison', 'comparison']
    """
    for kind, new in _changes(expression):
        yield Variant(kind, expression, new, new)
    for attribute in attrs.fields(type(expression)):
        if isinstance(expression, model.FactOf | model.OnDay) and attribute.name == "means":
            # The definition of a fact is varied where the fact is declared.
            continue
        value = getattr(expression, attribute.name)
        for part, put in _slots(value):
            for inner in variants(part):
                changed: dict[str, Any] = {attribute.name: put(inner.whole)}
                whole = evolve(expression, **changed)
                if _can_be_written(whole):
                    yield evolve(inner, whole=whole)


def _can_be_written(expression: Expression) -> bool:
    """Whether the written-out operand of an operation is a number that may stand there."""
    if not isinstance(expression, model.Apply) or expression.operation.written_out is None:
        return True
    fixed, operands = expression.operation.written_out, expression.operands
    number = operands[fixed.place]
    if not isinstance(number, model.Constant):
        return not fixed.always
    return fixed.suits(number.value, len(operands))


def _slots(value: object) -> Iterator[tuple[Expression, Callable[[Expression], object]]]:
    """The expressions in an attribute, each with a function that replaces it."""
    if isinstance(value, Expression):
        yield value, lambda new: new
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            if isinstance(part, Expression):
                yield part, partial(_with, value, place)


def _with(parts: tuple[object, ...], place: int, part: object) -> tuple[object, ...]:
    return (*parts[:place], part, *parts[place + 1 :])


def off_by_one(value: Value, type_: Type) -> Iterator[Value]:
    """Neighbours of a constant; for a list, the list with one item less."""
    number: Any = value
    match type_, value:
        case _, None:
            return
        case Scalar.YES_NO, bool():
            yield not value
        case ((Scalar.WHOLE | Scalar.MONEY | Scalar.NUMBER), int() | Fraction()):
            step = Fraction(1, 100) if type_ is Scalar.NUMBER else 1
            near = (number + step, number - step)
            if isinstance(value, Percent):
                # Its neighbours are written in percent as well.
                near = (Percent(near[0]), Percent(near[1]))
            yield from (n for n in near if max(abs(n), n.denominator) <= MAX_MAGNITUDE)
        case Scalar.DATE, _:
            days = (shift(number, Period(days=1), sign) for sign in (1, -1))
            yield from (day for day in days if day is not None and day != value)
        case Scalar.PERIOD, Period():
            yield Period(value.months, value.days + 1)
            if value.days or value.months:
                months = value.months - (0 if value.days else 1)
                yield Period(months, max(value.days - 1, 0))
        case EnumType(members=members), str():
            yield from (m.name for m in members if m.name != value)
        case ListType(), tuple():
            for place in range(len(value)):
                yield (*value[:place], *value[place + 1 :])


def _changes(expression: Expression) -> Iterator[tuple[str, Expression]]:
    match expression:
        case model.Constant(value, type_):
            for near in off_by_one(value, type_):
                yield "threshold", evolve(expression, value=near)
        case model.And(operands) | model.Or(operands):
            for place in range(len(operands)):
                rest = _without(operands, place)
                yield "dropped", rest[0] if len(rest) == 1 else evolve(expression, operands=rest)
            other_kind = model.Or if isinstance(expression, model.And) else model.And
            yield "connective", other_kind(operands, span=expression.span)
        case model.Not(operand):
            yield "negation", operand
        case model.Implies(condition, consequence):
            yield "dropped", consequence
            yield "connective", model.And((condition, consequence))
        case model.Apply(operation, operands) if operation is ONE_OF and len(operands) > 2:
            for place in range(1, len(operands)):
                yield "element", evolve(expression, operands=_without(operands, place))
        case model.Some(variable, collection, body):
            yield "quantifier", model.Every(variable, collection, body)
        case model.Every(variable, collection, body):
            yield "quantifier", model.Some(variable, collection, body)
        case model.HowMany(least, most):
            for step in (1, -1):
                near = (least + step if least or most is None else 0, most and most + step)
                if (near[0] > 0 or most is not None) and (least, most) != near:
                    yield "threshold", evolve(expression, least=near[0], most=near[1])
        case model.Aggregate(where=where) if where is not None:
            yield "dropped", evolve(expression, where=None)
        case model.Distribute(where=where, base=base, unit=unit):
            if where is not None:
                yield "dropped", evolve(expression, where=None)
            if base is not None:
                yield "dropped", evolve(expression, base=None)
            yield "threshold", evolve(expression, unit=10 * unit)
        case model.Apply(operation):
            for exchange in operation.exchanges:
                instead = OPERATIONS[exchange.by].by(operation.calendar)
                changed = evolve(expression, operation=instead)
                if _may_take_place(exchange, expression) and _can_be_written(changed):
                    yield exchange.kind, changed
            yield from _in_calendar_days(expression)
        case model.OnDay(operand):
            yield "day", operand
        case model.Choose(_, consequence, alternative):
            yield "branch", evolve(expression, consequence=alternative, alternative=consequence)
    turned = isinstance(expression, _TURNED_OTHERWISE) or (
        isinstance(expression, model.Apply) and expression.operation.exchanges
    )
    if expression.type is Scalar.YES_NO and not turned:
        yield "negation", model.Not(expression)


def _in_calendar_days(applied: model.Apply) -> Iterator[tuple[str, Expression]]:
    """The expression with calendar days instead of a literal number of working days."""
    match applied.operands:
        case (model.Constant(int() as number), day) if applied.operation.counts is not None:
            period = model.Constant(Period(days=number), Scalar.PERIOD)
            back = applied.operation.name == WORKING_DAYS_BEFORE.name
            operation = EARLIER if back else LATER
            yield "operator", evolve(applied, operation=operation, operands=(day, period))


def without_row(fact: Fact, row: TableRow) -> Expression:
    """The expression of a table without a row: its cases get the next row, those of the last row
    the row before it."""
    rows = {one.span for one in fact.table}

    def dropped(part: Expression) -> Expression:
        if not isinstance(part, model.Choose) or part.span in rows:
            return part
        if part.consequence.span == row.span:
            return part.alternative
        if part.alternative.span == row.span:
            return part.consequence
        first, rest = dropped(part.consequence), dropped(part.alternative)
        return evolve(part, consequence=first, alternative=rest)

    return dropped(fact.definition)


def with_exchanged_values(fact: Fact, row: TableRow, other: TableRow) -> Expression:
    """The expression of a table with the values of two rows exchanged."""
    rows = {one.span for one in fact.table}
    found: dict[Span, Expression] = {}

    def exchanged(part: Expression) -> Expression:
        if part.span in (row.span, other.span):
            return found[other.span if part.span == row.span else row.span]
        if not isinstance(part, model.Choose) or part.span in rows:
            return part
        first, rest = exchanged(part.consequence), exchanged(part.alternative)
        return evolve(part, consequence=first, alternative=rest)

    for part in walk(fact.definition):
        if part.span in (row.span, other.span):
            found.setdefault(part.span, part)
    return exchanged(fact.definition) if len(found) > 1 else fact.definition


_TURNED_OTHERWISE: Final = (
    model.Constant,
    model.Not,
    model.And,
    model.Or,
    model.Implies,
    model.Choose,
)


def _without(parts: tuple[Expression, ...], place: int) -> tuple[Expression, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _may_take_place(exchange: Exchange, applied: model.Apply) -> bool:
    """Whether the other operation gives the same type, and may be confused with this one."""
    types = [operand.type for operand in applied.operands]
    result = OPERATIONS[exchange.by].result(types)
    possible = result is not None and fits(result, applied.type)
    return possible and (not exchange.among or exchange.among.issuperset(types))
