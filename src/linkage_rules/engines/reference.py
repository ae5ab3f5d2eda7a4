"""The reference engine: the meaning of the language, written to be read.

Every expression is worked out into a `Derivation`: the answer, with the derivations of the parts
it rests on. There is no second evaluation that could differ: an answer is the answer of its
derivation. Nothing here raises on a valid record; what is not known is ``None``.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import (
    Timing,
    has_status,
    has_status_with_deadline,
    has_verdict,
    norm_status,
    possible_with_deadline,
    settled_status,
    verdict,
)
from linkage_rules.model.distributing import shares
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Action, Deadline, Norm
from linkage_rules.model.outcomes import Derivation, NormOutcome, Outcome, PeriodOutcome, Verdict
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.recurrence import Recurrence, Standing, outcomes
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.truth import (
    conjunction,
    disjunction,
    implication,
    negation,
    so_many,
)
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import NEVER, Record, Truth, Value, whole_if_possible

_NO_VARIABLES: Final[Mapping[str, Derivation]] = {}


def evaluate(package: Package, record_type: RecordType, record: Record, as_of: date) -> Outcome:
    """The outcome of a policy for a validated record on a date."""
    return Evaluation(package, record_type, record, as_of).outcome()


class Evaluation:
    """One policy, one record, one date: answers and derivations of everything that is declared.

    ``facts``, ``done`` and ``applies`` hold derivations by name, ``verdicts`` verdicts by action.
    ``steps`` are the steps to work out, in the order of the policy; without them all that concern
    the record.
    """

    def __init__(
        self,
        package: Package,
        record_type: RecordType,
        record: Record,
        as_of: date,
        steps: Iterable[Step] | None = None,
    ) -> None:
        self.package = package
        self.record = record
        self.as_of = as_of
        self.facts: dict[str, Derivation] = {}
        self.done: dict[str, Derivation | None] = {}
        self.applies: dict[str, Derivation] = {}
        self.verdicts: dict[str, Verdict] = {}
        # A policy has no steps for record types that it does not know, as may be when two policies
        # are compared.
        for step in package.orders.get(record_type.name, ()) if steps is None else steps:
            match step.kind:
                case StepKind.FACT:
                    fact = package.facts[step.name]
                    means = self.derive(fact.means)
                    self.facts[step.name] = Derivation(fact, means.answer, (means,), means.path)
                case StepKind.DONE:
                    done = package.actions[step.name].done_when
                    self.done[step.name] = None if done is None else self.derive(done)
                case StepKind.APPLIES:
                    self.applies[step.name] = self._applies(package.norms[step.name])
                case StepKind.VERDICT:
                    self.verdicts[step.name] = self._verdict(package.actions[step.name])

    def outcome(self) -> Outcome:
        """The answers, without the derivations."""
        return Outcome(
            as_of=self.as_of,
            norms={name: self.norm_outcome(name) for name in self.applies},
            verdicts=dict(self.verdicts),
        )

    def fact_values(self) -> dict[str, Value]:
        """The value of every fact, by name."""
        return {name: value_of(fact) for name, fact in self.facts.items()}

    # Norms and actions

    def _applies(self, norm: Norm) -> Derivation:
        """Whether a norm applies: in force, ``when``, not ``unless``, and no overriding norm
        applies."""
        if not norm.in_force.contains(self.as_of):
            return Derivation(norm, False)
        parts = [self.derive(required) for required in self.package.requirements[norm.name]]
        for other in self.package.overriding[norm.name]:
            overridden = model.Not(model.NormApplies(other.name))
            parts.append(_not(overridden, self.applies[other.name]))
        return Derivation(norm, conjunction(map(truth_of, parts)), tuple(parts))

    def norm_outcome(self, name: str) -> NormOutcome:
        norm = self.package.norms[name]
        applies = truth_of(self.applies[name])
        done = self.done[norm.action]
        if norm.deadline is not None:
            possible = possible_with_deadline(applies, self.timing(norm, norm.deadline))
            due = value_of(self.facts[norm.deadline.due]) if applies is not False else None
            assert due is None or isinstance(due, date)
            periods = self.periods(name) if applies is not False else ()
            return NormOutcome(norm, applies, settled_status(possible), due, periods)
        truth = None if done is None else truth_of(done)
        status = norm_status(norm.modality, applies, done is not None, truth)
        return NormOutcome(norm, applies, status)

    def periods(self, name: str, until: date | None = None) -> tuple[PeriodOutcome, ...]:
        """The outcomes of the periods of a duty that have begun, and of the next period, or of all
        that are due by ``until``.

        Empty for a norm that is no duty of every period.
        """
        norm = self.package.norms[name]
        if norm.deadline is None or norm.deadline.unit is None:
            return ()
        recurrence = self._recurrence(norm)
        listed = self.periods_listed(norm)
        standings = None
        if listed.answer is not None:
            standings = [
                self._standing(recurrence, element)
                for element in self._elements(recurrence.period, listed)
            ]
        edges: Any = tuple(value_of(self.derive(edge)) for edge in recurrence.edges)
        return outcomes(norm.deadline, standings, edges, self.as_of, until)

    def periods_listed(self, norm: Norm) -> Derivation:
        """The list of the periods of a duty that have begun by the day of the evaluation."""
        return self.derive(self._recurrence(norm).listed)

    def _recurrence(self, norm: Norm) -> Recurrence:
        days = self.package.actions[norm.action].done_at
        assert norm.deadline is not None
        assert days is not None
        return Recurrence.of(norm.deadline, days)

    def of_period(self, name: str, period: PeriodOutcome) -> tuple[Derivation, Derivation]:
        """Whether a duty was done for one of its periods, and whether in time."""
        recurrence = self._recurrence(self.package.norms[name])
        done, in_time = (
            self.derive(recurrence.about(one, period))
            for one in (recurrence.done, recurrence.in_time)
        )
        return done, in_time

    def _standing(self, recurrence: Recurrence, element: Derivation) -> Standing:
        variables = {recurrence.period.name: element}
        found: list[Any] = [self.derive(one, variables).answer for one in recurrence.asked]
        period: Any = element.answer
        return Standing(period, *found)

    def timing(self, norm: Norm, deadline: Deadline) -> Timing:
        """The state of a deadline on the day."""
        done = self.is_done(norm)
        assert done is not None
        begun = True if deadline.begun is None else truth_of(self.facts[deadline.begun])
        in_time, over = (truth_of(self.facts[n]) for n in (deadline.in_time, deadline.over))
        return Timing(begun, truth_of(done), in_time, over)

    def status(self, name: str) -> Derivation:
        """The derivation of a norm's status: does it apply, and is its action done."""
        outcome = self.norm_outcome(name)
        done = self.is_done(outcome.norm)
        applies = self.applies[name]
        if outcome.applies is False or done is None:
            return evolve(applies, answer=outcome.status)
        action = Derivation(self.package.actions[outcome.norm.action], done.answer, (done,))
        timing = self._deadline(outcome.norm)
        return Derivation(outcome.norm, outcome.status, (*applies.parts, action, *timing))

    def _deadline(self, norm: Norm) -> tuple[Derivation, ...]:
        """The derivations of the facts of the deadline of a norm."""
        if norm.deadline is None:
            return ()
        told = norm.deadline
        return tuple(self.facts[name] for name in told.facts if name != told.done)

    def is_done(self, norm: Norm) -> Derivation | None:
        """Whether the action of a norm is done; for a duty of every period, whether no period is
        waiting.

        None where no record can tell.
        """
        if norm.deadline is not None and norm.deadline.done is not None:
            return self.facts[norm.deadline.done]
        return self.done[norm.action]

    def _verdict(self, action: Action) -> Verdict:
        norms = self.package.norms_on[action.name]
        applying = ((norm, truth_of(self.applies[norm.name])) for norm in norms)
        return verdict(action, applying, self.permits_by_default(action.name))

    def permits_by_default(self, action: str) -> bool:
        """Whether an action is permitted by default on the day, that is where no norm says
        otherwise."""
        return self.package.permits_by_default(action, self.as_of)

    def verdict(self, name: str) -> Derivation:
        """The derivation of the verdict on an action: its norms, and whether each applies."""
        norms = self.package.norms_on[name]
        parts = tuple(self.applies[norm.name] for norm in norms)
        return Derivation(self.package.actions[name], self.verdicts[name].status, parts)

    # Expressions

    def derive(
        self, expression: Expression, variables: Mapping[str, Derivation] = _NO_VARIABLES
    ) -> Derivation:
        """The derivation of an expression; ``variables`` are the elements that variables stand
        for."""
        # The kinds are tried in this order: those that are most frequent in policies come first.
        match expression:
            case model.FieldValue(model.Subject(), name):
                return Derivation(expression, self.record[name], path=name)
            case model.FieldValue(record, name):
                return _field(expression, self.derive(record, variables), name)
            case model.Subject():
                return Derivation(expression, self.record, path="")
            case model.FactValue(name):
                return self.facts[name]
            case model.FactOf():
                return self._fact_of(expression, variables)
            case model.Constant(value):
                return Derivation(expression, value)
            case model.Variable(name):
                return variables[name]
            case model.And(operands):
                parts = self._derived(operands, variables)
                return Derivation(expression, conjunction(map(truth_of, parts)), parts)
            case model.Or(operands):
                parts = self._derived(operands, variables)
                return Derivation(expression, disjunction(map(truth_of, parts)), parts)
            case model.Apply(operation, operands):
                parts = self._derived(operands, variables)
                answer = operation.answer([part.answer for part in parts])
                return Derivation(expression, answer, parts)
            case model.Not(operand):
                return _not(expression, self.derive(operand, variables))
            case model.AsOf():
                return Derivation(expression, self.as_of)
            case model.ParameterValue():
                return self._parameter(expression, variables)
            case model.OnDay(day=day, means=means):
                parts = self._derived((day, means), variables)
                comes = parts[0].answer not in (None, NEVER)
                return Derivation(expression, parts[1].answer if comes else None, parts)
            case model.Implies(condition, consequence):
                parts = self._derived((condition, consequence), variables)
                return Derivation(expression, implication(*map(truth_of, parts)), parts)
            case model.ElementOf(operand, collection):
                return self._element_of(
                    expression, *self._derived((operand, collection), variables)
                )
            case model.Choose():
                return self._choose(expression, variables)
            case model.Some() | model.Every() | model.HowMany():
                return self._quantified(expression, variables)
            case model.Aggregate():
                return self._aggregate(expression, variables)
            case model.Distribute():
                return self._distribute(expression, variables)
            case model.ShareOf(shares, element):
                whole = self.facts[shares.name]
                answer = _known(lambda each: each[_position(variables[element.name])], whole)
                return Derivation(expression, answer, (whole,))
            case model.IsKnown(operand):
                parts = self._derived((operand,), variables)
                return Derivation(expression, parts[0].answer is not None, parts)
            case model.NormApplies(norm):
                return self.applies[norm]
            case model.NormIs(name, status):
                return self._norm_is(expression, name, status)
            case model.ActionIs(name, status):
                part = self.verdict(name)
                answer = has_verdict(self.verdicts[name], status)
                return Derivation(expression, answer, (part,))

    def _derived(
        self, expressions: Iterable[Expression], variables: Mapping[str, Derivation]
    ) -> tuple[Derivation, ...]:
        return tuple([self.derive(expression, variables) for expression in expressions])

    def _fact_of(self, asked: model.FactOf, variables: Mapping[str, Derivation]) -> Derivation:
        """The parts are the record that the fact is asked of, and the meaning of the fact for
        it."""
        record, means = self._derived((asked.record, asked.means), variables)
        return Derivation(asked, means.answer, (record, means), means.path)

    def _parameter(
        self, read: model.ParameterValue, variables: Mapping[str, Derivation]
    ) -> Derivation:
        """The value of a parameter on the day of the evaluation, or on the day that is given."""
        parameter = self.package.parameters[read.name]
        if read.day is None:
            return Derivation(read, parameter.value_on(self.as_of))
        on = self.derive(read.day, variables)
        answer = parameter.value_on(on.answer) if isinstance(on.answer, date) else None
        return Derivation(read, answer, (on,))

    def _norm_is(self, expression: Expression, name: str, status: Any) -> Derivation:
        norm = self.package.norms[name]
        applies, done = self.applies[name], self.is_done(norm)
        parts = (applies, *((done,) if done else ()), *self._deadline(norm))
        if norm.deadline is not None:
            timing = self.timing(norm, norm.deadline)
            answer = has_status_with_deadline(status, truth_of(applies), timing)
            return Derivation(expression, answer, parts)
        truth = None if done is None else truth_of(done)
        answer = has_status(norm.modality, status, truth_of(applies), truth)
        return Derivation(expression, answer, parts)

    def _choose(self, choose: model.Choose, variables: Mapping[str, Derivation]) -> Derivation:
        condition = self.derive(choose.condition, variables)
        if condition.answer is None:
            return Derivation(choose, None, (condition,))
        branch = choose.consequence if condition.answer else choose.alternative
        chosen = self.derive(branch, variables)
        return Derivation(choose, chosen.answer, (condition, chosen), chosen.path)

    # Lists

    def _elements(
        self,
        variable: model.Variable,
        collection: Derivation,
    ) -> list[Derivation]:
        """A derivation for every element of a known list."""
        elements = collection.answer
        assert isinstance(elements, tuple)
        path = collection.path
        return [
            Derivation(variable, element, (), None if path is None else f"{path}[{index}]")
            for index, element in enumerate(elements)
        ]

    def _element_of(
        self, expression: model.ElementOf, operand: Derivation, collection: Derivation
    ) -> Derivation:
        parts = (operand, collection)
        if collection.answer is None:
            return Derivation(expression, None, parts)
        variable = model.Variable("", expression.operand.type)
        elements = self._elements(variable, collection)
        answer = disjunction(_known(operator.eq, operand, element) for element in elements)
        unknown = tuple(element for element in elements if element.answer is None)
        return Derivation(expression, answer, (*parts, *unknown))

    def _quantified(
        self, node: model.Some | model.Every | model.HowMany, variables: Mapping[str, Derivation]
    ) -> Derivation:
        collection = self.derive(node.collection, variables)
        if collection.answer is None:
            return Derivation(node, None, (collection,))
        bodies = tuple(
            self.derive(node.body, {**variables, node.variable.name: element})
            for element in self._elements(node.variable, collection)
        )
        truths = map(truth_of, bodies)
        if isinstance(node, model.HowMany):
            answer = so_many(truths, node.least, node.most)
        else:
            answer = (disjunction if isinstance(node, model.Some) else conjunction)(truths)
        return Derivation(node, answer, (collection, *bodies))

    def _aggregate(self, node: model.Aggregate, variables: Mapping[str, Derivation]) -> Derivation:
        """Elements that fail ``where`` are left out, whatever else about them is unknown."""
        collection = self.derive(node.collection, variables)
        if collection.answer is None:
            return Derivation(node, None, (collection,))
        parts = [collection]
        items: list[Value] = []
        for element in self._elements(node.variable, collection):
            inner = {**variables, node.variable.name: element}
            if node.where is not None:
                passes = self.derive(node.where, inner)
                parts.append(passes)
                if passes.answer is not True:
                    items += [None] if passes.answer is None else []
                    continue
            if node.item is None:
                items.append(True)
                continue
            item = self.derive(node.item, inner)
            parts.append(item)
            items.append(value_of(item))
        return Derivation(node, aggregated(node.aggregation, items), tuple(parts))

    def _distribute(
        self, node: model.Distribute, variables: Mapping[str, Derivation]
    ) -> Derivation:
        """The parts are the list, the total, and for each element whether it takes part; for those
        that do also the base, if there is one, and the weight."""
        collection, total = self._derived((node.collection, node.total), variables)
        parts = [collection, total]
        if collection.answer is None:
            return Derivation(node, None, tuple(parts))
        bases: list[Any] = []
        weights: list[Any] = []
        for element in self._elements(node.variable, collection):
            inner = {**variables, node.variable.name: element}
            if node.where is not None:
                passes = self.derive(node.where, inner)
                parts.append(passes)
                if passes.answer is not True:
                    bases.append(0)
                    weights.append(None if passes.answer is None else 0)
                    continue
            asked = (node.weight,) if node.base is None else (node.base, node.weight)
            found = self._derived(asked, inner)
            parts += found
            bases.append(0 if node.base is None else found[0].answer)
            weights.append(found[-1].answer)
        whole: Any = total.answer
        return Derivation(node, shares(whole, bases, weights, node.unit), tuple(parts))


def _position(element: Derivation) -> int:
    """The position of an element in its list."""
    assert element.path is not None
    return int(element.path[element.path.rindex("[") + 1 : -1])


def aggregated(aggregation: Aggregation, items: list[Any]) -> Any:
    """The value of an aggregate for the items of the elements that pass; unknown if one of them
    is."""
    if None in items:
        return None
    match aggregation:
        case Aggregation.COUNT:
            return len(items)
        case Aggregation.DISTINCT:
            return len(set(items))
        case Aggregation.SUM:
            return whole_if_possible(sum(items, 0))
        case Aggregation.MIN:
            return min(items, default=None)
        case Aggregation.MAX:
            return max(items, default=None)


def _field(expression: model.FieldValue, record: Derivation, name: str) -> Derivation:
    path = record.path
    if path is not None:
        path = f"{path}.{name}" if path else name
    if record.answer is None:
        return Derivation(expression, None, (record,), path)
    assert isinstance(record.answer, Mapping)
    return Derivation(expression, record.answer[name], (), path)


def _not(negated: model.Not, operand: Derivation) -> Derivation:
    return Derivation(negated, negation(truth_of(operand)), (operand,))


def _known(function: Callable[..., Any], *parts: Derivation) -> Any:
    """The result of a function of the answers of derivations; unknown when one of them is."""
    answers = [part.answer for part in parts]
    return None if None in answers else function(*answers)


def truth_of(derivation: Derivation) -> Truth:
    """The answer of a derivation that is known to be a truth."""
    answer = derivation.answer
    assert answer is None or isinstance(answer, bool)
    return answer


def value_of(derivation: Derivation) -> Value:
    """The answer of a derivation that is known to be a value."""
    answer = derivation.answer
    assert not isinstance(answer, Status | VerdictStatus)
    value: Value = answer
    return value
