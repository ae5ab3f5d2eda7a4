"""Claims about tables that cannot be read, or hardly."""

import sys
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from linkage_rules.extras import MissingExtraError
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, Skip, read_records
from linkage_rules.records.tables import spreadsheet_faults, workbooks
from linkage_rules.records.tables.limits import MAX_COLUMNS, MAX_CSV_LINE, MAX_ROWS

VILLAGE = RecordType(
    "Village",
    "村",
    (Field("name", "村名", Scalar.TEXT, required=True), Field("people", "人口", Scalar.WHOLE)),
)
ROWS = [["村名", "人口"], ["甲村", 120], ["乙村", 80]]


@pytest.fixture(autouse=True)
def _current_folder(tmp_path, monkeypatch):
    """Messages then name the file alone."""
    monkeypatch.chdir(tmp_path)


def workbook(rows=ROWS, name="村.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(name)
    return Path(name)


def with_part(path, part, content, name="made.xlsx"):
    """The workbook with one of its parts replaced."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == part else old.read(member))
    return Path(name)


def sheet_xml(rows, before=""):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData></worksheet>'


def text_cell(at, text):
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(at, number):
    return f'<c r="{at}"><v>{number}</v></c>'


HEADINGS = f'<row r="1">{text_cell("A1", "村名")}{text_cell("B1", "人口")}</row>'
SHEET = "xl/worksheets/sheet1.xml"


def problem(path, **settings):
    with pytest.raises(InputError) as caught:
        list(read_records(path, VILLAGE, **settings))
    found = caught.value.problem
    assert found.why.en != found.why.zh
    assert Path(path).name in found.where
    return found


def names(path):
    return [entry.data["name"] for entry in read_records(path, VILLAGE)]


def test_a_table_needs_a_record_type():
    with pytest.raises(InputError, match="without a record type"):
        read_records(workbook())


def test_a_mapping_or_a_sheet_is_refused_for_a_file_that_is_no_table():
    Path("a.json").write_text("[]")
    with pytest.raises(InputError, match="no table"):
        read_records("a.json", VILLAGE, sheet="村")


def test_a_workbook_that_is_not_there_or_is_a_folder_says_so():
    assert problem("missing.xlsx").why.en == "there is no such file"
    Path("folder.csv").mkdir()
    assert problem("folder.csv").why.en == "this is a folder"


def test_an_encrypted_workbook_asks_for_a_copy_without_the_password():
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000)
    Path("locked.xlsx").write_bytes(compound + "EncryptedPackage".encode("utf-16-le") + bytes(99))
    assert problem("locked.xlsx").why.en == "the workbook is protected by a password"


def test_an_old_workbook_that_is_damaged_asks_to_be_saved_anew():
    Path("old.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))
    found = problem("old.xlsx")
    assert found.why.en == "the workbook cannot be read"
    assert ".xlsx" in found.hint.en


def test_a_file_under_the_name_of_another_kind_says_what_it_is():
    Path("text.xlsx").write_text("村名,人口\n甲村,120\n", "utf-8")
    assert "name the file .csv" in problem("text.xlsx").hint.en
    Path("page.xlsx").write_text("<table><tr><td>村名</td></tr></table>", "utf-8")
    assert "save it as .xlsx" in problem("page.xlsx").hint.en
    book = workbook().read_bytes()
    Path("book.csv").write_bytes(book)
    assert problem("book.csv").why.en == "this is an Excel workbook"
    Path("book.parquet").write_bytes(book)
    assert problem("book.parquet").hint.en == "name the file .xlsx"
    Path("data.csv").write_bytes(b"PAR1" + bytes(20))
    assert problem("data.csv").why.en == "this is a Parquet file"
    for name in ("empty.xlsx", "empty.xls", "empty.ods", "empty.parquet"):
        Path(name).write_bytes(b"")
        assert problem(name).why.en == "the file is empty"
    Path("other.xls").write_bytes(b"%PDF-1.7")
    assert problem("other.xls").why.en == "not a workbook"


@pytest.mark.parametrize("name", ["sheet.numbers", "old.xlt", "WPS.ETT"])
def test_a_spreadsheet_of_another_kind_asks_to_be_saved_as_xlsx(name):
    Path(name).write_bytes(b"whatever")
    found = problem(name)
    assert found.why.en == "unknown kind of file"
    assert found.hint.zh == "用 Excel 或 WPS 打开后另存为 .xlsx"


def test_an_archive_that_is_no_workbook_says_so():
    with zipfile.ZipFile("other.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert problem("other.xlsx").why.en == "a ZIP archive, but no workbook"


@pytest.mark.parametrize("kept", [10, 200, 2000, -30])
def test_a_truncated_workbook_is_called_damaged(kept):
    Path("cut.xlsx").write_bytes(workbook().read_bytes()[:kept])
    assert "damaged" in problem("cut.xlsx").why.en


def test_a_workbook_with_a_flipped_byte_is_called_damaged():
    path = workbook()
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 100
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    Path("flipped.xlsx").write_bytes(content)
    assert "damaged" in problem("flipped.xlsx").why.en


@pytest.mark.parametrize(
    "content", ["<worksheet", "no xml at all", "<a/>", sheet_xml('<row r="x"><c r="?"/></row>')]
)
def test_a_workbook_with_broken_parts_is_no_crash(content):
    found = problem(with_part(workbook(), SHEET, content))
    assert found.why.en in ("the workbook cannot be read", "there is nothing in the table")


def test_a_zip_bomb_is_refused_by_what_its_directory_says(monkeypatch):
    bomb = with_part(workbook(), SHEET, sheet_xml(" " * 30_000_000))
    assert bomb.stat().st_size < 100_000
    assert "times as large" in problem(bomb).why.en
    monkeypatch.setattr(spreadsheet_faults, "MAX_UNPACKED_BYTES", 10_000_000)
    assert "unpacked it has" in problem(bomb).why.en


def test_a_zip_bomb_that_hides_its_size_is_unpacked_no_further_than_it_says():
    bomb = with_part(workbook(), SHEET, sheet_xml(" " * 30_000_000))
    with zipfile.ZipFile(bomb) as archive:
        size = archive.getinfo(SHEET).file_size
    hidden = bomb.read_bytes().replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    Path("hidden.xlsx").write_bytes(hidden)
    tracemalloc.start()
    try:
        assert "damaged" in problem("hidden.xlsx").why.en
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10_000_000


def test_an_error_cell_is_in_doubt_and_its_row_is_read():
    path = workbook([*ROWS, ["丙村", "#REF!"], ["丁村", "#N/A"], ["戊村", "#DIV/0!"]])
    found = list(read_records(path, VILLAGE))
    assert [len(entry.doubts) for entry in found] == [0, 0, 1, 1, 1]
    assert found[2].data == {"name": "丙村"}
    doubt = found[2].doubts[0]
    assert doubt.place.wording().en == 'row 4, column B "人口"'
    assert (doubt.where, doubt.value) == ("people", '"#REF!"')
    assert doubt.why.en == "an Excel error instead of a value"


def test_a_formula_that_was_never_computed_is_in_doubt_not_blank():
    path = workbook([*ROWS, ["丙村", "=B2+B3"]])
    entry = list(read_records(path, VILLAGE))[-1]
    assert entry.data == {"name": "丙村"}
    assert entry.doubts[0].why.en == "a formula whose value is not in the file"


@pytest.mark.slow
def test_a_million_rows_with_formatting_only_are_counted_as_blank():
    blank = "".join(f'<row r="{r}" ht="15"/>' for r in range(3, MAX_ROWS + 1))
    body = f'<row r="2">{text_cell("A2", "甲村")}</row>'
    reading = read_records(
        with_part(workbook(), SHEET, sheet_xml(HEADINGS + body + blank)), VILLAGE
    )
    assert [entry.data for entry in reading] == [{"name": "甲村"}]
    assert reading.report.rows == MAX_ROWS
    assert reading.report.skipped == {Skip.HEADING: 1, Skip.BLANK: MAX_ROWS - 2}


@pytest.mark.slow
def test_a_cell_in_the_last_corner_takes_no_memory():
    corner = f'<row r="2">{text_cell("A2", "甲村")}</row><row r="1000000"></row>'
    path = with_part(workbook(), SHEET, sheet_xml(HEADINGS + corner))
    assert names(path) == ["甲村"]
    far = f'<row r="{MAX_ROWS}">{number_cell(f"XFD{MAX_ROWS}", 1)}</row>'
    path = with_part(workbook(), SHEET, sheet_xml(HEADINGS + far))
    assert "16384 columns" in problem(path).why.en


@pytest.mark.slow
def test_a_row_number_beyond_all_sheets_is_refused():
    far = f'<row r="{10**15}">{text_cell(f"A{10**15}", "甲村")}</row>'
    path = with_part(workbook(), SHEET, sheet_xml(HEADINGS + far))
    assert problem(path).why.en == f"more than {MAX_ROWS} rows"


def test_a_dimension_that_lies_hides_no_rows():
    rows = f'{HEADINGS}<row r="2">{text_cell("A2", "甲村")}{number_cell("B2", 3)}</row>'
    path = with_part(workbook(), SHEET, sheet_xml(rows, '<dimension ref="A1"/>'))
    (entry,) = read_records(path, VILLAGE)
    assert entry.data == {"name": "甲村", "people": 3}


def test_too_many_columns_are_refused_in_every_format():
    wide = ["村名", *[f"列{i}" for i in range(MAX_COLUMNS)]]
    assert f"{MAX_COLUMNS + 1} columns" in problem(workbook([wide])).why.en
    Path("wide.csv").write_text(",".join(wide), "utf-8")
    assert f"{MAX_COLUMNS + 1} columns" in problem("wide.csv").why.en


def test_a_huge_cell_is_in_doubt_or_refuses_the_file():
    Path("huge.csv").write_text(f"村名,人口\n甲村,{'1' * 110_000}\n", "utf-8")
    (entry,) = read_records("huge.csv", VILLAGE)
    assert entry.doubts[0].why.en == "wrong type, this is text"
    Path("huge.csv").write_text(f"村名,人口\n甲村,{'1' * 200_000}\n", "utf-8")
    assert "a cell is too long" in problem("huge.csv").why.en


def test_a_csv_line_without_end_is_refused_unread():
    Path("long.csv").write_text("村名,人口\n" + "甲," * MAX_CSV_LINE, "utf-8")
    found = problem("long.csv")
    assert (found.where, found.why.en) == ("long.csv:2", "the line is too long")


def test_a_csv_file_with_nul_bytes_says_where():
    Path("nul.csv").write_bytes("村名,人口\n甲村,".encode() + b"\0\0\n")
    assert problem("nul.csv").why.en.startswith("a byte of this line is NUL")
    Path("utf16.csv").write_text("村名,人口\n", "utf-16-le")
    assert problem("utf16.csv").hint.zh.startswith("用 Excel 或 WPS 打开后另存为")


def test_a_csv_file_in_no_known_encoding_says_where():
    Path("odd.csv").write_bytes("村名\n".encode() + b"\xff\xff\n")
    assert "neither UTF-8 nor GB18030" in problem("odd.csv").why.en


def test_a_quote_that_is_never_closed_is_placed_by_line():
    Path("open.csv").write_text('村名,人口\n甲村,1\n"乙村,2\n丙村,3\n', "utf-8")
    found = problem("open.csv")
    assert (found.where, found.why.en) == ("open.csv:3", "a quote is never closed")
    Path("after.csv").write_text('村名,人口\n"甲"村,1\n', "utf-8")
    assert problem("after.csv").why.en == "text after a closing quote"


def test_a_damaged_parquet_file_is_refused():
    Path("cut.parquet").write_bytes(b"PAR1" + bytes(100))
    assert problem("cut.parquet").why.en == "the Parquet file cannot be read"


@pytest.mark.parametrize("rows", [[], [[]], [[None, " "]]])
def test_a_table_with_nothing_in_it_says_so(rows):
    assert problem(workbook(rows)).why.en == "there is nothing in the table"


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_without_its_library_a_kind_of_file_names_the_extra(monkeypatch, name):
    extra, module = {"a.xlsx": ("sheets", "openpyxl"), "a.parquet": ("parquet", "pyarrow")}[name]
    Path(name).write_bytes(workbook().read_bytes() if extra == "sheets" else b"PAR1" + bytes(9))
    for loaded in [m for m in sys.modules if m.partition(".")[0] == module]:
        monkeypatch.setitem(sys.modules, loaded, None)
    monkeypatch.setitem(sys.modules, module, None)
    what = {"sheets": "spreadsheets need", "parquet": "Parquet files need"}[extra]
    with pytest.raises(MissingExtraError, match=f"{what} {module}, which is not installed") as told:
        problem(name)
    assert told.value.extra == extra


def test_a_sheet_that_is_not_there_is_named_with_those_that_are():
    found = problem(workbook(), sheet="Shet")
    assert (found.value, found.expected.en) == ('"Shet"', "Sheet")
    assert found.hint.en == "did you mean Sheet?"


def test_too_many_merged_blocks_are_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_MERGES", 2)
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for row in range(5, 9):
        book.active.merge_cells(f"A{row}:B{row}")
    book.save("merged.xlsx")
    assert "merged" in problem("merged.xlsx").why.en


def test_a_workbook_never_runs_its_entities():
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {new} "{f"&{old};" * 10}">'
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )
    path = with_part(
        workbook(), SHEET, bomb + sheet_xml(f'<row r="1">{text_cell("A1", "&i;")}</row>')
    )
    assert problem(path).why.en == "the workbook cannot be read"


@pytest.mark.slow
def test_a_csv_file_is_never_held_in_memory():
    line = "甲" * 90 + "村,120\n"
    with open("long.csv", "w", encoding="utf-8") as file:
        file.write("村名,人口\n")
        file.writelines(line for _ in range(20_000))
    reading = read_records("long.csv", VILLAGE)
    next(reading)
    tracemalloc.start()
    try:
        rest = sum(1 for _ in reading)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rest == 19_999
    assert most < 3_000_000
