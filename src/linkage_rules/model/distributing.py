"""Shares of a total that is distributed by weights: exact, in whole units, by largest remainders.

First each participant gets its base. What is left of the total is divided by weight, each part
rounded down to the unit; the units that are left over go one each to the largest remainders, of
equal ones to the one that stands first. A rest of less than a unit is not distributed. So the
shares sum to the larger of the total and the bases, less what is below one unit.
"""

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias

from linkage_rules.model.values import whole_if_possible

Amount: TypeAlias = int | Fraction
"""A number, or an amount in fen."""


class Hindrance(Enum):
    """Why no share of a distribution is known. Where several reasons hold, the first one listed is
    given."""

    NO_LIST = "no list"
    NO_TOTAL = "no total"
    NOT_SAID_WHO = "not said who"
    NO_BASE = "no base"
    NO_WEIGHT = "no weight"
    NEGATIVE_BASE = "negative base"
    NEGATIVE_WEIGHT = "negative weight"
    NOTHING_TO_PART_BY = "nothing to part by"


FOR_GOOD: Final = (Hindrance.NEGATIVE_BASE, Hindrance.NEGATIVE_WEIGHT)
"""The hindrances that no further information about the record can remove."""


def hindrance(
    total: Amount | None, bases: Sequence[Amount | None], weights: Sequence[Amount | None]
) -> Hindrance | None:
    """Why no share of a distribution is known; None where all are.

    ``total``, ``bases`` and ``weights`` may be unknown (None). Whoever takes no part has a base and
    a weight of 0.

    >>> hindrance(100, [0, 0], [1, None]), hindrance(100, [0, 0], [0, 0])
    (<Hindrance.NO_WEIGHT: 'no weight'>, <Hindrance.NOTHING_TO_PART_BY: 'nothing to part by'>)
    """
    if any(base is not None and base < 0 for base in bases):
        return Hindrance.NEGATIVE_BASE
    if any(weight is not None and weight < 0 for weight in weights):
        return Hindrance.NEGATIVE_WEIGHT
    if total is None:
        return Hindrance.NO_TOTAL
    known = [base for base in bases if base is not None]
    if len(known) < len(bases):
        return Hindrance.NO_BASE
    if None in weights:
        return Hindrance.NO_WEIGHT
    # No weight is negative here, so their sum is zero only if all of them are.
    return Hindrance.NOTHING_TO_PART_BY if total > sum(known) and not any(weights) else None


def shares(
    total: Amount | None,
    bases: Sequence[Amount | None],
    weights: Sequence[Amount | None],
    unit: Amount,
) -> tuple[Amount, ...] | None:
    """The share of each participant, in order; None where they are not known (see `hindrance`).

    Whoever takes no part has a base and a weight of 0, and with it a share of 0.

    >>> shares(100, [0, 0, 0], [1, 1, 1], 1)
    (34, 33, 33)
    >>> shares(3, [0, 0, 0], [1, 3, 3], 1), shares(4, [0, 0, 0], [1, 3, 3], 1)
    ((1, 1, 1), (0, 2, 2))
    >>> shares(10, [8, 8], [1, 1], 1), shares(10, [8, 0], [1, None], 1)
    ((8, 8), None)
    """
    if total is None or None in bases or None in weights:
        return None
    first: Any = bases
    by: Any = weights
    if not first:
        return () if total <= 0 else None
    if min(first) < 0 or min(by) < 0:
        return None
    left = total - sum(first)
    if left <= 0:
        return tuple(first)
    whole = sum(by)
    if not whole:
        return None
    units = _units(left, by, whole, unit)
    if type(unit) is int and all(type(base) is int for base in first):
        return tuple([base + count * unit for base, count in zip(first, units, strict=True)])
    return tuple(
        [whole_if_possible(base + count * unit) for base, count in zip(first, units, strict=True)]
    )


def _units(left: Amount, weights: Sequence[Amount], whole: Amount, unit: Amount) -> list[int]:
    """Divide ``left`` by weight: how many whole units each participant gets."""
    scale = lcm(*{weight.denominator for weight in weights})
    there = Fraction(left) / Fraction(unit)
    by, top = int(whole * scale) * there.denominator, there.numerator * scale
    parts = [divmod(int(weight * top), by) for weight in weights]
    units = [count for count, _ in parts]
    over = there.numerator // there.denominator - sum(units)
    if over:
        # Sorting in reverse keeps the order of equal remainders, so the first of them gets the
        # unit.
        largest = sorted(range(len(parts)), key=[r for _, r in parts].__getitem__, reverse=True)
        for place in largest[:over]:
            units[place] += 1
    return units
