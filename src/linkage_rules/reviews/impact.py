"""What changes for records from one policy to another: for whom, and what it comes to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import evolve, frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.comparing import (
    ChangedAnswer,
    ChangedResult,
    answers_of,
    changed,
    changed_results,
)
from linkage_rules.decisions.results import Total, add_up
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.model.unlike_fields import UnlikeField, unlike_fields
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import (
    Entry,
    InputError,
    LinkReport,
    Problem,
    Reading,
    ReadingReport,
    RecordError,
)
from linkage_rules.reviews.reviews import Tally, Title, title_of
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, reason

_SILENT: Final = frozenset({Status.NOT_APPLICABLE, VerdictStatus.UNREGULATED})
_MOST_FAULTS: Final = 20
"""The most records that could not be read whose faults are kept."""
_OF_ONE: Final = reason(
    "REC-119",
    "a record by the type of one of the two policies only",
    "只按两个政策之一的记录类型算作记录",
)
_OF_BOTH: Final = Phrase(
    "a row with the fields that both policies require", "填有两个政策各自必填字段的行"
)
_RETYPED: Final = Phrase(
    "the values of this file would mean one thing to the old policy and another to the new, "
    "because fields have another type there: {fields}. Give the records as one table, such as an "
    "Excel or CSV file, whose headings name the unit (it is read by the type of each policy), or "
    "give the fields the same type in both policies",
    "以下字段在两个政策中类型不同，这份文件中的值对原政策和新政策含义不一：{fields}。"
    "请把记录放在一张表格中（如 Excel 或 CSV，表头写明单位），表格会按两个政策各自的类型读取；"
    "或者让字段在两个政策中类型一致",
)
_RETYPED_FIELD: Final = Phrase(
    "{path} ({before} in the old policy, {after} in the new)",
    "{name}（原政策为{before}，新政策为{after}）",
)


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
    taken as unknown. ``tables`` are the reports on the rows of a table, one or one for each side,
    ``links`` those on linked files, and ``cut_short`` says why the file could not be read to its
    end.
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
    tables: tuple[ReadingReport, ...] = ()
    links: tuple[LinkReport, ...] = ()
    cut_short: InputError | None = None


def types_to_read(before: Policy, after: Policy, shape: str) -> tuple[RecordType, ...]:
    """The types by which a table is to be read for `impact`: the one that both policies have, else
    that of each of them."""
    types = [policy.package.record_types.get(shape) for policy in (before, after)]
    return tuple(dict.fromkeys(filter(None, types)))


def impact(before: Side, after: Side, readings: Sequence[Reading], shape: str) -> Impact:
    """Judge every record by both sides, as far as the file can be read.

    ``readings`` is the file as it is read for both sides, or as it is read by the type of each of
    them; its records are matched by their places. A record that cannot be read is counted. Raises
    `InputError` when not even the first can be read, and `RefusedError` where a file is read once
    and a value in it would mean something else to the other side.
    """
    _check_alike(before, after, readings, shape)
    tally, doubtful = Tally(), 0
    touched: list[Touched] = []
    faults: list[tuple[Title, RecordError]] = []
    record_type = after.policy.record_type(shape)
    totals: tuple[dict[str, Total], dict[str, Total]] = ({}, {})
    for entries in tally.to_the_end(_side_by_side(readings)):
        tally.read += 1
        doubtful += len({doubt.place for entry in entries for doubt in entry.doubts})
        entry = entries[-1]
        try:
            decisions = _decisions(before, after, entries, shape)
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
        tuple(reading.table for reading in readings if reading.table is not None),
        readings[-1].links,
        tally.cut_short,
    )


def _check_alike(before: Side, after: Side, readings: Sequence[Reading], shape: str) -> None:
    """Check that a file which is read once means the same to both sides. Whole records are read by
    either type anew, but a number does not say whether it counts fen; what comes from tables has
    the type by which it was read."""
    types = types_to_read(before.policy, after.policy, shape)
    if len(readings) != 1 or len(types) != 2:
        return
    (reading,) = readings
    of_table = reading.table is not None or bool(reading.links)
    found = [one for one in unlike_fields(*types) if of_table or one.is_mistakable]
    if found:
        raise RefusedError(_RETYPED.filled(fields=tuple(map(_told, found))))


def _told(one: UnlikeField) -> Phrase:
    before, after = type_phrase(one.before.type), type_phrase(one.after.type)
    name = called(one.before)
    return _RETYPED_FIELD.filled(path=one.path, name=name, before=before, after=after)


def _side_by_side(readings: Sequence[Iterable[Entry]]) -> Iterator[tuple[Entry, ...]]:
    """Each record as it is read, once or for each side; one of them alone where the place holds no
    record for the other."""
    if len(readings) == 1:
        yield from ((entry,) for entry in readings[0])
        return
    before, after = map(iter, readings)
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old.position < new.position):
            assert old is not None
            yield (_of_one(old),)
            old = next(before, None)
        elif old is None or new.position < old.position:
            yield (_of_one(new),)
            new = next(after, None)
        else:
            yield old, new
            old, new = next(before, None), next(after, None)


def _of_one(entry: Entry) -> Entry:
    problems = entry.problems or (Problem("", "", _OF_ONE, _OF_BOTH),)
    return evolve(entry, problems=problems)


def _decisions(
    before: Side, after: Side, entries: tuple[Entry, ...], shape: str
) -> tuple[Decision, Decision]:
    """What both sides decide of a record. Raises `RecordError` where one of them cannot read it."""
    for entry in entries:
        if entry.problems:
            raise RecordError(entry.problems, entry.omitted)
    old, new = (
        _judged(side, _known_to(side, other, entry.data, shape), shape)
        for side, other, entry in ((before, after, entries[0]), (after, before, entries[-1]))
    )
    return old, new


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
