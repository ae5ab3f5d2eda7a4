"""A query that is prepared once answers what one made for each table answers."""

from concurrent.futures import ThreadPoolExecutor

import ibis
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular import TableError
from linkage_rules.policy.policy import Policy
from tests.differential.questions import DAY, PROJECTS, SMALL, VILLAGES
from tests.policies import policy_of


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(SMALL.format(least="20元"))


@pytest.fixture(scope="module")
def prepared(policy: Policy):
    return policy.prepare_table(PROJECTS.schema, as_of=DAY, record_type="Project")


def test_it_answers_what_a_query_of_each_table_answers(policy: Policy, prepared) -> None:
    for rows in (PROJECTS, PROJECTS.slice(1, 3), PROJECTS.slice(0, 0), PROJECTS):
        expected = policy.evaluate_table(rows, as_of=DAY, record_type="Project").to_pyarrow()
        assert prepared.evaluate(rows).to_pylist() == expected.to_pylist()


def test_linked_tables_are_given_again(policy: Policy) -> None:
    asked = {"as_of": DAY, "record_type": "Village"}
    prepared = policy.prepare_table(VILLAGES.schema, linked={"projects": PROJECTS.schema}, **asked)
    expected = policy.evaluate_table(VILLAGES, linked={"projects": PROJECTS}, **asked).to_pyarrow()
    found = prepared.evaluate(VILLAGES, linked={"projects": PROJECTS})
    assert sorted(found.to_pylist(), key=str) == sorted(expected.to_pylist(), key=str)
    with pytest.raises(TableError, match="with other linked tables: projects; given: none"):
        prepared.evaluate(VILLAGES)


def test_polars_frames_with_columns_in_another_order(prepared) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.from_arrow(PROJECTS)
    turned = frame.select(reversed(frame.columns))
    assert prepared.evaluate(turned).to_pylist() == prepared.evaluate(PROJECTS).to_pylist()


def test_threads_ask_at_the_same_time(prepared) -> None:
    parts = [PROJECTS.slice(number % 5, 1) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = [table.to_pylist() for table in pool.map(prepared.evaluate, parts)]
    assert found[0] == found[5] != []
    assert [rows[0]["id"] for rows in found[:5]] == PROJECTS["id"].to_pylist()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (PROJECTS.drop_columns(["village"]), "village is not there (string)"),
        (PROJECTS.append_column("x", pa.array([1] * 5)), "x int64 (unknown)"),
        (ibis.memtable(PROJECTS), "rows in memory"),
        ("projects/*.parquet", "rows in memory"),
        ([1], "not a table"),
    ],
)
def test_a_table_of_another_kind_is_refused(prepared, table: object, told: str) -> None:
    with pytest.raises(TableError) as refused:
        prepared.evaluate(table)
    assert told in refused.value.render("en")
    assert refused.value.render("zh")


def test_what_cannot_be_prepared_is_refused_when_it_is(policy: Policy) -> None:
    for schema in ("projects.parquet", ibis.memtable(PROJECTS)):
        with pytest.raises(TableError, match="rows in memory"):
            policy.prepare_table(schema, as_of=DAY, record_type="Project")
    with pytest.raises(TableError, match="vilage"):
        policy.prepare_table(pa.schema({"vilage": pa.string()}), as_of=DAY, record_type="Project")
