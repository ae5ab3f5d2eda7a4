"""Everything that an answer rests on."""

from collections.abc import Iterable, Iterator

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk


def reach(package: Package, asked: Iterable[Expression]) -> Iterator[Expression]:
    """The expressions behind some, those inside facts, norms and verdicts included; each once.

    >>> from linkage_rules.model.expressions import AsOf, IsKnown
    >>> [type(part).__name__ for part in reach(Package(name="p"), [IsKnown(AsOf())])]
    ['IsKnown', 'AsOf']
    """
    waiting = list(asked)
    seen: set[tuple[str, str]] = set()
    while waiting:
        for part in walk(waiting.pop()):
            yield part
            for named in _named(part, package):
                if named not in seen:
                    seen.add(named)
                    waiting += _behind(named, package)


def _named(part: Expression, package: Package) -> Iterator[tuple[str, str]]:
    match part:
        case model.FactValue(name):
            yield "fact", name
        case model.NormApplies(name):
            yield "norm", name
        case model.NormIs(name):
            yield "norm", name
            yield "done", package.norms[name].action
        case model.ActionIs(name):
            yield from (("norm", norm.name) for norm in package.norms_on[name])


def _behind(named: tuple[str, str], package: Package) -> Iterator[Expression]:
    kind, name = named
    match kind:
        case "fact":
            yield package.facts[name].means
        case "done":
            yield from (c for c in (package.actions[name].done_when,) if c is not None)
        case _:
            norm = package.norms[name]
            yield from (c for c in (norm.when, norm.unless) if c is not None)
            yield from (model.NormApplies(other.name) for other in package.overriding[name])


def parameters_read(parts: Iterable[Expression]) -> set[str]:
    return {part.name for part in parts if isinstance(part, model.ParameterValue)}


def fields_read(parts: Iterable[Expression]) -> set[str]:
    """The fields of the record itself that are read."""
    return {
        part.name
        for part in parts
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    }
