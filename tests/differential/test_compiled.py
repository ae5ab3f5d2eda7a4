"""Compiled code says what the reference engine says: the same statuses, verdicts and records."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import evaluate
from linkage_rules.loading import load
from linkage_rules.model.package import Package
from linkage_rules.records import RecordError, validate
from linkage_rules.records.sweep import Sweep
from linkage_rules.testing.generation import records

LAW = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def shipped() -> Package:
    return load("xiangtan_2022").package


def test_every_shipped_example(shipped: Package) -> None:
    programs = {name: Program(shipped, shape) for name, shape in shipped.record_types.items()}
    for example in shipped.examples:
        program = programs[example.record_type]
        assert example.as_of is not None
        for days in (0, 400, 4000):
            as_of = example.as_of + timedelta(days=days)
            expected = evaluate(shipped, program.record_type, example.given, as_of)
            assert program.outcome(example.given, as_of) == expected, example.title


@LAW
@given(data=st.data())
def test_the_quick_reading_of_a_record_is_the_careful_one(
    shipped: Package, data: st.DataObject
) -> None:
    shape = shipped.record_types["Project"]
    record = dict(data.draw(records(shipped, shape)), id="P-1")
    name = data.draw(st.sampled_from([field.name for field in shape.fields]))
    odd = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([{}]))
    damaged = data.draw(st.one_of(st.just(record), odd.map(lambda v: {**record, name: v})))
    sweep = Sweep(shape)
    assert _read(sweep.read, damaged) == _read(lambda d: validate(d, shape), damaged)


def _read(read: Any, data: object) -> Any:
    try:
        return read(data)
    except RecordError as error:
        return error.problems
