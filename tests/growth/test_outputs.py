"""What n records, and a policy of n norms, cost in each form that a command writes."""

import csv
import json
from functools import partial

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from linkage_rules.commands.cli import main
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import read_records
from linkage_rules.reviews.outputs.writing import ENDINGS
from tests.growth.constructs import HEAD, norm
from tests.growth.work import assert_grows_in_step, calls

OUTPUTS = {
    **{f"out{ending}": () for ending in ENDINGS},
    "pages/": (),
    "documents/": ("--word",),
}
PRINTED = ("overview", "table", "json", "html", "csv")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKAGE_RULES_CACHE", "off")
    return tmp_path


def write_policy(place, norms):
    text = "".join(norm(f"n > {i % 9}", i) for i in range(norms))
    (place / "a.pol").write_text(HEAD + text, "utf-8")


def write_records(place, count):
    records = [{"n": i % 9, "name": f"甲{i}", "known": None} for i in range(count)]
    (place / "a.json").write_text(json.dumps(records), "utf-8")


def ended(words):
    with pytest.raises(SystemExit) as raised:
        main(words)
    assert raised.value.code in (0, 1, None)


def reviewed(place, count, *words, what):
    write_policy(place, 3 if what == "records" else count)
    write_records(place, count if what == "records" else 3)
    given = ["review", "a.pol", "a.json", "--record-type", "Case", "--as-of", "2023-05-01", *words]
    if given[-1].endswith("/") or given[-2].endswith("/"):
        given = [f"{word[:-1]}{count}-{len(list(place.iterdir()))}/" if word.endswith("/") else word
                 for word in given]  # fmt: skip
    return calls(lambda: ended(given))


@pytest.mark.parametrize("what", ["records", "norms"])
@pytest.mark.parametrize("out", OUTPUTS)
def test_twice_as_much_is_about_twice_the_work_to_write(place, what, out):
    cost = partial(reviewed, place, what=what)
    assert_grows_in_step(lambda n: cost(n, *OUTPUTS[out], "--out", out), 4)


@pytest.mark.parametrize("what", ["records", "norms"])
@pytest.mark.parametrize("form", PRINTED)
def test_twice_as_much_is_about_twice_the_work_to_print(place, what, form):
    cost = partial(reviewed, place, what=what)
    assert_grows_in_step(lambda n: cost(n, "--format", form), 4)


@pytest.mark.parametrize("command", ["document", "audit"])
def test_a_text_of_twice_as_many_clauses_is_about_twice_the_work(place, command):
    def cost(n):
        clauses = "".join(f"（{NUMERALS[i]}）县级应当走访第{i}户。\n" for i in range(n))
        (place / "source.txt").write_text(f"一、走访\n{clauses}", "utf-8")
        norms = "".join(
            norm(f"n > {i % 9}", i).replace(
                "  county", f'  cites 一.({NUMERALS[i]}) "县级应当走访第{i}户"\n  county'
            )
            for i in range(n)
        )
        head = HEAD.replace('policy chain "链"', 'policy chain "链"\n  source "source.txt"')
        (place / "a.pol").write_text(head + norms, "utf-8")
        return calls(lambda: ended([command, "a.pol"]))

    assert_grows_in_step(cost, 4)


DIGITS = "一二三四五六七八九"
NUMERALS = [*DIGITS, "十", *(f"十{digit}" for digit in DIGITS)]

VILLAGE = RecordType(
    "Village",
    "村",
    (
        Field("name", "村名", Scalar.TEXT, required=True),
        Field("people", "人口", Scalar.WHOLE),
        *(Field(f"more{n}", f"附加{n}", Scalar.TEXT) for n in range(400)),
    ),
)


def table(place, name, rows, columns):
    headings = ["村名", "人口", *(f"附加{n}" for n in range(columns - 2))]
    cells = [[f"村{i}", i, *("甲" * (columns - 2))] for i in range(rows)]
    path = place / name
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([headings, *cells])
        case ".xlsx":
            book = openpyxl.Workbook()
            for row in [headings, *cells]:
                book.active.append(row)
            book.save(path)
        case ".parquet":
            columns_ = {h: [row[i] for row in cells] for i, h in enumerate(headings)}
            parquet.write_table(pa.table(columns_), path)
        case _:
            records = [dict(zip(headings, row, strict=True)) for row in cells]
            path.write_text(json.dumps(records), "utf-8")
    return path


@pytest.mark.parametrize("what", ["rows", "columns"])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet", "a.json"])
def test_a_table_of_twice_as_many_cells_is_about_twice_the_work_to_read(place, name, what):
    def cost(n):
        path = table(place, name, *((n, 5) if what == "rows" else (5, n)))

        def read():
            entries = list(read_records(path, VILLAGE))
            assert len(entries) == (n if what == "rows" else 5)
            assert all(entry.data for entry in entries)
            for entry in entries if name == "a.json" else ():
                entry.validated(VILLAGE)

        return calls(read)

    assert_grows_in_step(cost, 50)
