"""What a review costs beside what reading, judging and writing must cost; and one record.

    python benchmarks/reviews.py [--rows 5000] [--rounds 3] [--starts 15]

A workbook in the layout of the office, its columns drawn independently of one another from those of
the sample, is reviewed into a workbook. The floor beside it reads the file with calamine, judges
records that were read before with `evaluate_many`, and writes the very cells of the answer with
XlsxWriter; it doubts no cell and words no sentence. First it is made sure that both give the same:
the verdicts record by record, the cells one by one. Then they take turns, and the table gives the
ratio of the seconds of a processor in one round, and that of wall time with two processes.

Then one record is reviewed in each printed form, each time by a new process, beside one that loads
the policy from the cache and gives the verdicts on the same record. Needs the extras `sheets` and
`peers`.
"""

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import machine
import openpyxl
import spreadsheets
import xlsxwriter
from attrs import field, frozen
from python_calamine import CalamineWorkbook

import linkage_rules as lr
from linkage_rules.records import read_records
from linkage_rules.reviews.reviews import Judged, review

POLICY: Final = "xiangtan_2022"
AS_OF: Final = date(2023, 5, 1)
SEED: Final = 20230501
FIRST: Final = """from datetime import date
import json, sys
import linkage_rules as lr
policy = lr.load("xiangtan_2022")
record = json.load(open(sys.argv[1], encoding="utf-8"))[0]
found = policy.evaluate(record, as_of=date(2023, 5, 1))
print({name: verdict.status.value for name, verdict in found.verdicts.items()})
"""
Cells = Mapping[str, list[tuple[object, ...]]]


def varied_rows(count: int, draw: random.Random) -> Iterator[list[object]]:
    """Rows of which each cell is one of its column in the sample, whatever the others are."""
    sample = [row for row in spreadsheets.layout.ROWS if len(row) == spreadsheets.layout.WIDTH]
    columns = list(zip(*sample, strict=True))
    for number in range(1, count + 1):
        row = [draw.choice(column) for column in columns]
        row[0], row[4] = number, draw.choice(spreadsheets.TOWNSHIPS)
        yield row


@frozen
class Took:
    """Seconds by the clock and of a processor."""

    wall: float
    busy: float


@frozen
class Line:
    """What takes turns with the others, and what it took each time."""

    title: str
    run: Callable[[], Took]
    took: list[Took] = field(factory=list)

    def of(self, name: str) -> float:
        return median(getattr(one, name) for one in self.took)


def in_a_process(words: Sequence[str]) -> Took:
    """A command in a process of its own, with those that it starts."""
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with status {process.returncode}")
    return Took(wall, usage.ru_utime + usage.ru_stime)


def reviewed(*words: str) -> list[str]:
    command = [*spreadsheets.PROGRAM, "review", POLICY, *words]
    return [*command, "--as-of", str(AS_OF), "--language", "zh"]


def cells_of(path: Path) -> Cells:
    """What stands in each sheet of a workbook."""
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def write_cells(path: Path, cells: Cells) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    look = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for title, rows in cells.items():
        sheet = book.add_worksheet(title)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value, look)
                elif value is not None:
                    sheet.write_number(row, column, value, look)
    book.close()


def floor(source: Path, records: list[Mapping[str, object]], cells: Cells, out: Path) -> Took:
    """Read, judge and write, with nothing between them."""
    policy = lr.load(POLICY)
    gc.collect()
    wall, busy = time.perf_counter(), time.process_time()
    CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
    for decision in policy.evaluate_many(records, as_of=AS_OF):
        _ = decision.verdicts
    write_cells(out, cells)
    return Took(time.perf_counter() - wall, time.process_time() - busy)


def same_answers(source: Path, answer: Path, copy: Path) -> tuple[list[Mapping[str, object]], str]:
    """The records as they are read, and how varied they are; the run ends if answers differ."""
    policy = lr.load(POLICY)
    shape = policy.package.record_types["Project"]
    judged = [
        one
        for one in review(policy, shape, read_records(source, shape), AS_OF)
        if isinstance(one, Judged)
    ]
    records = [one.entry.data for one in judged]
    for one, again in zip(judged, policy.evaluate_many(records, as_of=AS_OF), strict=True):
        if one.decision.verdicts != again.verdicts:
            raise SystemExit(f"other verdicts on {one.entry.place.en}")
    cells = cells_of(answer)
    write_cells(copy, cells)
    if cells_of(copy) != cells:
        raise SystemExit("the floor writes other cells")
    found = {tuple((f.action.name, f.status) for f in one.findings) for one in judged}
    doubts = sum(len(one.entry.doubts) for one in judged)
    return records, f"{len(judged):,} records, {len(found)} sets of findings, {doubts:,} doubts"


def in_turn(lines: Sequence[Line], rounds: int) -> None:
    for _ in range(rounds):
        for line in lines:
            line.took.append(line.run())


def workbooks(folder: Path, rows: int, rounds: int) -> Iterator[str]:
    source, out = folder / "varied.xlsx", folder / "answer.xlsx"
    spreadsheets.layout.write(source, varied_rows(rows, random.Random(SEED)))
    command = reviewed(str(source), "--out", str(out))
    in_a_process(command)
    records, varied = same_answers(source, out, folder / "copy.xlsx")
    cells = cells_of(out)
    lines = [
        Line("calamine, `evaluate_many`, XlsxWriter", lambda: floor(source, records, cells, out)),
        Line("`review`", lambda: in_a_process(command)),
        Line("`review --jobs 2`", lambda: in_a_process([*command, "--jobs", "2"])),
    ]
    in_turn(lines, rounds)
    table = [("workbook into workbook", "s of a processor", "× floor", "s", "× floor")]
    for line in lines:
        pairs = list(zip(line.took, lines[0].took, strict=True))
        busy = median(one.busy / least.busy for one, least in pairs)
        wall = median(one.wall / least.wall for one, least in pairs)
        figures = (line.of("busy"), busy, line.of("wall"), wall)
        table.append((line.title, *(f"{figure:.2f}" for figure in figures)))
    yield from machine.markdown(table)
    yield ""
    yield f"{varied}."


def starts(folder: Path, rounds: int) -> Iterator[str]:
    source = folder / "one.json"
    one = spreadsheets.sample_records()[0]
    source.write_text(json.dumps([one], ensure_ascii=False), "utf-8")
    forms = {
        "`review`": (),
        "`review --format json`": ("--format", "json"),
        "`review --format csv`": ("--format", "csv"),
        "`review --out r.csv`": ("--out", str(folder / "one.csv")),
    }
    commands = {"bare Python": [sys.executable, "-c", "pass"]}
    commands["load and a first decision"] = [sys.executable, "-c", FIRST, str(source)]
    for title, words in forms.items():
        commands[title] = reviewed(str(source), *words)
    lines = [Line(title, lambda c=command: in_a_process(c)) for title, command in commands.items()]
    in_turn(lines, 1)
    for line in lines:
        line.took.clear()
    in_turn(lines, rounds)
    table = [("one record", "ms", "ms of a processor", "× load and a first decision")]
    least = lines[1]
    for line in lines:
        ratio = median(a.busy / b.busy for a, b in zip(line.took, least.took, strict=True))
        times = (f"{line.of(name) * 1000:.0f}" for name in ("wall", "busy"))
        table.append((line.title, *times, f"{ratio:.2f}"))
    yield from machine.markdown(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starts", type=int, default=15)
    asked = parser.parse_args()
    machine.warn_if_busy()
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LINKAGE_RULES_CACHE"] = str(folder / "cache")
        # As an installed program starts: with its modules compiled.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        tables = []
        if asked.rounds:
            tables += [*workbooks(folder, asked.rows, asked.rounds), ""]
        if asked.starts:
            tables += [*starts(folder, asked.starts), ""]
    print(*tables, machine.described(), sep="\n")


if __name__ == "__main__":
    main()
