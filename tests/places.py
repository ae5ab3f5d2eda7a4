"""Where tests find what they share: the repository, and two small policies with a text and records.

``library_entry`` is in Chinese and has records of every outcome; ``small_works`` has a source text
of which some is modelled, some is not and some is left out on purpose.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SMALL_POLICIES = Path(__file__).parent / "small_policies"
LIBRARY_ENTRY = SMALL_POLICIES / "library_entry"
SMALL_WORKS = SMALL_POLICIES / "small_works"

KEPT_HIDDEN_FOLDERS = {".ci"}
GENERATED_FOLDERS = {"__pycache__", "build", "dist", "htmlcov", "node_modules", "test-artifacts"}


def repository_files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file under the folder, without hidden and generated folders.

    ``.git`` is skipped also where it is a file, as in a second working tree.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name not in KEPT_HIDDEN_FOLDERS
            if not hidden and path.name not in GENERATED_FOLDERS:
                yield from repository_files(path)
        elif path.name != ".git":
            yield path


def module_at(path: Path, name: str) -> Any:
    """The module of a script that is in no package, imported under the given name."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
