"""Which norms and conditions the examples of a policy exercise, both with yes and with no.

Conditions are measured by masking MC/DC (modified condition/decision coverage): the term and its
definition come from RTCA DO-178C, the masking form from FAA CAST-6 and Chilenski,
DOT/FAA/AR-01/18 (2001). `docs/coverage.md` gives the definitions and what is ours.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.analysis.criteria import (
    Condition,
    Criterion,
    Declared,
    Elements,
    Examined,
    asked,
    examined,
    is_own,
    weigh,
)
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import Example, Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Truth


@frozen(eq=False)
class NormCoverage:
    """The first example in which a norm applies, and the first in which it does not.

    ``depends`` says that the norm has a condition, an exception or a norm that overrides it. A norm
    without any applies on every day it is in force, so no example has to show the opposite.
    """

    norm: Norm
    depends: bool
    applied_by: Example | None
    not_applied_by: Example | None

    @property
    def missing(self) -> tuple[bool, ...]:
        """What no example shows: that the norm applies (``True``), that it does not (``False``)."""
        shown = [(True, self.applied_by)]
        shown += [(False, self.not_applied_by)] if self.depends else []
        return tuple(applies for applies, example in shown if example is None)


@frozen(eq=False)
class ConditionCoverage:
    """The first example in which a condition is yes and alone decides, and the first in which it is
    no and alone decides."""

    criterion: Criterion
    condition: Condition
    yes_by: Example | None
    no_by: Example | None

    @property
    def missing(self) -> tuple[bool, ...]:
        """The answers for which no example shows that the condition alone decides."""
        shown = ((True, self.yes_by), (False, self.no_by))
        return tuple(truth for truth, example in shown if example is None)


@frozen(eq=False)
class FactCoverage:
    """A fact that is not a yes/no, and the first example in which its value is known."""

    fact: Fact
    known_by: Example | None


@frozen(eq=False)
class StandingCoverage:
    """A status that a duty with a deadline can have, and the first example in which it has it."""

    norm: Norm
    status: Status
    shown_by: Example | None


@frozen(eq=False)
class Coverage:
    """Everything that a policy itself declares and examples can exercise, with the examples that
    do."""

    norms: tuple[NormCoverage, ...]
    facts: tuple[FactCoverage, ...]
    conditions: tuple[ConditionCoverage, ...]
    standings: tuple[StandingCoverage, ...] = ()

    @property
    def open_standings(self) -> tuple[StandingCoverage, ...]:
        """The statuses of duties with deadlines that no example shows.

        They are reported separately and do not count towards the coverage.
        """
        return tuple(one for one in self.standings if one.shown_by is None)

    @property
    def open_norms(self) -> tuple[NormCoverage, ...]:
        """The norms that no examples exercise both ways."""
        return tuple(norm for norm in self.norms if norm.missing)

    @property
    def open_conditions(self) -> tuple[ConditionCoverage, ...]:
        """The conditions for which examples do not show both ways that they alone decide."""
        return tuple(condition for condition in self.conditions if condition.missing)

    @property
    def open_facts(self) -> tuple[FactCoverage, ...]:
        """The facts whose value no example works out."""
        return tuple(fact for fact in self.facts if fact.known_by is None)

    @property
    def facts_covered(self) -> int:
        return len(self.facts) - len(self.open_facts)

    @property
    def fact_share(self) -> Fraction:
        """The share of facts whose value some example works out; 1 where there are no such
        facts."""
        return Fraction(self.facts_covered, len(self.facts)) if self.facts else Fraction(1)

    @property
    def norms_covered(self) -> int:
        return len(self.norms) - len(self.open_norms)

    @property
    def conditions_covered(self) -> int:
        return len(self.conditions) - len(self.open_conditions)

    @property
    def condition_share(self) -> Fraction:
        """The share of conditions covered, from 0 to 1; 1 where there is nothing to cover."""
        total = len(self.conditions)
        return Fraction(self.conditions_covered, total) if total else Fraction(1)


def coverage(package: Package, only: Collection[str] = ()) -> Coverage:
    """Measure what the examples of a checked package exercise of what it declares itself.

    With ``only`` it is measured of the norms, facts and actions of these names. Declarations of
    used packages, and those that an overlay leaves unchanged, are left to the examples of their own
    policies. An unknown condition counts for neither answer.

    >>> coverage(Package(name="empty")).condition_share
    Fraction(1, 1)
    """

    def is_asked(declared: Declared) -> bool:
        return not only or declared.name in only

    subjects = [subject for subject in examined(package) if is_asked(subject.owner)]
    applying: dict[tuple[str, Truth], Example] = {}
    deciding: dict[tuple[Condition, Truth], Example] = {}
    known: dict[str, Example] = {}
    standing: dict[tuple[str, Status], Example] = {}
    norms = [norm for norm in package.declared_norms if is_own(norm, package) and is_asked(norm)]
    facts = [
        fact
        for fact in package.declared_facts
        if fact.type is not Scalar.YES_NO
        and fact.is_told
        and is_own(fact, package)
        and fact.name not in package.hidden
        and is_asked(fact)
    ]
    concerned = {one.record_type for one in (*norms, *facts, *(s.owner for s in subjects))}
    for example, evaluation in evaluated(package, concerned):
        for fact in facts:
            told = _concerns(example, fact, evaluation)
            if told and evaluation.facts[fact.name].answer is not None:
                known.setdefault(fact.name, example)
        for norm in norms:
            if _concerns(example, norm, evaluation):
                outcome = evaluation.norm_outcome(norm.name)
                applying.setdefault((norm.name, outcome.applies), example)
                standing.setdefault((norm.name, outcome.status), example)
        for subject in subjects:
            if _concerns(example, subject.owner, evaluation):
                for decided in decisive_in(subject, evaluation):
                    deciding.setdefault(decided, example)
    dependent = {c.owner.name for s in subjects for c in s.criteria if c.within is None}
    return Coverage(
        norms=tuple(
            NormCoverage(
                norm,
                norm.name in dependent,
                applying.get((norm.name, True)),
                applying.get((norm.name, False)),
            )
            for norm in norms
        ),
        facts=tuple(FactCoverage(fact, known.get(fact.name)) for fact in facts),
        conditions=tuple(
            ConditionCoverage(
                criterion,
                condition,
                deciding.get((condition, True)),
                deciding.get((condition, False)),
            )
            for subject in subjects
            for criterion in subject.criteria
            for condition in criterion.conditions
            if not condition.settled
        ),
        standings=tuple(
            StandingCoverage(norm, status, standing.get((norm.name, status)))
            for norm in norms
            if norm.deadline is not None
            for status in _STANDINGS
            if norm.deadline.begun is not None or status is not Status.NOT_YET_DUE
        ),
    )


_STANDINGS: Final = (
    *(Status.NOT_YET_DUE, Status.DUE, Status.FULFILLED),
    *(Status.LATE, Status.OVERDUE),
)
"""The statuses that a duty with a deadline can have if it applies and everything is known."""


def evaluated(
    package: Package, record_types: Collection[str] | None = None
) -> Iterator[tuple[Example, Evaluation]]:
    """The examples of a policy, each worked out on the reference engine; with ``record_types``
    those about such records."""
    for example in package.examples:
        is_asked = record_types is None or example.record_type in record_types
        if is_asked and example.as_of is not None:
            record_type = package.record_types[example.record_type]
            yield example, Evaluation(package, record_type, example.given, example.as_of)


def _concerns(example: Example, owner: Declared, evaluation: Evaluation) -> bool:
    """Whether an example exercises a declaration; not so for a norm on a day it is not in force."""
    if isinstance(owner, Norm) and not owner.in_force.contains(evaluation.as_of):
        return False
    return example.record_type == owner.record_type


def decisive_in(subject: Examined, evaluation: Evaluation) -> Iterator[tuple[Condition, Truth]]:
    """The conditions that alone decide somewhere in an evaluation, each with its truth."""
    criteria = {id(criterion.expression): criterion for criterion in subject.criteria}
    top: tuple[Expression, Elements] = (subject.expression, {})
    for expression, elements in (top, *asked(evaluation, subject.expression, {})):
        criterion = criteria.get(id(expression))
        if criterion is not None:
            truths = [_truth(evaluation, c, elements) for c in criterion.conditions]
            decisive = weigh(expression, iter(truths)).decisive
            found = zip(criterion.conditions, truths, decisive, strict=True)
            yield from ((condition, truth) for condition, truth, decides in found if decides)


def _truth(evaluation: Evaluation, condition: Condition, elements: Elements) -> Truth:
    answer = evaluation.derive(condition.expression, elements).answer
    assert answer is None or isinstance(answer, bool)
    return answer
