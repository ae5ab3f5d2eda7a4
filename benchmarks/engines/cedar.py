"""Cedar: authorisation policies on Rust, one permit for each rule.

Cedar has sets and no lists, and asks nothing of the elements of a set one by one. The kinds of
funds and modes are therefore given to it as sets, made outside the timing.
"""

import json
from datetime import date
from typing import Any

from workload import ASSISTANCE, CONTRACTED, TRANSITION

from engines import Contender

_ONE_BY_ONE = "asks nothing of the elements of a set one by one"
_NO_SUM = "has no sum over a set"

_ASSISTED = f"context.fund_types.containsAny({json.dumps(sorted(ASSISTANCE))})"
_MUST = f"context.operating && ({_ASSISTED} || context.in_asset_management)"
_CONTRACTED = json.dumps(sorted(CONTRACTED))
_FIRST, _LAST = map(date.toordinal, TRANSITION)

RULES = {
    1: _MUST,
    2: f"{_MUST} && !context.mechanism",
    3: f"{_MUST} && !context.effects_clear",
    6: f"context.mode_kinds.containsAny({_CONTRACTED}) && !context.agreement_signed",
    8: f"context.operating && !{_ASSISTED} && !context.mode_kinds.isEmpty()",
    10: f"context.start >= {_FIRST} && context.start <= {_LAST}",
}
WITHOUT = {
    **{4: _NO_SUM, 5: _NO_SUM, 9: _NO_SUM, 11: _NO_SUM},
    **{7: _ONE_BY_ONE, 12: _ONE_BY_ONE},
}


def request(record: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in record.items() if type(value) is bool}
    return {
        "principal": 'Office::"county"',
        "action": 'Action::"judge"',
        "resource": f'Project::"{record["id"]}"',
        "context": {
            **told,
            "start": record["start"].toordinal(),
            "fund_types": sorted({fund["type"] for fund in record["funds"]}),
            "mode_kinds": sorted({mode["mode"] for mode in record["modes"]}),
        },
    }


def contender() -> Contender:
    import cedarpy

    # Permits are called policy0, policy1 … in the order they are written.
    permits = [
        f"permit(principal, action, resource) when {{ {condition} }};"
        for condition in RULES.values()
    ]
    policies = cedarpy.PolicySet.from_str("\n".join(permits))
    entities = cedarpy.Entities.from_json_str("[]")

    def decide(asked: dict[str, Any]) -> Any:
        return cedarpy.is_authorized(asked, policies, entities)

    def answers(result: Any) -> tuple[bool, ...]:
        assert not result.diagnostics.errors, result.diagnostics.errors
        return tuple(
            f"policy{number}" in result.diagnostics.reasons for number in range(len(RULES))
        )

    return Contender("cedarpy", decide, answers, request, "cedarpy", WITHOUT)
