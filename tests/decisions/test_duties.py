"""What is still owed on a record: `decision.duties`, and the same in the document of a decision."""

from datetime import date

import pytest

import linkage_rules as lr
from linkage_rules.decisions import Duty, Party
from linkage_rules.policy.loading import loads
from linkage_rules.policy.policy import Policy
from linkage_rules.words.places import position

TEXT = """
policy p "P"
record Project "项目"
  id "编号": text required
  unit "单位": text
  asked_on: date
  paid_on: date
  due_on: date
  shown: yes/no
bearer operator "经营主体" is unit of Project
bearer owner "资产所有者"
bearer household "农户"
action pay "兑付" of Project
  done on paid_on
action show "公示" of Project
  done when shown
action visit "回访" of Project
norm paid "按约兑付" for Project
  no later than due_on
  operator or owner must pay to household
norm answered "按期答复" for Project
  within 30 days after asked_on
  operator must pay
norm shown_ "公示到位" for Project
  operator must in principle show
norm visited for Project
  owner must visit
norm free for Project
  owner encouraged to visit
norm banned for Project
  when id = "X"
  owner must not show
"""
TODAY = date(2023, 7, 1)
LONG_AGO, LATELY, TO_COME = date(2023, 1, 1), date(2023, 6, 20), date(2023, 8, 1)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return loads({"a.pol": TEXT})


def duties(policy: Policy, **given: object) -> dict[str, Duty]:
    record = {"id": "A", "unit": "甲社", "paid_on": "never", "shown": True} | given
    decision = policy.evaluate(record, as_of=TODAY)
    return {duty.norm.name: duty for duty in decision.duties}


@pytest.mark.parametrize(
    ("given", "norm", "status", "due", "begins"),
    [
        ({"due_on": LONG_AGO}, "paid", "overdue", LONG_AGO, None),
        ({"due_on": TO_COME}, "paid", "due", TO_COME, None),
        ({"due_on": None}, "paid", "undetermined", None, None),
        ({"asked_on": LATELY}, "answered", "due", date(2023, 7, 20), None),
        ({"asked_on": TO_COME}, "answered", "not_yet_due", date(2023, 8, 31), TO_COME),
        ({"asked_on": "never"}, "answered", "not_yet_due", None, None),
        ({"shown": False}, "shown_", "violated", None, None),
        ({}, "visited", "due", None, None),
    ],
)
def test_a_duty_says_how_it_stands_and_on_which_days(policy, given, norm, status, due, begins):
    duty = duties(policy, **given)[norm]
    assert (duty.status, duty.due, duty.begins) == (status, due, begins)


@pytest.mark.parametrize(
    "given",
    [{"due_on": LATELY, "paid_on": LONG_AGO}, {"due_on": LONG_AGO, "paid_on": LATELY}],
)
def test_what_was_done_in_time_or_late_is_owed_no_more(policy, given):
    assert "paid" not in duties(policy, **given)


def test_only_obligations_are_owed(policy):
    found = duties(policy, id="X", due_on=LONG_AGO, asked_on=LATELY, shown=False)
    assert set(found) == {"paid", "answered", "shown_", "visited"}


def test_the_parties_of_a_duty_are_named_by_the_record(policy):
    duty = duties(policy, due_on=LONG_AGO)["paid"]
    assert duty.bearers == (
        Party("operator", "经营主体", "甲社"),
        Party("owner", "资产所有者", None),
    )
    assert duty.bearing.value == "any"
    assert duty.counterparty == Party("household", "农户", None)
    assert not duty.in_principle
    assert duties(policy, shown=False)["shown_"].in_principle


def test_what_is_undetermined_names_what_is_missing(policy):
    assert duties(policy, due_on=None)["paid"].missing == ("due_on",)
    assert duties(policy, due_on=TO_COME)["paid"].missing == ()


def test_what_is_missing_stands_in_the_order_of_the_record_type():
    decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
    listed = [duty.missing for duty in decision.duties]
    assert max(map(len, listed)) > 2
    for paths in listed:
        assert list(paths) == sorted(paths, key=lambda path: position(path, decision.record_type))


def test_the_most_urgent_come_first_and_those_without_a_day_last(policy):
    found = duties(policy, due_on=LONG_AGO, asked_on=LATELY, shown=False)
    assert list(found) == ["paid", "shown_", "answered", "visited"]


def test_a_decision_as_data_holds_its_duties(policy):
    record = {"id": "A", "unit": "甲社", "paid_on": "never", "due_on": LONG_AGO}
    told = policy.evaluate(record, as_of=TODAY).to_dict(include=["duties"])["duties"]
    assert told[0] == {
        "norm": "paid",
        "status": "overdue",
        "due": "2023-01-01",
        "begins": None,
        "in_principle": False,
        "missing": [],
        "bearers": [
            {"name": "operator", "label": "经营主体", "who": "甲社"},
            {"name": "owner", "label": "资产所有者", "who": None},
        ],
        "bearing": "any",
        "counterparty": {"name": "household", "label": "农户", "who": None},
        "period": None,
    }


def test_every_engine_gives_the_same_duties(policy):
    record = {"id": "A", "paid_on": "never", "due_on": LONG_AGO, "asked_on": TO_COME}
    one, many = policy.evaluate(record, as_of=TODAY), policy.evaluate_many([record], as_of=TODAY)
    assert next(iter(many)).duties == one.duties


QUARTERLY = """
policy q
record Audit
  done_on: date
record Project
  started_on: date
  audits: list of Audit
bearer county
action audit of Project
  done at a.done_on over a in audits
norm quarterly for Project
  every quarter from started_on
  within 15 days
  county must audit
"""


def test_a_duty_of_every_period_is_owed_for_each_that_is_open():
    policy = loads({"q.pol": QUARTERLY})
    audits = [{"done_on": date(2023, 4, 10)}, {"done_on": date(2023, 7, 3)}]
    record = {"started_on": date(2023, 1, 1), "audits": audits}
    found = policy.evaluate(record, record_type="Project", as_of=date(2023, 10, 10)).duties
    assert [(d.period.start, d.status, d.due) for d in found if d.period] == [
        (date(2023, 7, 1), "due", date(2023, 10, 15)),
        (date(2023, 10, 1), "not_yet_due", date(2024, 1, 15)),
    ]
