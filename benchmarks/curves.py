"""What once took seconds and gigabytes, measured anew with the same inputs.

    python benchmarks/curves.py

Each line is an input, what it cost when it was found, and what it costs now in seconds of
processor time, or the words with which it is refused. Checking the policy is not counted. See
docs/limits.md.
"""

import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

import machine
import openpyxl
import pyarrow as pa

from linkage_rules import Policy, TableError
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, read_records
from linkage_rules.testing.generation import checked

DAY: Final = date(2023, 5, 1)
HEAD: Final = """
policy chain "链"

record Case "案"
  known "已知": yes/no
  n "数": whole number at least 0 at most 10
  name: text
  nums "各数": list of whole number

bearer county "县"

action visit "走访" of Case
"""
SPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
VILLAGE: Final = RecordType("Village", "村", (Field("name", "村名", Scalar.TEXT, required=True),))


Work: TypeAlias = Callable[[], object]


def norm(condition: str, number: int = 0) -> str:
    return f"norm due{number} for Case\n  when {condition}\n  county must visit\n"


def nested(inner: str, outer: str, times: int) -> str:
    for level in range(times):
        inner = outer.format(inner, level % 9)
    return inner


def some(depth: int) -> str:
    inner = "x0 > 100"
    for level in reversed(range(depth)):
        inner = f"some x{level} in nums has ({inner})"
    return inner


def chain(length: int) -> str:
    facts = (
        f"fact f{i} of Case\n  means {f'f{i - 1} and ' if i else ''}n > 3\n" for i in range(length)
    )
    return "".join((*facts, norm(f"f{length - 1}")))


def policy(text: str) -> Policy:
    return Policy(checked(HEAD + text), "digest", None)


def in_a_table(text: str) -> Work:
    asked = policy(text)
    rows = pa.table({"known": [True], "n": pa.array([9], pa.int32()), "name": ["甲"]})
    return lambda: asked.evaluate_table(rows, as_of=DAY, record_type="Case").to_pyarrow()


def said(text: str, elements: int, say: Callable[[Any], str]) -> Work:
    asked = policy(text)
    record = {"n": 9, "known": True, "name": "甲", "nums": [1] * elements}
    return lambda: say(asked.evaluate(record, as_of=DAY, record_type="Case"))


def read(rows: str, change: Callable[[str], str] = str) -> Work:
    made, book = BytesIO(), BytesIO()
    openpyxl.Workbook().save(made)
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>村名</t></is></c></row>'
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(book, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                data = f"<sheetData>{heading}{rows}</sheetData>"
                content = f'<worksheet xmlns="{SPACE}">{data}</worksheet>'
            new.writestr(name, change(content) if name == "xl/workbook.xml" else content)

    def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.xlsx")
            path.write_bytes(book.getvalue())
            for _ in read_records(path, VILLAGE):
                pass

    return work


def many_sheets(found: str) -> str:
    one = found[found.index("<sheet ") : found.index("</sheets>")]
    return found.replace("</sheets>", f"{one * 9_999}</sheets>")


def far_right() -> str:
    name = '<c r="A{0}" t="inlineStr"><is><t>甲村</t></is></c><c r="ZZZ{0}"/>'
    return "".join(f'<row r="{n}">{name.format(n)}</row>' for n in range(2, 20_002))


def explained(decision: Any) -> str:
    return str(decision.explain("visit"))


def as_json(decision: Any) -> str:
    return str(decision.to_json())


LABELS: Final = ", ".join(f'"甲{number}"' for number in range(5_000))
IFS: Final = nested("known", "(if {0} then n > {1} else known)", 16)
PAIRS: Final = "some x in nums has some y in nums has x + y > 99"
INPUTS: Final[tuple[tuple[str, str, Callable[[], Work]], ...]] = (
    ("16 nested ifs, DuckDB", "14 s, 1.3 GB", lambda: in_a_table(norm(IFS))),
    (
        "and of 1,000 terms, DuckDB",
        "RecursionError",
        lambda: in_a_table(norm(" and ".join(f"n > {i % 9}" for i in range(1_000)))),
    ),
    (
        "in {5,000}, DuckDB",
        "RecursionError",
        lambda: in_a_table(norm(f"name in {{{LABELS}}}")),
    ),
    (
        "400 norms on one action, DuckDB",
        "BinderException; 200: 6 s, 1.3 GB",
        lambda: in_a_table("".join(norm(f"n > {i % 9}", i) for i in range(400))),
    ),
    ("2,000 facts in a chain, DuckDB", "BinderException", lambda: in_a_table(chain(2_000))),
    (
        "explain, and of 400 parts",
        "5 s",
        lambda: said(norm(" and ".join(f"n > {i % 9}" for i in range(400))), 1, explained),
    ),
    (
        "explain, 62 nested ifs",
        "4.6 s",
        lambda: said(norm(nested("n", "(if n > {1} then {0} else 1)", 60) + " > 3"), 1, explained),
    ),
    ("explain, 200 x 200 pairs", "11.8 s", lambda: said(norm(PAIRS), 200, explained)),
    ("explain, nested some, 14 deep", "> 60 s", lambda: said(norm(some(14)), 2, explained)),
    ("to_json, chain of 2,000 facts", "7 s", lambda: said(chain(2_000), 1, as_json)),
    (
        "XLSX, a row of 4.5 million empty cells",
        "1.4 GB",
        lambda: read(f'<row r="2">{"<c/>" * 4_500_000}</row>'),
    ),
    ("XLSX, 20,000 rows with a blank cell in column ZZZ", "39 s", lambda: read(far_right())),
    ("XLSX, 10,000 references to one sheet", "20 s", lambda: read("", many_sheets)),
)


def measured(work: Work) -> str:
    began = time.process_time()
    refusal = ""
    try:
        work()
    except (TableError, InputError) as error:
        refusal = f"; refused: {str(error).splitlines()[0].rpartition('/')[2]}"
    return f"{time.process_time() - began:.2f} s{refusal}"


def main() -> int:
    machine.warn_if_busy()
    print("| input | when found | now |", "|---|--:|---|", sep="\n")
    in_a_table(norm("known"))()
    for name, before, prepare in INPUTS:
        print(f"| {name} | {before} | {measured(prepare())} |", flush=True)
    print(machine.described())
    return 0


if __name__ == "__main__":
    sys.exit(main())
