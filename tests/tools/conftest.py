"""Commands run as a user runs them: by words on a command line, on a page of fixed width."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linkage_rules.commands.cli import main

FOLDER = Path(__file__).parent

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def invoke(*words: object, language: str = "zh", columns: int = 100) -> Result:
        environment = {
            "COLUMNS": str(columns),
            "LINKAGE_RULES_LANGUAGE": language,
            "NO_COLOR": "1",
        }
        return CliRunner().invoke(main, [str(word) for word in words], env=environment)

    return invoke


@pytest.fixture
def library_entry(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small policy with records, as the current folder, so that paths are short."""
    folder = FOLDER / "library_entry"
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares an output with the file of that name, after a change with ``UPDATE_GOLDEN=1``."""

    def compare(name: str, found: str) -> None:
        path = FOLDER / "golden" / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(found, "utf-8")
        assert found == path.read_text("utf-8")

    return compare
