"""Records and lists where a backend has no columns for them: what PostgreSQL is asked, whole.

No server is asked here; what one answers to these queries is tried in
`tests/differential/test_postgres.py`. After a change of the queries run that, too.
"""

import re
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import pyarrow as pa
import pytest
from ibis.expr.operations.relations import Namespace

from linkage_rules.engines.tabular import nested
from linkage_rules.engines.tabular.checks import check
from linkage_rules.model.types import RecordType
from tests.golden import Golden
from tests.policies import package_of

postgres = pytest.importorskip("ibis.backends.postgres", reason="psycopg is not installed")

TEXT = """policy p
enum kind "种类"
  red "红"
  blue
record Part "部件"
  size "大小": number at least 0
  made: date
record Fund "资金"
  type "种类": kind
  amount "金额": money
  checked: yes/no
  on "日期": date
  term: period
  note "备注": text
  parts: list of Part
record Thing "事项"
  id "编号": text required
  kind "性质": kind
  cost: money
  share "份额": number at most 1
  count_: whole number
  main "主要": Fund
  funds "资金": list of Fund
  sizes: list of whole number
  tables: list of list of money
  lasts: period
"""

KINDS: dict[str, Any] = {
    "id": "string",
    "kind": dt.Unknown(raw_type="kind"),
    "cost": "int64",
    "share": "decimal",
    "count_": "decimal",
    "main": dt.JSON(binary=True),
    "资金": dt.JSON(binary=True),
    "sizes": "array<int64>",
    "tables": dt.Array(dt.JSON(binary=True)),
    "lasts": dt.Unknown(raw_type="period"),
    "other": "string",
}


def thing() -> RecordType:
    return package_of(TEXT).record_types["Thing"]


def rows(kinds: Any) -> Any:
    """A table of PostgreSQL of which nobody asks anything."""
    where = {"source": postgres.Backend(), "namespace": Namespace()}
    return ops.DatabaseTable(name="rows", schema=ibis.schema(kinds), **where).to_expr()


def written(table: Any) -> str:
    return str(ibis.to_sql(table, dialect="postgres"))


def test_what_is_json_or_of_a_type_of_its_own_is_read_as_what_is_declared(golden: Golden) -> None:
    table = nested.taken(thing(), rows(KINDS))
    kinds = [f"{name}: {kind!r}\n" for name, kind in table.schema().items()]
    golden("postgres_reading.txt", f"{written(table)}\n\n{''.join(kinds)}")
    assert written(nested.taken(thing(), rows({"id": "int64"}))) == written(rows({"id": "int64"}))


def test_parts_of_json_are_read_as_what_they_are_declared(golden: Golden) -> None:
    main = nested.taken(thing(), rows(KINDS)).main
    parts = {name: nested.member(main, name) for name in main.type().names}
    part = nested.member(parts["parts"][0], "size")
    golden("postgres_parts.txt", written(main.as_table().select(**parts, part=part)) + "\n")


PATH = re.compile(r"'(\$(?:[^']|'')*)'")


def test_what_in_json_is_no_value_of_its_field_has_a_path(golden: Golden) -> None:
    value = rows(KINDS).main
    lines: list[str] = []
    for declared in thing().fields:
        lines.append(declared.name)
        for ask in (nested.is_unfit, nested.has_strangers):
            asked = written(ask(value, declared.type).name("x").as_table())
            lines += [f"  {ask.__name__} {path}" for path in PATH.findall(asked)]
    golden("postgres_paths.txt", "\n".join(lines) + "\n")


SMALL = """policy p
record Fund "资金"
  amount "金额": money
record Thing "事项"
  id "编号": text
  funds "资金": list of Fund
  more: list of whole number
"""


def test_json_that_cannot_be_read_is_told_and_is_not_read(golden: Golden) -> None:
    small = package_of(SMALL).record_types["Thing"]
    table = rows({"id": "string", "资金": dt.JSON(binary=True), "more": "array<int64>"})
    lines: list[str] = []
    for language in ("en", "zh"):
        for strict in (True, False):
            asked = written(check(small, table, language, strict).bad)
            told = [text for text in re.findall(r"'([^']*)'", asked) if re.search(".[:：].", text)]
            lines += [f"{language}, {strict}", *(f"  {text}" for text in dict.fromkeys(told))]
    golden("postgres_check.txt", "\n".join(lines) + "\n")


def test_what_cannot_be_read_is_left_out_before_it_is(golden: Golden) -> None:
    table = rows(KINDS)
    fields = {f.name: f.type for f in thing().fields}
    columns = {
        name: nested.fitting(table.main, fields[name], table.id == "x")
        for name in ("id", "cost", "lasts", "sizes", "tables")
    }
    golden("postgres_fitting.txt", written(table.select(**columns)) + "\n")


def test_what_is_asked_for_the_names_that_are_no_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database gives back texts of JSON, as many as are shown and one more."""
    asked: list[str] = []

    def answer(table: Any) -> dict[str, Any]:
        asked.append(written(table))
        return {"name": pa.array(['"zwei"', '"eins"'])}

    monkeypatch.setattr(type(rows(KINDS)), "to_pyarrow", answer)
    small = package_of(SMALL).record_types["Thing"]
    found = [*nested.strangers(small, rows({"资金": dt.JSON(binary=True), "x": "int64"}))]
    assert [(place, name, of.name) for place, name, of in found] == [
        ("资金.", "eins", "Fund"),
        ("资金.", "zwei", "Fund"),
    ]
    query = " ".join("".join(asked).split()).replace("( ", "(").replace(" )", ")")
    path = '$[*].keyvalue() ? (@.key != "\\u91d1\\u989d" && @.key != "amount").key'
    assert f"JSONB_PATH_QUERY(TO_JSONB(\"t0\".\"资金\"), '{path}', '{{}}', TRUE)" in query
    assert "DISTINCT" in query
    assert "LIMIT 21" in query


NULLS: list[tuple[str, Any, str]] = [
    ("id", dt.null, "null"),
    ("other", dt.null, "null"),
    ("funds", dt.null, FUNDS := "array<struct<type: string, amount: int64, checked: boolean, "
     "on: date, term: struct<months: int64, days: int64>, note: string, "
     "parts: array<struct<size: decimal(27, 9), made: date>>>>"),
    ("funds", dt.Array(dt.null), FUNDS),
    ("funds", dt.Unknown(raw_type='"NULL"[]'), FUNDS),
    ("funds", dt.Array(dt.Struct({"amount": dt.null, "x": dt.null, "checked": "boolean"})),
     "array<struct<amount: int64, x: string, checked: boolean>>"),
    ("main", dt.null, FUNDS[6:-1]),
    ("main", dt.Struct({"parts": dt.null, "term": dt.null}),
     "struct<parts: array<struct<size: decimal(27, 9), made: date>>, "
     "term: struct<months: int64, days: int64>>"),
    ("sizes", dt.Array(dt.null), "array<int64>"),
    ("sizes", dt.Array(dt.int8), "array<int8>"),
    ("tables", dt.Array(dt.Array(dt.null)), "array<array<int64>>"),
    ("tables", dt.Unknown(raw_type="NULL[][]"), "array<array<int64>>"),
    ("tables", dt.Unknown(raw_type="NULL[]"), "array<array<int64>>"),
    ("lasts", dt.null, "struct<months: int64, days: int64>"),
    ("other", dt.Array(dt.null), "array<string>"),
    ("other", dt.Struct({"a": dt.null}), "struct<a: string>"),
    ("other", dt.Unknown(raw_type="NULLS[]"), "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "found", "wanted"), NULLS)
def test_what_is_always_null_has_the_type_that_is_declared(
    name: str, found: Any, wanted: str
) -> None:
    table = ibis.table({name: found, "beside": "int64"}, name="t")
    settled = nested.settled(thing(), table)
    assert str(settled.schema()[name]).removesuffix("('NULLS[]')") == wanted
    assert settled.schema()["beside"] == dt.int64
    assert (settled is table) == (found == settled.schema()[name])


def test_records_are_made_of_forty_columns_at_a_time() -> None:
    table = rows({f"c{number}": "int64" for number in range(81)})
    for count, times in ((1, 1), (40, 1), (41, 2), (80, 2), (81, 3)):
        fields = {f"f{n}": table[f"c{n}"] for n in range(count)}
        made = nested.record(fields, table)
        asked = written(made.name("x").as_table())
        assert asked.count("JSONB_BUILD_OBJECT(") == times
        assert asked.count("JSONB_CONCAT(") == times - 1
        assert list(made.type().names) == list(fields)
    assert "JSONB_BUILD_OBJECT()" in written(nested.record({}, table).name("x").as_table())
