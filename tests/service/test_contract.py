"""What the service says of itself in OpenAPI is so."""

import re

import pytest

from linkage_rules.policy.loading import load
from tests.places import ROOT, module_at
from tests.service.conftest import DAY, PROJECT, Client

pytestmark = pytest.mark.filterwarnings("ignore:Using `httpx` with `starlette.testclient`")


@pytest.fixture(scope="module")
def document(ask: Client):
    return ask("GET", "/openapi.json").json()


def test_it_is_openapi_3_1_and_every_name_in_it_is_there(document):
    assert document["openapi"] == "3.1.0"
    named = set(re.findall(r"'\$ref': '#/components/schemas/([^']+)'", str(document)))
    assert named == named & document["components"]["schemas"].keys()
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))


def test_what_is_sent_is_what_the_policy_says_of_its_records(document):
    policy = load("xiangtan_2022")
    judged = {norm.record_type for norm in policy.package.norms.values()}
    for name in judged:
        sent = document["paths"][f"/policies/xiangtan_2022/{name}/evaluate"]["post"]["requestBody"]
        reference = f"#/components/schemas/xiangtan_2022.{name}"
        assert sent["content"]["application/json"]["schema"] == {"$ref": reference}
        refer = "#/components/schemas/xiangtan_2022.{name}"
        schema = policy.json_schema(name, refer=refer)
        held = {f"xiangtan_2022.{one}": part for one, part in schema.pop("$defs", {}).items()}
        del schema["$schema"]
        assert document["components"]["schemas"].items() >= held.items()
        assert document["components"]["schemas"][f"xiangtan_2022.{name}"] == schema


def test_names_are_those_of_the_policy(document):
    explain = document["paths"]["/policies/xiangtan_2022/Project/explain"]["post"]
    (name,) = (one for one in explain["parameters"] if one["name"] == "name")
    assert {"enter_library", "no_mechanism_no_entry"} <= {*name["schema"]["enum"]}


@pytest.mark.parametrize("allowed", [False, True])
def test_policies_in_requests_are_described_where_they_are_taken(service, allowed: bool):
    document = service(allow_policies=allowed)("GET", "/openapi.json").json()
    assert ("/texts/check" in document["paths"]) == allowed
    assert ("'goal'" in str(document["paths"])) == allowed


@pytest.fixture(scope="module")
def fuzzing():
    return module_at(ROOT / "fuzz" / "service.py", "fuzzing_the_service")


@pytest.mark.slow
def test_requests_made_up_from_the_description_are_answered_as_it_says(fuzzing):
    counted = {one.label: fuzzing.try_out(one, 3) for one in fuzzing.operations()}
    assert len(counted) == 18
    # Most questions are really answered, and none of the requests makes the service fail.
    answered = [label for label, found in counted.items() if found["positive 200"]]
    assert len(answered) >= 10
    assert not [found for found in counted.values() for status in found if " 50" in status]


@pytest.mark.parametrize("form", ["verdicts", "summary", "full"])
def test_an_answer_in_each_form_is_what_the_description_says(ask: Client, document, form: str):
    from jsonschema import Draft202012Validator

    schemas = document["components"]["schemas"]
    name = {"verdicts": "Verdicts", "summary": "Summary", "full": "Decision"}[form]
    assert "$ref" not in str(schemas[name])
    record = {"id": "P-1", "operating": True}
    answer = ask("POST", f"{PROJECT}/evaluate?{DAY}&form={form}", record).json()
    Draft202012Validator(schemas[name]).validate(answer)
    assert not Draft202012Validator(schemas[name]).is_valid(answer | {"verdicts": 1})
