"""A decision as one HTML page that needs nothing but itself: no script, no file, no network."""

from collections.abc import Mapping, Set
from functools import cache, partial
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.report import report
from linkage_rules.model.deontic import STATUSES, VERDICTS, Tone
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.words import decision_words as wording
from linkage_rules.words.citing import clause_called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.quoting import quoted
from linkage_rules.words.told_values import printable

_LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}

_CLASSES: Final[Mapping[Tone, str]] = {Tone.CONFLICT: Tone.BAD.value, Tone.FAILING: Tone.BAD.value}
"""The class in the style sheet for each tone that does not have one of its own name."""
_TRUTHS: Final[Mapping[bool | None, str]] = {True: "yes", False: "no", None: "unknown"}
_LISTED: Final = frozenset({Kind.VERDICT, Kind.NORM, Kind.FACT})


def _tone(answer: Status | VerdictStatus) -> str:
    row = STATUSES[answer] if isinstance(answer, Status) else VERDICTS[answer]
    return _CLASSES.get(row.tone, row.tone.value)


def page(decision: Judgement, language: Language) -> str:
    """The page. Every text in it is escaped, whoever wrote it.

    Conclusions are open; reasons unfold at a click, and all of them are printed.
    """

    def words(phrase: Phrase) -> str:
        return printable(say(phrase, language))

    return (
        _environment()
        .get_template("decision.html")
        .render(
            report=report(decision),
            heading=wording,
            words=words,
            printable=printable,
            clause_called=lambda citation: clause_called(citation, decision.package),
            quoted=quoted,
            tag=_LANGUAGE_TAGS[language],
            tone=_tone,
            truth=_truth,
            anchor=partial(_anchor, elsewhere=decision.package.hidden),
            unregulated=VerdictStatus.UNREGULATED,
            not_applicable=Status.NOT_APPLICABLE,
        )
    )


def _truth(node: Node) -> str:
    """The class for a node that answers yes or no; empty for other answers."""
    if isinstance(node.answer, bool) or (node.answer is None and node.type is Scalar.YES_NO):
        return _TRUTHS[node.answer]
    return ""


def _anchor(node: Node, elsewhere: Set[str]) -> str:
    """The anchor of the place where a repeated node is explained, if it has one.

    Names in ``elsewhere`` are derived and have no section of their own: they are explained where
    first met.
    """
    listed = node.kind in _LISTED and node.name not in elsewhere
    return f"{node.kind.value}-{node.name}" if listed else ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("linkage_rules.decisions"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
