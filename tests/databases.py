"""Database servers of a run of the tests: PostgreSQL and MariaDB from the system's packages.

Each is started once, on a free port of the loopback address, by a user who may do nothing else
(PostgreSQL refuses to be run by root), with its data in a folder that is gone afterwards. A test
asks for the fixture ``postgres`` or ``mariadb`` and takes `Server.database`, an empty database of
its own. Where a server is not installed, these tests are skipped and say so.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

from attrs import field, frozen

HOST: Final = "127.0.0.1"
USER: Final = "tester"
PASSWORD: Final = "pass:w@rd/密?#%"
"""A password that has to be escaped in a URL, and must never be shown."""

_PATIENCE: Final = 120
"""Seconds that a server may take to answer, also on a busy machine."""

_UNPRIVILEGED: Final = ("postgres", "nobody")
_MARIADB: Final = Path("/usr/share/mysql")
_MARIADB_TABLES: Final = (
    "mysql_system_tables.sql",
    "mysql_performance_tables.sql",
    "mysql_system_tables_data.sql",
)
_PLACES: Final = ("/usr/sbin", "/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin")


def program(name: str) -> str | None:
    """The path of a program of a server; Debian does not put those of PostgreSQL on the PATH."""
    folders = [path for place in _PLACES for path in sorted(Path("/").glob(place[1:]))]
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, reversed(folders))])
    return shutil.which(name, path=path)


def _lacking(name: str, package: str) -> str | None:
    if program(name):
        return None
    return f"NOT RUN: {name} is not installed (on Debian: apt-get install {package})"


without_postgres = _lacking("initdb", "postgresql")
without_mariadb = _lacking("mariadbd", "mariadb-server-core")
"""The reason why tests with MariaDB are skipped; None where it is installed."""


@frozen
class Server:
    """A running server: its address, and how a statement is run on it."""

    scheme: str
    port: int
    execute: Callable[[str, str], None]
    """Runs a statement in a database as its owner."""
    _numbers: "Iterator[int]" = field(factory=lambda: count(1))

    def database(self) -> str:
        """The URL of a new and empty database, with user and password."""
        name = f"db{next(self._numbers)}"
        self.execute("", f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str) -> str:
        return f"{self.scheme}://{USER}:{quote(PASSWORD, safe='')}@{HOST}:{self.port}/{database}"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
    return port


def _rights() -> Mapping[str, Any]:
    """The user that servers are run as: one without rights, if the tests are run by root."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(names[name] for name in _UNPRIVILEGED if name in names)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def _folder(rights: Mapping[str, Any]) -> Iterator[Path]:
    with TemporaryDirectory(prefix="server-") as name:
        place = Path(name)
        if rights:
            os.chown(place, rights["user"], rights["group"])
        yield place


def _do(words: list[str], rights: Mapping[str, Any], place: Path, given: str = "") -> None:
    done = subprocess.run(
        words, cwd=place, input=given, capture_output=True, text=True, check=False, **rights
    )
    assert done.returncode == 0, f"{words[0]}: {done.stdout}\n{done.stderr}"


@contextmanager
def _running(
    words: Callable[[int], list[str]],
    rights: Mapping[str, Any],
    place: Path,
    answers: Callable[[int], None],
    refusals: type[Exception],
    ended_by: signal.Signals,
) -> Iterator[int]:
    """Run a server until the end of the block; gives its port.

    A free port may be taken by another program before the server starts; then another port is
    tried.
    """
    log = place / "log"
    deadline = time.monotonic() + _PATIENCE
    with log.open("wb") as file:
        while True:
            port = _free_port()
            server = subprocess.Popen(words(port), cwd=place, stdout=file, stderr=file, **rights)
            while server.poll() is None:
                try:
                    answers(port)
                    break
                except refusals:
                    assert time.monotonic() < deadline, log.read_text(errors="replace")
                    with suppress(subprocess.TimeoutExpired):
                        server.wait(0.05)
            if server.poll() is None:
                break
            assert time.monotonic() < deadline, log.read_text(errors="replace")
            assert "in use" in log.read_text(errors="replace"), log.read_text(errors="replace")
    try:
        yield port
    finally:
        server.send_signal(ended_by)
        server.wait(_PATIENCE)


@contextmanager
def postgres_server() -> Iterator[Server]:
    """PostgreSQL until the end of the block."""
    import psycopg

    rights = _rights()

    def execute(database: str, statement: str) -> None:
        port = running
        with psycopg.connect(
            host=HOST, port=port, user=USER, password=PASSWORD, dbname=database or "postgres"
        ) as one:
            one.autocommit = True
            one.execute(statement)  # type: ignore[call-overload]

    def answers(port: int) -> None:
        psycopg.connect(
            host=HOST, port=port, user=USER, password=PASSWORD, dbname="postgres"
        ).close()

    with _folder(rights) as place:
        password = place / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        password.chmod(0o644)
        initdb, postgres = program("initdb"), program("postgres")
        assert initdb
        assert postgres
        _do(
            [
                *(initdb, "--pgdata", str(place / "data"), "--username", USER, "--no-sync"),
                *("--auth", "scram-sha-256", "--pwfile", str(password)),
                *("--encoding", "UTF8", "--no-locale"),
            ],
            rights,
            place,
        )

        def words(port: int) -> list[str]:
            settings = {
                "listen_addresses": HOST,
                "unix_socket_directories": str(place),
                "fsync": "off",
                "full_page_writes": "off",
                "synchronous_commit": "off",
                "max_connections": "50",
            }
            given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            return [postgres, "-D", str(place / "data"), "-p", str(port), *given]

        with _running(
            words, rights, place, answers, psycopg.OperationalError, signal.SIGINT
        ) as running:
            yield Server("postgresql", running, execute)


@contextmanager
def mariadb_server() -> Iterator[Server]:
    """MariaDB until the end of the block."""
    import pymysql

    rights = _rights()

    def connected(port: int, database: str = "") -> Any:
        return pymysql.connect(
            host=HOST,
            port=port,
            user=USER,
            # As a text it would be sent in Latin-1, or refused.
            password=PASSWORD.encode(),  # type: ignore[arg-type]
            database=database or None,
        )

    def execute(database: str, statement: str) -> None:
        with connected(running, database) as one, one.cursor() as cursor:
            cursor.execute(statement)

    def answers(port: int) -> None:
        connected(port).close()

    with _folder(rights) as place:
        mariadbd, data = program("mariadbd"), place / "data"
        assert mariadbd
        # What `mariadb-install-db` does; Debian ships that in a package with many dependencies.
        first = ["CREATE DATABASE mysql;", "USE mysql;"]
        first += [(_MARIADB / name).read_text(encoding="utf-8") for name in _MARIADB_TABLES]
        written = PASSWORD.replace("'", "''")
        first += [
            "FLUSH PRIVILEGES;",
            f"CREATE USER '{USER}'@'{HOST}' IDENTIFIED BY '{written}';",
            f"GRANT ALL ON *.* TO '{USER}'@'{HOST}' WITH GRANT OPTION;",
        ]
        data.mkdir()
        if rights:
            os.chown(data, rights["user"], rights["group"])
        settings = ["--no-defaults", f"--datadir={data}", "--character-set-server=utf8mb4"]
        _do(
            [mariadbd, *settings, "--bootstrap", "--skip-networking"],
            rights,
            place,
            "\n".join(first),
        )

        def words(port: int) -> list[str]:
            return [
                *(mariadbd, *settings, f"--bind-address={HOST}", f"--port={port}"),
                *(f"--socket={place / 'socket'}", f"--pid-file={place / 'pid'}"),
                "--skip-name-resolve",
                *("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"),
            ]

        with _running(
            words, rights, place, answers, pymysql.err.OperationalError, signal.SIGTERM
        ) as running:
            yield Server("mysql", running, execute)
