"""Questions about lists: one pass over the elements, and one aggregate of the results.

Query engines differ in how they treat NULL inside a list and empty lists. So a pass gives a number
for every element, also for unknown, and an aggregate never sees NULL where it matters.
"""

import inspect
import operator
from collections.abc import Callable, Mapping
from itertools import count as count_up
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
from attrs import frozen

from linkage_rules.engines.tabular.backends import call
from linkage_rules.engines.tabular.columns import Column, as_number, folded
from linkage_rules.engines.tabular.faults import quotient_in_list
from linkage_rules.engines.tabular.numbers import WIDE, Number, literal, widened, width
from linkage_rules.engines.tabular.values import Cell, PeriodColumns, Plain, known
from linkage_rules.model.types import EnumType, Scalar, Type

LONGEST_LIST: Final = 1_000_000
"""The most elements of one list; a record holds no more values than that."""

_NO, _UNKNOWN, _YES = 0, 1, 2
"""The truths as numbers, such that the largest of several is their “or” in Kleene logic."""

_UNCOUNTABLE: Final = 10**9
"""What an element adds to a count if it is unknown whether it counts."""

_PASSES: Final = count_up(1)

Body = Callable[[Column], Column]


def each(column: Column, depth: int, body: Body) -> Column:
    """A list of the results of ``body`` for each element; ``depth`` keeps the names of nested
    passes apart."""
    return column.map(_named(body, f"e{depth}"))


def numbered(column: Column, body: Callable[[Column, Column], Column]) -> Column:
    """A list of the results of ``body`` for each element and its place, counted from zero.

    Each pass has its own name for the place: Ibis substitutes that name wherever it occurs, also
    inside the list that is passed over.
    """
    names = (f"{name}{next(_PASSES)}" for name in ("element", "place"))
    return column.map(_named(body, *names))


def _named(body: Callable[..., Column], *names: str) -> Callable[..., Column]:
    """A function with the given names of parameters, as Ibis requires."""

    def step(**given: Column) -> Column:
        return body(*(given[name] for name in names))

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    step.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, kind) for name in names]
    )
    return step


def beside(column: Column, lists: Mapping[str, Column]) -> Column:
    """A list of records: each element together with the entries at the same place in other
    lists."""

    def together(element: Column, place: Column) -> Column:
        others = {name: other[place] for name, other in lists.items()}
        return ibis.struct({"element": element, **others})

    return numbered(column, together)


def of_known(column: Column, found: Column, empty: Any) -> Column:
    """``found``, but ``empty`` for a list without elements, and NULL for an unknown list."""
    return column.notnull().cases((True, ibis.coalesce(found, empty)))


@frozen
class Noted:
    """The result of a pass over a list that answers several questions, as one of them reads it.

    ``column`` is a 64-bit integer. The bits ``yes`` are set by elements for which the answer is
    yes, the bits ``unknown`` by those for which it is unknown. A question has ``step`` bits to
    count such elements in; with one bit it only shows whether there is any. ``is_long`` says that
    the list has more elements than can be counted.
    """

    column: Column
    yes: int
    unknown: int
    step: int
    is_long: Column | None

    def truth(self) -> Column:
        """Yes if any element says yes, else unknown if any is unknown, else no."""
        return self._any(self.yes) | self._any(self.unknown).nullif(ibis.literal(True))

    def settled(self, found: Column) -> Column:
        """``found`` if the answer is unknown for no element, else NULL."""
        return self._any(self.unknown).cases((False, found))

    def kinds(self) -> Column:
        """How many different members of an enum occur."""
        if self.step == 1:
            return call("bit_count", dt.int8, self.column & literal(self.yes)).cast("int64")
        full = (1 << self.step) - 1
        digits = [self.yes & full << place for place in range(0, 64, self.step)]
        return folded([as_number(self._any(d)).cast("int64") for d in digits if d], operator.add)

    def counted(self) -> Column:
        """How many elements say yes."""
        first = (self.yes & -self.yes).bit_length() - 1
        return (self.column & literal(self.yes)) >> first

    def _any(self, bits: int) -> Column:
        return (self.column & literal(bits)) != literal(0)


def some(column: Column, depth: int, body: Body) -> Column:
    """Yes if any element says yes, else unknown if any is unknown, else no."""

    def code(element: Column) -> Column:
        return ibis.coalesce(as_number(body(element)) * _YES, _UNKNOWN)

    found = of_known(column, each(column, depth, code).maxs(), _NO)
    return found.nullif(_UNKNOWN) == _YES


def every(column: Column, depth: int, body: Body) -> Column:
    """No if any element says no, else unknown if any is unknown, else yes."""
    return ~some(column, depth, lambda element: ~body(element))


def length(column: Column) -> Number:
    return Number(of_known(column, column.length(), 0).cast("int64"), 1, 0, LONGEST_LIST)


def count(column: Column, depth: int, where: Body, noted: Noted | None = None) -> Number:
    """How many elements pass; unknown if one of them may or may not pass."""
    if noted is not None:
        passing = each(column, depth, lambda element: as_number(where(element))).sums()
        found = noted.counted() if noted.step > 1 else ibis.coalesce(passing, 0).cast("int64")
        return Number(noted.settled(found), 1, 0, LONGEST_LIST)

    def contribution(element: Column) -> Column:
        return ibis.coalesce(as_number(where(element)).cast("int64"), _UNCOUNTABLE)

    total = of_known(column, each(column, depth, contribution).sums(), 0).cast("int64")
    return Number(_below(total, _UNCOUNTABLE), 1, 0, LONGEST_LIST)


def total(
    column: Column,
    depth: int,
    where: Body | None,
    item: Callable[[Column], Cell],
    noted: Noted | None = None,
) -> Number:
    """The sum of an item over the elements that pass.

    An unknown item counts for more than any sum could reach, so that one pass finds both; where
    ``noted`` says whether any is unknown, that is not needed.
    """
    shape = _number(item, column, depth, "sum")
    low, high = min(0, LONGEST_LIST * shape.low), max(0, LONGEST_LIST * shape.high)
    if noted is not None:
        items = each(column, depth, _taken(where, lambda e: _comparable(item(e), False)))
        type_ = width(low, high)
        found = ibis.coalesce(items.sums().cast(type_), widened(0, type_))
        return Number(noted.settled(found), shape.denominator, low, high, shape.most)
    largest = max(abs(shape.low), abs(shape.high), 1)
    reach = LONGEST_LIST * largest
    beyond = 2 * reach + 1
    type_ = width(-reach, LONGEST_LIST * beyond)
    unknown = widened(beyond, type_)

    def contribution(element: Column) -> Column:
        value = ibis.coalesce(widened(_number_at(item, element).numerator, type_), unknown)
        if where is None:
            return value
        passes = ibis.coalesce(as_number(where(element)), -1)
        return passes.cases((1, value), (0, widened(0, type_)), else_=unknown)

    found = each(column, depth, contribution).sums()
    summed = of_known(column, found.cast(type_), widened(0, type_))
    return Number(_below(summed, reach + 1), shape.denominator, low, high, shape.most)


def extreme(
    column: Column,
    depth: int,
    where: Body | None,
    item: Callable[[Column], Cell],
    largest: bool,
    noted: Noted | None = None,
) -> Cell:
    """The smallest or largest item of the elements that pass; unknown if there is none."""
    values = each(column, depth, _taken(where, lambda e: _comparable(item(e), largest)))
    found = values.maxs() if largest else values.mins()
    settled = _settled(column, depth, where, item, found, noted)
    cell = _sample(item, column, depth)
    if isinstance(cell, Number):
        return Number(settled, cell.denominator, cell.low, cell.high, cell.most)
    return Plain(settled)


def distinct(
    column: Column,
    depth: int,
    where: Body | None,
    item: Callable[[Column], Cell],
    type_: Type,
    noted: Noted | None = None,
) -> Number:
    """How many different items the elements that pass have."""
    if noted is not None and noted.yes:
        return Number(noted.settled(noted.kinds()), 1, 0, LONGEST_LIST)
    values = each(column, depth, _taken(where, lambda e: _identity(item(e))))
    choices: list[Any] | None = None
    if isinstance(type_, EnumType):
        choices = [member.name for member in type_.members]
    elif type_ is Scalar.YES_NO:
        choices = [True, False]
    if choices is None:
        found = values.filter(lambda value: value.notnull()).unique().length()
    else:
        found = sum(
            as_number(ibis.coalesce(values.contains(c), False)).cast("int64") for c in choices
        )
    settled = _settled(column, depth, where, item, found.cast("int64"), noted)
    return Number(settled, 1, 0, LONGEST_LIST)


def _taken(where: Body | None, value: Body) -> Body:
    if where is None:
        return value
    return lambda element: where(element).cases((True, value(element)))


def _settled(
    column: Column,
    depth: int,
    where: Body | None,
    item: Callable[[Column], Cell],
    found: Column,
    noted: Noted | None,
) -> Column:
    """``found`` where every element is either left out or has a known item, else NULL."""
    if noted is not None:
        return noted.settled(found)

    def is_open(element: Column) -> Column:
        missing = ~known(item(element))
        if where is None:
            return as_number(missing)
        passes = ibis.coalesce(as_number(where(element)), -1)
        return passes.cases((1, as_number(missing)), (0, 0), else_=1)

    is_settled = of_known(column, each(column, depth, is_open).maxs(), 0) == 0
    return is_settled.cases((True, found))


def _below(number: Column, limit: int) -> Column:
    """A number where it is below a limit, else NULL."""
    most = widened(limit, number.type())
    return ibis.least(number, most).nullif(most)


def _sample(item: Callable[[Column], Cell], column: Column, depth: int) -> Cell:
    """An item as a cell with its type, denominator and bounds, which are the same for every
    element."""
    found: list[Cell] = []

    def look(element: Column) -> Column:
        found.append(item(element))
        return ibis.literal(0)

    each(column, depth, look)
    return found[0]


def _number(item: Callable[[Column], Cell], column: Column, depth: int, question: str) -> Number:
    cell = _sample(item, column, depth)
    assert isinstance(cell, Number)
    if not isinstance(cell.denominator, int):
        raise quotient_in_list(question)
    return cell


def _number_at(item: Callable[[Column], Cell], element: Column) -> Number:
    cell = item(element)
    assert isinstance(cell, Number)
    return cell


def _comparable(cell: Cell, largest: bool) -> Column:
    match cell:
        case Number(numerator, int()):
            return literal(numerator) if isinstance(numerator, int) else numerator
        case Number():
            raise quotient_in_list("max" if largest else "min")
        case Plain(column):
            return column
    raise AssertionError(cell)


def _identity(cell: Cell) -> Column:
    """A single column that is equal exactly for equal values."""
    match cell:
        case Number(numerator, int()):
            return literal(numerator) if isinstance(numerator, int) else numerator
        case Number():
            raise quotient_in_list("distinct")
        case Plain(column):
            return column
        case PeriodColumns(months, days):
            return months.cast(WIDE) * literal(10**19) + days.cast(WIDE)
    raise AssertionError(cell)
