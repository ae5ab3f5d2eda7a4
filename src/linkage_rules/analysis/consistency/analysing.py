"""All questions to one policy, in an order in which one answer spares others."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Protocol

from linkage_rules.analysis.consistency.answers import answered
from linkage_rules.analysis.consistency.bounds import contradictory_bounds, outside_bounds
from linkage_rules.analysis.consistency.claims import claims
from linkage_rules.analysis.consistency.conditions import Known, idle_conditions
from linkage_rules.analysis.consistency.findings import Analysis, Finding, Open, Proved
from linkage_rules.analysis.consistency.gaps import (
    missing_parameters,
    undetermined,
    without_verdict,
)
from linkage_rules.analysis.consistency.inquiry import Inquiry, Limits, Result, inquiries
from linkage_rules.analysis.consistency.norms import (
    conflicts,
    idle_exceptions,
    idle_overrides,
    implied,
    never_applying,
)
from linkage_rules.engines.symbolic import LIST_BOUND, TIME_LIMIT
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span


class Checked(Protocol):
    """A policy that was checked, with its model."""

    @property
    def package(self) -> Package: ...


def analyse(
    policy: Package | Checked,
    *,
    list_bound: int = LIST_BOUND,
    time_limit: float = TIME_LIMIT,
    stop_after: float | None = None,
) -> Analysis:
    """Whether a checked policy is consistent: what collides, what has no effect, what is missing.

    Asked is about what the package declares itself, over all valid records and days; `docs` of each
    kind of finding are in docs/analysis.md. ``list_bound`` elements of each list are written out,
    more where that is not enough; ``time_limit`` is in seconds for each single question. Questions
    that come up more than ``stop_after`` seconds after the start are not asked, and count as
    undecided. Every record that is shown was replayed on the reference engine.

    Raises `ReplayError` where the two engines disagree, which is an error of this library.

    >>> analyse(Package(name="empty")).clean
    True
    """
    package = policy if isinstance(policy, Package) else policy.package
    deadline = None if stop_after is None else monotonic() + stop_after
    limits = Limits(list_bound, time_limit, deadline=deadline)
    found: list[Finding | Proved | Open] = [*contradictory_bounds(package)]
    for inquiry in inquiries(package, limits).values():
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
    yield from implied(inquiry, dead)
    yield from idle_conditions(inquiry, known)
    yield from without_verdict(inquiry)
    yield from missing_parameters(inquiry)
    yield from undetermined(inquiry)
    yield from claims(inquiry)


def _names(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    return (result.names for result in results if isinstance(result, Finding))


def _place(span: Span) -> tuple[str, int]:
    return span.file, span.start
