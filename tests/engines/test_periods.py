"""Periods of the calendar and duties of every period: the tables of docs/language-time.md, on every
engine."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations_with_replacement, groupby, islice, pairwise, product
from operator import itemgetter

import pytest
from attrs import evolve

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.norms import Term
from linkage_rules.model.periods import Unit, periods
from linkage_rules.model.recurrence import outcomes
from linkage_rules.model.statuses import Status
from linkage_rules.model.values import NEVER, Period, Record
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.testing.agreement import agreed
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.generation import checked
from linkage_rules.testing.mutation.mutants import mutants
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase
from linkage_rules.words.telling import by_when
from tests.policies import policy_in, read

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


@pytest.mark.slow
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


def test_of_each_period_it_is_told_whether_it_was_done_and_in_time(duties) -> None:
    """A day counts from the first of the period on, or from the day after it where time is left."""
    record = case("2024-01-01", "never", ["2024-02-01", "2024-04-01", "2024-08-11"])
    some = case("2024-01-01", "never", ["2024-02-01", None])
    yes, no, late, unknown = (True, True), (False, False), (True, False), (None, None)
    for given, norm, wanted in (
        (record, "quarterly", {1: yes, 4: yes, 7: yes}),
        (record, "monthly", {1: yes, 2: late, 3: yes, 7: late, 8: no}),
        (some, "quarterly", {1: yes, 7: unknown}),
    ):
        evaluation = Evaluation(duties, duties.record_types["Case"], given, TODAY)
        each = {one.start.month: one for one in evaluation.norm_outcome(norm).periods}
        for month, told in wanted.items():
            derived = evaluation.of_period(norm, each[month])
            assert tuple(one.answer for one in derived) == told, (norm, month)


def test_only_a_duty_of_every_period_has_periods(duties) -> None:
    deadline = duties.norms["quarterly"].deadline
    once = evolve(deadline, term=Term.WITHIN)
    with pytest.raises(ValueError, match="only a duty of every period has periods"):
        outcomes(once, (), (TODAY, TODAY, None, None), TODAY)
    assert outcomes(deadline, None, (TODAY, TODAY, None, 0), TODAY) == ()
    assert outcomes(deadline, (), (None, TODAY, None, 0), TODAY) == ()
    graced = duties.norms["monthly"].deadline
    assert outcomes(graced, (), (TODAY, NEVER, None, 0), TODAY) == ()
    assert outcomes(graced, (), (TODAY, NEVER, Period(days=10), None), TODAY) == ()
    (coming,) = outcomes(graced, (), (TODAY, NEVER, Period(days=10), 0), TODAY)
    assert (coming.start, coming.end, coming.due, coming.status) == (
        date(2024, 9, 1),
        date(2024, 9, 30),
        date(2024, 10, 10),
        Status.NOT_YET_DUE,
    )
    assert outcomes(deadline, (), (TODAY, None, None, 0), TODAY) == ()
    assert outcomes(deadline, (), (NEVER, NEVER, None, 0), TODAY) == ()


def outcome_of(engine: str, package, record: Record, norm: str = "quarterly"):
    shape = package.record_types["Case"]
    if engine == "reference":
        return Evaluation(package, shape, record, TODAY).norm_outcome(norm)
    return Program(package, shape).outcome(record, TODAY).norms[norm]


# Working days after each period

IN_WORKING_DAYS = (
    HEAD
    + """\
calendar works "厂历"
  covers 2024-01-01 to 2024-12-31
  holiday 2024-10-01 to 2024-10-07
  workday 2024-10-12
calendar full "全年"
  covers 2024-01-01 to 2025-12-31
  weekend sunday
parameter n "工作日数": whole number
  = 3 to 2024-06-30
  = 5 from 2024-07-01
action check_it "核查" of Case
  done at e.day over e in audits
norm quarterly "每季度" for Case
  every quarter from a to b
  within 8 working days by calendar works
  county must check_it
norm by_parameter "按参数" for Case
  every month from a
  within n + 1 working days by calendar full
  county must check_it
"""
)
AFTER_QUARTERS = [
    # as of, audits, the status, and when the last quarter that is over was due
    ("2024-10-16", [], "due", "2024-10-16"),
    ("2024-10-17", [], "overdue", "2024-10-16"),
    ("2024-10-17", ["2024-10-16"], "fulfilled", None),
    ("2024-10-20", ["2024-10-17"], "late", None),
    # what is done within a quarter is not for that quarter
    ("2024-10-17", ["2024-09-30"], "overdue", "2024-10-16"),
    ("2024-09-30", [], "not_yet_due", None),
    # the calendar ends before the eighth working day of January
    ("2025-01-20", ["2024-10-08"], "undetermined", None),
    ("2025-01-20", ["2024-10-08", "2025-01-20"], "undetermined", None),
]


@pytest.fixture(scope="module")
def working():
    return checked(IN_WORKING_DAYS)


@pytest.mark.parametrize("engine", [name for name in engines() if name != "symbolic"])
def test_working_days_after_each_period(engine: str) -> None:
    package = checked(IN_WORKING_DAYS[: IN_WORKING_DAYS.index("norm by_parameter")])
    shape = package.record_types["Case"]
    days = groupby(AFTER_QUARTERS, key=itemgetter(0))
    for as_of, lines in islice(days, 1, 2 if engine == "tabular" else None):
        asked = [
            (case("2024-07-01", "2024-12-31", audits), status) for _, audits, status, _ in lines
        ]
        records, today = [record for record, _ in asked], day(as_of)
        assert today is not None
        said = engines()[engine](package, shape, records, today)
        assert [one.statuses["quarterly"] for one in said] == [status for _, status in asked]
        expected = engines()["reference"](package, shape, records, today)
        assert not [d for a, b in zip(expected, said, strict=True) for d in differences(a, b)]


@pytest.mark.slow
def test_working_days_after_a_period_for_the_solver() -> None:
    package = checked(IN_WORKING_DAYS[: IN_WORKING_DAYS.index("norm by_parameter")])
    shape, record = package.record_types["Case"], case("2024-07-01", "2024-09-30", [])
    (said,) = engines()["symbolic"](package, shape, [record], date(2024, 10, 17))
    assert said.statuses["quarterly"] == "overdue"


@pytest.mark.parametrize(("as_of", "audits", "status", "due"), AFTER_QUARTERS)
def test_by_when_working_days_are_over(as_of, audits, status, due, working) -> None:
    shape, record = working.record_types["Case"], case("2024-07-01", "2024-12-31", audits)
    reference = Evaluation(working, shape, record, day(as_of)).norm_outcome("quarterly")
    compiled = Program(working, shape).outcome(record, day(as_of)).norms["quarterly"]
    assert (compiled.due, compiled.periods) == (reference.due, reference.periods)
    assert (reference.status.value, reference.due) == (status, day(due))


def test_the_number_of_working_days_may_be_worked_out(working) -> None:
    shape, record = working.record_types["Case"], case("2024-05-01", "never", [])
    for as_of, due in (("2024-06-02", "2024-06-05"), ("2024-07-01", "2024-06-07")):
        evaluation = Evaluation(working, shape, record, day(as_of))
        periods = evaluation.norm_outcome("by_parameter").periods
        assert periods[0].due == day(due)
        assert (
            periods
            == Program(working, shape).outcome(record, day(as_of)).norms["by_parameter"].periods
        )
        coming = evaluation.periods("by_parameter", until=date(2024, 9, 30))
        assert all(one.due is not None for one in coming)


def test_a_calendar_that_is_adjusted_counts_on_the_days_of_the_overlay(tmp_path) -> None:
    works = IN_WORKING_DAYS.replace('policy p "P"', 'policy p "P"\n  issued 2024-01-01', 1)
    city = """\
policy city "C"
  in force 2024-10-17
amend p
  issued 2024-01-01
adjust calendar works because "本市放假"
  holiday 2024-10-16
"""
    policy = policy_in(tmp_path, p=works, city=city)
    record = {"a": "2024-07-01", "b": "2024-12-31", "audits": []}
    found = {}
    for as_of in (date(2024, 10, 16), date(2024, 10, 17), date(2024, 10, 18)):
        decision = agreed(policy, "Case", record, as_of, assume_valid=False)
        found[as_of.day] = (
            decision.norms["quarterly"].status.value,
            decision.norms["quarterly"].due,
        )
    assert found == {
        16: ("due", date(2024, 10, 16)),
        17: ("due", date(2024, 10, 17)),
        18: ("overdue", date(2024, 10, 17)),
    }


def test_working_days_after_each_period_are_told_and_varied(working) -> None:
    deadline = working.norms["quarterly"].deadline
    said = by_when(deadline, lambda one: Phrase(*(describe(one, working, x) for x in LANGUAGES)))
    assert "当期届满之后8个工作日内完成" in said.zh
    assert "within 8 working days after its end" in said.en
    words = [m.change.zh for m in mutants(working) if m.name == "quarterly"]
    assert {"8 → 9", "8 → 7", "8个工作日 → 8天", "删去：8个工作日"} <= set(words)
    assert from_rows(to_rows(working, ["generated.pol"]), ["generated.pol"]) == working


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("within 0 working days by calendar works", "POL-313"),
        ("within 8 working days", "POL-345"),
        ("within 8 working days by calendar none", "POL-202"),
        ("within 1元 working days by calendar works", "POL-301"),
        ("within 8 working days after a by calendar works", "POL-352"),
        ("within 8 days after a", "POL-352"),
    ],
)
def test_what_cannot_be_said_of_working_days_after_a_period(line: str, code: str) -> None:
    wrong = IN_WORKING_DAYS.replace("within 8 working days by calendar works", line)
    assert read(wrong).codes == [code]
