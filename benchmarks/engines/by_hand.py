"""The rules in plain Python; no validation, no reasons."""

from workload import by_hand, rule_by_rule

from engines import Contender


def contender() -> Contender:
    return Contender("hand-written Python, one loop a list", by_hand)


def readable() -> Contender:
    return Contender("hand-written Python, rule by rule", rule_by_rule)
