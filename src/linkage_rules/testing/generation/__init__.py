"""Hypothesis strategies: policies, the records they judge and the days to judge them on.

They need Hypothesis, which comes with the extra ``testing``.

>>> from hypothesis import find
>>> from linkage_rules.policy.loading import load
>>> package = load("xiangtan_2022").package
>>> fund = find(records(package, package.record_types["Fund"]), lambda _: True)
>>> set(fund.values())
{None}
"""

from linkage_rules.extras import MissingExtraError

try:
    import hypothesis as _  # noqa: F401 - only asked whether it is there
except ImportError as error:
    raise MissingExtraError("testing", error) from error

from linkage_rules.testing.generation.drawn import as_of_dates, records
from linkage_rules.testing.generation.overlays import stack_texts
from linkage_rules.testing.generation.policies import checked, packages, policy_texts, read
from linkage_rules.testing.generation.seeded import on_seed
from linkage_rules.testing.generation.targeted import AimError, aimed_records

__all__ = [
    "AimError",
    "aimed_records",
    "as_of_dates",
    "checked",
    "on_seed",
    "packages",
    "policy_texts",
    "read",
    "records",
    "stack_texts",
]
