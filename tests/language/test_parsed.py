"""What was parsed and checked before is not again, and the answers are the same."""

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from weakref import ref

import pytest

from linkage_rules.language.checking.check import _PackageChecker
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.reading import parser
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing.generation.mistakes import told, with_mistakes, words_of

FIRST = 'policy p "P"\n\nbearer county  # of all\n\n'
SECOND = "record R\n  n: number\n\n"
THIRD = "fact f of R\n  means n > 3\n"
WHOLE = FIRST + SECOND + THIRD


@pytest.fixture
def trees(monkeypatch):
    """The declarations that were parsed, as they begin."""
    seen = []

    def noted(chunk, _made=parser._tree):
        seen.append(chunk.code.split()[0])
        return _made(chunk)

    monkeypatch.setattr(parser, "_tree", noted)
    return seen


def read(text, parsed, name="a.pol"):
    return parser.parse(SourceFile(name, text), parsed)


def test_only_what_was_changed_is_parsed_again(trees):
    parsed = Parsed()
    first = read(WHOLE, parsed)
    assert trees == ["policy", "bearer", "record", "fact"]
    assert read(WHOLE, parsed) == first
    read(f"# more\n\n{WHOLE.replace('n > 3', 'n > 30')}", parsed)
    assert trees[4:] == ["fact"]
    read(WHOLE, parsed, "b.pol")
    read(WHOLE.replace("of all", "of six"), parsed)
    assert trees[5:] == []


def test_without_it_everything_is_parsed(trees):
    assert read(WHOLE, None) == read(WHOLE, None)
    assert trees == ["policy", "bearer", "record", "fact"] * 2


def test_places_are_those_of_the_text_that_is_asked_for():
    parsed = Parsed()
    for text in (WHOLE, f"# 甲\n\n{WHOLE}", FIRST + THIRD + SECOND, f"{WHOLE}\nnorm\n\n{THIRD}"):
        for name in ("a.pol", "b.pol"):
            again, problems = read(text, parsed, name)
            anew, same = read(text, None, name)
            assert again == anew
            assert [d.span for d in again.declarations] == [d.span for d in anew.declarations]
            assert [(p.code, p.excerpt) for p in problems] == [(p.code, p.excerpt) for p in same]


def test_what_was_used_longest_ago_goes_first(trees):
    parsed = Parsed(most=2 * len(THIRD))
    others = [THIRD.replace("3", number) for number in "45"]
    for text in (THIRD, others[0], others[1]):
        read(text, parsed)
    read(others[1], parsed)
    assert len(trees) == 3
    read(THIRD, parsed)
    assert len(trees) == 4


def test_threads_may_share_one():
    parsed = Parsed(most=400)
    texts = [WHOLE.replace("3", str(number)) for number in range(40)] * 3
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda text: read(text, parsed), texts)]
    assert found == [read(text, None) for text in texts]


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        *(("example_award", seed) for seed in range(2)),
        *(pytest.param("example_successor", seed, marks=pytest.mark.slow) for seed in range(2)),
    ],
)
def test_a_policy_that_is_edited_again_and_again_is_told_what_it_is_told_anew(name, seed):
    loaded, parsed, dice = load_package(name), Parsed(), Random(seed)
    words = words_of(loaded)
    first = {file.name.rpartition("/")[2]: file.text for file, _ in loaded.files}
    files = first
    for number in range(4):
        edited = dice.choice([*files])
        # What was there before comes back, as when somebody takes an edit back.
        before = first if number % 3 == 0 else files
        files = {**before, edited: with_mistakes(before[edited], words, dice)}
        again = load_package(name, files, parsed)
        anew = load_package(name, files)
        assert told(again) == told(anew)


MOVED = {
    "above what they name": lambda text: text.replace("record R", "\n\n# more\n\nrecord R"),
    "above themselves": lambda text: text.replace("fact g", "# more\nfact g"),
    "on another line at the same place": lambda text: text.replace(
        "  n: number\n\n", "  n: number \n"
    ),
    "elsewhere": lambda text: f"{text}\nfact h of R means f\n",
}
OTHERWISE = {
    "a field of another type": ("n: number", "n: money"),
    "a field that is gone": ("n: number", "m: number"),
    "a fact of another type": ("fact f of R", "fact f of R: number"),
    "a fact that is gone": ("fact f of R\n  means n > 3", "fact e of R\n  means n > 3"),
    "a fact that cannot be read": ("means n > 3", "means n >"),
    "a fact declared twice": ("fact f", "fact f of R means n > 4\nfact f"),
    "a field of the name of a fact": ("n: number", "n: number\n  f: number"),
    "a label of another fact": ("fact g", 'fact k "f" of R means n > 5\nfact g'),
}
RESTING = f"{SECOND}{THIRD}\nfact g of R\n  means f and n > 4\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.pol").touch()
    monkeypatch.chdir(tmp_path)


def edited(text, parsed):
    return load_package(Path("p"), {"a.pol": f'policy p "P"\n\n{text}'}, parsed)


@pytest.mark.parametrize("move", MOVED)
@pytest.mark.usefixtures("place")
def test_what_is_only_moved_is_told_where_it_is(move):
    parsed = Parsed()
    assert not edited(RESTING, parsed).diagnostics
    moved = MOVED[move](RESTING)
    for text in (moved, RESTING, moved):
        assert told(edited(text, parsed)) == told(edited(text, None))


@pytest.mark.parametrize("change", OTHERWISE)
@pytest.mark.usefixtures("place")
def test_what_rests_on_something_else_than_before_is_checked_anew(change):
    parsed = Parsed()
    assert not edited(RESTING, parsed).diagnostics
    other = RESTING.replace(*OTHERWISE[change])
    assert other != RESTING
    for text in (other, RESTING, other):
        assert told(edited(text, parsed)) == told(edited(text, None))


@pytest.mark.usefixtures("place")
def test_what_stays_is_not_checked_again(monkeypatch):
    seen = []
    monkeypatch.setattr(
        _PackageChecker,
        "_fact",
        lambda self, fact, _made=_PackageChecker._fact: (
            seen.append(fact.name.text) or _made(self, fact)
        ),
    )
    parsed = Parsed()
    edited(RESTING, parsed)
    assert seen == ["f", "g"]
    edited(RESTING.replace("n > 4", "n > 5"), parsed)
    assert seen[2:] == ["g"]
    edited(RESTING, None)
    assert seen[3:] == ["f", "g"]


WATCHED = """bearer county
record Fund
  n: number
record Case
  day: date
  funds: list of Fund

fact large of Case
  means some f in funds has f.n > 3

action act of Case
norm due for Case
  governed by day
  when large and day < as_of
  county must act
"""


@pytest.fixture
def without_a_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("text", "faults"), [(WATCHED, 0), (WATCHED.replace("f.n > 3", "f.n > > 3"), 1)]
)
@pytest.mark.usefixtures("place", "without_a_collector")
def test_what_was_loaded_before_goes_by_itself(text, faults, monkeypatch):
    alive = []

    def noted(self, *names, _made=ExpressionChecker.__init__):
        _made(self, *names)
        alive.append(ref(self))

    monkeypatch.setattr(ExpressionChecker, "__init__", noted)
    parsed = Parsed()
    loaded = edited(text, parsed)
    assert len(loaded.diagnostics) == faults
    alive += [ref(loaded), ref(loaded.package)]
    del loaded
    assert [one() for one in alive] == [None] * 3
