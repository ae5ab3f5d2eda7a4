"""Results: what a policy gives the record that is judged, and each record that stands in it."""

import json
import pickle
from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from linkage_rules.decisions.results import totals
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.words.called import UnknownNameError
from tests.policies import policy_of

DAY = date(2023, 5, 1)
SCHEMA = Draft202012Validator(
    json.loads((files("linkage_rules") / "decision.schema.json").read_text("utf-8"))
)
SUMMARY = Draft202012Validator(
    json.loads((files("linkage_rules") / "summary.schema.json").read_text("utf-8"))
)
TEXT = """
policy subsidies "补助办法"

bearer county "县级部门"
bearer family "农户"

record Member "成员"
  age "年龄": whole number

record Household "农户情况"
  income "收入": money at least 0元
  poor "脱贫户": yes/no
  members "成员们": list of Member

record Project "项目"
  id "编号": text required
  households "农户们": list of Household
  leader "带头户": Household
  cost "造价": money

parameter limit "上限": money
  = 5000元

enum grade "等级"
  high "高"
  low "低"

fact subsidy "补助金额" of Household: money
  result for county to family
  means if poor then round down (income / 3) to 1元 but at most limit else 0元

fact pension "养老补贴" of Member: money
  result to family
  means if age >= 60 then 100元 else 0元

fact total "补助总额" of Project: money
  result for county
  means sum(h.subsidy over h in households)

fact share "占比" of Project: number
  result
  means total / cost

fact until "领取截止日" of Project: date
  result
  means as_of + 30 days

fact class "类别" of Project: grade
  result
  means if total > 1000元 then high else low

fact aside "另记" of Project: money
  means cost
"""


@pytest.fixture(scope="module")
def policy():
    return policy_of(TEXT)


def judged(policy, **record):
    return policy.evaluate({"id": "P-1", **record}, as_of=DAY, record_type="Project")


HOUSEHOLDS = [{"income": "1000元", "poor": True}, {"poor": False}]


def test_the_results_of_a_record_are_told_in_the_order_of_the_policy(policy):
    results = judged(policy, households=HOUSEHOLDS, cost="1000元", leader={"poor": False}).results
    own = [one for one in results.values() if not one.place]
    assert [one.name for one in own] == ["total", "share", "until", "class"]
    assert [one.value for one in own] == [33300, Fraction(333, 1000), date(2023, 5, 31), "low"]
    assert [one.unit for one in own] == ["fen", None, None, None]
    assert [one.label for one in own] == ["补助总额", "占比", "领取截止日", "类别"]
    assert not any(one.missing for one in own)


def test_a_fact_that_is_no_result_is_none(policy):
    assert "aside" not in judged(policy, cost="1元").results


@pytest.mark.parametrize(
    ("households", "leader", "told"),
    [
        (HOUSEHOLDS, {"poor": False}, {"households[0]": 33300, "households[1]": 0, "leader": 0}),
        ([], {"poor": False}, {"leader": 0}),
        (None, {"poor": False}, {"households": None, "leader": 0}),
        ([None], {"poor": False}, {"households[0]": None, "leader": 0}),
        ([{"poor": True}], None, {"households[0]": None, "leader": None}),
    ],
)
def test_results_of_elements_are_told_under_the_record_that_holds_them(
    policy, households, leader, told
):
    results = judged(policy, households=households, leader=leader).results
    assert {one.place: one.value for one in results.values() if one.name == "subsidy"} == told


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("households[0].subsidy", ("households[0].income",)),
        ("households[1].subsidy", ("households[1].poor",)),
        ("households[2].subsidy", ()),
        ("households[0].members.pension", ("households[0].members",)),
        ("households[2].members[0].pension", ("households[2].members[0].age",)),
        ("leader.subsidy", ("leader.poor",)),
        ("total", ("households[0].income", "households[1].poor")),
        ("share", ("households[0].income", "households[1].poor", "cost")),
    ],
)
def test_an_unknown_result_says_what_it_needs(policy, key, missing):
    households = [{"poor": True}, None, {"poor": False, "members": [{}]}]
    found = judged(policy, households=households).results[key]
    assert (found.value is None, found.missing) == (bool(missing), missing)


def test_what_a_result_needs_is_missing_though_no_verdict_rests_on_it(policy):
    decision = judged(policy, households=[{"poor": True}], leader={"poor": False, "members": []})
    assert set(decision.missing) == {
        "households[0].income",
        "households[0].members",
        "cost",
    }


def test_a_result_of_an_element_is_what_it_would_be_alone(policy):
    household = {"income": "20000元", "poor": True, "members": [{"age": 61}]}
    alone = policy.evaluate(household, as_of=DAY, record_type="Household").results
    within = judged(policy, households=[household]).results
    for key, result in alone.items():
        assert within[f"households[0].{key}"].value == result.value
    assert alone["subsidy"].value == 500_000


def test_results_are_found_by_name_and_by_label_and_cannot_be_changed(policy):
    results = judged(policy, households=HOUSEHOLDS).results
    assert results["补助总额"] is results["total"]
    assert results["households[0].补助金额"] is results["households[0].subsidy"]
    with pytest.raises(UnknownNameError, match="there is no result called totl"):
        results["totl"]
    with pytest.raises(Exception, match="cannot be changed"):
        results["total"] = 3


def test_who_owes_a_result_to_whom_is_told(policy):
    decision = judged(policy, households=HOUSEHOLDS)
    found = decision.results["households[0].subsidy"]
    assert (found.bearer, found.counterparty) == ("county", "family")
    assert "农户们第1项：补助金额：333元；由县级部门给付农户" in decision.to_text()
    assert "subsidy of households[0]: 333 yuan; owed by county to family" in decision.to_text("en")
    assert "由县级部门给付农户" in decision.to_html()


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("households[0].subsidy", "农户们第1项：补助金额 = 333元"),
        ("households[1].补助金额", "农户们第2项：补助金额 = 0元"),
        ("households[0].members.pension", "农户们第1项的成员们：养老补贴：未知"),
        ("补助总额", "补助总额 = 333元"),
    ],
)
def test_how_a_result_came_about_is_explained(policy, key, first):
    told = judged(policy, households=HOUSEHOLDS).explain(key).splitlines()
    assert told[0] == first
    assert len(told) > 1


def test_the_steps_of_an_amount_are_told(policy):
    told = judged(policy, households=HOUSEHOLDS).explain("households[0].subsidy")
    for step in ("收入 ÷ 3 舍去到 1元 = 333元", "收入：1000元", "参数“上限”：5000元"):
        assert step in told


def test_results_stand_in_the_document_of_a_decision(policy):
    document = judged(policy, households=HOUSEHOLDS, cost="1000元").to_dict()
    SCHEMA.validate(document)
    subsidy = document["results"]["households[0].subsidy"]
    assert (subsidy["type"], subsidy["value"], subsidy["unit"]) == ("money", 33300, "fen")
    assert subsidy["bearer"] == {"name": "county", "label": "县级部门", "who": None}
    assert document["results"]["share"]["value"] == "333/1000"
    assert document["results"]["leader.subsidy"]["missing"] == ["leader.poor"]


def test_results_cross_to_another_process(policy):
    own = Policy(policy.package, "0123abcd" * 8)  # Other tests have policies of the usual digest.
    decision = judged(own, households=HOUSEHOLDS)
    assert pickle.loads(pickle.dumps(decision)).results == decision.results


def test_totals_never_pass_over_what_is_unknown(policy):
    decisions = [judged(policy, households=h) for h in (HOUSEHOLDS, [{"poor": True}], [])]
    found = totals(one for d in decisions for one in d.results.values())
    total = found["total"]
    assert (total.known, total.unknown, total.amount) == (2, 1, 33300)
    assert total.words.zh == "已知2项计333元，另有1项待定"
    assert total.words.en == "333 yuan for the 2 known; 1 more unknown"
    assert found["class"].words.zh == "已定2项，待定1项"


def test_who_owes_a_result_is_part_of_what_it_says():
    other = TEXT.replace("result for county to family", "result for county")
    digests = [
        policy_of(text).evaluate({}, as_of=DAY, record_type="Household").to_dict(["facts"])
        for text in (TEXT, other)
    ]
    first, second = (one["facts"]["subsidy"]["digest"] for one in digests)
    assert first != second


def test_a_summary_has_results_and_what_those_within_come_to(policy):
    told = judged(policy, households=[*HOUSEHOLDS, {"poor": True}]).summary()
    SUMMARY.validate(told)
    assert told["results"]["until"] == {
        "label": "领取截止日",
        "type": "date",
        "value": "2023-05-31",
        "unit": None,
    }
    assert told["totals"]["subsidy"] == {
        "label": "补助金额",
        "known": 2,
        "unknown": 2,
        "sum": {"type": "money", "value": 33300},
    }
    assert told["words"]["zh"].startswith("补助总额：未知；占比：未知；领取截止日：2023年5月31日")


def test_a_summary_of_a_policy_without_results_has_no_part_for_them():
    plain = policy_of(
        TEXT.replace("\n  result for county to family", "")
        .replace("\n  result to family", "")
        .replace("\n  result for county", "")
        .replace("\n  result", "")
    )
    told = judged(plain).summary()
    assert not {"results", "totals"} & told.keys()


@pytest.mark.parametrize(
    ("fact", "language", "end"),
    [
        ("subsidy", "zh", "这是要给出的结果，由县级部门给付农户。"),
        ("total", "zh", "这是要给出的结果，由县级部门给付。"),
        ("share", "zh", "这是要给出的结果。"),
        ("subsidy", "en", " It is a result, owed by the county to the family."),
        ("share", "en", " It is a result."),
    ],
)
def test_plain_words_say_that_a_fact_is_a_result(policy, fact, language, end):
    told = in_plain_words(policy.package.facts[fact], policy.package, language)
    assert told.endswith(end)
    assert "结果" not in in_plain_words(policy.package.facts["aside"], policy.package, "zh")
