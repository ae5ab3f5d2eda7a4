"""What each name of a file stands for, so that an editor can colour it by its meaning."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types

from linkage_rules.editing.folders import Known
from linkage_rules.editing.names import FIELD, VALUE, names_of
from linkage_rules.language.checking.resolve import Kind
from linkage_rules.words.messages import Phrase

_TYPES: Final[Mapping[Phrase, str]] = {
    Kind.ENUM.value: "enum",
    VALUE: "enumMember",
    Kind.RECORD_TYPE.value: "struct",
    FIELD: "property",
    Kind.BEARER.value: "class",
    Kind.CALENDAR.value: "type",
    Kind.PARAMETER.value: "parameter",
    Kind.READING.value: "decorator",
    Kind.FACT.value: "variable",
    Kind.DISTRIBUTION.value: "variable",
    Kind.ACTION.value: "method",
    Kind.NORM.value: "function",
}

_NUMBERS: Final = {name: number for number, name in enumerate(dict.fromkeys(_TYPES.values()))}
LEGEND: Final = types.SemanticTokensLegend(token_types=[*_NUMBERS], token_modifiers=["declaration"])
_DECLARATION: Final = 1


def coloured(known: Known, path: Path) -> types.SemanticTokens:
    """The names of a file as the protocol wants them: each by its distance from the one before."""
    names = names_of(known)
    found: dict[tuple[int, int], tuple[str, int]] = {}
    for written in names.written_in(path):
        if written.declared is not None:
            place = (written.span.start, written.span.end)
            found[place] = (_TYPES[written.declared.kind], 0)
    for one in names.declared_in(path):
        found[one.name.span.start, one.name.span.end] = (_TYPES[one.kind], _DECLARATION)
    data: list[int] = []
    document, line, character = known.document(path), 0, 0
    for (start, end), (kind, modifier) in sorted(found.items()):
        at = document.range_between(start, end, known.encoding)
        along = at.start.character - (character if at.start.line == line else 0)
        length = at.end.character - at.start.character
        data += [at.start.line - line, along, length, _NUMBERS[kind], modifier]
        line, character = at.start.line, at.start.character
    return types.SemanticTokens(data=data)
