"""Small pieces of Python, as syntax nodes. Nothing of a policy is ever pasted into code as text."""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from attrs import define, field, frozen


def load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def constant(value: object) -> ast.expr:
    """``None``, a truth value, a whole number or a text; other values go through `Code.share`."""
    return ast.Constant(value)  # type: ignore[arg-type]


NONE = constant(None)


def is_atom(node: ast.expr) -> bool:
    """Whether a node may be written twice without computing something twice."""
    return isinstance(node, ast.Name | ast.Constant)


def is_(left: ast.expr, value: object) -> ast.expr:
    return ast.Compare(left, [ast.Is()], [constant(value)])


def is_not(left: ast.expr, value: object) -> ast.expr:
    return ast.Compare(left, [ast.IsNot()], [constant(value)])


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [operator], [right])


def any_of(tests: Sequence[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), list(tests))


def all_of(tests: Sequence[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), list(tests))


def negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def choose(test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
    return ast.IfExp(test, body, orelse)


def call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(load(function), list(arguments), [])


def method(of: ast.expr, name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(of, name, ast.Load()), list(arguments), [])


def item(container: ast.expr, key: ast.expr) -> ast.expr:
    return ast.Subscript(container, key, ast.Load())


def tuple_of(nodes: Sequence[ast.expr]) -> ast.expr:
    return ast.Tuple(list(nodes), ast.Load())


def assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def when(test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt] | None = None) -> ast.stmt:
    return ast.If(test, body or [ast.Pass()], orelse or [])


def each(
    name: str, collection: ast.expr, body: list[ast.stmt], unbroken: list[ast.stmt] | None = None
) -> ast.stmt:
    """A ``for`` loop; ``unbroken`` is its ``else`` block, run when no ``break`` was met."""
    return ast.For(ast.Name(name, ast.Store()), collection, body, unbroken or [])


def attempt(
    body: list[ast.stmt], errors: Sequence[type[Exception]], rescue: list[ast.stmt]
) -> ast.stmt:
    """A ``try`` statement: ``rescue`` runs when ``body`` raises one of the built-in ``errors``."""
    raised = tuple_of([load(error.__name__) for error in errors])
    return ast.Try(body, [ast.ExceptHandler(raised, None, rescue)], [], [])


def function(name: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
    (node,) = ast.parse("def _(): pass").body
    assert isinstance(node, ast.FunctionDef)
    node.name = name
    node.args.args = [ast.arg(parameter) for parameter in parameters]
    node.body = body
    return node


PARAMETERS: Final = ("record", "as_of")
"""The parameters of every generated function."""


@define
class Code:
    """A function under construction: its statements, and objects that it uses as globals.

    ``hand_over`` is the statement that leaves the record to the function shared as ``otherwise``.
    """

    shared: dict[str, object] = field(factory=dict)
    _names: int = 0
    block: list[ast.stmt] = field(factory=list)

    @property
    def hand_over(self) -> ast.stmt:
        return ast.Return(call("otherwise", *(load(parameter) for parameter in PARAMETERS)))

    def fresh(self, what: str) -> str:
        """A local name that is used nowhere else."""
        self._names += 1
        return f"{what}{self._names}"

    def share(self, value: object, what: str) -> ast.expr:
        """The name of a global of the function that holds an object."""
        name = self.fresh(what)
        self.shared[name] = value
        return load(name)

    def add(self, *statements: ast.stmt) -> None:
        self.block.extend(statements)

    def atom(self, node: ast.expr) -> ast.expr:
        """A node that may be written twice: the node itself, or a local that its value is assigned
        to."""
        if is_atom(node):
            return node
        name = self.fresh("t")
        self.add(assign(name, node))
        return load(name)

    @contextmanager
    def nested(self) -> Iterator[list[ast.stmt]]:
        """Collect the statements that are added inside the ``with`` in a block, for a branch or a
        loop."""
        outer, self.block = self.block, []
        try:
            yield self.block
        finally:
            self.block = outer

    @contextmanager
    def nested_function(self, result: str) -> Iterator[None]:
        """Collect the statements that are added inside the ``with`` in an inner function that
        returns ``result``.

        It reads the locals of the function around it as they are where it is called.
        """
        name = self.fresh("inner")
        with self.nested() as body:
            yield
        body.append(ast.Return(load(result)))
        self.add(function(name, (), body), assign(result, call(name)))

    def module(self) -> ast.Module:
        """The statements as a function called ``run``."""
        module = ast.Module([function("run", PARAMETERS, self.block)], [])
        return ast.fix_missing_locations(module)

    def build(self, filename: str) -> Callable[..., Any]:
        """The compiled function."""
        scope: dict[str, Any] = dict(self.shared)
        exec(compile(self.module(), filename, "exec"), scope)
        built: Callable[..., Any] = scope["run"]
        return built


@frozen
class Part:
    """A node of generated code, and whether its value can be unknown."""

    node: ast.expr
    nullable: bool = True


YES = Part(constant(True), nullable=False)
NO = Part(constant(False), nullable=False)


def if_known(parts: Sequence[Part], node: ast.expr) -> Part:
    """``node``, or unknown if one of ``parts`` is; the parts must be atoms."""
    unknown = [is_(part.node, None) for part in parts if part.nullable]
    if not unknown:
        return Part(node, nullable=False)
    return Part(choose(any_of(unknown), NONE, node))
