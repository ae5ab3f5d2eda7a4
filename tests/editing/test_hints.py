"""An editor makes what messages propose: all messages that are shown whole are looked through."""

import shutil
from collections import Counter
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
from linkage_rules.words.keywords import LANGUAGES
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
        """Whether each choice of the problem, and at least one, is among what is offered."""
        choices = self.problem.choices
        return bool(choices) and all(self.problem.title(c, "en") in self.titles for c in choices)


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
        if (problem.advice("en") or problem.choices) and problem.span.line:
            at = known.range(problem.span)
            fixes = diagnosing.quick_fixes(known, path_of(problem.span.file), at)
            yield Shown(known, problem, tuple(fix.title for fix in fixes))


def told(known: Known) -> Counter[tuple[str, str]]:
    """What is said of a policy, with how often it is."""
    return Counter((d.code, d.headline("en")) for d in diagnosing.problems_of(known))


@pytest.mark.parametrize(
    "name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in NAMES]
)
def test_each_choice_that_is_offered_ends_the_problem_in_its_policy(
    name: str, tmp_path: Path
) -> None:
    ones = [*shown(name, tmp_path)]
    before = told(ones[0].known) if ones else Counter()
    for one in ones:
        assert one.is_offered or not one.problem.choices
        kind = one.problem.code, one.problem.headline("en")
        for choice in one.problem.choices:
            files = {path_of(edit.span.file) for edit in choice.edits}
            told_of = path_of(one.problem.span.file)
            assert files <= {*one.known.own, told_of}, "no other policy is changed"
            texts = {file: file.read_bytes().decode() for file in files}
            for file, text in texts.items():
                edits = [edit for edit in choice.edits if path_of(edit.span.file) == file]
                assert any(text[e.span.start : e.span.end] != e.text for e in edits)
                file.write_text(edited(text, edits), "utf-8", newline="")
            after = told(opened(tmp_path.resolve() / "case"))
            for file, text in texts.items():
                file.write_text(text, "utf-8", newline="")
            assert after[kind] < before[kind], (one.problem.title(choice, "en"), after)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_choices_of_one_problem_have_titles_of_their_own_and_one_at_most_is_sure(
    name: str, tmp_path: Path
) -> None:
    for one in shown(name, tmp_path):
        choices = one.problem.choices
        assert [c.is_sure for c in choices] in ([], [True]) or not any(c.is_sure for c in choices)
        for language in LANGUAGES:
            titles = [one.problem.title(choice, language) for choice in choices]
            assert len({*titles}) == len(titles)


@pytest.mark.slow
def test_the_hints_that_an_editor_leaves_to_the_author_are_known(tmp_path: Path) -> None:
    """They ask for what only the author knows; of all others each way is offered."""
    left = [
        f"{one.problem.code}  {one.problem.advice('en')}"
        for name in NAMES
        for one in shown(name, tmp_path / name)
        if not one.is_offered
    ]
    matches(
        Path(__file__).parent / "golden" / "left_to_authors.txt", "\n".join(dict.fromkeys(left))
    )
