"""What findings have in common: those of one cause are one finding, which the first of them heads.

A row for each kind of which one cause can have a hundred; what shows by the names that a finding is
about stands here, and what only shows on the way is said where it is found.
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
    """What findings of a kind about these names have as their one cause; None where each stands for
    itself.

    >>> cause_of(FindingKind.NO_VERDICT, ("enter",), Package(name="p"))
    """
    found = CAUSES.get(kind)
    return None if found is None else (kind, found(package, names))


def of_cause(results: Iterable[Result], cause: Hashable) -> Iterator[Result]:
    """The same results, the findings among them with a cause that their names do not show."""
    for one in results:
        yield evolve(one, cause=cause) if isinstance(one, Finding) else one


def together(results: Iterable[Result]) -> Iterator[Result]:
    """The same, with those findings in one that have one cause and no answer: the first of them,
    which holds the others."""
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
