"""What a file declares, as an outline; where it can be folded; declarations by their names."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

import attrs
from lsprotocol import types
from lsprotocol.types import SymbolKind

from linkage_rules.editing.folders import Known
from linkage_rules.editing.names import declarations_in
from linkage_rules.language import syntax
from linkage_rules.model.spans import Span

_KINDS: Final[Mapping[type[syntax.Line], SymbolKind]] = {
    syntax.PolicyDeclaration: SymbolKind.Package,
    syntax.Use: SymbolKind.Module,
    syntax.Amend: SymbolKind.Module,
    syntax.EnumDeclaration: SymbolKind.Enum,
    syntax.EnumMember: SymbolKind.EnumMember,
    syntax.RecordDeclaration: SymbolKind.Struct,
    syntax.ExtendDeclaration: SymbolKind.Struct,
    syntax.FieldLine: SymbolKind.Field,
    syntax.BearerDeclaration: SymbolKind.Interface,
    syntax.CalendarDeclaration: SymbolKind.Object,
    syntax.AdjustDeclaration: SymbolKind.Object,
    syntax.ParameterDeclaration: SymbolKind.Constant,
    syntax.ReadingDeclaration: SymbolKind.Constant,
    syntax.SetDeclaration: SymbolKind.Constant,
    syntax.FactDeclaration: SymbolKind.Variable,
    syntax.DistributionDeclaration: SymbolKind.Array,
    syntax.ActionDeclaration: SymbolKind.Method,
    syntax.NormDeclaration: SymbolKind.Function,
    syntax.OverrideDeclaration: SymbolKind.Function,
    syntax.RepealDeclaration: SymbolKind.Function,
    syntax.LoosensDeclaration: SymbolKind.Function,
    syntax.ExampleDeclaration: SymbolKind.Event,
    syntax.PropertyDeclaration: SymbolKind.Boolean,
    syntax.StatementDeclaration: SymbolKind.String,
}
"""As what an editor shows each: the kinds are those of programs, the nearest has been taken."""


def outline(known: Known, path: Path) -> list[types.DocumentSymbol]:
    """What a file declares, each with its fields or values."""
    _, file = known.sources[path]
    return [_symbol(known, declaration) for declaration in file.declarations]


def _symbol(known: Known, line: syntax.Declaration | syntax.Clause) -> types.DocumentSymbol:
    called, span, detail = _called(line)
    return types.DocumentSymbol(
        name=called,
        detail=detail,
        kind=_KINDS[type(line)],
        range=known.range(line.span),
        selection_range=known.range(span),
        children=[
            _symbol(known, clause)
            for clause in (line.clauses if isinstance(line, syntax.Declaration) else ())
            if isinstance(clause, syntax.FieldLine | syntax.EnumMember)
        ],
    )


def _called(line: syntax.Declaration | syntax.Clause) -> tuple[str, Span, str | None]:
    """What stands in the outline for a declaration, where that is written, and a second name."""
    match line:
        case syntax.ExampleDeclaration(title, of) | syntax.PropertyDeclaration(title, of):
            return title or "…", of.span, of.text
        case syntax.StatementDeclaration(clause, quote):
            return quote or "…", line.span, clause
    parts = attrs.asdict(line, recurse=False)
    name, label = parts["name"], parts.get("label")
    return label or name.text, name.span, name.text if label else None


def everywhere(known: Known, asked: str) -> Iterator[types.WorkspaceSymbol]:
    """What the files of the policy declare under names or labels that hold some words; everything
    where none are asked for."""
    wanted = asked.casefold()
    for path in known.own:
        for one in declarations_in(*known.sources[path]):
            spelled = [one.name.text, *([one.label] if one.label else [])]
            if any(wanted in spelling.casefold() for spelling in spelled):
                yield types.WorkspaceSymbol(
                    name=one.label or one.name.text,
                    kind=_KINDS[type(one.line)],
                    location=known.location(one.name.span),
                    container_name=None if one.within is None else _called(one.within)[0],
                )


def foldings(known: Known, path: Path) -> Iterator[types.FoldingRange]:
    """The declarations of a file that take several lines, and its comments that do."""
    source, file = known.sources[path]
    for declaration in file.declarations:
        place = known.range(declaration.span)
        yield from _folding(place.start.line, place.end.line, types.FoldingRangeKind.Region)
    lines = [source.span(c.start, c.start).line - 1 for c in source.comments if c.own_line]
    for _, run in groupby(enumerate(lines), lambda numbered: numbered[1] - numbered[0]):
        together = [line for _, line in run]
        yield from _folding(together[0], together[-1], types.FoldingRangeKind.Comment)


def _folding(first: int, last: int, kind: types.FoldingRangeKind) -> Iterator[types.FoldingRange]:
    if last > first:
        yield types.FoldingRange(start_line=first, end_line=last, kind=kind)
