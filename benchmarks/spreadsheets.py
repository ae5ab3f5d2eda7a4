"""How long a review of a large table takes from end to end, and how much memory.

    python benchmarks/spreadsheets.py [--rows 50000] [--smaller 2000] [--larger 10000]

First a workbook of that many rows in the layout of the office is reviewed into a workbook, in a
process of its own; printed are the seconds from its start to its end and the most memory it held.
Then NDJSON, CSV and Parquet files of two sizes are reviewed into CSV: if memory is flat in the
number of rows, the larger file takes hardly more than the smaller one. Every row has a number of
its own and one of the shipped sample projects in it. Needs the extras `sheets` and `parquet`.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import machine

SAMPLES = Path(__file__).parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))

import project_library as layout  # noqa: E402 - it stands beside the samples, outside any package

BATCH = 1_000
ID = "id"
PROGRAM = (sys.executable, "-c", "from linkage_rules.commands.cli import main; main()")
TOWNSHIPS = ("花石镇", "龙洞镇", "石鼓镇", "射埠镇")


def office_rows(count: int) -> Iterator[list[object]]:
    """Rows of the project library, without subtotals, each with its own number."""
    projects = [row for row in layout.ROWS if len(row) == layout.WIDTH]
    for number, project in enumerate(islice(cycle(projects), count), 1):
        row = list(project)
        row[0], row[4] = number, TOWNSHIPS[number % len(TOWNSHIPS)]
        yield row


def write_xlsx(path: Path, count: int) -> None:
    layout.write(path, office_rows(count))


def write_csv(path: Path, count: int) -> None:
    upper = [upper for upper, _, _ in layout.COLUMNS]
    lower = [lower for _, lower, _ in layout.COLUMNS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(([layout.TITLE], [layout.UNIT], upper, lower))
        writer.writerows(office_rows(count))


def write_ndjson(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records(count):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_parquet(path: Path, count: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = pa.Table.from_pylist(list(records(len(sample_records()))))
    rows = records(count)
    with pq.ParquetWriter(path, first.schema) as writer:
        while batch := list(islice(rows, BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, first.schema))


def records(count: int) -> Iterator[dict[str, object]]:
    for number, record in enumerate(islice(cycle(sample_records()), count), 1):
        yield {**record, ID: f"P-{number}"}


def sample_records() -> list[dict[str, object]]:
    """The sample projects; some of them name their fields by label."""
    found = json.loads((SAMPLES / "projects.json").read_text("utf-8"))
    return [
        {ID if key == "项目编号" else key: value for key, value in one.items()} for one in found
    ]


def reviewed(records: Path, out: Path) -> tuple[float, float, float]:
    """Seconds, seconds of a processor and megabytes that a review takes."""
    words = ["review", "xiangtan_2022", str(records), "--as-of", str(date(2023, 5, 1))]
    start = time.perf_counter()
    process = subprocess.Popen([*PROGRAM, *words, "--out", str(out)], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not out.stat().st_size:
        raise SystemExit(f"the review of {records.name} ended with status {process.returncode}")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1_000_000


def measured(
    folder: Path, ending: str, write: Callable[[Path, int], None], out: str, sizes: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    """A row for each size: what was read, its size, the seconds and the memory of its review."""
    for size in sizes:
        path = folder / f"{size}{ending}"
        # The memory of a process begins with that of its parent, so this one has to stay small.
        writer = get_context("spawn").Process(target=write, args=(path, size))
        writer.start()
        writer.join()
        seconds, busy, megabytes = reviewed(path, folder / f"{size}{ending}{out}")
        packed = f"{path.stat().st_size / 1_000_000:,.1f}"
        what = f"{ending[1:]} into {out[1:]}"
        yield what, f"{size:,}", packed, f"{seconds:.1f}", f"{busy:.1f}", f"{megabytes:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--smaller", type=int, default=2_000)
    parser.add_argument("--larger", type=int, default=10_000)
    asked = parser.parse_args()
    machine.warn_if_busy()
    head = ("review", "rows", "MB", "seconds", "of a processor", "MB of memory at most")
    rows: list[tuple[str, ...]] = [head]
    with TemporaryDirectory() as name:
        folder, sizes = Path(name), (asked.smaller, asked.larger)
        rows += measured(folder, ".xlsx", write_xlsx, ".xlsx", [asked.rows])
        rows += measured(folder, ".ndjson", write_ndjson, ".csv", sizes)
        rows += measured(folder, ".csv", write_csv, ".csv", sizes)
        rows += measured(folder, ".parquet", write_parquet, ".csv", sizes)
    print(*machine.markdown(rows), "", machine.described(), sep="\n")


if __name__ == "__main__":
    main()
