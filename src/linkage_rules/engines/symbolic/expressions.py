"""Expressions of the model over open values. What each means is what the reference engine says."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias

from attrs import frozen

from linkage_rules.engines.symbolic import lists, operations, terms
from linkage_rules.engines.symbolic.calendar import Calendar
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    Truth,
    all_of,
    conjunction,
    disjunction,
    implication,
    negated,
    negation,
)
from linkage_rules.engines.symbolic.values import (
    Many,
    OpenPeriod,
    Row,
    Single,
    Symbolic,
    choose,
    computed,
    constant,
    equal,
    known_of,
    related,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Comparison, Expression, Operator
from linkage_rules.model.statuses import Status, VerdictStatus

Variables: TypeAlias = Mapping[str, Symbolic]
"""The elements that “some”, “every” and aggregates are looking at."""


class Outcomes(Protocol):
    """What a policy declares, worked out over the same scene."""

    def fact(self, name: str) -> Symbolic: ...

    def parameter(self, name: str) -> Symbolic: ...

    def applies(self, norm: str) -> Truth: ...

    def norm_is(self, norm: str, status: Status) -> Truth: ...

    def verdict_is(self, action: str, verdict: VerdictStatus) -> Truth: ...


_RELATIONS: Final[Mapping[Comparison, Callable[[Quantity, Quantity], Bool]]] = {
    Comparison.LESS: terms.less,
    Comparison.AT_MOST: terms.at_most,
    Comparison.GREATER: lambda left, right: terms.less(right, left),
    Comparison.AT_LEAST: lambda left, right: terms.at_most(right, left),
}

_ARITHMETIC: Final[Mapping[Operator, Callable[[Quantity, Quantity], Quantity]]] = {
    Operator.PLUS: terms.plus,
    Operator.MINUS: terms.minus,
    Operator.TIMES: terms.times,
    Operator.OVER: terms.over,
}


@frozen
class Expressions:
    """Works expressions out over a scene."""

    scene: Scene
    outcomes: Outcomes

    def truth(self, expression: Expression, variables: Variables | None = None) -> Truth:
        """When a yes/no expression is yes, and when it is no."""
        value = self.value(expression, variables)
        assert isinstance(value, Truth)
        return value

    def value(self, expression: Expression, variables: Variables | None = None) -> Symbolic:
        variables = variables or {}
        self.scene.grow()
        match expression:
            case model.Constant(value, type_):
                return constant(value, type_, self.scene.texts)
            case model.Subject():
                return self.scene.record
            case model.Variable(name):
                return variables[name]
            case model.AsOf():
                return Single(True, self.scene.as_of)
            case model.ParameterValue(name):
                return self.outcomes.parameter(name)
            case model.FactValue(name):
                return self.outcomes.fact(name)
            case model.FieldValue(record, name):
                row = self.value(record, variables)
                assert isinstance(row, Row)
                return row.read(name)
            case model.Not(operand):
                return negation(self.truth(operand, variables))
            case model.And(operands):
                return conjunction([self.truth(operand, variables) for operand in operands])
            case model.Or(operands):
                return disjunction([self.truth(operand, variables) for operand in operands])
            case model.Implies(condition, consequence):
                first, last = (self.truth(part, variables) for part in (condition, consequence))
                return implication(first, last)
            case model.Compare(comparison, left, right):
                values = (self.value(side, variables) for side in (left, right))
                return _compared(comparison, *values)
            case model.Between(operand, low, high):
                asked, least, most = (self.value(p, variables) for p in (operand, low, high))
                inside = (related(terms.at_most, least, asked), related(terms.at_most, asked, most))
                return conjunction(inside)
            case model.OneOf(operand, choices):
                asked = self.value(operand, variables)
                return disjunction([equal(asked, self.value(c, variables)) for c in choices])
            case model.ElementOf(operand, collection):
                asked = self.value(operand, variables)
                many = self._many(collection, variables)
                return lists.element_of(self, expression, asked, many, variables)
            case model.Arithmetic(sign, left, right):
                first_, last_ = (self.value(side, variables) for side in (left, right))
                return _arithmetic(sign, first_, last_)
            case model.Negate(operand):
                return computed(lambda n: terms.times(-1, n), self.value(operand, variables))
            case model.ShiftDate(day, sign, period):
                values = (self.value(part, variables) for part in (day, period))
                return _shifted(self.scene.calendar, 1 if sign is Operator.PLUS else -1, *values)
            case model.Apply(operation, operands):
                each = [self.value(operand, variables) for operand in operands]
                return operations.applied(operation, self.scene, each)
            case model.Choose(condition, consequence, alternative):
                either = (self.value(branch, variables) for branch in (consequence, alternative))
                return choose(self.truth(condition, variables), *either)
            case model.Some(collection=collection) | model.Every(collection=collection):
                many = self._many(collection, variables)
                return lists.quantified(self, expression, many, variables)
            case model.Aggregate(collection=collection):
                many = self._many(collection, variables)
                return lists.aggregate(self, expression, many, variables)
            case model.IsKnown(operand):
                known = known_of(self.value(operand, variables))
                return Truth(known, negated(known))
            case model.NormApplies(norm):
                return self.outcomes.applies(norm)
            case model.NormIs(norm, status):
                return self.outcomes.norm_is(norm, status)
            case model.ActionIs(action, verdict):
                return self.outcomes.verdict_is(action, verdict)

    def _many(self, collection: Expression, variables: Variables) -> Many:
        value = self.value(collection, variables)
        assert isinstance(value, Many)
        return value


def _compared(comparison: Comparison, left: Symbolic, right: Symbolic) -> Truth:
    match comparison:
        case Comparison.EQUAL:
            return equal(left, right)
        case Comparison.NOT_EQUAL:
            return negation(equal(left, right))
        case _:
            return related(_RELATIONS[comparison], left, right)


def _arithmetic(sign: Operator, left: Symbolic, right: Symbolic) -> Single:
    valid: Bool = True
    if sign is Operator.OVER:
        assert isinstance(right, Single)
        valid = negated(terms.equal(right.value, 0))
    return computed(_ARITHMETIC[sign], left, right, valid=valid)


def _shifted(calendar: Calendar, sign: int, day: Symbolic, period: Symbolic) -> Single:
    assert isinstance(day, Single)
    assert isinstance(period, OpenPeriod)
    valid, ordinal = calendar.shifted(day.value, period.months, period.days, sign)
    return Single(all_of((day.known, period.known, valid)), ordinal)
