"""JsonLogic in Python (the package json-logic-qubit): rules are JSON, interpreted each time."""

from datetime import date
from typing import Any

from workload import ASSISTANCE, CONTRACTED, SMALL, TRANSITION

from engines import Contender, with_day_number


def _var(name: str) -> dict[str, Any]:
    return {"var": name}


def _total(items: str, name: str) -> dict[str, Any]:
    added = {"+": [_var("accumulator"), _var(f"current.{name}")]}
    return {"reduce": [_var(items), added, 0]}


_FIRST, _LAST = map(date.toordinal, TRANSITION)
_ASSISTED = {"some": [_var("funds"), {"in": [_var("type"), sorted(ASSISTANCE)]}]}
_MUST = {"and": [_var("operating"), {"or": [_ASSISTED, _var("in_asset_management")]}]}
_POOR = _total("modes", "poor_households")
_REACHED = _total("modes", "households")
_COUNT = {"reduce": [_var("modes"), {"+": [_var("accumulator"), 1]}, 0]}
# Passes through the modes with the first kind, until another is met.
_KINDS = {
    "reduce": [
        _var("modes"),
        {
            "if": [
                {"in": [_var("accumulator"), ["none", _var("current.mode")]]},
                _var("current.mode"),
                "several",
            ]
        },
        "none",
    ]
}

RULES = tuple(
    {"!!": [rule]}
    for rule in (
        _MUST,
        {"and": [_MUST, {"!": _var("mechanism")}]},
        {"and": [_MUST, {"!": _var("effects_clear")}]},
        {
            "and": [
                *(_var("implemented"), _MUST),
                {"or": [{"==": [_POOR, 0]}, _var("assets_idle"), _var("operating_loss")]},
            ]
        },
        {"and": [_var("implemented"), _var("nominal"), {"==": [_REACHED, 0]}]},
        {
            "and": [
                {"some": [_var("modes"), {"in": [_var("mode"), sorted(CONTRACTED)]}]},
                {"!": _var("agreement_signed")},
            ]
        },
        {
            "some": [
                _var("modes"),
                {"and": [{"==": [_var("mode"), "share"]}, {"<": [_var("floor_return_bp"), 100]}]},
            ]
        },
        {"and": [_var("operating"), {"!": [_ASSISTED]}, {">=": [_COUNT, 1]}]},
        {
            "and": [
                {"<": [_total("funds", "amount"), SMALL]},
                {"==": [_var("asset_owner"), "village"]},
            ]
        },
        {"<=": [_FIRST, _var("start"), _LAST]},
        {
            "and": [
                *(_var("mechanism"), _var("effects_clear")),
                {">=": [{"*": [_POOR, 100]}, {"*": [30, _REACHED]}]},
                {"==": [_KINDS, "several"]},
            ]
        },
        {"!": [{"some": [_var("modes"), {"<": [_var("households"), 1]}]}]},
    )
)


def contender() -> Contender:
    from json_logic import jsonLogic

    def decide(record: dict[str, Any]) -> list[bool]:
        return [jsonLogic(rule, record) for rule in RULES]

    return Contender(
        "json-logic-qubit", decide, prepare=with_day_number, distribution="json-logic-qubit"
    )
