"""What is said of a record: the conclusion, its grounds, and what is to be supplied."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.policy.loading import load
from linkage_rules.records import Entry
from linkage_rules.reviews.opinions import Conclusion, Gate, opinion
from linkage_rules.reviews.opinions.conclusions import CONCLUSION_TONES, NONE, in_a_sentence
from linkage_rules.reviews.opinions.document import particulars
from linkage_rules.reviews.reviews import Judged, review
from linkage_rules.words.messages import Phrase
from tests.places import LIBRARY_ENTRY
from tests.policies import policy_of

SMALL = load(LIBRARY_ENTRY / "policy.pol")
XIANGTAN = load("xiangtan_2022")
DAY = date(2023, 5, 1)
SETTLED = {
    "planned": True, "urgent": False, "listed": True, "reported": True, "inspected": True,
    "trained": True, "diverted": False, "amount": 100,
}  # fmt: skip


def judged(data, policy=SMALL):
    entry = Entry(1, Phrase("record 1", "第1条记录"), {"id": "A-1", **data})
    (one,) = review(policy, policy.record_type("Project"), [entry], DAY)
    assert isinstance(one, Judged)
    return one


def told(data, policy=SMALL):
    return opinion(judged(data, policy))


@pytest.mark.parametrize(
    ("changes", "conclusion", "sentence"),
    [
        ({}, Conclusion.CLEAR, "未发现不得办理的事项。"),
        ({"listed": False}, Conclusion.CLEAR, "未发现不得入库的情形。"),
        (
            {"inspected": False},
            Conclusion.VIOLATED,
            "未发现不得办理的事项；须整改1项。",
        ),
        (
            {"planned": False, "listed": False},
            Conclusion.FORBIDDEN,
            "不得入库。",
        ),
        (
            {"planned": False},
            Conclusion.FORBIDDEN,
            "已违规入库，应予纠正。",
        ),
        (
            {"planned": False, "urgent": True, "listed": False},
            Conclusion.CONFLICTING,
            "入库：规定冲突，既应当又不得；须整改1项。",
        ),
        (
            {"planned": None},
            Conclusion.PENDING,
            "是否已违规入库，待补充后再定；待补充信息1项。",
        ),
        (
            {"planned": None, "urgent": True, "listed": False},
            Conclusion.VIOLATED,
            "能否入库，待补充后再定；须整改1项；待补充信息1项。",
        ),
        (
            {"amount": None, "reported": None},
            Conclusion.UNFINISHED,
            "未发现不得办理的事项；待补充信息1项。",
        ),
    ],
)
def test_the_conclusion_is_the_most_serious_thing_and_says_what_follows(
    changes, conclusion, sentence
):
    found = told({**SETTLED, **changes})
    assert (found.conclusion, found.sentence.zh) == (conclusion, sentence)


@given(st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in SETTLED
                              if name != "amount"}))  # fmt: skip
def test_every_norm_that_is_violated_and_gives_way_to_none_is_told_and_no_other(data):
    found = told(data)
    one = judged(data)
    violated = {n for n, norm in one.decision.norms.items() if norm.status is Status.VIOLATED}
    defeated = {n for verdict in one.decision.verdicts.values() for n in verdict.defeated}
    failing = {ground.name for ground in found.failings}
    said = failing | {g.name for gate in found.against for g in gate.grounds}
    assert failing <= violated - defeated
    # The one norm “in principle” of this policy has nothing that could defeat it.
    assert violated - defeated <= said


def test_a_finding_carries_clause_quote_fields_and_what_is_to_be_known_of_it():
    found = told(
        {
            "operating": True,
            "funds": [{"type": "bridging_subsidy", "amount": "60万元", "used_on": "2023-04-01"}],
            "mechanism_established": False,
        },
        XIANGTAN,
    )
    (ground,) = [g for g in found.failings if g.action.zh == "建立联农带农机制"]
    assert ground.standing.zh == "项目经营主体原则上应当建立联农带农机制，未做到"
    assert [citation.clause for citation in ground.citations] == [
        "《实施意见》第一部分",
        "《实施意见》二、（三）",
    ]
    assert [one.zh for one in ground.observed] == [
        "经营性：是", "资金第1项的资金类型：财政衔接推进乡村振兴补助资金",
        "资金第1项的金额：60万元", "资金第1项的使用日期：2023年4月1日", "已建立机制：否",
    ]  # fmt: skip
    assert [note.zh for note in ground.notes] == [
        "属“原则上”要求：未做到的，应当书面说明理由或者整改。",
        "上述认定以未填报“例外情况”为前提；补报后认定可能改变。",
    ]


def test_no_funds_at_all_is_a_question_and_not_other_funds():
    data = {"operating": True, "funds": [], "mechanism_established": False}
    found = told(data, XIANGTAN)
    assert found.conclusion is Conclusion.PENDING
    asked = [place.zh for d in found.demands if d.decisive for place in d.places]
    assert "是否申报使用帮扶资金" in asked
    assert "资金" not in asked


def test_what_decides_comes_first_and_what_concerns_the_same_stands_together():
    found = told({})
    assert [(tuple(p.zh for p in d.places), d.decisive) for d in found.demands][:1] == [
        (("是否有方案", "是否应急"), True)
    ]
    assert found.wanted == len({p for d in found.demands for p in d.places})


def test_particulars_are_short_known_fields_with_the_funds_in_a_line():
    one = judged(
        {
            "name": "鱼塘",
            "content": "长" * 200,
            "total_investment": "150万元",
            "funds": [{"type": "self_raised", "amount": "90万元"}, {"type": "other"}, None],
        },
        XIANGTAN,
    )
    shown = {p.label.zh: p.value.zh for p in particulars(one.decision)}
    assert shown == {
        "项目编号": "A-1", "项目名称": "鱼塘", "项目预算总投资": "150万元",
        "资金": "自筹资金90万元、其他资金",
    }  # fmt: skip


def test_verdicts_are_told_from_the_most_serious_to_the_least():
    def gate(status, sentence):
        return Gate(sentence, Phrase(sentence, sentence), status, Phrase(sentence, sentence), ())

    sentence = in_a_sentence(
        [
            gate(VerdictStatus.FORBIDDEN, "不得甲"),
            gate(VerdictStatus.UNDETERMINED, "乙"),
            gate(VerdictStatus.PERMITTED, "可以丙"),
            gate(VerdictStatus.PERMITTED, "可以丁"),
        ],
        failings=0, due=2, wanted=0,
    )  # fmt: skip
    assert sentence.zh == "不得甲；能否乙，待补充后再定；可以丙，可以丁；待办2项。"


def test_every_conclusion_has_a_colour_of_its_own():
    drawn = [CONCLUSION_TONES[one] for one in Conclusion if one not in NONE]
    assert len(set(drawn)) == len(Conclusion) - len(NONE)
    assert {CONCLUSION_TONES[one] for one in NONE}.isdisjoint(drawn)


REQUIRED_OR_FORBIDDEN = """
policy dividends
record Project "项目"
  id "编号": text required
  earning "有收益": yes/no
  paid "已分红": yes/no
bearer operator "经营主体"
action pay "分红" of Project
  done when paid
norm must_pay "应分红" for Project
  when earning
  operator must pay
norm must_not_pay "不得分红" for Project
  when not earning
  operator must not pay
"""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"earning": True, "paid": True}, "未发现不得办理的事项。"),
        ({"earning": True, "paid": False}, "应当分红；须整改1项。"),
        ({"earning": False, "paid": False}, "不得分红。"),
    ],
)
def test_what_was_done_as_it_must_be_is_no_matter_to_decide(data, sentence):
    assert told(data, policy_of(REQUIRED_OR_FORBIDDEN)).sentence.zh == sentence
