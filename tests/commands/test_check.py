"""`linkage-rules check`: every problem at once, or what a policy holds."""

import pytest

from linkage_rules.model.findings import FindingKind
from linkage_rules.words.finding_words import ANSWERABLE

BROKEN = """政策 broken "有错的政策"

记录 Project "项目"
  planned "有方案": 是否

主体 office "办公室"

行为 enter_library "入库" 关于 项目

规范 no_plan "无方案" 对于 项目
  当 非 有方安
  办公室 不得 入库

规范 no_entry "不得" 对于 项目
  当 有方案 +
  办公室 不得 入库
"""


@pytest.fixture
def broken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.pol").write_text(BROKEN, "utf-8")
    return "broken.pol"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_is_shown_with_its_place(run, golden, broken, language):
    found = run("check", broken, language=language)
    assert found.exit_code == 2
    assert found.stdout == ""
    golden(f"check_broken.{language}.txt", found.stderr)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "library_entry：没有问题；规范6条，事实0个，示例3个，性质1个\n"),
        ("en", "library_entry: no problems; 6 norms, 0 facts, 3 examples, 1 properties\n"),
    ],
)
def test_a_good_policy_is_said_in_one_line(run, library_entry, language, line):
    found = run("check", "policy.pol", language=language)
    assert (found.output, found.exit_code) == (line, 0)


def test_a_good_policy_beside_a_broken_one_is_still_said_to_be_good(run, library_entry, broken):
    found = run("check", library_entry, broken)
    assert "library_entry：没有问题" in found.stdout
    assert found.exit_code == 2


@pytest.mark.slow
def test_the_shipped_policies_have_no_problems(run):
    assert run("check", "vocabulary", "xiangtan_2022").exit_code == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh",
            "POL-112：截止日期早于起始日期：…至…\n"
            "原因：一段时间的截止日期不能早于起始日期。\n"
            "改法：对照文件核对两个日期，看是否写反。\n",
        ),
        (
            "en",
            "POL-112: the end lies before the beginning: … to …\n"
            "Cause: A period ends on its last day, which cannot lie before its first.\n"
            "Cure: Check both dates against the document; they may be the wrong way round.\n",
        ),
    ],
)
@pytest.mark.parametrize("code", ["POL-112", "pol-112", "112"])
def test_a_code_is_explained_without_a_policy(run, code, language, told):
    found = run("check", "--explain", code, language=language)
    assert (found.exit_code, found.stdout) == (0, told)
    assert run("check", "--explain", code, "--language", language).stdout == told


@pytest.mark.parametrize("written", ["ambiguous-month-end", "AMBIGUOUS_MONTH_END"])
def test_a_kind_of_finding_is_explained_with_how_it_is_answered(run, written):
    told = run("check", "--explain", written, language="zh").stdout
    assert told.startswith("ambiguous-month-end：月末有歧义\n建议：")
    assert "“答复 月末有歧义 关于 ……”" in told
    in_english = run("check", "--explain", written, language="en").stdout
    assert "“answers ambiguous_month_end of …”" in in_english


@pytest.mark.parametrize("kind", FindingKind)
def test_a_kind_that_no_property_answers_is_explained_so(run, kind):
    told = run("check", "--explain", kind.value, language="en").stdout
    assert ("No property answers it" in told) == (kind not in ANSWERABLE.values())


def test_a_kind_that_does_not_exist_is_answered_by_near_ones(run):
    found = run("check", "--explain", "idle_nrm", language="en")
    assert found.exit_code == 2
    assert "did you mean idle-norm" in found.stderr


def test_a_code_that_does_not_exist_is_answered_by_near_ones(run):
    found = run("check", "--explain", "POL-2020")
    assert found.exit_code == 2
    assert "没有代码 POL-2020，是否想写 POL-20" in found.stderr
