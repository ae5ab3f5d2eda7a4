"""What results, verdicts and statuses of a whole table come to, line by line."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from linkage_rules import OutOfForceWarning, Policy
from linkage_rules.engines.tabular.portfolio import place
from tests.policies import policy_of

DAY = date(2023, 5, 1)
TEXT = """policy p "P"
  in force 2023-01-01 to 2023-12-31
enum kind "种类"
  red "红"
  blue "蓝"
record Thing "事项"
  id: text required
  colour "颜色": kind
  n "个数": whole number
  cost: money
  seen: date
  parts: list of whole number
bearer county
fact well "好" of Thing
  result
  means n > 1
fact which of Thing: kind
  result
  means colour
fact amount of Thing: money
  result for county
  means cost + 1元
fact share of Thing: number
  result
  means n / 4
fact many of Thing: whole number
  result
  means n * 2
action act "办" of Thing
  permitted by default
norm no_blue for Thing
  when colour = blue
  county must not act
"""
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("colour", pa.string()),
        ("n", pa.int64()),
        ("cost", pa.int64()),
        ("seen", pa.date32()),
        ("region", pa.string()),
    ]
)
ROWS = [
    ("a", "red", 1, 100, date(2023, 1, 5), "北"),
    ("b", "红", 2, 250, date(2023, 1, 9), "北"),
    ("c", "blue", 3, None, date(2023, 2, 1), "南"),
    ("d", None, None, 50, None, None),
]
TABLE = pa.Table.from_pylist(
    [dict(zip(SCHEMA.names, row, strict=True)) for row in ROWS], schema=SCHEMA
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(TEXT)


def lines(policy: Policy, *by: str, as_of: date = DAY) -> list[str]:
    """What is counted: a line each, with the sum where there is one."""
    found = policy.summarise(TABLE, as_of=as_of, by=by, strict=False).to_pyarrow().to_pylist()
    return sorted(
        " ".join(
            (
                *(str(row[name]) for name in by),
                f"{row['about']} {row['name']} {row['answer']}: {row['rows']}",
                *(() if row["sum"] is None else (f"sum {row['sum']}",)),
            )
        )
        for row in found
    )


def test_results_are_counted_and_those_of_whole_numbers_summed(policy: Policy) -> None:
    assert lines(policy) == [
        "result amount known: 3 sum 700",
        "result amount unknown: 1",
        "result many known: 3 sum 12",
        "result many unknown: 1",
        "result share known: 3",
        "result share unknown: 1",
        "result well no: 1",
        "result well unknown: 1",
        "result well yes: 2",
        "result which blue: 1",
        "result which red: 2",
        "result which unknown: 1",
        "status no_blue in_effect: 1",
        "status no_blue not_applicable: 2",
        "status no_blue undetermined: 1",
        "verdict act forbidden: 1",
        "verdict act permitted: 2",
        "verdict act undetermined: 1",
    ]


GROUPS: dict[str, list[str]] = {
    "colour": ["None 1", "blue 1", "red 2"],
    "颜色": ["None 1", "blue 1", "red 2"],
    "n": ["1 1", "2 1", "3 1", "None 1"],
    "region": ["None 1", "北 2", "南 1"],
    "seen:month": ["2023-01-01 2", "2023-02-01 1", "None 1"],
    "seen：年": ["2023-01-01 3", "None 1"],
    "parts": ["None 4"],
}


@pytest.mark.parametrize("by", GROUPS)
def test_rows_are_counted_by_fields_columns_and_parts_of_dates(policy: Policy, by: str) -> None:
    found = policy.summarise(TABLE, as_of=DAY, by=[by], strict=False).to_pyarrow().to_pylist()
    totals: dict[Any, int] = {}
    for row in found:
        if row["about"] == "verdict":
            totals[row[by]] = totals.get(row[by], 0) + row["rows"]
    assert sorted(f"{group} {count}" for group, count in totals.items()) == GROUPS[by]


def test_groups_hold_together_and_the_day_is_told(policy: Policy) -> None:
    found = [one for one in lines(policy, "region", "seen:year") if " verdict " in one]
    assert found == [
        "None None verdict act undetermined: 1",
        "北 2023-01-01 verdict act permitted: 2",
        "南 2023-01-01 verdict act forbidden: 1",
    ]
    columns = ["about", "name", "answer", "sum", "rows", "in_force"]
    for day, in_force in ((DAY, True), (date(2024, 1, 1), False)):
        with nullcontext() if in_force else pytest.warns(OutOfForceWarning):
            table = policy.summarise(TABLE, as_of=day, by=["region"], strict=False).to_pyarrow()
        assert set(table.column_names) == {"region", *columns}
        assert {*table["in_force"].to_pylist()} == {in_force}
    assert [place(0), place(1)] == ["by/0", "by/1"]


def test_verdicts_that_differ_between_two_policies_are_listed(policy: Policy) -> None:
    other = policy_of(
        TEXT.replace("colour = blue", "colour = red").replace("norm no_blue", "norm no_red")
    )
    found = policy.impact(other, TABLE, as_of=DAY, strict=False).to_pyarrow().to_pylist()
    said = sorted(
        " ".join(
            str(row[name]) for name in ("id", "action", "before", "after", "by_before", "by_after")
        )
        for row in found
    )
    assert said == [
        "a act permitted forbidden [] ['no_red']",
        "b act permitted forbidden [] ['no_red']",
        "c act forbidden permitted ['no_blue'] []",
    ]
    assert {(row["in_force_before"], row["in_force_after"]) for row in found} == {(True, True)}
