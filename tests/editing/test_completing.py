"""What could be written next is found by name, by label and by pinyin, and fits the place."""

import pytest

from linkage_rules.editing import completing

from .conftest import RULES, Desk

NAME = "20_rules.pol"


def offered(desk: Desk, begun: str, in_place_of: str) -> list[str]:
    """What is offered behind what has been typed in the place of some words of the rules."""
    desk.write(NAME, RULES.replace(in_place_of, f"{begun}◆", 1).partition("◆")[0] + "\n")
    text = desk.text(NAME)
    document = desk.known.document(desk.path(NAME))
    end = document.position(len(text) - 1, desk.session.encoding)
    found = completing.completed(desk.known, desk.path(NAME), end)
    return [item.label for item in found.items]


@pytest.mark.parametrize(
    ("begun", "in_place_of", "first"),
    [
        ("当 过", "当 过深", "过深"),
        ("当 gs", "当 过深", "过深"),
        ("当 guo", "当 过深", "过深"),
        ("当 too", "当 过深", "过深"),
        ("  指 sd", "  指 深度", "深度"),
        ("  指 井的", "  指 深度", "井的种类"),
        ("不得 dj", "不得 打井", "打井"),
        ("  xnyncj", "  县农业农村局", "县农业农村局"),
        ("  当", "  当 过深", "当"),
        ("规", "规范 no_deep", "规范"),
    ],
)
def test_what_has_begun_is_completed(desk: Desk, begun: str, in_place_of: str, first: str) -> None:
    assert offered(desk, begun, in_place_of)[:1] == [first]


def test_keywords_are_those_that_fit(desk: Desk) -> None:
    within_a_norm = offered(desk, "  ", "  当 过深")
    assert {"当", "除非", "限期"} <= set(within_a_norm)
    assert not {"规范", "示例", "记录", "必填"} & set(within_a_norm)
    at_the_margin = offered(desk, "", "规范 no_deep")
    assert {"规范", "示例", "记录"} <= set(at_the_margin)
    assert "除非" not in at_the_margin


def test_the_sentences_of_the_cited_clause_are_offered_as_quotes(desk: Desk) -> None:
    begun, whole = '  依据 二 "', '  依据 二 "过深的井，不得打"'
    assert offered(desk, begun, whole) == ["要求", "过深的井，不得打", "须报县里同意"]
    assert offered(desk, f"{begun}须", whole) == ["须报县里同意"]
