"""Tables of every kind are taken as they are, and what is none is refused with its reason."""

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from linkage_rules.engines.tabular import TableError
from linkage_rules.engines.tabular.backends import (
    BACKENDS,
    backend_of,
    call,
    known,
    longest_text,
    staged,
    whole,
)
from linkage_rules.engines.tabular.inputs import (
    all_as_ibis,
    as_ibis,
    in_memory,
    registered,
    without_notices,
)

ROWS = pa.table({"id": ["a", "b"], "n": [1, None]})
NESTED = pa.table({"id": ["a"], "funds": [[{"n": 1}]]})


def kept(folder: Path, name: str = "rows.parquet") -> Path:
    folder.mkdir(exist_ok=True)
    pq.write_table(ROWS, folder / name)
    return folder / name


KINDS: dict[str, Callable[[Path], Any]] = {
    "arrow": lambda _: ROWS,
    "batch": lambda _: ROWS.to_batches()[0],
    "reader": lambda _: ROWS.to_reader(),
    "dataset": lambda folder: ds.dataset(kept(folder)),
    "scanner": lambda folder: ds.dataset(kept(folder)).scanner(),
    "ibis": lambda _: ibis.memtable(ROWS),
    "polars": lambda _: pl.from_arrow(ROWS),
    "lazy polars": lambda _: pl.from_arrow(ROWS).lazy(),
    "pandas": lambda _: ROWS.to_pandas(),
    "relation": lambda _: duckdb.from_arrow(ROWS),
    "file": kept,
    "text of a path": lambda folder: str(kept(folder)),
    "pattern": lambda folder: str(kept(folder).with_name("*.parquet")),
    "folder": lambda folder: kept(folder).parent,
    "folder in a folder": lambda folder: kept(folder / "more").parent.parent,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_of_every_kind_of_table_are_the_same(kind: str, tmp_path: Path) -> None:
    table = KINDS[kind](tmp_path)
    found = as_ibis(table)
    assert found.schema().names == ("id", "n")
    assert found.to_pyarrow().to_pylist() == ROWS.to_pylist()
    assert found.schema()["n"] == dt.int64


@pytest.mark.parametrize("kind", ["ibis", "file", "folder"])
def test_what_stands_elsewhere_is_not_in_memory(kind: str, tmp_path: Path) -> None:
    assert in_memory(KINDS[kind](tmp_path)) is None


def test_what_pandas_holds_as_floats_is_whole_where_it_is() -> None:
    frame = pd.DataFrame({"n": [1.0, None], "half": [0.5, None], "none": [None, float("nan")]})
    kinds = {column.name: str(column.type) for column in in_memory(frame).schema}
    assert kinds == {"n": "int64", "half": "double", "none": "null"}


def _damaged(folder: Path) -> Path:
    (folder / "bad.parquet").write_bytes(b"no parquet at all")
    return folder / "bad.parquet"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.parquet")
    return folder / "pipe.parquet"


TWICE = pd.DataFrame([[1, 2]], columns=["a", "a"])
REFUSED: dict[str, tuple[Callable[[Path], Any], str, str]] = {
    "a list": (lambda _: [1], "TAB-106", "a list is not a table"),
    "nothing": (lambda _: None, "TAB-106", "a NoneType is not a table"),
    "no file": (lambda folder: folder / "x.parquet", "TAB-107", "no Parquet file"),
    "an empty folder": (lambda folder: folder, "TAB-107", "no Parquet file"),
    "a pipe": (_pipe, "TAB-107", "no Parquet file"),
    "a damaged file": (_damaged, "TAB-113", "cannot be read: "),
    "mixed kinds": (
        lambda _: pd.DataFrame({"a": [1, "x"]}),
        "TAB-201",
        "mixes kinds of values in one column: ",
    ),
    "pandas, twice": (lambda _: TWICE, "TAB-203", "two columns are named a"),
    "arrow, twice": (
        lambda _: pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]),
        "TAB-203",
        "two columns are named a",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused(case: str, tmp_path: Path) -> None:
    make, code, told = REFUSED[case]
    with pytest.raises(TableError) as refused:
        as_ibis(make(tmp_path))
    assert refused.value.code == code
    assert told in refused.value.en
    assert refused.value.zh
    if code in ("TAB-107", "TAB-113"):
        assert refused.value.where.startswith(str(tmp_path))


def test_tables_stand_in_one_connection() -> None:
    one, other = ibis.duckdb.connect(), ibis.duckdb.connect()
    first, second = one.create_table("a", ROWS), other.create_table("b", ROWS)
    with pytest.raises(TableError, match=r"two connections \(duckdb and duckdb\)"):
        all_as_ibis([first, second])
    both = all_as_ibis([ROWS, first])
    assert [table.get_backend() for table in both] == [one, one]
    assert one.raw_sql("SELECT current_setting('lambda_syntax')").fetchone() == (
        "ENABLE_SINGLE_ARROW",
    )
    names = [table.get_name() for table in all_as_ibis([ROWS, ROWS])]
    assert names[0] != names[1]


def test_lists_in_memory_are_not_handed_to_a_backend_without_columns_for_them() -> None:
    postgres = SimpleNamespace(name="postgres")
    with pytest.raises(TableError) as refused:
        registered(NESTED, postgres)
    assert (refused.value.code, refused.value.where) == ("TAB-123", "funds")
    assert "cannot be handed to postgres" in refused.value.en
    for table, name in ((ROWS, "postgres"), (NESTED, "pyspark")):
        found = registered(table, SimpleNamespace(name=name))
        assert found.to_pyarrow().to_pylist() == table.to_pylist()
    with pytest.raises(TableError, match="DuckDB does not take this table"):
        registered(object(), ibis.duckdb.connect())


def test_notices_of_calls_that_are_on_their_way_out_are_kept_back_and_no_others() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with without_notices():
            for call_ in ("arrow_table", "record_batch", "arrow_reader", "df"):
                warnings.warn(f"fetch_{call_}() is deprecated", DeprecationWarning, stacklevel=1)
    assert [str(one.message) for one in heard] == ["fetch_df() is deprecated"]


# Backends


def of(name: str, memory: str | None = None) -> Any:
    """A table of a backend that nobody asks; of Spark with the memory of its driver."""

    def get(key: str, otherwise: str) -> str:
        assert key == "spark.driver.memory"
        return otherwise if memory is None else memory

    session = SimpleNamespace(conf=SimpleNamespace(get=get))
    backend = SimpleNamespace(name=name, _session=session)
    parts = SimpleNamespace(find=lambda _: [])
    return SimpleNamespace(op=lambda: parts, get_backend=lambda: backend)


@pytest.mark.parametrize(
    ("memory", "characters"),
    [
        (None, 2**30 // 7000),
        ("1g", 2**30 // 7000),
        ("2G", 2 * 2**30 // 7000),
        ("512m", 512 * 2**20 // 7000),
        ("512mb", 512 * 2**20 // 7000),
        ("700000k", 700000 * 2**10 // 7000),
        ("1t", 2**40 // 7000),
        ("7000000", 1000),
        ("7000000b", 1000),
    ],
)
def test_a_query_is_as_long_as_the_memory_of_spark_allows(
    memory: str | None, characters: int
) -> None:
    assert longest_text(of("pyspark", memory)) == characters


def test_what_sets_backends_apart() -> None:
    assert [*BACKENDS] == ["duckdb", "postgres", "pyspark"]
    for name in ("duckdb", "postgres"):
        assert longest_text(of(name)) is None
        assert backend_of(of(name)) is known(name) is BACKENDS[name]
    assert backend_of(ibis.table({"n": "int64"}, name="t")) is BACKENDS["duckdb"]
    with pytest.raises(TableError, match="backend sqlite"):
        known("sqlite")


def test_a_stage_is_a_subquery_of_its_own_and_is_worked_out_once() -> None:
    table = ibis.table({"n": "int64"}, name="t")
    plain, limited = (
        str(ibis.to_sql(staged(table, BACKENDS[name]), dialect="duckdb"))
        for name in ("duckdb", "postgres")
    )
    assert "LIMIT" not in plain
    assert f"LIMIT {2**63 - 1}" in limited
    names = {staged(table, BACKENDS["duckdb"]).get_name() for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("stage_") for name in names)
    total = table.n.sum()
    assert whole(total, BACKENDS["duckdb"]) is total
    narrowed = str(ibis.to_sql(whole(total, BACKENDS["postgres"]).name("x").as_table()))
    assert "INT8(SUM(" in narrowed.upper()
    assert whole(total, BACKENDS["postgres"]).type() == dt.int64
    asked = call("substr", dt.string, "abc", 2)
    assert ibis.duckdb.connect().to_pyarrow(asked).as_py() == "bc"
    assert asked.type() == dt.string
