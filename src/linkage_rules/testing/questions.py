"""The answers of a decision to what an example or a property asks."""

from collections.abc import Iterator
from typing import TypeAlias

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import meant_by
from linkage_rules.model.expressions import Expression
from linkage_rules.model.outcomes import NormOutcome
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.traversal import transformed, walk
from linkage_rules.model.truth import negation
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Truth, Value

Asked: TypeAlias = (
    model.ActionIs | model.NormIs | model.NormApplies | model.FactValue | model.FieldValue
)
"""The parts of a question with a name: outcomes, facts, and fields of the record."""


def answer(question: Expression, evaluation: Evaluation) -> Value:
    """The answer to an expectation, which may ask for every status and every verdict.

    “Is undetermined” is yes or no. Where the status or verdict is undetermined, any other question
    about it is unknown, so that ``not (x is violated)`` is not met by a lack of data. What
    conditions may ask has the same answer here as there.
    """
    settled = transformed(question, lambda part: _settled(part, evaluation))
    value = evaluation.derive(settled).answer
    assert not isinstance(value, Status | VerdictStatus)
    return value


def _settled(question: Expression, evaluation: Evaluation) -> Expression | None:
    """The answer, as a constant, to a question that only expectations may ask; None for others."""
    match question:
        case model.NormIs(name, asked):
            return _constant(_norm_is(evaluation.norm_outcome(name), asked))
        case model.ActionIs(name, VerdictStatus.UNDETERMINED):
            found = evaluation.verdicts[name].status
            return _constant(found is VerdictStatus.UNDETERMINED)
    return None


def _norm_is(found: NormOutcome, asked: Status | Performance) -> Truth:
    if asked is Status.NOT_APPLICABLE:
        return negation(found.applies)
    undecided = found.status is Status.UNDETERMINED and asked is not Status.UNDETERMINED
    return None if undecided else found.status in meant_by(asked)


def _constant(truth: Truth) -> model.Constant:
    return model.Constant(truth, Scalar.YES_NO)


def actions_in(question: Expression) -> tuple[str, ...]:
    """The actions whose verdict is asked for, each once, in the order of the text."""
    return tuple(dict.fromkeys(a.action for a in _asked(question) if isinstance(a, model.ActionIs)))


def names_in(question: Expression) -> tuple[str, ...]:
    """The actions, norms and facts that are asked for, each once, in the order of the text."""
    names: dict[str, None] = {}
    for asked in _asked(question):
        match asked:
            case (
                model.ActionIs(name)
                | model.NormIs(name)
                | model.NormApplies(name)
                | model.FactValue(name)
            ):
                names[name] = None
    return tuple(names)


def asked_in(question: Expression) -> tuple[Asked, ...]:
    """The named parts of a question, each once, in the order of the text."""
    found: dict[Asked, None] = dict.fromkeys(_asked(question))
    return tuple(found)


def _asked(question: Expression) -> Iterator[Asked]:
    nested = set[int]()
    for part in walk(question):
        match part:
            case model.ActionIs() | model.NormIs() | model.NormApplies() | model.FactValue():
                yield part
            case model.FieldValue(record):
                if id(part) not in nested and _is_of_subject(part):
                    yield part
                nested.add(id(record))


def _is_of_subject(value: model.FieldValue) -> bool:
    """Whether a field is one of the record, and not of an element of a list."""
    record = value.record
    while isinstance(record, model.FieldValue):
        record = record.record
    return isinstance(record, model.Subject)
