"""What an answer takes as a document: bytes and milliseconds, for the sample projects.

    python benchmarks/answers.py

Every decision is made anew for each document, so what is worked out once is paid for each time. The
median over all samples is printed, the size also for the largest.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final

import machine

import linkage_rules as lr

SAMPLES: Final = Path(__file__).resolve().parents[1] / "samples" / "projects.json"
DAY: Final = date(2023, 5, 1)
DOCUMENTS: Final[dict[str, Callable[[lr.Decision], dict[str, Any]]]] = {
    "`to_dict()`": lambda decision: decision.to_dict(),
    '`to_dict(include=("verdicts", "norms"))`': lambda decision: decision.to_dict(
        include=("verdicts", "norms")
    ),
    '`to_dict(include=("missing",))`': lambda decision: decision.to_dict(include=("missing",)),
    "`summary()`": lambda decision: decision.summary(),
}


def rows(rounds: int) -> Iterator[list[str]]:
    """The cells of a row for each document."""
    policy = lr.load("xiangtan_2022")
    samples = json.loads(SAMPLES.read_text("utf-8"))
    yield ["document", "bytes", "largest", "ms"]
    for title, document in DOCUMENTS.items():
        sizes, took = [], []
        for sample in samples * rounds:
            decision = policy.evaluate(sample, as_of=DAY)
            start = time.perf_counter()
            found = document(decision)
            took.append((time.perf_counter() - start) * 1000)
            sizes.append(len(json.dumps(found, ensure_ascii=False).encode()))
        yield [title, f"{median(sizes):,.0f}", f"{max(sizes):,}", f"{median(took):.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    machine.warn_if_busy()
    print(*machine.markdown(rows(rounds)), sep="\n")
    print(f"\n{machine.described()}")


if __name__ == "__main__":
    main()
