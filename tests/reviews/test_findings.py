"""What a reviewer is told of a decision, and how urgently."""

from datetime import date

import pytest

from linkage_rules.policy.loading import load, loads
from linkage_rules.reviews.findings import ReviewFinding, Weight, findings

AS_OF = date(2023, 5, 1)


@pytest.fixture
def found(library_entry):
    policy = load("policy.pol")

    def judge(**record: object) -> dict[str, ReviewFinding]:
        decision = policy.evaluate({"id": "A-1", **record}, as_of=AS_OF)
        return {finding.action.name: finding for finding in findings(decision)}

    return judge


@pytest.mark.parametrize(
    ("record", "action", "verdict", "weight"),
    [
        ({"planned": False, "urgent": True}, "enter_library", "conflicting", Weight.NOTABLE),
        ({"planned": False, "urgent": False}, "enter_library", "forbidden", Weight.NOTABLE),
        ({"planned": True, "urgent": False}, "enter_library", "permitted", Weight.NOTABLE),
        ({}, "enter_library", "undetermined", Weight.NOTABLE),
        ({"amount": 10**8, "reported": False}, "report", "required", Weight.NOTABLE),
        ({"amount": 10**8, "reported": True}, "report", "required", Weight.QUIET),
        ({"amount": 10**8}, "report", "required", Weight.BRIEF),
        ({}, "report", "undetermined", Weight.BRIEF),
        ({"amount": 1}, "report", "unregulated", Weight.QUIET),
        ({"trained": False}, "train", "recommended", Weight.BRIEF),
        ({"trained": True}, "train", "recommended", Weight.QUIET),
        ({"diverted": True}, "divert", "forbidden", Weight.NOTABLE),
    ],
)
def test_what_stands_in_the_way_or_is_to_be_done_is_notable(found, record, action, verdict, weight):
    finding = found(**record)[action]
    assert (finding.status.value, finding.weight) == (verdict, weight)


@pytest.mark.parametrize("record", [{}, {"diverted": False}])
def test_what_is_forbidden_whatever_the_record_says_is_left_out_unless_it_was_done(found, record):
    assert "divert" not in found(**record)


def test_a_finding_knows_the_fields_that_would_settle_it_or_whether_it_was_done(found):
    assert set(found()["enter_library"].missing) == {"planned", "urgent"}
    assert found(listed=True)["inspect"].missing == ("inspected",)
    assert found(planned=True, urgent=False)["enter_library"].missing == ()


def test_a_strict_norm_decides_even_while_the_verdict_is_open(found):
    """Whatever is learnt of the plan, the duty to enter is not defeated, only contradicted."""
    finding = found(urgent=True, listed=False)["enter_library"]
    assert finding.status.value == "undetermined"
    assert [(norm.norm.name, norm.status.value) for norm in finding.norms] == [
        ("urgent_entry", "violated")
    ]


OF_A_TIME = """
政策 loans "贷款办法（虚构）"
  施行 2023年1月1日 至 2025年12月31日

记录 Loan "贷款"
  id "编号"：文本 必填
  rate "年利率"：数
  lent_on "放款日"：日期
  fraud_on "认定日"：日期 空白视为 从未

主体 bank "银行"

参数 base "基准利率"：数
  = 4% 自 2023年1月1日 至 2023年3月31日
  = 3% 自 2023年4月1日

行为 lend_dear "利率过高" 关于 贷款
  完成于 年利率 > 基准利率

规范 not_dear "利率不高于基准" 对于 贷款
  适用日期 放款日
  银行 不得 利率过高

行为 lend_again "再次贷款" 关于 贷款
  默认允许

规范 banned "三年内不得再贷" 对于 贷款
  为期 认定日 之后 3年
  银行 不得 再次贷款
"""


@pytest.mark.parametrize(
    ("record", "told"),
    [
        # A ban for a time is about those whom it meets, and no other.
        ({"fraud_on": "2023-05-01"}, {"lend_again": "forbidden"}),
        ({"fraud_on": "2020-05-01"}, {"lend_again": "forbidden"}),
        ({"fraud_on": "2020-04-30"}, {"lend_again": "permitted"}),
        ({"fraud_on": None}, {"lend_again": "undetermined"}),
        ({}, {"lend_again": "permitted"}),
        # One that holds of every loan of its days is told of the loan that broke it.
        ({"lent_on": "2023-03-31", "rate": "4%"}, {"lend_again": "permitted"}),
        (
            {"lent_on": "2023-04-01", "rate": "4%"},
            {"lend_again": "permitted", "lend_dear": "forbidden"},
        ),
    ],
)
def test_a_ban_is_told_of_those_whom_it_is_about(record, told):
    policy = loads({"loans.pol": OF_A_TIME})
    record = {"id": "A-1", "lent_on": "2023-02-01", "rate": "1%", **record}
    found = findings(policy.evaluate(record, as_of=AS_OF))
    assert {finding.action.name: finding.status.value for finding in found} == told
