"""Small files of every format with one place of them damaged, each read in a process that may end.

    python fuzz/damage.py [--changes N] [--seed N] [--only ENDING …]

A bit is turned, a byte or four are overwritten, or the file is cut off; in a workbook that is an
archive also within one of its parts, packed anew. What is damaged is read, or refused in words.
Anything else is printed: an exception of another kind, a process that a signal ended from within a
library, one that took more than a minute or three gigabytes. Ends with status 1 if there was one.
"""

import argparse
import faulthandler
import io
import mmap
import os
import random
import resource
import signal
import struct
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import linkage_rules
from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.records import InputError, RecordError, read_records

HERE = Path(__file__).parent
SAVED = HERE.parent / "tests" / "records" / "files"
FILES = {
    ".xlsx": SAVED / "hidden.xlsx",
    ".xls": SAVED / "table.xls",
    ".ods": SAVED / "hidden.ods",
    ".xlsb": HERE / "seeds" / "damage" / "small.xlsb",
    ".parquet": HERE / "seeds" / "damage" / "small.parquet",
    ".csv": HERE / "seeds" / "csv" / "table.csv",
    ".json": HERE / "seeds" / "damage" / "small.json",
}
ARCHIVES = (".xlsx", ".ods", ".xlsb")
WORDS = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\0\0\0\x80")
MOST_SECONDS = 60
MOST_BYTES = 3_000_000_000
DAY = date(2023, 5, 1)


def damaged(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    match chance.randrange(8):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 2:
            return content[:at] + chance.choice(WORDS) + content[at + 4 :]
        case 3:
            other = struct.pack("<H", chance.choice((0, 1, 0x7FFF, 0x8000, 0xFFFF)))
            return content[:at] + other + content[at + 2 :]
        case _:
            return (
                content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
            )


def damaged_file(ending: str, chance: random.Random) -> bytes:
    content = whole(ending)
    if ending not in ARCHIVES or chance.randrange(4) == 0:
        return damaged(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = chance.choice([name for name, held in parts.items() if held])
    parts[part] = damaged(parts[part], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return made.getvalue()


@cache
def whole(ending: str) -> bytes:
    return FILES[ending].read_bytes()


@cache
def policy() -> linkage_rules.Policy:
    return linkage_rules.load(HERE / "seeds" / "policy")


def row_by_row(path: Path) -> None:
    try:
        for entry in read_records(path, policy().record_type("Project")):
            for said in (*entry.problems, *entry.doubts, *entry.notes):
                said.render("zh").encode()
            if entry.data is not None:
                try:
                    policy().evaluate(entry.data, as_of=DAY)
                except RecordError as error:
                    error.render("zh").encode()
    except InputError as error:
        error.render("zh").encode()


def in_one_query(path: Path) -> None:
    """As `evaluate_table` and `review` read Parquet: through DuckDB."""
    from linkage_rules.reviews.bulk_review import review_in_bulk
    from linkage_rules.reviews.review_words import Question

    question = Question(policy(), policy().record_type("Project"), DAY, False)
    try:
        review_in_bulk(question, path, path.with_name("answers.parquet"), "en")
    except (TableError, InputError, OSError) as error:
        str(error).encode()


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    **{ending: (ending, row_by_row) for ending in FILES},
    "bulk": (".parquet", in_one_query),
}


def read_all(name: str, numbers: range, seed: int, reached: mmap.mmap, place: Path) -> None:
    """In a child: which input is being read stands in ``reached``, for when this process ends."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    ending, reader = READERS[name]
    path = place / f"damaged{ending}"
    for number in numbers:
        reached[:8] = struct.pack("<q", number)
        path.write_bytes(damaged_file(ending, random.Random(f"{seed} {name} {number}")))
        signal.alarm(MOST_SECONDS)
        reader(path)
        signal.alarm(0)


def failures(name: str, changes: int, seed: int) -> int:
    """Every input in turn; after one that ended the process the next goes on in another one."""
    reached = mmap.mmap(-1, 8)
    first = failed = 0
    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        while first < changes:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                status = 1
                try:
                    faulthandler.enable()
                    read_all(name, range(first, changes), seed, reached, Path(folder))
                    status = 0
                except BaseException:
                    traceback.print_exc()
                finally:
                    sys.stderr.flush()
                    os._exit(status)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status == 0:
                break
            number = struct.unpack("<q", reached[:8])[0]
            ended = f"signal {-status}" if status < 0 else "an exception"
            print(f"{name}: input {number} of seed {seed}: {ended}")
            failed += 1
            first = number + 1
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--changes", type=int, default=1_000, help="of each file")
    parser.add_argument("--seed", type=int, default=0, help="which changes")
    parser.add_argument("--only", action="append", choices=READERS, help="may be repeated")
    asked = parser.parse_args()
    policy()
    failed = 0
    for name in asked.only or READERS:
        found = failures(name, asked.changes, asked.seed)
        failed += found
        print(f"{name}: {asked.changes:,} damaged files, {found} failures", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
