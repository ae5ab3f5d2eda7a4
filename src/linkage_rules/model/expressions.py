"""Checked expressions: every name resolved, every node with its type.

The set is closed: an engine that handles each class below handles the language.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.operations import (
    BETWEEN,
    END_OF,
    ONE_OF,
    START_OF,
    Comparison,
    Operation,
    of_comparison,
)
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.types import ListType, Scalar, Type
from linkage_rules.model.values import NEVER, Value


def _span() -> Span:
    result: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    return result


class Aggregation(Enum):
    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    DISTINCT = "distinct"


@frozen
class Constant:
    """A literal or an enum value."""

    value: Value
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class Subject:
    """The record being judged."""

    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class Variable:
    """The element a quantifier or aggregate is looking at."""

    name: str
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class FieldValue:
    """A field of the subject, of a variable's element or of a nested record."""

    record: "Expression"
    name: str
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class ParameterValue:
    """The value of a parameter on the as-of date, or on the ``day`` that is given."""

    name: str
    type: Type
    day: "Expression | None" = None
    span: Span = _span()

    __repr__ = in_brief


@frozen
class FactValue:
    """The value of a fact about the subject."""

    name: str
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class FactOf:
    """The value of a fact about a record, such as an element of a list, or with what it is given.

    ``given`` are the names of the arguments of the fact and ``arguments`` their values, in the
    order in which the fact names them. ``means`` is the definition with the record and the
    arguments put in; the value of the whole is the value of that.
    """

    name: str
    # Not compared: ``means`` contains both already, wherever the definition uses them.
    record: "Expression" = field(eq=False)
    given: tuple[str, ...]
    arguments: tuple["Expression", ...] = field(eq=False)
    means: "Expression"
    type: Type
    span: Span = _span()

    __repr__ = in_brief

    @property
    def is_open(self) -> bool:
        """Whether ``means`` is not filled in yet and still refers to the fact itself."""
        return isinstance(self.means, FactValue) and self.means.name == self.name


@frozen
class OnDay:
    """The value that an expression would have if another day had been asked about.

    ``means`` is the ``operand`` written out for that day: the day stands in the place of the as-of
    date and each parameter has its value of that day, also inside the facts that the operand uses.
    Until it is written out it is `NOTHING_KNOWN`.
    """

    operand: "Expression"
    day: "Expression"
    means: "Expression"
    type: Type
    span: Span = _span()

    __repr__ = in_brief

    @property
    def is_open(self) -> bool:
        """Whether ``means`` is not written out yet."""
        return self.means is NOTHING_KNOWN or self.means == NOTHING_KNOWN


@frozen
class AsOf:
    """The as-of date of the evaluation."""

    span: Span = _span()
    type: Type = field(default=Scalar.DATE, init=False)


@frozen
class Not:
    operand: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class And:
    operands: tuple["Expression", ...]
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class Or:
    operands: tuple["Expression", ...]
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class Implies:
    condition: "Expression"
    consequence: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class ElementOf:
    """``operand`` equals an element of a list."""

    operand: "Expression"
    collection: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class Apply:
    """An operation of the table in `linkage_rules.model.operations` and what it is applied to."""

    operation: Operation
    operands: tuple["Expression", ...]
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class Choose:
    """``if condition then consequence else alternative``; an unknown condition gives unknown."""

    condition: "Expression"
    consequence: "Expression"
    alternative: "Expression"
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class Some:
    variable: Variable
    collection: "Expression"
    body: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class Every:
    variable: Variable
    collection: "Expression"
    body: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class HowMany:
    """Whether at least, and at most, a given number of elements of a list satisfy a condition.

    The condition may be unknown for some elements: where the others suffice the answer is known.
    """

    least: int
    most: int | None
    variable: Variable
    collection: "Expression"
    body: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class Aggregate:
    """``count``, ``sum``, ``min``, ``max`` or ``distinct`` over the elements that pass ``where``.

    ``item`` is what is summed or compared for each element; ``None`` for ``count``.
    """

    aggregation: Aggregation
    item: "Expression | None"
    variable: Variable
    collection: "Expression"
    where: "Expression | None"
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class Distribute:
    """The shares of the elements of a list in a total: one for each, in their order.

    Elements that pass ``where`` take part; the others have a share of 0. ``base`` is what each gets
    first; the rest is divided by ``weight``, in multiples of ``unit``.
    """

    variable: Variable
    collection: "Expression"
    where: "Expression | None"
    total: "Expression"
    base: "Expression | None"
    weight: "Expression"
    unit: int | Fraction
    type: ListType
    span: Span = _span()

    __repr__ = in_brief


@frozen
class ShareOf:
    """The share that the element of a variable has in a distribution; that is declared as a
    fact."""

    shares: FactValue
    element: Variable
    type: Type
    span: Span = _span()

    __repr__ = in_brief


@frozen
class IsKnown:
    """Whether the operand is known.

    It is the only expression whose known answer can change when a further field is learnt.
    """

    operand: "Expression"
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class NormApplies:
    norm: str
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class NormIs:
    """Whether a norm has the given status, or one of those that a `Performance` stands for."""

    norm: str
    status: Status | Performance
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


@frozen
class ActionIs:
    """Whether an action has the given verdict."""

    action: str
    verdict: VerdictStatus
    span: Span = _span()
    type: Type = field(default=Scalar.YES_NO, init=False)

    __repr__ = in_brief


Expression: TypeAlias = (
    Constant
    | Subject
    | Variable
    | FieldValue
    | ParameterValue
    | FactValue
    | FactOf
    | OnDay
    | AsOf
    | Not
    | And
    | Or
    | Implies
    | ElementOf
    | Apply
    | Choose
    | Some
    | Every
    | HowMany
    | Aggregate
    | Distribute
    | ShareOf
    | IsKnown
    | NormApplies
    | NormIs
    | ActionIs
)


NOTHING_KNOWN: Final = Constant(None, Scalar.YES_NO)
"""Stands in ``means`` of an expression until that is written out."""


def worth(asked: OnDay) -> Expression:
    """The value of an expression on another day; unknown where that day is unknown or never
    comes."""
    unknown = Constant(None, asked.type)
    comes = compared(Comparison.LESS, asked.day, Constant(NEVER, Scalar.DATE))
    return Choose(comes, asked.means, unknown, asked.type, span=asked.span)


def unit_of(distribution: Distribute) -> Constant:
    """The unit of a distribution as a constant expression."""
    return Constant(distribution.unit, distribution.type.element)


def compared(comparison: Comparison, left: Expression, right: Expression) -> Apply:
    """The comparison of two expressions by a sign."""
    return Apply(of_comparison(comparison), (left, right), Scalar.YES_NO)


def one_of(operand: Expression, choices: Iterable[Expression]) -> Apply:
    """Whether an expression is equal to one of several choices that are written out."""
    return Apply(ONE_OF, (operand, *choices), Scalar.YES_NO)


def lies_in(day: Expression, period: Expression, span: Span = NOWHERE) -> Apply:
    """Whether a day lies in a period of the calendar, as an expression."""
    edges = (Apply(edge, (period,), Scalar.DATE, span=span) for edge in (START_OF, END_OF))
    return Apply(BETWEEN, (day, *edges), Scalar.YES_NO, span=span)


def period_around(applied: Apply) -> Expression | None:
    """The period in a condition that a day lies in a period; None for any other condition.

    >>> from linkage_rules.model.periods import CALENDAR_PERIOD
    >>> quarter = Variable("q", CALENDAR_PERIOD)
    >>> period_around(lies_in(AsOf(), quarter)) == quarter
    True
    """
    match applied:
        case Apply(between, (_, Apply(first, (one,)), Apply(last, (other,)))) if (
            between,
            first,
            last,
        ) == (BETWEEN, START_OF, END_OF) and one == other:
            return one
    return None


def counted_out(asked: HowMany) -> Expression:
    """A `HowMany` written with two counts: of the elements that certainly satisfy the condition,
    and of those that may."""

    def count(where: Expression) -> Aggregate:
        parts = (Aggregation.COUNT, None, asked.variable, asked.collection, where, Scalar.WHOLE)
        return Aggregate(*parts, span=asked.span)

    def within(at_least: Expression, at_most: Expression) -> tuple[Expression, ...]:
        tests = [(Comparison.AT_LEAST, at_least, asked.least)] if asked.least else []
        if asked.most is not None:
            tests.append((Comparison.AT_MOST, at_most, asked.most))
        return tuple(compared(c, n, Constant(limit, Scalar.WHOLE)) for c, n, limit in tests)

    body, known = asked.body, IsKnown(asked.body)
    certain, possible = count(And((known, body))), count(Not(And((known, Not(body)))))
    unknown = Constant(None, Scalar.YES_NO)
    may_be = And((*within(possible, certain), unknown))
    return Or((And(within(certain, possible)), may_be))


def is_whole(expression: Expression, is_whole_fact: Callable[[str], bool]) -> bool:
    """Whether the value is a whole number, or whole fen, for every record.

    ``is_whole_fact`` says the same of a fact by its name.

    >>> paid = Constant(500, Scalar.MONEY)
    >>> is_whole(paid, lambda fact: False)
    True
    """
    if expression.type is Scalar.WHOLE:
        return True
    if expression.type is not Scalar.MONEY:
        return False
    match expression:
        case FactValue(name):
            return is_whole_fact(name)
        case FactOf(means=means) | OnDay(means=means):
            return is_whole(means, is_whole_fact)
        case Apply(operation, operands):
            keeps = operation.keeps_whole and all(is_whole(o, is_whole_fact) for o in operands)
            return keeps or operation.makes_whole
        case Choose(_, consequence, alternative):
            return is_whole(consequence, is_whole_fact) and is_whole(alternative, is_whole_fact)
        case Aggregate(_, item) if item is not None:
            return is_whole(item, is_whole_fact)
        case _:
            return True


def spelt_out(applied: Apply) -> tuple[Apply, ...]:
    """The comparisons that a joined operation stands for; none for any other operation."""
    joined, operands = applied.operation.joined, applied.operands
    if joined is None:
        return ()
    return tuple(
        compared(comparison, operands[left], operands[right])
        for comparison, (left, right) in joined.parts(len(operands))
    )
