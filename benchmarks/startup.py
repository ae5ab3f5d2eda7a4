"""What starting costs: importing the package, and loading a policy with and without the cache.

    python benchmarks/startup.py

Every line is a process of its own, started in turn with the others, round after round. A line's
time is what such a process takes beyond one that does nothing; medians are printed.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import machine
from attrs import field, frozen

from linkage_rules.policy.loading.building import build
from linkage_rules.policy.loading.packages import load_package

_LOAD: Final = "import linkage_rules as lr\npolicy = lr.load({policy!r}, cache={cache})"
_BUILT: Final = """import os, linkage_rules as lr
policy = lr.load(os.environ["BUILT"])"""
_DECIDE: Final = """
from datetime import date
policy.evaluate({{"id": "P-1"}}, as_of=date(2023, 5, 1))"""


@frozen
class Step:
    """A program, what it shows, and the milliseconds it took in each round."""

    title: str
    program: str
    took: list[float] = field(factory=list)

    def measure(self, environment: dict[str, str]) -> None:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", self.program], env=environment, check=True)
        self.took.append((time.perf_counter() - start) * 1000)


def steps(policy: str) -> list[Step]:
    """From nothing to a first decision; the first is the process that does nothing."""
    cached, fresh = (_LOAD.format(policy=policy, cache=cache) for cache in (True, False))
    return [
        Step("bare Python", "pass"),
        Step("`import linkage_rules`", "import linkage_rules"),
        Step("… and all that `load` is made of", "import linkage_rules as lr\nlr.load"),
        Step(f"… and load `{policy}` from the cache", cached),
        Step("… and decide on a first record", cached + _DECIDE.format()),
        Step(f"load `{policy}` from a built file", _BUILT),
        Step("… and decide on a first record", _BUILT + _DECIDE.format()),
        Step(f"load `{policy}` without the cache", fresh),
        Step("… and decide on a first record", fresh + _DECIDE.format()),
    ]


def inside(policy: str, cache: bool, environment: dict[str, str]) -> float:
    """The milliseconds of the call of ``load`` alone, in a process that has imported it."""
    program = f"""import os, time
from linkage_rules import load
start = time.perf_counter()
load({policy}, cache={cache})
print((time.perf_counter() - start) * 1000)"""
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True
    )
    return float(done.stdout)


def table(measured: list[Step], calls: dict[str, list[float]]) -> Iterator[list[str]]:
    """The cells of a row for each step, beyond the first, after those of the head."""
    nothing, *others = measured
    yield ["from a new process, beyond bare Python", "ms", "least – most"]
    for step in others:
        beyond = [took - bare for took, bare in zip(step.took, nothing.took, strict=True)]
        yield [step.title, *_summary(beyond)]
    for how, took in calls.items():
        yield [f"the call of `load` alone, {how}", *_summary(took)]
    yield ["bare Python itself", *_summary(nothing.took)]


def _summary(took: list[float]) -> tuple[str, str]:
    return f"{median(took):.0f}", f"{min(took):.0f} – {max(took):.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--policy", default="xiangtan_2022")
    parser.add_argument("--rounds", type=int, default=21)
    chosen = parser.parse_args()
    machine.warn_if_busy()
    with TemporaryDirectory() as folder:
        built = Path(folder) / "policy.json"
        built.write_bytes(build(load_package(chosen.policy)))
        environment = {**os.environ, "LINKAGE_RULES_CACHE": folder, "BUILT": str(built)}
        measured = steps(chosen.policy)
        named = repr(chosen.policy)
        ways = {
            "from the cache": (named, True),
            "from a built file": ('os.environ["BUILT"]', True),
            "without the cache": (named, False),
        }
        calls: dict[str, list[float]] = {how: [] for how in ways}
        for step in measured:  # fills the cache, ours and the system's
            step.measure(environment)
            step.took.clear()
        for _ in range(chosen.rounds):
            for step in measured:
                step.measure(environment)
            for how, (named, cache) in ways.items():
                calls[how].append(inside(named, cache, environment))
    print(*machine.markdown(table(measured, calls)), "", machine.described(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
