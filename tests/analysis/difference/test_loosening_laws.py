"""What an overlay loosens, against trying out every record of small policies."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import pytest

from linkage_rules.analysis.difference import loosened
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.norms import Bearing, Modality, Norm, Strength
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from tests.policies import package_of

pytestmark = pytest.mark.slow

HEAD = """
policy p
record Project
  a: yes/no
  b: yes/no
  done: yes/no
  n: whole number at least 0 at most 2
bearer county
bearer town
fact f of Project
  means {fact}
action enter of Project
  done when done{and_also}
"""
CONDITIONS = (
    *("a", "b", "not a", "n > 0", "n = 1", "f", "f and b", "a or b", "a is known", "a and not b"),
    *("f or n = 2", "a implies b", "b is known and a", "not f"),
)
FORCES = ("must", "must not", "must in principle", "must in principle not", "encouraged to", "may")
BEARERS = ("county", "town", "county and town", "county or town")
VALUES = {"a": (True, False, None), "b": (True, False, None), "done": (True, False, None)}
RECORDS = [
    dict(zip((*VALUES, "n"), values, strict=True))
    for values in product(*VALUES.values(), (0, 1, 2, None))
]
DAY = date(2024, 1, 1)


def drawn(random: Random) -> tuple[Package, Package]:
    """A policy of three norms on one action, and the same with something else in places."""
    norms = [_drawn_norm(random) for _ in range(3)]
    changed = [_drawn_norm(random, one) if random.random() < 0.5 else one for one in norms]
    heads = [_drawn_head(random)] * 2
    if random.random() < 0.3:
        heads[1] = _drawn_head(random)
    texts = [
        head + "".join(f"norm n{at} for Project\n{body}" for at, body in enumerate(bodies))
        for head, bodies in zip(heads, (norms, changed), strict=True)
    ]
    return package_of(texts[0]), package_of(texts[1])


def _drawn_head(random: Random) -> str:
    also = " and a" if random.random() < 0.3 else ""
    return HEAD.format(fact=random.choice(CONDITIONS[:5]), and_also=also)


def _drawn_norm(random: Random, like: str | None = None) -> str:
    if like is not None and random.random() < 0.6:
        return f"  when {random.choice(CONDITIONS)}\n" + like.partition("\n")[2]
    force, bearers = random.choice(FORCES), random.choice(BEARERS)
    if "not" in force:
        bearers = bearers.replace(" or ", " and ")
    unless = f"  unless {random.choice(CONDITIONS)}\n" if random.random() < 0.3 else ""
    return f"  when {random.choice(CONDITIONS)}\n{unless}  {bearers} {force} enter\n"


ASKED = {
    (Modality.OBLIGATION, Strength.STRICT): 3.0,
    (Modality.OBLIGATION, Strength.DEFEASIBLE): 2.0,
    (Modality.RECOMMENDATION, Strength.STRICT): 1.0,
    (Modality.PROHIBITION, Strength.STRICT): 3.0,
    (Modality.PROHIBITION, Strength.DEFEASIBLE): 2.0,
}
UNMET = {Status.VIOLATED, Status.OPEN}


def _asked(norm: Norm) -> float:
    return ASKED[norm.modality, norm.strength] - (norm.bearing is Bearing.ANY) / 2


def _is_ban(norm: Norm) -> bool:
    return norm.modality is Modality.PROHIBITION


def loosened_norms(old: Package, new: Package) -> Iterator[str]:
    """The norms of which some record is asked less, as docs/difference.md says it."""
    shape = old.record_types["Project"]
    pairs = [
        [Evaluation(package, shape, record, DAY).outcome() for package in (old, new)]
        for record in RECORDS
    ]
    for norm in old.norms.values():
        is_leave = norm.modality is Modality.PERMISSION
        test = _is_widened if is_leave else _asks_less
        if any(test(norm, old, new, before, after) for before, after in pairs):
            yield norm.name


def _asks_less(norm: Norm, old: Package, new: Package, before, after) -> bool:
    def covers(other: Norm, bearer: str) -> bool:
        if other.modality is Modality.PERMISSION or _is_ban(other) is not _is_ban(norm):
            return False
        return bearer in other.bearers and _asked(other) >= _asked(norm)

    covering = {
        bearer: [one for one in new.norms.values() if covers(one, bearer)]
        for bearer in norm.bearers
    }
    found = before.norms[norm.name]
    if found.applies and any(
        all(after.norms[one.name].applies is False for one in each) for each in covering.values()
    ):
        return True
    others = {one.name for each in covering.values() for one in each}
    statuses = [after.norms[name].status for name in others]
    return found.status in UNMET and not any(
        status in UNMET or status is Status.UNDETERMINED for status in statuses
    )


def _is_widened(norm: Norm, old: Package, new: Package, before, after) -> bool:
    now = new.norms[norm.name]
    if now.modality is not Modality.PERMISSION or not after.norms[norm.name].applies:
        return False
    if after.verdicts["enter"].status is not VerdictStatus.PERMITTED:
        return False
    for bearer in now.bearers:
        beside = [
            one
            for one in old.norms.values()
            if one.modality is Modality.PERMISSION
            and bearer in one.bearers
            and (one.bearing is not Bearing.ALL or now.bearing is Bearing.ALL)
        ]
        bans = [one for one in old.norms.values() if _is_ban(one)]
        if all(before.norms[one.name].applies is False for one in (*beside, *bans)):
            return True
    return False


@pytest.mark.parametrize("seed", range(12))
def test_what_is_loosened_is_what_some_record_shows(seed: int) -> None:
    random = Random(seed)
    for _ in range(5):
        old, new = drawn(random)
        found, undecided = loosened(old, new, time_limit=100)
        assert undecided == ()
        assert {one.norm.name for one in found} == set(loosened_norms(old, new))
