"""Finding the record for a missing example: one on which a mutant decides otherwise."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from time import monotonic
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.analysis.witnesses import Witness, confirmed
from linkage_rules.decisions.missing import is_covered
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.expressions import Expression, NormApplies
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Record
from linkage_rules.testing.mutation.mutants import Mutant
from linkage_rules.testing.mutation.touched import Pair, pairs

Over: TypeAlias = Callable[[], bool]
"""A function that says whether the time is up."""

HAS_SOLVER: Final = find_spec("z3") is not None


_CITED_OTHERWISE: Final = frozenset({"modality", "strength", "dropped override"})
"""Changes that may only affect which norms decide a verdict; z3 is not asked about these."""


@frozen
class Alike:
    """A proof that the mutant gives the same answers for all records.

    ``list_bound`` is None where that holds for all records, and else the length of lists up to
    which it does.
    """

    list_bound: int | None


Told: TypeAlias = Witness | Alike | None
"""The result of a search; None: nothing was found, which proves nothing."""


def telling_record(
    package: Package, mutant: Mutant, tries: int, start: int, seconds: float = 30.0
) -> Told:
    """The smallest record found on which the mutant gives another answer, or a proof that there is
    none.

    Where z3 is installed it is asked first. For what it leaves open ``tries`` generated records are
    tried, the first with the seed ``start``; 0 tries none. After ``seconds`` the current step is
    finished, and no other is begun.
    """
    end = monotonic() + seconds

    def over() -> bool:
        return monotonic() >= end

    bounds: list[int | None] = []
    decided = True
    for pair in pairs(package, mutant):
        found = _proved(pair, end) if HAS_SOLVER else None
        if isinstance(found, Witness):
            return found
        if found != Alike(None) or mutant.kind in _CITED_OTHERWISE:
            if tries and not over():
                found = _generated(package, pair, mutant, tries, start, over) or found
            if isinstance(found, Witness):
                return found
        if found is None or mutant.kind in _CITED_OTHERWISE:
            decided = False
        else:
            bounds.append(found.list_bound)
    if not decided:
        return None
    return Alike(max((bound for bound in bounds if bound is not None), default=None))


def _proved(pair: Pair, end: float) -> Told:
    """The answer of the solver; a record with known answers is preferred."""
    from linkage_rules.engines.symbolic import Candidate, Impossible
    from linkage_rules.testing.mutation.proving import distinguished

    for known in (True, False):
        match distinguished(pair, max(0.001, (end - monotonic()) / 3), known=known):
            case Candidate(record, as_of):
                return _smallest(pair, record, as_of, lambda: monotonic() >= end)
            case Impossible(list_bound) if not known:
                return Alike(list_bound)
    return None


def _generated(
    package: Package, pair: Pair, mutant: Mutant, tries: int, start: int, over: Over
) -> Witness | None:
    from linkage_rules.testing.mutation.trying import first_that

    asked = _asked(package, mutant)
    targets = [(condition, answer) for condition in asked for answer in (True, False, None)]
    found = first_that(pair, targets, lambda *at: _differs(pair, *at), tries, start, over)
    return None if found is None else _smallest(pair, *found, over)


def _smallest(pair: Pair, record: Record, as_of: date, over: Over) -> Witness:
    known = _differs(pair, record, as_of, known=True)
    begun = False

    def shows(record: Record, as_of: date) -> bool:
        nonlocal begun
        late, begun = begun and over(), True
        return not late and _differs(pair, record, as_of, known)

    return confirmed(pair.record_type, record, as_of, shows, (pair.package, pair.mutant))


def _differs(pair: Pair, record: Record, as_of: date, known: bool = False) -> bool:
    """Whether the answers differ; with ``known``, whether known answers differ."""
    before = _answers(pair.package, pair, record, as_of)
    after = _answers(pair.mutant, pair, record, as_of)
    if not known:
        return before[:2] != after[:2] and before[2] and after[2]
    open_ = (None, Status.UNDETERMINED, VerdictStatus.UNDETERMINED)
    pairs = zip(before[0], after[0], strict=True)
    return any(a != b and a not in open_ and b not in open_ for a, b in pairs)


def _asked(package: Package, mutant: Mutant) -> tuple[Expression, ...]:
    """The condition that was changed, or what decides whether the changed declaration applies."""
    name = mutant.name
    if name in package.norms:
        return (NormApplies(name),)
    asked: Expression | None = None
    if name in package.facts and package.facts[name].type is Scalar.YES_NO:
        asked = package.facts[name].means
    elif name in package.actions:
        asked = package.actions[name].done_when
    return () if asked is None else (asked,)


def _answers(
    package: Package, pair: Pair, record: Record, day: date
) -> tuple[Sequence[object], object, bool]:
    """The answers, the norms that decide the verdicts, and whether calendars cover all days that
    were counted for what the change may affect."""
    evaluation = Evaluation(package, pair.record_type, record, day)
    outcome = evaluation.outcome()
    return (
        [
            *(answer for norm in outcome.norms.values() for answer in (norm.applies, norm.status)),
            *(verdict.status for verdict in outcome.verdicts.values()),
            *evaluation.fact_values().values(),
        ],
        [verdict.by for verdict in outcome.verdicts.values()],
        all(map(is_covered, _derivations(evaluation, pair))),
    )


def _derivations(evaluation: Evaluation, pair: Pair) -> Iterator[Derivation]:
    """The derivations of the answers that the change may affect."""
    for step in pair.steps:
        found: Derivation | None = None
        match step.kind:
            case StepKind.FACT:
                found = evaluation.facts[step.name]
            case StepKind.APPLIES:
                found = evaluation.applies[step.name]
            case StepKind.DONE:
                found = evaluation.done[step.name]
        if found is not None:
            yield found
