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
