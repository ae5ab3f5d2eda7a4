"""Where a declaration is written that is added, and whether the policy is without problems then."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lsprotocol.types import Range

from linkage_rules.editing.answers import DeclinedError
from linkage_rules.editing.documents import Document
from linkage_rules.editing.folders import Known, Opened, known_of, path_of
from linkage_rules.language import syntax
from linkage_rules.language.fixes import Edit, edited
from linkage_rules.model.spans import Span
from linkage_rules.words.messages import Phrase

_FAULTS: Final = Phrase("the policy has problems: put them right first", "政策还有错误，请先改正")
_WRONG_AFTERWARDS: Final = Phrase(
    "after this change the policy would have a problem: {why}", "这样改后政策会出错：{why}"
)


def behind(known: Known, path: Path, declaration: syntax.Declaration, text: str) -> Edit:
    """The edit that writes declarations behind another one and the examples that follow it."""
    declarations = known.sources[path][1].declarations
    for following in declarations[declarations.index(declaration) + 1 :]:
        if not isinstance(following, syntax.ExampleDeclaration):
            break
        declaration = following
    return Edit(end_of(known, path, declaration), f"\n\n{text}")


def end_of(known: Known, path: Path, declaration: syntax.Declaration) -> Span:
    """The place behind the last line of a declaration, with the comment on it."""
    source, _ = known.sources[path]
    chunk = source.chunk_at(declaration.span.start)
    assert chunk is not None
    line_end = source.text.find("\n", chunk.start + len(chunk.code.rstrip()))
    end = len(source.text) if line_end < 0 else line_end
    return source.span(end, end)


def changed(known: Known, edits: Iterable[Edit]) -> Known:
    """What would be known after changes of the texts."""
    by_file: dict[Path, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(path_of(edit.span.file), []).append(edit)
    opened = {
        path: Opened(known.uri(path), Document(edited(known.document(path).read, made)))
        for path, made in by_file.items()
    }
    texts = {**known.opened, **opened}
    return known_of(
        known.place, texts, known.encoding, known.language, known.versions, known.parsed
    )


def sound_after(
    known: Known, edits: Iterable[Edit], otherwise: Phrase = _WRONG_AFTERWARDS
) -> Known:
    """What would be known after changes.

    Raises `DeclinedError` with the words ``otherwise`` where the policy would have a problem.
    """
    after = changed(known, edits)
    if after.loaded.diagnostics:
        why = after.loaded.diagnostics[0]
        said = Phrase(why.headline("en"), why.headline("zh"), is_pattern=False)
        raise DeclinedError(otherwise.filled(why=said))
    return after


def is_within(line: int, within: Range) -> bool:
    """Whether a line, counted from 0, is one of those of a range."""
    return within.start.line <= line <= within.end.line


def require_sound(known: Known) -> None:
    """Raises `DeclinedError` while the policy has problems."""
    if known.loaded.diagnostics:
        raise DeclinedError(_FAULTS)
