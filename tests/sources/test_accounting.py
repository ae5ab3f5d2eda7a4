"""Claims about the sentences that citations rest on."""

from pathlib import Path

from linkage_rules.model.norms import Citation
from linkage_rules.sources import SentenceKind, clause_tree, covered

ROOT = Path(__file__).resolve().parents[2]
TREE = clause_tree((ROOT / "policies" / "xiangtan_2022" / "source.txt").read_text("utf-8"))


def rested_on(*citations: tuple[str, Citation]) -> dict[tuple[str, int], tuple[str, ...]]:
    resting = covered(TREE, citations)
    return {(s.clause, s.number): labels for s, labels in resting.items() if labels}


def test_every_sentence_is_accounted_for_in_its_order_even_without_citations() -> None:
    assert list(covered(TREE, [])) == list(TREE.sentences)
    assert set(covered(TREE, []).values()) == {()}


def test_a_sentence_names_the_labels_that_touch_it_once_each_and_in_order() -> None:
    assert rested_on(
        ("no_entry", Citation("三.3", "不得纳入项目库")),
        ("no_approval", Citation("三.3", "不得审批实施")),
        ("no_entry", Citation("三.3", "没有建立联农带农机制")),
    ) == {("三.3", 2): ("no_entry", "no_approval")}


def test_a_quote_over_two_sentences_or_in_two_places_rests_on_both() -> None:
    assert rested_on(
        ("aims", Citation("一", "做到应带尽带。坚持")),
        ("linkage_duty", Citation("二.（三）", "原则上都要建立联农带农机制")),
    ) == {
        ("一", 2): ("aims",),
        ("一", 3): ("aims",),
        ("二.(三)", 1): ("linkage_duty",),
        ("二.(三)", 2): ("linkage_duty",),
    }


def test_a_single_character_of_a_sentence_is_enough() -> None:
    assert rested_on(("edge", Citation("三.4", "。总"))) == {
        ("三.4", 1): ("edge",),
        ("三.4", 2): ("edge",),
    }


def test_a_citation_whose_quote_is_not_there_rests_on_nothing() -> None:
    assert (
        rested_on(
            ("elsewhere", Citation("三.1", "不得纳入项目库")),
            ("misquoted", Citation("三.3", "不许纳入项目库")),
            ("unknown", Citation("四", "不得纳入项目库")),
            ("empty", Citation("三.3", " ")),
        )
        == {}
    )


def test_citing_whole_clauses_leaves_no_normative_sentence_open() -> None:
    whole = [
        (clause.path, Citation(clause.path, TREE.text[clause.span.start : clause.span.end]))
        for clause in TREE.clauses
    ]
    resting = covered(TREE, whole)
    open_sentences = [s for s, labels in resting.items() if not labels]
    assert [s for s in open_sentences if s.kind is SentenceKind.NORMATIVE] == []
