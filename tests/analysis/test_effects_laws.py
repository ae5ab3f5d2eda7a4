"""What norms come to, against trying out every record of small policies."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from random import Random

import pytest

from linkage_rules.analysis.consistency import Analysis, analyse
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.deontic import force_of, possible_verdicts
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Modality, Norm, Strength
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from tests.policies import package_of

pytestmark = pytest.mark.slow

HEAD = """
policy p
record Project
  a: yes/no
  b: yes/no
  n: whole number at least 0 at most 3
bearer county
bearer town
"""
CONDITIONS = (
    *("a", "b", "not a", "n > 1", "n <= 1", "n = 2", "a and b", "a or b", "n >= 2 and a"),
    "not (a and b)",
)
FORCES = ("must", "must not", "must in principle", "must in principle not", "encouraged to", "may")
BEARERS = ("county", "town", "county and town", "town and county")
RECORDS = [
    {"a": a, "b": b, "n": n}
    for a, b, n in product((True, False, None), (True, False, None), (0, 1, 2, 3, None))
]
Seen = list[tuple[Evaluation, Outcome]]


def drawn(random: Random, actions: str) -> Package:
    """Four norms on some actions, each of which a record shows to be done or not."""
    parts = [f"action {one} of Project\n  done when {random.choice(CONDITIONS)}" for one in actions]
    for number in range(4):
        when = f"  when {random.choice(CONDITIONS)}\n" if random.random() < 0.8 else ""
        duty = f"{random.choice(BEARERS)} {random.choice(FORCES)} {random.choice(actions)}"
        parts.append(f"norm n{number} for Project\n{when}  {duty}")
    return package_of(HEAD + "\n".join(parts) + "\n")


def seen(package: Package) -> Seen:
    shape, day = package.record_types["Project"], date(2024, 1, 1)
    found = (Evaluation(package, shape, record, day) for record in RECORDS)
    return [(one, one.outcome()) for one in found]


def found_of(analysis: Analysis, kind: FindingKind) -> set[tuple[str, ...]]:
    assert not analysis.undecided
    alike = (one for one in analysis.findings if one.kind is kind)
    return {one.names for first in alike for one in (first, *first.together)}


def rank(norm: Norm) -> int:
    if norm.modality in (Modality.PERMISSION, Modality.RECOMMENDATION):
        return 0
    return 2 if norm.strength is Strength.STRICT else 1


def unmeetable(package: Package, records: Seen) -> Iterator[frozenset[str]]:
    """Pairs that docs/analysis.md calls unmeetable together."""

    def applies(norm: Norm) -> set[int]:
        return {at for at, (_, said) in enumerate(records) if said.norms[norm.name].applies}

    def having(norm: Norm, status: Status) -> set[int]:
        return {
            at for at, (_, said) in enumerate(records) if said.norms[norm.name].status is status
        }

    def kept(norm: Norm) -> set[int]:
        if rank(norm):
            return having(norm, Status.FULFILLED)
        done = package.actions[norm.action].done_when
        assert done is not None
        return {at for at in applies(norm) if records[at][0].derive(done).answer is True}

    def is_told_alone(norm: Norm) -> bool:
        if not rank(norm):
            return not applies(norm)
        return not kept(norm) or not having(norm, Status.VIOLATED)

    for one, other in combinations(package.norms.values(), 2):
        weaker, stronger = sorted((one, other), key=rank)
        both = applies(one) & applies(other)
        if (
            one.action != other.action
            and rank(stronger)
            and not is_told_alone(one)
            and not is_told_alone(other)
            and not kept(one) & kept(other)
            and kept(one) & both
            and kept(other) & both
            and (rank(weaker) == rank(stronger) or applies(weaker) <= applies(stronger))
        ):
            yield frozenset({one.name, other.name})


@pytest.mark.parametrize("seed", range(12))
def test_what_cannot_be_met_together_is_found_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    for _ in range(4):
        package = drawn(random, "xyz")
        found = found_of(analyse(package, time_limit=100), FindingKind.UNMEETABLE_TOGETHER)
        assert set(map(frozenset, found)) == set(unmeetable(package, seen(package)))


def idle(package: Package, records: Seen) -> Iterator[tuple[str]]:
    """Norms that are not strict and without which no verdict is another one."""
    for norm in package.norms.values():
        beside = [
            other
            for other in package.norms.values()
            if other is not norm and set(other.bearers) >= set(norm.bearers)
        ]
        where = [said for _, said in records if said.norms[norm.name].applies]
        if rank(norm) < 2 and all(
            _possible(said, [norm, *beside]) == _possible(said, beside) for said in where
        ):
            yield (norm.name,)


def _possible(said: Outcome, norms: list[Norm]) -> object:
    certain = frozenset(force_of(one) for one in norms if said.norms[one.name].applies)
    open_ = frozenset(force_of(one) for one in norms if said.norms[one.name].applies is None)
    return possible_verdicts(certain, open_ - certain, False)


@pytest.mark.parametrize("seed", range(12))
def test_what_changes_no_verdict_is_found_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    for _ in range(4):
        package = drawn(random, "x")
        found = found_of(analyse(package, time_limit=100), FindingKind.IDLE_NORM)
        assert found == set(idle(package, seen(package)))


@pytest.mark.parametrize("seed", range(12))
def test_what_others_say_already_they_do_say(seed: int) -> None:
    random = Random(seed)
    for _ in range(4):
        package = drawn(random, "x")
        records = seen(package)
        for name, *others in found_of(analyse(package, time_limit=100), FindingKind.IMPLIED_NORM):
            for _, said in records:
                applies = [said.norms[other].applies for other in others]
                assert not said.norms[name].applies or any(applies)
