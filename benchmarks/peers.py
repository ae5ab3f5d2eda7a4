"""One workload, this library and its peers: who takes how long for a record.

    python benchmarks/peers.py

Every engine first answers all records and is compared with the hand-written rules; one that says
anything else ends the run. Then all are timed in turn, in another order each round, and the
medians over the rounds are printed as a Markdown table, slowest last.
"""

import argparse
import gc
import importlib
import random
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from statistics import median
from typing import Any

import machine
from attrs import field, frozen
from engines import ALL_RULES, Contender
from workload import by_hand, records

MAKERS = (
    *("by_hand.contender", "by_hand.readable"),
    *(f"linkage.{how}" for how in ("validated", "assumed_valid", "all_read", "reference")),
    *("zen_expression.contender", "zen_decision.contender", "cedar.contender"),
    *("cel_rust.contender", "json_logic.contender", "rego.contender", "cel_python.contender"),
    *("opa.contender", "rule_engine.contender"),
)


class DifferentAnswersError(Exception):
    """An engine does not say what the hand-written rules say."""


@frozen
class Runner:
    """A contender with its records, and the microseconds a record took in each round."""

    contender: Contender
    prepared: list[Any]
    passes: int
    took: list[float] = field(factory=list)

    def measure(self) -> None:
        self.took.append(_microseconds(self.contender.decide, self.prepared, self.passes))

    def ratios(self, base: "Runner") -> list[float]:
        """How many times as long as another took, round by round."""
        return [took / other for took, other in zip(self.took, base.took, strict=True)]


def made(chosen: str) -> Iterator[Contender]:
    """The contenders whose package is installed; the others are named on standard error."""
    for maker in MAKERS:
        if not maker.startswith("by_hand") and chosen not in maker:
            continue
        module, _, function = maker.partition(".")
        try:
            yield getattr(importlib.import_module(f"engines.{module}"), function)()
        except ModuleNotFoundError as error:
            print(f"left out: {module}, {error} (pip install '.[peers]')", file=sys.stderr)


def check(contender: Contender, given: list[dict[str, Any]], prepared: list[Any]) -> None:
    """Raises `DifferentAnswersError` at the first record that is answered differently."""
    for record, its_form in zip(given, prepared, strict=True):
        right = by_hand(record)
        expected = [bool(right[rule - 1]) for rule in contender.rules]
        found = list(contender.answers(contender.decide(its_form)))
        if found != expected:
            rules = [r for r, e, f in zip(contender.rules, expected, found, strict=True) if e != f]
            raise DifferentAnswersError(f"{contender.name}, rules {rules}: {record}")


def run(
    contenders: list[Contender], given: list[dict[str, Any]], rounds: int, seconds: float, seed: int
) -> list[Runner]:
    """Check every contender, then time all in each round, in an order drawn for it."""
    runners = []
    for contender in contenders:
        prepared = [contender.prepare(record) for record in given]
        check(contender, given, prepared)
        once = _microseconds(contender.decide, prepared, 1) * len(prepared) / 1e6
        runners.append(Runner(contender, prepared, max(1, round(seconds / once))))
    gc.collect()
    gc.freeze()  # what the engines hold is not to be searched again while others are timed
    order = random.Random(seed)
    for number in range(rounds):
        for runner in order.sample(runners, len(runners)):
            runner.measure()
        print(f"\rround {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return runners


def _microseconds(decide: Callable[[Any], Any], prepared: list[Any], passes: int) -> float:
    start = time.perf_counter()
    for _ in range(passes):
        for record in prepared:
            decide(record)
    return (time.perf_counter() - start) / (passes * len(prepared)) * 1e6


def table(runners: list[Runner]) -> Iterator[list[str]]:
    """The cells of a row for each runner, the quickest first, after those of the head."""
    by_loop, by_rule = runners[:2]
    yield [
        "engine",
        "rules",
        "µs a record",
        "× by hand, rule by rule",
        "× by hand, one loop a list",
        "µs, least – most",
        "× one loop, least – most",
    ]
    for runner in sorted(runners, key=lambda r: median(r.took)):
        ratios = runner.ratios(by_loop)
        yield [
            _title(runner.contender),
            f"{len(runner.contender.rules)} of {len(ALL_RULES)}",
            f"{median(runner.took):.2f}",
            f"{median(runner.ratios(by_rule)):.2f}",
            f"{median(ratios):.2f}",
            f"{min(runner.took):.2f} – {max(runner.took):.2f}",
            f"{min(ratios):.1f} – {max(ratios):.1f}",
        ]


def _title(contender: Contender) -> str:
    if contender.distribution is None:
        return contender.name
    return f"{contender.name} ({version(contender.distribution)})"


def inexpressible(runners: list[Runner]) -> Iterator[str]:
    """Which rules a contender was not asked, and why."""
    for runner in runners:
        contender = runner.contender
        for reason in dict.fromkeys(contender.without.values()):
            rules = [str(rule) for rule, why in contender.without.items() if why == reason]
            yield f"- {contender.name} was not asked rules {', '.join(rules)}: {reason}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=200, help="records, from a fixed seed")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.2, help="about, each engine and round")
    parser.add_argument("--seed", type=int, default=1, help="of the order in each round")
    parser.add_argument("--only", default="", help="engines with this in their module's name")
    parser.add_argument("--brief", action="store_true", help="medians only")
    chosen = parser.parse_args()
    machine.warn_if_busy()
    given = records(chosen.records)
    try:
        runners = run(list(made(chosen.only)), given, chosen.rounds, chosen.seconds, chosen.seed)
    except DifferentAnswersError as error:
        print(f"different answers: {error}", file=sys.stderr)
        return 1
    rows = [row[:5] if chosen.brief else row for row in table(runners)]
    notes = () if chosen.brief else (*inexpressible(runners), "")
    print(*machine.markdown(rows), "", *notes, machine.described(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
