"""What is asked of every backend, of rows with lists in them: its answers are those of DuckDB."""

from datetime import date
from typing import Any

import pyarrow as pa

from linkage_rules.policy.policy import Policy

from .tables import Engine

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
