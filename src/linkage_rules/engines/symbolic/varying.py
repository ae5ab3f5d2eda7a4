"""A record with a few free values: for which of these values does a condition hold?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any, Final, TypeAlias

import z3
from attrs import frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import Leaf
from linkage_rules.engines.symbolic.revision import OutOfTimeError, Revision, Role
from linkage_rules.engines.symbolic.search import answer_of
from linkage_rules.engines.symbolic.terms import Bool, all_of, any_of, negated
from linkage_rules.engines.symbolic.values import Element, Many, Symbolic, constant
from linkage_rules.model.types import Field, ListType, RecordType, Scalar
from linkage_rules.model.values import Record, Value

MOST_STRETCHES: Final = 4
"""The most intervals that are searched on either side of a value for which the condition holds."""

_Number: TypeAlias = int | Fraction


@frozen
class Numbers:
    """An interval from ``low`` to ``high``; ``low_in`` and ``high_in`` say whether each end belongs
    to it."""

    low: _Number
    high: _Number
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Any) -> Bool:
        """The condition that a quantity lies in the interval."""
        above = (terms.at_most if self.low_in else terms.less)(self.low, value)
        below = (terms.at_most if self.high_in else terms.less)(value, self.high)
        return all_of((above, below))


class Varied(Revision):
    """A scene in which the record is a given one, but for single values that are free.

    The free ones are given by path, with their field; each is known, and within the bounds of its
    field.

    >>> shape = RecordType("V", None, (Field("n", None, Scalar.WHOLE),))
    >>> free = {"n": Field("n", None, Scalar.WHOLE, minimum=0, maximum=9)}
    >>> varied = Varied(shape, {"n": 3}, date(2023, 5, 1), free)
    >>> few = terms.at_most(2, varied.record.read("n").value)
    >>> [(span.low, span.high) for span in varied.spans("n", few, 3, monotonic() + 60)]
    [(2, 9)]
    """

    def __init__(
        self, record_type: RecordType, record: Record, as_of: date, free: Mapping[str, Field]
    ) -> None:
        super().__init__(record_type, record, as_of, frozenset())
        self.parts = free
        self.leaves: dict[str, Leaf] = {}

    def _part(
        self, declared: Field, before: Value, path: str, around: Role | None, edits: list[Any]
    ) -> Symbolic:
        if path in self.parts:
            own = self.parts[path]
            sure = Field("", None, own.type, True, own.minimum, own.maximum)
            leaf, value = self._made(path, path, sure, True)
            assert isinstance(leaf, Leaf)
            self.leaves[path] = leaf
            return value
        match declared.type, before:
            case RecordType() as shape, Mapping():
                return self._known_row(shape, before, path, None, edits)
            case ListType() as many, tuple(entries) if self._reaches(path):
                inner = Field("", None, many.element)
                values = (
                    self._part(inner, entry, f"{path}[{n}]", None, edits)
                    for n, entry in enumerate(entries)
                )
                return Many(True, tuple(Element(True, value) for value in values))
        return constant(before, declared.type, self.texts)

    def _reaches(self, path: str) -> bool:
        return any(free.startswith(f"{path}[") for free in self.parts)

    def spans(
        self, path: str, holds: Bool, start: Value, deadline: float
    ) -> tuple[Numbers, ...] | None:
        """The intervals of values of a free part in which a condition holds; it holds at ``start``.

        It is proved that the condition holds everywhere in them and nowhere else. None where more
        than a few intervals would be needed, and where the condition asks about periods, of which
        the solver considers only some. Raises `OutOfTimeError` where the solver comes to no answer.
        """
        if path not in self.leaves or self.shortened:
            return None
        leaf = self.leaves[path]
        limits = [*self.limits]
        ends = _Ends(leaf.values[0], limits, holds, leaf.type is not Scalar.NUMBER, deadline)
        number: Any = start.toordinal() if isinstance(start, date) else start
        found = ends.around(number)
        if found is None:
            return None
        inside = any_of(span.holds(leaf.values[0]) for span in found)
        wrong = any_of((all_of((inside, negated(holds))), all_of((negated(inside), holds))))
        return found if is_impossible([*limits, wrong], deadline) else None

    def always(self, ranges: Mapping[str, Sequence[Numbers]], holds: Bool, deadline: float) -> bool:
        """Whether a condition is proved for all values of all free parts in their ranges.

        A part without a range may have any value.
        """
        within = (
            any_of(span.holds(self.leaves[path].values[0]) for span in spans)
            for path, spans in ranges.items()
            if path in self.leaves and spans
        )
        if self.shortened:
            return False
        return is_impossible([*self.limits, *within, negated(holds)], deadline)


def is_impossible(asked: Iterable[Bool], deadline: float) -> bool:
    """Whether it is proved that conditions contradict each other.

    Raises `OutOfTimeError` where the solver comes to no answer.
    """
    solver = z3.Solver()
    solver.add(*asked)
    solver.set("timeout", _left(deadline))
    found = answer_of(solver)
    if found == z3.unknown:
        raise OutOfTimeError
    return bool(found == z3.unsat)


def _left(deadline: float) -> int:
    left = deadline - monotonic()
    if left <= 0:
        raise OutOfTimeError
    return max(1, int(left * 1000))


@frozen
class _End:
    """One end of an interval, and whether this number itself belongs to the interval."""

    number: _Number
    belongs: bool


@frozen
class _Ends:
    """Finds the intervals of one quantity in which a condition holds, by asking the solver for
    the nearest number at which it changes."""

    value: Any
    limits: Sequence[Bool]
    holds: Bool
    is_whole: bool
    deadline: float

    def around(self, start: _Number) -> tuple[Numbers, ...] | None:
        """The intervals in which it holds, the lowest first, given that it holds at ``start``; None
        where there are more than `MOST_STRETCHES` on one side."""
        below, above = (self._outwards(start, upwards) for upwards in (False, True))
        if below is None or above is None:
            return None
        (low, *lower), (high, *upper) = below, above
        own = Numbers(low[1].number, high[1].number, low[1].belongs, high[1].belongs)
        others = [
            *(Numbers(far.number, near.number, far.belongs, near.belongs) for near, far in lower),
            *(Numbers(near.number, far.number, near.belongs, far.belongs) for near, far in upper),
        ]
        return tuple(sorted((own, *others), key=lambda span: (span.low, span.high)))

    def _outwards(self, start: _Number, upwards: bool) -> list[tuple[_End, _End]] | None:
        """The intervals met going from ``start`` in one direction, its own first: of each the end
        nearer to ``start``, then the end further away."""
        found: list[tuple[_End, _End]] = []
        near: _End | None = _End(start, True)
        while near is not None:
            if len(found) == MOST_STRETCHES:
                return None
            fails = self._nearest(negated(self.holds), near.number, upwards)
            if fails is None:
                bound = self._nearest(True, near.number, upwards, furthest=True) or near
                found.append((near, bound))
                return found
            found.append((near, self._before(fails, upwards)))
            near = self._nearest(self.holds, fails.number, upwards)
            if near is not None and not self.is_whole and near.number == fails.number:
                return None
        return found

    def _before(self, fails: _End, upwards: bool) -> _End:
        """The end of an interval, given the first number at which the condition fails."""
        if self.is_whole:
            return _End(fails.number + (-1 if upwards else 1), True)
        return _End(fails.number, not fails.belongs)

    def _nearest(
        self, condition: Bool, number: _Number, upwards: bool, furthest: bool = False
    ) -> _End | None:
        """The nearest (or furthest) number above or below another at which a condition holds; None
        if there is none."""
        optimise = z3.Optimize()
        optimise.set("ctrl_c", False)
        beyond = terms.less(number, self.value) if upwards else terms.less(self.value, number)
        optimise.add(*self.limits, condition, beyond)
        smallest = upwards is not furthest
        objective = (optimise.minimize if smallest else optimise.maximize)(self.value)
        optimise.set("timeout", _left(self.deadline))
        found = optimise.check()
        if found == z3.unknown:
            raise OutOfTimeError
        if found == z3.unsat:
            return None
        bounds = optimise.lower_values if smallest else optimise.upper_values
        infinite, finite, beside = (_number(n) for n in bounds(objective))
        if infinite:
            raise OutOfTimeError
        return _End(finite, beside == 0)


def _number(term: Any) -> _Number:
    if z3.is_algebraic_value(term) or not z3.is_rational_value(term):
        if z3.is_int_value(term):
            return int(term.as_long())
        raise OutOfTimeError
    number = Fraction(term.as_fraction())
    return int(number) if number.denominator == 1 else number
