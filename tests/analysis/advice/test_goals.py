"""What is said of a goal that cannot be read points into the goal."""

from datetime import date
from itertools import product

import pytest

import linkage_rules as lr
from linkage_rules.analysis.advice import advise
from linkage_rules.analysis.advice.goals import read_goal
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.deontic import WITH_DEADLINE, meant_by, possible_statuses
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words.keywords import spelling
from tests.policies import package_of

STATUSES = """
policy p
record Project
  a: yes/no changeable
  b: yes/no changeable
  on: date changeable
  begun: date changeable
bearer county
action do of Project
  done when b
action call of Project
action pay of Project
  done on on
norm must_do for Project
  when a
  county must do
norm must_not for Project
  when a
  county must not do
norm should for Project
  when a
  county encouraged to do
norm may_do for Project
  when a
  county may do
norm must_call for Project
  when a
  county must call
norm must_not_call for Project
  when a
  county must not call
norm must_pay for Project
  when a
  within 10 days after begun
  county must pay
"""


def test_every_status_and_every_verdict_may_be_the_goal() -> None:
    package = package_of(STATUSES)
    shape, day = package.record_types["Project"], date(2023, 5, 1)
    known = {"a": True, "b": False, "on": date(2023, 3, 1), "begun": date(2023, 4, 1)}
    records = [{**dict.fromkeys(known)}, known, {**known, "a": False, "b": None}]
    for norm in package.norms.values():
        observable = package.actions[norm.action].done_when is not None
        possible = WITH_DEADLINE if norm.deadline else possible_statuses(norm.modality, observable)
        for status, record in product(sorted(possible), records):
            words = spelling(f"IS_{status.name}", "en")
            goal = read_goal(f"{norm.name} {words}", package, shape)
            advice = advise(package, shape, record, goal, as_of=day, time_limit=300)
            before = Evaluation(package, shape, record, day).norm_outcome(norm.name).status
            assert advice.reached is (before in meant_by(status)), (norm.name, status)
            for way in advice.alternatives:
                found = Evaluation(package, shape, way.record, day).norm_outcome(norm.name).status
                assert found in meant_by(status), (norm.name, status)
            if status is not Status.UNDETERMINED:
                assert advice.reached or advice.alternatives, (norm.name, status, record)
    for action, verdict in product(("do", "call", "pay"), VerdictStatus):
        goal = read_goal(f"{action} {spelling(f'IS_{verdict.name}', 'en')}", package, shape)
        advice = advise(package, shape, known, goal, as_of=day, time_limit=300)
        for way in advice.alternatives:
            assert Evaluation(package, shape, way.record, day).verdicts[action].status is verdict


@pytest.mark.parametrize(
    ("goal", "column", "line"),
    [
        ("纳入项目库 被允可", 7, "纳入项目库 被允可"),
        ("  operating   and operatin", 15, "operating and operatin"),
        ("operating = 3元", 1, "operating = 3元"),
        ("operating and", 13, "operating and"),
    ],
)
def test_a_message_about_a_goal_points_into_it(goal: str, column: int, line: str) -> None:
    package = lr.load("xiangtan_2022").package
    with pytest.raises(lr.PolicyError) as refused:
        read_goal(goal, package, package.record_types["Project"])
    excerpt = refused.value.diagnostics[0].excerpt
    assert (excerpt.span.line, excerpt.span.column, excerpt.line) == (1, column, line)
