"""Facts that are asked of elements or given something: substitution, on every engine."""

from datetime import date
from itertools import product

import pytest

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation, evaluate
from linkage_rules.language.overlays.governing import redefined
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.mutation.mutants import mutants
from tests.policies import package_of, policy_of, read

TEXT = """
policy dividends "分红"

record Person "人"
  age "年龄": whole number

record Household "农户"
  name "户主": text
  income "收入": money
  shares "股数": whole number at least 0 at most 1000
  members "成员": list of Person

record Project "项目"
  households "农户们": list of Household
  total "总额": money at least 0元 at most 1亿元
  best "最佳农户": Household
  n: whole number at least 0 at most 1000

bearer county "县"

parameter line "贫困线": money
  = 4000元 to 2022-12-31
  = 5000元 from 2023-01-01

fact poor "困难户" of Household
  means income < line

fact grown "成年" of Person
  given least: whole number
  means age >= least

fact weak "弱势户" of Household
  means poor or some h in members has h.grown(least: 60)

fact dividend "分红" of Household: money
  given pool: money, all: whole number
  means round down (pool * shares / all) to 0.01元

fact some_weak "有弱势户" of Project
  means some h in households has h.weak

fact best_poor "最佳农户困难" of Project
  means best.poor

fact paid "发放" of Project: money
  means sum(h.dividend(pool: total, all: n) over h in households)

fact exceeds "超出" of Project
  given limit: money, least: whole number
  means total > limit and n >= least

fact above_two "超出二元" of Project
  means exceeds(least: count(households), limit: 2元)

fact constant_for_all "常量" of Household
  means yes

fact all_constant "皆常量" of Project
  means best.constant_for_all

action visit "走访" of Project

norm visits "应当走访" for Project
  when some_weak and exceeds(limit: total / 2, least: 1)
  county must visit

norm may_visit "可以走访" for Project
  when some h in households has h.poor and some m in h.members has m.grown(least: h.shares)
  county may visit
"""
DAY = date(2023, 5, 1)


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def household(income, *ages, shares=1):
    members = [{"age": age} for age in ages]
    return {"income": income, "shares": shares, "members": members, "name": None}


def project(*households, total=1_000, n=2, best=None):
    return {"households": households, "total": total, "n": n, "best": best}


def facts_of(package, record, day=DAY):
    shape = package.record_types["Project"]
    return Evaluation(package, shape, record, day).fact_values()


@pytest.mark.parametrize(
    ("households", "expected"),
    [
        ([], False),
        ([household(499_999)], True),
        ([household(500_000)], False),
        ([household(None)], None),
        ([household(None), household(1)], True),
        ([household(None, 60)], True),
        ([household(500_000, 59, None)], None),
        ([household(500_000, 59)], False),
        ([None], None),
    ],
)
def test_a_fact_of_an_element(package, households, expected):
    assert facts_of(package, project(*_tuples(households)))["some_weak"] is expected


def _tuples(households):
    return [h and {**h, "members": tuple(h["members"])} for h in households]


def test_a_fact_of_an_element_reads_the_parameters_of_the_day(package):
    record = project(*_tuples([household(450_000)]))
    found = [facts_of(package, record, date(year, 5, 1))["some_weak"] for year in (2022, 2023)]
    assert found == [False, True]


@pytest.mark.parametrize(
    ("best", "poor"),
    [(None, None), (household(1), True), (household(None), None), (household(900_000), False)],
)
def test_a_fact_of_a_record_in_a_field(package, best, poor):
    facts = facts_of(package, project(best=_tuples([best])[0]))
    assert facts["best_poor"] is poor
    # What does not look at the record is known, whatever the record is.
    assert facts["all_constant"] is True


@pytest.mark.parametrize(
    ("total", "shares", "expected"),
    [(1_000, (1, 1), 1_000), (1_000, (1, None), None), (None, (1, 1), None), (1_000, (), 0)],
)
def test_what_is_given_to_a_fact_of_an_element(package, total, shares, expected):
    households = _tuples([household(1, shares=s) for s in shares])
    assert facts_of(package, project(*households, total=total))["paid"] == expected


@pytest.mark.parametrize(
    ("total", "n", "expected"),
    [(201, 0, True), (200, 0, False), (None, 0, None), (200, None, False), (201, None, None)],
)
def test_what_is_given_stands_for_its_name_wherever_it_is_written(package, total, n, expected):
    assert facts_of(package, project(total=total, n=n))["above_two"] is expected


def _records():
    choices = [
        household(income, *ages) for income, ages in product((None, 1, 500_000), ((), (60,)))
    ]
    for first, second in product([None, *choices], choices):
        for total in (None, 1_000):
            households = tuple(_tuples([first, second]))
            yield project(*households, total=total, n=len(households), best=households[1])


_EVERY = {"symbolic": 7}
"""One record in so many is enough of those that are slow to judge."""


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same(package, engine):
    shape, records = package.record_types["Project"], list(_records())[:: _EVERY.get(engine, 1)]
    expected = engines()["reference"](package, shape, records, DAY)
    found = engines()[engine](package, shape, records, DAY)
    assert [list(differences(*pair)) for pair in zip(expected, found, strict=True)] == [[]] * len(
        records
    )


def test_learning_what_was_unknown_never_changes_an_answer(package):
    known = project(*_tuples([household(1, 60), household(500_000, 3)]), total=900, n=2)
    first, second = known["households"]
    for blank in ("income", "shares"):
        less = {**known, "households": ({**first, blank: None}, second)}
        pairs = zip(facts_of(package, less).items(), facts_of(package, known).items(), strict=True)
        assert all(was[1] in (None, now[1]) for was, now in pairs)


# Names of elements


def test_an_element_keeps_apart_from_one_of_the_same_name(package):
    """“weak” looks at members as h, and is asked of a household h."""
    means = package.facts["some_weak"].means
    names = {part.name for part in walk(means) if isinstance(part, model.Variable)}
    assert {"h", "h2"} <= names


def test_a_fact_given_an_element_of_the_same_name():
    package = package_of(
        "policy p\nrecord Item\n  n: whole number\nrecord Case\n  items: list of Item\n"
        "fact more of Case\n  given least: whole number\n"
        "  means some x in items has x.n > least\n"
        "fact largest of Case\n  means some x in items has not more(least: x.n)\n"
        "fact none_above of Case\n  means every x in items has more(least: x.n)\n"
    )
    record = {"items": ({"n": 1}, {"n": 3})}
    shape = package.record_types["Case"]
    found = Evaluation(package, shape, record, DAY).fact_values()
    assert found == {"largest": True, "none_above": False}


# What is made of them


def test_it_is_written_as_it_was_asked(package):
    when = package.norms["visits"].when
    assert describe(when, package, "en") == "some_weak and exceeds(limit: total / 2, least: 1)"
    assert describe(when, package, "zh") == "有弱势户 且 超出（limit：总额 ÷ 2、least：1）"
    best = package.facts["best_poor"].means
    assert describe(best, package, "zh") == "最佳农户.困难户"


def test_its_rows_give_the_same_package(package):
    assert from_rows(to_rows(package, ["a.pol"]), ["a.pol"]) == package


def test_the_reasons_name_the_element_and_what_is_given():
    decision = policy_of(TEXT).evaluate(
        {"households": [{"income": "1元", "shares": 1, "members": []}], "total": "10元", "n": 1},
        record_type="Project",
        as_of=DAY,
    )
    told = str(decision.explain("paid")) + str(decision.explain("some_weak"))
    assert "分红（农户们第1项，pool：总额，all：n） = 10元" in told
    assert "困难户（农户们第1项）：是" in told
    assert "参数“贫困线”：5000元" in told


def test_what_is_missing_is_what_the_definition_reads():
    decision = policy_of(TEXT).evaluate(
        {"households": [{"income": None, "shares": 1, "members": [{"age": None}]}], "total": "1元"},
        record_type="Project",
        as_of=DAY,
    )
    asked = ("households[0].income", "households[0].members[0].age")
    assert set(asked) <= set(decision.missing)


def test_a_definition_that_is_changed_is_changed_where_it_is_asked(package):
    record = project(*_tuples([household(500_000)]))
    changed = [m.package for m in mutants(package) if m.name == "poor" and m.kind == "comparison"]
    assert any(facts_of(other, record)["some_weak"] for other in changed)
    assert redefined(package, package) == package


def test_a_definition_that_is_changed_is_changed_under_a_date_that_governs_too():
    text = """\
policy p
record Household
  income: money
  since: date
record Project
  approved_on: date
  households: list of Household
parameter least: money
  = 100元
  = 200元 from 2024-01-01
fact poor of Household
  means income < least and since < as_of
bearer county
action enter of Project
norm no_entry for Project
  governed by approved_on
  when some h in households has h.poor
  county must not enter
"""
    package = package_of(text)
    record = {
        "approved_on": date(2023, 5, 1),
        "households": ({"income": 10_000, "since": date(2020, 1, 1)},),
    }
    shape, day = package.record_types["Project"], date(2024, 5, 1)

    def applies(of):
        return evaluate(of, shape, record, day).norms["no_entry"].applies

    assert applies(package) is False
    assert redefined(package, package) == package
    changed = [m for m in mutants(package) if m.name == "poor" and m.kind == "comparison"]
    # “at most” and “at least” hold of whoever has just that much by the rules of the date.
    assert [applies(m.package) for m in changed].count(True) == 2
    assert all(
        Program(m.package, shape).outcome(record, day).norms["no_entry"].applies
        is applies(m.package)
        for m in changed
    )


# Together with what changes policies


def test_a_date_that_governs_a_norm_governs_what_it_asks_of_elements():
    package = package_of(
        TEXT.replace(
            '  total "总额": money at least 0元 at most 1亿元',
            "  total: money\n  approved_on: date",
        )
        + "\nnorm earlier for Project\n  when some h in households has h.poor\n"
        "  governed by approved_on\n  county may visit\n"
    )
    shape = package.record_types["Project"]
    record = project(*_tuples([household(450_000)])) | {"approved_on": date(2022, 5, 1)}
    applies = Evaluation(package, shape, record, DAY).norm_outcome
    assert [applies(name).applies for name in ("earlier", "visits")] == [False, True]


def test_a_fact_of_a_policy_that_is_used_is_asked_of_elements(package):
    above = package_of(
        "policy other\nuse dividends\nrecord Village\n  households: list of Household\n"
        "fact any_weak of Village\n  means some h in households has h.weak\n",
        uses=(package,),
    )
    shape = above.record_types["Village"]
    record = {"households": tuple(_tuples([household(1)]))}
    assert Evaluation(above, shape, record, DAY).fact_values() == {"any_weak": True}


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("fact f of Project\n  means exceeds", "POL-319"),
        ("fact f of Project\n  means exceeds(limit: 1元)", "POL-319"),
        ("fact f of Project\n  means exceeds(limit: 1元, least: 2元)", "POL-301"),
        ("fact f of Project\n  means poor", "POL-206"),
        ("fact f of Project\n  means best.exceeds(limit: 1元, least: 1)", "POL-206"),
        ("fact f of Project\n  means households.poor", "POL-307"),
        ("fact f of Project\n  given total: money\n  means yes", "POL-205"),
        ("fact f of Project\n  given paid: money\n  means yes", "POL-205"),
        ("fact f of Project\n  given x: money, x: money\n  means yes", "POL-205"),
        ("fact f of Project\n  given x: nothing\n  means x", "POL-202"),
        ("fact f of Project: money\n  given x: money\n  means f(x: f(x: x))", "POL-207"),
    ],
)
def test_what_cannot_be_asked(declared, code):
    assert code in read(f"{TEXT}\n{declared}\n").codes
