"""How the code is laid out: what `docs/architecture.md` promises of modules, floors and names."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "linkage_rules"
FLOORS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
BACK_ENDS = [PACKAGE / "engines" / name for name in ("compiled", "tabular", "symbolic")]
QUESTIONS = [PACKAGE / "analysis" / name for name in ("advice", "consistency", "difference")]
ONE_MEANING = ("Answers", "Cell", "Change", "Finding", "Judged", "Part", "Program", "Role", "Span")


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[str, ast.Module]:
    return {module_name(path): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def imports(name: str) -> set[str]:
    """The modules that a module imports anywhere: within functions and for types alone as well."""
    found = set()
    for node in ast.walk(trees()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & trees().keys() or {node.module}
    return (found & trees().keys()) - {name}


def circles() -> list[set[str]]:
    """The modules that lead back to themselves, in groups (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        waiting.append(name)
        for other in sorted(imports(name)):
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in waiting:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            start = waiting.index(name)
            group = {*waiting[start:]}
            del waiting[start:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(trees()):
        if name not in number:
            visit(name)
    return found


def test_no_module_leads_back_to_itself():
    assert circles() == []


@pytest.mark.parametrize("folder", [*FLOORS, *BACK_ENDS, *QUESTIONS], ids=lambda path: path.name)
def test_a_floor_says_on_its_first_page_what_it_takes_and_gives_and_may_not_know(folder):
    page = ast.get_docstring(trees()[module_name(folder / "__init__.py")]) or ""
    assert len(page.splitlines()) >= 15
    for promise in ("take", "give", "may not know"):
        assert f"{promise}" in page


def test_every_floor_stands_in_the_contract_and_on_the_plan():
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    contract = (ROOT / "pyproject.toml").read_text("utf-8")
    for floor in FLOORS:
        assert re.search(rf"^  {floor.name}/\s", plan, re.MULTILINE), floor.name
        assert f"({floor.name})" in contract, floor.name


def test_a_name_of_a_class_means_one_thing():
    """Names that once meant up to six things each."""
    homes = defaultdict(list)
    for name, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name in ONE_MEANING:
                homes[node.name].append(name)
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
