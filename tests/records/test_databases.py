"""Tables in databases: what a URL says, what is read, and what is written or left as it was."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import psycopg
import pymysql
import pytest

from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar
from linkage_rules.records import InputError, read_records
from linkage_rules.records.databases import (
    IfExists,
    Kind,
    is_url,
    read_url,
    table_writer,
    without_password,
)
from tests.databases import HOST, PASSWORD, USER, Server

FUND = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
PROJECT = RecordType(
    "Project",
    "项目",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("name", "名称", Scalar.TEXT),
        Field("operating", "经营性", Scalar.YES_NO),
        Field("approved", "批准日期", Scalar.DATE),
        Field("cost", "造价", Scalar.MONEY),
        Field("share", "份额", Scalar.NUMBER),
        Field("kind", "种类", EnumType("kind", "种类", (Member("loan", "贷款"),))),
        Field("funds", "资金来源", ListType(FUND)),
    ),
)
SECRETS = ("s3cret", "s3cr%65t")


@pytest.mark.parametrize(
    "text",
    ["postgresql://h/d?table=t", "postgres+psycopg://h/d?table=t", "sqlite:///a.db?table=t"],
)
def test_a_url_is_known_by_its_beginning(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize("text", ["a.json", "C:/a.json", "C:\\a.json", "./a:b.csv", "-", "", "a/b"])
def test_a_path_is_no_url(text: str) -> None:
    assert not is_url(text)


WRONG = {
    "mongodb://me:s3cret@h/d?table=t": "no such kind",
    "postgresql://me:s3cret@h/d": "names no table",
    "postgresql://me:s3cret@h?table=t": "names no database",
    "postgresql://me:s3cret/x@h/d?table=t": "cannot be read",
    "postgresql://me:s3cret#x@h/d?table=t": "cannot be read",
    "postgresql://me:s3cret@h:port/d?table=t": "cannot be read",
    "postgresql://[::1/d?table=t&password=s3cret": "cannot be read",
    "mysql://me:s3cret@h/d?table=t&sslmode=require": "no such option",
    "mysql://me:s3cret@h/d?table=t&connect_timeout=soon": "cannot be read",
    "sqlite:///a.db?table=t&mode=rwc": "no such option",
    "sqlite:///a.db?table=t%00": "cannot be read",
    "postgresql://me:s3cret@h/d?table=t&money=dollar": "cannot be read",
    "postgresql://me:s3cret@h/d?table=t&if_exists=yes": "cannot be read",
    "sqlite:///nowhere/a.db?table=t": "no such file",
    f"postgresql://me:s3cret@{HOST}:1/d?table=t": "cannot be reached",
    f"postgresql://me:s3cret@{HOST}:1/d?table=t&sslpassword=s3cret": "cannot be reached",
    f"mysql://me:s3cret@{HOST}:1/d?table=t": "cannot be reached",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_url_is_told_and_its_password_is_not(text: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_records(text, PROJECT))
    told = caught.value.render("en") + caught.value.render("zh") + str(caught.value.to_dict())
    assert WRONG[text] in told
    chained = (caught.value.__cause__, caught.value.__context__)
    suppressed = caught.value.__suppress_context__ or caught.value.__context__ is None
    assert suppressed, chained
    assert not any(secret in told for secret in SECRETS)
    assert not any(secret in without_password(text) for secret in SECRETS)


def test_a_url_that_is_shown_leads_to_the_same_table() -> None:
    text = (
        "postgresql://m%40e:p@h:5/d%3Fb?table=a.b%26&schema=S%20x&money=%E5%88%86&sslmode=require"
    )
    url = read_url(text)
    again = read_url(str(url))
    assert (again.schema, again.table, again.user) == ("S x", "a.b&", "m@e")
    assert (again.database, again.money, again.options) == ("d?b", "分", {"sslmode": "require"})
    assert url.table_place == again.table_place
    assert url.if_exists is IfExists.REFUSE


class Database:
    """A database of some kind: its URL, and statements run in it."""

    def __init__(self, kind: str, url: str) -> None:
        self.kind, self.url = kind, url

    def run(self, *statements: str) -> list[Any]:
        connection = self._connected()
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        found = list(cursor.fetchall()) if cursor.description else []
        connection.commit()
        connection.close()
        return found

    def _connected(self) -> Any:
        url = read_url(f"{self.url}?table=t")
        match self.kind:
            case "sqlite":
                return sqlite3.connect(url.database)
            case "duckdb":
                return duckdb.connect(url.database)
            case "mysql":
                return pymysql.connect(
                    host=HOST,
                    port=url.port or 0,
                    user=USER,
                    password=PASSWORD.encode(),  # type: ignore[arg-type]
                    database=url.database,
                    charset="utf8mb4",
                )
        return psycopg.connect(self.url)

    def quoted(self, name: str) -> str:
        mark = "`" if self.kind == "mysql" else '"'
        return mark + name.replace(mark, mark * 2) + mark


KINDS = ("postgresql", "mysql", "sqlite", "duckdb")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    match request.param:
        case "postgresql":
            return Database("postgresql", request.getfixturevalue("postgres").database())
        case "mysql":
            return Database("mysql", request.getfixturevalue("mariadb").database())
        case kind:
            return Database(kind, f"{kind}:///{tmp_path / 'a.db'}")


HOSTILE = "pro\"j`e'c%s ts; DROP TABLE t --"
TYPES = {
    "postgresql": ("text", "boolean", "numeric(12,2)", "numeric", "jsonb"),
    "mysql": ("varchar(40)", "tinyint(1)", "decimal(12,2)", "decimal(12,4)", "json"),
    "sqlite": ("text", "boolean", "decimal(12,2)", "real", "json"),
    "duckdb": ("varchar", "boolean", "decimal(12,2)", "decimal(12,4)", "json"),
}


def filled(database: Database) -> str:
    """The URL of a table whose names want to be quoted; costs are yuan."""
    text, flag, money, number, lists = TYPES[database.kind]
    table, odd = database.quoted(HOSTILE), database.quoted('od"d` %s')
    database.run(
        f"CREATE TABLE {table} (id {text}, name {text}, operating {flag}, approved date, "
        f"cost {money}, share {number}, kind {text}, funds {lists}, {odd} {text})",
        f"INSERT INTO {table} VALUES ('a', '甲', true, '2023-05-01', 12.5, 0.25, '贷款', "
        """'[{"amount": 5}]', 'x')""",
        f"INSERT INTO {table} (id, operating) VALUES ('b', false)",
    )
    return f"{database.url}?table={quote(HOSTILE, safe='')}"


def test_rows_are_records_whatever_the_names_and_the_database(database: Database) -> None:
    url = filled(database) + f"&money={quote('元')}"
    if database.kind in ("postgresql", "mysql", "duckdb"):
        # A dot would part schema and table; here there is none to part.
        assert read_url(url).table == HOSTILE
    reading = read_records(url, PROJECT)
    records = [entry.validated(PROJECT) for entry in reading]
    nothing = dict.fromkeys(f.name for f in PROJECT.fields)
    assert records == [
        nothing
        | {"id": "a", "name": "甲", "operating": True, "cost": 1250, "kind": "loan"}
        | {"approved": records[0]["approved"], "share": Fraction(1, 4)}
        | {"funds": ({"amount": 5},)},
        nothing | {"id": "b", "operating": False},
    ]
    assert str(records[0]["approved"]) == "2023-05-01"
    assert [heading.text for heading in reading.report.unused] == ['od"d` %s']  # type: ignore[attr-defined]


def test_an_amount_without_a_unit_is_in_doubt_and_not_guessed(database: Database) -> None:
    first, _ = read_records(filled(database), PROJECT)
    assert "cost" not in (first.data or {})
    assert [doubt.where for doubt in first.doubts] == ["cost"]


def test_a_table_that_is_not_there_is_told_with_the_near_one(database: Database) -> None:
    database.run("CREATE TABLE projects (id integer)")
    with pytest.raises(InputError) as caught:
        read_records(f"{database.url}?table=project", PROJECT)
    assert "there is no such table" in caught.value.render("en")
    assert "projects" in caught.value.render("zh")
    assert PASSWORD not in caught.value.render("en")


ROWS = [{"id": f"r{number}", "good": True, "by": ["甲", "b\"'%s"]} for number in range(2_500)]
COLUMNS = {"id": Kind.TEXT, "good": Kind.FLAG, "by": Kind.TEXTS, "a %s \"' `": Kind.TEXT}


def write(url: str, rows: list[dict[str, Any]]) -> None:
    with table_writer(read_url(url), COLUMNS) as table:
        for row in rows:
            table.take(row)
        table.finish()


def count(database: Database, table: str = "answers") -> int:
    return int(database.run(f"SELECT count(*) FROM {database.quoted(table)}")[0][0])


def test_rows_are_written_in_batches_and_seen_as_a_whole(database: Database) -> None:
    rows = ROWS[:200] if database.kind == "duckdb" else ROWS  # there each takes its time
    url = f"{database.url}?table=answers"
    write(url, rows)
    assert count(database) == len(rows)
    with pytest.raises(InputError, match="there already"):
        write(url, ROWS[:1])
    write(f"{url}&if_exists=append", ROWS[:1])
    assert count(database) == len(rows) + 1
    write(f"{url}&if_exists=replace", ROWS[:3])
    assert count(database) == 3


@pytest.mark.parametrize("if_exists", ["refuse", "append", "replace"])
def test_a_failure_in_the_middle_leaves_the_table_as_it_was(
    database: Database, if_exists: str
) -> None:
    before = if_exists != "refuse"
    if before:
        write(f"{database.url}?table=answers", ROWS[:2])

    def broken() -> Iterator[dict[str, Any]]:
        yield from ROWS[:150] if database.kind == "duckdb" else ROWS[:1_200]
        raise ZeroDivisionError

    url = read_url(f"{database.url}?table=answers&if_exists={if_exists}")
    with suppress(ZeroDivisionError), table_writer(url, COLUMNS) as table:
        for row in broken():
            table.take(row)
    if before:
        assert count(database) == 2
    elif database.kind in ("sqlite", "duckdb"):
        assert not Path(url.database).exists()
    else:
        tables = {"postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"}
        assert database.run(tables.get(database.kind, "SHOW TABLES")) == []


def test_rows_that_nobody_called_complete_are_not_kept(database: Database) -> None:
    url = read_url(f"{database.url}?table=answers")
    with table_writer(url, COLUMNS) as table:
        table.take(ROWS[0])
    with pytest.raises(InputError):
        read_records(f"{database.url}?table=answers", PROJECT)


def test_columns_that_a_table_lacks_are_told_before_anything_is_written(
    database: Database,
) -> None:
    database.run("CREATE TABLE answers (id integer)")
    with pytest.raises(InputError, match="lacks columns"):
        write(f"{database.url}?table=answers&if_exists=append", ROWS)


def test_a_name_that_the_database_would_cut_is_refused(postgres: Server) -> None:
    with pytest.raises(InputError, match="too long"):
        write(f"{postgres.database()}?table={'长' * 22}", ROWS)


def test_cells_of_postgres_that_python_does_not_have_are_in_doubt(postgres: Server) -> None:
    url = postgres.database()
    with psycopg.connect(url) as one:
        one.execute(
            'CREATE SCHEMA "S x"; CREATE TYPE fund AS (amount bigint); CREATE TABLE "S x".t ('
            "id text, approved date, name bytea, share numeric, funds fund[], kind char(9))"
        )
        one.execute(
            "INSERT INTO \"S x\".t VALUES ('a', 'infinity', '\\x00', 'NaN', ARRAY[ROW(5)::fund, "
            "NULL], 'loan')"
        )
    (entry,) = read_records(f"{url}?schema=S%20x&table=t", PROJECT)
    assert {doubt.where for doubt in entry.doubts} == {"approved", "name", "share"}
    record = entry.validated(PROJECT)
    assert record["kind"] == "loan"
    assert record["funds"] == ({"amount": 5}, None)


def test_a_file_has_duckdb_fetch_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads files of SQLite by an extension, which it would download."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with sqlite3.connect(tmp_path / "office.db") as connection:
        connection.execute("CREATE TABLE projects (id TEXT)")
    connection.close()
    with pytest.raises(InputError) as caught:
        list(read_records(f"duckdb:///{tmp_path}/office.db?table=projects", PROJECT))
    assert "download" not in str(caught.value)
    assert "INSTALL sqlite" in str(caught.value)
