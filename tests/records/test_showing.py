"""Claims about values in messages: always short, printable, and safe to make."""

import enum
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.values import Period
from linkage_rules.words.showing import part, quoted, shown


class Colour(enum.Enum):
    RED = 1


class Hostile:
    def __repr__(self):
        raise RuntimeError("never called")

    __str__ = __repr__


def holding_itself():
    data = {"amount": 1}
    data["self"] = data
    return data


def deep(levels):
    data = 1
    for _ in range(levels):
        data = [data]
    return data


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (-(10**18), "-1000000000000000000"),
        (10**100_000, "≈10^100000"),
        (-(10**100_000), "-≈10^100000"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 10**5000), "1/≈10^5000"),
        (0.1, "0.1"),
        (float("nan"), "nan"),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+999999"), "1E+999999"),
        (Decimal("1" * 100_000), "1" * 119 + "…"),
        ("12.345元", '"12.345元"'),
        ('say "x"\\\n\x00\u202e\ud800', '"say \\"x\\"\\\\\\n\\x00\\u202e\\ud800"'),
        ("长" * 10_000_000, '"' + "长" * 59 + '…"'),
        (date(2022, 12, 7), "2022-12-07"),
        (datetime(2022, 12, 7, 10, 30), "2022-12-07T10:30:00"),
        (Period(36, 1), "Period(months=36, days=1)"),
        (Period(10**5000, Hostile()), "Period(months=≈10^5000, days=<Hostile>)"),
        (Colour.RED, "Colour.RED"),
        ([], "[]"),
        ((1, 2), "[1, 2]"),
        ([1, 2, 3, 4], "[1, 2, 3, 4]"),
        (list(range(10**6)), "[0, 1, 2, 3, …]"),
        ({}, "{}"),
        ({"a": 1, 2: None}, '{"a": 1, 2: null}'),
        ({i: i for i in range(9)}, "{0: 0, 1: 1, 2: 2, 3: 3, …}"),
        (deep(100_000), "[[[…]]]"),
        (holding_itself(), '{"amount": 1, "self": {"amount": 1, "self": {…}}}'),
        (Hostile(), "<Hostile>"),
        ({1, 2}, "<set>"),
        (b"abc", "<bytes>"),
        (type("a" * 200, (), {})(), f"<{'a' * 59}…>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_shown_in_the_notation_of_json(value, text):
    assert shown(value) == text


ANYTHING = st.recursive(
    st.none() | st.integers() | st.floats() | st.decimals() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.slow
@given(ANYTHING)
def test_whatever_the_value_it_is_shown_on_one_short_printable_line(value):
    text = shown(value)
    assert 0 < len(text) <= 120
    assert text.isprintable()


@given(st.text(st.characters()))
def test_different_short_texts_are_shown_differently(text):
    short = text[:5]
    assert short == "…" or quoted(short) != quoted(short + "x")


@pytest.mark.parametrize(
    ("path", "key", "whole"),
    [
        ("", "amount", "amount"),
        ("funds[0]", "amount", "funds[0].amount"),
        ("funds[0]", "金额", "funds[0].金额"),
        ("", "项目 名称", '["项目 名称"]'),
        ("funds", "a.b", 'funds["a.b"]'),
        ("funds", 3, "funds[3]"),
    ],
)
def test_a_path_names_a_field_plainly_where_it_can(path, key, whole):
    assert part(path, key) == whole
