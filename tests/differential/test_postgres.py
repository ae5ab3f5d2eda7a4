"""The same query on PostgreSQL says what the reference engine says, lists and records included."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import ibis
import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules import Policy, TableError
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.policy.loading import load
from linkage_rules.records import validate
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records
from tests.databases import Server
from tests.engines.test_operations import TABLES, policy, record
from tests.policies import package_of, policy_of
from tests.reviews.test_results import RECORDS
from tests.reviews.test_results import TEXT as SUBSIDIES

from .postgres import Engine, engine
from .questions import DAY, QUESTIONS, SMALL
from .tables import agree
from .test_tabular import LISTS, lists_of_every_length


@pytest.fixture(scope="module")
def typed(postgres: Server) -> Iterator[Engine]:
    with engine(postgres.database(), typed=True) as put:
        yield put


@pytest.fixture(scope="module")
def as_json(postgres: Server) -> Iterator[Engine]:
    with engine(postgres.database(), typed=False) as put:
        yield put


RESULTS = policy_of(SUBSIDIES)

Connect = Callable[[], tuple[str, Any]]


@pytest.fixture
def connect(postgres: Server) -> Iterator[Connect]:
    """Gives the URL of an empty database, and a connection of Ibis to it."""
    opened = []

    def connected() -> tuple[str, Any]:
        url = postgres.database()
        opened.append(ibis.connect(url))
        return url, opened[-1]

    yield connected
    for connection in opened:
        connection.disconnect()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Project", "Village"])
def test_shipped_examples(typed: Engine, name: str) -> None:
    package = load("xiangtan_2022").package
    some = [example.given for example in package.examples if example.record_type == name]
    agree(package, package.record_types[name], some[::12], date(2023, 5, 1), typed)


def test_lists_of_every_length(typed: Engine) -> None:
    package = package_of(LISTS)
    agree(package, package.record_types["Case"], lists_of_every_length()[::5], DAY, typed)


@pytest.mark.slow
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_policies(typed: Engine, data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts(with_is_known=True)))
    shape = package.record_types[data.draw(st.sampled_from(["Case", "Case", "Group"]))]
    some = data.draw(st.lists(records(package, shape), min_size=6, max_size=6))
    agree(package, shape, some, data.draw(as_of_dates(package)), typed)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_postgres_answers_what_duckdb_answers(as_json: Engine, asked: str) -> None:
    policies = [policy_of(SMALL.format(least=least)) for least in ("1元", "20元")]
    connection = ibis.duckdb.connect()
    engines: list[Engine] = [as_json, lambda t: connection.create_table(f"t{id(t)}", t)]
    found, expected = (
        sorted(QUESTIONS[asked](on, *policies).to_pyarrow().to_pylist(), key=str) for on in engines
    )
    assert found == expected != []


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_truth_tables_of_operations(typed: Engine, table: str) -> None:
    lines = TABLES[table]
    package = policy(lines)
    some = [record(given) for _, given, _ in lines]
    agree(package, package.record_types["Case"], some, DAY, typed)


PERIODS = """
policy periods "P"
record Case
  day: date
  length: period
bearer somebody
action act of Case
norm back for Case
  when day - length < 1900-01-01
  somebody must act
norm on for Case
  when day + length > 2024-02-28
  somebody may act
"""


def test_days_far_back_are_unknown_and_no_error(typed: Engine) -> None:
    """PostgreSQL has no days before 4713 BC, and fails where one would come out."""
    from linkage_rules.model.values import Period

    package = package_of(PERIODS)
    days = [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31), None]
    lengths = [Period(0, 0), Period(1, 31), Period(120_000, 0), Period(0, 4_000_000), None]
    some = [{"day": day, "length": length} for day in days for length in lengths]
    agree(package, package.record_types["Case"], some, date(2023, 5, 1), typed)


COLUMNS = """
policy columns "P"
enum kind "种类"
  grant "补助"
  loan "贷款"
record Fund "资金"
  type "类型": kind
  amount "金额": money
  share "份额": number
  on "日期": date
  for_long "期限": period
record Project "项目"
  id "编号": text required
  code: text
  kind "性质": kind
  cost: money
  share: number
  operating: yes/no
  approved: date
  tags: list of text
  funds "资金来源": list of Fund
  first "首笔": Fund
bearer county
action enter of Project
norm cheap for Project
  when cost = 12.50元
  county may enter
norm half for Project
  when share = 0.5
  county may enter
norm tagged for Project
  when "甲" in tags and code = "ab" and kind = loan
  county may enter
norm funded for Project
  when some f in funds has f.amount = 0.05元 and f.share = 0.25 and f.on = 2023-05-01
    and f.type = loan
  county may enter
norm led for Project
  when first.amount = 0.07元 and first.for_long = 1 month
  county may enter
"""

TABLE = """
CREATE TYPE kind AS ENUM ('grant', 'loan');
CREATE TYPE fund AS (type kind, amount bigint, share numeric, "on" date);
CREATE TABLE "Pro""jekte %s" (
  id varchar(10), code char(4), kind kind, cost numeric, share numeric(6, 3), operating boolean,
  approved timestamptz, tags text[], funds {funds}, "首笔" json
)
"""
FUNDS = {
    "composite": ("fund[]", "ARRAY[ROW('loan', 5, 0.25, '2023-05-01')::fund, NULL]"),
    "jsonb": ("jsonb", """'[{"类型": "loan", "amount": 5, "份额": 0.25, "on": "2023-05-01"}]'"""),
    "json": ("json", """'[{"type": "贷款", "amount": 5.0, "share": 0.25, "on": "2023-05-01"}]'"""),
    "jsonb[]": (
        "jsonb[]",
        """ARRAY['{"type": "loan", "amount": 5, "share": 0.25, "on": "2023-05-01"}'::jsonb]""",
    ),
}
FIRST = '{"amount": 7, "for_long": {"months": 1, "days": 0}}'


@pytest.fixture(scope="module")
def columns() -> Policy:
    return policy_of(COLUMNS)


@pytest.mark.parametrize("kind", FUNDS)
def test_columns_of_every_kind_are_read(connect: Connect, columns: Policy, kind: str) -> None:
    url, connection = connect()
    type_, value = FUNDS[kind]
    with psycopg.connect(url) as one:
        one.execute(TABLE.replace("{funds}", type_))
        one.execute(
            f"""INSERT INTO "Pro""jekte %s" VALUES ('a', 'ab', 'loan', 1250.00, 0.5, true,
            '2023-05-01 10:00+00', ARRAY['甲', NULL], {value}, '{FIRST}')"""
        )
        one.execute("""INSERT INTO "Pro""jekte %s" VALUES ('b')""")
    table = connection.table('Pro"jekte %s')
    rows = columns.evaluate_table(table, as_of=DAY).to_pyarrow().to_pylist()
    by_id = {row["id"]: row for row in rows}
    norms = ("cheap", "half", "tagged", "funded", "led")
    assert {by_id["a"][f"status_{norm}"] for norm in norms} == {"in_effect"}
    assert {by_id["b"][f"status_{norm}"] for norm in norms} == {"undetermined"}


def in_json(connect: Connect, *rows: Any) -> Any:
    url, connection = connect()
    with psycopg.connect(url) as one:
        one.execute("CREATE TABLE t (id text, cost numeric, funds jsonb)")
        for number, (cost, funds) in enumerate(rows):
            one.execute("INSERT INTO t VALUES (%s, %s, %s)", (str(number), cost, json.dumps(funds)))
    return connection.table("t")


ODD: dict[str, tuple[Any, Any]] = {
    "text for an amount": (1, [{"amount": "5"}]),
    "part of a fen": (1, [{"amount": 5.5}]),
    "too large": (1, [{"amount": 10**19}]),
    "too many decimals": (1, [{"share": 0.12345678912}]),
    "no such day": (1, [{"on": "2023-02-30"}]),
    "another order of a day": (1, [{"on": "01/02/2023"}]),
    "a number for a value of a list": (1, [{"type": 3}]),
    "no list": (1, {"amount": 5}),
    "no record": (1, [5]),
    "a list for a record": (1, [[{"amount": 5}]]),
    "a misspelt name": (1, [{"ammount": 5}]),
}


def test_rows_whose_json_does_not_fit_are_parted_from_the_others(
    connect: Connect, columns: Policy
) -> None:
    table = in_json(connect, *ODD.values(), (1, [{"amount": 5}, None]), (1, None))
    parts = columns.check_table(table)
    good = {row["id"] for row in parts.good.to_pyarrow().to_pylist()}
    bad = {row["id"]: row["problems"] for row in parts.bad.to_pyarrow().to_pylist()}
    assert good == {str(len(ODD)), str(len(ODD) + 1)}
    assert set(bad) == set(map(str, range(len(ODD))))
    assert all(len(problems) == 1 for problems in bad.values())


READ = (
    *("text for an amount", "another order of a day", "too large"),
    *("a number for a value of a list", "a misspelt name"),
)
"""What the database reads all the same; `check_table` tells of it."""


@pytest.mark.parametrize("odd", [case for case in ODD if case not in READ])
def test_json_that_does_not_fit_is_never_taken_for_unknown(
    connect: Connect, columns: Policy, odd: str
) -> None:
    table = in_json(connect, ODD[odd])
    with pytest.raises(psycopg.Error):
        columns.evaluate_table(table, as_of=DAY).to_pyarrow()


def test_a_misspelt_name_in_json_is_refused_with_the_near_one(
    connect: Connect, columns: Policy
) -> None:
    table = in_json(connect, (1, [{"amount": 5}, {"ammount": 5}]))
    with pytest.raises(TableError, match=r"funds\.ammount \(did you mean amount\?\)"):
        columns.evaluate_table(table, as_of=DAY)
    row = columns.evaluate_table(table, as_of=DAY, strict=False).to_pyarrow().to_pylist()[0]
    assert row["status_funded"] == "undetermined"


def test_a_number_of_no_stated_precision_is_not_rounded(connect: Connect, columns: Policy) -> None:
    table = in_json(connect, ("12.5", None))
    with pytest.raises(psycopg.Error, match=r"12\.5"):
        columns.evaluate_table(table, as_of=DAY).to_pyarrow()


def test_lists_in_memory_are_refused_beside_a_table_of_postgres(
    connect: Connect, columns: Policy
) -> None:
    table = in_json(connect, (1, None))
    flat = pa.table({"id": ["a"], "funds": [[{"amount": 1}]]})
    with pytest.raises(TableError, match="cannot be handed to postgres"):
        columns.link_problems(table, {"funds": flat})


REFUSED: dict[str, Callable[[], Any]] = {
    "sqlite": lambda: ibis.sqlite.connect().create_table("t", schema={"id": "string"}),
    "polars": lambda: ibis.polars.connect({"t": pa.table({"id": ["a"]})}).table("t"),
}


@pytest.mark.parametrize("backend", REFUSED)
def test_any_other_backend_is_refused_with_what_to_do(columns: Policy, backend: str) -> None:
    with pytest.raises(TableError) as refused:
        columns.evaluate_table(REFUSED[backend](), as_of=DAY)
    assert f"the backend {backend}" in refused.value.render("en")
    assert "DuckDB" in refused.value.render("zh")


def test_tables_of_two_connections_are_refused(columns: Policy) -> None:
    one, other = (ibis.duckdb.connect().create_table("t", pa.table({"id": ["a"]})) for _ in "12")
    with pytest.raises(TableError, match="two connections"):
        columns.link_problems(one, {"funds": other})


def test_results_and_their_sums(typed: Engine) -> None:
    policy, shape = RESULTS, RESULTS.package.record_types["Project"]
    some = [validate(record, shape) for record in RECORDS]
    agree(policy.package, shape, some, DAY, typed)
    counted = policy.summarise(
        typed(table_of(shape, some)), as_of=DAY, by=["township"], record_type="Project"
    )
    rows = counted.to_pyarrow().to_pylist()
    told = {(r["township"], r["answer"]): r["sum"] for r in rows if r["name"] == "total"}
    assert told == {("甲", "known"): 330_000, ("乙", "unknown"): None}
    classes = {(r["township"], r["answer"]): r["rows"] for r in rows if r["name"] == "class"}
    assert classes == {("甲", "low"): 1, ("甲", "high"): 1, ("乙", "unknown"): 1}
