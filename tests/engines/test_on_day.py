"""What is asked of another day: the table of docs/language-time.md, on every engine."""

from datetime import date
from pathlib import Path

import pytest

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.checking.check import check
from linkage_rules.language.checking.remarks import remarks
from linkage_rules.language.overlays.governing import redefined
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.package import Package
from linkage_rules.model.values import NEVER, Record
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.testing.agreement import agreed
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.mutation.mutants import mutants
from tests.policies import package_of, policy_in, policy_of, read

TEXT = """
policy rents "租金补助"
bearer county "县"
enum kind "类别"
  poor "脱贫户"
  other "其他"
record Item "项目"
  day "日": date
record Case "申请"
  a "起租日": date
  b "止租日": date
  kind "类别": kind
  items "明细": list of Item
parameter rate "月标准": money
  = 20元 from 2025-01-01 to 2025-02-28
  = 22元 from 2025-03-01 to 2025-12-31
parameter kinds "补助对象": list of kind
  = [poor] to 2025-02-28
  = [poor, other] from 2025-03-01
parameter fixed "定额": money
  = 5元
fact standard "标准" of Case: money
  means if kind in kinds then rate * 2 else rate
fact in_time "在期内" of Case
  means a <= as_of
fact standard_then "当时的标准" of Case: money
  given on: date
  means standard as it stood on on
fact paid "合计" of Case: money
  means sum(rate as it stood on start of m over m in months from a to b)
fact paid_by_standard "按标准合计" of Case: money
  means sum(standard as it stood on start of m over m in months from a to b)
fact of_a "起租日的标准" of Case: money
  means standard as it stood on a + 1元
fact of_given "给定日的标准" of Case: money
  means standard_then(on: b)
fact listed "当日在列" of Case
  means some k in items has kind in kinds as it stood on k.day
fact started "起租在止租前" of Case
  means in_time as it stood on b
fact fixed_then "定额当日" of Case: money
  means fixed as it stood on a
fact twice "再问" of Case: money
  means (of_a + rate as it stood on as_of) as it stood on b
fact month_before "上月标准" of Case: money
  means (rate + rate as it stood on (as_of - 1 month)) as it stood on b
action act "办理" of Case
norm n for Case
  when some m in months from a to b has (rate as it stood on end of m) > 20元
  county must act
norm governed for Case
  governed by b
  when (rate as it stood on a) < rate
  county may act
"""
TODAY = date(2025, 6, 1)
JANUARY, MARCH, NEXT_YEAR = date(2025, 1, 15), date(2025, 3, 1), date(2026, 1, 1)


def case(a: date | None, b: date | None, kind: str | None = "other", *items: date | None) -> Record:
    return {"a": a, "b": b, "kind": kind, "items": tuple({"day": day} for day in items)}


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


TABLE = [
    # a parameter in every month has the value of that month
    ("paid", case(JANUARY, MARCH), 6_200),
    ("paid", case(JANUARY, NEXT_YEAR), None),
    ("paid", case(None, MARCH), None),
    ("paid", case(MARCH, JANUARY), 0),
    # a fact is worked out as of the day, with all that it rests on
    ("paid_by_standard", case(JANUARY, MARCH), 2_000 + 2_000 + 4_400),
    ("paid_by_standard", case(JANUARY, MARCH, "poor"), 4_000 + 4_000 + 4_400),
    ("of_a", case(JANUARY, None), 2_100),
    ("of_a", case(MARCH, None), 4_500),
    ("of_given", case(None, MARCH), 4_400),
    ("started", case(JANUARY, MARCH), True),
    ("started", case(MARCH, JANUARY), False),
    # a day that is unknown, on which nothing is said, or that never comes
    ("of_a", case(None, None), None),
    ("of_a", case(NEXT_YEAR, None), None),
    ("of_a", case(NEVER, None), None),
    ("fixed_then", case(NEXT_YEAR, None), 500),
    ("fixed_then", case(None, None), None),
    ("fixed_then", case(NEVER, None), None),
    ("started", case(JANUARY, NEVER), None),
    # a list that is another on another day
    ("listed", case(None, None, "other", JANUARY), False),
    ("listed", case(None, None, "other", JANUARY, MARCH), True),
    ("listed", case(None, None, "other", None), None),
    ("listed", case(None, None, "poor", JANUARY), True),
    # what is asked of a day within what is asked of a day
    ("twice", case(JANUARY, MARCH), 2_100 + 2_200),
    ("month_before", case(None, MARCH), 2_200 + 2_000),
]


@pytest.mark.parametrize(("fact", "record", "expected"), TABLE)
def test_the_table(package: Package, fact: str, record: Record, expected: object) -> None:
    shape = package.record_types["Case"]
    assert Evaluation(package, shape, record, TODAY).fact_values()[fact] == expected


_EVERY = {"symbolic": 14}
"""One record in so many is enough of those that are slow to judge."""


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same(package: Package, engine: str) -> None:
    shape = package.record_types["Case"]
    records = [record for _, record, _ in TABLE][:: _EVERY.get(engine, 1)]
    for day in (TODAY,) if engine in _EVERY else (TODAY, JANUARY):
        expected = engines()["reference"](package, shape, records, day)
        found = engines()[engine](package, shape, records, day)
        pairs = zip(expected, found, strict=True)
        assert [list(differences(*pair)) for pair in pairs] == [[]] * len(records)


def test_a_day_that_governs_leaves_what_is_asked_of_another(package: Package) -> None:
    shape = package.record_types["Case"]
    applies = [
        Evaluation(package, shape, case(a, b), TODAY).norm_outcome("governed").applies
        for a, b in ((JANUARY, MARCH), (MARCH, MARCH), (JANUARY, JANUARY), (None, MARCH))
    ]
    assert applies == [True, False, False, None]


def test_it_is_written_as_it_was_asked(package: Package) -> None:
    means = package.facts["of_a"].means
    assert describe(means, package, "en") == "standard as it stood on a + 1 yuan"
    assert describe(means, package, "zh") == "起租日 当日的 标准 + 1元"
    when = package.norms["n"].when
    assert when is not None
    assert describe(when, package, "zh") == (
        "存在 m 属于 自 起租日 至 止租日 的各月 满足 m 的末日 当日的 月标准 > 20元"
    )


def test_its_rows_give_the_same_package(package: Package) -> None:
    assert from_rows(to_rows(package, ["a.pol"]), ["a.pol"]) == package


def test_what_changes_is_changed_where_it_is_asked_of_another_day(package: Package) -> None:
    assert redefined(package, package) == package
    shape, record = package.record_types["Case"], case(JANUARY, MARCH, "poor")
    found = {
        (m.kind, m.name): Evaluation(m.package, shape, record, TODAY).fact_values()["of_a"]
        for m in mutants(package)
        if m.name in ("of_a", "standard")
    }
    assert ("day", "of_a") in found
    assert found["day", "of_a"] == 4_500
    assert found["branch", "standard"] == 2_100
    assert any(m.name == "rate" for m in mutants(package))


def test_the_reasons_name_the_day_and_the_value_of_it() -> None:
    decision = policy_of(TEXT).evaluate(
        {"a": "2025-01-15", "b": "2025-03-01", "kind": "poor", "items": []},
        record_type="Case",
        as_of=TODAY,
    )
    told = str(decision.explain("of_a"))
    assert "起租日 当日的 标准 = 40元" in told
    assert "参数“月标准”：20元（2025年1月15日）" in told
    assert "起租日：2025年1月15日" in told


def test_what_is_missing_is_the_day_and_what_is_asked_of_it() -> None:
    decision = policy_of(TEXT).evaluate({"items": []}, record_type="Case", as_of=TODAY)
    assert {"a", "b", "kind"} >= set(decision.missing)
    assert "a" in decision.missing


# What cannot be asked of another day


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("(n applies) as it stood on a", "POL-440"),
        ("(act is required) as it stood on a", "POL-440"),
        ("rests as it stood on a", "POL-440"),
        ("(a < b) as it stood on a", "POL-441"),
        ("in_time as it stood on never", "POL-314"),
        ("in_time as it stood on kind", "POL-301"),
    ],
)
def test_what_cannot_be_asked(asked: str, code: str) -> None:
    text = f"{TEXT}\nfact rests of Case\n  means n applies\nfact wrong of Case\n  means {asked}\n"
    assert read(text).codes == [code]


# In the values of every period


@pytest.mark.parametrize(
    ("body", "remarked"),
    [
        ("sum(rate over m in months from a to b)", ["rate"]),
        ("sum(standard over m in months from a to b)", ["standard"]),
        ("sum(1元 over m in months from a to b where rate > 20元)", ["rate"]),
        ("sum(rate + rate over m in months from a to b)", ["rate", "rate"]),
        ("sum(rate as it stood on start of m over m in months from a to b)", []),
        ("sum(rate as it stood on as_of over m in months from a to b)", []),
        ("sum(fixed over m in months from a to b)", []),
        ("sum(rate over k in items)", []),
        ("rate * count(months from a to b)", []),
        ("if some m in months from a to b has end of m <= as_of then 1元 else 2元", []),
        ("sum(standard_then(on: start of m) over m in months from a to b)", []),
    ],
)
def test_a_value_of_today_in_every_period_is_remarked_on(body: str, remarked: list[str]) -> None:
    source = SourceFile("a.pol", f"{TEXT}\nfact asked of Case: money\n  means {body}\n")
    tree, misread = parse(source)
    checked = check([(source, tree)])
    assert not (*misread, *checked.diagnostics)
    found = remarks(checked.package, [(source, tree)], checked.references)
    assert [(d.code, d.arguments["name"]) for d in found] == [
        ("POL-442", name) for name in remarked
    ]


# Together with what changes policies


@pytest.mark.parametrize(
    ("rows", "paid"),
    [
        ("set rate\n  = 30元 from 2025-02-01 to 2025-02-28\n", 2_000 + 3_000 + 2_200),
        (
            "set rate for Case by kind\n  poor: 40元\n  other: 20元 to 2025-01-31\n"
            "  other: 30元 from 2025-02-01\n",
            2_000 + 3_000 + 3_000,
        ),
    ],
)
def test_what_an_overlay_sets_is_what_it_sets_on_the_day(
    tmp_path: Path, rows: str, paid: int
) -> None:
    base = TEXT.replace('"月标准": money\n', '"月标准": money\n  tunable\n', 1)
    base = base.replace('"租金补助"\n', '"租金补助"\n  issued 2024-12-01\n', 1)
    county = f"amend rents\n  issued 2024-12-01\npolicy county_rents\n{rows}"
    policy = policy_in(tmp_path, rents=base, county_rents=county)
    record = {"a": "2025-01-15", "b": "2025-03-01", "kind": "other", "items": []}
    decision = agreed(policy, "Case", record, TODAY)
    assert isinstance(decision, Decision)
    assert decision.facts["paid"] == paid
