"""The servers that tests ask: run by nobody who could do harm, heard on this machine alone."""

import socket
from pathlib import Path

import psycopg
import pymysql
import pytest

from tests.databases import HOST, PASSWORD, USER, Server


def test_postgres_runs_as_somebody_without_rights(postgres: Server) -> None:
    with psycopg.connect(postgres.database()) as one:
        row = one.execute("SHOW data_directory").fetchone()
        heard = one.execute("SHOW listen_addresses").fetchone()
    assert row is not None
    assert heard is not None
    assert Path(row[0]).stat().st_uid != 0
    assert heard == (HOST,)


def test_each_database_is_empty_and_asks_for_the_password(postgres: Server) -> None:
    first, second = postgres.database(), postgres.database()
    with psycopg.connect(first) as one:
        one.execute("CREATE TABLE t (n int)")
    with psycopg.connect(second) as other:
        found = other.execute("SELECT count(*) FROM pg_tables WHERE tablename = 't'").fetchone()
    assert found == (0,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=HOST, port=postgres.port, user=USER, password="wrong", dbname="postgres"
        )


def test_mariadb_runs_and_asks_for_the_password(mariadb: Server) -> None:
    mariadb.database()
    asked = {"host": HOST, "port": mariadb.port, "user": USER}
    with pymysql.connect(**asked, password=PASSWORD.encode()) as one, one.cursor() as cursor:
        cursor.execute("SELECT @@version_comment, @@bind_address")
        found = cursor.fetchone()
    assert found is not None
    assert found[1] == HOST
    with pytest.raises(pymysql.err.OperationalError, match="Access denied"):
        pymysql.connect(**asked, password="wrong")


def test_a_port_is_free_again_when_a_server_has_stopped() -> None:
    from tests.databases import postgres_server, without_postgres

    if without_postgres is not None:
        pytest.skip(without_postgres)
    with postgres_server() as server:
        port = server.port
    with socket.socket() as one, pytest.raises(ConnectionRefusedError):
        one.connect((HOST, port))
