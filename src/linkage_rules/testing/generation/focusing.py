"""A package reduced to what one norm rests on, which is quicker to evaluate."""

from collections.abc import Mapping

from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of, reached, rests_on, told_by
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType


def focused(package: Package, norm: str) -> Package:
    """The package reduced to what is needed to tell everything about a norm.

    Facts, actions and norms that it does not need are gone, those of used packages among them: an
    engine that answers whole tables works out whatever there is.
    """
    needed = reached([Step(StepKind.APPLIES, norm)], lambda step: told_by(step, package))
    facts = {step.name for step in needed if step.kind is StepKind.FACT}
    norms = {step.name for step in needed if step.kind is StepKind.APPLIES}
    actions = {step.name for step in needed if step.kind in (StepKind.DONE, StepKind.VERDICT)}

    def reduced(whole: Package) -> Package:
        return evolve(
            whole,
            uses=tuple(reduced(used) for used in whole.uses),
            declared_facts=tuple(f for f in whole.declared_facts if f.name in facts),
            declared_actions=tuple(a for a in whole.declared_actions if a.name in actions),
            declared_norms=tuple(n for n in whole.declared_norms if n.name in norms),
            order=tuple(step for step in whole.order if step in needed),
        )

    return reduced(package)


def resting(package: Package, norm: str) -> Package:
    """The package reduced to the steps that decide whether a norm applies."""
    needed = reached([Step(StepKind.APPLIES, norm)], lambda step: rests_on(step, package))
    return evolve(package, order=tuple(step for step in package.order if step in needed))


def fields_read(package: Package) -> Mapping[str, frozenset[str]]:
    """The fields that the steps of a package read, for each record type of which any are read."""
    read: dict[str, set[str]] = {}
    for step in package.order:
        for condition in expressions_of(step, package):
            for part in walk(condition):
                if isinstance(part, model.FieldValue) and isinstance(part.record.type, RecordType):
                    read.setdefault(part.record.type.name, set()).add(part.name)
    return {name: frozenset(fields) for name, fields in read.items()}
