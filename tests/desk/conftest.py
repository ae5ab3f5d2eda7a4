"""A desk on a copy of shipped policies, asked in Python, over its connection, or in a browser."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Task
from linkage_rules.desk.workbench import Workbench
from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.session import Session
from tests.places import ROOT
from tests.serving import Serving, served

SHIPPED = ("calendar_china", "example_county", "vocabulary", "xiangtan_2022")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with copies of shipped policies."""
    folder = (tmp_path / "政策").resolve()
    for name in SHIPPED:
        shutil.copytree(ROOT / "policies" / name, folder / name)
    return folder


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> Desk:
    """A desk on that folder, in Chinese."""
    return Desk(Workbench.of(folder, tmp_path / "state"), Session(Encoding.UTF_16, "zh"))


@pytest.fixture
def task() -> Task:
    """A job that tells nobody how far it is."""
    return Task(lambda done, total, words: None)


@pytest.fixture(scope="session")
def page_is_built() -> None:
    """Skips what opens the page where that is not there."""
    from linkage_rules.desk.page import BUILT

    if not (BUILT / "index.html").is_file():
        pytest.skip("the page of the desk is not built: python3 dev.py page")


@pytest.fixture
def page(folder: Path, tmp_path: Path, page_is_built: None) -> Iterator[Serving]:
    """A desk that a browser can open at its ``address``."""
    words = [sys.executable, "-m", "linkage_rules", "desk", str(folder), "--port", "0"]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    with served([*words, "--no-browser", "--language", "zh"], environment) as one:
        yield one
