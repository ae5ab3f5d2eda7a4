"""How a text was read, as sentences of plain Chinese or English."""

from collections.abc import Callable, Iterable
from typing import Final

from attrs import frozen

from linkage_rules.model.norms import Interval, Parameter, ParameterPeriod
from linkage_rules.model.types import Type
from linkage_rules.model.values import Value
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import write_date


@frozen
class _Words:
    asked: str
    chosen: str
    otherwise: str
    tunable: str
    throughout: str
    under: str
    answers: str
    mark: str
    stop: str


_WORDS: Final[dict[Language, _Words]] = {
    "zh": _Words(
        asked="“{name}”：{question}",
        chosen="{days}读作{value}，因为{because}。",
        otherwise="也可读作{value}，因为{because}。",
        tunable="修订本政策的可以另作选择。",
        throughout="全文适用。",
        under="依读法{names}。",
        answers="责任单位见{names}。",
        mark="“{}”",
        stop="。",
    ),
    "en": _Words(
        asked="“{name}”: {question} ",
        chosen="It is read as {value}{days}, because {because}. ",
        otherwise="It could be read as {value}, because {because}. ",
        tunable="A policy on top of this one may choose otherwise. ",
        throughout="The whole policy is read so. ",
        under=" Under the reading {names}.",
        answers=" Who answers: see {names}.",
        mark="“{}”",
        stop=". ",
    ),
}


def reading_in_words(
    reading: Parameter,
    name: str,
    language: Language,
    value: Callable[[Value, Type], str],
    text: Callable[[str], str],
) -> str:
    """The question, the choice with its reason, the alternatives with theirs, and who may choose.

    ``value`` writes a choice, ``text`` what somebody wrote.
    """
    said, words = reading.reading, _WORDS[language]
    assert said is not None
    parts = [words.asked.format(name=name, question=_closed(text(said.question), words))]
    parts += [chosen(period, reading.type, language, value, text) for period in reading.periods]
    parts += [
        words.otherwise.format(
            value=value(other.value, reading.type), because=_open(text(other.because))
        )
        for other in said.alternatives
    ]
    parts += [words.tunable] if reading.tunable else []
    parts += [words.throughout] if said.throughout else []
    return "".join(parts).strip()


def chosen(
    period: ParameterPeriod,
    type_: Type,
    language: Language,
    value: Callable[[Value, Type], str],
    text: Callable[[str], str],
) -> str:
    """What is chosen on some days, and why."""
    return _WORDS[language].chosen.format(
        days=_days(period.in_force, language),
        value=value(period.value, type_),
        because=_open(text(period.because or "")),
    )


def resting_on(names: Iterable[str], language: Language) -> str:
    """The readings that a declaration names, as a sentence; nothing for none."""
    return _named(_WORDS[language].under, names, language)


def answered_by(names: Iterable[str], language: Language) -> str:
    """The fields that say who answers, as a sentence; nothing for none."""
    return _named(_WORDS[language].answers, names, language)


def _named(pattern: str, names: Iterable[str], language: Language) -> str:
    marked = [_WORDS[language].mark.format(name) for name in names]
    joint = "、" if language == "zh" else ", "
    return pattern.format(names=joint.join(marked)) if marked else ""


def _days(days: Interval, language: Language) -> str:
    start, end = (None if d is None else write_date(d, language) for d in (days.start, days.end))
    if language == "zh":
        return (f"自{start}起" if start else "") + (f"至{end}" if end else "")
    return (f" from {start}" if start else "") + (f" to {end}" if end else "")


def _open(text: str) -> str:
    """A text without the stop at its end, for the middle of a sentence."""
    return text.rstrip("。.；; ")


def _closed(text: str, words: _Words) -> str:
    return text if text.endswith(("？", "?", "。", ".")) else f"{text}{words.stop.strip()}"
