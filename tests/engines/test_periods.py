"""Periods of the calendar and duties of every period: the tables of docs/language-time.md, on every
engine."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations_with_replacement, pairwise, product

import pytest

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.periods import Unit, periods
from linkage_rules.model.statuses import Status
from linkage_rules.model.values import NEVER, Record
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.generation import checked

TODAY = date(2024, 9, 1)
HEAD = """\
policy p "P"
bearer county "县"
record Audit "审计"
  day "日期": date
  good "合格": yes/no
record Case "事项"
  a "开工日期": date
  b "完工日期": date
  audits "审计情况": list of Audit
action act "办理" of Case
"""


def day(text: str | None) -> date | None:
    return NEVER if text == "never" else None if text is None else date.fromisoformat(text)


def case(a: str | None, b: str | None, audits: Sequence[str | None] | None = ()) -> Record:
    listed = None if audits is None else tuple({"day": day(d), "good": True} for d in audits)
    return {"a": day(a), "b": day(b), "audits": listed}


LATE_WINTER, SUMMER = "2024-02-10", "2024-08-01"
YES, NO, UNKNOWN = "due", "not_applicable", "undetermined"

COVERED = "every q in quarters from a to b has some e in audits has e.day in q"
TABLE = [
    # every quarter that meets the days has an audit
    (COVERED, case(LATE_WINTER, SUMMER, ["2024-01-01", "2024-05-01", "2024-09-30"]), YES),
    (COVERED, case(LATE_WINTER, SUMMER, ["2024-01-01", "2024-09-30"]), NO),
    (COVERED, case(LATE_WINTER, SUMMER, ["2024-01-01", None, "2024-09-30"]), UNKNOWN),
    (COVERED, case(LATE_WINTER, SUMMER, ["2024-01-01", "never", "2024-09-30"]), NO),
    # none: every is yes, some is no
    (COVERED, case(SUMMER, LATE_WINTER), YES),
    ("some q in quarters from a to b has q is known", case(SUMMER, LATE_WINTER), NO),
    ("some q in quarters from a to b has q is known", case(SUMMER, SUMMER), YES),
    # unknown days, and days up to which there is no list
    (COVERED, case(None, SUMMER), UNKNOWN),
    (COVERED, case(SUMMER, None), UNKNOWN),
    (COVERED, case(SUMMER, "never"), UNKNOWN),
    (COVERED, case("never", SUMMER), YES),
    ("count(months from a to b) = 1200", case("1924-09-30", "2024-08-01"), YES),
    ("count(months from a to b) is known", case("1924-08-31", "2024-08-01"), NO),
    ("count(years from a to b) is known", case("9998-01-01", "9998-12-31"), YES),
    ("count(years from a to b) is known", case("9998-01-01", "9999-01-01"), NO),
    # the first and the last are partial
    ("count(half-years from a to b) = 2", case("2024-06-30", "2024-07-01"), YES),
    ("count(years from a - 1 day to b + 3 years) = 5", case("2024-01-01", "2024-07-01"), YES),
    ("start of q = 2024-01-01", case("2024-03-31", "2024-03-31"), YES),
    ("end of q = 2024-03-31", case("2024-03-31", "2024-03-31"), YES),
    ("at least 2 q in months from a to b has a in q or b in q", case(LATE_WINTER, SUMMER), YES),
    ("at least 2 q in years from a to b has a in q or b in q", case(LATE_WINTER, SUMMER), NO),
    (
        "sum(days between start of q and end of q over q in quarters from a to b) = 271",
        case(LATE_WINTER, SUMMER),
        YES,
    ),
    (
        "max(end of q over q in months from a to b) = 2024-02-29",
        case(LATE_WINTER, "2024-02-11"),
        YES,
    ),
    ("min(start of q over q in months from a to b) is known", case(SUMMER, LATE_WINTER), NO),
    (
        "count(q in months from a to b where start of q >= a and end of q <= b) = 5",
        case(LATE_WINTER, SUMMER),
        YES,
    ),
]
_WITHIN = "some q in quarters from a to b has "


def condition(line: str) -> str:
    return f"{_WITHIN}{line}" if line.startswith(("start", "end")) else line


@pytest.mark.parametrize("engine", [name for name in engines() if name != "symbolic"])
def test_each_line_of_the_table(engine: str) -> None:
    asked = list(dict.fromkeys(line for line, _, _ in TABLE))
    norms = "".join(
        f"norm n{i} for Case\n  when {condition(line)}\n  county must act\n"
        for i, line in enumerate(asked)
    )
    package = checked(HEAD + norms)
    records = [record for _, record, _ in TABLE]
    said = engines()[engine](package, package.record_types["Case"], records, TODAY)
    wrong = [
        (line, record, answers.statuses[f"n{asked.index(line)}"])
        for (line, record, expected), answers in zip(TABLE, said, strict=True)
        if answers.statuses[f"n{asked.index(line)}"] != expected
    ]
    assert not wrong


@pytest.mark.parametrize("place", [1, 2, 7, 9, 15, 16])
def test_a_line_of_the_table_for_the_solver(place: int) -> None:
    line, record, expected = TABLE[place]
    package = checked(f"{HEAD}norm n for Case\n  when {condition(line)}\n  county must act\n")
    (said,) = engines()["symbolic"](package, package.record_types["Case"], [record], TODAY)
    assert said.statuses["n"] == expected


@pytest.mark.parametrize("unit", Unit)
def test_periods_follow_one_another_and_cover_their_days(unit: Unit) -> None:
    found = periods(unit, date(2023, 5, 17), date(2027, 2, 28))
    assert found
    assert found[0]["start"] <= date(2023, 5, 17) <= found[0]["end"]  # type: ignore[operator]
    assert found[-1]["start"] <= date(2027, 2, 28) <= found[-1]["end"]  # type: ignore[operator]
    for one, following in pairwise(found):
        assert (following["start"] - one["end"]).days == 1  # type: ignore[operator]


# Duties of every period

DUTIES = (
    HEAD
    + """\
action check_it "核查" of Case
  done at e.day over e in audits where e.good
norm quarterly "每季度" for Case
  every quarter from a to b
  county must check_it
norm monthly "每月" for Case
  every month from a
  within 10 days
  county must in principle check_it
norm violated "违反" for Case
  when quarterly is violated
  county must act
norm performed "履行完毕" for Case
  when quarterly is performed
  county must act
norm overdue "逾期" for Case
  when quarterly is overdue
  county must act
norm late "迟" for Case
  when quarterly is late
  county must act
norm fulfilled "已履行" for Case
  when quarterly is fulfilled
  county must act
"""
)
"""Asked on 1 September 2024, in the third quarter."""

ASKED = ("violated", "performed", "overdue", "late", "fulfilled")
STANDING = [
    # begun, ended, audits, the status, and what is yes of violated, performed, overdue, late,
    # fulfilled
    ("2024-01-01", "never", ["2024-01-01", "2024-06-30", "2024-07-01"], "fulfilled", "nynny"),
    ("2024-01-01", "never", ["2024-02-01", "2024-05-01"], "due", "nnnnn"),
    ("2024-01-01", "never", ["2024-04-01", "2024-07-05"], "late", "yynyn"),
    ("2024-01-01", "never", ["2024-04-01"], "due", "nnnnn"),
    ("2024-01-01", "never", ["2024-02-01"], "overdue", "ynynn"),
    ("2024-01-01", "never", [], "overdue", "ynynn"),
    ("2024-07-01", "never", [], "due", "nnnnn"),
    # a day that has not come is not done
    ("2024-07-01", "never", ["2024-09-02"], "due", "nnnnn"),
    # the quarter in which the duty begins is no whole one
    ("2024-07-02", "never", ["2024-08-01"], "not_yet_due", "nnnnn"),
    ("2024-10-01", "never", [], "not_yet_due", "nnnnn"),
    ("never", "never", [], "not_yet_due", "nnnnn"),
    # nor is the one in which it ends
    ("2024-01-01", "2024-03-31", ["2024-02-01"], "fulfilled", "nynny"),
    ("2024-01-01", "2024-03-30", [], "not_applicable", "nnnnn"),
    ("2024-02-01", "2024-06-29", [], "not_applicable", "nnnnn"),
    ("2024-08-01", "2024-02-01", [], "not_applicable", "nnnnn"),
    # an overdue one is told whatever else is unknown, and nothing milder is
    ("2024-01-01", "never", None, "undetermined", "?????"),
    ("2024-01-01", "never", ["2024-02-01", None], "undetermined", "?????"),
    ("2024-07-01", "never", [None], "undetermined", "??n??"),
    (None, "never", [], "undetermined", "?????"),
    ("2024-01-01", None, ["2024-02-01", "2024-05-01", "2024-08-01"], "undetermined", "??n??"),
    ("1700-01-01", "never", [], "undetermined", "?????"),
]
_SAID = {"y": "due", "n": "not_applicable", "?": "undetermined"}


@pytest.fixture(scope="module")
def duties():
    return checked(DUTIES)


@pytest.mark.parametrize("engine", [name for name in engines() if name != "symbolic"])
def test_how_a_duty_of_every_quarter_stands(engine: str, duties) -> None:
    records = [case(begun, ended, audits) for begun, ended, audits, _, _ in STANDING]
    said = engines()[engine](duties, duties.record_types["Case"], records, TODAY)
    told = [
        (answers.statuses["quarterly"], *(answers.statuses[name] for name in ASKED))
        for answers in said
    ]
    assert told == [(status, *map(_SAID.__getitem__, asked)) for *_, status, asked in STANDING]
    expected = engines()["reference"](duties, duties.record_types["Case"], records, TODAY)
    assert not [d for a, b in zip(expected, said, strict=True) for d in differences(a, b)]


@pytest.mark.parametrize("place", [2, 16])
def test_how_a_duty_stands_for_the_solver(place: int) -> None:
    begun, ended, audits, status, _ = STANDING[place]
    text = DUTIES[: DUTIES.index("norm monthly")]
    package = checked(text)
    shape = package.record_types["Case"]
    (said,) = engines()["symbolic"](package, shape, [case(begun, ended, audits)], TODAY)
    assert said.statuses["quarterly"] == status


WORST_FIRST = (
    *(Status.OVERDUE, Status.UNDETERMINED, Status.DUE, Status.LATE, Status.FULFILLED),
    Status.NOT_YET_DUE,
)
DAYS = (None, "2024-02-01", "2024-03-31", "2024-05-01", "2024-08-01", "2024-09-02", "never")
MANY = [
    case(begun, "never", audits)
    for begun in ("2024-01-01", "2024-04-01", "2024-07-01", "2024-07-02")
    for count in range(3)
    for audits in combinations_with_replacement(DAYS, count)
]


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_the_worst_period_makes_the_status(engine: str, duties) -> None:
    said = engines()[engine](duties, duties.record_types["Case"], MANY, TODAY)
    for record, answers in zip(MANY, said, strict=True):
        evaluation = Evaluation(duties, duties.record_types["Case"], record, TODAY)
        for name in ("quarterly", "monthly"):
            standing = {one.status for one in evaluation.norm_outcome(name).periods}
            worst = next(status for status in WORST_FIRST if status in standing)
            assert answers.statuses[name] == worst, record


def test_learning_a_day_changes_no_status_that_was_told(duties) -> None:
    def told(record: Record) -> tuple[Status, tuple[Status, ...]]:
        outcome = Evaluation(duties, duties.record_types["Case"], record, TODAY).norm_outcome(
            "quarterly"
        )
        return outcome.status, tuple(one.status for one in outcome.periods)

    days = [None, *map(day, DAYS[1::2])]
    for begun, first, second in product((None, date(2024, 1, 1), date(2024, 7, 1)), days, days):
        if None not in (begun, first, second):
            continue
        audits = tuple({"day": one, "good": True} for one in (first, second))
        status, each = told({"a": begun, "b": NEVER, "audits": audits})
        for learnt in product(*([one] if one else days[1:] for one in (begun, first, second))):
            audits = tuple({"day": one, "good": True} for one in learnt[1:])
            after, each_after = told({"a": learnt[0], "b": NEVER, "audits": audits})
            assert status in (Status.UNDETERMINED, after)
            for before, now in zip(each, each_after, strict=False):
                assert before in (Status.UNDETERMINED, now)


def test_the_outcome_lists_the_periods_and_the_first_that_is_waiting(duties) -> None:
    record = case("2024-01-01", "never", ["2024-02-01"])
    for engine in ("reference", "compiled"):
        outcome = outcome_of(engine, duties, record)
        assert outcome.due == date(2024, 6, 30)
        assert [(p.start.month, p.due, p.status.value) for p in outcome.periods] == [
            (1, date(2024, 3, 31), "fulfilled"),
            (4, date(2024, 6, 30), "overdue"),
            (7, date(2024, 9, 30), "due"),
            (10, date(2024, 12, 31), "not_yet_due"),
        ]


def test_a_time_after_the_end_of_each_period_moves_its_last_day_and_where_it_begins(duties) -> None:
    record = case("2024-06-01", "never", ["2024-06-15", "2024-08-11", "2024-09-01"])
    outcome = outcome_of("compiled", duties, record, "monthly")
    assert [(p.start.month, p.due, p.status.value) for p in outcome.periods] == [
        # what is done within a month counts for the month before
        (6, date(2024, 7, 10), "late"),
        (7, date(2024, 8, 10), "late"),
        (8, date(2024, 9, 10), "fulfilled"),
        (9, date(2024, 10, 10), "not_yet_due"),
    ]


def test_a_duty_that_does_not_apply_has_no_periods(duties) -> None:
    for engine in ("reference", "compiled"):
        outcome = outcome_of(engine, duties, case("2024-01-01", "2024-03-30", []))
        assert (outcome.periods, outcome.due) == ((), None)


def test_what_is_to_come_is_told_up_to_a_day(duties) -> None:
    record = case("2024-08-01", "2025-07-31", [])
    evaluation = Evaluation(duties, duties.record_types["Case"], record, TODAY)
    coming = evaluation.periods("quarterly", until=date(2026, 12, 31))
    assert [(p.start, p.due) for p in coming] == [
        (date(2024, 10, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 6, 30)),
    ]


def outcome_of(engine: str, package, record: Record, norm: str = "quarterly"):
    shape = package.record_types["Case"]
    if engine == "reference":
        return Evaluation(package, shape, record, TODAY).norm_outcome(norm)
    return Program(package, shape).outcome(record, TODAY).norms[norm]
