"""Claims about files made to do harm: they cost what they hold, and spoil no other record."""

import json
import os
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

from linkage_rules import load
from linkage_rules.commands.cli import main
from linkage_rules.engines.tabular import TableError
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, RecordError, read_records, validate

GOOD = '{"name": "油茶种植"}'
HALF = "the text holds half a character"


def entries(path):
    return list(read_records(path))


@pytest.fixture(autouse=True)
def _current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _an_end() -> Iterator[None]:
    """What waits for a pipe, or reads a device to its end, fails and does not hang."""

    def too_long(number: int, frame: object) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


HALVES = {
    r'{"id": "\ud83d"}': {"id": HALF},
    r'{"id": "\uDE00x"}': {"id": HALF},
    r'{"unknown": "\ud83d", "name": "x"}': {"unknown": HALF},
    r'{"\udc00": 1}': {'["\\udc00"]': HALF},
    r'{"funds": [{"type": "\ud83d\ud83d"}], "a": {"b": ["\udc00"]}}': {
        "funds[0].type": HALF,
        "a.b[0]": HALF,
    },
    r'["\ud83d"]': {"[0]": HALF},
}


@pytest.mark.parametrize("content", HALVES)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_half_a_character_anywhere_makes_its_record_unreadable_and_no_other(name, content):
    joined = f"[{GOOD},{content},{GOOD}]" if name == "a.json" else f"{GOOD}\n{content}\n{GOOD}"
    Path(name).write_text(joined)
    first, second, third = entries(name)
    assert first.data == third.data == json.loads(GOOD)
    assert second.data is None
    assert {p.where: p.why.en for p in second.problems} == HALVES[content]
    for language in ("en", "zh"):
        "".join(problem.render(language) for problem in second.problems).encode()


def test_a_single_record_with_half_a_character_is_unreadable():
    Path("a.json").write_text(r'{"id": "\ud83d"}')
    assert entries("a.json")[0].data is None


def test_a_character_written_as_two_escapes_is_whole():
    Path("a.json").write_text(r'[{"id": "\ud83d\ude00 \u9879 \\ud83d"}]')
    assert entries("a.json")[0].data == {"id": "😀 项 \\ud83d"}


@pytest.mark.parametrize(
    "data",
    [
        {"name": "\ud83d"},
        {"\ud83d": 1},
        {"fund_types": ["\ud83d"]},
        {"main_fund": {"type": "\ud83d"}},
        {"term": "\ud83d"},
    ],
)
def test_half_a_character_in_a_python_record_is_a_problem_that_can_be_written(project, data):
    with pytest.raises(RecordError) as raised:
        validate(data, project)
    raised.value.render("en").encode()
    raised.value.render("zh").encode()


@pytest.mark.usefixtures("_an_end")
@pytest.mark.parametrize("name", ["a.json", "a.ndjson", "a.csv", "a.xlsx", "a.parquet", "m.toml"])
@pytest.mark.parametrize("kind", ["a device that never ends", "a pipe that nobody writes to"])
def test_what_is_no_file_is_refused_at_once(project, name, kind):
    if kind.startswith("a device"):
        Path(name).symlink_to("/dev/zero")
    else:
        os.mkfifo(name)
    records, mapping = ("a.csv", name) if name == "m.toml" else (name, None)
    with pytest.raises(InputError) as raised:
        list(read_records(records, project, mapping))
    assert str(raised.value.problem.why) == "this is a device or a pipe, not a file"
    assert raised.value.problem.where == name


@pytest.mark.usefixtures("_an_end")
@pytest.mark.parametrize("folder", ["", "in it/"])
def test_a_pipe_is_no_table_and_is_not_waited_for(tmp_path, folder):
    policy, day = load("xiangtan_2022"), date(2023, 5, 1)
    pipe = tmp_path / folder / "a.parquet"
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    with pytest.raises(TableError, match="no Parquet file is found there"):
        policy.evaluate_table(pipe.parent if folder else pipe, as_of=day)
    words = ["review", "xiangtan_2022", str(pipe), "--as-of", "2023-05-01", "--language", "en"]
    found = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "b.parquet")])
    assert (found.exit_code, found.stdout) == (2, "")
    assert "this is a device or a pipe, not a file" in found.stderr


VILLAGE = RecordType(
    "Village",
    "村",
    (
        Field("name", "村名", Scalar.TEXT, required=True),
        Field("people", "人口", Scalar.WHOLE),
        Field("founded", "成立日期", Scalar.DATE),
    ),
)
NAMES = pa.array(["甲村", "乙村"])
DAYS = pa.array([2_932_897, 19_000], pa.int32()).cast(pa.date32())
NOT_UTF8 = pa.Array.from_buffers(
    pa.string(), 2, pa.array([b"\xed\xa0\xbd", "丙村".encode()]).buffers()
)


@pytest.mark.parametrize(
    "column",
    [
        DAYS,
        pa.array([2**60, 1], pa.timestamp("us")),
        pa.array([1, 2], pa.timestamp("us", "Mars/Olympus")),
        pa.array([[2_932_897], [1]], pa.list_(pa.int32())).cast(pa.list_(pa.date32())),
        NOT_UTF8,
        pa.array([2**62, 1], pa.duration("us")),
    ],
    ids=lambda column: str(column.type),
)
def test_values_that_python_cannot_hold_in_a_column_that_is_not_read_change_nothing(column):
    parquet.write_table(pa.table({"name": NAMES, "other": column}), "a.parquet")
    read = list(read_records("a.parquet", VILLAGE))
    assert [entry.data for entry in read] == [{"name": "甲村"}, {"name": "乙村"}]
    assert not any(entry.doubts for entry in read)


def test_a_day_beyond_the_calendar_is_a_cell_in_doubt():
    parquet.write_table(pa.table({"name": NAMES, "founded": DAYS}), "a.parquet")
    first, second = read_records("a.parquet", VILLAGE)
    assert [doubt.where for doubt in first.doubts] == ["founded"]
    assert "9999" in first.doubts[0].why.en
    assert first.data["name"] == "甲村"
    assert second.data["founded"] == date(2022, 1, 8)


def test_text_in_parquet_that_is_not_utf8_is_a_problem_of_its_row_alone():
    parquet.write_table(pa.table({"name": NOT_UTF8, "people": pa.array([1, 2])}), "a.parquet")
    first, second = read_records("a.parquet", VILLAGE)
    assert "UTF-8" in first.problems[0].why.en
    assert second.data == {"name": "丙村", "people": 2}


def test_a_column_that_cannot_be_read_is_named():
    table = pa.table({"name": pa.array(["甲村"] * 3000), "people": pa.array(range(3000))})
    parquet.write_table(table, "a.parquet", compression="none", use_dictionary=False)
    content = bytearray(Path("a.parquet").read_bytes())
    start = parquet.ParquetFile("a.parquet").metadata.row_group(0).column(1).data_page_offset
    content[start : start + 40] = b"\xff" * 40
    Path("a.parquet").write_bytes(content)
    with pytest.raises(InputError) as raised:
        list(read_records("a.parquet", VILLAGE))
    assert raised.value.problem.why.en == "column people cannot be read"


def ran(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600, check=False)


DAMAGING = """
import sys
from pathlib import Path
from linkage_rules.records import InputError
from linkage_rules.records.tables.parquet_files import parquet_sheets

whole, first = Path("whole.parquet").read_bytes(), int(sys.argv[1])
for bit in range(first, 8 * len(whole), int(sys.argv[2])):
    damaged = bytearray(whole)
    damaged[bit // 8] ^= 1 << bit % 8
    Path("a.parquet").write_bytes(damaged)
    try:
        for sheet in parquet_sheets(Path("a.parquet")):
            list(sheet.rows())
    except InputError:
        pass
print("to the end")
"""


@pytest.mark.slow
@pytest.mark.parametrize("first", range(3))
def test_a_single_bit_that_is_wrong_is_told_or_changes_a_value_and_ends_no_process(first):
    # Some damage ends the process from within Arrow; so it is tried in a process of its own.
    table = pa.table({"name": NAMES, "people": [1, 2], "modes": [["甲"], []]})
    parquet.write_table(table, "whole.parquet")
    command = [sys.executable, "-c", DAMAGING, str(first), "3"]
    done = ran(command)
    assert (done.returncode, done.stdout) == (0, "to the end\n"), done.stderr[-2_000:]


@pytest.mark.parametrize(
    "table",
    [
        pa.table({}),
        pa.table({"name": pa.array([], pa.string())}),
        pa.table({"name": pa.array(["甲村"])}).select([]),
    ],
    ids=["nothing", "no row", "no column"],
)
def test_a_table_without_columns_or_rows_is_read_and_ends_no_process(table):
    parquet.write_table(table, "a.parquet")
    program = "from linkage_rules.records.tables.parquet_files import parquet_sheets as sheets\n"
    program += "from pathlib import Path\n"
    program += "print(len(list(sheets(Path('a.parquet'))[0].rows())))"
    done = ran([sys.executable, "-c", program])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1"


def test_a_list_that_is_longer_than_memory_is_refused_unread(monkeypatch):
    from linkage_rules.records.tables import parquet_files

    monkeypatch.setattr(parquet_files, "MAX_COLUMN_VALUES", 1_000)
    long = pa.array([[1] * 1_001], pa.list_(pa.int64()))
    parquet.write_table(pa.table({"name": ["甲村"], "other": long}), "a.parquet")
    with pytest.raises(InputError, match=r"column other.* is too long"):
        list(read_records("a.parquet", VILLAGE))


UTF16 = {
    "half a character": ("村名\n甲\n".encode("utf-16-le") + b"\x00\xd8a\x00", 3),
    "the second half first": ("村名\n".encode("utf-16-le") + b"\x00\xdca\x00", 2),
    "half a byte pair": ("村名\n甲\n乙".encode("utf-16-le")[:-1], 3),
    "a NUL": ("村名\n甲\0乙\n".encode("utf-16-le"), 2),
    "nothing but the mark": (b"\0", 1),
}


@pytest.mark.parametrize("name", UTF16)
def test_what_begins_like_utf16_and_is_none_is_refused_with_the_line(name):
    content, line = UTF16[name]
    Path("a.csv").write_bytes(b"\xff\xfe" + content)
    with pytest.raises(InputError) as raised:
        list(read_records("a.csv", VILLAGE))
    assert raised.value.problem.where == f"a.csv:{line}"


def as_written(name: str, count: int) -> None:
    """A file of villages in the format that its ending says."""
    rows = [{"name": f"村{n}", "people": n} for n in range(count)]
    match Path(name).suffix:
        case ".json":
            Path(name).write_text(json.dumps(rows))
        case ".ndjson":
            Path(name).write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        case ".csv":
            Path(name).write_text("村名,人口\n" + "".join(f"村{n},{n}\n" for n in range(count)))
        case ".parquet":
            parquet.write_table(pa.Table.from_pylist(rows), name, row_group_size=1_000)
        case ".xlsx":
            book = openpyxl.Workbook()
            for row in [["村名", "人口"], *([row["name"], row["people"]] for row in rows)]:
                book.active.append(row)
            book.save(name)


CHANGES = {
    "shrinks": lambda file, size: file.truncate(size // 2),
    "becomes empty": lambda file, size: file.truncate(0),
    "grows": lambda file, size: (file.seek(size), file.write(b"\n{}\n" * 9)),
    "is overwritten": lambda file, size: (file.seek(size // 2), file.write(b"\xff" * 4_000)),
    "is overwritten with the like": lambda file, size: (file.seek(size // 2), file.write(b"1")),
}


def read_while_it(changes, name):
    """The records of a file of which one was read before it changed."""
    as_written(name, 3_000)
    reading = iter(read_records(name, VILLAGE))
    read = [next(reading).data]
    with open(name, "rb+") as file:
        CHANGES[changes](file, os.path.getsize(name))
    os.utime(name, ns=(1, 1))
    return read + [entry.data for entry in reading]


@pytest.mark.parametrize("name", ["a.json", "a.xlsx"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_is_taken_in_whole_is_read_as_it_was(name, change):
    read = read_while_it(change, name)
    assert len(read) == 3_000
    assert read[-1] == {"name": "村2999", "people": 2999}


@pytest.mark.parametrize("name", ["a.ndjson", "a.csv", "a.parquet"])
@pytest.mark.parametrize("change", CHANGES)
def test_of_a_file_that_changes_while_it_is_read_the_change_is_told(name, change):
    with pytest.raises(InputError) as raised:
        read_while_it(change, name)
    told = raised.value.problem.why
    assert told.en == "the file was changed while it was being read"
    assert told.zh


def test_quotes_that_a_change_leaves_unclosed_are_told_as_the_change():
    as_written("a.csv", 3_000)
    reading = iter(read_records("a.csv", VILLAGE))
    next(reading)
    with open("a.csv", "rb+") as file:
        file.seek(os.path.getsize("a.csv") // 2)
        file.write(b'\n"')
    os.utime("a.csv", ns=(1, 1))
    with pytest.raises(InputError, match="changed while it was being read"):
        list(reading)


@pytest.mark.parametrize("change", [change for change in CHANGES if "like" not in change])
def test_what_arrow_finds_damaged_because_the_file_changes_is_told_as_the_change(
    monkeypatch, change
):
    from linkage_rules.records.tables import parquet_files

    def meanwhile(path, _):
        with path.open("rb+") as file:
            CHANGES[change](file, path.stat().st_size)
        os.utime(path, ns=(1, 1))

    as_written("a.parquet", 3_000)
    # Arrow has seen what the file says of itself, and none of its values.
    monkeypatch.setattr(parquet_files, "_check_sizes", meanwhile)
    with pytest.raises(InputError, match="changed while it was being read"):
        list(read_records("a.parquet", VILLAGE))


def test_a_file_that_takes_another_encoding_before_its_rows_are_read_has_changed():
    from linkage_rules.records.tables.csv_files import csv_sheets

    Path("a.csv").write_text("村名,人口\n甲村,1\n", encoding="utf-8")
    (sheet,) = csv_sheets(Path("a.csv"))
    Path("a.csv").write_text("村名,人口\n甲村,1\n", encoding="gb18030")
    with pytest.raises(InputError, match="changed while it was being read"):
        list(sheet.rows())


def test_columns_that_change_places_before_their_rows_are_read_take_their_names_along():
    from linkage_rules.records.tables.parquet_files import parquet_sheets

    parquet.write_table(pa.table({"name": ["甲村"], "people": [1]}), "a.parquet")
    (sheet,) = parquet_sheets(Path("a.parquet"))
    parquet.write_table(pa.table({"people": [1], "name": ["甲村"]}), "a.parquet")
    assert [row.cells for row in sheet.rows()] == [("people", "name"), (1, "甲村")]


def test_an_error_is_told_as_itself_where_the_file_is_as_it_was():
    Path("a.csv").write_text('村名,人口\n甲村,"1\n')
    with pytest.raises(InputError) as raised:
        list(read_records("a.csv", VILLAGE))
    assert raised.value.problem.why.en == "a quote is never closed"


@pytest.mark.parametrize("fails", [False, True])
def test_a_table_that_changes_while_a_query_judges_it_leaves_the_old_answers(monkeypatch, fails):
    from linkage_rules import load
    from linkage_rules.engines.tabular.faults import not_worked_out
    from linkage_rules.reviews import bulk_review
    from linkage_rules.reviews.review_words import Question

    policy = load("xiangtan_2022")
    parquet.write_table(pa.table({"id": ["A-1"]}), "a.parquet")
    Path("out.parquet").write_text("was here before")
    judged = bulk_review._judged

    def meanwhile(*asked):
        answers = judged(*asked)
        os.utime("a.parquet", ns=(1, 1))
        if fails:
            raise not_worked_out(ValueError("half a page"))
        return answers

    monkeypatch.setattr(bulk_review, "_judged", meanwhile)
    question = Question(policy, policy.record_type("Project"), date(2023, 5, 1), False)
    with pytest.raises(InputError, match="changed while it was being read"):
        bulk_review.review_in_bulk(question, Path("a.parquet"), Path("out.parquet"), "en")
    assert Path("out.parquet").read_text() == "was here before"
    assert sorted(path.name for path in Path().iterdir()) == ["a.parquet", "out.parquet"]


def test_a_day_beyond_the_calendar_in_a_whole_table_is_parted_from_the_valid_rows():
    from linkage_rules import load

    days = pa.array([2_932_897, 19_000, -800_000], pa.int32()).cast(pa.date32())
    parquet.write_table(pa.table({"id": ["A", "B", "C"], "approved_on": days}), "a.parquet")
    policy = load("xiangtan_2022")
    parts = policy.check_table("a.parquet")
    assert parts.bad["id"].to_pyarrow().to_pylist() == ["A", "C"]
    assert parts.good["id"].to_pyarrow().to_pylist() == ["B"]
    judged = policy.evaluate_table("a.parquet", as_of=date(2023, 5, 1))
    assert judged["id"].to_pyarrow().to_pylist() == ["A", "B", "C"]


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>村名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>人口</t></is></c></row>'
)


def workbook(rows, *, merges="", workbook_xml=None):
    """A workbook whose one sheet has these rows below its headings, as XML."""
    made, plain = BytesIO(), openpyxl.Workbook()
    plain.save(made)
    sheet = (
        f'<worksheet xmlns="{SPACE}"><sheetData>{HEADINGS}{rows}</sheetData>{merges}</worksheet>'
    )
    with zipfile.ZipFile(made) as old, zipfile.ZipFile("a.xlsx", "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet.encode()
            if name == "xl/workbook.xml" and workbook_xml:
                content = workbook_xml(content.decode()).encode()
            new.writestr(name, content)


def village(row, name="甲村"):
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c></row>'


def thrice(found):
    return found.replace(
        "</sheets>", f"{found[found.index('<sheet ') : found.index('</sheets>')] * 9_999}</sheets>"
    )


HOSTILE = {
    "a row of empty cells": {"rows": f'<row r="2">{"<c/>" * 4_500_000}</row>'},
    "a shorter row of empty cells": {"rows": f'<row r="2">{"<c/>" * 200_000}</row>'},
    "prefixed": {
        "rows": f'<row r="2">{"<x:c/>" * 200_000}</row>'.replace("<row", f'<row xmlns:x="{SPACE}"')
    },
    "a sheet named over and over": {"rows": village(2), "workbook_xml": thrice},
    "columns beyond the last": {"rows": '<row r="2"><c r="ZZZ2"><v>1</v></c></row>' * 3},
    "merged rows beyond count": {
        "rows": village(2),
        "merges": "<mergeCells>" + '<mergeCell ref="A2:A1048576"/>' * 6 + "</mergeCells>",
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_would_grow_is_refused_before_it_is_built(name):
    workbook(**HOSTILE[name])
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as raised:
            list(read_records("a.xlsx", VILLAGE))
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert raised.value.problem.expected.zh


@pytest.mark.slow
def test_a_blank_cell_far_to_the_right_takes_no_memory():
    rows = "".join(
        f'{village(n).removesuffix("</row>")}<c r="ZZZ{n}"/></row>' for n in range(2, 3_002)
    )
    workbook(rows)
    tracemalloc.start()
    try:
        read = list(read_records("a.xlsx", VILLAGE))
        # Filled up to that column it would be 60 million cells.
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert len(read) == 3_000
    assert read[0].data["name"] == "甲村"


def with_bytes(sign: bytes, offset: int, new: bytes):
    """Changes the archive a.xlsx at a place counted from a sign of it."""
    content = bytearray(Path("a.xlsx").read_bytes())
    at = content.index(sign) + offset
    content[at : at + len(new)] = new
    Path("a.xlsx").write_bytes(content)


DIRECTORY = b"PK\1\2"
BROKEN_ARCHIVES = {
    "a part packed by nobody knows what": (DIRECTORY, 10, b"\x63\0"),
    "a version to come": (DIRECTORY, 6, b"\xff\0"),
    "locked": (DIRECTORY, 8, b"\1\0"),
    "a name that is not UTF-8": (DIRECTORY, 8, b"\0\x08" + bytes(36) + b"\xff"),
    "a part before the start": (b"PK\5\6", 16, b"\xff\xff\xff\x7f"),
    "a directory that is too long": (b"PK\5\6", 12, b"\xff\xff\0\0"),
    "a part beyond the end": (DIRECTORY, 42, b"\xff\xff\xff\x7f"),
    "packed bytes that say nothing": (b"xl/workbook.xml", 15, b"\xff" * 40),
}


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xlsb", ".csv"])
@pytest.mark.parametrize("name", BROKEN_ARCHIVES)
def test_a_broken_archive_is_refused_whatever_it_is_called(name, ending):
    workbook(village(2))
    with_bytes(*BROKEN_ARCHIVES[name])
    Path("a.xlsx").rename(f"b{ending}")
    with pytest.raises(InputError) as raised:
        list(read_records(f"b{ending}", VILLAGE))
    assert raised.value.render("zh")


def test_styles_without_number_are_refused(monkeypatch):
    from linkage_rules.records.tables import spreadsheet_faults

    monkeypatch.setattr(spreadsheet_faults, "MAX_SETTINGS", 5)
    workbook(village(2))
    with pytest.raises(InputError, match="more than 5 elements"):
        list(read_records("a.xlsx", VILLAGE))
