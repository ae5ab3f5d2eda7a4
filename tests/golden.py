"""Texts that are compared whole with a file, and the one way to renew such files.

After a change that means to change them, run the tests with ``UPDATE_GOLDEN=1`` and read what
``git diff`` shows.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Golden: TypeAlias = Callable[[str, str], None]
"""The fixture ``golden``: asserts what the file of a name holds, in ``golden`` beside the test."""


def matches(path: Path, found: str) -> None:
    """Assert that the file holds the text; with ``UPDATE_GOLDEN=1`` it is written first."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert path.is_file(), f"{path} is not there; UPDATE_GOLDEN=1 writes it"
    assert found == path.read_text("utf-8")
