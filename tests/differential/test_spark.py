"""The same query on Spark, in local mode, on a smaller number; skipped only without Java."""

import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.policy.loading import load
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from tests.policies import policy_of

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


SMALL = """
policy small "小"

enum kind "种类"
  grant "补助"
  loan "贷款"

record Fund "资金"
  type "类型": kind
  amount "金额": money at least 0元

record Project "项目"
  id "编号": text required
  village "所在村": text
  approved "批准日期": date
  funds "资金来源": list of Fund

record Village "村"
  name "村名": text required
  projects "项目": has many Project by village = name

bearer county "县"

action enter "入库" of Project
  permitted by default

norm too_small "过小" for Project
  when sum(f.amount over f in funds where f.type = grant) < {least}
  county must not enter

action visit "走访" of Village

norm many "项目多" for Village
  when count(projects) >= 2
  county must visit
"""

ROWS: list[dict[str, Any]] = [
    {"id": "a", "village": "东", "approved": date(2023, 5, 9), "funds": []},
    {"id": "b", "village": "东", "approved": date(2023, 5, 31), "funds": None},
    {"id": "c", "village": None, "approved": None, "funds": [{"type": "loan", "amount": -1}]},
    {"id": "d", "village": "西", "funds": [{"type": "grant", "amount": 5}, {"type": None}]},
    {"id": None, "village": "南", "funds": [{"type": "补助", "amount": 500}] * 2},
]
PROJECTS = pa.Table.from_pylist(
    ROWS,
    schema=pa.schema(
        [
            ("id", pa.string()),
            ("village", pa.string()),
            ("approved", pa.date32()),
            ("funds", pa.list_(pa.struct([("type", pa.string()), ("amount", pa.int64())]))),
        ]
    ),
)
VILLAGES = pa.table({"name": ["东", "西", "北", "北"]})
DAY = date(2023, 5, 1)


def _summarised(on: Engine, policy: Policy, _: Policy) -> Any:
    by = ["village", "资金来源.类型", "approved:month"]
    return policy.summarise(on(PROJECTS), as_of=DAY, by=by)


def _compared(on: Engine, policy: Policy, other: Policy) -> Any:
    return policy.impact(other, on(PROJECTS), as_of=DAY)


def _good(on: Engine, policy: Policy, _: Policy) -> Any:
    return policy.check_table(on(PROJECTS)).good.select("id")


def _bad(on: Engine, policy: Policy, _: Policy) -> Any:
    return policy.check_table(on(PROJECTS)).bad.select("id", "problems")


def _linked(on: Engine, policy: Policy, _: Policy) -> Any:
    linked = {"projects": on(PROJECTS)}
    villages = on(VILLAGES)
    return policy.evaluate_table(villages, as_of=DAY, record_type="Village", linked=linked)


def _stray(on: Engine, policy: Policy, _: Policy) -> Any:
    linked = {"projects": on(PROJECTS)}
    return policy.link_problems(on(VILLAGES), linked, record_type="Village")


QUESTIONS = {
    "summarise": _summarised,
    "impact": _compared,
    "valid rows": _good,
    "invalid rows": _bad,
    "linked tables": _linked,
    "keys that do not fit": _stray,
}


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
