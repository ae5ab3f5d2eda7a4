"""How fast whole tables are judged, and in how much memory.

    python benchmarks/tables.py [--rows 1000000] [--rounds 5] [--memory-rows 10000000]
    python benchmarks/tables.py --spark [--rows 1000000] [--rounds 5]
    python benchmarks/tables.py --postgres [--rows 100000] [--rounds 3]

One table of the workload is judged by `Policy.evaluate_table` on DuckDB and by SQL that a good hand
wrote for it; the answers are compared first. Rates are medians of rounds taken in turn, on one
thread and on two, ratios those of the processor's time on one; both hash what they say, or neither.
Then come `evaluate_many` in Python on a part of the rows, the time it takes to make and compile the
query of a policy with 200 norms, and the memory of a process that judges a Parquet file into
another, for the rows and for `--memory-rows`. Needs the extra `tables`.

With `--spark` the same Parquet file is judged by Spark in local mode and by DuckDB instead, all
columns and one thread each, in turns. Needs the extra `spark`, and Java.

With `--postgres` it is PostgreSQL and DuckDB: the statuses alone and all columns, one process each.
The rows stand in an ordinary table, the lists in them as JSON. Needs the extra `postgres`, and
PostgreSQL from the system, which is started as the tests start it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import machine
import pyarrow as pa
import pyarrow.parquet as pq
import workload

import linkage_rules as lr
from linkage_rules.engines.tabular.query import query
from linkage_rules.model.package import Package
from linkage_rules.testing.generation import checked

AS_OF = date(2023, 5, 1)
POLICY = Path(__file__).with_name("workload.pol")
RULES = range(1, 13)

FLAGS = (
    *("operating", "implemented", "in_asset_management", "mechanism", "effects_clear"),
    *("assets_idle", "operating_loss", "nominal", "agreement_signed"),
)
COUNTS = ("households", "poor_households", "floor_return_bp")
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        *((flag, pa.bool_()) for flag in FLAGS),
        ("asset_owner", pa.string()),
        ("start", pa.date32()),
        ("funds", pa.list_(pa.struct([("type", pa.string()), ("amount", pa.int64())]))),
        (
            "modes",
            pa.list_(pa.struct([("mode", pa.string()), *((name, pa.int64()) for name in COUNTS)])),
        ),
    ]
)

BY_HAND = """
WITH counted AS (
  SELECT *,
    coalesce(list_bool_or(list_transform(funds, lambda f: f.type IN ('bridging_subsidy',
      'integrated_agri', 'east_west', 'designated_aid', 'social_donation'))), false) AS assisted,
    list_transform(modes, lambda m: m.mode) AS kinds,
    coalesce(list_sum(list_transform(modes, lambda m: m.poor_households)), 0) AS poor,
    list_transform(modes, lambda m: m.households) AS households,
    coalesce(list_sum(households), 0) AS reached
  FROM rows
), duties AS (
  SELECT *, operating AND (assisted OR in_asset_management) AS duty FROM counted
)
SELECT id,
  duty AS rule_1,
  duty AND NOT mechanism AS rule_2,
  duty AND NOT effects_clear AS rule_3,
  implemented AND duty AND (poor = 0 OR assets_idle OR operating_loss) AS rule_4,
  implemented AND nominal AND reached = 0 AS rule_5,
  list_has_any(kinds, ['share', 'lease_land', 'lease_house']) AND NOT agreement_signed AS rule_6,
  coalesce(list_bool_or(list_transform(modes,
    lambda m: m.mode = 'share' AND m.floor_return_bp < 100)), false) AS rule_7,
  operating AND NOT assisted AND len(modes) >= 1 AS rule_8,
  coalesce(list_sum(list_transform(funds, lambda f: f.amount)), 0) < 200000000
    AND asset_owner = 'village' AS rule_9,
  start BETWEEN DATE '2021-01-01' AND DATE '2025-12-31' AS rule_10,
  mechanism AND effects_clear AND poor * 100 >= 30 * reached
    AND coalesce(list_min(kinds) <> list_max(kinds), false) AS rule_11,
  coalesce(list_min(households) >= 1, true) AS rule_12
FROM duties
"""
"""The twelve rules in SQL that knows the functions of lists; nothing is unknown to it."""


def write(path: Path, count: int) -> None:
    """The records of the workload; past a million they repeat."""
    some = workload.records(min(count, 1_000_000))
    batches = [
        pa.Table.from_pylist(some[start : start + 50_000], SCHEMA)
        for start in range(0, len(some), 50_000)
    ]
    with pq.ParquetWriter(path, SCHEMA) as file:
        left = count
        for batch in cycle(batches):
            file.write_table(batch.slice(0, left))
            left -= len(batch)
            if left <= 0:
                break


def rates(rows: Path, count: int, rounds: int, policy: lr.Policy) -> Iterator[tuple[str, ...]]:
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    connection.raw_sql(f"CREATE TABLE rows AS FROM '{rows}'")
    result = policy.evaluate_table(connection.table("rows"), as_of=AS_OF)
    ours = str(ibis.to_sql(result, dialect="duckdb"))
    compare(connection, ours)
    statuses = ", ".join(f"count_if(status_rule_{n} <> 'not_applicable')" for n in RULES)
    truths = ", ".join(f"count_if(rule_{n})" for n in RULES)
    hashed = ", ".join(f"bit_xor(hash(rule_{n}))" for n in RULES)
    everything = ", ".join(f'bit_xor(hash("{column}"))' for column in result.columns)
    asked = {
        "SQL by hand, the 12 rules": f"SELECT {truths} FROM ({BY_HAND})",
        "`evaluate_table`, the 12 statuses": f"SELECT {statuses} FROM ({ours})",
        "SQL by hand, the 12 rules hashed": f"SELECT {hashed} FROM ({BY_HAND})",
        "`evaluate_table`, all 37 columns hashed": f"SELECT {everything} FROM ({ours})",
    }
    yield ("", "1 thread, rows/s", "2 threads, rows/s", "of SQL by hand, alike")
    found: dict[int, dict[str, list[float]]] = {}
    for threads, clock in ((1, time.process_time), (2, time.perf_counter)):
        connection.raw_sql(f"SET threads = {threads}")
        times = found[threads] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, sql in asked.items():
                work = partial(connection.raw_sql, sql)
                times[name].append(timed(lambda work=work: work().fetchall(), clock))
    one, two = ({n: statistics.median(t) for n, t in found[k].items()} for k in (1, 2))
    for hand, ours in zip(*[iter(asked)] * 2, strict=True):
        both = zip(found[1][hand], found[1][ours], strict=True)
        share = statistics.median(by_hand / by_us for by_hand, by_us in both)
        for name, said in ((hand, "1.00"), (ours, f"{share:.2f}")):
            yield (name, f"{count / one[name]:,.0f}", f"{count / two[name]:,.0f}", said)


def compare(connection: Any, ours: str) -> None:
    """Both say the same of every row, or the run ends."""
    tests = " OR ".join(f"(status_rule_{n} <> 'not_applicable') <> rule_{n}" for n in RULES)
    sql = f"SELECT count(*) FROM ({ours}) a JOIN ({BY_HAND}) b USING (id) WHERE {tests}"
    ((different,),) = connection.raw_sql(sql).fetchall()
    if different:
        raise SystemExit(f"{different} rows have other answers than the SQL written by hand")


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    work()
    return clock() - started


def verdicts(decision: lr.Decision) -> object:
    return decision.verdicts


def all_columns(decision: lr.Decision) -> object:
    """What a row of a judged table says."""
    return decision.verdicts, decision.norms, decision.missing


def in_python(policy: lr.Policy, count: int, asked: Callable[[lr.Decision], object]) -> float:
    """Records a second in `evaluate_many`, when that is asked of every decision."""
    some = workload.records(count)

    def judge() -> None:
        for decision in policy.evaluate_many(some, as_of=AS_OF):
            asked(decision)

    judge()
    return count / timed(judge)


def many_norms(count: int = 200) -> Package:
    """A policy with that many norms, a fact for every four, over the records of the workload."""
    head = POLICY.read_text("utf-8").split("fact assisted")[0]
    parts = [head]
    for number in range(count // 4):
        parts.append(
            f"fact f{number} of Project\n  means (some f in funds has f.amount > {number + 1}元)"
            f" and (operating or sum(m.households over m in modes) > {number})\n"
        )
    for number in range(count):
        fact = f"f{number % (count // 4)}"
        parts.append(
            f"action a{number} of Project\n  done when mechanism\n"
            f"norm n{number} for Project\n  when {fact} and implemented\n"
            f"  unless nominal\n  operator must a{number}\n"
        )
    return checked("\n".join(parts))


def compiling(rounds: int) -> float:
    package = many_norms()
    shape = package.record_types["Project"]
    connection = ibis.duckdb.connect()
    table = connection.create_table("rows", schema=ibis.Schema.from_pyarrow(SCHEMA))

    def build() -> None:
        connection.compile(query(package, shape, table, AS_OF, ["id"]))

    return statistics.median(timed(build) for _ in range(rounds))


def memory(rows: Path, threads: int) -> int:
    """The most memory, in bytes, that a process of its own holds for one Parquet to another."""
    command = [sys.executable, __file__, "--judge", str(rows), "--threads", str(threads)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def beside_spark(
    rows: Path, count: int, rounds: int, policy: lr.Policy
) -> Iterator[tuple[str, ...]]:
    """Spark's seconds over DuckDB's. Neither writes anything; both work out every column."""
    from pyspark.sql import SparkSession

    options = {
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.driver.memory": "2g",
        "spark.sql.codegen.wholeStage": "false",
    }
    session = SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    spark = ibis.pyspark.connect(session)
    asked = policy.evaluate_table(spark.read_parquet(str(rows)), as_of=AS_OF)
    there = session.sql(str(spark.compile(asked)))
    duckdb = ibis.duckdb.connect()
    duckdb.raw_sql("SET threads = 1")
    result = policy.evaluate_table(duckdb.read_parquet(rows), as_of=AS_OF)
    everything = ", ".join(f'bit_xor(hash("{column}"))' for column in result.columns)
    here = f"SELECT {everything} FROM ({ibis.to_sql(result, dialect='duckdb')})"
    works: dict[str, Callable[[], object]] = {
        "DuckDB": lambda: duckdb.raw_sql(here).fetchall(),
        "Spark, local mode": lambda: there.write.format("noop").mode("overwrite").save(),
    }
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(timed(work))
    session.stop()
    yield ("", "rows/s", "of DuckDB's time")
    middle = {name: statistics.median(found) for name, found in times.items()}
    for name, seconds in middle.items():
        yield (name, f"{count / seconds:,.0f}", f"{seconds / middle['DuckDB']:.1f}")


def beside_postgres(
    rows: Path, count: int, rounds: int, policy: lr.Policy
) -> Iterator[tuple[str, ...]]:
    """Rows a second of PostgreSQL and of DuckDB. Every column is worked out, and none written."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.databases import postgres_server
    from tests.differential.postgres import engine

    duckdb = ibis.duckdb.connect()
    duckdb.raw_sql("SET threads = 1")
    with postgres_server() as server, engine(server.database(), typed=False) as put:
        there = put(pq.read_table(rows))
        postgres = there.get_backend()
        for statement in ("ANALYZE", "SET max_parallel_workers_per_gather = 0"):
            postgres.raw_sql(statement).close()
        yield ("", "PostgreSQL, rows/s", "DuckDB, rows/s", "of DuckDB's time")
        for what, begins in (("the statuses", "status_"), ("all columns", "")):
            asked = {}
            for name, table in (("postgres", there), ("duckdb", duckdb.read_parquet(rows))):
                result = policy.evaluate_table(table, as_of=AS_OF)
                wanted = [column for column in result.columns if column.startswith(begins)]
                asked[name] = ibis.to_sql(result.select(wanted), dialect=name), wanted
            explained = f"EXPLAIN (ANALYZE, TIMING OFF) {asked['postgres'][0]}"
            hashed = ", ".join(f'bit_xor(hash("{column}"))' for column in asked["duckdb"][1])
            here = f"SELECT {hashed} FROM ({asked['duckdb'][0]})"
            works: tuple[Callable[[], object], ...] = (
                lambda sql=explained: postgres.raw_sql(sql).fetchall(),
                lambda sql=here: duckdb.raw_sql(sql).fetchall(),
            )
            times = [[timed(work) for work in works] for _ in range(rounds)]
            slow, quick = (statistics.median(found) for found in zip(*times, strict=True))
            numbers = (f"{count / slow:,.0f}", f"{count / quick:,.0f}", f"{slow / quick:.0f}")
            yield (what, *numbers)


def judge(rows: Path, threads: int) -> None:
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET threads = {threads}")
    connection.raw_sql("SET preserve_insertion_order = false")
    result = lr.load(POLICY).evaluate_table(connection.read_parquet(rows), as_of=AS_OF)
    result.to_parquet(rows.with_suffix(".answers"))
    # The system's count of a child's most memory begins at what its parent held; this one does not.
    status = Path("/proc/self/status").read_text("ascii")
    print(next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) * 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory-rows", type=int, default=10_000_000)
    parser.add_argument("--spark", action="store_true", help="DuckDB beside Spark, nothing else")
    parser.add_argument("--postgres", action="store_true", help="DuckDB beside PostgreSQL")
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.judge:
        judge(arguments.judge, arguments.threads)
        return
    machine.warn_if_busy()
    policy = lr.load(POLICY)
    with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        rows, more = Path(folder) / "rows.parquet", Path(folder) / "more.parquet"
        write(rows, arguments.rows)
        if arguments.spark or arguments.postgres:
            beside = beside_spark if arguments.spark else beside_postgres
            found = beside(rows, arguments.rows, arguments.rounds, policy)
            print("\n".join(machine.markdown(list(found))))
            print(f"\n{machine.described()}")
            return
        table = list(rates(rows, arguments.rows, arguments.rounds, policy))
        for what, count, asked in (
            ("the verdicts", 20_000, verdicts),
            ("what all columns say", 2_000, all_columns),
        ):
            python = in_python(policy, min(arguments.rows, count), asked)
            table.append((f"`evaluate_many` in Python, {what}", f"{python:,.0f}", "", ""))
        print("\n".join(machine.markdown(table)))
        print(f"\nTo make and compile the query of 200 norms: {compiling(3):.2f} s")
        write(more, arguments.memory_rows)
        held = [("Parquet to Parquet", "rows", "most memory, MB")]
        for path, count in ((rows, arguments.rows), (more, arguments.memory_rows)):
            held.append(("1 thread", f"{count:,}", f"{memory(path, 1) / 2**20:,.0f}"))
        print("\n" + "\n".join(machine.markdown(held)))
    print(f"\n{machine.described()}")


if __name__ == "__main__":
    main()
