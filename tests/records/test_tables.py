"""Claims about the tables that offices keep, read into records."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.model.values import NEVER
from linkage_rules.policy.loading import load
from linkage_rules.records import InputError, Skip, digest, read_records
from linkage_rules.records.tables.grid import letters

PROJECT = load("vocabulary").record_type("Project")
VILLAGE = load("vocabulary").record_type("Village")

TOP = [
    "序号", "项目类别", None, None, "乡镇", "村", "项目名称", "建设性质", "实施地点", "时间进度",
    None, "责任单位", "建设内容及规模", "资金规模和筹资方式", None, None, "受益对象", None, None,
    None, None, None, "绩效目标总体", "联农带农机制", "备注",
]  # fmt: skip
SUB = [
    None, "项目类型", "二级项目类型", "项目子类型", None, None, None, None, None, "计划开工时间",
    "计划完工时间", None, None, "项目预算总投资\n（万元）", "其中：财政资金", "其他资金",
    "受益村（个）", "受益户数（户）", "受益人口数（人）", "其中：受益脱贫村数",
    "受益脱贫户及监测对象户数", "受益脱贫人口及监测对象人数", None, None, None,
]  # fmt: skip
GROUPS = ("B{0}:D{0}", "J{0}:K{0}", "N{0}:P{0}", "Q{0}:V{0}")
TITLE = "某县2023年度巩固拓展脱贫攻坚成果和乡村振兴项目库"
WIDTH = len(TOP)
OIL_TEA = [
    1, "产业发展", "生产项目", "种植业基地", "甲镇", "乙村", "油茶种植基地", "新建", "乙村三组",
    "2023年5月", date(2023, 12, 31), "甲镇人民政府", "种植油茶100亩", 12.5, 1.1, 11.4, 1, "30户",
    "1,020", 1, 12, 40,
    "户均增收2000元", "通过土地流转、务工就业带动", None,
]  # fmt: skip
OIL_TEA_DATA = {
    "id": "1", "category": "industry", "subcategory": "生产项目", "subtype": "种植业基地",
    "township": "甲镇", "village": "乙村", "name": "油茶种植基地", "construction": "new",
    "site": "乙村三组", "planned_start": date(2023, 5, 1), "planned_completion": date(2023, 12, 31),
    "responsible_unit": "甲镇人民政府", "content": "种植油茶100亩", "total_investment": 12_500_000,
    "fiscal_amount": 1_100_000, "other_amount": 11_400_000, "beneficiary_villages": 1,
    "beneficiary_households": 30, "beneficiary_people": 1020, "beneficiary_poor_villages": 1,
    "beneficiary_target_households": 12, "beneficiary_target_people": 40,
    "performance_target": "户均增收2000元", "mechanism_description": "通过土地流转、务工就业带动",
    "funds": [{"amount": 1_100_000}, {"type": "other", "amount": 11_400_000}],
}  # fmt: skip


def project(number, name, **cells):
    """A row of the library with the cells named by letter."""
    row = [None] * WIDTH
    row[0], row[6] = number, name
    for letter, value in cells.items():
        row[ord(letter) - ord("A")] = value
    return row


@pytest.fixture
def library(tmp_path):
    """Writes a project library with its title, two rows of headings and merged cells."""

    def write(rows, top=TOP, sub=SUB, merges=(), above=(TITLE,)):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "项目库"
        for line in above:
            sheet.append([line])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row,
                              start_column=1, end_column=WIDTH)  # fmt: skip
        first = len(above) + 1
        sheet.append(top)
        sheet.append(sub)
        for group in GROUPS:
            sheet.merge_cells(group.format(first))
        for column, (upper, lower) in enumerate(zip(top, sub, strict=True), 1):
            if upper and not lower:
                sheet.merge_cells(start_row=first, end_row=first + 1,
                                  start_column=column, end_column=column)  # fmt: skip
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
        path = tmp_path / "项目库.xlsx"
        book.save(path)
        return path

    return write


def read(path, record_type=PROJECT, **settings_):
    reading = read_records(path, record_type, **settings_)
    return list(reading), reading


def balanced(report):
    return report.rows == report.read + report.refused + sum(report.skipped.values())


def test_the_yearly_project_library_is_read_without_a_mapping_of_ones_own(library):
    (entry,), reading = read(library([OIL_TEA]))
    assert entry.data == OIL_TEA_DATA
    assert entry.place.zh == "第4行"
    assert entry.validated(PROJECT)["operating"] is None
    assert reading.report.mapping == "巩固拓展脱贫攻坚成果和乡村振兴项目库"
    assert [heading.text for heading in reading.report.unused] == ["备注"]


def test_three_rows_of_headings_with_numbers_in_front_are_read_too(tmp_path):
    """As the table is printed with 其中 in a row of its own."""
    second = [*SUB]
    second[14:16], second[19:22] = ["其中", None], ["其中", None, None]
    third: list[str | None] = [None] * WIDTH
    third[14:16] = ["1.财政资金（万元）", "2、其他资金（万元）"]
    third[19:22] = ["（1）受益脱贫村（个）", *SUB[20:22]]
    book = openpyxl.Workbook()
    for row in ([TITLE], TOP, second, third, OIL_TEA):
        book.active.append(row)
    merges = ["B2:D2", "J2:K2", "N2:P2", "Q2:V2", "O3:P3", "T3:V3"]
    merges += [
        f"{letters(column)}3:{letters(column)}4" for column in (1, 2, 3, 9, 10, 13, 16, 17, 18)
    ]
    merges += [
        f"{letters(column)}2:{letters(column)}4"
        for column, (upper, lower) in enumerate(zip(TOP, SUB, strict=True))
        if upper and not lower
    ]
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path := tmp_path / "项目库.xlsx")
    (entry,), reading = read(path)
    assert entry.data == OIL_TEA_DATA
    assert [heading.text for heading in reading.report.unused] == ["备注"]


def test_the_parts_of_a_heading_are_told_apart_by_what_stands_above_them(tmp_path):
    path = tmp_path / "项目库.csv"
    path.write_text(
        "某县项目库\n"
        "项目名称,投资规模（万元）,,,受益情况,\n"
        ",总投资,财政资金,,受益户数,受益人口\n"
        ",,金额,种类,,\n"
        "油茶种植,12,8.5,衔接资金,86户,260人\n",
        "utf-8",
    )
    (entry,), reading = read(path)
    assert entry.data["fiscal_amount"] == 8_500_000
    assert entry.data["funds"][0] == {"amount": 8_500_000, "type": "bridging_subsidy"}
    assert entry.data["beneficiary_households"] == 86
    assert entry.data["beneficiary_people"] == 260
    assert not entry.doubts
    assert not reading.report.unused


def test_totals_notes_sections_blank_rows_and_repeated_headings_are_no_records(library):
    rows = [
        list(range(1, WIDTH + 1)),
        ["一、产业发展"],
        OIL_TEA,
        ["小 计", *[None] * 12, 12.5],
        [None],
        TOP,
        SUB,
        project(2, "生态鱼塘"),
        ["甲镇小计", *[None] * 12, 12.5],
        ["合计：", *[None] * 12, 12.5],
        ["备注：本表一式两份。"],
        ["填表人：", None, None, "审核人：", None, "联系电话："],
    ]
    found, reading = read(library(rows))
    assert [entry.data["name"] for entry in found] == ["油茶种植基地", "生态鱼塘"]
    report = reading.report
    assert report.skipped == {
        Skip.TITLE: 1, Skip.HEADING: 5, Skip.SECTION: 1, Skip.TOTAL: 3, Skip.BLANK: 1, Skip.NOTE: 2,
    }  # fmt: skip
    assert (report.rows, report.read, report.refused) == (15, 2, 0)
    assert balanced(report)
    assert 'row 14 passed over (notes): "备注：本表一式两份。"' in report.render("en")
    assert '第13行略过（合计行）："合计："' in report.render("zh")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["一", "产业发展类"], Skip.SECTION),
        (["（二）"], Skip.SECTION),
        (["注：1. 资金以下达文件为准"], Skip.NOTE),
        (["2. 其他说明事项见附件"], Skip.NOTE),
        (["单位负责人（签字）：　　　　填表人：　　　填报时间：2023年3月1日"], Skip.NOTE),
        (["填报单位（盖章）：", None, "制表：张三"], Skip.NOTE),
        (["制表：乡村振兴局"], Skip.NOTE),
    ],
)
def test_what_stands_between_and_below_the_projects_is_no_project(library, cells, why):
    found, reading = read(library([OIL_TEA, cells]))
    assert len(found) == reading.report.read == 1
    assert reading.report.skipped[why] == 1


def test_a_table_without_a_column_for_numbers_names_its_projects_by_their_rows(tmp_path):
    path = tmp_path / "项目.csv"
    path.write_text("项目名称,乡镇,项目类型\n油茶种植,甲镇,其它\n2. 鱼塘,乙镇,\n", "utf-8")
    found, reading = read(path)
    assert [(entry.data["id"], entry.data["name"]) for entry in found] == [
        ("第2行", "油茶种植"),
        ("第3行", "2. 鱼塘"),
    ]
    assert found[0].data["category"] == "other"
    assert not reading.report.refused


def test_a_project_whose_name_has_the_word_of_a_total_in_it_is_a_project(library):
    found, _ = read(library([project(1, "统计合计系统建设"), project(2, "注册商标")]))
    assert [entry.data["name"] for entry in found] == ["统计合计系统建设", "注册商标"]


def test_a_doubtful_cell_is_unknown_and_listed_and_its_row_is_read(library):
    row = project(7, "鱼塘", H="迁建", J=2023.1, N="约100", O="#REF!", R=5.5, U="-")
    (entry,), reading = read(library([row]))
    assert entry.data == {"id": "7", "name": "鱼塘"}
    assert [(doubt.place.column, doubt.where) for doubt in entry.doubts] == [
        ("H", "construction"),
        ("J", "planned_start"),
        ("N", "total_investment"),
        ("O", "fiscal_amount, funds[fiscal].amount"),
        ("R", "beneficiary_households"),
    ]
    assert entry.doubts[0].render("zh") == (
        "第4行H列“建设性质” → 建设性质：不在所列值之中\n"
        "  读到：“迁建”\n"
        "  应为：以下之一：新建、扩建、改建、续建\n"
        "  该字段按未知处理"
    )
    assert [note.place.column for note in entry.notes] == ["U"]
    assert (reading.report.doubtful, reading.report.noted) == (5, 1)
    assert reading.report.doubts == entry.doubts
    assert [doubt.expected.zh for doubt in entry.doubts[2:4]] == ["数字，本列单位为万元，如 95"] * 2
    assert entry.doubts[0].render("zh") in reading.report.render("zh")


def test_blank_cells_are_unknown_never_no_or_zero(library):
    (entry,), _ = read(library([project(1, "鱼塘", V=" \u3000")]))
    assert set(entry.data) == {"id", "name"}
    blank = dict(entry.validated(PROJECT))
    assert (blank.pop("id"), blank.pop("name")) == ("1", "鱼塘")
    # What a blank means is what the policy says of the field, and nothing where it says nothing.
    meant = {field.name: field.blank for field in PROJECT.fields if field.name in blank}
    assert blank == meant
    assert {NEVER} < {*meant.values()} <= {None, NEVER}


@pytest.mark.parametrize(
    ("fiscal", "other", "funds"),
    [
        (1, 2, [{"amount": 1_000_000}, {"type": "other", "amount": 2_000_000}]),
        (1, None, [{"amount": 1_000_000}, None]),
        (None, 2, [None, {"type": "other", "amount": 2_000_000}]),
        (1, 0, [{"amount": 1_000_000}]),
        (0, 0, []),
        (0, None, None),
        (None, None, None),
        ("约1", 2, [None, {"type": "other", "amount": 2_000_000}]),
    ],
)
def test_funds_are_those_a_cell_speaks_of_and_a_blank_leaves_the_list_open(
    library, fiscal, other, funds
):
    (entry,), _ = read(library([project(1, "鱼塘", O=fiscal, P=other)]))
    assert entry.data.get("funds") == funds


def test_a_row_without_a_name_is_refused_with_its_place(library):
    (good, refused), reading = read(library([OIL_TEA, project(2, None, N=5)]))
    assert good.data
    assert refused.data is None
    assert refused.problems[0].where == "name"
    assert "第5行G列" in refused.problems[0].why.zh
    assert (reading.report.refused, reading.report.read) == (1, 1)


def test_a_row_without_a_number_is_named_by_its_row_and_says_so(library):
    (entry,), _ = read(library([project(None, "鱼塘")]))
    assert entry.data["id"] == "第4行"
    assert "which has no number of its own" in entry.notes[0].what.en


def test_a_number_of_the_project_goes_before_the_running_number(library):
    top = [*TOP[:-1], "项目编号"]
    (entry,), reading = read(library([project(1, "鱼塘", Y="XT-001")], top=top))
    assert entry.data["id"] == "XT-001"
    assert [heading.text for heading in reading.report.unused] == ["序号"]


@pytest.mark.parametrize(
    ("heading", "above", "fen"),
    [
        ("项目预算总投资（万元）", (TITLE,), 12_500_000),
        ("项目预算总投资（元）", (TITLE,), 1250),
        ("项目预算总投资", (TITLE, "填报单位：甲县　　单位：万元"), 12_500_000),
        ("项目预算总投资（元）", (TITLE, "单位：万元"), 1250),
        ("项目预算总投资", (TITLE,), None),
    ],
)
def test_the_unit_is_what_the_table_says_and_is_never_guessed(library, heading, above, fen):
    sub = [heading if text and "总投资" in text else text for text in SUB]
    (entry,), _ = read(library([project(1, "鱼塘", N=12.5, O=12.5)], sub=sub, above=above))
    assert entry.data.get("total_investment") == fen
    assert entry.data.get("fiscal_amount") == fen


def test_a_cell_merged_downwards_gives_its_words_to_each_row_and_its_amount_to_none(library):
    rows = [
        project(1, "鱼塘", E="甲镇", N=30),
        project(2, "果园"),
        project(3, "茶园", E="乙镇", N=5),
    ]
    found, _ = read(library(rows, merges=("E4:E5", "N4:N5")))
    assert [entry.data["township"] for entry in found] == ["甲镇", "甲镇", "乙镇"]
    assert [entry.data.get("total_investment") for entry in found] == [None, None, 5_000_000]
    assert [len(entry.doubts) for entry in found] == [1, 1, 0]


def test_the_first_sheet_that_fits_is_read_and_the_others_are_named(library):
    path = library([OIL_TEA])
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明", 0).append(["本表由乡村振兴局填报"])
    book.create_sheet("草稿").append(["项目编号", "项目名称"])
    book.create_sheet("旧", 0).sheet_state = "hidden"
    book.save(path)
    (entry,), reading = read(path)
    assert entry.data == OIL_TEA_DATA
    assert reading.report.other_sheets == ("旧", "说明", "草稿")
    found, _ = read(path, sheet="草稿")
    assert found == []


def test_the_same_table_as_csv_gives_the_same_records(library, tmp_path):
    path = tmp_path / "库.csv"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([[TITLE], TOP, SUB, OIL_TEA, ["合计"]])
        (entry,), reading = read(path)
        assert entry.data == OIL_TEA_DATA
        assert (entry.place.en, reading.report.sheet) == ("row 4", None)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_mixed_and_stand_in_cells(tmp_path, ending):
    path = tmp_path / "村.csv"
    lines = ["村编号,村名", 'V1,"甲\n村"', "", "V2,乙村\r\nV3,丙村", 'V4,"a ""b"", c"']
    path.write_bytes(ending.join(lines).encode())
    found, reading = read(path, VILLAGE)
    assert [entry.data["name"] for entry in found] == ["甲\n村", "乙村", "丙村", 'a "b", c']
    assert balanced(reading.report)


def test_a_file_parted_by_tabs_is_read_too(tmp_path):
    path = tmp_path / "村.csv"
    path.write_text("村编号\t村名\nV1\t甲村，乙组\n", "utf-8")
    assert [entry.data for entry in read(path, VILLAGE)[0]] == [{"id": "V1", "name": "甲村，乙组"}]


def test_headings_may_be_labels_or_names_and_stand_in_any_order(tmp_path):
    path = tmp_path / "项目.csv"
    path.write_text(
        "经营性,id,exemption.approved,项目名称,assets\n√,P1,否,鱼塘,\n×,P2,是,果园,很多\n", "utf-8"
    )
    (first, second), _ = read(path)
    assert first.data == {
        "operating": True, "id": "P1", "exemption": {"approved": False}, "name": "鱼塘",
    }  # fmt: skip
    assert second.data["operating"] is False
    assert [doubt.where for doubt in second.doubts] == ["assets"]


def test_parquet_brings_typed_values_lists_and_records(tmp_path):
    path = tmp_path / "项目.parquet"
    table = pa.table(
        {
            "id": ["P1", "P2"],
            "经营性": [True, None],
            "项目预算总投资（万元）": [1.1, float("nan")],
            "funds": [[{"type": "other", "amount": 5}], []],
            "审批日期": [date(2023, 5, 1), None],
            "工程金额（元）": [Decimal("12.50"), None],
        }
    )
    pq.write_table(table, path)
    (first, second), reading = read(path)
    assert first.data == {
        "id": "P1",
        "operating": True,
        "total_investment": 1_100_000,
        "funds": [{"type": "other", "amount": 5}],
        "approved_on": date(2023, 5, 1),
        "works_amount": 1250,
    }
    assert second.data == {"id": "P2", "funds": []}
    assert (first.position, reading.report.rows, reading.report.read) == (2, 3, 2)
    assert first.validated(PROJECT)["funds"][0]["amount"] == 5


def test_a_list_of_records_from_parquet_that_is_wrong_is_found_by_validation(tmp_path):
    path = tmp_path / "项目.parquet"
    pq.write_table(pa.table({"id": ["P1"], "funds": [[{"amont": 5}]]}), path)
    (entry,), _ = read(path)
    with pytest.raises(Exception, match="did you mean amount"):
        entry.validated(PROJECT)


def test_headings_that_fit_nothing_are_listed_with_what_to_do(tmp_path):
    path = tmp_path / "其他.csv"
    path.write_text("姓名,电话,住址\n甲,1,乙\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_records(path, PROJECT)
    problem = caught.value.problem
    assert problem.value == "A 姓名, B 电话, C 住址"
    assert "linkage-rules map 其他.csv" in problem.hint.en


def test_a_table_without_a_required_column_says_which(tmp_path):
    path = tmp_path / "村.csv"
    path.write_text("村名,乡镇\n甲村,甲镇\n", "utf-8")
    with pytest.raises(InputError, match="there is no column for 村编号"):
        read_records(path, VILLAGE)


def test_two_columns_for_one_field_are_refused(tmp_path):
    path = tmp_path / "村.csv"
    path.write_text("村编号,村名,村名\nV1,甲村,乙村\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_records(path, VILLAGE)
    assert caught.value.problem.value == "B 村名, C 村名"


def test_records_of_a_table_keep_their_digest_whatever_the_format(library, tmp_path):
    (entry,), _ = read(library([OIL_TEA]))
    path = tmp_path / "库.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([TOP, SUB, OIL_TEA])
    (same,), _ = read(path)
    assert digest(same.validated(PROJECT)) == digest(entry.validated(PROJECT))


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 10**16),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(
        ["是", "否", "-", "合计", "小计", "备注：", "一、产业", "2023年5月", "12.5万元", "#REF!",
         "序号", "新建", "1,234", " ", "甲村", "2023.1", "项目名称"]
    ),
    st.text("甲乙1,.%年月 -", max_size=6),
)  # fmt: skip


HEADINGS = [
    "序号", "项目名称", "项目类型", "建设性质", "计划开工时间", "总投资（万元）",
    "其中：财政资金（元）", "其他资金", "受益户数（户）", "联农带农机制",
]  # fmt: skip
TABLES = st.lists(st.lists(CELLS, max_size=len(HEADINGS)), max_size=15)
NAMED = st.sets(st.integers(0, 14))


def with_names(rows, named):
    """The rows, of which some have a name, without which none would be read."""
    named_rows = [
        [*row[:1], f"项目{index}", *row[2:]] if index in named and row else row
        for index, row in enumerate(rows)
    ]
    return [HEADINGS, *named_rows]


def check(path, rows):
    """Nothing is lost on the way from the rows to the entries, and what is read is valid."""
    found, reading = read(path)
    report = reading.report
    assert report.rows == rows == report.read + report.refused + sum(report.skipped.values())
    assert report.read == sum(entry.data is not None for entry in found)
    assert report.doubtful == sum(len(entry.doubts) for entry in found)
    for entry in found:
        assert (entry.data is None) == bool(entry.problems)
        if entry.data is not None:
            entry.validated(PROJECT)
    for language in ("zh", "en"):
        told = report.render(language)
        assert all(doubt.render(language) in told for entry in found for doubt in entry.doubts)


@pytest.mark.slow
@given(rows=TABLES, named=NAMED)
def test_every_row_of_a_csv_table_is_read_refused_or_passed_over(scratch, rows, named):
    path = scratch / "generated.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(with_names(rows, named))
    check(path, len(rows) + 1)


MERGES = st.lists(
    st.tuples(st.integers(2, 16), st.integers(1, 9), st.integers(0, 3), st.integers(0, 2)),
    max_size=3,
)


@settings(max_examples=25)
@given(rows=TABLES, named=NAMED, merges=MERGES)
def test_every_row_of_a_workbook_is_read_refused_or_passed_over(scratch, rows, named, merges):
    path = scratch / "generated.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for row in with_names(rows, named):
        sheet.append(row or [None])
    for top, left, down, right in merges:
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + down, end_column=left + right
        )
    book.save(path)
    written = openpyxl.load_workbook(BytesIO(path.read_bytes()), read_only=True).active
    written.reset_dimensions()
    check(path, sum(1 for _ in written.rows))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@pytest.mark.slow
def test_fifty_thousand_rows_are_read_row_by_row(tmp_path):
    path = Path(tmp_path / "大表.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["项目编号", "项目名称", "项目预算总投资（万元）", "经营性"])
        writer.writerows([f"P{i}", "油茶", i / 10, "是"] for i in range(50_000))
    reading = read_records(path, PROJECT)
    total = sum(entry.data["total_investment"] for entry in reading)
    assert total == sum(range(50_000)) * 100_000
    assert (reading.report.rows, reading.report.read) == (50_001, 50_000)


def test_a_month_in_which_something_ends_is_its_last_day(library):
    (entry,), reading = read(library([project(1, "冷库", J="2024年2月", K="2024年2月")]))
    assert entry.data["planned_start"] == date(2024, 2, 1)
    assert entry.data["planned_completion"] == date(2024, 2, 29)
    assert "按当月最后一天 2024-02-29 读取" in reading.report.render("zh")


def test_the_same_note_on_cells_below_one_another_is_told_once(library):
    rows = [project(number, f"水渠{number}", U="-") for number in (1, 2, 3)]
    _, reading = read(library(rows))
    told = reading.report.render("zh")
    assert told.count("既不是数值也不等于零") == 1
    assert "第4–6行U列" in told
    assert "既不是数值" not in reading.report.in_short("zh")
