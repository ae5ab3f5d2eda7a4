"""How long advice takes on the shipped policy.

    python benchmarks/advise.py --projects 36

asks for every sample project how it may enter the library, be approved, and fulfil each duty that
it violates, and prints the median and the longest time per question.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from machine import described, markdown, warn_if_busy

from linkage_rules.analysis.advice import Advice
from linkage_rules.model.statuses import Status
from linkage_rules.policy.loading import load
from linkage_rules.policy.policy import Policy
from linkage_rules.records import read_records

SAMPLES = Path(__file__).parent.parent / "samples" / "projects.json"
DAY = date(2023, 5, 1)
GATES = ("enter_library is permitted", "approve_project is permitted")


def goals(policy: Policy, record: object) -> list[str]:
    """The goals of a project: to pass both gates, and to fulfil each duty that it violates."""
    norms = policy.evaluate(record, as_of=DAY).norms.values()
    violated = [n.norm.name for n in norms if n.status is Status.VIOLATED]
    return [*GATES, *(f"{name} is fulfilled" for name in violated)]


def kind(advice: Advice) -> str:
    """The kind of answer: which form the advice has."""
    if advice.reached:
        return "reached already"
    if not advice.finished:
        return "not finished"
    if not advice.alternatives:
        return "none"
    return "conditional" if advice.alternatives[0].provided else "changes"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=36)
    asked = parser.parse_args()
    warn_if_busy()
    policy = load("xiangtan_2022")
    entries = [*read_records(str(SAMPLES), policy.record_type("Project"))][: asked.projects]
    seconds: list[float] = []
    found: Counter[str] = Counter()
    for entry in (e for e in entries if not e.problems):
        for goal in goals(policy, entry.data):
            start = time.perf_counter()
            advice = policy.advise(entry.data, goal, as_of=DAY)
            seconds.append(time.perf_counter() - start)
            found[kind(advice)] += 1
    rows = [
        ["questions", f"{len(seconds)}"],
        ["median", f"{statistics.median(seconds) * 1000:.0f} ms"],
        ["longest", f"{max(seconds) * 1000:.0f} ms"],
        *([name, f"{count}"] for name, count in sorted(found.items())),
    ]
    print(*markdown([["advice", "figure"], *rows]), "", described(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
