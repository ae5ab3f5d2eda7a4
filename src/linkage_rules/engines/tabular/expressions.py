"""Expressions of the language as columns. SQL's own AND, OR and NOT are Kleene logic."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Protocol

import ibis
from attrs import evolve, frozen

from linkage_rules.engines.tabular import columns, lists, operations, outcomes
from linkage_rules.engines.tabular.columns import Column
from linkage_rules.engines.tabular.faults import too_large
from linkage_rules.engines.tabular.numbers import Number
from linkage_rules.engines.tabular.values import (
    Cell,
    Either,
    Elements,
    Plain,
    choose,
    constant,
    field_of,
    known,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import chosen_by
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.operations import PERIODS_OF
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Value

ListQuestion = model.Some | model.Every | model.Aggregate | model.ElementOf

_LISTING: Final = frozenset(PERIODS_OF.values())
"""The operations that give a list."""


def is_listing(expression: Expression) -> bool:
    """Whether an expression gives a list, which gets a column of its own."""
    return isinstance(expression, model.Apply) and expression.operation in _LISTING


def is_read(expression: Expression) -> bool:
    """Whether a value is a literal of the policy or is read from the record as it is."""
    return isinstance(expression, model.Constant | model.ParameterValue | model.AsOf) or (
        isinstance(expression, model.FieldValue) and isinstance(expression.record, model.Subject)
    )


Binding = model.Some | model.Every | model.Aggregate | model.Distribute
"""The expressions that go through the elements of a list with a variable."""


class AnswerColumns(Protocol):
    """Results of earlier stages, as columns of the current table."""

    def subject(self) -> Cell: ...
    def fact(self, name: str) -> Cell | None: ...
    def applies(self, norm: str) -> Column: ...
    def done(self, action: str) -> Column | None: ...
    def question(self, question: Expression) -> Cell | None: ...
    def note(self, question: Expression) -> lists.Noted | None: ...


@frozen
class Scope:
    """The elements that variables stand for, how deep we are inside lists, and their shares by
    distribution and variable."""

    variables: Mapping[str, Cell] = {}
    depth: int = 0
    shares: Mapping[tuple[str, str], Cell] = {}

    def within(
        self, variable: str, element: Cell, shares: Mapping[str, Cell] | None = None
    ) -> "Scope":
        of_it = {(name, variable): cell for name, cell in (shares or {}).items()}
        variables = {**self.variables, variable: element}
        return Scope(variables, self.depth + 1, {**self.shares, **of_it})


_OUTSIDE = Scope()

_DEEPEST: Final = 6
"""The most questions about lists inside one another; each level slows query engines down more."""


@frozen
class Translator:
    """Translates the expressions about one record type, for one date."""

    package: Package
    as_of: date
    answers: AnswerColumns

    def cell_of_element(
        self, expression: Expression, variable: model.Variable, element: Cell
    ) -> Cell:
        """An expression about an element of a list of the record, as a cell."""
        return self.cell(expression, _OUTSIDE.within(variable.name, element))

    def truth_of_element(
        self, condition: Expression, variable: model.Variable, element: Cell
    ) -> Column:
        """A condition on an element of a list of the record, as a column."""
        return self.truth(condition, _OUTSIDE.within(variable.name, element))

    def truth(self, expression: Expression, scope: Scope = _OUTSIDE) -> Column:
        """A condition as a column of true, false and NULL."""
        cell = self.cell(expression, scope)
        assert isinstance(cell, Plain)
        return cell.column

    def cell(self, expression: Expression, scope: Scope = _OUTSIDE) -> Cell:
        if scope.depth == 0 and _has_column(expression):
            answered = self.answers.question(expression)
            if answered is not None:
                return answered
        match expression:
            case model.Constant(value, type_):
                return constant(value, type_)
            case model.ParameterValue(name, day=day) if day is not None:
                return self.cell(chosen_by(day, self.package.parameters[name]), scope)
            case model.ParameterValue(name, type_):
                return constant(self.package.parameters[name].value_on(self.as_of), type_)
            case model.OnDay():
                return self.cell(model.worth(expression), scope)
            case model.AsOf():
                return Plain(ibis.literal(self.as_of, "date"))
            case model.Subject():
                return self.answers.subject()
            case model.Variable(name):
                return scope.variables[name]
            case model.FactValue(name):
                found = self.answers.fact(name)
                return self.cell(self.package.facts[name].means) if found is None else found
            case model.FactOf(means=means):
                return self.cell(means, scope)
            case model.ShareOf(whole, element):
                return scope.shares[whole.name, element.name]
            case model.FieldValue(record, name):
                return field_of(self.cell(record, scope), name)
            case model.Apply(operation, operands):
                cell = self._kept if is_listing(expression) else self.cell
                return operations.applied(operation, [cell(o, scope) for o in operands])
            case model.Choose(condition, consequence, alternative):
                return choose(
                    self._chosen_by(condition, scope),
                    self.cell(consequence, scope),
                    self.cell(alternative, scope),
                )
            case model.HowMany():
                return self.cell(model.counted_out(expression), scope)
            case model.Some() | model.Every() | model.Aggregate() | model.ElementOf():
                return self._about_list(expression, scope)
            case _:
                return Plain(self._condition(expression, scope))

    def _chosen_by(self, condition: Expression, scope: Scope) -> Column:
        """The condition of a choice."""
        cell = self._kept(condition, scope)
        assert isinstance(cell, Plain)
        return cell.column

    def _kept(self, expression: Expression, scope: Scope) -> Cell:
        """A value, from its own column if it has one."""
        answered = self.answers.question(expression) if scope.depth == 0 else None
        return self.cell(expression, scope) if answered is None else answered

    def number(self, expression: Expression, scope: Scope) -> Number:
        cell = self.cell(expression, scope)
        assert isinstance(cell, Number)
        return cell

    def _condition(self, expression: Expression, scope: Scope) -> Column:
        match expression:
            case model.Not(operand):
                return ~self.truth(operand, scope)
            case model.And(operands):
                return columns.all_of([self.truth(operand, scope) for operand in operands])
            case model.Or(operands):
                return columns.any_of([self.truth(operand, scope) for operand in operands])
            case model.Implies(condition, consequence):
                return ~self.truth(condition, scope) | self.truth(consequence, scope)
            case model.IsKnown(operand):
                return known(self.cell(operand, scope))
            case model.NormApplies(norm):
                return self.answers.applies(norm)
            case model.NormIs(name, status):
                asked = self.package.norms[name]
                applies, done = self.answers.applies(name), self.answers.done(asked.action)
                timing = self.timing(asked)
                return outcomes.has_status_column(asked, status, applies, done, timing)
            case model.ActionIs(name, verdict):
                about = outcomes.matter(self.package, name, self.as_of)
                return outcomes.has_verdict_column(about, self.answers.applies, verdict)
        raise AssertionError(expression)

    def timing(self, norm: Norm) -> outcomes.TimingColumns | None:
        """The columns about the deadline of a norm; None where it has none."""
        deadline = norm.deadline
        if deadline is None:
            return None
        yes = ibis.literal(True)
        begun = yes if deadline.begun is None else self._told(deadline.begun)
        done = None if deadline.done is None else self._told(deadline.done)
        return outcomes.TimingColumns(
            begun, self._told(deadline.in_time), self._told(deadline.over), done
        )

    def _told(self, fact: str) -> Column:
        return self.truth(model.FactValue(fact, Scalar.YES_NO))

    def applies(self, norm: Norm) -> Column:
        """Whether a norm applies: in force, ``when``, not ``unless``, and no overriding norm
        applies."""
        if not norm.in_force.contains(self.as_of):
            return ibis.literal(False)
        parts = [
            *map(self.truth, norm.requirements()),
            *(~self.answers.applies(other.name) for other in self.package.overriding[norm.name]),
        ]
        return columns.all_of(parts)

    # Lists

    def _about_list(self, question: ListQuestion, scope: Scope) -> Cell:
        if isinstance(question, model.ElementOf):
            choices = self.written_out(question.collection)
            if choices is not None:
                operand = self.cell(question.operand, scope)
                written = [constant(choice, question.operand.type) for choice in choices]
                return Plain(operations.one_of(operand, written))
        collection = self.cell(question.collection, scope)
        noted = self.answers.note(question) if scope.depth == 0 else None
        return _over(collection, lambda elements: self._ask(question, elements, scope, noted))

    def written_out(self, collection: Expression) -> tuple[Value, ...] | None:
        """The elements of a list that the policy itself writes; None for any other list."""
        match collection:
            case model.Constant(value):
                found = value
            case model.ParameterValue(name, day=None):
                found = self.package.parameters[name].value_on(self.as_of)
            case _:
                return None
        return found if isinstance(found, tuple) else None

    def _ask(
        self, question: ListQuestion, elements: Elements, scope: Scope, noted: lists.Noted | None
    ) -> Cell:
        if noted is not None and noted.is_long is not None:
            quick = self._ask(question, elements, scope, evolve(noted, is_long=None))
            return choose(noted.is_long, self._ask(question, elements, scope, None), quick)
        column, depth = elements.column, scope.depth
        if depth == _DEEPEST:
            raise too_large()
        if isinstance(question, model.ElementOf):
            wanted = self.cell(question.operand, scope)
            found = lists.some(
                column, depth, lambda e: operations.equal(wanted, elements.element(e))
            )
            return Plain(found)

        column, within = self.looking(question, elements, scope)

        match question:
            case model.Some() if noted is not None:
                return Plain(noted.truth())
            case model.Every() if noted is not None:
                return Plain(~noted.truth())
            case model.Some(body=body):
                return Plain(lists.some(column, depth, lambda e: self.truth(body, within(e))))
            case model.Every(body=body):
                return Plain(lists.every(column, depth, lambda e: self.truth(body, within(e))))
            case model.Aggregate(aggregation, item, where=where):
                passes = None if where is None else lambda e: self.truth(where, within(e))
                if item is None:
                    if passes is None:
                        return lists.length(column)
                    return lists.count(column, depth, passes, noted)

                def value(element: Column) -> Cell:
                    return self.cell(item, within(element))

                if aggregation is Aggregation.SUM:
                    return lists.total(column, depth, passes, value, noted)
                if aggregation is Aggregation.DISTINCT:
                    return lists.distinct(column, depth, passes, value, item.type, noted)
                largest = aggregation is Aggregation.MAX
                return lists.extreme(column, depth, passes, value, largest, noted)

    def looking(
        self, question: Binding, elements: Elements, scope: Scope = _OUTSIDE
    ) -> tuple[Column, Callable[[Column], Scope]]:
        """The list to go through, and a function from an element to the scope for expressions about
        it."""
        name, shares = question.variable.name, self._shares(question)
        if not shares:
            return elements.column, lambda one: scope.within(name, elements.element(one))
        columns = {of: found.column for of, found in shares.items()}

        def within(one: Column) -> Scope:
            of_it = {of: found.element(one[of]) for of, found in shares.items()}
            return scope.within(name, elements.element(one["element"]), of_it)

        return lists.beside(elements.column, columns), within

    def _shares(self, question: Binding) -> dict[str, Elements]:
        """The distributions whose shares are used for the elements of the list."""
        found = {}
        for part in walk(question):
            if isinstance(part, model.ShareOf) and part.element.name == question.variable.name:
                cell = self.answers.fact(part.shares.name)
                assert isinstance(cell, Elements)
                found[part.shares.name] = cell
        return found


def _has_column(expression: Expression) -> bool:
    """Whether an expression about the record may be a column of its own."""
    return isinstance(expression, ListQuestion) or is_listing(expression)


def _over(collection: Cell, ask: Callable[[Elements], Cell]) -> Cell:
    """The answer for a list; for a choice of two lists that of the chosen one."""
    if isinstance(collection, Either):
        first, second = collection.consequence, collection.alternative
        return choose(collection.condition, _over(first, ask), _over(second, ask))
    assert isinstance(collection, Elements)
    return ask(collection)
