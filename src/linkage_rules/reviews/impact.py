"""What changes for records from one policy to another: for whom, and what it comes to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.comparing import (
    ChangedAnswer,
    ChangedResult,
    answers_of,
    changed,
    changed_results,
)
from linkage_rules.decisions.results import Total, add_up
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.policy.policy import Policy
from linkage_rules.records import (
    Entry,
    InputError,
    LinkReport,
    ReadingReport,
    RecordError,
)
from linkage_rules.reviews.reviews import Tally, Title, title_of

_SILENT: Final = frozenset({Status.NOT_APPLICABLE, VerdictStatus.UNREGULATED})
_MOST_FAULTS: Final = 20
"""The most records that could not be read whose faults are kept."""


@frozen
class Touched:
    """A record for which something changes."""

    title: Title
    verdicts: tuple[ChangedAnswer[VerdictStatus], ...]
    statuses: tuple[ChangedAnswer[Status], ...]
    results: tuple[ChangedResult, ...] = ()


@frozen
class Side:
    """A policy and the day to judge by."""

    policy: Policy
    as_of: date

    @property
    def in_force(self) -> bool:
        """Whether the policy is in force on the day."""
        return self.policy.package.in_force_on(self.as_of)


@frozen
class Impact:
    """What changes from one side to the other, over all records that could be read.

    ``totals`` are the totals of each result on both sides; ``faults`` are the first records that
    could not be read, with what is wrong with them. ``doubtful`` counts the cells whose fields were
    taken as unknown, ``table`` and ``links`` are the reports on the rows, and ``cut_short`` says
    why the file could not be read to its end.
    """

    before: Side
    after: Side
    read: int
    unreadable: int
    touched: tuple[Touched, ...]
    record_type: str
    totals: tuple[Mapping[str, Total], Mapping[str, Total]] = ({}, {})
    faults: tuple[tuple[Title, RecordError], ...] = ()
    doubtful: int = 0
    table: ReadingReport | None = None
    links: tuple[LinkReport, ...] = ()
    cut_short: InputError | None = None


def impact(before: Side, after: Side, entries: Iterable[Entry], shape: str) -> Impact:
    """Judge every record by both sides, as far as the file can be read.

    A record that cannot be read is counted. Raises `InputError` when not even the first can be
    read.
    """
    tally, doubtful = Tally(entries), 0
    touched: list[Touched] = []
    faults: list[tuple[Title, RecordError]] = []
    record_type = after.policy.record_type(shape)
    totals: tuple[dict[str, Total], dict[str, Total]] = ({}, {})
    for entry in tally.to_the_end(entries):
        tally.read += 1
        doubtful += len(entry.doubts)
        try:
            if entry.problems:
                raise RecordError(entry.problems, entry.omitted)
            decisions = [
                _judged(side, _known_to(side, other, entry.data, shape), shape)
                for side, other in ((before, after), (after, before))
            ]
        except RecordError as error:
            tally.unreadable += 1
            if tally.unreadable <= _MOST_FAULTS:
                faults.append((title_of(entry, record_type), error))
            continue
        old, new = map(answers_of, decisions)
        for decision, total in zip(decisions, totals, strict=True):
            add_up(decision.results.values(), total)
        verdicts = tuple(c for c in changed(old.verdicts, new.verdicts) if not _is_idle(c))
        statuses = tuple(c for c in changed(old.norms, new.norms) if not _is_idle(c))
        results = changed_results(*(decision.results for decision in decisions))
        if verdicts or statuses or results:
            touched.append(Touched(title_of(entry, record_type), verdicts, statuses, results))
    for total in totals:
        for one in total.values():
            one.unread = tally.unreadable
    return Impact(
        before,
        after,
        tally.read,
        tally.unreadable,
        tuple(touched),
        shape,
        totals,
        tuple(faults),
        doubtful,
        tally.table,
        tally.links,
        tally.cut_short,
    )


def _known_to(side: Side, other: Side, record: object, shape: str) -> object:
    """A record without fields that only the other policy knows, at every level."""
    known, more = (one.policy.package.record_types.get(shape) for one in (side, other))
    return record if known is None or more is None else _without(record, known, more)


def _without(value: object, known: Type, more: Type) -> object:
    match known, more:
        case ListType(element), ListType(other) if isinstance(value, list | tuple):
            return [_without(one, element, other) for one in value]
        case RecordType(), RecordType() if isinstance(value, Mapping) and known != more:
            fields, others = known.by_spelling, more.by_spelling
            return {
                name: _without(part, fields[name].type, others[name].type)
                if name in fields and name in others
                else part
                for name, part in value.items()
                if name in fields or name not in others
            }
    return value


def _judged(side: Side, record: object, shape: str) -> Decision:
    return side.policy.evaluate(record, as_of=side.as_of, record_type=shape, outside="allow")


def _is_idle(change: ChangedAnswer[Any]) -> bool:
    """Whether something that was added or removed does not apply to the record, so that nothing
    changes."""
    present = change.after or change.before
    absent = change.before is None or change.after is None
    return absent and present is not None and present.status in _SILENT
