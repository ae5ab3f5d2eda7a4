"""Where the name under the cursor is declared, and where it is written."""

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from linkage_rules.editing.folders import Known
from linkage_rules.editing.names import names_of


def definition(known: Known, path: Path, position: types.Position) -> types.Location | None:
    """Where what a name stands for is declared."""
    found = names_of(known).at(path, known.offset(path, position))
    if found is None:
        return None
    declared = found.declared.name.span if found.declared else found.reference.declared
    return known.location(declared) if declared.line else None


def references(
    known: Known, path: Path, position: types.Position, with_declaration: bool
) -> Iterator[types.Location]:
    """Where a name is written that stands for the same, and on request where it is declared."""
    names = names_of(known)
    found = names.at(path, known.offset(path, position))
    if found is None or found.declared is None:
        return
    if with_declaration:
        yield known.location(found.declared.name.span)
    for one in names.standing_for(found.declared):
        yield known.location(one.span)


def highlights(
    known: Known, path: Path, position: types.Position
) -> Iterator[types.DocumentHighlight]:
    """The same within the file."""
    uri = known.uri(path)
    for location in references(known, path, position, with_declaration=True):
        if location.uri == uri:
            yield types.DocumentHighlight(range=location.range)
