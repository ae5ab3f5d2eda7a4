"""Circles among declarations, and how large numbers can grow."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from linkage_rules.language.checking.resolve import Named, Problems
from linkage_rules.language.fixes import Choice, Edit, Fix
from linkage_rules.language.hints.choices import WRITE
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import Cycle, dependencies, expressions_of, in_order
from linkage_rules.model.expressions import Expression, FactValue
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.operations import Size, largest
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import parts_of, walk
from linkage_rules.model.types import Scalar
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, enumerated

MAX_FACTORS: Final = 64
_MOST_CIRCLES: Final = 20
_MOST_SHOWN: Final = 12


def too_many_factors(package: Package, order: Sequence[Step]) -> Iterator[Step]:
    """The steps whose values may be products of more than `MAX_FACTORS` factors."""
    facts: dict[str, Size] = {}
    for step in order:
        match step.kind:
            case StepKind.FACT:
                fact = package.facts[step.name]
                size = _size(fact.means, facts)
                if max(size) > MAX_FACTORS:
                    yield step
                    size = (1, 1)
                facts[step.name] = size
            case _:
                conditions = expressions_of(step, package)
                if any(max(_size(c, facts)) > MAX_FACTORS for c in conditions):
                    yield step


def _size(expression: Expression, facts: dict[str, Size]) -> Size:
    """The size of the value of an expression; for a condition, that of the largest value in it."""
    match expression:
        case model.FactValue(name):
            return facts.get(name, (1, 0))
        case model.FactOf(means=means) | model.OnDay(means=means):
            return _size(means, facts)
        case model.Apply(operation, operands):
            return operation.size([_size(operand, facts) for operand in operands])
        case model.Constant() | model.FieldValue() | model.Variable() | model.ParameterValue():
            return (1, 1) if expression.type is Scalar.NUMBER else (1, 0)
        case _:
            return largest([_size(part, facts) for part in parts_of(expression)] or [(0, 0)])


def evaluation_order(
    package: Package, own: Mapping[str, Named], problems: Problems
) -> tuple[Step, ...]:
    """The steps of the package, each after those it rests on; circles are reported.

    Of circles that share a definition one is reported.
    """
    rests_on = dependencies(package)
    order = in_order(rests_on)
    for _ in range(_MOST_CIRCLES):
        if not isinstance(order, Cycle):
            break
        circle = shown_circle([_step_phrase(step, package) for step in order.members])
        place, hint = _span_in_cycle(order, package, own), _one_below(order, package)
        problems.report("POL-207", place, cycle=circle, hint=hint)
        rests_on.update((step, []) for step in order.members)
        order = in_order(rests_on)
    if isinstance(order, Cycle):
        return ()
    for step in too_many_factors(package, order):
        if step.name in own:
            problems.report("POL-310", own[step.name].name.span, limit=MAX_FACTORS)
    return tuple(step for step in order if not _is_given(step, package))


def _is_given(step: Step, package: Package) -> bool:
    """Whether a step is a fact with arguments, which has values only where it is asked for."""
    return step.kind is StepKind.FACT and not package.facts[step.name].is_told


def _span_in_cycle(cycle: Cycle[Step], package: Package, own: Mapping[str, Named]) -> Span:
    """The place of the circle in this package; it has one even if it runs through used packages."""
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
    return _STEPS[step.kind].filled(name=called(item))


def _one_below(cycle: Cycle[Step], package: Package) -> Fix | None:
    """The hint for a definition of an overlay that asks for itself although it means the one below;
    else None."""
    facts = [step.name for step in cycle.members if step.kind is StepKind.FACT]
    for amendment in package.amendments:
        below = f"{amendment.target}__{amendment.replaces}"
        if amendment.target in facts and below in package.facts:
            asked = (part for part in walk(package.facts[amendment.target].means))
            name = amendment.target
            places = [p.span for p in asked if isinstance(p, FactValue) and p.name == name]
            edits = tuple(Edit(place, below) for place in dict.fromkeys(places))
            hint = _NAME_BELOW.filled(name=below, below=amendment.replaces)
            title = WRITE.filled(text=below)
            return Fix(hint, (Choice(title, edits),) if edits else ())
    return None


_NAME_BELOW: Final = Phrase(
    "if the definition of {below} is meant, write: {name}",
    "若指的是 {below} 的定义，请写：{name}",
)


def shown_circle(names: Sequence[Phrase]) -> Phrase:
    """A circle of names in words; of a large circle only a part.

    >>> shown_circle([Phrase("a", "甲"), Phrase("b", "乙")]).zh
    '甲 → 乙 → 甲'
    """
    more = (Phrase("…", "…"),) if len(names) > _MOST_SHOWN else ()
    shown = (*names[:_MOST_SHOWN], *more, names[0])
    return enumerated(shown, " → ", " → ")
