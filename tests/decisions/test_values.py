"""Values read as a person writes them, and no text can disturb the page or the terminal."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.types import EnumType, ListType, Member, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Value
from linkage_rules.words.told_values import in_words, printable, readable

KIND = EnumType("kind", "种类", (Member("grain", "粮食"), Member("other")))
FUND = RecordType("Fund", "资金", ())


@pytest.mark.parametrize(
    ("value", "type_", "zh", "en"),
    [
        (True, Scalar.YES_NO, "是", "yes"),
        (None, Scalar.MONEY, "未知", "unknown"),
        (120_000_000, Scalar.MONEY, "120万元", "1.2 million yuan"),
        (Fraction(1, 3), Scalar.MONEY, "1/300元", "1/300 yuan"),
        (7, Scalar.WHOLE, "7", "7"),
        (Fraction(3, 10), Scalar.NUMBER, "0.3", "0.3"),
        (date(2022, 12, 7), Scalar.DATE, "2022年12月7日", "2022-12-07"),
        (Period(months=36), Scalar.PERIOD, "3年", "3 years"),
        ("油茶", Scalar.TEXT, "“油茶”", "“油茶”"),
        ("grain", KIND, "粮食", "grain"),
        ("other", KIND, "other", "other"),
        ((), ListType(KIND), "无", "none"),
        (("grain", None), ListType(KIND), "粮食、未知", "grain, unknown"),
        (
            tuple(range(9)),
            ListType(Scalar.WHOLE),
            "0、1、2、3、4、5等9项",
            "0, 1, 2, 3, 4, 5 and 3 more",
        ),
        (({}, {}), ListType(FUND), "2项", "2 items"),
        (({},), ListType(FUND), "1项", "1 item"),
        ({}, FUND, "已填报", "reported"),
    ],
)
def test_a_value_reads_in_both_languages(value: Value, type_: Type, zh: str, en: str) -> None:
    words = in_words(value, type_)
    assert (words.zh, words.en) == (zh, en)


@given(st.text())
def test_a_text_is_shown_on_one_line_without_anything_that_does_not_print(text: str) -> None:
    assert all(c.isprintable() for c in printable(text))
    assert len(readable(text)) <= 60 * len(r"\U0010ffff")


def test_a_text_that_prints_is_shown_as_it_is() -> None:
    assert printable("油茶加工厂 (二期)") == "油茶加工厂 (二期)"
    assert printable("第一行\n第二行\u3000完") == "第一行 第二行 完"
    assert printable("\u202e反") == r"\u202e反"
    assert printable("\x1b[31m") == r"\x1b[31m"
