"""What the authors of a policy claim about it, put to the test; and strategies to test more.

`run_examples` needs nothing else. The strategies `records`, `as_of_dates` and `policies` need
Hypothesis, which comes with the extra ``testing``; it is imported when one of them is asked for.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.testing.checks import Check
    from linkage_rules.testing.examples import ExampleResult, run_examples
    from linkage_rules.testing.generation.aimed_records import AimError
    from linkage_rules.testing.generation.strategies import as_of_dates, policies, records

__all__ = [
    "AimError",
    "Check",
    "ExampleResult",
    "as_of_dates",
    "policies",
    "records",
    "run_examples",
]

__getattr__ = on_demand(
    __name__,
    {
        "checks": ("Check",),
        "examples": ("ExampleResult", "run_examples"),
        "generation.aimed_records": ("AimError",),
        "generation.strategies": ("as_of_dates", "policies", "records"),
    },
)
