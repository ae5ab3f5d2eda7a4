"""Mutants are policies that are slightly wrong; good examples notice every one of them."""

import itertools
import random
from collections import Counter

import pytest

from linkage_rules.analysis.witnesses import Witness
from linkage_rules.model.package import Package
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing.mutation import telling
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import mutants
from linkage_rules.testing.mutation.telling import Alike, telling_record
from linkage_rules.testing.mutation.touched import pairs
from linkage_rules.testing.mutation.trying import first_that
from tests.policies import package_of

POLICY = """
policy limits
  in force 2023-01-01 to 2025-12-31

record Project "项目"
  amount "投资额": money at least 0元
  urgent "应急": yes/no
  listed "已入库": yes/no

bearer county "县级主管部门"

action enter "入库" of Project
  done when listed
  permitted by default

norm large "大额不得入库" for Project
  when amount >= 100万元
  unless urgent
  county must not enter
"""
GOOD = """
example "不到限额" of Project
  given amount: 999999.99元, urgent: no, listed: yes
  as of 2023-01-01
  expect enter is permitted
  expect large is not applicable

example "到限额" of Project
  given amount: 100万元, urgent: no, listed: yes
  as of 2023-01-01
  expect large is violated
  expect enter is forbidden by large

example "末日" of Project
  given amount: 100万元, urgent: no
  as of 2025-12-31
  expect enter is forbidden by large

example "前一日" of Project
  given amount: 100万元, urgent: no
  as of 2022-12-31
  expect enter is unregulated

example "后一日" of Project
  given amount: 100万元, urgent: no
  as of 2026-01-01
  expect enter is unregulated

example "应急" of Project
  given amount: 100万元, urgent: yes
  as of 2023-01-01
  expect enter is permitted
"""


def survivors(package: Package) -> list[tuple[str, str, str]]:
    return [
        (fate.mutant.kind, fate.mutant.name, fate.mutant.change.en)
        for fate in fates(package, mutants(package))
        if fate.noticed_by is None
    ]


def test_the_mutants_of_a_norm() -> None:
    changes = [(m.kind, m.change.en) for m in mutants(package_of(POLICY)) if m.name == "large"]
    assert changes == [
        ("comparison", "amount >= 1 million yuan → amount > 1 million yuan"),
        ("comparison", "amount >= 1 million yuan → amount < 1 million yuan"),
        ("threshold", "1 million yuan → 1000000.01 yuan"),
        ("threshold", "1 million yuan → 999999.99 yuan"),
        ("dropped when", "without: amount >= 1 million yuan"),
        ("negation", "urgent → not urgent"),
        ("dropped unless", "without: urgent"),
        ("modality", "a prohibition → an obligation"),
        ("modality", "a prohibition → a recommendation"),
        ("modality", "a prohibition → a permission"),
    ]


def test_the_mutants_of_everything_else() -> None:
    changes = Counter(m.kind for m in mutants(package_of(POLICY)) if m.name != "large")
    assert changes == {"negation": 1, "default": 1, "in force": 4}


INCLUDED = "amount > 100万元 or included and amount = 100万元"
READING = (
    POLICY.replace("amount >= 100万元", INCLUDED)
    + """
reading included "含本数": yes/no
  = yes because "民法典"
  or no because "从严"

reading told "只作说明"
  = "甲" because "乙"
  or "丙" because "丁"
  throughout
"""
)


def test_every_alternative_of_a_reading_that_conditions_ask_for_is_a_mutant() -> None:
    changes = [(m.name, m.change.en) for m in mutants(package_of(READING)) if m.kind == "reading"]
    assert changes == [("included", "yes → no")]
    assert ("reading", "included", "yes → no") not in survivors(package_of(READING + GOOD))
    without = GOOD.replace("amount: 100万元", "amount: 101万元")
    assert ("reading", "included", "yes → no") in survivors(package_of(READING + without))


def test_good_examples_notice_every_mutant() -> None:
    assert survivors(package_of(POLICY + GOOD)) == []


@pytest.mark.parametrize(
    ("title", "unnoticed"),
    [
        ("不到限额", "1 million yuan → 999999.99 yuan"),
        ("末日", "2025-12-31 → 2025-12-30"),
        ("前一日", "2023-01-01 → 2022-12-31"),
        ("应急", "without: urgent"),
    ],
)
def test_without_an_example_some_mutant_survives(title: str, unnoticed: str) -> None:
    kept = [block for block in GOOD.split("\n\n") if f'"{title}"' not in block]
    assert unnoticed in [
        change for _, _, change in survivors(package_of("\n\n".join([POLICY, *kept])))
    ]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("comparison", {"amount": 100_000_000, "urgent": False, "listed": None}),
        # What is urgent is free of the rule, whatever its amount.
        ("dropped unless", {"amount": 100_000_000, "urgent": True, "listed": None}),
    ],
)
def test_a_record_tells_a_mutant_from_the_policy(kind: str, record: dict[str, object]) -> None:
    package = package_of(POLICY)
    mutant = next(m for m in mutants(package) if m.kind == kind)
    found = telling_record(package, mutant, 100, 1)
    assert isinstance(found, Witness)
    assert found.record == record


@pytest.mark.parametrize("solver", [True, False])
def test_a_changed_comparison_inside_a_sum_is_shown(
    monkeypatch: pytest.MonkeyPatch, solver: bool
) -> None:
    """Where all of many fields have to be known before anything is."""
    monkeypatch.setattr(telling, "HAS_SOLVER", solver)
    fields = "".join(f"  f{n}: whole number at least 0 at most 100\n" for n in range(27))
    points = " + ".join(f"(if f{n} >= 60 then 1 else 0)" for n in range(27))
    package = package_of(
        f"policy marks\nrecord Pupil\n{fields}"
        f"fact points of Pupil: whole number\n  means {points}\n"
    )
    edges = [m for m in mutants(package) if m.change.en.endswith("> 60")]
    assert len(edges) == 27
    for place, mutant in enumerate(edges):
        found = telling_record(package, mutant, 200, 1)
        assert isinstance(found, Witness), mutant.change.en
        assert found.record[f"f{place}"] == 60


def test_a_longer_list_than_the_solver_writes_out_is_no_proof() -> None:
    package = package_of(
        "policy p\nrecord F\n  amount: money at least 0元\nrecord P\n  funds: list of F\n"
        "fact many of P: yes/no\n  means count(funds) >= 40\n"
    )
    mutant = next(m for m in mutants(package) if m.change.en.endswith("41"))
    assert telling_record(package, mutant, 0, 1) == Alike(12)


def test_when_the_time_is_up_nothing_is_claimed() -> None:
    package = package_of(POLICY)
    for mutant in mutants(package):
        assert not isinstance(telling_record(package, mutant, 100, 1, seconds=0), Alike)


def test_an_equivalent_mutant_is_proved_to_be_one() -> None:
    package = package_of(POLICY.replace("amount >= 100万元", "amount < 5元 and amount < 3元"))
    mutant = next(m for m in mutants(package) if m.change.en.endswith("→ amount <= 5 yuan"))
    assert telling_record(package, mutant, 50, 1) == Alike(None)


def test_without_the_solver_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "HAS_SOLVER", False)
    package = package_of(POLICY.replace("amount >= 100万元", "amount < 5元 and amount < 3元"))
    mutant = next(m for m in mutants(package) if m.change.en.endswith("→ amount <= 5 yuan"))
    assert telling_record(package, mutant, 50, 1) is None


def test_the_shipped_examples_notice_a_sample_of_mutants() -> None:
    package = load_package("xiangtan_2022").package
    known = (
        "small_works_limit",  # Its other reading is switched off by a parameter.
        # In force long before the day that their conditions ask for: a first day is no matter.
        "village_operator_target",
        "coverage_target",
        "collectives_allocated",
    )
    sample = random.Random(1).sample(list(mutants(package)), 150)
    unnoticed = [
        (fate.mutant.name, fate.mutant.change.zh)
        for fate in fates(package, sample)
        if fate.noticed_by is None and not any(name in fate.mutant.name for name in known)
    ]
    assert unnoticed == []


def test_every_mutant_stands_in_a_line_of_a_file() -> None:
    for name in ("example_county", "example_successor"):
        assert [m.change.en for m in mutants(load_package(name).package) if not m.span.line] == []


TIMED = """
policy timed
  in force 2023-01-01

record Claim "申请"
  accepted_on: date
  paid_on: date

bearer county "县级主管部门"

action pay "支付" of Claim
  done on paid_on

norm in_time "按期" for Claim
  within 14 days after accepted_on
  county must pay
"""
STANDING = """
example "到期日支付" of Claim
  given accepted_on: 2023-05-01, paid_on: 2023-05-15
  as of 2023-06-01
  expect in_time is fulfilled

example "逾期一日支付" of Claim
  given accepted_on: 2023-05-01, paid_on: 2023-05-16
  as of 2023-05-16
  expect in_time is late

example "到期日未付" of Claim
  given accepted_on: 2023-05-01, paid_on: never
  as of 2023-05-15
  expect in_time is due

example "到期次日未付" of Claim
  given accepted_on: 2023-05-01, paid_on: 2023-05-17
  as of 2023-05-16
  expect in_time is overdue

example "受理当天" of Claim
  given accepted_on: 2023-05-01, paid_on: never
  as of 2023-05-01
  expect in_time is due

example "受理之前" of Claim
  given accepted_on: 2023-05-02, paid_on: never
  as of 2023-05-01
  expect in_time is not yet due
"""


def test_the_time_of_a_deadline_is_varied_and_good_examples_notice() -> None:
    package = package_of(TIMED + STANDING)
    found = list(mutants(package))
    of_norm = Counter(mutant.kind for mutant in found if mutant.name == "in_time")
    assert of_norm["threshold"] == 2
    assert of_norm["comparison"] >= 4
    assert of_norm["dropped deadline"] == 1
    assert all("__" not in mutant.name for mutant in found)
    survived = [fate.mutant.kind for fate in fates(package, found) if fate.noticed_by is None]
    assert set(survived) <= {"in force"}


QUARTERLY = """
policy quarterly
record Audit "审计"
  day: date
record Asset "资产"
  ours: yes/no
  from_: date at most 2099-12-31
  audits: list of Audit
bearer county "县"
action audit of Asset
  done at e.day over e in audits
norm audited for Asset
  when ours
  every quarter from from_
  county must audit
"""


def test_a_duty_of_every_quarter_is_asked_about_together_with_the_day_it_is_due() -> None:
    package = package_of(QUARTERLY)
    mutant = next(m for m in mutants(package) if m.name == "audited" and "ours" in m.change.en)
    assert telling_record(package, mutant, 20, 1) is not None


@pytest.mark.parametrize("asked", [10, 200])
def test_a_search_ends_in_its_midst_when_the_time_is_up_or_a_record_is_found(asked: int) -> None:
    """The search repeats draws that it knows, and may not stop short of one it made before."""
    package = package_of(POLICY)
    pair = pairs(package, next(iter(mutants(package))))[0]
    times = itertools.count()
    assert first_that(pair, [], lambda *_: False, 200, 1, lambda: next(times) >= asked) is None
    assert next(times) == asked + 1

    times = itertools.count()
    found = first_that(pair, [], lambda *_: next(times) >= asked, 200, 1, lambda: False)
    assert found is not None
    assert next(times) == asked + 1
