"""A deadline that is made longer asks less; one that is taken away or made shorter is told too."""

import pytest

from linkage_rules.analysis.difference import Relation, difference
from tests.policies import package_of

TEXT = """
policy payment
  in force 2023-01-01 to 2025-12-31

record Claim
  accepted_on: date at least 2020-01-01 at most 2025-12-31
  paid_on: date

bearer county "县"

action pay of Claim
  done on paid_on

norm in_time for Claim
  within {} after accepted_on
  county must pay
"""


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("14 days", "15 days", Relation.LOOSER),
        ("15 days", "14 days", Relation.STRICTER),
        ("12 months", "1 year", Relation.SAME),
    ],
)
def test_a_longer_deadline_is_looser(before, after, relation):
    found = difference(package_of(TEXT.format(before)), package_of(TEXT.format(after)))
    assert [one.relation for one in found.norms] == [relation]
