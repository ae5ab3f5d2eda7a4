"""This library with `workload.pol`: statuses of all norms and verdicts on all actions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from engines import ALL_RULES, Contender

DAY = date(2024, 1, 1)
_POLICY = Path(__file__).parents[1] / "workload.pol"


def _answers(decision: Any) -> tuple[bool, ...]:
    return tuple(decision.norms[f"rule_{number}"].applies for number in ALL_RULES)


def _contender(how: str, **options: Any) -> Contender:
    import linkage_rules as lr

    evaluate = lr.load(_POLICY).evaluate

    def decide(record: dict[str, Any]) -> Any:
        return evaluate(record, as_of=DAY, **options)

    return Contender(f"linkage_rules, {how}", decide, _answers, distribution="linkage-rules")


def validated() -> Contender:
    return _contender("every record validated")


def assumed_valid() -> Contender:
    return _contender("`assume_valid=True`", assume_valid=True)


def all_read() -> Contender:
    """Every status and verdict read from the decision, as one who shows them all does."""
    contender = _contender("validated, every answer read")
    decide: Callable[[Any], Any] = contender.decide

    def decide_and_read(record: dict[str, Any]) -> Any:
        decision = decide(record)
        for norm in decision.norms.values():
            norm.status  # noqa: B018
        for verdict in decision.verdicts.values():
            verdict.status  # noqa: B018
        return decision

    return Contender(contender.name, decide_and_read, _answers, distribution="linkage-rules")


def reference() -> Contender:
    return _contender("the reference engine", engine="reference")
