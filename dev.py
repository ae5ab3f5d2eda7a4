"""Set up and run a fresh checkout with nothing but Python 3.11 or newer.

    python3 dev.py demo [ARGUMENTS]   review the sample projects (ARGUMENTS go to `linkage-rules`)
    python3 dev.py test [ARGUMENTS]   run the tests, as many at a time as there are processors
                                      (ARGUMENTS go to `pytest`; `-n 0` runs them one by one)
    python3 dev.py test --quick       run all but the slow ones
    python3 dev.py fuzz [ARGUMENTS]   feed it with hostile input: --minutes N, --seconds-each N,
                                      --at-once N, --only TARGET, --seed N (see fuzz/campaign.py)
    python3 dev.py docs [--serve]     build the documentation, build/site/index.html (and serve it)
    python3 dev.py extension          build the extension for VS Code, build/linkage-rules-*.vsix
    python3 dev.py desk [FOLDER]      read, write and review on a page of your own (policies/)
    python3 dev.py page               build that page, src/linkage_rules/desk/built
    python3 dev.py edition            build the desk that needs no server, build/edition
    python3 dev.py house              print how the code is laid out (see benchmarks/house.py)

They work in the virtual environment .venv beside this file and prepare it when needed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = SCRIPTS / ("python" + SUFFIX)
STAMP = VENV / "installed.txt"
"""From which place and pins was installed, and the extras that are there."""

NODE = () if shutil.which("npm") else ("extension",)
"""Where the system has Node, that one is used."""
EXTRAS = {
    "demo": (),
    "test": (
        *("dev", "sheets", "parquet", "word", "calendar", "analysis", "crosscheck", "tables"),
        *("spark", "postgres", "mysql", "service", "lsp", "desk", "mutation", "docs"),
    ),
    "fuzz": ("fuzz", "sheets", "parquet", "analysis", "tables"),
    "docs": ("docs", "service"),
    "house": (),
    "extension": NODE,
    "page": NODE,
    "edition": NODE,
    "desk": ("desk", "sheets", "word", "calendar", "analysis", *NODE),
}
QUICK = ["-m", "not slow"]
LOCK = "requirements.lock"
LOCKED = ("test",)
"""What is installed with the checksums of the lock first, so that nothing else is fetched after."""
COMMANDS = {
    "demo": [
        str(SCRIPTS / ("linkage-rules" + SUFFIX)),
        *["review", "xiangtan_2022", "samples/projects.json", "--as-of", "2023-05-01"],
    ],
    # What shares a Spark session or a browser stays in one process.
    "test": [str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "loadgroup"],
    "fuzz": [str(PYTHON), "fuzz/campaign.py"],
    "docs": [str(PYTHON), "docs/site/build.py"],
    "house": [str(PYTHON), "benchmarks/house.py"],
    "extension": [str(PYTHON), "editors/extension.py"],
    "page": [str(PYTHON), "editors/page.py"],
    "edition": [str(PYTHON), "editors/edition.py"],
    "desk": [str(SCRIPTS / ("linkage-rules" + SUFFIX)), "desk"],
}

BEFORE = {"desk": ("page",)}
"""What is run before another command."""
OTHERWISE = {"desk": ["policies"]}
"""The arguments of a command that is given none."""


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader may well start this with an older one
        found = ".".join(map(str, sys.version_info[:3]))
        return refuse(
            f"Python {found} is too old: 3.11 or newer is needed. Start dev.py with a newer one.",
            f"Python {found} 版本过低，需要 3.11 或更高版本，请换用新版本运行 dev.py。",
        )
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    verb, *extra = arguments
    if verb == "test" and "--quick" in extra:
        extra = [*QUICK, *(argument for argument in extra if argument != "--quick")]
    steps = [COMMANDS[name] for name in BEFORE.get(verb, ())]
    steps.append([*COMMANDS[verb], *(extra or OTHERWISE.get(verb, []))])
    code = create_environment() or install(verb)
    for step in steps:
        code = code or run(step)
    return code


def create_environment() -> int:
    """Create .venv unless it is there and complete; pip is what venv adds last."""
    if PYTHON.exists() and (SCRIPTS / ("pip" + SUFFIX)).exists():
        return 0
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            return refuse(
                f"This Python has no {module} module. "
                "Install it (on Debian or Ubuntu: the package python3-venv) and try again.",
                f"此 Python 缺少 {module} 模块，请安装后重试（Debian、Ubuntu 安装 python3-venv）。",
            )
    return run([sys.executable, "-m", "venv", str(VENV)])


def install(verb: str) -> int:
    """Install what `verb` needs, unless all of it was installed from the same place with the same
    pins."""
    pins = hashlib.sha256(str(ROOT).encode())
    for name in ("pyproject.toml", "constraints.txt", LOCK):
        pins.update((ROOT / name).read_bytes())
    there = STAMP.read_text().split() if STAMP.exists() else []
    if there[:1] != [pins.hexdigest()]:
        there = []
    elif set(EXTRAS[verb]) <= set(there):
        return 0
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    code = 0
    if verb in LOCKED:
        code = run([*pip, "--require-hashes", "--requirement", LOCK])
    if code == 0:
        requirement = f".[{','.join(EXTRAS[verb])}]" if EXTRAS[verb] else "."
        code = run([*pip, "--constraint", "constraints.txt", "--editable", requirement])
    if code == 0:
        STAMP.write_text("\n".join([pins.hexdigest(), *sorted({*there[1:], *EXTRAS[verb]})]))
    return code


def run(command: list[str]) -> int:
    print("+", shlex.join(command), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def refuse(*messages: str) -> int:
    print(*messages, sep="\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
