"""Figures as they are quoted: in a table, with what they were measured on."""

import os
import platform
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path


def described() -> str:
    """The date, the processor, its cores, the Python and the command, in one paragraph."""
    cores = os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    program, *words = sys.argv
    command = shlex.join(["python", f"benchmarks/{Path(program).name}", *words])
    return (
        f"Measured {date.today().isoformat()} on {_processor()}, {cores} cores,"
        f" {platform.system()}, {python}, with `{command}`."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def markdown(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose first row is its head and whose first column is of words."""
    head, *others = rows
    yield f"| {' | '.join(head)} |"
    yield f"|---{'|---:' * (len(head) - 1)}|"
    yield from (f"| {' | '.join(row)} |" for row in others)


def warn_if_busy() -> None:
    """Say so when other work runs beside the measuring; ratios bear that, times do not."""
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 1.2:
        load = os.getloadavg()[0]
        print(f"The machine is busy (load {load:.1f}): trust ratios only.", file=sys.stderr)
