"""Expressions, and the data of examples and parameters, as written."""

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from linkage_rules.language.syntax.nodes import Node
from linkage_rules.model.expressions import Aggregation
from linkage_rules.model.operations import Comparison, Operation, Operator
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.values import Period


class LiteralKind(Enum):
    YES_NO = "yes/no"
    WHOLE = "whole number"
    DECIMAL = "decimal"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    TEXT = "text"


@frozen
class Literal(Node):
    """``written`` is how a quantity or a day stands in the text it was read from."""

    kind: LiteralKind
    value: bool | int | Fraction | date | Period | str
    written: str = field(default="", eq=False, repr=False, kw_only=True)


@frozen
class Name(Node):
    """A name as written: an ASCII name or a label, without the 「」 around it."""

    text: str


@frozen
class PartOf(Node):
    """``record.name``: a field of a record, or a member of an enum."""

    whole: "Expression"
    name: Name


@frozen
class Argument(Node):
    """``name: value``: an argument of a fact."""

    name: Name
    value: "Expression"


@frozen
class Asked(Node):
    """``record.fact(name: value)``; without ``record`` the fact is asked of the judged record."""

    record: "Expression | None"
    name: Name
    arguments: tuple[Argument, ...]


@frozen
class AsOf(Node):
    pass


@frozen
class Not(Node):
    operand: "Expression"


@frozen
class And(Node):
    operands: tuple["Expression", ...]


@frozen
class Or(Node):
    operands: tuple["Expression", ...]


@frozen
class Implies(Node):
    condition: "Expression"
    consequence: "Expression"


@frozen
class Compare(Node):
    comparison: Comparison
    left: "Expression"
    right: "Expression"


@frozen
class OneOf(Node):
    operand: "Expression"
    choices: tuple["Expression", ...]


@frozen
class ElementOf(Node):
    operand: "Expression"
    collection: "Expression"


@frozen
class Arithmetic(Node):
    operator: Operator
    left: "Expression"
    right: "Expression"


@frozen
class Negate(Node):
    operand: "Expression"


@frozen
class Apply(Node):
    """An operation that is written in words, such as ``years between``."""

    operation: Operation
    operands: tuple["Expression", ...]


@frozen
class ByCalendar(Node):
    """``… by calendar NAME``: by which calendar working days are counted in an expression."""

    counted: "Expression"
    calendar: Name


@frozen
class Choose(Node):
    condition: "Expression"
    consequence: "Expression"
    alternative: "Expression"


@frozen
class OnDay(Node):
    """``… as it stood on DAY``: the value of an expression as of that day."""

    operand: "Expression"
    day: "Expression"


class Quantifier(Enum):
    SOME = "some"
    EVERY = "every"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"


@frozen
class Quantified(Node):
    """A quantifier; ``number`` is set if it counts elements."""

    quantifier: Quantifier
    variable: Name
    collection: "Expression"
    body: "Expression"
    number: Literal | None = field(default=None, kw_only=True)


@frozen
class Aggregate(Node):
    """``variable`` is absent only in ``count(list)``."""

    aggregation: Aggregation
    item: "Expression | None"
    variable: Name | None
    collection: "Expression"
    where: "Expression | None"


@frozen
class ShareOf(Node):
    """``DISTRIBUTION of x``: the share of an element in a distribution."""

    distribution: Name
    element: Name


@frozen
class Distributed(Node):
    """A distribution in one line; it can be printed for readers, but not be written in a policy."""

    total: "Expression"
    variable: Name
    collection: "Expression"
    where: "Expression | None"
    base: "Expression | None"
    weight: "Expression"
    unit: "Expression"


@frozen
class IsKnown(Node):
    operand: "Expression"


@frozen
class OutcomeIs(Node):
    """``NORM applies`` (no status), ``NORM is violated``, ``ACTION is forbidden`` and so on."""

    name: Name
    outcome: Status | Performance | VerdictStatus | None


Expression: TypeAlias = (
    Literal
    | Name
    | PartOf
    | Asked
    | AsOf
    | Not
    | And
    | Or
    | Implies
    | Compare
    | OneOf
    | ElementOf
    | Arithmetic
    | Negate
    | Apply
    | ByCalendar
    | OnDay
    | Choose
    | Quantified
    | Aggregate
    | ShareOf
    | Distributed
    | IsKnown
    | OutcomeIs
)


@frozen
class UnknownDatum(Node):
    pass


@frozen
class ListDatum(Node):
    items: tuple["Datum", ...]


@frozen
class RecordDatum(Node):
    entries: tuple["Entry", ...]


@frozen
class Entry(Node):
    name: Name
    value: "Datum"


Datum: TypeAlias = Literal | Name | UnknownDatum | ListDatum | RecordDatum
