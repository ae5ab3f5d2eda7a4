"""Testing policies: their examples and properties, and strategies that generate more cases.

**It takes** a loaded policy, or a text of one. **It gives** which of its examples and properties
hold, with the record and the reasons where one does not; and policies, records and days made by
chance, for everybody who tests a policy, an engine or this library.

- `examples` runs examples on the reference engine; `questions` and `checks` say what one asks of a
  decision and whether it agrees; `failures` puts what does not into words.
- `properties` tries properties on generated records, on every engine. `engines` asks every engine
  the same questions in the same way, to compare a new one with the reference; `agreement` does it
  for one record.
- `generation` makes policies of every shape, as text and as packages, records close to everything a
  policy compares with, and records that a wanted norm applies to.
- `mutation` makes a policy slightly wrong, and asks whether examples and properties notice.
- `expecting` gives everything that an example can expect of a record, `suggesting` the examples
  that a policy lacks for all of this.
- `pytest_plugin` makes test items of the examples and properties of ``.pol`` files.

`run_examples` needs nothing else. The strategies `records`, `as_of_dates` and `policies` need
Hypothesis, which comes with the extra ``testing``; it is imported when one of them is asked for.
Random choices are seeded, so a run can be repeated; nothing here depends on the time of day.

**It may not know** how results are shown or counted in a review; commands print them.
``docs/testing.md`` tells authors how to use it.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.testing.checks import Check
    from linkage_rules.testing.examples import ExampleResult, run_examples
    from linkage_rules.testing.generation.strategies import as_of_dates, policies, records
    from linkage_rules.testing.generation.targeted import AimError

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
        "generation.targeted": ("AimError",),
        "generation.strategies": ("as_of_dates", "policies", "records"),
    },
)
