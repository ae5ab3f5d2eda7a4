"""Claims about what spreadsheet programs and offices do to values: each is read right or is in
doubt."""

from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import Skip, read_records

HOLDING = RecordType(
    "Holding",
    "主体",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("invested", "总投资", Scalar.MONEY),
        Field("granted", "财政资金", Scalar.MONEY),
        Field("households", "受益户数", Scalar.WHOLE),
        Field("started", "开工时间", Scalar.DATE),
        Field("code", "代码", Scalar.TEXT),
    ),
)
WAN = 1_000_000
MONEY = ("总投资（万元）", "财政资金（万元）")


@pytest.fixture
def read(tmp_path):
    def read(headings, *rows, above=(), merges=(), change=None):
        book = openpyxl.Workbook()
        sheet = book.active
        for line in above:
            sheet.append([line])
        sheet.append(["编号", *headings])
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
        if change:
            change(sheet)
        book.save(path := tmp_path / "表.xlsx")
        reading = read_records(path, HOLDING)
        return list(reading), reading.report

    return read


def rewritten(path, part, old, new):
    """The workbook with something put into one of its parts."""
    target = path.with_name("改.xlsx")
    with ZipFile(path) as source, ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            archive.writestr(name, content)
    return target


def raised(text, mark):
    return CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), mark))


def struck(old, new):
    return CellRichText(TextBlock(InlineFont(strike=True), old), new)


def test_a_raised_note_mark_behind_a_number_is_no_digit(read):
    found, _ = read(MONEY, ["P1", raised("120", "1"), 5], ["P2", raised("120", "[2]"), 5])
    assert [entry.data for entry in found] == [
        {"id": "P1", "granted": 5 * WAN},
        {"id": "P2", "granted": 5 * WAN},
    ]
    assert found[0].doubts[0].value == '"120¹"'


def test_what_is_struck_through_is_no_part_of_the_number_beside_it(read):
    (entry,), _ = read(MONEY, ["P1", struck("100", "120"), 5])
    assert entry.data == {"id": "P1", "granted": 5 * WAN}


def test_raised_marks_in_the_texts_that_sheets_share_count_too(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet()
    up, line = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, ["编号", "总投资（万元）", "代码"])
    sheet.write_row(1, 0, ["P1"])
    sheet.write_rich_string(1, 1, "120", up, "1")
    sheet.write_rich_string(1, 2, "m", up, "2", "地")
    sheet.write_row(2, 0, ["P2"])
    sheet.write_rich_string(2, 1, line, "100", "120")
    sheet.write_row(3, 0, ["P3", 7, "a"])
    book.close()
    first, second, third = read_records(tmp_path / "表.xlsx", HOLDING)
    assert first.data == {"id": "P1", "code": "m²地"}
    assert second.data == {"id": "P2"}
    assert third.data == {"id": "P3", "invested": 7 * WAN, "code": "a"}


def test_a_cell_that_is_struck_through_is_in_doubt(read):
    def strike(sheet):
        sheet["B2"].font = Font(strike=True)
        sheet["A3"].font = Font(strike=True)

    (first, second), _ = read(MONEY, ["P1", 120, 5], ["P2", 1, 1], change=strike)
    assert first.data == {"id": "P1", "granted": 5 * WAN}
    assert "已被划去" in first.doubts[0].why.zh
    assert second.problems


def test_headings_that_are_printed_again_with_another_unit_hold_for_the_rows_below(read):
    again = ["编号", "总投资（元）", "财政资金（万元）"]
    first, second = read(MONEY, ["P1", 120, 5], again, ["P2", 120, 5])[0]
    assert (first.data["invested"], second.data["invested"]) == (120 * WAN, 12_000)
    assert first.data["granted"] == second.data["granted"] == 5 * WAN


def test_rows_below_headings_in_another_order_are_refused_until_the_first_ones_return(read):
    other = ["编号", "财政资金（万元）", "总投资（万元）"]
    same = ["编号", *MONEY]
    found, report = read(MONEY, ["P1", 1, 2], other, ["P2", 1, 2], same, ["P3", 1, 2])
    assert [entry.data and entry.data["id"] for entry in found] == ["P1", None, "P3"]
    assert found[1].problems[0].why.zh == "位于第3行的另一组表头之下"
    assert report.skipped[Skip.HEADING] == 3


def test_a_unit_line_between_the_rows_puts_those_below_in_doubt_if_it_says_another_unit(read):
    headings = ["总投资", "财政资金（万元）"]
    for line, fen in [("单位：元", None), ("单位：万元", 120 * WAN), ("填报单位：元江", 120 * WAN)]:
        rows = ["P1", 120, 5], [line], ["P2", 120, 5]
        (first, second), _ = read(headings, *rows, above=("单位：万元",))
        assert first.data["invested"] == 120 * WAN
        assert second.data.get("invested") == fen
        assert second.data["granted"] == 5 * WAN


def test_a_unit_line_below_the_table_came_too_late(read):
    (entry,), _ = read(["总投资"], ["P1", 120], ["单位：万元"])
    assert entry.data == {"id": "P1"}
    assert entry.doubts


def test_a_merged_row_of_units_holds_for_all_its_columns(read):
    (entry,), _ = read(
        ["总投资", "财政资金"], [None, "万元", None], ["P1", 1, 2], merges=("B2:C2",)
    )
    assert entry.data == {"id": "P1", "invested": WAN, "granted": 2 * WAN}


def test_the_unit_of_a_group_holds_for_the_columns_below_it(read):
    (entry,), _ = read(
        ["资金（千元）", None, "受益户数（户）"],
        [None, "总投资", "财政资金（元）", None],
        ["P1", 1, 2, 3],
        merges=("A1:A2", "B1:C1", "D1:D2"),
    )
    assert entry.data == {"id": "P1", "invested": 100_000, "granted": 200, "households": 3}


@pytest.mark.parametrize(
    ("heading", "fen"),
    [
        ("总投资<万元>", 12 * WAN), ("总投资《万元》", 12 * WAN), ("总投资“万元”", 12 * WAN),
        ("总投资「万元」", 12 * WAN), ("总投资（仟元）", 1_200_000),
        ("总投资（佰万元）", 1200 * WAN),
        ("总投资（拾万元）", 120 * WAN), ("总投资（10,000元）", 12 * WAN),
        ("总投资（1,000元）", 1_200_000),
        ("总投资（元，保留两位小数）", 1200), ("总投资（单位∶万元）", 12 * WAN),
        ("总投资（不含税，千元）", 1_200_000), ("总投资（万元；含税）", 12 * WAN),
        ("总投资（ 万元 ）", 12 * WAN), ("总投资（万\n元）", 12 * WAN),
        ("总投资 （万元）", 12 * WAN),
        ("总 投 资（万元）", 12 * WAN), ("总投资（万元）　", 12 * WAN),
        ("总投资（万元）\u200b", 12 * WAN),
        ("总投资(thousand yuan)", None), ("总投资(RMB'000)", None), ("总投资（million RMB）", None),
        ("总投资（万円）", None), ("总投资（万元·年）", None), ("总投资（万元／年）", None),
        ("总投资（元、万元）", None), ("总投资（万元或元）", None), ("总投资（万元人）", None),
        ("总投资（百分比）", None), ("总投资（精确到0.01万元）", None), ("总投资（新台币）", None),
        ("总投资（万澳元）", None), ("总投资（CNY mn）", None), ("总投资（万元/户）", None),
        ("总投资万美元", None), ("总投资/美元", None), ("总投资：元/户", None),
    ],
)  # fmt: skip
def test_odd_ways_to_write_a_unit(read, heading, fen):
    (entry,), _ = read([heading], ["P1", 12], above=("单位：元",))
    assert entry.data.get("invested") == fen
    assert bool(entry.doubts) == (fen is None)


def test_a_part_of_the_row_above_is_not_counted_again(read):
    rows = ["P1", 120, 5], [None, "其中：", 12], ["其中：扶持资金", 12, 1], ["占比", "30%", None]
    found, report = read(MONEY, *rows)
    assert [entry.data["id"] for entry in found] == ["P1"]
    assert report.skipped[Skip.TOTAL] == 3


def test_the_days_of_a_workbook_that_counts_from_1904(read):
    def count(sheet):
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["B2"].number_format = "yyyy/m/d"

    (entry,), _ = read(["开工时间"], ["P1", datetime(2023, 5, 1)], change=count)
    assert entry.data["started"] == date(2023, 5, 1)


@pytest.mark.parametrize("code", [27, 31, 36, 50, 57, 58])
def test_the_formats_that_chinese_spreadsheets_know_by_number(read, tmp_path, code):
    """openpyxl writes no such number, so it is put into the file."""
    read(["开工时间"], ["P1", 45047], change=lambda s: setattr(s["B2"], "number_format", "0.00"))
    number = b'numFmtId="%d"' % code
    new = rewritten(tmp_path / "表.xlsx", "xl/styles.xml", b'numFmtId="2"', number)
    (entry,) = read_records(new, HOLDING)
    assert entry.data["started"] == date(2023, 5, 1)
    assert not entry.doubts
    assert bool(entry.notes) == (code != 31)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023年5月1号", date(2023, 5, 1)), ("2023 年 5 月 1 日", date(2023, 5, 1)),
        ("2023/05/01", date(2023, 5, 1)), (" 2023.5.1\u00a0", date(2023, 5, 1)),
        ("44927", None), (44927, None), ("5/1/2023", None), ("23.5.1", None),
        ("2023-5-1至6-1", None),
        ("2023年5月上旬", None), ("二〇二三年五月", None), ("2023.5.1前", None),
        ("约2023年5月", None),
        ("2023年第二季度", None), ("5月1日", None), (True, None), ("2023-02-30", None),
    ],
)  # fmt: skip
def test_days_as_people_type_them(read, cell, day):
    (entry,), _ = read(["开工时间"], ["P1", cell])
    assert entry.data.get("started") == day
    assert bool(entry.doubts) == (day is None)


def test_a_formula_that_gives_no_characters_shows_nothing(tmp_path):
    book = xlsxwriter.Workbook(old := tmp_path / "旧.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "总投资（万元）", "财政资金（万元）"])
    sheet.write_row(1, 0, ["P1"])
    sheet.write_formula(1, 1, '=IF(A1="","",1)', None, "")
    sheet.write_formula(1, 2, "=50/4", None, 12.5)
    book.close()
    changed = rewritten(old, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="B2" t="str"')
    (entry,) = read_records(changed, HOLDING)
    assert entry.data == {"id": "P1", "granted": 12_500_000}
    assert not entry.doubts


def test_a_column_of_units_says_the_unit_of_each_row(read):
    headings = ["总投资", "单位", "受益户数"]
    rows = [["P1", 12, "万元", 3], ["P2", 12, "元", 3], ["P3", 12, "万美元", 3],
            ["P4", 12, "户", 3], ["P5", 12, "甲村合作社", 3], ["P6", 12, None, 3]]  # fmt: skip
    found, _ = read(headings, *rows, above=("单位：千元",))
    fen = [entry.data.get("invested") for entry in found]
    assert fen == [12 * WAN, 1200, None, None, 1_200_000, 1_200_000]
    ((entry,), _) = read(["总投资（万元）", "单位"], ["P1", 12, "元"])
    assert entry.data == {"id": "P1"}
    assert entry.doubts
