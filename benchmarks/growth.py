"""How the cost of a decision grows with the norms of a policy and with the lists of a record.

    python benchmarks/growth.py

Policies of 20 to 2,000 norms, in groups of ten that concern one kind of case each. One record is of
a kind that only one group concerns; the other is of every kind, so that every norm applies. Then
records with longer and longer lists are judged by `workload.pol`. The compiled engine must agree
with the reference engine on each of them before it is timed.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import machine
from workload import records

import linkage_rules as lr

DAY: Final = date(2024, 1, 1)
NORMS: Final = (20, 50, 100, 200, 500, 1_000, 2_000)
ELEMENTS: Final = (1, 10, 100, 1_000, 10_000)
_GROUP: Final = 10
_WORKLOAD: Final = Path(__file__).with_name("workload.pol")


def policy_text(norms: int) -> str:
    """A policy of that many norms: ten on each kind of case, on actions of that kind."""
    groups = range(norms // _GROUP)
    kinds = "\n".join(f"  kind_{group}: yes/no" for group in groups)
    parts = [f'policy growing "Growing"\n\nrecord Project\n  id: text required\n{kinds}']
    parts.append("  amount: money\n  share: whole number\n\nbearer office")
    for group in groups:
        parts.append(f"fact large_{group} of Project\n  means kind_{group} and amount > 100万元")
        parts.append(f"action pay_{group} of Project")
        parts += [
            f"norm n_{group}_{number} for Project\n"
            f"  when large_{group} and share >= {number}\n"
            f"  office {'must not' if number % 2 else 'must'} pay_{group}"
            for number in range(_GROUP)
        ]
    return "\n\n".join(parts) + "\n"


def timed(decide: Callable[[], Any], seconds: float, rounds: int = 7) -> float:
    """The median of the microseconds that a call takes."""
    start = time.perf_counter()
    decide()
    passes = max(1, round(seconds / (time.perf_counter() - start) / rounds))
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(passes):
            decide()
        took.append((time.perf_counter() - start) / passes * 1e6)
    return median(took)


def judged(policy: lr.Policy, record: dict[str, Any]) -> Callable[[], lr.Decision]:
    """What decides on a record, once the engines agree on it."""
    reference = policy.evaluate(record, as_of=DAY, engine="reference")
    found = policy.evaluate(record, as_of=DAY)
    if (found.norms, found.verdicts) != (reference.norms, reference.verdicts):
        raise SystemExit(f"the engines disagree on {record}")
    return lambda: policy.evaluate(record, as_of=DAY)


def by_norms(sizes: tuple[int, ...], seconds: float) -> Iterator[list[str]]:
    yield ["norms", "load, ms", "first decision, ms", "µs: few norms apply", "µs: all apply"]
    with TemporaryDirectory() as folder:
        for norms in sizes:
            file = Path(folder, f"growing_{norms}.pol")
            file.write_text(policy_text(norms), "utf-8")
            began = time.perf_counter()
            policy = lr.load(file, cache=False)
            loaded = time.perf_counter()
            kinds = {f"kind_{group}": False for group in range(norms // _GROUP)}
            few = {"id": "few", **kinds, "kind_0": True, "amount": 10**9, "share": 100}
            every = {**few, "id": "all", **dict.fromkeys(kinds, True)}
            policy.evaluate(few, as_of=DAY)
            decided = time.perf_counter()
            yield [
                f"{norms:,}",
                *(f"{(loaded - began) * 1e3:.0f}", f"{(decided - loaded) * 1e3:.0f}"),
                *(f"{timed(judged(policy, record), seconds):.1f}" for record in (few, every)),
            ]


def by_elements(sizes: tuple[int, ...], seconds: float) -> Iterator[list[str]]:
    yield ["elements of each list", "µs", "µs an element"]
    policy = lr.load(_WORKLOAD)
    patterns = records(200)
    funds = [fund for record in patterns for fund in record["funds"]]
    modes = [mode for record in patterns for mode in record["modes"]]
    for size in sizes:
        record = {
            **patterns[0],
            "funds": [funds[place % len(funds)] for place in range(size)],
            "modes": [modes[place % len(modes)] for place in range(size)],
        }
        took = timed(judged(policy, record), seconds)
        yield [f"{size:,}", f"{took:.1f}", f"{took / (2 * size):.3f}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--norms", type=int, nargs="+", default=NORMS)
    parser.add_argument("--elements", type=int, nargs="+", default=ELEMENTS)
    parser.add_argument("--seconds", type=float, default=0.5, help="about, for each figure")
    chosen = parser.parse_args()
    machine.warn_if_busy()
    print(*machine.markdown(by_norms(tuple(chosen.norms), chosen.seconds)), "", sep="\n")
    print(*machine.markdown(by_elements(tuple(chosen.elements), chosen.seconds)), "", sep="\n")
    print(machine.described())
    return 0


if __name__ == "__main__":
    sys.exit(main())
