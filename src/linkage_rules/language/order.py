"""An order in which definitions can be worked out, or the circle that prevents one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar

from attrs import frozen

from linkage_rules.language.messages import Phrase
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk

_N = TypeVar("_N")
_MOST_SHOWN: Final = 12


@frozen
class Cycle(Generic[_N]):
    """Things that rest on one another in a circle, each on the next and the last on the first."""

    members: tuple[_N, ...]


def in_dependency_order(rests_on: Mapping[_N, Collection[_N]]) -> list[_N] | Cycle[_N]:
    """Each thing after those it rests on, otherwise in the order given; or a circle.

    >>> in_dependency_order({"a": ["b"], "b": [], "c": ["a"]})
    ['b', 'a', 'c']
    >>> in_dependency_order({"a": ["b"], "b": ["a"]})
    Cycle(members=('a', 'b'))
    """
    done: dict[_N, None] = {}
    for start in rests_on:
        path: dict[_N, Iterator[_N]] = {}
        current: _N | None = start
        while current is not None and current not in done:
            if current not in path:
                path[current] = iter(rests_on[current])
            following = next((n for n in path[current] if n not in done), None)
            if following is not None and following in path:
                members = list(path)
                return Cycle(tuple(members[members.index(following) :]))
            if following is None:
                done[current] = None
                del path[current]
                following = next(reversed(path), None)
            current = following
    return list(done)


def shown_circle(names: Sequence[Phrase]) -> Phrase:
    """Things that rest on one another in a circle, written out; of a large circle a part.

    >>> shown_circle([Phrase("a", "甲"), Phrase("b", "乙")]).zh
    '甲 → 乙 → 甲'
    """
    more = (Phrase("…", "…"),) if len(names) > _MOST_SHOWN else ()
    shown = (*names[:_MOST_SHOWN], *more, names[0])
    return Phrase(" → ".join(n.en for n in shown), " → ".join(n.zh for n in shown))


def steps_below(expression: Expression | None) -> Iterator[Step]:
    """The facts, norms and verdicts that an expression asks for, itself or in its parts."""
    for part in walk(expression) if expression is not None else ():
        match part:
            case model.FactValue(name):
                yield Step(StepKind.FACT, name)
            case model.NormApplies(norm):
                yield Step(StepKind.APPLIES, norm)
            case model.NormIs(norm):
                yield Step(StepKind.APPLIES, norm)
                yield Step(StepKind.DONE, norm)
            case model.ActionIs(action):
                yield Step(StepKind.VERDICT, action)


def dependencies(package: Package) -> dict[Step, list[Step]]:
    """What every step of an evaluation rests on, over all that is visible in a package.

    What is missing from the package because it has a fault is left out.
    """
    graph: dict[Step, list[Step]] = {}

    def add(step: Step, rests_on: Iterable[Step]) -> None:
        # “NORM is violated” rests on the done-condition of the norm's action.
        graph[step] = [
            Step(StepKind.DONE, package.norms[s.name].action)
            if s.kind is StepKind.DONE and s.name in package.norms
            else s
            for s in rests_on
        ]

    for fact in package.facts.values():
        add(Step(StepKind.FACT, fact.name), steps_below(fact.means))
    about: dict[str, list[Step]] = {}
    overriding: dict[str, list[Step]] = {}
    for norm in package.norms.values():
        about.setdefault(norm.action, []).append(Step(StepKind.APPLIES, norm.name))
        for overridden in norm.overrides:
            overriding.setdefault(overridden, []).append(Step(StepKind.APPLIES, norm.name))
    for action in package.actions.values():
        add(Step(StepKind.DONE, action.name), steps_below(action.done_when))
        add(Step(StepKind.VERDICT, action.name), about.get(action.name, ()))
    for norm in package.norms.values():
        conditions = [*steps_below(norm.when), *steps_below(norm.unless)]
        add(Step(StepKind.APPLIES, norm.name), conditions + overriding.get(norm.name, []))
    return {step: [s for s in rests_on if s in graph] for step, rests_on in graph.items()}
