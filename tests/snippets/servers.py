"""What a page starts, and goes on asking until its end: a server, and a database by ``psql``."""

import os
import subprocess
import sys
from typing import Final

from tests.databases import program
from tests.serving import served
from tests.snippets.pages import Block, Page

ADDRESS: Final = "http://127.0.0.1:8000"
"""Where the server of a page listens; the tests put the address of a free port in its place."""


def start(page: Page, words: list[str]) -> None:
    """Start the server that a command of the page starts, on a free port until the page ends."""
    command = [sys.executable, "-m", words[0].replace("-", "_"), *_without_port(words[1:])]
    environment = {**os.environ, **page.environment}
    server = page.until_its_end(served([*command, "--port", "0"], environment, page.folder))
    page.stand_ins[ADDRESS] = server.address


def _without_port(words: list[str]) -> list[str]:
    if "--port" not in words:
        return words
    at = words.index("--port")
    assert words[at + 1] == ADDRESS.rpartition(":")[2], f"the page asks another port: {words}"
    return [*words[:at], *words[at + 2 :]]


def statements(page: Page, block: Block) -> None:
    """Statements of SQL, and what ``psql`` says of them."""
    psql = program("psql")
    assert psql
    found = subprocess.run(
        [psql, "--no-psqlrc", "--set", "ON_ERROR_STOP=1", page.fixture("office")],
        env={**os.environ, "PGCLIENTENCODING": "UTF8"},
        input=block.source,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert found.returncode == 0, found.stdout
    page.says(block, lambda: found.stdout)
