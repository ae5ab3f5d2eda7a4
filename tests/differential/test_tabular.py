"""One query over a table says of every row what the reference engine says of that record."""

from datetime import date
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.model.package import Package
from linkage_rules.model.values import Record
from linkage_rules.policy.loading import load
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from tests.policies import package_of

from .tables import agree

pytestmark = pytest.mark.slow

LAW = settings(max_examples=10, suppress_health_check=list(HealthCheck))
RECORDS = 12


@pytest.fixture(scope="module")
def shipped() -> Package:
    return load("xiangtan_2022").package


def test_every_shipped_example(shipped: Package) -> None:
    """The days are one on which the policy is in force and one long after."""
    for name, shape in shipped.record_types.items():
        some = [example.given for example in shipped.examples if example.record_type == name]
        for day in (date(2023, 5, 1), date(2036, 1, 1)) if some else ():
            agree(shipped, shape, some, day)


@pytest.mark.parametrize("name", ["Project", "Village", "County", "Operator", "Park", "Workshop"])
@settings(LAW, max_examples=2)
@given(data=st.data())
def test_shipped_policy_on_generated_records(
    shipped: Package, name: str, data: st.DataObject
) -> None:
    shape = shipped.record_types[name]
    some = data.draw(st.lists(records(shipped, shape), min_size=RECORDS, max_size=RECORDS))
    agree(shipped, shape, some, data.draw(as_of_dates(shipped)))


@LAW
@given(data=st.data())
def test_generated_policies(data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts(with_is_known=True)))
    shape = package.record_types[data.draw(st.sampled_from(["Case", "Case", "Group"]))]
    some = data.draw(st.lists(records(package, shape), min_size=RECORDS, max_size=RECORDS))
    agree(package, shape, some, data.draw(as_of_dates(package)))


def test_a_comparison_looked_for_in_a_list_is_bracketed() -> None:
    package = package_of(
        "policy p\nbearer b\nrecord Case\n  number: number\n  flag: yes/no\n"
        "parameter wanted: list of yes/no\n  = [no]\naction act of Case\n"
        "norm first for Case\n  when (number <= 1) in wanted\n  b must act\n"
        "norm second for Case\n  when (number <= 1) in {no}\n  b may act\n"
        "norm third for Case\n  when (flag = yes) in wanted\n  b must not act\n"
    )
    some = [{"number": n, "flag": f} for n in (1, 2, None) for f in (True, False, None)]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1))


def test_a_day_before_another_by_a_period_that_nobody_knows_is_unknown() -> None:
    package = package_of(
        "policy p\nbearer b\nrecord Case\n  day: date\naction act of Case\n"
        "parameter term: period\n  = 3 months from 2024-01-01\n"
        "norm first for Case\n  when day - term > 2022-12-31\n  b must act\n"
        "norm second for Case\n  when day + term > 2022-12-31\n  b may act\n"
    )
    some = [{"day": day} for day in (date(2023, 5, 1), date(2022, 1, 1), None)]
    for as_of in (date(2023, 5, 1), date(2024, 5, 1)):
        agree(package, package.record_types["Case"], some, as_of)


def test_a_negation_asked_whether_it_is_known_is_bracketed() -> None:
    package = package_of(
        "policy p\nbearer b\nrecord Case\n  flag: yes/no\naction act of Case\n"
        "norm first for Case\n  when (not flag) is known\n  b must act\n"
        "norm second for Case\n  when not ((not flag) is known)\n  b may act\n"
    )
    some = [{"flag": flag} for flag in (True, False, None)]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1))


def test_the_comparison_can_fail(shipped: Package) -> None:
    shape = shipped.record_types["Project"]
    record = next(e.given for e in shipped.examples if e.record_type == "Project")

    def tampered(table: Any) -> Any:
        return as_ibis(table).mutate(operating=~ibis._.operating)

    with pytest.raises(AssertionError):
        agree(shipped, shape, [{**record, "operating": True}], date(2023, 5, 1), tampered)


LISTS = """
policy lists "P"
enum kind
  a
  b
  c
record Part
  flag: yes/no
  kind: kind
  amount: money
record Case
  parts: list of Part
bearer somebody
parameter wanted: list of kind
  = [b, c]
fact sorts of Case: whole number
  means distinct(p.kind over p in parts)
fact flagged of Case: whole number
  means count(p in parts where p.flag)
action act of Case
norm first for Case
  when some p in parts has p.flag and p.kind = a
  somebody must act
norm second for Case
  when every p in parts has p.amount > 0元
  somebody must not act
norm third for Case
  when sorts = 2
  somebody may act
norm some_kind for Case
  when some x in parts has x.kind in {a, c}
  somebody may act
norm all_wanted for Case
  when every x in parts has x.kind in wanted
  somebody may act
norm some_wanted for Case
  when some x in parts has x.kind in wanted
  somebody may act
norm flagged_sum for Case
  when sum(p.amount over p in parts where p.flag) >= 1元
  somebody may act
norm whole_sum for Case
  when sum(p.amount over p in parts) >= 1元
  somebody may act
norm range for Case
  when max(p.amount over p in parts where p.kind = a) > min(p.amount over p in parts)
  somebody may act
norm fourth for Case
  when flagged >= 16
  somebody must act
norm fifth for Case
  when flagged = 3
  somebody encouraged to act
"""


def lists_of_every_length() -> list[Record]:
    some: list[Record] = [{"parts": None}]
    for length in (0, 1, 2, 14, 15, 16, 17, 40):
        for flag in (True, False, None):
            for kinds in ("a", "ab", "abc", (None, "a", "b")):
                parts = tuple(
                    {"flag": flag, "kind": kinds[n % len(kinds)], "amount": n or None}
                    for n in range(length)
                )
                some += [{"parts": parts}, {"parts": (*parts[1:], None)[:length]}]
    return some


def test_lists_of_every_length() -> None:
    """Questions about one list share a pass; in some engines only while the list is short."""
    package = package_of(LISTS)
    agree(package, package.record_types["Case"], lists_of_every_length(), date(2023, 5, 1))
