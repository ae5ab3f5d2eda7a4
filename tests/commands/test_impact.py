"""What ``linkage-rules impact`` says of the records of a file."""

import re

import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main

POLICY = """policy wells "水井"

record Project "项目"
  id "编号": text required
  depth "深度": whole number

bearer county "县"

action enter "入库" of Project
  permitted by default

norm shallow "太浅" for Project
  when depth < 1000
  county must not enter
"""


@pytest.fixture
def told(tmp_path):
    """What the command ends with, and what it says of a file from one policy to another."""

    def tell(name, content, after, before=POLICY):
        (tmp_path / "old.pol").write_text(before, "utf-8")
        (tmp_path / "new.pol").write_text(after, "utf-8")
        (tmp_path / name).write_text(content, "utf-8")
        places = [str(tmp_path / one) for one in ("old.pol", "new.pol", name)]
        ran = CliRunner().invoke(
            main, ["impact", *places, "--as-of", "2024-05-01", "--language", "zh"]
        )
        return ran.exit_code, ran.output

    return tell


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("编号,深度\nA1,5000\n", "\n没有变化。"),
        ("编号,所报深度数\nA1,500\n", "未能审核的有：未读取的列1个"),
        ("编号,深度\nA1,约500\n", "未能审核的有：存疑单元格1个"),
        ("编号,深度\n", "没有读取到任何记录"),
    ],
)
def test_that_nothing_changes_is_said_of_what_was_judged_alone(told, table, said):
    status, text = told("a.csv", table, POLICY.replace("1000", "10"))
    assert status == 0
    assert said in text
    assert ("\n没有变化。" in text) is (said == "\n没有变化。")


def test_a_file_that_breaks_off_is_compared_as_far_as_it_can_be_read(told):
    status, text = told("a.json", '[{"id": "A1"}, {', POLICY)
    assert status == 1
    assert "读取1条" in text
    assert "文件未能读到末尾，其余部分没有审核" in text


AMOUNT = POLICY.replace("whole number", "money").replace("1000", "1000元")


@pytest.mark.parametrize(("before", "after"), [(POLICY, AMOUNT), (AMOUNT, POLICY)])
def test_each_policy_judges_a_table_as_it_is_read_by_its_own_type(told, before, after):
    status, text = told("a.csv", "编号,深度（万元）\nA1,0.05\n", after, before)
    assert status == 0
    doubtful, sure = ("原", "新") if before is POLICY else ("新", "原")
    assert re.search(f"按{doubtful}政策读取：.*存疑单元格1个", text)
    assert re.search(f"按{sure}政策读取：.*存疑单元格0个", text)
    assert "→ 不明" in text or "不明 →" in text or "待定" in text


@pytest.mark.parametrize(("before", "after"), [(POLICY, AMOUNT), (AMOUNT, POLICY)])
def test_numbers_that_may_count_fen_are_not_taken_for_both(told, before, after):
    status, text = told("a.json", '[{"编号": "A1", "深度": 50000}]', after, before)
    assert status == 2
    assert "深度（原政策为" in text


NESTED = """policy wells "水井"

record Part "部件"
  worth "价值": {type}

record Project "项目"
  id "编号": text required
  parts "部件们": list of Part

bearer county "县"

action enter "入库" of Project
  permitted by default
"""


def test_types_are_compared_within_lists(told):
    before, after = (NESTED.format(type=one) for one in ("whole number", "money"))
    status, text = told("a.json", '[{"编号": "A1", "部件们": [{"价值": 50000}]}]', after, before)
    assert status == 2
    assert "价值（原政策为整数，新政策为金额）" in text
