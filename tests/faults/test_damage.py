"""A file of any format with one place of it damaged is read or refused, and ends no process."""

import subprocess
import sys
from pathlib import Path

import pytest

DAMAGE = Path(__file__).parents[2] / "fuzz" / "damage.py"
CHANGES = {
    ".xlsx": 60, ".xls": 150, ".ods": 60, ".xlsb": 100, ".parquet": 150, ".csv": 200, ".json": 200,
    "bulk": 15,
}  # fmt: skip
"""How many damaged files of each; more by the command that is run here."""


@pytest.mark.parametrize("name", CHANGES)
def test_a_damaged_file_is_read_or_refused(name):
    command = [sys.executable, DAMAGE, "--changes", str(CHANGES[name]), "--seed", "1"]
    done = subprocess.run(
        [*command, "--only", name],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3_000:]
    assert f"{CHANGES[name]:,} damaged files, 0 failures" in done.stdout
