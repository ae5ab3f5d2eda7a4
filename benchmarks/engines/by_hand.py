"""The rules as a careful programmer writes them; no validation, no reasons."""

from workload import by_hand

from engines import Contender


def contender() -> Contender:
    return Contender("hand-written Python", by_hand)
