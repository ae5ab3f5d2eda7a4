"""Tables in databases: URLs that name them, and reading and writing their rows.

``postgresql://user@host:5432/db?table=projects`` names a table, and so do
``sqlite:///file.db?table=projects``, ``duckdb:///file.duckdb?table=projects`` and
``mysql://user@host/db?table=projects``. Rows are read in batches within one snapshot, and written
in batches within one transaction. Every identifier is quoted, and every value is passed as a
parameter. Passwords are never shown.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from importlib import import_module
from math import isfinite, isnan
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from attrs import Factory, define, evolve, field, frozen

from linkage_rules.extras import required
from linkage_rules.records.entries import Progress
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.refusals import did_you_mean
from linkage_rules.records.tables.grid import Flawed, Plain, Row, Sheet, displayed
from linkage_rules.records.tables.limits import MAX_COLUMNS
from linkage_rules.records.tables.parquet_files import NOT_FINITE, NOT_TEXT, ODD
from linkage_rules.records.tables.units import unit_of
from linkage_rules.records.urls import URL, is_url
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable, quoted, shown

_ALIASES: Final = {"postgres": "postgresql", "mariadb": "mysql"}
_BATCH: Final = 1_000
_MOST_LISTED: Final = 20
_SHOWN: Final = ("sslmode", "sslrootcert", "ssl_ca")
"""The options of a URL that may be shown; any other may be secret."""
_LONGEST_TOLD: Final = 400

_A_URL: Final = Phrase(
    "a URL such as postgresql://user@host/db?table=projects or sqlite:///file.db?table=projects",
    "网址，如 postgresql://user@host/db?table=projects 或 sqlite:///file.db?table=projects",
)
_BAD_URL: Final = reason("FIL-951", "this URL cannot be read", "网址无法识别")
_ESCAPE: Final = Phrase(
    "signs such as / @ : # ? in a user name or password are written %2F %40 %3A %23 %3F; a "
    "password need not stand there: PGPASSWORD, ~/.pgpass or MYSQL_PWD give it",
    "用户名和密码中的 / @ : # ? 等符号写作 %2F %40 %3A %23 %3F；密码不必写在网址里，"
    "可用 PGPASSWORD、~/.pgpass 或 MYSQL_PWD 提供",
)
_UNKNOWN_KIND: Final = reason("FIL-952", "no such kind of database is read", "不支持这种数据库")
_NO_TABLE: Final = reason("FIL-953", "the URL names no table", "网址没有写明是哪个表")
_ADD_TABLE: Final = Phrase("add ?table=projects to it", "请在网址后加上 ?table=projects")
_NO_DATABASE: Final = reason("FIL-954", "the URL names no database", "网址没有写明是哪个数据库")
_UNKNOWN_OPTION: Final = reason("FIL-955", "no such option in the URL", "网址中没有这个选项")
_BAD_OPTION: Final = reason(
    "FIL-956", "this option of the URL cannot be read", "网址中的这个选项无法识别"
)
_NO_SUCH_TABLE: Final = reason("FIL-957", "there is no such table", "没有这个表")
_NO_SUCH_FILE: Final = reason("FIL-958", "there is no such file", "没有这个文件")
_NOT_REACHED: Final = reason("FIL-959", "the database cannot be reached", "无法连接数据库")
_BROKEN: Final = reason("FIL-960", "the database broke off", "数据库中断了读写")
_A_DATABASE: Final = Phrase(
    "a database that runs and lets this user in", "正在运行且允许该用户登录的数据库"
)
_READ_TO_END: Final = Phrase("a table that can be read to its end", "能够读到底的表")
_NOT_HELD: Final = reason(
    "CEL-309",
    "a value that cannot be read, such as a day beyond the year 9999",
    "无法读取的值，如超过 9999 年的日期",
)
_TOO_MANY: Final = Phrase(f"at most {MAX_COLUMNS} columns", f"不超过{MAX_COLUMNS}列")
_NAME_LIMIT: Final = 63
"""The most bytes of a name in PostgreSQL, which silently cuts longer names."""


class IfExists(Enum):
    """What to do if the table that is to be written exists already; ``if_exists`` in the URL."""

    REFUSE = "refuse"
    APPEND = "append"
    REPLACE = "replace"


class Kind(Enum):
    """The kind of values in a column that is written."""

    TEXT = "text"
    FLAG = "yes or no"
    DAY = "day"
    TEXTS = "list of texts"
    WHOLE = "whole number of up to 38 digits"
    NUMBER = "floating point number"


@frozen
class DatabaseUrl:
    """A table in a database. Neither ``str`` nor ``repr`` shows the password.

    ``money`` is the unit of amounts whose column names none; ``options`` are passed to the library
    that connects, such as ``sslmode``.
    """

    scheme: str
    user: str | None
    password: str | None = field(repr=False)
    host: str | None
    port: int | None
    database: str
    schema: str | None
    table: str
    money: str | None
    if_exists: IfExists
    options: Mapping[str, str] = field(repr=False)

    def __str__(self) -> str:
        """The URL without secrets, as it may be typed again."""
        money = {} if self.money is None else {"money": self.money}
        shown = {k: v for k, v in self.options.items() if k in _SHOWN}
        return self.table_place + "".join(
            f"&{name}={quote(value)}" for name, value in (money | shown).items()
        )

    @property
    def table_place(self) -> str:
        """The database file or server and the table, the same however the URL was written."""
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if self.host and ":" in self.host else self.host or ""
        database = self.database if DIALECTS[self.scheme].is_file else quote(self.database)
        schema = "" if self.schema is None else f"&schema={quote(self.schema)}"
        return f"{self.scheme}://{user}{host}{port}/{database}?table={quote(self.table)}{schema}"

    @property
    def place(self) -> str:
        """The URL as messages name it, readable and without what is secret."""
        table = self.table if self.schema is None else f"{self.schema}.{self.table}"
        return printable(f"{self.table_place.partition('?')[0]}?table={table}")


def without_password(text: str) -> str:
    """A URL as it may be shown; a text that is none stays as it is.

    >>> without_password("postgresql://me:secret@host/db?table=t&sslpassword=too")
    'postgresql://me@host/db?table=t'
    """
    if not is_url(text):
        return text
    try:
        return str(read_url(text))
    except InputError as error:
        return error.problem.where


def read_url(text: str) -> DatabaseUrl:
    """Read a URL that names a table in a database.

    Raises `InputError` for one that cannot be read, of an unknown kind, without a table, or with an
    unknown option. The message never shows the whole URL, since it may hold a password.

    >>> url = read_url("postgresql://me:secret@host/db?table=public.projects&sslmode=require")
    >>> print(url)
    postgresql://me@host/db?table=projects&schema=public&sslmode=require
    >>> url.password, "secret" in repr(url)
    ('secret', False)
    """
    matched = URL.match(text)
    scheme = matched[1].lower() if matched else ""
    scheme = _ALIASES.get(scheme, scheme)
    begins = f"{scheme}://…"
    if scheme not in DIALECTS:
        expected = Phrase(", ".join(DIALECTS), "、".join(DIALECTS))
        raise InputError(
            FileProblem(
                begins,
                shown(scheme),
                _UNKNOWN_KIND,
                expected,
                did_you_mean(scheme, tuple(DIALECTS)),
            )
        )
    dialect = DIALECTS[scheme]
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname
    except ValueError:
        raise InputError(FileProblem(begins, "", _BAD_URL, _A_URL, _ESCAPE)) from None
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    table, schema = asked.pop("table", ""), asked.pop("schema", None)
    money, if_exists = asked.pop("money", None), asked.pop("if_exists", IfExists.REFUSE.value)
    if dialect.is_file:
        from urllib.request import url2pathname

        database = url2pathname(parts.path[1:])
    else:
        database = unquote(parts.path[1:])
    if dialect.has_schemas and schema is None and "." in table:
        schema, table = table.split(".", 1)
    url = DatabaseUrl(
        scheme,
        None if parts.username is None else unquote(parts.username),
        None if parts.password is None else unquote(parts.password),
        host,
        port,
        database,
        schema,
        table,
        money,
        IfExists.REFUSE,
        {},
    )
    if parts.fragment:
        # A part after # would be silently dropped; most likely it belongs to a password.
        raise InputError(FileProblem(begins, "", _BAD_URL, _A_URL, _ESCAPE))
    if not database:
        raise InputError(FileProblem(url.place, "", _NO_DATABASE, _A_URL, None))
    if not table:
        raise InputError(FileProblem(url.place, "", _NO_TABLE, _A_URL, _ADD_TABLE))
    if "\0" in text or "%00" in text:
        raise InputError(FileProblem(url.place, "", _BAD_URL, _A_URL))
    if money is not None and unit_of(money) is None:
        expected = Phrase("a unit such as 分, 元 or 万元", "单位，如 分、元、万元")
        raise InputError(FileProblem(url.place, shown(f"money={money}"), _BAD_OPTION, expected))
    if if_exists not in {one.value for one in IfExists}:
        names = [one.value for one in IfExists]
        expected = Phrase(", ".join(names), "、".join(names))
        raise InputError(
            FileProblem(url.place, shown(f"if_exists={if_exists}"), _BAD_OPTION, expected)
        )
    for name in asked:
        if dialect.options is not None and name not in dialect.options:
            known = ("table", "schema", "money", "if_exists", *dialect.options)
            expected = Phrase(", ".join(known), "、".join(known))
            hint = did_you_mean(name, known)
            raise InputError(FileProblem(url.place, shown(name), _UNKNOWN_OPTION, expected, hint))
    return evolve(url, if_exists=IfExists(if_exists), options=asked)


@frozen
class Dialect:
    """How one kind of database is used.

    ``open`` connects: to read within a snapshot, or to write within a transaction. ``columns``
    gives the columns of a table by name, or None where there is no such table. ``extra`` installs
    the library; ``options`` are those of a URL that are passed to it, None where any are.
    ``cursor`` reads rows in batches, ``writing`` runs the other statements, both within the
    transaction.
    """

    extra: str | None
    options: tuple[str, ...] | None
    open: Callable[[DatabaseUrl, bool], Any]
    columns: Callable[[Any, DatabaseUrl], "list[Column] | None"]
    tables: str
    types: Mapping[Kind, str]
    failures: Callable[[], tuple[type[Exception], ...]]
    cursor: Callable[[Any], Any] = lambda connection: connection.cursor()
    writing: Callable[[Any], Any] = lambda connection: connection.cursor()
    mark: str = "%s"
    mark_of_names: str = '"'
    is_file: bool = False
    has_schemas: bool = False
    creates_in_transactions: bool = True
    longest_name: int | None = None

    def quoted(self, name: str) -> str:
        """An identifier, whatever stands in it."""
        mark = self.mark_of_names
        return mark + name.replace(mark, mark * 2) + mark

    def target(self, url: DatabaseUrl, table: str | None = None) -> str:
        """The table of a URL, or another one beside it, as a statement names it."""
        name = self.quoted(url.table if table is None else table)
        return name if url.schema is None else f"{self.quoted(url.schema)}.{name}"


@frozen
class Column:
    """How a column is selected, and the function that makes a plain value of what the database
    gives."""

    name: str
    selected: str
    plain: "Callable[[Any], Any] | None" = None


def database_sheet(url: DatabaseUrl) -> Sheet:
    """The table as a sheet: the names of its columns, then its rows in batches.

    Raises `InputError` when there is no such database or table.
    """
    progress = Progress()
    with _connected(url, to_write=False) as (dialect, connection):
        _columns(dialect, connection, url)
    return Sheet(None, lambda: _rows(url, progress), progress=progress)


def _rows(url: DatabaseUrl, progress: Progress) -> Iterator[Row]:
    with _connected(url, to_write=False) as (dialect, connection):
        columns = _columns(dialect, connection, url)
        if url.money is not None:
            yield Row(0, (f"单位：{url.money}",))
        yield Row(1, tuple(column.name for column in columns))
        selected = ", ".join(column.selected for column in columns)
        makers = [column.plain for column in columns]
        with closing(dialect.cursor(connection)) as cursor:
            cursor.execute(f"SELECT {selected} FROM {dialect.target(url)}")
            while batch := cursor.fetchmany(_BATCH):
                for values in batch:
                    progress.done += 1
                    cells = (
                        _plain(value if make is None or value is None else make(value))
                        for make, value in zip(makers, values, strict=True)
                    )
                    yield Row(progress.done + 1, tuple(cells))


def _columns(dialect: Dialect, connection: Any, url: DatabaseUrl) -> list[Column]:
    found = dialect.columns(connection, url)
    if found is None:
        raise _no_such_table(dialect, connection, url)
    if len(found) > MAX_COLUMNS:
        why = reason("FIL-964", f"the table has {len(found)} columns", f"表有{len(found)}列")
        raise InputError(FileProblem(url.place, "", why, _TOO_MANY))
    return found


def _no_such_table(dialect: Dialect, connection: Any, url: DatabaseUrl) -> InputError:
    cursor = dialect.writing(connection)
    cursor.execute(dialect.tables)
    names = sorted(str(row[0]) for row in cursor.fetchall())
    listed = [printable(name) for name in names[:_MOST_LISTED]]
    more = ["…"] if len(names) > _MOST_LISTED else []
    expected = Phrase(
        f"one of {', '.join(listed + more)}" if names else "a table; there is none here",
        "、".join(listed + more) if names else "数据库中的表（目前没有）",
    )
    asked = url.table if url.schema is None else f"{url.schema}.{url.table}"
    return InputError(
        FileProblem(
            url.place, shown(asked), _NO_SUCH_TABLE, expected, did_you_mean(asked, tuple(names))
        )
    )


@contextmanager
def _connected(url: DatabaseUrl, *, to_write: bool) -> Iterator[tuple[Dialect, Any]]:
    """A connection until the end of the block. Errors are reported without the password."""
    dialect = DIALECTS[url.scheme]
    failures = dialect.failures()
    if dialect.is_file and not to_write and not Path(url.database).is_file():
        raise InputError(FileProblem(url.place, shown(url.database), _NO_SUCH_FILE, _A_DATABASE))
    connection = None
    try:
        connection = dialect.open(url, to_write)
        yield dialect, connection
    except failures as error:
        why = _NOT_REACHED if connection is None else _BROKEN
        expected = _A_DATABASE if connection is None else _READ_TO_END
        # Without the original error as its cause, since that may contain the password.
        raise InputError(FileProblem(url.place, _told(error, url), why, expected)) from None
    finally:
        if connection is not None:
            with suppress(*failures):
                connection.close()


def _told(error: Exception, url: DatabaseUrl) -> str:
    """The message of a database error, without secrets."""
    text = str(error.args[1] if len(error.args) > 1 else error).strip()
    for secret in (url.password, *url.options.values()):
        if secret:
            text = text.replace(secret, "…").replace(quote(secret, safe=""), "…")
    first = printable(" ".join(text.split()))[:_LONGEST_TOLD]
    return f'"{first}"' if first else type(error).__name__


@contextmanager
def table_writer(url: DatabaseUrl, columns: Mapping[str, Kind]) -> "Iterator[TableWriter]":
    """A writer of rows to a table; at the end of the block either all of them are there or none.

    Rows are written in batches, within one transaction. An existing table is refused unless the URL
    says ``if_exists=append`` or ``if_exists=replace``. Raises `InputError` for that, for a name
    that the database would cut, and for errors of the database.
    """
    was_there = Path(url.database).exists()
    try:
        with _connected(url, to_write=True) as (dialect, connection):
            writer = TableWriter(url, dialect, connection, dict(columns))
            try:
                writer.prepare()
                yield writer
                writer.settle()
            except BaseException:
                writer.undo()
                raise
    except BaseException:
        if DIALECTS[url.scheme].is_file and not was_there:
            Path(url.database).unlink(missing_ok=True)
        raise


@define
class TableWriter:
    """Writes rows into a table."""

    _url: DatabaseUrl
    _dialect: Dialect
    _connection: Any
    _kinds: dict[str, Kind]
    _made: str = ""
    """The name of the table that is written to; it is renamed at the end."""
    _rows: list[tuple[Any, ...]] = Factory(list)
    _complete: bool = False

    def take(self, row: Mapping[str, Any]) -> None:
        """Take one row, by the names of the columns; a column that is missing in it is NULL."""
        self._rows.append(tuple(self._value(name, row.get(name)) for name in self._kinds))
        if len(self._rows) == _BATCH:
            self._write()

    def finish(self) -> None:
        """Mark that all rows were taken; without it none of them is kept."""
        self._write()
        self._complete = True

    def prepare(self) -> None:
        """Create the table, unless rows are to be added to an existing one."""
        self._check_names()
        dialect, url = self._dialect, self._url
        there = dialect.columns(self._connection, url)
        if there is not None and url.if_exists is IfExists.REFUSE:
            raise InputError(FileProblem(url.place, shown(url.table), *_EXISTS))
        self._made = url.table
        if there is not None and url.if_exists is IfExists.APPEND:
            self._check_columns({column.name for column in there})
            return
        if not dialect.creates_in_transactions:
            # Under its final name an unfinished table could be seen by others.
            self._made = f"unfinished_{os.urandom(8).hex()}"
        elif there is not None:
            self._do(f"DROP TABLE {dialect.target(url)}")
        columns = ", ".join(
            f"{dialect.quoted(name)} {dialect.types[kind]}" for name, kind in self._kinds.items()
        )
        self._do(f"CREATE TABLE {dialect.target(url, self._made)} ({columns})")

    def settle(self) -> None:
        """Commit the rows, if `finish` was called."""
        if not self._complete:
            self.undo()
            return
        dialect, url = self._dialect, self._url
        self._connection.commit()
        if self._made == url.table:
            return
        made, own = dialect.target(url, self._made), dialect.target(url)
        if url.if_exists is IfExists.REPLACE and dialect.columns(self._connection, url) is not None:
            old = dialect.target(url, f"replaced_{os.urandom(8).hex()}")
            self._do(f"RENAME TABLE {own} TO {old}, {made} TO {own}")
            self._do(f"DROP TABLE {old}")
        else:
            self._do(f"RENAME TABLE {made} TO {own}")
        self._made = url.table

    def undo(self) -> None:
        """Roll back, so that nothing remains."""
        failures = self._dialect.failures()
        with suppress(*failures):
            self._connection.rollback()
        if self._made and self._made != self._url.table:
            with suppress(*failures):
                self._do(f"DROP TABLE IF EXISTS {self._dialect.target(self._url, self._made)}")

    def _check_columns(self, there: set[str]) -> None:
        lacking = [printable(name) for name in self._kinds if name not in there][:_MOST_LISTED]
        if lacking:
            named = Phrase(", ".join(lacking), "、".join(lacking))
            raise InputError(FileProblem(self._url.place, "", _LACKING, named, _REPLACE))

    def _check_names(self) -> None:
        longest = self._dialect.longest_name
        for name in (self._url.table, *self._kinds):
            if longest is not None and len(name.encode()) > longest:
                expected = Phrase(f"at most {longest} bytes", f"不超过{longest}字节")
                raise InputError(FileProblem(self._url.place, shown(name), _LONG_NAME, expected))

    def _write(self) -> None:
        if not self._rows:
            return
        dialect = self._dialect
        names = ", ".join(map(dialect.quoted, self._kinds))
        marks = ", ".join([dialect.mark] * len(self._kinds))
        into = f"{dialect.target(self._url, self._made)} ({names})"
        if dialect.mark == "%s":
            into = into.replace("%", "%%")
        cursor = dialect.writing(self._connection)
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", self._rows)
        self._rows = []

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, list) and self._dialect.types[self._kinds[name]] not in _ARRAYS:
            return json.dumps(value, ensure_ascii=False)
        return value

    def _do(self, statement: str) -> None:
        self._dialect.writing(self._connection).execute(statement)


_ARRAYS: Final = ("text[]", "VARCHAR[]")
_LACKING: Final = reason(
    "FIL-963", "the table lacks columns that are written", "表中缺少要写入的列"
)
_LONG_NAME: Final = reason(
    "FIL-962", "this name is too long for the database", "名称超出数据库允许的长度"
)
_REPLACE: Final = Phrase(
    "write if_exists=replace in the URL to have the table made anew, or name another one",
    "在网址中写 if_exists=replace 可重建该表，或换一个表名",
)
_EXISTS: Final = (
    reason("FIL-961", "the table is there already", "表已存在"),
    Phrase("the name of a table that is not there yet", "尚不存在的表名"),
    Phrase(
        "write if_exists=append in the URL to add to it, or if_exists=replace to have it made anew",
        "在网址中写 if_exists=append 可追加，写 if_exists=replace 可重建",
    ),
)


def _plain(value: Any) -> Plain:
    """A value of a database as a cell."""
    match value:
        case None | str() | bool() | int() | list() | dict() | Flawed():
            return value
        case datetime() | date() | time() | timedelta():
            return value
        case Decimal():
            return value if value.is_finite() else Flawed(str(value), NOT_FINITE)
        case float():
            if isnan(value):
                return None
            return displayed(value) if isfinite(value) else Flawed(str(value), NOT_FINITE)
        case bytes() | bytearray() | memoryview():
            return Flawed(quoted(bytes(value[:20]).hex()), ODD)
    if type(value).__name__ == "UUID":
        return str(value)
    return Flawed(quoted(repr(value)), ODD)


def _json(text: str | bytes) -> Any:
    """A JSON value with exact numbers; a cell in doubt if it cannot be read."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return Flawed(quoted(str(text)[:200]), _NOT_HELD)


def _utf8(content: bytes) -> Any:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Flawed(quoted(content.decode(errors="replace")), NOT_TEXT)


# PostgreSQL


def _postgres() -> Any:
    return required("psycopg", "postgres")


def _open_postgres(url: DatabaseUrl, to_write: bool) -> Any:
    psycopg = _postgres()
    given = {
        "host": url.host,
        "port": url.port,
        "user": url.user,
        "password": url.password,
        "dbname": url.database,
        "fallback_application_name": "linkage-rules",
        **url.options,
    }
    connection = psycopg.connect(**{k: v for k, v in given.items() if v is not None})
    if not to_write:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    types = required("psycopg.types.datetime", "postgres")
    for name, loader in (
        ("date", types.DateLoader),
        ("timestamp", types.TimestampLoader),
        ("timestamptz", types.TimestamptzLoader),
    ):
        connection.adapters.register_loader(name, _careful(loader, psycopg.DataError))
    required("psycopg.types.json", "postgres").set_json_loads(_json, connection)
    return connection


def _careful(loader: Any, failure: type[Exception]) -> Any:
    """A loader for dates that gives a cell in doubt for a date that Python cannot represent."""

    class Careful(loader):  # type: ignore[misc]
        def load(self, data: Any) -> Any:
            try:
                return super().load(data)
            except failure:
                return Flawed(quoted(bytes(data).decode(errors="replace")), _NOT_HELD)

    return Careful


_POSTGRES_COLUMNS: Final = """
SELECT a.attname, t.typtype, t.typcategory, t.typname, e.typtype
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
WHERE a.attrelid = pg_catalog.to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""


def _postgres_columns(connection: Any, url: DatabaseUrl) -> list[Column] | None:
    dialect = DIALECTS[url.scheme]
    target = dialect.target(url)
    found = connection.execute("SELECT pg_catalog.to_regclass(%s)", (target,)).fetchone()
    if found[0] is None:
        return None
    columns = []
    for name, kind, category, of, _ in connection.execute(_POSTGRES_COLUMNS, (target,)).fetchall():
        selected = dialect.quoted(name)
        if kind == "c" or category == "A":
            # The text form of composite types and arrays of them is peculiar; as JSON it is easy to
            # read.
            selected = f"pg_catalog.to_jsonb({selected})"
        elif of in ("interval", "money"):
            selected = f"CAST({selected} AS text)"
        columns.append(Column(name, selected))
    return columns


def _postgres_cursor(connection: Any) -> Any:
    cursor = connection.cursor(name="linkage_rules_records")
    cursor.itersize = _BATCH
    return cursor


# MySQL and MariaDB

_MYSQL_OPTIONS: Final[Mapping[str, Callable[[str], Any]]] = {
    "ssl_ca": str,
    "ssl_cert": str,
    "ssl_key": str,
    "ssl_verify_cert": lambda text: text.lower() in ("1", "true", "yes"),
    "ssl_verify_identity": lambda text: text.lower() in ("1", "true", "yes"),
    "unix_socket": str,
    "connect_timeout": int,
    "read_timeout": int,
    "write_timeout": int,
}


def _mysql() -> Any:
    return required("pymysql", "mysql")


def _open_mysql(url: DatabaseUrl, to_write: bool) -> Any:
    pymysql = _mysql()
    password = os.environ.get("MYSQL_PWD") if url.password is None else url.password
    options = {name: _option(url, name, text) for name, text in url.options.items()}
    connection = pymysql.connect(
        host=url.host or "localhost",
        port=url.port or 3306,
        user=url.user,
        # As a text it would be sent in Latin-1, or refused.
        password=(password or "").encode(),
        database=url.database,
        charset="utf8mb4",
        local_infile=False,
        **options,
    )
    # These modes make names quoted uniformly, and refuse values that do not fit instead of cutting
    # them.
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
        if not to_write:
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    return connection


def _option(url: DatabaseUrl, name: str, text: str) -> Any:
    try:
        return _MYSQL_OPTIONS[name](text)
    except ValueError:
        expected = Phrase("a whole number of seconds", "整数秒")
        raise InputError(FileProblem(url.place, shown(name), _BAD_OPTION, expected)) from None


def _mysql_columns(connection: Any, url: DatabaseUrl) -> list[Column] | None:
    dialect = DIALECTS[url.scheme]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, column_type, data_type FROM information_schema.columns "
            "WHERE table_schema = COALESCE(%s, DATABASE()) AND table_name = %s "
            "ORDER BY ordinal_position",
            (url.schema, url.table),
        )
        found = cursor.fetchall()
        # MariaDB keeps JSON in text columns with a check constraint.
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.tables "
            "WHERE table_schema = 'information_schema' AND table_name = 'CHECK_CONSTRAINTS'"
        )
        checked = ""
        if cursor.fetchone()[0]:
            with suppress(_mysql().err.Error):
                cursor.execute(
                    "SELECT check_clause FROM information_schema.check_constraints "
                    "WHERE constraint_schema = COALESCE(%s, DATABASE()) AND table_name = %s",
                    (url.schema, url.table),
                )
                checked = "\n".join(str(row[0]) for row in cursor.fetchall())
    columns = []
    for name, full, kind in found:
        plain: Callable[[Any], Any] | None = None
        if str(full).lower().startswith("tinyint(1)"):
            plain = bool
        elif str(full).lower().startswith("bit(1)"):
            plain = lambda value: value != b"\0"  # noqa: E731
        elif str(kind).lower() == "json" or f"json_valid({dialect.quoted(name)})" in checked:
            plain = _json
        columns.append(Column(name, dialect.quoted(name), plain))
    return columns or None


def _mysql_cursor(connection: Any) -> Any:
    return connection.cursor(required("pymysql.cursors", "mysql").SSCursor)


# SQLite


def _open_sqlite(url: DatabaseUrl, to_write: bool) -> Any:
    place = Path(url.database).resolve().as_uri()
    connection = import_module("sqlite3").connect(
        f"{place}?mode={'rwc' if to_write else 'ro'}", uri=True, isolation_level=None, timeout=60
    )
    connection.text_factory = _utf8
    # Otherwise pages that do not fit into the cache are written early, which blocks readers.
    connection.execute("PRAGMA cache_spill = OFF")
    connection.execute("BEGIN IMMEDIATE" if to_write else "BEGIN")
    return connection


def _sqlite_columns(connection: Any, url: DatabaseUrl) -> list[Column] | None:
    dialect = DIALECTS[url.scheme]
    found = connection.execute(
        "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1", (url.table,)
    ).fetchall()
    columns = []
    for name, declared in found:
        kind, plain = str(declared).upper(), None
        if kind.startswith("BOOL"):
            plain = _sqlite_flag
        elif "JSON" in kind:
            plain = _json_if_text
        columns.append(Column(name, dialect.quoted(name), plain))
    return columns or None


def _sqlite_flag(value: Any) -> Any:
    return bool(value) if value in (0, 1) else value


def _json_if_text(value: Any) -> Any:
    return _json(value) if isinstance(value, str) else value


# DuckDB


def _duckdb() -> Any:
    return required("duckdb", "tables")


def _open_duckdb(url: DatabaseUrl, to_write: bool) -> Any:
    # DuckDB must not download extensions because of what a file contains, such as an SQLite file.
    config = {"autoinstall_known_extensions": "false"}
    connection = _duckdb().connect(url.database, read_only=not to_write, config=config)
    connection.execute("BEGIN TRANSACTION")
    return connection


def _duckdb_columns(connection: Any, url: DatabaseUrl) -> list[Column] | None:
    dialect = DIALECTS[url.scheme]
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE table_name = ? AND schema_name = COALESCE(?, current_schema()) "
        "AND database_name = current_database() ORDER BY column_index",
        [url.table, url.schema],
    ).fetchall()
    return [
        Column(name, dialect.quoted(name), _json_if_text if kind == "JSON" else None)
        for name, kind in found
    ] or None


DIALECTS: Final[Mapping[str, Dialect]] = {
    "postgresql": Dialect(
        extra="postgres",
        options=None,
        open=_open_postgres,
        columns=_postgres_columns,
        cursor=_postgres_cursor,
        tables="SELECT c.oid::regclass::text FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') "
        "AND n.nspname NOT IN ('pg_catalog', 'information_schema')",
        types={
            Kind.TEXT: "text",
            Kind.FLAG: "boolean",
            Kind.DAY: "date",
            Kind.TEXTS: "text[]",
            Kind.WHOLE: "numeric(38, 0)",
            Kind.NUMBER: "double precision",
        },
        failures=lambda: (_postgres().Error,),
        has_schemas=True,
        longest_name=_NAME_LIMIT,
    ),
    "sqlite": Dialect(
        extra=None,
        options=(),
        open=_open_sqlite,
        columns=_sqlite_columns,
        tables="SELECT name FROM sqlite_master WHERE type IN ('table', 'view')",
        types={
            Kind.TEXT: "TEXT",
            Kind.FLAG: "BOOLEAN",
            Kind.DAY: "DATE",
            Kind.TEXTS: "JSON",
            Kind.WHOLE: "INTEGER",
            Kind.NUMBER: "REAL",
        },
        failures=lambda: (import_module("sqlite3").Error,),
        mark="?",
        is_file=True,
    ),
    "duckdb": Dialect(
        extra="tables",
        options=(),
        open=_open_duckdb,
        columns=_duckdb_columns,
        # What DuckDB calls a cursor is another connection with its own transaction.
        cursor=lambda connection: connection,
        writing=lambda connection: connection,
        tables="SELECT table_name FROM duckdb_tables() UNION ALL "
        "SELECT view_name FROM duckdb_views() WHERE NOT internal",
        types={
            Kind.TEXT: "VARCHAR",
            Kind.FLAG: "BOOLEAN",
            Kind.DAY: "DATE",
            Kind.TEXTS: "VARCHAR[]",
            Kind.WHOLE: "DECIMAL(38, 0)",
            Kind.NUMBER: "DOUBLE",
        },
        failures=lambda: (_duckdb().Error,),
        mark="?",
        is_file=True,
        has_schemas=True,
    ),
    "mysql": Dialect(
        extra="mysql",
        options=tuple(_MYSQL_OPTIONS),
        open=_open_mysql,
        columns=_mysql_columns,
        cursor=_mysql_cursor,
        tables="SHOW TABLES",
        types={
            Kind.TEXT: "LONGTEXT",
            Kind.FLAG: "BOOLEAN",
            Kind.DAY: "DATE",
            Kind.TEXTS: "JSON",
            Kind.WHOLE: "DECIMAL(38, 0)",
            Kind.NUMBER: "DOUBLE",
        },
        failures=lambda: (_mysql().err.Error,),
        mark_of_names="`",
        has_schemas=True,
        creates_in_transactions=False,
        longest_name=_NAME_LIMIT,
    ),
}
"""The kinds of databases by the scheme of the URL."""
