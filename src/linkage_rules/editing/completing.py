"""What could be written next: keywords that fit the place, names, and the words of a cited clause.

A name is found by its ASCII name, by its label, and by the pinyin of its label, in full or the
first letters alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from attrs import frozen
from lsprotocol import types
from pypinyin import Style, lazy_pinyin

from linkage_rules.editing.folders import Known
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.reading.parser import fitting
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.model.norms import Fact, Parameter
from linkage_rules.model.package import Package
from linkage_rules.model.types import Field
from linkage_rules.words.called import Named
from linkage_rules.words.keyword_meanings import MEANINGS
from linkage_rules.words.keywords import BY_TERMINAL, Language, spelling
from linkage_rules.words.names import preferred, write_name

_WORD: Final = re.compile(r"[^\W\d]\w*\Z")
_CITING: Final = re.compile(
    rf"\b(?:{'|'.join((*BY_TERMINAL['CITES'].spellings, *BY_TERMINAL['STATEMENT'].spellings))})"
    r"\s+(?P<clause>\S+?)\s*[\"“](?P<begun>[^\"”\n]*)\Z"
)
_KEYWORD: Final = types.CompletionItemKind.Keyword
_NAME: Final = "NAME"
_MOST_READINGS: Final = 10_000


@frozen
class _Offer:
    """A word that could be written, with what it may be found by, and how near it is."""

    text: str
    found_by: tuple[str, ...]
    kind: types.CompletionItemKind
    rank: int
    detail: str = ""


def completed(known: Known, path: Path, position: types.Position) -> types.CompletionList:
    """What could stand at a place, the nearest first; asked for again with each further letter."""
    document = known.document(path)
    offset = known.offset(path, position)
    before = document.read[:offset]
    line = before.rpartition("\n")[2]
    cited = _CITING.search(line)
    if cited is not None:
        start, offers = offset - len(cited["begun"]), _sentences(known, cited["clause"])
        begun = cited["begun"]
    else:
        word = _WORD.search(line)
        begun = word[0] if word else ""
        start = offset - len(begun)
        file = SourceFile(path.name, document.read)
        offers = _fitting(known, file, start)
    place = document.range_between(start, offset, known.encoding)
    found = [offer for offer in offers if _fits(offer, begun)]
    found.sort(key=lambda offer: offer.rank)
    items = [
        types.CompletionItem(
            label=offer.text,
            kind=offer.kind,
            detail=offer.detail or None,
            sort_text=f"{number:05}",
            # What was typed may be pinyin, by which an editor would not find it.
            filter_text=begun or offer.text,
            text_edit=types.TextEdit(range=place, new_text=offer.text),
        )
        for number, offer in enumerate(found)
    ]
    return types.CompletionList(is_incomplete=True, items=items)


def _fits(offer: _Offer, begun: str) -> bool:
    typed = begun.casefold()
    if any(typed in spelled.casefold() for spelled in offer.found_by):
        return True
    return typed.isascii() and any(
        reading.startswith(typed) for spelled in offer.found_by for reading in _pinyin(spelled)
    )


@lru_cache(maxsize=_MOST_READINGS)
def _pinyin(text: str) -> tuple[str, str]:
    """How a text is typed: the first letters of its syllables, and all of them.

    >>> _pinyin("县农业农村局")
    ('xnyncj', 'xiannongyenongcunju')
    """
    first = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return first.casefold(), "".join(lazy_pinyin(text)).casefold()


def _sentences(known: Known, clause: str) -> Iterator[_Offer]:
    """The sentences of a clause of the official text, as they are quoted."""
    source = known.loaded.source or (known.sound and known.sound.source)
    found = source.tree.clause(clause) if source else None
    for number, sentence in enumerate(found.sentences if found else ()):
        text = sentence.text.rstrip("。；：.;:").replace('"', "”")
        yield _Offer(text, (text,), types.CompletionItemKind.Text, number, clause)


def _fitting(known: Known, file: SourceFile, at: int) -> Iterator[_Offer]:
    """The keywords and names that the grammar takes at a place of a file."""
    language = dominant_language(file)
    accepted = fitting(file, at)
    for terminal in sorted(accepted):
        keyword = BY_TERMINAL.get(terminal.removeprefix("_"))
        if keyword is not None:
            text = spelling(keyword.terminal, language)
            meaning = MEANINGS.get(keyword.terminal)
            detail = meaning.render(known.language) if meaning else ""
            yield _Offer(text, keyword.spellings, _KEYWORD, 1, detail)
    if _NAME in accepted:
        yield from _names(known.package, file, at, language, known.language)


def _names(
    package: Package, file: SourceFile, at: int, written: Language, told: Language
) -> Iterator[_Offer]:
    """The fields of the record that the declaration is about first, then all other names."""
    for declared in _fields_about(package, file, at):
        detail = type_phrase(declared.type).render(told)
        yield _offer(declared, types.CompletionItemKind.Field, 0, written, detail)
    kinds: Mapping[types.CompletionItemKind, Iterable[Named]] = {
        types.CompletionItemKind.Variable: package.stated_facts.values(),
        types.CompletionItemKind.Constant: package.parameters.values(),
        types.CompletionItemKind.Method: package.actions.values(),
        types.CompletionItemKind.Function: package.norms.values(),
        types.CompletionItemKind.Interface: package.bearers.values(),
        types.CompletionItemKind.Struct: package.record_types.values(),
        types.CompletionItemKind.Enum: package.enums.values(),
        types.CompletionItemKind.EnumMember: (
            member for enum in package.enums.values() for member in enum.members
        ),
    }
    for kind, things in kinds.items():
        for one in things:
            if one.name not in package.hidden:
                match one:
                    case Fact(type=of) | Parameter(type=of):
                        detail = type_phrase(of).render(told)
                    case _:
                        detail = ""
                yield _offer(one, kind, 2, written, detail)


def _offer(
    declared: Named, kind: types.CompletionItemKind, rank: int, written: Language, detail: str
) -> _Offer:
    text = write_name(preferred(declared.name, declared.label, written))
    spelled = (declared.name, declared.label) if declared.label else (declared.name,)
    return _Offer(text, spelled, kind, rank, detail)


def _fields_about(package: Package, file: SourceFile, at: int) -> Iterator[Field]:
    """The fields of the record types that the head of the declaration names."""
    chunk = file.chunk_at(at)
    head = chunk.code.partition("\n")[0] if chunk else ""
    for shape in package.record_types.values():
        if {shape.name, shape.label} & set(re.findall(r"\w+", head)):
            yield from shape.fields
