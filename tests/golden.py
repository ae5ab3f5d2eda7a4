"""Comparing texts with files as a whole, and renewing these files.

After an intended change run the tests with ``UPDATE_GOLDEN=1``, and read ``git diff``.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Golden: TypeAlias = Callable[[str, str], None]
"""The fixture ``golden``: asserts the content of the file with a name, in ``golden`` beside the
test."""


def matches(path: Path, found: str) -> None:
    """Assert that the file holds the text; with ``UPDATE_GOLDEN=1`` it is written first."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert path.is_file(), f"{path} is not there; UPDATE_GOLDEN=1 writes it"
    assert found == path.read_text("utf-8")
