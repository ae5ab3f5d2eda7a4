"""Validation as generated code: one sweep over a plain record, fused with its evaluation.

The code reads each field of a plain ``dict`` once, checks it on the spot and keeps it in a local,
where the compiled policy finds it. A value that is not in its plainest form goes through its reader
in `records.scalars`. At the first thing that is not plain (a label for a name, an unknown name, a
value that is refused) the record goes to `validate`, which handles every case and lists every
problem. So what a record means and what is wrong with it is decided in one place only.
"""

import ast
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from linkage_rules.engines.compiled.emit import (
    all_of,
    any_of,
    assign,
    attempt,
    call,
    choose,
    compare,
    constant,
    each,
    is_,
    item,
    load,
    method,
    negated,
    tuple_of,
    when,
)
from linkage_rules.engines.compiled.reading import Locals, Loop
from linkage_rules.model.types import ORDERED, EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Record, Value
from linkage_rules.records.limits import MAX_DEPTH, MAX_TEXT, MAX_VALUES
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.scalars import READERS, read_date

_MOST_FIELDS: Final = 1_000
"""Record types with more fields, nested ones included, are not written out as code."""

_TROUBLE: Final = (TypeError, KeyError, ValueError, RefusedValueError)


class Sweep:
    """How compiled code reads records of one type that were not validated before.

    It keeps the values of a record as a tuple in the order of the fields, nested records likewise.
    """

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type

    @staticmethod
    def covers(record_type: RecordType) -> bool:
        """Whether a type is small enough to be written out as code.

        >>> Sweep.covers(RecordType("Project", None, (Field("operating", None, Scalar.YES_NO),)))
        True
        """
        return _depth(record_type) <= MAX_DEPTH and _most_values(record_type, 1) <= _MOST_FIELDS

    def read(self, compiler: Locals) -> ast.expr:
        compiler.code.shared |= {
            **{reader.__name__: reader for reader in READERS.values()},
            "read_date": _read_date,
            "date": date,
            "RefusedValueError": RefusedValueError,
        }
        writer = _Writer(compiler, _longest_list(self.record_type))
        return writer.subject(self.record_type)

    def component(self, record: ast.expr, record_type: RecordType, name: str) -> ast.expr:
        names = [field.name for field in record_type.fields]
        return item(record, constant(names.index(name)))

    def blank(self, record_type: RecordType) -> tuple[None, ...]:
        return (None,) * len(record_type.fields)

    def finish(self, compiler: Locals) -> None:
        code = compiler.code
        code.block = [attempt(code.block, _TROUBLE, [code.hand_over])]

    def record(self, read: Any) -> Record:
        """The record as `validate` gives it: made from the kept values, or already made by
        `validate`."""
        if isinstance(read, Mapping):
            return read
        record = _value(read, self.record_type)
        assert isinstance(record, dict)
        return record


class _Writer:
    """Writes the statements that read and check a record."""

    def __init__(self, compiler: Locals, longest: int) -> None:
        self._compiler = compiler
        self._code = compiler.code
        self._longest = longest

    def subject(self, record_type: RecordType) -> ast.expr:
        """Write the reading of the judged record; its lists come last, since questions about them
        use the other fields."""
        fields = {f.name: self._code.fresh("field") for f in record_type.fields}
        self._compiler.fields = fields
        self._record("record", record_type, fields, self._compiler.loops)
        return tuple_of([load(local) for local in fields.values()])

    def _record(
        self,
        data: str,
        record_type: RecordType,
        values: Mapping[str, str],
        loops: Mapping[str, Loop],
    ) -> None:
        """Read the fields of a record into the locals ``values``."""
        code = self._code
        known = {f.name for f in record_type.fields if self._compiler.insists(record_type, f.name)}
        blanks = {f.name for f in record_type.fields if f.blank is not None}
        given = (known | {f.name for f in record_type.fields if f.required}) - blanks
        self._need(compare(call("type", load(data)), ast.Is(), load("dict")))
        # If all fields are there, a name that is no field shows in the number of names.
        whole = len(given) == len(values)
        size = call("len", load(data))
        self._need(compare(size, ast.Eq() if whole else ast.GtE(), constant(len(given))))
        absent = code.fresh("absent")
        if not whole:
            # For fields with a blank value it does not show in the values which of them are absent.
            code.add(assign(absent, constant(bool(blanks))))
        for field in sorted(record_type.fields, key=lambda f: isinstance(f.type, ListType)):
            name, value = field.name, values[field.name]
            if name in given:
                code.add(assign(value, item(load(data), constant(name))))
                self._check(value, field.type, field, name in known, loops.get(name))
                continue
            if name in blanks:
                blank = code.share(field.blank, "blank")
                code.add(assign(value, method(load(data), "get", constant(name), blank)))
                if name in known:
                    self._check(value, field.type, field, True)
                    continue
            else:
                code.add(assign(value, method(load(data), "get", constant(name))))
            with code.nested() as present:
                self._check(value, field.type, field, False)
            code.add(when(is_(load(value), None), [assign(absent, constant(True))], present))
        if not whole:
            names = code.share(frozenset(values), "names")
            as_many = compare(size, ast.Eq(), constant(len(values)))
            self._need(choose(load(absent), method(names, "issuperset", load(data)), as_many))

    def _check(
        self, value: str, type_: Type, field: Field, known: bool, loop: Loop | None = None
    ) -> None:
        """Write the check of a value that is not None (or must not be), and bring it into its form.

        ``field`` holds it, directly or in a list; ``known`` says that the code only goes on if its
        elements are known, too.
        """
        code = self._code
        match type_:
            case RecordType():
                values = {f.name: code.fresh("value") for f in type_.fields}
                self._record(value, type_, values, {})
                code.add(assign(value, tuple_of([load(local) for local in values.values()])))
            case ListType(element):
                self._list(value, element, field, known, loop)
            case EnumType(members=members):
                by_spelling = {s: m.name for m in members[::-1] for s in (m.label, m.name) if s}
                code.add(assign(value, item(code.share(by_spelling, "members"), load(value))))
            case Scalar():
                self._scalar(value, type_, field)

    def _list(self, value: str, type_: Type, field: Field, known: bool, loop: Loop | None) -> None:
        code = self._code
        kind = call("type", load(value))
        self._need(any_of([compare(kind, ast.Is(), load(name)) for name in ("list", "tuple")]))
        self._need(compare(call("len", load(value)), ast.LtE(), constant(self._longest)))
        elements, element = code.fresh("elements"), code.fresh("element")
        code.add(assign(elements, ast.List([], ast.Load())), *(loop.started() if loop else ()))
        fields: dict[str, str] = {}
        with code.nested() as checked:
            kept = load(element)
            if isinstance(type_, RecordType):
                fields = {f.name: code.fresh("value") for f in type_.fields}
                self._record(element, type_, fields, {})
                kept = tuple_of([load(local) for local in fields.values()])
            else:
                self._check(element, type_, field, known)
            if loop:
                loop.take(element, fields)
            code.add(ast.Expr(method(load(elements), "append", kept)))
        if not known:
            unknown: list[ast.stmt] = [ast.Expr(method(load(elements), "append", constant(None)))]
            checked = [when(is_(load(element), None), unknown, checked)]
        code.add(each(element, load(value), checked), assign(value, load(elements)))
        if loop:
            loop.finish()

    def _scalar(self, value: str, scalar: Scalar, field: Field) -> None:
        """Write the check of a scalar: a value in its plainest form stays, any other goes to its
        reader."""
        code, node = self._code, load(value)
        code.add(
            when(
                negated(_is_plain(node, scalar)),
                [
                    when(is_(node, None), [code.hand_over]),
                    assign(value, call(READERS[scalar].__name__, node)),
                ],
            )
        )
        if scalar in ORDERED:
            self._bounds(node, scalar, field)

    def _bounds(self, node: ast.expr, scalar: Scalar, field: Field) -> None:
        least: Any = field.minimum
        most: Any = field.maximum
        if scalar is not Scalar.DATE:
            least = -MAX_MAGNITUDE if least is None else max(least, -MAX_MAGNITUDE)
            most = MAX_MAGNITUDE if most is None else min(most, MAX_MAGNITUDE)
        for operator, bound in ((ast.GtE(), least), (ast.LtE(), most)):
            if bound is not None:
                whole = isinstance(bound, int)
                value = constant(bound) if whole else self._code.share(bound, "bound")
                self._need(compare(node, operator, value))

    def _need(self, test: ast.expr) -> None:
        """Write a test; the code only goes on if it holds."""
        self._code.add(when(negated(test), [self._code.hand_over]))


def _is_plain(node: ast.expr, scalar: Scalar) -> ast.expr:
    """The test whether a value has the type that the model uses."""
    match scalar:
        case Scalar.YES_NO:
            return any_of([is_(node, True), is_(node, False)])
        case Scalar.TEXT:
            short = compare(call("len", node), ast.LtE(), constant(MAX_TEXT))
            return all_of([_has_type(node, "str"), method(node, "isascii"), short])
        case Scalar.DATE:
            return _has_type(node, "date")
        case Scalar.PERIOD:
            return constant(False)
        case _:
            return _has_type(node, "int")


def _has_type(node: ast.expr, name: str) -> ast.expr:
    return compare(call("type", node), ast.Is(), load(name))


def _read_date(value: object) -> date:
    """Like `read_date`, with a shorter way for ISO dates."""
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return read_date(value)


def _value(kept: Any, type_: Type) -> Value:
    """The value of the model for a value that a sweep kept."""
    if kept is None:
        return None
    if isinstance(type_, RecordType):
        return {f.name: _value(v, f.type) for f, v in zip(type_.fields, kept, strict=True)}
    if isinstance(type_, ListType):
        return tuple(_value(element, type_.element) for element in kept)
    value: Value = kept
    return value


def _depth(type_: Type) -> int:
    """The levels of nesting, counted as `MAX_DEPTH` counts them."""
    return _measure(type_, lambda parts: 1 + max(parts, default=0), lambda element: 1 + element)


def _longest_list(record_type: RecordType) -> int:
    """How long every list may be so that no record has more values than `MAX_VALUES`."""
    longest = MAX_VALUES
    while longest and _most_values(record_type, longest) > MAX_VALUES:
        longest //= 2
    return longest


def _most_values(type_: Type, longest: int) -> int:
    """The most values of a record, nested ones included, if no list is longer than ``longest``."""
    return _measure(type_, lambda parts: len(parts) + sum(parts), lambda e: longest * (1 + e))


def _measure(
    type_: Type, of_record: Callable[[list[int]], int], of_list: Callable[[int], int]
) -> int:
    """A measure of a type, computed from those of its parts.

    Results for record types are reused: types can hold one another in exponentially many ways.
    """
    measured: dict[str, int] = {}

    def measure(part: Type) -> int:
        match part:
            case RecordType(name=name, fields=fields):
                if name not in measured:
                    measured[name] = of_record([measure(field.type) for field in fields])
                return measured[name]
            case ListType(element):
                return of_list(measure(element))
            case _:
                return 0

    return measure(type_)
