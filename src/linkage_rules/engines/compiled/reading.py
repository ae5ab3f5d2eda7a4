"""How compiled code gets at the values of a record, and what it keeps of them."""

import ast
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from linkage_rules.engines.compiled.emit import assign, constant, each, item, load
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record

if TYPE_CHECKING:
    from linkage_rules.engines.compiled.expressions import ExpressionCompiler

Judged: TypeAlias = tuple[tuple[Any, ...], Any]
"""What compiled code gives: the truths the answers rest on, and what it has read of the record."""

Run: TypeAlias = Callable[[Any, date], Judged]


class Reading(Protocol):
    """Writes the statements that read a record into locals.

    Locals of the fields go into `ExpressionCompiler.fields`; a loop over a list also works out
    what `ExpressionCompiler.loops` asks of its elements.
    """

    def read(self, compiler: "ExpressionCompiler") -> ast.expr:
        """Add the statements to the code; the result stands for all that was read."""

    def component(self, record: ast.expr, record_type: RecordType, name: str) -> ast.expr:
        """A field of a nested record or of an element that was read."""

    def blank(self, record_type: RecordType) -> object:
        """A nested record of which nothing is known."""

    def finish(self, compiler: "ExpressionCompiler") -> None:
        """Complete the code once everything is worked out."""

    def record(self, read: Any) -> Record:
        """The record from what was read of it."""


class ValidReading:
    """Reads what is needed of a record in the form that `linkage_rules.records.validate` gives."""

    def read(self, compiler: "ExpressionCompiler") -> ast.expr:
        code = compiler.code
        for name in compiler.fields_needed:
            local = code.fresh("field")
            code.add(
                assign(local, item(load("record"), constant(name))), *compiler.insist_on(local)
            )
            compiler.fields[name] = local
        for name, loop in compiler.loops.items():
            element = code.fresh("element")
            code.add(*loop.started())
            with code.nested() as body:
                code.add(*compiler.insist_on(element))
                fields: dict[str, str] = {}
                for part in loop.fields:
                    fields[part] = code.fresh("field")
                    value = item(load(element), constant(part))
                    code.add(assign(fields[part], value), *compiler.insist_on(fields[part]))
                loop.take(element, fields)
            code.add(each(element, load(compiler.fields[name]), body))
            loop.finish()
        return load("record")

    def component(self, record: ast.expr, record_type: RecordType, name: str) -> ast.expr:
        return item(record, constant(name))

    def blank(self, record_type: RecordType) -> Mapping[str, None]:
        return dict.fromkeys(field.name for field in record_type.fields)

    def finish(self, compiler: "ExpressionCompiler") -> None:
        """There is nothing left to do."""

    def record(self, read: Record) -> Record:
        return read
