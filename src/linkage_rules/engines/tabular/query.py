"""A policy as a query: one row for each record, with verdicts, statuses and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, Final, TypeAlias

import ibis
import ibis.expr.operations as ops
from attrs import define, evolve, field

from linkage_rules.engines.tabular import outcomes
from linkage_rules.engines.tabular.columns import Column, written_size
from linkage_rules.engines.tabular.expressions import ListQuestion, Translator
from linkage_rules.engines.tabular.faults import (
    TableError,
    query_too_large,
    shared_names,
    too_deep,
    too_large,
)
from linkage_rules.engines.tabular.missing import Missing
from linkage_rules.engines.tabular.numbers import Number
from linkage_rules.engines.tabular.packing import Pack, answered, packed, packs
from linkage_rules.engines.tabular.plan import Plan
from linkage_rules.engines.tabular.values import (
    Cell,
    Nested,
    PeriodColumns,
    Plain,
    read,
    spelt,
    unknown,
)
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType

Table: TypeAlias = Any
"""An Ibis table."""

_LARGEST: Final = 20_000
"""Parts in one column of a query; past that its text would run to megabytes."""

_LARGEST_QUERY: Final = 400_000
"""Parts in all columns together."""

MOST_STAGES: Final = 500
"""How many facts, norms and questions may rest on one another in a row; query engines give up on
queries that are nested about twice as deep."""

_STAGES: Final = count(1)
"""Numbers the stages of all queries, so that two of them can be parts of a third."""


def query(
    package: Package, record_type: RecordType, table: Table, as_of: date, keep: Sequence[str]
) -> Table:
    """What a policy says of every row of a table, as a table that is not worked out yet.

    ``keep`` names the columns that are carried over. Raises `TableError` for a column that does
    not fit its field, and for what cannot be worked out exactly in a query.
    """
    plan = Plan(package, record_type)
    run = _Run(package, record_type, plan, as_of, _staged(_entry(record_type, table, keep)))
    for stage, names in enumerate(plan.stages(), 1):
        if stage > MOST_STAGES:
            raise run.about(names[0], too_deep(MOST_STAGES))
        run.work_out(stage, names)
    return _answers(run, keep)


def _entry(record_type: RecordType, table: Table, keep: Sequence[str]) -> Table:
    """The columns of a table under names that cannot clash."""
    columns = {f"keep_{number}": table[name] for number, name in enumerate(keep)}
    for declared in record_type.fields:
        spelling = spelt(declared, table.columns)
        if spelling is not None:
            columns[f"field_{declared.name}"] = table[spelling]
    return table.select(**columns)


def _staged(table: Table) -> Table:
    """A stage of its own: a named subquery, so that what is worked out in it is not repeated."""
    return ops.AliasedRelation(parent=table.op(), name=f"stage_{next(_STAGES)}").to_expr()


@define
class _Run:
    """A query under construction: the table so far, and what its columns hold."""

    package: Package
    record_type: RecordType
    plan: Plan
    as_of: date
    table: Table
    size: int = 0
    shapes: dict[str, Cell] = field(factory=dict)
    """What the columns of each finished task hold."""

    def work_out(self, stage: int, names: Sequence[str]) -> None:
        """Add the columns of one stage, and leave out those that nothing asks for any more."""
        asked = {n: self.plan.asked[n] for n in names if n in self.plan.asked}
        about_lists = {n: q for n, q in asked.items() if isinstance(q, ListQuestion)}
        digits = self._pack(about_lists)
        cells = {name: self._cell(name) for name in names}
        for name, (pack, column) in digits.items():
            list_ = self.table[f"field_{pack.list_.name}"]
            cells[name] = answered(about_lists[name], pack.places[name], column, list_, cells[name])
        wanted = self.plan.needed_after(stage)
        carried = {
            c: self.table[c] for c in self.table.columns if c.startswith(("keep_", "field_"))
        }
        for name, cell in self.shapes.items():
            if name in wanted:
                carried |= {part: self.table[part] for part in _parts(name, cell)}
        self.size += len(carried)
        new: dict[str, Column] = {}
        for name, cell in cells.items():
            parts = _parts(name, cell)
            if self.measure(parts.values()) > _LARGEST:
                raise self.about(name, too_large())
            if self.size > _LARGEST_QUERY:
                raise self.about(name, query_too_large(_LARGEST_QUERY))
            new |= parts if name in wanted else {}
        self.table = _staged(self.table.select(**carried, **new))
        self.shapes |= cells

    def _pack(self, questions: Mapping[str, ListQuestion]) -> dict[str, tuple[Pack, Column]]:
        """Add the columns that answer several questions at once; for each of those its column."""
        translator = Translator(self.package, self.as_of, self)
        columns = {}
        # A table without the list has nothing to pack: its questions are unknown.
        found = [p for p in packs(questions) if f"field_{p.list_.name}" in self.table.columns]
        for pack in found:
            column = packed(pack, questions, translator)
            if column is not None:
                columns[pack.column] = column
        if columns:
            self.table = _staged(self.table.select(*self.table.columns, **columns))
        return {
            name: (pack, self.table[pack.column])
            for pack in found
            if pack.column in columns
            for name in pack.places
        }

    def _cell(self, name: str) -> Cell:
        kind, _, of = name.partition("_")
        translator = Translator(self.package, self.as_of, self)
        try:
            match kind:
                case "question":
                    question = self.plan.asked[name]
                    if isinstance(question, ListQuestion):
                        return translator.ask(question)
                    return Plain(translator.truth(question))
                case "fact":
                    return translator.cell(self.package.facts[of].means)
                case "done":
                    condition = self.package.actions[of].done_when
                    assert condition is not None
                    return Plain(translator.truth(condition))
                case _:
                    return Plain(translator.applies(self.package.norms[of]))
        except TableError as error:
            raise self.about(name, error) from error

    def about(self, name: str, error: TableError) -> TableError:
        return TableError(error.where or self.plan.label(name), error.en, error.zh)

    def measure(self, columns: Iterable[Column]) -> int:
        """How large some columns of the query are; all are counted."""
        size = sum(map(written_size, columns))
        self.size += size
        return size

    def add(self, columns: Mapping[str, Column]) -> None:
        """A stage with some more columns."""
        self.measure(columns.values())
        self.table = _staged(self.table.select(*self.table.columns, **columns))

    # What was worked out, as columns of the table at hand

    def subject(self) -> Cell:
        return Nested(self._field, ibis.literal(True))

    def _field(self, name: str) -> Cell:
        declared = self.record_type.by_spelling[name]
        column = f"field_{name}"
        if column not in self.table.columns:
            return unknown(declared.type)
        return read(self.table[column], declared, name)

    def fact(self, name: str) -> Cell | None:
        cell = self.shapes.get(f"fact_{name}")
        return None if cell is None else _restored(f"fact_{name}", cell, self.table)

    def question(self, question: Expression) -> Cell | None:
        name = self.plan.questions.get(question)
        cell = None if name is None else self.shapes.get(name)
        if name is None or cell is None or not self._has(_parts(name, cell)):
            return None
        return _restored(name, cell, self.table)

    def applies(self, norm: str) -> Column:
        return self.table[f"applies_{norm}"]

    def done(self, action: str) -> Column | None:
        name = f"done_{action}"
        return self.table[name] if name in self.plan.tasks else None

    def _has(self, columns: Iterable[str]) -> bool:
        return set(columns).issubset(self.table.columns)


def _parts(name: str, cell: Cell) -> dict[str, Column]:
    """The columns in which a value is kept; constants need none."""
    match cell:
        case Plain(column):
            return {name: column}
        case Number(numerator, denominator):
            parts = {name: numerator, f"{name}/": denominator}
        case PeriodColumns(months, days):
            parts = {name: months, f"{name}/": days}
        case _:
            raise AssertionError(cell)
    return {part: column for part, column in parts.items() if not isinstance(column, int)}


def _restored(name: str, cell: Cell, table: Table) -> Cell:
    """A value of an earlier stage, from the columns it was kept in."""
    match cell:
        case Plain():
            return Plain(table[name])
        case PeriodColumns():
            return PeriodColumns(table[name], table[f"{name}/"])
        case Number(numerator, denominator):
            return evolve(
                cell,
                numerator=numerator if isinstance(numerator, int) else table[name],
                denominator=denominator if isinstance(denominator, int) else table[f"{name}/"],
            )
    raise AssertionError(cell)


def _answers(run: _Run, keep: Sequence[str]) -> Table:
    """The columns that were asked for."""
    package, of = run.package, run.record_type.name
    norms = [norm for norm in package.norms.values() if norm.record_type == of]
    actions = [action for action in package.actions.values() if action.record_type == of]
    missing = Missing(package, run.record_type)
    asked = missing.asked(norms, run.applies, run.done)
    matters = {action.name: outcomes.matter(package, action.name, run.as_of) for action in actions}
    kinds = {n: outcomes.any_applies(about.kinds, run.applies) for n, about in matters.items()}
    run.add({**asked, **{f"kind_{n}/{i}": c for n, of in kinds.items() for i, c in enumerate(of)}})
    found = {n: [run.table[f"kind_{n}/{i}"] for i in range(len(of))] for n, of in kinds.items()}
    deciding = {n: outcomes.deciding_kinds(about, found[n]) for n, about in matters.items()}
    run.add({f"decides_{n}/{i}": c for n, of in deciding.items() for i, c in enumerate(of)})
    answers = {name: run.table[f"keep_{number}"] for number, name in enumerate(keep)}
    answers["in_force"] = ibis.literal(package.in_force_on(run.as_of))
    for name, about in matters.items():
        truths = [run.table[f"kind_{name}/{i}"] for i in range(len(kinds[name]))]
        decides = [run.table[f"decides_{name}/{i}"] for i in range(len(kinds[name]))]
        on = package.norms_on[name]
        answers[f"verdict_{name}"] = outcomes.verdict_on(about, truths)
        answers[f"by_{name}"] = outcomes.deciding_norms(about, on, decides, run.applies)
    for norm in norms:
        status = outcomes.status_of(norm, run.applies(norm.name), run.done(norm.action))
        answers[f"status_{norm.name}"] = status
    answers["missing"] = missing.fields(run.table, run.subject())
    if len(answers) != len(keep) + 2 * len(actions) + len(norms) + 2:
        raise shared_names(keep)
    run.measure(answers.values())
    if run.size > _LARGEST_QUERY:
        raise query_too_large(_LARGEST_QUERY)
    return run.table.select(**answers)
