"""The fields that could still change the outcome, found by following what is unknown.

A derivation that is unknown is followed only into the parts that keep it unknown: of a conjunction
the unknown operands (none is no), of “if” the unknown condition, of a comparison all that is
unknown in it. ``is known`` always has an answer, so nothing under it counts, and nothing counts
that no field can settle, such as a parameter without a value on the as-of date.

Two guarantees hold for policies without ``is known``: each undetermined answer that some fields can
settle has at least one path here, and filling in fields that are not listed settles no undetermined
answer.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol

from attrs import field, frozen

from linkage_rules.decisions.derivations import deciding, hindered
from linkage_rules.decisions.verdicts import NormPart, could_change, roles
from linkage_rules.decisions.working import NOTHING, Paths, all_of, needed_by_status, union
from linkage_rules.engines.reference import Evaluation, truth_of, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.distributing import FOR_GOOD
from linkage_rules.model.operations import WORKING_DAY_UP_TO, WORKING_DAYS_BEFORE
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import NEVER, Truth
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import position
from linkage_rules.words.working_days import lacks


@frozen
class CalendarYear:
    """A year that a calendar of working days lacks: no field of the record can make up for it."""

    calendar: str
    year: int
    told: Phrase = field(eq=False, repr=False)


def lacking(derivation: Derivation) -> CalendarYear | None:
    """The year that a calendar would have to cover for a result, where only that keeps it from
    being known.

    None where something else is missing, and where the calendar covers the days but has no working
    day to give.
    """
    subject = derivation.subject
    calendar = subject.operation.calendar if isinstance(subject, model.Apply) else None
    if calendar is None or not isinstance(subject, model.Apply) or derivation.answer is not None:
        return None
    values = [value_of(part) for part in derivation.parts]
    days = [value for value in values if isinstance(value, date)]
    numbers = [value for value in values if isinstance(value, int)]
    if None in values or min(numbers, default=1) < 1 or subject.operation.undefined(values):
        return None
    year = calendar.wanted(days, subject.operation.name in _BACK)
    return CalendarYear(calendar.name, year, lacks(calendar, year))


def is_covered(derivation: Derivation) -> bool:
    """Whether the calendars cover all days that were counted on the way to an answer."""
    waiting, seen = [derivation], {id(derivation)}
    while waiting:
        step = waiting.pop()
        if lacking(step) is not None:
            return False
        further = [part for part in step.parts if id(part) not in seen]
        seen.update(map(id, further))
        waiting += further
    return True


_BACK: Final = (WORKING_DAYS_BEFORE.name, WORKING_DAY_UP_TO.name)


class Wanted(Protocol):
    """The record fields on which unknown verdicts and statuses of one record depend."""

    @property
    def record_type(self) -> RecordType: ...
    @property
    def actions(self) -> Iterable[str]: ...
    @property
    def norms(self) -> Iterable[str]: ...
    def of_verdict(self, action: str) -> Paths:
        """The fields that could still settle the verdict on an action."""

    def of_status(self, norm: str) -> Paths:
        """The fields that could still settle the status of a norm."""


class Needs:
    """The record fields on which each unknown answer of an evaluation depends.

    A field of a nested record that is itself absent is named in full, ``exemption.documented``,
    because that is what to ask for; an absent list is named itself, and so is an absent element.
    """

    def __init__(self, evaluation: Evaluation, record_type: RecordType) -> None:
        self.evaluation = evaluation
        self.record_type = record_type
        self.lacking: dict[CalendarYear, None] = {}
        """The years of calendars without which something cannot be counted."""
        self._shared: dict[int, Paths] = {}
        self._of_verdicts: dict[str, Paths] = {}
        self._of_statuses: dict[str, Paths] = {}
        # In this order each step comes after those it rests on, so the recursion stays flat.
        for step in evaluation.package.orders[record_type.name]:
            if step.kind is StepKind.FACT:
                self._share(evaluation.facts[step.name])
            elif step.kind is StepKind.APPLIES:
                self._share(evaluation.applies[step.name])

    @property
    def actions(self) -> Iterable[str]:
        """The actions on which there is a verdict."""
        return self.evaluation.verdicts

    @property
    def norms(self) -> Iterable[str]:
        """The norms that have a status."""
        return self.evaluation.applies

    def _share(self, derivation: Derivation) -> None:
        self._shared[id(derivation)] = self._of(derivation)

    def of(self, derivation: Derivation) -> Paths:
        """The fields that a fact, a condition or the applying of a norm still needs."""
        shared = self._shared.get(id(derivation))
        return self._of(derivation) if shared is None else shared

    def of_verdict(self, action: str) -> Paths:
        """The fields that could still settle the verdict on an action."""
        if action not in self._of_verdicts:
            self._of_verdicts[action] = self._needed_by_verdict(action)
        return self._of_verdicts[action]

    def _needed_by_verdict(self, action: str) -> Paths:
        if self.evaluation.verdicts[action].status is not VerdictStatus.UNDETERMINED:
            return NOTHING
        return union(self.of(self.evaluation.applies[name]) for name in self.deciding_norms(action))

    def deciding_norms(self, action: str, asked: VerdictStatus | None = None) -> tuple[str, ...]:
        """The norms whose applying is unknown and, once learnt, could change the verdict.

        With ``asked`` only those that could change whether the verdict is that one.
        """
        evaluation = self.evaluation
        found = evaluation.verdicts[action]
        return could_change(
            [(norm, self._applies(norm.name)) for norm in evaluation.package.norms_on[action]],
            evaluation.permits_by_default(action),
            [name for name in found.open if self.of(evaluation.applies[name])],
            asked,
        )

    def of_status(self, norm: str) -> Paths:
        """The fields that could still settle the status of a norm."""
        if norm not in self._of_statuses:
            self._of_statuses[norm] = self._needed_by_status(norm)
        return self._of_statuses[norm]

    def _needed_by_status(self, norm: str) -> Paths:
        evaluation = self.evaluation
        outcome = evaluation.norm_outcome(norm)
        if outcome.status is not Status.UNDETERMINED:
            return NOTHING
        done, deadline = evaluation.is_done(outcome.norm), outcome.norm.deadline
        waits_for = None if deadline is None else deadline.begun
        return needed_by_status(
            outcome.norm,
            outcome.applies,
            self.of(evaluation.applies[norm]),
            None if done is None else self.of(done),
            () if deadline is None else [self.of(evaluation.facts[n]) for n in deadline.facts],
            begun=None if waits_for is None else truth_of(evaluation.facts[waits_for]),
        )

    def _applies(self, norm: str) -> Truth:
        return self.evaluation.norm_outcome(norm).applies

    def _of(self, derivation: Derivation) -> Paths:
        if derivation.answer is not None:
            return NOTHING
        unknown = [part for part in derivation.parts if part.answer is None]
        match derivation.subject:
            case model.FieldValue() | model.Variable() if derivation.path is not None:
                return frozenset({derivation.path})
            case model.FactOf():
                return self.of(derivation.parts[-1])
            case model.ActionIs(action, asked):
                norms = self.deciding_norms(action, asked)
                return union(self.of(self.evaluation.applies[name]) for name in norms)
            case model.ElementOf():
                return self._of_membership(derivation)
            case model.Apply(operation, operands) if operation.joined is not None:
                parts = derivation.parts
                pairs = (places for _, places in operation.joined.parts(len(operands)))
                return union(self._all(parts[left], parts[right]) for left, right in pairs)
            case model.Apply(operation) if operation.kleene is None:
                answers = [value_of(part) for part in derivation.parts]
                wanted = None if unknown else lacking(derivation)
                if wanted is not None:
                    self.lacking[wanted] = None
                return NOTHING if operation.undefined(answers) else self._all(*unknown)
            case model.OnDay() if derivation.parts[0].answer == NEVER:
                return NOTHING
            case model.Aggregate() | model.OnDay():
                return self._all(*unknown)
            case model.Distribute():
                for_good = hindered(derivation) in FOR_GOOD
                return NOTHING if for_good else self._all(*unknown)
        return union(self.of(part) for part in unknown)

    def _all(self, *parts: Derivation) -> Paths:
        """The fields needed by all unknown parts together; none if one part can never be learnt."""
        return all_of([self.of(part) for part in parts if part.answer is None])

    def _of_membership(self, derivation: Derivation) -> Paths:
        """The fields needed to know whether a value is an element of a list.

        The list alone may suffice: if it is empty, no value is in it.
        """
        operand, collection, *elements = derivation.parts
        if collection.answer is None:
            needed = self.of(collection)
            return needed | self.of(operand) if needed else NOTHING
        if operand.answer is None and not self.of(operand):
            return NOTHING
        return union(self.of(part) for part in (operand, *elements))


def missing(wanted: Wanted, of_results: Iterable[str] = ()) -> tuple[str, ...]:
    """The paths of fields that could change an undetermined verdict or status, or give a result.

    First come those on which most undetermined verdicts depend, then most undetermined statuses,
    then most results (``of_results`` has the paths of each), then in the order of the record type.
    """
    verdicts = Counter(p for action in wanted.actions for p in wanted.of_verdict(action))
    statuses = Counter(p for norm in wanted.norms for p in wanted.of_status(norm))
    results = Counter(of_results)

    def weight(path: str) -> tuple[int, int, int, tuple[int, ...]]:
        counted = (-verdicts[path], -statuses[path], -results[path])
        return (*counted, position(path, wanted.record_type))

    return tuple(sorted(verdicts.keys() | statuses.keys() | results.keys(), key=weight))


# What rests on nothing being reported


class Absences:
    """Finds out whether an answer rests on ``is known`` saying no, in one evaluation.

    Results are remembered, because long chains of facts share their beginnings.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._rests: dict[int, bool] = {}

    def behind(self, derivation: Derivation) -> bool:
        """Whether ``is known`` says no in any of the steps that decide an answer."""
        waiting = [derivation]
        while waiting:
            current = waiting[-1]
            if id(current) in self._rests:
                waiting.pop()
                continue
            subject = current.subject
            if isinstance(subject, model.IsKnown) and current.answer is False:
                self._rests[id(current)] = True
                continue
            parts = (
                self.behind_verdict(subject.action)
                if isinstance(subject, model.ActionIs)
                else deciding(current)
            )
            unseen = [part for part in parts if id(part) not in self._rests]
            if unseen:
                waiting += unseen
            else:
                self._rests[id(current)] = any(self._rests[id(part)] for part in parts)
        return self._rests[id(derivation)]

    def behind_verdict(self, action: str) -> tuple[Derivation, ...]:
        """The derivations of whether each norm applies that the verdict on an action rests on."""
        found: Iterable[Derivation] = (
            self._evaluation.applies[role.norm.name]
            for role in roles(action, self._evaluation)
            if role.part is not NormPart.WITHOUT_EFFECT
        )
        return tuple(found)
