"""How tests run: the same way each time, on any machine, however busy it is.

Hypothesis repeats the same cases each run and minds no clock; `--hypothesis-profile=explore` looks
for new ones. Checked policies are kept in a folder of the run and not in the user's own. The output
of commands does not depend on the terminal or the language of whoever runs the tests.
"""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from tests.golden import Golden, matches
from tests.places import LIBRARY_ENTRY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.databases import Server

pytest_plugins = ["pytester"]

# The policies among the tests are material; many of them are wrong on purpose.
collect_ignore_glob = ["*.pol"]

_UNTIMED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, database=None
)
settings.register_profile("repeat", _UNTIMED, derandomize=True)
settings.register_profile("explore", _UNTIMED)
settings.load_profile("repeat")

_TERMINAL = {"COLUMNS": "100", "LC_ALL": "C.UTF-8"}
_UNHEARD = ("LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LANGUAGE")


def pytest_configure(config: pytest.Config) -> None:
    environment = pytest.MonkeyPatch()
    # Processes of one run share the folder: each inherits the environment of the one that began it.
    if not hasattr(config, "workerinput"):
        folder = TemporaryDirectory()
        environment.setenv("LINKAGE_RULES_CACHE", folder.name)
        config.add_cleanup(folder.cleanup)
    for name, value in _TERMINAL.items():
        environment.setenv(name, value)
    for name in (*_UNHEARD, "LINKAGE_RULES_LANGUAGE"):
        environment.delenv(name, raising=False)
    config.add_cleanup(environment.undo)


def pytest_collection_finish() -> None:
    """The tests stay until the end: whenever memory is looked through, they need not be."""
    gc.collect()
    gc.freeze()


_SHARED = {"browser": "browser", "postgres": "databases", "mariadb": "databases"}
"""Servers and programs that are started once, by their fixture, with the group of tests that share
them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share a program in one process when there are several; mark tests of pages as
    slow."""
    for item in items:
        asked = [name for name in _SHARED if name in getattr(item, "fixturenames", ())]
        if asked:
            item.add_marker(pytest.mark.xdist_group(_SHARED[asked[0]]))
        if "browser" in asked:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests of pages; each test opens contexts or pages of its own."""
    from tests.browsing import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Server]":
    """One PostgreSQL for all tests; each takes an empty database of its own."""
    from tests.databases import postgres_server, without_postgres

    if without_postgres is not None:
        pytest.skip(without_postgres)
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> "Iterator[Server]":
    """One MariaDB for all tests; each takes an empty database of its own."""
    from tests.databases import mariadb_server, without_mariadb

    if without_mariadb is not None:
        pytest.skip(without_mariadb)
    with mariadb_server() as server:
        yield server


Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs a command as a user does: by words on a command line, on a page of fixed width."""
    from linkage_rules.commands.cli import main

    def invoke(
        *words: object, language: str = "zh", columns: int = 100, stdin: str | bytes | None = None
    ) -> Result:
        environment = {
            "COLUMNS": str(columns),
            "LINKAGE_RULES_LANGUAGE": language,
            "NO_COLOR": "1",
        }
        return CliRunner().invoke(main, [str(word) for word in words], stdin, environment)

    return invoke


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares an output with the file of that name in the folder ``golden`` beside the test."""
    return lambda name, found: matches(request.path.parent / "golden" / name, found)


@pytest.fixture
def library_entry(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small policy with records, as the current folder, so that paths are short."""
    monkeypatch.chdir(LIBRARY_ENTRY)
    return LIBRARY_ENTRY
