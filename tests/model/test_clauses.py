"""Claims about the spelling of clause paths and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.clauses import (
    LARGEST_ORDINAL,
    han_numeral,
    normalise_clause_path,
    read_ordinal,
)

PATH_CHARACTERS = "序尾一二三十百零〇第编章节条款项().（）．。、 \n0129１３甲a-"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("序", "序"),
        ("尾", "尾"),
        ("二.(三)", "二.(三)"),
        ("二.（三）", "二.(三)"),
        ("二．（ 三 ）", "二.(三)"),
        ("二、（三）", "二.(三)"),
        ("二（一）1", "二.(一).1"),
        ("二。（一）。１", "二.(一).1"),
        ("三.04", "三.4"),
        ("三.(2)", "三.(2)"),
        ("三.", "三"),
        ("第三条", "第三条"),
        ("第3条", "第三条"),
        ("第 十二 条", "第十二条"),
        ("第三条（一）", "第三条.(一)"),
        ("第三条第（一）项", "第三条.(一)"),
        ("第三条第二款第三项", "第三条.第二款.(三)"),
        ("第二编第一章第三节", "第二编.第一章.第三节"),
        ("第一百零二条", "第一百零二条"),
        ("第一百〇二条", "第一百零二条"),
    ],
)
def test_a_clause_path_has_one_spelling(written: str, path: str) -> None:
    assert normalise_clause_path(written) == path


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("总 则", "总则"),
        ("二三", "二三"),
        ("十十.1", "十十.1"),
        ("1-2", "1-2"),
        ("（甲）", "(甲)"),
        ("99999", "99999"),
        ("第9999条", "第9999条"),
    ],
)
def test_text_that_is_no_clause_path_is_only_folded(written: str, folded: str) -> None:
    assert normalise_clause_path(written) == folded


@given(st.text() | st.text(alphabet=PATH_CHARACTERS))
def test_normalising_takes_any_text_and_changes_nothing_the_second_time(text: str) -> None:
    once = normalise_clause_path(text)
    assert normalise_clause_path(once) == once


@given(st.integers(1, LARGEST_ORDINAL))
def test_a_number_written_in_chinese_is_read_back(number: int) -> None:
    assert read_ordinal(han_numeral(number)) == number
    assert read_ordinal(str(number)) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (100, "一百"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numerals_are_written_as_statutes_write_them(number: int, written: str) -> None:
    assert han_numeral(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_without_a_numeral_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"between 1 and 9999, not {number}"):
        han_numeral(number)


@pytest.mark.parametrize("text", ["", "零", "一一", "十十", "0", "2000", "12345678901", "甲", "²"])
def test_what_is_no_clause_number_reads_as_none(text: str) -> None:
    assert read_ordinal(text) is None
