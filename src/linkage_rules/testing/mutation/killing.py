"""Which mutants of a policy are noticed by its examples and properties, and which survive."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Example, Package
from linkage_rules.testing.checks import met, not_refuted
from linkage_rules.testing.mutation.mutants import Mutant
from linkage_rules.testing.questions import names_in


@frozen
class Fate:
    """A mutant with the title of the example or property that notices it, or None if none does."""

    mutant: Mutant
    noticed_by: str | None


def fates(package: Package, changed: Iterable[Mutant]) -> Iterator[Fate]:
    """The fate of each mutant of a package whose own examples pass."""
    for mutant in changed:
        yield Fate(mutant, _noticed_by(package, mutant))


def _noticed_by(package: Package, mutant: Mutant) -> str | None:
    """The title of the first example or property that the mutant fails; None if there is none.

    Examples about the changed declaration come first, as they are the most likely to notice.
    """
    concerned = [
        example for example in package.examples if mutant.record_type in (None, example.record_type)
    ]
    concerned.sort(key=lambda example: not _speaks_of(package, example, mutant.name))
    for example in concerned:
        if not passes(mutant.package, example):
            return example.title
    return None


def _speaks_of(package: Package, example: Example, name: str) -> bool:
    norm = package.norms.get(name)
    names = {name, norm.action} if norm else {name}
    return any(
        names & {*expectation.by, *names_in(expectation.holds)}
        for expectation in example.expectations
        if expectation.holds is not None
    )


def passes(package: Package, example: Example) -> bool:
    """Whether a policy decides as an example expects, and no property is refuted by it."""
    assert example.as_of is not None
    shape = package.record_types[example.record_type]
    evaluation = Evaluation(package, shape, example.given, example.as_of)
    decision = Decision(package, "", shape, example.given, evaluation.outcome())
    return all(met(e, evaluation, decision) for e in example.expectations) and all(
        not_refuted(claim.always, evaluation)
        for claim in package.properties
        if claim.record_type == example.record_type
    )
