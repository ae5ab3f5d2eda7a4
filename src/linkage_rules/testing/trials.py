"""What became of a property that was tried on generated records."""

from datetime import date

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.model.package import Property
from linkage_rules.model.values import Record
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
    """A property tried on ``tried`` records drawn from ``seed``; ``None`` when none refutes it."""

    property: Property
    tried: int
    seed: int
    counterexample: Counterexample | None = None
