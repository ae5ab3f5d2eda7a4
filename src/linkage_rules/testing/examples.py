"""Running the examples of a policy on the reference engine."""

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.package import Example, Package
from linkage_rules.testing.checks import Check, Claim, check_claim, check_expectation


@frozen
class ExampleResult:
    """An example with the decision on its record, and the checks of every claim about it."""

    example: Example
    decision: Decision
    checks: tuple[Check, ...]

    __repr__ = in_brief

    @property
    def passed(self) -> bool:
        """Whether everything that the example expects was found."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks whose expectation was not met."""
        return tuple(check for check in self.checks if not check.passed)


def run_examples(package: Package) -> tuple[ExampleResult, ...]:
    """Every example that a checked package declares, in the order of its files.

    An expectation passes when the decision says exactly that: a status or verdict is the one
    named, “undetermined” included, any other condition is yes, the norms behind “by” are among
    those that decide, and missing fields are among those that could still change the outcome.
    Every property is tried on every example of its record type: it fails where it is no, and
    passes where it is yes or unknown.

    >>> from linkage_rules.policy.loading import load
    >>> [r.example.title for r in run_examples(load("xiangtan_2022").package) if not r.passed]
    []
    """
    claims = tuple(Claim.of(claim, package) for claim in package.properties)
    return tuple(_run(package, example, claims) for example in package.examples)


def run_example(package: Package, example: Example) -> ExampleResult:
    """Run one example of a checked package, with every property on its record."""
    return _run(package, example, tuple(Claim.of(claim, package) for claim in package.properties))


def _run(package: Package, example: Example, claims: tuple[Claim, ...]) -> ExampleResult:
    assert example.as_of is not None
    record_type = package.record_types[example.record_type]
    evaluation = Evaluation(package, record_type, example.given, example.as_of)
    decision = Decision(package, "", record_type, example.given, evaluation.outcome())
    checks = (
        *(check_expectation(e, evaluation, decision) for e in example.expectations),
        *(
            check_claim(claim, evaluation)
            for claim in claims
            if claim.property.record_type == record_type.name
        ),
    )
    return ExampleResult(example, decision, checks)
