"""Results of two policies: another value, shown by a record; owed otherwise; new or gone."""

import pytest

from linkage_rules.analysis.difference import ResultRelation, difference
from tests.policies import package_of

HEAD = """
policy subsidies "补助办法"

bearer county "县"
bearer city "市"
bearer family "农户"

record Household "农户情况"
  income "收入": money at least 0元 at most 1000000元
  poor "脱贫户": yes/no
"""
SUBSIDY = """
fact subsidy "补助金额" of Household: {type}
  {result}
  means {means}
"""
ROUNDED = "round down (income / 3) to 1元"


def policy(means=ROUNDED, result="result for county to family", type_="money"):
    return package_of(HEAD + SUBSIDY.format(means=means, result=result, type=type_))


def compared(new, old=None):
    return difference(policy() if old is None else old, new)


@pytest.mark.parametrize(
    ("new", "relation"),
    [
        (policy(), ResultRelation.SAME),
        (policy("round down (income / 6 * 2) to 1元"), ResultRelation.SAME),
        (policy("round up (income / 3) to 1元"), ResultRelation.CHANGED),
        (policy("if poor then round down (income / 3) to 1元 else 0元"), ResultRelation.CHANGED),
        (policy(result="result for city to family"), ResultRelation.REASSIGNED),
        (policy("poor", type_="yes/no"), ResultRelation.RETYPED),
        (package_of(HEAD), ResultRelation.REMOVED),
    ],
)
def test_how_a_result_stands_to_the_old_one(new, relation):
    found = compared(new)
    assert [one.relation for one in found.results] == [relation]
    assert bool(found) is (relation is not ResultRelation.SAME)


def test_a_changed_result_is_shown_by_a_record_with_both_values():
    (one,) = compared(policy("round up (income / 3) to 1元")).results
    shown = one.direction.shown
    assert shown.known
    income = shown.witness.record["income"]
    assert (one.before, one.after) == (income // 300 * 100, -(-income // 300) * 100)
    assert one.before != one.after


def test_a_result_that_differs_only_where_something_is_unknown_says_so():
    (one,) = compared(policy(f"if poor then {ROUNDED} else {ROUNDED}")).results
    assert one.relation is ResultRelation.CHANGED
    assert not one.direction.shown.known
    assert None in (one.before, one.after)


def test_a_new_result_is_told():
    (one,) = compared(policy(), old=package_of(HEAD)).results
    assert one.relation is ResultRelation.ADDED


def test_the_text_tells_of_results_in_both_languages():
    found = compared(policy("round up (income / 3) to 1元", "result for city to family"))
    chinese, english = found.to_text("zh"), found.to_text("en")
    for line in (
        "补助金额：数值或内容有变",
        "原：由县给付农户",
        "新：由市给付农户",
        "例如对于这条记录",
    ):
        assert line in chinese
    assert "subsidy: another value" in english
    assert "The same: 0 results" in english


def test_the_document_has_each_result():
    document = compared(policy("round up (income / 3) to 1元")).to_dict()
    (one,) = document["results"]
    assert one["relation"] == "changed"
    assert one["shown"]["old"]["type"] == "money"
    assert one["shown"]["given"]["zh"].strip().startswith("给定")
