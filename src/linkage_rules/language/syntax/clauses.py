"""The clauses of declarations."""

from datetime import date
from typing import TypeAlias

from attrs import frozen

from linkage_rules.language.syntax.expressions import Datum, Entry, Expression, Literal, Name
from linkage_rules.language.syntax.nodes import Line, Node
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.types import Scalar


@frozen
class ScalarName(Node):
    scalar: Scalar


@frozen
class ListOf(Node):
    element: "TypeName"


TypeName: TypeAlias = ScalarName | Name | ListOf


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
    type: TypeName
    required: bool
    at_least: Literal | None
    at_most: Literal | None


@frozen
class Cites(Line):
    clause: str
    quote: str


@frozen
class ParameterLine(Line):
    """``= value from … to …``"""

    value: Datum
    start: date | None
    end: date | None


@frozen
class Means(Line):
    expression: Expression


@frozen
class DoneWhen(Line):
    expression: Expression


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
class Overrides(Line):
    norms: tuple[Name, ...]


@frozen
class Duty(Line):
    bearer: Name
    modality: Modality
    strength: Strength
    action: Name


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
class ExpectMissing(Line):
    """``expect missing …``: fields, as paths of names and element numbers from 0."""

    paths: tuple[str, ...]


@frozen
class Always(Line):
    expression: Expression


Clause: TypeAlias = (
    Issuer
    | Issued
    | InForce
    | SourceName
    | EnumMember
    | FieldLine
    | Cites
    | ParameterLine
    | Means
    | DoneWhen
    | PermittedByDefault
    | When
    | Unless
    | Overrides
    | Duty
    | Given
    | AsOfDate
    | Expect
    | ExpectMissing
    | Always
)
