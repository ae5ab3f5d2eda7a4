"""The good case of validation as generated code: one sweep over a record that is as it should be.

It takes plain dicts and lists with ASCII field names and values in their plainest form. On the
first sign of anything else it gives up, and `validate` reads the record with all its care. So what
a record means and what is wrong with it is decided in one place only.
"""

import ast
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from linkage_rules.engines.compiled.emit import (
    NONE,
    Code,
    all_of,
    any_of,
    assign,
    call,
    compare,
    constant,
    each,
    is_,
    is_not,
    item,
    load,
    when,
)
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Record
from linkage_rules.records.limits import MAX_TEXT
from linkage_rules.records.validation import validate

_LONGEST_LIST: Final = 10_000
"""Longer lists are counted against the limits of a record, which the sweep does not know."""

_GIVE_UP: Final[ast.stmt] = ast.Return(NONE)


class Sweep:
    """Reads plain good records of one type."""

    def __init__(self, record_type: RecordType) -> None:
        self.record_type = record_type
        self._sweep = _compile(record_type)

    def read(self, data: object) -> Record:
        """What `validate` gives for the data, and raises for it, sooner for a plain good record.

        >>> project = RecordType("Project", None, (Field("operating", None, Scalar.YES_NO),))
        >>> Sweep(project).read({"operating": True})
        {'operating': True}
        """
        try:
            record = self._sweep(data)
        except (TypeError, KeyError, ValueError):
            record = None
        return validate(data, self.record_type) if record is None else record


def _compile(record_type: RecordType) -> Callable[[object], Record | None]:
    code = Code({"date": date})
    code.add(ast.Return(_record(load("data"), record_type, code)))
    return code.build("sweep", ("data",), f"<records of {record_type.name}>")


def _record(data: ast.expr, record_type: RecordType, code: Code) -> ast.expr:
    """A dict of the values of a record, after the statements that check them."""
    names = code.share(frozenset(f.name for f in record_type.fields), "names")
    known = ast.Call(ast.Attribute(names, "issuperset", ast.Load()), [data], [])
    plain = all_of([compare(call("type", data), ast.Is(), load("dict")), known])
    code.add(when(ast.UnaryOp(ast.Not(), plain), [_GIVE_UP]))
    get = code.fresh("get")
    code.add(assign(get, ast.Attribute(data, "get", ast.Load())))
    values = [_field(get, declared, code) for declared in record_type.fields]
    return ast.Dict([constant(f.name) for f in record_type.fields], values)


def _field(get: str, declared: Field, code: Code) -> ast.expr:
    value = code.fresh("value")
    code.add(assign(value, call(get, constant(declared.name))))
    with code.nested() as present:
        _check(value, declared.type, declared, code)
    absent = [_GIVE_UP] if declared.required else []
    code.add(when(is_not(load(value), None), present, absent))
    return load(value)


def _check(value: str, type_: Type, declared: Field, code: Code) -> None:
    """Statements that give up on a wrong value and put a right one into its form."""
    match type_:
        case EnumType(members=members):
            by_spelling = {s: m.name for m in members for s in (m.label, m.name) if s}
            code.add(assign(value, item(code.share(by_spelling, "members"), load(value))))
        case RecordType():
            code.add(assign(value, _record(load(value), type_, code)))
        case ListType(element):
            _check_list(value, element, declared, code)
        case Scalar():
            code.add(
                when(ast.UnaryOp(ast.Not(), _is_plain(value, type_, declared, code)), [_GIVE_UP])
            )


def _check_list(value: str, element: Type, declared: Field, code: Code) -> None:
    is_list = compare(call("type", load(value)), ast.In(), code.share((list, tuple), "lists"))
    short = compare(call("len", load(value)), ast.LtE(), constant(_LONGEST_LIST))
    code.add(when(ast.UnaryOp(ast.Not(), all_of([is_list, short])), [_GIVE_UP]))
    elements, one = code.fresh("elements"), code.fresh("element")
    code.add(assign(elements, ast.List([], ast.Load())))
    with code.nested() as body:
        with code.nested() as present:
            _check(one, element, declared, code)
        code.add(when(is_not(load(one), None), present))
        append = ast.Attribute(load(elements), "append", ast.Load())
        code.add(ast.Expr(ast.Call(append, [load(one)], [])))
    code.add(each(one, load(value), body), assign(value, call("tuple", load(elements))))


def _is_plain(value: str, scalar: Scalar, declared: Field, code: Code) -> ast.expr:
    """Whether a value is already what the model holds, and within its bounds."""
    node = load(value)
    match scalar:
        case Scalar.YES_NO:
            return any_of([is_(node, True), is_(node, False)])
        case Scalar.TEXT:
            encodes = ast.Call(ast.Attribute(node, "encode", ast.Load()), [], [])
            ascii_only = ast.Call(ast.Attribute(node, "isascii", ast.Load()), [], [])
            short = compare(call("len", node), ast.LtE(), constant(MAX_TEXT))
            return all_of([_has_type(node, "str"), short, any_of([ascii_only, encodes])])
        case Scalar.DATE:
            return all_of([_has_type(node, "date"), *_bounds(node, declared, code)])
        case Scalar.PERIOD:
            return constant(False)
        case _:
            bounds = _bounds(node, declared, code, MAX_MAGNITUDE)
            return all_of([_has_type(node, "int"), *bounds])


def _has_type(node: ast.expr, name: str) -> ast.expr:
    return compare(call("type", node), ast.Is(), load(name))


def _bounds(
    node: ast.expr, declared: Field, code: Code, magnitude: int | None = None
) -> list[ast.expr]:
    least: Any = declared.minimum
    most: Any = declared.maximum
    if magnitude is not None:
        least = -magnitude if least is None else max(least, -magnitude)
        most = magnitude if most is None else min(most, magnitude)
    tests = []
    if least is not None:
        tests.append(compare(node, ast.GtE(), code.share(least, "least")))
    if most is not None:
        tests.append(compare(node, ast.LtE(), code.share(most, "most")))
    return tests
