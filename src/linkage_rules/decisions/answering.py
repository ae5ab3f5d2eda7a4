"""Who answers for what a norm is about, as the record names them."""

from attrs import frozen

from linkage_rules.decisions.answers import value_of
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Norm
from linkage_rules.model.types import EnumType, Type
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words, printable


@frozen
class Answering:
    """A field or fact that says who answers, and what it says; None where the record is silent."""

    name: str
    label: str | None
    type: Type
    value: str | None

    @property
    def sentence(self) -> Phrase:
        """Who it is, or that the record does not say."""
        if self.value is None:
            return wording.NOT_SAID_WHO_ANSWERS.filled(role=called(self))
        who = Phrase(printable(self.value), printable(self.value))
        if isinstance(self.type, EnumType):
            who = in_words(self.value, self.type)
        return wording.ANSWERS_FOR_IT.filled(role=called(self), who=who)


def answering(norm: Norm, evaluation: Evaluation) -> tuple[Answering, ...]:
    """Those that a norm names, in its order."""
    found = []
    for expression in norm.answerable:
        assert isinstance(expression, model.FieldValue | model.FactValue)
        if isinstance(expression, model.FactValue):
            label = evaluation.package.facts[expression.name].label
        else:
            shape = evaluation.package.record_types[norm.record_type]
            label = shape.by_spelling[expression.name].label
        value = value_of(evaluation.derive(expression))
        assert value is None or isinstance(value, str)
        silent = value is None or not value.strip()
        found.append(Answering(expression.name, label, expression.type, None if silent else value))
    return tuple(found)
