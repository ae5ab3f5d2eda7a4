"""GoRules ZEN as it is meant to be used: a decision graph, here of one node with all rules.

The graph is compiled once. A rule can build on another one before it, which spares asking for the
duty again.
"""

import json
from typing import Any

from engines import ALL_RULES, Contender, with_day_number
from engines.zen_expression import DUTY, RULES


def graph() -> str:
    """The graph in the JSON Decision Model: request, rules, response."""
    expressions = [
        {"id": f"x{number}", "key": f"rule_{number}", "value": _shared(rule, number)}
        for number, rule in zip(ALL_RULES, RULES, strict=True)
    ]
    kinds = (
        ("inputNode", {}),
        ("expressionNode", {"expressions": expressions}),
        ("outputNode", {}),
    )
    nodes = [
        {"id": f"n{place}", "name": kind, "type": kind, "position": {"x": 0, "y": 0}, "content": c}
        for place, (kind, c) in enumerate(kinds)
    ]
    edges = [
        {"id": f"e{place}", "type": "edge", "sourceId": f"n{place}", "targetId": f"n{place + 1}"}
        for place in range(2)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _shared(rule: str, number: int) -> str:
    return rule if number == 1 else rule.replace(DUTY, "$.rule_1")


def contender() -> Contender:
    import zen

    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(graph()))

    def answers(response: Any) -> tuple[bool, ...]:
        return tuple(response["result"][f"rule_{number}"] for number in ALL_RULES)

    return Contender(
        "zen-engine, decision", decision.evaluate, answers, with_day_number, "zen-engine"
    )
