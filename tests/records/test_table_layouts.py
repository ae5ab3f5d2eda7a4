"""Claims about tables as offices lay them out: headings over several columns, headings printed
again, units in cells and columns of their own, rows that are no records. What an officer sees is
what is read; what could be meant in two ways is in doubt."""

from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import Skip, read_records

HOLDING = RecordType(
    "Holding",
    "主体",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("name", "名称", Scalar.TEXT),
        Field("invested", "总投资", Scalar.MONEY),
        Field("granted", "财政资金", Scalar.MONEY),
        Field("households", "受益户数", Scalar.WHOLE),
        Field("people", "受益人数", Scalar.WHOLE),
        Field("started", "开工时间", Scalar.DATE),
    ),
)
WAN, QIAN = 1_000_000, 100_000
DOUBT = "in doubt"
N = None


@pytest.fixture
def read(tmp_path):
    """The records of a table: what was read of each, DOUBT for what was not; and the report."""

    def read(*rows, merges=(), formats=(), text=None):
        path = tmp_path / ("表.xlsx" if text is None else "表.csv")
        if text is None:
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(list(row))
            for merge in merges:
                book.active.merge_cells(merge)
            for at, code in formats:
                book.active[at].number_format = code
            book.save(path)
        else:
            path.write_text(text, "utf-8")
        reading = read_records(path, HOLDING)
        records = []
        for entry in reading:
            if entry.problems:
                records.append(entry.problems[0].why.en)
                continue
            fields = [path for doubt in entry.doubts for path in doubt.where.split(", ")]
            records.append({**entry.data, **dict.fromkeys(fields, DOUBT)})
        return records, reading.report

    return read


def skipped(report):
    return [(one.row, one.why) for one in report.skipped_rows if one.row > report.headed]


@pytest.mark.parametrize(
    ("unit", "fen"),
    [("10⁴元", 12 * WAN), ("10^4元", 12 * WAN), ("10³元", 12 * QIAN), ("×10⁴元", DOUBT),
     ("10⁻⁴元", DOUBT)],
)  # fmt: skip
def test_a_raised_digit_is_a_power_and_no_mark_for_a_note(read, unit, fen):
    (record,), _ = read(["编号", f"总投资（{unit}）"], ["P1", 12])
    assert record["invested"] == fen
    (marked,), _ = read(["编号", "总投资²（万元）"], ["P1", 12])
    assert marked["invested"] == 12 * WAN


@pytest.mark.parametrize(
    ("line", "fen"),
    [
        (["金额单位：人民币（万元）"], 12 * WAN),
        (["单位：万元（人民币）"], 12 * WAN),
        (["单位：（千元）"], 12 * QIAN),
        (["表中金额单位为千元"], 12 * QIAN),
        (["本表金额以千元为单位"], 12 * QIAN),
        (["金额单位均为万美元"], DOUBT),
        ([N, "单位：", "千元"], 12 * QIAN),
        (["填报单位：元江县", N, "金额单位", "千元"], 12 * QIAN),
        (["单位：万元", "计量单位", "千元"], DOUBT),
        (["填报单位", "元江县农业局"], DOUBT),
    ],
)
def test_a_unit_line_may_say_it_in_words_and_in_the_next_cell(read, line, fen):
    (record,), _ = read(line, ["编号", "名称", "总投资"], ["P1", "甲", 12])
    assert record["invested"] == fen


def test_two_unit_lines_that_differ_are_told_so(read):
    (_,), report = read(["单位：千元"], ["单位：万元"], ["编号", "总投资"], ["P1", 12])
    assert report.doubts[0].why.zh == '该列给出了不同的单位："千元、万元"'


@pytest.mark.parametrize(
    ("line", "heading", "count"),
    [
        ("单位：万户", "受益户数", 30_000),
        ("单位：万人", "受益户数", DOUBT),
        ("单位：万户", "受益人数", DOUBT),
        ("单位：户、万人", "受益户数", 3),
        ("", "受益户数（含监测户万户）", DOUBT),
        ("", "受益户数（含百户）", DOUBT),
    ],
)
def test_a_count_by_the_thousand_is_understood_or_in_doubt(read, line, heading, count):
    (record,), _ = read([line], ["编号", heading], ["P1", 3])
    assert count in (record.get("households"), record.get("people"))


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ('yyyy"年"m"月底"', DOUBT),
        ('"截至"yyyy-mm-dd', DOUBT),
        ('"预计"yyyy"年"m"月"', DOUBT),
        ('yyyy-mm-dd"前"', DOUBT),
        ('yyyy"年"m"月"d"日"', date(2023, 5, 15)),
        ("yyyy. m. d", date(2023, 5, 15)),
        ('yyyy"年"m"月份"', date(2023, 5, 1)),
    ],
)
def test_words_in_a_format_for_days_count_as_typed_words_do(read, code, day):
    (record,), _ = read(["编号", "开工时间"], ["P1", datetime(2023, 5, 15)], formats=[("B2", code)])
    assert record["started"] == day


@pytest.mark.parametrize("number", [-1, 0, 1, 59, 60])
def test_days_that_a_spreadsheet_counts_wrong_are_in_doubt(read, number):
    (record,), _ = read(["编号", "开工时间"], ["P1", number], formats=[("B2", "yyyy-mm-dd")])
    assert record["started"] == DOUBT


@pytest.mark.parametrize(("at", "fen"), [("B2:B9", DOUBT), ("B5", 12 * WAN), ("A1:A9", 12 * WAN)])
def test_a_number_that_may_show_by_a_conditional_format_is_in_doubt(tmp_path, at, fen):
    book = xlsxwriter.Workbook(path := tmp_path / "表.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "总投资（万元）"])
    sheet.write_row(1, 0, ["P1", 12])
    bare = book.add_format({"bg_color": "red"})
    thousands = book.add_format({"num_format": '0.0,"千"'})
    for format_, cells in ((bare, "A1:B9"), (thousands, at)):
        rule = {"type": "cell", "criteria": ">", "value": 10, "format": format_}
        sheet.conditional_format(cells, rule)
    book.close()
    (entry,) = read_records(path, HOLDING)
    assert entry.data.get("invested", DOUBT) == fen
    assert bool(entry.doubts) == (fen == DOUBT)


@pytest.mark.parametrize("text", ["同上", "〃", "同左"])
def test_as_above_is_no_value(read, text):
    _, second = read(["编号", "名称", "总投资（万元）"], ["P1", "甲", 12], ["P2", text, text])[0]
    assert second == {"id": "P2", "name": DOUBT, "invested": DOUBT}


@pytest.mark.parametrize("text", ["\u200b", " \u200b\ufeff", "　"])
def test_what_does_not_show_is_blank(read, text):
    (record,), _ = read(["编号", "总投资（万元）"], ["P1", text])
    assert record == {"id": "P1"}


class TestHeadingsOverSeveralColumns:
    HEADING = ("编号", "总投资（千元）", N, "名称")

    @pytest.mark.parametrize("cells", [(12, N), (N, 12)])
    def test_the_one_cell_that_is_filled_is_read(self, read, cells):
        (record,), _ = read(self.HEADING, ["P1", *cells, "甲"], merges=["B1:C1"])
        assert record == {"id": "P1", "invested": 12 * QIAN, "name": "甲"}

    @pytest.mark.parametrize("cells", [(12, 13), (12, "元"), (2022, 12)])
    def test_two_filled_cells_are_in_doubt(self, read, cells):
        (record,), report = read(self.HEADING, ["P1", *cells, "甲"], merges=["B1:C1"])
        assert record == {"id": "P1", "invested": DOUBT, "name": "甲"}
        assert "one heading stands over columns B to C" in report.doubts[0].why.en

    def test_the_last_heading_of_a_table_too(self, read):
        (record,), _ = read(["编号", "总投资（千元）", N], ["P1", N, 12], merges=["B1:C1"])
        assert record["invested"] == 12 * QIAN

    def test_a_heading_over_columns_and_rows_is_one(self, read):
        rows = [["编号", N, "总投资（千元）", N, "名称"], [], ["P1", N, N, 12, "甲"]]
        (record,), _ = read(*rows, merges=["A1:B2", "C1:D2", "E1:E2"])
        assert record == {"id": "P1", "invested": 12 * QIAN, "name": "甲"}

    def test_cells_merged_as_their_heading_is_are_read(self, read):
        rows = [self.HEADING, ["P1", 12, N, "甲"]]
        (record,), _ = read(*rows, merges=["B1:C1", "B2:C2"])
        assert record == {"id": "P1", "invested": 12 * QIAN, "name": "甲"}

    def test_years_below_a_heading_are_not_taken_for_one_amount(self, read):
        rows = [["编号", "总投资（万元）", N], [N, "2022年", "2023年"], ["P1", 12, 13]]
        *_, record = read(*rows, merges=["B1:C1"])[0]
        assert record["invested"] == DOUBT


class TestUnitsBesideTheAmount:
    @pytest.mark.parametrize(
        ("unit", "count"), [("万户", 30_000), ("户", 3), ("人", DOUBT), ("万元", DOUBT)]
    )
    def test_of_a_count(self, read, unit, count):
        (record,), _ = read(["编号", "受益户数", "计量单位"], ["P1", 3, unit])
        assert record["households"] == count

    @pytest.mark.parametrize(
        ("money", "fen"),
        [("人民币", 3 * WAN), ("RMB", 3 * WAN), (N, 3 * WAN), ("美元", DOUBT), ("其他", DOUBT)],
    )
    def test_a_column_says_what_money_it_is(self, read, money, fen):
        (record,), _ = read(["编号", "币种", "总投资（万元）"], ["P1", money, 3])
        assert record["invested"] == fen


class TestPrintedAgain:
    """Below the headings of a page stand those of the next, and may say another unit."""

    FIRST = (["单位：万元"], ["编号", "名称", "总投资"], ["P1", "甲", 1])

    def test_a_unit_line_with_the_headings_holds_from_there(self, read):
        rows = [*self.FIRST, ["单位：千元"], ["编号", "名称", "总投资"], ["P2", "乙", 1]]
        (first, second), _ = read(*rows)
        assert (first["invested"], second["invested"]) == (WAN, QIAN)

    def test_a_unit_line_without_them_puts_the_amounts_in_doubt(self, read):
        _, second = read(*self.FIRST, ["单位：千元"], ["P2", "乙", 1])[0]
        assert second["invested"] == DOUBT

    def test_the_title_of_a_page_is_no_record(self, read):
        rows = [["某县项目表"], *self.FIRST, ["某县项目表"], ["单位：万元"]]
        records, report = read(*rows, ["编号", "名称", "总投资"], ["P2", "乙", 1])
        assert [one["id"] for one in records] == ["P1", "P2"]
        assert skipped(report) == [(5, Skip.TITLE), (6, Skip.NOTE), (7, Skip.HEADING)]

    def test_the_unit_of_a_group_of_columns_is_heeded(self, read):
        page = [["编号", "投资（{0}）", N], [N, "总投资", "财政资金"]]
        rows = []
        for unit, name in (("万元", "P1"), ("千元", "P2")):
            rows += [[c and c.format(unit) for c in line] for line in page] + [[name, 1, 2]]
        merges = ["A1:A2", "B1:C1", "A4:A5", "B4:C4"]
        (first, second), _ = read(*rows, merges=merges)
        assert (first["invested"], second["invested"]) == (WAN, QIAN)
        assert (first["granted"], second["granted"]) == (2 * WAN, 2 * QIAN)

    def test_a_row_of_units_below_them_is_heeded(self, read):
        rows = [["编号", "总投资", "受益户数"], [N, "万元", "户"], ["P1", 1, 2]]
        rows += [["编号", "总投资", "受益户数"], [N, "千元", "户"], ["P2", 1, 2]]
        (first, second), _ = read(*rows)
        assert (first["invested"], second["invested"]) == (WAN, QIAN)

    @pytest.mark.parametrize("between", [[], ["甲", 1, 2, 3]])
    def test_a_row_of_units_may_stand_below_numbers_or_a_blank_row(self, read, between):
        rows = [["编号", "总投资", "受益户数", "财政资金"], between, [N, "万元", "户", "千元"]]
        (record,), _ = read(*rows, ["P1", 1, 2, 3])
        assert record == {"id": "P1", "invested": WAN, "households": 2, "granted": 3 * QIAN}

    def test_headings_of_another_table_are_told_and_nothing_below_them_is_read(self, read):
        rows = [["编号", "名称", "总投资（万元）"], ["P1", "甲", 1], []]
        _, second = read(*rows, ["编号", "单位名称", "自筹资金（千元）"], ["P2", "乙", 5])[0]
        assert second == "stands below other headings, in row 4"


HEADINGS = ("序号", "编号", "名称", "总投资（万元）", "财政资金（万元）", "受益户数（户）")
RECORD = [1, "P1", "甲", 120, 80, 30]
NO_RECORDS = {
    Skip.SECTION: [
        ["一", "产业发展", N, 3, 2, 1], ["Ⅰ", "产业发展", N, 3, 2, 1], ["II.", "产业", N, 3, 2, 1],
        ["第一部分", "产业发展", N, 3, 2, 1],
    ],
    Skip.TOTAL: [
        [2, "花石镇", "小计", 3, 2, 1], [2, "P9", "甲镇小计", 3, 2, 1],
        [2, "P9", "小计（甲镇）", 3, 2, 1], ["承前页", "P9", N, 3, 2, 1],
        ["Grand Total", "P9", N, 3, 2, 1], ["计", "P9", N, 3, 2, 1],
    ],
    Skip.HEADING: [
        ["①", "②", "③", "④=⑤+⑥", "⑤", "⑥"], ["行次", "甲", "乙", 1, 2, 3],
        ["列1", "列2", "列3", "列4", "列5", "列6"], ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ"],
        [1, 2, 3, "4=5+自筹", 5, 6], [0, 1, 2, 3, 4, 5], ["a", "b", "c", "d=e+f", "e", "f"],
        ["一", "二", "三", "四", "五", "六"], ["—", "—", "—", 1, 2, 3],
    ],
    Skip.NOTE: [
        ["如：", "P9", "某", 1, 1, 1], ["模板", "P9", "某", 1, 1, 1], [1, "示例", "某", 1, 1, 1],
        [1, "P9", "示例项目", 1, 1, 1], ["Example", "P9", "某", 1, 1, 1],
        ["第1页 共3页"], ["1/3"], ["— 1 —"], ["（续）"], ["打印日期：2023-5-1"], ["……"], ["完"],
        ["联系电话", N, "138"], ["村委会意见：", N, "同意"], ["分管领导：", N, "局长："],
        ["附件：说明"], ["此页无正文"], ["监督电话：12317"],
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "row"), [(why, row) for why, rows in NO_RECORDS.items() for row in rows]
)
def test_a_row_that_is_no_record_is_passed_over_and_listed(read, why, row):
    records, report = read(HEADINGS, RECORD, row, [2, "P2", "乙", 1, 1, 1])
    assert [record["id"] for record in records] == ["P1", "P2"]
    assert skipped(report) == [(3, why)]
    assert "第3行略过" in report.render("zh")


@pytest.mark.parametrize(
    "row",
    [
        [1, "P9", "合计村水渠项目", 3, 2, 1], [1, "P9", "小计量站", 3, 2, 1],
        [1, "P9", "会计统计中心", 3, 2, 1], [1, "P9", "示范项目", 3, 2, 1], [1, 2, 4, 5, 6, 7],
        ["一", "P9", "甲项目", "约3", "2", "不详"], ["V1", "P9", "甲", 3, 2, 1], [0, 1, 2, 4, 5, 6],
    ],
)  # fmt: skip
def test_a_record_that_only_looks_like_one_is_read(read, row):
    records, _ = read(HEADINGS, RECORD, row)
    assert [record["id"] for record in records] == ["P1", str(row[1])]


class TestLinesOfText:
    HEAD = "编号,名称,总投资（万元）,受益户数\n"
    TORN = "the line has more cells than the headings"

    @pytest.mark.parametrize("line", ["P1,甲,1,200,3", "P1,甲,1,200,", "P1,甲,12,3,x"])
    def test_a_comma_in_a_number_that_parts_a_line_is_told(self, read, line):
        (why,), _ = read(text=self.HEAD + line)
        assert why.startswith(self.TORN)

    @pytest.mark.parametrize("line", ["P1,甲,12,3,", 'P1,甲,"12",3,,', "P1,甲,12,3"])
    def test_blank_cells_at_the_end_of_a_line_are_nothing(self, read, line):
        (record,), _ = read(text=self.HEAD + line)
        assert record == {"id": "P1", "name": "甲", "invested": 12 * WAN, "households": 3}

    @pytest.mark.parametrize("mark", ["|", "，", ";", "\t"])
    def test_other_marks_part_the_cells_too(self, read, mark):
        (record,), _ = read(text=(self.HEAD + "P1,甲,12,3\n").replace(",", mark))
        assert record == {"id": "P1", "name": "甲", "invested": 12 * WAN, "households": 3}
