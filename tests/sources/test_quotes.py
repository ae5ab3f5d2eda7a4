"""Claims about quotes of the official text."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkage_rules.sources import (
    QuoteElsewhere,
    QuoteEmpty,
    QuoteFound,
    QuoteNotFound,
    SentenceKind,
    UnknownClause,
    clause_tree,
    find_quote,
)
from linkage_rules.sources.folding import fold

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "policies" / "xiangtan_2022" / "source.txt").read_text("utf-8")
TREE = clause_tree(TEXT)
NORMATIVE = [s for s in TREE.sentences if s.kind is SentenceKind.NORMATIVE]
ARTICLES_TREE = clause_tree((Path(__file__).parent / "articles.txt").read_text("utf-8"))


@pytest.mark.parametrize(
    ("clause", "quote", "sentences"),
    [
        ("二.(三)", "上述资金以下统称为“帮扶资金”", [("二.(三)", 2)]),
        ("二.（三）", "原则上都要建立联农带农机制", [("二.(三)", 1), ("二.(三)", 2)]),
        ("三.3", "没有建立联农带农机制和明确成效的，不得纳入项目库", [("三.3", 2)]),
        ("三.3", "要妥善整改", [("三.3", 3)]),
        ("三", "要妥善整改", [("三.3", 3)]),
        ("二.(一).3", "200 万元以下", [("二.(一).3", 4)]),
        ("二.(一).3", "200万元以下", [("二.(一).3", 4)]),
        ("二.(一).3", "2 0 0\n万元　以下", [("二.(一).3", 4)]),
        ("一", "产业基地（园）在脱贫村", [("一", 5)]),
        ("一", "做到应带尽带。坚持强化带动效益", [("一", 2), ("一", 3)]),
        ("一", "一、总体要求", [("一", 0)]),
        ("三", "示范带动作用。", [("三.4", 2)]),
        ("三", "推动工作落地落实。4.注重宣传引导。", [("三.3", 4), ("三.4", 0)]),
        ("序", "现就过渡期内进一步健全完善联农带农机制", [("序", 6)]),
        ("尾", "2022年12月7日印发", [("尾", 1)]),
    ],
)
def test_a_quote_is_found_in_its_clause_and_names_the_sentences_it_touches(
    clause: str, quote: str, sentences: list[tuple[str, int]]
) -> None:
    result = find_quote(TREE, clause, quote)
    assert isinstance(result, QuoteFound)
    assert [(s.clause, s.number) for s in result.sentences] == sentences


def test_a_place_says_where_the_quote_stands_in_the_original() -> None:
    result = find_quote(TREE, "二.(一).3", "200万元以下")
    assert isinstance(result, QuoteFound)
    (place,) = result.places
    assert TEXT[place.start : place.end] == "200 万元以下"
    assert (place.first_line, place.last_line) == (24, 24)


def test_a_quote_that_stands_several_times_has_as_many_places() -> None:
    result = find_quote(TREE, "二.(三)", "联农带农机制")
    assert isinstance(result, QuoteFound)
    assert len(result.places) == 3
    assert [sentence.number for sentence in result.sentences] == [1, 2, 3]


def test_places_do_not_overlap() -> None:
    result = find_quote(clause_tree("一、甲甲甲甲甲。"), "一", "甲甲")
    assert isinstance(result, QuoteFound)
    assert [(place.start, place.end) for place in result.places] == [(2, 4), (4, 6)]


def test_an_item_may_be_cited_without_the_paragraph_of_its_article() -> None:
    result = find_quote(ARTICLES_TREE, "第三条第（四）项", "1.5亿元以上")
    assert isinstance(result, QuoteFound)
    assert result.clause == "第三条.第一款.(四)"


@pytest.mark.parametrize(
    ("clause", "quote", "found_in"),
    [
        ("三.4", "要妥善整改", ("三.3",)),
        ("三.3", "示范带动作用", ("三.4",)),
        ("二", "不得纳入项目库", ("三.3",)),
        ("三.1", "保障措施", ("三",)),
        ("三.1", "推动工作落地落实。4.注重宣传引导。", ("三.3", "三.4")),
        ("序", "原则上都要建立联农带农机制", ("一", "二.(三)")),
        ("二", "三、", ("三",)),
    ],
)
def test_a_quote_from_another_clause_names_that_clause(
    clause: str, quote: str, found_in: tuple[str, ...]
) -> None:
    result = find_quote(TREE, clause, quote)
    assert isinstance(result, QuoteElsewhere)
    assert result.found_in == found_in
    assert {fold(TEXT[place.start : place.end]) for place in result.places} == {fold(quote)}


@pytest.mark.parametrize(
    ("clause", "quote", "near", "found_in"),
    [
        ("三.5", "要妥善整改", "三.3", ("三.3",)),
        ("二.(四)", "没有这样的话", "二.(三)", ()),
        ("二.(三).1.(7)", "没有这样的话", "二.(三)", ()),
        ("第三条", "没有这样的话", "三", ()),
        ("x" * 100_000, "要妥善整改", "三", ("三.3",)),
    ],
)
def test_an_unknown_clause_names_clauses_near_it_and_where_the_quote_stands(
    clause: str, quote: str, near: str, found_in: tuple[str, ...]
) -> None:
    result = find_quote(TREE, clause, quote)
    assert isinstance(result, UnknownClause)
    assert near in result.near
    assert result.found_in == found_in


@pytest.mark.parametrize("quote", ["", " ", "\n　"])
def test_a_quote_of_white_space_stands_for_nothing(quote: str) -> None:
    assert find_quote(TREE, "三.3", quote) == QuoteEmpty("三.3")


@pytest.mark.parametrize(
    ("quote", "sentence", "position", "quoted", "written"),
    [
        ("原则上都应建立联农带农机制，资产", ("二.(三)", 1), 4, "应", "要"),
        ("元则上都要建立联农带农机制，资产", ("二.(三)", 1), 0, "元", "原"),
        ("不得纳入项目户", ("三.3", 2), 6, "户", "库"),
        ("未建立联农带农机制的帮扶项目", ("三.3", 2), 10, "", "经营性"),
        ("未建立联农带农机制的项目，不得审批实施", ("三.3", 2), 10, "", "经营性帮扶"),
        ("200 万元以下的小型农村生产", ("二.(一).3", 4), 8, "的", ""),
        ("做到应带尽带。坚持加大带动效益", ("一", 2), 9, "加", "强"),
        ("发鱼基层党组织战斗堡垒作用", ("二.(一).3", 1), 1, "鱼", "挥"),
        ("要，妥善整改", ("三.3", 3), 1, ",", ""),
    ],
)
def test_a_mistaken_quote_names_the_sentence_it_comes_from_and_the_first_difference(
    quote: str, sentence: tuple[str, int], position: int, quoted: str, written: str
) -> None:
    result = find_quote(TREE, "三", quote)
    assert isinstance(result, QuoteNotFound)
    nearest = result.nearest
    assert nearest is not None
    assert (nearest.sentence.clause, nearest.sentence.number) == sentence
    assert nearest.position == position
    assert (nearest.quoted[:1], nearest.written[: len(written)]) == (quoted, written)
    assert bool(nearest.written) == bool(written)


def test_a_long_quote_is_compared_to_its_end() -> None:
    text = "".join(f"第{number}户增收。" for number in range(500))
    tree = clause_tree(f"一、要求\n\n{text}")
    result = find_quote(tree, "一", text + "不再增收。")
    assert isinstance(result, QuoteNotFound)
    assert result.nearest is not None
    assert (result.nearest.position, result.nearest.quoted) == (len(text), "不再增收。")


@pytest.mark.parametrize("quote", ["abcdef", "鱼", "天气晴朗万里无云", "联农带农，今日天气晴朗"])
def test_a_quote_like_nothing_in_the_text_has_no_nearest_passage(quote: str) -> None:
    assert find_quote(TREE, "三.3", quote) == QuoteNotFound("三.3", None)


@pytest.mark.parametrize("clause", ["一", "二", "三"])
def test_of_two_passages_equally_near_the_one_in_the_cited_clause_is_named(clause: str) -> None:
    tree = clause_tree("一、要妥善整改。\n二、要妥善整改。\n三、要妥善整改。")
    result = find_quote(tree, clause, "要及善整改")
    assert isinstance(result, QuoteNotFound)
    assert result.nearest is not None
    assert result.nearest.sentence.clause == clause


@pytest.mark.parametrize("clause", ["序", "三.3", "第一条"])
def test_in_an_empty_text_every_clause_is_unknown(clause: str) -> None:
    assert find_quote(clause_tree(""), clause, "甲") == UnknownClause(clause, (), ())


@st.composite
def quotes(draw: st.DrawFn) -> tuple[str, str, int]:
    """A clause, words of one of its sentences as they stand, and a position in the words."""
    sentence = draw(st.sampled_from(NORMATIVE))
    first = draw(st.integers(sentence.span.start, sentence.span.end - 1))
    end = draw(st.integers(first + 1, sentence.span.end))
    words = TEXT[first:end]
    assume(fold(words))
    return sentence.clause, words, draw(st.integers(0, len(words) - 1))


@given(quotes(), st.sampled_from(["", " ", "\n", "　"]))
def test_words_of_a_sentence_are_found_whatever_white_space_is_put_between(
    quote: tuple[str, str, int], gap: str
) -> None:
    clause, words, at = quote
    result = find_quote(TREE, clause, words[:at] + gap + words[at:])
    assert isinstance(result, QuoteFound)
    assert all(fold(TEXT[p.start : p.end]) == fold(words) for p in result.places)
    assert all(
        any(p.start < s.span.end and s.span.start < p.end for p in result.places)
        for s in result.sentences
    )


@given(quotes(), st.characters(exclude_categories=["Cs", "Z", "C"]))
def test_a_single_changed_character_is_detected(
    quote: tuple[str, str, int], character: str
) -> None:
    clause, words, at = quote
    changed = words[:at] + character + words[at + 1 :]
    cited = TREE.clause(clause)
    assert cited is not None
    assume(fold(changed) not in fold(TEXT[cited.span.start : cited.span.end]))
    result = find_quote(TREE, clause, changed)
    assert isinstance(result, QuoteElsewhere | QuoteNotFound)


@given(st.data())
def test_one_wrong_character_in_a_whole_sentence_is_shown_where_it_stands(
    data: st.DataObject,
) -> None:
    chosen = data.draw(st.sampled_from(NORMATIVE))
    at = data.draw(st.integers(0, len(chosen.text) - 1))
    changed = chosen.text[:at] + "鱼" + chosen.text[at + 1 :]
    result = find_quote(TREE, chosen.clause, changed)
    assert isinstance(result, QuoteNotFound)
    assert result.nearest is not None
    assert result.nearest.sentence == chosen
    assert (result.nearest.position, result.nearest.quoted) == (at, "鱼")
    assert result.nearest.written == fold(chosen.text[at])


@given(st.text(), st.text())
def test_any_clause_and_any_quote_get_an_answer(clause: str, quote: str) -> None:
    result = find_quote(TREE, clause, quote)
    assert isinstance(
        result, QuoteFound | QuoteElsewhere | QuoteNotFound | QuoteEmpty | UnknownClause
    )
