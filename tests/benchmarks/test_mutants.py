"""`benchmarks/mutants.py` tells changes that a test notices from those that none does."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT, module_at

pytest.importorskip("mutmut", reason="needs the extra `mutation`")

SMALL = {
    "pyproject.toml": '[tool.pytest.ini_options]\nmarkers = ["slow"]\n',
    "src/linkage_rules/__init__.py": "",
    # The plugin of the library is read by every pytest where it is installed.
    "src/linkage_rules/testing/__init__.py": "",
    "src/linkage_rules/testing/pytest_plugin.py": "",
    "src/linkage_rules/model/sums.py": """
def larger(left: int, right: int) -> int:
    if left > right:
        return left
    return right


def first(start: int) -> int:
    while start < 3:
        start = start + 1
    return start


def unread(text: str) -> str:
    return text.lower()
""",
    "tests/model/test_sums.py": """
from linkage_rules.model.sums import first, larger


def test_the_larger_of_two_numbers_is_one_of_them():
    assert larger(1, 2) == 2
    assert larger(2, 1) == 2


def test_three_is_reached():
    assert first(0) == 3
""",
}
"""A tree with a change that makes no difference (of two equal numbers either is the larger), one
that never ends, and one that no test runs."""

ANSWERED = """
[[answered]]
module = "model/sums.py"
function = "larger"
before = "if left > right:"
after = "if left >= right:"
reason = "of two equal numbers either is the larger"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        place = tmp_path / "tree" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    (tmp_path / "answered.toml").write_text(ANSWERED, "utf-8")
    return tmp_path


def tried(place: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "benchmarks" / "mutants.py"), "--sample", "0"]
    command += ["--root", str(place / "tree"), "--session", str(place / "session"), *options]
    command += [
        "--answered",
        str(place / "answered.toml"),
        "--tests",
        "tests/model",
        "--patience",
        "2",
    ]
    return subprocess.run(command, capture_output=True, encoding="utf-8")


@pytest.mark.slow
def test_changes_are_noticed_answered_or_shown(tree):
    found = tried(tree, "--at-least", "60")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "| model | 7 | 4 | 1 | 1 | 0 | 1 | 83.3% | 43.6% – 97.0% | 71.4% |" in found.stdout
    assert "model/sums.py:3" not in found.stdout
    assert "model/sums.py:15 unread (no test, 0 tests)\n  - return text.lower()" in found.stdout
    text = SMALL["src/linkage_rules/model/sums.py"]
    assert (tree / "tree/src/linkage_rules/model/sums.py").read_text("utf-8") == text

    again = tried(tree, "--at-least", "90")
    assert "0 to try" in again.stderr
    assert again.returncode == 1


@pytest.fixture
def mutants(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return module_at(ROOT / "benchmarks" / "mutants.py", "mutants")


def test_functions_with_decorators_are_changed_too(mutants, tmp_path):
    text = "class A:\n    @property\n    def b(self) -> bool:\n        return True\n"
    (tmp_path / "src" / "linkage_rules").mkdir(parents=True)
    (tmp_path / "src" / "linkage_rules" / "a.py").write_text(text, "utf-8")
    source = mutants.Source(tmp_path, "a.py")
    (found,) = [source.mutant(number) for number in range(len(source.changes))]
    assert (found.function, found.before, found.after) == ("A.b", "return True", "return False")
    assert source.mutated(0) == text.replace("True", "False")


def test_a_sample_takes_from_every_module_its_share_and_a_larger_one_holds_it(mutants):
    counts = {"a.py": 100, "b.py": 50, "c.py": 1}
    small, large = mutants.drawn(counts, 30, 5), mutants.drawn(counts, 60, 5)
    assert large[:30] == small
    assert sorted(mutants.drawn(counts, 0, 5)) == sorted(
        (module, number) for module, count in counts.items() for number in range(count)
    )
    shares = Counter(module for module, _ in large)
    assert abs(shares["a.py"] - 40) <= 1
    assert abs(shares["b.py"] - 20) <= 1
    assert mutants.drawn(counts, 30, 6) != small


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"function": "*", "before": "x[[]0]"}, False),
        ({"function": "*", "before": "x[0]*"}, True),
        ({"before": "x[0] = cast(Any, *)"}, True),
        ({"module": "model/other.py"}, False),
        ({"after": "x[0] = None  # "}, False),
    ],
)
def test_an_answer_is_for_the_change_that_it_names(mutants, change, fits):
    named = {
        "module": "model/a.py",
        "function": "f",
        "before": "x[0] = cast(Any, 1)",
        "after": "x[0] = cast(None, 1)",
    }
    mutant = mutants.Mutant(**named, number=3, line=7)
    assert mutants.Answer(**(named | change), reason="").fits(mutant) is fits


def test_every_answer_names_a_module_of_the_core_and_gives_a_reason(mutants):
    for answer in mutants.answers(mutants.ANSWERED):
        assert [*(ROOT / mutants.PACKAGE).glob(answer.module)], answer.module
        assert answer.reason
