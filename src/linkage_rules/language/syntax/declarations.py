"""Declarations, and files of them."""

from collections.abc import Iterator
from typing import TypeAlias, TypeVar

from attrs import field, frozen

from linkage_rules.language.syntax.clauses import Clause, TypeName
from linkage_rules.language.syntax.expressions import Name
from linkage_rules.language.syntax.nodes import Line, Node


@frozen
class DeclarationBase(Line):
    """``closing`` are comments below the last clause."""

    closing: tuple[str, ...] = field(default=(), kw_only=True)


@frozen
class PolicyDeclaration(DeclarationBase):
    name: Name
    label: str | None
    clauses: tuple[Clause, ...]


@frozen
class Use(DeclarationBase):
    name: Name
    clauses: tuple[Clause, ...] = ()


@frozen
class Amend(DeclarationBase):
    name: Name
    clauses: tuple[Clause, ...] = ()


@frozen
class EnumDeclaration(DeclarationBase):
    name: Name
    label: str | None
    clauses: tuple[Clause, ...]


@frozen
class RecordDeclaration(DeclarationBase):
    name: Name
    label: str | None
    clauses: tuple[Clause, ...]


@frozen
class ExtendDeclaration(DeclarationBase):
    """Further fields of a record type that another policy declares."""

    name: Name
    clauses: tuple[Clause, ...]


@frozen
class Tie(Node):
    """A field of a record type that holds the name of a bearer."""

    field: Name
    record_type: Name


@frozen
class BearerDeclaration(DeclarationBase):
    """``bearer … is operator_name of Project``: the field of a record type that holds its name."""

    name: Name
    label: str | None
    named_by: tuple[Tie, ...] = ()
    clauses: tuple[Clause, ...] = ()


@frozen
class CalendarDeclaration(DeclarationBase):
    name: Name
    label: str | None
    clauses: tuple[Clause, ...]


@frozen
class AdjustDeclaration(DeclarationBase):
    """``adjust calendar NAME because "…"``: other days of a calendar of a lower policy."""

    name: Name
    because: str
    clauses: tuple[Clause, ...]


@frozen
class ParameterDeclaration(DeclarationBase):
    name: Name
    label: str | None
    type: TypeName
    clauses: tuple[Clause, ...]


@frozen
class ReadingDeclaration(DeclarationBase):
    """A reading; without ``type`` the choice is a text."""

    name: Name
    label: str | None
    type: TypeName | None
    clauses: tuple[Clause, ...]


@frozen
class SetDeclaration(DeclarationBase):
    """``set PARAMETER``, and for a decision table ``for TYPE by INPUTS``."""

    name: Name
    record_type: Name | None
    inputs: tuple[Name, ...]
    clauses: tuple[Clause, ...]


@frozen
class OverrideDeclaration(DeclarationBase):
    """A declaration that replaces a norm or a fact; for a fact it may be a table, which has
    ``inputs``."""

    name: Name
    because: str
    inputs: tuple[Name, ...]
    clauses: tuple[Clause, ...]
    progressive: bool = False


@frozen
class RepealDeclaration(DeclarationBase):
    name: Name
    because: str
    clauses: tuple[Clause, ...]


@frozen
class LoosensDeclaration(DeclarationBase):
    name: Name
    because: str
    clauses: tuple[Clause, ...]


@frozen
class FactDeclaration(DeclarationBase):
    """A fact; without ``type`` it is a yes/no. A table has ``inputs``.

    ``progressive`` says that its rows are brackets of the one input.
    """

    name: Name
    label: str | None
    record_type: Name
    type: TypeName | None
    inputs: tuple[Name, ...]
    clauses: tuple[Clause, ...]
    progressive: bool = False


@frozen
class DistributionDeclaration(DeclarationBase):
    name: Name
    label: str | None
    record_type: Name
    clauses: tuple[Clause, ...]


@frozen
class ActionDeclaration(DeclarationBase):
    name: Name
    label: str | None
    record_type: Name
    clauses: tuple[Clause, ...]


@frozen
class NormDeclaration(DeclarationBase):
    name: Name
    label: str | None
    record_type: Name
    clauses: tuple[Clause, ...]


@frozen
class ExampleDeclaration(DeclarationBase):
    title: str
    record_type: Name
    clauses: tuple[Clause, ...]


@frozen
class PropertyDeclaration(DeclarationBase):
    title: str
    record_type: Name
    clauses: tuple[Clause, ...]


@frozen
class StatementDeclaration(DeclarationBase):
    clause: str
    quote: str
    because: str
    clauses: tuple[Clause, ...] = ()


Declaration: TypeAlias = (
    PolicyDeclaration
    | Use
    | Amend
    | EnumDeclaration
    | RecordDeclaration
    | ExtendDeclaration
    | BearerDeclaration
    | CalendarDeclaration
    | AdjustDeclaration
    | ParameterDeclaration
    | ReadingDeclaration
    | SetDeclaration
    | OverrideDeclaration
    | RepealDeclaration
    | LoosensDeclaration
    | FactDeclaration
    | DistributionDeclaration
    | ActionDeclaration
    | NormDeclaration
    | ExampleDeclaration
    | PropertyDeclaration
    | StatementDeclaration
)


_C = TypeVar("_C", bound=Clause)


def clauses_of(declaration: Declaration, kind: type[_C]) -> Iterator[_C]:
    """The clauses of a kind that a declaration has, in the order they are written."""
    return (clause for clause in declaration.clauses if isinstance(clause, kind))


@frozen
class File:
    """A policy file. ``closing`` are comments below the last declaration.

    ``unread`` holds the words in the heads of declarations that could not be read: names that are
    probably declared there, so nobody should call them unknown.
    """

    name: str = field(eq=False)
    declarations: tuple[Declaration, ...]
    closing: tuple[str, ...] = ()
    unread: frozenset[str] = field(default=frozenset(), eq=False)
