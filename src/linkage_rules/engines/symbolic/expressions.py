"""Expressions of the model as terms over open values, with the meaning of the reference engine."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from attrs import frozen

from linkage_rules.engines.symbolic import lists, operations, periods
from linkage_rules.engines.symbolic.distributing import distributed
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Truth,
    conjunction,
    disjunction,
    implication,
    negated,
    negation,
)
from linkage_rules.engines.symbolic.values import (
    Many,
    Row,
    Single,
    Symbolic,
    choose,
    constant,
    known_of,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import chosen_by
from linkage_rules.model.deontic import Asked
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import VerdictStatus

Variables: TypeAlias = Mapping[str, Symbolic]
"""The elements that the variables of “some”, “every” and aggregates stand for."""


class Outcomes(Protocol):
    """The facts, norms and verdicts of a policy over the same scene."""

    @property
    def package(self) -> Package: ...

    def fact(self, name: str) -> Symbolic: ...

    def parameter(self, name: str) -> Symbolic: ...

    def applies(self, norm: str) -> Truth: ...

    def norm_is(self, norm: str, status: Asked) -> Truth: ...

    def verdict_is(self, action: str, verdict: VerdictStatus) -> Truth: ...


@frozen
class Expressions:
    """Works expressions out over a scene."""

    scene: Scene
    outcomes: Outcomes
    uncovered: operations.Uncovered

    def truth(self, expression: Expression, variables: Variables | None = None) -> Truth:
        """The truth of a yes/no expression: the conditions under which it is yes and no."""
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
            case model.ParameterValue(name, day=day) if day is not None:
                chosen = chosen_by(day, self.outcomes.package.parameters[name])
                return self.value(chosen, variables)
            case model.ParameterValue(name):
                return self.outcomes.parameter(name)
            case model.OnDay():
                return self.value(model.worth(expression), variables)
            case model.FactValue(name):
                return self.outcomes.fact(name)
            case model.FactOf(means=means):
                return self.value(means, variables)
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
            case model.ElementOf(operand, collection):
                asked = self.value(operand, variables)
                many = self._many(collection, variables)
                return lists.element_of(self, expression, asked, many, variables)
            case model.Apply(operation, (start, end)) if periods.lists_periods(operation):
                days = (self.value(day, variables) for day in (start, end))
                return periods.listed(self.scene, expression, *days)
            case model.Apply(operation, operands):
                each = [self.value(operand, variables) for operand in operands]
                return operations.applied(operation, self.scene, each, self.uncovered)
            case model.Choose(condition, consequence, alternative):
                either = (self.value(branch, variables) for branch in (consequence, alternative))
                return choose(self.truth(condition, variables), *either)
            case model.HowMany():
                return self.value(model.counted_out(expression), variables)
            case model.Some(collection=collection) | model.Every(collection=collection):
                many = self._many(collection, variables)
                return lists.quantified(self, expression, many, variables)
            case model.Aggregate(collection=collection):
                many = self._many(collection, variables)
                return lists.aggregate(self, expression, many, variables)
            case model.Distribute(collection=collection, total=whole):
                many = self._many(collection, variables)
                total = self.value(whole, variables)
                return distributed(self, expression, many, total, variables)
            case model.ShareOf(shares, element):
                return self._many(shares, variables).of(variables[element.name])
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
