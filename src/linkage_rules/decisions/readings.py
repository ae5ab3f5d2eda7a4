"""The readings that answers rest on, and what another choice would change in them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from attrs import frozen

from linkage_rules.decisions.derivations import behind, decided_by
from linkage_rules.decisions.explanation import Kind
from linkage_rules.engines import reference
from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.dependencies import (
    asked_in,
    readings_in_conditions,
    readings_of_steps,
    rested_on_in,
)
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Alternative, Fact, Norm, Parameter
from linkage_rules.model.outcomes import Derivation, Outcome
from linkage_rules.model.package import Package, Step, StepKind, with_choice
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Value

MOST_TRIED: Final = 100
"""The alternatives that are tried out for one decision; of the others it is not said."""


@frozen
class OtherAnswer:
    """A verdict on an action or a status of a norm that another choice would change."""

    kind: Kind
    name: str
    before: Status | VerdictStatus
    after: Status | VerdictStatus

    __repr__ = in_brief


@frozen
class OtherChoice:
    """An alternative, what speaks for it, and what it would change.

    ``changes`` is None where it was not tried: no condition asks for the reading, which is told
    and no more, or too many had been tried before.
    """

    value: Value
    because: str
    changes: tuple[OtherAnswer, ...] | None

    __repr__ = in_brief


@frozen
class Adopted:
    """A reading on which a decision rests: the choice on its day, the reason, the alternatives.

    ``choice`` and ``because`` are None on a day for which nothing was chosen. ``norms`` are those
    whose status rests on it; without any, the whole policy is read so, or another choice decides.
    """

    reading: Parameter
    choice: Value
    because: str | None
    others: tuple[OtherChoice, ...]
    norms: frozenset[str]

    __repr__ = in_brief

    @property
    def decides(self) -> bool:
        """Whether another choice would change a verdict or a status."""
        return any(other.changes for other in self.others)


_MOST_KEPT: Final = 10_000
"""Of how many steps it is kept what they may rest on."""

_FEW: Final = 8
"""So many records are judged by the reference interpreter before it is worth writing code."""


class _Otherwise:
    """A policy with another choice of a reading, asked about one record after another."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._asked = 0
        self._programs: dict[str, Program] = {}

    def outcome(self, record_type: RecordType, record: Record, as_of: date) -> Outcome:
        self._asked += 1
        name = record_type.name
        if self._asked <= _FEW or name not in self._package.orders:
            return reference.evaluate(self._package, record_type, record, as_of)
        program = self._programs.get(name)
        if program is None:
            program = self._programs[name] = Program(self._package, record_type)
        return program.outcome(record, as_of)


@frozen
class _Chosen:
    """A reading with its choice on a day, and what could be chosen instead."""

    reading: Parameter
    choice: Value
    because: str | None
    others: tuple[Alternative, ...]


def _chosen(reading: Parameter, day: date) -> _Chosen:
    period = reading.period_on(day)
    choice, because = (None, None) if period is None else (period.value, period.because)
    # A date that governs a norm may have chosen otherwise than the day does.
    several = len(reading.periods) > 1
    return _Chosen(reading, choice, because, reading.alternatives_to(None if several else choice))


class Choices:
    """The other choices of the readings of a policy, and what each makes of a record.

    It is shared by all decisions of a policy. Nothing here is locked: two threads may both make a
    thing, and it is the same one.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._otherwise: dict[tuple[str, str], _Otherwise] = {}
        self.with_effect = readings_in_conditions(package)
        """The readings whose value some condition asks for."""
        self._behind = readings_of_steps(package)
        self._leading: dict[int, tuple[object, frozenset[str]]] = {}
        self._on_day: tuple[date, tuple[_Chosen, ...]] | None = None

    def otherwise(self, reading: str, value: Value) -> _Otherwise:
        """The policy as it would be with another choice of a reading."""
        key = (reading, repr(value))
        found = self._otherwise.get(key)
        made = found or _Otherwise(with_choice(self._package, reading, value))
        return found or self._otherwise.setdefault(key, made)

    def chosen(self, day: date) -> tuple[_Chosen, ...]:
        """What was chosen on a day, as declared; kept for the last day that was asked about."""
        if self._on_day is None or self._on_day[0] != day:
            self._on_day = day, tuple(_chosen(one, day) for one in self._package.readings.values())
        return self._on_day[1]

    def leads_to(self, subject: Expression | Fact | Norm | Action) -> frozenset[str]:
        """The readings on which what a step works out may rest, whatever the record."""
        found = self._leading.get(id(subject))
        if found is None:
            if len(self._leading) >= _MOST_KEPT:
                self._leading.clear()
            # It is kept with its answer, so that nothing else can take its place in memory.
            found = self._leading[id(subject)] = subject, frozenset(self._reached(subject))
        return found[1]

    def _reached(self, subject: Expression | Fact | Norm | Action) -> Iterator[str]:
        match subject:
            case Fact(name):
                yield from self._behind[Step(StepKind.FACT, name)]
            case Norm(name):
                yield from self._behind[Step(StepKind.APPLIES, name)]
            case Action(name):
                yield from self._behind[Step(StepKind.DONE, name)]
                yield from self._behind[Step(StepKind.VERDICT, name)]
            case _:
                yield from rested_on_in(self._package, subject)
                for step in asked_in(subject, self._package):
                    yield from self._behind[step]


def choices_of(package: Package, made: list[Choices]) -> Choices:
    """The choices of a policy; ``made`` keeps them once they were made."""
    if not made:
        made.append(Choices(package))
    return made[0]


def adopted(
    evaluation: Evaluation, record_type: RecordType, outcome: Outcome, choices: Choices
) -> tuple[Adopted, ...]:
    """The readings that the answers rest on, and those of the whole policy, as declared.

    What another of the ``choices`` would change is found by judging the record once more.
    """
    behind_norms = _behind_norms(evaluation, outcome, choices)
    tries = MOST_TRIED
    found = []
    for one in choices.chosen(evaluation.as_of):
        name, choice = one.reading.name, one.choice
        others = []
        for alternative in one.others:
            changes: tuple[OtherAnswer, ...] | None = None
            if name in choices.with_effect:
                tries -= 1
                if tries >= 0:
                    other = choices.otherwise(name, alternative.value)
                    changes = tuple(_changes(other, record_type, evaluation, outcome))
            if alternative.value != choice or changes:
                others.append(OtherChoice(alternative.value, alternative.because, changes))
        norms = frozenset(norm for norm, named in behind_norms.items() if name in named)
        decides = any(other.changes for other in others)
        said = one.reading.reading
        if norms or decides or (said is not None and said.throughout):
            found.append(Adopted(one.reading, choice, one.because, tuple(others), norms))
    return tuple(found)


def _changes(
    other: _Otherwise, record_type: RecordType, evaluation: Evaluation, outcome: Outcome
) -> Iterator[OtherAnswer]:
    instead = other.outcome(record_type, evaluation.record, evaluation.as_of)
    for name, verdict in outcome.verdicts.items():
        after = instead.verdicts[name].status
        if after is not verdict.status:
            yield OtherAnswer(Kind.VERDICT, name, verdict.status, after)
    for name, norm in outcome.norms.items():
        status = instead.norms[name].status
        if status is not norm.status:
            yield OtherAnswer(Kind.NORM, name, norm.status, status)


def simplified_behind(
    evaluation: Evaluation, record_type: RecordType, outcome: Outcome
) -> tuple[Norm | Fact, ...]:
    """The declarations that say less than the text and that answers rest on, as declared.

    A norm that is in force has been asked, whether or not it applies: where it does not, that too
    rests on what it leaves out. Results and shares are answers, too; where no norm is asked, so are
    the values of all facts.
    """
    package = evaluation.package
    if not package.simplified:
        return ()
    steps: list[Derivation] = []
    for name, found in outcome.norms.items():
        if found.norm.in_force.contains(evaluation.as_of):
            done = evaluation.done[found.norm.action]
            steps += [evaluation.applies[name], *(() if done is None else (done,))]
            due = found.norm.deadline
            steps += [] if due is None else [evaluation.facts[part] for part in due.facts]
    given = (*package.results[record_type.name], *package.distributions[record_type.name])
    told = [fact.name for fact in given] if outcome.norms else [*package.stated_facts]
    steps += [evaluation.facts[name] for name in told if name in evaluation.facts]
    met: set[str] = set()
    for step in behind(steps, lambda step: decided_by(step, evaluation)):
        match step.subject:
            case Fact(name=name) | model.FactOf(name=name) | Norm(name=name):
                met.add(name)
                met.add(name.rpartition("__")[0] if name in package.hidden else name)
    return tuple(one for name, one in package.simplified.items() if name in met)


def _behind_norms(
    evaluation: Evaluation, outcome: Outcome, choices: Choices
) -> dict[str, frozenset[str]]:
    """The readings behind every norm that may apply, and behind what was said to be done."""
    package, met = evaluation.package, _Met(evaluation, choices)
    found = {}
    for name, norm_outcome in outcome.norms.items():
        if norm_outcome.status is Status.NOT_APPLICABLE:
            continue
        norm = norm_outcome.norm
        done = evaluation.is_done(norm)
        told = () if norm.deadline is None else norm.deadline.facts
        steps = (
            evaluation.applies[name],
            *(() if done is None else (done,)),
            *(evaluation.facts[fact] for fact in told),
        )
        named = {*norm.readings, *package.actions[norm.action].readings}
        found[name] = frozenset(named.union(*(met.behind(step) for step in steps)))
    return found


class _Met:
    """The readings on which the deciding steps of derivations rest, by name or by value.

    What was looked through once is remembered: norms share the facts that they rest on.
    """

    def __init__(self, evaluation: Evaluation, choices: Choices) -> None:
        self._evaluation = evaluation
        self._choices = choices
        self._found: dict[int, frozenset[str]] = {}

    def behind(self, step: Derivation) -> frozenset[str]:
        waiting = [step]
        while waiting:
            current = waiting[-1]
            if id(current) in self._found:
                waiting.pop()
                continue
            named = frozenset(_named_by(current, self._evaluation.package))
            parts: tuple[Derivation, ...] = ()
            # Where no reading can be met, whatever the record, none is looked for.
            if current.parts and self._choices.leads_to(current.subject):
                parts = decided_by(current, self._evaluation)
            unseen = [part for part in parts if id(part) not in self._found]
            if unseen:
                waiting += unseen
            else:
                self._found[id(current)] = named.union(*(self._found[id(part)] for part in parts))
        return self._found[id(step)]


def _named_by(step: Derivation, package: Package) -> Iterable[str]:
    """The readings on which a step rests itself, by name or by value."""
    match step.subject:
        case model.ParameterValue(name):
            return package.readings_behind(name)
        case Fact() | Norm() | Action() as declared:
            return declared.readings
        case model.ActionIs(action):
            return package.actions[action].readings
    return ()
