"""Properties that hold for all data, searched with Hypothesis."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar
from linkage_rules.model.values import Period
from linkage_rules.records import RecordError, digest, validate

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(),
    st.text(st.characters()),
    st.binary(),
    st.builds(Period, st.integers(), st.integers()),
    st.from_regex(r"[-−]?[0-9]{1,25}(\.[0-9]{1,20})?\s?(万元|亿元|元|分|yuan|%|年|天| months)?"),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
    st.sampled_from(["yes", "否", "other", "自筹资金", "2022年12月7日"]),
)


def spellings(record_type):
    return list(record_type.by_spelling)


def data_like(record_type):
    """Data with the fields of the type now and then, and anything at all in them."""
    inner = [f.type.element for f in record_type.fields if isinstance(f.type, ListType)]
    known = [s for t in (record_type, *inner) if isinstance(t, RecordType) for s in spellings(t)]
    keys = st.sampled_from(known) | st.text(max_size=5) | st.integers() | st.none()
    return st.recursive(
        LEAVES,
        lambda children: st.one_of(
            st.lists(children, max_size=4),
            st.tuples(children, children),
            st.dictionaries(keys, children, max_size=6),
        ),
        max_leaves=20,
    )


def valid(type_, field=None):
    """Values of a type as people may write them."""
    if isinstance(type_, RecordType):
        return st.tuples(*(_given(f) for f in type_.fields)).map(
            lambda pairs: dict(pair for pair in pairs if pair)
        )
    if isinstance(type_, ListType):
        return st.lists(st.none() | valid(type_.element, field), max_size=3)
    if isinstance(type_, EnumType):
        return st.sampled_from([s for m in type_.members for s in (m.name, m.label) if s])
    return SCALARS[type_]


def _given(field):
    pair = st.tuples(st.just(field.name), valid(field.type, field))
    return pair if field.required else st.none() | pair


SCALARS = {
    Scalar.YES_NO: st.sampled_from([True, False, "yes", "no", "是", "否"]),
    Scalar.WHOLE: st.integers(0, 100_000),
    Scalar.NUMBER: st.fractions(0, 1, max_denominator=10**6) | st.sampled_from([0, 1, 0.5, "30%"]),
    Scalar.MONEY: st.integers(0, 10**18) | st.sampled_from(["120万元", "0.01元"]),
    Scalar.DATE: st.dates(min_value=date(2020, 1, 1)) | st.sampled_from(["2022-12-07"]),
    Scalar.PERIOD: st.builds(Period, st.integers(0, 10**6), st.integers(0, 10**6)),
    Scalar.TEXT: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
}


def relabelled(data, record_type, choose):
    """The same data with some fields under their label, and in another order."""
    fields = record_type.by_spelling
    renamed = [
        (
            fields[name].label if choose.draw(st.booleans()) else name,
            _relabelled_value(value, fields[name].type, choose),
        )
        for name, value in data.items()
    ]
    return dict(choose.draw(st.permutations(renamed)))


def _relabelled_value(value, type_, choose):
    if isinstance(type_, RecordType) and value is not None:
        return relabelled(value, type_, choose)
    if isinstance(type_, ListType):
        return [_relabelled_value(element, type_.element, choose) for element in value]
    return value


def exact_types(value):
    if isinstance(value, dict):
        return {name: exact_types(v) for name, v in value.items()}
    if isinstance(value, tuple):
        return [exact_types(v) for v in value]
    return type(value)


MODEL_TYPES = {bool, int, Fraction, date, Period, str, tuple, dict, type(None)}


def all_types(value):
    yield type(value)
    if isinstance(value, dict | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from all_types(inner)


def outcome(data, record_type):
    try:
        return validate(data, record_type), None
    except RecordError as error:
        return None, error


@pytest.mark.slow
@given(st.data())
def test_whatever_is_given_the_answer_is_a_record_or_a_record_error(project, data):
    record, error = outcome(data.draw(data_like(project)), project)
    if error:
        assert error.problems
        assert all(error.render(language).encode() for language in ("en", "zh"))
    else:
        assert set(all_types(record)) <= MODEL_TYPES


@pytest.mark.slow
@given(st.data())
def test_what_is_inside_a_valid_frame_is_a_record_or_a_record_error(project, data):
    frame = st.dictionaries(st.sampled_from(spellings(project)), data_like(project), max_size=4)
    record, error = outcome(data.draw(frame), project)
    if error:
        assert error.problems
        assert all(error.render(language).encode() for language in ("en", "zh"))
    else:
        assert set(all_types(record)) <= MODEL_TYPES
        assert validate(record, project) == record


@pytest.mark.slow
@given(st.data())
def test_a_validated_record_validates_to_itself(project, data):
    record = validate(data.draw(valid(project)), project)
    again = validate(record, project)
    assert again == record
    assert exact_types(again) == exact_types(record)


@pytest.mark.slow
@given(st.data())
def test_names_and_labels_say_the_same(project, data):
    by_name = data.draw(valid(project))
    by_label = relabelled(by_name, project, data)
    assert validate(by_label, project) == validate(by_name, project)


@pytest.mark.slow
@given(st.data())
def test_the_digest_follows_the_content_alone(project, data):
    by_name = data.draw(valid(project))
    record = validate(by_name, project)
    other = validate(relabelled(by_name, project, data), project)
    shuffled = dict(data.draw(st.permutations(list(other.items()))))
    assert digest(shuffled) == digest(record)
    known = {name: value for name, value in record.items() if value is not None}
    assert digest(known) == digest(record)


@pytest.mark.slow
@given(st.data())
def test_different_records_have_different_digests(project, data):
    one, two = (validate(data.draw(valid(project)), project) for _ in range(2))
    assert (digest(one) == digest(two)) == (one == two)
