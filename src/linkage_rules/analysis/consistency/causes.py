"""Groups findings that have the same cause, so that a reader is shown one in place of a hundred.

`CAUSES` has a row for each kind of finding whose cause can be told from the names it is about. If
the cause is only known while the finding is being made, it is set there (`of_cause`).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import evolve

from linkage_rules.analysis.consistency.findings import Finding, Result
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package

_Cause: TypeAlias = Callable[[Package, tuple[str, ...]], Hashable]


def _action(package: Package, names: tuple[str, ...]) -> Hashable:
    return frozenset(package.norms[name].action for name in names)


def _action_and_force(package: Package, names: tuple[str, ...]) -> Hashable:
    norm = package.norms[names[0]]
    return norm.action, norm.modality


CAUSES: Final[Mapping[FindingKind, _Cause]] = {
    FindingKind.CONFLICTING_NORMS: _action,
    FindingKind.UNMEETABLE_TOGETHER: _action,
    FindingKind.NEVER_FULFILLED: _action_and_force,
    FindingKind.NEVER_VIOLATED: _action_and_force,
    FindingKind.IDLE_NORM: _action_and_force,
    FindingKind.IMPLIED_NORM: lambda package, names: names[1:],
    FindingKind.IDLE_OVERRIDE: lambda package, names: names[0],
    FindingKind.OUTSIDE_BOUNDS: lambda package, names: names,
}


def cause_of(kind: FindingKind, names: tuple[str, ...], package: Package) -> Hashable:
    """A key that findings of the same kind and cause share; None where each finding stands alone.

    >>> cause_of(FindingKind.NO_VERDICT, ("enter",), Package(name="p"))
    """
    found = CAUSES.get(kind)
    return None if found is None else (kind, found(package, names))


def of_cause(results: Iterable[Result], cause: Hashable) -> Iterator[Result]:
    """The same results, with ``cause`` set on the findings among them."""
    for one in results:
        yield evolve(one, cause=cause) if isinstance(one, Finding) else one


def together(results: Iterable[Result]) -> Iterator[Result]:
    """The same results, with unanswered findings of one cause merged: the first of them is kept
    and holds the others in its ``together``."""
    first: dict[Hashable, Finding] = {}
    others: dict[Hashable, list[Finding]] = {}
    for one in results:
        match one:
            case Finding(cause=cause, answered_by=None) if cause is not None:
                if cause in first:
                    others[cause].append(one)
                else:
                    first[cause], others[cause] = one, []
            case _:
                yield one
    for cause, one in first.items():
        yield evolve(one, together=tuple(others[cause]))
