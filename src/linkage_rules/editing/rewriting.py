"""A file in its canonical form, in its own language or in the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from linkage_rules.editing.folders import Known
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.writing.translate import dominant_language, format_text
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase

_INTO: Final[dict[Language, Phrase]] = {
    "en": Phrase("Write this file in English", "本文件改用英文书写"),
    "zh": Phrase("Write this file in Chinese", "本文件改用中文书写"),
}


def formatted(known: Known, path: Path) -> list[types.TextEdit] | None:
    """What makes a file canonical, as ``linkage-rules fmt`` does; nothing for one with faults."""
    return _written_in(known, path, dominant_language(known.sources[path][0]))


def translations(known: Known, path: Path) -> Iterator[types.CodeAction]:
    """The same file in the other language, where it has no faults."""
    if known.loaded.diagnostics:
        return
    own = dominant_language(known.sources[path][0])
    for language in LANGUAGES:
        edits = None if language == own else _written_in(known, path, language)
        if edits:
            yield types.CodeAction(
                title=_INTO[language].render(known.language),
                kind=types.CodeActionKind.RefactorRewrite,
                edit=types.WorkspaceEdit(changes={known.uri(path): edits}),
            )


def _written_in(known: Known, path: Path, language: Language) -> list[types.TextEdit] | None:
    """The edit that writes the file so; names stay as they are while the policy has problems."""
    source, _ = known.sources[path]
    spelled = {} if known.loaded.diagnostics else known.loaded.references
    try:
        text = format_text(source, language, spelled, known.parsed)
    except PolicyError:
        # What cannot be read is left as it is: its problems are shown already.
        return None
    if text == source.text:
        return []
    return [types.TextEdit(range=known.document(path).whole(known.encoding), new_text=text)]
