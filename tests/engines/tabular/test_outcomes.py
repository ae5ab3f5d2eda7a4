"""Statuses and verdicts of rows, and what norms ask of one another, as one by one."""

from datetime import date
from itertools import product

import ibis
import pytest

from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.outcomes import TimingColumns, decision, names_where
from linkage_rules.engines.tabular.query import query
from linkage_rules.model.package import Package
from linkage_rules.model.values import NEVER, Record
from tests.differential.tables import agree
from tests.policies import package_of

TEXT = """policy p
  in force 2023-01-01 to 2023-12-31
record Thing
  place: whole number
  a: yes/no
  b: yes/no
  n: whole number
  d: date
  e: date
bearer county
action seen of Thing
  done when b
action unseen of Thing
  permitted by default
action paid of Thing
  done on e
norm must_see for Thing
  when a
  county must seen
norm must_not_see for Thing
  when n > 3
  county must in principle not seen
norm may_see for Thing
  county may seen
norm want for Thing
  when n > 5
  in force 2023-03-01 to 2024-12-31
  county encouraged to unseen
norm ban for Thing
  when a
  overrides want
  county must not unseen
norm pay for Thing
  when a
  within 1 month after d
  county must paid
"""
ASKED = [
    *(f"must_see is {word}" for word in ("violated", "fulfilled")),
    *(f"must_not_see is {word}" for word in ("violated", "fulfilled")),
    *(f"pay is {word}" for word in ("violated", "fulfilled", "overdue", "late", "performed")),
    *(f"{norm} applies" for norm in ("must_see", "want", "may_see", "pay")),
    *(f"{action} is {verdict}" for action in ("seen", "unseen", "paid") for verdict in
      ("forbidden", "required", "permitted")),
]  # fmt: skip


@pytest.fixture(scope="module")
def package() -> Package:
    facts = (f"fact f{n} of Thing\n  result\n  means {asked}\n" for n, asked in enumerate(ASKED))
    return package_of(TEXT + "".join(facts))


def records() -> list[Record]:
    flags = product((True, False, None), (True, False, None), (3, 4, 6, None))
    days = (date(2023, 4, 1), date(2023, 4, 2), date(2023, 6, 1), NEVER, None)
    some = [{"a": a, "b": b, "n": n, "d": None, "e": None} for a, b, n in flags]
    usual = {"b": True, "n": 3}
    some += [{"a": a, **usual, "d": d, "e": e} for a in (True, None) for d in days for e in days]
    return [{"place": place, **one} for place, one in enumerate(some)]


@pytest.mark.parametrize("day", [date(2023, 5, 1), date(2024, 5, 1)])
def test_rows_have_the_statuses_and_verdicts_of_records(package: Package, day: date) -> None:
    shape = package.record_types["Thing"]
    # That it is not refused as a whole, which would leave nothing to compare.
    assert query(package, shape, as_ibis(table_of(shape, records()[:1])), day, []).columns
    agree(package, shape, records(), day)


def test_what_is_decided_by_columns_leaves_out_those_that_make_no_difference() -> None:
    table = ibis.table({"a": "boolean", "b": "boolean"}, name="t")
    a, b = table.a, table.b
    assert decision([a, b], lambda x, y: x).equals(a)
    assert decision([a, b], lambda x, y: y).equals(b)
    said = {x: str(x) for x in (True, False, None)}
    rows = as_ibis(table_of(package_of(TEXT).record_types["Thing"], records()[:36]))
    found = rows.select(
        place=rows.place,
        both=decision([rows.a, rows.b], lambda x, y: f"{said[x]} {said[y]}"),
        always=decision([rows.a, rows.b], lambda x, y: "x"),
        none=decision([rows.a], lambda x: None),
        is_no=decision([rows.a], lambda x: x is False),
        names=names_where([("a", rows.a), ("b", rows.b)]),
        one=names_where([("a", rows.a)]),
        nobody=names_where([]),
    )
    for row in found.to_pyarrow().to_pylist():
        given = records()[row["place"]]
        x, y = given["a"], given["b"]
        assert row["both"] == f"{x} {y}"
        assert (row["always"], row["none"], row["is_no"]) == ("x", None, x is False)
        assert row["names"] == [name for name, truth in (("a", x), ("b", y)) if truth]
        assert (row["one"], row["nobody"]) == (["a"] if x else [], [])
    timing = TimingColumns(a, b, a, None)
    assert [one.equals(other) for one, other in zip(timing.columns, (a, b, a), strict=True)] == [
        True,
        True,
        True,
    ]
    told = TimingColumns(a, b, a, b).truths(a, a)
    for one, other in zip(told, (a, a, b, b, a), strict=True):
        assert one.equals(other)
    assert TimingColumns(a, b, a).truths(a, a)[2].equals(a)


@pytest.mark.parametrize("asked", ["n1 is overdue", "n1 is fulfilled", "not n1 is late"])
@pytest.mark.parametrize(
    "when_due", ["every year from 2022-01-01 to as_of", "within 1 year after begun"]
)
def test_a_norm_that_stands_before_may_ask_for_the_status_of_one_with_a_deadline(
    when_due: str, asked: str
) -> None:
    every = when_due.startswith("every")
    package = package_of(f"""
policy p
  in force 2022-01-01 to 2026-12-31
record G
  begun: date
  paid_on: date blank means never
  paid: list of date
bearer b
action pay of G
  {"done at x over x in paid" if every else "done on paid_on"}
action report of G
  done at x over x in paid
norm n6 for G
  every year from 2022-01-01 to (if {asked} then 2023-01-01 else 2024-12-31)
  b must in principle report
norm n1 for G
  {when_due}
  b must pay
""")
    rows: list[Record] = [
        {"begun": begun, "paid_on": paid_on, "paid": paid}
        for begun in (date(2022, 3, 1), date(2024, 3, 1), None)
        for paid_on in (date(2022, 5, 1), NEVER)
        for paid in ((date(2022, 5, 1), date(2023, 5, 1)), (), None)
    ]
    agree(package, package.record_types["G"], rows, date(2024, 5, 1))
