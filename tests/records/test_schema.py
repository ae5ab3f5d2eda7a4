"""The JSON Schema of a record type says what the reader of records says, as far as a schema can."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import linkage_rules as lr
from linkage_rules.errors import ArgumentError
from linkage_rules.model.types import (
    EnumType,
    Field,
    ListType,
    Member,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.model.values import Period
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError, validate
from linkage_rules.records.schema import json_schema
from linkage_rules.testing.generation.strategies import policies, records
from linkage_rules.testing.plain_records import as_given, damaged
from linkage_rules.words.literals import write_number, write_period

KIND = EnumType("kind", "种类", (Member("new", "新建"), Member("old", None)))
PART = RecordType("Part", "部分", (Field("kind", "种类", KIND, required=True),))
CASES: list[tuple[Type, list[Any], list[Any]]] = [
    (Scalar.YES_NO, [True, False, "yes", "否", None], [0, 1, "true", "maybe", []]),
    (Scalar.WHOLE, [0, -3, 2.0, 10**18, None], ["12", 1.5, True, 10**18 + 1]),
    (
        Scalar.NUMBER,
        [0, 0.5, "0.3", "30%", "-1.5", " 7 ", "−2％", None],
        ["three", "1,000", True, 10**18 + 1, [1]],
    ),
    (
        Scalar.MONEY,
        [1200, "120万元", "12.50 yuan", "2million yuan", "2 million yuan", "-5角", None],
        ["120", "120万", "12.50", "1,200元", 0.5, True, {}],
    ),
    (
        Scalar.DATE,
        ["2022-12-07", "2022-1-7", "2022年12月7日", " 2022 年 1 月 7 日 ", "never", "从未", None],
        ["2022-12", "20221207", "2022-12-07T00:00:00", "7.12.2022", 20221207],
    ),
    (Scalar.PERIOD, ["3年", "15 days", "1年6个月", "2周", None], ["3", "P3Y", 3]),
    (Scalar.TEXT, ["", "甲村", "x" * 100_000, None], [1, True, "x" * 100_001, []]),
    (KIND, ["new", "新建", "old", None], ["New", "旧", 1]),
    (PART, [{"kind": "new"}, None], [{}, {"kind": None}, {"kind": "new", "sort": 1}, "new"]),
    (
        ListType(KIND),
        [[], ["new", None, "新建"], None],
        ["new", {"new": True}, ["rebuilt"], [["new"]]],
    ),
    (ListType(PART), [[{"kind": "old"}, None]], [[{"kind": "old"}, {}]]),
    (ListType(ListType(Scalar.WHOLE)), [[[1], None, [None]]], [[1]]),
]


def shape(type_: Type, **settings: Any) -> RecordType:
    return RecordType("Case", "案例", (Field("value", "值", type_, **settings),))


def accepts(schema: dict[str, Any], data: object) -> bool:
    return Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER
    ).is_valid(data)


def taken(data: object, type_: RecordType) -> bool:
    try:
        validate(data, type_)
    except RecordError:
        return False
    return True


@pytest.mark.parametrize(
    ("type_", "value", "right"),
    [(t, v, r) for t, good, bad in CASES for r, vs in ((True, good), (False, bad)) for v in vs],
    ids=lambda part: str(part)[:30],
)
def test_a_value_is_valid_under_the_schema_if_the_reader_takes_it(type_, value, right):
    data, of = {"value": value}, shape(type_)
    assert (taken(data, of), accepts(json_schema(of), data)) == (right, right)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Scalar.NUMBER, "0.1234567890123456789"),
        (Scalar.NUMBER, 0.1),
        (Scalar.MONEY, "0.5分"),
        (Scalar.MONEY, "999999999亿元"),
        (Scalar.DATE, "2022年2月30日"),
        (Scalar.PERIOD, "12345678年"),
        (Scalar.TEXT, "\ud800"),
    ],
)
def test_what_no_form_says_only_the_reader_refuses(type_, value):
    data, of = {"value": value}, shape(type_)
    assert (taken(data, of), accepts(json_schema(of), data)) == (False, True)


@pytest.mark.parametrize("value", [" new ", " 是"])
def test_blanks_around_a_name_are_taken_by_the_reader_alone(value):
    of = shape(KIND if value.strip() == "new" else Scalar.YES_NO)
    assert (taken({"value": value}, of), accepts(json_schema(of), {"value": value})) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("type_", "bounds", "value", "right"),
    [
        (Scalar.WHOLE, (1, 3), 1, True),
        (Scalar.WHOLE, (1, 3), 0, False),
        (Scalar.WHOLE, (1, 3), 4, False),
        (Scalar.MONEY, (0, None), 0, True),
        (Scalar.MONEY, (0, None), -1, False),
        (Scalar.NUMBER, (Fraction(1, 4), 1), 0.25, True),
        (Scalar.NUMBER, (Fraction(1, 4), 1), 0.125, False),
        (ListType(Scalar.WHOLE), (0, None), [0, -1], False),
    ],
)
def test_bounds_hold_for_numbers(type_, bounds, value, right):
    of = shape(type_, minimum=bounds[0], maximum=bounds[1])
    assert (taken({"value": value}, of), accepts(json_schema(of), {"value": value})) == (
        right,
        right,
    )


def test_what_only_the_reader_can_tell_is_told_in_words():
    of = shape(Scalar.DATE, minimum=date(2020, 1, 1), maximum=date(2025, 12, 31))
    told = json_schema(of)["properties"]["value"]["description"]
    assert told.splitlines() == [
        "日期，如 “2022-12-07”“2022年12月7日”，不早于 2020年1月1日，不晚于 2025年12月31日。"
        "不填或填 null 即未知。",
        'A day such as "2022-12-07" or "2022年12月7日", 2020-01-01 or later, 2025-12-31 or earlier.'
        " Unknown if absent or null.",
    ]


def test_what_is_required_is_neither_absent_nor_unknown():
    of = shape(Scalar.TEXT, required=True)
    schema = json_schema(of)
    assert schema["required"] == ["value"]
    for data in ({}, {"value": None}):
        assert (taken(data, of), accepts(schema, data)) == (False, False)


def test_fields_bear_their_labels_where_that_is_asked_for():
    schema = json_schema(shape(PART), by_label=True)
    assert accepts(schema, {"值": {"种类": "新建"}})
    assert not accepts(schema, {"value": {"kind": "new"}})


def test_a_type_is_described_once_and_found_where_the_caller_keeps_it():
    of = RecordType("Pair", None, (Field("a", None, PART), Field("b", None, ListType(PART))))
    schema = json_schema(of, refer="#/components/schemas/{name}")
    assert sorted(schema["$defs"]) == ["Part", "kind"]
    assert schema["properties"]["b"]["anyOf"][0]["items"]["anyOf"][0] == {
        "$ref": "#/components/schemas/Part"
    }


def test_a_name_may_hold_anything():
    odd = RecordType("a b/~%", None, (Field("q r", None, Scalar.TEXT),))
    schema = json_schema(shape(odd, required=True))
    assert accepts(schema, {"value": {"q r": "x"}})
    assert not accepts(schema, {"value": {"q": "x"}})


def shipped() -> list[tuple[str, str]]:
    of_interest = {"xiangtan_2022": ("Project", "Village"), "vocabulary": ("Operator", "Fund")}
    return [(name, shape) for name, shapes in of_interest.items() for shape in shapes]


@pytest.mark.parametrize(("policy", "record_type"), shipped())
def test_the_schemas_of_shipped_policies_are_schemas(policy, record_type):
    for by_label in (False, True):
        schema = lr.load(policy).json_schema(record_type, by_label=by_label)
        Draft202012Validator.check_schema(schema)
        assert json.loads(json.dumps(schema)) == schema


def test_a_record_type_that_is_not_there_is_told_with_the_near_name():
    with pytest.raises(RecordError, match="did you mean Project"):
        lr.load("vocabulary").json_schema("Projekt")


def in_json(value: Any) -> Any:
    """A record of the strategies as it stands in a JSON file, or None for what no file can hold."""
    match value:
        case dict():
            return {name: in_json(part) for name, part in value.items()}
        case list() | tuple():
            return [in_json(part) for part in value]
        case Fraction():
            written = write_number(value)
            return None if "/" in written or len(written.partition(".")[2]) > 18 else written
        case Period():
            return write_period(value, "en")
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case bytes() | set():
            return None
    return value


@pytest.mark.parametrize("name", ["Project", "Village"])
def test_every_generated_record_of_the_shipped_policy_is_valid(name):
    policy = lr.load("xiangtan_2022")
    validator = Draft202012Validator(policy.json_schema(name))

    @settings(max_examples=8)
    @given(records(policy, name))
    def holds(record):
        validator.validate(in_json(record))

    holds()


@settings(max_examples=30)
@given(st.data())
def test_what_the_schema_refuses_the_reader_refuses(data):
    policy: Policy = data.draw(policies())
    of = policy.record_type("Case")
    record = validate(data.draw(records(policy, "Case")), of)
    random = Random(data.draw(st.integers(0, 2**16)))
    found = in_json(damaged(as_given(record, of, random), random))
    named = accepts(policy.json_schema("Case"), found)
    labelled = accepts(policy.json_schema("Case", by_label=True), found)
    if taken(found, of):
        assert named or labelled or mixed(found, of)


def mixed(found: Any, type_: Type) -> bool:
    """Whether some fields of a record, or of one in it, bear their labels and others do not."""
    return any(key in labels_in(type_) for key in keys_in(found))


def keys_in(found: Any) -> set[Any]:
    match found:
        case dict():
            return {*found}.union(*map(keys_in, found.values()))
        case list():
            return set().union(*map(keys_in, found))
    return set()


def labels_in(type_: Type) -> set[str | None]:
    match type_:
        case RecordType(fields=fields):
            return {f.label for f in fields}.union(*(labels_in(f.type) for f in fields))
        case ListType(element):
            return labels_in(element)
    return set()


@pytest.mark.parametrize(
    "refer",
    [
        "{nope}",
        "{",
        "}",
        "{0}",
        "{}",
        "{name.x}",
        "{name[0]}",
        "{name!r}",
        "{name:>9}",
        "x",
        5,
        None,
    ],
)
def test_where_types_are_found_is_told_by_their_name_alone(refer):
    with pytest.raises(ArgumentError, match="refer") as raised:
        json_schema(shape(PART), refer=refer)
    assert raised.value.render("zh")
