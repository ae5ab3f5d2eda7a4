"""How far a file has been read is known in every format, and never said to be more than all."""

import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linkage_rules.policy.loading import load
from linkage_rules.records import read_records

VILLAGE = load("vocabulary").record_type("Village")
RECORDS = [{"id": f"V{number}", "name": "甲村"} for number in range(20)]


def write_json(path):
    path.write_text(json.dumps(RECORDS), "utf-8")


def write_ndjson(path):
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")


def write_csv(path):
    lines = ["id,name", *(f"{record['id']},甲村" for record in RECORDS)]
    path.write_text("\n".join(lines), "utf-8")


def write_xlsx(path):
    book = openpyxl.Workbook()
    for row in (["id", "name"], *([record["id"], "甲村"] for record in RECORDS)):
        book.active.append(row)
    book.save(path)


def write_parquet(path):
    pq.write_table(pa.Table.from_pylist(RECORDS), path)


@pytest.mark.parametrize("write", [write_json, write_ndjson, write_csv, write_xlsx, write_parquet])
def test_the_share_grows_to_all_of_the_file(tmp_path, write):
    path = tmp_path / f"villages.{write.__name__.removeprefix('write_')}"
    write(path)
    reading = read_records(path, VILLAGE)
    shares = [reading.progress.share for _ in reading]
    assert len(shares) == len(RECORDS)
    assert None not in shares
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] <= 1
    assert shares[-1] >= 0.95


def test_a_workbook_that_states_fewer_rows_than_it_has_is_never_more_than_done(tmp_path):
    path = tmp_path / "villages.xlsx"
    write_xlsx(path)
    reading = read_records(path, VILLAGE)
    reading.progress.total = 5
    assert [reading.progress.share for _ in reading][-1] == 1.0
