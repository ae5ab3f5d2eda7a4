"""A policy file from one language to the other, and the canonical text of a file."""

import re
from functools import cache
from typing import Any

import attrs

from linkage_rules.language import syntax
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import QUOTED, SourceFile
from linkage_rules.language.references import Reference, References
from linkage_rules.language.writing.printer import print_file
from linkage_rules.words.keywords import KEYWORDS, LANGUAGES, Language
from linkage_rules.words.names import preferred


def translate(file: syntax.File, spelled: References, language: Language) -> syntax.File:
    """The file with names spelled for a language: in Chinese by label, in English by ASCII name.

    ``spelled`` gives for each reference, by the span of its name, what it stands for. Names without
    an entry stay as they are: the names that a declaration introduces, and the variables of
    quantifiers.
    """

    return attrs.evolve(file, declarations=_respelled(file.declarations, spelled, language))


def _respelled(value: Any, spelled: References, language: Language) -> Any:
    match value:
        case syntax.Name(written, span=span):
            meant = spelled.get(span, Reference(written, None))
            text = preferred(meant.name, meant.label, language)
            return value if text == written else syntax.Name(text, span=span)
        case syntax.Node():
            # Most of a file stays as it is, and is not built anew.
            kind: Any = type(value)
            parts = {name: getattr(value, name) for name in _parts(kind)}
            changed = {
                name: new
                for name, part in parts.items()
                if (new := _respelled(part, spelled, language)) is not part
            }
            return attrs.evolve(value, **changed) if changed else value
        case tuple():
            items = [_respelled(item, spelled, language) for item in value]
            is_same = all(new is item for new, item in zip(items, value, strict=True))
            return value if is_same else tuple(items)
        case _:
            return value


@cache
def _parts(kind: type[Any]) -> tuple[str, ...]:
    """What a node holds beside where it stands."""
    return tuple(part.name for part in attrs.fields(kind) if part.name != "span")


def format_text(
    source: SourceFile,
    language: Language,
    spelled: References | None = None,
    parsed: Parsed | None = None,
) -> str:
    """The canonical text of a file, with the keywords of a language.

    In the language that it is written in, quantities and days keep the words of their author.
    With ``spelled``, as for `translate`, references to names are put into that language too. Raises
    PolicyError when the file cannot be read. What was ``parsed`` before is taken from there.

    >>> format_text(SourceFile("a.pol", 'bearer   county  "县" ;'), "zh")
    '主体 county "县"\\n'
    >>> print(format_text(SourceFile("a.pol", "事实 f 关于 R：期间 指 12个月"), "zh"), end="")
    事实 f 关于 R：期间
      指 12个月
    """
    file, diagnostics = parse(source, parsed)
    if diagnostics:
        raise PolicyError(diagnostics)
    keeps = language == dominant_language(source)
    return print_file(translate(file, spelled or {}, language), language, keeps)


def dominant_language(file: SourceFile) -> Language:
    """The language of most keywords in a file, and Chinese when there are as many of either.

    Keywords in comments, texts and quoted names do not count; nor do the names of types, which
    are often names of fields.

    >>> dominant_language(SourceFile("a.pol", "norm x for 项目  # 规范 当"))
    'en'
    >>> dominant_language(SourceFile("a.pol", ""))
    'zh'
    """
    code = "".join(re.sub(QUOTED, '""', chunk.code) for chunk in file.chunks())
    counts = {language: len(_keywords(language).findall(code)) for language in LANGUAGES}
    return "en" if counts["en"] > counts["zh"] else "zh"


@cache
def _keywords(language: Language) -> re.Pattern[str]:
    spellings = [
        spelling
        for keyword in KEYWORDS
        if not keyword.terminal.startswith("TYPE_")
        for spelling in (keyword.en if language == "en" else keyword.zh)
    ]
    longest_first = sorted(spellings, key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(s.split()) for s in longest_first)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
