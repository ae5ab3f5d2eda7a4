"""A package reduced to what one norm rests on, which is quicker to evaluate."""

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of, reached, told_by
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk


def focused(package: Package, norm: str) -> Package:
    """The package with only those steps that what is told of a norm rests on."""
    needed = reached([Step(StepKind.APPLIES, norm)], lambda step: told_by(step, package))
    return evolve(package, order=tuple(step for step in package.order if step in needed))


def fields_read(package: Package, record_type: str) -> frozenset[str]:
    """The fields that the steps of a package read straight from records of a type."""
    return frozenset(
        part.name
        for step in package.orders[record_type]
        for condition in expressions_of(step, package)
        for part in walk(condition)
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    )
