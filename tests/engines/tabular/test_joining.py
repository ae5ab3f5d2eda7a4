"""Rows of linked tables as lists: which belong where, in which order, and what does not fit."""

import logging
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from attrs import evolve

from linkage_rules.engines.tabular import TableError, backends
from linkage_rules.engines.tabular.inputs import all_as_ibis
from linkage_rules.engines.tabular.joining import (
    check_columns,
    joined,
    joints_of,
    link_problems,
)
from linkage_rules.model.package import Package
from tests.policies import package_of

TEXT = """policy p
record Fund "资金"
  id: text required
  project: whole number
  amount "金额": money
record Project "项目"
  id "编号": whole number required
  village "村": text
  on: date required
  funds "资金们": has many Fund by project
record Village "村庄"
  name "村名": text required
  code: whole number
  projects "项目们": has many Project by village = name
  others: has many Project by id = code
"""
FUNDS = pa.table(
    {
        "id": ["f3", "f1", "f2", "f9"],
        "project": pa.array([1, 1, 3, None], pa.int64()),
        "金额": [30, 10, 20, 90],
    }
)
PROJECTS = pa.table(
    {
        "编号": pa.array([3, 1, 2, 4, 5], pa.int64()),
        "village": ["东", "东", "西", None, "无"],
        "on": [date(2023, 1, n) for n in (1, 2, 3, 4, 5)],
    }
)
VILLAGES = pa.table(
    {"村名": ["东", "西", "南", None, "西"], "code": pa.array([1, 9, None, 2, 3], pa.int64())}
)


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def tables(**linked: Any) -> tuple[Any, dict[str, Any]]:
    table, *rest = all_as_ibis([VILLAGES, *linked.values()])
    return table, dict(zip((n.replace("__", ".") for n in linked), rest, strict=True))


def lists(package: Package, **linked: Any) -> list[dict[str, Any]]:
    table, others = tables(**linked)
    village = package.record_types["Village"]
    found = joined(village, table, joints_of(village, others)).to_pyarrow().to_pylist()
    return sorted(found, key=lambda row: (str(row["村名"]), str(row["code"])))


def numbers(rows: Any) -> Any:
    return None if rows is None else [row["id"] for row in rows]


def test_rows_stand_in_the_list_of_their_key_in_order(package: Package) -> None:
    found = {
        (row["村名"], row["code"]): numbers(row["projects"])
        for row in lists(package, projects=PROJECTS)
    }
    assert found == {
        ("东", 1): [1, 3],
        ("西", 9): [2],
        ("西", 3): [2],
        ("南", None): [],
        (None, 2): None,
    }


def test_rows_of_rows_and_two_links_of_one_record(package: Package) -> None:
    rows = lists(package, projects=PROJECTS, projects__funds=FUNDS, others=PROJECTS)
    east = next(row for row in rows if row["村名"] == "东")
    assert [(one["id"], one["on"], numbers(one["funds"])) for one in east["projects"]] == [
        (1, date(2023, 1, 2), ["f1", "f3"]),
        (3, date(2023, 1, 1), ["f2"]),
    ]
    assert [one["amount"] for one in east["projects"][0]["funds"]] == [10, 30]
    assert [*rows[0]] == ["村名", "code", "projects", "others"]
    assert {row["code"]: numbers(row["others"]) for row in rows} == {
        1: [1],
        2: [2],
        3: [3],
        9: [],
        None: None,
    }


def test_a_backend_that_collects_in_no_order_sorts_afterwards(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = lists(package, projects=PROJECTS, projects__funds=FUNDS)
    changed = evolve(backends.BACKENDS["duckdb"], orders_lists=False)
    monkeypatch.setitem(backends.BACKENDS, "duckdb", changed)
    assert lists(package, projects=PROJECTS, projects__funds=FUNDS) == expected


def test_rows_without_anything_to_order_them_by_are_all_there(package: Package) -> None:
    found = lists(package, others=PROJECTS.drop_columns(["on"]))
    assert {row["code"]: numbers(row["others"]) for row in found}[1] == [1]
    bare = package_of(
        "policy p\nrecord Part\n  thing: text\n  n: whole number\n"
        "record Thing\n  id: text\n  parts: has many Part by thing = id\n"
    )
    thing = bare.record_types["Thing"]
    own, parts = all_as_ibis(
        [pa.table({"id": ["a"]}), pa.table({"thing": ["a", "a"], "n": [2, 1]})]
    )
    (row,) = joined(thing, own, joints_of(thing, {"parts": parts})).to_pyarrow().to_pylist()
    assert sorted(one["n"] for one in row["parts"]) == [1, 2]


def test_what_does_not_fit_between_tables_is_counted_by_key(package: Package) -> None:
    table, others = tables(projects=PROJECTS, projects__funds=FUNDS)
    village = package.record_types["Village"]
    found = link_problems(village, table, joints_of(village, others))
    assert found is not None
    lines = found.to_pyarrow().to_pylist()
    assert sorted(" ".join(str(value) for value in line.values()) for line in lines) == [
        "projects dangling 无 1",
        "projects duplicate 西 2",
        "projects unknown None 1",
        "projects.funds unknown None 1",
    ]
    assert list(lines[0]) == ["link", "problem", "key", "rows"]
    assert link_problems(village, table, ()) is None


REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"funds": FUNDS}, "TAB-111", "funds", "its linked fields: others, projects"),
    ({"projects__parts": FUNDS, "projects": PROJECTS}, "TAB-111", "projects.parts",
     "its linked fields: funds"),
    ({"projects__funds": FUNDS}, "TAB-111", "projects", "its linked fields: others, projects"),
    ({"name": FUNDS}, "TAB-111", "name", "its linked fields: others, projects"),
    ({"projects": PROJECTS.drop_columns(["village"])}, "TAB-108", "projects.village",
     "it has 编号, on"),
    ({"others": PROJECTS.drop_columns(["编号"])}, "TAB-108", "others.id", "it has village, on"),
    ({"others": PROJECTS.set_column(0, "id", pa.array(["1", "2", "3", "4", "5"]))}, "TAB-112",
     "others", "code int64 and id string"),
]  # fmt: skip


@pytest.mark.parametrize(("linked", "code", "where", "told"), REFUSED)
def test_tables_that_cannot_be_joined_are_refused(
    package: Package, linked: dict[str, Any], code: str, where: str, told: str
) -> None:
    table, others = tables(**linked)
    village = package.record_types["Village"]
    with pytest.raises(TableError) as refused:
        joined(village, table, joints_of(village, others))
    assert (refused.value.code, refused.value.where) == (code, where)
    assert told in refused.value.en


def test_whole_keys_of_any_width_are_compared(package: Package) -> None:
    narrow = PROJECTS.set_column(0, "id", PROJECTS["编号"].cast(pa.int8()))
    found = lists(package, others=narrow)
    assert {row["code"]: numbers(row["others"]) for row in found}[1] == [1]


STRANGE: list[tuple[dict[str, Any], dict[str, Any], list[str], str | None]] = [
    # Columns beside those of a village, linked tables, what is meant so, and what is refused.
    ({"x": [1]}, {}, ["x"], None),
    ({"x": [1]}, {}, ["x:month"], None),
    ({"x": [1]}, {}, ["x：月"], None),
    ({"x": [1]}, {}, [], "named x;"),
    ({"nmae": [1]}, {}, [], "named nmae (did you mean name?);"),
    ({"NAME ": [1]}, {}, [], "named NAME  (did you mean name?);"),
    ({"项目门": [1]}, {}, [], "named 项目门 (did you mean 项目们?);"),
    ({"y" * 101: [1]}, {}, [], f"named {'y' * 101};"),
    ({"projects": [[{"id": 1, "vilage": "a"}]]}, {}, [],
     "named projects.vilage (did you mean village?);"),
    ({"项目们": [[{"id": 1, "funds": [{"z": 1}]}]]}, {}, [], "named 项目们.funds.z;"),
    ({}, {"projects": PROJECTS.append_column("w", pa.array([1] * 5))}, [], "named projects.w;"),
    ({}, {"projects": PROJECTS, "projects__funds": FUNDS.append_column("v", pa.array([1] * 4))},
     [], "named projects.funds.v;"),
    ({f"c{n}": [1] for n in range(22)}, {}, [], "c19 and 2 more;"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "linked", "meant", "told"), STRANGE)
def test_columns_that_are_no_fields_are_told_at_whatever_depth(
    package: Package,
    more: dict[str, Any],
    linked: dict[str, Any],
    meant: list[str],
    told: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    village = package.record_types["Village"]
    table, *others = all_as_ibis([pa.table({"name": ["a"], **more}), *linked.values()])
    names = (name.replace("__", ".") for name in linked)
    joints = joints_of(village, dict(zip(names, others, strict=True)))
    with caplog.at_level(logging.WARNING, "linkage_rules.tables"):
        check_columns(village, table, joints, meant, strict=False)
    said = [one.getMessage() for one in caplog.records]
    if told is None:
        check_columns(village, table, joints, meant)
        assert said == []
        return
    with pytest.raises(TableError) as refused:
        check_columns(village, table, joints, meant)
    assert refused.value.code == "TAB-109"
    assert told in refused.value.en
    assert refused.value.en.startswith("no field of Village is ")
    (line,) = said
    assert line.startswith("columns that are named like no field of Village: ")
    assert all(name in line for name in more if name not in ("projects", "项目们"))


@pytest.mark.parametrize("strict", [True, False])
def test_two_columns_for_one_field_are_refused_in_any_case(package: Package, strict: bool) -> None:
    village = package.record_types["Village"]
    (table,) = all_as_ibis([pa.table({"name": ["a"], "村名": ["a"]})])
    with pytest.raises(TableError) as refused:
        check_columns(village, table, strict=strict)
    assert (refused.value.code, refused.value.where) == ("TAB-110", "name")
    assert "name and 村名" in refused.value.en
