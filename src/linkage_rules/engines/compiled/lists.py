"""Questions about all elements of a list, as loops."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from linkage_rules.engines.compiled.emit import (
    NONE,
    any_of,
    assign,
    call,
    choose,
    compare,
    constant,
    each,
    is_,
    load,
    when,
)
from linkage_rules.engines.compiled.parts import Part, if_known
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType

if TYPE_CHECKING:
    from linkage_rules.engines.compiled.expressions import ExpressionCompiler

ListQuestion: TypeAlias = model.Some | model.Every | model.Aggregate
"""What is asked of all elements of a list."""


_MOST_NESTED: Final = 15
"""Python allows 20 loops and the like inside one another; deeper ones go into inner functions."""


def _loop(
    compiler: "ExpressionCompiler", variable: model.Variable, bodies: Sequence[Expression | None]
) -> str:
    """Names for an element and its fields, which are read once for each element."""
    element = compiler.code.fresh("element")
    compiler.variables[variable.name] = element
    compiler.code.add(*compiler.insist_on(element))
    names = fields_read(variable.name, bodies)
    if names:
        assert isinstance(variable.type, RecordType)
        blank = compiler.code.share(compiler.reading.blank(variable.type), "blank")
        record = compiler.code.fresh("record")
        compiler.code.add(assign(record, choose(is_(load(element), None), blank, load(element))))
        for name in names:
            local = compiler.code.fresh("field")
            part = compiler.reading.component(load(record), variable.type, name)
            compiler.code.add(assign(local, part), *compiler.insist_on(local))
            compiler.elements[variable.name, name] = local
    return element


def _over(
    compiler: "ExpressionCompiler",
    collection: Expression,
    result: str,
    known: Callable[[ast.expr], list[ast.stmt]],
) -> Part:
    """The statements for a known list; an unknown list gives unknown."""
    whole = compiler.atom(compiler.compile(collection))
    statements = known(whole.node)
    if whole.nullable:
        unknown = [assign(result, NONE)]
        statements = [when(is_(whole.node, None), unknown, statements)]
    compiler.code.add(*statements)
    return Part(load(result))


def answer(compiler: "ExpressionCompiler", question: ListQuestion) -> Part:
    compiler.nesting += 1
    try:
        if compiler.nesting % _MOST_NESTED:
            return _answer(compiler, question)
        result = compiler.code.fresh("t")
        with compiler.code.nested_function(result):
            part = _answer(compiler, question)
            compiler.code.add(assign(result, part.node))
        compiler.forbid_leaving()
        return Part(load(result), part.nullable)
    finally:
        compiler.nesting -= 1


def _answer(compiler: "ExpressionCompiler", question: ListQuestion) -> Part:
    if isinstance(question, model.Aggregate):
        return _aggregate(compiler, question)
    return _quantified(compiler, question)


def _quantified(compiler: "ExpressionCompiler", node: model.Some | model.Every) -> Part:
    result = compiler.code.fresh("t")
    decisive = isinstance(node, model.Some)
    with compiler.code.nested() as body:
        element = _loop(compiler, node.variable, (node.body,))
        part = compiler.atom(compiler.compile(node.body))
        settled = [assign(result, constant(decisive)), ast.Break()]
        open_: list[ast.stmt] = []
        if part.nullable:
            open_ = [when(is_(part.node, None), [assign(result, NONE)])]
        compiler.code.add(when(is_(part.node, decisive), settled, open_))

    def known(whole: ast.expr) -> list[ast.stmt]:
        return [assign(result, constant(not decisive)), each(element, whole, body)]

    return _over(compiler, node.collection, result, known)


def _aggregate(compiler: "ExpressionCompiler", node: model.Aggregate) -> Part:
    if node.item is None and node.where is None:
        whole = compiler.atom(compiler.compile(node.collection))
        return if_known([whole], call("len", whole.node))
    result = compiler.code.fresh("t")
    give_up: list[ast.stmt] = [assign(result, NONE), ast.Break()]
    with compiler.code.nested() as body:
        element = _loop(compiler, node.variable, (node.where, node.item))
        if node.where is not None:
            passes = compiler.atom(compiler.compile(node.where))
            if passes.nullable:
                compiler.code.add(when(is_(passes.node, None), list(give_up)))
            compiler.code.add(when(is_(passes.node, False), [ast.Continue()]))
        if node.item is not None:
            item_ = compiler.atom(compiler.compile(node.item))
            if item_.nullable:
                compiler.code.add(when(is_(item_.node, None), list(give_up)))
            compiler.code.add(accumulate(node.aggregation, result, item_.node))
        else:
            compiler.code.add(_add(result, constant(1)))
    finish = finished(node, result, compiler.is_whole)
    unbroken = [] if finish is None else [assign(result, finish)]

    def known(whole: ast.expr) -> list[ast.stmt]:
        return [assign(result, started(node)), each(element, whole, body, unbroken)]

    return _over(compiler, node.collection, result, known)


_START: Final[Mapping[Aggregation, ast.expr]] = {
    Aggregation.COUNT: constant(0),
    Aggregation.SUM: constant(0),
    Aggregation.MIN: NONE,
    Aggregation.MAX: NONE,
    Aggregation.DISTINCT: call("set"),
}


def started(question: ListQuestion) -> ast.expr:
    """The answer before any element was looked at."""
    match question:
        case model.Some():
            return constant(False)
        case model.Every():
            return constant(True)
        case model.Aggregate(aggregation):
            return _START[aggregation]


def finished(
    question: ListQuestion, result: str, is_whole: Callable[[Expression], bool]
) -> ast.expr | None:
    """What is left to do to the answer after the last element, if anything."""
    match question:
        case model.Aggregate(Aggregation.DISTINCT):
            return call("len", load(result))
        case model.Aggregate(Aggregation.SUM) if not is_whole(question):
            return call("whole_if_possible", load(result))
        case _:
            return None


def accumulate(aggregation: Aggregation, result: str, value: ast.expr) -> ast.stmt:
    """Take one more value into an aggregate."""
    match aggregation:
        case Aggregation.DISTINCT:
            add = ast.Attribute(load(result), "add", ast.Load())
            return ast.Expr(ast.Call(add, [value], []))
        case Aggregation.MIN | Aggregation.MAX:
            operator = ast.Lt() if aggregation is Aggregation.MIN else ast.Gt()
            better = any_of([is_(load(result), None), compare(value, operator, load(result))])
            return when(better, [assign(result, value)])
        case _:
            return _add(result, value)


def _add(result: str, value: ast.expr) -> ast.stmt:
    return assign(result, ast.BinOp(load(result), ast.Add(), value))


def fields_read(variable: str, bodies: Sequence[Expression | None]) -> list[str]:
    """The fields of a variable's element that expressions read, each once."""
    found: dict[str, None] = {}
    for body in bodies:
        for part in walk(body) if body is not None else ():
            match part:
                case model.FieldValue(model.Variable(name), field) if name == variable:
                    found[field] = None
    return list(found)
