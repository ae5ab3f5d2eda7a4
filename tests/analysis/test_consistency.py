"""Every kind of finding: a policy that has it, and the same policy repaired, which has none."""

import re
from datetime import date
from pathlib import Path

import pytest

from linkage_rules.analysis.consistency import Analysis, analyse
from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.analysis.consistency.lints import unused
from linkage_rules.analysis.days import days_asked
from linkage_rules.analysis.limits import Limits
from linkage_rules.engines.symbolic import Impossible, Rules, Scene, Search, Undecided
from linkage_rules.model.expressions import NormApplies
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package
from linkage_rules.words.finding_words import FINDING_ADVICE, FINDING_NAMES
from tests.policies import package_of

HEAD = """
policy p "试"
  in force 2022-12-07 to 2025-12-31
enum kind "种类"
  red "红"
  blue "蓝"
record Fund "资金"
  kind_ "资金种类": kind
  amount "金额": money at least 0元
record Project "项目"
  id "编号": text required
  a "甲": yes/no
  b "乙": yes/no
  c "丙": yes/no
  n "户数": whole number at least 0 at most 10
  m: whole number
  price "总额": money
  start "开工": date
  colour: kind
  funds "资金来源": list of Fund
  others: list of Fund
bearer county "县"
bearer city "市"
action enter "入库" of Project
action leave "出库" of Project
  done when b
"""


def norm(name: str, *lines: str, duty: str = "county must enter") -> str:
    return "\n  ".join((f"norm {name} for Project", *lines, duty)) + "\n"


CASES: list[tuple[str, FindingKind, tuple[str, ...], str, str]] = [
    (
        "required and forbidden for one fen",
        FindingKind.CONFLICTING_NORMS,
        ("n1", "n2"),
        norm("n1", "when price <= 100元")
        + norm("n2", "when price >= 100元", duty="county must not enter"),
        norm("n1", "when price < 100元")
        + norm("n2", "when price >= 100元", duty="county must not enter"),
    ),
    (
        "required and forbidden on one day",
        FindingKind.CONFLICTING_NORMS,
        ("n1", "n2"),
        norm("n1", "when a", "in force 2022-12-07 to 2023-01-01")
        + norm("n2", "when a", "in force 2023-01-01", duty="county must not enter"),
        norm("n1", "when a", "in force 2022-12-07 to 2022-12-31")
        + norm("n2", "when a", "in force 2023-01-01", duty="county must not enter"),
    ),
    (
        "one overrides the other",
        FindingKind.CONFLICTING_NORMS,
        ("n1", "n2"),
        norm("n1", "when a") + norm("n2", "when b", duty="county must not enter"),
        norm("n1", "when a", "overrides n2") + norm("n2", "when b", duty="county must not enter"),
    ),
    (
        "a condition that contradicts itself across lists",
        FindingKind.NEVER_APPLIES,
        ("n1",),
        norm("n1", "when (some f in funds has f.kind_ = red) and count(funds) = 0"),
        norm("n1", "when (some f in funds has f.kind_ = red) and count(funds) = 1"),
    ),
    (
        "an exception that swallows the norm",
        FindingKind.NEVER_APPLIES,
        ("n1",),
        norm("n1", "when n > 5", "unless n > 4"),
        norm("n1", "when n > 5", "unless n > 6"),
    ),
    (
        "an overriding norm that swallows it",
        FindingKind.NEVER_APPLIES,
        ("n1",),
        norm("n1", "when a and b") + norm("n2", "when a", "overrides n1", duty="county may leave"),
        norm("n1", "when b") + norm("n2", "when a", "overrides n1", duty="county may leave"),
    ),
    (
        "the same duty twice, one narrower",
        FindingKind.IMPLIED_NORM,
        ("n2", "n1"),
        norm("n1", "when n > 3") + norm("n2", "when n >= 5"),
        norm("n1", "when n > 3") + norm("n2", "when n <= 3"),
    ),
    (
        "the same duty twice, bearers apart",
        FindingKind.IMPLIED_NORM,
        ("n2", "n1"),
        norm("n1", "when a") + norm("n2", "when a and b"),
        norm("n1", "when a") + norm("n2", "when a and b", duty="city must enter"),
    ),
    (
        "an exception outside the condition",
        FindingKind.IDLE_EXCEPTION,
        ("n1",),
        norm(
            "n1",
            "when every f in funds has f.kind_ = red",
            "unless some f in funds has f.kind_ = blue",
        ),
        norm(
            "n1",
            "when some f in funds has f.kind_ = red",
            "unless some f in funds has f.kind_ = blue",
        ),
    ),
    (
        "an override between norms that never meet",
        FindingKind.IDLE_OVERRIDE,
        ("n1", "n2"),
        norm("n1", "when n < 3", "overrides n2") + norm("n2", "when n >= 3", duty="city may leave"),
        norm("n1", "when n < 3", "overrides n2") + norm("n2", "when a", duty="city may leave"),
    ),
    (
        "a conjunct that another implies",
        FindingKind.IDLE_CONDITION,
        ("n1",),
        norm("n1", "when n > 2 and n > 3"),
        norm("n1", "when n > 2 and m > 3"),
    ),
    (
        "a disjunct that another implies",
        FindingKind.IDLE_CONDITION,
        ("n1",),
        norm("n1", "when a or (a and b)"),
        norm("n1", "when a or (c and b)"),
    ),
    (
        "a condition in a fact that only unknowns notice",
        FindingKind.IDLE_CONDITION,
        ("f",),
        "fact f of Project\n  means b and (a or not a)\n" + norm("n1", "when f"),
        "fact f of Project\n  means b and (a or not c)\n" + norm("n1", "when f"),
    ),
    (
        "a condition on elements",
        FindingKind.IDLE_CONDITION,
        ("n1",),
        norm("n1", "when some f in funds has f.amount > 5元 and f.amount > 4元"),
        norm("n1", "when some f in funds has f.amount > 5元 and f.kind_ = red"),
    ),
    (
        "a condition that every record meets",
        FindingKind.IDLE_CONDITION,
        ("n1",),
        norm("n1", "when count(funds) >= 0"),
        norm("n1", "when count(funds) >= 1"),
    ),
    (
        "an action that is always done",
        FindingKind.IDLE_CONDITION,
        ("x",),
        "action x of Project\n  done when sum(f.amount over f in funds) >= 0元\n",
        "action x of Project\n  done when sum(f.amount over f in funds) > 0元\n",
    ),
    (
        "a branch never taken",
        FindingKind.IDLE_CONDITION,
        ("n1",),
        norm("n1", "when a and (if a then b else c)"),
        norm("n1", "when a and (if c then b else not c)"),
    ),
    (
        "a comparison outside the bounds",
        FindingKind.OUTSIDE_BOUNDS,
        ("Project", "n"),
        norm("n1", "when a or n > 10"),
        norm("n1", "when a or n > 9"),
    ),
    (
        "a comparison outside the bounds of an element",
        FindingKind.OUTSIDE_BOUNDS,
        ("Fund", "amount"),
        norm("n1", "when some f in funds has a and f.amount >= 0元"),
        norm("n1", "when some f in funds has a and f.amount > 0元"),
    ),
    (
        "an enum without values",
        FindingKind.CONTRADICTORY_BOUNDS,
        ("Part", "e"),
        "enum nothing\nrecord Part\n  e: nothing required\n",
        "enum something\n  x\nrecord Part\n  e: something required\n",
    ),
    (
        "forbidden, permitted, or neither",
        FindingKind.NO_VERDICT,
        ("enter",),
        norm("n1", "when n < 3", duty="county must not enter")
        + norm("n2", "when n > 3", duty="county may enter"),
        norm("n1", "when n < 3", duty="county must not enter")
        + norm("n2", "when not (n < 3)", duty="county may enter")
        + norm("n3", "when not (n is known)", duty="county may enter"),
    ),
    (
        "the share of an empty list",
        FindingKind.UNDETERMINED_ON_COMPLETE_RECORD,
        ("n1",),
        norm("n1", "when price / count(funds) > 3元"),
        norm("n1", "when count(funds) > 0 and price > 3元 * count(funds)"),
    ),
    (
        "the least of none",
        FindingKind.UNDETERMINED_ON_COMPLETE_RECORD,
        ("x",),
        "action x of Project\n  done when min(f.amount over f in funds) > 3元\n"
        + norm("n1", "when a", duty="county must x"),
        "action x of Project\n  done when every f in funds has f.amount > 3元\n"
        + norm("n1", "when a", duty="county must x"),
    ),
    (
        "a parameter with a gap",
        FindingKind.MISSING_PARAMETER,
        ("limit",),
        "parameter limit: money\n  = 1元 from 2022-12-07 to 2023-05-01\n  = 2元 from 2023-05-03\n"
        + norm("n1", "when price > limit"),
        "parameter limit: money\n  = 1元 from 2022-12-07 to 2023-05-01\n  = 2元 from 2023-05-02\n"
        + norm("n1", "when price > limit"),
    ),
    (
        "a list that is missing on some days",
        FindingKind.MISSING_PARAMETER,
        ("kinds",),
        "parameter kinds: list of kind\n  = [red] from 2022-12-07 to 2023-12-31\n"
        + norm("n1", "when count(k in kinds where k = colour) > 0"),
        "parameter kinds: list of kind\n  = [red] from 2022-12-07\n"
        + norm("n1", "when count(k in kinds where k = colour) > 0"),
    ),
    (
        "a value that is only missing where it does not matter",
        FindingKind.MISSING_PARAMETER,
        ("limit",),
        "parameter limit: money\n  = 1元 from 2022-12-07 to 2023-05-01\n"
        + norm("n1", "when as_of <= 2023-05-02 and price > limit"),
        "parameter limit: money\n  = 1元 from 2022-12-07 to 2023-05-01\n"
        + norm("n1", "when as_of <= 2023-05-01 and price > limit"),
    ),
    (
        "a day beyond the calendar",
        FindingKind.UNDETERMINED_ON_COMPLETE_RECORD,
        ("x",),
        "action x of Project\n  done when month of (start + 7900 years) > 6\n"
        + norm("n1", "when a", duty="county must x"),
        "action x of Project\n  done when start >= 2023-01-01\n"
        + norm("n1", "when a", duty="county must x"),
    ),
    (
        "a property that is not so",
        FindingKind.PROPERTY_REFUTED,
        ("x",),
        norm("n1", "when n > 3")
        + 'property "x" for Project\n  always n >= 4 implies enter is required\n',
        norm("n1", "when n > 3")
        + 'property "x" for Project\n  always n >= 4 and as_of between 2022-12-07 and 2025-12-31'
        " implies enter is required\n",
    ),
]


def _analysed(body: str) -> tuple[Package, Analysis]:
    package = package_of(HEAD + body)
    # Longer than any question takes, on a busy machine too.
    return package, analyse(package, time_limit=100)


@pytest.mark.parametrize(
    ("kind", "names", "faulty", "repaired"),
    [case[1:] for case in CASES],
    ids=[f"{case[1].value}: {case[0]}" for case in CASES],
)
def test_the_fault_is_found_and_its_repair_raises_nothing(
    kind: FindingKind,
    names: tuple[str, ...],
    faulty: str,
    repaired: str,
) -> None:
    _, found = _analysed(faulty)
    assert [(one.kind, one.names) for one in found.unanswered] == [(kind, names)]
    assert not found.undecided
    _, clean = _analysed(repaired)
    assert clean.findings == ()
    assert clean.clean


def test_what_a_record_shows_is_replayed_and_small() -> None:
    case = next(case for case in CASES if case[0] == "required and forbidden for one fen")
    _, found = _analysed(case[3])
    (one,) = found.findings
    assert one.shown is not None
    witness = one.shown.witness
    known = {name: value for name, value in witness.record.items() if value is not None}
    assert known == {"id": "1", "price": 10_000}
    assert witness.as_of == date(2022, 12, 7)


ANSWERED = norm("n1", "when a") + norm("n2", "when a and b")
ANSWER = 'property "n2 is part of n1" for Project\n  always {}\n  answers {}\n'


@pytest.mark.parametrize(
    ("claim", "answers", "expected"),
    [
        ("n2 applies implies n1 applies", "implied_norm of n2, n1", []),
        ("n2 applies implies n1 applies", "规范重复 of n1, n2", []),
        (
            "n1 applies implies n2 applies",
            "implied_norm of n2, n1",
            [FindingKind.IMPLIED_NORM, FindingKind.PROPERTY_REFUTED],
        ),
        (
            "n2 applies implies n1 applies",
            "implied_norm of n2",
            [FindingKind.IMPLIED_NORM, FindingKind.STALE_ANSWER],
        ),
        (
            "n2 applies implies n1 applies",
            "never_applies of n2, n1",
            [FindingKind.IMPLIED_NORM, FindingKind.STALE_ANSWER],
        ),
    ],
)
def test_a_property_that_holds_answers_exactly_what_it_names(
    claim: str, answers: str, expected: list[FindingKind]
) -> None:
    _, found = _analysed(ANSWERED + ANSWER.format(claim, answers))
    assert [one.kind for one in found.unanswered] == expected
    assert found.clean is not bool(expected)


def test_readings_stated_as_parameters_are_left_alone() -> None:
    reading = "parameter included: yes/no\n  = no\n"
    _, found = _analysed(
        reading + norm("n1", "when if included then price <= 5元 else price < 5元")
    )
    assert found.findings == ()


def test_longer_lists_are_tried_where_short_ones_prove_nothing() -> None:
    _, found = _analysed(norm("n1", "when count(funds) > 7"))
    assert found.findings == ()
    _, found = _analysed(norm("n1", "when count(f in funds where f.kind_ = red) > 40"))
    assert [(one.kind, one.list_bound) for one in found.findings] == [
        (FindingKind.NEVER_APPLIES, 12)
    ]


def test_what_is_used_from_another_policy_is_left_to_that_one() -> None:
    used = package_of(HEAD + norm("n1", "when a and not a"))
    package = package_of(
        "policy q\nuse p\n" + norm("n3", "when b", duty="county may leave"), uses=(used,)
    )
    assert analyse(package).findings == ()


@pytest.mark.parametrize("title", ["x", "y"])
def test_how_far_a_property_is_proved(title: str) -> None:
    claims = {
        "x": "(every f in funds has f.amount > 5元)"
        " implies not (some f in funds has f.amount = 1元)",
        "y": "(every f in funds has f.amount > 5元) implies sum(f.amount over f in funds)"
        " >= 5元 * count(funds)",
    }
    body = f'property "{title}" for Project\n  always {claims[title]}\n'
    _, found = _analysed(norm("n1", "when a") + body)
    (proved,) = found.proved
    assert proved.list_bound == {"x": None, "y": 12}[title]


def test_long_chains_of_definitions_end() -> None:
    chain = "".join(
        f"fact f{n} of Project\n  means f{n - 1} and n >= {n % 10}\n" for n in range(1, 1500)
    )
    text = f"{HEAD}fact f0 of Project\n  means a\n{chain}{norm('n1', 'when f1499 and b')}"
    package = package_of(text)
    found = analyse(package_of(HEAD + norm("n1", "when a")), list_bound=1)
    assert found.clean
    scene = Scene(package.record_types["Project"])
    assert Search(scene).find(Rules(package, scene).applies("n1").yes) != Impossible()


def test_questions_that_multiply_are_left_undecided() -> None:
    deep = "f.amount > 0元"
    for level in range(8):
        deep = f"every x{level} in funds has (x{level}.amount > f.amount or {deep})"
    package = package_of(HEAD + norm("n1", f"when some f in funds has {deep}"))
    limits = Limits(list_bound=3, time_limit=0.1, size_limit=1_000)
    inquiry = Inquiry(package, package.record_types["Project"], limits)
    found = inquiry.find(lambda rules: rules.applies("n1").yes, (NormApplies("n1"),))
    assert found == Undecided()


def test_the_policy_in_the_documentation_answers_its_finding() -> None:
    text = (Path(__file__).parents[2] / "docs" / "analysis.md").read_text("utf-8")
    (snippet,) = re.findall(r"```pol\n(.*?)```", text, re.DOTALL)
    found = analyse(package_of(snippet))
    assert found.clean
    assert [one.kind for one in found.findings] == [FindingKind.IMPLIED_NORM]


def test_the_documentation_lists_every_kind_of_finding() -> None:
    text = (Path(__file__).parents[2] / "docs" / "analysis.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| (\S+) \|", text, re.MULTILINE)
    assert sorted(listed) == sorted((kind.value, FINDING_NAMES[kind].zh) for kind in FindingKind)


def test_every_finding_says_what_to_do_about_it() -> None:
    assert FINDING_ADVICE.keys() == set(FindingKind)
    assert all(advice.zh.startswith("建议：") for advice in FINDING_ADVICE.values())


def test_a_property_of_records_about_which_nothing_else_is_said_is_asked_as_well() -> None:
    package = package_of(
        "policy q\nrecord Alone\n  a: whole number at least 0\n"
        'property "small" for Alone\n  always a <= 10\n'
        'property "none" for Alone\n  always a >= 0\n'
    )
    found = analyse(package)
    assert [(one.kind, one.names) for one in found.findings] == [
        (FindingKind.PROPERTY_REFUTED, ("small",)),
        (FindingKind.IDLE_PROPERTY, ("none",)),
    ]
    assert [one.property.title for one in found.proved] == ["none"]


# The days that are asked about


UNBOUNDED = HEAD + norm("n1", "when start + 365 days < as_of")


def days_of(text: str, years: int = 100) -> tuple[date | None, date | None]:
    found = days_asked(package_of(text), years)
    return found.start, found.end


def test_a_date_without_bounds_is_not_asked_about_at_the_end_of_the_calendar() -> None:
    assert analyse(package_of(UNBOUNDED)).findings == ()
    everywhere = analyse(package_of(UNBOUNDED), years=9_998)
    (finding,) = everywhere.findings
    assert finding.kind is FindingKind.UNDETERMINED_ON_COMPLETE_RECORD
    assert everywhere.days.end == date(9999, 12, 30)


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ((), date(1922, 1, 1), date(2125, 12, 31)),
        (("in force 2010-03-01 to 2024-01-01",), date(1910, 1, 1), date(2125, 12, 31)),
        (("when start > 2150-05-01",), date(1922, 1, 1), date(2250, 12, 31)),
        (("when start < never",), date(1922, 1, 1), date(2125, 12, 31)),
        (("when start > 0050-05-01",), date(1, 1, 1), date(2125, 12, 31)),
    ],
)
def test_the_days_are_those_a_policy_speaks_of_and_a_hundred_years_around(
    lines: tuple[str, ...], first: date, last: date
) -> None:
    assert days_of(HEAD + norm("n1", *lines)) == (first, last)


def test_a_policy_that_speaks_of_no_day_has_days_all_the_same() -> None:
    assert days_of("policy p\n") == (date(1900, 1, 1), date(2100, 12, 31))


def test_bounds_of_a_field_are_days_that_a_policy_speaks_of() -> None:
    text = HEAD.replace('"开工": date', '"开工": date at least 1600-01-01 at most 1600-12-31')
    assert days_of(text, 0) == (date(1600, 1, 1), date(2025, 12, 31))
    wanted = text + norm("n1", "when start = 1600-06-01", duty="county must not enter")
    (finding,) = analyse(package_of(wanted + norm("n2"))).findings
    assert finding.shown is not None
    assert finding.shown.witness.record["start"] == date(1600, 6, 1)


WAITING = """
policy p
  in force 2023-01-01
record Request "申请"
  qualified "合格": yes/no
  applied_on "申请日": date blank means never
  answered_on "答复日": date blank means never
  amount "金额": money at least 0元
bearer firm "企业"
bearer county "县"
bearer village "村"
action apply "提出申请" of Request
  done on applied_on
action answer "答复" of Request
  done on answered_on
norm may_not "不合格不得申请" for Request
  when not qualified
  firm must not apply
norm answered "按期答复" for Request
  within 5 days after applied_on
  county must answer to village
"""


def test_a_duty_that_waits_for_what_is_forbidden_can_be_met_by_not_doing_it() -> None:
    found = analyse(package_of(WAITING), time_limit=60.0)
    assert [one.kind for one in found.unanswered] == []


def test_a_result_is_no_fact_without_use_and_its_parties_are_addressed() -> None:
    result = """
bearer bureau "局"
fact aid "补助" of Request: money
  result for bureau to village
  means amount
"""
    found = analyse(package_of(WAITING + result), time_limit=60.0)
    assert [one.message.en for one in found.remarks] == []


def test_what_is_used_as_of_another_date_is_used():
    """A norm that a date governs asks for the values of that day, and so does its action."""
    package = package_of(
        HEAD
        + """
parameter least "下限": money
  = 100元 to 2023-06-30
  = 200元 from 2023-07-01
parameter most "上限": money
  = 300元 to 2023-06-30
  = 400元 from 2023-07-01
parameter idle "无用": money
  = 1元
fact cheap "低价" of Project
  means price < least
action buy "购入" of Project
  done when price < most
norm n1 for Project
  when cheap
  governed by start
  county must buy
"""
    )
    names = {name for finding in unused(package) for name in finding.names}
    assert "idle" in names
    assert not names & {"least", "most", "cheap"}


@pytest.mark.parametrize(("bound", "is_found"), [(1, True), (2, False)])
def test_a_bounded_field_may_be_compared_with_the_periods_of_a_list(bound, is_found):
    condition = f"some q in months from start to as_of has month of start of q + n < {bound}"
    analysis = analyse(package_of(HEAD + norm("n1", f"when a or {condition}")))
    assert (FindingKind.OUTSIDE_BOUNDS in {one.kind for one in analysis.findings}) is is_found
