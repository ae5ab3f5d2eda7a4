"""A decision of a stack says of each norm and value which layer it comes from, and why."""

from datetime import date

import pytest

from linkage_rules.policy.policy import Policy
from tests.policies import policy_in

CITY = """\
policy city "市政策"
  in force 2022-12-07
enum kind "类别"
  farm "种植"
  shop "加工"
record Project "项目"
  id "编号": text required
  kind "类型": kind
  total "总额": money at least 0元
  households "户数": whole number
  approved_on "审批日期": date
  mechanism "机制": yes/no
bearer county "县"
parameter least "最低户数": whole number
  = 5
  tunable
parameter most "最高户数": whole number
  = 500
  tunable
action enter "入库" of Project
  permitted by default
action reach "达标" of Project
  done when households between least and most
norm no_entry "无机制不得入库" for Project
  when not mechanism
  county must not enter
norm reaching "应达标" for Project
  county must reach
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2024-01-01
amend city
set least for Project by kind, total
  farm, at least 100万元: 30
  farm, below 100万元: 20
  else: 10
set most
  = 300
loosens no_entry because "本县试点"
override no_entry because "改为原则上"
  when not mechanism
  county must in principle not enter
norm late "晚审批" for Project
  governed by approved_on
  when not mechanism
  county must not enter
"""
RECORD = {"id": "P-1", "kind": "farm", "total": "100万元", "households": 25, "mechanism": False}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return policy_in(tmp_path_factory.mktemp("layers"), city=CITY, county_rules=COUNTY)


def _why(policy: Policy, name: str, language: str = "zh", **fields: object) -> str:
    decision = policy.evaluate({**RECORD, **fields}, as_of=date(2024, 5, 1))
    return decision.explain(name, language)  # type: ignore[arg-type]


def test_a_norm_in_the_place_of_another_says_so_with_both_reasons(county: Policy) -> None:
    assert _why(county, "no_entry").splitlines()[:3] == [
        "规定“无机制不得入库”：生效——县原则上不得入库",
        "- 出自《县细则》，取代《市政策》的这条规定，理由：改为原则上",
        "- 《县细则》放宽《市政策》的“无机制不得入库”，理由：本县试点",
    ]


def test_a_norm_from_below_says_where_it_comes_from(county: Policy) -> None:
    assert "- 出自《市政策》。" in _why(county, "reaching")


def test_a_table_shows_the_row_and_what_was_looked_at(county: Policy) -> None:
    lines = _why(county, "least").splitlines()
    assert lines == [
        "最低户数 = 30",
        "- 由《县细则》设定。",
        "- 适用“类型 = 种植 且 总额 ≥ 100万元”一行：30",
        "  - 类型：种植",
        "  - 总额：100万元",
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"kind": "shop"}, "- The row for everything else: 10"),
        ({"total": None}, "- Which row it is cannot be told yet."),
    ],
)
def test_a_table_says_which_row_it_is_or_that_it_is_open(
    county: Policy, fields: dict[str, object], line: str
) -> None:
    assert line in _why(county, "least", "en", **fields).splitlines()


def test_a_value_says_which_layer_sets_it(county: Policy) -> None:
    assert "参数“最高户数”：300\n" in _why(county, "reaching")
    assert "由《县细则》设定。" in _why(county, "reaching")


def test_a_governed_norm_says_by_which_day(county: Policy) -> None:
    said = _why(county, "late", "en", approved_on="2024-02-01")
    assert "- Judged as of approved_on: 2024-02-01" in said


def test_every_decision_mentions_what_was_loosened(county: Policy) -> None:
    decision = county.evaluate(RECORD, as_of=date(2024, 5, 1))
    said = "《县细则》放宽《市政策》的“无机制不得入库”，理由：本县试点"
    assert said in decision.to_text("zh")
    assert said in decision.to_html("zh")
    assert decision.to_dict()["policy"]["loosened"] == [
        {
            "norm": "no_entry",
            "label": "无机制不得入库",
            "layer": "county_rules",
            "because": "本县试点",
        }
    ]


def test_the_json_names_the_layer_of_every_norm_fact_and_value(county: Policy) -> None:
    document = county.evaluate(RECORD, as_of=date(2024, 5, 1)).to_dict()
    assert [layer["name"] for layer in document["policy"]["layers"]] == ["city", "county_rules"]
    assert document["norms"]["reaching"]["layer"] == "city"
    assert document["norms"]["no_entry"]["layer"] == "county_rules"
    assert document["facts"]["least"]["layer"] == "county_rules"
    assert document["parameters"]["most"]["layer"] == "county_rules"
