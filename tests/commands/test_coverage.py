"""`linkage-rules coverage`: what it says and how it ends."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linkage_rules.commands.cli import main
from linkage_rules.policy.loading import bundled_folder
from tests.places import SMALL_WORKS


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["coverage", *map(str, arguments)])


@pytest.fixture
def policy(tmp_path):
    """A copy of the small policy with more text below it."""

    def copy(more: str) -> Path:
        (tmp_path / "source.txt").write_text(
            (SMALL_WORKS / "source.txt").read_text("utf-8"), "utf-8"
        )
        text = (SMALL_WORKS / "policy.pol").read_text("utf-8")
        (tmp_path / "policy.pol").write_text(text + more, "utf-8")
        return tmp_path

    return copy


MISSING_EXAMPLES = """
示例 "村民不同意" 关于 项目
  给定 有方案: 是, 村民同意: 否, 金额: 60万元
  截至 2023年5月1日
  期望 非 具备入库条件

示例 "豁免" 关于 项目
  给定 有方案: 是, 村民同意: 是, 已获豁免: 是
  截至 2023年5月1日
  期望 listing 不适用
"""


def test_the_report_names_what_is_missing_and_the_example_to_write():
    found = run(SMALL_WORKS, "--language", "en")
    assert found.exit_code == 0
    lines = [line.replace(str(SMALL_WORKS), "SMALL") for line in found.stdout.splitlines()]
    assert [line.replace("tests/small_policies/small_works", "SMALL") for line in lines] == [
        "Coverage of small_works",
        "",
        "norms  3/4  75%",
        "conditions  4/7  57%",
        "",
        "Not covered yet",
        "",
        "fact ready  SMALL/policy.pol:25",
        "  means agreed  SMALL/policy.pol:26",
        "    missing: an example with no here, while “has_plan” is yes",
        "",
        "norm listing  SMALL/policy.pol:42",
        "  unless exempt  SMALL/policy.pol:45",
        "    missing: an example with yes here, while “ready” is yes",
        "",
        "norm village_builds  SMALL/policy.pol:48",
        "  missing: an example in which it does not apply, on a day it is in force",
        "  when amount < small_limit  SMALL/policy.pol:50",
        "    missing: an example with no here",
    ]


def test_the_report_speaks_chinese_by_labels():
    found = run(SMALL_WORKS, "--language", "zh").stdout
    assert "规范  3/4  75%\n条件  4/7  57%\n" in found
    assert "事实 具备入库条件（ready）" in found
    assert "  除非 已获豁免" in found
    assert "缺示例：此条件为“是”，同时“具备入库条件”为“是”" in found


def test_the_examples_it_asks_for_cover_everything(policy):
    found = run(policy(MISSING_EXAMPLES), "--language", "en", "--min-conditions", "100")
    assert found.exit_code == 0
    assert "norms  4/4  100%" in found.stdout
    assert "conditions  7/7  100%" in found.stdout
    assert "Not covered yet" not in found.stdout


@pytest.mark.parametrize(
    ("asked", "status"), [("0", 0), ("57", 0), ("57%", 0), ("58", 1), ("100", 1)]
)
def test_fewer_conditions_than_asked_for_end_with_findings(asked, status):
    """Four of seven are 57.1%."""
    found = run(SMALL_WORKS, "--min-conditions", asked, "--language", "en")
    assert found.exit_code == status
    said = f"57% of the conditions are covered, {asked}% were asked for\n"
    assert found.stderr == (said if status else "")


@pytest.mark.parametrize("asked", ["101", "-1", "ninety", "9.5", "", "９０", "1e1"])
def test_a_minimum_that_is_no_percentage_is_refused(asked):
    found = run(SMALL_WORKS, f"--min-conditions={asked}", "--language", "en")
    assert found.exit_code == 2
    assert "not a whole number from 0 to 100" in found.stderr


@pytest.mark.parametrize(("language", "said"), [("en", "expected"), ("zh", "应为")])
def test_a_policy_with_errors_is_not_measured(policy, language, said):
    found = run(policy("\n事实 broken 关于 项目\n  指 没有这个字段\n"), "--language", language)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert said in found.stderr


def test_the_page_needs_no_other_file():
    page = run(SMALL_WORKS, "--format", "html", "--language", "zh").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="zh-CN">' in page
    assert not [word for word in ("<script", "<link", "http:", "https:", "src=") if word in page]


def test_the_page_shows_covered_and_uncovered_with_the_examples():
    page = run(SMALL_WORKS, "--format", "html", "--language", "en").stdout
    assert "具备条件" in page
    assert page.count('class="advice"') == 3
    assert 'id="listing" class="open"' in page
    assert 'id="no_plan" class="closed"' in page


def test_texts_of_the_policy_cannot_become_markup(policy):
    hostile = (
        '\n示例 "<script>alert(1)</script>" 关于 项目\n  给定 金额: 60万元\n  截至 2023年5月1日\n'
    )
    hostile += "  期望 非 （具备入库条件 已知）\n"
    page = run(policy(hostile), "--format", "html").stdout
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_control_characters_do_not_reach_the_terminal(policy):
    hostile = '\n事实 odd "怪\x1b[2J" 关于 项目\n  指 有方案\n  依据 二.(一) "没有方案"\n'
    found = run(policy(hostile))
    assert "\x1b" not in found.stdout + found.stderr


VALUE = """政策 p "试"

记录 Project "项目"
  amount "金额"：金额

事实 double "两倍" 关于 项目：金额
  指 金额 * 2
"""
EXAMPLE = """
示例 "一" 关于 项目
  给定 金额：{amount}
  截至 2023年1月1日
  期望 两倍 已知
"""


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_value_that_no_example_works_out_is_not_covered(tmp_path, form):
    policy = tmp_path / "p.pol"
    policy.write_text(VALUE, "utf-8")
    found = run(policy, "--language", "zh", "--format", form, "--min-conditions", "1")
    assert found.exit_code == 1
    assert (
        "还缺：一个能算出其值的示例" if form == "text" else '有值 <span class="tag bad">缺<'
    ) in found.stdout
    assert "示例已从正反两面" not in found.stdout
    assert "事实的值覆盖率 0%" in found.stderr


def test_an_example_that_works_a_value_out_covers_it(tmp_path):
    policy = tmp_path / "p.pol"
    policy.write_text(VALUE + EXAMPLE.format(amount="3元"), "utf-8")
    found = run(policy, "--language", "zh", "--min-conditions", "100")
    assert (found.exit_code, "事实的值  1/1" in found.stdout) == (0, True), found.stderr


def test_a_policy_with_nothing_to_exercise_is_told_so(tmp_path):
    policy = tmp_path / "p.pol"
    policy.write_text(VALUE.partition("事实")[0], "utf-8")
    found = run(policy, "--language", "en")
    assert "declares no norm, fact or condition" in found.stdout
    assert "exercise every norm" not in found.stdout


def test_an_overlay_is_measured_by_what_it_says_itself():
    found = run("example_successor", "--language", "en").stdout
    assert "norms  3/3" in found
    assert "no_mechanism_no_entry" not in found


@pytest.mark.slow
def test_each_condition_of_a_table_stands_where_its_row_does(tmp_path):
    """Shown where the county has no examples, so that all of its conditions are listed."""
    county = tmp_path / "example_county"
    shutil.copytree(bundled_folder() / "example_county", county)
    for file in county.glob("*.pol"):
        declared = re.split(r"\n(?=\S)", file.read_text("utf-8"))
        kept = (one for one in declared if not one.startswith("示例"))
        file.write_text("\n".join(kept) + "\n", "utf-8")
    found = run(county, "--language", "en").stdout
    assert ":0" not in found.replace(":0.", "")
    places = set(re.findall(r"10_standards\.pol:(\d+)", found))
    assert len(places) > 3
