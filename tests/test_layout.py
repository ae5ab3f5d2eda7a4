"""How the code is laid out: what `docs/architecture.md` promises of modules, floors and names."""

import ast
import re
import sys
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


@cache
def names_of(name: str) -> set[str]:
    """What a module defines, methods included, or offers from another one."""
    found = set()
    for node in ast.walk(trees()[name]):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def is_there(called: str, beside: str) -> bool:
    """Whether what a first page calls by a name is a module, or something that one defines."""
    for start in (f"{beside}.", "linkage_rules.", ""):
        whole = f"{start}{called}"
        module, _, name = whole.rpartition(".")
        if whole in trees() or (module in trees() and name in names_of(module)):
            return True
    owner, _, name = called.rpartition(".")
    return called in sys.stdlib_module_names or any(
        name in names_of(module) and (not owner or owner in names_of(module)) for module in trees()
    )


@pytest.mark.parametrize("folder", [*FLOORS, *BACK_ENDS, *QUESTIONS], ids=lambda path: path.name)
def test_what_a_first_page_names_is_there(folder):
    beside = module_name(folder / "__init__.py")
    page = ast.get_docstring(trees()[beside]) or ""
    called = set(re.findall(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)", page))
    assert called
    assert {name for name in called if not is_there(name, beside)} == set()


def test_what_the_plan_names_is_there():
    plan = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|lark|css))`", plan))
    roots = (ROOT, ROOT / "docs", PACKAGE)
    assert named
    assert {name for name in named if not any((at / name).exists() for at in roots)} == set()
    modules = {path.name for path in PACKAGE.rglob("*.py")}
    assert set(re.findall(r"\b[a-z_]+\.py\b", plan)) <= modules | {"dev.py", "test_layout.py"}


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
