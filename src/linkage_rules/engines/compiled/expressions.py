"""Expressions as code: each becomes a node, with the statements it needs put in front of it.

Where a value cannot be unknown the code is what a person would write; where it can, it says so in
Kleene logic, arranged so that the known case comes first.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product, repeat
from typing import Any, ClassVar, Final, TypeAlias

from linkage_rules.engines.compiled.emit import (
    NO,
    NONE,
    YES,
    Code,
    Part,
    all_of,
    any_of,
    assign,
    call,
    choose,
    compare,
    constant,
    each,
    if_known,
    is_,
    is_not,
    item,
    load,
    method,
    tuple_of,
    when,
)
from linkage_rules.engines.compiled.plan import Plan, conjuncts
from linkage_rules.engines.compiled.reading import Loop, Reading
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import chosen_by
from linkage_rules.model.deontic import (
    Asked,
    Timing,
    has_status,
    has_status_with_deadline,
    has_verdict,
    meant_by,
)
from linkage_rules.model.distributing import shares
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Deadline, Fact, Norm
from linkage_rules.model.operations import (
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    EARLIER,
    EQUAL,
    GREATER,
    LATER,
    LESS,
    MINUS,
    NEGATE,
    NOT_EQUAL,
    ONE_OF,
    OPERATIONS,
    PLUS,
    TIMES,
    Operation,
)
from linkage_rules.model.recurrence import Recurrence, Standing
from linkage_rules.model.statuses import Status
from linkage_rules.model.traversal import walk
from linkage_rules.model.truth import disjunction
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Value, shift, whole_if_possible


def element_of(operand: Any, collection: Sequence[Any] | None) -> bool | None:
    """Whether a value is among the elements of a list, either of which may be unknown.

    >>> element_of("a", ("b", None)), element_of(None, ())
    (None, False)
    """
    if collection is None:
        return None
    return disjunction(
        None if operand is None or element is None else operand == element for element in collection
    )


def each_share(shares: Sequence[Any] | None) -> Iterator[Any]:
    """The shares of a distribution, one after another, whether they are known or not.

    >>> shares = each_share(None)
    >>> next(shares), next(shares), [*each_share((3, 4))]
    (None, None, [3, 4])
    """
    return repeat(None) if shares is None else iter(shares)


HELPERS: Final = {
    "shares": shares,
    "each_share": each_share,
    "whole_if_possible": whole_if_possible,
    "element_of": element_of,
    "shift": shift,
    "has_verdict": has_verdict,
    "Standing": Standing,
    **{name: row.kleene or row.means for name, row in OPERATIONS.items()},
}


def _binary(sign: type[ast.operator]) -> Callable[..., ast.expr]:
    return lambda left, right: ast.BinOp(left, sign(), right)


def _shifted(direction: int) -> Callable[..., ast.expr]:
    return lambda day, period: call("shift", day, period, constant(direction))


def _comparing(sign: type[ast.cmpop]) -> Callable[..., ast.expr]:
    return lambda left, right: compare(left, sign(), right)


_BINARY: Final = {PLUS: _binary(ast.Add), MINUS: _binary(ast.Sub), TIMES: _binary(ast.Mult)}
_IN_PLACE: Final[Mapping[Operation, Callable[..., ast.expr]]] = {
    **_BINARY,
    EQUAL: _comparing(ast.Eq),
    NOT_EQUAL: _comparing(ast.NotEq),
    LESS: _comparing(ast.Lt),
    AT_MOST: _comparing(ast.LtE),
    GREATER: _comparing(ast.Gt),
    AT_LEAST: _comparing(ast.GtE),
    NEGATE: lambda operand: ast.UnaryOp(ast.USub(), operand),
    LATER: _shifted(1),
    EARLIER: _shifted(-1),
}
"""The operations that are written as a Python expression instead of a call."""

_COSTLY: Final = (ast.For, ast.If, ast.FunctionDef)
"""Statements that are worth skipping where the answer does not need them."""


class ExpressionCompiler:
    """Compiles the expressions of one plan, for records that are read in one way.

    ``fields``, ``facts``, ``applies``, ``done`` and ``verdicts`` are the locals that hold what was
    read and worked out before, ``answered`` those of questions about lists.
    """

    FIELDS_MAY_BE_UNKNOWN: ClassVar[bool] = True

    def __init__(self, plan: Plan, reading: Reading, code: Code) -> None:
        self.package = plan.package
        self.parameters = plan.parameters
        self.reading = reading
        self.code = code
        self.nesting = 0
        self.fields: dict[str, str] = {}
        self.facts: dict[str, Part] = {}
        self.applies: dict[str, Part] = {}
        self.done: dict[str, Part] = {}
        self.verdicts: dict[str, str] = {}
        self.answered: dict[int, Part] = {}
        self.loops: Mapping[str, Loop] = {}
        self._whole_facts: set[str] = set()
        self.elements: dict[tuple[str, str], str] = {}
        self.variables: dict[str, str] = {}
        self.shares: dict[tuple[str, str], str] = {}
        self.needed = {
            (part.record.type.name, part.name)
            for expression in plan.expressions()
            for part in walk(expression)
            if isinstance(part, model.FieldValue) and isinstance(part.record.type, RecordType)
        }
        self.fields_needed = tuple(
            field.name
            for field in plan.record_type.fields
            if (plan.record_type.name, field.name) in self.needed
        )

    def merge_loops(self, expressions: Iterable[Expression]) -> None:
        """Answer questions about the same list in one loop, before any expression asks them.

        The general code merges nothing, because a loop that meets something unknown may end early.
        """

    def insist_on(self, local: str) -> list[ast.stmt]:
        """The statements before a local from the record is used; none here, where it may be
        unknown."""
        return []

    def insists(self, record_type: RecordType, name: str) -> bool:
        """Whether the generated code only goes on if a field is known."""
        return False

    def forbid_leaving(self) -> None:
        """Called after code was compiled in a place from which a record cannot be handed over."""

    def applies_of(self, norm: Norm) -> Part:
        """The code for whether a norm applies: ``when``, not ``unless``, and no overriding norm
        applies."""
        overriding = (model.NormApplies(n.name) for n in self.package.overriding[norm.name])
        required = (one for whole in norm.requirements() for one in conjuncts(whole))
        conditions = [
            *(one for one in required if self.answered.get(id(one)) != YES),
            *map(model.Not, overriding),
        ]
        return self._connected(conditions, True, self._and) if conditions else YES

    def define(self, fact: Fact) -> None:
        """Add code that works a fact out into a local, for all expressions that use it."""
        self.facts[fact.name] = self.atom(self.compile(fact.means))
        if self.is_whole(fact.means):
            self._whole_facts.add(fact.name)

    def answer(self, expression: Expression, part: Part) -> None:
        """Use a part wherever this very expression is compiled from now on."""
        self.answered[id(expression)] = part

    def _local_field(self, local: str) -> Part:
        return Part(load(local), self.FIELDS_MAY_BE_UNKNOWN)

    def compile(self, expression: Expression) -> Part:
        """The code for an expression; the statements that it needs are added before."""
        return self.answered.get(id(expression)) or self._compile(expression)

    def _compile(self, expression: Expression) -> Part:
        match expression:
            case model.Constant(value):
                return self._value(value)
            case model.ParameterValue(name, day=day) if day is not None:
                return self.compile(chosen_by(day, self.package.parameters[name]))
            case model.ParameterValue(name):
                return self._value(self.parameters[name])
            case model.OnDay():
                return self.compile(model.worth(expression))
            case model.FactValue(name):
                return self.facts[name]
            case model.FactOf(means=means):
                return self.compile(means)
            case model.AsOf():
                return Part(load("as_of"), nullable=False)
            case model.Subject():
                return Part(load("record"), nullable=False)
            case model.Variable(name):
                return self._local_field(self.variables[name])
            case model.FieldValue(record, name):
                return self._field(record, name)
            case model.Not(operand):
                return self._not(self.compile(operand))
            case model.And(operands):
                return self._connected(operands, True, self._and)
            case model.Or(operands):
                return self._connected(operands, False, self._or)
            case model.Implies(condition, consequence):
                return self.compile(model.Or((model.Not(condition), consequence)))
            case model.ElementOf(operand, collection):
                return self._element_of(operand, collection)
            case model.Apply():
                return self._apply(expression)
            case model.Choose():
                return self._choose(expression)
            case model.HowMany():
                return self.compile(model.counted_out(expression))
            case model.Some() | model.Every() | model.Aggregate():
                return answer(self, expression)
            case model.Distribute():
                return _distribute(self, expression)
            case model.ShareOf(whole, element):
                return Part(load(self.shares[whole.name, element.name]))
            case model.IsKnown(operand):
                part = self.compile(operand)
                known = is_not(part.node, None) if part.nullable else constant(True)
                return Part(known, nullable=False)
            case model.NormApplies(norm):
                return self.applies.get(norm, NO)
            case model.NormIs(norm, status):
                return self._norm_is(norm, status)
            case model.ActionIs(action, verdict):
                status_node = self.code.share(verdict, "verdict")
                return Part(call("has_verdict", load(self.verdicts[action]), status_node))

    # Values

    def _value(self, value: Value) -> Part:
        if value is None or isinstance(value, bool | int | str):
            return Part(constant(value), nullable=value is None)
        return Part(self.code.share(value, "value"), nullable=False)

    def _field(self, record: Expression, name: str) -> Part:
        if isinstance(record, model.Subject):
            return self._local_field(self.fields[name])
        if isinstance(record, model.Variable) and (record.name, name) in self.elements:
            return self._local_field(self.elements[record.name, name])
        whole = self.atom(self.compile(record))
        local = self.code.fresh("field")
        assert isinstance(record.type, RecordType)
        component = self.reading.component(whole.node, record.type, name)
        value = if_known([whole], component)
        self.code.add(assign(local, value.node), *self.insist_on(local))
        return self._local_field(local)

    def _atoms(self, expressions: Sequence[Expression]) -> list[Part]:
        return [self.atom(self.compile(expression)) for expression in expressions]

    def _operands(self, expressions: Sequence[Expression]) -> list[Part]:
        """The parts of several expressions; those that may be unknown are atoms, since they are
        written twice: once in the test for unknown."""
        return [self._checkable(self.compile(expression)) for expression in expressions]

    def _checkable(self, part: Part) -> Part:
        return self.atom(part) if part.nullable else part

    def atom(self, part: Part) -> Part:
        return Part(self.code.atom(part.node), part.nullable)

    # Logic

    def _not(self, operand: Part) -> Part:
        operand = self._checkable(operand)
        return if_known([operand], ast.UnaryOp(ast.Not(), operand.node))

    def _connected(
        self,
        operands: Sequence[Expression],
        neutral: bool,
        combine: Callable[[Sequence[Part]], Part],
    ) -> Part:
        """The code for a conjunction or disjunction.

        Operands that need no loop are combined in one Python expression. From the first that needs
        one on, each is worked out only while the earlier ones leave the answer open.
        """
        parts: list[Part] = []
        for position, operand in enumerate(operands):
            with self.code.nested() as statements:
                part = self._checkable(self.compile(operand))
                in_stages = bool(parts) and any(isinstance(s, _COSTLY) for s in statements)
                part = self.atom(part) if in_stages else part
            if in_stages:
                result = self.code.fresh("t")
                self.code.add(assign(result, combine(parts).node))
                self._stage(result, statements, part, neutral)
                return self._staged(result, operands[position + 1 :], neutral)
            self.code.add(*statements)
            parts.append(part)
        return combine(parts)

    def _staged(self, result: str, rest: Sequence[Expression], neutral: bool) -> Part:
        for operand in rest:
            with self.code.nested() as statements:
                part = self.atom(self.compile(operand))
            self._stage(result, statements, part, neutral)
        return Part(load(result))

    def _stage(self, result: str, statements: list[ast.stmt], part: Part, neutral: bool) -> None:
        """Add the code for one more operand, which runs only while the answer is open."""
        taken = when(is_not(part.node, neutral), [assign(result, part.node)])
        self.code.add(when(is_not(load(result), not neutral), [*statements, taken]))

    def _and(self, parts: Sequence[Part]) -> Part:
        """Python's ``a and b and c`` is the answer, unless an unknown operand stands before a
        no."""
        chain = all_of([part.node for part in parts])
        if len(parts) == 1 or not any(part.nullable for part in parts):
            return Part(chain, parts[0].nullable)
        result = self.code.fresh("t")
        self.code.add(assign(result, chain))
        a_later_no = any_of([is_(part.node, False) for part in parts[1:]])
        answer = choose(a_later_no, constant(False), NONE)
        self.code.add(when(is_(load(result), None), [assign(result, answer)]))
        return Part(load(result))

    def _or(self, parts: Sequence[Part]) -> Part:
        """Python's ``a or b or c`` is right when it is yes; else any unknown operand makes it
        unknown."""
        chain = any_of([part.node for part in parts])
        unknown = [is_(part.node, None) for part in parts if part.nullable]
        if len(parts) == 1 or not unknown:
            return Part(chain, parts[0].nullable)
        return Part(choose(chain, constant(True), choose(any_of(unknown), NONE, constant(False))))

    # Comparison and arithmetic

    def _between(self, operand: Part, low: Part, high: Part) -> Part:
        if not low.nullable and not high.nullable:
            inside = ast.Compare(low.node, [ast.LtE(), ast.LtE()], [operand.node, high.node])
            return if_known([operand], inside)
        above = if_known([low, operand], compare(low.node, ast.LtE(), operand.node))
        below = if_known([operand, high], compare(operand.node, ast.LtE(), high.node))
        return self._and([self.atom(above), self.atom(below)])

    def _one_of(self, operand: Expression, choices: Sequence[Expression]) -> Part:
        asked = self._checkable(self.compile(operand))
        values = [choice.value for choice in choices if isinstance(choice, model.Constant)]
        if len(values) == len(choices) and None not in values:
            return self._member_of(asked, values)
        nodes = tuple_of([part.node for part in self._atoms(choices)])
        return Part(call("element_of", asked.node, nodes))

    def _element_of(self, operand: Expression, collection: Expression) -> Part:
        asked = self._checkable(self.compile(operand))
        if isinstance(collection, model.ParameterValue) and collection.day is None:
            values = self.parameters[collection.name]
            if isinstance(values, tuple) and values and None not in values:
                return self._member_of(asked, values)
        return Part(call("element_of", asked.node, self.compile(collection).node))

    def _member_of(self, asked: Part, values: Sequence[Value]) -> Part:
        members = self.code.share(frozenset(values), "members")
        return if_known([asked], compare(asked.node, ast.In(), members))

    def _apply(self, node: model.Apply) -> Part:
        """An operation as a Python expression where `_IN_PLACE` has one, else as a call of its
        meaning."""
        operation = node.operation
        if operation is BETWEEN:
            return self._between(*self._atoms(node.operands))
        if operation is ONE_OF:
            return self._one_of(node.operands[0], node.operands[1:])
        if operation.joined is not None:
            kind = model.And if operation.joined.all else model.Or
            return self.compile(kind(model.spelt_out(node)))
        parts = self._operands(node.operands)
        nodes = [part.node for part in parts]
        if operation.kleene is not None:
            return Part(call(operation.name, *nodes), any(part.nullable for part in parts))
        if operation.calendar is not None:
            counts = self.code.share(operation.means, "counts")
            return Part(if_known(parts, ast.Call(counts, nodes, [])).node)
        emit = _IN_PLACE.get(operation)
        result = call(operation.name, *nodes) if emit is None else emit(*nodes)
        if operation in _BINARY and not self.is_whole(node):
            result = call("whole_if_possible", result)
        found = if_known(parts, result)
        return found if operation.total else Part(found.node)

    def is_whole(self, expression: Expression) -> bool:
        """Whether a value is a whole number or a whole number of fen, whatever the record."""
        return model.is_whole(expression, self._whole_facts.__contains__)

    def _choose(self, node: model.Choose) -> Part:
        condition = self.atom(self.compile(node.condition))
        result = self.code.fresh("t")
        nullable = condition.nullable
        branches = []
        for branch in (node.consequence, node.alternative):
            with self.code.nested() as statements:
                part = self.compile(branch)
                self.code.add(assign(result, part.node))
            nullable = nullable or part.nullable
            branches.append(statements)
        chosen = when(condition.node, *branches)
        if condition.nullable:
            chosen = when(is_(condition.node, None), [assign(result, NONE)], [chosen])
        self.code.add(chosen)
        return Part(load(result), nullable)

    def timing(self, norm: Norm, deadline: Deadline) -> list[ast.expr]:
        """The code for the truths about a deadline: done, begun, in time, over."""
        done = self.done.get(norm.action, Part(NONE)) if deadline.done is None else None
        names = (deadline.done, deadline.begun, deadline.in_time, deadline.over)
        known, *rest = (constant(True) if n is None else self.facts[n].node for n in names)
        return [known if done is None else done.node, *rest]

    def _norm_is(self, norm: str, status: Asked) -> Part:
        declared = self.package.norms[norm]
        done = self.done.get(declared.action, Part(NONE))
        truths = (True, False, None)
        if declared.deadline is not None:
            if norm not in self.applies:
                # A norm that is not in force on the day does not apply.
                return Part(constant(Status.NOT_APPLICABLE in meant_by(status)), nullable=False)
            cases = {
                (applies, did, begun, *rest): has_status_with_deadline(
                    status, applies, Timing(begun, did, *rest)
                )
                for applies, did, begun, *rest in product(truths, repeat=5)
            }
            timing = self.timing(declared, declared.deadline)
            parts = [self.applies.get(norm, NO).node, *timing]
            return Part(item(self.code.share(cases, "table"), tuple_of(parts)))
        assert isinstance(status, Status)
        table = {
            (applies, did): has_status(declared.modality, status, applies, did)
            for applies in truths
            for did in truths
        }
        key = tuple_of([self.applies.get(norm, NO).node, done.node])
        return Part(item(self.code.share(table, "table"), key))


def standings(compiler: ExpressionCompiler, norm: Norm, deadline: Deadline) -> ast.expr:
    """The code for what is known of each period of a duty, of its first and last day, and for the
    day of the evaluation."""
    days = compiler.package.actions[norm.action].done_at
    assert days is not None
    recurrence = Recurrence.of(deadline, days)
    result = compiler.code.fresh("t")
    with compiler.code.nested() as body:
        element = _loop(compiler, recurrence.period, recurrence.asked)
        parts = [compiler.atom(compiler.compile(one)).node for one in recurrence.asked]
        found = call("Standing", load(element), *parts)
        compiler.code.add(ast.Expr(method(load(result), "append", found)))

    def known(whole: ast.expr) -> list[ast.stmt]:
        return [assign(result, call("list")), each(element, whole, body)]

    _over(compiler, recurrence.listed, result, known)
    edges = [compiler.atom(compiler.compile(edge)).node for edge in recurrence.edges]
    today = compiler.compile(model.AsOf())
    return tuple_of([load(result), tuple_of(edges), today.node])


# Questions about all elements of a list, as loops


ListQuestion: TypeAlias = model.Some | model.Every | model.Aggregate
"""A question about all elements of a list."""


_MOST_NESTED: Final = 15
"""The most blocks inside one another; deeper ones go into inner functions, because Python allows
only 20."""


def _loop(
    compiler: ExpressionCompiler, variable: model.Variable, bodies: Sequence[Expression | None]
) -> str:
    """Name an element and those of its fields that the bodies read, so that each is read once.

    Gives the name of the element.
    """
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


def _shares(
    compiler: ExpressionCompiler, variable: model.Variable, bodies: Sequence[Expression | None]
) -> list[ast.stmt]:
    """The statements at the beginning of a loop that name the shares of its element in
    distributions.

    The iterators over the shares are made in front of the loop.
    """
    asked = {
        part.shares.name
        for body in bodies
        for part in (walk(body) if body is not None else ())
        if isinstance(part, model.ShareOf) and part.element.name == variable.name
    }
    named: list[ast.stmt] = []
    for fact in sorted(asked):
        waiting = compiler.code.atom(call("each_share", compiler.facts[fact].node))
        compiler.shares[fact, variable.name] = local = compiler.code.fresh("share")
        named.append(assign(local, call("next", waiting)))
    return named


def _distribute(compiler: ExpressionCompiler, node: model.Distribute) -> Part:
    total = compiler.atom(compiler.compile(node.total))
    result, bases, weights = (compiler.code.fresh(name) for name in ("t", "bases", "weights"))

    def add(base: ast.expr | None, weight: ast.expr) -> list[ast.stmt]:
        taken = [] if base is None else [(bases, base)]
        lists = [*taken, (weights, weight)]
        return [ast.Expr(method(load(name), "append", value)) for name, value in lists]

    asked = (node.where, node.base, node.weight)
    begin = _shares(compiler, node.variable, asked)
    with compiler.code.nested() as body:
        compiler.code.add(*begin)
        element = _loop(compiler, node.variable, asked)
        if node.where is not None:
            passes = compiler.atom(compiler.compile(node.where))
            if passes.nullable:
                compiler.code.add(when(is_(passes.node, None), [ast.Break()]))
            nothing = None if node.base is None else constant(0)
            out = [*add(nothing, constant(0)), ast.Continue()]
            compiler.code.add(when(is_(passes.node, False), out))
        first = None if node.base is None else compiler.compile(node.base).node
        compiler.code.add(*add(first, compiler.compile(node.weight).node))
    none = ast.BinOp(ast.List([constant(0)], ast.Load()), ast.Mult(), call("len", load(weights)))
    of = none if node.base is None else load(bases)
    unit = compiler.code.share(node.unit, "unit")
    whole = call("shares", total.node, of, load(weights), unit)

    def known(collection: ast.expr) -> list[ast.stmt]:
        begun = [assign(name, ast.List([], ast.Load())) for name in (bases, weights)]
        loop = each(element, collection, body, [assign(result, whole)])
        return [assign(result, NONE), *begun, loop]

    return _over(compiler, node.collection, result, known)


def _over(
    compiler: ExpressionCompiler,
    collection: Expression,
    result: str,
    known: Callable[[ast.expr], list[ast.stmt]],
) -> Part:
    """The code for a question about a list: the statements of ``known`` run where the list is
    known; an unknown list gives unknown."""
    whole = compiler.atom(compiler.compile(collection))
    statements = known(whole.node)
    if whole.nullable:
        unknown = [assign(result, NONE)]
        statements = [when(is_(whole.node, None), unknown, statements)]
    compiler.code.add(*statements)
    return Part(load(result))


def answer(compiler: ExpressionCompiler, question: ListQuestion) -> Part:
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


def _answer(compiler: ExpressionCompiler, question: ListQuestion) -> Part:
    if isinstance(question, model.Aggregate):
        return _aggregate(compiler, question)
    return _quantified(compiler, question)


def _quantified(compiler: ExpressionCompiler, node: model.Some | model.Every) -> Part:
    result = compiler.code.fresh("t")
    decisive = isinstance(node, model.Some)
    begin = _shares(compiler, node.variable, (node.body,))
    with compiler.code.nested() as body:
        compiler.code.add(*begin)
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


def _aggregate(compiler: ExpressionCompiler, node: model.Aggregate) -> Part:
    if node.item is None and node.where is None:
        whole = compiler.atom(compiler.compile(node.collection))
        return if_known([whole], call("len", whole.node))
    result = compiler.code.fresh("t")
    give_up: list[ast.stmt] = [assign(result, NONE), ast.Break()]
    begin = _shares(compiler, node.variable, (node.where, node.item))
    with compiler.code.nested() as body:
        compiler.code.add(*begin)
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
    """The answer of a question before the first element."""
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
    """The expression that completes the answer after the last element; None where it is
    complete."""
    match question:
        case model.Aggregate(Aggregation.DISTINCT):
            return call("len", load(result))
        case model.Aggregate(Aggregation.SUM) if not is_whole(question):
            return call("whole_if_possible", load(result))
        case _:
            return None


def accumulate(aggregation: Aggregation, result: str, value: ast.expr) -> ast.stmt:
    """The statement that adds one more value to an aggregate."""
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
