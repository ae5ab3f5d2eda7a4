"""How compiled code reads the values of a record, and how a record is made from what it has
read."""

import ast
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias

from linkage_rules.engines.compiled.emit import Code, assign, constant, each, item, load
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record

Judged: TypeAlias = tuple[tuple[Any, ...], Any]
"""What compiled code gives: the truths that the answers rest on, and what it has read of the
record."""

Run: TypeAlias = Callable[[Any, date], Judged]


class Loop(Protocol):
    """The questions about the elements of one list, answered in the loop that reads them.

    The code that writes the loop puts `started` before it, calls `take` in its body and `finish`
    after.
    """

    @property
    def fields(self) -> Sequence[str]:
        """The fields of an element that are used."""

    def started(self) -> list[ast.stmt]:
        """The statements that set the answers to their values before the first element."""

    def take(self, element: str, fields: Mapping[str, str]) -> None:
        """Add the statements for one element; ``fields`` are the locals of its fields."""

    def finish(self) -> None:
        """Add the statements after the loop."""


class Locals(Protocol):
    """The part of a compiler that a `Reading` uses: the code, and the locals that the reading
    fills."""

    code: Code
    fields: dict[str, str]
    fields_needed: tuple[str, ...]

    @property
    def loops(self) -> Mapping[str, Loop]:
        """The questions about the elements of lists, by the field of the list."""

    def insist_on(self, local: str) -> list[ast.stmt]:
        """The statements before a local from the record is used."""

    def insists(self, record_type: RecordType, name: str) -> bool:
        """Whether the generated code only goes on if a field is known."""


class Reading(Protocol):
    """Writes the statements that read a record into locals.

    Locals of the fields go into `Locals.fields`; a loop over a list also works out what
    `Locals.loops` asks of its elements.
    """

    def read(self, compiler: Locals) -> ast.expr:
        """Add the statements that read the record; the result is a node for all that was read."""

    def component(self, record: ast.expr, record_type: RecordType, name: str) -> ast.expr:
        """The node for a field of a nested record or of an element."""

    def blank(self, record_type: RecordType) -> object:
        """The value that stands for a nested record of which nothing is known."""

    def finish(self, compiler: Locals) -> None:
        """Complete the code after everything has been worked out."""

    def record(self, read: Any) -> Record:
        """The record from what was read of it."""


class ValidReading:
    """Reads what is needed from a record in the form that `linkage_rules.records.validate`
    gives."""

    def read(self, compiler: Locals) -> ast.expr:
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

    def finish(self, compiler: Locals) -> None:
        """There is nothing left to do."""

    def record(self, read: Record) -> Record:
        return read
