"""The smallest revisions of a record that meet a condition, one after another."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from time import monotonic
from typing import Any, Final

import z3

from linkage_rules.engines.symbolic.decoding import Settled
from linkage_rules.engines.symbolic.edits import Edit, Role
from linkage_rules.engines.symbolic.records import Leaf
from linkage_rules.engines.symbolic.revision import Choice, Revision
from linkage_rules.engines.symbolic.search import IrrationalError, settling
from linkage_rules.engines.symbolic.terms import Bool, Quantity, chosen, less, minus, plus
from linkage_rules.model.types import EnumType, Scalar

_MOST_ALIKE: Final = 40
"""How many revisions of one price are looked for; of more, some are not found."""

_PRICES: Final[Mapping[Role, int]] = {
    Role.CHANGE: 1,
    Role.ASSUMPTION: 100,
    Role.OBSTACLE: 10_000,
}
"""What a choice of each role costs: one assumption weighs more than any number of changes."""

_NAMED: Final = 1_000_000

_DENOMINATORS: Final = (100, 10_000, 1_000_000)
"""Two decimals, or whole percents, are as fine as people go unless they have to."""


class OutOfTimeError(Exception):
    """The solver came to no answer within the time limit."""


class Revisions:
    """The revisions that meet a condition, the cheapest first, none with more than another has.

    ``goal`` is worked out over the revision before. ``deadline`` is by the monotonic clock.
    """

    def __init__(self, revision: Revision, goal: Bool, deadline: float) -> None:
        self.revision = revision
        self._goal = goal
        self._deadline = deadline
        self._choices = [c for c in revision.choices if not isinstance(c.is_made, bool)]
        self._solver = z3.Solver()
        self._solver.add(*revision.limits, goal)

    def __iter__(self) -> Iterator[tuple[Edit, ...]]:
        """Raises `OutOfTimeError` when there could be more and the time is over."""
        while (price := self._least()) is not None:
            alike: list[tuple[int, ...]] = []
            self._solver.push()
            self._solver.add(self._costs_at_most(price))
            while len(alike) < _MOST_ALIKE and self._check():
                taken = self._taken(settling(self._solver.model()))
                alike.append(taken)
                self._solver.add(self._without(taken))
            self._solver.pop()
            for taken in sorted(alike):
                yield self._plainest(taken)
                self._solver.add(self._without(taken))
            if not alike or () in alike:
                return

    def _least(self) -> int | None:
        """The price of the cheapest revision; None when there is none."""
        least: int | None = None
        self._solver.push()
        while self._check():
            settled = settling(self._solver.model())
            least = sum(self._price(self._choices[n]) for n in self._taken(settled))
            if least == 0:
                break
            self._solver.add(self._costs_at_most(least - 1))
        self._solver.pop()
        return least

    def _check(self, solver: Any = None) -> bool:
        solver = solver or self._solver
        left = self._deadline - monotonic()
        if left <= 0:
            raise OutOfTimeError
        solver.set("timeout", max(1, int(left * 1000)))
        found = solver.check()
        if found == z3.unknown:
            raise OutOfTimeError
        return bool(found == z3.sat)

    def _price(self, choice: Choice) -> int:
        return choice.price * _PRICES[choice.role]

    def _costs_at_most(self, price: int) -> Bool:
        prices = [(c.is_made, self._price(c)) for c in self._choices if c.price]
        return z3.PbLe(prices, price) if prices else True

    def _taken(self, settled: Settled) -> tuple[int, ...]:
        """The numbers of the choices that a solution makes."""
        made = (n for n, choice in enumerate(self._choices) if choice.price)
        return tuple(n for n in made if settled(self._choices[n].is_made))

    def _without(self, taken: Sequence[int]) -> Bool:
        """Not all of these choices, whatever else."""
        return z3.Or([z3.Not(self._choices[n].is_made) for n in taken])

    # Among all revisions that make the same choices

    def _plainest(self, taken: tuple[int, ...]) -> tuple[Edit, ...]:
        """The one whose values stay nearest to those of the record, or are plain ones."""
        exactly = [
            choice.is_made if number in taken else z3.Not(choice.is_made)
            for number, choice in enumerate(self._choices)
            if choice.price
        ]
        free = [
            choice
            for number, choice in enumerate(self._choices)
            if choice.leaf is not None and (number in taken or not choice.price)
        ]
        plain = z3.Solver()
        plain.add(*self.revision.limits, self._goal, *exactly)
        objectives = [o for choice in free for o in self._objectives(choice, plain)]
        self._check(plain)
        settled = settling(plain.model())
        if objectives:
            settled = self._optimised(plain, objectives) or settled
        try:
            return tuple(self.revision.edits(settled))
        except IrrationalError:
            raise OutOfTimeError from None

    def _optimised(self, plain: Any, objectives: Sequence[Quantity]) -> Settled | None:
        optimise = z3.Optimize()
        optimise.add(*plain.assertions())
        for objective in objectives:
            optimise.minimize(objective)
        left = self._deadline - monotonic()
        optimise.set("timeout", max(1, int(left * 1000)))
        return settling(optimise.model()) if optimise.check() == z3.sat else None

    def _objectives(self, choice: Choice, plain: Any) -> Iterator[Quantity]:
        """What is to be small, in this order; a number is first kept to few decimals."""
        leaf = choice.leaf
        assert leaf is not None
        if leaf.type is Scalar.YES_NO:
            return
        if isinstance(leaf.type, EnumType):
            yield leaf.values[0]
            return
        if leaf.type is Scalar.TEXT:
            # A text of its own, unless it has to be one that the policy names.
            known = len(self.revision.texts.numbers)
            number = leaf.values[0]
            yield chosen(less(number, known), plus(number, _NAMED), number)
            return
        if leaf.type is Scalar.NUMBER and not self._keep_to_decimals(leaf, plain):
            return
        for value, before in zip(leaf.values, self._anchors(choice, leaf), strict=True):
            distance = minus(value, before)
            yield chosen(less(distance, 0), minus(before, value), distance)

    def _anchors(self, choice: Choice, leaf: Leaf) -> tuple[int | Fraction, ...]:
        """The numbers that stand for the value before; for an unknown one zero, or the day."""
        before: Any = choice.before
        match leaf.type:
            case Scalar.DATE:
                return (self.revision.as_of if before is None else before.toordinal(),)
            case Scalar.PERIOD:
                return (0, 0) if before is None else (before.months, before.days)
        return (0 if before is None else before,)

    def _keep_to_decimals(self, leaf: Leaf, plain: Any) -> bool:
        """Keep a number to as few decimals as it can have; whether it can do with a few."""
        for denominator in _DENOMINATORS:
            whole = z3.IsInt(leaf.values[0] * denominator)
            plain.push()
            plain.add(whole)
            possible = self._check(plain)
            plain.pop()
            if possible:
                plain.add(whole)
                return True
        return False
