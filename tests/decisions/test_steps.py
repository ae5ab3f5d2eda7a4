"""Each kind of expression is explained by the parts that decide it."""

from typing import Any

import pytest

from .judging import judge

FIELDS = """\
policy steps
enum kind
  grain
  fruit
record Fund
  kind: kind
  amount: money
record Project
  a: yes/no
  b: yes/no
  x: whole number
  y: whole number
  day: date
  numbers: list of whole number
  funds: list of Fund
  main: Fund
parameter limit: money
  = 2万元
parameter lost: whole number
  = 1 from 2001-01-01 to 2001-12-31
"""

YES_NO = [
    ("not a", {"a": True}, "- a: yes"),
    ("a and b", {"a": True, "b": True}, "- a and b: yes\n  - a: yes\n  - b: yes"),
    ("a and b", {"b": False}, "- a and b: no\n  - b: no"),
    ("a and b", {"b": True}, "- a and b: unknown\n  - a: unknown – needed"),
    ("a or b", {"b": True}, "- a or b: yes\n  - b: yes"),
    ("a or b", {"a": False, "b": False}, "- a or b: no\n  - a: no\n  - b: no"),
    ("a implies b", {"a": False}, "- a implies b: yes\n  - a: no"),
    ("a implies b", {"b": True}, "- a implies b: yes\n  - b: yes"),
    ("a implies b", {"a": True, "b": False}, "- a implies b: no\n  - a: yes\n  - b: no"),
    ("x < y + 1", {"x": 1, "y": 1}, "- x < y + 1: yes\n  - x: 1\n  - y + 1 = 2\n    - y: 1"),
    ("x < y", {"x": 1}, "- x < y: unknown\n  - y: unknown – needed"),
    (
        "x < lost",
        {},
        "- x < lost: unknown\n  - x: unknown\n  - parameter lost has no value on 2023-05-01",
    ),
    ("x between 1 and y", {"x": 2, "y": 3}, "- x between 1 and y: yes\n  - x: 2\n  - y: 3"),
    ("x in {1, y}", {"x": 2, "y": 3}, "- x in {1, y}: no\n  - x: 2\n  - y: 3"),
    ("x in numbers", {"x": 2, "numbers": [2]}, "- x in numbers: yes\n  - x: 2\n  - numbers: 2"),
    (
        "x in numbers",
        {"x": 2, "numbers": [1, None]},
        "- x in numbers: unknown\n  - numbers[1]: unknown – needed",
    ),
    (
        "if a then b else x > 1",
        {"a": True, "b": False},
        "- if a then b else x > 1: no\n  - a: yes\n  - b: no",
    ),
    ("if a then b else x > 1", {}, "- if a then b else x > 1: unknown\n  - a: unknown – needed"),
    ("a is known", {"a": False}, "- a is known: yes\n  - a: no"),
    (
        "a is known",
        {},
        "- a is known: no\n"
        "  - Note: this rests on the record not saying a. "
        "Once that is reported, the answer may turn\n"
        "    round.",
    ),
    (
        "some n in numbers has n > 2",
        {"numbers": [1, 3, None]},
        "- some n in numbers has n > 2: yes\n  - numbers[1] – n > 2: yes\n    - numbers[1]: 3",
    ),
    (
        "every n in numbers has n > 2",
        {"numbers": [3, None]},
        "- every n in numbers has n > 2: unknown\n"
        "  - numbers[1] – n > 2: unknown\n"
        "    - numbers[1]: unknown – needed",
    ),
    (
        "every n in numbers has n > 2",
        {"numbers": []},
        "- every n in numbers has n > 2: yes\n  - numbers: an empty list",
    ),
    (
        "some f in funds has f.amount > limit",
        {},
        "- some f in funds has f.amount > limit: unknown\n  - funds: unknown – needed",
    ),
    ("main.kind = grain", {}, "- main.kind = grain: unknown\n  - main.kind: unknown – needed"),
    (
        "main.kind = grain",
        {"main": {"kind": "fruit"}},
        "- main.kind = grain: no\n  - main.kind: fruit",
    ),
    (
        "day + 1 month <= as_of",
        {"day": "2023-05-01"},
        "- day + 1 month <= as_of: no\n"
        "  - day + 1 month = 2023-06-01\n"
        "    - day: 2023-05-01\n"
        "  - as_of = 2023-05-01",
    ),
]


@pytest.mark.parametrize(("means", "data", "expected"), YES_NO)
def test_a_condition_is_explained_by_what_decides_it(
    means: str, data: dict[str, Any], expected: str
) -> None:
    decision = judge(f"{FIELDS}fact told of Project means {means}\n", data)
    lines = decision.explain("told", "en").splitlines()
    steps = [line for line in lines[1:] if not line.startswith(("- To settle", "- No field"))]
    warning = "- Note: the answer rests in part"
    cut = next((n for n, line in enumerate(steps) if line.startswith(warning)), len(steps))
    assert "\n".join(steps[:cut]) == expected


FIGURES = [
    ("money", "limit / 3", {}, "limit / 3 = 20000/3 yuan\n  - parameter limit = 20000 yuan"),
    (
        "number",
        "x / y",
        {"x": 1, "y": 0},
        "x / y: unknown – cannot be computed from these values\n  - x: 1\n  - y: 0",
    ),
    ("whole number", "-x", {"x": 3}, "-x = -3\n  - x: 3"),
    (
        "whole number",
        "years between day and as_of",
        {"day": "2020-05-02"},
        "years between day and as_of = 2\n  - day: 2020-05-02\n  - as_of = 2023-05-01",
    ),
    (
        "whole number",
        "count(numbers)",
        {"numbers": [1, 2]},
        "count(numbers) = 2\n  - numbers: 1, 2",
    ),
    (
        "whole number",
        "count(f in funds where f.kind = grain)",
        {"funds": [{"kind": "grain"}, {"kind": "fruit"}]},
        "count(f in funds where f.kind = grain) = 1\n"
        "  - funds[0] – counted\n"
        "    - f.kind = grain: yes\n"
        "      - funds[0].kind: grain\n"
        "  - funds[1] – left out\n"
        "    - f.kind = grain: no\n"
        "      - funds[1].kind: fruit",
    ),
    (
        "money",
        "sum(f.amount over f in funds)",
        {"funds": [{"amount": 100}, {}]},
        "sum(f.amount over f in funds): unknown\n  - funds[1].amount: unknown – needed",
    ),
    (
        "whole number",
        "min(n over n in numbers where n > 5)",
        {"numbers": [1]},
        "min(n over n in numbers where n > 5): unknown – cannot be computed from these values\n"
        "  - numbers[0] – left out\n"
        "    - n > 5: no\n"
        "      - numbers[0]: 1",
    ),
    (
        "whole number",
        "max(n over n in numbers)",
        {"numbers": []},
        "max(n over n in numbers): unknown – cannot be computed from these values\n"
        "  - numbers: an empty list",
    ),
]


@pytest.mark.parametrize(("type_", "means", "data", "expected"), FIGURES)
def test_a_figure_is_explained_by_what_it_is_computed_from(
    type_: str, means: str, data: dict[str, Any], expected: str
) -> None:
    decision = judge(f"{FIELDS}fact told of Project: {type_} means {means}\n", data)
    lines = decision.explain("told", "en").splitlines()
    steps = [line for line in lines[1:] if not line.startswith(("- To settle", "- No field"))]
    assert "\n".join(steps) == f"- {expected}"


def test_a_parameter_is_cited_once() -> None:
    policy = (
        f'{FIELDS}parameter cap: whole number\n  = 3\n  cites 五 "不超过3个"\n'
        "fact told of Project means x < cap and y < cap\n"
    )
    told = judge(policy, {"x": 1, "y": 2}).explain("told", "en")
    assert told.count("“不超过3个”") == 1
    assert told.count("parameter cap = 3") == 2
