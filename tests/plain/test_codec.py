"""Plain data: what is written comes back as it was, and what nobody wrote is told."""

import json
from datetime import date
from enum import Enum
from fractions import Fraction

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.norms import Interval
from linkage_rules.model.spans import Span
from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar
from linkage_rules.model.values import Period
from linkage_rules.plain.reading import DocumentError, Entry, loaded, untagged, untagged_fields
from linkage_rules.plain.writing import FORMATS, chosen, plain, tagged, written
from linkage_rules.words.messages import Phrase

KIND = EnumType("Kind", None, (Member("a", None), Member("b", None)))
FUND = RecordType("Fund", None, (Field("amount", None, Scalar.MONEY), Field("kind", None, KIND)))
TYPES = {
    Scalar.YES_NO: st.booleans(),
    Scalar.WHOLE: st.integers(),
    Scalar.NUMBER: st.fractions(max_denominator=1000),
    Scalar.MONEY: st.integers(),
    Scalar.DATE: st.dates(),
    Scalar.PERIOD: st.builds(Period, st.integers(0, 999), st.integers(0, 999)),
    Scalar.TEXT: st.text(st.characters(exclude_categories=["Cs"])),
    KIND: st.sampled_from(["a", "b"]),
}
PROJECT = RecordType(
    "Project",
    None,
    (
        *(Field(f"f{number}", None, type_) for number, type_ in enumerate(TYPES)),
        Field("fund", None, FUND),
        Field("days", None, ListType(Scalar.DATE)),
    ),
)
FUNDS = st.fixed_dictionaries(
    {"amount": st.none() | TYPES[Scalar.MONEY], "kind": st.none() | TYPES[KIND]}
)
RECORDS = st.fixed_dictionaries(
    {f"f{number}": st.none() | values for number, values in enumerate(TYPES.values())}
    | {
        "fund": st.none() | FUNDS,
        "days": st.none() | st.lists(st.none() | st.dates(), max_size=3).map(tuple),
    }
)


def known(value):
    """A value as the reader of records is given it: lists, and records without what is unknown."""
    if isinstance(value, dict):
        return {name: known(part) for name, part in value.items() if part is not None}
    return [known(part) for part in value] if isinstance(value, tuple) else value


@given(RECORDS)
def test_a_record_comes_back_from_its_text_as_it_was(record):
    text = written(tagged(record, PROJECT)["value"]).encode()
    assert untagged_fields(loaded(text)) == known(record)


@given(RECORDS)
def test_nothing_written_is_a_floating_point_number(record):
    def refuse(text):
        raise AssertionError(text)

    json.loads(written(tagged(record, PROJECT)), parse_float=refuse, parse_constant=refuse)


class Colour(Enum):
    RED = "red"


@frozen
class Painted:
    colour: Colour
    called: Phrase
    on: tuple[date, ...]


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (None, None),
        (True, True),
        (Fraction(4, 2), 2),
        (Fraction(1, 3), "1/3"),
        (date(2023, 5, 1), "2023-05-01"),
        (Interval(None, date(2023, 5, 1)), {"from": None, "to": "2023-05-01"}),
        (Span("a.pol", 10, 14, 2, 3), {"file": "a.pol", "line": 2, "column": 3}),
        ({Colour.RED: (1, "x")}, {"red": [1, "x"]}),
        (
            Painted(Colour.RED, Phrase("door", "门"), (date(2023, 5, 1),)),
            {"colour": "red", "called": {"en": "door", "zh": "门"}, "on": ["2023-05-01"]},
        ),
    ],
)
def test_plain_data_of(value, data):
    assert plain(value) == data


@pytest.mark.parametrize("value", [0.5, object(), b"text", (1, 0.5), {"a": {0.5}}])
def test_what_is_none_of_it_is_an_error_of_the_caller(value):
    with pytest.raises(TypeError):
        plain(value)


def test_chosen_attributes_stand_under_their_names():
    assert chosen(Painted(Colour.RED, Phrase("a", "甲"), ()), "colour") == {"colour": "red"}


def test_every_document_says_what_it_is():
    for name, format_ in FORMATS.items():
        head = format_.head
        assert head == {"format": f"linkage-rules/{name}", "format_version": format_.version}
        assert Entry(head).is_of(format_)
        assert not any(Entry(head).is_of(other) for other in FORMATS.values() if other != format_)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[1.0]",
        b"[NaN]",
        b"[1e3]",
        b'"\\ud83d"',
        b'{"\\ud83d": 1}',
        b"\xff",
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_a_text_that_is_no_document_is_told(text):
    with pytest.raises(DocumentError) as caught:
        loaded(text)
    assert caught.value.why.zh
    assert caught.value.why.en


DEEP = {"type": "text", "value": "x"}
for _ in range(40):
    DEEP = {"type": "list", "value": [DEEP]}


@pytest.mark.parametrize(
    "found",
    [
        [],
        "text",
        {"type": "date", "value": "2023-02-30"},
        {"type": "date", "value": 20230501},
        {"type": "period", "value": "P1Y"},
        {"type": "number", "value": "1/0"},
        {"type": "number", "value": "1.5"},
        {"type": "money", "value": "100"},
        {"type": "yes_no", "value": 1.5},
        {"type": "record", "value": [1]},
        {"type": "list", "value": {}},
        {"type": "nothing", "value": 1},
        {"value": 1},
        DEEP,
    ],
)
def test_a_value_that_nobody_wrote_is_told(found):
    with pytest.raises(DocumentError):
        untagged(found)


ASKED = [
    ("text", 1),
    ("text", "x" * 100_001),
    ("date", "yesterday"),
    ("yes_or_no", 1),
    ("list", {}),
    ("entry", []),
    ("entries", {"a": 1}),
]


@pytest.mark.parametrize(("way", "found"), ASKED)
def test_a_part_that_is_something_else_is_told_by_its_name(way, found):
    with pytest.raises(DocumentError):
        getattr(Entry({"part": found}), way)("part")


@pytest.mark.parametrize("way", ["text", "date", "yes_or_no", "list", "entry", "part"])
def test_a_part_that_is_missing_is_told_by_its_name(way):
    with pytest.raises(DocumentError) as caught:
        getattr(Entry({}), way)("part")
    assert "part" in caught.value.why.en
    assert "part" in caught.value.why.zh


def test_a_member_that_does_not_exist_is_told():
    assert Entry({"colour": "red"}).member(Colour, "colour") is Colour.RED
    with pytest.raises(DocumentError):
        Entry({"colour": "green"}).member(Colour, "colour")
