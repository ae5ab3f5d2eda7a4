"""The summary of a decision says who has to act and what is missing, in a few kB."""

import json
from datetime import date
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import linkage_rules as lr
from linkage_rules.decisions.serialising import PARTS
from linkage_rules.errors import ArgumentError
from linkage_rules.model.statuses import Status, VerdictStatus
from tests.places import ROOT
from tests.policies import policy_of

from .cases import CASES
from .judging import judge

SCHEMA = json.loads((files("linkage_rules") / "summary.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
DAY = date(2023, 5, 1)
MOST = 4096


@pytest.fixture(scope="module")
def policy():
    return lr.load("xiangtan_2022")


@pytest.mark.parametrize(
    ("file", "record_type"), [("projects.json", "Project"), ("villages.json", "Village")]
)
def test_summaries_of_the_samples_take_less_than_four_kilobytes(policy, file, record_type):
    samples = json.loads((ROOT / "samples" / file).read_text("utf-8"))
    told = [policy.evaluate(s, as_of=DAY, record_type=record_type).summary() for s in samples]
    assert len(told) >= 6
    # Even where every Chinese character is escaped.
    assert max(len(json.dumps(one)) for one in told) < MOST
    for one in told:
        VALIDATOR.validate(one)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_summary_agrees_with_the_decision(case):
    decision = judge(case.policy, case.data, case.as_of)
    told = decision.summary()
    VALIDATOR.validate(told)
    assert told["verdicts"] == {n: v.status.value for n, v in decision.verdicts.items()}
    assert told["missing"] == list(decision.missing)
    violated = {n for n, o in decision.norms.items() if o.status is Status.VIOLATED}
    assert {one["name"] for one in told["violated"]} == violated
    listed = {n for duty in told["duties"].values() for n in duty.get("violated", ())}
    assert listed == violated


def test_a_summary_says_it_in_both_languages(policy):
    samples = json.loads((ROOT / "samples/projects.json").read_text("utf-8"))
    told = policy.evaluate(samples[1], as_of=DAY).summary()
    assert told["record"] == {"id": "XT2023-002"}
    assert told["words"]["zh"].startswith("不得：纳入项目库")
    assert told["words"]["en"].startswith("must not: enter_library")
    assert told["duties"]["county_department"]["label"] == "县级主管部门"


def test_a_summary_of_a_day_out_of_force_says_so_first(policy):
    decision = policy.evaluate({"id": "P-1"}, as_of=date(2030, 1, 1), outside="allow")
    told = decision.summary()
    assert told["in_force"] is False
    assert told["words"]["zh"].startswith("政策当日不在施行期")


def test_the_schema_lists_what_the_model_can_answer():
    assert SCHEMA["properties"]["verdicts"]["additionalProperties"]["enum"] == [
        status.value for status in VerdictStatus
    ]
    Draft202012Validator.check_schema(SCHEMA)


def test_of_a_decision_only_the_parts_that_are_asked_for_are_given(policy):
    decision = policy.evaluate({"id": "P-1"}, as_of=DAY)
    whole = decision.to_dict()
    head = ["format", "format_version"]
    assert [*whole] == [*head, *PARTS]
    for include in (["verdicts"], ("missing", "as_of"), {"norms"}, "verdicts", []):
        asked = {include} if isinstance(include, str) else {*include}
        part = decision.to_dict(include)
        assert part == {k: v for k, v in whole.items() if k in asked or k in head}


def test_a_part_that_there_is_not_is_told_with_the_near_one(policy):
    decision = policy.evaluate({"id": "P-1"}, as_of=DAY)
    with pytest.raises(ArgumentError, match="did you mean verdicts") as caught:
        decision.to_dict(include=["verdict"])
    assert caught.value.code == "ASK-111"


LISTS = policy_of(
    """
policy lists "列表"
record Part "分"
  n: whole number
record Case "案"
  id "编号": text required
  parts "各分": list of Part required
bearer county "县"
action act "办" of Case
norm all_of_them for Case
  when every x in parts has x.n > 3
  county must act
"""
)


@pytest.mark.parametrize(
    ("parts", "listed", "further"), [(1, 1, None), (100, 100, None), (3000, 100, 2900)]
)
def test_a_summary_stays_small_however_long_the_lists_of_a_record_are(parts, listed, further):
    decision = LISTS.evaluate({"id": "1", "parts": [{}] * parts}, as_of=DAY, record_type="Case")
    told = decision.summary()
    VALIDATOR.validate(told)
    assert (len(told["missing"]), told.get("further_missing")) == (listed, further)
    assert told["record"] == {"id": "1"}
    assert len(json.dumps(told)) < MOST


@pytest.mark.parametrize("include", [5, object(), b"verdicts", ["verdicts", 3], [["verdicts"]]])
def test_parts_that_are_no_names_are_refused(policy, include):
    decision = policy.evaluate({"id": "P-1"}, as_of=DAY)
    with pytest.raises(ArgumentError) as raised:
        decision.to_dict(include)
    assert raised.value.render("zh")
