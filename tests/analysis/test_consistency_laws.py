"""An analysis of any policy ends, and what it says never happens does not happen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.consistency import analyse
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.findings import FindingKind
from linkage_rules.testing.generation import as_of_dates, packages, records

pytestmark = pytest.mark.slow

LAW = settings(max_examples=8, suppress_health_check=list(HealthCheck))


@LAW
@given(data=st.data())
def test_what_never_applies_never_does_and_what_is_implied_is(data: st.DataObject) -> None:
    package = data.draw(packages(with_is_known=True))
    # Every witness in it was replayed: a disagreement of the engines would be raised.
    found = analyse(package, time_limit=0.2)
    proved = [one for one in found.findings if one.shown is None and one.list_bound is None]
    never = {one.names[0] for one in proved if one.kind is FindingKind.NEVER_APPLIES}
    implied = [one.names for one in proved if one.kind is FindingKind.IMPLIED_NORM]
    for name, steps in package.orders.items():
        shape = package.record_types[name]
        for _ in range(3 if steps else 0):
            record, as_of = data.draw(records(package, shape)), data.draw(as_of_dates(package))
            outcome = Evaluation(package, shape, record, as_of).outcome()
            applying = {norm for norm, found in outcome.norms.items() if found.applies}
            assert not applying & never
            for norm, *others in implied:
                assert norm not in applying or not applying.isdisjoint(others)
