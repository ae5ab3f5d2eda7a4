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
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE.parent / ".fuzz"
TARGET = re.compile(r"^@target\ndef (\w+)", re.MULTILINE)
INPUTS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
WELL = "no failure"
COVERED = re.compile(r"\bcov: (\d+)")
MOST_BYTES = 4_096
MOST_MEGABYTES = 3_000
MOST_SECONDS = 300
"""For one input. A machine with other work is slow; what grows without bound takes longer still."""


def names() -> list[str]:
    return TARGET.findall((HERE / "targets.py").read_text("utf-8"))


def keywords() -> str:
    """The words of the language and of the formats, as the fuzzer's dictionary."""
    from linkage_rules.words.keywords import KEYWORDS

    spelled = [spelling for keyword in KEYWORDS for spelling in keyword.spellings]
    spelled += (HERE / "dictionary.txt").read_text("utf-8").split("\n")
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in spelled if word)
    return "".join(f'"{word}"\n' for word in escaped)


def feed(name: str, target: Callable[[bytes], None], seconds: int, seed: int) -> None:
    """Feed a target with inputs that a fuzzer makes up, guided by what they reach in the library.

    Inputs that reach something new are kept; one at which the library fails ends the process, and
    is kept as ``crash-…``.
    """
    import atheris

    # What is made once, such as a policy that is checked, is no input's doing.
    target(b"")
    folder = KEPT / name
    dictionary = folder / "dictionary"
    dictionary.write_text(keywords())
    settings = {
        "max_total_time": seconds,
        "seed": seed,
        "max_len": MOST_BYTES,
        "rss_limit_mb": MOST_MEGABYTES,
        "timeout": MOST_SECONDS,
        "dict": dictionary,
        "artifact_prefix": f"{folder}/",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    options = [f"-{option}={value}" for option, value in settings.items()]
    inputs = [str(place) for place in (folder / "corpus", HERE / "seeds" / name) if place.is_dir()]
    atheris.Setup([sys.argv[0], *options, *inputs], target)
    atheris.Fuzz()


def fed(names: Sequence[str], seconds: int, seed: int, at_once: int) -> Iterator[dict[str, Any]]:
    """What came of each target, as they end. Each is fed in a process of its own, a copy of this
    one: to read the library so that the fuzzer sees what is reached takes longer than a short run.
    """
    import atheris

    with atheris.instrument_imports(include=["linkage_rules"]):
        import targets

    waiting, running = [*names], {}
    while waiting or running:
        if waiting and len(running) < at_once:
            name = waiting.pop(0)
            (KEPT / name / "corpus").mkdir(parents=True, exist_ok=True)
            there, began = {*(KEPT / name).iterdir()}, time.monotonic()
            process = os.fork()
            if not process:
                said = os.open(KEPT / name / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(said, 1)
                os.dup2(said, 2)
                feed(name, targets.TARGETS[name], seconds, seed)
            running[process] = name, there, began
            continue
        process, status = os.wait()
        name, there, began = running.pop(process)
        yield came_of(name, there, os.waitstatus_to_exitcode(status), time.monotonic() - began)


def came_of(name: str, before: set[Path], status: int, seconds: float) -> dict[str, Any]:
    """The figures of a target that has ended; what a crash said is printed."""
    said = (KEPT / name / "said").read_text("utf-8", "replace")
    inputs, covered = INPUTS.findall(said), COVERED.findall(said)
    crashes = sorted(path.name for path in {*(KEPT / name).iterdir()} - before
                     if path.name.startswith(("crash-", "timeout-", "oom-")))  # fmt: skip
    if status or not inputs:
        print(f"--- {name}: status {status}\n{said[-8_000:]}", flush=True)
    return {
        "target": name,
        "seconds": round(seconds),
        "inputs": int(inputs[-1]) if inputs else 0,
        "coverage": int(covered[-1]) if covered else 0,
        "crashes": crashes,
        "status": status,
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
    with (KEPT / "runs.jsonl").open("a", encoding="utf-8") as kept:
        for found in fed(chosen, seconds, asked.seed, asked.at_once):
            figures.append(found)
            print(json.dumps(found), file=kept, flush=True)
            print(f"{found['target']}: {found['inputs']:,} inputs, {outcome(found)}", flush=True)
    print(table(figures))
    return 0 if all(outcome(found) == WELL for found in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
