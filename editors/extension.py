"""Build the extension for VS Code: `python3 dev.py extension`; build/linkage-rules-VERSION.vsix.

It is put together in build/extension: the libraries are fetched as the lock says, the types are
checked, the client becomes one file, and its tests run that need neither an editor nor a policy.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import node

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "editors" / "vscode"
BUILT = ROOT / "build" / "extension"
FETCHED = BUILT / "node_modules"


def main() -> int:
    npm = node.npm_command()
    if npm is None:
        print(node.NEEDED, file=sys.stderr)
        return 1
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    stage(version)
    target = ROOT / "build" / f"linkage-rules-{version}.vsix"
    code = node.fetch(npm, BUILT, SOURCES)
    for step in (["run", "check"], ["run", "bundle"], ["run", "pieces"], ["test"]):
        code = code or node.run([*npm, *step], BUILT)
    if code == 0:
        (BUILT / "dist" / "LICENSES.txt").write_text(licences(), "utf-8")
        code = node.run([*npm, "run", "pack", "--", "--out", str(target)], BUILT)
    if code == 0:
        print(target.relative_to(ROOT))
    return code


def licences() -> str:
    """The licences of the libraries that became part of the client, which have to go with it."""
    bundled = json.loads((BUILT / "dist" / "bundled.json").read_text("utf-8"))["inputs"]
    inside = re.compile(r"node_modules/(?:.*/node_modules/)?(?:@[^/]+/)?[^/]+")
    folders = {found[0] for path in bundled if (found := inside.match(path))}
    told = []
    for folder in sorted(folders):
        contents = json.loads((BUILT / folder / "package.json").read_text("utf-8"))
        (text, *_) = sorted((BUILT / folder).glob("[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
        head = f"{contents['name']} {contents['version']} ({contents['license']})"
        told.append(f"{head}\n\n{text.read_text('utf-8').strip()}\n")
    return f"\n{'-' * 80}\n\n".join(told)


def stage(version: str) -> None:
    """Lay out what the extension is made of, but for the libraries, which may be there already."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for path in BUILT.iterdir():
        if path != FETCHED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(
        SOURCES, BUILT, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "dist")
    )
    shutil.copy(ROOT / "LICENSE", BUILT)
    manifest = BUILT / "package.json"
    contents = json.loads(manifest.read_text("utf-8")) | {"version": version}
    manifest.write_text(json.dumps(contents, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
