"""Claims about what a spreadsheet shows for what it stores."""

from datetime import datetime
from decimal import Decimal

import pytest

from linkage_rules.records.tables.grid import Formatted
from linkage_rules.records.tables.number_formats import as_shown, parts_shown, seen_number

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "text", "complete"),
    [
        ("5", '0"%"', "5%", True),
        ("0.05", "0%", "5%", True),
        ("0.055", "0%", "6%", False),
        ("12", "000000", "000012", True),
        ("12.5", "0.00", "12.50", True),
        ("12.345", "0.00", "12.35", False),
        ("0.5", "#.##", ".5", True),
        ("12", "#.##", "12.", True),
        ("1234567", "#,##0.00", "1,234,567.00", True),
        ("999", "#,##0", "999", True),
        ("1200000", "0,", "1200", True),
        ("1200000", "#,##0,", "1,200", True),
        ("1234567", "#,##0.0,", "1,234.6", False),
        ("125000", '0!.0,"万"', "12.5万", True),
        ("125678", '0!.0,"万"', "12.6万", False),
        ("125000", '0\\.0,"万"', "12.5万", True),
        ("-5", "#,##0;(#,##0)", "(5)", True),
        ("-5", "0;[Red]0", "5", True),
        ("-5", "0.0", "-5.0", True),
        ("-5", "0;", "", False),
        ("0", ACCOUNTING, "-", False),
        ("1234", ACCOUNTING, "1,234.00", True),
        ("12", "[$¥-804]#,##0.00", "¥12.00", True),
        ("12", "[$€-2] 0", "€ 12", True),
        ("12", "[Red]0", "12", True),
        ("12", "[红色]0", "12", True),
        ("12", ";;;", "", False),
        ("0", "0;-0;;@", "", False),
        ("1", '"是";;"否"', "是", True),
        ("0", '"是";;"否"', "否", True),
        ("1", '[=1]"是";[=0]"否";0', "是", True),
        ("7", '[=1]"是";[=0]"否";0', "7", True),
        ("12", 'G/通用格式"万元"', "12万元", True),
        ("12.5", 'General"万元"', "12.5万元", True),
        ("12", "0户", "12户", True),
        ("20230501", "0000-00-00", "2023-05-01", True),
    ],
)
def test_a_number_shows_as_its_format_says(stored, code, text, complete):
    seen = seen_number(Decimal(stored), code)
    assert (seen.text.strip(), seen.complete) == (text, complete)


@pytest.mark.parametrize(
    "code",
    ["0.00E+00", "# ?/?", "[DBNum1]0", "yyyy", "h:mm", "0Q", "0.0.0", "[Zz]0", '0"', "0" * 300,
     "[>=5]0;0"],
)  # fmt: skip
def test_a_format_that_is_not_understood_to_the_last_character_shows_nothing(code):
    assert seen_number(Decimal("-3.5"), code) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('yyyy"年"m"月"', "2023年5月"),
        ("yyyy年m月", "2023年5月"),
        ("mmm-yy", "May-23"),
        ('m"月"d"日"', "5月15日"),
        ("yyyy", "2023"),
        ('e"年"mm"月"', "2023年05月"),
        ("h:mm", "8:30"),
        ("aaaa", "星期一"),
    ],
)
def test_a_day_may_show_in_part(code, text):
    seen = as_shown(datetime(2023, 5, 15, 8, 30), code)
    assert (seen.text, seen.complete) == (text, False)


@pytest.mark.parametrize(
    "code",
    ["yyyy/m/d", "m/d/yyyy", '[$-804]yyyy"年"m"月"d"日";@', "yyyy-mm-dd hh:mm", "d-mmm-yy",
     '[DBNum1][$-804]yyyy"年"m"月"d"日"'],
)  # fmt: skip
def test_a_day_that_shows_whole_is_the_day(code):
    day = datetime(2023, 5, 15)
    assert as_shown(day, code) == day


def test_minutes_are_no_months():
    assert parts_shown("yyyy-mm-dd hh:mm:ss") == {"year", "month", "day", "time"}
    assert parts_shown("mm:ss") == {"time"}
    assert parts_shown('h"时"mm"分"') == {"time"}


def test_general_values_and_texts_stay_as_they_are():
    assert [as_shown(value, "General") for value in (5, "5", True)] == [5, "5", True]
    assert as_shown("油茶", '0"元";@') == "油茶"
    assert as_shown("12", '@"万元"') == Formatted("12", '@"万元"', "12万元", complete=True)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (12345, f"0.{'0' * 30}", f"12345.{'0' * 30}"),
        (10**30, "0.00", f"1{'0' * 30}.00"),
        (Decimal(f"0.{'1' * 30}"), "0.0%", "11.1%"),
        (Decimal(f"{'9' * 30}.5"), "0", f"1{'0' * 30}"),
    ],
)
def test_no_digit_is_lost_however_many_there_are(number, code, text):
    assert seen_number(number, code).text == text


@pytest.mark.parametrize("code", ["0." + "0" * 400, "0" + "%" * 400, "0" + "," * 400])
def test_a_format_that_no_spreadsheet_takes_shows_nothing_that_could_be_read(code):
    assert seen_number(5, code) is None
