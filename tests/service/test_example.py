"""The example application does what its README says; its README is the page in the documents."""

import os
import subprocess
import sys

import httpx
import psycopg
import pytest

from tests.databases import Server
from tests.places import DOCS, ROOT
from tests.serving import served

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


@pytest.mark.slow
def test_it_keeps_what_it_answers(postgres: Server):
    """What its README shows is tried with the other pages of the documents."""
    database = postgres.database()
    words = ["uvicorn", "--factory", "app:from_environment", "--app-dir", str(FOLDER)]
    command = [sys.executable, "-m", *words, "--port", "0"]
    given = {"id": "P-1", "operating": True, "mechanism_established": False}
    given["funds"] = [{"type": "bridging_subsidy", "amount": "120万元"}]
    with (
        served(command, {**os.environ, "DATABASE_URL": database}) as registry,
        httpx.Client(base_url=registry.address, timeout=60) as client,
    ):
        assert client.put("/projects?as_of=2023-05-01", json=given).status_code == 200
        assert client.post("/verdicts?as_of=2023-05-01").status_code == 200
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
