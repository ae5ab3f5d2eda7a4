"""How large the numbers of a policy can grow, bounded before anything is evaluated.

Whole numbers and amounts in records are bounded, so the size of every result is bounded by how
many of them are multiplied. A chain of facts that each square the one before would double that
with every line; this pass refuses it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.operations import Size
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.types import Scalar

MAX_FACTORS: Final = 64


def too_many_factors(package: Package, order: Sequence[Step]) -> Iterator[Step]:
    """The steps whose values could be products of more than `MAX_FACTORS` factors."""
    facts: dict[str, Size] = {}
    for step in order:
        match step.kind:
            case StepKind.FACT:
                fact = package.facts[step.name]
                size = _size(fact.means, facts)
                if max(size) > MAX_FACTORS:
                    yield step
                    size = (1, 1)
                facts[step.name] = size
            case _:
                conditions = expressions_of(step, package)
                if any(max(_size(c, facts)) > MAX_FACTORS for c in conditions):
                    yield step


def _size(expression: Expression, facts: dict[str, Size]) -> Size:
    """The size of a value; of a condition, the largest it compares."""
    match expression:
        case model.FactValue(name):
            return facts.get(name, (1, 0))
        case model.Apply(operation, operands):
            return operation.size([_size(operand, facts) for operand in operands])
        case model.Constant() | model.FieldValue() | model.Variable() | model.ParameterValue():
            return (1, 1) if expression.type is Scalar.NUMBER else (1, 0)
        case _:
            sizes = [_size(part, facts) for part in parts_of(expression)] or [(0, 0)]
            return (max(n for n, _ in sizes), max(d for _, d in sizes))
