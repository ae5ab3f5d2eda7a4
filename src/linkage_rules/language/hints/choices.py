"""Changes that an author may choose among, each with a title that says what it does."""

import re
from collections import deque
from collections.abc import Iterable
from typing import Final

from linkage_rules.language.fixes import Choice, Edit
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.spans import Span
from linkage_rules.words.keywords import BY_TERMINAL, spelling
from linkage_rules.words.messages import Phrase
from linkage_rules.words.wrapping import visible

WRITE: Final = Phrase("write: {text}", "改为：{text}")
_REMOVE: Final = Phrase("remove from line {line}: {text}", "删去第{line}行的：{text}")
_REMOVE_LINE: Final = Phrase("remove line {line}: {text}", "删去第{line}行：{text}")
_REMOVE_LINES: Final = Phrase(
    "remove lines {line} to {last}: {text}", "删去第{line}行至第{last}行：{text}"
)
_ADD: Final = Phrase("add the line: {text}", "添一行：{text}")
_LONGEST_SHOWN: Final = 60
_BLANKS_BEFORE: Final = re.compile(r"[^\S\n]*\Z")
_JOINT_BEFORE: Final = re.compile(r"\s*(?:[,，、]|\b(?:and|or)\b|[与和或])\s*\Z")
_JOINT_BEHIND: Final = re.compile(r"\s*(?:[,，、]|\b(?:and|or)\b|[与和或])\s*")


def writing(span: Span, text: str, title: Phrase = WRITE) -> Choice:
    """To write a text where a span is; a span without characters is a place to write it at."""
    return Choice(title.filled(text=_shown(text)), (Edit(span, text),))


def each(span: Span, texts: Iterable[str], title: Phrase = WRITE) -> tuple[Choice, ...]:
    """To write one of several texts where a span is."""
    return tuple(writing(span, text, title) for text in dict.fromkeys(texts))


def without(file: SourceFile, span: Span) -> Choice:
    """To remove words: with the lines on which they stand if nothing else does, and with the
    blanks before them otherwise.

    >>> file = SourceFile("a.pol", "norm n\\n  when a\\n  when b\\n")
    >>> change = without(file, file.span(18, 24))
    >>> change.title.en, change.edits[0].text, change.edits[0].span.start
    ('remove line 3: when b', '', 16)
    """
    start, end = _lines(file, span)
    if file.text[start:end].strip() == file.text[span.start : span.end].strip():
        return without_lines(file, span)
    blanks = _BLANKS_BEFORE.search(file.text, start, span.start)
    place = file.span(blanks.start() if blanks else span.start, span.end)
    title = _REMOVE.filled(line=span.line, text=_shown(file.on_one_line(span)))
    return Choice(title, (Edit(place, ""),))


def without_lines(file: SourceFile, span: Span) -> Choice:
    """To remove a clause or a declaration with the lines on which it stands."""
    place = file.span(*_lines(file, span))
    last = span.line + file.text.count("\n", span.start, span.end)
    title = _REMOVE_LINE if last == span.line else _REMOVE_LINES
    text = _shown(file.on_one_line(span))
    return Choice(title.filled(line=span.line, last=last, text=text), (Edit(place, ""),))


def without_member(file: SourceFile, span: Span) -> Choice:
    """To remove one of several that are listed, with the comma or the word that joins it."""
    before = _JOINT_BEFORE.search(file.text, max(0, span.start - _LONGEST_SHOWN), span.start)
    behind = _JOINT_BEHIND.match(file.text, span.end)
    if before:
        place = file.span(before.start(), span.end)
    elif behind:
        place = file.span(span.start, behind.end())
    else:
        return without(file, span)
    title = _REMOVE.filled(line=span.line, text=_shown(file.on_one_line(span)))
    return Choice(title, (Edit(place, ""),))


def said_in(file: SourceFile, span: Span, terminal: str) -> Span | None:
    """Where the last of a keyword stands in a clause, outside of texts; None where it does not."""
    text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), file.text[span.start : span.end])
    spellings = (
        rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one)
        for one in BY_TERMINAL[terminal].spellings
    )
    found = deque(re.finditer("|".join(spellings), text), maxlen=1)
    return file.span(*(span.start + at for at in found[0].span())) if found else None


def with_line(file: SourceFile, above: Span, line: str) -> Choice:
    """To add a line below that of a clause, set in like a clause."""
    end = file.text.find("\n", max(above.start, above.end - 1))
    at = len(file.text) if end < 0 else end
    return Choice(_ADD.filled(text=_shown(line)), (Edit(file.span(at, at), f"\n{_INDENT}{line}"),))


_INDENT: Final = "  "
_HEADS: Final = {one for t in ("POLICY", "USE", "AMEND") for one in BY_TERMINAL[t].spellings}
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”")


def with_use(file: SourceFile, package: str) -> Choice:
    """To use a package, behind what is used already or else at the head of the file."""
    chunks = [*file.chunks()]
    heads = [c for c in chunks if c.code.split()[0] in _HEADS] or chunks[:1]
    end = heads[-1].start + len(heads[-1].code.rstrip())
    word = spelling("USE", "en" if heads[-1].code[0].isascii() else "zh")
    line = f"{word} {package}"
    return Choice(_ADD.filled(text=line), (Edit(file.span(end, end), f"\n\n{line}"),))


def _lines(file: SourceFile, span: Span) -> tuple[int, int]:
    """Where the lines begin and end on which a span stands; the last line end belongs to them."""
    # A declaration reaches as far as the blank lines and comments behind it.
    words = file.text[span.start : span.end].rstrip()
    start = file.text.rfind("\n", 0, span.start) + 1
    end = file.text.find("\n", span.start + len(words))
    return start, len(file.text) if end < 0 else end + 1


def _shown(text: str) -> str:
    return visible(" ".join(text.split()), _LONGEST_SHOWN)
