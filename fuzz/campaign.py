"""Every target in turn, for a while each, and a table of what came of it.

    python fuzz/campaign.py [--minutes N | --seconds-each N] [--at-once N]
                            [--only TARGET] [--seed N]

The time is shared out evenly; `--at-once` runs that many targets side by side, each in a process of
its own. The same seed begins with the same inputs; without one they are new.
What was found goes on where it stopped: inputs that reach something new are kept in ``.fuzz/``
beside this folder, as are those that made the library fail. Figures of all runs so far stand in
``.fuzz/runs.jsonl``. Ends with status 1 if there was a failure.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE.parent / ".fuzz"
TARGET = re.compile(r"^@target\ndef (\w+)", re.MULTILINE)
INPUTS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
WELL = "no failure"
COVERED = re.compile(r"\bcov: (\d+)")


def names() -> list[str]:
    return TARGET.findall((HERE / "targets.py").read_text("utf-8"))


def run(name: str, seconds: int, seed: int) -> dict[str, Any]:
    """One target; what a crash said is printed at once."""
    folder = KEPT / name / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.parent.iterdir())
    command = [sys.executable, HERE / "run.py", name, str(seconds), folder, str(seed)]
    began = time.monotonic()
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    inputs, covered = INPUTS.findall(done.stderr), COVERED.findall(done.stderr)
    crashes = sorted(path.name for path in set(folder.parent.iterdir()) - before
                     if path.name.startswith(("crash-", "timeout-", "oom-")))  # fmt: skip
    if done.returncode or not inputs:
        print(
            f"--- {name}: status {done.returncode}\n{done.stdout[-6_000:]}\n{done.stderr[-2_000:]}"
        )
    return {
        "target": name,
        "seconds": round(time.monotonic() - began),
        "inputs": int(inputs[-1]) if inputs else 0,
        "coverage": int(covered[-1]) if covered else 0,
        "crashes": crashes,
        "status": done.returncode,
    }


def outcome(found: dict[str, Any]) -> str:
    """What is said of a target; one that was stopped has not passed, whatever it found."""
    if found["crashes"]:
        return f"failed on {', '.join(found['crashes'])}"
    if found["status"] or not found["inputs"]:
        return f"STOPPED with status {found['status']}"
    return WELL


def table(runs: Iterable[dict[str, Any]]) -> str:
    """All runs of a target on one line: inputs and seconds added up, the last coverage."""
    rows: dict[str, dict[str, Any]] = {}
    for one in runs:
        row = rows.setdefault(
            one["target"], {"inputs": 0, "seconds": 0, "coverage": 0, "crashes": 0}
        )
        row["inputs"] += one["inputs"]
        row["seconds"] += one["seconds"]
        row["coverage"] = max(one["coverage"], row["coverage"])
        row["crashes"] += len(one["crashes"])
    lines = ["| target | inputs | minutes | edges reached | failures |", "|---|--:|--:|--:|--:|"]
    for name, row in rows.items():
        lines.append(
            f"| {name} | {row['inputs']:,} | {row['seconds'] / 60:.1f} | {row['coverage']:,} "
            f"| {row['crashes']} |"
        )
    total = sum(row["inputs"] for row in rows.values())
    minutes = sum(row["seconds"] for row in rows.values()) / 60
    failures = sum(row["crashes"] for row in rows.values())
    return "\n".join([*lines, f"| all | {total:,} | {minutes:.1f} | | {failures} |"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10, help="for all targets together")
    parser.add_argument("--seconds-each", type=int, help="for each target, instead of --minutes")
    parser.add_argument("--at-once", type=int, default=1, help="how many targets side by side")
    parser.add_argument(
        "--only", action="append", choices=names(), help="a target; may be repeated"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the inputs; 0 for new ones")
    asked = parser.parse_args()
    chosen = asked.only or names()
    shared_out = asked.minutes * 60 * asked.at_once / len(chosen)
    seconds = asked.seconds_each or max(1, int(shared_out))
    KEPT.mkdir(exist_ok=True)
    figures = []
    with (
        (KEPT / "runs.jsonl").open("a", encoding="utf-8") as kept,
        ThreadPoolExecutor(asked.at_once) as side_by_side,
    ):
        for found in side_by_side.map(lambda name: run(name, seconds, asked.seed), chosen):
            figures.append(found)
            print(json.dumps(found), file=kept, flush=True)
            print(f"{found['target']}: {found['inputs']:,} inputs, {outcome(found)}", flush=True)
    print(table(figures))
    return 0 if all(outcome(found) == WELL for found in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
