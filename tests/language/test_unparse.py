"""A checked expression, described in either language, means what it meant before."""

import inspect
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.language import syntax
from linkage_rules.language.writing.printer import print_expression
from linkage_rules.language.writing.unparse import describe, unparse
from linkage_rules.model import expressions as model
from linkage_rules.model.operations import Operator
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, ListType, Member, RecordType, Scalar
from linkage_rules.model.values import MAX_MAGNITUDE, Period
from linkage_rules.words.keywords import LANGUAGES
from tests.policies import package_of

POLICY = """\
policy p "政策"

enum Kind "资金种类"
  bridging "衔接资金"
  other
  odd "奇「怪」"

record Fund "资金"
  kind "种类": Kind
  amount "金额": money
  paid "付款 日期": date
  contract: Contract

record Contract
  signed "签订日": date

record Project "项目"
  operating "经营性": yes/no
  households "户数": whole number
  ratio "比例": number
  funds "资金清单": list of Fund
  kind_of_project "项目种类": Kind
  kinds: list of Kind
  title: text
  begun "开工日": date
  when_ "当": yes/no

bearer county "县"

parameter limit "限额": money
  = 200万元
parameter term "期限": period
  = 3年

fact large "大额" of Project
  means operating

fact big "巨额" of Fund
  given least: money
  means amount > least

distribution year "分配数" of Project
  among f in funds
  total limit
  by 1
  to 1分

action enter "入库" of Project
action rectify of Project
  done when operating

norm no_entry "不得入库" for Project
  county must not enter

norm repair for Project
  county must rectify
"""

CONDITIONS = [
    ("operating and not large or when_", "经营性 且 非 大额 或 「当」"),
    ("operating implies large implies no", "经营性 蕴含 大额 蕴含 否"),
    (
        "kind_of_project = bridging or bridging in kinds",
        "项目种类 = 衔接资金 或 衔接资金 属于 kinds",
    ),
    ("kind_of_project in {bridging, other}", "项目种类 属于 {衔接资金、other}"),
    ("kind_of_project != odd", "项目种类 ≠ odd"),
    (
        "some f in funds has f.amount > limit and f.contract.signed is known",
        "存在 f 属于 资金清单 满足 f.金额 > 限额 且 f.contract.签订日 已知",
    ),
    (
        "at least 2 f in funds has f.amount > limit",
        "至少 2 个 f 属于 资金清单 满足 f.金额 > 限额",
    ),
    (
        "every f in funds has f.paid - 6 months < as_of",
        "每个 f 属于 资金清单 满足 f.「付款 日期」 - 6个月 < 基准日",
    ),
    ("begun + term >= 2022-12-07", "开工日 + 期限 ≥ 2022年12月7日"),
    ("years between begun and as_of between 1 and 3", "周年数 开工日 至 基准日 介于 1 至 3"),
    ("count(funds) + count(f in funds) > 2", "计数（资金清单）+ 计数（f 属于 资金清单）> 2"),
    (
        "sum(f.amount * 0.3 over f in funds where f.kind = bridging) > 0.5 yuan",
        "合计（f.金额 × 0.3 遍历 f 属于 资金清单 其中 f.种类 = 衔接资金）> 0.5元",
    ),
    ("(if operating then ratio else -5.0) / 2 > -3", "（如果 经营性 那么 比例 否则 -5.0）÷ 2 > -3"),
    ('title = "甲“乙”"', 'title = "甲“乙”"'),
    ("no_entry applies or repair is violated", "不得入库 适用 或 repair 被违反"),
    (
        "at least 2 f in funds has f.amount > 1 yuan",
        "至少 2 个 f 属于 资金清单 满足 f.金额 > 1元",
    ),
    (
        "some f in funds has f.big(least: limit)",
        "存在 f 属于 资金清单 满足 f.巨额（least：限额）",
    ),
    (
        "some f in funds has 「year」 of f > 1 yuan",
        "存在 f 属于 资金清单 满足 分配数 分给 f > 1元",
    ),
    (
        "some f in funds has f.amount > limit as it stood on (f.paid + term)",
        "存在 f 属于 资金清单 满足 f.金额 >（f.「付款 日期」 + 期限）当日的 限额",
    ),
    ("enter is forbidden and rectify is required", "入库 被禁止 且 rectify 被要求"),
]


def checked(condition: str) -> tuple[model.Expression, Package]:
    package = package_of(f'{POLICY}\nproperty "c" for Project\n  always {condition}\n')
    return package.properties[0].always, package


@pytest.mark.parametrize(("english", "chinese"), CONDITIONS)
def test_a_condition_is_described_by_names_in_english_and_by_labels_in_chinese(english, chinese):
    expression, package = checked(english)
    assert describe(expression, package, "en") == english
    assert describe(expression, package, "zh") == chinese


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", [english for english, _ in CONDITIONS])
def test_checking_a_description_gives_the_expression_back(condition, language):
    expression, package = checked(condition)
    assert checked(describe(expression, package, language))[0] == expression


def descendants(expression: object) -> Iterator[object]:
    yield expression
    for attribute in attrs.fields(type(expression)):
        value = getattr(expression, attribute.name)
        for item in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(item)) and type(item).__module__ == model.__name__:
                yield from descendants(item)


def test_the_conditions_above_hold_every_kind_of_expression():
    kinds = {
        kind
        for _, kind in inspect.getmembers(model, inspect.isclass)
        if attrs.has(kind) and kind.__module__ == model.__name__
    }
    found = {type(e) for english, _ in CONDITIONS for e in descendants(checked(english)[0])}
    # A distribution is declared: nothing else is one.
    assert kinds - found == {model.Distribute}


def spelled_constant(constant: model.Constant) -> str:
    return print_expression(unparse(constant, lambda named: "?"), "en")


@pytest.mark.parametrize(
    ("value", "type_", "written"),
    [
        (Fraction(1, 3), Scalar.NUMBER, "1.0 / 3"),
        (Fraction(-1, 3), Scalar.NUMBER, "-(1.0 / 3)"),
        (Fraction(-5, 2), Scalar.NUMBER, "-2.5"),
        (3, Scalar.NUMBER, "3.0"),
        (-3, Scalar.WHOLE, "-3"),
        (Fraction(100, 3), Scalar.MONEY, "1 yuan / 3"),
        (-250, Scalar.MONEY, "-2.5 yuan"),
        (True, Scalar.YES_NO, "yes"),
        (date(2022, 12, 7), Scalar.DATE, "2022-12-07"),
        (Period(months=36), Scalar.PERIOD, "3 years"),
        (Period(months=14, days=3), Scalar.PERIOD, "14 months 3 days"),
    ],
)
def test_a_constant_is_written_exactly(value, type_, written):
    assert spelled_constant(model.Constant(value, type_)) == written


def evaluated(node: syntax.Expression) -> Fraction:
    match node:
        case syntax.Literal(_, (int() | Fraction()) as value):
            return Fraction(value)
        case syntax.Negate(operand):
            return -evaluated(operand)
        case syntax.Arithmetic(Operator.OVER, left, right):
            return evaluated(left) / evaluated(right)
    raise AssertionError(node)


@pytest.mark.parametrize("type_", [Scalar.NUMBER, Scalar.MONEY])
@given(numerator=st.integers(-MAX_MAGNITUDE, MAX_MAGNITUDE), denominator=st.integers(1, 10**6))
def test_the_written_number_has_the_value_of_the_constant(type_, numerator, denominator):
    value = Fraction(numerator, denominator)
    assert evaluated(unparse(model.Constant(value, type_), lambda named: "?")) == value


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (None, Scalar.WHOLE),
        ((1, 2), ListType(Scalar.WHOLE)),
        ({}, RecordType("R", None, ())),
        (Fraction(1, 2), Scalar.DATE),
    ],
)
def test_a_value_without_a_literal_is_refused(value, type_):
    with pytest.raises(ValueError, match="no literal denotes"):
        spelled_constant(model.Constant(value, type_))


def test_the_record_itself_is_described_by_its_type():
    project = RecordType("Project", "项目", ())
    assert describe(model.Subject(project), Package(name="p"), "zh") == "项目"


def test_an_enum_value_needs_no_declaration_in_the_package():
    kind = EnumType("Kind", None, (Member("a", "甲"), Member("b")))
    assert describe(model.Constant("a", kind), Package(name="p"), "zh") == "甲"
