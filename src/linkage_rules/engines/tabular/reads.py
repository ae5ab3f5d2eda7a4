"""Which fields an answer rests on, whatever is in the record.

A field is named without positions: ``funds.type`` is the type of any fund.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.types import ListType, RecordType, Type

Path: TypeAlias = tuple[str, ...]
Places: TypeAlias = frozenset[Path]

_NOWHERE: Final[Places] = frozenset()


def paths_of(record_type: RecordType) -> Iterator[Path]:
    """The fields of a record and of everything inside it, in order."""
    for declared in record_type.fields:
        inner: Type = declared.type
        if not isinstance(inner, RecordType):
            yield (declared.name,)
        while isinstance(inner, ListType):
            inner = inner.element
        if isinstance(inner, RecordType):
            yield from ((declared.name, *path) for path in paths_of(inner))


class Reads:
    """The fields on which norms and actions rest, through all facts and other norms."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._facts: dict[str, tuple[Places, Places]] = {}
        self._norms: dict[str, Places] = {}
        for step in package.order:
            # In this order whatever a step rests on was looked at before it.
            if step.name in package.facts:
                fact = package.facts[step.name]
                reads: set[Path] = set()
                places = self._visit(fact.means, {}, reads)
                self._facts[step.name] = (places, frozenset(reads))
            elif step.name in package.norms:
                self._norms[step.name] = self._of_norm(step.name)

    def applies(self, norm: str) -> Places:
        """The fields on which it depends whether a norm applies."""
        return self._norms[norm]

    def done(self, action: str) -> Places:
        """The fields on which it depends whether an action is done."""
        condition = self.package.actions[action].done_when
        return _NOWHERE if condition is None else self._of(condition)

    def _of_norm(self, name: str) -> Places:
        conditions = self.package.norms[name].conditions()
        others = (self._norms[other.name] for other in self.package.overriding[name])
        return _NOWHERE.union(*(self._of(c) for c in conditions), *others)

    def _of(self, expression: Expression) -> Places:
        reads: set[Path] = set()
        self._visit(expression, {}, reads)
        return frozenset(reads)

    def _visit(
        self, expression: Expression, variables: Mapping[str, Places], reads: set[Path]
    ) -> Places:
        """Add what an expression reads; where it stands, if it is a list or record."""
        match expression:
            case model.IsKnown():
                return _NOWHERE
            case model.Subject():
                return frozenset({()})
            case model.Variable(name):
                return variables[name]
            case model.FieldValue(record, name):
                places = frozenset((*p, name) for p in self._visit(record, variables, reads))
                if not isinstance(expression.type, RecordType):
                    reads |= places
                return places
            case model.FactValue(name):
                places, inside = self._facts[name]
                reads |= inside
                return places
            case model.Choose(condition, consequence, alternative):
                self._visit(condition, variables, reads)
                branches = (self._visit(e, variables, reads) for e in (consequence, alternative))
                return _NOWHERE.union(*branches)
            case model.Some() | model.Every() | model.Aggregate():
                places = self._visit(expression.collection, variables, reads)
                inner = {**variables, expression.variable.name: places}
                for part in parts_of(expression):
                    if part is not expression.collection:
                        self._visit(part, inner, reads)
            case model.NormApplies(norm):
                reads |= self._norms[norm]
            case model.NormIs(norm):
                reads |= self._norms[norm] | self.done(self.package.norms[norm].action)
            case model.ActionIs(action):
                reads |= _NOWHERE.union(
                    *(self._norms[n.name] for n in self.package.norms_on[action])
                )
            case _:
                for part in parts_of(expression):
                    self._visit(part, variables, reads)
        return _NOWHERE
