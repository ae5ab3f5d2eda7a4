"""Positions and changes are those of an editor, whatever a text is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range, TextDocumentContentChangeWholeDocument
from lsprotocol.types import TextDocumentContentChangePartial as Partial

from linkage_rules.editing.documents import Document, Encoding

TEXTS = st.text(alphabet="a县𠀀é\n\r\u2028\x85\x0b\x0c“”", max_size=40)


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\x0b", "\x0c", "\u2029", "\x1c"])
def test_only_line_feeds_and_carriage_returns_part_lines(separator: str) -> None:
    document = Document(f"a{separator}b\r\nc\rd\ne")
    assert document.lines == [f"a{separator}b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("encoding", "character"), [(Encoding.UTF_8, 7), (Encoding.UTF_16, 3), (Encoding.UTF_32, 2)]
)
def test_a_column_counts_the_units_that_were_agreed_on(encoding: Encoding, character: int) -> None:
    document = Document("x\r\n𠀀县b")
    assert document.position(4, encoding) == Position(line=1, character=character)
    assert document.offset(Position(line=1, character=character), encoding) == 4


@pytest.mark.parametrize(
    ("position", "offset"),
    [
        (Position(line=0, character=99), 2),
        (Position(line=1, character=1), 3),
        (Position(line=9, character=0), 5),
    ],
    ids=["behind a line", "inside a character", "behind the text"],
)
def test_a_position_that_is_none_is_the_one_before(position: Position, offset: int) -> None:
    assert Document("ab\n𠀀c").offset(position, Encoding.UTF_16) == offset


@given(TEXTS, st.sampled_from(Encoding), st.data())
def test_every_place_has_a_position_that_leads_back(
    text: str, encoding: Encoding, data: st.DataObject
) -> None:
    document = Document(text)
    offset = data.draw(st.integers(0, len(document.read)))
    assert document.offset(document.position(offset, encoding), encoding) == offset


@given(TEXTS, TEXTS, st.sampled_from(Encoding), st.data())
def test_a_change_changes_what_lies_between_its_positions(
    text: str, new: str, encoding: Encoding, data: st.DataObject
) -> None:
    document = Document(text)
    places = st.integers(0, len(document.read))
    start, end = sorted(data.draw(st.tuples(places, places)))
    there = document.range_between(start, end, encoding)
    changed = document.changed([Partial(range=there, text=new)], encoding)
    kept, rest = document.read[:start], document.read[end:]
    # How lines end is the text's own.
    assert changed.written.replace("\r", "").replace("\n", "") == (kept + new + rest).replace(
        "\r", ""
    ).replace("\n", "")


def test_changes_follow_one_another_and_a_whole_text_replaces_all() -> None:
    there = Range(start=Position(line=0, character=2), end=Position(line=0, character=3))
    changes = [
        TextDocumentContentChangeWholeDocument(text="𠀀县乡"),
        Partial(range=there, text=""),
        Partial(range=there, text="镇"),
    ]
    assert Document("x").changed(changes, Encoding.UTF_16).written == "𠀀镇"
