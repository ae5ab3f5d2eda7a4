"""What is wrong with a policy, said so that its author can put it right."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import field, frozen

from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import CATALOGUE, Phrase, Words
from linkage_rules.language.source import SourceFile
from linkage_rules.model.spans import NOWHERE, Span

Arguments: TypeAlias = Mapping[str, Words]

_HEADINGS = {
    "error": Phrase("error", "错误"),
    "found": Phrase("found", "读到"),
    "expected": Phrase("expected", "应为"),
    "hint": Phrase("hint", "建议"),
    "line": Phrase("line {line}, column {column}", "第 {line} 行第 {column} 列"),
}


@frozen
class Excerpt:
    """A place in a policy file with the line it stands on."""

    span: Span
    line: str

    @classmethod
    def of(cls, file: SourceFile, span: Span) -> "Excerpt":
        return cls(span, file.lines[span.line - 1] if span.line else "")


@frozen
class Related:
    """A second place that takes part in the problem, and why."""

    excerpt: Excerpt
    note: Phrase


@frozen
class Diagnostic:
    """One problem of a policy: a stable code, a place, and the words to explain it.

    ``hint`` is the likely fix, where one can be guessed.

    >>> from linkage_rules.language.source import SourceFile
    >>> file = SourceFile("a.pol", "fact x of Projct")
    >>> place = Excerpt.of(file, file.span(10, 16))
    >>> kind = Phrase("record type", "记录类型")
    >>> problem = Diagnostic("POL-202", place, {"kind": kind, "name": "Projct"})
    >>> problem.code, problem.span.line, problem.span.column
    ('POL-202', 1, 11)
    """

    code: str
    excerpt: Excerpt
    arguments: Arguments = field(factory=dict)
    hint: Phrase | None = None
    related: tuple[Related, ...] = ()

    @property
    def span(self) -> Span:
        return self.excerpt.span

    def found(self, language: Language) -> str:
        """What was found, as a sentence."""
        return CATALOGUE[self.code].found.fill(language, self.arguments)

    def expected(self, language: Language) -> str:
        """What would have been right, as a sentence."""
        return CATALOGUE[self.code].expected.fill(language, self.arguments)

    def advice(self, language: Language) -> str | None:
        """The likely fix."""
        hint = self.hint or CATALOGUE[self.code].hint
        return hint.fill(language, self.arguments) if hint else None

    def render(self, language: Language) -> str:
        """The whole message, with the source line and a caret under the place."""

        def heading(key: str) -> str:
            return _HEADINGS[key].fill(language, {})

        colon = "：" if language == "zh" else ": "
        rows = [f"{heading('error')} {self.code} {_place(self.span)}".rstrip()]
        rows += _picture(self.excerpt)
        rows.append(f"  {heading('found')}{colon}{self.found(language)}")
        rows.append(f"  {heading('expected')}{colon}{self.expected(language)}")
        if advice := self.advice(language):
            rows.append(f"  {heading('hint')}{colon}{advice}")
        for related in self.related:
            note = related.note.fill(language, self.arguments)
            rows.append(f"  {note}{colon}{_place(related.excerpt.span)}")
            rows += _picture(related.excerpt)
        return "\n".join(rows)


class PolicyError(Exception):
    """A policy that cannot be used; ``diagnostics`` holds every problem found, in file order.

    Raised by loading. ``str()`` gives all messages in Chinese and English titles are available
    through `Diagnostic.render`.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """All messages, one below the other."""
        return "\n\n".join(diagnostic.render(language) for diagnostic in self.diagnostics)


def without_place(code: str, file: str, arguments: Arguments) -> Diagnostic:
    """A problem with a file as a whole."""
    return Diagnostic(code, Excerpt(Span(file, 0, 0, 0, 0), ""), arguments)


def display_width(text: str) -> int:
    """The number of terminal cells a text takes.

    >>> display_width("a项目")
    5
    """
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}" if span.line else span.file


_WIDEST = 160


def _picture(excerpt: Excerpt) -> list[str]:
    span = excerpt.span
    if span == NOWHERE or not span.line:
        return []
    start = span.column - 1
    offset = max(0, start - _WIDEST // 2)
    line = excerpt.line.replace("\t", " ")[offset : offset + _WIDEST]
    start -= offset
    end = min(len(line), start + max(1, span.end - span.start))
    number = str(span.line)
    pad = " " * display_width(line[:start])
    caret = "^" * max(1, display_width(line[start:end]))
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {pad}{caret}"]
