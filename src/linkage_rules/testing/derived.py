"""What follows from the derivations of the reference engine, to compare with `decisions.working`
and `decisions.resting`, which give the same without derivations."""

from collections.abc import Iterable, Iterator

from linkage_rules.decisions import Decision
from linkage_rules.decisions.derivations import behind, decided_by
from linkage_rules.decisions.explanation import Kind
from linkage_rules.decisions.missing import missing
from linkage_rules.decisions.readings import OtherAnswer, named_by
from linkage_rules.decisions.results import worked_out
from linkage_rules.engines import reference
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import with_choice
from linkage_rules.model.statuses import Status
from linkage_rules.model.values import Value


def _behind(steps: Iterable[Derivation], evaluation: Evaluation) -> Iterator[Derivation]:
    return behind(steps, lambda step: decided_by(step, evaluation))


def readings_behind_norms(decision: Decision) -> dict[str, frozenset[str]]:
    """The readings behind every norm that may apply, by the deciding steps of its derivations."""
    evaluation, package = decision.evaluation, decision.package
    found = {}
    for name, outcome in decision.norms.items():
        if outcome.status is not Status.NOT_APPLICABLE:
            norm = outcome.norm
            done = evaluation.is_done(norm)
            told = () if norm.deadline is None else norm.deadline.facts
            steps = [evaluation.applies[name], *(evaluation.facts[fact] for fact in told)]
            steps += [] if done is None else [done]
            named = {*norm.readings, *package.actions[norm.action].readings}
            for step in _behind(steps, evaluation):
                named.update(named_by(step.subject, package))
            found[name] = frozenset(named)
    return found


def changes(decision: Decision, reading: str, value: Value) -> list[OtherAnswer]:
    """The answers of the reference engine that would change with another choice of a reading."""
    other = with_choice(decision.package, reading, value)
    said = reference.evaluate(other, decision.record_type, decision.record, decision.as_of)
    verdicts = [
        OtherAnswer(Kind.VERDICT, name, found.status, said.verdicts[name].status)
        for name, found in decision.verdicts.items()
    ]
    norms = [
        OtherAnswer(Kind.NORM, name, found.status, said.norms[name].status)
        for name, found in decision.norms.items()
    ]
    return [one for one in (*verdicts, *norms) if one.after is not one.before]


def simplified(decision: Decision) -> set[str]:
    """The names of the simplified declarations that the answers rest on."""
    evaluation, package = decision.evaluation, decision.package
    steps: list[Derivation] = []
    for name, found in decision.norms.items():
        if found.norm.in_force.contains(decision.as_of):
            done, due = evaluation.done[found.norm.action], found.norm.deadline
            steps += [evaluation.applies[name], *(() if done is None else (done,))]
            steps += [] if due is None else [evaluation.facts[part] for part in due.facts]
    shape = decision.record_type.name
    given = [fact.name for fact in (*package.results[shape], *package.distributions[shape])]
    told = given if decision.norms else [*package.stated_facts]
    steps += [evaluation.facts[name] for name in told if name in evaluation.facts]
    met: set[str] = set()
    for step in _behind(steps, evaluation):
        match step.subject:
            case Fact(name=name) | model.FactOf(name=name) | Norm(name=name):
                met.add(name.rpartition("__")[0] if name in package.hidden else name)
    return met & {*package.simplified}


def differences(decision: Decision) -> list[str]:
    """The differences between the answers of a decision that are worked out without derivations and
    its derivations."""
    found = []
    needs, worked = decision.needs, decision.worked
    for what, names in (("of_verdict", decision.verdicts), ("of_status", decision.norms)):
        for name in names:
            expected, said = getattr(needs, what)(name), getattr(worked, what)(name)
            if said != expected:
                found.append(f"{what} {name}: {sorted(said)}, and derived {sorted(expected)}")
    shared = (path for one in decision.shares.values() for path in one.missing)
    given = (path for one in worked_out(needs) for path in one.result.missing)
    if decision.missing != (derived := missing(needs, (*shared, *given))):
        found.append(f"missing: {decision.missing}, and derived {derived}")
    for name, done in decision.evaluation.done.items():
        if worked.was_done(name) is not (None if done is None else done.answer):
            found.append(f"whether {name} is done")
    behind_norms = readings_behind_norms(decision)
    adopted = {one.reading.name: one for one in decision.readings}
    for reading in decision.package.readings:
        norms = {norm for norm, named in behind_norms.items() if reading in named}
        one = adopted.get(reading)
        said = set() if one is None else one.norms
        if said != norms:
            found.append(f"norms by {reading}: {sorted(said)}, and derived {sorted(norms)}")
        for other in () if one is None else one.others:
            if other.changes is not None:
                by_reference = changes(decision, reading, other.value)
                if [*other.changes] != by_reference:
                    said_of = f"{reading} {other.value}: {other.changes}"
                    found.append(f"{said_of}, and derived {by_reference}")
    if {one.name for one in decision.simplified} != simplified(decision):
        found.append(f"simplified: {decision.simplified}, and derived {simplified(decision)}")
    return found
