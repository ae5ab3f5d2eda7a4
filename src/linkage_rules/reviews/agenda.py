"""The agenda of many records: their duties that are owed on a day or become due by another day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from linkage_rules.decisions import Decision, Duty
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Modality, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.plain.writing import FORMATS, Plain, chosen, exact, plain
from linkage_rules.records import LinkReport, ReadingReport
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Reviewed, Tally, Title, Unreadable
from linkage_rules.words.citing import clause_called
from linkage_rules.words.deontic_words import FORCES
from linkage_rules.words.messages import Phrase
from linkage_rules.words.parties import bearers_called, counterparty_called, deed, names_anyone
from linkage_rules.words.places import asked


@frozen
class Entry:
    """A duty of a record: by whom, what, to whom, on which ground, and what is to be asked for."""

    title: Title
    duty: Duty
    bearer: Phrase
    what: Phrase
    counterparty: Phrase | None
    grounds: tuple[str, ...]
    wanted: tuple[Phrase, ...]
    record: Plain


@frozen
class Group:
    """The duties of one bearer, or of several together."""

    bearer: Phrase
    entries: tuple[Entry, ...]

    @property
    def overdue(self) -> int:
        """How many of them are overdue, or violated without a day."""
        return sum(not entry.duty.urgency[0] for entry in self.entries)


@frozen
class Agenda:
    """The duties that are owed on the day that was asked about, or become due by another day.

    ``later`` counts the duties that are not yet due and have no day up to ``until``; ``refused``
    are the records that could not be read.
    """

    question: Question
    until: date | None
    groups: tuple[Group, ...]
    later: int
    refused: tuple[Unreadable, ...]
    tally: Tally

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, by bearer."""
        return (entry for group in self.groups for entry in group.entries)

    @property
    def counts(self) -> Counter[Status]:
        """How many entries there are in each status."""
        return Counter(entry.duty.status for entry in self.entries)

    @property
    def undated(self) -> int:
        """How many entries have no due day, or none that is known."""
        return sum(entry.duty.due is None for entry in self.entries)

    @property
    def tables(self) -> tuple[ReadingReport, ...]:
        """The reports on the tables that records were read from."""
        return () if self.tally.table is None else (self.tally.table,)

    @property
    def links(self) -> tuple[LinkReport, ...]:
        """The reports on the files that fill lists of the records."""
        return self.tally.links


def gathered(
    question: Question, reviewed: Iterable[Reviewed], tally: Tally, until: date | None = None
) -> Agenda:
    """The agenda of records that are judged as they pass.

    A duty that is not yet due is listed if it begins or is due between the day asked about and
    ``until``; without ``until`` such duties are only counted. The bearer with the most urgent duty
    comes first.
    """
    entries: list[Entry] = []
    refused: list[Unreadable] = []
    later = 0
    for one in reviewed:
        if isinstance(one, Unreadable):
            refused.append(one)
            continue
        for duty in one.decision.duties:
            if is_listed(duty, question.as_of, until):
                entries.append(entry_of(duty, one.title, one.decision))
            else:
                later += 1
    return Agenda(question, until, grouped(entries), later, tuple(refused), tally)


def owes_anything(package: Package, record_type: RecordType) -> bool:
    """Whether any norm about records of the type is an obligation."""
    return any(
        norm.modality is Modality.OBLIGATION and norm.record_type == record_type.name
        for norm in package.norms.values()
    )


def is_listed(duty: Duty, as_of: date, until: date | None) -> bool:
    """Whether a duty is owed already, or begins or is due on a day up to ``until``."""
    if duty.status is not Status.NOT_YET_DUE:
        return True
    days = (day for day in (duty.begins, duty.due) if day is not None)
    return until is not None and any(as_of <= day <= until for day in days)


def entry_of(duty: Duty, title: Title, decision: Decision) -> Entry:
    """The entry for a duty of a decision, with its words."""
    norm, package, record = duty.norm, decision.package, decision.record
    named = names_anyone(norm, package)
    said = _said(norm, package, record) if named else _said_of_all(norm.name, package)
    return Entry(
        title=title,
        duty=duty,
        bearer=said.bearer,
        what=said.what,
        counterparty=said.counterparty,
        grounds=said.grounds,
        wanted=tuple(asked(path, decision.record_type) for path in duty.missing),
        record={name: exact(record[name]) for name in decision.record_type.required},
    )


@frozen
class _Said:
    """The words about a norm: its bearers, what to do, for whom, and its clauses."""

    bearer: Phrase
    what: Phrase
    counterparty: Phrase | None
    grounds: tuple[str, ...]


def _said(norm: Norm, package: Package, record: Record | None) -> _Said:
    what = FORCES[norm.modality, norm.strength].conduct.filled(
        bearer="", action=deed(norm, package, record=record)
    )
    return _Said(
        bearer=bearers_called(norm, package, record=record),
        what=Phrase(what.en.strip(), what.zh),
        counterparty=counterparty_called(norm, package, record=record),
        grounds=tuple(dict.fromkeys(clause_called(one, package) for one in norm.citations)),
    )


@kept_beside
def _said_of_all(norm: str, package: Package) -> _Said:
    """The words about a norm where they are the same for every record."""
    return _said(package.norms[norm], package, None)


def grouped(entries: Iterable[Entry]) -> tuple[Group, ...]:
    """The entries grouped by bearers; groups and entries with the most urgent first."""
    together: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.duty.urgency):
        together.setdefault((entry.bearer.zh, entry.bearer.en), []).append(entry)
    return tuple(Group(found[0].bearer, tuple(found)) for found in together.values())


def document(agenda: Agenda) -> Plain:
    """The agenda as plain data."""
    question = agenda.question
    package: Package = question.policy.package
    shape: RecordType = question.record_type
    return {
        **FORMATS["agenda"].head,
        "policy": {**chosen(package, "name", "label"), "digest": question.policy.digest},
        "record_type": chosen(shape, "name", "label"),
        "as_of": question.as_of.isoformat(),
        "until": exact(agenda.until),
        "in_force": question.in_force,
        "counts": {status.value: count for status, count in sorted(agenda.counts.items())},
        "later": agenda.later,
        "duties": [_plain(entry) for entry in agenda.entries],
        "refused": [
            {
                **chosen(one.title, "place", "id", "name"),
                "problems": [
                    {
                        "code": problem.code,
                        "path": problem.path,
                        "en": problem.render("en"),
                        "zh": problem.render("zh"),
                    }
                    for problem in one.error.problems
                ],
            }
            for one in agenda.refused
        ],
    }


def _plain(entry: Entry) -> Plain:
    duty = entry.duty
    return {
        **chosen(entry.title, "place", "id", "name"),
        "record": entry.record,
        "norm": chosen(duty.norm, "name", "label"),
        "action": duty.norm.action,
        **chosen(duty, "status", "due", "begins", "in_principle", "missing"),
        **chosen(duty, "bearers", "bearing", "counterparty"),
        "period": None if duty.period is None else chosen(duty.period, "start", "end"),
        "citations": [chosen(citation, "clause", "quote") for citation in duty.norm.citations],
        "words": plain(entry.what),
    }
