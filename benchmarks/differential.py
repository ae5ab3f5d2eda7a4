"""The compiled engine against the reference engine, on policies and records nobody thought of.

    python benchmarks/differential.py --pairs 100000 --seed 1

prints how many pairs of a policy and a record were tried and what the answers were. The first
disagreement ends the run: it is made as small as can be and printed, and the exit code is 1.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.package import Package
from linkage_rules.model.values import Record
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

RECORD_TYPES = ("Case", "Case", "Case", "Group", "Part")


class DisagreementError(AssertionError):
    """The two engines do not say the same."""


def compare(program: Program, record: Record, as_of: date) -> Counter[str]:
    """The statuses and verdicts both engines agree on, counted.

    Raises `DisagreementError` with the first difference.
    """
    outcome = evaluate(program.package, program.record_type, record, as_of)
    try:
        norms, verdicts = program.run(record, as_of)
    except Exception as error:
        raise DisagreementError(f"compiled raises {error!r}") from error
    expected = (*outcome.norms.values(), *outcome.verdicts.values())
    for wanted, found in zip(expected, (*norms, *verdicts), strict=True):
        if wanted != found:
            raise DisagreementError(f"reference: {wanted}\ncompiled:  {found}")
    statuses = Counter(norm.status.value for norm in norms)
    return statuses + Counter(f"verdict {verdict.status.value}" for verdict in verdicts)


def run(pairs: int, records_each: int, start: int) -> Counter[str]:
    """Try that many pairs, some records for each policy; the counts of what was answered."""
    counts: Counter[str] = Counter()

    @seed(start)
    @settings(
        max_examples=-(-pairs // records_each),
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(st.data())
    def try_policy(data: st.DataObject) -> None:
        text = data.draw(policy_texts(with_is_known=True))
        package: Package = checked(text)
        name = data.draw(st.sampled_from(RECORD_TYPES))
        program = Program(package, package.record_types[name])
        some_record = records(package, program.record_type)
        some_day = as_of_dates(package)
        for _ in range(records_each):
            record, as_of = data.draw(some_record), data.draw(some_day)
            try:
                counts.update(compare(program, record, as_of))
            except DisagreementError as error:
                error.add_note(f"\n{text}\n{name}: {record}\nas of {as_of}")
                raise
            counts["pairs"] += 1
        counts["policies"] += 1

    try_policy()
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=10_000, help="policies × records to try")
    parser.add_argument("--records", type=int, default=20, help="records for each policy")
    parser.add_argument("--seed", type=int, default=1, help="where the search starts")
    arguments = parser.parse_args()
    started = time.perf_counter()
    try:
        counts = run(arguments.pairs, arguments.records, arguments.seed)
    except DisagreementError as error:
        print(f"The engines disagree.\n{error}")
        print(*[note for note in error.__notes__ if note.startswith("\n")][:1])
        return 1
    minutes = (time.perf_counter() - started) / 60
    print(
        f"{counts.pop('pairs')} pairs, {counts.pop('policies')} policies, no disagreement", end=""
    )
    print(f" (seed {arguments.seed}, {minutes:.1f} minutes)")
    for what, count in counts.most_common():
        print(f"  {count:>8} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
