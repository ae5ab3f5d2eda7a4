"""The clauses of declarations."""

from datetime import date
from typing import TypeAlias

from attrs import frozen

from linkage_rules.language.syntax.expressions import (
    Datum,
    Entry,
    Expression,
    Literal,
    Name,
    UnknownDatum,
)
from linkage_rules.language.syntax.nodes import Line, Node
from linkage_rules.model.norms import Bearing, Modality, Strength
from linkage_rules.model.periods import Unit
from linkage_rules.model.types import Only, Scalar


@frozen
class ScalarName(Node):
    scalar: Scalar


@frozen
class ListOf(Node):
    element: "TypeName"


@frozen
class HasMany(Node):
    """``has many element by key``: the records whose field ``by`` equals the field ``of`` of the
    record that has them; ``of`` absent means the field by which that record is named."""

    element: Name
    by: Name
    of: Name | None


TypeName: TypeAlias = ScalarName | Name | ListOf


@frozen
class GivenValue(Node):
    """``name: type``: an argument of a fact."""

    name: Name
    type: TypeName


@frozen
class GivenValues(Line):
    values: tuple[GivenValue, ...]


@frozen
class Issuer(Line):
    text: str


@frozen
class Issued(Line):
    day: date


@frozen
class InForce(Line):
    start: date
    end: date | None


@frozen
class SourceName(Line):
    file: str


@frozen
class EnumMember(Line):
    name: Name
    label: str | None


@frozen
class FieldLine(Line):
    name: Name
    label: str | None
    type: TypeName | HasMany
    required: bool
    at_least: Literal | None
    at_most: Literal | None
    changeable: bool = False
    blank_means: Datum | None = None
    only: Only | None = None
    cost: Literal | None = None


@frozen
class Covers(Line):
    """``covers DATE to DATE``: the days that a calendar covers."""

    first: date
    last: date


@frozen
class Weekend(Line):
    """``weekend saturday, sunday``: the days of the week that are not worked."""

    weekdays: tuple[Name, ...]


@frozen
class DaysLine(Line):
    """``holiday DATE to DATE`` and ``workday DATE``; ``last`` absent means a single day."""

    worked: bool
    first: date
    last: date | None
    label: str | None


@frozen
class Cites(Line):
    clause: str
    quote: str


@frozen
class ParameterLine(Line):
    """``= value from … to … because "…"``; a reason belongs to a reading."""

    value: Datum
    start: date | None
    end: date | None
    because: str | None = None


@frozen
class Asks(Line):
    """``asks "…"``: the question that a reading answers."""

    question: str


@frozen
class AlternativeLine(Line):
    """``or value because "…"``: an alternative of a reading."""

    value: Datum
    because: str


@frozen
class Throughout(Line):
    """``throughout``: the whole policy is read so."""


@frozen
class Under(Line):
    """``under reading …``: the readings a declaration rests on."""

    readings: tuple[Name, ...]


@frozen
class Answerable(Line):
    """``answered for by …``: fields and facts that tell who is responsible."""

    names: tuple[Name, ...]


@frozen
class Continues(Line):
    """``continues to …``: how long the norms of the amended policy stay in force."""

    end: date


@frozen
class TunableClause(Line):
    """``tunable at least … at most …``"""

    at_least: Literal | None
    at_most: Literal | None


@frozen
class Members(Node):
    """A cell: one of some enum values."""

    names: tuple[Name, ...]


@frozen
class Answer(Node):
    """A cell: yes or no."""

    answer: bool


@frozen
class Bound(Node):
    """One end of a range; ``included`` tells “at least” from “above”."""

    limit: Expression
    is_lower: bool
    included: bool


@frozen
class Range(Node):
    """A cell: a range of numbers, amounts or days."""

    bounds: tuple[Bound, ...]


@frozen
class AnyValue(Node):
    """A cell: any value."""


Cell: TypeAlias = Members | Answer | Range | AnyValue


@frozen
class Row(Line):
    """``cell, cell: value from … to …``; without cells the row for all remaining cases."""

    cells: tuple[Cell, ...]
    value: Expression | UnknownDatum
    start: date | None
    end: date | None


@frozen
class GovernedBy(Line):
    field: Name


@frozen
class Delegated(Line):
    pass


@frozen
class Simplified(Line):
    """The clause that a declaration says less than the text, with the reason."""

    because: str


@frozen
class Means(Line):
    expression: Expression


@frozen
class ResultLine(Line):
    """``result for … to …``: the fact is a result, which one bearer owes to another."""

    bearer: Name | None
    counterparty: Name | None


@frozen
class Among(Line):
    """``among x in xs where …``: the participants of a distribution."""

    variable: Name
    collection: Expression
    where: Expression | None


@frozen
class Total(Line):
    """``total …``: the amount that is distributed."""

    expression: Expression


@frozen
class Base(Line):
    """``base …``: what each participant gets first."""

    expression: Expression


@frozen
class ByWeight(Line):
    """``by …``: the weight by which the rest is divided."""

    expression: Expression


@frozen
class InUnits(Line):
    """``to 1分``: the unit of which every share is a multiple."""

    unit: Expression


@frozen
class DoneWhen(Line):
    expression: Expression


@frozen
class DoneOn(Line):
    """``done on …``: the day on which an action was done."""

    expression: Expression


@frozen
class DoneAt(Line):
    """``done at … over … in …``: the days of a list, on each of which an action was done."""

    day: Expression
    variable: Name
    collection: Expression
    where: Expression | None


@frozen
class PermittedByDefault(Line):
    pass


@frozen
class When(Line):
    expression: Expression


@frozen
class Unless(Line):
    expression: Expression


@frozen
class Within(Line):
    """``within … after …``: how long a duty may take, from when on."""

    expression: Expression


@frozen
class WithinWorkingDays(Line):
    """``within 10 working days``: how long after each period a duty may take, by a calendar."""

    number: Expression
    calendar: Name | None


@frozen
class NoLaterThan(Line):
    """``no later than …``: the last day on which a duty is done in time."""

    expression: Expression


@frozen
class Before(Line):
    """``before …``: the day on which it is too late for a duty."""

    expression: Expression


@frozen
class Recurring(Line):
    """``every quarter from … to …``: the periods in each of which a duty has to be done."""

    unit: Unit
    start: Expression
    end: Expression | None


@frozen
class Lasting(Line):
    """``holds for … after …``: how long a norm holds, from when on."""

    expression: Expression


@frozen
class Overrides(Line):
    norms: tuple[Name, ...]


@frozen
class Duty(Line):
    """``bearers`` with a modality and an action, which may be owed to a ``counterparty``."""

    bearers: tuple[Name, ...]
    bearing: Bearing
    modality: Modality
    strength: Strength
    action: Name
    counterparty: Name | None = None


@frozen
class Given(Line):
    entries: tuple[Entry, ...]


@frozen
class AsOfDate(Line):
    day: date


@frozen
class Expect(Line):
    """``expect …`` an outcome decided ``by`` norms, or a condition that must be yes."""

    expression: Expression
    by: tuple[Name, ...]


@frozen
class FieldPath(Node):
    """``households[0].income``: names of fields, and in digits the numbers of elements from 0."""

    steps: tuple[Name | str, ...]


@frozen
class ExpectMissing(Line):
    """``expect missing …``: fields, which may lie in records or lists of records."""

    paths: tuple[FieldPath, ...]


@frozen
class Always(Line):
    expression: Expression


@frozen
class AnswersClause(Line):
    """``answers kind of …``: a finding about these declarations is intended."""

    kind: Name
    names: tuple[Name, ...]


PlainClause: TypeAlias = (
    Issuer
    | Issued
    | InForce
    | SourceName
    | Covers
    | Weekend
    | Cites
    | Asks
    | AlternativeLine
    | Throughout
    | Under
    | Answerable
    | Continues
    | GovernedBy
    | Simplified
    | Delegated
    | Means
    | Total
    | Base
    | ByWeight
    | DoneWhen
    | DoneOn
    | PermittedByDefault
    | When
    | Unless
    | Within
    | NoLaterThan
    | Before
    | Lasting
    | Overrides
    | Given
    | AsOfDate
    | Expect
    | ExpectMissing
    | Always
    | AnswersClause
)
"""Clauses that consist of a keyword and places: their rows in `language.clauses` define the
form."""

ShapedClause: TypeAlias = (
    EnumMember
    | FieldLine
    | ParameterLine
    | TunableClause
    | Row
    | DoneAt
    | Recurring
    | WithinWorkingDays
    | Duty
    | GivenValues
    | Among
    | InUnits
    | ResultLine
    | DaysLine
)
"""Clauses whose form is their own."""

Clause: TypeAlias = PlainClause | ShapedClause
