"""Claims about files made to do harm: they cost what they hold, and spoil no other record."""

import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, RecordError, read_records, validate

GOOD = '{"name": "油茶种植"}'
HALF = "the text holds half a character"


def entries(path):
    return list(read_records(path))


@pytest.fixture(autouse=True)
def _current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


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
    assert {p.path: p.why.en for p in second.problems} == HALVES[content]
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
    assert raised.value.problem.path == name


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
    assert [doubt.path for doubt in first.doubts] == ["founded"]
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


@pytest.mark.parametrize("first", range(3))
def test_a_single_bit_that_is_wrong_is_told_or_changes_a_value_and_ends_no_process(first):
    # Some damage ends the process from within Arrow; so it is tried in a process of its own.
    table = pa.table({"name": NAMES, "people": [1, 2], "modes": [["甲"], []]})
    parquet.write_table(table, "whole.parquet")
    command = [sys.executable, "-c", DAMAGING, str(first), "3"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "to the end\n"), done.stderr[-2_000:]


def test_a_list_that_is_longer_than_memory_is_refused_unread(monkeypatch):
    from linkage_rules.records.tables import parquet_files

    monkeypatch.setattr(parquet_files, "MAX_COLUMN_VALUES", 1_000)
    long = pa.array([[1] * 1_001], pa.list_(pa.int64()))
    parquet.write_table(pa.table({"name": ["甲村"], "other": long}), "a.parquet")
    with pytest.raises(InputError, match=r"column other.* is too long"):
        list(read_records("a.parquet", VILLAGE))


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


def test_styles_without_number_are_refused(monkeypatch):
    from linkage_rules.records.tables import archives

    monkeypatch.setattr(archives, "MAX_SETTINGS", 5)
    workbook(village(2))
    with pytest.raises(InputError, match="more than 5 elements"):
        list(read_records("a.xlsx", VILLAGE))
