"""How the code is laid out: what can be measured of it is held, and what is written of it is so.

``python3 dev.py house`` prints the figures.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from tests.places import DOCS, ROOT, module_at, repository_files

MOST_IMPORTS = 0.085
"""The share of lines that may be imports; to be lowered as the share sinks, never to be raised."""

LAYOUT = DOCS / "architecture.md"
WRITTEN = [*sorted(DOCS.rglob("*.md")), *ROOT.glob("CONTRIBUTING*.md"), *ROOT.glob("README*.md")]


HOUSE = module_at(ROOT / "benchmarks" / "house.py", "house")


@cache
def modules() -> dict[str, Any]:
    """Every module of the library, as `house.py` reads it."""
    found: dict[str, Any] = HOUSE.modules()
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small package: modules that import each other at once, or only when asked."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in {
        "__init__": '"""Small."""\n',
        "first": "from small import second\n\nX = 1\n",
        "second": "from small.first import (\n    X,\n)\n",
        "later": "def f():\n    from small import third\n\n    return third\n",
        "third": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from . import later\n",
    }.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return tmp_path


def test_measuring_finds_circles_shares_and_shards(source: Path) -> None:
    found = HOUSE.modules(source)
    assert HOUSE.circles(found) == [["small.first", "small.second"], ["small.later", "small.third"]]
    assert HOUSE.import_share(found) == pytest.approx(7 / 15)
    assert HOUSE.shards(found) == {
        "small.first": "small.second",
        "small.second": "small.first",
        "small.third": "small.later",
        "small.later": "small.third",
    }
    assert "circles              2" in [*HOUSE.report(found)]


def test_imports_take_no_more_than_their_share() -> None:
    assert HOUSE.import_share(modules()) <= MOST_IMPORTS


def test_no_module_leads_back_to_itself() -> None:
    """Not within a function either, nor for types alone: a circle of types is one of ideas."""
    assert HOUSE.circles(modules()) == []


PACKAGE = ROOT / "src" / "linkage_rules"
PAGES = [
    *sorted(f"linkage_rules.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")),
    *(f"linkage_rules.engines.{name}" for name in ("compiled", "tabular", "symbolic")),
    *(f"linkage_rules.analysis.{name}" for name in ("advice", "consistency", "difference")),
]


@pytest.mark.parametrize("folder", PAGES)
def test_a_first_page_says_what_a_folder_takes_and_gives_and_may_not_know(folder: str) -> None:
    page = modules()[folder].docstring.lower()
    assert len(page.splitlines()) >= 15
    assert [promise for promise in ("take", "give", "may not know") if promise not in page] == []


@cache
def trees() -> dict[str, ast.Module]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def names_of(module: str) -> set[str]:
    """What a module defines, methods included, or offers from another one."""
    found: set[str] = set()
    for node in ast.walk(trees()[module]):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom(names=names):
                found |= {alias.name for alias in names}
    return found


def is_there(called: str, beside: str) -> bool:
    """Whether what a first page calls by a name is a file, or something that a module defines."""
    if any(PACKAGE.rglob(called)):
        return True
    for start in (f"{beside}.", "linkage_rules.", ""):
        module, _, name = f"{start}{called}".rpartition(".")
        if f"{start}{called}" in trees() or (module in trees() and name in names_of(module)):
            return True
    owner, _, name = called.rpartition(".")
    return called in sys.stdlib_module_names or any(
        name in names_of(module) and (not owner or owner in names_of(module)) for module in trees()
    )


@pytest.mark.parametrize("folder", PAGES)
def test_what_a_first_page_names_is_there(folder: str) -> None:
    called = re.findall(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)", modules()[folder].docstring)
    names = {name.removesuffix(".py") for name in called}
    assert names
    assert {name for name in names if not is_there(name, folder)} == set()


ONE_MEANING = {"Answers", "Cell", "Change", "Finding", "Judged", "Part", "Program", "Role", "Span"}
"""Names that once meant up to six things each."""


def test_a_name_of_a_class_means_one_thing() -> None:
    homes = defaultdict(list)
    for name, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name in ONE_MEANING:
                homes[node.name].append(name)
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


@cache
def repository_names() -> frozenset[str]:
    """Every file and folder of the repository, by each tail of its path."""
    paths = [path.relative_to(ROOT).parts for path in repository_files()]
    wholes = {whole for path in paths for whole in accumulate(path, "{}/{}".format)}
    tails = (whole.split("/", n)[-1] for whole in wholes for n in range(whole.count("/") + 1))
    return frozenset(tails)


@pytest.mark.parametrize("text", WRITTEN, ids=lambda path: path.name)
def test_files_that_the_documents_name_exist(text: Path) -> None:
    """Those of the repository; a page that leads through a folder writes files of its own."""
    written = text.read_text("utf-8")
    names = repository_names() | {
        *re.findall(r"^(?:File|文件) `(.+)`[:：]$", written, re.MULTILINE)
    }
    lost = []
    for named in re.findall(r"`([\w./-]+)`", written):
        name = named.strip("/")
        of_ours = "/" in name and name.split("/")[0] in names
        if (of_ours or name.endswith(".py")) and name not in names:
            lost.append(named)
    assert lost == []


def drawn() -> Iterator[Path]:
    """The files and folders in the drawing of the layout, each below the folder it stands under."""
    drawing = LAYOUT.read_text("utf-8").split("```")[1]
    above: list[Path] = []
    for line in drawing.splitlines():
        indent, names = re.fullmatch(r"( *)(\S*(?: \S+)*).*", line).groups()
        paths = [name for name in names.split(" ") if re.search(r"/$|\.\w+$", name)]
        if not paths or len(paths) != len(names.split(" ")):
            continue
        del above[len(indent) // 2 :]
        yield from (Path(*above, name) for name in paths)
        above.append(Path(paths[0]))


def test_the_drawing_of_the_layout_shows_what_is_there() -> None:
    shown = [*drawn()]
    assert len(shown) > 50
    assert [str(path) for path in shown if not [*ROOT.glob(str(path))]] == []
    folders = {path.name for path in (ROOT / "src/linkage_rules").iterdir() if path.is_dir()}
    folders.discard("__pycache__")
    assert folders <= {path.name for path in shown}


def is_slow(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef(decorator_list=marks):
            return any("mark.slow" in ast.unparse(mark) for mark in marks)
        case ast.Assign(targets=[ast.Name(id="pytestmark")]):
            return "mark.slow" in ast.unparse(statement)
    return False


def quick_tests(module: Path) -> list[str]:
    body = ast.parse(module.read_text("utf-8")).body
    if any(isinstance(statement, ast.Assign) and is_slow(statement) for statement in body):
        return []
    tests = [each for each in body if isinstance(each, ast.FunctionDef) and not is_slow(each)]
    return [test.name for test in tests if test.name.startswith("test_")]


FOLDERS = sorted({module.parent for module in (ROOT / "tests").rglob("test_*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_quick_tests_ask_something_of_every_folder(folder: Path) -> None:
    assert [name for module in folder.glob("test_*.py") for name in quick_tests(module)] != []
