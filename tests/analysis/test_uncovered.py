"""Of days that a calendar of working days does not cover is claimed."""

import pytest

from linkage_rules import loads
from linkage_rules.analysis.consistency import Analysis
from linkage_rules.analysis.difference import difference
from linkage_rules.commands.analyse import analysis_json, end_lines
from linkage_rules.model.findings import FindingKind

CALENDAR = """
calendar works "厂历"
  covers 2024-01-01 to 2024-03-31
"""
HEAD = f"""policy p "例"
{CALENDAR}
record R "件"
  got "收到日期": date
  sent "发出日期": date
  days "天数": whole number
bearer o "厂办"
action send "发出" of R
  done on sent
"""
WITHIN = """
norm in_time "按期" for R
  within 5 working days after got
  o must send
"""
LATE = """
action send_late "迟发" of R
  done when sent > 5 working days after got
norm no_late "不得迟发" for R
  o must not send_late
"""
NEVER_BEYOND = """
norm later "以后" for R
  when got >= 2025-01-01 and got <= 2030-01-01 and sent < 5 working days after got
  o must not send
"""
NEVER_ANYWAY = """
norm nothing "无" for R
  when sent < got and sent >= 5 working days after got
  o must not send
"""
NUMBER = """
norm so_many "若干" for R
  when 3 < working days between got and sent or sent = days working days after got
  o must not send
"""
NO_YEAR = """
norm so_long "期长" for R
  when sent = days working days after got
  o must not send
"""
OVERLAPPING = """
norm again "再次" for R
  when sent > 5 working days after got
  o must not send
"""


def analysed(text: str) -> Analysis:
    return loads({"p.pol": HEAD + text}).analyse(time_limit=20)


def kinds(found: Analysis) -> set[str]:
    return {one.kind.value for one in found.findings}


@pytest.mark.parametrize("text", [WITHIN, LATE, OVERLAPPING])
def test_what_is_unknown_for_want_of_days_alone_is_no_finding(text: str) -> None:
    found = analysed(text)
    assert "undetermined-on-complete-record" not in kinds(found)
    assert not found.undecided


@pytest.mark.parametrize("text", [NUMBER, NO_YEAR])
def test_what_is_unknown_on_days_that_are_covered_is_found(text: str) -> None:
    """No working day is the noughth."""
    found = [
        one
        for one in analysed(text).findings
        if one.kind is FindingKind.UNDETERMINED_ON_COMPLETE_RECORD
    ]
    assert found[0].shown is not None
    record = found[0].shown.witness.record
    assert record["days"] <= 0  # type: ignore[operator]


def test_what_never_happens_on_covered_days_alone_is_open_with_the_reason() -> None:
    found = analysed(NEVER_BEYOND)
    assert "never-applies" not in kinds(found)
    (open_,) = (one for one in found.undecided if one.kind is FindingKind.NEVER_APPLIES)
    assert open_.because is not None
    assert "“厂历”（2024年1月1日至2024年3月31日）" in open_.because.zh


def test_what_never_happens_by_any_calendar_is_found() -> None:
    found = analysed(NEVER_ANYWAY)
    assert "never-applies" in kinds(found)


def test_the_days_that_are_covered_are_told() -> None:
    policy = loads({"p.pol": HEAD + WITHIN})
    found = policy.analyse()
    for language, said in (("zh", "日历未涵盖的日期不作断定"), ("en", "does not cover")):
        assert said in " ".join(end_lines(found, policy.package, language))  # type: ignore[arg-type]
    assert '"start": "2024-01-01"' in analysis_json(found, policy.package)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (LATE, LATE.replace("sent > 5", "sent >= 5"), True),
        # Only where the fifth working day is not covered they are told apart.
        (
            "norm n for R when sent > 5 working days after got and got < sent o must not send",
            "norm n for R when sent > 5 working days after got o must not send",
            False,
        ),
    ],
)
def test_a_difference_on_days_that_are_not_covered_is_none(
    one: str, other: str, differ: bool
) -> None:
    old, new = (loads({"p.pol": HEAD + text}).package for text in (other, one))
    found = difference(old, new, time_limit=20)
    assert bool(found) is differ
