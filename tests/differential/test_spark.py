"""The same query on Spark, in local mode, on a smaller number; skipped only without Java."""

import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.policy.loading import load
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from tests.engines.test_operations import TABLES, policy, record
from tests.policies import policy_of

from .questions import QUESTIONS, SMALL
from .tables import Engine, agree

pytestmark = [
    pytest.mark.slow,
    # One session, in one process, when the tests are run in several.
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(
        not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="Spark needs Java"
    ),
    # PySpark 4 and pandas 3 warn about one another at every turn.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    from pyspark.sql import SparkSession

    # Compiling each query to bytecode costs seconds, which a handful of rows never repay.
    options = {
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    session = SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    connection = ibis.pyspark.connect(session)

    numbers = itertools.count()

    def on_spark(table: Any) -> Any:
        name = f"rows_{next(numbers)}"
        session.createDataFrame(table).createOrReplaceTempView(name)
        return connection.table(name)

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
    package = policy(lines)
    some = [record(given) for _, given, _ in lines]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1), spark)
