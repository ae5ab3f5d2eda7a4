"""Diagnostics: problems of a policy, with everything its author needs to correct them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from linkage_rules.errors import Error
from linkage_rules.language.fixes import Choice, Edit, edited
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.spans import Span
from linkage_rules.words.catalogue import CATALOGUE, REMARKS
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, Words, say
from linkage_rules.words.wrapping import display_width, visible

Arguments: TypeAlias = Mapping[str, Words]

_HEADINGS = {
    "error": Phrase("error", "错误"),
    "remark": Phrase("remark", "提示"),
    "expected": Phrase("expected", "应为"),
    "hint": Phrase("hint", "建议"),
    "becomes": Phrase("the line becomes:", "这一行改为："),
}


@frozen
class Excerpt:
    """A place in a policy file with the line it stands on."""

    span: Span
    line: str

    __repr__ = in_brief

    @classmethod
    def of(cls, file: SourceFile, span: Span) -> "Excerpt":
        """The line of a span; no line for a span that stands for a file as a whole."""
        return cls(span, file.lines[span.line - 1] if span.line else "")


@frozen
class Related:
    """A second place that is part of the problem, and why."""

    excerpt: Excerpt
    note: Phrase

    __repr__ = in_brief


@frozen
class Diagnostic:
    """One problem of a policy: a stable code, a place, and the words to explain it.

    ``hint`` is the likely fix, where one can be guessed. ``choices`` are the changes to the file
    that make it, so that a tool may offer them: several where the author has to choose.

    >>> from linkage_rules.language.reading.source import SourceFile
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
    choices: tuple[Choice, ...] = ()

    __repr__ = in_brief

    @property
    def span(self) -> Span:
        """The stretch of the file where the problem is."""
        return self.excerpt.span

    @property
    def path(self) -> tuple[str | int, ...]:
        """The file, the line and the column; of what concerns a file as a whole, the file."""
        span = self.span
        return (span.file, span.line, span.column) if span.line else (span.file,)

    def headline(self, language: Language) -> str:
        """What is wrong, as a sentence."""
        arguments = {"written": self._written(), **self.arguments}
        return CATALOGUE[self.code].headline.fill(language, arguments)

    def expected(self, language: Language) -> str:
        """What would have been right, as a sentence."""
        return CATALOGUE[self.code].expected.fill(language, self.arguments)

    def advice(self, language: Language) -> str | None:
        """The likely fix."""
        if self.hint is not None:
            return say(self.hint, language)
        hint = CATALOGUE[self.code].hint
        return hint.fill(language, self.arguments) if hint else None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes to the file where it is certain what was meant; else none."""
        return next((choice.edits for choice in self.choices if choice.is_sure), ())

    def title(self, choice: Choice, language: Language) -> str:
        """What one of the choices does."""
        if choice.title is not None:
            return say(choice.title, language)
        return self.advice(language) or self.expected(language)

    def corrected(self) -> str | None:
        """The line of the place after the edits, if they are all on that line."""
        line, number = self.excerpt.line, self.span.line
        edits = [
            evolve(edit, span=evolve(edit.span, start=start, end=start + length))
            for edit in self.edits
            if edit.span.line == number
            and edit.span.file == self.span.file
            and (start := edit.span.column - 1) + (length := edit.span.end - edit.span.start)
            <= len(line)
        ]
        return edited(line, edits) if edits else None

    def _written(self) -> str:
        """The text at the place, up to the end of its line."""
        start = self.span.column - 1
        words = self.excerpt.line[start : start + self.span.end - self.span.start].strip()
        return visible(words, _LONGEST_WRITTEN)

    def render(self, language: Language) -> str:
        """The whole message: what is wrong, the place with its line, and the corrected line."""

        def heading(key: str) -> str:
            return say(_HEADINGS[key], language)

        def row(title: str, words: str) -> str:
            return f"  {title}{colon}{visible(words, _LONGEST_TEXT)}"

        colon = "：" if language == "zh" else ": "
        kind = "remark" if self.code in REMARKS else "error"
        headline = visible(self.headline(language), _LONGEST_TEXT)
        rows = [f"{heading(kind)} {self.code}{colon}{headline}"]
        if place := _place(self.span):
            rows.append(f"  {place}")
        rows += _picture(self.excerpt)
        rows.append(row(heading("expected"), self.expected(language)))
        if advice := self.advice(language):
            rows.append(row(heading("hint"), advice))
            corrected = self.corrected()
            if corrected is not None and len(corrected) <= _WIDEST:
                rows.append(f"  {heading('becomes')}")
                lines = corrected.replace("\t", " ").split("\n")
                rows += [f"  {self.span.line} | {visible(line, _WIDEST)}" for line in lines]
        for related in self.related:
            rows.append(row(say(related.note, language), _place(related.excerpt.span)))
            rows += _picture(related.excerpt)
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, ready for JSON, its words in both languages."""
        advice = {language: self.advice(language) for language in LANGUAGES}
        return {
            "code": self.code,
            "severity": "remark" if self.code in REMARKS else "error",
            "path": list(self.path),
            "message": {language: self.headline(language) for language in LANGUAGES},
            "expected": {language: self.expected(language) for language in LANGUAGES},
            "hint": advice if any(advice.values()) else None,
            "line": self.excerpt.line or None,
        }


class PolicyError(Error):
    """A policy that cannot be used; ``diagnostics`` holds every problem found, in file order.

    Raised by loading; ``problems`` are the same. ``str()`` gives all messages in English, `render`
    in either language.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)
        self.problems = self.diagnostics

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """All messages, one below the other."""
        return "\n\n".join(diagnostic.render(language) for diagnostic in self.diagnostics)


def in_file_order(
    diagnostics: Iterable[Diagnostic], files: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Sorted by file, in the order given, and by place; first what concerns no one file."""
    numbers = {name: number for number, name in enumerate(files)}

    def place(diagnostic: Diagnostic) -> tuple[int, int, int]:
        span = diagnostic.span
        return numbers.get(span.file, -1), span.start, -span.end

    return tuple(sorted(diagnostics, key=place))


def without_consequences(
    earlier: Iterable[Diagnostic], later: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """The later problems without those that follow from an earlier one at the same place.

    Something replaces what could not be read, and is not to be reported as well.
    """
    places = Places(diagnostic.span for diagnostic in earlier)
    for diagnostic in later:
        if not diagnostic.span.line or not places.any_in(diagnostic.span):
            yield diagnostic


class Places:
    """Where problems are, to be asked whether one is among certain words."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: dict[str, list[int]] = {}
        for span in spans:
            self._starts.setdefault(span.file, []).append(span.start)
        for starts in self._starts.values():
            starts.sort()

    def any_in(self, words: Span) -> bool:
        """Whether one begins there."""
        starts = self._starts.get(words.file, [])
        return bisect_left(starts, words.start) < bisect_left(starts, words.end)


def without_place(code: str, file: str, arguments: Arguments) -> Diagnostic:
    """A problem of a file as a whole."""
    return Diagnostic(code, Excerpt(Span(file, 0, 0, 0, 0), ""), arguments)


def _place(span: Span) -> str:
    file = visible(span.file, _LONGEST_TEXT)
    return f"{file}:{span.line}:{span.column}" if span.line else file


_LONGEST_TEXT = 1_000
_WIDEST = 160
_LONGEST_WRITTEN = 40


def _picture(excerpt: Excerpt) -> list[str]:
    """The line with carets below the place; for a long line only the part around the place."""
    span = excerpt.span
    if not excerpt.line:
        return []
    start = span.column - 1
    offset = max(0, start - _WIDEST // 2)
    line = visible(excerpt.line[offset : offset + _WIDEST].replace("\t", " "), _WIDEST)
    line = f"{'…' if offset else ''}{line}{'…' if len(excerpt.line) > offset + _WIDEST else ''}"
    start = start - offset + (1 if offset else 0)
    end = min(len(line), start + max(1, span.end - span.start))
    number = str(span.line)
    pad = " " * display_width(line[:start])
    caret = "^" * max(1, display_width(line[start:end]))
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {pad}{caret}"]
