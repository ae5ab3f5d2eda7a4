"""The significant values of a policy: those that it mentions, and their neighbours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Period, Value, shift, whole_if_possible

Landmarks: TypeAlias = Mapping[Scalar, Sequence[Any]]
"""The significant values of each scalar type, simpler ones first."""

_PLAIN: Final[Mapping[Scalar, tuple[Value, ...]]] = {
    Scalar.YES_NO: (False, True),
    Scalar.WHOLE: (0, 1, 2),
    Scalar.NUMBER: (0, 1, Fraction(1, 2)),
    Scalar.MONEY: (0, 1),
    Scalar.DATE: (date(2023, 1, 1), date(2024, 2, 29)),
    Scalar.PERIOD: (Period(), Period(months=1)),
    Scalar.TEXT: ("", "a"),
}
_MOST_DATES: Final = 200
"""The most dates; all dates combined with all periods would be too many for a large policy."""


def boundaries(package: Package) -> list[date]:
    """The first and last days of everything with days in force, and their neighbours.

    >>> from linkage_rules.policy.loading import load
    >>> [day.isoformat() for day in boundaries(load("xiangtan_2022").package)][:3]
    ['2022-12-06', '2022-12-07', '2022-12-08']
    """
    intervals = [package.in_force, *(norm.in_force for norm in package.norms.values())]
    intervals += [action.in_force for action in package.actions.values()]
    intervals += [line.in_force for p in package.parameters.values() for line in p.periods]
    return sorted({near for day in _ends(intervals) for near in _days_beside(day)})


def landmarks(package: Package) -> Landmarks:
    """The values that the policy compares with, and their neighbours, by scalar type."""
    found: dict[Scalar, dict[Any, None]] = {
        scalar: dict.fromkeys(values) for scalar, values in _PLAIN.items()
    }
    for type_, value in _mentioned(package):
        found[type_] |= dict.fromkeys(_beside(type_, value))
    days = dict.fromkeys([*found[Scalar.DATE], *boundaries(package)])
    shifted = (
        shift(day, period, sign)
        for period in found[Scalar.PERIOD]
        for day in days
        for sign in (1, -1)
    )
    days |= dict.fromkeys([day for day in shifted if day is not None][:_MOST_DATES])
    found[Scalar.DATE] = days
    # Whole numbers and other numbers may be compared with each other, so each type gets both.
    numbers = [n for n in found[Scalar.NUMBER] if isinstance(n, int)]
    found[Scalar.NUMBER] |= found[Scalar.WHOLE]
    found[Scalar.WHOLE] |= dict.fromkeys(numbers)
    return {scalar: tuple(values) for scalar, values in found.items()}


def _mentioned(package: Package) -> Iterator[tuple[Scalar, Any]]:
    for expression in package.conditions():
        for part in walk(expression):
            if isinstance(part, model.Constant):
                yield from _scalars(part.type, part.value)
    for parameter in package.parameters.values():
        for line in parameter.periods:
            yield from _scalars(parameter.type, line.value)
    for record_type in package.record_types.values():
        for declared in record_type.fields:
            yield from _bounds(declared)


def _scalars(type_: Type, value: Value) -> Iterator[tuple[Scalar, Any]]:
    if isinstance(type_, ListType) and isinstance(value, tuple):
        for element in value:
            yield from _scalars(type_.element, element)
    elif isinstance(type_, Scalar) and value is not None:
        yield type_, value


def _bounds(declared: Field) -> Iterator[tuple[Scalar, Any]]:
    type_ = declared.type
    while isinstance(type_, ListType):
        type_ = type_.element
    if not isinstance(type_, RecordType):
        yield from _scalars(type_, declared.minimum)
        yield from _scalars(type_, declared.maximum)


def _beside(type_: Scalar, value: Any) -> Iterable[Any]:
    """A value and its neighbours, as far as records may hold them."""
    match type_:
        case Scalar.WHOLE | Scalar.MONEY | Scalar.NUMBER:
            step = Fraction(1, 100) if type_ is Scalar.NUMBER else Fraction(1)
            near = [Fraction(value) + n * step for n in (0, -1, 1)]
            sizes = [max(abs(n.numerator), n.denominator) for n in near]
            held = zip(near, sizes, strict=True)
            return [whole_if_possible(n) for n, size in held if size <= MAX_MAGNITUDE]
        case Scalar.DATE:
            return _days_beside(value)
        case _:
            return [value]


def _ends(intervals: Iterable[Interval]) -> Iterator[date]:
    for interval in intervals:
        yield from (day for day in (interval.start, interval.end) if day is not None)


def _days_beside(day: date) -> list[date]:
    ordinals = (day.toordinal() + n for n in (0, -1, 1))
    first, last = date.min.toordinal(), date.max.toordinal()
    return [date.fromordinal(n) for n in ordinals if first <= n <= last]
