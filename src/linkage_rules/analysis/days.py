"""The days that an analysis covers: those a policy mentions, and a hundred years around them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.values import NEVER, Value

YEARS: Final = 100
"""How many years before the first and after the last day that a policy mentions, by default."""

_SPEAKS_OF_NONE: Final = date(2000, 1, 1)


def days_asked(package: Package, years: int = YEARS) -> Interval:
    """The days from ``years`` before the first day that a policy mentions to as many after the
    last.

    >>> from linkage_rules.model.package import Package
    >>> str(days_asked(Package(name="p", in_force=Interval(date(2022, 12, 7)))))
    '1922-01-01 to 2122-12-31'
    """
    spoken = sorted(day for day in set(_spoken(package)) if day.year < NEVER.year) or [
        _SPEAKS_OF_NONE
    ]
    first = max(date.min.year, spoken[0].year - years)
    last = min(date.max.year, spoken[-1].year + years)
    # The date that stands for `NEVER` is excluded.
    return Interval(date(first, 1, 1), min(date(last, 12, 31), NEVER - timedelta(days=1)))


def _spoken(package: Package) -> Iterator[date]:
    """Every day on which something begins or ends in a policy, and every day written in it."""
    norms, parameters = package.norms.values(), package.parameters.values()
    periods = [period for one in parameters for period in one.periods]
    for interval in (
        package.in_force,
        *package.periods,
        *(norm.in_force for norm in norms),
        *(period.in_force for period in periods),
    ):
        yield from (day for day in (interval.start, interval.end) if day is not None)
    declared = (*norms, *package.facts.values(), *package.actions.values())
    parts = (part for one in declared for whole in one.conditions() for part in walk(whole))
    fields = [one for shape in package.record_types.values() for one in shape.fields]
    written: list[Value] = [period.value for period in periods]
    written += (part.value for part in parts if isinstance(part, model.Constant))
    written += (bound for one in fields for bound in (one.minimum, one.maximum))
    yield from (value for value in written if isinstance(value, date))
