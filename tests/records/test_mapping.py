"""Claims about mappings: which column fills which field, and what is wrong with one."""

import re
from pathlib import Path

import openpyxl
import pytest

from linkage_rules.model.types import Scalar
from linkage_rules.policy.loading import load
from linkage_rules.records import (
    InputError,
    MappingError,
    propose_mapping,
    read_mapping,
    read_records,
)
from linkage_rules.records.tables.headings import Heading, folded_heading, unit_in
from linkage_rules.records.tables.mapping_files import mappings_for, parse_mapping, shipped_texts
from linkage_rules.records.tables.mapping_writing import written_mapping
from linkage_rules.records.tables.units import KINDS_OF, Unclear, unit_of

PROJECT = load("vocabulary").record_type("Project")
MONEY, COUNTS = KINDS_OF[Scalar.MONEY], KINDS_OF[Scalar.WHOLE]

MAPPING = """
name = "乡村项目台账"
record_type = "项目"

[[column]]
heading = "编号"
field = "id"

[[column]]
headings = ["工程名称", "名称"]
field = "项目名称"
needed = true

[[column]]
heading = "衔接资金"
field = "funds[subsidy].amount"
unit = "万元"

[[column]]
heading = "下达文号"
field = "funds[subsidy].document"

[[column]]
heading = "自筹"
field = "funds[own].amount"
unit_as = "衔接资金"

[[column]]
heading = "是否盈利性"
field = "operating"
spellings = { "盈利" = true, "公益" = "否" }

[[column]]
heading = "性质"
field = "construction"
spellings = { "改扩建" = "扩建" }

[[column]]
heading = "协议/已签"
field = "agreement.signed"

[fixed]
stage = "已入库"
"funds[subsidy].type" = "bridging_subsidy"
"funds[subsidy].level" = "县级"
"funds[own].type" = "self_raised"

[rows]
totals = ["本页累计"]
notes = ["经办："]
"""
TABLE = """乡村项目台账,,,,,,,,
编号,工程名称,衔接资金,下达文号,自筹,是否盈利性,性质,协议,说明文字
,,,,,,,已签,
P1,鱼塘,10,湘财〔2023〕1号,2.5,盈利,改扩建,√,
P2,果园,,,,公益,新建,,
P3,茶园,0,,3万元,,拆除,×,
本页累计,,10
经办：某人
"""


@pytest.fixture(autouse=True)
def _current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("台账.csv").write_text(TABLE, "utf-8")
    Path("台账.toml").write_text(MAPPING, "utf-8")


def read(mapping="台账.toml"):
    reading = read_records("台账.csv", PROJECT, mapping)
    return list(reading), reading.report


def test_a_mapping_says_which_column_fills_which_field():
    (first, second, third), report = read()
    assert first.data == {
        "stage": "in_library",
        "id": "P1",
        "name": "鱼塘",
        "operating": True,
        "construction": "extension",
        "agreement": {"signed": True},
        "funds": [
            {
                "type": "bridging_subsidy",
                "level": "county",
                "amount": 10_000_000,
                "document": "湘财〔2023〕1号",
            },
            {"type": "self_raised", "amount": 2_500_000},
        ],
    }
    assert second.data == {
        "stage": "in_library", "id": "P2", "name": "果园", "operating": False,
        "construction": "new",
    }  # fmt: skip
    assert third.data["agreement"] == {"signed": False}
    # An amount of zero says that there are no such funds, whatever else is blank.
    assert third.data["funds"] == [{"type": "self_raised", "amount": 3_000_000}]
    assert [doubt.where for doubt in third.doubts] == ["construction"]
    assert (report.mapping, report.read, report.rows) == ("乡村项目台账", 3, 8)
    assert all(entry.validated(PROJECT) for entry in (first, second, third))


def test_columns_with_empty_brackets_fill_an_element_each():
    Path("a.csv").write_text("编号,甲（元）,乙（元）\nP1,1,2\n", "utf-8")
    columns = [("编号", "id"), ("甲", "funds[].amount"), ("乙", "funds[].amount")]
    text = "".join(f'[[column]]\nheading = "{h}"\nfield = "{f}"\n' for h, f in columns)
    (entry,) = read_records("a.csv", PROJECT, parse_mapping(text, "a.toml", PROJECT))
    assert entry.data["funds"] == [{"amount": 100}, {"amount": 200}]


def test_a_mapping_may_be_read_once_and_used_often():
    mapping = read_mapping(Path("台账.toml"), PROJECT)
    assert [entry.data for entry in read(mapping)[0]] == [entry.data for entry in read()[0]]


@pytest.mark.parametrize("kind", sorted(load("xiangtan_2022").package.record_types))
def test_a_mapping_that_is_written_reads_back_as_the_same(kind):
    record_type = load("xiangtan_2022").package.record_types[kind]
    for mapping in mappings_for(record_type):
        assert parse_mapping(written_mapping(mapping), "written", record_type) == mapping


def test_all_that_a_mapping_can_say_is_written():
    given = parse_mapping(MAPPING, "台账.toml", PROJECT)
    assert parse_mapping(written_mapping(given), "台账.toml", PROJECT) == given
    every = """
name = "样样都有"
record_type = "Project"
sheet = "表[一]"
heading_rows = [2, 3]

[[column]]
heading = "编号"
field = "id"
otherwise = "row number"

[[column]]
headings = ["甲", "乙/丙"]
fields = ["total_investment", "fiscal_amount"]
unit = "千元"
needed = true

[[column]]
heading = "丁"
field = "other_amount"
unit_as = "甲"

[[column]]
heading = "完工"
field = "planned_completion"
month = "last"

[[column]]
heading = "经营"
field = "operating"
[column.spellings]
"属于" = true
"不属于" = false

[fixed]
works_amount = "12.5万元"
entered_on = "2023-05-01"
beneficiary_people = 7
inspected = true

[rows]
totals = ["本页累计"]
notes = ["经办："]
"""
    mapping = parse_mapping(every, "样样都有", PROJECT)
    assert parse_mapping(written_mapping(mapping), "样样都有", PROJECT) == mapping


def test_the_shipped_mappings_hold_for_the_vocabulary():
    names = [mapping.name for mapping in mappings_for(PROJECT)]
    assert len(names) == len(shipped_texts()) + 1
    for name, text in shipped_texts():
        assert parse_mapping(text, name, PROJECT).columns


def test_the_mapping_in_the_guide_is_one():
    guide = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text("utf-8")
    text = guide.partition("```toml\n")[2].partition("```")[0]
    columns = parse_mapping(text, "mapping.md", PROJECT).columns
    paths = [column.targets[0].path for column in columns]
    assert paths[:4] == ["id", "name", "funds[subsidy].amount", "funds[own].amount"]
    assert "operating" in paths  # by_label


def test_by_label_reads_what_no_column_names_and_leaves_headings_to_those_that_have_them():
    text = f"by_label = true\n{MAPPING}"
    Path("台账.csv").write_text(
        "编号,工程名称,经营性,operating,资产,已建立机制\nP1,鱼塘,是,,x,√\n", "utf-8"
    )
    mapping = parse_mapping(text, "a.toml", PROJECT)
    (entry,) = (reading := read_records("台账.csv", PROJECT, mapping))
    assert entry.data == {
        "stage": "in_library", "id": "P1", "name": "鱼塘", "mechanism_established": True,
    }  # fmt: skip
    # The mapping has a column of its own for `operating`, and no cell holds a list of records.
    assert [h.text for h in reading.report.unused] == ["经营性", "operating", "资产"]


def test_by_label_is_true_or_false():
    with pytest.raises(MappingError, match="true or false"):
        parse_mapping(f'by_label = "yes"\n{MAPPING}', "a.toml", PROJECT)


WRONG = [
    ('[[column]]\nheading = "编号"\nfield = "idd"', "Project has no field idd", "did you mean id?"),
    ('[[column]]\nheading = "a"\nfield = "项目名"', "Project has no field 项目名",
     "did you mean 项目名称?"),
    (
        '[[column]]\nheading = "a"\nfield = "funds[a].amont"',
        "Fund has no field amont",
        "did you mean amount?",
    ),
    (
        '[[column]]\nheading = "a"\nfield = "funds.amount"',
        "funds is a list; name the element, such as funds[a]",
        None,
    ),
    ('[[column]]\nheading = "a"\nfield = "name.x"', "name has no fields of its own", None),
    ('[[column]]\nheading = "a"\nfield = "name[1]"', "name is no list of records", None),
    (
        '[[column]]\nheading = "a"\nfield = "a..b"',
        "not a field path",
        'write it like "name", "agreement.signed" or "funds[fiscal].amount"',
    ),
    (
        '[[column]]\nheading = "a"\nfield = "name"\nunit = "万元"',
        "a unit for a field that is no amount and no number",
        "leave the unit out",
    ),
    (
        '[[column]]\nheading = "a"\nfield = "works_amount"\nunit = "元整"',
        "no such unit",
        "did you mean 元?",
    ),
    ('[[column]]\nheadding = "a"\nfield = "name"', "unknown entry", "did you mean heading?"),
    ('[[column]]\nfield = "name"', "missing", None),
    ('[[column]]\nheading = "a"', "missing", None),
    ('[[column]]\nheading = 3\nfield = "name"', "wrong type, this is a whole number", None),
    ('[[column]]\nheading = "a"\nfield = "name"\nneeded = "yes"', "wrong type, this is text", None),
    ('[[column]]\nheading = "a"\nfield = "operating"\notherwise = "row number"',
     "unknown entry", None),
    (
        '[[column]]\nheading = "a"\nfield = "construction"\nspellings = { "x" = "neww" }',
        "not one of the listed values",
        "did you mean new?",
    ),
    ('[[column]]\nheading = "a"\nfield = "name"\nspellings = { "x" = "y" }', "unknown entry", None),
    ('[[column]]\nheading = "a"\nfield = "works_amount"\nunit_as = "b"',
     "no column is headed so", None),
    ('[[column]]\nheading = "编号 "\nfield = "name"', "two columns are headed so", None),
    ('[[column]]\nheading = "a"\nfield = "id"', "given by two columns", None),
    ("[fixed]\nstage = 'done'", "not one of the listed values", None),
    (
        "[fixed]\nworks_amount = '12.345元'",
        "not a whole number of fen",
        "give the amount to the fen: two decimals of a yuan",
    ),
    ("[fixed]\nstge = 'approved'", "Project has no field stge", "did you mean stage?"),
    ("[rows]\ntotal = ['合计']", "unknown entry", "did you mean totals?"),
    ("[rows]\ntotals = 3", "wrong type, this is a whole number", None),
]  # fmt: skip
HEAD = '[[column]]\nheading = "编号"\nfield = "id"\n\n'


@pytest.mark.parametrize(("text", "why", "hint"), WRONG, ids=lambda v: str(v)[-30:])
def test_a_mistake_in_a_mapping_says_what_is_wrong_and_what_was_meant(text, why, hint):
    with pytest.raises(MappingError) as caught:
        parse_mapping(HEAD + text, "a.toml", PROJECT)
    problem = next(p for p in caught.value.problems if p.why.en == why)
    assert (problem.hint.en if problem.hint else None) == hint
    assert problem.where.startswith("a.toml")
    assert problem.why.zh != problem.why.en


def test_all_mistakes_of_a_mapping_are_told_at_once_with_their_lines():
    text = HEAD + '[[column]]\nheading = "名称"\nfield = "nam"\nunit = "斤"\n\n[fixed]\nstge = 1\n'
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "a.toml", PROJECT)
    assert [problem.where for problem in caught.value.problems] == [
        "a.toml:5: column 2.field",
        "a.toml:5: column 2.unit",
        "a.toml: fixed.stge",
    ]
    assert caught.value.render("zh").count("\n  应为：") == 3
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("a = 1\nname = ", "a.toml:2", "not TOML: "),
        ("\nname = 'x'\nname = 'y'", "a.toml:3", "not TOML: "),
        ("x = " + "[" * 100_000, "a.toml:1", "not TOML: "),
        ("", "a.toml: column", "missing"),
        ("column = 3", "a.toml: column", "missing"),
        ('column = ["a"]', "a.toml: column 1", "wrong type, this is text"),
        ("heading_rows = [3, 2]", "a.toml: heading_rows", "wrong type, this is a list"),
        ('record_type = "Village"', "a.toml: record_type",
         "the mapping is for another record type"),
        ('[[column]]\nheading = "a"\nfield = "name"', "a.toml: column",
         "no column for the required field id"),
    ],
    ids=lambda v: v[:20],
)  # fmt: skip
def test_a_text_that_is_no_mapping_says_where(text, place, why):
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "a.toml", PROJECT)
    assert any(
        p.where.startswith(place) and p.why.en.startswith(why) for p in caught.value.problems
    )


NO_TOML = (
    *("a b", "[a", "a = 1 b = 2", "[[a]", "a = [1", "a = {b = 1", 'a = "\\q"', 'a = "\\xzz"'),
    *('a = "\\ud800"', 'a = "x', "a = 2024-13-45", "a = yes", "a\n", "a =", "=1", "a = 1\na = 2"),
    *("[a]\n[a]", "a = {b = 1, b = 2}", "a = {b = 1}\n[a]", "a = {}\n[a.b]", "a = '\0'"),
    *("a.b = 1\n[a.b]", "a = '''x", "# \0", "a = 1\n[a]", "[[a]]\n[a]", 'a = "\n"', "a = {,}"),
)


@pytest.mark.parametrize("text", NO_TOML)
def test_what_python_says_of_a_text_that_is_no_toml_is_said_in_both_languages(text):
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "a.toml", PROJECT)
    why = caught.value.problem.why
    assert why.code == "MAP-213"
    assert "此处无法识别" not in why.zh
    assert not re.search(r"[a-z]{3,}", why.zh)


def test_a_mapping_file_that_is_not_there_or_no_text_says_so():
    with pytest.raises(InputError, match="there is no such file"):
        read("nirgends.toml")
    Path("odd.toml").write_bytes('name = "村"'.encode("gb18030"))
    with pytest.raises(InputError, match="not UTF-8"):
        read("odd.toml")
    Path("huge.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="more than 1000000 bytes"):
        read("huge.toml")


def test_a_mapping_that_does_not_fit_says_which_column_is_lacking():
    Path("台账.csv").write_text("编号,名字,性质\nP1,鱼塘,新建\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read()
    assert str(caught.value.problem.why) == "there is no column for 工程名称"
    assert caught.value.problem.value == "A 编号, B 名字, C 性质"


def test_the_rows_of_the_headings_may_be_said():
    Path("台账.toml").write_text(
        "heading_rows = [2, 3]\n" + MAPPING.replace("\nname", "\n#"), "utf-8"
    )
    assert len(read()[0]) == 3


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("其中：\n财政资金（万元）", "财政资金"),
        ("受益户数 (户)*", "受益户数"),
        ("总投资，万元", "总投资"),
        ("乡镇（街道）", "乡镇"),
        ("（万元）", "(万元)"),
        ("其中", "其中"),
        ("其中：1.财政资金（万元）", "财政资金"),
        ("（2）其他资金", "其他资金"),
        ("2023.05资金", "2023.05资金"),
        ("12.5", "12.5"),
        ("ＩＤ", "id"),
    ],
)
def test_what_varies_in_headings_does_not_count(heading, folded):
    assert folded_heading(heading) == folded


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("总投资（万元）", "万元"),
        ("总投资(单位:元)", "元"),
        ("总投资/亿元", "亿元"),
        ("资金（人民币万元）", "人民币万元"),
        ("单位：万元", "万元"),
        ("多元化经营", None),
        ("单位", None),
        ("美元账户", None),
    ],
)
def test_a_unit_is_found_where_headings_give_it(text, unit):
    found = unit_in(text)
    assert (found.text if found else None) == unit


def test_a_heading_of_two_rows_is_known_by_both_or_by_the_last():
    heading = Heading(1, ("受益对象", "受益户数（户）"))
    assert heading.keys == ("受益对象/受益户数", "受益户数")
    assert (heading.letter, heading.counted, heading.unit(MONEY)) == ("B", "户", Unclear("户"))
    assert heading.unit(COUNTS) == unit_of("户")


def strange_table():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["某县帮扶项目台账"])
    sheet.append(["项目编码", "项目的名称", "预算总投资额（万元）", "开工日", "电话", "工程总金额"])
    sheet.append(["P1", "鱼塘", 12.5, "2023年5月", "0731", 3])
    sheet.append(["P2", "果园", "待定", "2023.11", "0732", 4])
    book.save("奇怪.xlsx")
    return Path("奇怪.xlsx")


def test_a_proposal_lays_like_headings_and_fields_side_by_side_for_a_person_to_check():
    proposal = propose_mapping(strange_table(), PROJECT)
    proposed = {c.heading.text: c.field for c in proposal.columns}
    assert proposed["项目编码"] == "id"
    assert proposed["项目的名称"] == "name"
    assert proposed["预算总投资额（万元）"] == "total_investment"
    assert proposed["电话"] is None
    by_heading = {c.heading.text: c for c in proposal.columns}
    money = by_heading["预算总投资额（万元）"]
    assert (money.filled, money.readable, money.unit) == (2, 1, "万元")
    assert money.likeness < by_heading["项目的名称"].likeness < by_heading["项目编码"].likeness == 1
    assert by_heading["项目的名称"].similar[0] == "name"
    assert len(by_heading["项目的名称"].similar) > 1
    assert by_heading["电话"].similar == ()
    assert "# E 列 电话：没有相近的字段" in proposal.text
    assert "heading_rows = [2, 2]" in proposal.text


def test_a_proposal_is_a_mapping_that_reads_its_table():
    path = strange_table()
    proposal = propose_mapping(path, PROJECT)
    Path("奇怪.toml").write_text(proposal.text, "utf-8")
    first, second = read_records(path, PROJECT, "奇怪.toml")
    assert (first.data["id"], first.data["total_investment"]) == ("P1", 12_500_000)
    assert [doubt.where for doubt in second.doubts][:1] == ["total_investment"]


def test_a_proposal_survives_headings_that_mean_something_in_toml():
    book = openpyxl.Workbook()
    book.active.append(['a"b', "c\\d", "项目\n名称", "编号]\n[x]", "#", "项目编号"])
    book.active.append(["1", "2", "3", "4", "5", "6"])
    book.save("toml.xlsx")
    text = propose_mapping("toml.xlsx", PROJECT).text
    assert parse_mapping(text, "toml", PROJECT).columns


def test_only_tables_get_a_proposal():
    Path("a.json").write_text("[]")
    with pytest.raises(InputError, match="not a table"):
        propose_mapping("a.json", PROJECT)


@pytest.mark.parametrize(
    "text",
    [
        "sheet = 1e999999999999999999999",
        f"sheet = [1e{'1' * 60}]",
        f"sheet = {'9' * 5_000}",
    ],
)
def test_a_number_that_python_does_not_read_is_refused(text):
    shape = load("xiangtan_2022").record_type("Project")
    with pytest.raises(InputError) as raised:
        parse_mapping(text, "a.toml", shape)
    assert "too many digits" in raised.value.render("en")
