"""What deadlines in working days cost, beside the same ones in calendar days.

    python benchmarks/deadlines.py

judges records by a policy of twenty duties, each due so many working days after a day by the
shipped calendar of mainland China, and by the same policy with calendar days. Both take the whole
way of `Policy.evaluate`, the compiled engine; the two take turns, so that other work on the machine
meets both, and the medians of all rounds are printed. With them comes what it costs to load either.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from machine import described, markdown, warn_if_busy

import linkage_rules as lr

DUTIES = 20
AS_OF = date(2025, 6, 1)


def policy(working: bool) -> lr.Policy:
    days = "working days" if working else "days"
    fields = "".join(f"  start{n}: date\n  done{n}: date\n" for n in range(DUTIES))
    duties = "".join(
        f"action act{n} of Case\n  done on done{n}\n"
        f"norm due{n} for Case\n  within {n + 5} {days} after start{n}\n  office must act{n}\n"
        for n in range(DUTIES)
    )
    head = 'policy duties "Duties"\nuse calendar_china\nbearer office\nrecord Case\n'
    return lr.loads({"duties.pol": head + fields + duties})


def records(number: int) -> list[dict[str, Any]]:
    random = Random(7)
    first = date(2023, 1, 1)

    def a_day() -> date:
        return first + timedelta(days=random.randrange(900))

    names = [f"{part}{n}" for n in range(DUTIES) for part in ("start", "done")]
    return [{name: a_day() for name in names} for _ in range(number)]


def microseconds(judge: Callable[[dict[str, Any]], Any], given: list[dict[str, Any]]) -> float:
    start = perf_counter()
    for record in given:
        judge(record)
    return (perf_counter() - start) * 1e6 / len(given)


def measured(rounds: int, number: int) -> Iterator[list[str]]:
    given = records(number)
    policies = {"20 deadlines in days": policy(False), "… in working days": policy(True)}
    took: dict[str, list[float]] = {name: [] for name in policies}
    for name in [*policies] * (rounds + 1):
        judged = policies[name]
        found = microseconds(lambda r, p=judged: p.evaluate(r, as_of=AS_OF), given)
        took[name].append(found)
    base = median(next(iter(took.values()))[1:])
    yield ["one record judged", "µs", "× in days", "least – most"]
    for name, found in took.items():
        # The first round, in which code is compiled and tables are made, is left out.
        later = found[1:]
        yield [
            name,
            f"{median(later):.1f}",
            f"{median(later) / base:.2f}",
            f"{min(later):.1f} – {max(later):.1f}",
        ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--records", type=int, default=500)
    asked = parser.parse_args()
    warn_if_busy()
    print("\n".join(markdown(measured(asked.rounds, asked.records))))
    print(f"\n{described()}")
