"""What of the old policy is what of the new one, whatever it is called there."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from attrs import frozen

from linkage_rules.model.norms import Action, Norm
from linkage_rules.model.package import Package
from linkage_rules.words.called import Named

_N = TypeVar("_N", bound=Named)

Pairs: TypeAlias = tuple[tuple[_N | None, _N | None], ...]
Matches: TypeAlias = Callable[[Norm, Norm], bool]


@frozen
class Matching:
    """The actions and norms of two policies, in pairs; what one of them lacks is None there."""

    bearers: Mapping[str, str]
    actions: Pairs[Action]
    norms: Pairs[Norm]


def matched(old: Package, new: Package, record_type: str, same_meaning: Matches) -> Matching:
    """Pairs by name, then norms by meaning, then what is left by label.

    ``same_meaning`` is asked about norms on the same action, of the same modality, strength and
    bearer, whether they apply to the same records.
    """
    bearers = _by_new_name(_paired(old.bearers.values(), new.bearers.values()))
    about = [
        [a for a in package.actions.values() if a.record_type == record_type]
        for package in (old, new)
    ]
    actions = _paired(*about)
    names = _by_new_name(actions)
    before, after = (
        [n for n in package.norms.values() if n.record_type == record_type]
        for package in (old, new)
    )

    def alike(one: Norm, other: Norm) -> bool:
        return (
            (one.modality, one.strength) == (other.modality, other.strength)
            and one.action == names.get(other.action, other.action)
            and one.bearer == bearers.get(other.bearer, other.bearer)
        )

    norms = _pairs(
        before,
        after,
        (
            _same_name,
            lambda one, other: alike(one, other) and same_meaning(one, other),
            _same_label,
        ),
    )
    return Matching(bearers, actions, norms)


def _paired(before: Iterable[_N], after: Iterable[_N]) -> Pairs[_N]:
    return _pairs(before, after, (_same_name, _same_label))


def _same_name(one: Named, other: Named) -> bool:
    return one.name == other.name


def _same_label(one: Named, other: Named) -> bool:
    return one.label is not None and one.label == other.label


def _pairs(
    before: Iterable[_N], after: Iterable[_N], ways: Iterable[Callable[[_N, _N], bool]]
) -> Pairs[_N]:
    """In the order of the old policy, then what the new one adds."""
    partner: dict[str, _N] = {}
    left_before, left_after = list(before), list(after)
    order = [*left_before]
    for is_match in ways:
        for one in [*left_before]:
            other = next((o for o in left_after if is_match(one, o)), None)
            if other is not None:
                partner[one.name] = other
                left_before.remove(one)
                left_after.remove(other)
    return (*((one, partner.get(one.name)) for one in order), *((None, one) for one in left_after))


def _by_new_name(pairs: Pairs[_N]) -> Mapping[str, str]:
    return {new.name: old.name for old, new in pairs if old is not None and new is not None}
