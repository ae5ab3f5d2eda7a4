"""A whole decision as sections for a reader: conclusions, what is missing, norms, facts, the
record."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from attrs import frozen

from linkage_rules.decisions import verdicts
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.readings import Adopted, OtherAnswer
from linkage_rules.decisions.results import Result
from linkage_rules.decisions.shares import Shares, share_in_words
from linkage_rules.model.deontic import STATUSES, VERDICTS
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Citation
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Value, whole_if_possible
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.parties import bearers_called, conduct, party_called
from linkage_rules.words.places import asked, place
from linkage_rules.words.telling import (
    choice_of,
    layer_called,
    loosenings,
    not_in_force,
    reading_reasons,
    reading_stated,
    simplified_by_name,
)
from linkage_rules.words.told_values import in_words

if TYPE_CHECKING:
    from linkage_rules.decisions.explaining import Explainer

_VERDICT_ORDER: Final = tuple(VERDICTS)
_STATUS_ORDER: Final = tuple(STATUSES)
_MOST_CHANGES: Final = 6


@frozen
class Entry:
    """A name with the words about it."""

    title: Phrase
    words: Phrase


@frozen
class ActionEntry:
    """An action: its verdict in words and as a sentence, and why.

    ``by`` are the norms that decide, each with its bearer, or, where the verdict is undetermined,
    those that could; ``possible`` are then the verdicts that are left.
    """

    name: str
    title: Phrase
    status: VerdictStatus
    words: Phrase
    conclusion: Phrase
    possible: Phrase | None
    by: tuple[Entry, ...]
    reasons: Node


@frozen
class NormEntry:
    """A norm: what it says, by which words of the source, its status, what follows, and why."""

    name: str
    title: Phrase
    status: Status
    words: Phrase
    conduct: Phrase
    consequence: Phrase | None
    citations: tuple[Citation, ...]
    reasons: Node


@frozen
class FactEntry:
    """A fact: its value in words, and why."""

    name: str
    title: Phrase
    words: Phrase
    reasons: Node


@frozen
class ResultEntry:
    """A result: what it is called, its value, who owes it to whom, and what it still needs.

    ``about`` is the name of the fact among those that are explained, None for a result of a record
    that stands in the one that was judged.
    """

    title: Phrase
    words: Phrase
    owed: Phrase | None
    wanted: Phrase | None
    about: str | None


@frozen
class SharesEntry:
    """A distribution: its name and total, remarks, and a row for each entry with the cells of
    `SHARE_COLUMNS`; the last row is the sum."""

    name: str
    title: Phrase
    words: Phrase
    notes: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]


@frozen
class ReadingEntry:
    """A reading that the answers rest on: the choice, the reasons, and what else would change."""

    title: Phrase
    reasons: tuple[Phrase, ...]
    decides: tuple[Phrase, ...]
    citations: tuple[Citation, ...]


@frozen
class MissingEntry:
    """A field that is missing, with the actions and norms that it could still change."""

    path: str
    title: Phrase
    concerned: Phrase


@frozen
class Report:
    """Everything a page or a text shows of a decision, in the order in which it is read."""

    title: Phrase
    heading: tuple[Entry, ...]
    actions: tuple[ActionEntry, ...]
    results: tuple[ResultEntry, ...]
    shares: tuple[SharesEntry, ...]
    missing: tuple[MissingEntry, ...]
    lacking: tuple[Phrase, ...]
    norms: tuple[NormEntry, ...]
    readings: tuple[ReadingEntry, ...]
    facts: tuple[FactEntry, ...]
    record: tuple[Entry, ...]

    @property
    def nothing_missing(self) -> Phrase:
        """The sentence for when no field is missing: all is settled, or no field can settle the
        rest."""
        verdict_open = any(action.status is VerdictStatus.UNDETERMINED for action in self.actions)
        status_open = any(norm.status is Status.UNDETERMINED for norm in self.norms)
        result_open = any(one.wanted is not None for one in self.results)
        shares_open = any(one.rows[-1][-2] == wording.UNKNOWN for one in self.shares)
        undetermined = verdict_open or status_open or result_open or shares_open
        return wording.NOTHING_HELPS if undetermined else wording.NOTHING_MISSING


def report(decision: Judgement) -> Report:
    """Make the report. Facts and norms are explained once, and only named in other places."""
    # Imported here, because opinions use this module without explanations.
    from linkage_rules.decisions.explaining import Explainer

    explainer = Explainer(decision.needs)
    return Report(
        title=_same(decision.package.label or decision.package.name),
        heading=tuple(_heading(decision)),
        actions=tuple(_actions(decision, explainer)),
        results=tuple(result_entries(decision)),
        shares=tuple(shares_entries(decision)),
        missing=tuple(_missing(decision)),
        lacking=tuple(year.told for year in decision.lacking),
        norms=tuple(_norms(decision, explainer)),
        readings=tuple(reading_entries(decision)),
        facts=tuple(_facts(decision, explainer)),
        record=tuple(_record("", decision.record, decision.record_type, decision.record_type)),
    )


def _heading(decision: Judgement) -> Iterator[Entry]:
    yield Entry(wording.AS_OF_DATE, in_words(decision.as_of, Scalar.DATE))
    if not decision.in_force:
        yield Entry(wording.IN_FORCE, not_in_force(decision.package, decision.as_of))
    required = [field for field in decision.record_type.fields if field.required]
    known = tuple(in_words(decision.record[field.name], field.type) for field in required)
    kind = called(decision.record_type)
    yield Entry(wording.RECORD, wording.RECORD_NAMED.filled(kind=kind, names=known))
    yield Entry(wording.RECORD_DIGEST, _same(decision.record_digest))
    yield Entry(wording.POLICY, _same(decision.policy))
    package = decision.package
    if len(package.layers) > 1:
        layers = tuple(layer_called(package, layer) for layer in package.layers)
        yield Entry(wording.LAYERS, wording.LISTED.filled(listed=layers))
    yield Entry(wording.POLICY_DIGEST, _same(decision.policy_digest))
    for sentence in loosenings(package):
        yield Entry(wording.LOOSENED, sentence)
    for one in decision.simplified:
        yield Entry(wording.SIMPLIFIED, simplified_by_name(one))


def _actions(decision: Judgement, explainer: "Explainer") -> Iterator[ActionEntry]:
    package = decision.package
    found = decision.verdicts.items()
    for name, verdict in sorted(found, key=lambda item: _VERDICT_ORDER.index(item[1].status)):
        is_open = verdict.status is VerdictStatus.UNDETERMINED
        names = verdicts.could_decide(name, decision.evaluation) if is_open else verdict.by
        by = [package.norms[norm] for norm in names]
        done = verdicts.was_done(name, decision.evaluation)
        yield ActionEntry(
            name=name,
            title=called(verdict.action),
            status=verdict.status,
            words=verdicts.verdict_in_words(verdict, package, done),
            conclusion=verdicts.conclusion(verdict, package, done),
            possible=_possible(verdict) if is_open else None,
            by=tuple(
                Entry(called(norm), bearers_called(norm, package, record=decision.record))
                for norm in by
            ),
            reasons=explainer.verdict(name),
        )


def _possible(verdict: Verdict) -> Phrase:
    return wording.POSSIBLE.filled(possible=verdicts.possible(verdict))


def _missing(decision: Judgement) -> Iterator[MissingEntry]:
    needs = decision.needs
    of_verdicts = {name: needs.of_verdict(name) for name in decision.verdicts}
    of_norms = {name: needs.of_status(name) for name in decision.norms}
    for path in decision.missing:
        actions = [n for n, paths in of_verdicts.items() if path in paths]
        norms = [n for n, paths in of_norms.items() if path in paths]
        results = [one for one in decision.results.values() if path in one.missing]
        shares = [name for name, one in decision.shares.items() if path in one.missing]
        yield MissingEntry(
            path=path,
            title=place(path, decision.record_type),
            concerned=wording.LISTED.filled(
                listed=(
                    *(called(decision.verdicts[name].action) for name in actions),
                    *(called(decision.norms[name].norm) for name in norms),
                    *(one.called(decision.record_type) for one in results),
                    *(called(decision.package.facts[name]) for name in shares),
                )
            ),
        )


def _norms(decision: Judgement, explainer: "Explainer") -> Iterator[NormEntry]:
    outcomes = decision.norms.items()
    for name, outcome in sorted(outcomes, key=lambda item: _STATUS_ORDER.index(item[1].status)):
        yield NormEntry(
            name=name,
            title=called(outcome.norm),
            status=outcome.status,
            words=verdicts.with_due(wording.STATUSES[outcome.status], outcome),
            conduct=conduct(outcome.norm, decision.package, record=decision.record),
            consequence=verdicts.consequence(outcome.norm, outcome.status),
            citations=outcome.norm.citations,
            reasons=explainer.norm(name),
        )


def result_entries(decision: Judgement) -> Iterator[ResultEntry]:
    """The results of a record and of the records in it, in their order."""
    shape = decision.record_type
    for result in decision.results.values():
        yield ResultEntry(
            title=result.called(shape),
            words=result.words,
            owed=owed(result.bearer, result.counterparty, decision),
            wanted=_wanted(result, shape),
            about=None if result.place else result.name,
        )


def shares_entries(decision: Judgement) -> Iterator[SharesEntry]:
    """The distributions of a record, each with its rows."""
    for shares in decision.shares.values():
        amounts = [in_words(one, shares.type) for one in (shares.total, shares.unit)]
        told = (
            wording.OF_TOTAL.filled(total=amounts[0]),
            wording.TO_UNIT.filled(unit=amounts[1]),
        )
        wanted: tuple[Phrase, ...] = ()
        if shares.missing:
            places = tuple(asked(path, decision.record_type) for path in shares.missing)
            wanted = (wording.RESULT_NEEDS.filled(places=_some(places)),)
        yield SharesEntry(
            name=shares.name,
            title=called(decision.package.facts[shares.name]),
            words=enumerated(told, ", ", "，"),
            notes=(*shares.notes, *wanted),
            rows=tuple(share_rows(shares)),
        )


def share_rows(shares: Shares) -> Iterator[tuple[Phrase, ...]]:
    """The cells of a sheet of shares, the sums below."""
    nothing = _same("")
    for one in shares.entries:
        amounts = [in_words(n, shares.type) for n in (one.base, one.by_weight, one.share)]
        weight = in_words(one.weight, shares.weight_type)
        yield (one.name, amounts[0], weight, *amounts[1:], share_in_words(one, shares))
    by_weight = None
    if shares.paid is not None and shares.bases is not None:
        by_weight = whole_if_possible(shares.paid - shares.bases)
    sums = [in_words(n, shares.type) for n in (shares.bases, by_weight, shares.paid)]
    yield (wording.ALL_SHARES, sums[0], nothing, *sums[1:], nothing)


def owed(bearer: str | None, counterparty: str | None, decision: Judgement) -> Phrase | None:
    """The words for who owes a result to whom; None where the policy says neither."""
    parties = {"bearer": bearer, "counterparty": counterparty}
    bearers, about = decision.package.bearers, decision.record_type.name
    named = {
        role: party_called(bearers[name], about, record=decision.record)
        for role, name in parties.items()
        if name
    }
    pattern = wording.OWED.get((bearer is not None, counterparty is not None))
    return None if pattern is None else pattern.filled(**named)


def _wanted(result: Result, shape: RecordType) -> Phrase | None:
    """The words for what an unknown result still needs; None for a known one."""
    if result.value is not None:
        return None
    if not result.missing:
        return wording.RESULT_OPEN
    places = tuple(asked(path, shape) for path in result.missing)
    return wording.RESULT_NEEDS.filled(places=_some(places))


def _some(places: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The first of several places, and how many more there are."""
    left = len(places) - _MOST_CHANGES
    if left <= 0:
        return places
    return (*places[:_MOST_CHANGES], wording.AND_OTHERS.filled(count=left))


def reading_entries(
    decision: Judgement, norms: Collection[str] | None = None
) -> Iterator[ReadingEntry]:
    """The readings that a decision rests on, with what other choices would change.

    With ``norms`` only those that the status of one of them rests on, that decide, or by which the
    whole policy is read.
    """
    for one in decision.readings:
        told_of = one.decides or not one.norms or norms is None or not one.norms.isdisjoint(norms)
        if not told_of:
            continue
        title, reasons = _stated((one.reading.name, decision.as_of), decision.package)
        yield ReadingEntry(
            title=title,
            reasons=reasons,
            decides=tuple(_decided(one, decision)),
            citations=one.reading.citations,
        )


@kept_beside
def _stated(asked: tuple[str, date], package: Package) -> tuple[Phrase, tuple[Phrase, ...]]:
    """The words for a reading with its choice on a day, and for the reasons."""
    name, day = asked
    reading = package.readings[name]
    return reading_stated(reading, day), tuple(reading_reasons(reading, day))


def _decided(one: Adopted, decision: Judgement) -> Iterator[Phrase]:
    """What each alternative of a reading would change; only verdicts where it changes any."""
    for other in one.others:
        changes = other.changes or ()
        of_verdicts = [change for change in changes if change.kind is Kind.VERDICT]
        listed = tuple(_change(change, decision) for change in of_verdicts or changes)
        if listed:
            shown = listed[:_MOST_CHANGES]
            if len(listed) > len(shown):
                shown += (wording.AND_OTHERS.filled(count=len(listed) - len(shown)),)
            answer = choice_of(other.value, one.reading.type)
            yield wording.READING_DECIDES.filled(answer=answer, changes=shown)


def _change(change: OtherAnswer, decision: Judgement) -> Phrase:
    if change.kind is Kind.VERDICT:
        found = decision.verdicts[change.name]
        subject, before = called(found.action), verdicts.verdict_in_words(found, decision.package)
        after = verdicts.status_in_words(VerdictStatus(change.after.value), found)
    else:
        subject = called(decision.norms[change.name].norm)
        before, after = (wording.STATUSES[Status(s.value)] for s in (change.before, change.after))
    return wording.READING_CHANGES.filled(subject=subject, before=before, after=after)


def _facts(decision: Judgement, explainer: "Explainer") -> Iterator[FactEntry]:
    for name, value in decision.facts.items():
        fact = decision.package.facts[name]
        words = in_words(value, fact.type)
        yield FactEntry(name, called(fact), words, explainer.fact(name))


def _record(path: str, value: Value, type_: Type, whole: RecordType) -> Iterator[Entry]:
    """The known values in a record, field by field and element by element."""
    if isinstance(type_, RecordType) and isinstance(value, Mapping):
        for field in type_.fields:
            inner = f"{path}.{field.name}" if path else field.name
            yield from _record(inner, value[field.name], field.type, whole)
    elif isinstance(type_, ListType) and isinstance(type_.element, RecordType) and value:
        assert isinstance(value, tuple)
        for index, element in enumerate(value):
            yield from _record(f"{path}[{index}]", element, type_.element, whole)
    elif value is not None:
        yield Entry(place(path, whole), in_words(value, type_))


def _same(text: str) -> Phrase:
    return Phrase(text, text)
