"""All questions to one policy, in an order in which one answer spares others."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final, Protocol

from attrs import evolve

from linkage_rules.analysis.consistency.conditions import (
    Known,
    contradictory_bounds,
    idle_conditions,
    outside_bounds,
)
from linkage_rules.analysis.consistency.days import YEARS, days_asked
from linkage_rules.analysis.consistency.effects import (
    idle_claims,
    idle_norms,
    single_value_exceptions,
    unmeetable,
)
from linkage_rules.analysis.consistency.findings import Analysis, Finding, Open, Proved, Shown
from linkage_rules.analysis.consistency.gaps import (
    missing_parameters,
    undetermined,
    without_verdict,
)
from linkage_rules.analysis.consistency.inquiry import Inquiry, Limits, Result, inquiries
from linkage_rules.analysis.consistency.lints import lints, unused
from linkage_rules.analysis.consistency.norms import (
    conflicts,
    idle_exceptions,
    idle_overrides,
    implied,
    never_applying,
)
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    TIME_LIMIT,
    Candidate,
    Impossible,
    Undecided,
    in_turn,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.findings import FindingAnswer, FindingKind
from linkage_rules.model.package import Package, Property
from linkage_rules.model.spans import Span
from linkage_rules.words import finding_words as wording


class Checked(Protocol):
    """A policy that was checked, with its model."""

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
) -> Analysis:
    """Whether a checked policy is consistent: what collides, what has no effect, what is missing.

    Asked is about what the package declares itself, over all valid records, on the days from
    ``years`` before the first day it speaks of until as many after the last; `docs` of each kind of
    finding are in docs/analysis.md. ``list_bound`` elements of each list are written out,
    more where that is not enough; ``time_limit`` is in seconds for each single question. Questions
    that come up more than ``stop_after`` seconds after the start are not asked, and count as
    undecided. Every record that is shown was replayed on the reference engine. With ``proofs`` all
    that was proved is there in a form that another solver can check.

    Raises `ReplayError` where the two engines disagree, which is an error of this library.

    >>> analyse(Package(name="empty")).clean
    True
    """
    package = policy if isinstance(policy, Package) else policy.package
    deadline = None if stop_after is None else monotonic() + stop_after
    days = days_asked(package, years)
    limits = Limits(list_bound, time_limit, deadline=deadline, days=days, proofs=proofs)
    found: list[Finding | Proved | Open] = [*contradictory_bounds(package), *lints(package)]
    asked = inquiries(package, limits).values()
    for inquiry in asked:
        found += _about(inquiry)
    findings = [one for one in found if isinstance(one, Finding)]
    refuted = frozenset(
        claim
        for claim in package.properties
        for one in findings
        if one.kind is FindingKind.PROPERTY_REFUTED and one.span == claim.span
    )
    return Analysis(
        tuple(sorted(answered(findings, package, refuted), key=lambda one: _place(one.span))),
        tuple(one for one in found if isinstance(one, Proved)),
        tuple(one for one in found if isinstance(one, Open)),
        days,
        tuple(unused(package)),
        tuple(proof for inquiry in asked for proof in inquiry.proofs),
    )


def _about(inquiry: Inquiry) -> Iterator[Finding | Proved | Open]:
    never, settled = list(never_applying(inquiry)), list(outside_bounds(inquiry))
    dead = frozenset(names[0] for names in _names(never))
    exceptions = list(idle_exceptions(inquiry, dead))
    known = Known(
        dead,
        frozenset(names[0] for names in _names(exceptions)),
        frozenset(id(one.comparison) for one in settled),
    )
    yield from never
    yield from (one.result for one in settled)
    yield from exceptions
    yield from idle_overrides(inquiry, dead)
    yield from conflicts(inquiry)
    yield from unmeetable(inquiry, dead)
    yield from implied(inquiry, dead)
    yield from idle_norms(inquiry, dead)
    yield from single_value_exceptions(inquiry, dead | known.exceptions)
    yield from idle_conditions(inquiry, known)
    yield from without_verdict(inquiry)
    yield from missing_parameters(inquiry)
    yield from undetermined(inquiry)
    yield from claims(inquiry)
    yield from idle_claims(inquiry)


def _names(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    return (result.names for result in results if isinstance(result, Finding))


def _place(span: Span) -> tuple[str, int]:
    return span.file, span.start


# Properties


def claims(inquiry: Inquiry) -> Iterator[Finding | Proved | Open]:
    """Every property about the records, tried on all of them at once.

    A property is refuted by a record for which it is no; where it is unknown it stands.
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
                record, as_of, lambda found: found.derive(always).answer is False
            )
            words = wording.REFUTED.filled(title=claim.title)
            shown = Shown(witness, (model.Not(always),))
            return Finding(kind=kind, names=names, words=words, span=claim.span, shown=shown)
        case Undecided(because):
            return Open(kind, names, claim.span, because)


# Answers to findings


_OF_FIELDS: Final = frozenset({FindingKind.OUTSIDE_BOUNDS, FindingKind.CONTRADICTORY_BOUNDS})


def answered(
    findings: Iterable[Finding], package: Package, refuted: frozenset[Property]
) -> Iterator[Finding]:
    """The findings, each with the property that answers it; and answers to what was not found.

    A property that is refuted answers nothing.
    """
    answers = [
        (claim, answer)
        for claim in package.properties
        if claim not in refuted
        for answer in claim.answers
    ]
    used: set[int] = set()
    for finding in findings:
        fitting = [(c, a) for c, a in answers if _fits(a, finding)]
        used.update(id(answer) for _, answer in fitting)
        yield evolve(finding, answered_by=fitting[0][0]) if fitting else finding
    for claim, answer in answers:
        if id(answer) not in used:
            yield Finding(
                kind=FindingKind.STALE_ANSWER,
                names=(claim.title,),
                words=wording.STALE.filled(title=claim.title),
                span=answer.span,
            )


def _fits(answer: FindingAnswer, finding: Finding) -> bool:
    names = finding.names[:1] if finding.kind in _OF_FIELDS else finding.names
    return answer.kind is finding.kind and set(answer.names) == set(names)
