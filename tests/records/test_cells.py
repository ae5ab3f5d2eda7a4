"""Claims about single cells as offices fill them in."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest

from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar
from linkage_rules.model.values import Period
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.tables.cells import CellReader
from linkage_rules.records.tables.grid import Flawed, Spanning, displayed, is_blank
from linkage_rules.records.tables.units import stated, unit_of
from linkage_rules.words.messages import Phrase

KIND = EnumType("kind", "种类", (Member("new", "新建"), Member("extension", "扩建")))


def reader(type_, **settings):
    bounds = {name: settings.pop(name) for name in ("minimum", "maximum") if name in settings}
    if "unit" in settings:
        settings["unit"] = settings["unit"] and unit_of(settings["unit"])
    return CellReader(Field("field", "字段", type_, **bounds), **settings)


def doubt(cell, cells):
    with pytest.raises(RefusedValueError) as caught:
        cells.read(cell)
    return str(caught.value.why)


@pytest.mark.parametrize("cell", [True, "是", " 有 ", "√", "✓", "yes", "Yes", "TRUE", "Ｙ"])
def test_yes_is_written_in_many_ways(cell):
    assert reader(Scalar.YES_NO).read(cell).value is True


@pytest.mark.parametrize("cell", [False, "否", "无", "×", "no", "FALSE", "N"])
def test_no_is_written_in_many_ways(cell):
    assert reader(Scalar.YES_NO).read(cell).value is False


@pytest.mark.parametrize("cell", [1, 0, "1", "待定", "是否", Decimal("1"), date(2023, 1, 1)])
def test_what_is_neither_yes_nor_no_is_in_doubt(cell):
    assert doubt(cell, reader(Scalar.YES_NO)) == "neither yes nor no"


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (Decimal("12.5"), "万元", 125_000),
        (displayed(1.1), "万元", 11_000),
        (displayed(0.1 + 0.2), "万元", 3_000),
        (Decimal("0.000001"), "万元", Decimal("0.01")),
        (3, "亿元", 300_000_000),
        (0, "万元", 0),
        ("1,234.5", "万元", 12_345_000),
        ("１２．５", "万元", 125_000),
        ("12，345", "元", 12_345),
        ("12.5万元", None, 125_000),
        ("12.5万", "万元", 125_000),
        ("¥300元", None, 300),
        (" 1.5 亿元 ", "元", 150_000_000),
        (Decimal("123456789.01"), "元", Decimal("123456789.01")),
        # Nothing is nothing in every unit.
        *((cell, None, 0) for cell in (0, Decimal("0.00"), "0", "0.00", "-0", "０", "0万")),
    ],
)
def test_an_amount_has_its_unit_in_the_cell_or_in_the_heading(cell, unit, yuan):
    assert reader(Scalar.MONEY, unit=unit).read(cell).value == yuan * 100


def test_a_unit_in_the_cell_that_differs_from_the_heading_is_noted():
    taken = reader(Scalar.MONEY, unit="万元").read("125000元")
    assert (taken.value, taken.note.en) == (
        12_500_000,
        "has a unit of its own, not 万元 as the column, and is taken as 元",
    )


@pytest.mark.parametrize(
    ("cell", "unit", "why"),
    [
        (Decimal("12.5"), None, "an amount without a unit, neither in the cell nor in the heading"),
        ("12.5", None, "an amount without a unit, neither in the cell nor in the heading"),
        ("约12", "万元", "not an amount of money"),
        ("12-15", "万元", "not an amount of money"),
        ("1,23", "万元", "not an amount of money"),
        ("12万美元", None, "not an amount of money"),
        ("0户", None, "not an amount of money"),
        ("0%", None, "not an amount of money"),
        ("0美元", None, "not an amount of money"),
        ("零", None, "not an amount of money"),
        (Decimal("0.0000001"), "万元", "not a whole number of fen"),
        (displayed(1 / 3), "万元", "not a whole number of fen"),
        (10**18, "万元", "too large or with too many decimals: the bound is 10^18"),
        (True, "万元", "wrong type, this is yes or no"),
        (date(2023, 1, 1), "万元", "wrong type, this is a date"),
        ("1" * 1000, "万元", "wrong type, this is text"),
        (-5, "万元", "less than 0 yuan"),
    ],
)
def test_an_amount_that_may_be_misread_is_in_doubt(cell, unit, why):
    assert doubt(cell, reader(Scalar.MONEY, unit=unit, minimum=0)) == why


def test_nothing_is_nothing_but_under_a_unit_that_is_not_understood():
    foreign = CellReader(Field("field", "字段", Scalar.MONEY), stated("万美元"))
    assert "no unit of money in yuan" in doubt(0, foreign)
    dash = reader(Scalar.MONEY).read("-")
    assert (dash.value, dash.note is None) == (None, False)


@pytest.mark.parametrize(
    "cell",
    [
        "2023-05-01", "2023/5/1", "2023.5.1", "2023.05.01", "20230501", 20230501, "2023年5月1日",
        "2023年05月01", "２０２３年５月１日", date(2023, 5, 1), datetime(2023, 5, 1),
        "2023-05-01 00:00:00", "2023/5/1 0:00",
    ],
)  # fmt: skip
def test_a_day_is_written_in_many_ways(cell):
    taken = reader(Scalar.DATE).read(cell)
    assert (taken.value, taken.note) == (date(2023, 5, 1), None)


@pytest.mark.parametrize(
    "cell",
    ["2023年5月", "2023年5月份", "2023.05", "2023.5", "2023-05", "2023/5", "202305", 202305,
     Decimal("2023.05")],
)  # fmt: skip
def test_a_month_is_its_first_day_and_says_so(cell):
    taken = reader(Scalar.DATE).read(cell)
    assert taken.value == date(2023, 5, 1)
    assert taken.note.en == "gives no day; the first of the month is taken: 2023-05-01"


def test_a_time_of_day_is_left_out_and_noted():
    for cell in (datetime(2023, 5, 1, 12, 30), "2023-05-01 12:30"):
        taken = reader(Scalar.DATE).read(cell)
        assert taken.value == date(2023, 5, 1)
        assert "12:30" in taken.note.en


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (Decimal("2023.1"), "January or October: a spreadsheet shows the number 2023.10 as 2023.1"),
        ("2023.1", "January or October: a spreadsheet shows the number 2023.10 as 2023.1"),
        (2023, "a year alone is no day"),
        ("2023年", "a year alone is no day"),
        (45047, "a number where a day should be"),
        ("2023-02-30", "no such day in the calendar"),
        ("2023.13", "no such day in the calendar"),
        ("2023年5月底", "the day within the month is not said"),
        ("2023年5-6月", "the day within the month is not said"),
        ("5月", "not a day and not a month"),
        ("待定", "not a day and not a month"),
        (True, "not a day and not a month"),
        (time(12), "not a day and not a month"),
        ("1" * 1000, "not a day and not a month"),
    ],
)
def test_what_gives_no_single_day_is_in_doubt(cell, why):
    assert doubt(cell, reader(Scalar.DATE)) == why


@pytest.mark.parametrize(
    ("cell", "counter"),
    [(1234, None), (Decimal("1234"), None), ("1,234", None), ("1234户", "户"), ("1234.0", None)],
)
def test_a_count_may_have_separators_and_the_word_of_its_heading(cell, counter):
    assert reader(Scalar.WHOLE, unit=counter).read(cell).value == 1234


@pytest.mark.parametrize("cell", ["12人", "12.5", Decimal("12.5"), "约12", "12，13"])
def test_a_count_of_something_else_or_in_part_is_in_doubt(cell):
    assert doubt(cell, reader(Scalar.WHOLE, unit="户")) == "not a whole number"


def test_numbers_read_as_in_records_and_with_separators():
    number = reader(Scalar.NUMBER, maximum=Fraction(2000))
    assert number.read("30%").value == Fraction(3, 10)
    assert number.read(Decimal("0.3")).value == Fraction(3, 10)
    assert number.read("1,234").value == 1234
    assert doubt(3000, number) == "more than 2000"
    assert reader(Scalar.PERIOD).read("3年").value == Period(months=36)


def test_text_takes_numbers_as_they_are_shown():
    assert reader(Scalar.TEXT).read(1001).value == "1001"
    assert reader(Scalar.TEXT).read(Decimal("1.50")).value == "1.50"
    assert reader(Scalar.TEXT).read(" 油茶\n种植 ").value == "油茶\n种植"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (430321199001011234, "a number of more than 15 digits"),
        (datetime(2023, 3, 1), "a date where text should be"),
        ("茶" * 100_001, "the text has 100001 characters"),
        (True, "wrong type, this is yes or no"),
    ],
)
def test_text_that_a_spreadsheet_has_changed_is_in_doubt(cell, why):
    assert doubt(cell, reader(Scalar.TEXT)).startswith(why)


def test_a_listed_value_is_a_name_a_label_or_a_spelling_of_the_mapping():
    cells = reader(KIND, spellings={"改扩建": "extension"})
    assert [cells.read(c).value for c in ("new", " 新建 ", "改扩建")] == ["new", "new", "extension"]
    assert doubt("拆除", cells) == "not one of the listed values"


def test_a_cell_may_list_several_values():
    assert reader(ListType(KIND)).read("新建、扩建").value == ("new", "extension")
    assert reader(ListType(Scalar.TEXT)).read("甲镇，乙镇\n丙镇").value == ("甲镇", "乙镇", "丙镇")
    fund = RecordType("Fund", None, (Field("amount", None, Scalar.MONEY),))
    assert doubt("12", reader(ListType(fund))) == "wrong type, this is text"
    assert reader(ListType(fund)).read([{"amount": 1}]).value == [{"amount": 1}]


@pytest.mark.parametrize("cell", ["-", "—", "/", "——"])
@pytest.mark.parametrize("type_", [Scalar.MONEY, Scalar.YES_NO, Scalar.TEXT, Scalar.WHOLE])
def test_a_dash_is_unknown_never_zero_or_no_and_is_noted(cell, type_):
    taken = reader(type_, unit="元").read(cell)
    assert taken.value is None
    assert "taken as blank" in taken.note.en


def test_a_cell_without_a_value_gives_its_reason():
    flawed = Flawed('"#REF!"', Phrase("an error", "错误"))
    assert doubt(flawed, reader(Scalar.TEXT)) == "an error"


def test_a_cell_merged_over_rows_gives_each_its_words_but_none_its_amount():
    town = reader(Scalar.TEXT).read(Spanning("甲镇", 3, 5))
    assert (town.value, town.note.en) == (
        "甲镇",
        "stands in a merged cell and is taken for each of its rows",
    )
    for type_ in (Scalar.MONEY, Scalar.WHOLE, Scalar.NUMBER):
        why = doubt(Spanning(12, 3, 5), reader(type_, unit="元"))
        assert why == "one merged cell for rows 3 to 5: which part is whose is not said"


def test_spaces_are_nothing_and_zero_is_something():
    assert all(is_blank(cell) for cell in (None, "", " ", "\u3000\n", Spanning(" ", 1, 2)))
    assert not any(is_blank(cell) for cell in (0, False, "0", Flawed("", Phrase("", ""))))
