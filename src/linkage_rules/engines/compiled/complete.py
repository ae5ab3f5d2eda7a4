"""Code for records that leave nothing unknown: two-valued, and one loop over each list.

The code checks each value that it reads and hands the record over to the general code when one is
unknown.
"""

import ast
from collections.abc import Iterable, Mapping

from linkage_rules.engines.compiled.emit import Part, assign, constant, is_, load, negated, when
from linkage_rules.engines.compiled.expressions import (
    ExpressionCompiler,
    ListQuestion,
    accumulate,
    fields_read,
    finished,
    started,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType


class NotForCompleteRecordsError(Exception):
    """Raised where an expression cannot be compiled for complete records; the general code is
    used."""


class CompleteCompiler(ExpressionCompiler):
    """Compiles for records in which every field that is read is known."""

    FIELDS_MAY_BE_UNKNOWN = False

    def insist_on(self, local: str) -> list[ast.stmt]:
        return [when(is_(load(local), None), [self.code.hand_over])]

    def insists(self, record_type: RecordType, name: str) -> bool:
        return (record_type.name, name) in self.needed

    def forbid_leaving(self) -> None:
        raise NotForCompleteRecordsError

    def merge_loops(self, expressions: Iterable[Expression]) -> None:
        by_list: dict[str, list[ListQuestion]] = {}
        for expression in expressions:
            for part in walk(expression):
                if isinstance(part, ListQuestion) and self._stands_alone(part):
                    assert isinstance(part.collection, model.FieldValue)
                    by_list.setdefault(part.collection.name, []).append(part)
        self.loops = {name: MergedLoop(self, asked) for name, asked in by_list.items()}

    def _stands_alone(self, question: ListQuestion) -> bool:
        """Whether a question depends on nothing but its list, fields of the record and known
        values, in operations that give a known answer for known operands."""
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
            case model.Apply(operation):
                return operation.total
            case model.ParameterValue(name, day=None):
                value = self.parameters[name]
                return value is not None and not (isinstance(value, tuple) and None in value)
            case model.ElementOf(collection=collection):
                # Only lists that the policy writes have no unknown elements; those of a record may.
                return isinstance(collection, model.ParameterValue) and collection.day is None
            case _:
                return isinstance(part, _SIMPLE)


_SIMPLE = (
    *(model.Constant, model.Subject, model.Not, model.And, model.Or, model.Implies),
    model.FactOf,
)


class MergedLoop:
    """The questions about one list that are answered in one loop over it.

    The code that writes the loop puts `started` before it, calls `take` in its body and `finish`
    after.
    """

    def __init__(self, compiler: CompleteCompiler, questions: list[ListQuestion]) -> None:
        self._compiler = compiler
        self._questions = [(question, compiler.code.fresh("t")) for question in questions]
        names: dict[str, None] = {}
        for question in questions:
            inside = inner_expressions(question)
            names |= dict.fromkeys(fields_read(question.variable.name, inside))
        self.fields = tuple(names)

    def started(self) -> list[ast.stmt]:
        """The statements that set the answers to their values before the first element."""
        return [assign(result, started(question)) for question, result in self._questions]

    def take(self, element: str, fields: Mapping[str, str]) -> None:
        """Add the statements for one element, all of whose fields that are read are known.

        ``fields`` are the locals that hold its fields.
        """
        compiler = self._compiler
        for question, result in self._questions:
            variable = question.variable.name
            compiler.variables[variable] = element
            compiler.elements |= {(variable, name): local for name, local in fields.items()}
            compiler.code.add(*self._contribution(question, result))

    def finish(self) -> None:
        """Add the statements after the loop."""
        compiler = self._compiler
        for question, result in self._questions:
            rest = finished(question, result, compiler.is_whole)
            if rest is not None:
                compiler.code.add(assign(result, rest))
            nullable = isinstance(question, model.Aggregate) and question.aggregation in (
                model.Aggregation.MIN,
                model.Aggregation.MAX,
            )
            compiler.answered[id(question)] = Part(load(result), nullable)

    def _contribution(self, question: ListQuestion, result: str) -> list[ast.stmt]:
        compiler = self._compiler
        with compiler.code.nested() as statements:
            match question:
                case model.Some(body=body):
                    yes = [assign(result, constant(True))]
                    compiler.code.add(when(compiler.compile(body).node, yes))
                case model.Every(body=body):
                    no = [assign(result, constant(False))]
                    compiler.code.add(when(negated(compiler.compile(body).node), no))
                case model.Aggregate(aggregation, counted, where=where):
                    condition = None if where is None else compiler.compile(where).node
                    with compiler.code.nested() as taken:
                        value = constant(1)
                        if counted is not None:
                            value = compiler.atom(compiler.compile(counted)).node
                        compiler.code.add(accumulate(aggregation, result, value))
                    compiler.code.add(*(taken if condition is None else [when(condition, taken)]))
        return statements


def inner_expressions(question: ListQuestion) -> list[Expression]:
    """The conditions and items of a question, which are worked out for each element."""
    if isinstance(question, model.Aggregate):
        return [part for part in (question.where, question.item) if part is not None]
    return [question.body]
