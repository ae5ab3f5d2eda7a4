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
from linkage_rules.model.dependencies import readings_in_conditions, readings_of_steps
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.outcomes import Derivation, Outcome
from linkage_rules.model.package import Package, with_choice
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
        self.behind = readings_of_steps(package)
        """The readings on which each step may rest, whatever the record."""

    def otherwise(self, reading: str, value: Value) -> _Otherwise:
        """The policy as it would be with another choice of a reading."""
        key = (reading, repr(value))
        found = self._otherwise.get(key)
        made = found or _Otherwise(with_choice(self._package, reading, value))
        return found or self._otherwise.setdefault(key, made)


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
    package = evaluation.package
    behind_norms = _behind_norms(evaluation, outcome)
    with_effect = choices.with_effect
    tries = MOST_TRIED
    found = []
    for name, parameter in package.readings.items():
        period = parameter.period_on(evaluation.as_of)
        choice = None if period is None else period.value
        others = []
        # A date that governs a norm may have chosen otherwise than the day does.
        several = len(parameter.periods) > 1
        for alternative in parameter.alternatives_to(None if several else choice):
            changes: tuple[OtherAnswer, ...] | None = None
            if name in with_effect:
                tries -= 1
                if tries >= 0:
                    other = choices.otherwise(name, alternative.value)
                    changes = tuple(_changes(other, record_type, evaluation, outcome))
            if alternative.value != choice or changes:
                others.append(OtherChoice(alternative.value, alternative.because, changes))
        norms = frozenset(norm for norm, named in behind_norms.items() if name in named)
        decides = any(other.changes for other in others)
        if norms or decides or (parameter.reading is not None and parameter.reading.throughout):
            because = None if period is None else period.because
            found.append(Adopted(parameter, choice, because, tuple(others), norms))
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


def _behind_norms(evaluation: Evaluation, outcome: Outcome) -> dict[str, frozenset[str]]:
    """The readings behind every norm that may apply, and behind what was said to be done."""
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
        named = {*norm.readings, *evaluation.package.actions[norm.action].readings}
        found[name] = frozenset(named.union(_behind_steps(steps, evaluation)))
    return found


def _behind_steps(steps: Iterable[Derivation], evaluation: Evaluation) -> Iterator[str]:
    """The readings on which the deciding steps of derivations rest, by name or by value."""
    package = evaluation.package
    for step in behind(steps, lambda step: decided_by(step, evaluation)):
        match step.subject:
            case model.ParameterValue(name):
                yield from package.readings_behind(name)
            case Fact() | Norm() | Action() as declared:
                yield from declared.readings
            case model.ActionIs(action):
                yield from package.actions[action].readings
