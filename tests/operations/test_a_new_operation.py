"""A new strict operation is one row of the table and one function for each engine of its own kind.

The claims about it, in `claims.py`, are held in a process of their own in which the row stands in
the table from the start, as it would if it were written there.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from linkage_rules.testing.engines import absent_engines

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENTERED = (
    "import sys; sys.path.insert(0, sys.argv[1]); import modulo; modulo.enter(); import pytest; "
    "sys.exit(pytest.main(sys.argv[2:]))"
)


@pytest.mark.slow
def test_an_operation_entered_in_the_table_is_part_of_the_language() -> None:
    claims = str(HERE / "claims.py")
    # The plugin of the library is loaded before pytest could rewrite its assertions.
    options = ["-q", "-p", "no:cacheprovider", "-W", "ignore:Module already imported"]
    asked = [sys.executable, "-c", ENTERED, str(HERE), *options, claims]
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
    # Claims about engines that are not installed are all that may be left out.
    assert absent_engines() or " skipped" not in run.stdout, run.stdout


def test_no_module_of_the_library_knows_of_it() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]
    assert texts
    assert not any("modulo" in text.lower() for text in texts)
