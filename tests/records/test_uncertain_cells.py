"""Cells of which a file does not say what shows: formulas that no program has worked out, and
conditional formats that change what is shown. They are in doubt in every format."""

import struct
import zipfile

import pytest
import xlsxwriter

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import read_records

from . import binary_workbooks as made

HEADINGS = ["编号", "名称", "总投资（万元）", "受益户数"]
ENTRY = RecordType(
    "Entry",
    "条目",
    (
        Field("id", "编号", Scalar.TEXT, required=True),
        Field("name", "名称", Scalar.TEXT),
        Field("invested", "总投资", Scalar.MONEY),
        Field("households", "受益户数", Scalar.WHOLE),
    ),
)
WAN = 1_000_000
COMPUTED = "not in the file"
CONDITION = "conditional format"


def xls(path, row, **settings):
    return made.write_old(path / "a.xls", [HEADINGS, row], **settings)


def xlsb(path, row, **settings):
    return made.write(path / "a.xlsb", {"台账": made.sheet([HEADINGS, row], {})}, [], **settings)


def read(path):
    (entry,) = read_records(path, ENTRY)
    return entry.data, {doubt.where: doubt.why.en for doubt in entry.doubts}


def formula(result, flags=0):
    return {"formula": result, "flags": flags}


@pytest.mark.parametrize("write", [xls, xlsb])
class TestAFormulaThatWasNeverWorkedOut:
    @pytest.mark.parametrize("result", [0, ""])
    def test_it_is_in_doubt_where_no_formula_has_a_result(self, tmp_path, write, result):
        data, doubts = read(write(tmp_path, ["P1", "甲", formula(result), formula(result)]))
        assert data == {"id": "P1", "name": "甲"}
        assert set(doubts) == {"invested", "households"}
        assert all(COMPUTED in why for why in doubts.values())

    @pytest.mark.parametrize("result", [0, ""])
    def test_it_is_in_doubt_where_it_asks_to_be_worked_out_on_opening(
        self, tmp_path, write, result
    ):
        row = ["P1", "甲", formula(12), formula(result, flags=2)]
        data, doubts = read(write(tmp_path, row, engine=191029))
        assert (data["invested"], set(doubts)) == (12 * WAN, {"households"})
        assert COMPUTED in doubts["households"]

    @pytest.mark.parametrize(("result", "households"), [(0, 0), ("", None), (7, 7)])
    def test_a_result_that_was_worked_out_is_what_shows(self, tmp_path, write, result, households):
        data, doubts = read(write(tmp_path, ["P1", "甲", formula(12), formula(result)]))
        assert (data.get("households"), doubts) == (households, {})
        row = ["P1", "甲", 5, formula(result)]
        data, doubts = read(write(tmp_path, row, engine=191029))
        assert (data.get("households"), doubts) == (households, {})

    def test_a_result_that_is_stored_is_taken_though_it_is_worked_out_anew(self, tmp_path, write):
        data, doubts = read(write(tmp_path, ["P1", "甲", 5, formula(7, flags=3)]))
        assert (data["households"], doubts) == (7, {})


@pytest.mark.parametrize("asks", [True, False])
def test_a_formula_of_an_xlsx_that_holds_0_until_it_is_opened(tmp_path, asks):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["P1", "甲"])
    sheet.write_formula(1, 2, "=10+2", None, 12)
    sheet.write_formula(1, 3, "=2+3")
    book.close()
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        assert b' fullCalcOnLoad="1"' in old.read("xl/workbook.xml")
        for member in old.namelist():
            content = old.read(member)
            kept = content if asks else content.replace(b' fullCalcOnLoad="1"', b"")
            new.writestr(member, kept)
    data, doubts = read(path)
    assert (data["invested"], data.get("households")) == (12 * WAN, None if asks else 0)
    assert [COMPUTED in why for why in doubts.values()] == ([True] if asks else [])


NUMBER_FORMAT, FONT_WEIGHT = 0x29, 0x19


@pytest.fixture(
    params=["xlsx", "xlsx itself", "xls", "xls newer", "xls more", "xlsb", "ods", "ods map"]
)
def conditioned(request, tmp_path):
    """Writes a row under a conditional format over the amounts, with or without a number format."""

    def write(sets_format, row=("P1", "甲", 12, 5)):
        return _WRITERS[request.param](tmp_path, list(row), sets_format)

    return write


def _xlsx(path, row, sets_format):
    book = xlsxwriter.Workbook(path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, row)
    format_ = book.add_format({"num_format": '0"千"'} if sets_format else {"bold": True})
    rule = {"type": "cell", "criteria": ">", "value": 10, "format": format_}
    sheet.conditional_format("C2:C2", rule)
    book.close()
    return path / "a.xlsx"


def _xlsx_itself(path, row, sets_format):
    """A newer rule, which holds its format and its place itself."""
    old = _xlsx(path, row, False)
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    cells = "http://schemas.microsoft.com/office/excel/2006/main"
    inside = '<numFmt numFmtId="170" formatCode="0&quot;千&quot;"/>' if sets_format else "<font/>"
    added = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        f'xmlns:x14="{main}" xmlns:xm="{cells}"><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting><x14:cfRule type="cellIs" priority="1"><x14:dxf>{inside}'
        "</x14:dxf></x14:cfRule><xm:sqref>C2:C2</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings></ext></extLst></worksheet>"
    ).encode()
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(path / "b.xlsx", "w") as new:
        for member in before.namelist():
            content = before.read(member)
            sheet = "worksheets/sheet1" in member
            new.writestr(member, content.replace(b"</worksheet>", added) if sheet else content)
    return path / "b.xlsx"


BLOCK = (1, 1, 2, 2)
HEAD = bytes(12)


def _xls(path, row, sets_format):
    rules = made.old_rule(sets_format=sets_format)
    return xls(path, row, conditions=made.old_conditions(BLOCK, rules))


def _format(sets_format):
    return struct.pack("<IIH", 6, sets_format << 25, 0)


def _xls_newer(path, row, sets_format):
    head = struct.pack("<HH4HH4H", 1, 2, *BLOCK, 1, *BLOCK)
    rule = struct.pack("<BBHH", 2, 5, 3, 0) + _format(sets_format)
    return xls(path, row, conditions=made.old(0x0879, HEAD + head) + made.old(0x087A, HEAD + rule))


def _xls_more(path, row, sets_format):
    """The number format of an older rule, which newer programs write beside it."""
    rules = made.old_conditions(BLOCK, made.old_rule(sets_format=False))
    head = struct.pack("<IH", 0, 2) + struct.pack("<HBBHB", 0, 5, 0, 1, 1)
    more = made.old(0x087B, HEAD + head + b"\x01" + _format(sets_format) + bytes(17))
    return xls(path, row, conditions=rules + more)


def _xlsb(path, row, sets_format):
    sheet = made.sheet([HEADINGS, row], {}, rules=[(BLOCK, made.rule(0))])
    kind = NUMBER_FORMAT if sets_format else FONT_WEIGHT
    style = made.conditional_style(kind, struct.pack("<H", 10))
    return made.write(path / "a.xlsb", {"台账": sheet}, [], conditional=style)


def _ods(path, row, sets_format, mapped=False):
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"

    def cell(value):
        amount = f'office:value-type="float" office:value="{value}"'
        kind = 'office:value-type="string"' if isinstance(value, str) else amount
        style = 'table:style-name="ce1"' if mapped and value == 12 else ""
        return f"<table:table-cell {kind} {style}><text:p>{value}</text:p></table:table-cell>"

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"
        for cells in (HEADINGS, row)
    )
    under = (
        "<calcext:conditional-formats><calcext:conditional-format "
        "calcext:target-range-address=\"'台 账'.C2:'台 账'.C2\"><calcext:condition "
        'calcext:apply-style-name="Cond_1"/></calcext:conditional-format>'
        "</calcext:conditional-formats>"
    )
    style = (
        '<style:style style:name="ce1" style:family="table-cell"><style:map '
        'style:condition="cell-content()&gt;10" style:apply-style-name="Cond_5f_1"/></style:style>'
    )
    shows = 'style:data-style-name="N144"' if sets_format else ""
    with zipfile.ZipFile(path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "styles.xml",
            f'<office:document-styles {spaces}><office:styles><style:style style:name="Cond_5f_1" '
            f'style:display-name="Cond_1" style:family="table-cell" {shows}/></office:styles>'
            "</office:document-styles>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:calcext="{calc}"><office:automatic-styles>'
            f"{style if mapped else ''}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="台 账">{rows}{"" if mapped else under}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path / "a.ods"


_WRITERS = {
    "xlsx": _xlsx,
    "xlsx itself": _xlsx_itself,
    "xls": _xls,
    "xls newer": _xls_newer,
    "xls more": _xls_more,
    "xlsb": _xlsb,
    "ods": _ods,
    "ods map": lambda path, row, sets_format: _ods(path, row, sets_format, mapped=True),
}


def test_a_number_below_a_conditional_number_format_is_in_doubt(conditioned):
    data, doubts = read(conditioned(True))
    assert data == {"id": "P1", "name": "甲", "households": 5}
    assert set(doubts) == {"invested"}
    assert CONDITION in doubts["invested"]


def test_one_that_only_colours_or_sets_letters_changes_nothing(conditioned):
    data, doubts = read(conditioned(False))
    assert (data["invested"], doubts) == (12 * WAN, {})


def test_a_text_that_the_format_leaves_as_it_is_is_taken(conditioned):
    data, doubts = read(conditioned(True, ("P1", "甲", "12万元", 5)))
    assert (data["invested"], doubts) == (12 * WAN, {})


@pytest.mark.parametrize("kind", ["data_bar", "icon_set"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_bar_or_an_icon_in_place_of_the_number(tmp_path, kind, alone):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["P1", "甲", 12, 5])
    one = {"type": "icon_set", "icon_style": "3_arrows", "icons_only": alone}
    bar = {"type": "data_bar", "bar_only": alone}
    sheet.conditional_format("A2:C2", bar if kind == "data_bar" else one)
    book.close()
    data, doubts = read(tmp_path / "a.xlsx")
    assert data["id"] == "P1"
    assert set(doubts) == ({"invested"} if alone else set())


@pytest.mark.parametrize(
    ("inside", "doubt"),
    [
        (made.record(467, bytes([10, 90, 0])), True),
        (made.record(467, bytes([10, 90, 1])), False),
        (made.record(465, struct.pack("<IHHH", 0, 0, 1, 0)), True),
        (made.record(465, struct.pack("<IHHH", 0, 0, 0, 0)), False),
    ],
)
def test_a_bar_or_an_icon_in_a_binary_workbook(tmp_path, inside, doubt):
    rules = [((1, 1, 0, 2), made.rule(-1, inside))]
    sheet = made.sheet([HEADINGS, ["P1", "甲", 12, 5]], {}, rules=rules)
    data, doubts = read(made.write(tmp_path / "a.xlsb", {"台账": sheet}, []))
    assert data["id"] == "P1"
    assert set(doubts) == ({"invested"} if doubt else set())


def test_more_conditional_formats_than_are_looked_up_are_not_passed_over(tmp_path):
    rules = [((9, 9, 9, 9), made.rule(0))] * 1001 + [((1, 1, 2, 2), made.rule(0))]
    sheet = made.sheet([HEADINGS, ["P1", "甲", 12, 5]], {}, rules=rules)
    style = made.conditional_style(NUMBER_FORMAT, struct.pack("<H", 10))
    path = made.write(tmp_path / "a.xlsb", {"台账": sheet}, [], conditional=style)
    assert set(read(path)[1]) == {"invested", "households"}
