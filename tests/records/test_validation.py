"""Claims about whole records: spelling of fields, nesting, bounds, and every problem at once."""

import dataclasses
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from linkage_rules.model.types import Field, ListType, RecordType, Scalar
from linkage_rules.model.values import Period
from linkage_rules.records import RecordError, validate
from linkage_rules.records.limits import MAX_DEPTH, MAX_LISTED, MAX_VALUES


def problems(data, record_type):
    with pytest.raises(RecordError) as caught:
        validate(data, record_type)
    return {problem.where: problem for problem in caught.value.problems}


def reasons(data, record_type):
    return {path: str(problem.why) for path, problem in problems(data, record_type).items()}


def test_a_record_comes_out_complete_with_ascii_names_and_values_of_the_model(project):
    given = {
        "项目名称": "油茶种植",
        "operating": "是",
        "受益户数": Decimal("120"),
        "dividend_share": "30%",
        "总投资": "200万元",
        "approved_on": "2022年12月7日",
        "协议期限": "3年",
        "funds": [{"类型": "自筹资金", "金额": "80万元"}, None, {"type": "other"}],
        "涉及资金": ["self_raised", None, "other"],
        "yearly_income": (1, None, "2元"),
    }
    assert validate(given, project) == {
        "name": "油茶种植",
        "operating": True,
        "households": 120,
        "dividend_share": Fraction(3, 10),
        "investment": 200_000_000,
        "approved_on": date(2022, 12, 7),
        "term": Period(months=36),
        "main_fund": None,
        "funds": (
            {"type": "self_raised", "amount": 80_000_000},
            None,
            {"type": "other", "amount": None},
        ),
        "fund_types": ("self_raised", None, "other"),
        "yearly_income": (1, None, 200),
    }


def test_the_fields_stand_in_the_order_of_the_type_whatever_the_order_given(project):
    names = [field.name for field in project.fields]
    assert list(validate({"operating": True, "name": "油茶种植"}, project)) == names
    assert list(validate({}, project)) == names


def test_an_empty_record_is_unknown_throughout(project):
    assert set(validate({}, project).values()) == {None}


def test_an_empty_list_is_known_to_be_empty(project):
    assert validate({"funds": []}, project)["funds"] == ()


def test_the_given_data_is_left_as_it_is(project):
    fund = {"类型": "other"}
    given = {"funds": [fund], "name": "油茶种植"}
    result = validate(given, project)
    assert given == {"funds": [fund], "name": "油茶种植"}
    assert fund == {"类型": "other"}
    assert result["funds"][0] is not fund


@attrs.frozen
class AttrsFund:
    type: str
    amount: int | None = None


@dataclasses.dataclass
class DataclassFund:
    type: str
    amount: int | None = None


@dataclasses.dataclass
class DataclassProject:
    name: str
    funds: list[Any]


@pytest.mark.parametrize(
    "fund",
    [
        {"type": "other", "amount": 5},
        OrderedDict(type="other", amount=5),
        AttrsFund("other", 5),
        DataclassFund("other", 5),
    ],
    ids=lambda fund: type(fund).__name__,
)
def test_a_record_may_be_a_mapping_or_an_attrs_or_dataclass_instance(fund, project):
    result = validate(DataclassProject("油茶种植", [fund]), project)
    assert result["name"] == "油茶种植"
    assert result["funds"] == ({"type": "other", "amount": 5},)


def test_an_attribute_that_was_never_set_is_unknown():
    @attrs.define
    class Late:
        name: str = attrs.field(init=False)

    village = RecordType("Village", "村", (Field("name", "名称", Scalar.TEXT),))
    assert validate(Late(), village) == {"name": None}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (None, "a Python NoneType"),
        ([], "a list"),
        ("项目", "text"),
        (3, "a whole number"),
        (AttrsFund, "a Python type"),
        (DataclassFund, "a Python type"),
        (object(), "a Python object"),
        ({1, 2}, "a Python set"),
    ],
)
def test_what_is_no_record_is_a_problem_of_the_whole(data, kind, project):
    assert reasons(data, project) == {"": f"wrong type, this is {kind}"}


def test_every_problem_of_a_record_is_found_in_one_go(project):
    given = {
        "operating": 1,
        "受益户数": -1,
        "dividend_share": 0.1,
        "approved_on": "2023-02-30",
        "main_fund": {"amount": "12.345元"},
        "funds": [{"type": "self_rased"}, {"type": "other", "amount": "-1元"}, "x"],
        "fund_types": ["other", 3],
        "yearly_income": [1, -1],
        "budget": 3,
    }
    assert reasons(given, project) == {
        "operating": "wrong type, this is a whole number",
        "households": "less than 0",
        "dividend_share": "a floating-point number that only comes near the decimal it shows",
        "approved_on": "no such day in the calendar",
        "main_fund.amount": "not a whole number of fen",
        "main_fund.type": "missing, although the field is required",
        "funds[0].type": "not one of the listed values",
        "funds[1].amount": "less than 0 yuan",
        "funds[2]": "wrong type, this is text",
        "fund_types[1]": "wrong type, this is a whole number",
        "yearly_income[1]": "less than 0 yuan",
        "budget": "unknown field",
    }


@pytest.mark.parametrize(
    ("key", "path", "hint"),
    [
        ("investmnt", "investmnt", "did you mean investment?"),
        ("Investment", "Investment", "did you mean investment?"),
        (" 总投资", '[" 总投资"]', "did you mean 总投资?"),
        ("受益农户数", "受益农户数", "did you mean 受益户数?"),
        ("", '[""]', None),
        ("colour", "colour", None),
        ("x" * 100, f'["{"x" * 59}…"]', None),
        ('a"\n', '["a\\"\\n"]', None),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_spelling(key, path, hint, project):
    found = problems({key: "value"}, project)
    assert list(found) == [path]
    assert str(found[path].why) == "unknown field"
    assert found[path].value == '"value"'
    assert (found[path].hint and str(found[path].hint)) == hint


def test_an_unknown_field_is_a_problem_even_when_its_value_is_unknown(project):
    assert reasons({"funds": [{"type": "other", "level": None}]}, project) == {
        "funds[0].level": "unknown field"
    }


@pytest.mark.parametrize("key", [1, None, ("name",), True])
def test_a_field_name_that_is_not_text_is_a_problem_of_the_record(key, project):
    assert reasons({"funds": [{"type": "other", key: 1}]}, project) == {
        "funds[0]": "a field name that is not text"
    }


@pytest.mark.parametrize("values", [(1, 1), (1, 2), (None, 1), (None, None)])
def test_a_field_given_by_name_and_by_label_is_given_twice(values, project):
    given = dict(zip(("investment", "总投资"), values, strict=True))
    assert reasons(given, project) == {"investment": "the field is given twice"}


@pytest.mark.parametrize("fund", [{}, {"type": None}, {"类型": None}])
def test_a_required_field_must_be_known(fund, project):
    found = problems({"funds": [fund]}, project)
    assert list(found) == ["funds[0].type"]
    assert found["funds[0].type"].value == ""
    assert str(found["funds[0].type"].hint) == "add the field type"
    assert found["funds[0].type"].hint.zh == "请填写“类型”"


def test_a_required_field_that_is_wrong_is_not_called_missing(project):
    assert list(problems({"main_fund": {"type": 3}}, project)) == ["main_fund.type"]


BOUNDS = [
    ("households", 0, None),
    ("households", -1, "less than 0"),
    ("households", 100_000, None),
    ("households", 100_001, "more than 100000"),
    ("dividend_share", "100%", None),
    ("dividend_share", "100.1%", "more than 1"),
    ("investment", "0元", None),
    ("investment", "-0.01元", "less than 0 yuan"),
    ("approved_on", "2020-01-01", None),
    ("approved_on", "2019-12-31", "earlier than 2020-01-01"),
]


@pytest.mark.parametrize(("name", "value", "why"), BOUNDS)
def test_bounds_are_inclusive(name, value, why, project):
    if why is None:
        validate({name: value}, project)
    else:
        assert reasons({name: value}, project) == {name: why}


def test_a_bound_is_told_in_the_unit_of_its_type():
    limits = {"minimum": date(2020, 1, 1), "maximum": date(2025, 12, 31)}
    record_type = RecordType(
        "R",
        None,
        (
            Field("money", None, Scalar.MONEY, maximum=200_000_000),
            Field("day", None, Scalar.DATE, **limits),
        ),
    )
    found = problems({"money": "201万元", "day": "2026-01-01"}, record_type)
    assert found["money"].expected.zh == "不大于 200万元"
    assert found["money"].expected.en == "at most 2 million yuan"
    assert found["day"].expected.zh == "不晚于 2025年12月31日"
    assert problems({"day": "2019-01-01"}, record_type)["day"].expected.zh == "不早于 2020年1月1日"


@pytest.mark.parametrize(
    "value", ["other", {"type": "other"}, {"other"}, (x for x in ["other"]), range(2), b"other"]
)
def test_only_a_list_or_a_tuple_is_a_list(value, project):
    found = problems({"fund_types": value}, project)
    assert str(found["fund_types"].why).startswith("wrong type")
    assert "[…]" in str(found["fund_types"].hint)


def nested_type(levels: int) -> RecordType:
    inner = RecordType("Level", None, (Field("x", None, Scalar.WHOLE),))
    for _ in range(levels - 1):
        inner = RecordType("Level", None, (Field("x", None, inner),))
    return inner


def nested_data(levels: int, innermost: Any = 1) -> Mapping[str, Any]:
    data = {"x": innermost}
    for _ in range(levels - 1):
        data = {"x": data}
    return data


def test_a_record_may_be_nested_up_to_the_bound_and_not_beyond():
    validate(nested_data(MAX_DEPTH), nested_type(MAX_DEPTH))
    (problem,) = problems(nested_data(50), nested_type(50)).values()
    assert problem.where == ".".join("x" * MAX_DEPTH)
    assert str(problem.why) == f"nested deeper than {MAX_DEPTH} levels"


@pytest.mark.parametrize("levels", [50, 100_000])
def test_an_object_nested_where_it_does_not_belong_is_one_problem(levels, project):
    data = nested_data(levels)
    assert reasons({"name": data}, project) == {"name": "wrong type, this is a record"}
    assert reasons({"funds": [data]}, project) == {
        "funds[0].x": "unknown field",
        "funds[0].type": "missing, although the field is required",
    }


def test_lists_nested_beyond_the_bound_are_a_problem():
    type_ = Scalar.WHOLE
    for _ in range(5000):
        type_ = ListType(type_)
    value = 1
    for _ in range(5000):
        value = [value]
    record_type = RecordType("R", None, (Field("x", None, type_),))
    (why,) = reasons({"x": value}, record_type).values()
    assert why == f"nested deeper than {MAX_DEPTH} levels"
    assert reasons({"x": 1}, record_type) == {"x": "wrong type, this is a whole number"}


def test_data_that_holds_itself_ends_in_problems_too():
    endless = [None] * 100
    endless += [endless] * 2
    type_ = Scalar.WHOLE
    for _ in range(30):
        type_ = ListType(type_)
    with pytest.raises(RecordError) as caught:
        validate({"x": endless}, RecordType("R", None, (Field("x", None, type_),)))
    assert MAX_LISTED < len(caught.value.problems) + caught.value.omitted <= 2 * MAX_VALUES
    myself = {}
    myself["x"] = myself
    assert len(problems(myself, nested_type(5))) == 1


def test_a_record_has_a_bounded_number_of_values():
    record_type = RecordType("R", None, (Field("xs", None, ListType(Scalar.WHOLE)),))
    most = [None] * (MAX_VALUES - 1)
    assert len(validate({"xs": most}, record_type)["xs"]) == MAX_VALUES - 1
    assert reasons({"xs": [*most, None]}, record_type) == {
        "xs": f"the record has more than {MAX_VALUES} values"
    }


def test_the_bound_counts_the_values_of_all_levels_together():
    rows = ListType(ListType(Scalar.WHOLE))
    record_type = RecordType("R", None, (Field("rows", None, rows),))
    row = [None] * (MAX_VALUES // 2)
    assert list(problems({"rows": [row, row]}, record_type)) == ["rows[1]"]


def test_problems_beyond_the_bound_are_counted():
    record_type = RecordType("R", None, (Field("xs", None, ListType(Scalar.YES_NO)),))
    with pytest.raises(RecordError) as caught:
        validate({"xs": [0] * (MAX_LISTED + 7)}, record_type)
    assert len(caught.value.problems) == MAX_LISTED
    assert caught.value.omitted == 7
    assert str(caught.value).startswith(f"The record has {MAX_LISTED + 7} problems:\n")
    assert caught.value.render("zh").endswith("\n……另有7个问题")


def test_a_text_of_megabytes_is_shown_by_its_beginning(project):
    (problem,) = problems({"name": "长" * 10_000_000}, project).values()
    assert problem.value == f'"{"长" * 59}…"'
    assert str(problem.why) == "the text has 10000000 characters"
    assert len(str(problem)) < 400


@pytest.mark.parametrize(
    "name", ["operating", "households", "investment", "approved_on", "term", "fund_types"]
)
def test_a_text_of_megabytes_is_refused_by_every_type(name, project):
    for text in ("1" * 10_000_000, " " * 10_000_000, "是" * 10_000_000):
        (problem,) = problems({name: text}, project).values()
        assert len(problem.value) <= 120
