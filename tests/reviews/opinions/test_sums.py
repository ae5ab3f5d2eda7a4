"""A result that is called a sum is not called the sum of it once more."""

import pytest

from linkage_rules.reviews.opinions.document_words import SUM_OF, SUM_OF_SUMS, summed
from linkage_rules.words.messages import Phrase


@pytest.mark.parametrize(
    "label", ["应发合计", "补贴总额", "总计", "小计", "户数总数", "应发合计（元）"]
)
def test_a_label_that_is_a_sum_gets_no_second_one(label: str) -> None:
    assert summed(Phrase("payable", label), SUM_OF, SUM_OF_SUMS).zh == f"{label}，共"


@pytest.mark.parametrize("label", ["补贴", "合计划拨款", "总投资"])
def test_any_other_label_gets_one(label: str) -> None:
    assert summed(Phrase("payable", label), SUM_OF, SUM_OF_SUMS).zh == f"{label}合计"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("grand_total", "grand_total, in all"),
        ("total", "total, in all"),
        ("subtotal", "subtotal, in all"),
        ("subsidy", "subsidy, total"),
    ],
)
def test_so_in_english(name: str, said: str) -> None:
    assert summed(Phrase(name, "补贴"), SUM_OF, SUM_OF_SUMS).en == said
