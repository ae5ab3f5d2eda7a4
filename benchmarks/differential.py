"""The compiled engine against the reference engine, on policies and records nobody thought of.

    python benchmarks/differential.py --pairs 100000 --seed 1

prints how many pairs of a policy and a record were tried and what the answers were. Each record is
judged as it is validated, as programs and people may give it, and with something odd in it;
statuses, verdicts, missing facts, the record as it was read and all its problems are compared. The
first disagreement ends the run: it is made as small as can be and printed, and the exit code is 1.
Some records of a policy are drawn, the others put together from fields and elements of those. The
work is done in pieces; each has a seed of its own, counted on from the first.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from linkage_rules.decisions import Decision
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError
from linkage_rules.testing.agreement import DisagreementError, agreed
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from linkage_rules.testing.plain_records import as_given, damaged

RECORD_TYPES = ("Case", "Case", "Case", "Group", "Part")
PAIRS_IN_A_PIECE = 2_000
DRAWN = 10
"""Records and days that are drawn for each policy."""


def compare(policy: Policy, name: str, record: Record, as_of: date, random: Random) -> Counter[str]:
    """What both engines say of a record in three forms, counted.

    Raises `DisagreementError` with the first difference.
    """
    given = as_given(record, policy.record_type(name), random)
    odd_one = given
    for _ in range(random.randint(1, 3)):
        odd_one = damaged(odd_one, random)
    forms: tuple[tuple[Any, bool], ...] = ((record, True), (given, False), (odd_one, False))
    counts: Counter[str] = Counter()
    for form, valid in forms:
        try:
            said = agreed(policy, name, form, as_of, assume_valid=valid)
        except DisagreementError as error:
            error.add_note(f"{name}: {form}\nas of {as_of}, assumed valid: {valid}")
            raise
        counts["judged"] += isinstance(said, Decision)
        if isinstance(said, RecordError):
            counts["records with problems"] += 1
            counts["problems"] += len(said.problems)
            continue
        counts["missing facts"] += len(said.missing)
        counts.update(f"norm {norm.status.value}" for norm in said.norms.values())
        counts.update(f"verdict {verdict.status.value}" for verdict in said.verdicts.values())
    return counts


def crossed(drawn: Sequence[Record], record_type: RecordType, random: Random) -> Record:
    """Another valid record: each field, or the elements of its list, from one that was drawn."""
    record: dict[str, Any] = {}
    for field in record_type.fields:
        values = [one[field.name] for one in drawn]
        value = random.choice(values)
        if isinstance(value, tuple):
            elements = [element for one in values for element in one or ()]
            value = tuple(random.choices(elements, k=random.randint(0, 4))) if elements else ()
        elif isinstance(value, dict) and isinstance(field.type, RecordType):
            value = crossed([one for one in values if one is not None], field.type, random)
        record[field.name] = value
    return record


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
        policy = Policy(checked(text), digest="")
        name = data.draw(st.sampled_from(RECORD_TYPES))
        some_record = records(policy.package, policy.record_type(name))
        some_day = as_of_dates(policy.package)
        drawn = [data.draw(some_record) for _ in range(DRAWN)]
        days = [data.draw(some_day) for _ in range(DRAWN)]
        random = Random(data.draw(st.integers(0)))
        for number in range(records_each):
            fresh = number >= len(drawn)
            record = crossed(drawn, policy.record_type(name), random) if fresh else drawn[number]
            as_of = days[number % len(days)]
            try:
                counts.update(compare(policy, name, record, as_of, random))
            except DisagreementError as error:
                if not counts["disagreements"]:
                    print(f"{error}\nIt is being made smaller …", file=sys.stderr, flush=True)
                counts["disagreements"] += 1
                error.add_note(f"\n{text}")
                raise
            counts["pairs"] += 1
        counts["policies"] += 1

    try_policy()
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=10_000, help="policies × records to try")
    parser.add_argument("--records", type=int, default=40, help="records for each policy")
    parser.add_argument("--seed", type=int, default=1, help="where the search starts")
    arguments = parser.parse_args()
    started = time.perf_counter()
    counts: Counter[str] = Counter()
    piece = arguments.seed
    while counts["pairs"] < arguments.pairs:
        left = min(PAIRS_IN_A_PIECE, arguments.pairs - counts["pairs"])
        try:
            counts += run(left, arguments.records, piece)
        except DisagreementError as error:
            print(f"The engines disagree.\n{error}")
            print(*[note for note in error.__notes__ if not note.startswith("Falsifying")])
            return 1
        piece += 1
        print(f"{counts['pairs']} pairs", file=sys.stderr, flush=True)
    minutes = (time.perf_counter() - started) / 60
    print(
        f"{counts.pop('pairs')} pairs, {counts.pop('policies')} policies, no disagreement "
        f"(seeds {arguments.seed} to {piece - 1}, {minutes:.1f} minutes)"
    )
    for what, count in counts.most_common():
        print(f"  {count:>8} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
