"""A misspelt column is told with the near name, wherever it stands, and never unknown."""

from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular import TableError
from tests.policies import policy_of

AS_OF = date(2024, 1, 1)
POLICY = """
policy entry "入库"
  in force 2023-01-01 to 2025-12-31

enum Kind "种类"
  subsidy "补助"
  loan "贷款"

record Fund "资金"
  kind "种类": Kind
  amount "金额": money

record Project "项目"
  id "编号": text required
  village "村": text
  planned "有方案": yes/no
  funds "资金来源": list of Fund

record Village "村庄"
  name "村名": text required
  projects "所有项目": has many Project by village = name

bearer office "办公室"

action enter "纳入项目库" of Project
  permitted by default

action praise "表扬" of Village
  permitted by default

norm no_plan "无方案不得入库" for Project
  when not planned
  office must not enter
"""


@pytest.fixture(scope="module")
def policy():
    return policy_of(POLICY)


def asked(policy, columns, **more):
    return policy.evaluate_table(pa.table(columns), as_of=AS_OF, **more)


def verdicts(table):
    return table.verdict_enter.to_pyarrow().to_pylist()


FUND = pa.struct([("kind", pa.string()), ("amuont", pa.int64())])
MISSPELT = {
    "a name": ({"id": ["a"], "planed": [False]}, "planed", "planned"),
    "capitals": ({"id": ["a"], "Planned": [False]}, "Planned", "planned"),
    "a label": ({"id": ["a"], "有方按": [False]}, "有方按", "有方案"),
    "a space": ({"id": ["a"], "planned ": [False]}, "planned ", "planned"),
    "in a list of structs": (
        {"id": ["a"], "funds": pa.array([[{"kind": "loan", "amuont": 1}]], pa.list_(FUND))},
        "funds.amuont",
        "amount",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", MISSPELT)
def test_a_misspelt_column_is_told_with_the_near_name(policy, case):
    columns, path, near = MISSPELT[case]
    with pytest.raises(TableError) as raised:
        asked(policy, columns)
    assert f"no field of Project is named {path} (did you mean {near}?)" in raised.value.en
    assert f"没有这样的字段：{path}（是否想写 {near}？）" in raised.value.zh
    for ask in (
        lambda table: policy.check_table(table),
        lambda table: policy.summarise(table, as_of=AS_OF),
        lambda table: policy.impact(policy, table, as_of=AS_OF),
        lambda table: policy.link_problems(table, {}),
    ):
        with pytest.raises(TableError, match="did you mean"):
            ask(pa.table(columns))


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_frames_are_no_different(policy, frame):
    with pytest.raises(TableError, match=r"planed .did you mean planned"):
        policy.evaluate_table(frame({"id": ["a"], "planed": [False]}), as_of=AS_OF)


def test_every_strange_column_is_told_at_once(policy):
    with pytest.raises(TableError) as raised:
        asked(policy, {"id": ["a"], "planed": [False], "remark": ["x"]})
    assert "planed (did you mean planned?), remark;" in raised.value.en


def test_many_strange_columns_are_told_in_short(policy):
    with pytest.raises(TableError, match="c19 and 80 more;"):
        asked(policy, {"id": ["a"], **{f"c{n}": [1] for n in range(100)}})


def test_the_near_name_is_what_was_meant(policy):
    assert verdicts(asked(policy, {"id": ["a"], "planned": [False]})) == ["forbidden"]
    assert verdicts(asked(policy, {"编号": ["a"], "有方案": [False]})) == ["forbidden"]


def test_columns_that_are_named_in_keep_are_carried_along(policy):
    columns = {"id": ["a"], "planned": [False], "county": ["甲县"]}
    found = asked(policy, columns, keep=["county"])
    assert found.to_pyarrow().to_pylist()[0]["county"] == "甲县"
    assert policy.check_table(pa.table(columns), keep=["county"]).good.count().to_pyarrow().as_py()
    with pytest.raises(TableError, match="conty"):
        policy.check_table(pa.table(columns), keep=["conty"])


def test_columns_that_are_counted_by_may_be_no_fields(policy):
    days = pa.array([date(2024, 1, 5)])
    columns = pa.table({"id": ["a"], "planned": [False], "county": ["甲县"], "day": days})
    found = policy.summarise(columns, as_of=AS_OF, by=["county", "day:month"])
    assert {row["county"] for row in found.to_pyarrow().to_pylist()} == {"甲县"}


def test_other_columns_stand_where_that_was_said(policy):
    columns = {"id": ["a"], "planned": [False], "county": ["甲县"]}
    assert verdicts(asked(policy, columns, strict=False)) == ["forbidden"]


def test_two_columns_for_one_field_are_refused_strictly_or_not(policy):
    columns = {"id": ["a"], "planned": [False], "有方案": [True]}
    for strict in (True, False):
        with pytest.raises(TableError, match="two columns for one field: planned and 有方案"):
            asked(policy, columns, strict=strict)


def test_a_misspelt_column_of_a_linked_table_is_told_with_its_path(policy):
    villages = pa.table({"name": ["甲村"]})
    projects = pa.table({"id": ["a"], "village": ["甲村"], "planed": [True]})
    asks = (
        lambda **more: policy.evaluate_table(
            villages, as_of=AS_OF, record_type="Village", linked={"projects": projects}, **more
        ),
        lambda **more: policy.link_problems(
            villages, {"projects": projects}, record_type="Village", **more
        ),
    )
    for ask in asks:
        with pytest.raises(TableError, match=r"projects.planed .did you mean planned"):
            ask()
        assert ask(strict=False).count().to_pyarrow().as_py() in (0, 1)
