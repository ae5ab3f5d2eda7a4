"""The engines that `benchmarks/peers.py` compares, one module each.

Each module has a function ``contender()`` that gives a `Contender`, and imports its package only
there. The twelve rules are those of `workload.by_hand`.
"""

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

ALL_RULES = tuple(range(1, 13))


def as_it_is(value: Any) -> Any:
    return value


@frozen
class Contender:
    """An engine with the twelve rules, or those it can express.

    ``prepare`` puts a record into the form the engine takes, once and outside the timing, which
    favours engines that cannot take records as they are. ``decide`` is what is timed. ``answers``
    reads from what it gives the answers to ``rules``, to be compared with the hand-written ones.
    """

    name: str
    decide: Callable[[Any], Any]
    answers: Callable[[Any], tuple[bool, ...]] = tuple
    prepare: Callable[[dict[str, Any]], Any] = as_it_is
    distribution: str | None = None
    without: dict[int, str] = field(factory=dict)
    """The rules it cannot express, each with the reason."""

    @property
    def rules(self) -> tuple[int, ...]:
        return tuple(rule for rule in ALL_RULES if rule not in self.without)


def with_day_number(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its date as the number of a day, for engines that have no dates."""
    return {**record, "start": record["start"].toordinal()}
