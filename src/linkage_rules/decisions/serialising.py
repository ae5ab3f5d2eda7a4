"""A decision as plain data and as JSON, as ``decision.schema.json`` describes it."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache
from typing import Any, Final

from linkage_rules.decisions.explaining import Explainer
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.missing import Absences
from linkage_rules.decisions.readings import Adopted, OtherAnswer
from linkage_rules.decisions.shares import share_in_words
from linkage_rules.decisions.verdicts import answering
from linkage_rules.errors import ArgumentError, not_a
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Apply, Expression
from linkage_rules.model.norms import Citation, Fact, Interval, Norm, Parameter
from linkage_rules.model.outcomes import NormOutcome, Verdict
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.values import Truth
from linkage_rules.plain.digests import of_texts
from linkage_rules.plain.writing import FORMATS, Plain, chosen, exact, plain, tagged, written
from linkage_rules.words.nearness import nearest
from linkage_rules.words.parties import name_in
from linkage_rules.words.showing import shown

_ANSWERS: Final[Mapping[Truth, str]] = {True: "yes", False: "no", None: "unknown"}


def serialised(decision: Judgement) -> str:
    """The decision as JSON text in UTF-8 characters, ending in a newline."""
    return written(document(decision))


def document(decision: Judgement, include: Iterable[str] | None = None) -> Plain:
    """The decision as dictionaries, lists, texts and whole numbers, or some parts of it.

    Names are sorted where their order means nothing. ``derivations`` explains every action, norm
    and fact once, ``readings`` every reading; where an explanation rests on another of these, that
    is only named, and marked ``seen``. The head of the document (its kind and version) is always
    there.

    Raises `ArgumentError` for a part that there is not.
    """
    asked = PARTS.keys() if include is None else _known(include)
    return {
        **FORMATS["decision"].head,
        **{name: part(decision) for name, part in PARTS.items() if name in asked},
    }


@cache
def schema() -> Plain:
    """``decision.schema.json``, with its references replaced by what they refer to."""
    # Whoever writes decisions need not know how a schema is made.
    from linkage_rules.records.schema import shipped, written_out

    return written_out(shipped("decision"))


def _known(include: Iterable[str]) -> Set[str]:
    listed = [include] if isinstance(include, str) else include
    if not isinstance(listed, Iterable) or isinstance(listed, bytes):
        raise not_a("include", "a name or several", "一个或几个名称", include)
    asked: set[str] = set()
    for name in listed:
        if isinstance(name, str) and name in PARTS:
            asked.add(name)
            continue
        near = nearest(str(name), PARTS)
        en, zh = (f"; did you mean {near[0]}?", f"，是否想写 {near[0]}？") if near else ("", "")
        raise ArgumentError(
            "ASK-111",
            "include",
            f"a decision has no part {shown(name)}; the parts are {', '.join(PARTS)}{en}",
            f"审核结论没有 {shown(name)} 这一部分；可用的有 {'、'.join(PARTS)}{zh}",
        )
    return asked


def _policy(decision: Judgement) -> Plain:
    package = decision.package
    return {
        "name": package.name,
        "label": package.label,
        "digest": decision.policy_digest,
        "layers": [chosen(layer, "name", "label", "issued") for layer in package.layers.values()],
        "loosened": [
            {
                "norm": amendment.target,
                "label": amendment.label,
                "layer": amendment.layer,
                "because": amendment.because,
            }
            for amendment in decision.loosened
        ],
    }


def _facts(decision: Judgement) -> Plain:
    package = decision.package
    return {
        name: {
            "label": fact.label,
            "layer": fact.layer or package.name,
            "digest": fact_digest(fact, package),
            "citations": _citations(fact.citations),
        }
        | tagged(value, fact.type)
        for name, value in sorted(decision.facts.items())
        for fact in (package.facts[name],)
    }


def _results(decision: Judgement) -> Plain:
    """The results in their order; each tells which record it belongs to."""
    return {
        key: {
            "label": result.label,
            "fact": result.name,
            "place": result.place,
            **tagged(result.value, result.type),
            "unit": result.unit,
            "words": plain(result.words),
            "missing": list(result.missing),
            "bearer": _party(result.bearer, decision),
            "counterparty": _party(result.counterparty, decision),
        }
        for key, result in decision.results.items()
    }


def _shares(decision: Judgement) -> Plain:
    return {
        name: {
            "label": shares.label,
            "type": tagged(shares.total, shares.type)["type"],
            "unit": exact(shares.unit),
            **{
                amount: exact(getattr(shares, amount))
                for amount in ("total", "bases", "paid", "undistributed")
            },
            "hindrance": None if shares.hindrance is None else shares.hindrance.value,
            "notes": [plain(note) for note in shares.notes],
            "missing": list(shares.missing),
            "entries": [
                {
                    "place": share.path,
                    "name": plain(share.name),
                    "takes_part": share.takes_part,
                    **{
                        amount: exact(getattr(share, amount))
                        for amount in ("weight", "base", "by_weight", "share")
                    },
                    "words": plain(share_in_words(share, shares)),
                }
                for share in shares.entries
            ],
        }
        for name, shares in sorted(decision.shares.items())
    }


def _duties(decision: Judgement) -> list[Plain]:
    """The duties, the most urgent first; other data of each are with its norm."""
    return [
        {
            "norm": duty.norm.name,
            **chosen(duty, "status", "due", "begins", "in_principle", "missing"),
            **chosen(duty, "bearers", "bearing", "counterparty"),
            "period": None if duty.period is None else chosen(duty.period, "start", "end"),
        }
        for duty in decision.duties
    ]


def _parameters(decision: Judgement) -> Plain:
    return {
        name: {"label": parameter.label, "layer": _set_by(parameter, decision)}
        | tagged(parameter.value_on(decision.as_of), parameter.type)
        for name, parameter in sorted(decision.package.parameters.items())
    }


def _set_by(parameter: Parameter, decision: Judgement) -> str:
    """The layer that sets the value for the day; without one, the layer that declares the
    parameter."""
    period = parameter.period_on(decision.as_of)
    layer = parameter.layer if period is None else period.layer
    return layer or decision.package.name


def _verdict(verdict: Verdict) -> Plain:
    return {
        "label": verdict.action.label,
        "status": verdict.status.value,
        "possible": sorted(status.value for status in verdict.possible),
        "by": sorted(verdict.by),
        "defeated": sorted(verdict.defeated),
        "open": sorted(verdict.open),
    }


def _norm(decision: Judgement, outcome: NormOutcome) -> Plain:
    norm = outcome.norm
    return {
        "label": norm.label,
        "applies": _ANSWERS[outcome.applies],
        "status": outcome.status.value,
        "due": exact(outcome.due),
        "periods": [
            {
                "start": exact(one.start),
                "end": exact(one.end),
                "due": exact(one.due),
                "status": one.status.value,
            }
            for one in outcome.periods
        ],
        "modality": norm.modality.value,
        "strength": norm.strength.value,
        "bearer": {"name": norm.bearer, "label": decision.package.bearers[norm.bearer].label},
        "bearers": [_party(name, decision) for name in norm.bearers],
        "bearing": norm.bearing.value,
        "counterparty": _party(norm.counterparty, decision),
        "action": norm.action,
        "answerable": [
            chosen(one, "name", "label", "value") for one in answering(norm, decision.evaluation)
        ],
        "layer": norm.layer or decision.package.name,
        "digest": norm_digest(norm, decision.package),
        "citations": _citations(norm.citations),
    }


def _party(name: str | None, decision: Judgement) -> Plain | None:
    """A party of a norm or a result, with its name in the record."""
    if name is None:
        return None
    party = decision.package.bearers[name]
    who = name_in(decision.record, party, decision.record_type.name)
    return {**chosen(party, "name", "label"), "who": who}


def _reading(one: Adopted, decision: Judgement) -> Plain:
    parameter, said = one.reading, one.reading.reading
    assert said is not None
    return {
        "label": parameter.label,
        "layer": _set_by(parameter, decision),
        "question": said.question,
        "choice": tagged(one.choice, parameter.type),
        "because": one.because,
        "alternatives": [
            {
                "choice": tagged(other.value, parameter.type),
                "because": other.because,
                "changes": None if other.changes is None else _changes(other.changes),
            }
            for other in one.others
        ],
        "throughout": said.throughout,
        "tunable": parameter.tunable is not None,
        "decides": one.decides,
        "citations": _citations(parameter.citations),
    }


def _changes(changes: tuple[OtherAnswer, ...]) -> Plain:
    def of_kind(kind: Kind) -> Plain:
        return {
            change.name: {"before": change.before.value, "after": change.after.value}
            for change in sorted(changes, key=lambda change: change.name)
            if change.kind is kind
        }

    return {"verdicts": of_kind(Kind.VERDICT), "norms": of_kind(Kind.NORM)}


def _citations(citations: tuple[Citation, ...]) -> list[Plain]:
    return [chosen(citation, "clause", "quote") for citation in citations]


def _derivations(decision: Judgement) -> Plain:
    elsewhere = {
        *((Kind.VERDICT, name) for name in decision.verdicts),
        *((Kind.NORM, name) for name in decision.norms),
        *((Kind.FACT, name) for name in decision.facts),
        *((Kind.READING, one.reading.name) for one in decision.readings),
    }

    absences = Absences(decision.evaluation)

    def explainer() -> Explainer:
        return Explainer(decision.needs, elsewhere, absences)

    return {
        "verdicts": {n: node_document(explainer().verdict(n)) for n in sorted(decision.verdicts)},
        "norms": {n: node_document(explainer().norm(n)) for n in sorted(decision.norms)},
        "facts": {n: node_document(explainer().fact(n)) for n in sorted(decision.facts)},
    }


def node_document(node: Node) -> Plain:
    """A sentence of an explanation with all below it, as plain data."""
    shown: Plain = {
        "kind": node.kind.value,
        "sentence": plain(node.sentence),
    }
    if node.name is not None:
        shown["name"] = node.name
    if node.path is not None:
        shown["path"] = node.path
    if isinstance(node.answer, Status | VerdictStatus):
        shown["answer"] = {"type": "status", "value": node.answer.value}
    elif node.type is not None:
        shown["answer"] = tagged(node.answer, node.type)
    if node.citation is not None:
        shown["citation"] = _citations((node.citation,))[0]
    if node.seen:
        shown["seen"] = True
    if node.parts:
        shown["parts"] = [node_document(part) for part in node.parts]
    return shown


PARTS: Final[Mapping[str, Callable[[Judgement], Any]]] = {
    "policy": _policy,
    "record_type": lambda decision: chosen(decision.record_type, "name", "label"),
    "record_digest": lambda decision: decision.record_digest,
    "record": lambda decision: tagged(decision.record, decision.record_type)["value"],
    "as_of": lambda decision: decision.as_of.isoformat(),
    "in_force": lambda decision: decision.in_force,
    "periods": lambda decision: plain(decision.periods),
    "verdicts": lambda decision: {n: _verdict(v) for n, v in sorted(decision.verdicts.items())},
    "norms": lambda decision: {n: _norm(decision, o) for n, o in sorted(decision.norms.items())},
    "facts": _facts,
    "results": _results,
    "shares": _shares,
    "parameters": _parameters,
    "readings": lambda decision: {
        one.reading.name: _reading(one, decision)
        for one in sorted(decision.readings, key=lambda one: one.reading.name)
    },
    "simplified": lambda decision: [
        {
            "kind": "norm" if isinstance(one, Norm) else "fact",
            "name": one.name,
            "label": one.label,
            "layer": one.layer or decision.package.name,
            "because": one.simplified,
        }
        for one in decision.simplified
    ],
    "duties": _duties,
    "missing": lambda decision: list(decision.missing),
    "lacking": lambda decision: [
        {"calendar": one.calendar, "year": one.year} for one in decision.lacking
    ],
    "derivations": _derivations,
}
"""Each part of the document, by the name that it bears there."""


# Digests: names for what a norm or fact says


def norm_digest(norm: Norm, package: Package) -> str:
    """The SHA-256 of what a norm says, independent of its label and of its place in the file.

    The facts that it rests on have digests of their own.
    """
    return of_texts(
        (
            *(norm.record_type, norm.modality.value, norm.strength.value, norm.bearer, norm.action),
            *(_written(norm.when, package), _written(norm.unless, package)),
            *norm.overrides,
            _days(norm.in_force),
            *(_written(who, package) for who in norm.answerable),
            *(() if norm.lasting is None else ("lasting", _written(norm.lasting, package))),
            *(
                ()
                if (by := norm.deadline) is None
                else (by.term.value, *(_written(part, package) for part in by.parts()))
            ),
            *((norm.bearing.value, *norm.co_bearers) if norm.co_bearers else ()),
            *(() if norm.counterparty is None else ("to", norm.counterparty)),
        )
    )


def fact_digest(fact: Fact, package: Package) -> str:
    """The SHA-256 of the meaning of a fact, and of who owes it to whom where it is a result."""
    result = fact.result
    given = () if result is None else ("result", result.bearer or "", result.counterparty or "")
    return of_texts((fact.record_type, _written(fact.means, package), *given))


def _written(expression: Expression | None, package: Package) -> str:
    if expression is None:
        return ""
    counting = dict.fromkeys(
        part.operation.calendar
        for part in walk(expression)
        if isinstance(part, Apply) and part.operation.calendar is not None
    )
    days = (calendar.written() for calendar in counting)
    return "\n".join((describe(expression, package, "en"), *days))


def _days(interval: Interval) -> str:
    return "/".join(day.isoformat() if day else "" for day in (interval.start, interval.end))
