"""How the code is laid out: what can be measured of it is held, and what is written of it is so.

``python3 dev.py house`` prints the figures.
"""

import importlib.util
import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from tests.places import DOCS, ROOT, repository_files

MOST_IMPORTS = 0.085
"""The share of lines that may be imports; to be lowered as the share sinks, never to be raised."""

LAYOUT = DOCS / "architecture.md"
WRITTEN = [*sorted(DOCS.glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]


def load_house() -> Any:
    spec = importlib.util.spec_from_file_location("house", ROOT / "benchmarks" / "house.py")
    assert spec
    assert spec.loader
    house = importlib.util.module_from_spec(spec)
    sys.modules["house"] = house
    spec.loader.exec_module(house)
    return house


HOUSE = load_house()
MODULES = HOUSE.modules()


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
    assert HOUSE.import_share(MODULES) <= MOST_IMPORTS


def repository_names() -> set[str]:
    """Every file and folder of the repository, by each tail of its path."""
    paths = [path.relative_to(ROOT).parts for path in repository_files()]
    wholes = {whole for path in paths for whole in accumulate(path, "{}/{}".format)}
    return {whole.split("/", n)[-1] for whole in wholes for n in range(whole.count("/") + 1)}


@pytest.mark.parametrize("text", WRITTEN, ids=lambda path: path.name)
def test_files_that_the_documents_name_exist(text: Path) -> None:
    names = repository_names()
    lost = []
    for named in re.findall(r"`([\w./-]+)`", text.read_text("utf-8")):
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
