"""How compiled code gets at the values of a record, and what it keeps of them."""

import ast
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias

from linkage_rules.engines.compiled.emit import Code, assign, constant, each, item, load
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record

Judged: TypeAlias = tuple[tuple[Any, ...], Any]
"""What compiled code gives: the truths the answers rest on, and what it has read of the record."""

Run: TypeAlias = Callable[[Any, date], Judged]


class Loop(Protocol):
    """What is asked of all elements of one list, in the loop that reads them.

    Whoever writes the loop puts `started` before it, calls `take` in its body and `finish` after.
    """

    @property
    def fields(self) -> Sequence[str]:
        """The fields of an element that are asked for."""

    def started(self) -> list[ast.stmt]:
        """The answers before any element was looked at."""

    def take(self, element: str, fields: Mapping[str, str]) -> None:
        """Add what one element adds to the answers; ``fields`` are the locals of its fields."""

    def finish(self) -> None:
        """Add what is left to do after the last element."""


class Locals(Protocol):
    """The code that is written, and what of it a reading fills in or asks for."""

    code: Code
    fields: dict[str, str]
    fields_needed: tuple[str, ...]

    @property
    def loops(self) -> Mapping[str, Loop]:
        """What is asked of the elements of lists, by field."""

    def insist_on(self, local: str) -> list[ast.stmt]:
        """What to do before a local from the record is used."""

    def insists(self, record_type: RecordType, name: str) -> bool:
        """Whether a field has to be known for the code to go on."""


class Reading(Protocol):
    """Writes the statements that read a record into locals.

    Locals of the fields go into `Locals.fields`; a loop over a list also works out what
    `Locals.loops` asks of its elements.
    """

    def read(self, compiler: Locals) -> ast.expr:
        """Add the statements to the code; the result stands for all that was read."""

    def component(self, record: ast.expr, record_type: RecordType, name: str) -> ast.expr:
        """A field of a nested record or of an element that was read."""

    def blank(self, record_type: RecordType) -> object:
        """A nested record of which nothing is known."""

    def finish(self, compiler: Locals) -> None:
        """Complete the code once everything is worked out."""

    def record(self, read: Any) -> Record:
        """The record from what was read of it."""


class ValidReading:
    """Reads what is needed of a record in the form that `linkage_rules.records.validate` gives."""

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
