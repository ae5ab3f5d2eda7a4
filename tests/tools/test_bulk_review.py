"""``review`` from Parquet to Parquet: one query, the same answers, nothing half-written."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.loading import load
from linkage_rules.tools import bulk_review
from linkage_rules.tools.cli import main

DAY = ("--as-of", "2023-05-01", "--language", "en")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The shipped examples, the first without the number it must have."""
    policy = load("xiangtan_2022")
    shape = policy.record_type("Project")
    some = [e.given for e in policy.package.examples if e.record_type == "Project"]
    table = table_of(shape, some)
    ids = pa.array([f"P-{number}" if number else None for number in range(len(some))])
    path = tmp_path / "records.parquet"
    pq.write_table(table.set_column(table.schema.get_field_index("id"), "id", ids), path)
    return path


def run(*arguments: Any) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def rows(path: Path) -> list[dict[str, Any]]:
    return sorted(pq.read_table(path).to_pylist(), key=lambda row: row["id"] or "")


def test_bulk_and_row_by_row_give_the_same(records: Path, tmp_path: Path) -> None:
    good, bulk = tmp_path / "good.parquet", tmp_path / "bulk.parquet"
    single, page = tmp_path / "single.parquet", tmp_path / "with_another.csv"
    table = pq.read_table(records).slice(1)
    # Cell by cell an amount without a unit is doubted; in bulk it is fen.
    pq.write_table(table.filter(pc.is_null(table["works_amount"])), good)
    assert run("review", "xiangtan_2022", good, *DAY, "--out", bulk) == 0
    # With a second output each record is read and judged on its own.
    assert run("review", "xiangtan_2022", good, *DAY, "--out", single, "--out", page) == 0
    for one, other in zip(rows(bulk), rows(single), strict=True):
        del one["missing"], other["missing"]
        assert one == other


def test_every_row_comes_out_with_its_problems(records: Path, tmp_path: Path, capfd: Any) -> None:
    out = tmp_path / "out.parquet"
    run("review", "xiangtan_2022", records, *DAY, "--out", out)
    assert "1 unreadable" in capfd.readouterr().err
    assert pq.read_metadata(out).num_rows == pq.read_metadata(records).num_rows
    assert rows(out)[0]["problems"] == ["id: required, but missing"]


def test_fail_on_looks_at_the_whole_table(records: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.parquet"
    pq.write_table(pq.read_table(records).slice(1), good)
    out = ("--out", tmp_path / "out.parquet")
    assert run("review", "xiangtan_2022", good, *DAY, *out) == 0
    assert run("review", "xiangtan_2022", good, *DAY, *out, "--fail-on", "violated") == 1


def test_an_interruption_leaves_what_was_there(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("older")
    before = set(tmp_path.iterdir())

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk_review, "while_running", interrupted)
    assert run("review", "xiangtan_2022", records, *DAY, "--out", out) == 130
    assert out.read_text() == "older"
    assert set(tmp_path.iterdir()) == before


def test_columns_of_text_are_read_cell_by_cell(tmp_path: Path) -> None:
    path, out = tmp_path / "text.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"项目编号": ["P-1"], "工程金额": ["120万元"], "经营性": ["是"]}), path)
    assert run("review", "xiangtan_2022", path, *DAY, "--out", out) == 0
    assert rows(out)[0]["id"] == "P-1"
