"""Judging a file of records one after another, and the counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import Factory, define, evolve, frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.results import Result, Total, add_up
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.policy.policy import Policy
from linkage_rules.records import Entry, InputError, Reading, RecordError
from linkage_rules.reviews.findings import ReviewFinding, findings
from linkage_rules.reviews.repeated import RepeatedIds, SeenIds
from linkage_rules.words.messages import Phrase

if TYPE_CHECKING:
    from linkage_rules.records import LinkReport, ReadingReport

_T = TypeVar("_T")


@frozen
class Title:
    """The name of a record: its ``id`` and ``name`` if it has them, and its place."""

    place: Phrase
    id: str | None = None
    name: str | None = None


@frozen
class Judged:
    """A record that could be read, with its decision.

    ``same_id_at`` is the place of an earlier record with the same id, or None.
    """

    entry: Entry
    title: Title
    decision: Decision
    findings: tuple[ReviewFinding, ...]
    same_id_at: Phrase | None = None


@frozen
class Unreadable:
    """A record that could not be read, with all its problems; ``same_id_at`` is that of
    `Judged`."""

    entry: Entry
    title: Title
    error: RecordError
    same_id_at: Phrase | None = None


Reviewed: TypeAlias = Judged | Unreadable


def review(
    policy: Policy, record_type: RecordType, entries: Iterable[Entry], as_of: date
) -> Iterator[Reviewed]:
    """Judge each record. One that cannot be read never stops the others."""
    for entry in entries:
        title = title_of(entry, record_type)
        try:
            if entry.problems:
                raise RecordError(entry.problems, entry.omitted)
            decision = policy.evaluate(
                entry.data, as_of=as_of, record_type=record_type.name, outside="allow"
            )
        except RecordError as error:
            yield Unreadable(entry, title, error)
        else:
            yield Judged(entry, title, decision, findings(decision))


def title_of(entry: Entry, record_type: RecordType) -> Title:
    """The title of a record, whether it could be read or not."""
    given = {
        record_type.by_spelling[spelling].name: value
        for spelling, value in (entry.data or {}).items()
        if spelling in record_type.by_spelling and isinstance(value, str) and value.strip()
    }
    return Title(entry.place, _text(given.get("id")), _text(given.get("name")))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def with_same_id(one: Reviewed, first: Phrase | None) -> Reviewed:
    """The record with the place of an earlier record of the same id."""
    return one if first is None else evolve(one, same_id_at=first)


@frozen
class Counts:
    """What is counted for a record: its verdicts, norms that are violated, late or overdue, and its
    results."""

    verdicts: tuple[VerdictStatus, ...]
    violated: int
    results: tuple[Result, ...]


def counts_of(one: Judged) -> Counts:
    """What is counted of a record that was judged."""
    norms = (norm for finding in one.findings for norm in finding.norms)
    return Counts(
        tuple(finding.status for finding in one.findings),
        sum(is_failing(norm.status) for norm in norms),
        tuple(one.decision.results.values()),
    )


@define
class Tally:
    """How many records were read, and what was found in them.

    ``verdicts`` counts the findings by verdict, ``violated`` the norms that decide them and are
    violated, done late or overdue. ``results`` has the total of each result by its name,
    ``repeated`` the ids that several records have. ``cut_short`` says why the file could not be
    read to its end.
    """

    entries: Iterable[Entry] = ()
    read: int = 0
    unreadable: int = 0
    verdicts: Counter[VerdictStatus] = Factory(Counter)
    violated: int = 0
    results: dict[str, Total] = Factory(dict)
    repeated: RepeatedIds = Factory(RepeatedIds)
    cut_short: InputError | None = None

    @property
    def table(self) -> "ReadingReport | None":
        """The report on the rows, if the records are in a table."""
        found: ReadingReport | None = None
        if isinstance(self.entries, Reading):
            found = self.entries.table
        return found

    @property
    def links(self) -> "tuple[LinkReport, ...]":
        """The reports on the files that fill lists of the records."""
        return self.entries.links if isinstance(self.entries, Reading) else ()

    @property
    def misfits(self) -> bool:
        """Whether rows of such files belong to no record, to several, or cannot be read."""
        return any(report.problems for report in self.links)

    def counted(self, reviewed: Iterable[Reviewed]) -> Iterator[Reviewed]:
        """The records, each counted as it passes, as far as the file can be read.

        Raises `InputError` when not even the first record can be read.
        """

        def each() -> Iterator[Reviewed]:
            with closing(SeenIds()) as seen:
                for one in reviewed:
                    self.count(None if isinstance(one, Unreadable) else counts_of(one))
                    yield with_same_id(one, self.compared(one.title, one.entry, seen))

        return self.to_the_end(each())

    def compared(self, title: Title, entry: Entry, seen: SeenIds) -> Phrase | None:
        """The place of an earlier record with the same id; None for the first."""
        return self.repeated.compare(title.id, entry.position, title.place, seen)

    def to_the_end(self, passing: Iterable[_T]) -> Iterator[_T]:
        """The items, as far as the file can be read. Raises `InputError` as `counted` does."""
        try:
            yield from passing
        except InputError as error:
            if not self.read:
                raise
            self.cut_short = error

    def count(self, found: Counts | None) -> None:
        """Count a record; None stands for one that could not be read."""
        self.read += 1
        if found is None:
            self.unreadable += 1
            return
        self.verdicts.update(found.verdicts)
        self.violated += found.violated
        add_up(found.results, self.results)

    def totals(self) -> Mapping[str, Total]:
        """The totals of the results, with the number of records that could not be read."""
        return {name: evolve(total, unread=self.unreadable) for name, total in self.results.items()}

    def counts(self) -> Mapping[VerdictStatus, int]:
        """The number of each verdict, the gravest first."""
        return {status: self.verdicts[status] for status in VerdictStatus if self.verdicts[status]}
