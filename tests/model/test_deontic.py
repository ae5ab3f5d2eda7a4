"""The rows of modalities, statuses and verdicts: complete, and the one place of what they say."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from itertools import product
from pathlib import Path

import pytest

from linkage_rules.model import deontic
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words import deontic_words
from linkage_rules.words.keywords import BY_TERMINAL

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "linkage_rules"
PLACES = re.compile(r"^\| `(?P<path>[^`]+)` \|", re.MULTILINE)


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


def documented(heading: str) -> set[str]:
    """The paths in the table below a heading of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = text.split(f"### {heading}\n", 1)[1].split("\n#", 1)[0]
    return set(PLACES.findall(section))


@pytest.mark.parametrize(
    ("members", "rows"),
    [
        (Modality, (deontic.MODALITIES, deontic_words.MODALITIES)),
        (Strength, (deontic_words.STRENGTHS,)),
        (Status, (deontic.STATUSES, deontic_words.STATUSES)),
        (VerdictStatus, (deontic.VERDICTS, deontic_words.VERDICTS)),
    ],
)
def test_every_member_has_its_rows(members: type[Enum], rows: tuple[dict[Enum, object], ...]):
    assert [set(table) for table in rows] == [set(members)] * len(rows)


def test_every_force_has_a_keyword_and_words():
    assert deontic.FORCES.keys() == deontic_words.FORCES.keys()
    assert set(deontic.FORCES.values()) <= BY_TERMINAL.keys()
    assert {modality for modality, _ in deontic.FORCES} == set(Modality)


@pytest.mark.parametrize("modality", Modality)
def test_a_row_is_of_one_piece(modality: Modality):
    row = deontic.MODALITIES[modality]
    assert bool(row.to_do) is not bool(row.to_leave)
    assert (row.to_do or row.to_leave).keys() == set(Strength)
    assert row.unmet in {None, row.if_done, row.if_not_done}
    assert row.opposed is None or deontic.MODALITIES[row.opposed].opposed is modality
    alone = frozenset({(modality, Strength.STRICT)})
    assert deontic.determined_verdict(alone, permitted_by_default=False)[0] is row.verdict


def test_the_order_of_verdicts_does_not_depend_on_the_order_of_norms():
    forces = list(deontic.FORCES)
    for taken in product((False, True), repeat=len(forces)):
        applying = frozenset(f for f, chosen in zip(forces, taken, strict=True) if chosen)
        status, by = deontic.determined_verdict(applying, permitted_by_default=False)
        assert (status is VerdictStatus.UNREGULATED) is not bool(applying)
        assert not applying or applying & set(by)


def test_a_modality_touches_the_places_that_the_document_lists_and_no_other():
    """Shown with recommendations, which have all that a modality can have, and no case of their own
    anywhere but in the rows."""
    names = {"RECOMMENDATION", "recommendation", "ENCOURAGED_TO"}
    touched = {
        f"src/linkage_rules/{path.relative_to(SOURCES).as_posix()}"
        for path in SOURCES.rglob("*.py")
        if names.intersection(named_in(path))
    }
    listed = documented("A modality")
    assert touched == {path for path in listed if path.startswith("src/")}
    assert len(listed) <= 5
    assert [path for path in listed if not (ROOT / path).is_file()] == []
