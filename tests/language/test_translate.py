"""A file goes from one language to the other and back without a change of meaning."""

import pytest
from hypothesis import given

from linkage_rules.language.checking.check import Checked, check
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import References
from linkage_rules.language.writing.translate import dominant_language, format_text, translate
from linkage_rules.words.keywords import LANGUAGES

from .syntax_strategies import files

ENGLISH = """\
# 示例政策
policy p "政策"

enum Kind "资金种类"
  bridging "衔接资金"

record Fund "资金"
  kind "种类": Kind
  amount "金额": money required at least 0 yuan

record Project "项目"
  operating "经营性": yes/no changeable
  funds "资金清单": list of Fund

bearer county "县级主管部门"

parameter limit "限额": money
  = 2 million yuan from 2022-12-07

fact large "大额" of Project
  means sum(f.amount over f in funds where f.kind = bridging) > limit

action enter "入库" of Project

norm no_entry "不得入库" for Project
  when operating and large  # both
  county must not enter

norm no_entry_either "也「不得」入库" for Project
  when large
  overrides no_entry
  county must not enter

example "大额" of Project
  given operating: yes, funds: [{kind: bridging, amount: 5 million yuan}]
  as of 2023-05-01
  expect enter is forbidden by no_entry, no_entry_either
  expect missing operating, funds[0].amount

property "不得入库即禁止" for Project
  always no_entry applies implies enter is forbidden
  answers idle_condition of no_entry, large
"""

CHINESE = """\
# 示例政策
政策 p "政策"

枚举 Kind "资金种类"
  bridging "衔接资金"

记录 Fund "资金"
  kind "种类"：资金种类
  amount "金额"：金额 必填 不小于 0元

记录 Project "项目"
  operating "经营性"：是否 可改
  funds "资金清单"：多个 资金

主体 county "县级主管部门"

参数 limit "限额"：金额
  = 200万元 自 2022年12月7日

事实 large "大额" 关于 项目
  指 合计（f.金额 遍历 f 属于 资金清单 其中 f.种类 = 衔接资金）> 限额

行为 enter "入库" 关于 项目

规范 no_entry "不得入库" 对于 项目
  当 经营性 且 大额  # both
  县级主管部门 不得 入库

规范 no_entry_either "也「不得」入库" 对于 项目
  当 大额
  优先于 不得入库
  县级主管部门 不得 入库

示例 "大额" 关于 项目
  给定 经营性：是，资金清单：[{种类：衔接资金，金额：500万元}]
  截至 2023年5月1日
  期望 入库 被禁止 依照 不得入库、no_entry_either
  期望 缺少 经营性、资金清单[0].金额

性质 "不得入库即禁止" 对于 项目
  总有 不得入库 适用 蕴含 入库 被禁止
  答复 条件不起作用 关于 不得入库、大额
"""


def checked(text: str) -> Checked:
    source = SourceFile("p.pol", text)
    file, problems = parse(source)
    result = check([(source, file)])
    assert [d.render("en") for d in (*problems, *result.diagnostics)] == []
    return result


def references(text: str) -> References:
    return checked(text).references


def test_english_becomes_chinese():
    assert format_text(SourceFile("p.pol", ENGLISH), "zh", references(ENGLISH)) == CHINESE


def test_chinese_becomes_english():
    assert format_text(SourceFile("p.pol", CHINESE), "en", references(CHINESE)) == ENGLISH


def test_the_translation_means_the_same():
    assert checked(CHINESE).package == checked(ENGLISH).package


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_a_file_in_canonical_form_stays_as_it_is(text, language):
    assert format_text(SourceFile("p.pol", text), language, references(text)) == text


def test_without_references_only_keywords_change():
    text = 'norm n "规范" for 项目\n  when 经营性\n'
    assert format_text(SourceFile("p.pol", text), "zh") == '规范 n "规范" 对于 项目\n  当 经营性\n'


@pytest.mark.parametrize("language", LANGUAGES)
@given(file=files)
def test_translating_without_references_changes_nothing(file, language):
    assert translate(file, {}, language) == file


def test_a_file_with_mistakes_is_not_formatted_and_all_are_reported():
    text = "norm for\n\nbearer county\n\nfact when of Project\n  means yes\n"
    with pytest.raises(PolicyError) as caught:
        format_text(SourceFile("p.pol", text), "en")
    assert [d.span.line for d in caught.value.diagnostics] == [1, 5]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (CHINESE, "zh"),
        ("", "zh"),
        ("norm n 对于 R", "zh"),
        ("norm n 对于 R\n  when a", "en"),
        ("norm n 对于 R  # when when", "zh"),
        ('norm n "when 「when」" 对于 R', "zh"),
        ("norm 「when」 对于 R", "zh"),
        ("norm n 对于 R\n  when_ whenever 当归", "zh"),
        ("norm n 对于 R\n  must\n in   principle", "en"),
        ("norm money 对于 number", "zh"),
    ],
)
def test_the_language_of_a_file_is_that_of_most_of_its_keywords(text, language):
    assert dominant_language(SourceFile("p.pol", text)) == language
