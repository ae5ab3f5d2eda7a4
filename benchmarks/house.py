"""Measures how the code is laid out: ``python3 dev.py house``, or with ``--shards`` every module
that a single other one imports.

- *modules* and *lines*: every ``.py`` file of ``src``, every line of it.
- *import share*: the lines that import statements take, of all lines.
- *circles*: groups of modules of which each imports, by way of others, itself; what is imported
  inside a function or for type checkers alone counts as well.
- *one importer*: modules that exactly one other module imports, in whatever way. A module that is
  one idea and has one user is well; one that is a shard of its user belongs into it.
- *floors*: what each folder of the package holds.
"""

import argparse
import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"


@dataclass
class Module:
    """A file of source: its dotted name, its size and what of the package it imports."""

    name: str
    is_package: bool
    lines: int
    docstring: str
    import_lines: int = 0
    names: set[str] = field(default_factory=set)
    """The names of the package that it imports, at the top or inside functions."""


def modules(source: Path = SOURCE) -> dict[str, Module]:
    """Every module below ``source`` by its dotted name."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        docstring = ast.get_docstring(tree) or ""
        found[name] = Module(name, is_package, len(text.splitlines()), docstring)
        _read_imports(found[name], tree)
    for module in found.values():
        module.names = {m for name in module.names if (m := _home(name, found)) != module.name}
        module.names.discard("")
    return found


def _read_imports(module: Module, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                module.names.update(alias.name for alias in names)
            case ast.ImportFrom(module=home, names=names, level=level):
                package = module.name.split(".")[: None if module.is_package else -1]
                above = package[: len(package) + 1 - level] if level else []
                base = [*above, *filter(None, [home])]
                module.names.update(".".join([*base, alias.name]) for alias in names)
            case _:
                continue
        module.import_lines += (node.end_lineno or node.lineno) - node.lineno + 1


def _home(name: str, found: dict[str, Module]) -> str:
    """The module that a dotted name belongs to; empty for other libraries."""
    if name in found:
        return name
    home = name.rpartition(".")[0]
    return home if home in found else ""


def import_share(all_modules: dict[str, Module]) -> float:
    lines = sum(module.lines for module in all_modules.values())
    return sum(module.import_lines for module in all_modules.values()) / lines


def circles(all_modules: dict[str, Module]) -> list[list[str]]:
    """The strongly connected groups of more than one module (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        path.append(name)
        for other in sorted(all_modules[name].names):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in path:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = path[path.index(name) :]
            del path[path.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in all_modules:
        if name not in order:
            visit(name)
    return sorted(found)


def shards(all_modules: dict[str, Module]) -> dict[str, str]:
    """Modules that exactly one other module imports, with that one; packages are left out."""
    importers: dict[str, list[str]] = {name: [] for name in all_modules}
    for module in all_modules.values():
        for name in module.names:
            importers[name].append(module.name)
    return {
        name: users[0]
        for name, users in importers.items()
        if len(users) == 1 and not all_modules[name].is_package
    }


def report(all_modules: dict[str, Module]) -> Iterator[str]:
    lines = sum(module.lines for module in all_modules.values())
    found = circles(all_modules)
    yield f"modules         {len(all_modules):>6}"
    yield f"lines           {lines:>6}"
    yield f"import share    {import_share(all_modules):>6.1%}"
    yield f"circles         {len(found):>6}"
    yield from (f"                       {' · '.join(group)}" for group in found)
    yield f"one importer    {len(shards(all_modules)):>6}"
    yield ""
    yield "floor                  modules    lines"
    floors: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for name, module in all_modules.items():
        floor = ".".join(name.split(".")[1:2]) if name.count(".") or module.is_package else ""
        floors[floor or "(the package itself)"] += 1
        sizes[floor or "(the package itself)"] += module.lines
    for floor, count in sorted(floors.items(), key=lambda each: -sizes[each[0]]):
        yield f"{floor:<22} {count:>7} {sizes[floor]:>8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shards", action="store_true", help="list modules with one importer")
    wanted = parser.parse_args()
    all_modules = modules()
    print(*report(all_modules), sep="\n")
    if wanted.shards:
        print()
        for name, user in shards(all_modules).items():
            print(f"{all_modules[name].lines:>5}  {name}  ←  {user}")


if __name__ == "__main__":
    main()
