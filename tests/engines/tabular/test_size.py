"""How a query grows with the policy: in step with it, however deep facts stand on one another."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import ibis
import pytest

from linkage_rules.engines.tabular.query import query
from tests.policies import package_of

pytestmark = pytest.mark.slow

HEAD = """
policy chain "链"

record Case "案"
  known "已知": yes/no
  share "比例": number at least 0 at most 1

bearer county "县"

action visit "走访" of Case
"""


def of_truths(place: int) -> str:
    return f"f{place - 1} and share > 0.{place:03}" if place else "known"


def of_numbers(place: int) -> str:
    return f"if f{place - 1} > 0.5 then share else f{place - 1}" if place else "share"


def written(count: int, typed: str, means: Callable[[int], str], when: str) -> int:
    """The length of the query of a policy with that many facts, each on the one before."""
    facts = [f"fact f{place} of Case{typed}\n  means {means(place)}\n" for place in range(count)]
    last = when.format(count - 1)
    norm = f"norm due for Case\n  when {last}\n  county must visit\n"
    package = package_of("\n".join((HEAD, *facts, norm)))
    table = ibis.table({"known": "boolean", "share": "decimal(6, 4)"}, name="rows")
    made = query(package, package.record_types["Case"], table, date(2023, 5, 1), [])
    return len(str(ibis.to_sql(made, dialect="duckdb")))


@pytest.mark.parametrize(
    ("typed", "means", "when"),
    [
        pytest.param("", of_truths, "f{}", id="truths"),
        pytest.param(": number", of_numbers, "f{} > 0", id="numbers"),
    ],
)
def test_a_chain_of_facts_makes_a_query_that_grows_in_step(
    typed: str, means: Callable[[int], str], when: str
) -> None:
    counts = (25, 50, 100, 200)
    sizes = [written(count, typed, means, when) for count in counts]
    steps = [
        (more - less) / (many - few)
        for (less, more), (few, many) in zip(pairwise(sizes), pairwise(counts), strict=True)
    ]
    # Numbers of stages and facts have more digits in a longer query.
    assert max(steps) < 1.2 * min(steps)


RECURRING = """
policy audits "审计办法"
record Audit "审计"
  day "日期": date
record Case "案"
  begun "开始": date
  ended "结束": date
  audits "历次审计": list of Audit
bearer county "县"
action audit "办理审计" of Case
  done at e.day over e in audits
norm monthly "每月" for Case
  every month from begun to ended
  within 10 days
  county must audit
"""


def test_a_duty_of_every_period_is_short_enough_for_the_parser_of_spark() -> None:
    """Spark parses a query as text, and 400,000 bytes of it are more than 1 GB of memory takes."""
    package = package_of(RECURRING)
    columns = {"begun": "date", "ended": "date", "audits": "array<struct<day: date>>"}
    table = ibis.table(columns, name="rows")
    made = query(package, package.record_types["Case"], table, date(2023, 5, 1), [])
    assert len(str(ibis.to_sql(made, dialect="pyspark", pretty=False))) < 40_000
