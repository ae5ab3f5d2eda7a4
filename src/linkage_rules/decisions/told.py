"""A reading in sentences: what was asked, what was chosen and why, and what else it could mean."""

from collections.abc import Iterator
from datetime import date

from linkage_rules.model.norms import Parameter
from linkage_rules.model.types import Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words, printable


def stated(reading: Parameter, day: date) -> Phrase:
    """The reading with its choice on a day.

    >>> from linkage_rules.model.norms import Interval, ParameterPeriod, Reading
    >>> chosen = (ParameterPeriod("缺一样就不行", Interval(), "并列"),)
    >>> both = Parameter("both", "两样都要有", Scalar.TEXT, chosen, reading=Reading("?"))
    >>> stated(both, date(2023, 5, 1)).zh
    '读法“两样都要有”：缺一样就不行'
    """
    choice = reading.value_on(day)
    if choice is None:
        said = in_words(day, Scalar.DATE)
        return wording.READING_WITHOUT_CHOICE.filled(subject=called(reading), as_of=said)
    return wording.READING.filled(subject=called(reading), answer=choice_of(choice, reading.type))


def choice_of(value: Value, type_: Type) -> Phrase:
    """A choice in words: a text as it was written, whole."""
    if isinstance(value, str) and type_ is Scalar.TEXT:
        return Phrase(printable(value), printable(value))
    return in_words(value, type_)


def reasons(reading: Parameter, day: date) -> Iterator[Phrase]:
    """What was asked, why it was chosen, and the alternatives with what speaks for each."""
    assert reading.reading is not None
    if reading.reading.question != reading.label:
        question = printable(reading.reading.question)
        yield wording.READ_QUESTION.filled(question=question)
    period = reading.period_on(day)
    if period is not None and period.because:
        yield wording.READ_BECAUSE.filled(because=printable(period.because))
    for other in reading.alternatives_to(None if period is None else period.value):
        yield wording.READ_OTHERWISE.filled(
            answer=choice_of(other.value, reading.type), because=printable(other.because)
        )


def layer_of(reading: Parameter, day: date) -> str:
    """The policy that chose on a day; without a choice, the one that declares the reading."""
    period = reading.period_on(day)
    return reading.layer if period is None else period.layer
