"""What a table costs by its rows, the norms of the policy and the elements of its lists.

    python benchmarks/scale.py [--rows 100000] [--rounds 3]
    python benchmarks/scale.py --long 30000000

Each point is a process of its own that judges one Parquet file into another on one thread: with so
many norms, a quarter of them resting on facts that ask of two lists, and all columns of the answer.
It tells the seconds of the processor, the least of some rounds, and its most memory. A model is
fitted to some of the points, by relative errors, and printed with the others, that were held out.

With `--long` the twelve rules of the workload are judged for so many rows, and for a tenth of them.
Needs the extra `tables`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import machine
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import tables
import workload

import linkage_rules as lr
from linkage_rules.engines.tabular.query import query

Point = tuple[int, int, int]
"""Rows, norms, elements of a row."""

NORMS, ELEMENTS = (8, 40, 160), (2, 8, 24)
HELD_OUT = ((0.5, 20, 4), (2, 80, 16), (3, 12, 12), (1, 120, 6))
"""Points that no model is fitted to; the rows in terms of those of the others."""


def table_of(rows: int, elements: int) -> pa.Table:
    """Rows of the workload, half of their elements in each list."""
    drawn = np.random.default_rng(rows + elements)
    ends = pa.array(np.arange(rows + 1, dtype=np.int32) * (elements // 2))
    count = int(ends[-1].as_py())

    def words(some: Sequence[str], number: int) -> Any:
        return pa.array(some).take(pa.array(drawn.integers(0, len(some), number)))

    funds = [words(workload.FUND_TYPES, count), pa.array(drawn.integers(10**6, 3 * 10**8, count))]
    counts = [pa.array(drawn.integers(0, 100, count)) for _ in tables.COUNTS]
    fund, mode = (tables.SCHEMA.field(name).type.value_type for name in ("funds", "modes"))
    lists = [
        pa.ListArray.from_arrays(ends, pa.StructArray.from_arrays(parts, fields=[*of]))
        for parts, of in ((funds, fund), ([words(workload.MODES, count), *counts], mode))
    ]
    flags = [pa.array(drawn.random(rows) < 0.6) for _ in tables.FLAGS]
    days = pa.array(drawn.integers(18_262, 20_818, rows).astype("datetime64[D]"))
    ids = pa.array([f"P-{number}" for number in range(rows)])
    columns = [ids, *flags, words(workload.OWNERS, rows), days, *lists]
    return pa.Table.from_arrays(columns, schema=tables.SCHEMA)


def judge(rows: Path, norms: int) -> None:
    """One file into another; prints the seconds of making a query and of running it, and MB."""
    connection = ibis.duckdb.connect()
    for setting in ("threads = 1", "preserve_insertion_order = false"):
        connection.raw_sql(f"SET {setting}")
    connection.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    table = connection.read_parquet(rows)
    begun = time.process_time()
    if norms:
        package = tables.many_norms(norms)
        record_type = package.record_types["Project"]
        begun = time.process_time()
        result = query(package, record_type, table, tables.AS_OF, ["id"])
    else:
        result = lr.load(tables.POLICY).evaluate_table(table, as_of=tables.AS_OF)
    sql = connection.compile(result)
    copy = f"COPY ({sql}) TO '{rows.with_suffix('.answers')}' (FORMAT parquet)"
    compiled = time.process_time()
    connection.raw_sql(f"EXPLAIN {copy}").fetchall()
    planned = time.process_time()
    connection.raw_sql(copy)
    # What is copied is planned once more.
    taken = time.process_time() - planned - (planned - compiled)
    status = Path("/proc/self/status").read_text("ascii")
    most = next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line)
    print(json.dumps([planned - begun, taken, most / 1024]))


def measured(rows: Path, norms: int, rounds: int) -> tuple[float, ...]:
    """Seconds of making a query, seconds of running it, MB: the least of some rounds."""
    command = [sys.executable, __file__, "--judge", str(rows), "--norms", str(norms)]
    found = []
    for _ in range(rounds):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
    return tuple(map(min, zip(*found, strict=True)))


_GROUP = 122_880
"""Rows of a part of a Parquet file, whose answers DuckDB holds until they are written."""

TERMS = (
    (lambda r, n, e: (1, n), ("1", "n")),
    (lambda r, n, e: (r, r * n, r * e, r * n * e), ("r", "r·n", "r·e", "r·n·e")),
    (lambda r, n, e: (1, n * min(r, _GROUP), e), ("1", "n·min(r, 122,880)", "e")),
)
"""What the seconds of making a query, those of running it and the memory are sums of."""


def model(points: dict[Point, tuple[float, ...]]) -> list[Any]:
    """The factors of the terms, none below nothing, for which relative errors are least."""
    found = []
    for number, (terms, names) in enumerate(TERMS):
        values = np.array([measures[number] for measures in points.values()])
        matrix = np.array([terms(*point) for point in points], float) / values[:, None]
        found.append(dict(zip(names, _least(matrix), strict=True)))
    return found


def _least(matrix: Any) -> Any:
    """Least squares against one, with what would be below nothing left out."""
    used = list(range(matrix.shape[1]))
    while True:
        scale = np.abs(matrix[:, used]).max(axis=0)
        factors = np.linalg.lstsq(matrix[:, used] / scale, np.ones(len(matrix)), rcond=None)[0]
        if (factors >= 0).all():
            whole = np.zeros(matrix.shape[1])
            whole[used] = factors / scale
            return whole
        del used[int(factors.argmin())]


def told(found: list[dict[str, float]], point: Point) -> list[float]:
    """What a model says of a point."""
    return [
        sum(f * t for f, t in zip(factors.values(), terms(*point), strict=True))
        for factors, (terms, _) in zip(found, TERMS, strict=True)
    ]


def costs(folder: Path, rows: int, rounds: int) -> Iterator[str]:
    """The points, the model, and how far it is from those that were held out."""
    fitted = [(rows, n, e) for n, e in product(NORMS, ELEMENTS)]
    held = [(int(times * rows), n, e) for times, n, e in HELD_OUT]
    points: dict[Point, tuple[float, ...]] = {}
    for point in (*fitted, *held):
        path = folder / "rows.parquet"
        pq.write_table(table_of(point[0], point[2]), path)
        points[point] = measured(path, point[1], rounds)
    found = model({point: points[point] for point in fitted})
    for name, factors in zip(("s to make", "s to run", "MB"), found, strict=True):
        yield f"- {name} = {' + '.join(f'{f:.3g} {t}' for t, f in factors.items() if f)}"
    yield ""
    heads = ("rows, norms, elements", "fitted", "s to run", "by the model", "MB", "by the model")
    lines: list[tuple[str, ...]] = [heads]
    for point, (made, taken, most) in points.items():
        by_model = told(found, point)
        seconds, guess = made + taken, by_model[0] + by_model[1]
        numbers = (f"{seconds:.2f}", f"{guess:.2f} ({guess / seconds - 1:+.0%})")
        memory = (f"{most:.0f}", f"{by_model[2]:.0f} ({by_model[2] / most - 1:+.0%})")
        name = ", ".join(f"{number:,}" for number in point)
        lines.append((name, "yes" if point in fitted else "no", *numbers, *memory))
    yield from machine.markdown(lines)


def long(folder: Path, rows: int) -> Iterator[str]:
    """Seconds and memory for many rows and for a tenth of them."""
    lines: list[tuple[str, ...]] = [("Parquet to Parquet", "MB of rows", "CPU s", "rows/s", "MB")]
    for count in (rows // 10, rows):
        path = folder / f"{count}.parquet"
        tables.write(path, count)
        _, taken, most = measured(path, 0, 1)
        size = path.stat().st_size / 2**20
        rate = f"{count / taken:,.0f}"
        lines.append((f"{count:,} rows", f"{size:,.0f}", f"{taken:,.0f}", rate, f"{most:,.0f}"))
    yield from machine.markdown(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--norms", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.judge:
        judge(arguments.judge, arguments.norms)
        return
    machine.warn_if_busy()
    with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        if arguments.long:
            printed = long(Path(folder), arguments.long)
        else:
            printed = costs(Path(folder), arguments.rows, arguments.rounds)
        print("\n".join(printed))
    print(f"\n{machine.described()}")


if __name__ == "__main__":
    main()
