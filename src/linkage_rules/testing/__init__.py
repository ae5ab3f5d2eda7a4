"""Examples and properties: what the authors of a policy claim about it, put to the test."""

from linkage_rules.testing.checks import Check
from linkage_rules.testing.examples import ExampleResult, run_examples

__all__ = ["Check", "ExampleResult", "run_examples"]
