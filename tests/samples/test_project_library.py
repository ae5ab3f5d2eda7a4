"""The sample project library, as an office keeps it, read with the shipped mapping as it is."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from linkage_rules.policy.loading import load
from linkage_rules.records import Skip, read_records
from tests.places import module_at

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LIBRARY = SAMPLES / "project_library.xlsx"


@pytest.fixture(scope="module")
def reading():
    found = read_records(LIBRARY, load("xiangtan_2022").record_type("Project"))
    return list(found), found.report


def test_the_workbook_is_what_its_script_writes(tmp_path):
    script = module_at(SAMPLES / "project_library.py", "project_library")
    script.write(tmp_path / "again.xlsx", script.ROWS, script.SHARED_TOWNSHIPS)

    def cells(path):
        book = openpyxl.load_workbook(path)
        return {sheet.title: [*sheet.values, sheet.merged_cells.ranges] for sheet in book}

    assert cells(LIBRARY) == cells(tmp_path / "again.xlsx")


def test_every_row_is_accounted_for(reading):
    _, report = reading
    assert report.mapping == "巩固拓展脱贫攻坚成果和乡村振兴项目库"
    assert (report.rows, report.read, report.refused) == (23, 8, 1)
    assert report.skipped == {
        Skip.TITLE: 2, Skip.HEADING: 3, Skip.SECTION: 2, Skip.TOTAL: 4, Skip.BLANK: 1, Skip.NOTE: 2,
    }  # fmt: skip
    assert report.rows == report.read + report.refused + sum(report.skipped.values())
    assert [heading.text for heading in report.unused] == ["备注"]
    assert report.other_sheets == ("填表说明",)


def test_days_are_read_in_every_form_and_doubted_where_they_are_none(reading):
    entries, report = reading
    starts = [entry.data.get("planned_start") for entry in entries if entry.data]
    assert starts == [
        date(2023, 4, 1), date(2023, 5, 1), date(2023, 3, 15), None, date(2023, 5, 1),
        date(2023, 4, 1), date(2023, 6, 1), date(2022, 3, 1),
    ]  # fmt: skip
    assert [(doubt.place.row, doubt.place.column) for doubt in report.doubts] == [
        (11, "J"), (11, "K"), (11, "N"), (11, "P"),
    ]  # fmt: skip


def test_what_offices_add_and_abbreviate_is_understood(reading):
    entries, _ = reading
    data = [entry.data for entry in entries if entry.data]
    assert [one.get("operating") for one in data] == [
        True, True, True, True, True, False, False, True,
    ]  # fmt: skip
    assert [one.get("township") for one in data] == ["花石镇"] * 3 + ["龙洞镇"] * 2 + ["石鼓镇"] * 3
    assert data[0]["funds"][0] == {"type": "bridging_subsidy", "amount": 80_000_000}
    assert data[4]["funds"] == [{"type": "other", "amount": 68_000_000}]
    assert data[6]["total_investment"] == 45_000_000
    assert data[6]["beneficiary_people"] == 512
    assert (data[7]["id"], data[7]["stage"]) == ("第17行", "completed")


def test_the_mechanism_somebody_wrote_about_is_never_taken_for_one(reading):
    entries, _ = reading
    written = entries[3].data
    assert written["mechanism_description"] == "保护价收购鲜果"
    assert "mechanism_established" not in written
    assert "arrangements" not in written
