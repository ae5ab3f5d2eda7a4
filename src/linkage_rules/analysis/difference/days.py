"""The days on which two policies are compared."""

from typing import Final

from attrs import evolve

from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Package, on_other_days

ALWAYS: Final = Interval()


def common_days(old: Package, new: Package) -> Interval | None:
    """The days on which both are in force, if there are any."""
    return common(old.in_force, new.in_force)


def common(*intervals: Interval) -> Interval | None:
    """The days that lie in all of some intervals, if there are any."""
    start = max((i.start for i in intervals if i.start is not None), default=None)
    end = min((i.end for i in intervals if i.end is not None), default=None)
    return None if start and end and start > end else Interval(start, end)


def in_force_on(package: Package, days: Interval) -> bool:
    """Whether a policy is in force on any of some days."""
    return common(package.in_force, days) is not None


def all_days(old: Package, new: Package) -> Interval:
    """From the first day on which one is in force to the last."""
    starts = [i.start for i in (old.in_force, new.in_force)]
    ends = [i.end for i in (old.in_force, new.in_force)]
    return Interval(
        None if None in starts else min(s for s in starts if s),
        None if None in ends else max(e for e in ends if e),
    )


def always_in_force(package: Package) -> Package:
    """A policy that is in force on any day, and its norms unless they say otherwise themselves."""
    used = tuple(always_in_force(used) for used in package.uses)
    return evolve(on_other_days(package, ALWAYS), uses=used)
