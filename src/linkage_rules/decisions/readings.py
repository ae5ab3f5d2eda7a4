"""The readings that answers rest on, and which answers another choice would change."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from attrs import evolve, frozen

from linkage_rules.decisions.explanation import Kind
from linkage_rules.decisions.resting import Resting, Subject
from linkage_rules.decisions.working import NOTHING, Worked, Working, working
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.dependencies import readings_in_conditions, status_rests_on
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Value

MOST_TRIED: Final = 100
"""The most alternatives that are tried out for one decision; for others nothing is claimed."""


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
    """An alternative of a reading, the reason for it, and what it would change.

    ``changes`` is None where it was not tried: because no condition uses the reading, or because
    `MOST_TRIED` others had been tried before.
    """

    value: Value
    because: str
    changes: tuple[OtherAnswer, ...] | None

    __repr__ = in_brief


@frozen
class Adopted:
    """A reading on which a decision rests: the choice on its day, the reason, the alternatives.

    ``choice`` and ``because`` are None on a day for which nothing was chosen. ``norms`` are those
    whose status rests on it; it is empty for a reading that is listed because the whole policy is
    read so, or because another choice would change an answer.
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


@frozen
class _Affected:
    """What another choice of a reading may change for records of a type: the parameters with its
    value, the steps that rest on these, and the actions and norms of these steps."""

    parameters: tuple[str, ...]
    steps: tuple[Step, ...]
    actions: frozenset[str]
    norms: frozenset[str]


@frozen
class _Chosen:
    """A reading with its choice on a day, and the alternatives."""

    reading: Parameter
    choice: Value
    because: str | None
    others: tuple[OtherChoice, ...]
    """The alternatives, which have not been tried yet."""


def _chosen(reading: Parameter, day: date) -> _Chosen:
    period = reading.period_on(day)
    choice, because = (None, None) if period is None else (period.value, period.because)
    # A norm that is governed by another date may use the choice of that date, so all choices stay
    # alternatives where there are several.
    several = len(reading.periods) > 1
    others = reading.alternatives_to(None if several else choice)
    untried = tuple(OtherChoice(other.value, other.because, None) for other in others)
    return _Chosen(reading, choice, because, untried)


class Choices:
    """The alternatives of all readings of a policy, and what each may change.

    All decisions of a policy share it. There is no lock: two threads may both work out the same
    result.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self.with_effect = readings_in_conditions(package)
        """The readings whose value some condition asks for."""
        self._affected: dict[tuple[str, str], _Affected] = {}
        self._on_day: tuple[date, tuple[_Chosen, ...]] | None = None

    def chosen(self, day: date) -> tuple[_Chosen, ...]:
        """The choice of each reading on a day; kept for the last day that was asked about."""
        if self._on_day is None or self._on_day[0] != day:
            self._on_day = day, tuple(_chosen(one, day) for one in self._package.readings.values())
        return self._on_day[1]

    def affected(self, reading: str, working: Working) -> _Affected:
        """What another choice of a reading may change for records of a type."""
        key = (reading, working.record_type.name)
        found = self._affected.get(key)
        return found or self._affected.setdefault(key, self._found_affected(reading, working))

    def _found_affected(self, reading: str, working: Working) -> _Affected:
        package = self._package
        # The derived copies of the reading, as of dates that govern norms, change with it.
        said_again = (name for name, of in package.said_once_more.items() if of == reading)
        parameters = tuple(dict.fromkeys((reading, *said_again)))
        steps: dict[Step, None] = {}
        for step, asked in working.asked.items():
            if not (working.read[step].isdisjoint(parameters) and steps.keys().isdisjoint(asked)):
                steps[step] = None
        return _Affected(
            parameters,
            tuple(step for step in steps if step.kind is not StepKind.VERDICT),
            frozenset(step.name for step in steps if step.kind is StepKind.VERDICT),
            frozenset(
                norm.name
                for norm in package.norms.values()
                if Step(StepKind.APPLIES, norm.name) in steps
                or any(one in steps for one in status_rests_on(norm))
            ),
        )


def choices_of(package: Package, made: list[Choices]) -> Choices:
    """The choices of a policy, made once and kept in the list ``made``."""
    if not made:
        made.append(Choices(package))
    return made[0]


def adopted(worked: Worked, choices: Choices) -> tuple[Adopted, ...]:
    """The readings that the answers rest on, and those of the whole policy, in the order declared.

    What each alternative would change is found by working out again the steps that rest on the
    reading.
    """
    resting: dict[str, list[str]] = {}
    for norm, named in _behind_norms(worked).items():
        for name in named:
            resting.setdefault(name, []).append(norm)
    tries = MOST_TRIED
    found = []
    for one in choices.chosen(worked.run.as_of):
        name, choice = one.reading.name, one.choice
        others = []
        for alternative in one.others:
            changes: tuple[OtherAnswer, ...] | None = None
            if name in choices.with_effect:
                tries -= 1
                if tries >= 0:
                    affected = choices.affected(name, worked.working)
                    changes = tuple(_changes(worked, affected, alternative.value))
            if alternative.value != choice or changes:
                others.append(
                    alternative if changes is None else evolve(alternative, changes=changes)
                )
        norms = frozenset(resting.get(name, ()))
        decides = any(other.changes for other in others)
        said = one.reading.reading
        if norms or decides or (said is not None and said.throughout):
            found.append(Adopted(one.reading, choice, one.because, tuple(others), norms))
    return tuple(found)


def _changes(worked: Worked, affected: _Affected, value: Value) -> Iterator[OtherAnswer]:
    working, outcome = worked.working, worked.outcome
    run = working.again(worked.run, dict.fromkeys(affected.parameters, value), affected.steps)
    for name, verdict in outcome.verdicts.items():
        if name in affected.actions:
            after = working.verdict(run, name).status
            if after is not verdict.status:
                yield OtherAnswer(Kind.VERDICT, name, verdict.status, after)
    for name, norm in outcome.norms.items():
        if name in affected.norms:
            status = working.status(run, norm.norm)
            if status is not norm.status:
                yield OtherAnswer(Kind.NORM, name, norm.status, status)


def simplified_behind(worked: Worked) -> tuple[Norm | Fact, ...]:
    """The declarations that say less than the text and that answers rest on, in the order declared.

    A norm in force always counts: that it does not apply may be due to what it leaves out. Results
    and shares count as answers, too; in a policy without norms the values of all facts do.
    """
    package, outcome, record_type = worked.working.package, worked.outcome, worked.record_type
    if not package.simplified:
        return ()
    steps: list[Step] = []
    for found in outcome.norms.values():
        if found.norm.in_force.contains(worked.run.as_of):
            steps += [Step(StepKind.APPLIES, found.norm.name), *status_rests_on(found.norm)]
    given = (*package.results[record_type.name], *package.distributions[record_type.name])
    told = [fact.name for fact in given] if outcome.norms else [*package.stated_facts]
    steps += [Step(StepKind.FACT, name) for name in told if name in worked.run.facts]
    passing = _simplified(record_type.name, package).walk(worked.run)
    met = NOTHING.union(*map(passing.behind, steps))
    return tuple(one for name, one in package.simplified.items() if name in met)


@kept_beside
def _simplified(record_type: str, package: Package) -> Resting:
    def named(subject: Subject, package: Package) -> Iterator[str]:
        match subject:
            case Fact(name=name) | model.FactOf(name=name) | Norm(name=name):
                name = name.rpartition("__")[0] if name in package.hidden else name
                if name in package.simplified:
                    yield name

    return Resting(working(record_type, package), named)


def _behind_norms(worked: Worked) -> dict[str, frozenset[str]]:
    """The readings behind each norm that may apply, and behind whether its action is done."""
    package = worked.working.package
    passing = _readings(worked.record_type.name, package).walk(worked.run)
    found = {}
    for name, outcome in worked.outcome.norms.items():
        if outcome.status is Status.NOT_APPLICABLE:
            continue
        norm = outcome.norm
        steps = [Step(StepKind.APPLIES, name)]
        if norm.deadline is None or norm.deadline.done is None:
            steps.append(Step(StepKind.DONE, norm.action))
        if norm.deadline is not None:
            steps += (Step(StepKind.FACT, fact) for fact in norm.deadline.facts)
        named = (*norm.readings, *package.actions[norm.action].readings)
        found[name] = frozenset(named).union(*map(passing.behind, steps))
    return found


@kept_beside
def _readings(record_type: str, package: Package) -> Resting:
    return Resting(working(record_type, package), named_by)


def named_by(step: Subject, package: Package) -> Iterable[str]:
    """The readings that a declaration or an expression uses directly, by name or by value."""
    match step:
        case model.ParameterValue(name):
            return package.readings_behind(name)
        case Fact() | Norm() | Action() as declared:
            return declared.readings
        case model.ActionIs(action):
            return package.actions[action].readings
    return ()
