"""What holds of every two policies, tried on generated ones."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.difference import Relation, Way, difference
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.norms import Modality, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.testing.generation import as_of_dates, packages, records

pytestmark = pytest.mark.slow

LAW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@LAW
@given(package=packages(with_is_known=True))
def test_a_policy_does_not_differ_from_itself(package: Package) -> None:
    found = difference(package, package)
    assert not found
    assert all(c.list_bound is None for c in (*found.actions, *found.norms))


@st.composite
def twins(draw: st.DrawFn) -> tuple[Package, Package, Norm]:
    """A policy, and one with a norm that lost its condition or got an exception."""
    package: Package = draw(packages().filter(lambda p: any(n.when for n in p.declared_norms)))
    norm = draw(st.sampled_from([n for n in package.declared_norms if n.when is not None]))
    instead = draw(st.sampled_from((evolve(norm, when=None), evolve(norm, unless=norm.when))))
    norms = tuple(instead if n is norm else n for n in package.declared_norms)
    return package, evolve(package, declared_norms=norms), norm


@st.composite
def cases(draw: st.DrawFn) -> tuple[Package, Package, RecordType, Record, date]:
    before, after, norm = draw(twins())
    shape = before.record_types[norm.record_type]
    return before, after, shape, draw(records(before, shape)), draw(as_of_dates(before))


@LAW
@given(case=cases())
def test_what_a_record_shows_is_found_and_what_is_found_a_record_shows(
    case: tuple[Package, Package, RecordType, Record, date],
) -> None:
    before, after, shape, record, as_of = case
    found = difference(before, after, record_type=shape.name, list_bound=2, time_limit=2)
    outcomes = [evaluate(package, shape, record, as_of) for package in (before, after)]
    for compared in found.norms:
        name = compared.declared.name
        applied = [outcome.norms[name].applies for outcome in outcomes]
        if applied in ([False, True], [True, False]):
            restricts = compared.declared.modality is not Modality.PERMISSION
            way = Way.STRICTER if applied[1] is restricts else Way.LOOSER
            direction = compared.ways[way]
            in_days = found.days.contains(as_of)
            assert direction.shown or direction.undecided or direction.list_bound or not in_days
        if compared.relation is Relation.SAME:
            continue
        for direction in compared.ways.values():
            if direction.shown is not None:
                witness = direction.shown.witness
                judged = [
                    evaluate(p, witness.record_type, witness.record, witness.as_of)
                    for p in (found.old, found.new)
                ]
                assert judged[0].norms[name] != judged[1].norms[name]
