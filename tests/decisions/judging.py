"""Small policies, asked as the reference engine answers, for the tests of this folder."""

from datetime import date
from typing import Any

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.package import Package
from tests.policies import DIGEST, package_of, record_of

AS_OF = date(2023, 5, 1)


def decide(
    package: Package, data: dict[str, Any], as_of: date = AS_OF, record_type: str = "Project"
) -> Decision:
    shape = package.record_types[record_type]
    record = record_of(package, data, record_type)
    outcome = evaluate(package, shape, record, as_of)
    return Decision(package, DIGEST, shape, record, outcome)


def judge(policy: str, data: dict[str, Any], as_of: date = AS_OF) -> Decision:
    return decide(package_of(policy), data, as_of)
