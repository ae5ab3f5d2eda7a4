"""The readings that a decision rests on are told with it, and what another choice would change."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import linkage_rules as lr
from linkage_rules.decisions.explanation import Kind
from linkage_rules.model.statuses import Status, VerdictStatus
from tests.policies import policy_of

SAMPLES = Path(__file__).parents[2] / "samples"

POLICY = """policy city "小额项目办法"
  in force 2023-01-01

record Project "项目"
  id "编号": text required
  cost "造价": money
  mechanism "已建立机制": yes/no
  effects "成效明确": yes/no
  listed "已入库": yes/no
  approved_on "审批日期": date
  approver "审批单位": text
  user "使用单位": text

bearer county "县级主管部门"

reading words "要和应"
  asks "“要”“应”等词怎么读？"
  = "对机关的要求都是应当" because "公文用语"
  throughout

reading included "限额含本数": yes/no
  asks "“200万元以下”含不含200万元整？"
  = yes because "民法典第一千二百五十九条"
  or no because "从严"
  tunable

reading both_needed "两样都要有"
  asks "“机制和成效”缺一样就不行吗？"
  = "缺一样就不行" because "两样并列"
  or "两样都没有才不行" because "照字面也可以"

reading elsewhere "别处的读法": yes/no
  = yes because "别处"
  or no because "也可以"

action build "由村集体承建" of Project

action list_it "入库" of Project
  done when listed
  permitted by default

action report "报告" of Project

norm may_build "小额项目可由村集体承建" for Project
  when cost < 200万元 or included and cost = 200万元
  county may build

norm no_entry "不齐不得入库" for Project
  when not (mechanism and effects)
  under reading both_needed
  answered for by approver, user
  county must not list_it

norm reporting "应报告" for Project
  when elsewhere and cost > 500万元
  county must report
"""


def judged(data: dict[str, Any], text: str = POLICY) -> lr.Decision:
    return policy_of(text).evaluate({"id": "P-1", **data}, as_of=date(2023, 5, 1))


SMALL: dict[str, Any] = {
    "cost": 200_000_000,
    "mechanism": True,
    "effects": True,
    "listed": False,
}


def by_name(decision: lr.Decision) -> dict[str, Any]:
    return {one.reading.name: one for one in decision.readings}


def test_a_decision_knows_the_readings_it_rests_on_and_those_of_the_whole_policy():
    found = by_name(judged(SMALL))
    assert [*found] == ["words", "included"]
    assert found["included"].choice is True
    assert found["included"].because == "民法典第一千二百五十九条"
    assert found["included"].norms == {"may_build"}
    assert not found["words"].norms


def test_a_norm_that_applies_brings_the_readings_it_names():
    found = by_name(judged({**SMALL, "effects": False}))
    assert [*found] == ["words", "included", "both_needed"]


@pytest.mark.parametrize(
    ("cost", "decides"), [(199_999_999, False), (200_000_000, True), (200_000_001, False)]
)
def test_a_reading_decides_where_another_choice_would_change_an_answer(cost, decides):
    found = by_name(judged({**SMALL, "cost": cost}))
    assert ("included" in found and found["included"].decides) is decides


def test_what_another_choice_would_change_is_said():
    (other,) = by_name(judged(SMALL))["included"].others
    assert (other.value, other.because) == (False, "从严")
    assert [(c.kind, c.name, c.before, c.after) for c in other.changes] == [
        (Kind.VERDICT, "build", VerdictStatus.PERMITTED, VerdictStatus.UNREGULATED),
        (Kind.NORM, "may_build", Status.IN_EFFECT, Status.NOT_APPLICABLE),
    ]


def test_of_a_reading_that_no_condition_asks_for_nothing_is_claimed():
    (other,) = by_name(judged({**SMALL, "effects": False}))["both_needed"].others
    assert other.changes is None


def test_an_answer_that_another_choice_would_settle_counts_as_changed():
    found = by_name(judged({**SMALL, "cost": 600_000_000}))
    assert found["elsewhere"].decides


def test_the_explanation_the_text_and_the_page_tell_choice_reason_and_alternative():
    decision = judged(SMALL)
    for told in (decision.explain("build"), decision.to_html()):
        assert "读法“限额含本数”：是" in told
        assert "民法典第一千二百五十九条" in told
        assert "另一读法：否（从严）" in told
    text = decision.to_text()
    assert "采用的读法" in text
    assert "改读作否，会改变：“由村集体承建”由可以变为无规定" in text
    assert "读法“要和应”：对机关的要求都是应当" in text


def test_who_answers_is_named_and_where_the_record_is_silent_that_is_said():
    told = judged({**SMALL, "effects": False, "approver": "县农业农村局"})
    explained = told.explain("no_entry")
    assert "责任单位：县农业农村局（审批单位）" in explained
    assert "责任单位未填报（使用单位）" in explained
    (first, second) = told.to_dict()["norms"]["no_entry"]["answerable"]
    assert first == {"name": "approver", "label": "审批单位", "value": "县农业农村局"}
    assert second["value"] is None


CHANGING = POLICY.replace(
    '  = yes because "民法典第一千二百五十九条"\n  or no because "从严"',
    '  = no to 2023-04-30 because "旧解释"\n  = yes from 2023-05-01 because "新解释"',
)


def test_the_choice_of_the_day_is_the_one_that_counts():
    found = by_name(judged(SMALL, CHANGING))["included"]
    assert (found.choice, found.because) == (True, "新解释")


def test_a_date_that_governs_a_norm_chooses_the_reading_of_that_day():
    text = CHANGING.replace("  county may build", "  governed by approved_on\n  county may build")
    early = judged({**SMALL, "approved_on": date(2023, 3, 1)}, text)
    assert early.verdicts["build"].status is VerdictStatus.UNREGULATED
    found = by_name(early)["included"]
    assert found.decides
    assert [(other.value, bool(other.changes)) for other in found.others] == [
        (False, False),
        (True, True),
    ]
    assert "读法“限额含本数（2023-04-30以前）”：否" in early.explain("may_build")
    assert "理由：旧解释" in early.explain("may_build")


HOSTILE = POLICY.replace('"缺一样就不行"', '"<script>alert(1)</script>\\\\"').replace(
    '"两样并列"', '"&amp; <b>x</b> \u202e"'
)


def test_texts_of_readings_are_escaped_wherever_they_are_shown():
    decision = judged({**SMALL, "effects": False}, HOSTILE)
    page = decision.to_html()
    assert "<script>" not in page
    assert "<b>x" not in page
    assert "\u202e" not in page + decision.to_text()


def test_a_thousand_readings_are_judged_in_bounded_work():
    many = "\n".join(
        f'reading r{n} "读法{n}": yes/no\n  = yes because "甲"\n  or no because "乙"\n'
        for n in range(300)
    )
    facts = "\n".join(f"fact f{n} of Project means r{n}\n" for n in range(300))
    decision = judged(SMALL, f"{POLICY}\n{many}\n{facts}")
    assert decision.to_dict()["readings"].keys() == {"included", "words"}


def test_a_default_that_another_choice_would_end_is_not_called_permitted():
    project = {
        "id": "1",
        "operating": True,
        "assistance_project": True,
        "in_asset_management": False,
        "funds": [{"type": "self_raised", "amount": "9万元"}],
        "stage": "proposed",
        "mechanism_established": False,
    }
    text = lr.load("xiangtan_2022").evaluate(project, as_of=date(2023, 5, 1)).to_text()
    assert "改读作是，会改变：“审批实施”由无禁止情形变为不得" in text
