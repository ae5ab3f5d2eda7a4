"""What a generated record costs, and how long a failing claim takes to become small.

    python benchmarks/strategies.py
    python benchmarks/strategies.py --records 20 --claims 1   # a quick look

Records of the shipped policy are drawn freely, and aimed at each norm for projects. Then claims
that do not hold are put to them, and Hypothesis makes the counterexample small. Beside the time
stand the choices, which do not depend on the machine.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy
from machine import described, warn_if_busy

import linkage_rules as lr
from linkage_rules.testing import AimError, records

DAY = date(2023, 5, 1)


class Choices:
    """Counts what is chosen, also where Hypothesis only thinks it through."""

    made = 0

    def count(self) -> None:
        drawing = ConjectureData._draw

        def counted(data: ConjectureData, *args: Any, **rest: Any) -> Any:
            self.made += 1
            return drawing(data, *args, **rest)

        ConjectureData._draw = counted  # type: ignore[method-assign]


def tried(
    strategy: SearchStrategy[Any], claim: Callable[[Any], bool], tries: int, *phases: Phase
) -> list[float]:
    """The moments at which records came. A claim that does not hold is made small."""
    moments: list[float] = []

    @seed(1)
    @settings(
        max_examples=tries,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(strategy)
    def holds(record: dict[str, Any]) -> None:
        moments.append(time.process_time())
        assert claim(record)

    with suppress(AssertionError):
        holds()
    return moments


def milliseconds(strategy: SearchStrategy[Any], tries: int) -> float:
    """Processor time from one record to the next, on average, with what Hypothesis adds."""
    moments = tried(strategy, lambda _: True, tries, Phase.generate)
    return (moments[-1] - moments[0]) / (len(moments) - 1) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=60, help="records for each strategy")
    parser.add_argument("--claims", type=int, default=4, help="claims that are made small")
    arguments = parser.parse_args()
    warn_if_busy()
    policy = lr.load("xiangtan_2022")

    print("| records of the shipped policy | ms a record | least – most |")
    print("|---|---:|---:|")
    free = milliseconds(records(policy), arguments.records)
    print(f"| drawn freely | {free:.1f} | |")
    aimed = []
    for norm in policy.package.norms.values():
        if norm.record_type == "Project":
            with suppress(AimError):
                strategy = records(policy, norm=norm.name, as_of=DAY)
                aimed.append(milliseconds(strategy, arguments.records))
    shown = f"{min(aimed):.1f} – {max(aimed):.1f}"
    print(f"| aimed at one of {len(aimed)} norms | {statistics.mean(aimed):.1f} | {shown} |")
    print()

    def answers(record: dict[str, Any], status: str) -> int:
        decision = policy.evaluate(record, as_of=DAY, outside="allow")
        return sum(norm.status.value == status for norm in decision.norms.values())

    def funded(record: dict[str, Any]) -> bool:
        known = [fund.get("amount", 0) for fund in record.get("funds", []) if fund]
        return len(record.get("funds", [])) >= 3 and sum(known) > 1000

    claims: list[tuple[str, SearchStrategy[Any], Callable[[Any], bool]]] = [
        ("no two norms are violated", records(policy), lambda r: answers(r, "violated") < 2),
        ("no four norms are violated", records(policy), lambda r: answers(r, "violated") < 4),
    ]
    for name in ("no_mechanism_no_entry", "fixed_in_agreement"):
        aim = records(policy, norm=name, as_of=DAY)
        claims.append((f"where {name} applies, no three funds", aim, lambda r: not funded(r)))
    print("| a claim that does not hold, made small | seconds | choices |")
    print("|---|---:|---:|")
    choices = Choices()
    choices.count()
    for title, strategy, claim in claims[: arguments.claims]:
        start, choices.made = time.process_time(), 0
        tried(strategy, claim, 500, Phase.generate, Phase.shrink)
        print(f"| {title} | {time.process_time() - start:.1f} | {choices.made:,} |")
    print()
    print(described())


if __name__ == "__main__":
    main()
