"""Code for records that leave nothing unknown: two-valued, and one loop over each list.

The code checks what it reads as it goes and gives ``None`` when something is unknown after all;
the record is then handed to the general code.
"""

import ast
from collections.abc import Iterable

from linkage_rules.engines.compiled.emit import (
    NONE,
    assign,
    constant,
    each,
    is_,
    item,
    load,
    when,
)
from linkage_rules.engines.compiled.expressions import ExpressionCompiler
from linkage_rules.engines.compiled.lists import (
    ListQuestion,
    accumulate,
    fields_read,
    finished,
    started,
)
from linkage_rules.engines.compiled.parts import Part
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.traversal import walk

_LEAVE_TO_GENERAL_CODE = ast.Return(NONE)


class CompleteCompiler(ExpressionCompiler):
    """Compiles for records in which every field that is read is known."""

    FIELDS_MAY_BE_UNKNOWN = False

    def insist_on(self, local: str) -> list[ast.stmt]:
        return [when(is_(load(local), None), [_LEAVE_TO_GENERAL_CODE])]

    def merge_loops(self, expressions: Iterable[Expression]) -> None:
        """Answer the questions about one list in one loop, ahead of everything that asks them."""
        by_list: dict[str, list[ListQuestion]] = {}
        for expression in expressions:
            for part in walk(expression):
                if isinstance(part, ListQuestion) and self._stands_alone(part):
                    assert isinstance(part.collection, model.FieldValue)
                    by_list.setdefault(part.collection.name, []).append(part)
        for questions in by_list.values():
            if len(questions) > 1:
                self._merge(questions)

    def _merge(self, questions: list[ListQuestion]) -> None:
        first = questions[0]
        whole = self.compile(first.collection)
        results = [self.code.fresh("t") for _ in questions]
        element = self.code.fresh("element")
        with self.code.nested() as body:
            for name in _fields_of_all(questions):
                local = self.code.fresh("field")
                self.code.add(*self.read(local, item(load(element), constant(name))))
                for question in questions:
                    self.elements[question.variable.name, name] = local
            for question, result in zip(questions, results, strict=True):
                self.variables[question.variable.name] = element
                self._contribute(question, result)
        self.code.add(
            *(assign(r, started(q)) for q, r in zip(questions, results, strict=True)),
            each(element, whole.node, [*self.insist_on(element), *body]),
        )
        for question, result in zip(questions, results, strict=True):
            finish = finished(question, result, self.is_whole)
            if finish is not None:
                self.code.add(assign(result, finish))
            nullable = isinstance(question, model.Aggregate) and question.aggregation in (
                model.Aggregation.MIN,
                model.Aggregation.MAX,
            )
            self.answered[id(question)] = Part(load(result), nullable)

    def _contribute(self, question: ListQuestion, result: str) -> None:
        """What one element adds to the answer. Everything it reads is known."""
        match question:
            case model.Some(body=body):
                self.code.add(when(self.compile(body).node, [assign(result, constant(True))]))
            case model.Every(body=body):
                negated = ast.UnaryOp(ast.Not(), self.compile(body).node)
                self.code.add(when(negated, [assign(result, constant(False))]))
            case model.Aggregate(aggregation, counted, where=where):
                with self.code.nested() as taken:
                    value = (
                        constant(1) if counted is None else self.atom(self.compile(counted)).node
                    )
                    self.code.add(accumulate(aggregation, result, value))
                if where is None:
                    self.code.add(*taken)
                else:
                    self.code.add(when(self.compile(where).node, taken))

    def _stands_alone(self, question: ListQuestion) -> bool:
        """Whether a question rests on nothing but its list, fields of the record and values that
        are known, in operations that give a known answer for known operands."""
        if not (
            isinstance(question.collection, model.FieldValue)
            and isinstance(question.collection.record, model.Subject)
        ):
            return False
        if isinstance(question, model.Aggregate) and question.item is question.where is None:
            return False
        return all(
            self._is_simple(part, question.variable)
            for inside in inner_expressions(question)
            for part in walk(inside)
        )

    def _is_simple(self, part: Expression, variable: model.Variable) -> bool:
        match part:
            case model.FieldValue(record=model.Variable() | model.Subject()):
                return True
            case model.Variable(name):
                return name == variable.name
            case model.Arithmetic(operator):
                return operator is not model.Operator.OVER
            case model.ParameterValue(name):
                value = self.parameters[name]
                return value is not None and not (isinstance(value, tuple) and None in value)
            case model.ElementOf(collection=collection):
                # A list of the record may hold elements that are unknown.
                return isinstance(collection, model.ParameterValue)
            case _:
                return isinstance(part, _SIMPLE)


_SIMPLE = (
    *(model.Constant, model.Subject, model.Not, model.And, model.Or, model.Implies),
    *(model.Compare, model.Between, model.OneOf, model.Negate),
)


def inner_expressions(question: ListQuestion) -> list[Expression]:
    """The conditions and items of a question, which are worked out for each element."""
    if isinstance(question, model.Aggregate):
        return [part for part in (question.where, question.item) if part is not None]
    return [question.body]


def _fields_of_all(questions: list[ListQuestion]) -> list[str]:
    names: dict[str, None] = {}
    for question in questions:
        names |= dict.fromkeys(fields_read(question.variable.name, inner_expressions(question)))
    return list(names)
