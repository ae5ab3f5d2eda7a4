"""Every engine against the reference engine, on policies and records nobody thought of.

    python benchmarks/differential.py --pairs 100000 --seed 1 --jobs 2
    python benchmarks/differential.py --pairs 20000 --engine tabular --engine symbolic

Each seed draws a policy, alone or with what it uses and the overlays on top of it, merged as the
library merges them, and some records; it is counted on from the first. Without `--engine` the
compiled engine is asked: each record is judged as it is validated, as programs and people may give
it, and with something odd in it; statuses, verdicts, missing facts, the record as it was read and
all its problems are compared. Another engine is asked of valid records, on one day for a policy:
`tabular` (DuckDB), `spark` (the same query on a Spark session in local mode), `symbolic` (z3).
A policy that an engine refuses, or says nothing of in 20 seconds of CPU, is counted with the
reason; Spark is given all the time it takes. The compiled engine and the reference engine stop
asking of a policy after those 20 seconds, and pairs that were not asked are not counted. The first
disagreement ends the run: it is made as small as can be and printed, and the exit code is 1.

At the end stands how often each construct of the language was drawn, by the number of policies
that have it; a run of 1,000 policies or more that has not drawn one of them ends with exit code 1.
"""

import argparse
import multiprocessing
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from attrs import Factory, define
from hypothesis import strategies as st

from linkage_rules.decisions import Decision
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError
from linkage_rules.testing import engines
from linkage_rules.testing.agreement import DisagreementError, agreed
from linkage_rules.testing.constructs import constructs, occurring
from linkage_rules.testing.generation import as_of_dates, on_seed, read, records, stack_texts
from linkage_rules.testing.plain_records import as_given, damaged

RECORD_TYPES = ("Case", "Case", "Case", "Group", "Part")
POLICIES_IN_A_PIECE = 10
DRAWN = 10
"""Records and days that are drawn for each policy; others are put together from these."""
PATIENCE = 20
"""Seconds of CPU that an engine has for the records of a policy."""
TOO_SLOW = f"asked of some of its records alone: they take more than {PATIENCE} s of CPU"
LARGE_ENOUGH = 1_000
"""From that many policies on each construct has to occur in one."""


@define
class Found:
    """What was tried, and the disagreement that ended it, if there was one."""

    counts: Counter[str] = Factory(Counter)
    drawn: Counter[str] = Factory(Counter)
    """The number of policies that each construct occurs in."""
    refused: Counter[str] = Factory(Counter)
    disagreement: str = ""

    def add(self, other: "Found") -> None:
        self.counts += other.counts
        self.drawn += other.drawn
        self.refused += other.refused
        self.disagreement = self.disagreement or other.disagreement


def compare(policy: Policy, name: str, record: Record, as_of: date, random: Random) -> Counter[str]:
    """What the compiled and the reference engine say of a record in three forms, counted.

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


def compare_engine(
    name: str,
    engine: engines.Engine,
    policy: Policy,
    shape: RecordType,
    some: Sequence[Record],
    as_of: date,
    expected: Sequence[engines.Said],
    found: Found,
) -> None:
    """Count what another engine agrees on; raise `DisagreementError` with the first difference."""
    try:
        said = engine(policy.package, shape, some, as_of)
    except engines.PolicyRefusedError as refused:
        found.refused[f"{name}: {refused.why.en}"] += 1
        return
    except TimeoutError:
        found.refused[f"{name}: no answer in {PATIENCE} seconds of CPU"] += 1
        return
    except Exception as error:
        raise DisagreementError(f"{name} raises {error!r}\n{shape.name}: {some}") from error
    for record, wanted, got in zip(some, expected, said, strict=True):
        for one in engines.differences(wanted, got):
            told = f"{name}, {one.what} {one.name}: {one.found}; reference: {one.expected}"
            raise DisagreementError(f"{told}\n{shape.name}: {record}\nas of {as_of}")
        found.counts[f"{name}: records"] += 1
        answers = len(got.statuses) + len(got.verdicts) + len(got.facts or ())
        found.counts[f"{name}: answers"] += answers


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


def try_policy(
    data: st.DataObject, number: int, asked: dict[str, engines.Engine], found: Found
) -> None:
    """Draw a policy and so many records, and ask the engines of them."""
    texts = data.draw(stack_texts(with_is_known=True))
    package, trees = read(*texts)
    policy = Policy(package, digest="")
    name = data.draw(st.sampled_from(RECORD_TYPES))
    shape = policy.record_type(name)
    some_record, some_day = records(package, shape), as_of_dates(package)
    drawn = [data.draw(some_record) for _ in range(min(DRAWN, number))]
    days = [data.draw(some_day) for _ in range(DRAWN)]
    random = Random(data.draw(st.integers(0)))
    some = [*drawn, *(crossed(drawn, shape, random) for _ in range(number - len(drawn)))]
    try:
        if "compiled" in asked:
            begun = time.process_time()
            for place, record in enumerate(some):
                if time.process_time() - begun > PATIENCE:
                    found.refused[f"compiled: {TOO_SLOW}"] += 1
                    number = place
                    break
                found.counts += compare(policy, name, record, days[place % DRAWN], random)
        others = {name: engine for name, engine in asked.items() if name != "compiled"}
        expected = engines.by_reference(package, shape, some, days[0]) if others else ()
        for other, engine in others.items():
            compare_engine(other, engine, policy, shape, some, days[0], expected, found)
    except DisagreementError as error:
        if not found.disagreement:
            print(f"{error}\nIt is being made smaller …", file=sys.stderr, flush=True)
        texts_told = "\n".join(texts)
        notes = "\n".join(getattr(error, "__notes__", ()))
        found.disagreement = f"{error}\n{notes}\n{texts_told}"
        raise
    found.counts["pairs"] += number
    found.counts["policies"] += 1
    found.counts["overlays"] += len(package.amends)
    found.drawn.update({*occurring(trees, package)})


def try_seeds(seeds: Sequence[int], number: int, names: Sequence[str]) -> Found:
    """Try a policy for each seed, until two engines disagree."""
    found, asked = Found(), {name: ENGINES[name]() for name in names}
    # Loaded here once, and not again in each process.
    engines.absent_engines()
    for one in seeds:
        try:
            on_seed(one, lambda data: try_policy(data, number, asked, found))
        except DisagreementError:
            found.disagreement = f"seed {one}\n{found.disagreement}"
            break
    return found


def _on_spark() -> engines.Engine:
    """The query of the tabular engine, on Spark in local mode."""
    _, put = engines.local_spark()
    return engines.by_query_on(put)


def in_time(engine: engines.Engine) -> Callable[[], engines.Engine]:
    """The engine in a process of its own, which is ended when it takes too long."""
    fork = multiprocessing.get_context("fork")

    def say(into: Connection, *asked: Any) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        try:
            into.send(engine(*asked))
        except Exception as error:
            into.send(error)

    def ask(*asked: Any) -> list[engines.Said]:
        answer, into = fork.Pipe(duplex=False)
        process = fork.Process(target=say, args=(into, *asked))
        process.start()
        into.close()
        try:
            said = answer.recv()
        except EOFError:
            process.join()
            if process.exitcode not in (-signal.SIGXCPU, -signal.SIGKILL):
                raise RuntimeError(f"it ended with {process.exitcode}") from None
            raise TimeoutError from None
        finally:
            process.join()
            answer.close()
        if isinstance(said, Exception):
            raise said
        found: list[engines.Said] = said
        return found

    return lambda: ask


ENGINES: dict[str, Callable[[], engines.Engine]] = {
    "compiled": lambda: engines.by_compiled_code,
    "tabular": in_time(engines.by_table),
    "symbolic": in_time(engines.by_constraints),
    "spark": _on_spark,
}


def pieces(policies: int, start: int) -> Iterator[range]:
    for first in range(start, start + policies, POLICIES_IN_A_PIECE):
        yield range(first, min(first + POLICIES_IN_A_PIECE, start + policies))


def run(policies: int, number: int, start: int, names: Sequence[str], jobs: int) -> Found:
    """Try so many policies, some records for each."""
    found, waiting = Found(), pieces(policies, start)
    if jobs == 1:
        for piece in waiting:
            found.add(try_seeds(piece, number, names))
            if found.disagreement:
                break
            print(f"{found.counts['pairs']} pairs", file=sys.stderr, flush=True)
        return found
    with ProcessPoolExecutor(jobs) as pool:
        # Only as many seeds are handed out as are worked on, so that a disagreement ends the run
        # soon.
        running = {pool.submit(try_seeds, p, number, names) for p in islice(waiting, jobs)}
        while running:
            # Results are taken as they come, because some policies take minutes.
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                found.add(one.result())
            print(f"{found.counts['pairs']} pairs", file=sys.stderr, flush=True)
            if not found.disagreement:
                more = islice(waiting, len(done))
                running |= {pool.submit(try_seeds, p, number, names) for p in more}
    return found


def report(found: Found) -> list[str]:
    """Print what was compared and drawn; gives the constructs that were not drawn."""
    for what, count in found.counts.most_common():
        print(f"  {count:>9,} {what}")
    if found.refused:
        print("\npolicies that an engine refused, and why")
        for why, count in found.refused.most_common():
            print(f"  {count:>9,} {why}")
    print("\nconstructs of the language, by the number of policies that have them")
    for construct in sorted(constructs(), key=lambda one: found.drawn[one]):
        print(f"  {found.drawn[construct]:>9,} {construct}")
    return [construct for construct in constructs() if not found.drawn[construct]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=10_000, help="policies × records to try")
    parser.add_argument("--records", type=int, default=40, help="records for each policy")
    parser.add_argument("--seed", type=int, default=1, help="where the search starts")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the work")
    parser.add_argument(
        "--engine", action="append", choices=ENGINES, help="only this engine; may be repeated"
    )
    arguments = parser.parse_args()
    names = arguments.engine or ["compiled"]
    policies = -(-arguments.pairs // arguments.records)
    started = time.perf_counter()
    found = run(policies, arguments.records, arguments.seed, names, arguments.jobs)
    minutes = (time.perf_counter() - started) / 60
    if found.disagreement:
        print(f"The engines disagree.\n{found.disagreement}")
        return 1
    tried = found.counts.pop("policies")
    print(
        f"{found.counts.pop('pairs'):,} pairs, {tried:,} policies, {' and '.join(names)}: "
        f"no disagreement (seeds {arguments.seed} to {arguments.seed + policies - 1}, "
        f"{minutes:.1f} minutes)"
    )
    absent = report(found)
    if not absent:
        return 0
    if tried < LARGE_ENOUGH:
        print(f"\n{len(absent)} were not drawn; a run of {LARGE_ENOUGH:,} policies draws each.")
        return 0
    print("\nNot drawn at all:", *absent, sep="\n  ")
    return 1


if __name__ == "__main__":
    sys.exit(main())
