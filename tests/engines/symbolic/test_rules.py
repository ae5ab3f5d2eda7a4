"""What a policy says of free records: of each status and verdict, when it is so and when it is not.

Each answer of the reference engine is the only one that the solver is left with.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import Candidate, Impossible, Rules, Scene, Search
from linkage_rules.engines.symbolic.terms import all_of, any_of, equal, less, negated
from linkage_rules.engines.symbolic.values import Many, Single, Texts, constant
from linkage_rules.model.deontic import has_status, has_verdict
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from tests.policies import package_of

TEXT = """policy p
  in force 2023-01-01 to 2023-12-31
record Part
  size: whole number at least 0
record Thing
  a: yes/no
  b: yes/no
  n: whole number
  cost: money
  parts: list of Part
bearer county
parameter limit: whole number
  = 3 from 2023-01-01 to 2023-06-30
  = 5 from 2023-07-01
fact large of Thing
  means n > limit
distribution shared of Thing
  among p in parts
  total cost
  by 1
  to 1分
action seen of Thing
  done when b
action unseen of Thing
  permitted by default
norm must_see for Thing
  when a
  county must seen
norm must_not_see for Thing
  when large
  county must not seen
norm may_see for Thing
  county may seen
norm want for Thing
  when large
  in force 2023-03-01 to 2024-12-31
  county encouraged to unseen
norm ban for Thing
  when a
  overrides want
  county must in principle not unseen
"""
DAYS = (date(2022, 12, 31), date(2023, 5, 1), date(2023, 7, 1), date(2024, 5, 1))


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def records() -> Iterator[tuple[dict[str, Any], date]]:
    for a, b, n, day in product((True, False, None), (True, False, None), (3, 4, 6, None), DAYS):
        if (n == 4 or b is None) or day.year == 2023:
            yield {"a": a, "b": b, "n": n, "cost": None, "parts": None}, day


def test_of_every_record_one_answer_is_left(package: Package) -> None:
    shape = package.record_types["Thing"]
    scene = Scene(shape, 0)
    rules = Rules(package, scene)
    statuses = {n: {s: rules.status_is(n, s) for s in Status} for n in package.norms}
    asked = {n: {s: rules.norm_is(n, s) for s in Status} for n in package.norms}
    verdicts = {a: {v: rules.verdict(a, v) for v in VerdictStatus} for a in package.actions}
    told = {a: {v: rules.verdict_is(a, v) for v in VerdictStatus} for a in package.actions}
    search = Search(scene, 5)
    for record, day in records():
        outcome = Evaluation(package, shape, record, day).outcome()
        wrong = []
        for name, norm in outcome.norms.items():
            wrong += [statuses[name][s] for s in Status if s is not norm.status]
            wrong.append(negated(rules.applies(name).is_(norm.applies)))
            modality = norm.norm.modality
            done = record["b"] if norm.norm.action == "seen" else None
            for status in (Status.VIOLATED, Status.FULFILLED):
                if norm.norm.action == "seen" and modality.value != "permission":
                    answer = has_status(modality, status, norm.applies, done)
                    wrong.append(negated(asked[name][status].is_(answer)))
            applies = None if norm.applies is None else not norm.applies
            wrong.append(negated(asked[name][Status.NOT_APPLICABLE].is_(applies)))
        for name, verdict in outcome.verdicts.items():
            wrong += [verdicts[name][v] for v in VerdictStatus if v is not verdict.status]
            for one in VerdictStatus:
                if one is not VerdictStatus.UNDETERMINED:
                    wrong.append(negated(told[name][one].is_(has_verdict(verdict, one))))
            is_open = verdict.status is VerdictStatus.UNDETERMINED
            wrong.append(negated(told[name][VerdictStatus.UNDETERMINED].is_(is_open)))
            possible = rules.possible_verdicts(name)
            wrong += [way for one, way in possible.items() if one not in verdict.possible]
            wrong += [negated(possible[one]) for one in verdict.possible]
        given = all_of(scene.equations(record, day))
        assert search.find(all_of((given, any_of(wrong)))) == Impossible(), (record, day)
        assert isinstance(search.find(given), Candidate)


class Freed:
    """A policy of which some kinds of steps are free."""

    def __init__(self, package: Package, *kinds: StepKind, **parameters: Any) -> None:
        self.scene = Scene(package.record_types["Thing"], 2)
        self.plain = Rules(package, self.scene, parameters)
        self.free = self.plain.whatever(kinds)

    def can_be(self, *conditions: Any) -> bool:
        return isinstance(Search(self.scene, 5).find(all_of(conditions)), Candidate)


def test_facts_may_be_free(package: Package) -> None:
    freed = Freed(package, StepKind.FACT)
    free, plain = freed.free.fact("large"), freed.plain.fact("large")
    for is_large, was_large in product((True, False, None), repeat=2):
        assert freed.can_be(free.is_(is_large), plain.is_(was_large))  # type: ignore[union-attr]
        assert freed.can_be(freed.free.applies("must_not_see").is_(is_large)) is (True)
    assert not freed.can_be(
        free.yes, freed.free.in_force(package.in_force), freed.free.applies("must_not_see").no
    )


def test_whether_norms_apply_may_be_free(package: Package) -> None:
    freed = Freed(package, StepKind.APPLIES)
    a = freed.scene.record.read("a")
    for applies in (True, False, None):
        assert freed.can_be(a.no, freed.free.applies("must_see").is_(applies))  # type: ignore[union-attr]
    assert not freed.can_be(a.no, freed.plain.applies("must_see").yes)  # type: ignore[union-attr]
    assert freed.free.fact("large") is not freed.plain.fact("large")
    assert not freed.can_be(
        freed.free.applies("must_see").yes,
        freed.free.applies("must_not_see").no,
        negated(freed.free.verdict("seen", VerdictStatus.REQUIRED)),
    )


def test_verdicts_may_be_free_but_there_is_one(package: Package) -> None:
    freed = Freed(package, StepKind.VERDICT)
    verdicts = [one for one in VerdictStatus if one is not VerdictStatus.UNDETERMINED]
    for verdict in verdicts:
        there = freed.free.verdict("seen", verdict)
        assert freed.can_be(there)
        others = [freed.free.verdict("seen", one) for one in VerdictStatus if one is not verdict]
        assert not freed.can_be(there, any_of(others))
        assert freed.can_be(there, freed.free.verdict("unseen", VerdictStatus.PERMITTED))
    assert not freed.can_be(freed.free.verdict("seen", VerdictStatus.UNDETERMINED))


def test_parameters_that_are_given_stand_in_for_those_of_the_policy(package: Package) -> None:
    nine = constant(9, Scalar.WHOLE, Texts())
    for rules_of in ("plain", "free"):
        freed = Freed(package, StepKind.VERDICT, limit=nine)
        rules: Rules = getattr(freed, rules_of)
        large, n = rules.fact("large"), freed.scene.record.read("n")
        assert not freed.can_be(large.yes, less(n.value, 10))  # type: ignore[union-attr]
        assert freed.can_be(large.yes, equal(n.value, 10))  # type: ignore[union-attr]


def test_shares_may_be_free_but_there_is_one_for_each(package: Package) -> None:
    freed = Freed(package, StepKind.FACT)
    shares, parts = freed.free.fact("shared"), freed.scene.record.read("parts")
    assert isinstance(shares, Many)
    assert isinstance(parts, Many)
    assert len(shares.elements) == len(parts.elements) == len(shares.whose) == 2
    assert all(a is b.value for a, b in zip(shares.whose, parts.elements, strict=True))
    first, second = (one.value for one in shares.elements)
    assert isinstance(first, Single)
    assert isinstance(second, Single)
    assert shares.of(parts.elements[1].value) is second
    assert not freed.can_be(first.known, negated(second.known))
    assert not freed.can_be(shares.known, negated(parts.known))
    assert freed.can_be(parts.known, negated(shares.known))
    assert freed.can_be(shares.known, equal(first.value, 5), equal(second.value, -7))
    for share, part in zip(shares.elements, parts.elements, strict=True):
        assert not freed.can_be(share.present, negated(part.present))
        assert not freed.can_be(part.present, negated(share.present))
    ((guard, rest),) = shares.rests
    ((whole_guard, whole),) = parts.rests
    assert (guard, rest.count, rest.loose) == (whole_guard, whole.count, whole.loose)
    assert rest.origin == f"{whole.origin}="
