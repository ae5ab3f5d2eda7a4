"""Claims about where sentences end."""

import pytest

from linkage_rules.sources.building import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙。", ["甲。", "乙。"]),
        ("甲；乙。", ["甲；乙。"]),
        ("做到“带得准”“带得稳”。乙。", ["做到“带得准”“带得稳”。", "乙。"]),
        ("“甲。”乙。", ["“甲。”", "乙。"]),
        ("（见附件。）乙", ["（见附件。）", "乙"]),
        ("怎么办？！乙?", ["怎么办？！", "乙?"]),
        ("甲。\n ”乙", ["甲。\n ”", "乙"]),
        (" 甲 。 乙 ", ["甲 。", "乙"]),
        ("1.5亿元。", ["1.5亿元。"]),
        ("甲", ["甲"]),
        (" \n", []),
    ],
)
def test_a_full_stop_ends_a_sentence_and_takes_what_closes_it(
    text: str, sentences: list[str]
) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, 0, len(text))] == sentences


def test_sentences_are_looked_for_between_the_offsets_only() -> None:
    assert list(sentence_spans("甲。乙。丙。", 2, 4)) == [(2, 4)]
