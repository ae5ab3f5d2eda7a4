"""One table, saved in every format that offices have, says the same; what is no workbook says what
it is. The files are in `files/`, made by `files/make.py`."""

import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, read_records
from linkage_rules.records.tables import spreadsheet_faults, xlsb_files
from linkage_rules.records.tables.grid import Unseen
from linkage_rules.records.tables.limits import MAX_ROWS
from linkage_rules.records.tables.reading import TABLES

from .binary_workbooks import sheet, write

FILES = Path(__file__).parent / "files"
LEDGER = RecordType(
    "Entry",
    "条目",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("name", "名称", Scalar.TEXT),
        Field("investment", "总投资", Scalar.MONEY),
        Field("share", "分红比例", Scalar.NUMBER),
        Field("households", "受益户数", Scalar.WHOLE),
        Field("founded", "成立日期", Scalar.DATE),
        Field("operating", "经营性", Scalar.YES_NO),
        Field("note", "备注", Scalar.TEXT),
    ),
)
CODES = ["000000", "0%", '0"%"', "0.0%", "0.00", "#,##0", "yyyy-mm-dd", 'yyyy"年"m"月"', "yyyy/m/d"]


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def binary(path: Path) -> Path:
    """The same table as in `files/`, as Excel would write it in binary."""
    rows = [
        ["单位：万元"],
        ["编号", "名称", "总投资", "分红比例", "受益户数", "成立日期", "经营性", "备注"],
        ["000012", "甲村", 120, 0.3, 30, serial(date(2023, 5, 1)), "是", "文本编号"],
        [12, "乙村", 12.5, 5, 8, serial(date(2023, 5, 15)), "否", "编号、比例、日期各有格式"],
        ["000014", "丙村", 12.345, 0.1, 1234, serial(date(2023, 5, 15)), "是", "x"],
        [
            "000015",
            "丁村",
            {"error": 7},
            0.25,
            {"formula": 5},
            serial(date(2023, 6, 1)),
            True,
            "公式",
        ],
        ["000016", "戊村", "1,200.5", "30%", "40户", "2023年7月", "否", "文字\n两行"],
        [None, "己村"],
        ["合计", None, 1000, None, 100],
    ]
    styles = {
        (3, 0): 1, (2, 3): 2, (3, 3): 3, (4, 3): 4, (5, 3): 2, (4, 2): 5, (4, 4): 6, (2, 5): 7,
        (3, 5): 8, (4, 5): 7, (5, 5): 9,
    }  # fmt: skip
    merges = [(0, 0, 0, 7), (6, 7, 0, 0)]
    other = sheet([["编号", "名称"], ["X", "不应读取"]], {})
    sheets = {"台账": sheet(rows, styles, merges), "旧表": other}
    return write(path, sheets, CODES, hidden=("旧表",))


@pytest.fixture(params=["table.xlsx", "table.xls", "table.et", "table.ods", "table.xlsb"])
def table(request, tmp_path):
    if request.param == "table.xlsb":
        return binary(tmp_path / request.param)
    return FILES / request.param


def read(path, **settings):
    reading = read_records(path, LEDGER, **settings)
    return list(reading), reading.report


def test_values_are_those_that_show(table):
    entries, report = read(table)
    rows = [entry.validated(LEDGER) for entry in entries if not entry.problems]
    names = ["000012", "000012", "000014", "000015", "000016", "000016"]
    assert [row["id"] for row in rows] == names
    money = [120_000_000, 12_500_000, None, None, 1_200_500_000, None]
    assert [row["investment"] for row in rows] == money
    shares = [Fraction(30, 100), Fraction(5, 100), Fraction(10, 100), Fraction(25, 100)]
    assert [row["share"] for row in rows] == [*shares, Fraction(30, 100), None]
    assert [row["households"] for row in rows] == [30, 8, 1234, 5, 40, None]
    days = [row["founded"] for row in rows]
    given = [date(2023, 5, 1), date(2023, 5, 1), date(2023, 5, 15), date(2023, 6, 1)]
    assert days == [*given, date(2023, 7, 1), None]
    assert [row["operating"] for row in rows][:3] == [True, False, True]
    assert rows[4]["note"] == "文字\n两行"
    assert report.other_sheets == ("旧表",)


def test_cells_that_cannot_be_taken_say_what_shows_and_what_is_stored(table):
    doubts = read(table)[1].doubts
    first, second = doubts[0], doubts[1]
    assert (first.place.row, first.place.column, first.where) == (5, "C", "investment")
    assert "shows" in first.why.en
    assert "12.345" in first.why.en
    assert "12.35" in first.why.zh
    assert (second.place.row, second.value) == (6, '"#DIV/0!"')


def test_a_merged_cell_and_a_month_are_noted(table):
    notes = {(note.place.row, note.place.column): note.what.en for note in read(table)[1].notes}
    assert "only the month" in notes[4, "F"]
    assert "merged cell" in notes[8, "A"]


@pytest.mark.parametrize("name", ["hidden.xlsx", "hidden.xls", "hidden.ods", "hidden.xlsb"])
def test_hidden_rows_and_columns_are_read_and_said_to_be_hidden(name, tmp_path):
    path = FILES / name
    if name == "hidden.xlsb":
        rows = [["编号", "名称", "备注"], ["1", "甲村", "a"], ["2", "乙村", "b"]]
        one = sheet(rows, {}, hidden_rows=(2,), hidden_columns=(2,))
        path = write(tmp_path / name, {"Sheet": one}, [])
    (made,) = TABLES[path.suffix](path)
    assert made.unseen() == Unseen(frozenset({3}), frozenset({2}))
    entries, report = read(path)
    assert [entry.data["note"] for entry in entries] == ["a", "b"]
    assert "隐藏" in report.render("zh")


def test_a_sheet_may_be_chosen_by_name(table):
    entries, report = read(table, sheet="旧表")
    assert report.sheet == "旧表"
    assert [entry.data["id"] for entry in entries] == ["X"]


@pytest.mark.slow
def test_a_mapping_is_proposed_and_a_review_is_written_from_every_format(table, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(main, [*map(str, arguments), "--language", "zh"])

    proposed = run("map", table, "--policy", "xiangtan_2022")
    assert proposed.exit_code == 0, proposed.stderr
    mapping = tmp_path / "my.toml"
    mapping.write_text(proposed.stdout, "utf-8")
    out = tmp_path / "found.csv"
    day = ("--as-of", "2023-05-01")
    found = run("review", "xiangtan_2022", table, "--mapping", mapping, *day, "--out", out)
    assert "Traceback" not in found.output
    assert found.exit_code in (0, 2), found.output
    assert "甲村" in out.read_text("utf-8-sig")


# Files of one format under the name of another, as offices and programs leave them.


@pytest.mark.parametrize("inside", ["table.xlsx", "table.xls", "table.ods"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.et", "a.ods", "a.xlsb", "a.xlsm"])
def test_a_workbook_is_read_by_what_it_is(inside, name, tmp_path):
    path = tmp_path / name
    path.write_bytes((FILES / inside).read_bytes())
    assert len(read(path)[0]) == 6


def refusal(path):
    with pytest.raises(InputError) as raised:
        list(read_records(path, LEDGER))
    problem = raised.value.problem
    assert problem.why.zh != problem.why.en
    return problem


HTML = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>编号</td></tr>'
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
FLAT = (
    '<?xml version="1.0"?>'
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
)
WORD = bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le")
MHTML = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
TEXTS = {
    "a web page": (HTML.encode(), "a web page", ".xlsx"),
    "a web page with BOM": (b"\xef\xbb\xbf\r\n" + HTML.encode(), "a web page", ".xlsx"),
    "a web page in UTF-16": (HTML.encode("utf-16"), "a web page", ".xlsx"),
    "a bare table": (b"<TABLE border=1><tr><td>1</td></tr></TABLE>", "a web page", ".xlsx"),
    "XML of 2003": (XML_2003.encode(), "XML Spreadsheet 2003", ".xlsx"),
    "a web archive": (MHTML, "web archive", ".xlsx"),
    "flat OpenDocument": (FLAT.encode(), ".fods", ".xlsx"),
    "text with commas": ("编号,名称\n1,甲村\n".encode("gb18030"), "not a workbook", ".csv"),
    "text with tabs": ("编号\t名称\n1\t甲村\n".encode("utf-16"), "not a workbook", ".csv"),
    "a Word document": (WORD, "Word", ""),
    "Parquet": (b"PAR1" + bytes(20), "a Parquet file", ".parquet"),
    "nothing": (b"", "the file is empty", "copy it again"),
}


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx", "a.ods", "a.xlsb"])
@pytest.mark.parametrize("what", TEXTS)
def test_what_is_no_workbook_says_what_it_is_and_the_way_out(what, name, tmp_path):
    content, why, way_out = TEXTS[what]
    path = tmp_path / name
    path.write_bytes(content)
    problem = refusal(path)
    assert why in problem.why.en
    assert not way_out or way_out in problem.hint.en


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_a_damaged_workbook_is_called_so_in_every_format(table, share, tmp_path):
    path = tmp_path / table.name
    content = table.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    problem = refusal(path)
    assert any(word in problem.hint.en for word in ("save it", "copy"))


def test_a_compound_file_that_refers_to_itself_is_refused():
    assert refusal(FILES / "looped.xls").why.en == "the workbook cannot be read"


def test_a_binary_workbook_with_more_merged_blocks_than_may_be_is_refused(tmp_path, monkeypatch):
    blocks = [(row, row, 0, 1) for row in range(1, 4)]
    rows = [["编号"], ["A-1"], ["A-2"], ["A-3"]]
    path = write(tmp_path / "a.xlsb", {"台账": sheet(rows, {}, merges=blocks)}, [])
    for bound in (3, 2, 1):
        for module in (xlsb_files, spreadsheet_faults):
            monkeypatch.setattr(module, "MAX_MERGES", bound)
        (found,) = xlsb_files.xlsb_sheets(path)
        if bound == len(blocks):
            assert [block.top for block in found.merges()] == [2, 3, 4]
        else:
            with pytest.raises(InputError, match="merged blocks"):
                found.merges()


def test_a_sheet_that_is_named_twice_is_refused(tmp_path):
    path = write(
        tmp_path / "a.xlsb", {"甲": sheet([["编号"]], {}), "乙": sheet([["编号"]], {})}, []
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsb", "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, content.replace(b"sheets/sheet2", b"sheets/sheet1"))
    assert "named twice" in refusal(tmp_path / "b.xlsb").why.en


def test_a_locked_workbook_asks_for_a_copy_without_the_password(tmp_path):
    locked = tmp_path / "locked.xlsb"
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000)
    locked.write_bytes(compound + "EncryptedPackage".encode("utf-16-le") + bytes(99))
    assert "password" in refusal(locked).why.en
    ods = tmp_path / "locked.ods"
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("content.xml", b"\x00\x01")
        archive.writestr("META-INF/manifest.xml", "<m:manifest><m:encryption-data/></m:manifest>")
    problem = refusal(ods)
    assert "password" in problem.why.en
    assert "without the password" in problem.hint.en


def test_a_strict_workbook_names_its_format_and_the_way_out(tmp_path):
    path = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(FILES / "table.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            new.writestr(
                member, content.replace(space, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            )
    problem = refusal(path)
    assert "Strict Open XML" in problem.why.en
    assert "Excel 工作簿" in problem.hint.zh


def test_cells_that_do_not_say_where_they_stand_are_read_in_order(tmp_path):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    heads = ("编号", "受益户数", "备注")
    above = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in heads)
    rows = f"<row>{above}</row><row><c><v>7</v></c><c><f>1+1</f></c><c><v>3</v></c></row>"
    merged = '<mergeCells count="1"><mergeCell ref="A9:A10"/></mergeCells>'
    book = openpyxl.Workbook()
    book.save(tmp_path / "plain.xlsx")
    path = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            made = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
            new.writestr(member, made if "sheet1" in member else old.read(member))
    (entry,), report = read(path)
    assert (entry.data["id"], entry.data["note"]) == ("7", "3")
    assert [(doubt.place.column, "not in the file" in doubt.why.en) for doubt in report.doubts] == [
        ("B", True)
    ]


# Sheets of OpenDocument that no office would make.


def ods(path, body, styles=""):
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f"{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def texts(*values):
    return "".join(f"<table:table-cell><text:p>{v}</text:p></table:table-cell>" for v in values)


def lines(*rows, name="表"):
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{inside}</table:table>'


def test_a_million_blank_rows_and_columns_are_nothing(tmp_path):
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    long = f'<table:table-row table:number-rows-repeated="1048573">{wide}</table:table-row>'
    body = lines(texts("编号", "名称") + wide, texts("1", "甲村") + wide)
    path = ods(tmp_path / "a.ods", body.replace("</table:table>", f"{long}</table:table>"))
    entries, report = read(path)
    assert [entry.data["name"] for entry in entries] == ["甲村"]
    assert report.rows == 2


@pytest.mark.parametrize("repeated", [MAX_ROWS, 10**18])
def test_a_row_repeated_by_the_million_is_refused(tmp_path, repeated):
    often = f'table:number-rows-repeated="{repeated}"'
    row = f"<table:table-row {often}>{texts('1', '甲村')}</table:table-row>"
    body = lines(texts("编号", "名称")).replace("</table:table>", f"{row}</table:table>")
    assert f"more than {MAX_ROWS} rows" in refusal(ods(tmp_path / "a.ods", body)).why.en


def test_a_cell_repeated_by_the_million_is_refused(tmp_path):
    often = 'table:number-columns-repeated="999999999"'
    cell = f"<table:table-cell {often}><text:p>x</text:p></table:table-cell>"
    assert "columns" in refusal(ods(tmp_path / "a.ods", lines(texts("编号"), cell))).why.en


def test_remarks_on_a_cell_and_what_it_covers_are_no_part_of_it(tmp_path):
    remark = "<office:annotation><text:p>看这里</text:p></office:annotation>"
    cell = f"<table:table-cell>{remark}<text:p>甲<text:s text:c='2'/>村</text:p></table:table-cell>"
    covered = "<table:covered-table-cell><text:p>99</text:p></table:covered-table-cell>"
    body = lines(texts("编号", "名称", "备注"), texts("1") + cell + covered)
    (entry,), _ = read(ods(tmp_path / "a.ods", body))
    assert entry.data == {"id": "1", "name": "甲  村"}


def test_a_hidden_sheet_is_not_taken_for_the_table(tmp_path):
    styles = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    hidden = lines(texts("编号"), texts("X"), name="旧").replace(
        'table:name="旧"', 'table:name="旧" table:style-name="ta1"'
    )
    path = ods(tmp_path / "a.ods", hidden + lines(texts("编号"), texts("Y")), styles)
    assert [entry.data["id"] for entry in read(path)[0]] == ["Y"]


@pytest.mark.parametrize(
    ("value", "shown", "taken"),
    [
        ('float" office:value="12', "000012", "000012"),
        ('float" office:value="430321198001011234', "430321198001011000", None),
        ('float" office:value="123456789012345', "123456789012345", "123456789012345"),
        ('date" office:date-value="2023-01-02', "1-2", None),
        ('string" office:string-value="000012', "000012", "000012"),
    ],
)
def test_identifiers_in_opendocument(tmp_path, value, shown, taken):
    cell = (
        f'<table:table-cell office:value-type="{value}"><text:p>{shown}</text:p></table:table-cell>'
    )
    path = ods(tmp_path / "a.ods", lines(texts("编号", "名称"), cell + texts("甲村")))
    (entry,), _ = read(path)
    assert (entry.data or {}).get("id") == taken
    assert bool(entry.problems) == (taken is None)
