"""Which examples exercise a norm, and what they find it to be.

An example exercises the norms about records of its type that are in force on its day: it shows that
they apply, or that they do not. What an example gave is kept while neither it nor anything that the
norm rests on changes, so that typing in one declaration costs what rests on that one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, TypeVar

from attrs import define, evolve, field, frozen

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.dependencies import reached, rests_on, status_rests_on
from linkage_rules.model.norms import Action, Fact, Norm, Parameter
from linkage_rules.model.package import Example, Package, Step, StepKind
from linkage_rules.model.statuses import Status
from linkage_rules.model.values import Truth
from linkage_rules.words.deontic_words import STATUSES
from linkage_rules.words.messages import Phrase, enumerated

_D = TypeVar("_D", Norm, Fact, Action)

_NOTHING: Final = Package(name="")
_EXERCISED: Final = Phrase(
    "examples: applies in {applying}, not in {others}", "{applying}个示例中适用，{others}个中不适用"
)
_UNKNOWN_IN: Final = Phrase("{said}, unknown in {count}", "{said}，{count}个中不确定")
_STATUSES: Final = Phrase("{said}: {statuses}", "{said}：{statuses}")
_STATUS: Final = Phrase("{count} {status}", "{status}{count}个")
_NOT_EXERCISED: Final = Phrase("no example exercises this norm", "没有示例用到这条规范")


@frozen
class Exercise:
    """What an example finds a norm to be."""

    applies: Truth
    status: Status


@frozen(eq=False)
class Exercised:
    """The examples that exercise a norm, each with what it finds."""

    norm: Norm
    by: tuple[tuple[Example, Exercise], ...]

    def those(self, applies: Truth) -> tuple[Example, ...]:
        """The examples in which the norm applies, does not, or is not known to."""
        return tuple(example for example, found in self.by if found.applies is applies)

    @property
    def statuses(self) -> Mapping[Status, int]:
        """In how many examples in which it may apply it has which status."""
        return Counter(found.status for _, found in self.by if found.applies is not False)


_Basis: TypeAlias = tuple[object, ...]
"""All that the answers of a norm rest on, but for the record and the day."""


@define
class Exercises:
    """What the examples of one policy gave, from one moment to the next.

    Examples and what all norms share (parameters, calendars, types) are held against those of the
    moment before, once for each package; places in files do not count.
    """

    _package: Package = _NOTHING
    _shared: _Basis = ()
    _same: dict[int, Example] = field(factory=dict)
    _found: dict[str, tuple[_Basis, dict[int, tuple[Example, Exercise]]]] = field(factory=dict)

    def of(self, norm: Norm, package: Package) -> Exercised:
        """How the examples of a checked package exercise one of its norms."""
        self._turn_to(package)
        steps = _behind(norm, package)
        basis = (*(_declared(step, package) for step in steps), _without_words(norm))
        kept_basis, kept = self._found.get(norm.name, ((), {}))
        if kept_basis != basis:
            kept = {}
        found: dict[int, tuple[Example, Exercise]] = {}
        by: list[tuple[Example, Exercise]] = []
        for example in _exercising(norm, package):
            same = self._same[id(example)]
            known = kept.get(id(same))
            finding = known[1] if known else _finding(norm, example, package, steps)
            found[id(same)] = same, finding
            by.append((example, finding))
        self._found[norm.name] = basis, found
        return Exercised(norm, tuple(by))

    def _turn_to(self, package: Package) -> None:
        if package is self._package:
            return
        shared = _shared_in(package)
        if shared != self._shared:
            self._found.clear()
        before: dict[str, list[Example]] = {}
        for example in self._same.values():
            before.setdefault(example.title, []).append(example)
        self._same = {
            id(example): next(
                (old for old in before.get(example.title, ()) if old == example), example
            )
            for example in package.examples
        }
        self._package, self._shared = package, shared


def _exercising(norm: Norm, package: Package) -> Iterator[Example]:
    for example in package.examples:
        day = example.as_of
        if example.record_type == norm.record_type and day and norm.in_force.contains(day):
            yield example


def _finding(norm: Norm, example: Example, package: Package, steps: tuple[Step, ...]) -> Exercise:
    assert example.as_of is not None
    shape = package.record_types[example.record_type]
    evaluation = Evaluation(package, shape, example.given, example.as_of, steps)
    outcome = evaluation.norm_outcome(norm.name)
    return Exercise(outcome.applies, outcome.status)


def _behind(norm: Norm, package: Package) -> tuple[Step, ...]:
    """The steps that have to be worked out for the status of a norm, each after what it rests
    on."""
    own = [Step(StepKind.APPLIES, norm.name), *status_rests_on(norm)]
    if norm.deadline is not None:
        own += (Step(StepKind.FACT, name) for name in norm.deadline.made)
    needed = reached(own, lambda step: rests_on(step, package))
    return tuple(step for step in package.orders[norm.record_type] if step in needed)


def _without_words(declared: _D) -> _D:
    """A declaration without what it is called and what it cites, by which nobody is judged."""
    plain: _D = evolve(declared, label=None, citations=())
    return plain


def _declared(step: Step, package: Package) -> object:
    match step.kind:
        case StepKind.FACT:
            return _without_words(package.facts[step.name])
        case StepKind.APPLIES:
            return _without_words(package.norms[step.name])
        case StepKind.DONE:
            return _without_words(package.actions[step.name])
        case StepKind.VERDICT:
            # What it follows from are the norms on the action, which are steps themselves.
            return step, package.default_periods.get(step.name)


def _values(parameter: Parameter) -> Iterator[object]:
    return ((period.value, period.in_force) for period in parameter.periods)


def _shared_in(package: Package) -> _Basis:
    return (
        tuple((name, held.type, *_values(held)) for name, held in package.parameters.items()),
        tuple(package.calendars.items()),
        *(tuple(package.record_types.items()), tuple(package.enums.items())),
        package.bearers,
    )


def exercised_in_words(found: Exercised) -> Phrase:
    """In how many examples a norm applies and what they find it to be."""
    if not found.by:
        return _NOT_EXERCISED
    said = _EXERCISED.filled(applying=len(found.those(True)), others=len(found.those(False)))
    if unknown := len(found.those(None)):
        said = _UNKNOWN_IN.filled(said=said, count=unknown)
    statuses = [
        _STATUS.filled(count=count, status=STATUSES[status])
        for status, count in sorted(found.statuses.items())
    ]
    return _STATUSES.filled(said=said, statuses=enumerated(statuses)) if statuses else said
