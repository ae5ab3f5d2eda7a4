"""What ``docs/architecture.md`` says of places holds: they are there, and no others are touched."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "linkage_rules"
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def named_in(path: Path) -> Iterator[str]:
    """The members and the texts that the code of a module names; what documents it is not code."""
    tree = ast.parse(path.read_text("utf-8"))
    documenting = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and id(node) not in documenting:
            yield from re.findall(r"\w+", str(node.value))


def rows_below(heading: str) -> list[tuple[str, list[str]]]:
    """The rows of the table below a heading: the row, and the paths it names.

    A path has a slash or an ending; what stands in quotes without is a name in the code.
    """
    section = DOCUMENT.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [
        (
            row,
            [quoted for quoted in re.findall(r"`([^`]+)`", row) if re.search(r"/|\.\w+$", quoted)],
        )
        for row in rows[1:]
    ]


def documented(heading: str) -> set[str]:
    """The paths in the table below a heading of docs/architecture.md."""
    return {places[0] for _, places in rows_below(f"### {heading}")}


PLACES = [
    pytest.param(place, id=place)
    for _, places in rows_below("## Where a change belongs")
    for place in places
]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_where_a_change_belongs_is_there(place: str):
    """Paths are those of the repository, or of the package within it."""
    assert [found for root in (ROOT, SOURCES) for found in root.glob(place.rstrip("/"))] != []


@pytest.mark.parametrize(
    ("heading", "names", "most"),
    [
        # What is there already stands for what may come: these have no case of their own.
        ("A modality", {"RECOMMENDATION", "recommendation", "ENCOURAGED_TO"}, 5),
        ("A clause of a norm", {"Answerable", "answerable", "ANSWERED_FOR_BY"}, 15),
    ],
)
def test_a_change_touches_the_files_that_are_listed_and_no_others(
    heading: str, names: set[str], most: int
):
    touched = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES.rglob("*.py")
        if names.intersection(named_in(path))
    }
    listed = documented(heading)
    assert touched == {path for path in listed if path.startswith("src/")}
    assert len(listed) <= most
    assert [path for path in listed if not (ROOT / path).is_file()] == []


def test_a_new_operation_touches_few_files():
    """That it touches no others is for `tests/operations` to show, with an operation of its own."""
    listed = documented("An operation on values")
    assert 1 <= len(listed) <= 7
    assert [path for path in listed if not (ROOT / path).is_file()] == []
