"""What an editor shows between the words: the label behind an ASCII name."""

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.names import names_of


def inlays(known: Known, path: Path, within: types.Range) -> Iterator[types.InlayHint]:
    """The labels of what is written by its ASCII name in a part of a file."""
    first, last = known.offset(path, within.start), known.offset(path, within.end)
    document = known.document(path)
    for written in names_of(known).written:
        span, meant = written.span, written.reference
        here = first <= span.start and span.end <= last and path_of(span.file) == path
        if here and meant.label and document.read[span.start : span.end] == meant.name:
            yield types.InlayHint(
                position=document.position(span.end, known.encoding),
                label=meant.label,
                kind=types.InlayHintKind.Type,
                padding_left=True,
            )
