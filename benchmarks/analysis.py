"""How long the analysis of a whole policy takes.

    python benchmarks/analysis.py --norms 200 --runs 3

prints, for the shipped policy and for a made-up one with that many norms, the median of the runs
and what was found. The made-up policy has facts over lists, thresholds, dates,
exceptions and overrides in the proportions of a long document, and no faults.
"""

import argparse
import statistics
import sys
import time

from machine import described, markdown, warn_if_busy

from linkage_rules.analysis.consistency import Analysis, analyse
from linkage_rules.language.checking.check import check
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.policy.loading import load

HEAD = """
policy made_up
  in force 2022-12-07 to 2025-12-31
enum kind
  first
  second
  third
  fourth
  fifth
record Fund
  kind_: kind
  amount: money at least 0元
  year: whole number at least 2000
record Project
  id: text required
{fields}
  total: money at least 0元
  started: date at most 2100-01-01
  funds: list of Fund
  arrangements: list of Fund
bearer county
bearer operator
parameter chosen: list of kind
  = [first, third]
parameter limit: money
  = 200万元 from 2022-12-07 to 2023-12-31
  = 300万元 from 2024-01-01
"""

FLAGS = 60


def made_up(norms: int) -> Package:
    """A made-up policy with that many norms."""
    fields = [f"  flag{n}: yes/no" for n in range(FLAGS)]
    fields += [f"  count{n}: whole number at least 0" for n in range(10)]
    lines = [HEAD.format(fields="\n".join(fields))]
    for n in range(norms // 4):
        lines.append(
            f"fact fact{n} of Project\n  means some f in funds has f.kind_ in chosen"
            f" and f.amount > {n + 1}万元"
            if n % 3 == 0
            else f"fact fact{n} of Project\n  means sum(f.amount over f in arrangements"
            f" where f.year > {2000 + n}) >= {n + 3}万元"
            if n % 3 == 1
            else f"fact fact{n} of Project\n  means started + {n + 1} months < as_of"
        )
    for n in range(norms):
        lines.append(_norm(n, norms // 4))
    lines += [
        f'property "claim {n}" for Project\n  always act{n} is required implies flag{n % FLAGS}'
        for n in range(0, norms, 20)
    ]
    source = SourceFile("made_up.pol", "\n".join(lines) + "\n")
    file, problems = parse(source)
    checked = check(((source, file),))
    found = [*problems, *checked.diagnostics]
    assert not found, "\n".join(problem.render("en") for problem in found)
    return checked.package


def _norm(n: int, facts: int) -> str:
    flag, other = n % FLAGS, (7 * n + 3) % FLAGS
    other = other if other != flag else (other + 1) % FLAGS
    conditions = [f"flag{flag}", f"fact{n % facts}", f"(count{n % 10} > {n} or flag{other})"]
    duty = ("must", "must in principle", "must not", "encouraged to")[n % 4]
    action = (
        f"action act{n} of Project\n  done when flag{(n + 11) % FLAGS} and total > {n + 1}万元\n"
    )
    clauses = [f"norm norm{n} for Project", f"  when {' and '.join(conditions[: 1 + n % 3])}"]
    if n % 5 == 0:
        clauses.append(f"  unless flag{(flag + 20) % FLAGS} and total < limit")
    if n % 10 == 9:
        clauses.append(f"  overrides norm{n - 1}")
    clauses.append(f"  {'county' if n % 2 else 'operator'} {duty} act{n}")
    return action + "\n".join(clauses)


def measured(package: Package, runs: int) -> tuple[float, Analysis]:
    """The median seconds of the runs, and what the analysis found."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        found = analyse(package)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--norms", type=int, default=200, help="norms of the made-up policy")
    parser.add_argument("--runs", type=int, default=3, help="how often each is analysed")
    arguments = parser.parse_args()
    warn_if_busy()
    print(described(), end="\n\n")
    policies = {"shipped": load("xiangtan_2022").package, "made up": made_up(arguments.norms)}
    rows = [["policy", "norms", "properties", "seconds", "findings", "undecided"]]
    for name, package in policies.items():
        seconds, found = measured(package, arguments.runs)
        counts = (len(package.declared_norms), len(package.properties))
        outcome = (len(found.findings), len(found.undecided))
        rows.append([name, *map(str, counts), f"{seconds:.1f}", *map(str, outcome)])
    print(*markdown(rows), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
