"""Questions about the elements of a list as terms, also about the elements that are not written
out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

from attrs import frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import Scene
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
    Rest,
    Single,
    Symbolic,
    equal,
    known_of,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType, Scalar, Type

Key: TypeAlias = tuple[Any, ...]
"""An expression, with the elements that its variables stand for."""


@frozen
class RestAnswers:
    """What the elements that are not written out (the rests of lists) answer to questions.

    Each answer comes with the condition under which it counts.
    """

    scene: Scene
    many: Many

    def truths(self, key: Key) -> Iterator[tuple[Bool, Truth]]:
        """The answers of loose rests to “some” and “every”."""
        for guard, rest in self.many.rests:
            yield self._loose(guard, rest), self._truth(rest, key)

    def certain(self, key: Key) -> Iterator[Bool]:
        """The conditions that no element of a loose rest makes an aggregate unknown."""
        for guard, rest in self.many.rests:
            known = self._truth(rest, ("known", *key))
            yield any_of((negated(self._loose(guard, rest)), known.yes))

    def extremes(self, key: Key, type_: Type) -> Iterator[tuple[Bool, Symbolic]]:
        """The smallest or largest item of each loose rest that has any."""
        for guard, rest in self.many.rests:
            taken = self._truth(rest, ("taken", *key)).yes
            value = rest.answers.get(key)
            if value is None:
                value = self.scene.free(f"{rest.loose}{len(rest.answers)}", type_)
                rest.answers[key] = value
            yield all_of((self._loose(guard, rest), taken)), value

    def count(self, where: Key | None) -> Quantity:
        """How many elements of the rests pass a condition."""
        parts = ((guard, self._count(rest, where)) for guard, rest in self.many.rests)
        return terms.total(chosen(guard, count, 0) for guard, count in parts)

    def different(self, key: Key, where: Key | None) -> Quantity:
        """How many different items the rests have beyond those that are written out."""
        found: Quantity = 0
        for guard, rest in self.many.rests:
            new = self._whole(rest, ("different", *key))
            self._once(rest, key, terms.between(0, new, self._count(rest, where)))
            found = terms.plus(found, chosen(guard, new, 0))
        return found

    def total(self, key: Key, item: Expression, where: Key | None) -> Quantity:
        """The sum of the items of those elements of the rests that pass a condition."""
        parts = ((guard, self._sum(rest, key, item, where)) for guard, rest in self.many.rests)
        return terms.total(chosen(guard, sum_, 0) for guard, sum_ in parts)

    def _loose(self, guard: Bool, rest: Rest) -> Bool:
        return all_of((guard, rest.loose, terms.less(0, rest.count)))

    def _truth(self, rest: Rest, key: Key) -> Truth:
        if key not in rest.answers:
            name = f"{rest.loose}{len(rest.answers)}"
            yes, no = terms.boolean(f"{name}+"), terms.boolean(f"{name}-")
            self.scene.constraints.append(any_of((negated(yes), negated(no))))
            rest.answers[key] = Truth(yes, no)
        found: Truth = rest.answers[key]
        return found

    def _whole(self, rest: Rest, key: Key) -> Quantity:
        if key not in rest.answers:
            rest.answers[key] = terms.whole(f"{rest.loose}{len(rest.answers)}")
        return rest.answers[key]

    def _once(self, rest: Rest, key: Key, *constraints: Bool) -> None:
        if ("constrained", *key) not in rest.answers:
            rest.answers["constrained", *key] = True
            self.scene.constraints.extend(constraints)

    def _count(self, rest: Rest, where: Key | None) -> Quantity:
        if where is None:
            return rest.count
        key = ("count", *where)
        count = self._whole(rest, key)
        narrower = [
            terms.at_most(*((count, other) if wider else (other, count)))
            for wider, other in self._comparable(rest, key)
        ]
        self._once(rest, key, terms.between(0, count, rest.count), *narrower)
        return count

    def _sum(self, rest: Rest, item_key: Key, item: Expression, where: Key | None) -> Quantity:
        key = ("sum", *item_key, *(where or (None,)))
        if key in rest.answers:
            return rest.answers[key]
        count = self._count(rest, where)
        name = f"{rest.loose}{len(rest.answers)}"
        found = terms.whole(name) if _is_whole(item) else terms.real(name)
        least, most = _bounds(item)
        facts = [any_of((negated(terms.equal(count, 0)), terms.equal(found, 0)))]
        facts += [] if least is None else [terms.at_most(terms.times(least, count), found)]
        facts += [] if most is None else [terms.at_most(found, terms.times(most, count))]
        if least is not None and least >= 0:
            sums = rest.answers.setdefault(("sums", *item_key), [])
            for other_where, other in sums:
                facts += _ordered((where, found), (other_where, other))
            sums.append((where, found))
        self.scene.constraints.extend(facts)
        rest.answers[key] = found
        return found

    def _comparable(self, rest: Rest, key: Key) -> Iterator[tuple[bool, Quantity]]:
        """The counts by conditions that are wider (``True``) or narrower (``False``) than the given
        one."""
        mine = _conjuncts(key[1])
        for other, count in list(rest.answers.items()):
            if other[0] != "count" or other == key or other[2:] != key[2:]:
                continue
            theirs = _conjuncts(other[1])
            if theirs <= mine:
                yield True, count
            elif mine <= theirs:
                yield False, count


def _ordered(
    first: tuple[Key | None, Quantity], second: tuple[Key | None, Quantity]
) -> Iterator[Bool]:
    """The constraint that a sum of non-negative items is no larger for the narrower condition."""
    for (narrow, less), (wide, more) in ((first, second), (second, first)):
        mine, theirs = (_conjuncts(key[0]) if key else frozenset() for key in (narrow, wide))
        same_elements = narrow is None or wide is None or narrow[1:] == wide[1:]
        if same_elements and theirs <= mine:
            yield terms.at_most(less, more)


def _conjuncts(condition: Expression) -> frozenset[Expression]:
    operands = condition.operands if isinstance(condition, model.And) else (condition,)
    return frozenset(operands)


def _is_whole(item: Expression) -> bool:
    """Whether every item is a whole number; a computed amount may be a fraction of a fen."""
    if isinstance(item, model.Apply) and item.operation.makes_whole:
        return item.type is not Scalar.NUMBER
    return item.type is Scalar.WHOLE or (
        item.type is Scalar.MONEY and isinstance(item, model.FieldValue)
    )


def _bounds(item: Expression) -> tuple[Fraction | None, Fraction | None]:
    match item:
        case model.Constant(int() | Fraction() as number):
            return Fraction(number), Fraction(number)
        case model.ShareOf():
            return Fraction(0), None
        case model.FieldValue(record, name) if isinstance(record.type, RecordType):
            declared = record.type.by_spelling[name]
            least, most = declared.minimum, declared.maximum
            return (
                Fraction(least) if isinstance(least, int | Fraction) else None,
                Fraction(most) if isinstance(most, int | Fraction) else None,
            )
        case _:
            return None, None


Variables: TypeAlias = Mapping[str, Symbolic]


class Inner(Protocol):
    """Gives the terms of an expression for one element."""

    @property
    def scene(self) -> Scene: ...

    def truth(self, expression: Expression, variables: Variables) -> Truth: ...

    def value(self, expression: Expression, variables: Variables) -> Symbolic: ...


def quantified(
    inner: Inner, node: model.Some | model.Every, many: Many, variables: Variables
) -> Truth:
    """The truth of “some” or “every”."""
    bodies = [
        (element.present, inner.truth(node.body, _looking_at(node, element, variables)))
        for element in many.elements
    ]
    key = asked_as(node, variables)
    return _decided(inner.scene, bodies, many, key, is_some=isinstance(node, model.Some))


def element_of(
    inner: Inner, node: model.ElementOf, operand: Symbolic, many: Many, variables: Variables
) -> Truth:
    """Whether a value equals an element."""
    bodies = [(element.present, equal(operand, element.value)) for element in many.elements]
    return _decided(inner.scene, bodies, many, asked_as(node, variables), is_some=True)


def _decided(
    scene: Scene, bodies: Iterable[tuple[Bool, Truth]], many: Many, key: Key, is_some: bool
) -> Truth:
    """One element with the decisive answer decides; otherwise all have to give the other answer."""
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


def asked_as(expression: Expression, variables: Variables) -> Key:
    """A key that is equal for the same question about the same elements."""
    named = {part.name for part in walk(expression) if isinstance(part, model.Variable)}
    return (expression, *((name, variables[name]) for name in sorted(named & variables.keys())))


@frozen(eq=False)
class _Item:
    """What an aggregate gets from an element: whether it counts, and its value."""

    taken: Bool
    value: Symbolic


def aggregate(inner: Inner, node: model.Aggregate, many: Many, variables: Variables) -> Single:
    """The terms of “count”, “sum”, “min”, “max” or “distinct”."""
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
    key = asked_as(node, variables)
    if node.where is not None or node.item is not None:
        certain += rest.certain(key)
    where = None if node.where is None else asked_as(node.where, variables)
    match node.aggregation:
        case Aggregation.COUNT:
            found = terms.plus(_count(items), rest.count(where))
        case Aggregation.DISTINCT:
            found = terms.plus(_different(items), rest.different(key, where))
        case Aggregation.SUM:
            assert node.item is not None
            known = terms.total(chosen(item.taken, _quantity(item), 0) for item in items)
            found = terms.plus(known, _sum_of_rest(inner, node, rest, variables, where))
        case Aggregation.MIN | Aggregation.MAX:
            items += (_Item(there, value) for there, value in rest.extremes(key, node.type))
            certain.append(any_of(item.taken for item in items))
            found = _extreme(items, smallest=node.aggregation is Aggregation.MIN)
    return Single(all_of(certain), found)


def _sum_of_rest(
    inner: Inner,
    node: model.Aggregate,
    rest: RestAnswers,
    variables: Variables,
    where: Key | None,
) -> Quantity:
    """The sum over the rest of a list; for shares of a distribution that sum is known."""
    assert node.item is not None
    if isinstance(node.item, model.ShareOf) and where is None:
        shares = inner.value(node.item.shares, variables)
        assert isinstance(shares, Many)
        rest = RestAnswers(inner.scene, shares)
    elif node.item != node.variable:
        return rest.total(asked_as(node.item, variables), node.item, where)
    known = [(guard, one.total) for guard, one in rest.many.rests]
    if where is not None or any(total is None for _, total in known):
        return rest.total(asked_as(node.item, variables), node.item, where)
    return terms.total(chosen(guard, total, 0) for guard, total in known)


def _quantity(item: _Item) -> Quantity:
    assert isinstance(item.value, Single)
    return item.value.value


def _count(items: Sequence[_Item]) -> Quantity:
    return terms.total(chosen(item.taken, 1, 0) for item in items)


def _different(items: Sequence[_Item]) -> Quantity:
    """How many items differ from all those before them."""
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
