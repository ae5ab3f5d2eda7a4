"""The clauses a declaration must have, and may have once."""

from collections.abc import Iterable
from typing import Final, TypeVar

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Kind, Names, Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.model.norms import Citation
from linkage_rules.model.spans import Span
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase

_C = TypeVar("_C", bound=syntax.Line)
_F = TypeVar("_F")

_CONDITIONS: Final = Phrase(
    "join the two with “and” or “or”, or remove one", "用“且”或“或”合并，或删去一个"
)
_JOINED: Final = {
    **dict.fromkeys(("WHEN", "UNLESS", "MEANS", "DONE_WHEN", "ALWAYS"), _CONDITIONS),
    "UNDER_READING": Phrase("name them all in one line, with commas", "写在同一行，用逗号隔开"),
    "OVERRIDES": Phrase("name them all in one line, with commas", "写在同一行，用逗号隔开"),
    "MUST": Phrase(
        "give the second duty a norm of its own, with the same conditions",
        "第二项义务另写一条规范，条件照写",
    ),
    "GIVEN": Phrase("join the two with a comma", "用逗号合并"),
}
"""The likely fix where a clause is there twice, other than removing one."""


def single(
    problems: Problems,
    declaration: syntax.Declaration,
    kind: type[_C],
    terminal: str,
    needed: Phrase | None = None,
) -> _C | None:
    """The one clause of a kind; ``needed`` says what to write when it must not be absent."""
    first: _C | None = None
    for clause in declaration.clauses:
        if not isinstance(clause, kind):
            continue
        if first is not None:
            related = (Related(problems.excerpt(first.span), FIRST_PLACE),)
            problems.report(
                "POL-109",
                clause.span,
                hint=_JOINED.get(terminal),
                related=related,
                clause=keyword_phrase(terminal),
            )
        first = first or clause
    if first is None and needed is not None:
        problems.report(
            "POL-110", head_of(declaration), clause=keyword_phrase(terminal), expected=needed
        )
    return first


def citations(declaration: syntax.Declaration) -> tuple[Citation, ...]:
    return tuple(
        Citation(c.clause, c.quote, c.span)
        for c in declaration.clauses
        if isinstance(c, syntax.Cites)
    )


def readings_of(
    names: Names, problems: Problems, declaration: syntax.Declaration
) -> tuple[str, ...]:
    """The readings that a declaration rests on by name."""
    clause = single(problems, declaration, syntax.Under, "UNDER_READING")
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
