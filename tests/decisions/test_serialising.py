"""A decision as JSON is exact, complete, and what the published schema says."""

import copy
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from linkage_rules.decisions import Decision
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import Status, VerdictStatus
from tests.golden import matches

from .cases import CASES, LINKAGE, Case
from .judging import judge
from .test_explanation_properties import decisions

SCHEMA_FILE = Path(str(files("linkage_rules") / "decision.schema.json"))
SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

TYPES = """\
policy types "各种值"
enum kind "种类"
  grain "粮食"
record Fund "资金"
  amount "金额": money
record Project "项目"
  day: date
  kind: kind
  name: text
  share: number
  funds: list of Fund
  main: Fund
fact yes_no of Project means day > 2020-01-01
fact whole of Project: whole number means count(funds)
fact number of Project: number means share / 3
fact money of Project: money means sum(f.amount over f in funds)
fact third of Project: money means sum(f.amount over f in funds) / 3
fact moved of Project: date means day + 1 month
fact period of Project: period
  means if day > 2020-01-01 then 15 days else 3 years
fact text of Project: text means name
fact member of Project: kind means kind
fact listed of Project: list of Fund means funds
fact record_ of Project: Fund means main
"""
EXACT = {
    "day": "2023-01-31",
    "kind": "grain",
    "name": "油茶",
    "share": "0.3",
    "funds": [{"amount": "1.00元"}, {"amount": "9000000000000000.01元"}],
    "main": {"amount": None},
}

VERDICTS = [verdict.value for verdict in VerdictStatus]
STATUSES = [status.value for status in Status]
LISTED: dict[tuple[str, ...], list[str]] = {
    ("modality",): [modality.value for modality in Modality],
    ("strength",): [strength.value for strength in Strength],
    ("verdict", "properties", "status"): VERDICTS,
    ("possible", "items"): [value for value in VERDICTS if value != "undetermined"],
    ("norm", "properties", "status"): STATUSES,
    ("answer", "oneOf", "1", "properties", "value"): sorted({*STATUSES, *VERDICTS}),
    **{
        (kind, "additionalProperties", "properties", side): values
        for kind, values in (("verdicts", VERDICTS), ("norms", STATUSES))
        for side in ("before", "after")
    },
}
"""The places of the schema that list what the model can answer, by the end of their path."""


def with_the_answers_of_the_model(schema: Any, path: tuple[str, ...] = ()) -> Any:
    if isinstance(schema, list):
        return [
            with_the_answers_of_the_model(item, (*path, str(place)))
            for place, item in enumerate(schema)
        ]
    if not isinstance(schema, dict):
        return schema
    listed = next((v for end, v in LISTED.items() if path[-len(end) :] == end), None)
    if "enum" in schema and listed is not None:
        return {**schema, "enum": listed}
    return {
        key: with_the_answers_of_the_model(inner, (*path, key)) for key, inner in schema.items()
    }


def test_the_schema_lists_the_answers_of_the_model():
    found = with_the_answers_of_the_model(SCHEMA)
    matches(SCHEMA_FILE, json.dumps(found, indent=2, ensure_ascii=False) + "\n")


_ABOUT = ("label", "layer", "digest", "citations")


def everything(value: Any) -> Iterator[Any]:
    yield value
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from everything(part)


@pytest.fixture(scope="module")
def decision() -> Decision:
    return judge(LINKAGE, {"id": "P-1", "operating": True, "funds": [{}], "idle": True})


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_decision_is_what_the_schema_says(case: Case) -> None:
    VALIDATOR.validate(judge(case.policy, case.data, case.as_of).to_dict())


@settings(max_examples=25)
@given(decisions())
def test_every_decision_is_what_the_schema_says(decision: Decision) -> None:
    VALIDATOR.validate(json.loads(decision.to_json()))


Damage = Callable[[dict[str, Any]], object]
DAMAGES: dict[str, Damage] = {
    "another format": lambda d: d.update(format="decision"),
    "another version": lambda d: d.update(format_version=99),
    "a key too many": lambda d: d.update(note="…"),
    "a key too few": lambda d: d.pop("missing"),
    "a key too many in the policy": lambda d: d["policy"].update(url="…"),
    "a short digest": lambda d: d.update(record_digest="abc"),
    "a day that is none": lambda d: d.update(as_of="1 May 2023"),
    "an unknown verdict": lambda d: d["verdicts"]["enter_library"].update(status="maybe"),
    "no possible verdict": lambda d: d["verdicts"]["enter_library"].update(possible=[]),
    "an unknown status": lambda d: d["norms"]["no_entry"].update(status="broken"),
    "applies as a truth": lambda d: d["norms"]["no_entry"].update(applies=True),
    "a citation without words": lambda d: d["norms"]["no_entry"]["citations"][0].pop("quote"),
    "a floating point amount": lambda d: d["facts"]["total"].update(value=1.5),
    "an amount as text": lambda d: d["facts"]["total"].update(value="120万元"),
    "a value without a type": lambda d: d["facts"]["total"].pop("type"),
    "a value of another type": lambda d: d["facts"]["total"].update(type="yes_no", value="yes"),
    "a path that is none": lambda d: d["missing"].append("funds[x]"),
    "a field missing twice": lambda d: d["missing"].append(d["missing"][0]),
    "a node without words": lambda d: d["derivations"]["norms"]["no_entry"].pop("sentence"),
    "a node of no kind": lambda d: d["derivations"]["norms"]["no_entry"].update(kind="other"),
    "a node with a stranger": lambda d: d["derivations"]["norms"]["no_entry"].update(html="<b>"),
    "a deep node of no kind": lambda d: d["derivations"]["norms"]["no_entry"]["parts"][-1].update(
        kind=1
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_document_is_not_what_the_schema_says(decision: Decision, damage: Damage) -> None:
    document = copy.deepcopy(decision.to_dict())
    VALIDATOR.validate(document)
    damage(document)
    assert not VALIDATOR.is_valid(document)


def test_values_are_exact_and_say_their_type() -> None:
    facts = judge(TYPES, EXACT).to_dict()["facts"]
    stated = {
        name: {key: part for key, part in fact.items() if key not in _ABOUT}
        for name, fact in facts.items()
    }
    whole = {"type": "record", "record": "Fund"}
    assert stated == {
        "yes_no": {"type": "yes_no", "value": True},
        "whole": {"type": "whole", "value": 2},
        "number": {"type": "number", "value": "1/10"},
        "money": {"type": "money", "value": 900000000000000101},
        "third": {"type": "money", "value": "900000000000000101/3"},
        "moved": {"type": "date", "value": "2023-02-28"},
        "period": {"type": "period", "value": "P0M15D"},
        "text": {"type": "text", "value": "油茶"},
        "member": {"type": "enum", "enum": "kind", "value": "grain"},
        "listed": {
            "type": "list",
            "value": [
                {**whole, "value": {"amount": {"type": "money", "value": 100}}},
                {**whole, "value": {"amount": {"type": "money", "value": 900000000000000001}}},
            ],
        },
        "record_": {**whole, "value": {"amount": {"type": "money", "value": None}}},
    }


def test_what_is_unknown_is_null() -> None:
    facts = judge(TYPES, {}).to_dict()["facts"]
    assert {name: fact["value"] for name, fact in facts.items()} == dict.fromkeys(facts)
    VALIDATOR.validate(judge(TYPES, {}).to_dict())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_no_floating_point_number_is_written(case: Case) -> None:
    document = judge(case.policy, case.data, case.as_of).to_dict()
    assert not [value for value in everything(document) if isinstance(value, float)]


def test_the_text_of_a_decision_holds_what_its_dictionary_holds(decision: Decision) -> None:
    assert json.loads(decision.to_json()) == decision.to_dict()


def test_the_same_decision_has_the_same_text(decision: Decision) -> None:
    again = judge(LINKAGE, {"idle": True, "funds": [{}], "operating": True, "id": "P-1"})
    assert again.to_json() == decision.to_json()


def test_chinese_is_written_as_it_is(decision: Decision) -> None:
    assert "没有建立联农带农机制和明确成效的，不得纳入项目库" in decision.to_json()


def test_names_are_sorted_and_missing_fields_keep_their_order(decision: Decision) -> None:
    document = decision.to_dict()
    for part in ("verdicts", "norms", "facts"):
        assert list(document[part]) == sorted(document[part])
    assert document["missing"] == list(decision.missing)


def test_whatever_an_explanation_only_names_is_explained_under_its_own_name(
    decision: Decision,
) -> None:
    derivations = decision.to_dict()["derivations"]
    homes = {"verdict": "verdicts", "norm": "norms", "fact": "facts"}
    seen = [node for node in everything(derivations) if isinstance(node, dict) and node.get("seen")]
    assert {node["kind"] for node in seen} >= {"norm", "fact"}
    for node in seen:
        if node["kind"] in homes:
            assert node["name"] in derivations[homes[node["kind"]]]
    for home in homes.values():
        assert all("seen" not in node for node in derivations[home].values())
