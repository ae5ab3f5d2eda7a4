"""A record on which a mutant decides otherwise than the policy: the example that is missing."""

from datetime import date

from attrs import frozen
from hypothesis import given, seed
from hypothesis import strategies as st

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import Record
from linkage_rules.testing.generation.records import as_of_dates
from linkage_rules.testing.generation.searching import searching
from linkage_rules.testing.generation.steered_records import Target, steered_records
from linkage_rules.testing.mutation.mutants import Mutant


@frozen
class Telling:
    """A record and a day on which a policy and its mutant give different answers."""

    record_type: RecordType
    record: Record
    as_of: date


class _FoundError(Exception):
    def __init__(self, found: Telling) -> None:
        super().__init__()
        self.found = found


def telling_record(package: Package, mutant: Mutant, tries: int, start: int) -> Telling | None:
    """The smallest record found on which the mutant gives another answer; ``None`` if none was.

    That none was found is no proof: the mutant may be equivalent, or differ on rare records only.
    """
    kinds = [mutant.record_type] if mutant.record_type else _judged(package)
    shapes = [package.record_types[name] for name in kinds]
    days = as_of_dates(package)
    targets = _targets(package, mutant.name)

    @seed(start)
    @searching(tries)
    @given(st.data())
    def search(data: st.DataObject) -> None:
        shape, day = data.draw(st.sampled_from(shapes)), data.draw(days)
        record = data.draw(steered_records(package, shape, targets, day))
        if _answers(package, shape, record, day) != _answers(mutant.package, shape, record, day):
            raise _FoundError(Telling(shape, record, day))

    try:
        search()
    except _FoundError as error:
        return error.found
    return None


def _judged(package: Package) -> list[str]:
    return [name for name, steps in package.orders.items() if steps]


def _targets(package: Package, name: str) -> list[Target]:
    """Every answer of the condition that was changed, or that the changed declaration has."""
    asked: Expression | None = None
    if name in package.norms:
        asked = model.NormApplies(name)
    elif name in package.facts and package.facts[name].type is Scalar.YES_NO:
        asked = package.facts[name].means
    elif name in package.actions:
        asked = package.actions[name].done_when
    return [] if asked is None else [(asked, answer) for answer in (True, False, None)]


def _answers(package: Package, shape: RecordType, record: Record, day: date) -> object:
    evaluation = Evaluation(package, shape, record, day)
    outcome = evaluation.outcome()
    return (
        [(norm.applies, norm.status) for norm in outcome.norms.values()],
        [(verdict.status, verdict.by) for verdict in outcome.verdicts.values()],
        evaluation.fact_values(),
    )
