"""A number under every heading, unit, format and in every kind of cell: right or in doubt, never
wrong.

What is right is worked out here anew: by a table of what each unit is worth, and by what each
format was made to show. Nothing of it is taken from the library.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import read_records

DOUBT = "in doubt"

# What the units are worth: yuan, pieces, or the whole of a share.
MONEY = {
    "元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "十万元": 100_000, "百万元": 10**6,
    "千万元": 10**7, "亿元": 10**8, "人民币万元": 10_000, "万元人民币": 10_000, "万 元": 10_000,
    "万": 10_000, "角": Fraction(1, 10),
}  # fmt: skip
COUNTS = {"户": 1, "百户": 100, "千户": 1_000, "万户": 10_000, "个": 1, "万": 10_000}
SHARES = {"%": Fraction(1, 100), "％": Fraction(1, 100), "‰": Fraction(1, 1000),
          "成": Fraction(1, 10), "百分比": Fraction(1, 100)}  # fmt: skip
NOT_UNDERSTOOD = (
    "万美元", "欧元", "万元/年", "元/户", "万元以上", "W", "k元", "万瓦", "百分点",
)  # fmt: skip
KINDS = {
    Scalar.MONEY: MONEY,
    Scalar.WHOLE: COUNTS,
    Scalar.NUMBER: {**SHARES, **COUNTS},
}
WORTH = {**MONEY, **COUNTS, **SHARES}
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸子", "丑寅卯辰巳午未"
WORDS = {Scalar.MONEY: "总投资", Scalar.WHOLE: "受益户数", Scalar.NUMBER: "分红比例"}

# How a unit stands in a heading.
WAYS = (
    "{0}（{1}）", "{0}({1})", "{0}（{1}，含配套）", "{0}（{1}）（含税）", "{0}（含税）（{1}）",
    "{0}（单位：{1}）", "{0}\n（{1}）", "{0}【{1}】", "{0}（{1}）*", "{0}/{1}", "{0}，{1}",
)  # fmt: skip


def places(number: Fraction, count: int) -> bool:
    """Whether a number has no more decimals than that."""
    return (number * 10**count).denominator == 1


def plain(number: Fraction) -> tuple[Fraction, str]:
    return number, ""


# What a format shows for a stored number: the number that is seen, and the unit beside it. None
# where less is seen than stored, or nothing that could be read.
FORMATS = {
    "General": plain,
    "0": lambda n: plain(n) if places(n, 0) else None,
    "0.00": lambda n: plain(n) if places(n, 2) else None,
    "#,##0.00": lambda n: plain(n) if places(n, 2) else None,
    "#,##0.00_);(#,##0.00)": lambda n: plain(n) if places(n, 2) else None,
    "000000": lambda n: plain(n) if places(n, 0) else None,
    "[Red]0.0": lambda n: plain(n) if places(n, 1) else None,
    "0;[Red]0": lambda n: plain(n) if places(n, 0) and n >= 0 else None,
    '0.0;-0.0;"-"': lambda n: plain(n) if places(n, 1) and n else None,
    "0;-0;": lambda n: plain(n) if places(n, 0) and n else None,
    ";;;": lambda n: None,
    "0%": lambda n: (n * 100, "%") if places(n, 2) else None,
    '0.0"%"': lambda n: (n, "%") if places(n, 1) else None,
    '0"万元"': lambda n: (n, "万元") if places(n, 0) else None,
    '0"户"': lambda n: (n, "户") if places(n, 0) else None,
    '0"人"': lambda n: (n, "人") if places(n, 0) else None,
    '0!.0,"万"': lambda n: (n / 10_000, "万") if places(n / 1000, 0) else None,
    "0,": lambda n: (n / 1000, "thousands") if places(n / 1000, 0) else None,
    "0.00E+00": lambda n: None,
    "# ?/?": lambda n: None,
    "yyyy/m/d": lambda n: None,
    '0"美元"': lambda n: None,
    "[DBNum1]0": lambda n: None,
}  # fmt: skip

NUMBERS = ("0", "3", "12.5", "0.05", "12.345", "-5", "125000", "1200000")
FEW = ("3", "12.5", "1200000")


def wide(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.%,-"})


# Texts in cells, by what they say: the number, and the unit beside it.
TEXTS = {
    "{0}": plain,
    " {0}\u3000": plain,
    "\u00a0{0}\u200b": plain,
    "wide": plain,
    "{0}万元": lambda n: (n, "万元"),
    "{0} 千元": lambda n: (n, "千元"),
    "{0}万": lambda n: (n, "万"),
    "{0}%": lambda n: (n, "%"),
    "{0}户": lambda n: (n, "户"),
    "{0}人": lambda n: (n, "人"),
    "约{0}": lambda n: None,
    "{0}余": lambda n: None,
    "{0}①": lambda n: None,
    "{0}²": lambda n: None,
    "{0}-{0}": lambda n: None,
    "({0})": lambda n: None,
    "{0}万美元": lambda n: None,
    "{0}元/户": lambda n: None,
    "{0}/": lambda n: None,
}


def right(type_: Scalar, unit: str | None, seen: tuple[Fraction, str] | None) -> object:
    """What a cell says in a column of this type and unit; DOUBT where nobody can know."""
    if seen is None or (unit is not None and unit not in KINDS[type_]):
        return DOUBT
    number, beside = seen
    if type_ is Scalar.MONEY and unit is None and not number and beside in ("", "thousands"):
        return 0  # Nothing is nothing in every unit of money.
    if beside == "thousands":
        # Three digits do not show. Only 千元 or 千户 above says so.
        if number and (unit is None or WORTH[unit] != 1000):
            return DOUBT
        beside = ""
    if beside and not beside_fits(type_, unit, beside):
        return DOUBT
    if not beside and unit is None and type_ is Scalar.MONEY:
        return DOUBT
    worth = WORTH[beside] if beside else WORTH[unit] if unit else 1
    value = number * worth * (100 if type_ is Scalar.MONEY else 1)
    whole = type_ in (Scalar.MONEY, Scalar.WHOLE)
    return DOUBT if whole and value.denominator != 1 else value


def beside_fits(type_: Scalar, unit: str | None, beside: str) -> bool:
    if type_ is Scalar.MONEY:
        return beside in ("万元", "千元", "万")
    if type_ is Scalar.WHOLE:
        return beside == "万" or (beside == "户" and unit not in ("个", "万"))
    if beside == "%":
        return unit is None or unit in SHARES
    if beside == "户":
        return unit in ("户", "百户", "千户", "万户")
    return beside == "万" and unit not in SHARES


def cells(numbers) -> Iterator[tuple[object, str, tuple[Fraction, str] | None]]:
    """Every stored number under every format, and every text: the cell, its format, what is
    seen."""
    for number, (code, shows) in product(numbers, FORMATS.items()):
        yield Decimal(number), code, shows(Fraction(number))
    for number, (form, says) in product(numbers, TEXTS.items()):
        text = wide(number) if form == "wide" else form.format(number)
        yield text, "General", says(Fraction(number))


def read_columns(path, columns, lines, units, numbers):
    """Reads the whole grid of cells under each heading: the values by column and row."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append([line])
    sheet.append(["编号", *(heading for heading, _, _ in columns)])
    if units:
        sheet.append([None, *units])
    grid = list(cells(numbers))
    for number, (value, code, _) in enumerate(grid):
        sheet.append([f"P{number}", *[value] * len(columns)])
        if code != "General":
            for column in range(2, len(columns) + 2):
                sheet.cell(sheet.max_row, column).number_format = code
    book.save(path)
    record_type = RecordType(
        "Thing",
        "物",
        (
            Field("id", "编号", Scalar.TEXT, required=True),
            *(Field(f"f{i}", label, type_) for i, (_, label, type_) in enumerate(columns)),
        ),
    )
    entries = list(read_records(path, record_type))
    assert len(entries) == len(grid)
    for entry, (value, code, seen) in zip(entries, grid, strict=True):
        data = entry.validated(record_type)
        doubts = {path for doubt in entry.doubts for path in doubt.where.split(", ")}
        for index in range(len(columns)):
            name = f"f{index}"
            # A dash that a format shows is no text of one.
            assert (data[name] is None) == (name in doubts)
            yield index, value, code, seen, data[name]


def check(path, columns, unit_of, lines=(), units=(), numbers=FEW):
    wrong = []
    for index, value, code, seen, found in read_columns(path, columns, lines, units, numbers):
        type_ = columns[index][2]
        expected = right(type_, unit_of[index], seen)
        got = DOUBT if found is None else found
        if got != expected:
            wrong.append((columns[index][0], lines, units, value, code, got, expected))
    assert not wrong, f"{len(wrong)} of the grid: {wrong[:5]}"


ALL_UNITS = [None, *dict.fromkeys([*WORTH, *NOT_UNDERSTOOD])]


@pytest.mark.slow
@pytest.mark.parametrize("type_", list(KINDS))
def test_the_unit_in_brackets_behind_the_heading(tmp_path, type_):
    """Every unit, of the type and of others, understood and not."""
    columns, units = [], []
    for number, unit in enumerate(ALL_UNITS):
        label = f"{STEMS[number % 10]}{BRANCHES[number // 10]}{WORDS[type_]}"
        columns.append((label if unit is None else f"{label}（{unit}）", label, type_))
        units.append(unit)
    check(tmp_path / "表.xlsx", columns, units, numbers=NUMBERS)


@pytest.mark.slow
@pytest.mark.parametrize("type_", list(KINDS))
def test_the_unit_in_the_other_ways_of_headings(tmp_path, type_):
    columns, units = [], []
    for number, way in enumerate(WAYS):
        for unit in ("万元", "万户", "%", "万美元"):
            label = f"{STEMS[number]}{BRANCHES[len(units) % 4]}{WORDS[type_]}"
            columns.append((way.format(label, unit), label, type_))
            units.append(unit)
    check(tmp_path / "表.xlsx", columns, units, lines=("单位：元",))


@pytest.mark.slow
@pytest.mark.parametrize("type_", list(KINDS))
def test_the_unit_in_a_row_of_units(tmp_path, type_):
    columns, units = [], []
    for number, unit in enumerate(ALL_UNITS):
        label = f"{STEMS[number % 10]}{BRANCHES[number // 10]}{WORDS[type_]}"
        columns.append((label, label, type_))
        units.append(unit)
    check(tmp_path / "表.xlsx", columns, units, units=units)


@pytest.mark.slow
@pytest.mark.parametrize("unit", [*MONEY, "万美元", "欧元", "万元/年"])
def test_the_unit_of_money_in_a_line_above(tmp_path, unit):
    columns = [("总投资", "总投资", Scalar.MONEY), ("受益户数", "受益户数", Scalar.WHOLE)]
    for line in (f"填报单位：元江县农业农村局　　单位：{unit}", f"（金额单位：{unit}）"):
        # 户数 says that households are counted, and 户 may stand beside the number; the multiple
        # alone would be for the count, too.
        count = unit if unit == "万" else "户"
        check(tmp_path / "表.xlsx", columns, [unit, count], lines=(line,))


def test_two_lines_that_differ(tmp_path):
    columns = [("总投资", "总投资", Scalar.MONEY), ("财政资金（千元）", "财政资金", Scalar.MONEY)]
    check(tmp_path / "表.xlsx", columns, ["two", "千元"], lines=("单位：元", "单位：万元"))


@settings(max_examples=40, deadline=None)
@given(
    number=st.decimals(-(10**9), 10**9, allow_nan=False, places=4)
    | st.integers(-(10**12), 10**12).map(Decimal),
    code=st.sampled_from(list(FORMATS)),
    type_=st.sampled_from(list(KINDS)),
    unit=st.sampled_from(ALL_UNITS),
    way=st.sampled_from(WAYS),
)
def test_any_number_under_any_of_them(scratch, number, code, type_, unit, way):
    number = Decimal(f"{number:.15g}")
    label = f"甲{WORDS[type_]}"
    path = scratch / "表.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["编号", label if unit is None else way.format(label, unit)])
    book.active.append(["P1", number])
    book.active["B2"].number_format = code
    book.save(path)
    fields = (Field("id", "编号", Scalar.TEXT, required=True), Field("f", label, type_))
    (entry,) = read_records(path, RecordType("Thing", "物", fields))
    found = entry.data.get("f")
    expected = right(type_, unit, FORMATS[code](Fraction(number)))
    assert found is not None or entry.doubts
    assert (DOUBT if found is None else found) == expected


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("grid")
