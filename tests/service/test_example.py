"""The example application does what its README says; its README is the page in the documents."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import httpx
import psycopg
import pytest

from tests.places import DOCS, ROOT

FOLDER = ROOT / "examples" / "registry"
README = (FOLDER / "README.md").read_text("utf-8")


def test_the_page_in_the_documents_is_the_readme():
    assert (DOCS / "application.md").read_text("utf-8") == README


@pytest.mark.slow
@pytest.mark.parametrize(
    "checker",
    [
        ["mypy", "--strict"],
        ["pyright", "--pythonpath", sys.executable],
    ],
    ids=["mypy", "pyright"],
)
def test_a_type_checker_finds_no_fault_with_it(checker: list[str]):
    command = [sys.executable, "-m", *checker, str(FOLDER / "app.py")]
    found = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.fixture(scope="module")
def database(postgres) -> str:
    return postgres.database()


@pytest.fixture(scope="module")
def address(database: str) -> Iterator[str]:
    """The application, started as its README says, on a free port."""
    words = ["uvicorn", "--factory", "app:from_environment", "--app-dir", str(FOLDER)]
    process = subprocess.Popen(
        [sys.executable, "-m", *words, "--port", "0"],
        env={**os.environ, "DATABASE_URL": database},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        seen = []
        for line in process.stderr:
            seen.append(line.decode(errors="replace"))
            if found := re.search(r"running on (http://\S+)", seen[-1]):
                yield found[1]
                break
        else:
            raise AssertionError("".join(seen))
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close()


def told() -> Iterator[tuple[list[list[str]], dict]]:
    """The requests of the README, and what it says that the last one of each block answers."""
    section = README.split("## Ask it")[1].split("## Every night")[0]
    for asked, answered in re.findall(r"```sh\n(.*?)```\n\n```json\n(.*?)```", section, re.DOTALL):
        yield [shlex.split(line) for line in asked.splitlines()], json.loads(answered)


def asked(client: httpx.Client, words: list[str]) -> httpx.Response:
    """What ``curl`` would do with these words."""
    options = dict(pairwise(words))
    (url,) = (word for word in words if word.startswith("http://"))
    data = options.get("-d")
    return client.request(
        options.get("-X", "GET"),
        url.removeprefix("http://127.0.0.1:8000"),
        content=None if data is None else data.encode(),
        headers={"Content-Type": "application/json"} if data else {},
    )


@pytest.mark.slow
def test_it_answers_as_its_readme_says(address: str, database: str):
    examples = [*told()]
    assert len(examples) == 5
    with httpx.Client(base_url=address, timeout=60) as client:
        for requests, answer in examples:
            *_, last = [asked(client, words).json() for words in requests]
            assert last.items() >= answer.items()
        forbidden = {"action": "enter_library", "verdict": "forbidden", "projects": 1}
        assert forbidden in client.get("/verdicts?as_of=2023-05-01").json()
        one = client.get("/projects/P-1?as_of=2023-05-01").json()
        assert client.get("/projects/P-9?as_of=2023-05-01").status_code == 404
        assert client.get("/schema").json()["title"] == "项目 (Project)"
    with psycopg.connect(database) as connection:
        kept = connection.execute(
            "SELECT action, verdict FROM verdict WHERE project = 'P-1' AND as_of = '2023-05-01'"
        ).fetchall()
    assert dict(kept) == one["verdicts"]
