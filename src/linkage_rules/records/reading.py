"""Files of records, whatever their format."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve

from linkage_rules.model.types import RecordType
from linkage_rules.records.entries import Entry, Reading
from linkage_rules.records.json_files import read_json, read_json_lines
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.urls import is_url
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable, shown

if TYPE_CHECKING:
    from linkage_rules.records.tables.mapping import ColumnMapping

Reader: TypeAlias = Callable[[Path], Reading]
"""A function that gives the entries of a file in order.

A problem of a single record belongs to its entry. A file that cannot be read raises `InputError`,
at once if that is known at once.
"""

FORMATS: Final[Mapping[str, Reader]] = {
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
"""The formats of whole records by file extension."""

TABLES: Final = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".parquet")
"""The file extensions of tables; the reader of each is imported when the first such file is
read."""

EXTENSIONS: Final = (*FORMATS, *TABLES)
"""The known file extensions."""

_OTHER_SPREADSHEETS: Final = frozenset(
    {".xlt", ".xltx", ".xltm", ".ett", ".fods", ".ots", ".wps", ".numbers"}
)

_NO_TYPE: Final = reason(
    "FIL-201", "a table cannot be read without a record type", "读取表格须指明记录类型"
)
_NO_TABLE: Final = reason(
    "FIL-202",
    "a mapping or a sheet was named for a file that is no table",
    "文件不是表格，不应指定列对应文件或工作表",
)
_A_TABLE: Final = Phrase(
    f"a file named {', '.join(TABLES)}", f"扩展名为 {'、'.join(TABLES)} 的文件"
)
_NO_SHEET: Final = reason("FIL-204", "a database has no sheets", "数据库没有工作表")
_A_TABLE_NAME: Final = Phrase(
    "the table in the URL: ?table=projects", "在网址中写表名：?table=projects"
)
_GIVE_TYPE: Final = Phrase("a record type, such as Project", "记录类型，如“项目”")


def read_records(
    path: str | PathLike[str],
    record_type: RecordType | None = None,
    mapping: "ColumnMapping | str | PathLike[str] | None" = None,
    sheet: str | None = None,
    *,
    called: str | None = None,
) -> Reading:
    """The records of a file, one entry after another, in the order of the file.

    What is given can be gone through once; its ``progress`` says how much of the file was read.

    The extension says what the file is: ``.json`` holds an array of records or one record and is
    at most 200 MB large; ``.ndjson`` and ``.jsonl`` hold one record a line and are never held in
    memory as a whole. Decimals are read exactly. A record that cannot be read is an entry with
    problems, and the others follow all the same.

    ``.csv``, ``.xlsx``, ``.xls``, ``.et``, ``.ods``, ``.xlsb`` and ``.parquet`` hold a table, read
    row by row into records of ``record_type``; the result is a `TableReading` with a ``report``.
    ``mapping`` is a mapping file or a mapping that says which column fills which field; without
    one the shipped mappings and the labels and names of the fields are tried. ``sheet`` is the
    sheet to read, otherwise the first one that fits. A blank cell is unknown; so is a cell in
    doubt, which its entry lists in ``doubts``. A row is refused, with problems, only where a field
    it needs cannot be had, or nothing stands in it. ``called`` is what messages call the file,
    where that is not where it lies: what was uploaded, or came through a pipe.

    A URL names a table in a database: ``postgresql://user@host/db?table=projects``, ``sqlite:///``
    or ``duckdb:///`` with the path of a file, ``mysql://``. It is read like any table, in batches
    and within one snapshot; NULL is unknown. ``money=分`` in the URL is the unit of amounts whose
    column names none. The password, of which nothing is ever shown, may come from ``PGPASSWORD``,
    ``~/.pgpass`` or ``MYSQL_PWD`` instead. See ``docs/databases.md``.

    Raises `InputError` when the file cannot be opened, has another extension, is too large, is
    not what its extension says, or has headings that fit no mapping; for a file that turns out to
    be broken half-way, after the entries before.

    >>> read_records("projects.docx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    linkage_rules.records.problems.InputError: projects.docx: unknown kind of file
      found: ".docx"
      expected: a file named .json, .jsonl, .ndjson, .csv, .xlsx, ... or .parquet
    """
    if isinstance(path, str) and is_url(path):
        return _of_database(path, record_type, mapping, sheet)
    file = Path(path)
    if called is None:
        return _read(file, record_type, mapping, sheet)
    with naming(file, called):
        reading = _read(file, record_type, mapping, sheet)
    reading.entries = _named(reading.entries, file, called)
    return reading


def _of_database(
    url: str,
    record_type: RecordType | None,
    mapping: "ColumnMapping | str | PathLike[str] | None",
    sheet: str | None,
) -> Reading:
    from linkage_rules.records.databases import database_sheet, read_url
    from linkage_rules.records.tables.reading import read_by

    read = read_url(url)
    if record_type is None:
        raise InputError(FileProblem(read.place, "", _NO_TYPE, _GIVE_TYPE))
    if sheet is not None:
        raise InputError(FileProblem(read.place, shown(sheet), _NO_SHEET, _A_TABLE_NAME))
    found = _mapping(mapping, record_type)
    return read_by(found, read.place, (database_sheet(read),), record_type, None)


def _mapping(
    given: "ColumnMapping | str | PathLike[str] | None", record_type: RecordType
) -> "ColumnMapping | None":
    """The mapping itself; it is read from the file if a path is given."""
    from linkage_rules.records.tables.mapping import ColumnMapping
    from linkage_rules.records.tables.mapping_files import read_mapping

    if given is None or isinstance(given, ColumnMapping):
        return given
    return read_mapping(Path(given), record_type)


def _named(entries: Iterator[Entry], file: Path, called: str) -> Iterator[Entry]:
    with naming(file, called):
        yield from entries


@contextmanager
def naming(file: Path, called: str) -> Iterator[None]:
    """Inside the block an `InputError` about ``file`` names it ``called``."""
    lies = printable(str(file))
    try:
        yield
    except InputError as error:
        problem = error.problem
        if not problem.where.startswith(lies):
            raise
        place = printable(called) + problem.where.removeprefix(lies)
        raise InputError(evolve(problem, where=place)) from error


def _read(
    file: Path,
    record_type: RecordType | None,
    mapping: "ColumnMapping | str | PathLike[str] | None",
    sheet: str | None,
) -> Reading:
    extension = file.suffix.lower()
    if extension in TABLES:
        if record_type is None:
            raise InputError(FileProblem(printable(str(file)), "", _NO_TYPE, _GIVE_TYPE))
        from linkage_rules.records.tables.reading import read_table

        return read_table(file, record_type, _mapping(mapping, record_type), sheet)
    reader = FORMATS.get(extension)
    if reader is None:
        from linkage_rules.records.tables.kinds import SAVE_AS

        *others, last = EXTENSIONS
        expected = Phrase(
            f"a file named {', '.join(others)} or {last}",
            f"扩展名为 {'、'.join(EXTENSIONS)} 的文件",
        )
        found = shown(file.suffix) if file.suffix else ""
        why = reason("FIL-203", "unknown kind of file", "无法识别的文件类型")
        hint = SAVE_AS if extension in _OTHER_SPREADSHEETS else None
        raise InputError(FileProblem(printable(str(file)), found, why, expected, hint))
    if mapping is not None or sheet is not None:
        raise InputError(FileProblem(printable(str(file)), "", _NO_TABLE, _A_TABLE))
    return reader(file)
