"""The examples that a policy lacks are found, pass where they are pasted, and leave none out."""

import json
import sys
from pathlib import Path

import pytest

from linkage_rules import load, loads
from linkage_rules.analysis.coverage import coverage
from linkage_rules.errors import ArgumentError
from linkage_rules.language.writing.transcribing import given
from linkage_rules.testing import run_examples
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import mutants
from linkage_rules.testing.suggesting import suggestion_text, suggestions
from tests.golden import Golden

POLICY = """政策 lacking "补助办法"
  施行 2023年1月1日 至 2025年12月31日

枚举 kind "资金种类"
  fiscal "财政资金"
  own "自筹资金"

记录 Fund "资金"
  kind_ "种类"：资金种类 必填
  amount "金额"：金额 不小于 0元

记录 Project "项目"
  amount "工程额"：金额
  urgent "紧急"：是否 空白视为 否
  share "比例"：数
  funds "资金列表"：多个 资金
  done "已补助"：是否

主体 county "县级主管部门"

事实 total "总额" 关于 项目：金额
  指 合计（笔.金额 遍历 笔 属于 资金列表）

行为 pay "发放补助" 关于 项目
  完成于 已补助

规范 paid "应当补助" 对于 项目
  当 工程额 ≤ 200万元 且 （存在 笔 属于 资金列表 满足 笔.种类 = 财政资金 且 笔.金额 > 1万元）
  除非 紧急 或 比例 * 3 = 1
  县级主管部门 应当 发放补助

规范 unpaid "补助过不再补助" 对于 项目
  当 工程额 > 300万元 且 工程额 < 200万元
  县级主管部门 不得 发放补助

性质 "紧急的不必补助" 对于 项目
  总有 紧急 蕴含 非 应当补助 适用
"""


# Of one quantity alone: what is smallest does not depend on what the solver found first.
SMALL = """政策 lacking "补助办法"
  施行 2023年1月1日 至 2025年12月31日

记录 Project "项目"
  amount "工程额"：金额

主体 county "县级主管部门"

行为 pay "发放补助" 关于 项目

规范 paid "应当补助" 对于 项目
  当 工程额 ≤ 200万元
  县级主管部门 应当 发放补助
"""


@pytest.fixture(scope="module")
def found():
    # On a busy machine a record is found as on a free one.
    return suggestions(loads({"lacking.pol": POLICY}).package, time_limit=100, stop_after=600)


@pytest.fixture(scope="module", params=["zh", "en"])
def completed(request, found):
    package = loads({"lacking.pol": POLICY}).package
    added = [suggestion_text(one, package, request.param) for one in found.examples]
    return loads({"lacking.pol": "\n\n".join((POLICY, *added)) + "\n"}).package


@pytest.mark.slow
def test_what_is_pasted_checks_and_passes(completed, found):
    package = completed
    results = run_examples(package)
    assert len(results) == len(found.examples) > 8
    assert [result.example.title for result in results if not result.passed] == []
    assert all(result.example.expectations for result in results)


@pytest.mark.slow
def test_then_everything_is_covered_that_can_be(completed, found):
    package = completed
    left = coverage(package)
    # That one can never apply is proved, and said.
    assert [one.norm.name for one in left.open_norms] == ["unpaid"]
    proved = [reason.en for reason, why in found.without if "no such record" in why.en]
    assert "unpaid applies" in proved
    assert left.open_facts == ()
    open_ = {one.criterion.owner.name for one in left.open_conditions}
    assert open_ <= {"unpaid", "paid"}
    missing = [(one.condition.expression, one.missing) for one in left.open_conditions]
    # A third has no decimal, so that no example can hold it.
    assert len([one for one in left.open_conditions if one.criterion.owner.name == "paid"]) <= 1
    assert missing


@pytest.mark.slow
def test_then_every_change_is_noticed_of_which_it_was_said(completed, found):
    package = completed
    unsaid = {reason.zh for reason, _ in found.without}
    survivors = [f.mutant for f in fates(package, mutants(package)) if f.noticed_by is None]
    for mutant in survivors:
        assert any(mutant.change.zh in reason for reason in unsaid), mutant.change


@pytest.mark.slow
def test_a_number_that_no_example_can_hold_is_told(found):
    assert any("no decimal denotes" in why.en for _, why in found.without)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("lacking.pol")
    path.write_text(SMALL, "utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_output_can_be_pasted(run, policy, golden: Golden, language):
    found = run("test", policy, "--suggest", language=language)
    golden(f"suggested.{language}.txt", found.output)
    start = found.output.index("# ")
    end = found.output.rindex("\n\n")
    policy.write_text(SMALL + "\n" + found.output[start:end] + "\n", "utf-8")
    after = run("test", policy, "--suggest", language=language)
    assert after.exit_code == 0, after.output
    nothing = {"zh": "没有需要补充的示例", "en": "No example is missing"}
    assert nothing[language] in after.output


def test_a_field_whose_blank_means_something_is_said_to_be_unknown():
    package = loads({"lacking.pol": POLICY}).package
    shape = package.record_types["Project"]
    assert given({"amount": None, "urgent": None}, shape, "zh") == "  给定 紧急：未知"


def test_data_holds_the_text_in_both_languages(run, policy):
    document = json.loads(run("test", policy, "--suggest", "--format", "json").output)
    (one,) = document["policies"]
    first = one["suggested"]["examples"][0]
    assert "\n示例 " in first["text"]["zh"]
    assert "\nexample " in first["text"]["en"]
    assert one["suggested"]["complete"] is True


def test_while_an_example_fails_nothing_is_suggested(run, policy):
    policy.write_text(
        SMALL
        + '示例 "错" 关于 项目\n  给定 工程额：300万元\n  截至 2023年5月1日\n  期望 应当补助 适用\n'
    )
    with pytest.raises(ArgumentError, match="no examples are suggested while one fails"):
        suggestions(load(policy).package)
    found = run("test", policy, "--suggest")
    assert found.exit_code == 1
    assert "有示例未通过，先改正后才能建议补充" in found.output


def test_what_there_was_no_time_for_is_said(policy):
    found = suggestions(loads({"lacking.pol": SMALL}).package, stop_after=0)
    assert (found.examples, found.complete) == ((), False)


def test_where_nothing_is_missing_that_is_said(run, policy):
    policy.write_text('政策 p "空"\n', "utf-8")
    assert "没有需要补充的示例" in run("test", policy, "--suggest").output


def test_it_goes_with_text_and_json_alone_and_needs_the_solver(run, policy, monkeypatch):
    found = run("test", policy, "--suggest", "--format", "junit")
    assert found.exit_code == 2
    assert "--suggest 只能与 --format text 或 json 同用" in found.stderr
    monkeypatch.setitem(sys.modules, "z3", None)
    found = run("test", policy, "--suggest")
    assert found.exit_code == 2
    assert 'pip install "linkage-rules[analysis]"' in found.stderr


class _EnoughError(Exception):
    """Stands for whatever ends a search."""


def test_who_watches_may_end_the_search(policy):
    asked = []

    def asking() -> None:
        asked.append("?")
        if len(asked) == 2:
            raise _EnoughError

    with pytest.raises(_EnoughError):
        suggestions(load(policy).package, asking=asking)
    assert len(asked) == 2


def test_examples_of_some_declarations_alone_are_found():
    second = SMALL.replace("≤", ">").replace("paid", "unpaid").replace("应当", "不得")
    package = loads({"lacking.pol": SMALL + "\n规范 " + second.partition("规范 ")[2]}).package
    found = suggestions(package, only=("unpaid",), time_limit=100, stop_after=600)
    reasons = [reason.zh for one in found.examples for reason in one.reasons]
    assert reasons
    assert [one for one in reasons if "不得补助" not in one] == []
