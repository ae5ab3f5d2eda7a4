"""Amounts, days and numbers in full-width characters, as Chinese input methods write them."""

import json

import pytest

from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.records import RecordError, read_records, validate

SHAPE = RecordType(
    "Project",
    "项目",
    tuple(Field(kind.name.lower(), None, kind) for kind in Scalar if kind is not Scalar.TEXT),
)
WRITTEN = {
    "money": ("１２０万元", "120万元"),
    "date": ("２０２３年５月１日", "2023年5月1日"),
    "number": ("３０％", "30%"),
    "period": ("３年", "3年"),
}


@pytest.mark.parametrize("field", WRITTEN)
def test_the_hint_says_what_to_write_and_means_the_same(field, tmp_path):
    written, plain = WRITTEN[field]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{field: written}]), "utf-8")
    (entry,) = read_records(path)
    with pytest.raises(RecordError) as raised:
        entry.validated(SHAPE)
    (problem,) = raised.value.problems
    assert problem.hint.en == f"write it in half-width characters: {plain}"
    assert problem.hint.zh == f"请用半角字符书写：{plain}"
    assert validate({field: plain}, SHAPE)[field] is not None


def test_days_and_decimals_in_full_width(tmp_path):
    for written, field, plain in (
        ("２０２３－０５－０１", "date", "2023-05-01"),
        ("１．５", "number", "1.5"),
        ("１２.５万元", "money", "12.5万元"),
    ):
        with pytest.raises(RecordError) as raised:
            validate({field: written}, SHAPE)
        assert raised.value.problems[0].hint.en.endswith(plain)
        assert validate({field: plain}, SHAPE)[field] is not None


def test_a_whole_number_in_full_width_is_written_without_quotes():
    with pytest.raises(RecordError) as raised:
        validate({"whole": "３０"}, SHAPE)
    hint = raised.value.problems[0].hint
    assert hint.en == "write it in half-width characters: 30, without quotes"


@pytest.mark.parametrize(
    "written", ["约１２０万元", "一百二十万元", "１２０", "元", "１，２００万元"]
)
def test_what_is_no_amount_in_half_width_either_has_no_such_hint(written):
    with pytest.raises(RecordError) as raised:
        validate({"money": written}, SHAPE)
    hint = raised.value.problems[0].hint
    assert hint is None or "half-width" not in hint.en
