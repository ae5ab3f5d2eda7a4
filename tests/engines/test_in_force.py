"""What holds on which day: permissions by default, norms, overlays, policies that are used.

Each row is one day of one policy: what the policy says of two actions, and whether it is in force.
All engines give that answer.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from linkage_rules.policy.loading import load
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.engines import engines

SHARED = """\
record Project
  id: text required
  poor: yes/no
  approved_on: date
bearer county
"""
ACTIONS = """\
action enter of Project
  permitted by default
action rest of Project
  permitted by default
"""
BAN = "norm ban for Project\n  when poor\n  county must not enter\n"

ENDED = "policy p\n  in force 2023-01-01 to 2025-12-31\n" + SHARED + ACTIONS + BAN
NEVER_ENDS = "policy p\n  in force 2023-01-01\n" + SHARED + ACTIONS + BAN
ALWAYS = "policy p\n" + SHARED + ACTIONS + BAN
OWN_DAYS = (
    ENDED
    + "norm target for Project\n  in force 2026-06-01 to 2027-06-30\n  when poor\n"
    + "  county must enter\n"
    + "norm leave for Project\n  in force 2027-01-01\n  when not poor\n  county may enter\n"
)
LATER = (
    "policy p\n  in force 2023-01-01 to 2025-12-31\n"
    + SHARED
    + ACTIONS
    + BAN
    + "norm late for Project\n  in force 2024-01-01 to 2024-06-30\n  county must not rest\n"
)
GOVERNED = (
    "policy p\n  in force 2023-01-01 to 2025-12-31\n"
    + SHARED
    + ACTIONS
    + "norm ban for Project\n  governed by approved_on\n  when poor\n  county must not enter\n"
)
ASKING = ENDED + (
    "action report of Project\n"
    "norm told for Project\n  in force 2020-01-01\n"
    "  when rest is permitted\n  county must report\n"
)
CITY = "policy city\n  in force 2023-01-01 to 2025-12-31\n" + SHARED + ACTIONS + BAN
COUNTY_ACTION = "action rest_here of Project\n  permitted by default\n"


def on_top(days: str, amending: str = "", more: str = "") -> dict[str, str]:
    head = "policy county_rules\n" + (f"  in force {days}\n" if days else "")
    return {"city": CITY, "county_rules": f"{head}amend city\n{amending}{COUNTY_ACTION}{more}"}


WITHIN = on_top("2024-01-01 to 2024-12-31")
BEYOND = on_top("2024-01-01 to 2027-12-31")
CONTINUED = on_top("2026-01-01 to 2030-12-31", "  continues to 2028-12-31\n")
APART = on_top("2027-01-01 to 2027-12-31")
UNDATED = on_top("")
THIRD = {
    **BEYOND,
    "town": "policy town\n  in force 2025-01-01 to 2029-12-31\namend county_rules\n",
}
USED_ENDED = {
    "base": "policy base\n  in force 2023-01-01 to 2024-12-31\n" + SHARED + ACTIONS,
    "p": "policy p\n  in force 2024-01-01 to 2025-12-31\nuse base\n" + BAN,
}
USED_UNDATED = {
    "base": "policy base\n" + SHARED + ACTIONS,
    "p": "policy p\n  in force 2024-01-01 to 2025-12-31\nuse base\n" + BAN,
}

PLAIN: Mapping[str, Any] = {"poor": False}
POOR: Mapping[str, Any] = {"poor": True}
UNKNOWN: Mapping[str, Any] = {}


@frozen
class Day:
    """A day, a record, the verdicts expected and whether the policy is in force."""

    day: str
    given: Mapping[str, Any]
    verdicts: Mapping[str, str]
    in_force: bool


def day(when: str, given: Mapping[str, Any], in_force: bool, **verdicts: str) -> Day:
    return Day(when, given, verdicts, in_force)


P, F, R, N, X = "permitted", "forbidden", "required", "unregulated", "undetermined"

TABLE: Mapping[str, tuple[str, str | Mapping[str, str], tuple[Day, ...]]] = {
    "a policy with an end": (
        "p",
        ENDED,
        (
            day("2022-12-31", PLAIN, False, enter=N, rest=N),
            day("2022-12-31", POOR, False, enter=N, rest=N),
            day("2022-12-31", UNKNOWN, False, enter=N, rest=N),
            day("2023-01-01", PLAIN, True, enter=P, rest=P),
            day("2023-01-01", POOR, True, enter=F, rest=P),
            day("2023-01-01", UNKNOWN, True, enter=X, rest=P),
            day("2025-12-31", PLAIN, True, enter=P, rest=P),
            day("2026-01-01", PLAIN, False, enter=N, rest=N),
            day("2026-01-01", POOR, False, enter=N, rest=N),
            day("0001-01-01", POOR, False, enter=N, rest=N),
            day("9999-12-31", POOR, False, enter=N, rest=N),
        ),
    ),
    "a policy without an end": (
        "p",
        NEVER_ENDS,
        (
            day("2022-12-31", PLAIN, False, enter=N, rest=N),
            day("9999-12-31", PLAIN, True, enter=P, rest=P),
            day("9999-12-31", POOR, True, enter=F, rest=P),
        ),
    ),
    "a policy without days": (
        "p",
        ALWAYS,
        (
            day("0001-01-01", PLAIN, True, enter=P, rest=P),
            day("9999-12-31", POOR, True, enter=F, rest=P),
        ),
    ),
    "norms with days of their own behind the end of the policy": (
        "p",
        OWN_DAYS,
        (
            day("2025-12-31", POOR, True, enter=F, rest=P),
            day("2026-05-31", POOR, False, enter=N, rest=N),
            day("2026-06-01", POOR, False, enter=R, rest=N),
            day("2026-06-01", PLAIN, False, enter=N, rest=N),
            day("2026-06-01", UNKNOWN, False, enter=X, rest=N),
            day("2027-01-01", PLAIN, False, enter=P, rest=N),
            day("2027-06-30", POOR, False, enter=R, rest=N),
            day("2027-07-01", POOR, False, enter=N, rest=N),
        ),
    ),
    "a norm with days of its own within the policy": (
        "p",
        LATER,
        (
            day("2023-12-31", PLAIN, True, rest=P),
            day("2024-01-01", PLAIN, True, rest=F),
            day("2024-07-01", PLAIN, True, rest=P),
            day("2026-01-01", PLAIN, False, rest=N),
        ),
    ),
    "a norm governed by a date of the record: the default goes by the day that is asked": (
        "p",
        GOVERNED,
        (
            day("2024-05-01", {**POOR, "approved_on": date(2022, 5, 1)}, True, enter=P),
            day("2024-05-01", {**POOR, "approved_on": date(2024, 5, 1)}, True, enter=F),
            day("2024-05-01", POOR, True, enter=X),
            day("2026-05-01", {**POOR, "approved_on": date(2024, 5, 1)}, False, enter=F, rest=N),
            day("2026-05-01", {**PLAIN, "approved_on": date(2024, 5, 1)}, False, enter=N),
            day("2026-05-01", {**POOR, "approved_on": date(2026, 5, 1)}, False, enter=N),
            day("2026-05-01", POOR, False, enter=X, rest=N),
        ),
    ),
    "a norm that asks whether something is permitted": (
        "p",
        ASKING,
        (
            day("2022-12-31", PLAIN, False, rest=N, report=N),
            day("2024-05-01", PLAIN, True, rest=P, report=R),
            day("2026-05-01", PLAIN, False, rest=N, report=N),
        ),
    ),
    "an overlay within the days of the policy below": (
        "county_rules",
        WITHIN,
        (
            day("2022-12-31", PLAIN, False, enter=N, rest_here=N),
            day("2023-05-01", PLAIN, True, enter=P, rest_here=N),
            day("2024-05-01", PLAIN, True, enter=P, rest_here=P),
            day("2024-05-01", POOR, True, enter=F, rest_here=P),
            day("2025-05-01", PLAIN, True, enter=P, rest_here=N),
            day("2026-05-01", POOR, False, enter=N, rest_here=N),
        ),
    ),
    "an overlay that outlasts the policy below": (
        "county_rules",
        BEYOND,
        (
            day("2025-12-31", PLAIN, True, enter=P, rest_here=P),
            day("2026-01-01", PLAIN, True, enter=N, rest_here=P),
            day("2026-01-01", POOR, True, enter=N, rest_here=P),
            day("2028-01-01", PLAIN, False, enter=N, rest_here=N),
        ),
    ),
    "an overlay that continues the policy below": (
        "county_rules",
        CONTINUED,
        (
            day("2025-12-31", PLAIN, True, enter=P, rest_here=N),
            day("2026-01-01", PLAIN, True, enter=P, rest_here=P),
            day("2028-12-31", POOR, True, enter=F, rest_here=P),
            day("2029-01-01", PLAIN, True, enter=N, rest_here=P),
            day("2029-01-01", POOR, True, enter=N, rest_here=P),
            day("2031-01-01", PLAIN, False, enter=N, rest_here=N),
        ),
    ),
    "an overlay that begins long after the policy below has ended": (
        "county_rules",
        APART,
        (
            day("2025-12-31", PLAIN, True, enter=P, rest_here=N),
            day("2026-05-01", PLAIN, False, enter=N, rest_here=N),
            day("2027-05-01", PLAIN, True, enter=N, rest_here=P),
        ),
    ),
    "an overlay without days": (
        "county_rules",
        UNDATED,
        (
            day("2022-12-31", PLAIN, True, enter=N, rest_here=P),
            day("2024-05-01", PLAIN, True, enter=P, rest_here=P),
            day("2026-05-01", POOR, True, enter=N, rest_here=P),
        ),
    ),
    "an overlay on an overlay": (
        "town",
        THIRD,
        (
            day("2023-05-01", PLAIN, True, enter=P, rest_here=N),
            day("2027-05-01", PLAIN, True, enter=N, rest_here=P),
            day("2029-05-01", PLAIN, True, enter=N, rest_here=N),
            day("2030-01-01", PLAIN, False, enter=N, rest_here=N),
        ),
    ),
    "an action of a policy that is used, and that ends before": (
        "p",
        USED_ENDED,
        (
            day("2023-05-01", PLAIN, False, enter=N),
            day("2024-05-01", PLAIN, True, enter=P),
            day("2024-05-01", POOR, True, enter=F),
            day("2025-05-01", PLAIN, True, enter=N),
            day("2025-05-01", POOR, True, enter=F),
            day("2026-05-01", POOR, False, enter=N),
        ),
    ),
    "an action of a policy that is used, and that has no days": (
        "p",
        USED_UNDATED,
        (
            day("2023-05-01", PLAIN, False, enter=N),
            day("2024-05-01", PLAIN, True, enter=P),
            day("2026-05-01", PLAIN, False, enter=N),
        ),
    ),
}
ROWS = [
    pytest.param(asked, texts, row, id=f"{name}: {row.day} {dict(row.given)}")
    for name, (asked, texts, rows) in TABLE.items()
    for row in rows
]


def loaded(folder: Path, asked: str, texts: str | Mapping[str, str]) -> Policy:
    for name, text in ({asked: texts} if isinstance(texts, str) else texts).items():
        (folder / name).mkdir()
        (folder / name / "rules.pol").write_text(text, "utf-8")
    return load(folder / asked)


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "texts", "row"), ROWS)
def test_every_engine_gives_the_answer_of_the_table(
    asked: str, texts: str | Mapping[str, str], row: Day, tmp_path: Path
) -> None:
    policy = loaded(tmp_path, asked, texts)
    shape = policy.record_type("Project")
    record = {"id": "P-1", "poor": None, "approved_on": None, **row.given}
    when = date.fromisoformat(row.day)
    assert policy.package.in_force_on(when) is row.in_force
    found = {
        name: {
            action: answer.verdicts[action]
            for (answer,) in [engine(policy.package, shape, [record], when)]
            for action in row.verdicts
        }
        for name, engine in engines().items()
    }
    assert set(found) == {"reference", "compiled", "tabular", "symbolic"}
    assert found == {engine: dict(row.verdicts) for engine in found}
