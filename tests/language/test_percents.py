"""What a policy writes in percent is printed in percent, wherever it is printed."""

from datetime import date
from fractions import Fraction

import pytest

from linkage_rules import loads
from linkage_rules.commands.timeline import timeline
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.values import Percent
from linkage_rules.plain.rows import from_rows, to_rows

POLICY = """政策 p "示例"
记录 Plan "方案"
  share "产业比例"：数 不小于 -5% 不大于 100%
  kind "类别"：整数
主体 office "财政局"
参数 least "最低比例"：数
  = 65% 至 2024年12月31日
  = 0.7 自 2025年1月1日
事实 discount "折扣" 关于 方案：数 依照 类别
  不大于 1：95%
  高于 1：100%
事实 higher "较高" 关于 方案：数
  指 最大（最低比例、折扣、3.45%、-2.5%）
行为 spend "拨付" 关于 方案
规范 too_little "比例不足" 对于 方案
  当 产业比例 < 最低比例 或 产业比例 < 0.5 或 产业比例 < 5%
  财政局 不得 拨付
示例 "一" 关于 方案
  给定 产业比例：64%，类别：1
  截至 2024年5月1日
  期望 拨付 被禁止
"""


@pytest.fixture(scope="module")
def policy():
    return loads({"p.pol": POLICY})


def test_conditions_are_printed_as_they_are_written(policy) -> None:
    package = policy.package
    when, higher = package.norms["too_little"].when, package.facts["higher"].means
    assert when is not None
    said = describe(when, package, "zh")
    assert said == "产业比例 < 最低比例 或 产业比例 < 0.5 或 产业比例 < 5%"
    assert describe(higher, package, "en") == "max(least, discount, 3.45%, -2.5%)"


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_an_explanation_has_them_whatever_the_engine(policy, engine: str) -> None:
    record, day = {"share": "60%", "kind": 1}, date(2024, 5, 1)
    decision = policy.evaluate(record, as_of=day, engine=engine)
    told = decision.explain("spend", "zh")
    assert "65%" in told
    assert "0.65" not in told
    assert "95%" in decision.explain("higher", "zh")


def test_a_timeline_has_them_and_says_no_more_than_is_so(policy) -> None:
    first, then = (e.words.zh for e in timeline(policy.package))
    assert first == "参数“最低比例”为65%"
    assert then == "参数“最低比例”自此日起为0.7"


def test_they_are_kept_by_the_cache_and_equal_to_any_other_spelling(policy) -> None:
    package = policy.package
    again = from_rows(to_rows(package, ["p.pol"]), ["p.pol"])
    for one in (package, again):
        value = one.parameters["least"].periods[0].value
        assert isinstance(value, Percent)
        assert value == Fraction(13, 20)
    assert isinstance(package.record_types["Plan"].by_spelling["share"].minimum, Percent)


def test_what_is_worked_out_of_them_is_a_number() -> None:
    five = Percent(1, 20)
    for value in (five + 1, five * 100, abs(-five), five / 2):
        assert not isinstance(value, Percent)
