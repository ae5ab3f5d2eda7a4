"""Changing a record so that a condition gets a wanted answer.

The record is changed in the places that the condition reads, operand by operand, backwards from the
wanted answer. Conditions may interfere, so the reference engine has to check the result.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import define, field

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES, Asked, meant_by
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.operations import Comparison, Operation
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.truth import negation
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Truth
from linkage_rules.testing.generation.drafts import Draft, Scope, place_of, written
from linkage_rules.testing.generation.solving import assign, forget, learn, satisfying

_YES: Final = model.Constant(True, Scalar.YES_NO)
_NO_OR_YES: Final = (False, True)
_OPPOSITE: Final = {
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.NOT_EQUAL: Comparison.EQUAL,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.GREATER: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.GREATER,
}
_MIRRORED: Final = {
    Comparison.LESS: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}

_STANDS: Final[Mapping[Status, Mapping[str, bool]]] = {
    Status.NOT_YET_DUE: {"begun": False},
    Status.DUE: {"begun": True, "done": False, "over": False},
    Status.FULFILLED: {"begun": True, "done": True, "in_time": True},
    Status.LATE: {"begun": True, "done": True, "in_time": False},
    Status.OVERDUE: {"begun": True, "done": False, "over": True},
}
"""For each status of a duty that applies: which facts of its deadline are yes and no."""


@define
class Aiming:
    """Changes a draft so that conditions have wanted answers on a day."""

    package: Package
    draft: Draft
    as_of: date
    _evaluated: tuple[int, Evaluation] | None = field(default=None, init=False)

    def applies(self, norm: str) -> Truth:
        """Whether a norm applies to the draft as it stands."""
        answer: Truth = self.value(model.NormApplies(norm), {})
        return answer

    def bring_to(self, norm: str, wanted: Truth) -> None:
        """Change the draft so that a norm applies (True), does not (False), or is undetermined
        (None), as far as possible."""
        self.condition(model.NormApplies(norm), wanted, {})

    def value(self, expression: Expression, scope: Scope) -> Any:
        elements = {
            name: Derivation(
                model.Subject(self.draft.record_type), self.draft.read(place), (), written(place)
            )
            for name, place in scope.items()
        }
        return self._evaluation().derive(expression, elements).answer

    def _evaluation(self) -> Evaluation:
        """The evaluation of the draft as it stands, made anew only when the draft has changed."""
        draft = self.draft
        if self._evaluated is None or self._evaluated[0] != draft.changes:
            record = draft.record()
            evaluation = Evaluation(self.package, draft.record_type, record, self.as_of)
            self._evaluated = (draft.changes, evaluation)
        return self._evaluated[1]

    def meaning(self, expression: Expression) -> Expression:
        while isinstance(expression, model.FactValue | model.FactOf | model.OnDay):
            expression = (
                self.package.facts[expression.name].means
                if isinstance(expression, model.FactValue)
                else expression.means
            )
        return expression

    def condition(self, expression: Expression, wanted: Truth, scope: Scope) -> None:
        """Change the draft so that a condition gets the wanted answer, as far as possible."""
        if self.value(expression, scope) is wanted:
            return
        expression = self.meaning(expression)
        place = place_of(expression, scope)
        if place:
            self.draft.write(place, wanted)
            return
        match expression:
            case model.Not(operand):
                self.condition(operand, negation(wanted), scope)
            case model.And(operands) if operands:
                self._connected(operands, wanted, True, scope)
            case model.Or(operands) if operands:
                self._connected(operands, wanted, False, scope)
            case model.Implies(condition, consequence):
                self._connected((model.Not(condition), consequence), wanted, False, scope)
            case model.Some():
                self._quantified(expression, wanted, False, scope)
            case model.Every():
                self._quantified(expression, wanted, True, scope)
            case model.HowMany():
                self.condition(model.counted_out(expression), wanted, scope)
            case model.IsKnown(operand):
                (learn if wanted else forget)(self, operand, scope)
            case model.Choose(condition, consequence, alternative):
                chosen = self.draft.choose(_NO_OR_YES)
                self.condition(condition, chosen, scope)
                self.condition(consequence if chosen else alternative, wanted, scope)
            case model.NormApplies() | model.NormIs() | model.ActionIs():
                self.condition(self._spelt_out(expression), wanted, scope)
            case model.Apply(operation, (number, *conditions)) if operation.kleene is not None:
                self._so_many(operation, self.value(number, scope), conditions, wanted, scope)
            case _ if wanted is None:
                forget(self, expression, scope)
            case model.Apply(operation, operands) if operation.joined is not None:
                self._connected(model.spelt_out(expression), wanted, operation.joined.all, scope)
            case model.Apply(operation, (left, right)) if isinstance(operation.written, Comparison):
                sign = operation.written if wanted else _OPPOSITE[operation.written]
                self._compare(sign, left, right, scope)
            case model.ElementOf(operand, collection):
                self._element_of(operand, collection, wanted, scope)

    def _connected(
        self, operands: Sequence[Expression], wanted: Truth, neutral: bool, scope: Scope
    ) -> None:
        """Change the operands of “and” (``neutral`` is yes) or “or” (``neutral`` is no)."""
        if wanted is neutral:
            for operand in operands:
                self.condition(operand, neutral, scope)
            return
        chosen = self.draft.choose(operands)
        self.condition(chosen, wanted, scope)
        if wanted is None:
            for operand in operands:
                if self.value(operand, scope) is (not neutral):
                    self.condition(operand, neutral, scope)

    def _so_many(
        self,
        operation: Operation,
        number: int,
        conditions: Sequence[Expression],
        wanted: Truth,
        scope: Scope,
    ) -> None:
        """Make as many conditions yes, no and unknown as the wanted answer needs."""
        total = len(conditions)
        mixes = [
            (True,) * yes + (None,) * open_ + (False,) * (total - yes - open_)
            for open_ in ((1, 2) if wanted is None else (0,))
            for yes in range(total - open_ + 1)
        ]
        suiting = [mix for mix in mixes if operation.answer((number, *mix)) is wanted]
        if suiting:
            mix, first = self.draft.choose(suiting), self.draft.choose(range(total))
            in_turn = (*conditions[first:], *conditions[:first])
            for condition, truth in zip(in_turn, mix, strict=True):
                self.condition(condition, truth, scope)

    def _quantified(
        self, node: model.Some | model.Every, wanted: Truth, neutral: bool, scope: Scope
    ) -> None:
        collection = place_of(self.meaning(node.collection), scope)
        if not collection:
            return
        if wanted is None and self.draft.choose(_NO_OR_YES):
            self.draft.write(collection, None)
            return
        elements = self.draft.read(collection)
        places = [(*collection, number) for number in range(_length(elements))]
        if wanted is neutral:
            if elements is None:
                self.draft.write(collection, ())
            for place in places:
                self.condition(node.body, neutral, {**scope, node.variable.name: place})
            return
        if not places or self.draft.choose(_NO_OR_YES):
            places.append(self.draft.append(collection))
        self.condition(node.body, wanted, {**scope, node.variable.name: places[-1]})
        if wanted is None:
            for place in places[:-1]:
                self.condition(node.body, neutral, {**scope, node.variable.name: place})

    def _compare(
        self, comparison: Comparison, left: Expression, right: Expression, scope: Scope
    ) -> None:
        """Change one side so that the comparison holds."""
        sides = [(left, right, comparison), (right, left, _MIRRORED.get(comparison, comparison))]
        for moved, fixed, asked in sides:
            bound = learn(self, fixed, scope)
            if bound is None:
                continue
            values = satisfying(asked, bound, moved.type)
            start = self.draft.choose(range(len(values))) if values else 0
            tried = [*values[start:], *values[:start]]
            if any(assign(self, moved, value, scope) for value in tried):
                return

    def _element_of(
        self, operand: Expression, collection: Expression, wanted: Truth, scope: Scope
    ) -> None:
        members = learn(self, collection, scope)
        known = [member for member in members or () if member is not None]
        if wanted and known:
            assign(self, operand, self.draft.choose(known), scope)
        elif wanted:
            place = place_of(self.meaning(collection), scope)
            value = learn(self, operand, scope)
            if place and value is not None:
                self.draft.write(place, (value,))
        else:
            others = dict.fromkeys(
                v for m in known for v in satisfying(Comparison.NOT_EQUAL, m, operand.type)
            )
            free = [value for value in others if value not in known]
            learn(self, operand, scope)
            if free:
                assign(self, operand, self.draft.choose(free), scope)

    def _spelt_out(self, question: model.NormApplies | model.NormIs | model.ActionIs) -> Expression:
        """The condition on the record that a question about a norm or an action stands for."""
        match question:
            case model.NormApplies(name):
                return model.And(tuple(self._conditions(self.package.norms[name])))
            case model.NormIs(name, status):
                norm = self.package.norms[name]
                if norm.deadline is not None:
                    return model.And((model.NormApplies(name), *self._stands(norm, status)))
                done = self.package.actions[norm.action].done_when or _YES
                as_wanted = status is MODALITIES[norm.modality].if_done
                return model.And((model.NormApplies(name), done if as_wanted else model.Not(done)))
            case model.ActionIs(name, verdict):
                norms = self.package.norms_on[name]
                return model.Or(
                    tuple(
                        model.NormApplies(n.name)
                        for n in norms
                        if MODALITIES[n.modality].verdict is verdict
                    )
                    or (_YES,)
                )

    def _stands(self, norm: Norm, asked: Asked) -> Iterable[Expression]:
        """The conditions on the facts of a deadline for one of the statuses that are asked for."""
        assert norm.deadline is not None
        done = self.package.actions[norm.action].done_when
        assert done is not None
        parts = {
            "begun": norm.deadline.begun,
            "done": norm.deadline.done,
            "in_time": norm.deadline.in_time,
            "over": norm.deadline.over,
        }
        status = self.draft.choose(sorted(meant_by(asked) & _STANDS.keys()))
        for part, wanted in _STANDS[status].items():
            name = parts.get(part)
            if part == "done" or name is not None:
                fact = done if name is None else model.FactValue(name, Scalar.YES_NO)
                yield fact if wanted else model.Not(fact)

    def _conditions(self, norm: Norm) -> Iterable[Expression]:
        yield from norm.requirements()
        for other in self.package.overriding[norm.name]:
            yield model.Not(model.NormApplies(other.name))


def _length(elements: Any) -> int:
    return 0 if elements is None else len(elements)
