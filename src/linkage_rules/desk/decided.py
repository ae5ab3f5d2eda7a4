"""A decision as the page shows it: conclusions, what is missing, and reasons that unfold to the
field and the quote they rest on."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from linkage_rules.decisions import Decision
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.report import Entry, report
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Asked, day, table, text
from linkage_rules.desk.placing import Placing
from linkage_rules.model.deontic import STATUSES, VERDICTS
from linkage_rules.model.norms import Citation
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError
from linkage_rules.records.problems import Problem
from linkage_rules.words.citing import clause_called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.told_values import printable

_TRUTHS: Final[Mapping[object, str]] = {True: "yes", False: "no", None: "unknown"}


def judged(desk: Desk, policy: Policy, asked: Asked) -> dict[str, Any]:
    """What a policy decides of the ``record`` of a ``type``, as somebody has typed it, on the day
    ``as_of``: ``decision`` as `decision_shown` gives it, or ``problems``, each with the path of its
    field, and ``decision`` is None."""
    record, type_, as_of = table(asked, "record"), text(asked, "type"), day(asked, "as_of")
    try:
        decision = policy.evaluate(record, record_type=type_, as_of=as_of, outside="allow")
    except RecordError as error:
        problems = [problem_shown(problem, desk.language) for problem in error.problems]
        return {"decision": None, "problems": problems}
    source = policy.source.tree if policy.source else None
    placing = Placing(desk.workbench.folder, policy.package, source)
    return {"decision": decision_shown(decision, placing, desk.language), "problems": []}


def problem_shown(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem of a record in words, with the path of its field."""
    return {
        "path": list(problem.path),
        "words": problem.why.render(language),
        "expected": problem.expected.render(language),
        "hint": None if problem.hint is None else problem.hint.render(language),
    }


def decision_shown(decision: Decision, placing: Placing, language: Language) -> dict[str, Any]:
    """A decision as plain data in the words of a language.

    Every answer has a ``tone``, by which it is coloured, beside its words. Reasons are trees of
    sentences: each may have the answer yes, no or unknown (``truth``), the ``field`` it speaks of,
    the place ``at`` which what it speaks of is declared, and the words of the text it cites.
    """
    shower = _Shower(placing, language)
    found, words = report(decision), shower.words
    return {
        "title": words(found.title),
        "as_of": decision.as_of.isoformat(),
        "in_force": decision.in_force,
        "summary": decision.summary()["words"][language],
        "actions": [
            {
                "name": one.name,
                "title": words(one.title),
                "tone": _tone(one.status),
                "words": words(one.words),
                "possible": None if one.possible is None else words(one.possible),
                "by": shower.entries(one.by),
                "reasons": shower.node(one.reasons),
            }
            for one in found.actions
        ],
        "results": [
            {
                "title": words(one.title),
                "words": words(one.words),
                "owed": None if one.owed is None else words(one.owed),
                "wanted": None if one.wanted is None else words(one.wanted),
            }
            for one in found.results
        ],
        "missing": [
            {"path": one.path, "title": words(one.title), "concerned": words(one.concerned)}
            for one in found.missing
        ],
        "nothing_missing": words(found.nothing_missing),
        "lacking": [words(one) for one in found.lacking],
        "norms": [
            {
                "name": one.name,
                "title": words(one.title),
                "tone": _tone(one.status),
                "words": words(one.words),
                "conduct": words(one.conduct),
                "consequence": None if one.consequence is None else words(one.consequence),
                "reasons": shower.node(one.reasons),
            }
            for one in found.norms
        ],
        "readings": [
            {
                "title": words(one.title),
                "reasons": [words(reason) for reason in one.reasons],
                "decides": [words(change) for change in one.decides],
                "citations": [shower.citation(citation) for citation in one.citations],
            }
            for one in found.readings
        ],
        "facts": [
            {
                "name": one.name,
                "title": words(one.title),
                "words": words(one.words),
                "reasons": shower.node(one.reasons),
            }
            for one in found.facts
        ],
    }


def _tone(status: Status | VerdictStatus) -> str:
    row = STATUSES[status] if isinstance(status, Status) else VERDICTS[status]
    return row.tone.value


class _Shower:
    """Puts the parts of a decision into the words of the page."""

    def __init__(self, placing: Placing, language: Language) -> None:
        self._placing = placing
        self._language: Language = language
        package = placing.package
        self._declared: Mapping[Kind, Mapping[str, Any]] = {
            Kind.VERDICT: package.actions,
            Kind.NORM: package.norms,
            Kind.FACT: package.facts,
            Kind.PARAMETER: package.parameters,
            Kind.READING: package.parameters,
        }

    def words(self, phrase: Phrase) -> str:
        return printable(say(phrase, self._language))

    def entries(self, entries: Iterable[Entry]) -> list[dict[str, str]]:
        return [{"title": self.words(one.title), "words": self.words(one.words)} for one in entries]

    def node(self, node: Node) -> dict[str, Any]:
        shown: dict[str, Any] = {"kind": node.kind.value, "words": self.words(node.sentence)}
        if isinstance(node.answer, Status | VerdictStatus):
            shown["tone"] = _tone(node.answer)
        elif node.type is Scalar.YES_NO:
            shown["truth"] = _TRUTHS[node.answer]
        if node.path is not None:
            shown["field"] = node.path
        if (span := self._span(node)) and (at := self._placing.at(span)):
            shown["at"] = at
        if node.citation is not None:
            shown["citation"] = self.citation(node.citation)
        if node.seen:
            shown["seen"] = True
        if node.parts:
            shown["parts"] = [self.node(part) for part in node.parts]
        return shown

    def _span(self, node: Node) -> Span | None:
        declared = self._declared.get(node.kind, {}).get(node.name or "")
        return None if declared is None else declared.span

    def citation(self, citation: Citation) -> dict[str, Any]:
        own = citation.layer in ("", self._placing.package.name)
        return {
            "clause": clause_called(citation, self._placing.package),
            "quote": citation.quote,
            "sentences": self._placing.sentences(citation.clause, citation.quote) if own else [],
        }
