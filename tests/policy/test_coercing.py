"""A frame is read cell by cell like a spreadsheet, and comes back as a frame of the same kind."""

import csv
import io
import sqlite3
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from linkage_rules import Policy, load
from linkage_rules.engines.tabular import TableError
from linkage_rules.records import read_records
from linkage_rules.records.tables.mapping_files import parse_mapping
from tests.policies import policy_of

duckdb = pytest.importorskip("duckdb")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

POLICY = """
policy grants "补助"
  in force 2023-01-01 to 2026-12-31

enum kind "类别"
  grain "粮食"
  fruit "水果"

record Part "分项"
  kind "类别": kind
  amount "金额": money at least 0元

record Farm "农场"
  id "编号": text required
  name "名称": text
  amount "总投资": money at least 0元
  share "占比": number at least 0 at most 1
  households "受益户数": whole number at least 0
  founded "成立日期": date
  listed "在册": yes/no
  kind "类别": kind
  places "地块": list of text
  parts "分项": list of Part

bearer town "乡镇"

action support "扶持" of Farm
  permitted by default

norm large "大额不扶持" for Farm
  when amount > 100万元 and listed
  town must not support

norm late "新设不扶持" for Farm
  when founded > 2023-06-01
  town must not support
"""
DAY = date(2024, 6, 1)
DIRTY: dict[str, list[Any]] = {
    "编号": ["F-1", "F-2", "F-3", "合计"],
    "总投资（万元）": ["１２０", "约12", " 1,000.5 ", None],
    "占比": ["30%", "3成", "", None],
    "受益户数": ["30户", "1.5", "3", None],
    "成立日期": ["2023年5月", "2023-05-01", "2023", None],
    "在册": ["是", "√", "1", None],
    "类别": ["粮食", "fruit", "茶叶", None],
    "地块": ["甲、乙", "-", None, None],
}
READ = [
    {
        "id": "F-1",
        "amount": 120_000_000,
        "share": Decimal("0.3"),
        "households": 30,
        "founded": date(2023, 5, 1),
        "listed": True,
        "kind": "grain",
        "places": ["甲", "乙"],
    },
    {
        "id": "F-2",
        "amount": None,
        "share": Decimal("0.3"),
        "households": None,
        "founded": date(2023, 5, 1),
        "listed": True,
        "kind": "fruit",
        "places": None,
    },
    {
        "id": "F-3",
        "amount": 1_000_500_000,
        "share": None,
        "households": 3,
        "founded": None,
        "listed": None,
        "kind": None,
        "places": None,
    },
]
DOUBTFUL = [
    (1, "总投资（万元）", '"约12"', "CEL-202"),
    (1, "受益户数", '"1.5"', "REC-215"),
    (2, "成立日期", '"2023"', "CEL-214"),
    (2, "在册", '"1"', "CEL-220"),
    (2, "类别", '"茶叶"', "REC-223"),
]
KINDS = {
    "pandas": pandas.DataFrame,
    "polars": polars.DataFrame,
    "lazy": polars.LazyFrame,
    "arrow": pyarrow.table,
    "batch": pyarrow.RecordBatch.from_pydict,
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(POLICY)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, polars.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, polars.DataFrame):
        return list(frame.to_dicts())
    if isinstance(frame, pandas.DataFrame):
        frame = pyarrow.Table.from_pandas(frame, preserve_index=False)
    return list(frame.to_pylist())


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_any_kind_is_read_and_comes_back_as_one(policy: Policy, kind: str) -> None:
    given = KINDS[kind](DIRTY)
    coerced = policy.coerce_table(given)
    assert type(coerced.table) is type(given)
    assert rows_of(coerced.table) == READ
    doubts = [(d.place.row, d.place.heading, d.value, d.code) for d in coerced.doubts]
    assert doubts == DOUBTFUL
    assert coerced.rows == (0, 1, 2)
    assert "totals" in coerced.report.render("en")
    assert "4 rows: 3 records" in str(coerced.report)
    assert rows_of(given) == rows_of(KINDS[kind](DIRTY))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_read_is_judged_like_a_record(policy: Policy, kind: str) -> None:
    coerced = policy.coerce_table(KINDS[kind](DIRTY))
    result = policy.evaluate_table(coerced.table, as_of=DAY)
    found = result.verdict_support.to_pyarrow().to_pylist()
    records = [{n: v for n, v in row.items() if v is not None} for row in READ]
    decisions = [policy.evaluate(record, as_of=DAY) for record in records]
    assert found == [d.verdicts["support"].status.value for d in decisions]
    assert found == ["forbidden", "undetermined", "undetermined"]


NOTHING = [None, float("nan"), pandas.NA, pandas.NaT, " ", "—"]


@pytest.mark.parametrize("name", [name for name in READ[0] if name != "id"])
def test_what_pandas_holds_where_nothing_is_known_is_unknown(policy: Policy, name: str) -> None:
    ids = [f"F-{n}" for n in range(len(NOTHING))]
    frame = pandas.DataFrame({"id": ids, name: pandas.Series(NOTHING, dtype=object)})
    label = {"amount": "总投资（元）"}.get(name, name)
    coerced = policy.coerce_table(frame.rename(columns={name: label}))
    assert [row[name] for row in rows_of(coerced.table)] == [None] * len(NOTHING)
    assert coerced.doubts == ()


def test_values_of_pandas_and_numpy_are_read_for_what_they_are(policy: Policy) -> None:
    import numpy

    frame = pandas.DataFrame(
        {
            "id": numpy.array([13, 14]),
            "总投资 元": [1.1, numpy.float64(2)],
            "founded": pandas.to_datetime(["2023-05-01", None]),
            "listed": pandas.array([True, None], dtype="boolean"),
            "households": numpy.array([3, 4], dtype="int8"),
            "kind": pandas.Categorical(["粮食", "fruit"]),
            "places": [["甲"], numpy.array(["乙"])],
            "parts": [[{"kind": "grain", "amount": 5}], None],
        },
        index=["x", "y"],
    )
    coerced = policy.coerce_table(frame)
    assert coerced.doubts == ()
    assert coerced.refused == ()
    assert list(coerced.table.index) == ["x", "y"]
    first, second = rows_of(coerced.table)
    assert first == {
        "id": "13",
        "amount": 110,
        "founded": date(2023, 5, 1),
        "listed": True,
        "households": 3,
        "kind": "grain",
        "places": ["甲"],
        "parts": [{"kind": "grain", "amount": 5}],
    }
    assert second["amount"] == 200
    assert second["founded"] is None
    assert second["listed"] is None
    assert second["places"] == ["乙"]
    assert second["parts"] is None


def test_headings_one_above_the_other_are_one(policy: Policy) -> None:
    columns = pandas.MultiIndex.from_tuples(
        [("编号", "Unnamed: 0_level_1"), ("资金", "总投资（万元）"), ("资金", "占比")]
    )
    frame = pandas.DataFrame([["F-1", "2", "5%"]], columns=columns)
    assert rows_of(policy.coerce_table(frame).table) == [
        {"id": "F-1", "amount": 2_000_000, "share": Decimal("0.05")}
    ]


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_rows_without_what_a_record_needs_are_refused_and_listed(policy: Policy, kind: str) -> None:
    given = KINDS[kind]({"编号": ["F-1", None, "F-3"], "名称": ["甲", "乙", "丙"]})
    coerced = policy.coerce_table(given)
    assert [row["id"] for row in rows_of(coerced.table)] == ["F-1", "F-3"]
    assert coerced.rows == (0, 2)
    assert [(r.row, r.problems[0].where) for r in coerced.refused] == [(1, "id")]
    assert (coerced.report.rows, coerced.report.read, coerced.report.refused) == (3, 2, 1)


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow", "lazy", "batch"])
def test_an_unknown_column_is_told_with_the_near_name_unless_it_is_kept(
    policy: Policy, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    given = KINDS[kind]({"编号": ["F-1", "合计", "F-2"], "在册儿": ["是", "", "否"]})
    with pytest.raises(TableError, match=r"在册儿.*在册"):
        policy.coerce_table(given)
    kept = policy.coerce_table(given, keep=["在册儿"]).table
    assert [row["在册儿"] for row in rows_of(kept)] == ["是", "否"]
    caplog.clear()
    assert set(rows_of(policy.coerce_table(given, strict=False).table)[0]) == {"id"}
    assert "在册儿" in caplog.text
    with pytest.raises(TableError, match="编好"):
        policy.coerce_table(given, keep=["编好"])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"甲": ["1"]}, "the columns are not those"),
        ({"名称": ["甲"]}, "no column for 编号"),
        ({"编号": ["F-1"], "id": ["F-1"]}, "two columns for one field"),
        ({}, "there are none"),
    ],
)
def test_a_frame_of_something_else_is_refused(
    policy: Policy, columns: dict[str, Any], said: str
) -> None:
    for kind in ("pandas", "arrow"):
        with pytest.raises(TableError, match=said):
            policy.coerce_table(KINDS[kind](columns))


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow", "batch"])
def test_a_frame_without_rows_stays_one(policy: Policy, kind: str) -> None:
    given = KINDS[kind]({"编号": [], "总投资（元）": []})
    coerced = policy.coerce_table(given)
    assert type(coerced.table) is type(given)
    assert rows_of(coerced.table) == []
    assert coerced.report.rows == 0


def test_what_is_no_frame_is_refused(policy: Policy) -> None:
    for given in ("projects.parquet", [{"id": "F-1"}], duckdb.sql("select 1 as id")):
        with pytest.raises(TableError, match="not read cell by cell"):
            policy.coerce_table(given)


def test_a_mapping_says_which_column_is_which(policy: Policy) -> None:
    text = """
name = "x"
record_type = "Farm"
[[column]]
heading = "号"
field = "id"
otherwise = "row number"
[[column]]
heading = "财政"
field = "parts[a].amount"
unit = "万元"
[fixed]
"parts[a].kind" = "grain"
"""
    mapping = parse_mapping(text, "x.toml", policy.record_type("Farm"))
    frame = pandas.DataFrame({"号": [None, "F-2"], "财政": ["1", None]})
    assert rows_of(policy.coerce_table(frame, mapping=mapping).table) == [
        {"id": "第0行", "parts": [{"kind": "grain", "amount": 1_000_000}]},
        {"id": "F-2", "parts": None},
    ]


def test_the_shipped_sample_is_read_as_the_workbook_is() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    policy, path = load("xiangtan_2022"), "samples/project_library.xlsx"
    shape = policy.record_type("Project")
    book = read_records(path, shape)
    entries = [entry.validated(shape) for entry in book if entry.data]
    expected = {record["name"]: record for record in entries}
    sheet = openpyxl.load_workbook(path, data_only=True)[book.sheet]
    header = book.fit.header
    rows = sheet.iter_rows(header.last + 1, values_only=True)
    cells = [[row[heading.column] for heading in header.headings] for row in rows]
    names = [(*h.parts, *["Unnamed: x"] * (3 - len(h.parts))) for h in header.headings]
    frame = pandas.DataFrame(cells, columns=pandas.MultiIndex.from_tuples(names))
    coerced = policy.coerce_table(frame, keep=["备注"])
    found = rows_of(coerced.table)
    assert len(found) == len(expected) > 5
    assert len(coerced.refused) == book.report.refused
    for row in found:
        record = dict(expected[row["name"]])
        # Merged cells are not merged in a frame, and rows count from another one.
        for name in (name for name in row if name not in ("id", "township", "备注")):
            assert row[name] == _as_lists(record[name]), (row["name"], name)


def _as_lists(value: Any) -> Any:
    return [_as_lists(inner) for inner in value] if isinstance(value, tuple) else value


# Results that any database takes


@pytest.fixture(scope="module")
def judged(policy: Policy) -> Any:
    table = policy.coerce_table(pandas.DataFrame(DIRTY)).table
    return policy.evaluate_table(table, as_of=DAY, keep=["id", "places"], lists="text")


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option")  # asked for by Ibis
def test_results_with_lists_as_text_go_into_sqlite_csv_and_duckdb(judged: Any) -> None:
    frame = judged.to_pandas()
    with sqlite3.connect(":memory:") as database:
        frame.to_sql("judged", database, index=False)
        stored = database.execute(
            "select id, verdict_support, by_support, missing, places from judged"
        ).fetchall()
    assert stored == [
        ("F-1", "forbidden", "large", "", '["甲","乙"]'),
        ("F-2", "undetermined", "", "amount", None),
        ("F-3", "undetermined", "", "founded, listed", None),
    ]
    written = list(csv.DictReader(io.StringIO(frame.to_csv(index=False))))
    assert [row["missing"] for row in written] == ["", "amount", "founded, listed"]
    database = duckdb.connect()
    database.register("judged", frame)
    kept = database.sql("select missing from judged where id = 'F-3'").fetchall()
    assert kept == [("founded, listed",)]


def test_columns_are_chosen_and_a_wrong_one_is_told_with_the_near_name(policy: Policy) -> None:
    table = pyarrow.table({"id": ["F-1"], "name": ["甲"], "amount": [5], "listed": [True]})
    result = policy.evaluate_table(table, as_of=DAY, columns=["verdict_support", "name", "id"])
    assert result.columns == ("verdict_support", "name", "id")
    with pytest.raises(TableError, match="did you mean verdict_support"):
        policy.evaluate_table(table, as_of=DAY, columns=["verdict_suport"])
    with pytest.raises(ValueError, match="arrays"):
        policy.evaluate_table(table, as_of=DAY, lists="json")  # type: ignore[arg-type]


def test_problems_and_differences_are_given_as_text_too(policy: Policy) -> None:
    table = pyarrow.table(
        {"id": [None, "F-2"], "amount": [-5, 200_000_000], "listed": [True, True]}
    )
    parts = policy.check_table(table, lists="text")
    assert parts.bad.problems.to_pyarrow().to_pylist() == [
        "id: required, but missing; amount: below 0 fen"
    ]
    other = policy_of(POLICY.replace("100万元", "300万元"))
    changed = policy.impact(other, table, as_of=DAY, lists="text", columns=["id", "by_before"])
    assert changed.to_pyarrow().to_pylist() == [{"id": "F-2", "by_before": "large"}]


RELATIONS = {
    **KINDS,
    "ibis": lambda columns: __import__("ibis").memtable(pyarrow.table(columns)),
    "relation": lambda columns: duckdb.connect().from_arrow(pyarrow.table(columns)),
}


@pytest.mark.parametrize("kind", RELATIONS)
def test_unknown_columns_are_told_whatever_the_table_is(
    policy: Policy, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = RELATIONS[kind]({"id": ["F-1"], "amuont": [5]})
    asked = {
        "evaluate_table": lambda **more: policy.evaluate_table(table, as_of=DAY, **more),
        "check_table": lambda **more: policy.check_table(table, **more),
        "summarise": lambda **more: policy.summarise(table, as_of=DAY, **more),
        "impact": lambda **more: policy.impact(policy, table, as_of=DAY, **more),
    }
    for ask in asked.values():
        with pytest.raises(TableError, match="did you mean amount"):
            ask()
        caplog.clear()
        ask(strict=False)
        assert "amuont" in caplog.text
