"""What `Policy` makes of whole tables: what it takes, what it refuses, and what it counts."""

import itertools
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from linkage_rules import ArgumentError, Policy, TableError, load, loads
from tests.policies import policy_of

AS_OF = date(2023, 5, 1)

POLICY = """
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
  operating "经营性": yes/no
  approved "批准日期": date
  share "比例": number at least 0 at most 1
  funds "资金来源": list of Fund

record Village "村"
  id "村编号": text required
  name "村名": text
  projects "项目": has many Project by village = name

bearer county "县"

action enter "入库" of Project
  permitted by default

norm too_small "过小" for Project
  when operating and sum(f.amount over f in funds where f.type = grant) < {least}
  county must not enter

action visit "走访" of Village

norm many "项目多" for Village
  when count(projects) >= 2
  county must visit

norm rich "资金多" for Village
  when some p in projects has (some f in p.funds has f.amount > 100元)
  county encouraged to visit
"""

ROWS: list[dict[str, Any]] = [
    {"id": "a", "village": "东", "operating": True, "funds": [{"type": "grant", "amount": 5}]},
    {"id": "b", "village": "东", "operating": True, "funds": [{"type": "loan", "amount": 5}]},
    {"id": "c", "village": "西", "operating": False, "funds": None},
    {"id": "d", "village": None, "operating": True, "funds": [{"type": None, "amount": 20000}]},
    {"id": "e", "village": "南", "operating": True, "funds": [{"type": "grant", "amount": 20000}]},
]
FUND = pa.struct([("type", pa.string()), ("amount", pa.int64())])
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("village", pa.string()),
        ("operating", pa.bool_()),
        ("funds", pa.list_(FUND)),
    ]
)
TABLE = pa.Table.from_pylist(ROWS, schema=SCHEMA)
VERDICTS = ["forbidden", "forbidden", "permitted", "undetermined", "permitted"]


def make(least: str) -> Policy:
    return policy_of(POLICY.format(least=least))


@pytest.fixture(scope="module")
def policy() -> Policy:
    return make("100元")


def answers(result: Any, column: str) -> list[Any]:
    rows = result.to_pyarrow().to_pylist()
    return [row[column] for row in sorted(rows, key=lambda row: str(row.get("id")))]


def parquet(folder: Path) -> Path:
    pq.write_table(TABLE, folder / "rows.parquet")
    return folder


KINDS: dict[str, Callable[[Path], Any]] = {
    "arrow": lambda _: TABLE,
    "dataset": lambda folder: ds.dataset(parquet(folder)),
    "ibis": lambda _: ibis.duckdb.connect().create_table("rows", TABLE),
    "memtable": lambda _: ibis.memtable(TABLE),
    "polars": lambda _: pl.from_arrow(TABLE),
    "lazy polars": lambda _: pl.from_arrow(TABLE).lazy(),
    "pandas": lambda _: pd.DataFrame(ROWS),
    "file": lambda folder: parquet(folder) / "rows.parquet",
    "pattern": lambda folder: str(parquet(folder) / "*.parquet"),
    "folder": parquet,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_every_kind_are_taken(policy: Policy, kind: str, tmp_path: Path) -> None:
    result = policy.evaluate_table(KINDS[kind](tmp_path), as_of=AS_OF)
    assert answers(result, "verdict_enter") == VERDICTS
    assert list(result.columns) == [
        "id",
        "in_force",
        "verdict_enter",
        "by_enter",
        "status_too_small",
        "missing",
    ]


def test_the_answer_names_norms_and_missing_fields(policy: Policy) -> None:
    result = policy.evaluate_table(TABLE, as_of=AS_OF)
    assert answers(result, "by_enter") == [["too_small"], ["too_small"], [], [], []]
    assert answers(result, "missing") == [[], [], [], ["funds.type"], []]


@pytest.mark.slow
def test_a_table_without_a_list_leaves_every_question_about_it_unknown() -> None:
    shipped = load("xiangtan_2022")
    result = shipped.evaluate_table(pa.table({"id": ["a"], "operating": [True]}), as_of=AS_OF)
    row = result.to_pyarrow().to_pylist()[0]
    assert row["verdict_enter_library"] == "undetermined"
    assert {"funds", "arrangements"} <= set(row["missing"])


@pytest.mark.parametrize(
    ("funds", "verdict"),
    [
        (pa.nulls(1), "undetermined"),
        (pa.array([None], pa.list_(pa.null())), "undetermined"),
        (pa.array([[None]], pa.list_(pa.null())), "undetermined"),
        (pa.array([[]], pa.list_(pa.null())), "forbidden"),
        (pa.array([[]], pa.list_(pa.struct([("amount", pa.null())]))), "forbidden"),
    ],
)
def test_a_list_whose_type_no_value_tells_means_what_it_holds(
    policy: Policy, funds: Any, verdict: str
) -> None:
    rows = pa.table({"id": ["a"], "operating": [True], "funds": funds, "note": pa.nulls(1)})
    noted = rows.set_column(3, "note", pa.array([[]], pa.list_(pa.null())))
    for table in (rows, noted, pl.from_arrow(noted)):
        result = policy.evaluate_table(table, as_of=AS_OF, keep=["id", "note"])
        assert answers(result, "verdict_enter") == [verdict]
        checked = policy.check_table(table, keep=["note"]).good.to_pyarrow()
        assert checked["funds"].to_pylist() == funds.to_pylist()
        counted = policy.summarise(table, as_of=AS_OF, by=["funds.type"], strict=False).to_pyarrow()
        assert set(counted["funds.type"].to_pylist()) == {None}


def test_a_column_of_pandas_that_is_missing_in_every_row_is_unknown(policy: Policy) -> None:
    missing = [float("nan"), None]
    names = ("village", "operating", "approved", "share", "funds")
    rows = pd.DataFrame({"id": ["a", "b"], **dict.fromkeys(names, missing)})
    result = policy.evaluate_table(rows, as_of=AS_OF)
    assert answers(result, "verdict_enter") == ["undetermined", "undetermined"]
    assert answers(policy.check_table(rows.head(0)).good, "id") == []


def test_one_list_that_many_norms_ask_about_may_be_without_a_type() -> None:
    questions = "".join(
        f"""
norm n{number} for Project
  when some f in funds has f.amount > {number}元
  county must not enter
"""
        for number in range(2)
    )
    policy = policy_of(POLICY.format(least="100元") + questions)
    rows = pa.table({"id": ["a"], "operating": [True], "funds": pa.nulls(1)})
    assert answers(policy.evaluate_table(rows, as_of=AS_OF), "verdict_enter") == ["undetermined"]


def test_columns_and_enum_values_may_be_spelt_by_label(policy: Policy) -> None:
    rows = pa.table(
        {
            "编号": ["a"],
            "经营性": [True],
            "资金来源": [[{"类型": "补助", "金额": 5}]],
        }
    )
    result = policy.evaluate_table(rows, as_of=AS_OF)
    assert result.to_pyarrow().to_pylist()[0]["verdict_enter"] == "forbidden"
    assert result.columns[0] == "编号"


def test_whole_numbers_that_pandas_holds_as_floats_are_whole(policy: Policy) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "share": [1.0, None]})
    assert answers(policy.check_table(frame).good, "share") == [1, None]


@pytest.mark.parametrize(("digits", "scale"), [(1, 1), (2, 2), (4, 2), (18, 18), (19, 17)])
def test_decimals_of_any_width_are_read(policy: Policy, digits: int, scale: int) -> None:
    """Arrow takes 0.1 and 0.2 for decimal(1, 1), which has no digit before the point."""
    shares = pa.array([Decimal("0.1"), Decimal("-0.1"), None], pa.decimal128(digits, scale))
    parts = policy.check_table(pa.table({"id": ["a", "b", "c"], "share": shares}))
    assert answers(parts.good, "share") == [Decimal("0.1"), None]
    assert answers(parts.bad, "problems") == [["share: below 0"]]


@pytest.mark.parametrize(
    ("digits", "scale"),
    [
        *((9, 9), (10, 9), (12, 6), (15, 5), (17, 1), (18, 1), (18, 5), (18, 9), (18, 17)),
        *((18, 18), (19, 5), (19, 17), (20, 16)),
    ],
)
def test_the_largest_number_of_a_column_is_read_to_the_last_digit(digits: int, scale: int) -> None:
    """DuckDB keeps a product within 18 digits where its factors are, and ends in an error."""
    text = "policy p\nrecord Account\n  id: text required\n  balance: number\n"
    policy = loads({"a.pol": text})
    largest = Decimal((0, (9,) * digits, -scale))
    numbers = pa.array([largest, -largest, None], pa.decimal128(digits, scale))
    parts = policy.check_table(pa.table({"id": ["a", "b", "c"], "balance": numbers}))
    assert answers(parts.bad, "problems") == []
    assert answers(parts.good, "balance") == [largest, -largest, None]


REFUSED: dict[str, tuple[Any, str, str]] = {
    "no table": (3, "a int is not a table", "int 不是表格"),
    "no files": ("nowhere/*.parquet", "no Parquet file is found", "没有 Parquet 文件"),
    "text for yes/no": (
        pa.table({"id": ["a"], "operating": ["是"]}),
        "operating: the column holds string; expected true or false",
        "operating：该列类型为 string；应为布尔值",
    ),
    "floating point": (
        pa.table({"id": ["a"], "share": [0.5]}),
        "share: the column holds float64; expected a decimal",
        "share：该列类型为 float64；应为十进制小数",
    ),
    "a decimal beyond 38 digits": (
        pa.table({"id": ["a"], "share": pa.array([1], pa.decimal128(36, 2))}),
        "share: the column holds decimal(36, 2); expected a decimal(p, s) with p + s of at most 36",
        "share：该列类型为 decimal(36, 2)；应为decimal(p, s)，且 p + s 不超过 36",
    ),
    "parts of a fen": (
        pa.table({"id": ["a"], "funds": [[{"amount": Decimal("0.5")}]]}),
        "expected a whole number: decimal(…, 0). Cast the column",
        "应为整数：decimal(…, 0)。请先转换该列的类型",
    ),
    "floating point for money": (
        pa.table({"id": ["a"], "funds": [[{"amount": 0.5}]]}),
        "expected whole fen",
        "应为以分为单位的整数",
    ),
    "no list": (
        pa.table({"id": ["a"], "funds": [1]}),
        "funds: the column holds int64; expected a list",
        "funds：该列类型为 int64；应为列表",
    ),
    "lists without a type for yes/no": (
        pa.table({"id": ["a"], "operating": pa.array([[]], pa.list_(pa.null()))}),
        "operating: the column holds array<string>; expected true or false",
        "operating：该列类型为 array<string>；应为布尔值",
    ),
    "one name twice": (
        pa.table([["a"], ["b"]], names=["id", "id"]),
        "two columns are named id",
        "有两列都名为 id",
    ),
    "one name twice, in pandas": (
        pd.DataFrame([["a", "b"]], columns=["id", "id"]),
        "two columns are named id",
        "有两列都名为 id",
    ),
    "no column": (pd.DataFrame(), "DuckDB does not take this table", "DuckDB 不能接受此表"),
    "a type that DuckDB lacks": (
        pa.table({"id": ["a"], "share": pa.array([1], pa.decimal256(60, 0))}),
        "DuckDB does not take this table",
        "DuckDB 不能接受此表",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_table_of_records_is_refused_at_once(policy: Policy, case: str) -> None:
    table, english, chinese = REFUSED[case]
    with pytest.raises(TableError) as caught:
        policy.evaluate_table(table, as_of=AS_OF)
    assert english in caught.value.render("en")
    assert chinese in caught.value.render("zh")


def test_numbers_that_could_outgrow_a_table_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pol").write_text(
        'policy p "P"\nrecord Project\n  n: whole number\nbearer b\naction a of Project\n'
        "norm cube for Project\n  when n * n * n > 5\n  b must a\n"
    )
    policy = load(tmp_path)
    rows = pa.table({"n": [1]})
    with pytest.raises(TableError, match="cube: the numbers here can grow beyond 38 digits"):
        policy.evaluate_table(rows, as_of=AS_OF)
    small = rows.cast(pa.schema([("n", pa.int32())]))
    assert policy.evaluate_table(small, as_of=AS_OF).status_cube.to_pyarrow().to_pylist() == [
        "not_applicable"
    ]


def test_conditions_that_would_make_too_large_a_query_are_refused(tmp_path: Path) -> None:
    day = "d"
    for _ in range(30):
        day = f"({day} + 1 day)"
    (tmp_path / "a.pol").write_text(
        'policy p "P"\nrecord Project\n  d: date\nbearer b\naction a of Project\n'
        f"norm late for Project\n  when {day} > 2023-01-01\n  b must a\n"
    )
    rows = pa.table({"d": [date(2022, 12, 1)]})
    with pytest.raises(TableError, match="late: this condition would become too large a query"):
        load(tmp_path).evaluate_table(rows, as_of=AS_OF)


def test_a_column_to_keep_must_be_there(policy: Policy) -> None:
    with pytest.raises(TableError, match="nothing: the table has no such column"):
        policy.evaluate_table(TABLE, as_of=AS_OF, keep=["nothing"])


def test_columns_are_asked_for_by_texts(policy: Policy) -> None:
    for asked in ({"keep": [5]}, {"columns": ["id", None]}):
        with pytest.raises(ArgumentError, match="a column is named by a text, not"):
            policy.evaluate_table(TABLE, as_of=AS_OF, **asked)
    number: Any = 5
    with pytest.raises(ArgumentError, match="以文本命名"):
        policy.summarise(TABLE, as_of=AS_OF, by=[number])


def test_a_column_to_keep_may_not_be_named_like_an_answer(policy: Policy) -> None:
    rows = TABLE.append_column("missing", pa.array(["x"] * len(ROWS)))
    with pytest.raises(TableError, match="missing: a column to keep has the name of an answer"):
        policy.evaluate_table(rows, as_of=AS_OF, keep=["missing"])


# Linked tables

VILLAGES = pa.table({"id": ["1", "2", "3", "4"], "name": ["东", "西", None, "北"]})


def test_linked_tables_are_joined_by_key(policy: Policy) -> None:
    result = policy.evaluate_table(
        VILLAGES, as_of=AS_OF, record_type="Village", linked={"projects": TABLE}
    )
    statuses = ["due", "not_applicable", "undetermined", "not_applicable"]
    assert answers(result, "status_many") == statuses
    assert answers(result, "missing") == [[], ["projects.funds"], ["projects"], []]


def test_joined_rows_are_judged_like_nested_records(policy: Policy) -> None:
    result = policy.evaluate_table(
        VILLAGES, as_of=AS_OF, record_type="Village", linked={"projects": TABLE}
    )
    for row, village in zip(
        sorted(result.to_pyarrow().to_pylist(), key=lambda row: row["id"]),
        VILLAGES.to_pylist(),
        strict=True,
    ):
        projects = [p for p in ROWS if p["village"] == village["name"]]
        record = village | ({} if village["name"] is None else {"projects": projects})
        decision = policy.evaluate(record, as_of=AS_OF, record_type="Village")
        assert row["verdict_visit"] == decision.verdicts["visit"].status.value
        for norm in ("many", "rich"):
            assert row[f"status_{norm}"] == decision.norms[norm].status.value


def test_keys_that_do_not_fit_are_reported(policy: Policy) -> None:
    twice = pa.concat_tables([VILLAGES, VILLAGES.slice(0, 1)])
    found = policy.link_problems(twice, {"projects": TABLE}, record_type="Village")
    assert sorted(tuple(row.values()) for row in found.to_pyarrow().to_pylist() if row["key"]) == [
        ("projects", "dangling", "南", 1),
        ("projects", "duplicate", "东", 2),
    ]
    assert {"link": "projects", "problem": "unknown", "key": None, "rows": 1} in (
        found.to_pyarrow().to_pylist()
    )


def test_a_table_for_a_field_that_is_not_linked_is_refused(policy: Policy) -> None:
    with pytest.raises(TableError, match="funds: Project has no linked field of that name"):
        policy.evaluate_table(TABLE, as_of=AS_OF, linked={"funds": TABLE})


def test_keys_of_two_types_are_refused(policy: Policy) -> None:
    numbered = pa.table({"id": ["a"], "village": [1]})
    with pytest.raises(TableError, match="projects: the keys cannot be compared"):
        policy.evaluate_table(
            VILLAGES, as_of=AS_OF, record_type="Village", linked={"projects": numbered}
        )


# Validation in bulk


def test_good_and_bad_rows_are_all_rows(policy: Policy) -> None:
    rows = pa.Table.from_pylist(
        [
            *ROWS,
            {"id": None, "funds": [{"type": "gift", "amount": -1}]},
            {"id": "g", "funds": [None, {"type": None, "amount": 10**18 + 1}]},
        ],
        schema=SCHEMA,
    ).append_column("share", pa.array([Decimal("1.5")] + [None] * 6, pa.decimal128(5, 2)))
    parts = policy.check_table(rows)
    assert answers(parts.good, "id") == ["b", "c", "d", "e"]
    assert answers(parts.bad, "problems") == [
        [
            "id: required, but missing",
            "funds.type: not one of the listed values",
            "funds.amount: below 0 fen",
        ],
        ["share: above 1"],
        ["funds.amount: beyond 10^18"],
    ]


def test_reasons_are_given_in_chinese_by_label(policy: Policy) -> None:
    rows = pa.table({"id": ["a"], "funds": [[{"type": "gift", "amount": -1}]]})
    assert answers(policy.check_table(rows, language="zh").bad, "problems") == [
        ["资金来源.类型：不在所列值之中", "资金来源.金额：小于 0 分"]
    ]


# Portfolios


def test_verdicts_and_statuses_are_counted_by_column(policy: Policy) -> None:
    counted = policy.summarise(TABLE, as_of=AS_OF, by=["village"]).to_pyarrow().to_pylist()
    assert {"village": "东", "about": "verdict", "name": "enter", "answer": "forbidden"} | {
        "rows": 2,
        "in_force": True,
    } in counted
    for about in ("verdict", "status"):
        assert sum(row["rows"] for row in counted if row["about"] == about) == len(ROWS)


def counted_by(policy: Policy, rows: Any, *by: str, **more: Any) -> dict[tuple[Any, ...], int]:
    """How many rows of each group there are, through the verdicts on the first action."""
    found = policy.summarise(rows, as_of=AS_OF, by=by, **more).to_pyarrow().to_pylist()
    totals: dict[tuple[Any, ...], int] = {}
    for row in found:
        if row["about"] == "verdict":
            group = tuple(row[name] for name in by)
            totals[group] = totals.get(group, 0) + row["rows"]
    return totals


def funded(*kinds: list[str | None] | None) -> pa.Table:
    """Rows with funds of those kinds, approved in May and June by turns."""
    rows = [
        {
            "id": str(number),
            "village": "东",
            "operating": True,
            "approved": date(2023, 5 + number % 2, 17),
            "funds": some and [{"type": kind, "amount": 5} for kind in some],
        }
        for number, some in enumerate(kinds)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA.append(pa.field("approved", pa.date32())))


MANY = funded(["grant", "grant", "loan"], ["grant", None], [], None, ["补助"])


@pytest.mark.parametrize("by", ["funds.type", "资金来源.类型", "funds.类型"])
def test_a_row_counts_once_in_each_kind_in_its_list(policy: Policy, by: str) -> None:
    assert counted_by(policy, MANY, by) == {("grant",): 3, ("loan",): 1, (None,): 3}


@pytest.mark.parametrize("by", ["approved:month", "批准日期:月", "批准日期：月"])
def test_rows_are_counted_by_the_month_of_a_date(policy: Policy, by: str) -> None:
    assert counted_by(policy, MANY, by) == {(date(2023, 5, 1),): 3, (date(2023, 6, 1),): 2}


def test_groups_are_combined_in_the_order_asked(policy: Policy) -> None:
    found = counted_by(policy, MANY, "approved:year", "funds.type", "village")
    year = date(2023, 1, 1)
    assert found == {(year, "grant", "东"): 3, (year, "loan", "东"): 1, (year, None, "东"): 3}


def test_two_paths_into_lists_count_every_pair(policy: Policy) -> None:
    found = counted_by(policy, funded(["grant", "loan"]), "funds.type", "资金来源.类型")
    assert found == dict.fromkeys(itertools.product(("grant", "loan"), repeat=2), 1)


NESTED = """
policy nested "层"

enum kind "种类"
  grant "补助"
  loan "贷款"

record Owner "业主"
  kind "类": kind
  since "起": date

record Case "案"
  owner "业主": Owner
  tags "标签": list of text
  deep "深": list of list of kind

bearer county "县"

action visit "走访" of Case
"""
CASES = pa.table(
    {
        "owner": pa.array([{"kind": "grant", "since": date(2020, 2, 29)}, {"kind": "补助"}, None]),
        "tags": [["x", "x", "y"], ["y", None], None],
        "deep": pa.array([[["grant"], None], [[], ["loan", "贷款"]], []]),
        "read_at": [datetime(2023, 5, 31, 23, 59)] * 3,
    }
)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("owner.kind", {"grant": 2, None: 1}),
        ("业主.起:年", {date(2020, 1, 1): 1, None: 2}),
        ("tags", {"x": 1, "y": 2, None: 2}),
        ("deep", {"grant": 1, "loan": 1, None: 2}),
        ("read_at:month", {date(2023, 5, 1): 3}),
    ],
)
def test_a_path_leads_into_whatever_a_record_holds(
    by: str, groups: dict[Any, int], tmp_path: Path
) -> None:
    case = policy_of(NESTED)
    found = counted_by(case, CASES, by, record_type="Case", strict=False)
    assert found == {(group,): rows for group, rows in groups.items()}


def test_one_name_need_not_stand_in_a_list(policy: Policy) -> None:
    one, listed = (policy.summarise(TABLE, as_of=AS_OF, by=by) for by in ("village", ["village"]))
    assert counted(one) == counted(listed)
    kept = policy.evaluate_table(TABLE, as_of=AS_OF, keep="village")
    assert kept.columns[0] == "village"


def counted(table: Any) -> list[dict[str, Any]]:
    return sorted(table.to_pyarrow().to_pylist(), key=str)


def test_a_path_leads_through_lists_in_lists(policy: Policy) -> None:
    villages = pa.table({"id": ["1", "2", "3"], "name": ["东", "西", "北"]})
    linked = {"projects": TABLE}
    found = counted_by(
        policy, villages, "projects.funds.type", record_type="Village", linked=linked
    )
    assert found == {("grant",): 1, ("loan",): 1, (None,): 2}


def test_a_list_that_no_column_has_is_unknown(policy: Policy) -> None:
    assert counted_by(policy, TABLE.drop_columns("funds"), "funds.type") == {(None,): 5}
    assert counted_by(policy, TABLE, "approved:month") == {(None,): 5}


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (["funds"], "a record has no one value to count by; name a field of it: type, amount"),
        (["town"], "nothing to count by; expected a field or a column"),
        (["funds.kind"], "the fields here: type, amount"),
        (["village.name"], "nothing to count by"),
        (["approved:week"], "a date with :month or :year"),
        (["village:month"], "only a date has a month and a year; the column holds string"),
        (["village", "village"], "each must be named once"),
    ],
)
def test_what_cannot_be_counted_by_is_refused(policy: Policy, by: list[str], message: str) -> None:
    with pytest.raises(TableError) as refused:
        policy.summarise(TABLE, as_of=AS_OF, by=by)
    assert message in refused.value.render("en")
    assert refused.value.where == ", ".join(by)


def test_a_field_named_like_a_column_of_the_counts_goes_by_its_label(policy: Policy) -> None:
    villages = pa.table({"id": ["1"], "name": ["东"]})
    with pytest.raises(TableError, match="a field may be named by its label"):
        policy.summarise(villages, as_of=AS_OF, by=["name"], record_type="Village")
    assert counted_by(policy, villages, "村名", record_type="Village") == {("东",): 1}


def test_impact_names_what_changes_and_by_which_norm(
    policy: Policy,
) -> None:
    stricter = make("1000元")
    found = policy.impact(stricter, TABLE, as_of=AS_OF).to_pyarrow().to_pylist()
    assert found == [
        {
            "id": "e",
            "action": "enter",
            "before": "permitted",
            "after": "forbidden",
            "by_before": [],
            "by_after": ["too_small"],
            "in_force_before": True,
            "in_force_after": True,
        }
    ]
    assert policy.impact(policy, TABLE, as_of=AS_OF).to_pyarrow().num_rows == 0


RETYPED = """policy wells "水井"

record Project "项目"
  id "编号": text required
  depth "深度": {type}

bearer county "县"

action enter "入库" of Project
  permitted by default

norm shallow "太浅" for Project
  when depth < {least}
  county must not enter
"""


def test_impact_refuses_a_table_whose_columns_would_mean_two_things() -> None:
    count, amount = (
        loads({"wells.pol": RETYPED.format(type=type_, least=least)})
        for type_, least in (("whole number", "1000"), ("money", "1000元"))
    )
    rows = pa.table({"id": ["a"], "depth": [50_000]})
    for one, other in ((count, amount), (amount, count)):
        with pytest.raises(TableError, match="depth") as refused:
            one.impact(other, rows, as_of=AS_OF)
        assert refused.value.code == "TAB-138"
    assert count.impact(count, rows, as_of=AS_OF).to_pyarrow().num_rows == 0
