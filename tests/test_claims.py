"""What docs/security.md, limits.md and assurance.md say is tested is tested where they say."""

import re

import pytest

from tests.places import DOCS, ROOT

PATH = re.compile(r"`((?:tests|fuzz|benchmarks)/[\w./]*|test_\w+\.py)")


def places(line: str) -> list[str]:
    """The paths that a line names; one without its folder stands in that of the one before."""
    found: list[str] = []
    for path in PATH.findall(line):
        if "/" not in path:
            path = f"{found[-1].rpartition('/')[0]}/{path}"
        found.append(path)
    return found


@pytest.mark.parametrize("name", ["security.md", "limits.md", "assurance.md"])
def test_every_place_that_is_named_is_there(name):
    named = [one for line in (DOCS / name).read_text("utf-8").splitlines() for one in places(line)]
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_promise_names_a_test():
    text = (DOCS / "security.md").read_text("utf-8")
    promises = text.partition("## What is promised")[2].partition("## What is not")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 8
    assert [row for row in rows if not places(row) and "the tests named there" not in row] == []
