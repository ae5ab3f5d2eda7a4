"""Lines fit the terminal and break where a reader expects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.words.wrapping import display_width, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("短句", 10, ["短句"]),
        ("没有建立联农带农机制的不得入库", 10, ["没有建立联", "农带农机制", "的不得入库"]),
        ("一二三四五，六", 10, ["一二三四", "五，六"]),
        ("一二三四“五六”", 10, ["一二三四", "“五六”"]),
        ("condition met: operating", 14, ["condition met:", "operating"]),
        ("审核基准日2023年5月1日", 20, ["审核基准日", "2023年5月1日"]),
        ("字段（mechanism_established）", 20, ["字段", "（mechanism_establis", "hed）"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
    ],
)
def test_a_text_is_broken_between_words_and_characters(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrapped(text, width) == lines


@given(st.text(alphabet="ab 一二，。（）“”x\n"), st.integers(4, 30))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("width", range(14, 80))
def test_no_line_holds_a_single_character_at_the_end_and_nothing_that_belongs_together_is_parted(
    width: int,
) -> None:
    text = (
        "依据《实施意见》二、（二）3.，共23项没有做到，须整改；另有12户（待补充）没有填报，请补充。"
    )
    lines = wrapped(text, width)
    assert len(lines[-1].rstrip("。")) > 1
    joined = "\n".join(lines)
    for kept in ("二、（二）3.，", "23项", "12户", "（待补充）"):
        assert kept in joined, (width, kept)
