"""Which declarations of a policy take effect in its examples, and in which."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from linkage_rules.decisions.derivations import behind, decided_by
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.presenting.cited_rules import Rule, RuleKind

_CAN_TAKE_EFFECT = (
    *(RuleKind.NORM, RuleKind.FACT, RuleKind.ACTION, RuleKind.PARAMETER, RuleKind.READING),
)


@frozen
class Effects:
    """For each declaration the titles of the examples in which it takes effect, by name.

    A norm takes effect where it may apply, an action where a norm on it does, and a fact, parameter
    or reading where it is among what decides the status of a norm or a result, or tells who is
    responsible for a norm that applies. A norm of which it is unknown whether it applies has no
    effect yet.
    """

    examples: Mapping[str, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        return self.examples.get(name, ())


def effects(package: Package) -> Effects:
    """Judge every example of a policy, and record what takes effect in it."""
    found: dict[str, dict[str, None]] = {}
    for example in package.examples:
        if example.as_of is None:
            continue
        shape = package.record_types[example.record_type]
        evaluation = Evaluation(package, shape, example.given, example.as_of)
        for name in _effective(evaluation):
            found.setdefault(name, {})[example.title] = None
    return Effects({name: tuple(titles) for name, titles in found.items()})


def without_effect(rules: Iterable[Rule], found: Effects, package: Package) -> Iterator[Rule]:
    """The declarations that quote the source and take effect in no example.

    Readings of the whole text always take effect; statements are no rules.
    """
    for rule in rules:
        if rule.kind not in _CAN_TAKE_EFFECT or not rule.citations or found.of(rule.key):
            continue
        reading = package.readings.get(rule.key)
        said = None if reading is None else reading.reading
        if said is None or not said.throughout:
            yield rule


def _effective(evaluation: Evaluation) -> Iterator[str]:
    package = evaluation.package
    answers: list[Derivation] = []
    for name, verdict in evaluation.verdicts.items():
        if verdict.status is not VerdictStatus.UNREGULATED:
            yield name
            yield from package.actions[name].readings
    for name, applies in evaluation.applies.items():
        norm = package.norms[name]
        answers.append(applies)
        # Even where compliance is unknown, the norm forbids or requires something.
        if applies.answer is not True:
            continue
        yield name
        yield from norm.readings
        done = evaluation.is_done(norm)
        answers += [] if done is None else [done]
        answers += [evaluation.derive(one) for one in norm.answerable]
        if norm.deadline is not None:
            answers += [evaluation.facts[part] for part in norm.deadline.facts]
    # A policy exists for its results, even if no norm uses them.
    results = {fact.name for facts in package.results.values() for fact in facts}
    answers += [found for name, found in evaluation.facts.items() if name in results]
    yield from _deciding(answers, evaluation)


def _deciding(answers: Iterable[Derivation], evaluation: Evaluation) -> Iterator[str]:
    package = evaluation.package

    def onward(step: Derivation) -> Iterator[Derivation]:
        if isinstance(step.subject, model.Some | model.Every | model.HowMany):
            # The elements decide, but the list they come from is part of the reason.
            yield from step.parts[:1]
        yield from decided_by(step, evaluation)

    for step in behind(answers, onward):
        match step.subject:
            case model.ParameterValue(name):
                yield package.said_once_more.get(name, name)
                yield from package.readings_behind(name)
            case Fact(name=name) as fact:
                yield name
                yield from fact.readings
            case Norm() | Action() as declared:
                yield from declared.readings
