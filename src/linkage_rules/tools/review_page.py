"""A review as one HTML page that needs nothing but itself: no script, no file, no network."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from attrs import frozen
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from linkage_rules.decisions import Node, wording
from linkage_rules.decisions.names import called
from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import Phrase, say
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.tools import review_words
from linkage_rules.tools.findings import Weight
from linkage_rules.tools.lines import Line, lines
from linkage_rules.tools.review_words import Question
from linkage_rules.tools.reviews import Judged, Reviewed, Tally, Title, Unreadable
from linkage_rules.tools.terminal import safe

_LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
_TONES: Final[Mapping[VerdictStatus, str]] = {
    VerdictStatus.CONFLICTING: "bad",
    VerdictStatus.FORBIDDEN: "bad",
    VerdictStatus.REQUIRED: "duty",
    VerdictStatus.RECOMMENDED: "duty",
    VerdictStatus.PERMITTED: "good",
    VerdictStatus.UNREGULATED: "soft",
    VerdictStatus.UNDETERMINED: "open",
}
_MARKS: Final = {True: "yes", False: "no", None: "unknown"}


@frozen
class Row:
    """A line, and for each of its actions why."""

    line: Line
    reasons: tuple[Node, ...]

    @property
    def tone(self) -> str:
        return "bad" if self.line.violated else _TONES[self.line.status]

    @property
    def notable(self) -> bool:
        return self.line.weight is Weight.NOTABLE


@frozen
class Section:
    """One record with its rows. ``anchor`` names it on the page."""

    anchor: str
    title: Title
    rows: tuple[Row, ...]


def review_page(
    reviewed: Iterable[Reviewed],
    tally: Tally,
    question: Question,
    language: Language,
    *,
    everything: bool,
) -> str:
    """The page: what was counted, each record, and the records that could not be read.

    Every text is escaped, whoever wrote it. Reasons unfold at a click.
    """
    sections: list[Section] = []
    unreadable: list[Unreadable] = []
    for one in reviewed:
        if isinstance(one, Unreadable):
            unreadable.append(one)
        else:
            sections.append(_section(one, everything=everything))

    def words(phrase: Phrase) -> str:
        return safe(say(phrase, language))

    return (
        _environment()
        .get_template("review.html")
        .render(
            tag=_LANGUAGE_TAGS[language],
            language=language,
            words=words,
            safe=safe,
            said=review_words,
            heading=wording,
            violated=wording.STATUSES[Status.VIOLATED],
            title=review_words.title(question),
            warning=review_words.warning(question),
            closing=review_words.closing(tally),
            record_type=called(question.record_type),
            sections=sections,
            unreadable=unreadable,
            table=tally.table,
            truth=_truth,
            anchor=_nowhere,
        )
    )


def _section(one: Judged, *, everything: bool) -> Section:
    told = lines(one, everything=everything)
    return Section(
        anchor=f"record-{one.entry.position}",
        title=one.title,
        rows=tuple(_rows(told, one)),
    )


def _rows(told: Iterable[Line], one: Judged) -> Iterator[Row]:
    for line in told:
        yield Row(line, tuple(one.decision.explanation(name) for name in line.names))


def _truth(node: Node) -> str:
    """Whether a node says yes, no or unknown, to mark it; nothing for other answers."""
    if isinstance(node.answer, bool) or (node.answer is None and node.type is Scalar.YES_NO):
        return _MARKS[node.answer]
    return ""


def _nowhere(node: Node) -> str:
    """Every explanation on the page stands by itself: none leads to another."""
    return ""


@cache
def _environment() -> Environment:
    templates = (PackageLoader("linkage_rules.tools"), PackageLoader("linkage_rules.decisions"))
    return Environment(
        loader=ChoiceLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
