"""Limits hold for the question that is asked, and what is left is undecided, never passed over."""

import pytest
import z3

from linkage_rules.analysis.consistency import Finding, Open, Proved, analyse
from linkage_rules.analysis.difference import Comparison, Difference, difference, loosened
from linkage_rules.engines.symbolic import Scene, Search, Undecided, search
from linkage_rules.model.types import Field, RecordType, Scalar
from tests.policies import package_of

POLICY = """
policy p "试"
record Project "项目"
  a "甲": yes/no
  n "户数": whole number at least 0
bearer county "县"
action enter "入库" of Project
norm large for Project
  when n >= {limit}
  county must not enter
norm small for Project
  when n <= 5 and a
  county must enter
property "never both" for Project
  always not (large applies and small applies)
"""
OLD, NEW = (package_of(POLICY.format(limit=limit)) for limit in (10, 12))


@pytest.mark.parametrize(("left", "taken"), [(30.0, 10_000), (3.0, 3_000), (-1.0, None)])
def test_a_question_gets_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, left: float, taken: int | None
) -> None:
    given: list[tuple[object, ...]] = []
    monkeypatch.setattr(search, "monotonic", lambda: 100.0)
    monkeypatch.setattr(z3.Solver, "set", lambda self, *args: given.append(args))
    scene = Scene(RecordType("V", None, (Field("n", None, Scalar.WHOLE),)))
    found = Search(scene, 10.0, 100.0 + left).find(scene.record.read("n").known)
    assert given == ([] if taken is None else [("timeout", taken)])
    assert isinstance(found, Undecided) is (taken is None)


def test_after_the_end_everything_is_undecided_and_nothing_is_asked() -> None:
    asked: list[None] = []
    found = analyse(NEW, stop_after=0, asking=lambda: asked.append(None))
    assert not found.clean
    assert {one.kind.value for one in found.undecided} >= {"property-refuted", "conflicting-norms"}
    assert not found.proved
    compared = difference(OLD, NEW, stop_after=0, asking=lambda: asked.append(None))
    assert compared
    assert {one.relation.value for one in compared.norms} == {"undecided", "same"}
    assert loosened(OLD, NEW, stop_after=0) == ((), (OLD.norms["large"],))
    assert len(asked) <= len(found.undecided)


def test_answers_are_told_as_they_come_and_are_those_of_the_end() -> None:
    told: list[Finding | Proved | Open] = []
    found = analyse(OLD, tell=told.append)
    assert [one for one in told if isinstance(one, Proved)] == list(found.proved)
    assert {id(one) for one in told if isinstance(one, Finding)} == set(map(id, found.findings))
    compared: list[Comparison] = []

    def tell(begun: Difference, one: Comparison) -> None:
        assert (begun.old.name, begun.norms) == ("p", ())
        compared.append(one)

    whole = difference(OLD, NEW, tell=tell)
    assert compared == [*whole.actions, *whole.norms]
    loosenings: list[object] = []
    found_loose, undecided = loosened(OLD, NEW, tell=loosenings.append)
    assert (loosenings, undecided) == ([*found_loose], ())


def test_each_question_is_counted_before_it_is_asked() -> None:
    asked: list[None] = []
    analyse(OLD, asking=lambda: asked.append(None))
    assert len(asked) > len(OLD.norms)
