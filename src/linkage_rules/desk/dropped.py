"""Files that are dropped on the page, and how they are understood.

A sheet is read from its file once: its rows are kept, and shown or read by another mapping from
there. The records that a mapping makes of them are kept as well, so that each can be judged again.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import Factory, define, evolve, field, frozen

from linkage_rules.desk.methods import Task
from linkage_rules.desk.spool import Spool
from linkage_rules.model.types import EnumType, RecordType, Scalar
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import Entry, InputError, Progress, Reading, ReadingReport, read_records
from linkage_rules.records.reading import EXTENSIONS, FORMATS, naming
from linkage_rules.records.received import received_name
from linkage_rules.records.tables.grid import Merge, Row, Sheet, Unseen
from linkage_rules.records.tables.header import Header, header_at
from linkage_rules.records.tables.mapping import ColumnMapping
from linkage_rules.records.tables.mapping_files import mappings_for
from linkage_rules.records.tables.proposing import (
    ProposedColumn,
    proposed_columns,
    proposed_header,
)
from linkage_rules.records.tables.reading import (
    TABLES,
    UNFITTING,
    Opened,
    TableReading,
    first_filled,
    read_sheets,
)
from linkage_rules.records.tables.rows import Skip
from linkage_rules.words.messages import Phrase

_OFTEN: Final = 200
"""Rows between two reports of progress."""
_MOST_WORDS: Final = 60
"""How many different words of a column that are not understood are listed."""

_NO_KIND: Final = Phrase(
    "{name}: a file of this kind cannot be read; review takes {endings}",
    "{name}：不能读取这种文件；可以审核的文件有 {endings}",
)
_ROWS: Final = Phrase("{count} rows of the sheet read", "已读取表格{count}行")
_UNDERSTOOD: Final = Phrase("{count} rows understood", "已识别{count}行")


@define(eq=False)
class KeptSheet:
    """A sheet whose rows are kept. ``cut_short`` says why it could not be read to its end."""

    name: str | None
    rows: Spool[Row]
    merges: tuple[Merge, ...] = ()
    unseen: Unseen = Factory(Unseen)
    hidden: bool = False
    width: int = 0
    cut_short: InputError | None = None
    numbers: "array[int]" = field(init=False, default=Factory(lambda: array("Q")))

    @classmethod
    def of(cls, sheet: Sheet, path: Path, task: Task) -> "KeptSheet":
        """Read a sheet, and keep its rows in a file. Raises `InputError` where not even the first
        row can be read, and `StoppedError`."""
        kept = cls(sheet.name, Spool(path), hidden=sheet.hidden)
        with kept.rows.writing() as put:
            try:
                for row in sheet.rows():
                    put(row)
                    kept.numbers.append(row.number)
                    kept.width = max(kept.width, len(row.cells))
                    if row.number % _OFTEN == 1:
                        words = _ROWS.filled(count=row.number)
                        task.tell(sheet.progress.done, sheet.progress.total or 0, words)
            except InputError as error:
                if not kept.numbers:
                    raise
                kept.cut_short = error
        kept.merges, kept.unseen = sheet.merges(), sheet.unseen()
        return kept

    def row(self, number: int) -> Row:
        """The row of a number. Raises IndexError."""
        return self.rows.at(bisect_left(self.numbers, number))

    def sheet(self) -> Sheet:
        """The same sheet, read from what is kept."""
        progress = Progress(0, len(self.rows))

        def rows() -> Iterator[Row]:
            for progress.done, row in enumerate(self.rows, 1):
                yield row
            if self.cut_short is not None:
                raise self.cut_short

        return Sheet(
            self.name, rows, lambda: self.merges, self.hidden, progress, lambda: self.unseen
        )


@define(eq=False)
class Dropped:
    """A file of the page in a folder of its own. ``called`` is its name there, ``sheets`` are those
    of a table in their order; other files have none."""

    called: str
    path: Path
    sheets: tuple[Sheet, ...] = ()
    _kept: dict[int, KeptSheet] = Factory(dict)

    @classmethod
    def of(cls, called: str, content: bytes, folder: Path) -> "Dropped":
        """Keep a file. Raises `RefusedError` for a kind of file that holds no records, and
        `InputError` for one that cannot be read."""
        name = received_name(called)
        if name is None:
            raise RefusedError(_NO_KIND.filled(name=called, endings=EXTENSIONS))
        path = folder / name
        path.write_bytes(content)
        if path.suffix in FORMATS:
            return cls(name, path)
        with naming(path, name):
            return cls(name, path, TABLES[path.suffix](path))

    def kept(self, sheet: Sheet, task: Task) -> KeptSheet:
        """One of its sheets with its rows, which are read from the file the first time."""
        number = self.sheets.index(sheet)
        if number not in self._kept:
            path = self.path.with_name(f"sheet-{number}")
            path.unlink(missing_ok=True)
            self._kept[number] = KeptSheet.of(sheet, path, task)
        return self._kept[number]


@frozen
class Choices:
    """How a file is to be read: the type of its records, and what the user has chosen, None for
    what is to be found. ``saved`` are mappings of the user for such records."""

    record_type: RecordType
    mapping: ColumnMapping | None = None
    sheet: str | None = None
    heading_rows: tuple[int, int] | None = None
    saved: tuple[ColumnMapping, ...] = ()


@define(eq=False)
class Understood:
    """A file as it is understood.

    ``entries`` are its records, none of a table whose headings fit no mapping: then ``unfitting``
    says why. ``sheet`` holds the rows of a table, ``header`` its headings, ``columns`` for each of
    them the fields that are like it; ``reading`` is what the mapping made of it. ``doubts`` counts
    the doubtful cells by column, ``words`` those of columns with a list of values; ``flagged`` are
    the positions of records with doubtful cells, and of those that were refused. ``keys`` are those
    of all records of a file that is no table, as they are spelt there, each once as they come.
    """

    file: Dropped
    choices: Choices
    entries: Spool[Entry]
    sheet: KeptSheet | None = None
    header: Header | None = None
    columns: tuple[ProposedColumn, ...] = ()
    reading: TableReading | None = None
    unfitting: InputError | None = None
    cut_short: InputError | None = None
    refused: int = 0
    doubtful: int = 0
    doubts: Counter[str] = Factory(Counter)
    words: dict[str, Counter[str]] = Factory(dict)
    keys: dict[str, None] = Factory(dict)
    positions: "array[int]" = field(init=False, default=Factory(lambda: array("Q")))
    flagged: "array[int]" = field(init=False, default=Factory(lambda: array("Q")))

    @property
    def report(self) -> ReadingReport | None:
        """The report on the rows of a table."""
        return None if self.reading is None else self.reading.report

    def entry_at(self, position: int) -> Entry | None:
        """The record of a position, such as a row; None where there is none."""
        number = bisect_left(self.positions, position)
        if number == len(self.positions) or self.positions[number] != position:
            return None
        return self.entries.at(number)

    def entries_at(self, positions: Iterable[int]) -> Iterator[Entry]:
        """The records of some positions."""
        for position in positions:
            entry = self.entry_at(position)
            if entry is not None:
                yield entry

    def skipped(self) -> Mapping[int, Skip]:
        """Why rows are no records, by the numbers of the first thousand."""
        report = self.report
        return {} if report is None else {one.row: one.why for one in report.skipped_rows}

    def records(self) -> "KeptReading":
        """The records once more, as they were read."""
        return KeptReading.of(self, self.entries)


@define(slots=False, eq=False)
class KeptReading(Reading):
    """The records of a file from what is kept of it; they can be gone through once."""

    report: ReadingReport | None = None

    @classmethod
    def of(cls, read: Understood, kept: Spool[Entry]) -> "KeptReading":
        """The records of a file, as they are kept."""
        progress = Progress(0, len(kept))

        def entries() -> Iterator[Entry]:
            for progress.done, entry in enumerate(kept, 1):
                yield entry
            if read.cut_short is not None:
                raise read.cut_short

        return cls(entries(), report=read.report, progress=progress)

    @property
    def table(self) -> ReadingReport | None:
        return self.report


def understand(file: Dropped, choices: Choices, place: Path, task: Task) -> Understood:
    """Read a whole file, keeping its records at ``place``.

    Raises `InputError` for a file that cannot be read, and `StoppedError`. Headings that fit no
    mapping are no error: what they are like is in the columns of what is given.
    """
    with naming(file.path, file.called):
        if not file.sheets:
            read = Understood(file, choices, Spool(place))
            _take(read, read_records(file.path, choices.record_type), task)
            return read
        return _table(file, choices, place, task)


def _table(file: Dropped, choices: Choices, place: Path, task: Task) -> Understood:
    found, unfitting = _fitting(file, file.sheets, choices)
    wanted = found.sheet if found is not None else None
    if found is None:
        named = choices.sheet or (choices.mapping.sheet if choices.mapping else None)
        wanted = first_filled(str(file.path), file.sheets, named).sheet.name
    original = next(one for one in file.sheets if one.name == wanted)
    kept = file.kept(original, task)
    sheets = tuple(kept.sheet() if one is original else one for one in file.sheets)
    read = Understood(file, choices, Spool(place), kept, unfitting=unfitting)
    opened = first_filled(str(file.path), sheets, wanted)
    if found is None:
        read.header = _likely(opened, choices)
    else:
        fitting, _ = _fitting(
            file, sheets, evolve(choices, sheet=wanted, mapping=found.fit.mapping)
        )
        assert fitting is not None
        read.reading, read.header = fitting, fitting.fit.header
        _take(read, fitting, task)
    read.columns = proposed_columns(opened, read.header, choices.record_type)
    return read


def _likely(opened: Opened, choices: Choices) -> Header:
    """The headings of a table that no mapping fits: in the rows that the user names, or where they
    seem to be."""
    if choices.heading_rows is None:
        return proposed_header(opened, choices.record_type)
    first, last = choices.heading_rows
    return header_at(opened.head, first - 1, last - first + 1, opened.merges)


def _fitting(
    file: Dropped, sheets: tuple[Sheet, ...], choices: Choices
) -> tuple[TableReading | None, InputError | None]:
    """The rows by the mapping that was asked for, by one that the user has saved for the same
    headings, or by one that is known; otherwise why none fits."""
    called, sheet = str(file.path), choices.sheet
    ways: list[tuple[ColumnMapping, ...]]
    if choices.mapping is not None:
        ways = [(choices.mapping,)]
        sheet = sheet or choices.mapping.sheet
    else:
        ways = [*((one,) for one in choices.saved), mappings_for(choices.record_type)]
    unfitting: InputError | None = None
    for mappings in ways:
        if choices.heading_rows is not None:
            mappings = tuple(evolve(one, heading_rows=choices.heading_rows) for one in mappings)
        try:
            found = read_sheets(called, sheets, mappings, sheet)
        except InputError as error:
            if error.problem.code not in UNFITTING:
                raise
            unfitting = error
            continue
        saved = choices.mapping is None and len(mappings) == 1 and mappings[0] in choices.saved
        if not saved or _all_found(found):
            return found, None
    return None, unfitting


def _all_found(found: TableReading) -> bool:
    """Whether every heading that a mapping names is there, so that it is made for such tables."""
    headed = [one for one in found.fit.mapping.columns if not one.or_row_number]
    columns = {id(column) for column, _ in found.fit.found}
    return all(id(one) in columns for one in headed)


def is_made_for(read: Understood, mapping: ColumnMapping) -> bool:
    """Whether every heading that a mapping names is in a table."""
    if read.sheet is None:
        return False
    try:
        found = read_sheets(str(read.file.path), (read.sheet.sheet(),), (mapping,), None)
    except InputError as error:
        if error.problem.code not in UNFITTING:
            raise
        return False
    return _all_found(found)


def _take(read: Understood, entries: Reading, task: Task) -> None:
    """Keep the records, and count what is doubtful in them."""
    listed = _listed_columns(read)
    progress = entries.progress
    try:
        with read.entries.writing() as put:
            for count, entry in enumerate(entries, 1):
                put(entry)
                read.positions.append(entry.position)
                if read.sheet is None:
                    read.keys.update(dict.fromkeys(entry.data or ()))
                read.refused += bool(entry.problems)
                if entry.problems or entry.doubts:
                    read.flagged.append(entry.position)
                read.doubtful += len(entry.doubts)
                for doubt in entry.doubts:
                    column = doubt.place.column
                    read.doubts[column] += 1
                    words = read.words.setdefault(column, Counter()) if column in listed else None
                    if words is not None and (doubt.value in words or len(words) < _MOST_WORDS):
                        words[doubt.value] += 1
                if count % _OFTEN == 1:
                    task.tell(progress.done, progress.total or 0, _UNDERSTOOD.filled(count=count))
    except InputError as error:
        if not read.positions:
            raise
        read.cut_short = error


def _listed_columns(read: Understood) -> frozenset[str]:
    """The columns for fields that take one of some listed values."""
    if read.reading is None:
        return frozenset()
    return frozenset(
        heading.letter
        for column, heading in read.reading.fit.found
        if any(
            isinstance(one.field.type, EnumType) or one.field.type is Scalar.YES_NO
            for one in column.targets
        )
    )
