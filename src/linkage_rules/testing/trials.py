"""What became of a property that was tried on generated records."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import Factory, frozen

from linkage_rules.decisions import Decision
from linkage_rules.model.package import Property
from linkage_rules.model.values import Record
from linkage_rules.records import Wording
from linkage_rules.testing.checks import Check


@frozen
class Counterexample:
    """A record, as small as could be found, and a day on which a property is no.

    ``engine`` is the first one that says so; ``check`` is what the reference engine says.
    """

    record: Record
    as_of: date
    engine: str
    check: Check
    decision: Decision


@frozen
class Trial:
    """A property tried on ``tried`` records drawn from ``seed``; ``None`` when none refutes it.

    ``unasked`` are the engines that were not asked, and why: one whose library is not installed,
    or that does not take this policy.
    """

    property: Property
    tried: int
    seed: int
    counterexample: Counterexample | None = None
    unasked: Mapping[str, Wording] = Factory(dict)


def unasked_engines(trials: Iterable[Trial]) -> list[Wording]:
    """A line for each engine that some of the trials had to do without, and why."""
    lines: dict[Wording, None] = {}
    for trial in trials:
        for engine, why in trial.unasked.items():
            en = f"the {engine} engine was not asked: {why.en}"
            lines[Wording(en, f"未询问 {engine} 引擎：{why.zh}")] = None
    return list(lines)
