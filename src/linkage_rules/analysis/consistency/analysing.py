"""The whole analysis of a policy: all questions, in an order in which some answers make others
superfluous."""

from collections.abc import Callable, Iterable, Iterator, Set
from itertools import chain
from typing import Protocol

from attrs import evolve

from linkage_rules.analysis.consistency.causes import together
from linkage_rules.analysis.consistency.conditions import (
    Known,
    contradictory_bounds,
    idle_conditions,
    outside_bounds,
)
from linkage_rules.analysis.consistency.effects import (
    idle_claims,
    idle_norms,
    single_value_exceptions,
    unmeetable,
)
from linkage_rules.analysis.consistency.findings import (
    Analysis,
    Finding,
    Open,
    Proved,
    Result,
    Shown,
)
from linkage_rules.analysis.consistency.gaps import (
    missing_parameters,
    undetermined,
    without_verdict,
)
from linkage_rules.analysis.consistency.inquiry import Inquiry, inquiries
from linkage_rules.analysis.consistency.lints import lints, unused
from linkage_rules.analysis.consistency.month_ends import ambiguous_month_ends
from linkage_rules.analysis.consistency.norms import (
    conflicts,
    idle_exceptions,
    idle_overrides,
    implied,
    never_applying,
)
from linkage_rules.analysis.days import YEARS, days_asked
from linkage_rules.analysis.limits import Limits
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    TIME_LIMIT,
    Candidate,
    Impossible,
    Undecided,
    in_turn,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import counted_by
from linkage_rules.model.findings import FindingAnswer, FindingKind
from linkage_rules.model.package import Package, Property
from linkage_rules.model.spans import Span
from linkage_rules.words import finding_words as wording


class Checked(Protocol):
    """A policy that was checked: anything with a ``package``."""

    @property
    def package(self) -> Package: ...


@in_turn
def analyse(
    policy: Package | Checked,
    *,
    list_bound: int = LIST_BOUND,
    time_limit: float = TIME_LIMIT,
    stop_after: float | None = None,
    years: int = YEARS,
    proofs: bool = False,
    tell: Callable[[Finding | Proved | Open], None] | None = None,
    asking: Callable[[], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Analysis:
    """Whether a checked policy is consistent: what collides, what has no effect, what is missing.

    The questions are about what the package itself declares, over all valid records, on the days
    from ``years`` before the first day it mentions until as many after the last; each kind of
    finding is described in docs/analysis.md. ``list_bound`` elements of each list are written out,
    more where that is not enough; ``time_limit`` is in seconds for each single question.
    ``stop_after`` seconds after the start the current question is given up and no more are asked:
    what is left counts as undecided, and so it does once ``stop`` says to ask no more. Every record
    that is shown was replayed on the reference engine. ``tell`` is called with each answer when it
    is there, ``asking`` before each question.
    With ``proofs`` everything that was proved is kept in a form that another solver can check.

    Raises `ReplayError` where the two engines disagree, which is an error of this library.

    >>> analyse(Package(name="empty")).clean
    True
    """
    package = policy if isinstance(policy, Package) else policy.package
    days = days_asked(package, years)
    limits = Limits.of(list_bound, time_limit, stop_after, asking, days, proofs, stop)
    asked = inquiries(package, limits).values()
    found: list[Finding | Proved | Open] = []

    def tell_all(results: Iterable[Finding | Proved | Open]) -> None:
        for one in results:
            found.append(one)
            if tell is not None:
                tell(one)

    # Only properties that hold answer findings, so they are tried first.
    for inquiry in asked:
        tell_all(claims(inquiry))
    answers = _Answers(package, frozenset(_refuted(package, found)))
    tell_all(answers.to(chain(contradictory_bounds(package), lints(package))))
    for inquiry in asked:
        for results in _about(inquiry):
            tell_all(together(answers.to(results)))
    tell_all(answers.stale())
    findings = [one for one in found if isinstance(one, Finding)]
    return Analysis(
        tuple(sorted(findings, key=lambda one: _place(one.span))),
        tuple(one for one in found if isinstance(one, Proved)),
        tuple(one for one in found if isinstance(one, Open)),
        days,
        tuple(unused(package)),
        tuple(proof for inquiry in asked for proof in inquiry.proofs),
        counted_by(package.conditions(), package),
    )


def _about(inquiry: Inquiry) -> Iterator[Iterable[Result]]:
    """All questions about records of one type except those about properties, grouped by kind of
    finding."""
    never, settled = list(never_applying(inquiry)), list(outside_bounds(inquiry))
    dead = frozenset(names[0] for names in _names(never))
    yield never
    yield (one.result for one in settled)
    exceptions = list(idle_exceptions(inquiry, dead))
    yield exceptions
    known = Known(
        dead,
        frozenset(names[0] for names in _names(exceptions)),
        frozenset(id(one.comparison) for one in settled),
    )
    yield idle_overrides(inquiry, dead)
    yield conflicts(inquiry)
    yield unmeetable(inquiry, dead)
    yield implied(inquiry, dead)
    yield idle_norms(inquiry, dead)
    yield single_value_exceptions(inquiry, dead | known.exceptions)
    yield idle_conditions(inquiry, known)
    yield without_verdict(inquiry)
    yield missing_parameters(inquiry)
    yield undetermined(inquiry)
    yield ambiguous_month_ends(inquiry, dead)
    yield idle_claims(inquiry)


def _names(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    return (result.names for result in results if isinstance(result, Finding))


def _place(span: Span) -> tuple[str, int]:
    return span.file, span.start


# Properties


def claims(inquiry: Inquiry) -> Iterator[Finding | Proved | Open]:
    """Try every property about the records on all of them at once.

    A property is refuted by a record for which it is no; a record for which it is unknown does not
    refute it.
    """
    for claim in inquiry.package.properties:
        if claim.record_type == inquiry.record_type.name:
            yield _tried(inquiry, claim)


def _tried(inquiry: Inquiry, claim: Property) -> Finding | Proved | Open:
    kind, names, always = FindingKind.PROPERTY_REFUTED, (claim.title,), claim.always
    match inquiry.find(lambda rules: rules.truth(always).no, (always,)):
        case Impossible(list_bound) as none:
            inquiry.proved(none, kind, names, claim.span, wording.REFUTED)
            return Proved(claim, list_bound)
        case Candidate(record, as_of):
            witness = inquiry.witness(
                record, as_of, lambda found: found.derive(always).answer is False, (always,)
            )
            words = wording.REFUTED.filled(title=claim.title)
            shown = Shown(witness, (model.Not(always),))
            return Finding(kind=kind, names=names, words=words, span=claim.span, shown=shown)
        case Undecided(because):
            return Open(kind, names, claim.span, because)


# Answers to findings


def _refuted(package: Package, found: Iterable[Finding | Proved | Open]) -> Iterator[Property]:
    """The properties that do not hold."""
    spans = [one.span for one in found if isinstance(one, Finding)]
    return (claim for claim in package.properties if claim.span in spans)


class _Answers:
    """Which properties answer which findings; a refuted property answers nothing."""

    def __init__(self, package: Package, refuted: Set[Property]) -> None:
        self._given = [
            (claim, answer)
            for claim in package.properties
            if claim not in refuted
            for answer in claim.answers
        ]
        self._used: set[int] = set()

    def to(self, results: Iterable[Result]) -> Iterator[Result]:
        """The results, with each finding marked by the property that answers it."""
        for one in results:
            fitting = [
                (claim, answer)
                for claim, answer in self._given
                if isinstance(one, Finding) and _fits(answer, one)
            ]
            self._used.update(id(answer) for _, answer in fitting)
            if fitting and isinstance(one, Finding):
                yield evolve(one, answered_by=fitting[0][0])
            else:
                yield one

    def stale(self) -> Iterator[Finding]:
        """Findings about answers to something that was not found."""
        for claim, answer in self._given:
            if id(answer) not in self._used:
                yield Finding(
                    kind=FindingKind.STALE_ANSWER,
                    names=(claim.title,),
                    words=wording.STALE.filled(title=claim.title),
                    span=answer.span,
                )


def _fits(answer: FindingAnswer, finding: Finding) -> bool:
    return answer.kind is finding.kind and set(answer.names) == set(finding.answered_for)
