"""Distributions over open amounts: constraints on the shares, approximate and exact.

The approximate ones are linear in the amounts: the shares sum to the total, more weight gets no
less, and of equal weights the first gets no less than the others. Most proofs need no more. The
exact shares, to the remainder, need products of weights and amounts, which are hard for the solver;
they are used where a solution meets only the approximate ones. For the elements that are not
written out only the sum of their shares is constrained.
"""

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.lists import Inner, RestAnswers, Variables, asked_as
from linkage_rules.engines.symbolic.records import Exactly, Scene
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    Truth,
    all_of,
    any_of,
    chosen,
    implied,
    negated,
)
from linkage_rules.engines.symbolic.values import Element, Many, Rest, Single, Symbolic
from linkage_rules.model import expressions as model
from linkage_rules.model.types import Type


@frozen(eq=False)
class _Part:
    """What an element that is written out takes part with (zero where it does not), and how many
    units it gets."""

    present: Bool
    base: Quantity
    weight: Quantity
    units: Quantity


def distributed(
    inner: Inner, node: model.Distribute, many: Many, total: Symbolic, variables: Variables
) -> Many:
    """The shares of the elements of a list, as a list of their own."""
    scene = inner.scene
    assert isinstance(total, Single)
    certain: list[Bool] = [many.known, total.known]
    parts: list[_Part] = []
    for element in many.elements:
        looking = {**variables, node.variable.name: element.value}
        passes = Truth(True, False) if node.where is None else inner.truth(node.where, looking)
        taken = all_of((element.present, passes.yes))
        nothing = Single(True, 0)
        base = nothing if node.base is None else inner.value(node.base, looking)
        weight = inner.value(node.weight, looking)
        assert isinstance(base, Single)
        assert isinstance(weight, Single)
        right = [base.known, weight.known]
        right += [terms.at_most(0, base.value), terms.at_most(0, weight.value)]
        certain.append(implied(element.present, passes.known))
        certain.append(implied(taken, all_of(right)))
        first, by = (chosen(taken, one.value, 0) for one in (base, weight))
        parts.append(_Part(element.present, first, by, scene.whole()))
    rest = RestAnswers(scene, many)
    certain += rest.certain(asked_as(node, variables))
    where = None if node.where is None else asked_as(node.where, variables)
    of_rest: Quantity = 0
    if node.base is not None:
        of_rest = rest.total(asked_as(node.base, variables), node.base, where)
    bases = terms.plus(terms.total(part.base for part in parts), of_rest)
    others = rest.total(asked_as(node.weight, variables), node.weight, where)
    weights = terms.plus(terms.total(part.weight for part in parts), others)
    left = terms.minus(total.value, bases)
    some = terms.less(0, left)
    certain.append(implied(some, terms.less(0, weights)))
    known = all_of(certain)

    units, of_others = scene.whole(), scene.whole()
    there = any_of(all_of((guard, terms.less(0, one.count))) for guard, one in many.rests)
    parted = all_of((known, some))
    scene.constraints += [
        implied(parted, terms.at_most(terms.times(node.unit, units), left)),
        implied(parted, terms.less(left, terms.times(node.unit, terms.plus(units, 1)))),
        terms.at_most(0, of_others),
        implied(negated(there), terms.equal(of_others, 0)),
        *(terms.at_most(0, part.units) for part in parts),
        *(implied(negated(parted), terms.equal(n, 0)) for n in (units, of_others)),
        *(implied(negated(parted), terms.equal(part.units, 0)) for part in parts),
        terms.equal(
            terms.plus(terms.total(part.units for part in parts), of_others),
            units,
        ),
        *(implied(parted, rule) for rule in _roughly(parts, weights, units)),
    ]
    exactly = [implied(parted, rule) for rule in _exactly(inner, parts, weights, left, node)]
    inputs = (left, weights, *(part.weight for part in parts))
    scene.exact.append(Exactly(tuple(exactly), inputs))

    def share(part: _Part) -> Element:
        amount = terms.plus(part.base, terms.times(node.unit, part.units))
        return Element(part.present, Single(known, amount))

    more = terms.plus(of_rest, terms.times(node.unit, of_others))
    rests = tuple(
        (guard, Rest(one.count, one.loose, f"{one.origin}=", chosen(known, more, 0)))
        for guard, one in many.rests
    )
    whose = tuple(element.value for element in many.elements)
    return Many(known, tuple(map(share, parts)), rests, whose)


def any_shares(scene: Scene, name: str, among: Symbolic, type_: Type) -> Many:
    """Shares of which nothing is known but the elements they belong to: all are known or none
    is."""
    assert isinstance(among, Many)
    known = all_of((among.known, terms.boolean(f"{name}?")))

    def share(number: int, element: Element) -> Element:
        value = scene.free(f"{name}[{number}]", type_)
        assert isinstance(value, Single)
        return Element(element.present, Single(known, value.value))

    rests = tuple(
        (guard, Rest(one.count, one.loose, f"{one.origin}=")) for guard, one in among.rests
    )
    shares = tuple(share(number, one) for number, one in enumerate(among.elements))
    return Many(known, shares, rests, tuple(one.value for one in among.elements))


def _roughly(parts: list[_Part], weights: Quantity, units: Quantity) -> Iterator[Bool]:
    """The constraints on the units that follow from the order of the weights."""
    for part in parts:
        yield implied(terms.equal(part.weight, 0), terms.equal(part.units, 0))
        yield implied(terms.equal(part.weight, weights), terms.equal(part.units, units))
    for first, second in combinations(parts, 2):
        no_less = terms.at_most(second.weight, first.weight)
        yield implied(no_less, terms.at_most(second.units, first.units))
        yield implied(negated(no_less), terms.at_most(first.units, second.units))


def _exactly(
    inner: Inner,
    parts: list[_Part],
    weights: Quantity,
    left: Quantity,
    node: model.Distribute,
) -> Iterator[Bool]:
    """The constraints that each has its whole units, and one more where its remainder is among the
    largest."""
    step = terms.times(node.unit, weights)
    remainders: list[tuple[Bool, Quantity]] = []
    for part in parts:
        least = inner.scene.whole()
        remainder = terms.minus(terms.times(part.weight, left), terms.times(step, least))
        yield terms.at_most(0, remainder)
        yield terms.less(remainder, step)
        more = terms.less(least, part.units)
        yield terms.between(least, part.units, terms.plus(least, 1))
        yield implied(more, terms.less(0, remainder))
        remainders.append((more, remainder))
    for (one, first), (other, second) in combinations(remainders, 2):
        later = all_of((other, negated(one)))
        yield implied(later, terms.less(first, second))
        earlier = all_of((one, negated(other)))
        yield implied(earlier, terms.at_most(second, first))
