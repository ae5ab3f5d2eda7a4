"""What examples show, and days that a calendar has otherwise, is found before it is solved for."""

import pytest

from linkage_rules import loads
from linkage_rules.analysis.difference import Comparison, Difference, Relation, Way, difference

POLICY = """policy p "例"
  in force 2024-01-01 to 2024-12-31
calendar works "厂历"
  covers 2024-01-01 to 2024-12-31
{days}
record R "件"
  got "收到": date
  begun "开始": date blank means never
  ended "结束": date at least 2024-01-01 blank means never
  sent "发出": date blank means never
bearer o "厂办"
action send "发出" of R
  done on sent
norm in_time "按期" for R
  when got between begun and ended
  within 7 working days after got
  o must send
action early "过早" of R
  done when sent <= as_of and sent > 3 working days before ended
norm not_early "不得过早" for R
  o must not early
{example}
"""
EXAMPLE = """
example "节日" of R
  given got: 2024-09-20, begun: 2024-09-10, ended: 2024-09-20
  as of 2024-10-01
  expect in_time is overdue
"""
HOLIDAY = "  holiday 2024-09-23\n"


def compared(old: str, new: str) -> Difference:
    texts = (POLICY.format(days=days, example="") for days in (old, new))
    before, after = (loads({"p.pol": text}).package for text in texts)
    # No solver can answer anything within so short a time.
    return difference(before, after, time_limit=1e-6)


def norm(found: Difference, name: str) -> Comparison:
    return next(one for one in found.norms if one.declared.name == name)


@pytest.mark.parametrize(("old", "new"), [("", HOLIDAY), (HOLIDAY, "")])
def test_a_day_more_that_rests_is_shown(old: str, new: str) -> None:
    found = compared(old, new)
    for name in ("in_time", "not_early"):
        one = norm(found, name)
        assert one.relation is not Relation.UNDECIDED
        # Who has to wait for a day more is late a day later.
        looser = (new == HOLIDAY) == (name == "in_time")
        shown = one.ways[Way.LOOSER if looser else Way.STRICTER].shown
        assert shown is not None
        assert shown.known


def test_an_example_of_either_policy_is_tried() -> None:
    longer = POLICY.replace("within 7", "within 4")
    example = EXAMPLE.replace("2024-10-01", "2024-09-30")
    texts = [text.format(days="", example=one) for text, one in ((POLICY, ""), (longer, example))]
    before, after = (loads({"p.pol": text}).package for text in texts)
    found = norm(difference(before, after, time_limit=1e-6), "in_time")
    assert found.relation is Relation.STRICTER
