"""Lists from files of their own, joined to their records by key (“has many … by”).

Such a file is read whole, before the first record; the records pass one by one. What does not fit
is reported at the end: rows that belong to no record, rows without a key, rows that cannot be read,
keys that several records have.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from attrs import Factory, define, evolve, frozen

from linkage_rules.model.types import Field, ListType, RecordType, in_order_of
from linkage_rules.model.values import Value
from linkage_rules.records.entries import Entry, Reading
from linkage_rules.records.limits import MAX_LINKED, MAX_LISTED
from linkage_rules.records.problems import (
    CellNote,
    CellProblem,
    FileProblem,
    InputError,
    Problem,
    RecordError,
)
from linkage_rules.records.refusals import did_you_mean
from linkage_rules.records.validation import validate
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable, shown

if TYPE_CHECKING:
    from linkage_rules.records.tables.report import ReadingReport

_NO_LINK: Final = reason("FIL-901", "no list with a table of its own", "不是可以另用表格填报的列表")
_NO_LINKS: Final = Phrase(
    "{kind} has no field that “has many … by”", "{kind}没有“拥有多个……依照”的字段"
)
_TWICE: Final = reason("FIL-902", "two files for one list", "同一列表给了两个文件")
_ONE_FILE: Final = Phrase("one file for each list", "每个列表一个文件")
_LOWER: Final = reason(
    "FIL-903",
    "rows of {path} belong to rows of {above}, for which there is no file",
    "{path} 的行属于 {above} 的行，但没有给出后者的文件",
)
_A_FILE: Final = Phrase("a file for {path} too", "同时给出 {path} 的文件")
_BOTH: Final = reason(
    "REC-118", "the record has this list, and so has {file}", "记录中和 {file} 中都有该列表"
)
_ONCE: Final = Phrase("the list in one of them", "只在其中一处填写")
_MANY: Final = reason("FIL-904", "more than {limit} rows", "超过{limit}行")
_LIMIT: Final = Phrase("at most {limit} rows", "不超过{limit}行")
_NO_KEYS: Final = reason(
    "FIL-905", "no row says to which record it belongs", "没有一行写明属于哪条记录"
)
_KEYED: Final = Phrase(
    "the key of a record in {name}; is it another file, or a column that is called otherwise?",
    "{name}中填写所属记录的键；是否给错了文件，或者列名不同？",
)


class Misfit(Enum):
    """Why rows of a linked file belong to no record, or to several."""

    DANGLING = "dangling"
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@frozen
class LinkProblem:
    """Rows that do not fit: their ``key`` as text, their places, and their number ``rows``.

    For a *duplicate* key, which several records have, ``rows`` counts these records. ``error`` says
    why a row cannot be read.
    """

    kind: Misfit
    key: str | None
    places: tuple[Phrase, ...]
    rows: int
    error: RecordError | None = None


@frozen
class LinkReport:
    """What became of a linked file: its ``rows``, how many are ``linked``, and what does not fit.

    ``path`` is the list that it fills, such as ``projects.funds``; ``omitted`` counts the problems
    beyond the first thousand; ``table`` says how a table was read.
    """

    path: str
    file: str
    rows: int
    linked: int
    problems: tuple[LinkProblem, ...]
    omitted: int
    table: "ReadingReport | None"


@frozen
class LinkedFile:
    """A file whose rows fill a list: its name in messages, and its rows."""

    called: str
    reading: Reading


@frozen
class _Row:
    data: Mapping[str, object]
    place: Phrase
    doubts: tuple[CellProblem, ...]
    notes: tuple[CellNote, ...]
    error: RecordError | None
    order: tuple[Any, ...] = ()


@define
class _Joint:
    """A list with the file that fills it, and the joints of its rows in turn."""

    path: str
    field: Field
    element: RecordType
    file: LinkedFile
    below: tuple["_Joint", ...]
    by_key: dict[Value, list[_Row]] = Factory(dict)
    owners: Counter[Value] = Factory(Counter)
    rows: int = 0
    unkeyed: list[Phrase] = Factory(list)
    unreadable: list[LinkProblem] = Factory(list)

    def read(self) -> None:
        """Read the whole file; the rows of a key are sorted by their required fields.

        Raises `InputError` for a file that is too long, breaks off, or has no key in any row.
        """
        for joint in self.below:
            joint.read()
        for entry in self.file.reading:
            self.rows += 1
            if self.rows > MAX_LINKED:
                limit = f"{MAX_LINKED:,}"
                why, expected = _MANY.filled(limit=limit), _LIMIT.filled(limit=limit)
                raise InputError(FileProblem(printable(self.file.called), "", why, expected))
            self._take(_with_lists(entry, self.element, self.below))
        for rows in self.by_key.values():
            # Rows that cannot be read come last.
            rows.sort(key=lambda row: (row.error is not None, row.order))
        if self.unkeyed and not self.by_key:
            # If no row has a key, all lists would be empty and each record would be judged wrongly.
            expected = _KEYED.filled(name=self._key_field())
            raise InputError(FileProblem(printable(self.file.called), "", _NO_KEYS, expected))

    def _key_field(self) -> Phrase:
        assert self.field.link is not None
        key = self.element.by_spelling[self.field.link.by]
        return Phrase(key.name, f"“{key.label or key.name}”")

    def _take(self, entry: Entry) -> None:
        error, order = None, tuple[Any, ...]()
        if entry.problems:
            error = RecordError(entry.problems, entry.omitted)
        else:
            try:
                record = entry.validated(self.element)
                order = tuple(record[declared.name] for declared in in_order_of(self.element))
            except RecordError as found:
                error = found
        assert self.field.link is not None
        key = _key(entry.data or {}, self.element, self.field.link.by)
        if key is not None:
            row = _Row(entry.data or {}, entry.place, entry.doubts, entry.notes, error, order)
            self.by_key.setdefault(key, []).append(row)
        elif error is None:
            self.unkeyed.append(entry.place)
        if error is not None:
            self.unreadable.append(
                LinkProblem(Misfit.UNREADABLE, _written(key), (entry.place,), 1, error)
            )

    def report(self, *, whole: bool) -> LinkReport:
        """The report so far; which rows belong to no record is only known once the file is
        ``whole``."""
        found = [*self.unreadable]
        if self.unkeyed:
            places = tuple(self.unkeyed[:MAX_LISTED])
            found.append(LinkProblem(Misfit.UNKNOWN, None, places, len(self.unkeyed)))
        linked = 0
        for key, rows in self.by_key.items():
            if key in self.owners:
                linked += sum(row.error is None for row in rows)
            elif whole:
                places = tuple(row.place for row in rows[:MAX_LISTED])
                found.append(LinkProblem(Misfit.DANGLING, _written(key), places, len(rows)))
        for key, count in self.owners.items():
            if count > 1:
                found.append(LinkProblem(Misfit.DUPLICATE, _written(key), (), count))
        reading = self.file.reading
        table = reading.table
        listed = tuple(found[:MAX_LISTED])
        return LinkReport(
            *(self.path, self.file.called, self.rows, linked, listed),
            len(found) - len(listed),
            table,
        )


@define(slots=False, eq=False)
class LinkedReading(Reading):
    """The entries of a file, each with its lists from other files."""

    main: Reading
    _joints: tuple[_Joint, ...]
    _whole: bool = False

    def __next__(self) -> Entry:
        try:
            return super().__next__()
        except StopIteration:
            self._whole = True
            raise

    @property
    def table(self) -> "ReadingReport | None":
        """The report on the rows of the records themselves, if they are in a table."""
        found: ReadingReport | None = self.main.table
        return found

    @property
    def links(self) -> tuple[LinkReport, ...]:
        """What became of each linked file; complete when there are no more entries."""
        waiting, found = [*self._joints], []
        while waiting:
            joint = waiting.pop(0)
            found.append(joint.report(whole=self._whole))
            waiting[:0] = joint.below
        return tuple(found)


def link_records(
    reading: Reading, record_type: RecordType, files: Mapping[str, LinkedFile]
) -> LinkedReading:
    """Records with their lists from other files, one after another.

    The keys of ``files`` are the name or label of a field that “has many … by”, or a path such as
    ``projects.funds``; `linked_type` gives the type of the rows of each. A record whose key is
    unknown has an unknown list, one whose key has no rows an empty list. A record has a problem if
    a row that belongs to it cannot be read, or if it has the list in its own data.

    Raises `InputError` for a path that is no such field, and, with the first entry, for a linked
    file that cannot be read to its end or has no key in any row.
    """
    joints = _joints(record_type, files)
    return LinkedReading(
        _linked(reading, record_type, joints),
        main=reading,
        joints=joints,
        progress=reading.progress,
    )


def linked_type(record_type: RecordType, path: str) -> tuple[str, RecordType]:
    """The path of a linked list by ASCII names, and the type of its records.

    Raises `InputError` where a part of the path is no field that “has many … by”.
    """
    names = []
    for part in path.split("."):
        field = record_type.by_spelling.get(part)
        if field is None or field.link is None:
            raise InputError(_no_link(path, part, record_type))
        names.append(field.name)
        record_type = _element(field)
    return ".".join(names), record_type


def _no_link(path: str, part: str, record_type: RecordType) -> Problem:
    fields = [field for field in record_type.fields if field.link is not None]
    spellings = tuple(s for field in fields for s in (field.name, field.label) if s)
    kind = Phrase(record_type.name, record_type.label or record_type.name)
    if not fields:
        expected = _NO_LINKS.filled(kind=kind)
    else:
        told = [f.name + (f"（{f.label}）" if f.label else "") for f in fields]
        expected = Phrase(", ".join(f.name for f in fields), "、".join(told))
    return Problem(printable(path), shown(part), _NO_LINK, expected, did_you_mean(part, spellings))


def _element(field: Field) -> RecordType:
    assert isinstance(field.type, ListType)
    assert isinstance(field.type.element, RecordType)
    return field.type.element


def _joints(record_type: RecordType, files: Mapping[str, LinkedFile]) -> tuple[_Joint, ...]:
    by_path: dict[str, LinkedFile] = {}
    for given, file in files.items():
        path, _ = linked_type(record_type, given)
        if path in by_path:
            raise InputError(Problem(printable(given), "", _TWICE, _ONE_FILE))
        by_path[path] = file
    for path in by_path:
        above = path.rpartition(".")[0]
        if above and above not in by_path:
            why = _LOWER.filled(path=path, above=above)
            raise InputError(Problem(path, "", why, _A_FILE.filled(path=above)))
    return _below("", record_type, by_path)


def _below(
    prefix: str, record_type: RecordType, by_path: Mapping[str, LinkedFile]
) -> tuple[_Joint, ...]:
    found = []
    for path, file in by_path.items():
        above, _, name = path.rpartition(".")
        if above == prefix:
            field = record_type.by_spelling[name]
            element = _element(field)
            found.append(_Joint(path, field, element, file, _below(path, element, by_path)))
    return tuple(found)


def _linked(
    reading: Iterable[Entry], record_type: RecordType, joints: Sequence[_Joint]
) -> Iterator[Entry]:
    for joint in joints:
        joint.read()
    for entry in reading:
        yield _with_lists(entry, record_type, joints)


def _with_lists(entry: Entry, record_type: RecordType, joints: Sequence[_Joint]) -> Entry:
    if entry.data is None or not joints:
        return entry
    data: dict[str, Any] = dict(entry.data)
    problems, doubts, notes = [*entry.problems], [*entry.doubts], [*entry.notes]
    for joint in joints:
        field, called = joint.field, joint.file.called
        assert field.link is not None
        given = [s for s in (field.name, field.label) if s and data.get(s) is not None]
        if given:
            why = _BOTH.filled(file=printable(called))
            problems.append(Problem(given[0], "", why, _ONCE, label=field.label))
            continue
        key = _key(data, record_type, field.link.of)
        if key is None:
            continue
        joint.owners[key] += 1
        rows = joint.by_key.get(key, [])
        data.pop(field.label or "", None)
        data[field.name] = [row.data for row in rows]
        for at, row in enumerate(rows):
            problems += _inside(row, f"{field.name}[{at}]", called)
            doubts += (_of_file(one, field.name, called) for one in row.doubts)
            notes += (_of_file(one, field.name, called) for one in row.notes)
    if problems:
        return evolve(entry, problems=tuple(problems[:MAX_LISTED]), omitted=entry.omitted)
    return evolve(entry, data=data, doubts=tuple(doubts), notes=tuple(notes))


def _inside(row: _Row, path: str, called: str) -> Iterator[Problem]:
    """The problems of a row as problems of the record it belongs to, with the name of its file."""
    for problem in row.error.problems if row.error else ():
        file, place = printable(called), row.place
        why = problem.why.because(f"{file}, {place.en}: {{why}}", f"{file} {place.zh}：{{why}}")
        inner = f"{path}.{problem.where}" if problem.where else path
        yield evolve(problem, where=inner, why=why)


def _of_file(one: Any, name: str, called: str) -> Any:
    """A doubtful cell or a note with the name of its file, and the path in the record it belongs
    to."""
    place = one.place if one.place.file else evolve(one.place, file=called)
    inner = ", ".join(f"{name}.{where}" for where in one.where.split(", "))
    return evolve(one, place=place, where=inner)


def _key(data: Mapping[str, object], record_type: RecordType, name: str) -> Value:
    """The value of a key; None where it is unknown or cannot be read, which validation reports."""
    field = record_type.by_spelling[name]
    alone = RecordType(record_type.name, record_type.label, (evolve(field, required=False),))
    given = {s: data[s] for s in (field.name, field.label) if s and s in data}
    try:
        return validate(given, alone)[field.name]
    except RecordError:
        return None


def _written(key: Value) -> str | None:
    return None if key is None else printable(str(key))
