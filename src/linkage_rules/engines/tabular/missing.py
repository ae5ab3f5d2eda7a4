"""The missing facts of each row: fields that are unknown in it and on which something open rests.

For one record `decisions.missing` follows the reasoning of that record and names list positions.
A query names fields, and leaves out less: a field is listed when it is unknown in the row and an
undetermined verdict or status could rest on it, whatever else is known. So every field that a
decision names is among those of its row.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, TypeAlias

import ibis

from linkage_rules.engines.tabular.columns import Column, any_of, unnegated
from linkage_rules.engines.tabular.lists import each
from linkage_rules.engines.tabular.reads import Path, Places, Reads, paths_of
from linkage_rules.engines.tabular.values import Cell, Elements, field_of, known
from linkage_rules.engines.tabular.widths import literal
from linkage_rules.model.deontic import norm_status
from linkage_rules.model.norms import Norm
from linkage_rules.model.package import Package
from linkage_rules.model.types import ListType, RecordType, Type

Applies: TypeAlias = Callable[[str], Column]
Done: TypeAlias = Callable[[str], "Column | None"]

_BITS: Final = 62
"""Fields of which one whole number says which are asked for."""


class Missing:
    """Which fields to look at, and when."""

    def __init__(self, package: Package, record_type: RecordType) -> None:
        self.record_type = record_type
        self.reads = Reads(package)
        self.paths = list(paths_of(record_type))

    def asked(self, norms: Sequence[Norm], applies: Applies, done: Done) -> dict[str, Column]:
        """For every row the fields on which something open rests, a bit for each field.

        The status of a norm is open while it is unknown whether the norm applies; and of one that
        may apply, while it is unknown whether its action is done and that makes a difference.
        """
        open_: list[tuple[Column, Places]] = []
        for norm in norms:
            may_apply, is_done = applies(norm.name), done(norm.action)
            open_.append((unnegated(may_apply).isnull(), self.reads.applies(norm.name)))
            if is_done is not None and _depends_on_done(norm):
                waits = unnegated(is_done).isnull() & ibis.coalesce(may_apply, True)
                open_.append((waits, self.reads.done(norm.action)))
        return {
            f"asked_{number}": _masks(open_, self.paths[start : start + _BITS])
            for number, start in enumerate(range(0, len(self.paths), _BITS))
        }

    def fields(self, table: Any, subject: Cell) -> Column:
        """The names of the fields that are asked for and unknown."""
        masks = [table[c] for c in table.columns if c.startswith("asked_")]
        names = []
        for number, path in enumerate(self.paths):
            bit = literal(1 << number % _BITS)
            asked = (masks[number // _BITS] & bit) != literal(0)
            absent = asked.cases((True, _is_absent(subject, self.record_type, path, 0)))
            names.append(absent.cases((True, ".".join(path)), else_=ibis.null("string")))
        nothing = ibis.literal([], type="array<string>")
        if not names:
            return nothing
        anything = any_of([mask != literal(0) for mask in masks])
        return anything.cases(
            (True, ibis.array(names).filter(lambda name: name.notnull())), else_=nothing
        )


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
    """The bits of all, paired off so that the expression stays flat."""
    while len(terms) > 1:
        terms = [reduce(or_, terms[start : start + 2]) for start in range(0, len(terms), 2)]
    return terms[0]


def _is_absent(cell: Cell, type_: Type, path: Path, depth: int) -> Column:
    """Whether something at a path is unknown. The fields of an unknown element are, too; an unknown
    list stands for everything in it."""
    match type_:
        case RecordType() if path:
            declared = type_.by_spelling[path[0]]
            return _is_absent(field_of(cell, path[0]), declared.type, path[1:], depth)
        case RecordType():
            return ibis.literal(False)
        case ListType(element_type):
            assert isinstance(cell, Elements)

            def in_element(column: Column) -> Column:
                return _is_absent(cell.element(column), element_type, path, depth + 1).cast("int8")

            inside = ibis.coalesce(each(cell.column, depth, in_element).maxs(), 0) == 1
            return inside if path else cell.column.isnull() | inside
        case _:
            return ~known(cell)
