"""What `missing` promises holds for every policy and every record."""

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkage_rules.decisions.missing import Needs, missing
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Package
from linkage_rules.model.values import Record
from tests.policies import package_of

from .judging import AS_OF
from .policy_strategies import VOCABULARY, filled, policies, records

FIELDS = """\
policy one
record Project
  a: yes/no
  b: yes/no
  c: yes/no
  d: yes/no
bearer county
action enter of Project
"""
ONE_NORM = """\
norm duty for Project
  when {condition}
  county must enter
"""


def evaluation(package: Package, record: Record) -> Evaluation:
    return Evaluation(package, package.record_types["Project"], record, AS_OF)


def answers(found: Evaluation) -> dict[str, Any]:
    """Every verdict and every status by name."""
    verdicts = {name: verdict.status for name, verdict in found.verdicts.items()}
    return verdicts | {name: found.norm_outcome(name).status for name in found.applies}


def needed(needs: Needs) -> dict[str, frozenset[str]]:
    verdicts = {name: needs.of_verdict(name) for name in needs.evaluation.verdicts}
    return verdicts | {name: needs.of_status(name) for name in needs.evaluation.applies}


@pytest.mark.slow
@settings(max_examples=300)
@given(st.data())
def test_an_undetermined_answer_changes_only_when_a_field_it_needs_is_filled_in(
    data: st.DataObject,
) -> None:
    package = package_of(VOCABULARY, data.draw(policies()))
    project = package.record_types["Project"]
    record = data.draw(records(project))
    before = evaluation(package, record)
    open_ = [name for name, answer in answers(before).items() if answer.value == "undetermined"]
    assume(open_)
    name = data.draw(st.sampled_from(open_))
    kept = needed(Needs(before, project))[name]
    after = filled(data.draw, record, project, "", kept)
    assert answers(evaluation(package, after))[name] == answers(before)[name]


@settings(max_examples=100)
@given(st.data())
def test_filling_in_fields_that_are_not_missing_changes_no_answer(data: st.DataObject) -> None:
    package = package_of(VOCABULARY, data.draw(policies()))
    project = package.record_types["Project"]
    record = data.draw(records(project))
    before = evaluation(package, record)
    kept = frozenset(missing(Needs(before, project)))
    after = filled(data.draw, record, project, "", kept)
    assert answers(evaluation(package, after)) == answers(before)


@settings(max_examples=100)
@given(st.data())
def test_what_is_missing_is_what_some_undetermined_answer_needs(data: st.DataObject) -> None:
    package = package_of(VOCABULARY, data.draw(policies(is_known=True)))
    project = package.record_types["Project"]
    found = evaluation(package, data.draw(records(project)))
    needs = Needs(found, project)
    listed = missing(needs)
    assert len(set(listed)) == len(listed)
    assert frozenset(listed) == frozenset().union(*needed(needs).values())
    settled = [name for name, a in answers(found).items() if a.value != "undetermined"]
    assert not any(needed(needs)[name] for name in settled)


def read_once(names: list[str]) -> st.SearchStrategy[str]:
    """Conditions in which every name stands once."""
    if len(names) == 1:
        return st.sampled_from([names[0], f"(not {names[0]})"])
    return st.integers(1, len(names) - 1).flatmap(
        lambda cut: st.builds(
            "({} {} {})".format,
            read_once(names[:cut]),
            st.sampled_from(["and", "or", "implies"]),
            read_once(names[cut:]),
        )
    )


@given(
    condition=st.permutations("abcd").flatmap(read_once),
    known=st.dictionaries(st.sampled_from("abcd"), st.booleans()),
)
def test_where_every_field_stands_once_a_field_is_missing_just_when_it_can_decide(
    condition: str, known: dict[str, bool]
) -> None:
    package = package_of(FIELDS, ONE_NORM.format(condition=condition))
    found = evaluation(package, {name: known.get(name) for name in "abcd"})
    listed = missing(Needs(found, package.record_types["Project"]))
    unknown = [name for name in "abcd" if name not in known]

    def applies(truths: dict[str, bool]) -> object:
        return evaluation(package, known | truths).norm_outcome("duty").applies

    def can_decide(name: str) -> bool:
        others = [other for other in unknown if other != name]
        states = [
            dict(zip(others, truths, strict=True))
            for truths in product((False, True), repeat=len(others))
        ]
        return any(applies(s | {name: True}) != applies(s | {name: False}) for s in states)

    assert set(listed) == {name for name in unknown if can_decide(name)}
