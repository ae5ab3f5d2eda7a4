"""Quotes laid over a text: stretches, standings and shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.norms import Citation, Parameter
from linkage_rules.model.package import Package, Statement
from linkage_rules.model.spans import Span
from linkage_rules.model.types import Scalar
from linkage_rules.policy.citations import citations_of
from linkage_rules.presenting.cited_rules import Rule, rules_of
from linkage_rules.presenting.source_view import Share, Standing, source_view
from linkage_rules.sources import clause_tree

TREE = clause_tree(
    "一、要求\n\n市级要安排 200 万元，县级要监督；\nAB CD 两项并行。各地要落实。\n\n"
    "二、其他\n\n各地要落实。"
)


def parameter(name: str, *quotes: tuple[str, str]) -> Rule:
    citations = tuple(Citation(clause, quote) for clause, quote in quotes)
    return Rule(name, Parameter(name, None, Scalar.WHOLE, (), citations))


def statement(clause: str, quote: str) -> Rule:
    return Rule("statement-1", Statement(Citation(clause, quote), "a reason"))


def stretches(*rules: Rule) -> list[tuple[str, list[str]]]:
    sentence = source_view(TREE, rules).sentences[1]
    return [(s.text, [rule.key for rule in s.rules]) for s in sentence.stretches]


def test_a_sentence_is_cut_where_quotes_begin_and_end():
    rule = parameter("funds", ("一", "安排200万元"))
    assert stretches(rule) == [
        ("市级要", []),
        ("安排200万元", ["funds"]),
        ("，县级要监督；AB CD两项并行。", []),
    ]


def test_overlapping_quotes_tell_which_rules_quote_which_words():
    rules = [parameter("a", ("一", "市级要安排")), parameter("b", ("一", "安排200万元"))]
    assert stretches(*rules)[:3] == [("市级要", ["a"]), ("安排", ["a", "b"]), ("200万元", ["b"])]


def test_a_space_between_two_words_stays_with_the_word_before_it():
    assert ("AB ", []) not in stretches(parameter("a", ("一", "AB CD")))
    assert ("AB CD", ["a"]) in stretches(parameter("a", ("一", "AB CD")))


def test_two_quotes_of_one_rule_that_touch_are_one_stretch():
    rule = parameter("a", ("一", "市级要"), ("一", "安排"))
    assert stretches(rule)[0] == ("市级要安排", ["a"])


def test_a_quote_that_stands_twice_in_its_clause_marks_both_places():
    view = source_view(
        clause_tree("一、要求。要落实。都要落实。"), [parameter("a", ("一", "要落实"))]
    )
    marked = [[s.text for s in v.stretches if s.rules] for v in view.sentences]
    assert marked == [[], ["要落实"], ["要落实"]]


def test_the_same_words_in_another_clause_are_not_quoted():
    view = source_view(TREE, [parameter("a", ("二", "各地要落实"))])
    found = {v.sentence.clause: v.standing for v in view.sentences if "落实" in v.sentence.text}
    assert found == {"一": Standing.OPEN, "二": Standing.CITED}


@pytest.mark.parametrize(
    ("rules", "standing"),
    [
        ([], Standing.OPEN),
        ([statement("二", "各地要落实")], Standing.ACCOUNTED),
        ([parameter("a", ("二", "落实"))], Standing.CITED),
        ([statement("二", "各地"), parameter("a", ("二", "落实"))], Standing.CITED),
        ([parameter("a", ("二", "不在文中"))], Standing.OPEN),
    ],
)
def test_the_standing_of_a_sentence_depends_on_what_quotes_it(rules, standing):
    assert source_view(TREE, rules).sentences[-1].standing is standing


def test_headings_and_formal_sentences_need_no_quote():
    view = source_view(clause_tree("各村：\n\n一、要求\n\n要落实。"), [])
    assert [v.standing for v in view.sentences] == [
        Standing.FORMAL,
        Standing.HEADING,
        Standing.OPEN,
    ]
    assert [v.sentence.text for v in view.normative] == ["要落实。"]


@pytest.mark.parametrize(
    ("quotes", "share"),
    [
        ([], Share(0, 5)),
        (["各地要落实"], Share(5, 5)),
        (["各地要落实。"], Share(5, 5)),
        (["各地", "地要"], Share(3, 5)),
    ],
)
def test_the_share_counts_each_character_once_and_no_punctuation(quotes, share):
    rules = [parameter(f"p{n}", ("二", quote)) for n, quote in enumerate(quotes)]
    assert source_view(TREE, rules).sentences[-1].share == share


@pytest.mark.parametrize(
    ("share", "percent"), [(Share(0, 3), 0), (Share(199, 200), 99), (Share(3, 3), 100)]
)
def test_a_percentage_is_rounded_down_so_that_100_means_all(share, percent):
    assert share.percent == percent


def test_the_share_of_a_text_leaves_headings_out():
    assert source_view(clause_tree("一、要求\n\n要落实。"), []).share == Share(0, 3)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6))
def test_stretches_put_together_are_the_sentence_again(quotes):
    words = "".join(TREE.text.split())
    rules = [
        parameter(f"p{number}", ("一", words[start : start + length]))
        for number, (start, length) in enumerate(quotes)
    ]
    for view in source_view(TREE, rules).sentences:
        assert "".join(s.text for s in view.stretches) == view.sentence.text
        assert all(s.text for s in view.stretches)
        quoting = {rule for s in view.stretches for rule in s.rules}
        assert quoting == set(view.rules)


def test_rules_are_what_the_citations_of_a_package_come_from():
    def declared(name: str, line: int) -> Parameter:
        citations = (Citation("一", "安排"), Citation("二", "落实"))
        span = Span("a.pol", line, line + 1, line, 1)
        return Parameter(name, None, Scalar.WHOLE, (), citations, span)

    package = Package(
        name="small",
        declared_parameters=(declared("later", 9), declared("first", 1)),
        statements=(Statement(Citation("二", "各地"), "reason", Span("a.pol", 5, 6, 5, 1)),),
    )
    rules = rules_of(package)
    assert [rule.key for rule in rules] == ["first", "statement-1", "later"]
    cited = [citation for rule in rules for citation in rule.citations]
    assert sorted(cited, key=repr) == sorted((c for _, c in citations_of(package)), key=repr)
