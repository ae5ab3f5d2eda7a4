"""Build the page of the desk: `python3 dev.py page`; src/linkage_rules/desk/built.

The libraries are fetched as the lock says, the types are checked, and what the page loads is put
together, unless that was done of the same sources. Wheels carry what is built here.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

# It lies beside this file, which the build of a wheel loads by its path.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import node

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "editors" / "desk"
BUILT = ROOT / "src" / "linkage_rules" / "desk" / "built"
LEFT_OUT = ("node_modules", "tests")


def main() -> int:
    if is_built():
        print(f"{BUILT.relative_to(ROOT)} is built of these sources already")
        return 0
    npm = node.npm_command()
    if npm is None:
        print(node.NEEDED, file=sys.stderr)
        return 1
    code = node.fetch(npm, SOURCES, SOURCES)
    for step in ("check", "build"):
        code = code or node.run([*npm, "run", step], SOURCES)
    if code == 0:
        (BUILT / ".built-from").write_text(digest())
    return code


def is_built() -> bool:
    """Whether the page was built of the sources that are there. A source distribution carries the
    page, so that there it was."""
    stamp = BUILT / ".built-from"
    return stamp.is_file() and (not SOURCES.is_dir() or stamp.read_text() == digest())


def digest() -> str:
    """What tells these sources from all others."""
    found = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        name = path.relative_to(SOURCES)
        if path.is_file() and name.parts[0] not in LEFT_OUT:
            found.update(f"{name.as_posix()}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
