"""Records on which two policies may differ, tried before the solver is asked.

They are the examples of both policies: whoever changes a policy writes examples of it. Where the
days of a calendar differ, there are also records with dates near these days, because what is
counted across such a day ends on another day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final, TypeAlias

from linkage_rules.analysis.difference.difference import calendar_changes
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import behind, counted_by, expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.model.values import NEVER, Record
from linkage_rules.records import RecordError, validate

Candidate: TypeAlias = tuple[Record, date]
"""A valid record, and the day on which it is judged."""

MOST_EXAMPLES: Final = 200
"""The most examples that are tried."""

_MOST_CHANGES: Final = 2
_MOST_BASES: Final = 3
_NEAR: Final = (-1, -3, 1, 3)
"""How many days from a changed day dates are tried, so that counting crosses it."""
_AROUND: Final = range(-30, 31)
"""The days around a changed day on which something may be done, due or asked about."""


def of_examples(packages: Iterable[Package], shape: RecordType, days: Interval) -> list[Candidate]:
    """The records of the examples about one type that are valid for both policies."""
    # By identity, because two versions of a policy have the same name.
    used = {id(one): one for package in packages for one in package.stack()}
    found = (
        (record, one.as_of)
        for package in used.values()
        for one in package.examples
        if one.record_type == shape.name
        and one.as_of is not None
        and days.contains(one.as_of)
        and (record := _valid(one.given, shape)) is not None
    )
    return [*islice(found, MOST_EXAMPLES)]


def _valid(given: object, shape: RecordType) -> Record | None:
    try:
        return validate(given, shape, extra="ignore")
    except RecordError:
        return None


def about_changed_days(
    old: Package,
    new: Package,
    shape: RecordType,
    asked: tuple[tuple[Expression, ...], tuple[Expression, ...]],
    examples: Iterable[Candidate],
    days: Interval,
) -> Iterator[Candidate]:
    """Records with dates near the days on which calendars of the two policies differ, if what is
    asked counts working days by such a calendar.

    All dates of the record are set to one day near a changed day; then each date in turn is moved
    to another day, set to never, or left as it is.
    """
    named = {one.name for pair in zip(asked, (old, new), strict=True) for one in counted_by(*pair)}
    changes = [one for one in calendar_changes(old, new) if one.calendar.name in named]
    changed = [first for one in changes for first, _, _ in one.days][:_MOST_CHANGES]
    if not changed:
        return
    read = {
        part.name
        for expressions, package in zip(asked, (old, new), strict=True)
        for part in _parts(expressions, package)
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    }
    dates = [f for f in shape.fields if f.type is Scalar.DATE and f.name in read]
    bases = [record for record, _ in islice(examples, _MOST_BASES)]
    nothing = _valid({}, shape)
    for base in (*bases, *([] if nothing is None else [nothing])):
        for day in changed:
            yield from _dated(base, dates, day, days)


def _parts(asked: Iterable[Expression], package: Package) -> Iterator[Expression]:
    asked = tuple(asked)
    further = (one for step in behind(asked, package) for one in expressions_of(step, package))
    for whole in (*asked, *further):
        yield from walk(whole)


def _dated(base: Record, dates: list[Field], changed: date, days: Interval) -> Iterator[Candidate]:
    around = [changed + timedelta(days=apart) for apart in _AROUND]
    for near in _NEAR:
        same = dict.fromkeys((one.name for one in dates), changed + timedelta(days=near))
        others = [(one.name, later) for one in dates for later in (NEVER, None)]
        for other in around:
            if not days.contains(other):
                continue
            found = {**base, **same}
            # One date is `other` or never, all others stay; the record is judged as of `other`.
            apart = ({**found, name: other if later is None else later} for name, later in others)
            for record in (found, *apart):
                if all(_may_be(record[one.name], one) for one in dates):
                    yield record, other


def _may_be(day: object, declared: Field) -> bool:
    """Whether a day is within the bounds of a field."""
    least, most = declared.minimum, declared.maximum
    return (
        isinstance(day, date)
        and (not isinstance(least, date) or least <= day)
        and (not isinstance(most, date) or day <= most)
    )
