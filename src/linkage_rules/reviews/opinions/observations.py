"""What an answer rests on in the record: the fields that decide it, each in a sentence."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.derivations import behind, decided_by
from linkage_rules.model import expressions as model
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import place
from linkage_rules.words.told_values import in_words

_MOST: Final = 10


@frozen
class Observations:
    """``reported`` are the deciding fields with their values, ``absent`` the fields of which it
    matters that nothing is reported."""

    reported: tuple[Phrase, ...]
    absent: tuple[Phrase, ...]


def observations(decision: Decision, norm: str) -> Observations:
    """What the status of a norm rests on, the first ten fields of it.

    >>> from datetime import date
    >>> import linkage_rules as lr
    >>> record = {"id": "P-1", "operating": True, "in_asset_management": True}
    >>> record |= {"mechanism_established": False}
    >>> decision = lr.load("xiangtan_2022").evaluate(record, as_of=date(2023, 5, 1))
    >>> [one.zh for one in observations(decision, "asset_linkage_duty").reported]
    ['纳入扶贫项目资产管理：是', '经营性：是', '已建立机制：否']
    """
    reported: dict[str, Phrase] = {}
    absent: dict[str, Phrase] = {}
    for step in _deciding_steps(decision, norm):
        match step.subject:
            case model.IsKnown() if step.answer is False:
                path = step.parts[0].path
                if path:
                    absent[path] = place(path, decision.record_type)
            case model.FieldValue(type=type_) | model.Variable(type=type_) if step.path:
                if step.answer is not None and not _of_records(type_, step):
                    # What a step of the reasoning answers is a value wherever it reads a field.
                    value: object = step.answer
                    words = in_words(value, type_)  # type: ignore[arg-type]
                    subject = place(step.path, decision.record_type)
                    reported[step.path] = wording.IS.filled(subject=subject, answer=words)
    return Observations(tuple(reported.values())[:_MOST], tuple(absent.values()))


def _deciding_steps(decision: Decision, norm: str) -> Iterator[Derivation]:
    """Every step that decides the status of a norm, depth first, each once."""
    evaluation, outcome = decision.evaluation, decision.norms[norm]
    done = evaluation.done[outcome.norm.action]
    answers = [evaluation.applies[norm]]
    if outcome.applies is not False and done is not None:
        answers.append(done)

    def onward(step: Derivation) -> tuple[Derivation, ...]:
        match step.subject:
            case model.IsKnown() if step.answer is False:
                return ()
            case model.Some() | model.Every() | model.Aggregate() if step.parts[0].answer == ():
                return step.parts[:1]
        return decided_by(step, evaluation)

    return behind(answers, onward)


def _of_records(type_: Type, step: Derivation) -> bool:
    """Whether a field holds records, of which saying how many there are says nothing."""
    if isinstance(type_, ListType):
        return isinstance(type_.element, RecordType) and step.answer != ()
    return isinstance(type_, RecordType)
