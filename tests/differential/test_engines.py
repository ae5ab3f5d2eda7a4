"""All engines asked in one way: what benchmarks/assurance.py compares, a little of it each time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.testing.engines import (
    REFERENCE,
    PolicyRefusedError,
    Said,
    by_reference,
    differences,
    engines,
)
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

pytestmark = pytest.mark.slow

LAW = settings(max_examples=3, suppress_health_check=list(HealthCheck))
OTHERS = [name for name in engines() if name != REFERENCE]


def test_the_engines_are_these() -> None:
    assert list(engines()) == [REFERENCE, "compiled", "tabular", "symbolic"]


@pytest.mark.parametrize("name", OTHERS)
@LAW
@given(data=st.data())
def test_on_generated_policies(name: str, data: st.DataObject) -> None:
    package = checked(data.draw(policy_texts(with_is_known=True)))
    shape = package.record_types[data.draw(st.sampled_from(("Case", "Group")))]
    some = data.draw(st.lists(records(package, shape), min_size=3, max_size=3))
    day = data.draw(as_of_dates(package))
    try:
        found = engines()[name](package, shape, some, day)
    except PolicyRefusedError:
        return
    for record, wanted, got in zip(
        some, by_reference(package, shape, some, day), found, strict=True
    ):
        assert not list(differences(wanted, got)), record


def test_every_answer_is_compared() -> None:
    wanted = Said(
        statuses={"duty": "violated"},
        verdicts={"act": "required"},
        by={"act": ("duty",)},
        possible={"act": frozenset({"required"})},
        facts={"poor": True},
        missing=frozenset({"income"}),
    )
    got = Said(
        statuses={"duty": "fulfilled"},
        verdicts={"act": "forbidden"},
        by={"act": ()},
        possible={"act": frozenset()},
        facts={"poor": None},
        missing=frozenset(),
    )
    assert [(d.what, d.name) for d in differences(wanted, got)] == [
        ("status", "duty"),
        ("verdict", "act"),
        ("deciding norms", "act"),
        ("possible verdicts", "act"),
        ("fact", "poor"),
        ("missing", "income"),
    ]
    assert not list(differences(wanted, wanted))


def test_what_an_engine_does_not_say_is_not_compared() -> None:
    said = Said(statuses={"duty": "violated"}, verdicts={})
    assert not list(differences(said, Said({"duty": "violated"}, {}, facts={"poor": True})))
