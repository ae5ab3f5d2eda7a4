"""The matrix of backends in docs/scale.md is that of the library and of what the tests ask."""

import re

import ibis
import pytest

from linkage_rules.engines.tabular.backends import BACKENDS, known
from linkage_rules.engines.tabular.faults import TableError
from linkage_rules.records.databases import DIALECTS
from tests.places import DOCS, ROOT

_ROW = re.compile(r"^\| `(?P<names>[^|]*)` \|(?P<rest>.*)\|$", re.MULTILINE)
_TESTS = {"duckdb": "test_tabular.py", "postgres": "test_postgres.py", "pyspark": "test_spark.py"}


def rows(document: str) -> dict[str, str]:
    text = (DOCS / document).read_text("utf-8")
    found = {}
    for row in _ROW.finditer(text):
        for name in row["names"].split("`, `"):
            found[name] = row["rest"]
    return found


def test_each_backend_has_a_row_and_tests() -> None:
    documented = rows("scale.md")
    whole = {name for name, rest in documented.items() if name in BACKENDS}
    assert whole == set(BACKENDS) == set(_TESTS)
    for name in _TESTS.values():
        assert (ROOT / "tests" / "differential" / name).is_file()


@pytest.mark.parametrize("name", BACKENDS)
def test_what_a_backend_lacks_is_said_in_its_row(name: str) -> None:
    backend, row = BACKENDS[name], rows("scale.md")[name]
    assert "in order of their keys" in row
    assert ("distributions are refused" in row) is not backend.has_records
    assert ("arrays of structs" in row) is backend.has_records
    assert ("lists within lists is refused" in row) is not backend.flattens


def test_every_other_backend_of_ibis_is_refused_with_its_name() -> None:
    others = {entry.name for entry in ibis.util.backend_entry_points()} - set(BACKENDS)
    assert {"sqlite", "mysql", "snowflake", "bigquery"} <= others
    for name in others:
        with pytest.raises(TableError, match=f"the backend {name},") as refused:
            known(name)
        assert name in refused.value.render("zh")


def test_each_database_that_is_read_is_documented_with_its_url_and_extra() -> None:
    text = (DOCS / "databases.md").read_text("utf-8")
    for scheme, dialect in DIALECTS.items():
        row = next(line for line in text.splitlines() if f"`{scheme}://" in line and "|" in line)
        assert f"`{dialect.extra}`" in row if dialect.extra else "| none |" in row
