"""The same query on Spark, in local mode, on a smaller number; skipped only without Java."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ibis
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.tabular import TableError, backends
from linkage_rules.policy.loading import load
from linkage_rules.records import validate
from linkage_rules.testing.engines import local_spark
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from tests.engines import test_distributions as distributions
from tests.engines import test_periods as periods
from tests.engines.tabular import test_order_of_lists as order
from tests.engines.test_operations import TABLES, policy, record
from tests.places import ROOT
from tests.policies import package_of, policy_of
from tests.reviews.test_results import RECORDS
from tests.reviews.test_results import TEXT as SUBSIDIES

from .clusters import needs_java
from .questions import DAY, PROJECTS, QUESTIONS, SMALL
from .tables import Engine, agree

pytestmark = [
    pytest.mark.slow,
    # One session, in one process, when the tests are run in several.
    pytest.mark.xdist_group("spark"),
    needs_java,
    # PySpark 4 and pandas 3 warn about one another at every turn.
    pytest.mark.filterwarnings("ignore"),
]


# Asked first: while the session of the others is there, a driver would be a second one beside it.
def test_a_cluster_of_two_workers_answers_what_duckdb_answers(tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    from .clusters import SCRIPT, cluster

    rows, out = tmp_path / "rows", tmp_path / "answers.parquet"
    rows.mkdir()
    for number in range(4):
        parquet.write_table(PROJECTS.slice(number, 2), rows / f"{number}.parquet")
    with cluster() as address:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", SCRIPT, address, str(rows), str(out)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4_000:]
    assert "executors 2" in done.stdout
    policy = policy_of(SMALL.format(least="20元"))
    expected = policy.evaluate_table(rows, as_of=DAY).to_pyarrow().to_pylist()
    assert sorted(parquet.read_table(out).to_pylist(), key=str) == sorted(expected, key=str)


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    session, on_spark = local_spark()
    yield on_spark
    session.stop()


@pytest.mark.parametrize("name", ["Project", "Village"])
def test_shipped_examples(spark: Engine, name: str) -> None:
    package = load("xiangtan_2022").package
    some = [example.given for example in package.examples if example.record_type == name]
    agree(package, package.record_types[name], some, date(2023, 5, 1), spark)


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_policies(spark: Engine, data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts(with_is_known=True)))
    shape = package.record_types["Case"]
    some = data.draw(st.lists(records(package, shape), min_size=6, max_size=6))
    agree(package, shape, some, data.draw(as_of_dates(package)), spark)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_spark_answers_what_duckdb_answers(spark: Engine, asked: str) -> None:
    policies = [policy_of(SMALL.format(least=least)) for least in ("1元", "20元")]
    duckdb = ibis.duckdb.connect()
    duckdb.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    names = itertools.count()
    engines: list[Engine] = [spark, lambda t: duckdb.create_table(f"rows_{next(names)}", t)]
    found, expected = (
        sorted(QUESTIONS[asked](on, *policies).to_pyarrow().to_pylist(), key=str) for on in engines
    )
    assert found == expected != []


@pytest.mark.parametrize(
    "table", ["rounding", "days, months and years between, and parts of dates"]
)
def test_truth_tables_of_operations(spark: Engine, table: str) -> None:
    lines = TABLES[table]
    package = policy(lines)
    some = [record(given) for _, given, _ in lines]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1), spark)


def test_what_has_not_happened_and_so_many_of_several(spark: Engine) -> None:
    lines = [*TABLES["never"], *TABLES["so many elements of a list"]]
    lines += TABLES["the least and the greatest of several, and limits"]
    # Of working days one line of several: each is two lists that Spark has to read.
    lines += TABLES["working days"][::5]
    package = policy(lines)
    some = [record(given) for _, given, _ in lines]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1), spark)


WIDE = """
policy wide "P"
record Case
  a: money
  b: number
  c: money
bearer somebody
action act of Case
norm difference for Case
  when a * b - c * b = (a - c) * b
  somebody must act
norm negated for Case
  when 0元 * b - a * b = (0元 - a) * b
  somebody may act
"""


def test_numbers_of_more_than_34_digits_keep_their_sign(spark: Engine) -> None:
    """Spark's own minus rounds them."""
    package = package_of(WIDE)
    a = 772430754314006360
    some = [{"a": sign * a, "b": 999_999_999_999_999_999, "c": a - 1} for sign in (1, -1)]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1), spark)


def test_lists_from_tables_of_their_own_stand_in_the_order_of_their_keys(spark: Engine) -> None:
    """Of equal remainders the first in the list has one fen more."""
    households = [dict(zip(order.FIELDS, row, strict=True)) for row in reversed(order.ROWS)]
    answers = policy_of(order.TEXT).evaluate_table(
        spark(pyarrow.table({"id": ["P-1"], "net_income": [4]})),
        as_of=order.DAY,
        record_type="Project",
        linked={"households": spark(pyarrow.Table.from_pylist(households))},
    )
    assert answers.to_pyarrow()["status_first_has_more"].to_pylist() == ["not_applicable"]


def test_what_the_driver_has_no_memory_for_is_refused_up_front(
    spark: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its parser would end the driver, and the session of everybody with it."""
    monkeypatch.setattr(backends, "_BYTES_A_CHARACTER", 2**30 // 1_000)
    with pytest.raises(TableError, match=r"enough for 1000; give it more \(spark.driver.memory"):
        policy_of(SMALL.format(least="20元")).evaluate_table(
            spark(PROJECTS), as_of=DAY, record_type="Project"
        )


def test_results(spark: Engine) -> None:
    package = package_of(SUBSIDIES)
    shape = package.record_types["Project"]
    agree(package, shape, [validate(record, shape) for record in RECORDS], DAY, spark)


def test_distributions(spark: Engine) -> None:
    package = package_of(distributions.TEXT)
    some = [record for record, _ in distributions.TABLE]
    agree(package, package.record_types["Project"], some, distributions.DAY, spark)


def test_periods_and_duties_of_every_period(spark: Engine) -> None:
    covered = f"norm covered for Case\n  when {periods.COVERED}\n  county must act\n"
    package = checked(periods.DUTIES[: periods.DUTIES.index("norm violated")] + covered)
    some = [record for line, record, _ in periods.TABLE if line == periods.COVERED]
    some += [periods.case(begun, ended, audits) for begun, ended, audits, *_ in periods.STANDING]
    agree(package, package.record_types["Case"], some, periods.TODAY, spark)
