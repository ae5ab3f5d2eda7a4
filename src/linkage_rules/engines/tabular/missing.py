"""Which fields of each row are read, and which of them are missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, TypeAlias

import ibis

from linkage_rules.engines.tabular.columns import Column, any_of, as_number, no_texts, unnegated
from linkage_rules.engines.tabular.lists import each
from linkage_rules.engines.tabular.numbers import literal
from linkage_rules.engines.tabular.outcomes import TimingColumns
from linkage_rules.engines.tabular.values import Cell, Elements, field_of, known
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import norm_status
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Norm
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
    """The fields that norms, actions and facts rest on, directly or through other facts and
    norms."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._facts: dict[str, tuple[Places, Places]] = {}
        self._norms: dict[str, Places] = {}
        for step in package.order:
            # In this order the steps that a step rests on have been handled before it.
            if step.name in package.facts:
                fact = package.facts[step.name]
                reads: set[Path] = set()
                places = self._visit(fact.means, {}, reads)
                self._facts[step.name] = (places, frozenset(reads))
            elif step.name in package.norms:
                self._norms[step.name] = self._of_norm(step.name)

    def applies(self, norm: str) -> Places:
        """The fields that decide whether a norm applies."""
        return self._norms[norm]

    def fact(self, name: str) -> Places:
        """The fields on which a fact rests."""
        return self._facts[name][1]

    def done(self, action: str) -> Places:
        """The fields that decide whether an action is done."""
        condition = self.package.actions[action].done_when
        return _NOWHERE if condition is None else self._of(condition)

    def deadline(self, norm: Norm) -> Places:
        """The fields that the facts of the deadline of a norm rest on."""
        facts = () if norm.deadline is None else norm.deadline.facts
        return _NOWHERE.union(*(self._facts[name][1] for name in facts))

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
        """Add the fields that an expression reads; gives the places of its value, for a list or
        record."""
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
            case model.FactOf(means=means):
                return self._visit(means, variables, reads)
            case model.OnDay(day=day, means=means):
                self._visit(day, variables, reads)
                return self._visit(means, variables, reads)
            case model.FactValue(name):
                places, inside = self._facts[name]
                reads |= inside
                return places
            case model.Choose(condition, consequence, alternative):
                self._visit(condition, variables, reads)
                branches = (self._visit(e, variables, reads) for e in (consequence, alternative))
                return _NOWHERE.union(*branches)
            case (
                model.Some()
                | model.Every()
                | model.HowMany()
                | model.Aggregate()
                | model.Distribute()
            ):
                places = self._visit(expression.collection, variables, reads)
                inner = {**variables, expression.variable.name: places}
                for part in parts_of(expression):
                    if part is not expression.collection:
                        self._visit(part, inner, reads)
            case model.NormApplies(norm):
                reads |= self._norms[norm]
            case model.NormIs(norm):
                declared = self.package.norms[norm]
                reads |= self._norms[norm] | self.done(declared.action) | self.deadline(declared)
            case model.ActionIs(action):
                reads |= _NOWHERE.union(
                    *(self._norms[n.name] for n in self.package.norms_on[action])
                )
            case _:
                for part in parts_of(expression):
                    self._visit(part, variables, reads)
        return _NOWHERE


Applies: TypeAlias = Callable[[str], Column]
Done: TypeAlias = Callable[[str], "Column | None"]

HowItStands: TypeAlias = Callable[[Norm], TimingColumns | None]

_BITS: Final = 62
"""How many fields one integer of flags covers."""


class Missing:
    """Which fields are reported as missing, and in which case."""

    def __init__(self, package: Package, record_type: RecordType) -> None:
        self.record_type = record_type
        self.reads = Reads(package)
        self.paths = list(paths_of(record_type))
        self.inside = _inside(package, record_type, self.reads)

    def asked(
        self,
        norms: Sequence[Norm],
        applies: Applies,
        done: Done,
        timing: HowItStands,
        results: Sequence[tuple[Fact, Column]] = (),
    ) -> dict[str, Column]:
        """For every row the fields that something open rests on, as integers with a bit for each
        field.

        ``results`` are those of the record, each with the condition that it is unknown. The fields
        behind results of the records in it always count, because these results are not worked out
        here.

        The status of a norm is open while it is unknown whether the norm applies. If the norm may
        apply, it is also open while it is unknown whether its action is done, where that makes a
        difference, or how its deadline stands.
        """
        open_: list[tuple[Column, Places]] = []
        for norm in norms:
            may_apply, is_done = applies(norm.name), done(norm.action)
            open_.append((unnegated(may_apply).isnull(), self.reads.applies(norm.name)))
            if is_done is not None and norm.deadline is not None:
                how = timing(norm)
                assert how is not None
                unknown = [unnegated(c).isnull() for c in how.truths(may_apply, is_done)[1:]]
                may_run = ibis.coalesce(may_apply, True) & ibis.coalesce(how.begun, True)
                waits = any_of(unknown) & may_run
                reads = self.reads.done(norm.action) | self.reads.deadline(norm)
                open_.append((waits, reads))
            elif is_done is not None and _depends_on_done(norm):
                waits = unnegated(is_done).isnull() & ibis.coalesce(may_apply, True)
                open_.append((waits, self.reads.done(norm.action)))
        open_ += [(unknown, self.reads.fact(fact.name)) for fact, unknown in results]
        if self.inside:
            open_.append((ibis.literal(True), self.inside))
        return {
            f"asked_{number}": _masks(open_, self.paths[start : start + _BITS])
            for number, start in enumerate(range(0, len(self.paths), _BITS))
        }

    def fields(self, table: Any, subject: Cell) -> Column:
        """The names of the fields that are both needed and unknown."""
        masks = [table[c] for c in table.columns if c.startswith("asked_")]
        names = []
        for number, path in enumerate(self.paths):
            bit = literal(1 << number % _BITS)
            asked = (masks[number // _BITS] & bit) != literal(0)
            absent = asked.cases((True, _is_absent(subject, self.record_type, path, 0)))
            names.append(absent.cases((True, ".".join(path)), else_=ibis.null("string")))
        nothing = no_texts()
        if not names:
            return nothing
        anything = any_of([mask != literal(0) for mask in masks])
        return anything.cases(
            (True, ibis.array(names).filter(lambda name: name.notnull())), else_=nothing
        )


def _inside(package: Package, record_type: RecordType, reads: Reads) -> Places:
    """The fields behind the results of the records in a record, and the lists that hold these."""
    found: set[Path] = set()
    for declared in record_type.fields:
        inner: Type = declared.type
        while isinstance(inner, ListType):
            inner = inner.element
        if not isinstance(inner, RecordType) or inner.name not in package.giving_results:
            continue
        own = (reads.fact(fact.name) for fact in package.results[inner.name])
        places = _NOWHERE.union(*own, _inside(package, inner, reads))
        found |= {(declared.name, *path) for path in places}
        found |= {(declared.name,)} if isinstance(declared.type, ListType) else set()
    return frozenset(found)


def _depends_on_done(norm: Norm) -> bool:
    if_done, if_not = (norm_status(norm.modality, True, True, truth) for truth in (True, False))
    return if_done is not if_not


def _masks(open_: Sequence[tuple[Column, Places]], paths: Sequence[Path]) -> Column:
    terms = []
    for condition, places in open_:
        mask = sum(1 << bit for bit, path in enumerate(paths) if path in places)
        if mask:
            terms.append(condition.cases((True, literal(mask)), else_=literal(0)))
    return _united(terms) if terms else literal(0)


def _united(terms: list[Column]) -> Column:
    """The bitwise “or” of all terms, in pairs so that the expression stays flat."""
    while len(terms) > 1:
        terms = [reduce(or_, terms[start : start + 2]) for start in range(0, len(terms), 2)]
    return terms[0]


def _is_absent(cell: Cell, type_: Type, path: Path, depth: int) -> Column:
    """Whether the value at a path is unknown.

    The fields of an unknown element count as unknown, too; an unknown list counts as itself only,
    in place of everything in it.
    """
    match type_:
        case RecordType() if path:
            declared = type_.by_spelling[path[0]]
            return _is_absent(field_of(cell, path[0]), declared.type, path[1:], depth)
        case RecordType():
            return ibis.literal(False)
        case ListType(element_type):
            assert isinstance(cell, Elements)

            def in_element(column: Column) -> Column:
                return as_number(_is_absent(cell.element(column), element_type, path, depth + 1))

            inside = ibis.coalesce(each(cell.column, depth, in_element).maxs(), 0) == 1
            return inside if path else cell.column.isnull() | inside
        case _:
            return ~known(cell)
