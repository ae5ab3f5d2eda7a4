"""Quotation marks stand as GB/T 15834 has them, whatever is put between them."""

import pytest

from linkage_rules.words.messages import Phrase
from linkage_rules.words.quoting import inside, quoted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("等", "“等”"),
        ("“等”字", "“‘等’字”"),
        ("称“以‘其他’计”的", "“称‘以“其他”计’的”"),
        ("单有‘单引号’", "“单有‘单引号’”"),
        ("引文断在”中间", "“引文断在’中间”"),
    ],
)
def test_marks_alternate_however_deep(words: str, said: str) -> None:
    assert quoted(words) == said
    assert Phrase("“{x}”", "“{x}”").filled(x=words).zh == said


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert inside("the county’s “list”") == "the county’s ‘list’"


def test_only_what_stands_between_the_marks_is_turned() -> None:
    pattern = Phrase("{a}", "读法“{a}”：{b}")
    assert pattern.filled(a="“等”字", b="填“其他”").zh == "读法“‘等’字”：填“其他”"
