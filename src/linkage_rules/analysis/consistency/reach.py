"""Everything that an answer rests on."""

from collections.abc import Iterable, Iterator

from linkage_rules.engines.symbolic import cone, expressions_of
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk


def reach(package: Package, asked: Iterable[Expression]) -> Iterator[Expression]:
    """The expressions behind some, those inside facts, norms and verdicts included.

    >>> from linkage_rules.model.expressions import AsOf, IsKnown
    >>> [type(part).__name__ for part in reach(Package(name="p"), [IsKnown(AsOf())])]
    ['IsKnown', 'AsOf']
    """
    asked = tuple(asked)
    behind = (e for step in cone(package, asked) for e in expressions_of(step, package))
    for expression in (*asked, *behind):
        yield from walk(expression)


def parameters_read(parts: Iterable[Expression]) -> set[str]:
    return {part.name for part in parts if isinstance(part, model.ParameterValue)}


def fields_read(parts: Iterable[Expression]) -> set[str]:
    """The fields of the record itself that are read."""
    return {
        part.name
        for part in parts
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    }
