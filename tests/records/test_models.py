"""Records, decisions and problems in FastAPI: what is asked, answered, and shown."""

import json
import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any

import pydantic
import pytest
from jsonschema import Draft202012Validator

import linkage_rules as lr
from linkage_rules.model.types import Field, ListType, RecordType, Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.records import Problem, RecordError, validate
from linkage_rules.records.models import model
from tests.policies import policy_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # It is about the library that it speaks HTTP with.
    from fastapi.testclient import TestClient

from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse

DAY = date(2023, 5, 1)
RECORD = {
    "id": "P-1",
    "operating": "是",
    "funds": [{"金额": "120万元", "type": "bridging_subsidy"}],
}


@cache
def shipped() -> Policy:
    return lr.load("xiangtan_2022")


@pytest.fixture(scope="module")
def client():
    app = FastAPI()
    Project = shipped().pydantic_model("Project")  # noqa: N806 - it is a class

    @app.post("/decision")
    def decision(record: Project) -> lr.Decision:
        return shipped().evaluate(record, as_of=DAY)

    @app.post("/without-annotation")
    def without(record: Project):
        return shipped().evaluate(record, as_of=DAY)

    @app.post("/inside")
    def inside(records: list[Project]) -> dict[str, lr.Decision]:
        return {one.id: shipped().evaluate(one, as_of=DAY) for one in records}

    @app.post("/summary")
    def summary(record: Project) -> dict[str, Any]:
        return shipped().evaluate(record, as_of=DAY).summary()

    @app.post("/raw")
    def raw(record: dict[str, Any]) -> dict[str, Any]:
        return shipped().evaluate(record, as_of=DAY).summary()

    @app.post("/problems")
    def problems(record: dict[str, Any]) -> RecordError | None:
        try:
            validate(record, shipped().record_type("Project"))
        except RecordError as error:
            return error
        return None

    @app.post("/problems-without-annotation")
    def bare(record: dict[str, Any]):
        return problems(record)

    @app.post("/told")
    def told(error: Annotated[RecordError, Body()], problem: Annotated[Problem, Body()]) -> Problem:
        assert error.problems[0] == problem
        return problem

    @app.post("/filed")
    def filed(decision: Annotated[lr.Decision, Body()]) -> str:
        return decision.policy

    @app.exception_handler(RecordError)
    def refused(_: Request, error: RecordError) -> JSONResponse:
        return JSONResponse(error.to_dict(), status_code=422)

    return TestClient(app)


@pytest.fixture(scope="module")
def components(client):
    return client.get("/openapi.json").json()["components"]["schemas"]


@pytest.mark.parametrize("path", ["/decision", "/without-annotation"])
def test_a_decision_is_answered_as_its_document(client, path):
    answer = client.post(path, json=RECORD)
    assert answer.status_code == 200
    assert answer.json() == shipped().evaluate(RECORD, as_of=DAY).to_dict()


def test_decisions_stand_inside_other_answers(client):
    answer = client.post("/inside", json=[RECORD])
    assert answer.json() == {"P-1": shipped().evaluate(RECORD, as_of=DAY).to_dict()}


def test_a_summary_is_answered(client):
    assert client.post("/summary", json=RECORD).json()["record"] == {"id": "P-1"}


def test_problems_of_a_request_are_told_at_their_places(client):
    wrong = {"operating": "maybe", "fundz": [], "funds": [{"amount": "12.345元"}, {"x": 1}]}
    answer = client.post("/decision", json=wrong)
    assert answer.status_code == 422
    found = {tuple(one["loc"]): one for one in answer.json()["detail"]}
    assert set(found) == {
        ("body", "id"),
        ("body", "operating"),
        ("body", "fundz"),
        ("body", "funds", 0, "amount"),
        ("body", "funds", 1, "x"),
    }
    amount = found["body", "funds", 0, "amount"]
    assert amount["type"].startswith("REC-")
    assert amount["msg"] == "不是整数分 / not a whole number of fen"
    assert amount["ctx"]["hint"]["zh"] == "金额请精确到分"


@pytest.mark.parametrize("path", ["/problems", "/problems-without-annotation", "/raw"])
def test_an_error_is_answered_with_all_its_problems(client, path):
    record = {"id": "P-1", "opperating": True}
    answer = client.post(path, json=record).json()
    with pytest.raises(RecordError) as caught:
        validate(record, shipped().record_type("Project"))
    assert answer == caught.value.to_dict()


def test_an_error_may_be_asked_about(client):
    with pytest.raises(RecordError) as caught:
        validate({"id": "P-1", "opperating": True}, shipped().record_type("Project"))
    error = caught.value.to_dict()
    asked = {"error": error, "problem": error["problems"][0]}
    assert client.post("/told", json=asked).json() == error["problems"][0]
    asked["error"] = {**error, "problems": []}
    assert client.post("/told", json=asked).status_code == 422


@pytest.mark.parametrize("body", [{}, [], {"format": "linkage-rules/decision"}, "x"])
def test_what_is_no_decision_is_told(client, body):
    assert client.post("/filed", json=body).status_code == 422


def test_openapi_shows_the_fields_of_a_record(components):
    project = components["Project"]
    assert project["required"] == ["id"]
    assert project["additionalProperties"] is False
    assert [*project["properties"]] == [f.name for f in shipped().record_type("Project").fields]
    amount = components["Fund"]["properties"]["amount"]
    assert amount["title"] == "金额 (amount)"
    assert [form.get("type") for form in amount["anyOf"]] == ["integer", "string", "null"]


def test_openapi_shows_the_document_of_a_decision(client):
    found = client.get("/openapi.json").json()["paths"]["/decision"]["post"]
    schema = found["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator.check_schema(schema)
    document = shipped().evaluate(RECORD, as_of=DAY).to_dict()
    Draft202012Validator(schema).validate(document)
    assert not Draft202012Validator(schema).is_valid({**document, "verdicts": 1})
    assert "$ref" not in json.dumps(schema)


def test_what_the_model_takes_is_valid_under_its_own_schema():
    Project = shipped().pydantic_model("Project")  # noqa: N806 - it is a class
    schema = Project.model_json_schema()
    record = {"id": "P-1", "operating": "是", "funds": [{"amount": "120万元"}]}
    Draft202012Validator(schema).validate(record)
    assert not Draft202012Validator(schema).is_valid({**record, "operating": 3})


def test_a_model_holds_what_was_read_and_is_taken_again():
    Project = shipped().pydantic_model("Project")  # noqa: N806 - it is a class
    record = Project(**RECORD)
    assert record.operating is True
    assert record.funds[0].amount == 120_000_000
    assert record.funds[0].level is None
    assert shipped().evaluate(record, as_of=DAY) == shipped().evaluate(RECORD, as_of=DAY)
    assert Project.model_validate_json(record.model_dump_json()) == record
    assert shipped().pydantic_model("项目") is Project


VALUES = RecordType(
    "Values",
    None,
    (
        Field("share", "比例", Scalar.NUMBER),
        Field("term", None, Scalar.PERIOD),
        Field("day", None, Scalar.DATE),
        Field("class", None, Scalar.TEXT, required=True),
        Field("copy", None, Scalar.TEXT),
        Field("_hidden", None, Scalar.TEXT),
        Field("a b", None, ListType(Scalar.NUMBER)),
        Field("model_dump", None, Scalar.WHOLE),
    ),
)


def test_values_that_json_has_no_form_for_come_back_as_they_were():
    given = {
        "share": Decimal("0.3"),
        "term": "3年",
        "day": "2022-12-07",
        "class": "x",
        "copy": "y",
        "_hidden": "z",
        "a b": [0.5, None],
        "model_dump": 3,
    }
    made = model(VALUES)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = made.model_validate(given)
    text = found.model_dump_json(by_alias=True)
    assert json.loads(text) == {**given, "share": "0.3", "term": "3 years", "a b": ["0.5", None]}
    assert validate(found, VALUES) == validate(given, VALUES)
    assert [*made.model_json_schema()["properties"]] == [f.name for f in VALUES.fields]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0.1", Fraction(1, 10)), ("0.30", Fraction(3, 10)), ("1e-3", Fraction(1, 1000))],
)
def test_a_decimal_of_a_request_is_the_one_that_was_written(written, meant):
    text = f'{{"class": "x", "share": {written}}}'
    assert model(VALUES).model_validate_json(text).share == meant
    assert model(VALUES).model_validate(json.loads(text)).share == meant


def test_a_float_that_was_computed_is_refused():
    with pytest.raises(pydantic.ValidationError, match="floating-point"):
        model(VALUES).model_validate({"class": "x", "share": 0.1 + 0.2})


def test_models_of_two_policies_stand_beside_each_other():
    Project = shipped().pydantic_model("Project")  # noqa: N806 - it is a class
    other = policy_of("policy p\nrecord Project\n  id: text required\n  size: whole number\n")
    first, second = Project, other.pydantic_model("Project")
    both = pydantic.TypeAdapter(first | second).json_schema()
    assert len([name for name in both["$defs"] if "Project" in name]) == 2
