"""Quantities and days: what each spelling means, and that the formatter keeps it."""

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.language import syntax
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.values import Period

MEANINGS = [
    # money, in fen
    ("3千元", LiteralKind.MONEY, 300_000),
    ("5角", LiteralKind.MONEY, 50),
    ("5分", LiteralKind.MONEY, 5),
    ("0.5角", LiteralKind.MONEY, 5),
    ("2百元", LiteralKind.MONEY, 20_000),
    ("2十万元", LiteralKind.MONEY, 20_000_000),
    ("2百万元", LiteralKind.MONEY, 200_000_000),
    ("2千万元", LiteralKind.MONEY, 2_000_000_000),
    ("1.5亿元", LiteralKind.MONEY, 15_000_000_000),
    ("1十亿元", LiteralKind.MONEY, 10**11),
    ("1千亿元", LiteralKind.MONEY, 10**13),
    ("0.01万亿元", LiteralKind.MONEY, 10**12),
    ("10000元", LiteralKind.MONEY, 1_000_000),
    ("1万元", LiteralKind.MONEY, 1_000_000),
    ("12.50元", LiteralKind.MONEY, 1_250),
    # numbers
    ("3万", LiteralKind.WHOLE, 30_000),
    ("1.5万", LiteralKind.WHOLE, 15_000),
    ("2千", LiteralKind.WHOLE, 2_000),
    ("3百万", LiteralKind.WHOLE, 3_000_000),
    ("1.2亿", LiteralKind.WHOLE, 120_000_000),
    ("0.00001万", LiteralKind.DECIMAL, Fraction(1, 10)),
    ("60%", LiteralKind.PERCENT, Fraction(3, 5)),
    ("60.0%", LiteralKind.PERCENT, Fraction(3, 5)),
    ("0.60", LiteralKind.DECIMAL, Fraction(3, 5)),
    # periods
    ("15日", LiteralKind.PERIOD, Period(days=15)),
    ("15天", LiteralKind.PERIOD, Period(days=15)),
    ("2周", LiteralKind.PERIOD, Period(days=14)),
    ("2个星期", LiteralKind.PERIOD, Period(days=14)),
    ("1个月", LiteralKind.PERIOD, Period(months=1)),
    ("12个月", LiteralKind.PERIOD, Period(months=12)),
    ("1年", LiteralKind.PERIOD, Period(months=12)),
    ("1年6个月", LiteralKind.PERIOD, Period(months=18)),
    ("1年15日", LiteralKind.PERIOD, Period(months=12, days=15)),
    # days
    ("2022年12月7日", LiteralKind.DATE, date(2022, 12, 7)),
    ("2022-12-7", LiteralKind.DATE, date(2022, 12, 7)),
    ("2022年12月07日", LiteralKind.DATE, date(2022, 12, 7)),
]
ENGLISH = [
    ("15 days", LiteralKind.PERIOD, Period(days=15)),
    ("2 weeks", LiteralKind.PERIOD, Period(days=14)),
    ("1 week", LiteralKind.PERIOD, Period(days=7)),
    ("12 months", LiteralKind.PERIOD, Period(months=12)),
    ("1 year 6 months", LiteralKind.PERIOD, Period(months=18)),
    ("10000 yuan", LiteralKind.MONEY, 1_000_000),
    ("0.01 million yuan", LiteralKind.MONEY, 1_000_000),
    ("60%", LiteralKind.PERCENT, Fraction(3, 5)),
    ("2022-12-07", LiteralKind.DATE, date(2022, 12, 7)),
]


def literal(text: str) -> syntax.Literal:
    tree, problems = parse(SourceFile("a", f'property "p" for R\n  always x > {text}\n'))
    assert not problems, problems[0].render("en")
    (clause,) = tree.declarations[0].clauses
    return clause.expression.right


@pytest.mark.parametrize(("text", "kind", "value"), [*MEANINGS, *ENGLISH])
def test_what_is_read(text, kind, value):
    found = literal(text)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize("text", [text for text, *_ in MEANINGS])
def test_a_text_in_chinese_keeps_the_words_of_its_author(text):
    policy = f"性质 「p」 对于 R\n  总有 x > {text}\n".replace("「p」", '"p"')
    assert format_text(SourceFile("a", policy), "zh") == policy


@pytest.mark.parametrize("text", [text for text, *_ in ENGLISH])
def test_a_text_in_english_keeps_the_words_of_its_author(text):
    policy = f'property "p" for R\n  always x > {text}\n'
    assert format_text(SourceFile("a", policy), "en") == policy


@pytest.mark.parametrize(("text", "kind", "value"), [*MEANINGS, *ENGLISH])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_the_other_language_it_means_the_same(text, kind, value, language):
    policy = f'property "p" for R\n  always x > {text}\n'
    other = format_text(SourceFile("a", policy), language)
    found = parse(SourceFile("a", other))[0].declarations[0].clauses[0].expression.right
    assert found.value == value
    assert language == "zh" or other.isascii()


DAYS = """\
政策 p "P"
  印发日期 2022-12-07
  施行 2023-1-1 至 2025年12月31日

修订 q
  印发日期 2022年12月07日
  延续至 2026-12-31

参数 m "下限"：金额
  = 10000元 自 2023-01-01 至 2023年12月31日
  = 1.50万元 自 2024年1月1日

设定 m 对于 R 依照 a
  不小于 60.0%：3千元 自 2024-1-1
  否则：-0.50元 至 2024年12月31日

示例 "e" 关于 R
  给定 甲：12个月，乙：007，丙：2023-5-1
  截至 2023-5-1
"""


def test_every_day_and_quantity_of_a_file_stays_as_it_is_written():
    assert format_text(SourceFile("a", DAYS), "zh") == DAYS


def test_spaces_and_full_width_marks_are_put_right():
    text = '性质 "p" 对于 R\n  总有 x > 12 个月 且 y > 30％ 且 z > 2022 年 1 月 1 日\n'
    assert "x > 12个月 且 y > 30% 且 z > 2022年1月1日" in format_text(SourceFile("a", text), "zh")


PERIODS = ("年", "个月", "日", "天", "周")
UNITS = ("", "元", "千元", "万元", "亿元", "角", "万", "千", "%")

quantities = st.builds(
    "{}{}{}".format,
    st.integers(0, 99_999),
    st.sampled_from(("", ".5", ".10")),
    st.sampled_from(UNITS),
) | st.builds("{}{}".format, st.integers(0, 99_999), st.sampled_from(PERIODS))


@given(st.lists(quantities, min_size=1, max_size=4))
def test_formatting_keeps_words_and_meaning_whatever_is_written(written):
    text = '性质 "p" 对于 R\n  总有 x 属于 {' + "、".join(written) + "}\n"
    formatted = format_text(SourceFile("a", text), "zh")
    assert re.sub(r"\s", "", formatted) == re.sub(r"\s", "", text)
    assert parse(SourceFile("a", formatted))[0] == parse(SourceFile("a", text))[0]
