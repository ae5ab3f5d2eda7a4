"""A review as a workbook, read back as a person and as Excel would find it."""

import json
import re
import sys
from zipfile import ZipFile

import openpyxl
import pytest
from rich.cells import cell_len

from linkage_rules.model.deontic import Tone
from linkage_rules.reviews.opinions.tones import GROUNDS
from linkage_rules.reviews.outputs.record_rows import Cell
from linkage_rules.reviews.outputs.workbook import Book, Column, Sheet

AS_OF = ("--as-of", "2023-05-01")
# Characters of the standard font across A4 on its side at 80 % of their size: still read at ease.
MOST_READABLE = 180
SHEETS = [
    "汇总",
    "审核情况表",
    "逐条结论",
    "禁止违反待办明细",
    "待办台账",
    "无法读取和存疑",
    "读取说明",
]


@pytest.fixture
def workbook(run, library_entry, tmp_path):
    """The workbook of a review, of the records of the small policy or of a file."""

    def reviewed(source="projects.json", language="zh"):
        out = tmp_path / "review.xlsx"
        result = run("review", "policy.pol", source, *AS_OF, "--out", out, language=language)
        assert out.exists(), result.stderr
        return openpyxl.load_workbook(out)

    return reviewed


def table(sheet):
    """The rows of a sheet as dictionaries by heading."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(sheet):
    """The labels of the summary with what stands beside them."""
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}


def widths(sheet):
    """How wide each column is; neighbours of one width are kept as one in the file."""
    kept = sorted(sheet.column_dimensions.values(), key=lambda kept: kept.min)
    return [one.width for one in kept for _ in range(one.min, one.max + 1)]


def ground(cell):
    return cell.fill.fgColor.rgb[-6:]


def test_the_summary_stands_first_and_says_what_was_asked_and_counted(workbook):
    book = workbook()
    assert book.sheetnames == SHEETS
    said = lines(book["汇总"])
    assert said["政策"] == "项目入库办法（library_entry）"
    assert said["审核基准日"] == "2023年5月1日"
    assert said["所读文件"] == "projects.json"
    assert (said["已审核的项目"], said["无法读取的项目"]) == (4, 1)
    assert (said["符合要求"], said["有不得办理事项"], said["规定冲突待研究"]) == (1, 1, 1)
    assert said["违反的规定"] == 3


def test_each_record_has_a_row_whose_verdicts_are_coloured(workbook):
    sheet = workbook()["逐条结论"]
    rows = table(sheet)
    assert [row["编号"] for row in rows] == ["A-1", "A-2", "A-3", "A-4", "A-5"]
    column = [cell.value for cell in sheet[1]].index("入库") + 1
    found = {(c.value, ground(c)) for (c,) in sheet.iter_rows(2, 6, column, column) if c.value}
    assert found == {
        ("已经发生", GROUNDS[Tone.GOOD]),
        ("不得", GROUNDS[Tone.BAD]),
        ("有冲突", GROUNDS[Tone.CONFLICT]),
        ("待定", GROUNDS[Tone.OPEN]),
    }
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", f"A1:{sheet.dimensions[3:]}")


def test_each_finding_has_its_clause_its_quote_and_what_it_rests_on(workbook):
    (ban,) = [
        row
        for row in table(workbook()["禁止违反待办明细"])
        if row["规定"] == "无方案不得入库" and row["编号"] == "A-2"
    ]
    assert (ban["情形"], ban["条款"]) == ("不得办理", "《办法》第一部分")
    assert ban["原文"] == "“没有方案的项目，不得入库”"
    assert ban["认定所依据的填报内容"] == "有方案：否\n已入库：否"


def test_what_could_not_be_read_has_a_sheet_with_place_field_and_reason(workbook, tmp_path):
    source = tmp_path / "projects.csv"
    source.write_text("编号,名称,金额（万元）,有方案\nA-1,水渠,约30,否\nA-2,,12,-\n", "utf-8")
    book = workbook(source)
    (doubt,) = table(book["无法读取和存疑"])
    assert doubt["位置"] == "第2行C列“金额（万元）”"
    assert (doubt["字段"], doubt["原因"], doubt["读到的内容"]) == ("金额", "不是金额", '"约30"')
    (note,) = table(book["读取说明"])
    assert note["位置"] == "第3行D列“有方案”"
    assert lines(book["汇总"])["工作表行数"] == "共3行：记录2行（已审核2、无法读取0），略过1行"


def test_a_text_that_looks_like_a_formula_is_text_and_stays_text_when_edited(workbook, tmp_path):
    names = ["=cmd|' /C calc'!A0", "@SUM(1)", "#N/A", "http://example.invalid", "<b>甲</b>"]
    source = tmp_path / "hostile.json"
    source.write_text(
        json.dumps(
            [{"id": n, "name": n, n: 1} for n in names[:1]]
            + [{"id": name, "name": name} for name in names]
        ),
        "utf-8",
    )
    sheet = workbook(source)["逐条结论"]
    cells = [sheet.cell(row, 2) for row in range(3, 8)]
    assert [cell.value for cell in cells] == names
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True, True, False, False, False]
    with ZipFile(tmp_path / "review.xlsx") as archive:
        for part in archive.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink|externalLink", archive.read(part)), part


def test_a_sheet_to_be_printed_has_a_line_a_record_as_wide_as_a_page(workbook):
    sheet = workbook()["审核情况表"]
    title, asked, heading, *rows = sheet.iter_rows(values_only=True)
    assert (title[0], asked[0]) == ("项目审核情况表", "项目入库办法　审核基准日：2023年5月1日")
    assert heading == (
        *("序号", "编号", "名称", "审核结论"),
        *("不得办理及违反规定的事项（条款）", "须补充的信息"),
    )
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[1][3] == "有不得办理事项"
    printed = sheet.page_setup
    assert (printed.orientation, printed.paperSize, printed.fitToHeight) == ("landscape", 9, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.oddFooter.center.text == "第&P页　共&N页"
    assert sum(widths(sheet)) <= MOST_READABLE


@pytest.mark.parametrize("title", SHEETS[1:])
def test_every_row_is_written_high_enough_for_its_texts(workbook, title):
    sheet = workbook()[title]
    room = widths(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.alignment.wrap_text:
                across = room[cell.column - 1]
                lines = sum(-(-cell_len(text) // across) for text in cell.value.split("\n"))
                assert (sheet.row_dimensions[cell.row].height or 0) >= 18 * lines, cell


def test_an_empty_sheet_says_that_it_is(workbook):
    rows = list(workbook()["读取说明"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["位置", "无"]


def test_a_workbook_speaks_english_too(workbook):
    book = workbook(language="en")
    assert book.sheetnames == [
        "Summary",
        "Overview",
        "Records",
        "Findings",
        "Agenda",
        "Unread",
        "Remarks",
    ]
    assert table(book["Records"])[1]["Conclusion"] == "Blocked"


def test_a_table_that_is_full_goes_on_in_a_further_sheet(tmp_path):
    book = Book(tmp_path / "a.xlsx", tmp_path, "zh")
    sheet = Sheet(book, "甲", [Column("乙", 10)], most_rows=3)
    for number in range(5):
        sheet.add([number])
    sheet.finish()
    book.save()
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert read.sheetnames == ["甲", "甲 2", "甲 3"]
    found = [[row[0] for row in s.iter_rows(values_only=True)] for s in read]
    assert found == [["乙", 0, 1], ["乙", 2, 3], ["乙", 4]]


def test_a_text_longer_than_a_cell_is_cut_and_marked(tmp_path):
    book = Book(tmp_path / "a.xlsx", tmp_path, "zh")
    book.write(book.sheet("甲", [10]), 0, 0, Cell(("长" * 40_000,)))
    book.save()
    value = openpyxl.load_workbook(tmp_path / "a.xlsx")["甲"]["A1"].value
    assert len(value) == 32_767
    assert value.endswith("长…")


def test_without_the_library_the_extra_is_named_and_nothing_is_written(
    run, library_entry, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    found = run("review", "policy.pol", "projects.json", *AS_OF, "--out", tmp_path / "a.xlsx")
    assert found.exit_code == 2
    assert 'pip install "linkage-rules[sheets]"' in found.stderr
    assert list(tmp_path.iterdir()) == []
