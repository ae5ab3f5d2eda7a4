"""What a policy costs as a query: bytes of SQL that grow in step with it, or a refusal up front."""

from collections.abc import Callable
from datetime import date

import ibis
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import MOST_STAGES, query
from linkage_rules.model.package import Package
from linkage_rules.testing.engines import by_reference, by_table, differences
from linkage_rules.testing.generation import checked

HEAD = """
policy chain "链"

record Item "项"
  ok "合格": yes/no
  amount: money at least 0元 at most 100元

record Case "案"
  known "已知": yes/no
  n: whole number at least 0 at most 10
  name: text
  d: date
  items: list of Item

bearer county "县"

action visit "走访" of Case
"""


def wrapped(inner: str, outer: str, times: int) -> str:
    for level in range(times):
        inner = outer.format(inner, level % 9)
    return inner


def norm(condition: str, place: int = 0, on: str = "visit", may: str = "must") -> str:
    return f"norm due{place} for Case\n  when {condition}\n  county {may} {on}\n"


def text(place: int) -> str:
    return f'"甲{place}"'


def one_action(k: int) -> str:
    return "".join(norm(f"n > {i % 9}", i, may=("must", "may")[i % 2]) for i in range(k))


def many_actions(k: int) -> str:
    return "".join(f"action a{i} of Case\n{norm('known', i, f'a{i}')}" for i in range(k))


def chain(k: int) -> str:
    facts = (f"fact f{i} of Case\n  means {f'f{i - 1} and ' if i else ''}n > 3\n" for i in range(k))
    return "".join((*facts, norm(f"f{k - 1}")))


GROWING: dict[str, tuple[Callable[[int], str], int]] = {
    "if in what is chosen": (
        lambda k: norm(wrapped("n", "(if n > {1} then {0} else {1})", k) + " > 3"), 10
    ),
    "if in the condition of an if": (
        lambda k: norm(wrapped("known", "(if {0} then n > {1} else known)", k)), 10
    ),
    "if in the comparison of an if": (
        lambda k: norm(wrapped("n", "(if {0} > {1} then n else {1})", k) + " > 3"), 6
    ),
    "and": (lambda k: norm(" and ".join(f"n > {i % 9}" for i in range(k))), 250),
    "or of texts": (lambda k: norm(" or ".join(f'name = "甲{i}"' for i in range(k))), 250),
    "in texts": (lambda k: norm(f"name in {{{', '.join(map(text, range(k)))}}}"), 1_000),
    "in numbers": (lambda k: norm(f"n in {{{', '.join(map(str, range(k)))}}}"), 1_000),
    "not": (lambda k: norm(wrapped("known", "not ({0})", k)), 10),
    "implies": (lambda k: norm(wrapped("known", "(known implies {0})", k)), 10),
    "plus": (lambda k: norm(" + ".join("n" * k) + " > 3"), 10),
    "norms on one action": (one_action, 20),
    "norms on actions of their own": (many_actions, 20),
    "facts in a chain": (chain, 25),
    "questions about a list": (
        lambda k: "".join(norm(f"some x in items has x.amount > {i}元", i) for i in range(k)), 10
    ),
    "if in an element": (
        lambda k: norm(
            f"some x in items has "
            f"{wrapped('x.amount', '(if x.amount > {1}元 then {0} else {1}元)', k)} > 3元"
        ),
        10,
    ),
}  # fmt: skip


def sql_of(package: Package) -> str:
    columns = {"known": "boolean", "n": "int32", "name": "string", "d": "date"}
    items = "array<struct<ok: boolean, amount: int64>>"
    table = ibis.table({**columns, "items": items}, name="rows")
    made = query(package, package.record_types["Case"], table, date(2023, 5, 1), [])
    # Without the spaces that show how deep it is nested.
    return str(ibis.to_sql(made, dialect="duckdb", pretty=False))


@pytest.mark.parametrize("construct", GROWING)
def test_twice_as_much_of_a_construct_makes_about_twice_the_query(construct: str) -> None:
    written, start = GROWING[construct]
    sizes = [len(sql_of(checked(HEAD + written(start * times)))) for times in (1, 2, 4)]
    assert sizes[2] - sizes[1] < 2.5 * max(sizes[1] - sizes[0], 100)


REFUSED = {
    "dates shifted again and again": norm("d" + " + 1 years" * 24 + " < as_of"),
    "if in the condition of an if, in an element": norm(
        f"some x in items has {wrapped('x.ok', '(if {0} then x.amount > {1}元 else x.ok)', 20)}"
    ),
    "quotients of quotients": norm(wrapped("n", "((n - 5) / {0})", 16) + " > 0"),
    "facts in a chain beyond the limit": chain(MOST_STAGES + 1),
}


@pytest.mark.parametrize("construct", REFUSED)
def test_what_would_grow_faster_is_refused_before_it_runs(construct: str) -> None:
    with pytest.raises(TableError) as raised:
        sql_of(checked(HEAD + REFUSED[construct]))
    assert raised.value.where
    assert raised.value.render("zh")


@pytest.mark.parametrize(
    "construct",
    ["if in the condition of an if", "if in the comparison of an if", "in numbers",
     "norms on one action", "or of texts"],
)  # fmt: skip
def test_what_is_written_once_means_what_it_meant(construct: str) -> None:
    package = checked(HEAD + GROWING[construct][0](12))
    shape = package.record_types["Case"]
    records = [
        {"known": known, "n": n, "name": name, "d": None, "items": None}
        for known in (True, False, None)
        for n in (None, 0, 3, 4, 8, 10)
        for name in (None, "甲3", "乙")
    ]
    day = date(2023, 5, 1)
    told = zip(by_reference(package, shape, records, day),
               by_table(package, shape, records, day), strict=True)  # fmt: skip
    assert not [d for expected, found in told for d in differences(expected, found)]


def test_a_condition_of_a_thousand_parts_is_worked_out() -> None:
    package = checked(HEAD + norm(" and ".join(f"n > {i % 9}" for i in range(1_000))))
    rows = pa.table({"known": [True], "n": pa.array([9], pa.int32())})
    made = query(package, package.record_types["Case"], as_ibis(rows), date(2023, 5, 1), [])
    assert made.to_pyarrow()["verdict_visit"].to_pylist() == ["required"]
