"""Distributions in a query: the shares of a whole list, in several stages and without windows.

What rounding down leaves over goes to the largest remainders. Each remainder is combined with the
place in the list to one unique sort key; in sorted order the key of the last element that gets a
unit more is the threshold with which all others are compared.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

import ibis

from linkage_rules.engines.tabular import numbers
from linkage_rules.engines.tabular.columns import Column, as_number
from linkage_rules.engines.tabular.expressions import Scope, Translator
from linkage_rules.engines.tabular.faults import quotient_in_list
from linkage_rules.engines.tabular.lists import LONGEST_LIST, each, numbered
from linkage_rules.engines.tabular.numbers import Number, literal, quotient, widened, width
from linkage_rules.engines.tabular.values import Cell, Elements
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression


class Growing(Protocol):
    """A query under construction, to which columns can be added."""

    @property
    def table(self) -> Any: ...

    def add(self, columns: Mapping[str, Column]) -> None: ...

    def translator(self) -> Translator: ...


_AMISS = -1
"""Marks a weight or base that is unknown or below zero, so that no share is known."""


def worked_out(query: Growing, name: str, node: model.Distribute) -> Callable[[], Cell]:
    """Add the columns of a distribution to a query; gives a function for its shares, to be called
    once all are added.

    Raises `TableError` where the numbers can grow beyond what a table holds.
    """
    unit = Fraction(node.unit)
    total = query.translator().number(node.total, Scope())
    elements = query.translator().cell(node.collection)
    assert isinstance(elements, Elements)
    weight = _sample(query, node, node.weight, elements)
    base = numbers.constant(0)
    if node.base is not None:
        base = _sample(query, node, node.base, elements)
    assert isinstance(base.denominator, int)

    # Columns w and b: the weights, and the base amounts, of all elements that take part.
    bases: Column = None
    added = {f"{name}/w": _listed(query, node, node.weight, weight, elements)}
    if node.base is not None:
        added[f"{name}/b"] = _listed(query, node, node.base, base, elements)
    query.add(added)

    # Column r: what is left of the total after all base amounts, counted in units (times `parts`).
    # Column q: the divisor `step`, so that an element is due weight * r / q units.
    elements, total = _again(query, node)
    weights = query.table[f"{name}/w"]
    first = numbers.constant(0)
    right = weights.notnull() & (ibis.coalesce(weights.mins(), 0) >= 0)
    if node.base is not None:
        bases = query.table[f"{name}/b"]
        right = right & (ibis.coalesce(bases.mins(), 0) >= 0)
        first = Number(_sum(bases, base.high), base.denominator, 0, _most(base.high))
    left = numbers.add(total, numbers.negate(first))
    high, of_weights = max(left.high, 0), _most(weight.high)
    top = widened(left.numerator, width(min(left.low, 0), max(high, 1)))
    there = (top > 0).cases((True, top), (False, widened(0, top.type())))
    scaled = widened(right.cases((True, there)), width(0, high * unit.denominator))
    scaled = widened(scaled * literal(unit.denominator), width(0, high * unit.denominator))
    high *= unit.denominator
    parts = left.denominator
    most_step = of_weights * left.most * unit.numerator
    most = max(weight.high, 1) * max(high, 1)
    type_ = width(-LONGEST_LIST * most_step, max(most, LONGEST_LIST * most_step))
    by = widened(_sum(weights, weight.high), type_)
    step = widened(by * widened(parts, type_), type_) * literal(unit.numerator)
    # With nothing left nobody gets more than the base, even if all weights are zero: q is 1 then.
    nothing = (top > 0).cases((False, widened(1, type_)))
    step = (by > 0).cases((True, widened(step, type_)), else_=nothing)
    query.add({f"{name}/r": widened(scaled, type_), f"{name}/q": widened(step, type_)})

    # Column m: the remainders of weight * r divided by `step`. Their sum (column o) says how many
    # units rounding down has left over; the elements with the largest remainders get one each.
    # Column k: the keys of the elements in that order. Column t: the key of the last one to get it.
    def product(share: Column) -> Column:
        return widened(widened(share, type_) * query.table[f"{name}/r"], type_)

    def key(remainder: Column, place: Column) -> Column:
        """A sort key: the larger the remainder the smaller the key, ties by place in the list."""
        return widened(widened(place, type_) - remainder * literal(LONGEST_LIST), type_)

    step = query.table[f"{name}/q"]
    left_over = each(query.table[f"{name}/w"], 0, lambda one: widened(product(one) % step, type_))
    query.add({f"{name}/m": left_over})
    remainders, step = query.table[f"{name}/m"], query.table[f"{name}/q"]
    over = widened(ibis.coalesce(remainders.sums().cast(type_), widened(0, type_)), type_)
    query.add({f"{name}/o": over, f"{name}/k": numbered(remainders, key).sort()})
    over, step = query.table[f"{name}/o"], query.table[f"{name}/q"]
    units = quotient(widened(over - over % step, type_), step, LONGEST_LIST).cast("int64")
    last = (units - 1).clip(lower=0).cast("int32")
    query.add({f"{name}/t": (units > 0).cases((True, query.table[f"{name}/k"][last]))})

    # A share: the base, the whole units, and one unit more if its key is not beyond column t.
    common = lcm(base.denominator, unit.denominator)
    by_base, by_unit = common // base.denominator, unit.numerator * common // unit.denominator
    most_units = max(high // unit.numerator, 1)
    bound = base.high * by_base + most_units * by_unit
    share_type = width(0, max(bound, 1))

    def share(weight_: Column, place: Column) -> Column:
        table = query.table
        remainder = table[f"{name}/m"][place]
        whole = widened(product(weight_) - remainder, type_)
        count = quotient(whole, table[f"{name}/q"], most_units)
        more = ibis.coalesce(key(remainder, place) <= table[f"{name}/t"], False)
        given = widened(widened(count, type_) + as_number(more).cast("int64"), share_type)
        found = given * literal(by_unit)
        if node.base is not None:
            found = found + widened(table[f"{name}/b"][place], share_type) * literal(by_base)
        return widened(found, share_type)

    def shares() -> Cell:
        table = query.table
        listed = numbered(table[f"{name}/w"], share)
        known = table[f"{name}/r"].notnull() & table[f"{name}/q"].notnull()
        column = known.cases((True, listed))
        return Elements(column, lambda one: Number(one, common, 0, bound, common))

    return shares


def _again(query: Growing, node: model.Distribute) -> tuple[Elements, Number]:
    """List and total of a distribution as columns of the current table."""
    elements = query.translator().cell(node.collection)
    assert isinstance(elements, Elements)
    return elements, query.translator().number(node.total, Scope())


def _sample(
    query: Growing, node: model.Distribute, asked: Expression, elements: Elements
) -> Number:
    """A weight or base as a `Number` with its bounds, which are the same for every element."""
    found: list[Cell] = []
    translator = query.translator()
    column, within = translator.looking(node, elements)

    def look(element: Column) -> Column:
        found.append(translator.cell(asked, within(element)))
        return ibis.literal(0)

    each(column, 0, look)
    number = found[0]
    assert isinstance(number, Number)
    if not isinstance(number.denominator, int):
        raise quotient_in_list("distribution")
    return number


def _listed(
    query: Growing,
    node: model.Distribute,
    asked: Expression,
    like: Number,
    elements: Elements,
) -> Column:
    """The weights or bases of the elements of a list; zero for those that do not take part."""
    type_ = width(min(like.low, _AMISS), max(like.high, 1))
    amiss = widened(_AMISS, type_)
    translator = query.translator()
    column, within = translator.looking(node, elements)

    def value(element: Column) -> Column:
        scope = within(element)
        number = translator.number(asked, scope)
        found = ibis.coalesce(widened(number.numerator, type_), amiss)
        if node.where is None:
            return found
        passes = translator.truth(node.where, scope)
        return passes.cases((True, found), (False, widened(0, type_)), else_=amiss)

    return each(column, 0, value)


def _sum(column: Column, high: int) -> Column:
    type_ = width(0, _most(high))
    return ibis.coalesce(column.sums().cast(type_), widened(0, type_))


def _most(high: int) -> int:
    return LONGEST_LIST * max(high, 1)
