"""An editor makes what messages propose: all messages that are shown whole are looked through."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from linkage_rules.editing import diagnosing
from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.session import Session
from linkage_rules.language.diagnostics import Diagnostic
from linkage_rules.language.fixes import edited
from tests.golden import matches
from tests.places import ROOT

MESSAGES = ROOT / "tests" / "language" / "golden"
NAMES = sorted(p.name for p in MESSAGES.iterdir() if any(p.rglob("*.pol")))
QUICK = ("POL-005", "POL-006", "POL-330", "POL-394", "POL-502", "POL-503", "POL-504", "POL-601")


@frozen
class Shown:
    """A problem as an editor has it, with the titles of what is offered at its place."""

    known: Known
    problem: Diagnostic
    titles: tuple[str, ...]

    @property
    def is_offered(self) -> bool:
        """Whether the problem has a fix among what is offered."""
        return bool(self.problem.edits) and self.problem.advice("en") in self.titles


def opened(folder: Path) -> Known:
    """A policy with all of its files open; the rest of the folder is what it uses."""
    session = Session(Encoding.UTF_16, "en")
    own = folder / "p" if (folder / "p").is_dir() else folder
    paths = sorted(own.glob("*.pol"))
    for path in paths:
        session.open(path, path.as_uri(), path.read_bytes().decode("utf-8", "replace"), 1)
    known = session.known(paths[0])
    assert known
    return known


def shown(name: str, place: Path) -> Iterator[Shown]:
    folder = place.resolve() / "case"
    shutil.copytree(MESSAGES / name, folder)
    known = opened(folder)
    for problem in diagnosing.problems_of(known):
        if problem.advice("en") and problem.span.line:
            at = known.range(problem.span)
            fixes = diagnosing.quick_fixes(known, path_of(problem.span.file), at)
            yield Shown(known, problem, tuple(fix.title for fix in fixes))


@pytest.mark.parametrize(
    "name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in NAMES]
)
def test_a_fix_that_is_offered_ends_the_problem_in_its_policy(name: str, tmp_path: Path) -> None:
    for one in [*shown(name, tmp_path)]:
        if not one.problem.edits:
            continue
        assert one.is_offered
        path = path_of(one.problem.span.file)
        before = path.read_bytes().decode()
        assert "\r" not in before
        path.write_text(edited(before, one.problem.edits), "utf-8")
        told = diagnosing.problems_of(opened(tmp_path.resolve() / "case"))
        path.write_text(before, "utf-8")
        there = one.problem.code, one.problem.span.start, one.problem.headline("en")
        assert there not in [(d.code, d.span.start, d.headline("en")) for d in told]


@pytest.mark.slow
def test_the_hints_that_an_editor_leaves_to_the_author_are_known(tmp_path: Path) -> None:
    """Most of them leave something to decide; these are all for which no fix is offered."""
    left = [
        f"{one.problem.code}  {one.problem.advice('en')}"
        for name in NAMES
        for one in shown(name, tmp_path / name)
        if not one.is_offered
    ]
    matches(
        Path(__file__).parent / "golden" / "left_to_authors.txt", "\n".join(dict.fromkeys(left))
    )
