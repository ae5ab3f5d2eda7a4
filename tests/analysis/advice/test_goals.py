"""What is said of a goal that cannot be read points into the goal."""

import pytest

import linkage_rules as lr
from linkage_rules.analysis.advice.goals import read_goal


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
