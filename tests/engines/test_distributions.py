"""Distributions: what each has of a total, on every engine, whatever is odd or unknown."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis import analyse
from linkage_rules.decisions.missing import Needs
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.model.distributing import Hindrance, hindrance, shares
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.mutation.mutants import mutants
from tests.policies import package_of

TEXT = """
policy dividends "分红"

record Household "农户"
  name "户主": text
  member "成员": yes/no
  shares "股数": number at least -1000 at most 1000
  floor_return "保底收益": money at least -1元 at most 1万元

record Project "项目"
  households "农户们": list of Household
  net_income "净收益": money at least -1万元 at most 100万元
  share_ratio "分配比例": number at least 0 at most 2

bearer county "县"

distribution dividends "收益分配" of Project
  among h in households where h.member
  total net_income * share_ratio
  base h.floor_return
  by h.shares
  to 1分

distribution by_hundreds "按百元" of Project
  among h in households
  total net_income
  by h.shares but at least 0
  to 100元

distribution bonus "奖励" of Project
  among h in households where dividends of h > 0元
  total 1元
  base by_hundreds of h but at most 0.01元
  by dividends of h
  to 1分

fact enough "够分" of Household
  given share: money
  means share >= 1元

action pay "分红" of Project

norm all_have "每户都有" for Project
  when every h in households has h.enough(share: dividends of h)
  county must pay

norm much "分得多" for Project
  when sum(d over d in dividends) >= 10元
    and some h in households has dividends of h > h.floor_return
  county may pay

norm many "户数" for Project
  when count(dividends) >= 2 and max(by_hundreds of h over h in households where h.member) > 0元
  county may pay

norm two_have "至少两户" for Project
  when at least 2 h in households has dividends of h + by_hundreds of h > 0.01元
    and some g in households has dividends of g <= dividends of h
  county may pay

norm bonus_paid "有奖励" for Project
  when some h in households has bonus of h >= 0.50元
  county may pay
"""
DAY = date(2023, 5, 1)
UNIT = 1


@pytest.fixture(scope="module")
def package():
    return package_of(TEXT)


def household(shares=1, floor=0, member=True):
    return {"name": None, "member": member, "shares": shares, "floor_return": floor}


def project(*households, total=1_000, ratio=1):
    return {"households": households, "net_income": total, "share_ratio": ratio}


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
TABLE = [
    # record, shares
    (project(household(1), household(1), household(1), total=100), (34, 33, 33)),
    (project(household(1), household(3), household(3), total=3), (1, 1, 1)),
    (project(household(1), household(3), household(3), total=4), (0, 2, 2)),
    (project(household(1, 300), household(3), total=1_000), (475, 525)),
    (project(household(1, 800), household(1, 800), total=1_000), (800, 800)),
    (project(household(1, 800), household(1, 800), total=0), (800, 800)),
    (project(household(1, 800), household(1, 0), total=-1_000), (800, 0)),
    (project(household(1), household(1), total=-1_000), (0, 0)),
    (project(household(0), household(2), total=7), (0, 7)),
    (project(household(HALF), household(Fraction(1, 4)), total=900), (600, 300)),
    (project(household(1), household(1), total=3, ratio=HALF), (1, 0)),
    (project(household(5), household(1, member=False), total=10), (10, 0)),
    (project(household(5), household(None, None, member=False), total=10), (10, 0)),
    (project(household(5), household(-1, -1, member=False), total=10), (10, 0)),
    (project(household(1, member=False), total=0), (0,)),
    (project(total=0), ()),
    (project(total=-5), ()),
    # what makes every share unknown
    (project(total=5), None),
    (project(household(1), household(None)), None),
    (project(household(1), household(1, None)), None),
    (project(household(1), household(1, member=None)), None),
    (project(household(1), None), None),
    (project(household(1), household(-1)), None),
    (project(household(1), household(1, -1)), None),
    (project(household(0), household(0)), None),
    (project(household(1, member=False)), None),
    (project(household(1), total=None), None),
    (project(household(1), ratio=None), None),
    (project(household(None, 800), total=100), None),
    ({"households": None, "net_income": 0, "share_ratio": 1}, None),
    # nothing is left, so weights that are nothing do no harm
    (project(household(0, 5), household(0), total=5), (5, 0)),
]


@pytest.mark.parametrize(("record", "expected"), TABLE)
def test_the_shares_of_a_record(package, record, expected):
    shape = package.record_types["Project"]
    assert Evaluation(package, shape, record, DAY).fact_values()["dividends"] == expected


_EVERY = {"symbolic": 3}
"""One record in so many is enough of those that are slow to judge."""


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same(package, engine):
    shape = package.record_types["Project"]
    records = [record for record, _ in TABLE][:: _EVERY.get(engine, 1)]
    expected = engines()["reference"](package, shape, records, DAY)
    found = engines()[engine](package, shape, records, DAY)
    assert [list(differences(*pair)) for pair in zip(expected, found, strict=True)] == [[]] * len(
        records
    )


amounts = st.integers(0, 1_000)
numbers = st.one_of(amounts, st.fractions(0, 50, max_denominator=12))


@given(
    st.lists(st.tuples(amounts, numbers), min_size=1, max_size=12),
    st.one_of(st.integers(-100, 20_000), st.fractions(0, 20_000, max_denominator=7)),
    st.sampled_from([1, 3, 100, HALF]),
)
@settings(max_examples=60, deadline=None)
def test_the_shares_sum_to_the_larger_of_total_and_bases_less_what_is_below_a_unit(
    parts, total, unit
):
    bases, weights = zip(*parts, strict=True)
    found = shares(total, bases, weights, unit)
    left = max(total - sum(bases), 0)
    if not any(weights) and left:
        assert found is None
        return
    undistributed = max(total, sum(bases)) - sum(found)
    assert 0 <= undistributed < unit
    assert (left - undistributed) % unit == 0
    for base, weight, share in zip(bases, weights, found, strict=True):
        assert share >= base
        if left:
            # Within a unit of what it would be without rounding.
            assert abs(share - base - Fraction(left) * weight / sum(weights)) < unit


@given(st.lists(numbers, min_size=2, max_size=8), amounts)
@settings(max_examples=40, deadline=None)
def test_more_weight_has_no_less_and_of_equal_ones_the_first_has_no_less(weights, total):
    found = shares(total, [0] * len(weights), weights, 1)
    if found is not None:
        pairs = [*zip(weights, found, strict=True)]
        for place, (weight, share) in enumerate(pairs):
            for other, its in pairs[place + 1 :]:
                assert share >= its if weight >= other else share <= its


unknown_or = lambda values: st.one_of(values, st.none())  # noqa: E731


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_learning_what_is_absent_never_changes_a_share(data):
    number = data.draw(st.integers(0, 4))
    signed = st.integers(-2, 9)
    fill = [data.draw(signed) for _ in range(2 * number + 1)]
    known = [data.draw(unknown_or(st.just(value))) for value in fill]
    before = shares(known[0], known[1 : 1 + number], known[1 + number :], 1)
    after = shares(fill[0], fill[1 : 1 + number], fill[1 + number :], 1)
    assert before is None or before == after


@pytest.mark.parametrize(
    ("total", "bases", "weights", "why"),
    [
        (None, [0], [1], Hindrance.NO_TOTAL),
        (1, [None], [1], Hindrance.NO_BASE),
        (1, [0], [None], Hindrance.NO_WEIGHT),
        (None, [-1], [None], Hindrance.NEGATIVE_BASE),
        (None, [0, None], [-1, 1], Hindrance.NEGATIVE_WEIGHT),
        (1, [0], [0], Hindrance.NOTHING_TO_PART_BY),
        (1, [], [], Hindrance.NOTHING_TO_PART_BY),
        (0, [0], [0], None),
        (1, [0], [1], None),
    ],
)
def test_why_no_share_is_known(total, bases, weights, why):
    assert hindrance(total, bases, weights) is why
    assert (shares(total, bases, weights, 1) is None) is (why is not None)


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (project(household(1), household(None)), {"households[1].shares"}),
        (
            project(household(1), household(1, None), total=None),
            {"households[1].floor_return", "net_income"},
        ),
        (project(household(1), household(1, member=None)), {"households[1].member"}),
        (project(household(-1), household(None)), set()),
        (project(household(0), household(0)), set()),
        ({"households": None, "net_income": 5, "share_ratio": 1}, {"households"}),
    ],
)
def test_what_is_missing(package, record, missing):
    shape = package.record_types["Project"]
    evaluation = Evaluation(package, shape, record, DAY)
    assert Needs(evaluation, shape).of(evaluation.facts["dividends"]) == missing


def test_a_policy_with_a_distribution_is_kept_whole_and_printed_alike(package):
    assert from_rows(to_rows(package, ["a.pol"]), ["a.pol"]) == package
    tree, _ = parse(SourceFile("a.pol", TEXT))
    for language in ("en", "zh"):
        printed = print_file(tree, language)
        again, problems = parse(SourceFile("a.pol", printed))
        assert not problems
        assert again.declarations == tree.declarations
        assert print_file(again, language) == printed


def test_mutants_change_who_takes_part_the_base_and_the_unit(package):
    kinds = {m.kind for m in mutants(package) if getattr(m, "owner", m).name == "dividends"}
    assert {"dropped", "threshold"} <= kinds


LAWS = """
fact larger "总额与先付合计的较大者" of Project: money
  means max(net_income * share_ratio, sum(h.floor_return over h in households where h.member))

property "合计不超过总额与先付合计的较大者" for Project
  always sum(d over d in dividends) <= larger

property "合计与之相差不到一分" for Project
  always sum(d over d in dividends) > larger - 0.01元

property "股多者不少得" for Project
  always every h in households has every g in households has
    (h.shares > g.shares and h.shares >= 0 implies by_hundreds of h >= by_hundreds of g)
"""


@pytest.mark.slow
def test_the_sum_of_the_shares_is_proved():
    package = package_of(TEXT.replace("at least -1元", "at least 0元") + LAWS)
    found = analyse(package, time_limit=20)
    proved = {one.property.title: one.list_bound for one in found.proved}
    assert "合计不超过总额与先付合计的较大者" in proved
    assert "合计与之相差不到一分" in proved
