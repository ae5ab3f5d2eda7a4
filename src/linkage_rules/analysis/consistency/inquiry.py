"""The questions to the solver about all records of one type, and the findings made of the
answers."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from time import monotonic
from typing import TypeAlias

from attrs import define, field

from linkage_rules.analysis.consistency.causes import cause_of
from linkage_rules.analysis.consistency.findings import Finding, Open, Proof, Result, Shown
from linkage_rules.analysis.limits import SOON, Limits
from linkage_rules.analysis.witnesses import Witness, confirmed
from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    LONGEST_WRITTEN_OUT,
    Answer,
    Bool,
    Candidate,
    Impossible,
    Rules,
    Scene,
    Search,
    TooLargeError,
    Undecided,
    demand,
    script,
)
from linkage_rules.model.dependencies import counted_by, in_turn_behind
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.model.working_days import Calendar
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.proof_words import CLAIMS, SETTLES
from linkage_rules.words.working_days import only_covered

Asked: TypeAlias = Callable[[Rules], Bool]
"""A function from the rules of a policy over a scene to the condition that is searched for."""


@define
class Inquiry:
    """All records of one type, judged by one policy."""

    package: Package
    record_type: RecordType
    limits: Limits
    proofs: list[Proof] = field(factory=list, init=False)
    _searches: dict[int, tuple[Rules, Search]] = field(factory=dict, init=False)
    _shown: set[Hashable] = field(factory=set, init=False)

    def find(self, asked: Asked, about: Iterable[Expression], times: int = 1) -> Answer:
        """A record that meets a condition, or why there is none.

        ``about`` are all expressions that the condition rests on, which may be used ``times`` times
        with different parameters. Where no record with short lists meets it, but one with longer
        lists may, longer lists are tried too.
        """
        about = tuple(about)
        list_bound = self.limits.list_bound
        shorter: Answer = Undecided()
        self.limits.asking()
        while not self.limits.is_over:
            found = self._with_lists_of(list_bound, asked, about, times)
            longer = min(max(2 * list_bound, 1), LONGEST_WRITTEN_OUT)
            if isinstance(found, Undecided):
                # What was proved for shorter lists stays proved.
                return found if found.because is not None else shorter
            if not isinstance(found, Impossible) or found.list_bound is None:
                return found
            if longer <= list_bound:
                return found
            list_bound, shorter = longer, found
        return shorter

    def _with_lists_of(
        self, list_bound: int, asked: Asked, about: tuple[Expression, ...], times: int
    ) -> Answer:
        """Ask with lists of that bound: first together with everything asked before, then alone.

        Most questions are faster together, but for some the constraints of earlier ones are in the
        way.
        """
        found: Answer = Undecided()
        for rules, search, seconds in self._searches_for(list_bound):
            rules.scene.begin()
            try:
                condition = asked(rules)
            except TooLargeError:
                return Undecided()
            except LackingError as error:
                return Undecided(error.because)
            # The elements that are needed only matter if there are lists at all.
            once = demand(self.package, about, list_bound) if rules.scene.rests else {}
            needed = {at: times * count for at, count in once.items()}
            found = search.find(condition, needed, seconds)
            if not isinstance(found, Undecided) or found.because is not None:
                return found
        return found

    def _searches_for(self, list_bound: int) -> Iterator[tuple[Rules, Search, float]]:
        limit = self.limits.time_limit
        if list_bound in self._searches:
            yield *self._searches[list_bound], min(limit, SOON)
        self._searches[list_bound] = self._search(list_bound)
        yield *self._searches[list_bound], limit

    def _is_answered(self, kind: FindingKind, names: tuple[str, ...]) -> bool:
        """Whether a property of the policy answers this finding by its names."""
        answers = (answer for claim in self.package.properties for answer in claim.answers)
        return any(a.kind is kind and set(a.names) == set(names) for a in answers)

    def _search(self, list_bound: int) -> tuple[Rules, Search]:
        limits = self.limits
        scene = Scene(self.record_type, list_bound, limits.size_limit, limits.days)
        return Rules(self.package, scene), Search(scene, limits.time_limit, limits.deadline)

    def never(
        self,
        kind: FindingKind,
        names: tuple[str, ...],
        span: Span,
        asked: Asked,
        about: Iterable[Expression],
        words: Callable[[], Phrase],
    ) -> Iterator[Result]:
        """A finding if no record meets the condition.

        The question is open where a day that a calendar does not cover may change the answer.
        """
        about = tuple(about)
        match self.find(asked, about):
            case Impossible() if calendars := self.beyond(asked, about):
                yield Open(kind, names, span, only_covered(calendars))
            case Impossible(list_bound) as found:
                said = words()
                self.proved(found, kind, names, span, said)
                yield Finding(
                    kind=kind,
                    names=names,
                    words=said,
                    span=span,
                    list_bound=list_bound,
                    cause=cause_of(kind, names, self.package),
                )
            case Candidate():
                return
            case Undecided(because):
                yield Open(kind, names, span, because)

    def beyond(self, asked: Asked, about: tuple[Expression, ...]) -> tuple[Calendar, ...]:
        """The calendars that would have to cover more days for a record to meet the condition."""
        calendars = counted_by(about, self.package)
        if not calendars:
            return ()

        def carried_on(rules: Rules) -> Bool:
            return asked(Rules(self.package, rules.scene, carried_on=True))

        return () if isinstance(self.find(carried_on, about), Impossible) else calendars

    def ever(
        self,
        kind: FindingKind,
        names: tuple[str, ...],
        span: Span,
        asked: Asked,
        about: Iterable[Expression],
        words: Phrase,
        holds: Callable[[Evaluation], bool],
        expected: tuple[Expression, ...],
    ) -> Iterator[Result]:
        """A finding if a record meets the condition; ``holds`` is the same condition on the
        reference engine.

        The record is made small only for the first finding of a cause, and for those that a
        property answers by name.
        """
        about, cause = tuple(about), cause_of(kind, names, self.package)
        match self.find(asked, about):
            case Candidate(record, as_of):
                small = cause is None or cause not in self._shown or self._is_answered(kind, names)
                if small and not self._is_answered(kind, names):
                    self._shown.add(cause)
                shown = Shown(self.witness(record, as_of, holds, about, small=small), expected)
                yield Finding(
                    kind=kind, names=names, words=words, span=span, shown=shown, cause=cause
                )
            case Impossible() as none:
                self.proved(none, kind, names, span, words)
            case Undecided(because):
                yield Open(kind, names, span, because)

    def proved(
        self,
        found: Impossible,
        kind: FindingKind,
        names: tuple[str, ...],
        span: Span,
        words: Phrase,
        claim: Phrase | None = None,
    ) -> None:
        """Keep a proof, if proofs are wanted.

        ``words`` are those of the finding; ``claim`` is given where the usual claim of the kind
        does not say what was proved.
        """
        if self.limits.proofs:
            assert found.refuted is not None
            parties = dict(zip(("one", "other"), map(self._called, names), strict=False))
            claims = CLAIMS.get(kind, SETTLES)
            others = tuple(map(self._called, names[1:]))
            said = claims.filled(**parties, others=others, words=words) if claim is None else claim
            text = script(found.refuted, self.limits.time_limit)
            kept = Proof(kind, names, said, span, self.record_type, found.list_bound, text)
            self.proofs.append(kept)

    def _called(self, name: str) -> Phrase:
        """The words for a norm or an action; for a property its title."""
        package = self.package
        named = package.norms.get(name) or package.actions.get(name)
        return Phrase(name, name) if named is None else called(named)

    def witness(
        self,
        record: Record,
        as_of: date,
        holds: Callable[[Evaluation], bool],
        about: Iterable[Expression],
        *,
        small: bool = True,
    ) -> Witness:
        """The smallest record that shows the finding, or without ``small`` that of the solver;
        confirmed by the reference engine.

        ``holds`` uses nothing but the expressions in ``about`` and what they rest on.
        """
        package, shape, about = self.package, self.record_type, tuple(about)
        steps = in_turn_behind(about, package, shape.name)

        def shows(record: Record, as_of: date) -> bool:
            return holds(Evaluation(package, shape, record, as_of, steps))

        deadline = self.limits.deadline if small else monotonic()
        return confirmed(shape, record, as_of, shows, (package,), (about,), deadline)


def inquiries(package: Package, limits: Limits) -> Mapping[str, Inquiry]:
    """An inquiry for each record type that norms, facts or properties are declared about."""
    claimed = {claim.record_type for claim in package.properties}
    return {
        name: Inquiry(package, package.record_types[name], limits)
        for name, steps in package.orders.items()
        if steps or name in claimed
    }
