"""The order in which a checked package is worked out, or why there is none."""

from collections.abc import Mapping

from linkage_rules.language.factors import MAX_FACTORS, too_many_factors
from linkage_rules.language.messages import Phrase
from linkage_rules.language.order import Cycle, dependencies, in_dependency_order
from linkage_rules.language.resolve import NamedDeclaration, Problems
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.spans import Span


def evaluation_order(
    package: Package, own: Mapping[str, NamedDeclaration], problems: Problems
) -> tuple[Step, ...]:
    order = in_dependency_order(dependencies(package))
    if isinstance(order, Cycle):
        span = _span_in_cycle(order, package, own)
        circle = [_step_phrase(step, package) for step in (*order.members, order.members[0])]
        shown = Phrase(" → ".join(p.en for p in circle), " → ".join(p.zh for p in circle))
        problems.report("POL-207", span, cycle=shown)
        return ()
    for span in too_many_factors(package, order):
        problems.report("POL-310", span, limit=MAX_FACTORS)
    return tuple(order)


def _span_in_cycle(
    cycle: Cycle[Step], package: Package, own: Mapping[str, NamedDeclaration]
) -> Span:
    """A place in this package; a cycle through used packages runs through this one too."""
    for step in cycle.members:
        if step.name in own:
            return own[step.name].name.span
    return package.span


_STEPS = {
    StepKind.FACT: Phrase("fact {name}", "事实 {name}"),
    StepKind.DONE: Phrase("{name} done", "{name} 是否完成"),
    StepKind.APPLIES: Phrase("{name} applies", "{name} 是否适用"),
    StepKind.VERDICT: Phrase("verdict on {name}", "对 {name} 的结论"),
}


def _step_phrase(step: Step, package: Package) -> Phrase:
    item: Fact | Norm | Action
    match step.kind:
        case StepKind.FACT:
            item = package.facts[step.name]
        case StepKind.APPLIES:
            item = package.norms[step.name]
        case StepKind.DONE | StepKind.VERDICT:
            item = package.actions[step.name]
    called = Phrase(item.name, item.label or item.name)
    return _STEPS[step.kind].filled(name=called)
