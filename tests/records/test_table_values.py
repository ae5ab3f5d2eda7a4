"""Claims about values in tables: what an officer sees in a cell, under its heading and unit, is
what is read. Where what is stored differs, or the unit is not understood to the last character,
the cell is in doubt."""

from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.policy.loading import load
from linkage_rules.records import Skip, propose_mapping, read_records

PROJECT = load("vocabulary").record_type("Project")
HOLDING = RecordType(
    "Holding",
    "主体",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("invested", "总投资", Scalar.MONEY, minimum=0),
        Field("granted", "财政资金", Scalar.MONEY),
        Field("households", "受益户数", Scalar.WHOLE),
        Field("people", "受益人数", Scalar.WHOLE),
        Field("posts", "岗位数", Scalar.WHOLE),
        Field("share", "分红比例", Scalar.NUMBER),
        Field("land", "流转面积", Scalar.NUMBER),
        Field("started", "开工时间", Scalar.DATE),
        Field("code", "代码", Scalar.TEXT),
        Field("operating", "经营性", Scalar.YES_NO),
        Field("term", "协议期限", Scalar.PERIOD),
    ),
)
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
WAN = 1_000_000
"""Fen of 万元."""


@pytest.fixture
def table(tmp_path):
    """Reads a workbook of some headings and rows; a cell with a format is a pair."""

    def read(headings, *rows, above=(), below=(), merges=(), record_type=HOLDING, **options):
        book = openpyxl.Workbook()
        sheet = book.active
        for line in above:
            sheet.append([line] if isinstance(line, str) else line)
        sheet.append(["编号", *headings])
        for number, row in enumerate(rows, 1):
            named = row if isinstance(row, list) else [f"P{number}", *row]
            for column, cell in enumerate(named, 1):
                value, code = cell if isinstance(cell, tuple) else (cell, None)
                target = sheet.cell(sheet.max_row + (column == 1), column)
                target.value = value
                if code:
                    target.number_format = code
        for line in below:
            sheet.append(line)
        for merge in merges:
            sheet.merge_cells(merge)
        path = tmp_path / "表.xlsx"
        book.save(path)
        reading = read_records(path, record_type, **options)
        return list(reading), reading.report

    return read


@pytest.fixture
def value(table):
    """The value that one cell under one heading gives, or the reason of its doubt."""

    def read(heading, cell, **settings):
        (entry,), _ = table([heading], (cell,), **settings)
        values = [v for name, v in entry.validated(HOLDING).items() if name != "id"]
        known = [v for v in values if v is not None]
        if entry.doubts:
            assert not known
            return entry.doubts[0].why.en
        return known[0] if known else None

    return read


SCALED = {
    "角": 10, "元": 100, "十元": 1000, "百元": 10_000, "千元": 100_000, "万元": 10**6,
    "十万元": 10**7, "百万元": 10**8, "千万元": 10**9, "亿元": 10**10, "10000元": 10**6,
    "人民币元": 100, "人民币万元": 10**6, "万元人民币": 10**6, "RMB万元": 10**6, "萬元": 10**6,
    "万圆": 10**6, "￥万元": 10**6,
}  # fmt: skip


@pytest.mark.parametrize("unit", SCALED)
def test_every_power_of_ten_of_a_yuan_is_a_unit(value, unit):
    fen = 12 * SCALED[unit]
    assert value(f"总投资（{unit}）", 12) == fen
    assert value("总投资", 12, above=(f"单位：{unit}",)) == fen
    if unit.endswith(("角", "元", "圆")) and unit[0] not in "1人R￥":
        assert value("总投资", f"12{unit}") == fen


@pytest.mark.parametrize(
    "heading",
    [
        "总投资（万元）", "总投资(万元)", "总投资[万元]", "总投资【万元】", "总投资〔万元〕",
        "总投资（万元",
        "总投资（万 元）", "总投资（万　元）", "总投资\n（万元）", "总投资万元", "总投资 万元",
        "总投资/万元",
        "总投资，万元", "总投资：万元", "总投资_万元", "总投资-万元", "总投资（单位：万元）",
        "总投资（单位万元）", "总投资（万元）（含税）", "总投资（含税）（万元）",
        "总投资（万元，含配套）",
        "总投资（含税、万元）", "总投资（以万元计）", "总投资（万元为单位）", "总投资（万元）*",
        "总投资①（万元）", "总投资（万元）①", "总投资（万元（人民币））",
        "总投资（万元）（人民币）",
        "总投资（万）", "总投资（ＲＭＢ万元）", "1.总投资（万元）", "其中：总投资（万元）",
    ],
)  # fmt: skip
def test_a_unit_stands_in_a_heading_in_many_ways(value, heading):
    assert value(heading, 12, above=("单位：元",)) == 12 * WAN


@pytest.mark.parametrize(
    "heading",
    [
        "总投资（万美元）", "总投资（美元）", "总投资（欧元）", "总投资（港币）", "总投资（USD）",
        "总投资（万元/年）", "总投资（元/户）", "总投资（元每亩）", "总投资（万元左右）",
        "总投资（W）",
        "总投资（k元）", "总投资（户）", "总投资（%）", "总投资（万元）（元）",
        "总投资（含税万元）",
        "总投资（100万元以上）", "总投资（×10000元）", "总投资（万只羊）", "总投资（$）",
    ],
)  # fmt: skip
def test_a_unit_that_is_not_understood_to_the_last_character_is_in_doubt(value, heading):
    for above in ((), ("单位：元",)):
        reason = value(heading, 12, above=above)
        assert "of the column is no unit of money in yuan" in reason or "different" in reason


@pytest.mark.parametrize(
    "aside", ["含税", "含配套", "2023年", "人民币", "预算数", "审定", "多元化", "PPP", "县级"]
)
def test_other_words_in_brackets_are_no_unit(value, aside):
    assert value(f"总投资（{aside}）", 12, above=("单位：千元",)) == 1_200_000


@pytest.mark.parametrize(
    ("above", "fen"),
    [
        (("填报单位：元江县农业农村局", "单位：万元"), 12 * WAN),
        ((["填报单位：元江县农业农村局", None, "单位：万元"],), 12 * WAN),
        (("填报单位：元江县农业农村局　　单位：万元　　日期：2023年5月",), 12 * WAN),
        (("单位：元江县农业农村局", "金额单位：万元"), 12 * WAN),
        (("责任单位：亿元镇", "计量单位：万元"), 12 * WAN),
        (("（单位：万元）",), 12 * WAN),
        (("某县项目资金表（单位：万元）",), 12 * WAN),
        (("某县项目资金表（万元）",), 12 * WAN),
        (("单位：人民币万元",), 12 * WAN),
        (("币种：人民币  单位：万元",), 12 * WAN),
        (("单位:万  元",), 12 * WAN),
        (("单　位：万元",), 12 * WAN),
        (("单位：万元、户",), 12 * WAN),
        (("单位：户，万元",), 12 * WAN),
        (("单位：万元 2023年5月1日",), 12 * WAN),
        (("单位：万元", "单位：万元"), 12 * WAN),
        (("单位：百万元",), 1200 * WAN),
        (("单位：元江县农业农村局",), None),
        (("填报单位：万元",), None),
        (("多元经营单位名单",), None),
    ],
)
def test_a_unit_line_says_unit_and_nothing_else(value, above, fen):
    found = value("总投资", 12, above=above)
    without = "an amount without a unit, neither in the cell nor in the heading"
    assert found == (without if fen is None else fen)


@pytest.mark.parametrize(
    "above",
    [("单位：万元", "单位：元"), ("单位：万美元",), ("单位：万元/年",), ("单位：欧元",),
     ("单位：千元", "（单位：万元）")],
)  # fmt: skip
def test_unit_lines_that_differ_or_are_foreign_are_in_doubt(value, above):
    reason = value("总投资", 12, above=above)
    assert "of the column is no unit of money in yuan" in reason or "different units" in reason
    assert value("总投资（万元）", 12, above=above) == 12 * WAN


def test_a_mapping_says_the_unit_where_the_heading_is_not_understood_but_not_of_foreign_money(
    table, tmp_path
):
    mapping = tmp_path / "m.toml"
    text = '[[column]]\nheading = "编号"\nfield = "id"\n[[column]]\nheading = "总投资"\n'
    mapping.write_text(text + 'field = "invested"\nunit = "千元"\n', "utf-8")
    for heading, fen in [("总投资（元/年）", 1_200_000), ("总投资", 1_200_000),
                         ("总投资（万元）", 12 * WAN), ("总投资（万美元）", None)]:  # fmt: skip
        (entry,), _ = table([heading], (12,), mapping=mapping)
        assert entry.data.get("invested") == fen


@pytest.mark.parametrize(
    ("heading", "cell", "count"),
    [
        ("受益户数（万户）", 3, 30_000),
        ("受益户数（千户）", "1.5", 1500),
        ("受益户数（户）", "3万户", 30_000),
        ("受益户数（万户）", "3万户", 30_000),
        ("受益户数", 30, 30),
        ("受益户数（百户）", 3, 300),
        ("受益户数（户）", "1,234户", 1234),
        ("受益人数（万人）", 0.5, 5000),
        ("受益人数（人次）", 5, 5),
        ("岗位数（个）", 5, 5),
        ("岗位数（百个）", 5, 500),
        ("岗位数（万）", 5, 50_000),
    ],
)
def test_counts_are_read_under_their_multiple(value, heading, cell, count):
    assert value(heading, cell) == count


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("受益户数（人）", 3), ("受益户数（万元）", 3), ("受益户数（%）", 3), ("受益户数（万瓦）",
        3),
        ("受益户数（户、人）", 3), ("受益户数（户）", "3人"), ("受益户数（万户）", 0.00005),
        ("受益户数（户/村）", 3), ("受益人数（万户）", 3),
    ],
)  # fmt: skip
def test_a_count_of_something_else_is_in_doubt(value, heading, cell):
    assert isinstance(value(heading, cell), str)


@pytest.mark.parametrize(
    ("above", "heading", "found"),
    [
        ("单位：万元、万户", "受益户数", 30_000),
        ("单位：万元、万户", "受益人数", "the unit \"万户\" of the column is no unit of a count"),
        ("单位：万元、万户、人", "受益人数", 3),
        ("单位：万人", "受益人数", 30_000),
        ("单位：万元、户", "受益户数", 3),
        ("单位：万元", "受益户数", 3),
        ("单位：万户", "岗位数", "the unit \"万户\" of the column is no unit of a count"),
        ("单位：%", "分红比例", Fraction(3, 100)),
    ],
)  # fmt: skip
def test_a_unit_line_for_counts_holds_for_what_it_counts(value, above, heading, found):
    assert value(heading, 3, above=(above,)) == found


@pytest.mark.parametrize(
    ("heading", "cell", "share"),
    [
        ("分红比例（%）", 30, Fraction(3, 10)),
        ("分红比例（％）", 30, Fraction(3, 10)),
        ("分红比例%", 30, Fraction(3, 10)),
        ("分红比例（百分比）", 30, Fraction(3, 10)),
        ("分红比例（单位：%）", "30", Fraction(3, 10)),
        ("分红比例（‰）", 30, Fraction(3, 100)),
        ("分红比例（千分比）", 30, Fraction(3, 100)),
        ("分红比例（成）", 3, Fraction(3, 10)),
        ("分红比例（%）", "30%", Fraction(3, 10)),
        ("分红比例（%）", "30％", Fraction(3, 10)),
        ("分红比例（%）", (0.3, "0%"), Fraction(3, 10)),
        ("分红比例", (0.3, "0%"), Fraction(3, 10)),
        ("分红比例", (5, '0"%"'), Fraction(1, 20)),
        ("分红比例（%）", (5, '0"%"'), Fraction(1, 20)),
        ("分红比例", "3成", Fraction(3, 10)),
        ("分红比例", "30‰", Fraction(3, 100)),
        ("分红比例", 0.3, Fraction(3, 10)),
        ("流转面积（万亩）", 1.5, 15_000),
        ("流转面积（百亩）", 3, 300),
        ("流转面积（千公顷）", 2, 2000),
        ("流转面积（亩）", "120亩", 120),
    ],
)
def test_a_share_or_a_measure_in_the_heading_counts(value, heading, cell, share):
    assert value(heading, cell) == share


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("分红比例（折）", 8), ("分红比例（百分点）", 8), ("分红比例（占利润%）", 30),
        ("分红比例（倍）", 3),
        ("流转面积（亩）", "120公顷"), ("流转面积（亩）", "30%"), ("流转面积（亩/户）", 3),
        ("分红比例（%）", "约30"), ("分红比例（%）", "30-40"), ("流转面积（元）", 3),
    ],
)  # fmt: skip
def test_a_share_that_may_be_misread_is_in_doubt(value, heading, cell):
    assert isinstance(value(heading, cell), str)


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("代码", (12, "000000"), "000012"),
        ("代码", (12, '"No."000'), "No.012"),
        ("代码", (4303210001, "000-00000000"), "043-03210001"),
        ("代码", (12.5, "0.00"), "12.50"),
        ("总投资（万元）", (12, "000000"), 12 * WAN),
        ("总投资（万元）", (12.5, "0.00"), 12_500_000),
        ("总投资（万元）", (12.5, "#,##0.00_ "), 12_500_000),
        ("总投资（万元）", (1234.5, ACCOUNTING), 1_234_500_000),
        ("总投资（万元）", (12, '"¥"#,##0.00'), 12 * WAN),
        ("总投资（万元）", (12, "[$¥-804]#,##0.00"), 12 * WAN),
        ("总投资（万元）", (12, "[Red]0"), 12 * WAN),
        ("总投资", (12, '0"万元"'), 12 * WAN),
        ("总投资", (12, 'G/通用格式"万元"'), 12 * WAN),
        ("总投资（元）", (125_000, '0!.0,"万"'), 12_500_000),
        ("总投资（元）", (125_000, '0\\.0,"万元"'), 12_500_000),
        ("总投资（千元）", (1_200_000, "0,"), 1200 * 100_000),
        ("总投资（千元）", (1_200_000, "#,##0,"), 1200 * 100_000),
        ("财政资金（元）", (-5, "0;(0)"), -500),
        ("财政资金（元）", (-5, "0_);[Red](0)"), -500),
        ("财政资金（元）", (-5, "0;[Red]-0"), -500),
        ("受益户数", (30, '0"户"'), 30),
        ("受益户数（万户）", (30_000, '0!.0,"万"'), 30_000),
        ("经营性", (1, '"是";;"否"'), True),
        ("经营性", (0, '"是";;"否"'), False),
        ("协议期限", (3, '0"年"'), None),
        ("开工时间", (20230501, "0000-00-00"), date(2023, 5, 1)),
        ("开工时间", (2023.1, "0.00"), date(2023, 10, 1)),
    ],
)
def test_what_a_number_format_shows_is_read(value, heading, cell, found):
    read = value(heading, cell)
    assert read == found if found is not None else read.months == 36


@pytest.mark.parametrize(
    ("heading", "cell", "seen"),
    [
        ("总投资（万元）", (12.345, "0.00"), "12.35"),
        ("总投资（万元）", (12.5, "0"), "13"),
        ("总投资（元）", (1_234_567, "0,"), "1235"),
        ("总投资（元）", (1_200_000, "0,"), "1200"),
        ("总投资（万元）", (1_200_000, "0,"), "1200"),
        ("总投资（元）", (125_678, '0!.0,"万"'), "12.6万"),
        ("总投资（元）", (12_000_000, '0!.0000,,"亿"'), "0.0012亿"),
        ("财政资金（元）", (-5, "0;[Red]0"), "5"),
        ("总投资（万元）", (0, ACCOUNTING), "-"),
        ("总投资（万元）", (0, "0;-0;;@"), ""),
        ("总投资（万元）", (12, ";;;"), ""),
        ("受益户数", (30.4, "0"), "30"),
        ("受益户数", (30, ";;;"), ""),
        ("分红比例", (0.055, "0%"), "6%"),
        ("代码", (12.4, "000000"), "000012"),
        ("代码", (430321199001, "0.00E+00"), None),
        ("总投资（万元）", (12, "# ?/?"), None),
        ("总投资（万元）", (12, "[DBNum2]General"), None),
    ],
)
def test_a_cell_that_shows_one_thing_and_stores_another_is_in_doubt(table, heading, cell, seen):
    (entry,), _ = table([heading], (cell,))
    (doubt,) = entry.doubts
    assert set(entry.data) == {"id"}
    assert "is stored" in doubt.why.en
    assert "存储的是" in doubt.why.zh
    if seen is None:
        assert "is not understood" in doubt.why.en
    else:
        assert f'shows "{seen}"' in doubt.why.en
    assert doubt.hint.en == ("give the cell the format “General” and write the value that is meant")


@pytest.mark.parametrize(
    ("cell", "heading"),
    [
        ((12, '0"无"'), "总投资（万元）"), ((0, '0;-0;"无"'), "总投资（万元）"),
        ((12, "[$€-2]0"), "总投资（万元）"), ((12, "$0"), "总投资（万元）"), ((0.3, "0%"),
        "总投资（万元）"),
        ((12, '0"万美元"'), "总投资"), ((0.3, "0%"), "受益户数"), ((30, '0"人"'), "受益户数"),
    ],
)  # fmt: skip
def test_a_format_that_shows_something_else_than_the_column_holds_is_in_doubt(value, cell, heading):
    assert isinstance(value(heading, cell), str)


MAY_15 = datetime(2023, 5, 15)


@pytest.mark.parametrize(
    ("code", "day", "note"),
    [
        ("yyyy/m/d", date(2023, 5, 15), None),
        ("yyyy-mm-dd;@", date(2023, 5, 15), None),
        ('[$-804]yyyy"年"m"月"d"日";@', date(2023, 5, 15), None),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', date(2023, 5, 15), None),
        ("d-mmm-yy", date(2023, 5, 15), None),
        ('yyyy"年"m"月"', date(2023, 5, 1), "shows no day, only the month, though 2023-05-15"),
        ('yyyy"年"m"月";@', date(2023, 5, 1), "shows no day, only the month"),
        ("mmm-yy", date(2023, 5, 1), "shows no day, only the month"),
        ("yyyy/mm", date(2023, 5, 1), "shows no day, only the month"),
        ('m"月"d"日"', date(2023, 5, 15), "shows no year"),
    ],
)
def test_a_day_is_read_as_far_as_it_shows(table, code, day, note):
    (entry,), _ = table(["开工时间"], ((MAY_15, code),))
    assert entry.data["started"] == day
    assert [n.what.en.startswith(note) for n in entry.notes] == ([True] if note else [])


def test_the_first_of_a_month_that_shows_as_a_month_is_noted_like_a_typed_month(table):
    shown = (datetime(2023, 5, 1), 'yyyy"年"m"月"')
    (formatted, typed), _ = table(["开工时间"], (shown,), ("2023年5月",))
    assert formatted.data["started"] == typed.data["started"] == date(2023, 5, 1)
    assert formatted.notes[0].what == typed.notes[0].what


@pytest.mark.parametrize("code", ["yyyy", "h:mm", "aaaa", "dddd", "[h]:mm"])
def test_a_day_that_shows_too_little_is_in_doubt(value, code):
    assert isinstance(value("开工时间", (MAY_15, code)), str)


def test_a_number_that_shows_as_a_day_is_no_amount_and_no_text(value):
    for heading in ("总投资（万元）", "受益户数", "代码", "分红比例"):
        for code in ("yyyy/m/d", 'yyyy"年"m"月"'):
            assert "date" in value(heading, (MAY_15, code))


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("总投资（万元）", "120①"), ("总投资（万元）", "①"), ("总投资（万元）", "12²"),
        ("总投资（万元）", "12½"),
        ("总投资（万元）", "120*"), ("受益户数", "3①"), ("分红比例", "30%②"), ("开工时间",
        "2023-5-1①"),
        ("开工时间", "2023年5月1日²"), ("总投资（万元）", "Ⅻ"), ("受益户数", "㈢"),
    ],
)  # fmt: skip
def test_a_mark_beside_a_number_is_no_digit(value, heading, cell):
    assert isinstance(value(heading, cell), str)


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("总投资（万元）", "１２０", 120 * WAN),
        ("总投资（万元）", "１２．５", 12_500_000),
        ("总投资（万元）", "12.50 ", 12_500_000),
        ("总投资（万元）", "\u00a012\u00a0", 12 * WAN),
        ("总投资（万元）", "\u200b12\ufeff", 12 * WAN),
        ("总投资（万元）", "120万", 120 * WAN),
        ("总投资（元）", "120.5万元", 120_500_000),
        ("总投资（万元）", "1,234.5", 1_234_500_000),
        ("总投资（万元）", "１，２３４", 1234 * WAN),
        ("总投资（万元）", "0.00", 0),
        ("总投资（万元）", "￥12", 12 * WAN),
        ("总投资（万元）", ".5", 500_000),
        ("总投资（元）", "3千元", 300_000),
        ("经营性", "是\u3000", True),
        ("经营性", "√\u00a0", True),
        ("经营性", "ＮＯ", False),
        ("经营性", True, True),
        ("代码", "\u200b甲 ", "甲"),
        ("开工时间", "２０２３．５．１", date(2023, 5, 1)),
    ],
)
def test_full_width_digits_and_unseen_spaces_are_read(value, heading, cell, found):
    assert value(heading, cell) == found


@pytest.mark.parametrize(
    "cell",
    [
        "约120", "120余", "120多", "≈120", "3-5", "3～5", "3~5", "120左右", ">120", "≥120",
        "120+", "1.2.3",
        "1,23", "1 234", "12,5", "1.2E+05", "无", "暂无", "待定", "N/A", "(120)", "▲120", "负120",
        "120元整",
        "一百二十", "壹佰贰拾", "120万美元", "120/2", "12万3千元", "TRUE", True, date(2023, 5, 1),
        "'120",
        "=120", "120元/户", "12o", "l20", "120\n130",
    ],
)  # fmt: skip
def test_a_cell_that_is_not_one_number_is_in_doubt(value, cell):
    assert isinstance(value("总投资（万元）", cell), str)


@pytest.mark.parametrize("cell", ["—", "/", "-", "——", "\\", "－"])
def test_a_dash_is_unknown(value, cell):
    assert value("总投资（万元）", cell) is None


def test_a_row_of_units_below_the_headings_gives_the_units(table):
    headings = ["总投资", "财政资金", "受益户数", "分红比例"]
    for units in (["", "万元", "千元", "万户", "%"], ["单位", "（万元）", "（千元）", "万户", "％"],
                  [None, "万 元", "千元", "万户", "%"]):  # fmt: skip
        (entry,), report = table(headings, units, ["P1", 1, 2, 3, 4])
        assert entry.data == {
            "id": "P1", "invested": WAN, "granted": 200_000, "households": 30_000,
            "share": Fraction(4, 100),
        }  # fmt: skip
        assert report.skipped[Skip.HEADING] == 2
    (entry,), _ = table(headings, [None, "万美元", "万元", "户", "—"], ["P1", 1, 2, 3, 4])
    assert entry.data == {"id": "P1", "granted": 2 * WAN, "households": 3, "share": 4}
    assert len(entry.doubts) == 1


def test_a_proposed_mapping_warns_of_the_units_that_are_not_understood(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["单位：千元"])
    book.active.append(
        ["编号", "总投资（万美元）", "财政资金", "受益户数（万户）", "分红比例（倍）"]
    )
    book.active.append(["P1", 1, 2, 3, 4])
    book.save(path := tmp_path / "表.xlsx")
    proposal = propose_mapping(path, HOLDING)
    columns = {column.field: column for column in proposal.columns}
    assert columns["invested"].unclear == "万美元"
    assert columns["share"].unclear == "倍"
    assert (columns["granted"].unit, columns["households"].unit) == ("千元", "万户")
    assert not columns["granted"].needs_unit
    assert "单位“万美元”无法识别，此列的单元格都会存疑" in proposal.text
    (entry,), _ = (list(r := read_records(path, HOLDING)), r)
    assert entry.data == {"id": "P1", "granted": 200_000, "households": 30_000}


def test_an_amount_merged_over_two_columns_is_in_doubt_in_both(table):
    headings = ["总投资（万元）", "财政资金（万元）", "代码"]
    found, report = table(headings, (12, None, "a"), (12, 5, "b"), merges=("B2:C2",))
    merged, plain = found
    assert merged.data == {"id": "P1", "code": "a"}
    assert [(doubt.place.column, doubt.where) for doubt in merged.doubts] == [
        ("B", "invested"),
        ("C", "granted"),
    ]
    assert merged.doubts[0].why.zh == "B至C列合并为一个单元格，没有写明是哪一列的内容"
    assert merged.doubts[0].hint.zh == "取消合并，逐列填写"
    assert plain.data["invested"] == 12 * WAN
    assert report.doubtful == 2


@pytest.mark.parametrize(
    ("headings", "row", "merge", "data"),
    [
        # Over a column that is not read, too; also where that one stands first.
        (["总投资（万元）", "自筹资金（万元）"], (12, None), "B2:C2", {}),
        (["自筹资金（万元）", "总投资（万元）"], (12, None), "B2:C2", {}),
        (["开工时间", "完工时间"], ("2023-05-01", None), "B2:C2", {}),
        (["代码", "备注"], ("甲", None), "B2:C2", {"code": "甲"}),
        (["经营性", "代码"], ("是", None), "B2:C2", {}),
        (["总投资（万元）", "财政资金（万元）"], (12, None), "B2:C3", {}),
        (["总投资（万元）", None], (12, None), "B2:C2", {"invested": 12 * WAN}),
    ],
)
def test_a_cell_below_several_headings_is_for_none_of_them(table, headings, row, merge, data):
    (first, _), _ = table(headings, row, ("x", "y"), merges=(merge,))
    assert {name: value for name, value in first.data.items() if name != "id"} == data
    assert bool(first.doubts) == (not data)


@pytest.fixture
def hidden(tmp_path):
    def read(change):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["编号", "总投资（万元）", "备注"])
        for number in range(2, 10):
            sheet.append([f"P{number}", number, "x"])
        change(sheet)
        book.save(path := tmp_path / "表.xlsx")
        reading = read_records(path, HOLDING)
        return list(reading), reading.report

    return read


def test_rows_that_do_not_show_are_read_and_it_is_said_how_many_and_where(hidden):
    def hide(sheet):
        for row in (3, 4, 5, 9):
            sheet.row_dimensions[row].hidden = True

    found, report = hidden(hide)
    assert len(found) == 8
    assert [remark.en for remark in report.remarks] == [
        "hidden rows that were read: 4, rows 3–5, 9"
    ]
    assert "读取了4个隐藏行：第3–5, 9行" in report.render("zh")


def test_rows_that_a_filter_hides_are_said_to_be_filtered(hidden):
    def filter_(sheet):
        sheet.auto_filter.ref = "A1:C9"
        sheet.auto_filter.add_filter_column(0, ["P2"])
        sheet.row_dimensions[6].hidden = True

    found, report = hidden(filter_)
    assert len(found) == 8
    assert report.remarks[0].zh == "读取了1个隐藏行（设有筛选）：第6行"


def test_columns_that_do_not_show_are_read_and_named(hidden):
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["C"].hidden = True

    _, report = hidden(hide)
    assert [remark.en for remark in report.remarks] == [
        "hidden columns that were read: 1, B 总投资（万元）"
    ]


def test_a_sheet_where_everything_shows_has_no_remarks(hidden):
    assert hidden(lambda sheet: None)[1].remarks == ()


def test_a_zero_on_a_sheet_that_shows_no_zeros_is_in_doubt(hidden):
    def hide(sheet):
        sheet.sheet_view.showZeros = False
        sheet["B2"] = 0

    found, _ = hidden(hide)
    assert found[0].data == {"id": "P2"}
    assert found[0].doubts[0].why.en.startswith('shows "", but 0 is stored')
    assert found[1].data["invested"] == 3 * WAN


GOOD = [1, "甲镇", "油茶", 12, 3, None]
ROW_HEADINGS = ["乡镇", "项目名称", "总投资（万元）", "受益户数（户）", "备注"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["一", None, "产业发展类", 120, 30], Skip.SECTION),
        (["一", "产业发展", None, 120, 30], Skip.SECTION),
        (["（一）", None, "种植业", 120], Skip.SECTION),
        (["一、产业发展", None, None, 120], Skip.SECTION),
        (["小计", None, None, 12], Skip.TOTAL),
        (["小 计", None, None, 12], Skip.TOTAL),
        ([None, "小计", None, 12], Skip.TOTAL),
        (["甲镇", "小计", None, 12], Skip.TOTAL),
        ([2, "甲镇", "小计", 12], Skip.TOTAL),
        ([None, None, "合计：", 120], Skip.TOTAL),
        (["合计12个项目", None, None, 12], Skip.TOTAL),
        (["合计（12个）", None, None, 12], Skip.TOTAL),
        (["共12个项目", None, None, 12], Skip.TOTAL),
        (["全县合计", None, None, 12], Skip.TOTAL),
        (["本页小计", None, None, 12], Skip.TOTAL),
        (["平均", None, None, 12], Skip.TOTAL),
        (["Total", None, None, 12], Skip.TOTAL),
        ([1, 2, "3=1+2", 4, 5, 6], Skip.HEADING),
        ([1, 2, 3, "4=5+6", 5, 6], Skip.HEADING),
        (["甲", "乙", 1, 2, 3, 4], Skip.HEADING),
        (["甲", "乙", "丙", 1, 2, "丁"], Skip.HEADING),
        (["A", "B", "C", 1, 2], Skip.HEADING),
        (["栏次", 1, 2, 3, 4], Skip.HEADING),
        (["①", "②", "③", "④", "⑤"], Skip.HEADING),
        (["（1）", "（2）", "（3）", "（4）"], Skip.HEADING),
        (["第1栏", "第2栏", "第3栏"], Skip.HEADING),
        (["示例", "甲镇", "油茶", 12, 3], Skip.NOTE),
        (["填写示例", "甲镇", "油茶", 12, 3], Skip.NOTE),
        (["（示例）", "甲镇", "油茶", 12, 3], Skip.NOTE),
        (["例：", "甲镇", "油茶", 12, 3], Skip.NOTE),
        ([1, "甲镇", "（示例）油茶", 12, 3], Skip.NOTE),
        (["签字："], Skip.NOTE),
        (["签字（盖章）：", None, None, "日期："], Skip.NOTE),
        (["2023年5月1日"], Skip.NOTE),
        ([None, None, None, None, "2023-05-01"], Skip.NOTE),
        ([datetime(2023, 5, 1)], Skip.NOTE),
        (["二〇二三年五月一日"], Skip.NOTE),
        (["    年    月    日"], Skip.NOTE),
        (["以下空白"], Skip.NOTE),
        ([None, None, "——以下空白——"], Skip.NOTE),
        (["注：本表一式两份"], Skip.NOTE),
        (["注 1.本表一式两份"], Skip.NOTE),
        (["填表说明"], Skip.NOTE),
        (["填表说明：一、本表按年填报"], Skip.NOTE),
        (["※带星号的必填"], Skip.NOTE),
        (["①数据截至5月"], Skip.NOTE),
    ],
)
def test_rows_that_are_no_records_are_passed_over_and_listed(table, row, why):
    headings = ROW_HEADINGS
    found, report = table(headings, GOOD, row, record_type=PROJECT)
    assert [entry.data["name"] for entry in found] == ["油茶"]
    (skipped,) = [skipped for skipped in report.skipped_rows if skipped.row == 3]
    assert skipped.why is why


def test_a_total_beside_a_merged_township_is_no_record(table):
    rows = [GOOD, [2, None, "鱼塘", 1, 1], [None, None, "小计", 13, 4]]
    found, report = table(ROW_HEADINGS, *rows, merges=("B2:B4",), record_type=PROJECT)
    assert [entry.data["name"] for entry in found] == ["油茶", "鱼塘"]
    assert report.skipped[Skip.TOTAL] == 1


@pytest.mark.parametrize(
    "row",
    [
        [2, "甲镇", "统计合计系统", 1], [2, "甲镇", "注册商标", 1],
        ["一", "甲镇", "油茶", 1, 3, "已完工"],
        [2, "甲镇", "示范基地", 1], [1, 2, "鱼塘", 4], [2, "合计村", "鱼塘", 1],
        [None, None, "说明书印制", 1],
        [2, "甲镇", "鱼塘", 1, 3, "合计"], [None, None, "2023年5月1日活动", None],
    ],
)  # fmt: skip
def test_records_that_look_like_such_rows_are_records(table, row):
    found, _ = table(ROW_HEADINGS, GOOD, row, record_type=PROJECT)
    assert len(found) == 2
    assert found[1].data is not None
