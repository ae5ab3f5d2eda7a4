"""A record type with a field of every kind."""

from datetime import date
from fractions import Fraction

import pytest

from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar

FUND_TYPE = EnumType(
    "fund_type",
    "资金类型",
    (
        Member("bridging_subsidy", "财政衔接推进乡村振兴补助资金"),
        Member("self_raised", "自筹资金"),
        Member("other"),
    ),
)
FUND = RecordType(
    "Fund",
    "资金",
    (
        Field("type", "类型", FUND_TYPE, required=True),
        Field("amount", "金额", Scalar.MONEY, minimum=0),
    ),
)
PROJECT = RecordType(
    "Project",
    "项目",
    (
        Field("name", "项目名称", Scalar.TEXT),
        Field("operating", "经营性", Scalar.YES_NO),
        Field("households", "受益户数", Scalar.WHOLE, minimum=0, maximum=100_000),
        Field("dividend_share", "分红比例", Scalar.NUMBER, minimum=0, maximum=Fraction(1)),
        Field("investment", "总投资", Scalar.MONEY, minimum=0),
        Field("approved_on", "批复日期", Scalar.DATE, minimum=date(2020, 1, 1)),
        Field("term", "协议期限", Scalar.PERIOD),
        Field("main_fund", "主要资金", FUND),
        Field("funds", "资金构成", ListType(FUND)),
        Field("fund_types", "涉及资金", ListType(FUND_TYPE)),
        Field("yearly_income", "逐年收入", ListType(Scalar.MONEY), minimum=0),
    ),
)


@pytest.fixture(scope="session")
def project() -> RecordType:
    return PROJECT
