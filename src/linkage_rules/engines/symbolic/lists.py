"""Questions about lists of any length, answered from the elements that are written out.

What the rest of a list adds to counts and sums comes from `rests`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from attrs import frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.rests import Key, RestAnswers
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    Truth,
    all_of,
    any_of,
    chosen,
    negated,
)
from linkage_rules.engines.symbolic.values import (
    Element,
    Many,
    Single,
    Symbolic,
    equal,
    known_of,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.traversal import walk

Variables: TypeAlias = Mapping[str, Symbolic]


class Inner(Protocol):
    """Works out what is asked of each element."""

    @property
    def scene(self) -> Scene: ...

    def truth(self, expression: Expression, variables: Variables) -> Truth: ...

    def value(self, expression: Expression, variables: Variables) -> Symbolic: ...


def quantified(
    inner: Inner, node: model.Some | model.Every, many: Many, variables: Variables
) -> Truth:
    """“Some” and “every”."""
    bodies = [
        (element.present, inner.truth(node.body, _looking_at(node, element, variables)))
        for element in many.elements
    ]
    key = _key(node, variables)
    return _decided(inner.scene, bodies, many, key, is_some=isinstance(node, model.Some))


def element_of(
    inner: Inner, node: model.ElementOf, operand: Symbolic, many: Many, variables: Variables
) -> Truth:
    """Whether a value equals an element."""
    bodies = [(element.present, equal(operand, element.value)) for element in many.elements]
    return _decided(inner.scene, bodies, many, _key(node, variables), is_some=True)


def _decided(
    scene: Scene, bodies: Iterable[tuple[Bool, Truth]], many: Many, key: Key, is_some: bool
) -> Truth:
    """One element with the decisive answer decides; otherwise every one has to give the other."""
    answers = [*bodies, *RestAnswers(scene, many).truths(key)]
    if is_some:
        yes = any_of(all_of((there, body.yes)) for there, body in answers)
        no = all_of(any_of((negated(there), body.no)) for there, body in answers)
    else:
        yes = all_of(any_of((negated(there), body.yes)) for there, body in answers)
        no = any_of(all_of((there, body.no)) for there, body in answers)
    return Truth(all_of((many.known, yes)), all_of((many.known, no)))


def _looking_at(
    node: model.Some | model.Every | model.Aggregate, element: Element, variables: Variables
) -> dict[str, Symbolic]:
    return {**variables, node.variable.name: element.value}


def _key(expression: Expression, variables: Variables) -> Key:
    """Equal for the same question asked where the same elements are looked at."""
    named = {part.name for part in walk(expression) if isinstance(part, model.Variable)}
    return (expression, *((name, variables[name]) for name in sorted(named & variables.keys())))


@frozen(eq=False)
class _Item:
    """What an aggregate finds in an element: whether it takes it, and the value taken."""

    taken: Bool
    value: Symbolic


def aggregate(inner: Inner, node: model.Aggregate, many: Many, variables: Variables) -> Single:
    """“Count”, “sum”, “min”, “max” and “distinct”."""
    items: list[_Item] = []
    certain: list[Bool] = [many.known]
    for element in many.elements:
        looking = _looking_at(node, element, variables)
        passes = Truth(True, False) if node.where is None else inner.truth(node.where, looking)
        taken = all_of((element.present, passes.yes))
        value = Single(True, 1) if node.item is None else inner.value(node.item, looking)
        certain.append(any_of((negated(element.present), passes.known)))
        certain.append(any_of((negated(taken), known_of(value))))
        items.append(_Item(taken, value))
    rest = RestAnswers(inner.scene, many)
    key = _key(node, variables)
    if node.where is not None or node.item is not None:
        certain += rest.certain(key)
    where = None if node.where is None else _key(node.where, variables)
    match node.aggregation:
        case Aggregation.COUNT:
            found = terms.plus(_count(items), rest.count(where))
        case Aggregation.DISTINCT:
            found = terms.plus(_different(items), rest.different(key, where))
        case Aggregation.SUM:
            assert node.item is not None
            known = terms.total(chosen(item.taken, _quantity(item), 0) for item in items)
            found = terms.plus(known, rest.total(_key(node.item, variables), node.item, where))
        case Aggregation.MIN | Aggregation.MAX:
            items += (_Item(there, value) for there, value in rest.extremes(key, node.type))
            certain.append(any_of(item.taken for item in items))
            found = _extreme(items, smallest=node.aggregation is Aggregation.MIN)
    return Single(all_of(certain), found)


def _quantity(item: _Item) -> Quantity:
    assert isinstance(item.value, Single)
    return item.value.value


def _count(items: Sequence[_Item]) -> Quantity:
    return terms.total(chosen(item.taken, 1, 0) for item in items)


def _different(items: Sequence[_Item]) -> Quantity:
    """How many items are not the same as one before them."""
    new: list[Bool] = []
    for number, item in enumerate(items):
        seen = any_of(
            all_of((before.taken, equal(before.value, item.value).yes)) for before in items[:number]
        )
        new.append(all_of((item.taken, negated(seen))))
    return terms.total(chosen(counts, 1, 0) for counts in new)


def _extreme(items: Sequence[_Item], smallest: bool) -> Quantity:
    best: Quantity = 0
    found: Bool = False
    for item in items:
        value = _quantity(item)
        pair: tuple[Any, Any] = (value, best) if smallest else (best, value)
        better = all_of((item.taken, any_of((negated(found), terms.less(*pair)))))
        best = chosen(better, value, best)
        found = any_of((found, item.taken))
    return best
