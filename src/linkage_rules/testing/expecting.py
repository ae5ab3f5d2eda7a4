"""What an example can expect: everything that a policy decides of a record, as expectations."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.operations import Comparison
from linkage_rules.model.package import Expectation, Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import Record, is_decimal
from linkage_rules.testing.checks import met


def expectations(
    package: Package, record_type: RecordType, record: Record, as_of: date
) -> tuple[Expectation, ...]:
    """Everything that an example with a record can expect and that is so, verdicts first.

    >>> from linkage_rules.policy.loading import load
    >>> package = load("xiangtan_2022").package
    >>> shape = package.record_types["Project"]
    >>> record = dict.fromkeys(field.name for field in shape.fields)
    >>> expectations(package, shape, record, date(2023, 5, 1))[0].holds.verdict.value
    'undetermined'
    """
    evaluation = Evaluation(package, record_type, record, as_of)
    decision = Decision(package, "", record_type, record, evaluation.outcome())
    claims = dict.fromkeys(decided(evaluation, record_type.name))
    return tuple(one for one in claims if met(one, evaluation, decision))


def decided(evaluation: Evaluation, record_type: str) -> Iterator[Expectation]:
    """Everything that could be expected for a record, verdicts first."""
    package = evaluation.package
    for action in package.actions.values():
        if action.record_type == record_type:
            verdict = evaluation.verdicts[action.name]
            yield Expectation(model.ActionIs(action.name, verdict.status), verdict.by)
    for norm in package.norms.values():
        if norm.record_type == record_type:
            yield from _of_norm(norm, evaluation)
    for fact in package.facts.values():
        if fact.record_type == record_type and fact.name not in package.hidden and not fact.given:
            yield from _of_fact(fact, evaluation)


def _of_norm(norm: Norm, evaluation: Evaluation) -> Iterator[Expectation]:
    outcome = evaluation.norm_outcome(norm.name)
    applies = model.NormApplies(norm.name)
    if outcome.applies is not None:
        yield Expectation(applies if outcome.applies else model.Not(applies))
    if outcome.applies is not False and outcome.status is not Status.IN_EFFECT:
        yield Expectation(model.NormIs(norm.name, outcome.status))


def _of_fact(fact: Fact, evaluation: Evaluation) -> Iterator[Expectation]:
    value, asked = evaluation.facts[fact.name].answer, model.FactValue(fact.name, fact.type)
    match value:
        case None:
            yield Expectation(model.Not(model.IsKnown(asked)))
        case bool():
            yield Expectation(asked if value else model.Not(asked))
        case _ if isinstance(fact.type, Scalar) and can_be_written(value):
            constant: Any = model.Constant(value, fact.type)
            yield Expectation(model.compared(Comparison.EQUAL, asked, constant))


def can_be_written(value: Any) -> bool:
    """Whether every number in a value has a finite decimal, as needed in an example."""
    match value:
        case Fraction():
            return is_decimal(value)
        case dict():
            return all(map(can_be_written, value.values()))
        case tuple():
            return all(map(can_be_written, value))
    return True
