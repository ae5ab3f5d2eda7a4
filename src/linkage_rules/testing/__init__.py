"""What the authors of a policy claim about it, put to the test; and strategies to test more.

`run_examples` needs nothing else. The strategies `records`, `as_of_dates` and `policies` need
Hypothesis, which comes with the extra ``testing``; it is imported when one of them is asked for.
"""

from typing import TYPE_CHECKING, Any, Final

from linkage_rules.testing.checks import Check
from linkage_rules.testing.examples import ExampleResult, run_examples

if TYPE_CHECKING:
    from linkage_rules.testing.generation import AimError
    from linkage_rules.testing.strategies import as_of_dates, policies, records

__all__ = [
    "AimError",
    "Check",
    "ExampleResult",
    "as_of_dates",
    "policies",
    "records",
    "run_examples",
]

_STRATEGIES: Final = ("AimError", "as_of_dates", "policies", "records")


def __getattr__(name: str) -> Any:
    if name not in _STRATEGIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # What is missing without the extra is said by the first of the two.
    from linkage_rules.testing import generation, strategies

    return getattr(strategies if hasattr(strategies, name) else generation, name)
