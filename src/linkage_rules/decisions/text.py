"""A decision as text for a terminal."""

from collections.abc import Iterable, Iterator
from typing import Final

from linkage_rules.decisions.explanation import Node
from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.report import Report, report
from linkage_rules.decisions.verdicts import verdict_in_words
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.card import Row, card, some
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated, say
from linkage_rules.words.places import place
from linkage_rules.words.told_values import in_words, printable
from linkage_rules.words.wrapping import hanging

WIDTH: Final = 96
"""The most cells of a line, so that it fits a terminal of 100."""

_MOST_SHARES: Final = 50
"""The most entries of a distribution that are shown."""

_STEP: Final = "  "
_LEAST: Final = 40
"""The cells that a line has at least, however deep it is indented."""


def tree(node: Node, language: Language) -> str:
    """An explanation as an indented list: the conclusion, and below it what it rests on.

    >>> from linkage_rules.decisions.explanation import Kind
    >>> reason = Node(Kind.FIELD, Phrase("operating: yes", "经营性：是"))
    >>> print(tree(Node(Kind.NORM, Phrase("ban applies", "禁令适用"), (reason,)), "zh"))
    禁令适用
    - 经营性：是
    """
    return "\n".join(_tree(node, language))


def text(decision: Judgement, language: Language) -> str:
    """The whole decision: what it is about, conclusions, what is missing, and the reasons."""
    return "\n".join(_lines(report(decision), language))


def _tree(node: Node, language: Language, depth: int = -1) -> Iterator[str]:
    sentence = say(node.sentence, language)
    if node.seen:
        sentence += ("" if language == "zh" else " ") + say(wording.SEEN, language)
    bullet = "" if depth < 0 else f"{_STEP * depth}- "
    yield from _hanging(bullet, sentence)
    for part in node.parts:
        yield from _tree(part, language, depth + 1)


def _hanging(start: str, sentence: str) -> Iterator[str]:
    """A sentence whose further lines are indented to its first word."""
    yield from hanging(printable(sentence), WIDTH, start, " " * len(start), _LEAST)


def _lines(shown: Report, language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    yield from _hanging("", say(shown.title, language))
    for entry in shown.heading:
        words = f"{say(entry.title, language)}{colon}{say(entry.words, language)}"
        yield from _hanging(_STEP, words)
    yield from _section(wording.CONCLUSIONS_HEADING, _conclusions(shown), language)
    if shown.results:
        yield from _section(wording.RESULTS_HEADING, _results(shown), language)
    if shown.shares:
        yield from _section(wording.SHARES_HEADING, _shares(shown), language)
    yield from _section(wording.MISSING_HEADING, _missing(shown), language)
    yield from _section(wording.NORMS_HEADING, _norms(shown), language)
    if shown.readings:
        yield from _section(wording.READINGS_HEADING, _readings(shown), language)
    yield ""
    yield say(wording.REASONS_HEADING, language)
    regulated = [a for a in shown.actions if a.status is not VerdictStatus.UNREGULATED]
    applicable = [n for n in shown.norms if n.status is not Status.NOT_APPLICABLE]
    results = {one.about for one in shown.results}
    given = [fact for fact in shown.facts if fact.name in results]
    told = (
        *(action.reasons for action in regulated),
        *(norm.reasons for norm in applicable),
        *(fact.reasons for fact in given),
    )
    for reasons in told:
        yield ""
        yield from _tree(reasons, language)


def _section(heading: Phrase, sentences: Iterable[Phrase], language: Language) -> Iterator[str]:
    yield ""
    yield say(heading, language)
    for sentence in sentences:
        yield from _hanging(_STEP, say(sentence, language))


def _conclusions(shown: Report) -> Iterator[Phrase]:
    for action in shown.actions:
        if action.status is not VerdictStatus.UNREGULATED:
            yield action.conclusion
    unregulated = [a.title for a in shown.actions if a.status is VerdictStatus.UNREGULATED]
    if unregulated:
        yield wording.UNREGULATED_ACTIONS.filled(actions=tuple(unregulated))


def _results(shown: Report) -> Iterator[Phrase]:
    for one in shown.results:
        notes = [note for note in (one.owed, one.wanted) if note is not None]
        said = enumerated((one.words, *notes), "; ", "；")
        yield wording.RESULT_STATED.filled(result=one.title, value=said)


def _shares(shown: Report) -> Iterator[Phrase]:
    for one in shown.shares:
        yield wording.RESULT_STATED.filled(result=one.title, value=one.words)
        yield from one.notes
        *each, whole = one.rows
        yield from (row[-1] for row in each[:_MOST_SHARES])
        if len(each) > _MOST_SHARES:
            yield wording.MORE.filled(count=len(each) - _MOST_SHARES)
        yield wording.RESULT_STATED.filled(result=whole[0], value=whole[-2])


def _readings(shown: Report) -> Iterator[Phrase]:
    for reading in shown.readings:
        yield reading.title
        yield from (_below(sentence) for sentence in reading.decides)


def _below(sentence: Phrase) -> Phrase:
    return Phrase(f"{_STEP}- {sentence.en}", f"{_STEP}- {sentence.zh}")


def _missing(shown: Report) -> Iterator[Phrase]:
    for entry in shown.missing:
        yield wording.MISSING_FOR.filled(
            place=entry.title, path=entry.path, concerns=entry.concerned
        )
    yield from shown.lacking
    if not shown.missing and not shown.lacking:
        yield shown.nothing_missing


def _norms(shown: Report) -> Iterator[Phrase]:
    for norm in shown.norms:
        if norm.status is not Status.NOT_APPLICABLE:
            yield wording.NORM_HAS_STATUS.filled(
                norm=norm.title, status=norm.words, conduct=norm.conduct
            )
    others = [n.title for n in shown.norms if n.status is Status.NOT_APPLICABLE]
    if others:
        yield wording.NOT_APPLICABLE_NORMS.filled(norms=tuple(others))


# As a card in a notebook


def as_card(decision: Judgement) -> str:
    """The decision in a notebook: what is violated, what is missing, and the verdicts, the gravest
    first, without reasons."""
    verdicts = decision.verdicts
    here = verdicts if all(isinstance(one, Verdict) for one in verdicts.values()) else {}
    rows: list[Row]
    if not here:
        far = ((Phrase(name, name), one.status) for name, one in verdicts.items())
        rows = [(name, wording.VERDICTS[status]) for name, status in far]
        return card(_headed(decision), rows)
    weight = list(VerdictStatus).index
    rows = [
        (called(one.action), verdict_in_words(one, decision.package))
        for one in sorted(here.values(), key=lambda one: weight(one.status))
    ]
    if decision.missing:
        places = (place(path, decision.record_type) for path in decision.missing)
        rows.insert(0, (Phrase("missing", "待补报"), some(places)))
    norms = decision.norms.values()
    if violated := [called(one.norm) for one in norms if is_failing(one.status)]:
        rows.insert(0, (wording.STATUSES[Status.VIOLATED], some(violated)))
    return card(_headed(decision), rows)


def _headed(decision: Judgement) -> Phrase:
    who = str(decision.record.get("id") or decision.record.get("name") or "")
    day = in_words(decision.as_of, Scalar.DATE)
    policy = decision.policy
    return Phrase(f"{policy}: {who}, {day.en}", f"{policy}：{who}，{day.zh}")
