"""Which answers a change may affect, and both policies reduced to what these rest on."""

from collections.abc import Iterable

from attrs import evolve, frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of, reached, told_by
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.testing.mutation.mutants import Mutant


@frozen
class Pair:
    """A policy and its mutant for records of one type, both reduced to what the change may affect.

    ``steps`` are those whose answers may differ, in the order of evaluation.
    """

    record_type: RecordType
    steps: tuple[Step, ...]
    package: Package
    mutant: Package


def pairs(package: Package, mutant: Mutant) -> tuple[Pair, ...]:
    """One pair for each record type for which the change may affect an answer."""
    found = []
    for name, order in package.orders.items():
        touched = _touched(package, mutant, order)
        if touched:
            needed = reached(touched, lambda step: told_by(step, package))
            kept = tuple(step for step in package.order if step in needed)
            narrow = (evolve(whole, order=kept) for whole in (package, mutant.package))
            shape, steps = package.record_types[name], tuple(s for s in order if s in touched)
            found.append(Pair(shape, steps, *narrow))
    return tuple(found)


def _touched(package: Package, mutant: Mutant, order: Iterable[Step]) -> set[Step]:
    """The steps that a change may affect.

    A change without a name, such as the days of the whole policy, may affect all of them.
    """
    norm = package.norms.get(mutant.name)
    own = {mutant.name} if norm is None else {mutant.name, norm.action}
    if not any(step.name in own for step in package.order):
        if mutant.name not in package.parameters:
            return set(order)
        own = set()
    found: set[Step] = set()
    for step in order:
        itself = step.name in own or _reads(package, step, mutant.name)
        if itself or not found.isdisjoint(_direct(package, step)):
            found.add(step)
    return found


def _reads(package: Package, step: Step, parameter: str) -> bool:
    parts = (part for condition in expressions_of(step, package) for part in walk(condition))
    return any(isinstance(p, model.ParameterValue) and p.name == parameter for p in parts)


def _direct(package: Package, step: Step) -> set[Step]:
    """The steps that a step rests on directly."""
    asked = set(told_by(step, package))
    if step.kind is StepKind.APPLIES:
        asked.discard(Step(StepKind.VERDICT, package.norms[step.name].action))
    return asked
