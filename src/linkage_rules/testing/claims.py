"""Properties as norms: what every engine can work out, so that every engine can be asked.

A property says that a condition holds of every record. Written as the ``when`` of a norm, it
applies exactly where the property holds, whichever engine evaluates it.
"""

from attrs import evolve

from linkage_rules.model.norms import Action, Modality, Norm, Strength
from linkage_rules.model.package import Package, Property, Step, StepKind

_STEM = "property"


def with_claim(package: Package, claim: Property) -> tuple[Package, str]:
    """The package with a property as one more norm, and the name of that norm."""
    taken = {*package.norms, *package.actions}
    name = next(n for n in (_STEM + "_" * i for i in range(1, len(taken) + 2)) if n not in taken)
    action = Action(name, None, claim.record_type)
    norm = Norm(
        name,
        claim.title,
        claim.record_type,
        Modality.PERMISSION,
        Strength.STRICT,
        bearer="",
        action=name,
        when=claim.always,
    )
    steps = (Step(kind, name) for kind in (StepKind.DONE, StepKind.APPLIES, StepKind.VERDICT))
    extended = evolve(
        package,
        declared_actions=(*package.declared_actions, action),
        declared_norms=(*package.declared_norms, norm),
        order=(*package.order, *steps),
    )
    return extended, name
