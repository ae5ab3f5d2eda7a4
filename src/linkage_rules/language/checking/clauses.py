"""The clauses a declaration must have, and may have once."""

from collections.abc import Iterable
from typing import TypeVar

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Kind, Names, Problems
from linkage_rules.language.clauses import BY_NODE
from linkage_rules.language.diagnostics import Related
from linkage_rules.model.norms import Citation
from linkage_rules.model.spans import Span
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase

_C = TypeVar("_C", bound=syntax.Clause)
_F = TypeVar("_F")


def single(
    problems: Problems,
    declaration: syntax.Declaration,
    kind: type[_C],
    needed: Phrase | None = None,
) -> _C | None:
    """The one clause of a kind; ``needed`` says what to write when it must not be absent."""
    row = BY_NODE[kind]
    found = [*syntax.clauses_of(declaration, kind)]
    for clause in found[1:]:
        problems.report(
            "POL-109",
            clause.span,
            hint=row.joined,
            related=(Related(problems.excerpt(found[0].span), FIRST_PLACE),),
            clause=keyword_phrase(row.keyword),
        )
    if found:
        return found[0]
    if needed is not None:
        called = keyword_phrase(row.keyword)
        problems.report("POL-110", head_of(declaration), clause=called, expected=needed)
    return None


def citations(declaration: syntax.Declaration) -> tuple[Citation, ...]:
    return tuple(
        Citation(c.clause, c.quote, c.span) for c in syntax.clauses_of(declaration, syntax.Cites)
    )


def readings_of(
    names: Names, problems: Problems, declaration: syntax.Declaration
) -> tuple[str, ...]:
    """The readings that a declaration rests on by name."""
    clause = single(problems, declaration, syntax.Under)
    found = [names.find(name, Kind.READING) for name in clause.readings] if clause else []
    return tuple(dict.fromkeys(symbol.name for symbol in found if symbol is not None))


def head_of(declaration: syntax.Declaration) -> Span:
    match declaration:
        case syntax.ExampleDeclaration() | syntax.PropertyDeclaration():
            return declaration.record_type.span
        case syntax.StatementDeclaration():
            return declaration.span
        case _:
            return declaration.name.span


def present(items: Iterable[_F | None]) -> tuple[_F, ...]:
    return tuple(item for item in items if item is not None)
