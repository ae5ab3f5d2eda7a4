"""Every engine against the reference engine, on the same generated policies and records.

    python benchmarks/assurance.py --policies 200 --records 10 --seed 1

For each policy some records are judged on one day by every engine that is installed. What is
compared: the status of every norm, the verdict on every action with the norms that decide and the
verdicts still possible, every fact, and the fields that are missing, as far as an engine says
these things. The first disagreement, or an engine that raises, ends the run with exit code 1 and
is printed; `--shrink` makes it as small as can be first. `--markdown` prints the figures as
docs/assurance.md has them.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.testing.engines import (
    REFERENCE,
    Engine,
    PolicyRefusedError,
    differences,
    engines,
)
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

RECORD_TYPES = ("Case", "Case", "Case", "Group", "Part")


class DisagreementError(AssertionError):
    """An engine does not say what the reference engine says."""


def compare(
    package: Package,
    shape: RecordType,
    some: list[Record],
    as_of: date,
    others: dict[str, Engine],
    counts: dict[str, Counter[str]],
) -> None:
    """Count what each engine agrees on; raise `DisagreementError` with the first difference."""
    expected = engines()[REFERENCE](package, shape, some, as_of)
    for name, engine in others.items():
        started = time.process_time()
        try:
            found = engine(package, shape, some, as_of)
        except PolicyRefusedError:
            counts[name]["policies refused"] += 1
            continue
        except Exception as error:
            raise DisagreementError(
                f"{name} raises {error!r}\n{shape.name}: {some}\nas of {as_of}"
            ) from error
        counts[name]["ms"] += round(1000 * (time.process_time() - started))
        for record, wanted, got in zip(some, expected, found, strict=True):
            for one in differences(wanted, got):
                raise DisagreementError(
                    f"{name}, {one.what} {one.name}: {one.found}; reference: {one.expected}\n"
                    f"{shape.name}: {record}\nas of {as_of}"
                )
            counts[name]["records"] += 1
            counts[name]["answers"] += len(got.statuses) + len(got.verdicts)
            counts[name]["answers"] += len(got.facts or ())
            counts[name]["undetermined"] += list(got.verdicts.values()).count("undetermined")


def run(
    policies: int, records_each: int, start: int, others: dict[str, Engine], shrink: bool
) -> dict[str, Counter[str]]:
    """Compare on that many policies; what was compared, by engine."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in others}

    @seed(start)
    @settings(
        max_examples=policies,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(st.data())
    def try_policy(data: st.DataObject) -> None:
        text = data.draw(policy_texts(with_is_known=True))
        package = checked(text)
        shape = package.record_types[data.draw(st.sampled_from(RECORD_TYPES))]
        one = records(package, shape)
        some = data.draw(st.lists(one, min_size=records_each, max_size=records_each))
        try:
            compare(package, shape, some, data.draw(as_of_dates(package)), others, counts)
        except DisagreementError as error:
            error.add_note(f"\n{text}")
            raise

    try_policy()
    return counts


def report(counts: dict[str, Counter[str]], markdown: bool) -> None:
    heads = ("engine", "records", "answers", "undetermined verdicts", "policies refused", "CPU s")
    rows = [
        (
            name,
            f"{found['records']:,}",
            f"{found['answers']:,}",
            f"{found['undetermined']:,}",
            f"{found['policies refused']:,}",
            f"{found['ms'] / 1000:.0f}",
        )
        for name, found in counts.items()
    ]
    if markdown:
        lines = [heads, ("---", *["--:"] * (len(heads) - 1)), *rows]
        print(*(f"| {' | '.join(cells)} |" for cells in lines), sep="\n")
        return
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for cells in (heads, *rows):
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--policies", type=int, default=50, help="policies to generate")
    parser.add_argument("--records", type=int, default=10, help="records for each policy")
    parser.add_argument("--seed", type=int, default=1, help="where the generation starts")
    parser.add_argument("--engine", action="append", help="only this engine; may be repeated")
    parser.add_argument("--shrink", action="store_true", help="make a disagreement small")
    parser.add_argument("--markdown", action="store_true", help="print a table for the docs")
    arguments = parser.parse_args()
    others = {name: engine for name, engine in engines().items() if name != REFERENCE}
    if arguments.engine:
        others = {name: others[name] for name in arguments.engine}
    started = time.perf_counter()
    try:
        counts = run(
            arguments.policies, arguments.records, arguments.seed, others, arguments.shrink
        )
    except DisagreementError as error:
        print(f"The engines disagree.\n{error}", *getattr(error, "__notes__", ())[:1])
        return 1
    minutes = (time.perf_counter() - started) / 60
    print(f"no disagreement (seed {arguments.seed}, {minutes:.1f} minutes)\n")
    report(counts, arguments.markdown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
