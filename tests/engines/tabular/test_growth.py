"""What a policy costs as a query: bytes of SQL that grow in step with it, or a refusal up front."""

import re
from datetime import date

import ibis
import pyarrow as pa
import pytest

from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import MOST_STAGES, query
from linkage_rules.model.package import Package
from linkage_rules.testing.engines import by_reference, by_table, differences
from tests.growth.constructs import GROWING, HEAD, chain, norm, wrapped
from tests.policies import package_of


def sql_of(package: Package) -> str:
    columns = {"known": "boolean", "n": "int32", "name": "string", "d": "date"}
    items = "array<struct<ok: boolean, amount: int64>>"
    table = ibis.table({**columns, "items": items}, name="rows")
    made = query(package, package.record_types["Case"], table, date(2023, 5, 1), [])
    # Without the spaces that show how deep it is nested.
    return str(ibis.to_sql(made, dialect="duckdb", pretty=False))


# Norms that rest on one another make a query that grows faster, as docs/scale.md says; a call in
# a call nests twice as deep as it counts.
APART = re.compile(r"^  when n\d+ is violated\n", re.MULTILINE)
IN_TABLES = {
    **GROWING,
    "deadlines": (lambda k: APART.sub("", GROWING["deadlines"][0](k)), 10),
    "rows of a table": (GROWING["rows of a table"][0], 10),
    "facts that are given values": (GROWING["facts that are given values"][0], 5),
}


@pytest.mark.slow
@pytest.mark.parametrize("construct", IN_TABLES)
def test_twice_as_much_of_a_construct_makes_about_twice_the_query(construct: str) -> None:
    written, start = IN_TABLES[construct]
    sizes = [len(sql_of(package_of(HEAD + written(start * times)))) for times in (1, 2, 4)]
    assert sizes[2] - sizes[1] < 2.5 * max(sizes[1] - sizes[0], 100)


REFUSED = {
    "dates shifted again and again": norm("d" + " + 1 years" * 24 + " < as_of"),
    "if in the condition of an if, in an element": norm(
        f"some x in items has {wrapped('x.ok', '(if {0} then x.amount > {1}元 else x.ok)', 20)}"
    ),
    "quotients of quotients": norm(wrapped("n", "((n - 5) / {0})", 16) + " > 0"),
    "facts in a chain beyond the limit": chain(MOST_STAGES + 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("construct", REFUSED)
def test_what_would_grow_faster_is_refused_before_it_runs(construct: str) -> None:
    with pytest.raises(TableError) as raised:
        sql_of(package_of(HEAD + REFUSED[construct]))
    assert raised.value.where
    assert raised.value.render("zh")


@pytest.mark.parametrize(
    "construct",
    ["if in the condition of an if", "if in the comparison of an if", "in numbers",
     "norms on one action", "or of texts"],
)  # fmt: skip
def test_what_is_written_once_means_what_it_meant(construct: str) -> None:
    package = package_of(HEAD + GROWING[construct][0](12))
    shape = package.record_types["Case"]
    records = [
        {"known": known, "n": n, "name": name, "d": None, "paid": None, "items": None}
        for known in (True, False, None)
        for n in (None, 0, 3, 4, 8, 10)
        for name in (None, "甲3", "乙")
    ]
    day = date(2023, 5, 1)
    told = zip(by_reference(package, shape, records, day),
               by_table(package, shape, records, day), strict=True)  # fmt: skip
    assert not [d for expected, found in told for d in differences(expected, found)]


def test_a_condition_of_a_thousand_parts_is_worked_out() -> None:
    package = package_of(HEAD + norm(" and ".join(f"n > {i % 9}" for i in range(1_000))))
    rows = pa.table({"known": [True], "n": pa.array([9], pa.int32())})
    made = query(package, package.record_types["Case"], as_ibis(rows), date(2023, 5, 1), [])
    assert made.to_pyarrow()["verdict_visit"].to_pylist() == ["required"]
