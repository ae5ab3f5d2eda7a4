"""Claims about what does not count when words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.sources.folding import fold, fold_in_place, readable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（园）", "(园)"),
        ("甲，乙：丙；丁", "甲,乙:丙;丁"),
        ("200 万元", "200万元"),
        ("甲\r\n\u3000\u00a0乙", "甲乙"),
    ],
)
def test_white_space_and_the_width_of_some_punctuation_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲。", "甲."),
        ("“甲”", '"甲"'),
        ("甲、乙", "甲，乙"),
        ("２", "2"),
        ("A", "a"),
        ("带", "帶"),
        ("甲！", "甲!"),
    ],
)
def test_every_other_difference_counts(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_in_place_remembers_where_each_character_stood(text: str) -> None:
    folded = fold_in_place(text)
    assert folded.characters == fold(text)
    assert len(folded.offsets) == len(folded.characters)
    for position, character in enumerate(folded.characters):
        start, end = folded.unfolded(position, position + 1)
        assert fold(text[start:end]) == character
        assert folded.between(start, end) == (position, position + 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" 2022 年 12 月 7日 ", "2022年12月7日"),
        ("every  last\nvillage", "every last village"),
        ("编号 GB 18030 的文件", "编号GB 18030的文件"),
        ("至20\n25年", "至2025年"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_a_readable_text_has_no_white_space_but_between_foreign_words(
    text: str, shown: str
) -> None:
    assert readable(text) == shown
