"""Duties with a deadline: every cell of the table in docs/language-time.md, on every engine."""

from datetime import date
from itertools import product

import pytest

import linkage_rules as lr
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.deontic import (
    Timing,
    possible_with_deadline,
    settled_status,
    status_with_deadline,
)
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.engines import engines
from tests.engines.asked import ENGINES
from tests.policies import package_of, policy_of

TEXT = """
policy payment "支付"
  in force 2023-01-01

record Claim "申请"
  accepted_on "受理日期": date
  due_on "约定日": date
  paid_on "支付日期": date
  banned_on "处理日期": date
  usual "通常": yes/no

bearer county "县级主管部门"

action pay "支付补助" of Claim
  done on paid_on

action apply "再次申请" of Claim

norm within_a_fortnight "两周内支付" for Claim
  within 14 days after accepted_on
  county must pay

norm by_the_day "约定日支付" for Claim
  no later than due_on
  county must in principle pay

norm before_the_day "约定日前支付" for Claim
  when usual
  before due_on
  county must pay

norm no_more "三年内不得再次申请" for Claim
  holds for 3 years after banned_on
  county must not apply

fact failed "未按期" of Claim
  means within_a_fortnight is violated

fact performed "已支付" of Claim
  means within_a_fortnight is performed

fact met "按期" of Claim
  means within_a_fortnight is fulfilled

fact overdue "逾期" of Claim
  means within_a_fortnight is overdue
"""

TODAY = date(2023, 6, 1)
UNKNOWN = None
EARLY, AT_LAST, TOO_LATE, TO_COME = (
    date(2023, m, d) for m, d in ((5, 3), (5, 15), (5, 20), (6, 9))
)
LONG_AGO, LATELY, LAST_DAY, LATER = (
    date(2023, m, d) for m, d in ((5, 1), (5, 20), (5, 18), (6, 2))
)

TABLE = [
    # accepted on, paid on, the status of “within 14 days after accepted_on”
    (LATER, EARLY, "not_yet_due"),
    (LATER, TO_COME, "not_yet_due"),
    (LATER, UNKNOWN, "not_yet_due"),
    (LATELY, TOO_LATE, "fulfilled"),
    (LATELY, TO_COME, "due"),
    (LATELY, UNKNOWN, "undetermined"),
    (LAST_DAY, TO_COME, "due"),
    (LONG_AGO, EARLY, "fulfilled"),
    (LONG_AGO, AT_LAST, "fulfilled"),
    (LONG_AGO, TOO_LATE, "late"),
    (LONG_AGO, TO_COME, "overdue"),
    (LONG_AGO, UNKNOWN, "undetermined"),
    (UNKNOWN, EARLY, "undetermined"),
    (UNKNOWN, TO_COME, "undetermined"),
    (UNKNOWN, UNKNOWN, "undetermined"),
]

ASKED = {
    # status: violated, performed, fulfilled, overdue
    "not_yet_due": (False, False, False, False),
    "due": (False, False, False, False),
    "fulfilled": (False, True, True, False),
    "late": (True, True, False, False),
    "overdue": (True, False, False, True),
}


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def claim(**given):
    fields = ("accepted_on", "due_on", "paid_on", "banned_on", "usual")
    return {**dict.fromkeys(fields), **given}


CLAIMS = [claim(accepted_on=accepted, paid_on=paid) for accepted, paid, _ in TABLE]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_table_of_deadlines(package, engine):
    shape = package.record_types["Claim"]
    said = engines()[engine](package, shape, CLAIMS, TODAY)
    found = [one.statuses["within_a_fortnight"] for one in said]
    assert found == [status for *_, status in TABLE]


@pytest.mark.parametrize("engine", ["reference", "compiled", "symbolic"])
def test_what_may_be_asked_of_a_deadline(package, engine):
    shape = package.record_types["Claim"]
    said = engines()[engine](package, shape, CLAIMS, TODAY)
    names = ("failed", "performed", "met", "overdue")
    for one, (*_, status) in zip(said, TABLE, strict=True):
        if status in ASKED and one.facts is not None:
            assert tuple(one.facts[name] for name in names) == ASKED[status]


OTHERS = [
    ("by_the_day", {"due_on": TODAY, "paid_on": TO_COME}, "due"),
    ("by_the_day", {"due_on": LAST_DAY, "paid_on": LAST_DAY}, "fulfilled"),
    ("by_the_day", {"due_on": LAST_DAY, "paid_on": TOO_LATE}, "late"),
    ("by_the_day", {"paid_on": TOO_LATE}, "undetermined"),
    ("before_the_day", {"usual": True, "due_on": LAST_DAY, "paid_on": LAST_DAY}, "late"),
    ("before_the_day", {"usual": True, "due_on": TODAY, "paid_on": TO_COME}, "overdue"),
    ("before_the_day", {"usual": False, "due_on": TODAY}, "not_applicable"),
    ("before_the_day", {"due_on": LAST_DAY, "paid_on": TOO_LATE}, "undetermined"),
    ("no_more", {"banned_on": date(2020, 6, 1)}, "in_effect"),
    ("no_more", {"banned_on": date(2020, 5, 31)}, "not_applicable"),
    ("no_more", {"banned_on": TODAY}, "in_effect"),
    ("no_more", {"banned_on": LATER}, "not_applicable"),
    ("no_more", {}, "undetermined"),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_other_terms(package, engine):
    shape = package.record_types["Claim"]
    said = engines()[engine](package, shape, [claim(**given) for _, given, _ in OTHERS], TODAY)
    found = [one.statuses[norm] for one, (norm, *_) in zip(said, OTHERS, strict=True)]
    assert found == [status for *_, status in OTHERS]


def test_the_day_a_duty_is_due_is_told(package):
    policy = Policy(package, "0" * 64)
    record = claim(accepted_on=LONG_AGO, due_on=LAST_DAY, paid_on=TOO_LATE, usual=False)
    shape = package.record_types["Claim"]
    for norms in (
        policy.evaluate(record, as_of=TODAY, record_type="Claim").norms,
        Evaluation(package, shape, record, TODAY).outcome().norms,
    ):
        due = {name: outcome.due for name, outcome in norms.items()}
        assert due == {
            "within_a_fortnight": date(2023, 5, 15),
            "by_the_day": LAST_DAY,
            "before_the_day": None,
            "no_more": None,
        }


def test_learning_what_was_unknown_never_changes_a_status():
    truths = (True, False, None)
    for applies, begun, done, in_time, over in product(truths, repeat=5):
        possible = possible_with_deadline(applies, Timing(begun, done, in_time, over))
        for learnt in product((True, False), repeat=5):
            known = (applies, begun, done, in_time, over)
            if all(was in (None, now) for was, now in zip(known, learnt, strict=True)):
                assert status_with_deadline(*learnt) in possible
                if settled_status(possible) is not Status.UNDETERMINED:
                    assert status_with_deadline(*learnt) is settled_status(possible)


COUNTY = """
policy county
  in force 2023-01-01

amend payment

override within_a_fortnight because "从严"
  within 7 days after accepted_on
  county must pay

repeal by_the_day because "不再要求"
"""


@pytest.mark.parametrize("engine", engines())
def test_a_deadline_is_overridden(engine):
    texts = {"county/a.pol": COUNTY, "payment/a.pol": TEXT}
    amended = lr.loads(texts, policy="county").package
    shape = amended.record_types["Claim"]
    claims = [
        claim(accepted_on=date(2023, 5, 28), paid_on=paid)
        for paid in (date(2023, 6, 9), date(2023, 6, 1))
    ]
    days = (date(2023, 6, 5), date(2023, 6, 4))
    said = [engines()[engine](amended, shape, claims, day) for day in days]
    found = [[one.statuses["within_a_fortnight"] for one in of_day] for of_day in said]
    assert found == [["overdue", "fulfilled"], ["due", "fulfilled"]]
    assert not [name for name in amended.stated_facts if "__" in name]


def test_a_norm_may_ask_about_one_whose_days_are_over():
    policy = policy_of(
        "policy p\nbearer county\nrecord Case\n  f: yes/no\naction a of Case\n  done on as_of\n"
        "norm first for Case\n  when f\n  in force 2022-12-31 to 2023-01-01\n"
        "  within 1 month after as_of\n  county must a\n"
        "norm second for Case\n"
        "  holds for 1 month after (2023-01-01 + (if first is violated then 1 day else 2 days))\n"
        "  county must not a\n"
    )
    for day, status in ((date(2022, 12, 30), "not_applicable"), (date(2023, 1, 9), "violated")):
        for engine in ("reference", "compiled"):
            decision = policy.evaluate({"f": True}, as_of=day, engine=engine)
            assert decision.norms["second"].status.value == status
