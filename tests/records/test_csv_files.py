"""Claims about text files as offices and programs write them: no wrong name in silence."""

from pathlib import Path

import openpyxl
import pytest

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import InputError, read_records

VILLAGE = RecordType(
    "Village",
    "村",
    (
        Field("id", "编号", Scalar.TEXT),
        Field("name", "村名", Scalar.TEXT, required=True),
        Field("people", "人口", Scalar.WHOLE),
    ),
)


@pytest.fixture
def written(tmp_path):
    def write(content: bytes | str, encoding="utf-8", name="a.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def rows(path):
    return [entry.data for entry in read_records(path, VILLAGE)]


def refusal(path):
    with pytest.raises(InputError) as raised:
        list(read_records(path, VILLAGE))
    return raised.value.problem


TABLE = "村名,人口\n甲村,120\n䶮家村,80\n㑇𠮷村,7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_offices_write_is_read(written, encoding):
    found = rows(written(TABLE, encoding))
    assert [row["name"] for row in found] == ["甲村", "䶮家村", "㑇𠮷村"]
    assert [row["people"] for row in found] == [120, 80, 7]


def test_a_mark_at_the_start_is_no_part_of_a_heading_in_any_encoding(written):
    assert rows(written("\ufeff村名,人口\n甲村,120\n", "gb18030"))[0]["name"] == "甲村"


HEAD = "村名,人口\n".encode("gb18030")
MIXED = {
    "GB first": (HEAD + "甲村,1\n".encode(), 2, "line 1 is in GB18030, line 2 in UTF-8"),
    "UTF-8 first": (
        "村名,人口\n".encode() + "乙村,1\n".encode("gb18030"),
        2,
        "line 1 is in UTF-8, line 2 in GB18030",
    ),
    "one in the middle of many": (
        "村名,人口\n".encode()
        + "丙村,1\n".encode() * 20_000
        + "丁家湾村,1\n".encode("gb18030")
        + "丙村,1\n".encode() * 20_000,
        20_002,
        "line 1 is in UTF-8, line 20002 in GB18030",
    ),
    "one name in a GB file": (
        HEAD + "石湾村,1\n".encode("gb18030") * 500 + "花石镇,1\n".encode(),
        502,
        "line 1 is in GB18030, line 502 in UTF-8",
    ),
}


@pytest.mark.parametrize("case", MIXED)
def test_two_encodings_in_one_file_are_refused_naming_the_line(written, case):
    content, line, why = MIXED[case]
    problem = refusal(written(content))
    assert problem.where.endswith(f"a.csv:{line}")
    assert problem.why.en == why
    assert "CSV UTF-8" in problem.hint.en


def test_big5_is_named_and_never_read_with_wrong_characters(written):
    table = "村名,人口\n花蓮縣光復鄉大興村,120\n臺東縣池上鄉,80\n"
    problem = refusal(written(table, "big5"))
    assert "Big5" in problem.why.en
    assert "Big5" in problem.hint.zh


JAPANESE = {
    "kana": "村名,人口\nさくら町の田中さん,120\nカタカナ,80\n",
    "names alone": "id,name\n1,長野県松本市\n2,東京都千代田区\n3,京都府京都市\n",
    "one name": "id,name\n1,北海道札幌市\n",
    "half-width kana beside others": "id,name\n1,北海道札幌市中央区\n2,ｱﾊﾟｰﾄ東京都港区\n",
}


@pytest.mark.parametrize("name", JAPANESE)
def test_shift_jis_is_named_and_never_read_with_wrong_characters(written, name):
    problem = refusal(written(JAPANESE[name], "cp932"))
    assert "Shift-JIS" in problem.why.en
    assert "Shift-JIS" in problem.hint.zh


def test_euc_jp_with_kana_is_named(written):
    problem = refusal(written(JAPANESE["kana"], "euc_jp"))
    assert "EUC-JP" in problem.why.en


NAMES = [
    *("石湾村", "花石镇", "青山桥镇", "响水乡", "楠竹山镇", "联通", "一些", "目", "汉川", "喆家村"),
    *("镕基村", "瀞文", "堃", "婞"),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_gb18030_are_not_taken_for_anything_else(written, name):
    assert rows(written(f"村名,人口\n{name},1\n", "gb18030"))[0]["name"] == name


def test_a_line_in_no_encoding_is_named(written):
    problem = refusal(written("村名,人口\n甲村,1\n".encode() + b"\xff\xff,2\n"))
    assert problem.where.endswith(":3")
    assert "neither UTF-8 nor GB18030" in problem.why.en


PARTED = {
    "tabs": "村名\t人口\n甲村\t120\n",
    "semicolons": "村名;人口\n甲村;120\n",
    "a line that says so": "sep=;\n村名;人口\n甲村;120\n",
    "the same in quotes": '"sep=|"\n村名|人口\n甲村|120\n',
    "a title above": "某县台账\n村名\t人口\n甲村\t120\n",
    "commas in quotes beside tabs": '村名\t人口\n"甲村"\t"120"\n合计\t"1,200"\n',
    "line ends in quotes": '"村\n名",人口\n甲村,120\n',
    "line ends of old": "村名,人口\r甲村,120\r",
    "line ends of Windows": "村名,人口\r\n甲村,120\r\n",
}


@pytest.mark.parametrize("case", PARTED)
def test_cells_are_parted_as_they_come(written, case):
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        (row,) = rows(written(PARTED[case], encoding))
        assert (row["name"], row["people"]) == ("甲村", 120)


def test_a_line_end_within_a_cell_is_one_character(written):
    (row,) = rows(written('村名,人口\r\n"甲\r\n村",1\r\n'))
    assert row["name"] == "甲\n村"


IDENTIFIERS = {
    '="000013"': "000013",
    '"=""000013"""': "000013",
    "000013": "000013",
    "430321198001011234": "430321198001011234",
    "123456789012345": "123456789012345",
    "1-2": "1-2",
    "43032119800101123X": "43032119800101123X",
    "A_x000D_": "A",
}


@pytest.mark.parametrize("written_as", IDENTIFIERS)
def test_identifiers_are_taken_as_they_were_meant(written, written_as):
    (entry,) = read_records(written(f"编号,村名\n{written_as},甲村\n"), VILLAGE)
    assert entry.data["id"] == IDENTIFIERS[written_as]
    assert not entry.notes


@pytest.mark.parametrize("shortened", ["4.30321E+17", "4.3E+17", "1.23457e+11", "4E+17"])
def test_identifiers_that_a_spreadsheet_has_shortened_are_in_doubt(written, shortened):
    path = written(f"编号,村名\n{shortened},甲村\n{shortened},乙村\n")
    entries = list(read_records(path, VILLAGE))
    for entry in entries:
        assert "id" not in entry.data
        assert "digits left out are lost" in entry.doubts[0].why.en
        assert "文本" in entry.doubts[0].hint.zh


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        ("430321198001011000", "zeros behind 15 digits"),
        ("1月2日", "such as 1-2"),
        ("2-Jan", "such as 1-2"),
        ("Jan-02", "such as 1-2"),
        ("12.0", "given a decimal"),
    ],
)
def test_identifiers_that_may_be_altered_are_noted(written, seen, word):
    (entry,) = read_records(written(f"编号,村名\n{seen},甲村\n"), VILLAGE)
    assert entry.data["id"] == seen
    assert word in entry.notes[0].what.en


def book(path, *cells, code="General"):
    made = openpyxl.Workbook()
    made.active.append(["编号", "村名"])
    for value in cells:
        made.active.append([value, "甲村"])
        made.active.cell(made.active.max_row, 1).number_format = code
    made.save(path)
    return path


@pytest.mark.parametrize("code", ["General", "0"])
def test_numbers_of_more_than_15_digits_are_in_doubt_in_workbooks_too(tmp_path, code):
    path = book(tmp_path / "a.xlsx", 430321198001011234, 4.30321198001011e17, code=code)
    for entry in read_records(path, VILLAGE):
        assert "more than 15 digits" in entry.doubts[0].why.en


def test_exactly_15_digits_are_taken(tmp_path):
    path = book(tmp_path / "a.xlsx", 123456789012345)
    assert next(iter(read_records(path, VILLAGE))).data["id"] == "123456789012345"


def test_characters_that_stand_by_number_in_a_workbook_are_those(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["编_x000D_\n号", "村_x000D_名"])
    made.active.append(["A_x000D_\nB", "甲村_x000d_"])
    made.active.append(["_x005F_x000D_", "乙村"])
    made.save(tmp_path / "a.xlsx")
    found = rows(tmp_path / "a.xlsx")
    assert found == [{"id": "A\nB", "name": "甲村"}, {"id": "_x000D_", "name": "乙村"}]
