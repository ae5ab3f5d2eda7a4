"""Build the desk that needs no server: `python3 dev.py edition`; build/edition.

Any web server can hold that folder: the page is the same, and its program runs inside the browser,
where the records stay. Python for browsers (Pyodide) comes from the npm lock, pure wheels of the
libraries from the package index, of the versions that constraints.txt names.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import node  # noqa: E402 - they lie beside this file, wherever it is started from
import page  # noqa: E402

ROOT = HERE.parent
SOURCES = HERE / "edition"
TARGET = ROOT / "build" / "edition"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
EXTRAS = "desk,sheets,calendar"
SERVER_ALONE = (
    "starlette",
    "uvicorn",
    "websockets",
    "httptools",
    "h11",
    "anyio",
    "sniffio",
    "lxml",
)
"""What only a server needs, or has no part that runs in a browser."""
RULES = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src blob:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may load: what lies beside it, and nothing of elsewhere."""


def main() -> int:
    npm = node.npm_command()
    if npm is None:
        print(node.NEEDED, file=sys.stderr)
        return 1
    if code := page.main() or node.fetch(npm, SOURCES, SOURCES):
        return code
    shutil.rmtree(TARGET, ignore_errors=True)
    shutil.copytree(page.BUILT / "assets", TARGET / "assets")
    (TARGET / "index.html").write_text(
        in_browser((page.BUILT / "index.html").read_text("utf-8")), "utf-8"
    )
    (TARGET / "pyodide").mkdir()
    for name in PYODIDE:
        shutil.copy(SOURCES / "node_modules" / "pyodide" / name, TARGET / "pyodide")
    if code := wheels(TARGET / "wheels"):
        return code
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file())
    print(f"{TARGET.relative_to(ROOT)}: {size / 1e6:.1f} MB")
    return 0


def in_browser(html: str) -> str:
    """The page, told that its program comes with it."""
    told = (
        f'<meta http-equiv="Content-Security-Policy" content="{RULES}" />\n    '
        '<meta name="linkage-rules-program" content="worker" />\n    '
    )
    return html.replace('<meta name="csp-nonce" content="NONCE" />', told)


def wheels(folder: Path) -> int:
    """Gather what the program imports. What would be compiled is taken in its pure form."""
    built = page.ROOT / "build" / "edition-wheels"
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    pure = ["--no-binary", "markupsafe,cattrs", "--constraint", "constraints.txt"]
    command = [*pip, *pure, "--wheel-dir", str(built), f".[{EXTRAS}]"]
    print("+", *command, flush=True)
    shutil.rmtree(built, ignore_errors=True)
    # Without a compiler MarkupSafe is built of Python alone.
    environment = {**os.environ, "CC": "false"}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        return code
    folder.mkdir()
    taken = []
    for wheel in sorted(built.glob("*.whl")):
        name = wheel.name.partition("-")[0].lower().replace("_", "-")
        if wheel.name.endswith("-none-any.whl") and name not in SERVER_ALONE:
            shutil.copy(wheel, folder)
            taken.append(wheel.name)
    (folder / "wheels.json").write_text(json.dumps(taken))
    return 0


if __name__ == "__main__":
    sys.exit(main())
