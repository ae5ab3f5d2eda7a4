"""No module rests on one that rests on it: neither for names, nor for types, nor inside functions.

What only a type checker reads counts as well: a circle of types is a circle of ideas.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from linkage_rules.model.dependencies import reached

SOURCE = Path(__file__).resolve().parents[1] / "src"

ALLOWED = {"linkage_rules.commands.commands", "linkage_rules.commands.help_pages"}
"""Modules that stand in a circle still; whoever mends one takes its modules out of here."""


def modules(root: Path) -> dict[str, Path]:
    """Every module by its name; a package by that of its folder."""
    paths = sorted(root.rglob("*.py"))
    names = (".".join(path.relative_to(root).with_suffix("").parts) for path in paths)
    return {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules that a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in inner if name in known)
            if not all(name in known for name in inner):
                yield node.module


def in_circles(root: Path) -> dict[str, list[str]]:
    """The modules that rest on themselves, each with those of its circle it imports."""
    known = modules(root)
    rests = {name: [*dict.fromkeys(imports(path, known))] for name, path in known.items()}
    behind = {name: reached(rests[name], rests.__getitem__) for name in rests}
    return {
        name: [other for other in rests[name] if name in behind[other]]
        for name in rests
        if name in behind[name]
    }


def test_no_module_rests_on_itself():
    found = in_circles(SOURCE)
    assert {name: by for name, by in found.items() if name not in ALLOWED} == {}


def test_a_circle_is_found_wherever_it_is_imported(tmp_path):
    texts = {
        "__init__": "from pack.a import one\n",
        "a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack.b import two\n",
        "b": "def two():\n    import pack.c\n",
        "c": "from pack import a\n",
        "d": "from pack import a, one\n",
        "e": "",
    }
    (tmp_path / "pack").mkdir()
    for name, text in texts.items():
        (tmp_path / "pack" / f"{name}.py").write_text(text, "utf-8")
    assert in_circles(tmp_path) == {
        "pack.a": ["pack.b"],
        "pack.b": ["pack.c"],
        "pack.c": ["pack.a"],
    }
